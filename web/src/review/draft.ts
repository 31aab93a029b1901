// A correction or an addition while it is typed. Values that equal what stands already are left out when it is sent.
import type { CodedRecord, Corrections, Participant, Source, Span } from "../types";
import { blank } from "./ledger";

export interface Draft {
  /** The record that is corrected; null for one that is added. */
  record: string | null;
  /** As it stood when typing began. */
  base: CodedRecord;
  values: Corrections;
  /** Newest row on the record that the reviewer saw then. */
  seen: string | null;
  note: string;
}
export type Field = keyof Corrections;

export function correct(record: CodedRecord, seen: string | null): Draft {
  return { record: record.id, base: record, values: {}, seen, note: "" };
}

export function add(trigger: Span): Draft {
  const base = { ...blank("", { trigger }, null), review: { state: "added" as const, reviewer: null, at: null, fields: [] } };
  return { record: null, base, values: { trigger, factuality: "asserted" }, seen: null, note: "" };
}

/** The record as it would be with what was typed. */
export function drafted(draft: Draft): CodedRecord {
  return { ...draft.base, ...draft.values };
}

export function set<F extends Field>(draft: Draft, field: F, value: Required<Corrections>[F]): Draft {
  const values: Corrections = { ...draft.values, [field]: value };
  // A mode belongs to its category.
  if (field === "category" && value !== drafted(draft).category) values.mode = null;
  // What is plainly asserted has no words that make it less.
  if (field === "factuality" && value === "asserted") values.factuality_spans = [];
  return { ...draft, values };
}

/** Only what is changed; of an addition everything that was set. */
export function changes(draft: Draft): Corrections {
  if (draft.record === null) return draft.values;
  const entries = Object.entries(draft.values).filter(([field, value]) => !same(value, draft.base[field as Field]));
  return Object.fromEntries(entries) as Corrections;
}

export function isDirty(draft: Draft): boolean {
  return draft.record === null || Object.keys(changes(draft)).length > 0 || draft.note.trim() !== "";
}

/** What keeps it from being sent, in words; null where nothing does. */
export function missing(draft: Draft): string | null {
  const record = drafted(draft);
  if (record.trigger.end <= record.trigger.start) return "Choose the words that name the event.";
  if (!record.category) return "Choose a category.";
  if (record.date && (!isDay(record.date.start) || !isDay(record.date.end))) return "Give the first and the last day.";
  if (record.date && record.date.end < record.date.start) return "The last day lies before the first.";
  const nameless = [...record.actors, ...record.recipients, ...record.sources].some((party) => party.name.trim() === "");
  if (nameless) return "A party has no name.";
  const wordless = [...record.actors, ...record.recipients, ...record.sources].some((party) => party.spans.length === 0);
  if (wordless) return "A party has no words in the report.";
  if (record.place && record.place.name.trim() === "") return "The place has no name.";
  for (const count of [record.counts.killed, record.counts.injured]) {
    if (count && (!Number.isInteger(count.value) || count.value < 0)) return "A count is a whole number.";
  }
  if (draft.record !== null && Object.keys(changes(draft)).length === 0) return "Nothing is changed yet.";
  return null;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

export function same(left: unknown, right: unknown): boolean {
  if (left === right || (left == null && right == null)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [a, b] = [left as { [key: string]: unknown }, right as { [key: string]: unknown }];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
}

/** Words that nothing is known of yet: a party by name only. */
export function unresolved(span: Span): Participant {
  return { spans: [span], name: span.text.replace(/\s+/g, " ").trim(), country: null, sector: null, entity: null, second: null, basis: [] };
}

export function asSource(party: Participant, cue: Span | null): Source {
  return { ...party, cue };
}

/** A list with one item changed, taken out (`null`) or put at the end (`at` past it). */
export function withItem<T>(list: readonly T[], at: number, item: T | null): T[] {
  const next = [...list];
  if (item === null) next.splice(at, 1);
  else next[Math.min(at, list.length)] = item;
  return next;
}

/** A list with one item moved by one place. */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): T[] {
  const next = [...list];
  const [item] = next.splice(at, 1);
  if (item !== undefined) next.splice(Math.max(0, Math.min(list.length - 1, at + by)), 0, item);
  return next;
}
