import { Component, type ComponentChildren } from "preact";
import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { count } from "../lib/format";
import { heightOf, moved, reveal, windowOf, type Geometry } from "../lib/virtual";
import { QuietCodes } from "../app/code";
import { Fault } from "../app/states";
import { useSize } from "../charts/frame";
import { usePages, type FetchPage } from "./pages";

export interface Column<Row> {
  readonly name: string;
  readonly width: string; // a track of CSS grid
  readonly sort?: string; // as the API names it
  readonly downFirst?: boolean;
  readonly class?: string;
  cell(row: Row): ComponentChildren;
}

const HEAD = 29; // px, the line of heads, which stays on top

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rowHeight: number;
  /** Filters, order and version: a new one starts at the top. */
  listKey: string;
  fetchPage: FetchPage<Row>;
  sort: string;
  setSort(sort: string): void;
  open(row: Row): void;
  define(row: Row): void;
  id(row: Row): string;
  opened: string | null;
  hidden?: boolean;
}

/** A table of any length: only rows in sight are in the page, in pages that are asked for as needed; one tab stop, arrows move. */
export function Grid<Row>(props: Props<Row>) {
  const { columns, rowHeight, listKey, hidden } = props;
  const pages = usePages<Row>(listKey, props.fetchPage);
  const [box, size] = useSize<HTMLDivElement>();
  const [scroll, setScroll] = useState(0);
  const [at, setAt] = useState(0);
  const [top, setTop] = useState(listKey);
  const place = useRef(0); // where the list was scrolled to when it was last in sight
  const id = useId();
  const geometry: Geometry = { total: pages.total ?? 0, rowHeight, viewport: Math.max(size.height - HEAD, rowHeight) };
  const shown = windowOf(scroll, geometry);

  useLayoutEffect(() => {
    if (top === listKey) return;
    setTop(listKey);
    setAt(0);
    setScroll(0);
    if (box.current) box.current.scrollTop = 0;
  }, [listKey, top, box]);
  useEffect(() => pages.want(shown.first, Math.max(shown.last, shown.first + 1)), [shown.first, shown.last, pages.total]);
  // Hidden lists lose their place in some browsers.
  useLayoutEffect(() => {
    if (!hidden && box.current && box.current.scrollTop !== place.current) box.current.scrollTop = place.current;
  }, [hidden]);

  const latest = useRef(props);
  latest.current = props;
  const choose = useCallback((row: Row, index: number) => {
    setAt(index);
    latest.current.open(row);
  }, []);
  const scrolled = (event: Event) => {
    const to = (event.currentTarget as HTMLElement).scrollTop;
    if (!latest.current.hidden) place.current = to;
    const next = windowOf(to, geometry);
    // Within the rows that are drawn already the browser scrolls alone; a list that is squeezed moves with every pixel.
    if (next.first !== shown.first || next.last !== shown.last || heightOf(geometry) < geometry.total * rowHeight) setScroll(to);
  };

  const keys = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = pages.row(at);
    const to = moved(event.key, at, geometry);
    if (to !== null) {
      setAt(to);
      const position = reveal(to, box.current?.scrollTop ?? scroll, geometry);
      setScroll(position);
      if (box.current) box.current.scrollTop = position;
    } else if (event.key === "Enter" && row) props.open(row);
    else if (event.key === "d" && row) props.define(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const tracks = columns.map((column) => column.width).join(" ");
  const indices = Array.from({ length: Math.max(0, shown.last - shown.first) }, (_, index) => shown.first + index);
  if (pages.error && pages.total === null) return <Fault error={pages.error} retry={pages.retry} />;
  return (
    <div class="grid" style={{ "--cols": tracks, "--row": `${rowHeight}px`, "--head": `${HEAD}px` }}>
      <div class="grid-scroll" ref={box} role="grid" tabindex={0} aria-label={`${props.label}, ${count(pages.total ?? 0)} rows`}
        aria-rowcount={(pages.total ?? 0) + 1} aria-colcount={columns.length} aria-activedescendant={pages.row(at) ? `${id}-${at}` : undefined}
        onKeyDown={keys} onScroll={scrolled}>
        <div role="rowgroup" class="grid-top">
          <div class="grid-head" role="row" aria-rowindex={1}>
            {columns.map((column) => <Head key={column.name} column={column} sort={props.sort} setSort={props.setSort} />)}
          </div>
        </div>
        <div class="grid-tall" role="rowgroup" style={{ height: `${heightOf(geometry)}px` }}>
          <div class="grid-rows" role="presentation" style={{ transform: `translateY(${shown.offset}px)` }}>
            {pages.total === null && Array.from({ length: 12 }, (_, index) => <Waiting key={index} columns={columns.length} />)}
            <QuietCodes.Provider value={true}>{indices.map((index) => {
              const row = pages.row(index);
              if (!row) return <Waiting key={index} columns={columns.length} />;
              return <Line<Row> key={index} id={`${id}-${index}`} index={index} row={row} columns={columns} at={index === at}
                chosen={props.opened !== null && props.id(row) === props.opened} choose={choose} />;
            })}</QuietCodes.Provider>
          </div>
        </div>
      </div>
      {pages.error && pages.total !== null && (
        <div class="notice grid-notice">{pages.error.message} <button type="button" class="link" onClick={pages.retry}>Try again</button></div>
      )}
    </div>
  );
}

interface LineProps<Row> {
  id: string;
  index: number;
  row: Row;
  columns: readonly Column<Row>[];
  at: boolean;
  chosen: boolean;
  choose(row: Row, index: number): void;
}

/** A row; drawn anew only when something of it changes, not at every scroll. */
class Line<Row> extends Component<LineProps<Row>> {
  override shouldComponentUpdate(next: LineProps<Row>): boolean {
    const now = this.props;
    return next.row !== now.row || next.columns !== now.columns || next.at !== now.at || next.chosen !== now.chosen || next.index !== now.index;
  }

  override render({ id, index, row, columns, at, chosen, choose }: LineProps<Row>) {
    return (
      <div id={id} role="row" aria-rowindex={index + 2} aria-selected={chosen}
        class={`grid-row${at ? " at" : ""}${chosen ? " opened" : ""}`} onClick={() => choose(row, index)}>
        {columns.map((column) => <div key={column.name} role="gridcell" class={`cell ${column.class ?? ""}`}>{column.cell(row)}</div>)}
      </div>
    );
  }
}

function Waiting({ columns }: { columns: number }) {
  return (
    <div class="grid-row waiting" aria-hidden="true">
      {Array.from({ length: columns }, (_, index) => <div key={index} class="cell"><span class="skeleton">.</span></div>)}
    </div>
  );
}

function Head<Row>({ column, sort, setSort }: { column: Column<Row>; sort: string; setSort(sort: string): void }) {
  if (column.sort === undefined) return <div role="columnheader" class={`head ${column.class ?? ""}`}>{column.name}</div>;
  const [up, down] = [column.sort, `-${column.sort}`];
  const state = sort === up ? "ascending" : sort === down ? "descending" : "none";
  const next = state === "none" ? (column.downFirst ? down : up) : state === "ascending" ? down : up;
  return (
    <div role="columnheader" class={`head ${column.class ?? ""}`} aria-sort={state}>
      <button type="button" class="plain" onClick={() => setSort(next)} title={`Sort by ${column.name.toLowerCase()}`}>
        {column.name}
        <span aria-hidden="true" class="sort-sign">{state === "ascending" ? "↑" : state === "descending" ? "↓" : ""}</span>
      </button>
    </div>
  );
}
