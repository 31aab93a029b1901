// Where the drawn words are: for the cards in the margin and the lines in the text.
import type { RefObject } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { measure, type Drawn } from "./lines";

export interface Geometry {
  /** Of each record with a drawn trigger: the top of that word, from the top of the text. */
  tops: ReadonlyMap<string, number>;
  drawn: Drawn;
}
const NOTHING: Geometry = { tops: new Map(), drawn: { width: 0, height: 0, links: [] } };

/** Measures again, at most once a frame, when told and when the text changes its size. */
export function useGeometry(article: RefObject<HTMLElement | null>, open: string | null): { geometry: Geometry; again(): void } {
  const [geometry, setGeometry] = useState(NOTHING);
  const frame = useRef(0);
  const latest = useRef(open);
  latest.current = open;
  const again = useCallback(() => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      const element = article.current;
      if (!element) return;
      const next = { tops: topsOf(element), drawn: latest.current === null ? NOTHING.drawn : measure(element, latest.current) };
      setGeometry((before) => (equal(before, next) ? before : next));
    });
  }, [article]);
  useEffect(() => {
    const element = article.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(again);
    observer.observe(element);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame.current);
    };
  }, [article, again]);
  return { geometry, again };
}

function topsOf(article: HTMLElement): Map<string, number> {
  const origin = article.getBoundingClientRect().top;
  const tops = new Map<string, number>();
  for (const element of article.querySelectorAll<HTMLElement>("[data-role=trigger]")) {
    const record = element.dataset["record"];
    if (record !== undefined && !tops.has(record)) tops.set(record, Math.round((element.getClientRects()[0]?.top ?? 0) - origin));
  }
  return tops;
}

function equal(a: Geometry, b: Geometry): boolean {
  if (a.tops.size !== b.tops.size || JSON.stringify(a.drawn) !== JSON.stringify(b.drawn)) return false;
  for (const [id, top] of b.tops) if (a.tops.get(id) !== top) return false;
  return true;
}
