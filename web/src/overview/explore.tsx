import { useMemo, useState } from "preact/hooks";
import type { Overview } from "../types";
import { api } from "../lib/api";
import { count, plural } from "../lib/format";
import { useResource, useShared, usePreference } from "../lib/store";
import { filterQuery, type View } from "../lib/url";
import { Fault, Skeleton } from "../app/states";
import { Chips } from "./chips";
import { Claims } from "./claims";
import { Dyads } from "./dyads";
import { EventPanel } from "./event-panel";
import { Events } from "./events";
import { WorldMap } from "./map";
import { Network } from "./network";
import { Nothing } from "./nothing";
import { Rail } from "./rail";
import { Records } from "./records";
import { Timeline } from "./timeline";
import "./explore.css";
import "./charts.css";

const VIEW_TITLES: { readonly [V in View]?: string } = {
  records: "Records", events: "Events", timeline: "Timeline", map: "Map", dyads: "Who to whom", network: "Network", claims: "Who claims what",
};

/** Filters at the left, what passes them at the right. All views of it share one answer of /api/overview. */
export function Explore({ view, hidden }: { view: View; hidden: boolean }) {
  const { route, epoch, store } = useShared();
  const [unit, setUnit] = useState<string | null>(null);
  const [rail, setRail] = usePreference<"open" | "shut">("rail", "open", ["open", "shut"]);
  // While a report is open its address may lack filters that were there before; the lists stay with those that the address has.
  const asked = filterQuery(route.filters);
  const overview = useResource<Overview>(`${asked} ${unit ?? ""} ${epoch}`, (signal) => api.overview(route.filters, unit, signal));
  const data = overview.data;
  const open = hidden ? null : (route.params["open"] ?? null);
  return (
    <div class={`explore rail-${rail}`} hidden={hidden}>
      <Rail overview={data} shut={rail === "shut"} toggle={() => setRail(rail === "open" ? "shut" : "open")} />
      <main class="main" aria-busy={overview.loading}>
        <h1 class="only-read">{VIEW_TITLES[view] ?? "Overview"}: {store.name}</h1>
        <div class="summary">
          <p class="matched" aria-live="polite">
            {data
              ? <>
                  <strong>{count(data.matched)}</strong> of {plural(data.total, "record")}
                  <span class="muted"> · {plural(data.reports, "report")}{store.linked && <> · {plural(data.events, "event")}</>}</span>
                  {store.stale_links && <span class="stale" title="Run “onrecord link” again to have them in events."> · some records are not linked yet</span>}
                </>
              : <span class="skeleton">Counting the records</span>}
          </p>
          <Chips overview={data} />
        </div>
        <div class={`view view-${view}`}>
          {overview.error && !data ? <Fault error={overview.error} retry={overview.retry} /> : null}
          {overview.error && data ? <div class="notice" role="alert">{sentence(overview.error.message)} {overview.error.remedy} What stands below is of before. <button class="link" type="button" onClick={overview.retry}>Try again</button></div> : null}
          {data && data.matched === 0
            ? <Nothing overview={data} />
            : <Views view={view} overview={data} failed={overview.error !== null} unit={unit} setUnit={setUnit} hidden={hidden} />}
        </div>
      </main>
      {open !== null && <EventPanel id={open} />}
    </div>
  );
}

interface ViewProps {
  view: View;
  overview: Overview | null;
  failed: boolean;
  unit: string | null;
  setUnit(unit: string | null): void;
  hidden: boolean;
}

function Views({ view, overview, failed, unit, setUnit, hidden }: ViewProps) {
  const time = useMemo(
    () => (overview ? <Timeline timeline={overview.timeline} unit={unit} setUnit={setUnit} large={view === "timeline"} /> : null),
    [overview, unit, setUnit, view],
  );
  // Lists ask for themselves: they need not wait for the counts.
  if (view === "records") return <Records hidden={hidden} />;
  if (view === "events") return <Events hidden={hidden} />;
  if (view === "claims") return <Claims />;
  if (!overview) return failed ? null : <Skeleton lines={14} />;
  if (view === "timeline") return time;
  if (view === "map") return <WorldMap map={overview.map} matched={overview.matched} large />;
  if (view === "dyads") return <Dyads dyads={overview.dyads} large />;
  if (view === "network") return <Network network={overview.network} />;
  return (
    <div class="board">
      {time}
      <div class="board-pair">
        <WorldMap map={overview.map} matched={overview.matched} large={false} />
        <Dyads dyads={overview.dyads} large={false} />
      </div>
    </div>
  );
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
