// Bringing the open record's words into sight.
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Offsets } from "../lib/offsets";
import type { CodedRecord } from "../types";
import { blockAt, type Section } from "./blocks";

/** Frames to wait for a far section to be laid out and marked. */
const PATIENCE = 30;

export function useReveal(
  scroller: RefObject<HTMLElement | null>,
  article: RefObject<HTMLElement | null>,
  sections: readonly Section[],
  offsets: Offsets,
  open: CodedRecord | null,
): void {
  const latest = useRef(open);
  latest.current = open;
  const id = open?.id ?? null;
  useEffect(() => {
    const record = latest.current;
    const [root, text] = [scroller.current, article.current];
    if (!record || !root || !text) return undefined;
    const unit = offsets.toUnit(record.trigger.start);
    const section = blockAt(sections, unit);
    const drawn = section ? text.querySelector<HTMLElement>(`[data-section="${section.index}"]`) : null;
    if (!section || !drawn) return undefined;
    // Far away: to about the right height, then to the word once it is drawn.
    if (!inSight(drawn, root, 0)) {
      const share = (unit - section.start) / Math.max(1, section.end - section.start);
      root.scrollTop +=
        drawn.getBoundingClientRect().top - root.getBoundingClientRect().top + share * drawn.offsetHeight - root.clientHeight / 3;
    }
    let left = PATIENCE;
    let frame = requestAnimationFrame(function look() {
      const word = [...drawn.querySelectorAll<HTMLElement>("[data-role=trigger]")].find(
        (element) => element.dataset["record"] === record.id,
      );
      if (word) {
        if (!inSight(word, root, 96))
          root.scrollTop += word.getBoundingClientRect().top - root.getBoundingClientRect().top - root.clientHeight * 0.3;
        frame = requestAnimationFrame(() => {
          frame = requestAnimationFrame(() => showCard(root, word));
        });
        return;
      }
      if (--left > 0) frame = requestAnimationFrame(look);
    });
    return () => cancelAnimationFrame(frame);
  }, [id, sections, offsets, scroller, article]);
}

function inSight(element: Element, root: Element, edge: number): boolean {
  const [inner, outer] = [element.getBoundingClientRect(), root.getBoundingClientRect()];
  return inner.bottom > outer.top + edge && inner.top < outer.bottom - edge;
}

/** Scrolls down for a card that reaches below the window, as far as the word stays in sight. */
function showCard(root: Element, word: Element): void {
  const card = root.querySelector<HTMLElement>(".margin-open");
  if (!card || !word.isConnected) return;
  const outer = root.getBoundingClientRect();
  const wordTop = word.getBoundingClientRect().top - outer.top;
  // The card may still be on its way to its place: it will stand at the height of the word.
  const over = wordTop + card.offsetHeight + 12 - root.clientHeight;
  if (over > 0) root.scrollTop += Math.min(over, Math.max(0, wordTop - 72));
}
