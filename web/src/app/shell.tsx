import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { StoreInfo } from "../types";
import { api } from "../lib/api";
import { plural } from "../lib/format";
import { navigate, SharedContext, useShared, type CodeKind } from "../lib/store";
import { formatRoute, type Route, type View } from "../lib/url";
import { Explore } from "../overview/explore";
import { CodebookDrawer } from "./codebook";
import { Dialog } from "./dialog";
import { Menu } from "./menu";
import { registered, useShortcuts } from "./shortcuts";
import { hasRoom, ReportSlot, ReviewSlot } from "./slots";
import { useTheme } from "./theme";

const TABS: readonly { view: View; title: string }[] = [
  { view: "overview", title: "Overview" },
  { view: "records", title: "Records" },
  { view: "events", title: "Events" },
  { view: "timeline", title: "Timeline" },
  { view: "map", title: "Map" },
  { view: "dyads", title: "Who to whom" },
  { view: "network", title: "Network" },
  { view: "claims", title: "Who claims what" },
  { view: "review", title: "Review" },
];

interface Props {
  newer: StoreInfo | null;
  take(store: StoreInfo): void;
  gone: boolean;
  said: string;
  defined: { kind: CodeKind; value: string } | null | "open";
  setDefined(code: { kind: CodeKind; value: string } | null | "open"): void;
}

export function Shell({ newer, take, gone, said, defined, setDefined }: Props) {
  const shared = useShared();
  const { route } = shared;
  const [help, setHelp] = useState(false);
  const tabs = TABS.filter((tab) => tab.view !== "review" || hasRoom("review"));
  useShortcuts("Everywhere", [
    ...tabs.map((tab, index) => ({ key: String(index + 1), does: tab.title, run: () => navigate({ view: tab.view, id: null, params: {} }) })),
    { key: "/", does: "search for words", run: () => document.querySelector<HTMLInputElement>("#search-words")?.focus() },
    { key: "c", does: "codebook", run: () => setDefined("open") },
    { key: "?", does: "these shortcuts", run: () => setHelp(true) },
  ]);
  // The lists stay as they are behind an open report: same filters, same order, scrolled to where they were.
  const listed = route.view !== "report" && route.view !== "review";
  const last = useRef<Route | null>(null);
  if (listed) last.current = route;
  const behind = last.current;
  const listShared = useMemo(() => ({ ...shared, route: behind ?? shared.route }), [shared, behind]);

  return (
    <>
      <Header tabs={tabs} behind={behind} codebook={() => setDefined("open")} help={() => setHelp(true)} />
      <div class="banners" aria-live="polite">
        {newer && (
          <div class="banner">
            <span>The store has changed: it holds {plural(newer.records, "record")} of {plural(newer.reports, "report")} now.</span>
            <button type="button" class="link" onClick={() => take(newer)}>Refresh</button>
          </div>
        )}
        {gone && <div class="banner bad">The server does not answer. What you see stays; see whether “onrecord open” still runs.</div>}
      </div>
      {behind && (
        <SharedContext.Provider value={listShared}><Explore view={behind.view} hidden={!listed} /></SharedContext.Provider>
      )}
      {route.view === "report" && (
        <ReportSlot id={route.id ?? ""} record={route.params["record"] ?? null} event={route.params["event"] ?? null} />
      )}
      {route.view === "review" && <ReviewSlot />}
      {defined !== null && <CodebookDrawer code={defined === "open" ? null : defined} close={() => setDefined(null)} />}
      {help && <Help close={() => setHelp(false)} />}
      <div class={said === "" ? "said only-read" : "said"} role="status">{said}</div>
    </>
  );
}

function Header({ tabs, behind, codebook, help }: {
  tabs: readonly { view: View; title: string }[]; behind: Route | null; codebook(): void; help(): void;
}) {
  const { route, store } = useShared();
  const theme = useTheme();
  const formats = store.formats.map((format) => ({
    label: format.title, hint: format.suffix, href: api.exportAddress(route.filters, format.name),
  }));
  return (
    <header class="top">
      <a class="brand" href={formatRoute({ ...route, view: "overview", id: null, params: {} })} title={`onrecord ${store.package}`}>
        <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden="true" class="brand-mark">
          <rect width="32" height="32" rx="7" /><path d="M7 10h18M7 16h11M7 22h15" /><path d="M22 13.4v5.2" class="brand-cue" />
        </svg>
        <span class="brand-name">onrecord</span>
        <bdi class="brand-store clip">{store.name}</bdi>
      </a>
      <Tabs tabs={tabs} behind={behind} />
      <div class="row top-tools">
        <Menu label="Export" title="The records that pass the filters, as a file" items={formats} />
        <button type="button" onClick={codebook} title="What each code means (c)">Codebook</button>
        <button type="button" class="icon" onClick={theme.toggle} aria-label={theme.dark ? "Light colours" : "Dark colours"}
          title={theme.dark ? "Light colours" : "Dark colours"}><span aria-hidden="true">{theme.dark ? "☀" : "☾"}</span></button>
        <button type="button" class="icon" onClick={help} aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)">?</button>
      </div>
    </header>
  );
}

function Tabs({ tabs, behind }: { tabs: readonly { view: View; title: string }[]; behind: Route | null }) {
  const { route } = useShared();
  const current = route.view === "report" ? (behind?.view ?? null) : route.view;
  const bar = useRef<HTMLElement>(null);
  // In a narrow window the bar scrolls: what is open is brought into sight.
  useEffect(() => {
    bar.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  return (
    <nav class="tabs" aria-label="Views" ref={bar}>
      {tabs.map((tab) => (
        // From a report the tab that it was opened from leads back to the list as it was.
        <a key={tab.view} href={formatRoute(route.view === "report" && behind?.view === tab.view ? behind : { ...route, view: tab.view, id: null, params: {} })}
          aria-current={tab.view === current ? (route.view === "report" ? "true" : "page") : undefined}>{tab.title}</a>
      ))}
    </nav>
  );
}

function Help({ close }: { close(): void }) {
  const names: { [key: string]: string } = { Escape: "Esc", ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", " ": "Space" };
  return (
    <Dialog title="Keyboard shortcuts" close={close}>
      <div class="shortcuts">
        {[...registered()].reverse().map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.shortcuts.map((shortcut) => (
                <div key={shortcut.key}><dt><kbd>{names[shortcut.key] ?? shortcut.key}</kbd></dt><dd>{shortcut.does}</dd></div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>Lists and charts</h3>
          <dl>
            <div><dt><kbd>↑</kbd> <kbd>↓</kbd></dt><dd>row by row; <kbd>PgUp</kbd> <kbd>PgDn</kbd> <kbd>Home</kbd> <kbd>End</kbd></dd></div>
            <div><dt><kbd>Enter</kbd></dt><dd>open the row, or filter by what is marked in the chart</dd></div>
            <div><dt><kbd>d</kbd></dt><dd>definition of the row’s category</dd></div>
            <div><dt><kbd>Shift</kbd> <kbd>←</kbd> <kbd>→</kbd></dt><dd>widen the period that is marked in the timeline</dd></div>
            <div><dt><kbd>+</kbd> <kbd>−</kbd></dt><dd>zoom the map; arrows move it</dd></div>
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
