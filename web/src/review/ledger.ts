// The ledger of reviews as the front end reads it: which rows hold, what they make of a record, what can be undone. The server's answer
// counts; this only shows at once what it will say.
import type { CodedRecord, Corrections, MachineRecord, ReviewRow, ReviewState, Span } from "../types";

/** Rows that no row that holds has lifted. An undo can be undone. */
export function holding(rows: readonly ReviewRow[]): ReviewRow[] {
  const lifted = new Set<string>();
  for (const row of [...rows].reverse()) {
    if (row.action === "undo" && row.undoes != null && !lifted.has(row.id)) lifted.add(row.undoes);
  }
  return rows.filter((row) => !lifted.has(row.id));
}

/** The last judgement of a reviewer that still holds, or null. */
export function undoable(rows: readonly ReviewRow[], reviewer: string): ReviewRow | null {
  return holding(rows).findLast((row) => row.reviewer === reviewer && row.action !== "undo") ?? null;
}

/** The last undo of a reviewer that holds, lifted a judgement, and was not followed by another judgement; or null. */
export function redoable(rows: readonly ReviewRow[], reviewer: string): ReviewRow | null {
  const judged = new Set(rows.filter((row) => row.action !== "undo").map((row) => row.id));
  for (const row of holding(rows)
    .filter((other) => other.reviewer === reviewer)
    .reverse()) {
    if (row.action !== "undo") {
      // A judgement that came back by an earlier redo does not bar the next one.
      if (wasLifted(rows, row.id)) continue;
      return null;
    }
    if (row.undoes != null && judged.has(row.undoes)) return row;
  }
  return null;
}

function wasLifted(rows: readonly ReviewRow[], id: string): boolean {
  return rows.some((row) => row.action === "undo" && row.undoes === id);
}

/** Ids of rows on one record, oldest first. */
export function rowsOn(rows: readonly ReviewRow[], record: string): ReviewRow[] {
  return rows.filter((row) => row.record === record);
}

/**
 * A record as the rows on it leave it: each row supersedes earlier ones field by field. Null where a person added it and the addition
 * was undone.
 */
export function fold(machine: MachineRecord | null, rows: readonly ReviewRow[], text: Span["text"] | null = null): CodedRecord | null {
  const live = holding(rows).filter((row) => row.action !== "undo");
  const added = live.find((row) => row.action === "add");
  const base = machine ?? (added?.values ? blank(added.record, added.values, text) : null);
  if (!base) return null;
  let record: MachineRecord = base;
  const fields = new Set<string>();
  for (const row of live) {
    if (row.action !== "correct" || !row.values) continue;
    record = { ...record, ...row.values };
    for (const field of Object.keys(row.values)) fields.add(field);
  }
  if (added?.values) for (const field of Object.keys(added.values)) fields.add(field);
  const last = live[live.length - 1];
  return {
    ...record,
    review: { state: stateOf(live), reviewer: last?.reviewer ?? null, at: last?.at ?? null, fields: [...fields] },
  };
}

/** As the server has it: a rejection stands until something follows it; whatever a person set makes it corrected, or added. */
function stateOf(live: readonly ReviewRow[]): ReviewState {
  const last = live[live.length - 1];
  if (!last) return "open";
  if (last.action === "reject") return "rejected";
  if (live.some((row) => row.action === "add")) return "added";
  return live.some((row) => row.action === "correct") ? "corrected" : "accepted";
}

/** A record that only a person has made so far. */
export function blank(id: string, values: Corrections, sentence: string | null): MachineRecord {
  const trigger = values.trigger ?? { start: 0, end: 0, text: "" };
  return {
    id,
    category: "",
    mode: null,
    cameo: "",
    mentions: [],
    actors: [],
    recipients: [],
    place: null,
    date: null,
    factuality: "asserted",
    factuality_spans: [],
    sources: [],
    counts: {},
    confidence: 1,
    ...values,
    trigger,
    sentence: sentence === null ? trigger : { ...trigger, text: sentence },
  };
}

/** How far a report is judged. */
export function progress(records: readonly CodedRecord[]): { judged: number; all: number } {
  return { judged: records.filter((record) => record.review.state !== "open").length, all: records.length };
}
