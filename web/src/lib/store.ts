// The state that views share: the address, what is open, the codebook. A view reads it with the hooks below.

import { createContext } from "preact";
import { useCallback, useContext, useEffect, useRef, useState } from "preact/hooks";
import type { Codebook, StoreInfo } from "../types";
import { ApiError } from "./api";
import { formatRoute, parseRoute, type Filters, type Route } from "./url";

export interface Shared {
  readonly route: Route;
  readonly store: StoreInfo;
  readonly codebook: Codebook;
  /** Counts up whenever everything is to be asked for again. */
  readonly epoch: number;
  /** To be called after a write of one's own: asks for the store again, without the banner "newer records". */
  refresh(): void;
  /** Opens the codebook's drawer at a code. */
  define(kind: CodeKind, value: string): void;
  /** Says something to people and to screen readers, for some seconds. */
  say(message: string): void;
}
export type CodeKind = "category" | "mode" | "sector" | "factuality" | "standing" | "country" | "precision";

export const SharedContext = createContext<Shared | null>(null);

export function useShared(): Shared {
  const shared = useContext(SharedContext);
  if (shared === null) throw new Error("useShared outside the shell");
  return shared;
}

// --- the address -----------------------------------------------------------------------------------------------------------

/** Guards against leaving, e.g. while something is unsaved: each may answer false, and the address stays. */
const guards = new Set<() => boolean>();

/** Asks `stay` before the address changes; true lets go. Removed when the component goes. */
export function useLeaveGuard(guard: () => boolean): void {
  const latest = useRef(guard);
  latest.current = guard;
  useEffect(() => {
    const ask = () => latest.current();
    guards.add(ask);
    return () => void guards.delete(ask);
  }, []);
}

export function mayLeave(): boolean {
  for (const guard of guards) if (!guard()) return false;
  return true;
}

export function navigate(change: Partial<Route>, options: { replace?: boolean } = {}): void {
  const now = parseRoute(location.hash);
  const next = formatRoute({ ...now, ...change });
  if (next === formatRoute(now)) return;
  if (options.replace) {
    history.replaceState(null, "", next);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else location.hash = next;
}

export function setFilters(filters: Filters): void {
  navigate({ filters });
}

export function reportAddress(route: Route, report: string, record: string | null = null, event: string | null = null): string {
  const params: { [name: string]: string } = {};
  if (record !== null) params["record"] = record;
  if (event !== null) params["event"] = event;
  return formatRoute({ view: "report", id: report, filters: route.filters, params });
}

/** The address as it is now. A guard that says no puts the old address back. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  const current = useRef(location.hash);
  useEffect(() => {
    const moved = () => {
      if (location.hash === current.current) return;
      const [before, after] = [parseRoute(current.current), parseRoute(location.hash)];
      const leaves = before.view !== after.view || before.id !== after.id;
      if (leaves && !mayLeave()) {
        history.replaceState(null, "", current.current);
        return;
      }
      current.current = location.hash;
      setHash(location.hash);
    };
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  const parsed = useRef<[string, Route]>(["", parseRoute("")]);
  if (parsed.current[0] !== hash) parsed.current = [hash, parseRoute(hash)];
  return parsed.current[1];
}

// --- asking ----------------------------------------------------------------------------------------------------------------

export interface Resource<T> {
  /** The latest answer; kept while the next is on its way, so that nothing jumps. */
  readonly data: T | null;
  readonly error: ApiError | null;
  readonly loading: boolean;
  retry(): void;
}

/** Asks anew when `key` changes and drops what was under way. `key` null: does not ask. */
export function useResource<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const [state, setState] = useState<{ data: T | null; error: ApiError | null; loading: boolean }>({
    data: null, error: null, loading: key !== null,
  });
  const [tries, setTries] = useState(0);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (key === null) return;
    const control = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    latest.current(control.signal).then(
      (data) => { if (!control.signal.aborted) setState({ data, error: null, loading: false }); },
      (reason: unknown) => { if (!control.signal.aborted) setState((before) => ({ ...before, error: asError(reason), loading: false })); },
    );
    return () => control.abort();
  }, [key, tries]);
  const retry = useCallback(() => setTries((before) => before + 1), []);
  return { ...state, retry };
}

export function asError(reason: unknown): ApiError {
  if (reason instanceof ApiError) return reason;
  return new ApiError("unexpected", reason instanceof Error ? reason.message : String(reason), "Reload the page.", 0);
}

// --- preferences, kept in the browser ---------------------------------------------------------------------------------------

export function usePreference<T extends string>(name: string, initial: T, allowed: readonly T[]): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    const kept = read(name);
    return kept !== null && (allowed as readonly string[]).includes(kept) ? (kept as T) : initial;
  });
  const set = useCallback((next: T) => {
    setValue(next);
    try {
      localStorage.setItem(`onrecord.${name}`, next);
    } catch {
      // storage may be switched off: the choice holds until the page is left
    }
  }, [name]);
  return [value, set];
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(`onrecord.${name}`);
  } catch {
    return null;
  }
}
