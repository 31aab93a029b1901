import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Claim, EventPage, EventRow } from "../types";
import { ChartFrame, useSize } from "../charts/frame";
import { api } from "../lib/api";
import { clip, days, partyNames, plural, quadLetter, STANDING_MARK, visible } from "../lib/format";
import { asError, navigate, useShared } from "../lib/store";
import { filterQuery } from "../lib/url";
import type { ApiError } from "../lib/api";
import { quadOf } from "../app/code";
import { Empty, Fault, Skeleton } from "../app/states";
import { NotLinked } from "./events";
import { lanesOf, type Lanes } from "./lanes";
import { Stance, STANCES } from "./stance";
import { Choice } from "./timeline";

const PAGE = 30;
const HEAD = 42;
const LANE = 20;
const FOOT = 30;
const VOICES = 200;

/** For each event who asserts, denies, plans or thinks it possible, and when. */
export function Claims() {
  const { route, epoch, store } = useShared();
  const sort = route.params["sort"] === "-date" ? "-date" : "-origins";
  const key = `${filterQuery(route.filters)} ${sort} ${epoch}`;
  const { rows, matched, error, more, retry } = useEvents(key, sort);
  const svg = useRef<SVGSVGElement>(null);
  const [box, size] = useSize<HTMLDivElement>();
  const drawn = useMemo(() => stack(rows), [rows]);
  if (!store.linked) return <NotLinked />;
  if (error && rows.length === 0) return <Fault error={error} retry={retry} />;
  return (
    <ChartFrame title="Who claims what" svg={svg} class="claims large"
      note={matched === null ? "" : `${rows.length < matched ? `${rows.length} of ` : ""}${plural(matched, "event")}${sort === "-origins" ? ", most independent voices first" : ", newest first"}`}
      tools={<Choice label="Order" value={sort} values={["-origins", "-date"]} names={["most voices first", "newest first"]}
        set={(next) => navigate({ params: { ...route.params, sort: next } }, { replace: true })} />}
      data={() => ({
        columns: ["event", "category", "mode", "standing", "voice", "speaks for itself", "stance", "day", "report", "record"],
        rows: rows.flatMap((row) => row.claims.map((claim) => [
          row.event, row.category, row.mode, row.standing, claim.voice, claim.own ? "yes" : "no", claim.stance, claim.day, claim.report, claim.record,
        ])),
      })}>
      <ul class="stance-key" aria-label="Signs">
        {STANCES.map((stance) => (
          <li key={stance}><svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true"><Stance stance={stance} /></svg>{stance}</li>
        ))}
        <li class="muted">italic: the medium itself speaks</li>
      </ul>
      <div class="claims-scroll" ref={box}>
        {matched === null && <Skeleton lines={12} />}
        {matched === 0 && <Empty><strong>No event passes these filters.</strong></Empty>}
        {size.width > 0 && rows.length > 0 && (
          <svg ref={svg} width={size.width} height={drawn.height} role="group" aria-label="Events and the claims about them">
            {drawn.events.map(({ row, lanes, top }) => <EventLanes key={row.event} row={row} lanes={lanes} top={top} width={size.width} />)}
          </svg>
        )}
        {matched !== null && rows.length < matched && (
          <p class="more"><button type="button" onClick={more}>Show {Math.min(PAGE, matched - rows.length)} more</button></p>
        )}
      </div>
    </ChartFrame>
  );
}

function stack(rows: readonly EventRow[]): { height: number; events: { row: EventRow; lanes: Lanes; top: number }[] } {
  let top = 0;
  const events = rows.map((row) => {
    const lanes = lanesOf(row);
    const one = { row, lanes, top };
    top += HEAD + lanes.lanes.length * LANE + FOOT;
    return one;
  });
  return { height: Math.max(1, top), events };
}

function EventLanes({ row, lanes, top, width }: { row: EventRow; lanes: Lanes; top: number; width: number }) {
  const { codebook, route } = useShared();
  const open = () => navigate({ params: { ...route.params, open: row.event } });
  const quad = quadOf(codebook, row.category);
  const left = Math.min(VOICES, width * 0.3);
  const x = (at: number) => left + 20 + at * (width - left - 90);
  const height = lanes.lanes.length * LANE;
  const label = row.mode === null ? row.category : `${row.category}/${row.mode}`;
  const who = `${partyNames(row.actors, "nobody named")}${row.recipients.length > 0 ? ` → ${partyNames(row.recipients)}` : ""}`;
  const facts = [days(row.date_start, row.date_end), row.place === null ? "" : visible(row.place), plural(row.reports, "report"), plural(row.origins, "origin")]
    .filter((fact) => fact !== "").join(" · ");
  const chosen = route.params["open"] === row.event;
  return (
    <g class={chosen ? "event-lanes opened" : "event-lanes"} transform={`translate(0 ${top})`}>
      <rect class="event-ground" x={0} y={6} width={width} height={HEAD + height + FOOT - 12} rx={4} />
      <g class="event-head" tabindex={0} role="button" aria-label={`Open event: ${label}, ${who}, ${row.standing}, ${facts}`} onClick={open}
        onKeyDown={(event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(); } }}>
        <rect class="catch" x={0} y={6} width={width} height={HEAD - 8} />
        <g transform="translate(10 14)">
          <rect width={26} height={15} rx={3} style={{ fill: `var(--quad-${quad || 1}-soft)`, stroke: `var(--quad-${quad || 1})` }} />
          <text class="event-quad" x={13} y={8} text-anchor="middle" dominant-baseline="central" style={{ fill: `var(--quad-${quad || 1}-ink)` }}>{quadLetter(quad)}</text>
        </g>
        <text x={44} y={22} dominant-baseline="central" class="event-line">
          <tspan class="event-label">{label}</tspan>
          <tspan dx="10">{clip(who, Math.max(20, Math.floor((width - 420) / 6.2)))}</tspan>
        </text>
        <text x={width - 12} y={22} text-anchor="end" dominant-baseline="central" class={`event-standing standing-${row.standing}`}>
          {STANDING_MARK[row.standing]} {row.standing.replaceAll("-", " ")}
        </text>
        <text x={44} y={38} dominant-baseline="central" class="event-facts">{facts}</text>
      </g>
      <g transform={`translate(0 ${HEAD})`}>
        {lanes.lanes.map((lane, index) => {
          const y = 8 + index * LANE + LANE / 2;
          return (
            <g key={index}>
              <text class={lane.own ? "voice own" : "voice"} x={left} y={y} text-anchor="end" dominant-baseline="central">
                <title>{visible(lane.voice)}</title>{clip(visible(lane.voice), Math.floor(left / 7))}
              </text>
              <line class="lane" x1={left + 10} x2={width - 58} y1={y} y2={y} />
              {lane.dots.slice(0, 40).map((dot) => (
                <Mark key={dot.claim.record} claim={dot.claim} voice={lane.voice} x={Math.min(x(dot.at) + dot.beside * 13, width - 62)} y={y} />
              ))}
            </g>
          );
        })}
        <text class="tick" x={x(0)} y={height + 17} text-anchor="middle">{lanes.first ?? (lanes.undated > 0 ? "undated" : "")}</text>
        {lanes.last !== lanes.first && <text class="tick" x={x(1)} y={height + 17} text-anchor="middle">{lanes.last}</text>}
        {lanes.left > 0 && <text class="tick" x={left} y={height + 17} text-anchor="end">{plural(lanes.left, "more voice")}</text>}
      </g>
    </g>
  );
}

function Mark({ claim, voice, x, y }: { claim: Claim; voice: string; x: number; y: number }) {
  const { route } = useShared();
  const open = () => navigate({ view: "report", id: claim.report, params: { record: claim.record }, filters: route.filters });
  const says = `${visible(voice)} ${claim.stance}${claim.day === null ? "" : `, ${claim.day}`}`;
  return (
    <g class="claim" transform={`translate(${x.toFixed(1)} ${y})`} tabindex={0} role="link" aria-label={`${says}: open the report`} onClick={open}
      onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); open(); } }}>
      <title>{says}</title>
      <circle class="catch" r={8} />
      <Stance stance={claim.stance} />
    </g>
  );
}

function useEvents(key: string, sort: string) {
  const { route } = useShared();
  const [state, setState] = useState<{ key: string; rows: readonly EventRow[]; matched: number | null }>({ key: "", rows: [], matched: null });
  const [error, setError] = useState<ApiError | null>(null);
  const [want, setWant] = useState({ key, offset: 0, tries: 0 });
  useEffect(() => setWant((before) => (before.key === key ? before : { key, offset: 0, tries: before.tries })), [key]);
  useEffect(() => {
    if (want.key !== key) return;
    const control = new AbortController();
    api.events(route.filters, { offset: want.offset, limit: PAGE, sort }, control.signal).then(
      (page: EventPage) => {
        if (control.signal.aborted) return;
        setError(null);
        setState((before) => ({ key, matched: page.matched, rows: want.offset === 0 ? page.rows : [...before.rows.slice(0, want.offset), ...page.rows] }));
      },
      (reason: unknown) => { if (!control.signal.aborted) setError(asError(reason)); },
    );
    return () => control.abort();
  }, [want, key, sort]);
  return {
    rows: state.rows, matched: state.matched, error,
    more: () => setWant((before) => ({ ...before, offset: state.rows.length })),
    retry: () => setWant((before) => ({ ...before, tries: before.tries + 1 })),
  };
}
