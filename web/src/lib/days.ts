// Days as ISO strings; arithmetic in UTC, so that no zone of the reader moves a day.

import type { Timeline } from "../types";

export type Unit = Timeline["unit"];

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** Last day, inclusive, of the bin that starts on `start`. */
export function binEnd(start: string, unit: Unit): string {
  if (unit === "day") return start;
  if (unit === "week") return addDays(start, 6);
  const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  const next = unit === "month" ? new Date(Date.UTC(year, month, 1)) : new Date(Date.UTC(year + 1, 0, 1));
  if (year < 100) next.setUTCFullYear(unit === "month" && month < 12 ? year : year + 1);
  return addDays(next.toISOString().slice(0, 10), -1);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** A bin for people: "5 Mar 2024", "week of 4 Mar 2024", "Mar 2024", "2024". */
export function binName(start: string, unit: Unit): string {
  const [year, month, day] = [start.slice(0, 4), MONTHS[Number(start.slice(5, 7)) - 1] ?? "", Number(start.slice(8, 10))];
  if (unit === "year") return year;
  if (unit === "month") return `${month} ${year}`;
  return `${unit === "week" ? "week of " : ""}${day} ${month} ${year}`;
}

/** Ticks of an axis: which bins get a label, and which; never closer than `apart` bins. */
export function axisLabels(starts: readonly string[], unit: Unit, apart: number): { index: number; label: string; strong: boolean }[] {
  const labels: { index: number; label: string; strong: boolean }[] = [];
  // A week belongs to the month and year of its Thursday, as in ISO 8601.
  const marks = unit === "week" ? starts.map((start) => addDays(start, 3)) : starts;
  const candidates = marks.map((mark, index) => {
    const first = starts[index] ?? mark;
    const before = marks[index - 1];
    const year = before === undefined || before.slice(0, 4) !== mark.slice(0, 4);
    const month = before === undefined || before.slice(0, 7) !== mark.slice(0, 7);
    const name = MONTHS[Number(mark.slice(5, 7)) - 1] ?? "";
    if (year) return { index, label: mark.slice(0, 4), strong: true, rank: 0 };
    if (month && unit !== "year") return { index, label: name, strong: false, rank: 1 };
    return { index, label: unit === "year" ? mark.slice(0, 4) : String(Number(first.slice(8, 10))), strong: false, rank: 2 };
  });
  for (const rank of [0, 1, 2]) {
    for (const candidate of candidates) {
      if (candidate.rank !== rank || labels.some((label) => Math.abs(label.index - candidate.index) < apart)) continue;
      labels.push(candidate);
    }
  }
  return labels.sort((a, b) => a.index - b.index).map(({ index, label, strong }) => ({ index, label, strong }));
}
