import { useEffect, useRef } from "preact/hooks";
import type { EventDetail } from "../types";
import { api } from "../lib/api";
import { days, plural, visible } from "../lib/format";
import { navigate, reportAddress, setFilters, useResource, useShared } from "../lib/store";
import { withOnly } from "../lib/url";
import { FactualityMark, StandingMark } from "../app/code";
import { useShortcuts } from "../app/shortcuts";
import { Fault, Skeleton } from "../app/states";
import { range } from "./events";
import { CategoryCell, Chain, WhoToWhom } from "./parties";

/** One event at the side: who tells it, in which words, by whom, and why the tellings were joined. */
export function EventPanel({ id }: { id: string }) {
  const { route, epoch } = useShared();
  const panel = useRef<HTMLElement>(null);
  const before = useRef<Element | null>(null);
  const found = useResource<EventDetail>(`${id} ${epoch}`, (signal) => api.event(id, signal));
  const event = found.data?.event === id ? found.data : null;
  const close = () => {
    const params = { ...route.params };
    delete params["open"];
    navigate({ params });
  };
  useShortcuts("Event", [{ key: "Escape", does: "close the event", run: close }]);
  useEffect(() => {
    if (!panel.current?.contains(document.activeElement)) before.current = document.activeElement;
    panel.current?.focus({ preventScroll: true });
  }, [id]);
  useEffect(() => () => { if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus({ preventScroll: true }); }, []);
  return (
    <aside class="panel" aria-label="Event" tabindex={-1} ref={panel}>
      <header class="panel-head">
        <h2 class="grow">Event</h2>
        <button type="button" class="small" onClick={() => setFilters(withOnly(route.filters, "event", [id]))} title="Filter by this event">Only its records</button>
        <button type="button" class="plain icon" aria-label="Close the event" title="Close (Esc)" onClick={close}>✕</button>
      </header>
      {found.error && !event && <Fault error={found.error} retry={found.retry} />}
      {!found.error && !event && <Skeleton lines={10} />}
      {event && <Body event={event} />}
    </aside>
  );
}

function Body({ event }: { event: EventDetail }) {
  const { route } = useShared();
  const facts: [string, string][] = [
    ["When", days(event.date_start, event.date_end) || "undated"],
    ["Where", [event.place === null ? "" : visible(event.place), event.place_country ?? ""].filter((part) => part !== "").join(", ") || "not known"],
    ["Told by", `${plural(event.reports, "report")}, ${plural(event.origins, "independent origin")}`],
    ["Killed", range(event.killed)],
    ["Injured", range(event.injured)],
  ];
  return (
    <div class="panel-body">
      <p class="panel-title"><CategoryCell category={event.category} mode={event.mode} /></p>
      <p class="panel-who"><WhoToWhom actors={event.actors} recipients={event.recipients} /></p>
      <p><StandingMark value={event.standing} /></p>
      <dl class="facts">
        {facts.filter(([, value]) => value !== "").map(([name, value]) => <div key={name}><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div>)}
      </dl>
      <h3>{plural(event.tellings.length, "telling")}</h3>
      <ol class="tellings">
        {event.tellings.map((telling) => (
          <li key={telling.record}>
            <a class="telling-title" href={reportAddress(route, telling.report, telling.record, event.event)} dir="auto">{visible(telling.title) || telling.report}</a>
            <p class="small muted">
              {[telling.published ?? "undated", telling.medium === null ? "" : visible(telling.medium)].filter((part) => part !== "").join(" · ")}
              {telling.score !== null && <span title="How well it fits, as log-odds"> · fit {telling.score.toFixed(1)}</span>}
            </p>
            <p class="telling-words"><bdi dir="auto">{visible(telling.sentence)}</bdi></p>
            <p class="small row telling-facts"><FactualityMark value={telling.factuality} /><span class="clip"><Chain sources={telling.sources} /></span></p>
            {telling.reasons.length > 0 && (
              <details class="small">
                <summary>Why it is this event</summary>
                <ul class="reasons">{telling.reasons.map((reason, index) => <li key={index}><bdi>{visible(reason)}</bdi></li>)}</ul>
              </details>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
