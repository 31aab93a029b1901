// Words of a text, for choosing them with the keyboard or the mouse. All offsets are UTF-16 code units.
import { blockAt, type Block } from "../report/blocks";
import type { Interval } from "../report/segments";

const SEGMENTER = typeof Intl !== "undefined" && "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;

/** The words between two offsets. Symbols ("%", "€", emoji) are words of their own; punctuation and white space only stand between words. */
export function wordsBetween(text: string, start: number, end: number): Interval[] {
  const stretch = text.slice(start, end);
  const words: Interval[] = [];
  if (SEGMENTER) {
    for (const part of SEGMENTER.segment(stretch)) {
      if (part.isWordLike || /\p{S}/u.test(part.segment))
        words.push({ start: start + part.index, end: start + part.index + part.segment.length });
    }
    return words;
  }
  for (const found of stretch.matchAll(/[\p{L}\p{N}\p{M}]+(?:['’.-][\p{L}\p{N}\p{M}]+)*|\p{S}/gu)) {
    words.push({ start: start + found.index, end: start + found.index + found[0].length });
  }
  return words;
}

/** Words of a report, block by block, worked out where they are asked for. */
export class Words {
  private readonly made = new Map<number, Interval[]>();

  constructor(
    private readonly text: string,
    private readonly blocks: readonly Block[],
  ) {}

  private of(index: number): Interval[] {
    const block = this.blocks[index];
    if (!block) return [];
    let words = this.made.get(index);
    if (!words) {
      words = wordsBetween(this.text, block.start, block.end);
      this.made.set(index, words);
    }
    return words;
  }

  /** The word at an offset, else the next one after it, else the last before it; null in an empty text. */
  at(unit: number): Interval | null {
    const block = blockAt(this.blocks, unit);
    if (!block) return null;
    for (let index = block.index; index < this.blocks.length; index++) {
      const found = this.of(index).find((word) => word.end > unit);
      if (found) return found;
    }
    for (let index = block.index; index >= 0; index--) {
      const found = this.of(index).at(-1);
      if (found) return found;
    }
    return null;
  }

  /** The word `by` places after a word (before it where negative), stopping at the ends of the text. */
  step(word: Interval, by: number): Interval {
    let index = blockAt(this.blocks, word.start)?.index ?? 0;
    let place = this.of(index).findIndex((other) => other.start >= word.start);
    if (place < 0) place = this.of(index).length - 1;
    let best = this.of(index)[place] ?? word;
    const direction = Math.sign(by);
    for (let left = Math.abs(by); left > 0; left--) {
      place += direction;
      while (!this.of(index)[place]) {
        index += direction;
        if (index < 0 || index >= this.blocks.length) return best;
        place = direction > 0 ? 0 : this.of(index).length - 1;
      }
      best = this.of(index)[place] ?? best;
    }
    return best;
  }

  /** The least run of whole words that holds a stretch, without white space at its edges; null where it holds no word. */
  around(start: number, end: number): Interval | null {
    let first = this.at(start);
    if (!first || first.start >= Math.max(end, start + 1)) return null;
    if (first.end <= start) return null;
    let last = first;
    for (let next = this.step(last, 1); next.start > last.start && next.start < end; next = this.step(last, 1)) last = next;
    first = first.start <= last.start ? first : last;
    return { start: first.start, end: last.end };
  }
}

/** Chosen words: from the word where choosing began to the word where it is now. */
export interface Choice {
  anchor: Interval;
  head: Interval;
}
export type Move = "left" | "right" | "up" | "down" | "start" | "end";

export function choose(word: Interval): Choice {
  return { anchor: word, head: word };
}

export function range(choice: Choice): Interval {
  return { start: Math.min(choice.anchor.start, choice.head.start), end: Math.max(choice.anchor.end, choice.head.end) };
}

/** Words a line has, for moving by lines where nothing is drawn. */
const LINE = 11;

/**
 * The choice after an arrow key. Without `extend` it becomes one word again: left goes to the first of several, right to the last.
 * `vertical` finds the word above or below on the screen.
 */
export function move(
  choice: Choice,
  to: Move,
  extend: boolean,
  words: Words,
  vertical?: (word: Interval, down: boolean) => Interval | null,
): Choice {
  if (!extend && choice.anchor !== choice.head && (to === "left" || to === "right")) {
    const { anchor, head } = choice;
    const first = anchor.start <= head.start ? anchor : head;
    return choose(to === "left" ? first : first === anchor ? head : anchor);
  }
  const head = target(choice.head, to, words, vertical);
  return extend ? { anchor: choice.anchor, head } : choose(head);
}

function target(head: Interval, to: Move, words: Words, vertical?: (word: Interval, down: boolean) => Interval | null): Interval {
  switch (to) {
    case "left":
      return words.step(head, -1);
    case "right":
      return words.step(head, 1);
    case "up":
    case "down":
      return vertical?.(head, to === "down") ?? words.step(head, to === "down" ? LINE : -LINE);
    case "start":
      return words.at(0) ?? head;
    case "end":
      return words.step(head, Number.MAX_SAFE_INTEGER);
  }
}
