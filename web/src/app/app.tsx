import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Codebook, StoreInfo } from "../types";
import { api } from "../lib/api";
import { SharedContext, useResource, useRoute, type CodeKind, type Shared } from "../lib/store";
import { Shell } from "./shell";
import { Fault, Skeleton } from "./states";

const POLL_MS = 15_000;

/** Asks for the store and the codebook, then draws the shell; looks every 15 s whether the store has moved. */
export function App() {
  const route = useRoute();
  const [store, setStore] = useState<StoreInfo | null>(null);
  const [newer, setNewer] = useState<StoreInfo | null>(null);
  const [epoch, setEpoch] = useState(0);
  const [said, setSaid] = useState("");
  const [defined, setDefined] = useState<{ kind: CodeKind; value: string } | null | "open">(null);
  const first = useResource<[StoreInfo, Codebook]>("first", (signal) => Promise.all([api.store(signal), api.codebook(signal)]));
  const codebook = first.data?.[1] ?? null;
  useEffect(() => { if (first.data) setStore(first.data[0]); }, [first.data]);
  useEffect(() => { document.title = store ? `${store.name} – onrecord` : "onrecord explorer"; }, [store?.name]);
  const gone = usePoll(store, setNewer);

  const take = useCallback((next: StoreInfo) => {
    setStore(next);
    setNewer(null);
    setEpoch((before) => before + 1);
  }, []);
  const refresh = useCallback(() => void api.store().then(take, () => undefined), [take]);
  const say = useCallback((message: string) => setSaid(message), []);
  const define = useCallback((kind: CodeKind, value: string) => setDefined({ kind, value }), []);
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), 6000);
    return () => clearTimeout(timer);
  }, [said]);

  const shared = useMemo<Shared | null>(
    () => (store && codebook ? { route, store, codebook, epoch, refresh, define, say } : null),
    [route, store, codebook, epoch, refresh, define, say],
  );
  if (shared === null) {
    return <main class="alone">{first.error ? <Fault error={first.error} retry={first.retry} /> : <Skeleton lines={8} />}</main>;
  }
  return (
    <SharedContext.Provider value={shared}>
      <Shell newer={newer} take={take} gone={gone} said={said} defined={defined} setDefined={setDefined} />
    </SharedContext.Provider>
  );
}

/** Tells of a newer version; answers whether the server is out of reach. */
function usePoll(store: StoreInfo | null, tell: (newer: StoreInfo | null) => void): boolean {
  const [gone, setGone] = useState(false);
  const seen = useRef(store);
  seen.current = store;
  const on = store !== null;
  useEffect(() => {
    if (!on) return;
    const look = () => {
      if (document.hidden) return;
      api.store().then(
        (now) => {
          setGone(false);
          tell(now.version !== seen.current?.version || now.stale_links !== seen.current.stale_links ? now : null);
        },
        () => setGone(true),
      );
    };
    const timer = setInterval(look, POLL_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [on, tell]);
  return gone;
}
