import { useMemo, useRef } from "preact/hooks";
import type { Timeline as Data } from "../types";
import { categoryColour, ChartFrame, useSize } from "../charts/frame";
import { ticks } from "../charts/scale";
import { axisLabels, binEnd, binName } from "../lib/days";
import { count, plural, short } from "../lib/format";
import { navigate, setFilters, usePreference, useShared } from "../lib/store";
import { withOnly } from "../lib/url";
import { quadOf } from "../app/code";
import { Legend } from "./legend";
import { useBrush } from "./brush";

const UNITS = ["day", "week", "month", "year"] as const;
const LEFT = 40;
const BOTTOM = 20;
const TOP = 8;

interface Props {
  timeline: Data;
  unit: string | null;
  setUnit(unit: string | null): void;
  large: boolean;
}

/** Records over time, stacked. Drag, or arrows and Enter, filters by the period; the legend filters by category. */
export function Timeline({ timeline, setUnit, large }: Props) {
  const { route, codebook } = useShared();
  const [by, setBy] = usePreference<"quad" | "category">("timeline", "quad", ["quad", "category"]);
  const svg = useRef<SVGSVGElement>(null);
  const { bins, unit } = timeline;
  const fine = by === "category";
  const series = useMemo(() => stacked(timeline, codebook.categories, fine), [timeline, codebook, fine]);
  const limited = route.filters.since !== undefined || route.filters.until !== undefined;
  const note = (
    <>
      {bins.length > 0 ? `records by ${unit}` : "no record has a day"}
      {timeline.undated > 0 && ` · ${count(timeline.undated)} without a day`}
    </>
  );
  const tools = (
    <div class="row chart-tools">
      {limited && (
        <button type="button" class="link small" onClick={() => setFilters(withOnly(withOnly(withOnly(route.filters, "since", []), "until", []), "undated", []))}>
          Whole period
        </button>
      )}
      <Choice label="By" value={by} values={["quad", "category"]} names={["class", "category"]} set={(value) => setBy(value === "category" ? "category" : "quad")} />
      <Choice label="Unit" value={unit} values={UNITS} names={UNITS} set={setUnit} />
    </div>
  );
  return (
    <ChartFrame title="Timeline" note={note} tools={tools} svg={svg} class={large ? "timeline large" : "timeline"} data={() => ({
      columns: ["start", "end", ...codebook.categories.map((category) => category.id)],
      rows: bins.map((bin) => [bin.start, binEnd(bin.start, unit), ...codebook.categories.map((category) => bin.counts[category.id] ?? 0)]),
    })}>
      <div class="timeline-body">
        <Bars bins={bins} unit={unit} series={series} svg={svg} />
        <Legend bins={bins} fine={large || fine} shades={fine} />
      </div>
    </ChartFrame>
  );
}

interface Series {
  key: string;
  label: string;
  colour: string;
  from: number[];
  to: number[];
}

/** Cooperation below, conflict on top; within a class in the codebook's order. */
function stacked(timeline: Data, categories: readonly { id: string; quad: number }[], fine: boolean): Series[] {
  const groups = fine
    ? [...categories].sort((a, b) => a.quad - b.quad).map((category) => ({
        key: category.id, label: category.id, colour: categoryColour(categories, category.id), ids: [category.id],
      }))
    : [1, 2, 3, 4].map((quad) => ({
        key: String(quad), label: "", colour: `var(--quad-${quad})`, ids: categories.filter((category) => category.quad === quad).map(({ id }) => id),
      }));
  const known = new Set(categories.map((category) => category.id));
  const others = [...new Set(timeline.bins.flatMap((bin) => Object.keys(bin.counts)))].filter((id) => !known.has(id));
  if (others.length > 0) groups.push({ key: "other", label: "other", colour: "var(--muted)", ids: others });
  const tops = timeline.bins.map(() => 0);
  return groups.map(({ ids, ...group }) => {
    const from = [...tops];
    timeline.bins.forEach((bin, index) => { for (const id of ids) tops[index] = (tops[index] ?? 0) + (bin.counts[id] ?? 0); });
    return { ...group, from, to: [...tops] };
  });
}

function Bars({ bins, unit, series, svg }: {
  bins: Data["bins"]; unit: Data["unit"]; series: readonly Series[]; svg: preact.RefObject<SVGSVGElement | null>;
}) {
  const { route, codebook } = useShared();
  const [box, size] = useSize<HTMLDivElement>();
  const width = Math.max(120, size.width);
  const height = Math.max(90, size.height);
  const totals = bins.map((bin) => Object.values(bin.counts).reduce((sum, value) => sum + value, 0));
  const steps = ticks(Math.max(0, ...totals), Math.max(2, Math.floor(height / 56)));
  const most = steps[steps.length - 1] ?? 1;
  const band = (width - LEFT - 4) / Math.max(1, bins.length);
  const x = (index: number) => LEFT + index * band;
  const y = (value: number) => height - BOTTOM - (value / most) * (height - BOTTOM - TOP);
  const brush = useBrush(bins.length, (clientX) => {
    const left = svg.current?.getBoundingClientRect().left ?? 0;
    return Math.floor((clientX - left - LEFT) / band);
  }, (first, last) => {
    const [from, to] = [bins[first], bins[last]];
    if (from && to) navigate({ filters: withOnly(withOnly(route.filters, "since", [from.start]), "until", [binEnd(to.start, unit)]) });
  });
  const marked = brush.range;
  const gap = band > 5 ? 1 : 0;
  const path = (one: Series) => one.from.map((from, index) => {
    const to = one.to[index] ?? from;
    return to === from ? "" : `M${x(index).toFixed(2)} ${y(from).toFixed(2)}V${y(to).toFixed(2)}h${(band - gap).toFixed(2)}V${y(from).toFixed(2)}Z`;
  }).join("");
  const said = marked ? spoken(bins, unit, marked, (id) => quadOf(codebook, id)) : "";
  return (
    <div class="bars" ref={box}>
      {size.width > 0 && (
        <svg ref={svg} width={width} height={height} tabindex={0} role="application" aria-roledescription="timeline"
          aria-label={`Timeline of ${plural(bins.length, unit)}. Arrows mark a ${unit}, Shift widens, Enter filters, Escape leaves.`}
          {...brush.handlers}>
          {steps.map((step) => (
            <g key={step}>
              <line class="gridline" x1={LEFT} x2={width - 4} y1={y(step)} y2={y(step)} />
              <text class="tick" x={LEFT - 6} y={y(step)} text-anchor="end" dominant-baseline="middle">{short(step)}</text>
            </g>
          ))}
          {series.map((one) => <path key={one.key} d={path(one)} style={{ fill: one.colour }} class="bar" />)}
          {marked && <rect class="brushed" x={x(marked[0])} width={band * (marked[1] - marked[0] + 1)} y={TOP} height={height - BOTTOM - TOP} />}
          {axisLabels(bins.map((bin) => bin.start), unit, Math.ceil(40 / band)).filter((label) => x(label.index) < width - 30).map((label) => (
            <text key={label.index} class={label.strong ? "tick strong" : "tick"} y={height - 6} x={x(label.index)}>{label.label}</text>
          ))}
        </svg>
      )}
      <p class="readout small" aria-live="polite">{said}</p>
    </div>
  );
}

function spoken(bins: Data["bins"], unit: Data["unit"], [first, last]: readonly [number, number], quad: (id: string) => number): string {
  const sums = new Map<string, number>();
  for (const bin of bins.slice(first, last + 1)) {
    for (const [id, value] of Object.entries(bin.counts)) sums.set(id, (sums.get(id) ?? 0) + value);
  }
  const total = [...sums.values()].reduce((sum, value) => sum + value, 0);
  const best = [...sums].sort((a, b) => b[1] - a[1] || quad(a[0]) - quad(b[0])).slice(0, 4).map(([id, value]) => `${id} ${count(value)}`);
  const [from, to] = [bins[first]?.start ?? "", bins[last]?.start ?? ""];
  const when = first === last ? binName(from, unit) : `${binName(from, unit)} to ${binName(to, unit)}`;
  return `${when}: ${plural(total, "record")}${best.length > 0 ? ` (${best.join(", ")}${sums.size > 4 ? ", …" : ""})` : ""}`;
}

export function Choice({ label, value, values, names, set }: {
  label: string; value: string; values: readonly string[]; names: readonly string[]; set(value: string): void;
}) {
  return (
    <label class="choice small">
      <span class="muted">{label}</span>
      <select value={value} onChange={(event) => set(event.currentTarget.value)}>
        {values.map((one, index) => <option key={one} value={one}>{names[index] ?? one}</option>)}
      </select>
    </label>
  );
}
