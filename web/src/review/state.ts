// What the reviewer did and what the server knows of it. Every judgement is shown at once and sent at once, one after the other; what the
// server refuses is taken back and kept, so that nothing typed is lost.
import type { CodedRecord, MachineRecord, NewReview, ReportDetail, ReviewRow } from "../types";
import { fold, rowsOn } from "./ledger";

export interface Fault {
  code: string;
  message: string;
  remedy: string;
}
/** A judgement that is not in the ledger yet. */
export interface Pending {
  key: number;
  review: NewReview;
  /** The record that it is about; of an addition a made-up id until the server gives one. */
  record: string;
  at: string;
}
export interface Refused extends Pending {
  fault: Fault;
  /** Somebody else judged the record meanwhile. */
  conflict: boolean;
}
export interface State {
  /** As the server told it last. */
  detail: ReportDetail;
  /** Rows that the server took since then, own ones. */
  taken: readonly ReviewRow[];
  /** Ids of all rows that were written from here: whoever wrote them has seen them. */
  own: ReadonlySet<string>;
  /** Judgements on their way, oldest first. */
  pending: readonly Pending[];
  refused: readonly Refused[];
}
export type Action =
  | { type: "loaded"; detail: ReportDetail }
  | { type: "sent"; pending: Pending }
  | { type: "taken"; key: number; row: ReviewRow }
  | { type: "refused"; key: number; fault: Fault; conflict: boolean }
  | { type: "dropped"; key: number };

export function start(detail: ReportDetail): State {
  return { detail, taken: [], own: new Set(), pending: [], refused: [] };
}

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "loaded": {
      if (action.detail.report.id !== state.detail.report.id) return start(action.detail);
      // An answer that was on its way while a judgement was written does not know it yet.
      const known = new Set(action.detail.reviews.map((row) => row.id));
      return { ...state, detail: action.detail, taken: state.taken.filter((row) => !known.has(row.id)) };
    }
    case "sent":
      return { ...state, pending: [...state.pending, action.pending] };
    case "taken": {
      const item = state.pending.find((other) => other.key === action.key);
      if (!item) return state;
      const rest = state.pending.filter((other) => other !== item).map((other) => renamed(other, item, action.row));
      return { ...state, pending: rest, taken: [...state.taken, action.row], own: new Set([...state.own, action.row.id]) };
    }
    case "refused": {
      const item = state.pending.find((other) => other.key === action.key);
      if (!item) return state;
      return {
        ...state,
        pending: state.pending.filter((other) => other.key !== action.key),
        refused: [...state.refused, { ...item, fault: action.fault, conflict: action.conflict }],
      };
    }
    case "dropped":
      return { ...state, refused: state.refused.filter((item) => item.key !== action.key) };
  }
}

/** A judgement that waits behind another learns the ids that this one got: of its row, and of a record that it added. */
function renamed(waiting: Pending, done: Pending, row: ReviewRow): Pending {
  const { review } = waiting;
  const undoes = review.undoes === pendingId(done.key) ? { undoes: row.id } : {};
  if (waiting.record !== done.record) return { ...waiting, review: { ...review, ...undoes } };
  return { ...waiting, record: row.record, review: { ...review, ...undoes, record: review.record === null ? null : row.record } };
}

/** The ledger as the reviewer sees it: the server's rows, then own ones that it took, then those on their way. */
export function ledger(state: State): ReviewRow[] {
  return [...settled(state), ...state.pending.map(rowOf)];
}

/** The rows that the server has. */
export function settled(state: State): ReviewRow[] {
  return state.taken.length === 0 ? state.detail.reviews : [...state.detail.reviews, ...state.taken];
}

/** Whether a row is only on its way. */
export function isPending(row: ReviewRow): boolean {
  return isPendingId(row.id);
}

const PENDING = "pending:";

export function isPendingId(id: string | undefined): boolean {
  return id?.startsWith(PENDING) ?? false;
}

function pendingId(key: number): string {
  return `${PENDING}${key}`;
}

function rowOf(item: Pending): ReviewRow {
  const { review } = item;
  return {
    id: pendingId(item.key),
    at: item.at,
    reviewer: review.reviewer,
    report: review.report,
    record: item.record,
    action: review.action,
    values: review.values ?? null,
    undoes: review.undoes ?? null,
    note: review.note ?? null,
    undone: false,
  };
}

/** All records as they stand with everything that the reviewer did. Only those with news since the server's answer are worked out anew. */
export function standingRecords(state: State): CodedRecord[] {
  const fresh = [...state.taken, ...state.pending.map(rowOf)];
  if (fresh.length === 0) return state.detail.records;
  const rows = ledger(state);
  const touched = new Set(fresh.map((row) => row.record));
  const records: CodedRecord[] = [];
  for (const record of state.detail.records) {
    if (!touched.has(record.id)) {
      records.push(record);
      continue;
    }
    const own = rowsOn(rows, record.id);
    const added = own.some((row) => row.action === "add");
    const folded = fold(added ? null : (state.detail.machine[record.id] ?? record), own, record.sentence.text);
    if (folded) records.push(added ? { ...folded, sentence: record.sentence, cameo: record.cameo } : folded);
  }
  const known = new Set(state.detail.records.map((record) => record.id));
  for (const id of touched) {
    if (known.has(id)) continue;
    const folded = fold(null, rowsOn(rows, id));
    if (folded) records.push(folded);
  }
  return records;
}

/** What the machine said of a record that a person changed or rejected; null of others, and of those that a person added. */
export function machineOf(state: State, id: string): MachineRecord | null {
  const told = state.detail.machine[id];
  if (told) return told;
  const rows = rowsOn(ledger(state), id);
  const standing = state.detail.records.find((record) => record.id === id);
  const changed = rows.some((row) => row.action === "correct" || row.action === "reject");
  // Until the server tells: what stood before the first change from here.
  return changed && standing && standing.review.fields.length === 0 && !rows.some((row) => row.action === "add") ? standing : null;
}

/** Id of the newest row on a record, as the reviewer sees it now; null for none. */
export function newest(state: State, record: string): string | null {
  return rowsOn(settled(state), record).at(-1)?.id ?? null;
}

/**
 * What to send as `last_seen`: the row that the reviewer had seen when judging, or own rows that came after it. A row of somebody else that
 * came in between is not seen: the server then says so.
 */
export function lastSeen(state: State, record: string, seen: string | null): string | null {
  const rows = rowsOn(settled(state), record);
  let at = seen === null ? -1 : rows.findIndex((row) => row.id === seen);
  if (at < 0 && seen !== null) return seen;
  while (at + 1 < rows.length && state.own.has(rows[at + 1]?.id ?? "")) at++;
  return at < 0 ? null : (rows[at]?.id ?? null);
}
