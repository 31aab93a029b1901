// Chosen words, and what the server makes of them, go into a draft.
import type { Corrections, Count, Participant, Resolved, Span } from "../types";
import { asSource, drafted, set, unresolved, withItem, type Draft } from "./draft";
import type { Target } from "./picking";

/** The draft with the words in the field that they were chosen for. What could not be resolved keeps the words; its codes stay open. */
export function take(draft: Draft, target: Target, span: Span, resolved: Resolved | null): Draft {
  const record = drafted(draft);
  const party: Participant = resolved?.party ?? unresolved(span);
  switch (target.field) {
    case "trigger":
      return set(draft, "trigger", span);
    case "factuality":
      return set(
        draft,
        "factuality_spans",
        [...record.factuality_spans.filter((other) => other.end <= span.start || span.end <= other.start), span].sort(
          (a, b) => a.start - b.start,
        ),
      );
    case "place":
      return set(
        draft,
        "place",
        resolved?.place ?? {
          spans: [span],
          name: span.text,
          country: null,
          admin1: null,
          lat: null,
          lon: null,
          geonames: null,
          basis: null,
          precision: null,
        },
      );
    case "date":
      return set(draft, "date", resolved?.date ?? { spans: [span], start: "", end: "", granularity: "day", basis: "expression" });
    case "killed":
    case "injured":
      return set(
        draft,
        "counts",
        withCount(record.counts, target.field, resolved?.count ?? { value: Number.NaN, spans: [span], bound: "exact" }),
      );
    case "actors":
    case "recipients":
      return set(draft, target.field, withItem(record[target.field], target.nth, party));
    case "sources":
      return set(draft, "sources", withItem(record.sources, target.nth, asSource(party, record.sources[target.nth]?.cue ?? null)));
    case "cue": {
      const source = record.sources[target.nth];
      return source ? set(draft, "sources", withItem(record.sources, target.nth, { ...source, cue: span })) : draft;
    }
  }
}

export function withCount(
  counts: Required<Corrections>["counts"],
  what: "killed" | "injured",
  count: Count | null,
): Required<Corrections>["counts"] {
  const next = { ...counts };
  if (count) next[what] = count;
  else delete next[what];
  return next;
}

/** The words that stand in a field now: where choosing begins. */
export function current(draft: Draft, target: Target): Span | null {
  const record = drafted(draft);
  switch (target.field) {
    case "trigger":
      return record.trigger.end > record.trigger.start ? record.trigger : null;
    case "factuality":
      return record.factuality_spans[0] ?? null;
    case "place":
      return record.place?.spans[0] ?? null;
    case "date":
      return record.date?.spans[0] ?? null;
    case "killed":
    case "injured":
      return record.counts[target.field]?.spans[0] ?? null;
    case "cue":
      return record.sources[target.nth]?.cue ?? record.sources[target.nth]?.spans[0] ?? null;
    default:
      return record[target.field][target.nth]?.spans[0] ?? null;
  }
}
