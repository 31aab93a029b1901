// Judgements of one report: shown at once, sent one after the other, taken back where the server refuses.
import { useCallback, useEffect, useMemo, useReducer, useRef } from "preact/hooks";
import { api, ApiError } from "../lib/api";
import { asError, useShared } from "../lib/store";
import type { CodedRecord, MachineRecord, NewReview, ReportDetail, ReviewRow } from "../types";
import { redoable, undoable } from "./ledger";
import {
  isPendingId,
  lastSeen,
  ledger,
  machineOf,
  newest,
  reduce,
  standingRecords,
  start,
  type Action,
  type Pending,
  type Refused,
  type State,
} from "./state";

export interface Judging {
  records: CodedRecord[];
  rows: ReviewRow[];
  refused: readonly Refused[];
  /** How many judgements are on their way. */
  waiting: number;
  accept(record: string): void;
  reject(record: string): void;
  /** A correction or an addition; `seen` is the newest row on the record that the reviewer saw when typing began. */
  write(review: Pick<NewReview, "action" | "record" | "values" | "note">, seen: string | null): void;
  undo(): string | null;
  redo(): string | null;
  /** Sends a refused judgement again, on top of what the ledger holds by now. */
  again(refused: Refused): void;
  drop(refused: Refused): void;
  newest(record: string): string | null;
  /** What the machine said of a record that a person changed or rejected. */
  machine(record: string): MachineRecord | null;
}

/** How long to wait with asking for store and report again after a judgement: a run of quick ones asks once. */
const SETTLE_MS = 600;

/** `who` holds the reviewer's name when something is judged; `added` is told the id that an added record got. */
export function useJudging(detail: ReportDetail, who: { readonly current: string }, added: (record: string) => void): Judging {
  const { refresh, say } = useShared();
  const [state, raw] = useReducer<State, Action>(reduce, start(detail));
  const latest = useRef(state);
  const dispatch = useCallback((action: Action) => {
    latest.current = reduce(latest.current, action);
    raw(action);
  }, []);
  useEffect(() => dispatch({ type: "loaded", detail }), [detail, dispatch]);

  const queue = useRef<{ key: number }[]>([]);
  const busy = useRef(false);
  const keys = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const heard = useRef({ added, refresh, say });
  heard.current = { added, refresh, say };
  const settle = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => heard.current.refresh(), SETTLE_MS);
  }, []);

  const run = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    for (let next = queue.current.shift(); next; next = queue.current.shift()) {
      // By now it may know the ids that earlier ones got.
      const item = latest.current.pending.find((other) => other.key === next?.key);
      if (!item) continue;
      if (isPendingId(item.review.undoes)) {
        // What it would lift was refused: there is nothing to lift.
        dispatch({ type: "refused", key: item.key, fault: { code: "", message: "", remedy: "" }, conflict: false });
        dispatch({ type: "dropped", key: item.key });
        continue;
      }
      try {
        const row = await api.review({ ...item.review, last_seen: lastSeen(latest.current, item.record, item.review.last_seen) });
        dispatch({ type: "taken", key: item.key, row });
        if (item.review.action === "add") heard.current.added(row.record);
        if (item.review.action === "add" || item.review.action === "correct")
          heard.current.say(item.review.action === "add" ? "Record added." : "Correction saved.");
      } catch (reason) {
        const fault = asError(reason);
        dispatch({ type: "refused", key: item.key, fault: plain(fault), conflict: fault.status === 409 });
      }
      settle();
    }
    busy.current = false;
  }, [dispatch, settle]);

  const send = useCallback(
    (review: Omit<NewReview, "report" | "reviewer" | "last_seen">, record: string, seen: string | null) => {
      const key = ++keys.current;
      const item: Pending = {
        key,
        record,
        at: new Date().toISOString(),
        review: { ...review, report: latest.current.detail.report.id, reviewer: who.current, last_seen: seen },
      };
      dispatch({ type: "sent", pending: item });
      queue.current.push({ key });
      void run();
    },
    [dispatch, who, run],
  );

  const records = useMemo(() => standingRecords(state), [state]);
  const rows = useMemo(() => ledger(state), [state]);
  return {
    records,
    rows,
    refused: state.refused,
    waiting: state.pending.length,
    accept: (record) => send({ action: "accept", record }, record, newest(latest.current, record)),
    reject: (record) => send({ action: "reject", record }, record, newest(latest.current, record)),
    write: (review, seen) => send(review, review.record ?? `new:${keys.current + 1}`, seen),
    undo: () => lift(undoable(ledger(latest.current), who.current)),
    redo: () => lift(redoable(ledger(latest.current), who.current)),
    again: (refused) => {
      dispatch({ type: "dropped", key: refused.key });
      const { last_seen: _, reviewer: __, report: ___, ...review } = refused.review;
      send(review, refused.record, newest(latest.current, refused.record));
    },
    drop: (refused) => dispatch({ type: "dropped", key: refused.key }),
    newest: (record) => newest(latest.current, record),
    machine: (record) => machineOf(state, record),
  };

  function lift(row: ReviewRow | null): string | null {
    if (!row) {
      say("Nothing of yours to take back in this report.");
      return null;
    }
    send({ action: "undo", record: row.record, undoes: row.id }, row.record, newest(latest.current, row.record));
    return row.record;
  }
}

function plain(fault: ApiError): { code: string; message: string; remedy: string } {
  return { code: fault.code, message: fault.message, remedy: fault.remedy };
}
