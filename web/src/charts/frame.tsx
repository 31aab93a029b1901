import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Menu } from "../app/menu";
import { visible } from "../lib/format";
import { useShared } from "../lib/store";
import { csv, download, png, svgText, type Data } from "./export";

interface Props {
  title: string;
  /** What is drawn, in words: stands beside the title. */
  note?: ComponentChildren;
  tools?: ComponentChildren;
  data(): Data;
  svg: RefObject<SVGSVGElement | null>;
  children: ComponentChildren;
  class?: string;
}

/** What every chart has: a heading, a menu with files and "show as table", and the table itself. */
export function ChartFrame({ title, note, tools, data, svg, children, class: name = "" }: Props) {
  const { store, say } = useShared();
  const [table, setTable] = useState(false);
  const file = `${store.name}-${title}`.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const drawn = (make: (element: SVGSVGElement) => void) => () => {
    if (svg.current) make(svg.current);
    else say("Show the chart first, then save it.");
  };
  const items = [
    { label: "Save as PNG", hint: "picture", run: drawn((element) => {
      png(element, title).then((blob) => download(blob, `${file}.png`), (reason: unknown) => say(`No picture could be made: ${String(reason)}`));
    }) },
    { label: "Save as SVG", hint: "drawing", run: drawn((element) =>
      download(new Blob([svgText(element, title)], { type: "image/svg+xml" }), `${file}.svg`)) },
    { label: "Save as CSV", hint: "data drawn", run: () => download(new Blob([csv(data())], { type: "text/csv" }), `${file}.csv`) },
    { label: table ? "Show as chart" : "Show as table", hint: "", run: () => setTable(!table) },
  ];
  return (
    <section class={`chart ${name}`} aria-label={title}>
      <header class="chart-head">
        <h2>{title}</h2>
        <span class="muted small grow chart-note">{note}</span>
        {!table && tools}
        <Menu label={`${title}: save or show as table`} items={items}><span aria-hidden="true">⋯</span></Menu>
      </header>
      {table ? <DataTable data={data()} title={title} /> : children}
    </section>
  );
}

const MOST_ROWS = 2000;

function DataTable({ data, title }: { data: Data; title: string }) {
  const rows = data.rows.slice(0, MOST_ROWS);
  return (
    <div class="data-table" tabindex={0} role="region" aria-label={`${title}, as a table`}>
      <table>
        <thead><tr>{data.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>{row.map((cell, at) => (
              <td key={at} class={typeof cell === "number" ? "number" : ""}>{typeof cell === "string" ? <bdi>{visible(cell)}</bdi> : cell}</td>
            ))}</tr>
          ))}
        </tbody>
      </table>
      {data.rows.length > rows.length && <p class="muted">The first {MOST_ROWS} of {data.rows.length} rows; the CSV file has them all.</p>}
    </div>
  );
}

/** Width and height of an element, as they change; 0 until it is laid out. */
export function useSize<T extends Element>(): [RefObject<T | null>, { width: number; height: number }] {
  const element = useRef<T>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      if (width > 0) setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    });
    observer.observe(watched);
    return () => observer.disconnect();
  }, []);
  return [element, size];
}

/** Colour of a category: a shade of its quad, by its place among the quad's categories. */
export function categoryColour(categories: readonly { id: string; quad: number }[], id: string): string {
  const quad = categories.find((category) => category.id === id)?.quad;
  if (quad === undefined) return "var(--muted)";
  const place = categories.filter((category) => category.quad === quad).findIndex((category) => category.id === id);
  return `var(--cat-${quad}-${(place % 5) + 1})`;
}

/** 1 to 4: the quad class with most records; the more conflictual of two that are even. */
export function dominant(quads: readonly number[]): number {
  let best = 0;
  for (let index = 1; index < 4; index += 1) if ((quads[index] ?? 0) >= (quads[best] ?? 0)) best = index;
  return best + 1;
}
