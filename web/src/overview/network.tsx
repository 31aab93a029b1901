import { useMemo, useRef, useState } from "preact/hooks";
import type { Network as Data } from "../types";
import { ChartFrame, dominant, useSize } from "../charts/frame";
import { clip, plural, quadName, visible } from "../lib/format";
import { setFilters, useShared } from "../lib/store";
import { toggled } from "../lib/url";
import { atLeast, layout, sparse, steps, type Spot } from "./network-layout";
import { Choice } from "./timeline";

const LONGEST = 26;

/** Parties and what they do to one another; the arrow's colour is the class with most records, its width their number. */
export function Network({ network: whole }: { network: Data }) {
  const { route } = useShared();
  const [chosen, setChosen] = useState<number | null>(null);
  const least = chosen ?? sparse(whole);
  const network = useMemo(() => atLeast(whole, least), [whole, least]);
  const svg = useRef<SVGSVGElement>(null);
  const [box, size] = useSize<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const names = useMemo(() => network.nodes.map((node) => clip(visible(node.label), LONGEST)), [network]);
  const spots = useMemo(() => (size.width > 0 ? layout(network, size.width, size.height, names) : []), [network, size, names]);
  const order = useMemo(() => network.nodes.map((_, index) => index)
    .sort((a, b) => (network.nodes[b]?.count ?? 0) - (network.nodes[a]?.count ?? 0)), [network]);
  const heaviest = Math.max(1, ...network.edges.map((edge) => edge.count));
  const near = useMemo(() => neighbours(network, at), [network, at]);
  const choose = (index: number) => {
    const node = network.nodes[index];
    if (node) setFilters(toggled(route.filters, "node", node.id));
  };
  const keys = (event: KeyboardEvent) => {
    const place = at === null ? -1 : order.indexOf(at);
    const to = { ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1, Home: 0, End: order.length - 1 }[event.key];
    if (to !== undefined && order.length > 0) setAt(order[(to + order.length) % order.length] ?? null);
    else if (event.key === "Enter" && at !== null) choose(at);
    else if (event.key === "Escape" && at !== null) setAt(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const here = at === null ? undefined : network.nodes[at];
  return (
    <ChartFrame title="Network" svg={svg} class="network large"
      note={network.nodes.length === 0
        ? "no record names two parties"
        : <>{plural(network.nodes.length, "party", "parties")} · circle and arrow: records · colour: class with most{network.nodes.length < whole.nodes.length && ` · ${plural(whole.nodes.length - network.nodes.length, "party", "parties")} with weaker ties left out`}</>}
      tools={<Choice label="Arrows of at least" value={String(least)} values={steps(whole, least).map(String)} names={steps(whole, least).map((step) => plural(step, "record"))}
        set={(value) => setChosen(Number(value))} />}
      data={() => ({
        columns: ["from", "to", "records", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"],
        rows: network.edges.map((edge) => [network.nodes[edge.source]?.label ?? "", network.nodes[edge.target]?.label ?? "", edge.count, ...edge.quads]),
      })}>
      <div class="network-body" ref={box}>
        {size.width > 0 && network.nodes.length > 0 && (
          <svg ref={svg} width={size.width} height={size.height} tabindex={0} role="application" aria-roledescription="network" onKeyDown={keys}
            onBlur={() => setAt(null)} class={at === null ? "" : "pointing"}
            aria-label={`Network of ${network.nodes.length} parties. Arrows go from party to party, Enter filters by it.`}>
            {network.edges.map((edge, index) => (
              <Edge key={index} from={spots[edge.source]} to={spots[edge.target]} quad={dominant(edge.quads)}
                width={0.8 + 5 * Math.sqrt(edge.count / heaviest)} near={at !== null && (edge.source === at || edge.target === at)} />
            ))}
            {[...order].reverse().map((index) => {
              const [spot, node] = [spots[index], network.nodes[index]];
              if (!spot || !node) return null;
              return (
                <g key={node.id} class={`node${node.country === null ? " node-other" : ""}${at === index ? " marked" : ""}${near.has(index) ? " near" : ""}`}
                  transform={`translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})`}
                  onClick={() => choose(index)} onPointerEnter={() => setAt(index)} onPointerLeave={() => setAt(null)}>
                  <title>{visible(node.label)}</title>
                  <circle r={spot.r} />
                  {(spot.label !== null || at === index || near.has(index)) && <Label spot={spot} name={names[index] ?? ""} />}
                </g>
              );
            })}
          </svg>
        )}
      </div>
      <p class="readout small" aria-live="polite">
        {here ? `${visible(here.label)}${here.country === null ? "" : ` [${[here.country, here.sector].filter(Boolean).join(" ")}]`}: ${plural(here.count, "record")}; ${spokenTies(network, at ?? 0)}` : ""}
      </p>
    </ChartFrame>
  );
}

function Label({ spot, name }: { spot: Spot; name: string }) {
  const gap = spot.r + 4;
  const [x, y, anchor] = {
    right: [gap, 0, "start"], left: [-gap, 0, "end"], below: [0, gap + 6, "middle"], above: [0, -gap - 6, "middle"],
  }[spot.label ?? "right"] as [number, number, string];
  return <text class="node-label" x={x} y={y} text-anchor={anchor} dominant-baseline="central">{name}</text>;
}

/** A slightly bent arrow, so that there and back are two lines. */
function Edge({ from, to, quad, width, near }: { from: Spot | undefined; to: Spot | undefined; quad: number; width: number; near: boolean }) {
  if (!from || !to || from === to) return null;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const long = Math.max(1, Math.hypot(dx, dy));
  const [ux, uy] = [dx / long, dy / long];
  const head = 4 + width * 1.2;
  const bend = Math.min(26, long * 0.14);
  const [mx, my] = [(from.x + to.x) / 2 - uy * bend, (from.y + to.y) / 2 + ux * bend];
  // The arrow comes in along the curve's end, from its middle point.
  const [ex, ey] = [to.x - mx, to.y - my];
  const end = Math.max(1, Math.hypot(ex, ey));
  const [vx, vy] = [ex / end, ey / end];
  const tip = [to.x - vx * (to.r + 1.5), to.y - vy * (to.r + 1.5)] as const;
  const foot = [tip[0] - vx * head, tip[1] - vy * head] as const;
  const f = (value: number) => value.toFixed(1);
  const colour = `var(--quad-${quad})`;
  return (
    <g class={near ? "edge near" : "edge"}>
      <path d={`M${f(from.x)} ${f(from.y)}Q${f(mx)} ${f(my)} ${f(foot[0])} ${f(foot[1])}`} style={{ stroke: colour, strokeWidth: `${width}px` }} class="edge-line" />
      <path d={`M${f(tip[0])} ${f(tip[1])}L${f(foot[0] - vy * head * 0.55)} ${f(foot[1] + vx * head * 0.55)}L${f(foot[0] + vy * head * 0.55)} ${f(foot[1] - vx * head * 0.55)}Z`} style={{ fill: colour }} />
    </g>
  );
}

function neighbours(network: Data, at: number | null): ReadonlySet<number> {
  if (at === null) return new Set();
  return new Set(network.edges.flatMap((edge) => (edge.source === at ? [edge.target] : edge.target === at ? [edge.source] : [])));
}

function spokenTies(network: Data, at: number): string {
  const ties = network.edges.filter((edge) => edge.source === at || edge.target === at).sort((a, b) => b.count - a.count).slice(0, 3);
  return ties.map((edge) => {
    const other = visible(network.nodes[edge.source === at ? edge.target : edge.source]?.label ?? "");
    return `${edge.source === at ? "to" : "from"} ${clip(other, LONGEST)} ${edge.count} (mostly ${quadName(dominant(edge.quads))})`;
  }).join(", ");
}
