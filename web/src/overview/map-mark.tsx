import { slice } from "../charts/scale";
import { dominant } from "../charts/frame";
import { quadName, short, visible } from "../lib/format";
import { extent, type Cluster } from "./map-geometry";

export function nameOf(cluster: Cluster): string {
  const [first, ...more] = cluster.members;
  if (!first) return "";
  const where = cluster.grain === "country" ? `${first.name}, country only` : first.country === null ? first.name : `${first.name}, ${first.country}`;
  return more.length === 0 ? where : `${where} and ${more.length} more`;
}

interface Props {
  cluster: Cluster;
  most: number;
  width: number; // of the map, px
  marked: boolean;
  choose(): void;
  point(): void;
  leave(): void;
}

export function Mark({ cluster, most, width, marked, choose, point, leave }: Props) {
  const { grain, count, quads, members, areas } = cluster;
  const name = `${visible(nameOf(cluster))}: ${count}, mostly ${quadName(dominant(quads))}${areas > 0 && areas < count ? `; ${areas} placed by district or province` : ""}`;
  const size = extent(grain, count, most, width);
  return (
    <g class={`mark mark-${grain}${marked ? " marked" : ""}`} transform={`translate(${cluster.x.toFixed(1)} ${cluster.y.toFixed(1)})`}
      onClick={choose} onPointerEnter={point} onPointerLeave={leave}>
      <title>{name}</title>
      {grain === "country"
        ? <Label code={`${members[0]?.country ?? "?"}${members.length > 1 ? `+${members.length - 1}` : ""}`} count={count} quads={quads} half={size} />
        : <Pie size={size} quads={quads} count={count} many={members.length > 1} area={areas > count / 2} />}
    </g>
  );
}

function Pie({ size, quads, count, many, area }: { size: number; quads: readonly number[]; count: number; many: boolean; area: boolean }) {
  const total = Math.max(1, quads.reduce((sum, value) => sum + value, 0));
  let turn = 0;
  return (
    <>
      {area && <circle class="area-ring" r={size + 3.5} />}
      <g class={area ? "pie faint" : "pie"}>
        {quads.map((value, index) => {
          const from = turn;
          turn += value / total;
          return value > 0 ? <path key={index} d={slice(from, turn, size)} style={{ fill: `var(--quad-${index + 1})` }} /> : null;
        })}
      </g>
      <circle class={many ? "outline many" : "outline"} r={size} />
      {size >= 11 && <><circle class="hub" r={size * 0.58} /><text class="mark-text" text-anchor="middle" dominant-baseline="central">{short(count)}</text></>}
    </>
  );
}

/** A label in the country's middle, with the quad classes as a stripe below. */
function Label({ code, count, quads, half }: { code: string; count: number; quads: readonly number[]; half: number }) {
  const total = Math.max(1, quads.reduce((sum, value) => sum + value, 0));
  let x = -half + 1;
  return (
    <>
      <rect class="country-box" x={-half} y={-7.5} width={2 * half} height={15} rx={2} />
      {quads.map((value, index) => {
        const [from, width] = [x, ((2 * half - 2) * value) / total];
        x += width;
        return value > 0 ? <rect key={index} x={from} y={4.6} width={width} height={2.2} style={{ fill: `var(--quad-${index + 1})` }} /> : null;
      })}
      <text class="mark-text" text-anchor="middle" y={-1.2} dominant-baseline="central">
        <tspan class="mark-code">{code}</tspan> {short(count)}
      </text>
    </>
  );
}
