import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { ApiError } from "../lib/api";
import { asError } from "../lib/store";
import { forget, pagesFor } from "../lib/virtual";

export const PAGE_SIZE = 200;
const KEPT_PAGES = 12;

interface Page<Row> {
  readonly version: number;
  readonly matched: number;
  readonly rows: readonly Row[];
}
export type FetchPage<Row> = (offset: number, limit: number, signal: AbortSignal) => Promise<Page<Row>>;

export interface Pages<Row> {
  /** Rows of the whole list, null until the first page is there. */
  readonly total: number | null;
  row(index: number): Row | undefined;
  /** Says what is in sight: asks for what is missing, gives up what scrolled away. */
  want(first: number, last: number): void;
  readonly error: ApiError | null;
  retry(): void;
}

/** Pages of a list, asked for as they come into sight. A new `key` (filters, order, version) starts anew, showing the old rows until then. */
export function usePages<Row>(key: string, fetchPage: FetchPage<Row>): Pages<Row> {
  const kept = useRef({ key, version: 0, total: null as number | null, pages: new Map<number, readonly Row[]>(), stale: false });
  const under = useRef(new Map<number, AbortController>());
  const sight = useRef<[number, number]>([0, 0]);
  const [, redraw] = useState(0);
  const [error, setError] = useState<ApiError | null>(null);
  const fetcher = useRef(fetchPage);
  fetcher.current = fetchPage;

  const load = useCallback((page: number) => {
    if (under.current.has(page)) return;
    const control = new AbortController();
    under.current.set(page, control);
    fetcher.current(page * PAGE_SIZE, PAGE_SIZE, control.signal).then(
      (answer) => {
        if (control.signal.aborted) return;
        under.current.delete(page);
        const state = kept.current;
        // A store that moved, or a new order: rows of before do not fit together with these.
        if (state.stale || answer.version !== state.version) state.pages.clear();
        state.stale = false;
        state.version = answer.version;
        state.total = answer.matched;
        state.pages.set(page, answer.rows);
        const inSight = pagesFor(sight.current[0], sight.current[1], PAGE_SIZE);
        for (const old of forget([...state.pages.keys()], inSight, KEPT_PAGES)) state.pages.delete(old);
        setError(null);
        redraw((before) => before + 1);
        for (const needed of inSight) if (!state.pages.has(needed) && needed * PAGE_SIZE < answer.matched) load(needed);
      },
      (reason: unknown) => {
        if (control.signal.aborted) return;
        under.current.delete(page);
        setError(asError(reason));
      },
    );
  }, []);

  const abort = useCallback((keep: readonly number[]) => {
    for (const [page, control] of under.current) {
      if (keep.includes(page)) continue;
      control.abort();
      under.current.delete(page);
    }
  }, []);

  useEffect(() => {
    kept.current.key = key;
    kept.current.stale = true;
    abort([]);
    for (const page of pagesFor(sight.current[0], Math.max(sight.current[1], sight.current[0] + 1), PAGE_SIZE)) load(page);
  }, [key, load, abort]);
  useEffect(() => () => abort([]), [abort]);

  const want = useCallback((first: number, last: number) => {
    sight.current = [first, last];
    if (kept.current.stale) return;
    const needed = pagesFor(first, last, PAGE_SIZE);
    abort(needed);
    for (const page of needed) if (!kept.current.pages.has(page)) load(page);
  }, [load, abort]);

  return {
    total: kept.current.total,
    row: (index) => kept.current.pages.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE],
    want,
    error,
    retry: () => {
      setError(null);
      want(...sight.current);
      if (kept.current.stale || kept.current.total === null) load(Math.floor(sight.current[0] / PAGE_SIZE));
    },
  };
}
