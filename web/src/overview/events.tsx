import { useMemo } from "preact/hooks";
import type { EventRow } from "../types";
import { useSize } from "../charts/frame";
import { api } from "../lib/api";
import { days } from "../lib/format";
import { navigate, useShared } from "../lib/store";
import { filterQuery } from "../lib/url";
import { StandingMark } from "../app/code";
import { Empty } from "../app/states";
import { Grid, type Column } from "./grid";
import { CategoryCell, WhoToWhom } from "./parties";
import { PlaceCell } from "./records";

const SORTS: ReadonlySet<string> = new Set(["date", "reports", "origins"].flatMap((name) => [name, `-${name}`]));

export function Events({ hidden }: { hidden: boolean }) {
  const { route, epoch, store, define } = useShared();
  const sort = SORTS.has(route.params["sort"] ?? "") ? (route.params["sort"] as string) : "-date";
  const [box, size] = useSize<HTMLDivElement>();
  const narrow = size.width > 0 && size.width < 900;
  const columns = useMemo(() => eventColumns(narrow), [narrow]);
  if (!store.linked) return <NotLinked />;
  return (
    <div class="list" ref={box}>
      <Grid<EventRow> label="Events" columns={columns} rowHeight={34} hidden={hidden}
        listKey={`${filterQuery(route.filters)} ${sort} ${epoch}`} sort={sort}
        setSort={(next) => navigate({ params: { ...route.params, sort: next } }, { replace: true })}
        fetchPage={(offset, limit, signal) => api.events(route.filters, { offset, limit, sort }, signal)}
        open={(row) => navigate({ params: { ...route.params, open: row.event } })}
        define={(row) => define(row.mode === null ? "category" : "mode", row.mode === null ? row.category : `${row.category}/${row.mode}`)}
        id={(row) => row.event} opened={route.params["open"] ?? null} />
    </div>
  );
}

export function NotLinked() {
  const { store } = useShared();
  return (
    <Empty>
      <strong>The records of this store are not linked into events yet.</strong>
      <p>Link them: <code class="mono">onrecord link {store.name}</code></p>
    </Empty>
  );
}

/** "3", or "3–5" where reports differ. */
export function range(toll: [number, number] | null): string {
  if (toll === null) return "";
  return toll[0] === toll[1] ? String(toll[0]) : `${toll[0]}–${toll[1]}`;
}

function eventColumns(narrow: boolean): Column<EventRow>[] {
  const columns: Column<EventRow>[] = [
    { name: "Date", width: "96px", sort: "date", downFirst: true, class: "date", cell: (row) => (
      <div class="clip">{days(row.date_start, row.date_end) || <span class="muted">undated</span>}</div>
    ) },
    { name: "Event", width: narrow ? "minmax(140px, 1.2fr)" : "minmax(164px, 1.2fr)", cell: (row) => <CategoryCell category={row.category} mode={row.mode} /> },
    { name: "Who to whom", width: narrow ? "minmax(160px, 4fr)" : "minmax(190px, 4fr)", cell: (row) => <div class="clip"><WhoToWhom actors={row.actors} recipients={row.recipients} /></div> },
    { name: "Place", width: "minmax(70px, 1fr)", cell: (row) => <PlaceCell place={row.place} country={row.place_country} /> },
    { name: "Standing", width: narrow ? "112px" : "128px", cell: (row) => <StandingMark value={row.standing} /> },
    { name: "Reports", width: "66px", sort: "reports", downFirst: true, class: "number", cell: (row) => row.reports },
  ];
  if (narrow) return columns;
  return [
    ...columns,
    { name: "Origins", width: "66px", sort: "origins", downFirst: true, class: "number", cell: (row) => row.origins },
    { name: "Killed", width: "54px", class: "number", cell: (row) => range(row.killed) },
    { name: "Injured", width: "54px", class: "number", cell: (row) => range(row.injured) },
  ];
}
