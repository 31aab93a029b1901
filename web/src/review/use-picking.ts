// Words that are being chosen: by the keyboard, word by word, or with the mouse.
import type { RefObject } from "preact";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import type { Offsets } from "../lib/offsets";
import { blockAt, type Block } from "../report/blocks";
import type { Mark } from "../report/marks";
import type { Interval } from "../report/segments";
import type { Span } from "../types";
import { selectedUnits, unitAtPoint, type Target } from "./picking";
import { move as moveChoice, range, Words, type Choice, type Move } from "./words";

export function usePicking(text: string, offsets: Offsets, blocks: readonly Block[], article: RefObject<HTMLElement | null>) {
  const words = useMemo(() => new Words(text, blocks), [text, blocks]);
  const [target, setTarget] = useState<Target | null>(null);
  const [choice, setChoice] = useState<Choice | null>(null);
  const span = useMemo<Span | null>(() => {
    if (!choice) return null;
    const { start, end } = range(choice);
    return offsets.span(start, end);
  }, [choice, offsets]);
  const mark = useMemo<Mark | null>(() => {
    if (!span || !target) return null;
    const ends = { start: offsets.toUnit(span.start), end: offsets.toUnit(span.end), from: span.start, to: span.end };
    return { ...ends, role: "picked", record: null, nth: 0, letter: "", quad: 0, slot: 0 };
  }, [span, target, offsets]);
  const before = useRef<Element | null>(null);
  const start = (to: Target, from: Span | null) => {
    if (!target) before.current = document.activeElement;
    setTarget(to);
    const at = from ? words.around(offsets.toUnit(from.start), offsets.toUnit(from.end)) : null;
    const first = at ? words.at(at.start) : firstInSight(article.current, blocks, words);
    const last = at ? words.at(at.end - 1) : first;
    setChoice(first && last ? { anchor: first, head: last } : null);
    document.getSelection()?.removeAllRanges();
  };
  const leave = useCallback(() => {
    setTarget(null);
    setChoice(null);
    const back = before.current;
    before.current = null;
    // The field that asked for words gets the focus back.
    if (back instanceof HTMLElement)
      setTimeout(() => {
        if (back.isConnected) back.focus();
      });
  }, []);
  const fromUnits = (units: Interval): Choice | null => {
    const around = words.around(units.start, units.end);
    const [anchor, head] = around ? [words.at(around.start), words.at(around.end - 1)] : [null, null];
    return anchor && head ? { anchor, head } : null;
  };
  const move = (to: Move, extend: boolean) => {
    if (!choice) return;
    const vertical = (word: Interval, down: boolean) => wordBeside(article.current, blocks, words, word, down);
    const next = moveChoice(choice, to, extend, words, vertical);
    setChoice(next);
    requestAnimationFrame(() => article.current?.querySelector("[data-role=picked]")?.scrollIntoView({ block: "nearest" }));
  };
  /** After the mouse selected words: exactly these with Alt, else whole words. */
  const selected = (event: PointerEvent) => {
    if (!target || !article.current) return;
    const units = selectedUnits(article.current, blocks) ?? pointed(article.current, blocks, event);
    if (!units) return;
    const next = event.altKey ? { anchor: units, head: units } : fromUnits(units);
    if (!next) return;
    setChoice(next);
    document.getSelection()?.removeAllRanges();
    document.querySelector<HTMLElement>(".pickbar")?.focus({ preventScroll: true });
  };
  const selection = (): Span | null => {
    const units = article.current ? selectedUnits(article.current, blocks) : null;
    const found = units && fromUnits(units);
    if (!found) return null;
    const { start: from, end: to } = range(found);
    return offsets.span(from, to);
  };
  return { target, span, mark, start, leave, move, selected, selection };
}

/** A click chooses the word under it. */
function pointed(article: HTMLElement, blocks: readonly Block[], event: PointerEvent): Interval | null {
  const unit = unitAtPoint(article, blocks, event.clientX, event.clientY);
  return unit === null ? null : { start: unit, end: unit + 1 };
}

function firstInSight(article: HTMLElement | null, blocks: readonly Block[], words: Words): Interval | null {
  const root = article?.closest(".report-scroll")?.getBoundingClientRect();
  for (const paragraph of article?.querySelectorAll<HTMLElement>("[data-block]") ?? []) {
    if (root && paragraph.getBoundingClientRect().bottom > root.top + 8)
      return words.at(blocks[Number(paragraph.dataset["block"])]?.start ?? 0);
  }
  return words.at(0);
}

/** The word above or below a word on the screen; null where the screen does not tell. */
function wordBeside(article: HTMLElement | null, blocks: readonly Block[], words: Words, word: Interval, down: boolean): Interval | null {
  if (!article) return null;
  const rects = [...article.querySelectorAll("[data-role=picked]")].flatMap((element) => [...element.getClientRects()]);
  // The chosen words may be many: the moving end is the first of them or the last.
  const block = blockAt(blocks, word.start);
  const rect = down ? rects.at(-1) : rects[0];
  if (!rect || !block) return null;
  const line = 33;
  const x = down ? rect.right - 4 : rect.left + 4;
  for (const step of [1, 1.6, 2.4]) {
    const unit = unitAtPoint(article, blocks, x, (rect.top + rect.bottom) / 2 + (down ? line : -line) * step);
    const found = unit === null ? null : words.at(unit);
    if (found && (down ? found.start > word.start : found.start < word.start)) return found;
  }
  return null;
}
