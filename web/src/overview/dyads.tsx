import { useRef, useState } from "preact/hooks";
import type { Dyads as Data } from "../types";
import { ChartFrame, dominant, useSize } from "../charts/frame";
import { count, plural, quadName, visible } from "../lib/format";
import { navigate, useShared } from "../lib/store";
import { withOnly } from "../lib/url";

const HEAD = 42; // px for the codes at the left and on top

/**
 * Who does it to whom: rows act, columns receive. The area of a square goes with the number of records and its colour is that of the class
 * with most of them; shade is not used for the number, since light and dark already tell words from deeds.
 */
export function Dyads({ dyads, large }: { dyads: Data; large: boolean }) {
  const { route } = useShared();
  const svg = useRef<SVGSVGElement>(null);
  const [box, size] = useSize<HTMLDivElement>();
  const [at, setAt] = useState<readonly [number, number] | null>(null);
  const cursor = useRef<readonly [number, number]>([0, 0]);
  const fits = Math.floor((Math.min(size.width, size.height) - HEAD - 4) / 15);
  const n = Math.min(dyads.codes.length, large ? Math.max(fits, 20) : Math.max(8, fits));
  const cell = Math.max(15, Math.min(34, (Math.min(size.width, size.height) - HEAD - 4) / Math.max(1, n)));
  const side = HEAD + n * cell;
  const cells = new Map(dyads.cells.filter(({ row, column }) => row < n && column < n).map((one) => [`${one.row} ${one.column}`, one]));
  // What a country does to itself would dwarf the rest: the largest square between two countries fills its cell; more is framed.
  const most = Math.max(1, ...[...cells.values()].filter((one) => one.row !== one.column).map((one) => one.count));
  const framed = [...cells.values()].some((one) => one.count > most);
  const label = (index: number) => visible(dyads.labels[index] ?? dyads.codes[index] ?? "");
  const choose = ([row, column]: readonly [number, number]) => {
    const [who, whom] = [dyads.codes[row], dyads.codes[column]];
    if (who === undefined || whom === undefined || !cells.has(`${row} ${column}`)) return;
    const on = route.filters.who?.[0] === who && route.filters.whom?.[0] === whom;
    navigate({ filters: withOnly(withOnly(route.filters, "who", on ? [] : [who]), "whom", on ? [] : [whom]) });
  };
  const keys = (event: KeyboardEvent) => {
    const [row, column] = cursor.current;
    const steps: { readonly [key: string]: readonly [number, number] } = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [row, 0], End: [row, n - 1], PageUp: [0, column], PageDown: [n - 1, column],
    };
    const to = steps[event.key];
    if (to) {
      cursor.current = at === null ? cursor.current : [clamp(to[0], n), clamp(to[1], n)];
      setAt(cursor.current);
    } else if (event.key === "Enter" && at) choose(at);
    else if (event.key === "Escape" && at) setAt(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const here = at ? cells.get(`${at[0]} ${at[1]}`) : undefined;
  const shownCount = [...cells.values()].reduce((sum, one) => sum + one.count, 0);
  const left = dyads.left_out + dyads.cells.reduce((sum, one) => sum + one.count, 0) - shownCount;
  return (
    <ChartFrame title="Who to whom" svg={svg} class={large ? "dyads large" : "dyads"}
      note={n === 0 ? "no record names two countries" : <>rows act on columns{large && " · area: records"}{large && framed && ", framed: more than fits"}{left > 0 && ` · ${count(left)} between others`}</>}
      data={() => ({
        columns: ["actor", "recipient", "records", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"],
        rows: dyads.cells.map((one) => [dyads.codes[one.row] ?? "", dyads.codes[one.column] ?? "", one.count, ...one.quads]),
      })}>
      <div class="dyads-body" ref={box}>
        {size.width > 0 && n > 0 && (
          <svg ref={svg} width={side + 2} height={side + 2} tabindex={0} role="application" aria-roledescription="matrix" onKeyDown={keys}
            onPointerLeave={() => setAt(null)} onBlur={() => setAt(null)}
            aria-label={`Matrix of ${n} actors and recipients. Arrows move, Enter filters by the pair.`}>
            {at && <><rect class="band" x={HEAD} y={HEAD + at[0] * cell} width={n * cell} height={cell} /><rect class="band" x={HEAD + at[1] * cell} y={HEAD} width={cell} height={n * cell} /></>}
            <path class="gridline" d={Array.from({ length: n + 1 }, (_, index) =>
              `M${HEAD} ${HEAD + index * cell}H${side}M${HEAD + index * cell} ${HEAD}V${side}`).join("")} />
            <path class="diagonal" d={`M${HEAD} ${HEAD}L${side} ${side}`} />
            {Array.from({ length: n }, (_, index) => (
              <g key={index}>
                <text class={at?.[0] === index ? "code-label strong" : "code-label"} x={HEAD - 6} y={HEAD + (index + 0.5) * cell} text-anchor="end" dominant-baseline="central">
                  <title>{label(index)}</title>{dyads.codes[index]}
                </text>
                <text class={at?.[1] === index ? "code-label strong" : "code-label"} text-anchor="start" dominant-baseline="central"
                  transform={`translate(${HEAD + (index + 0.5) * cell} ${HEAD - 6}) rotate(-90)`}>
                  <title>{label(index)}</title>{dyads.codes[index]}
                </text>
              </g>
            ))}
            {[...cells.values()].map((one) => {
              const edge = Math.min(cell - 2, Math.max(3, (cell - 3) * Math.sqrt(one.count / most)));
              return (
                <rect key={`${one.row} ${one.column}`} class={one.count > most ? "dyad more-than-fits" : "dyad"} style={{ fill: `var(--quad-${dominant(one.quads)})` }} width={edge} height={edge} rx={1}
                  x={HEAD + (one.column + 0.5) * cell - edge / 2} y={HEAD + (one.row + 0.5) * cell - edge / 2} />
              );
            })}
            <rect class="catch" x={HEAD} y={HEAD} width={n * cell} height={n * cell}
              onPointerMove={(event) => {
                const edge = svg.current?.getBoundingClientRect();
                if (!edge) return;
                const next = [clamp(Math.floor((event.clientY - edge.top - HEAD) / cell), n), clamp(Math.floor((event.clientX - edge.left - HEAD) / cell), n)] as const;
                if (next[0] !== at?.[0] || next[1] !== at?.[1]) { cursor.current = next; setAt(next); }
              }}
              onClick={() => { if (at) choose(at); }} />
            {at && <rect class="cursor" x={HEAD + at[1] * cell} y={HEAD + at[0] * cell} width={cell} height={cell} />}
          </svg>
        )}
      </div>
      <p class="readout small" aria-live="polite">
        {at ? `${label(at[0])} → ${label(at[1])}: ${here ? `${plural(here.count, "record")} (${here.quads.flatMap((value, index) =>
          (value > 0 ? [`${quadName(index + 1)} ${count(value)}`] : [])).join(", ")})` : "none"}` : ""}
      </p>
    </ChartFrame>
  );
}

function clamp(value: number, n: number): number {
  return Math.min(Math.max(value, 0), n - 1);
}
