// Numbers, days and names for people. Text of reports is hostile: what is shown goes through `visible` and into text nodes only.

import type { Factuality, Standing, Who } from "../types";

const NUMBER = new Intl.NumberFormat("en", { useGrouping: true });

export function count(value: number): string {
  return NUMBER.format(value);
}

/** 950, 1.2k, 34k, 1.2M: for places where a full number has no room. */
export function short(value: number): string {
  if (value < 1000) return String(value);
  const [divided, unit] = value < 1e6 ? [value / 1e3, "k"] : [value / 1e6, "M"];
  return `${divided < 10 ? (Math.floor(divided * 10) / 10).toString() : Math.floor(divided)}${unit}`;
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** One day, or two joined by an en dash with what they share left out: 2024-03-01–05. */
export function days(start: string | null, end: string | null): string {
  if (start === null) return end ?? "";
  if (end === null || end === start) return start;
  if (start.endsWith("-01-01") && end === `${start.slice(0, 4)}-12-31`) return start.slice(0, 4);
  if (start.slice(0, 7) === end.slice(0, 7)) {
    return start.endsWith("-01") && end === lastOfMonth(start) ? start.slice(0, 7) : `${start}–${end.slice(8)}`;
  }
  return start.slice(0, 4) === end.slice(0, 4) ? `${start}–${end.slice(5)}` : `${start}–${end}`;
}

function lastOfMonth(day: string): string {
  const last = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0));
  return last.toISOString().slice(0, 10);
}

const NAMED: { readonly [point: number]: string } = {
  0x200e: "LRM", 0x200f: "RLM", 0x061c: "ALM", 0x202a: "LRE", 0x202b: "RLE", 0x202c: "PDF", 0x202d: "LRO", 0x202e: "RLO",
  0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0x200b: "ZWSP", 0xfeff: "BOM", 0x2028: "LS", 0x2029: "PS",
};

/** Control characters and direction marks as symbols that can be seen; white space as one blank. For names, titles and snippets. */
export function visible(text: string): string {
  return text.replace(/[\t\n\r ]+|[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ufeff]/g, (found) => {
    const point = found.codePointAt(0) ?? 0;
    if (point === 9 || point === 10 || point === 13 || point === 32) return " ";
    if (point < 0x20) return String.fromCodePoint(0x2400 + point);
    if (point === 0x7f) return "\u2421";
    return `⟦${NAMED[point] ?? `U+${point.toString(16).toUpperCase().padStart(4, "0")}`}⟧`;
  });
}

export function clip(text: string, most: number): string {
  const points = Array.from(text.slice(0, most * 2 + 2));
  return points.length <= most ? text : `${points.slice(0, most - 1).join("").trimEnd()}…`;
}

/** [RUS MIL]: the codes of a party, or nothing. */
export function codes(who: Who): string {
  return [who.country, who.sector].filter((code) => code !== null && code !== "").join(" ");
}

export function partyNames(parties: readonly Who[], nobody = ""): string {
  return parties.length === 0 ? nobody : parties.map((party) => visible(party.name)).join(", ");
}

/** "Agency ‹ Ministry": who says so first, innermost (who makes the claim) last; the report's own voice where nobody else. */
export function chain(sources: readonly string[], own = "the report itself"): string {
  return sources.length === 0 ? own : [...sources].reverse().map(visible).join(" ‹ ") + " ‹ report";
}

export const FACTUALITY_MARK: { readonly [F in Factuality]: string } = { asserted: "●", denied: "✕", planned: "◇", possible: "○" };

export const STANDING_MARK: { readonly [S in Standing]: string } = {
  corroborated: "◉", "single-source": "●", disputed: "◐", denied: "✕", planned: "◇", "planned-then-done": "◆", retracted: "⊘",
  possible: "○",
};

export const QUAD_NAMES = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"] as const;
/** Two signs that stand for the quad class where colour alone must not. */
export const QUAD_LETTERS = ["V+", "M+", "V−", "M−"] as const;

export function quadName(quad: number): string {
  return QUAD_NAMES[quad - 1] ?? "";
}

export function quadLetter(quad: number): string {
  return QUAD_LETTERS[quad - 1] ?? "?";
}
