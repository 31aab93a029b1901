// The event that a record is linked to: how it stands, and the other reports that tell it.
import { useState } from "preact/hooks";
import { FactualityMark, StandingMark } from "../app/code";
import { Fault, Skeleton } from "../app/states";
import { api } from "../lib/api";
import { chain, plural } from "../lib/format";
import { reportAddress, useResource, useShared } from "../lib/store";
import type { Standing } from "../types";
import { percent } from "./explain";
import { label } from "./shown";

interface Props {
  event: { event: string; standing: string; reports: number };
  report: string;
  startOpen: boolean;
}

export function EventPanel({ event, report, startOpen }: Props) {
  const { epoch } = useShared();
  const [open, setOpen] = useState(startOpen);
  const detail = useResource(open ? `event:${event.event}:${epoch}` : null, (signal) => api.event(event.event, signal));
  return (
    <div class="event">
      <button type="button" class="plain linked-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span aria-hidden="true" class="linked-twist">
          {open ? "▾" : "▸"}
        </span>
        Event told by {plural(event.reports, "report")}, <StandingMark value={event.standing as Standing} />
      </button>
      {open && detail.error && <Fault error={detail.error} retry={detail.retry} />}
      {open && !detail.data && !detail.error && <Skeleton lines={3} />}
      {open && detail.data && <Tellings detail={detail.data} report={report} />}
    </div>
  );
}

function Tellings({ detail, report }: { detail: { tellings: Telling[]; event: string }; report: string }) {
  const { route } = useShared();
  const others = detail.tellings.filter((telling) => telling.report !== report);
  if (others.length === 0) return <p class="muted small">No other report tells it.</p>;
  return (
    <ul class="told-list">
      {others.map((telling) => (
        <li key={telling.record}>
          <a href={reportAddress(route, telling.report, telling.record, detail.event)}>
            <bdi>{label(telling.title || telling.report, 80)}</bdi>
          </a>
          <div class="muted tiny">
            {[telling.published, telling.medium && label(telling.medium, 30), telling.sources.length > 0 ? chain(telling.sources) : null]
              .filter(Boolean)
              .join(" · ")}
            {telling.factuality !== "asserted" && (
              <>
                {" "}
                · <FactualityMark value={telling.factuality} />
              </>
            )}
            {telling.score !== null && <span title={telling.reasons.join("\n")}> · linked {percent(telling.score)}</span>}
          </div>
          <p class="small">
            <bdi>{label(telling.sentence, 220)}</bdi>
          </p>
        </li>
      ))}
    </ul>
  );
}

type Telling = Awaited<ReturnType<typeof api.event>>["tellings"][number];
