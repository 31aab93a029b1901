// Everything that a reviewer does in one report: judging, correcting, adding, choosing words.
import type { RefObject } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Offsets } from "../lib/offsets";
import { navigate, useLeaveGuard, useShared } from "../lib/store";
import { splitBlocks } from "../report/blocks";
import { inOrder } from "../report/marks";
import type { CodedRecord, ReportDetail, Resolved } from "../types";
import { add as addDraft, changes, correct, drafted, isDirty, type Draft } from "./draft";
import { useJudging, type Judging } from "./hook";
import { useReviewer } from "./name";
import type { Target } from "./picking";
import { current, take as takeWords } from "./take";
import type { Refused } from "./state";
import { usePicking } from "./use-picking";

interface Given {
  detail: ReportDetail;
  open: string | null;
  article: RefObject<HTMLElement | null>;
}

const LEAVE = "The correction is not saved. Leave it?";

export function useReview({ detail, open, article }: Given) {
  const { route, store } = useShared();
  const { text } = detail.report;
  const offsets = useMemo(() => new Offsets(text), [text]);
  const blocks = useMemo(() => splitBlocks(text), [text]);
  const reviewer = useReviewer();
  const who = useRef(reviewer.name);
  who.current = reviewer.name;
  const showRecord = useRef((_: string) => undefined as void);
  showRecord.current = (record) => navigate({ params: { ...route.params, record } }, { replace: true });
  const judging = useJudging(detail, who, (record) => showRecord.current(record));
  const records = useMemo(() => inOrder(judging.records), [judging.records]);
  const as = (run: () => void) =>
    reviewer.withName((name) => {
      who.current = name;
      run();
    });

  const [draft, setDraft] = useState<Draft | null>(null);
  const picking = usePicking(text, offsets, blocks, article);
  const dirty = draft !== null && isDirty(draft);
  const mayMove = () => draft === null || !dirty || confirm(LEAVE);
  useLeaveGuard(mayMove);
  useEffect(() => {
    if (!dirty && judging.waiting === 0) return undefined;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, [dirty, judging.waiting]);
  const close = () => {
    setDraft(null);
    picking.leave();
  };
  // Another record was opened by its address: the editor is of the one before.
  useEffect(() => {
    if (draft && draft.record !== null && draft.record !== open) close();
  }, [open]);

  const begin = (made: Draft) =>
    as(() => {
      picking.leave();
      setDraft(made);
    });
  const take = (resolved: Resolved | null) => {
    const { target, span } = picking;
    if (!target || !span) return;
    if (draft) setDraft(takeWords(draft, target, span, resolved));
    else begin(addDraft(span));
    picking.leave();
  };
  const save = () => {
    if (!draft) return;
    const note = draft.note.trim();
    judging.write(
      { action: draft.record === null ? "add" : "correct", record: draft.record, values: changes(draft), ...(note ? { note } : {}) },
      draft.seen,
    );
    close();
  };
  /** The record whose words are lit: as it is being corrected, else as it stands. */
  const shown = useMemo<CodedRecord | null>(
    () => (draft ? { ...drafted(draft), id: draft.record ?? NEW } : (records.find((record) => record.id === open) ?? null)),
    [draft, records, open],
  );
  return {
    ...(judging satisfies Judging),
    records,
    offsets,
    blocks,
    draft,
    dirty,
    mayMove: () => {
      if (!mayMove()) return false;
      close();
      return true;
    },
    reviewer: reviewer.name,
    askName: reviewer.ask,
    dialog: reviewer.dialog,
    shown,
    accept: (record: string) => as(() => judging.accept(record)),
    reject: (record: string) => as(() => judging.reject(record)),
    edit: (record: CodedRecord) => begin(correct(record, judging.newest(record.id))),
    undo: (show: (record: string) => void) =>
      as(() => {
        const record = judging.undo();
        if (record !== null) show(record);
      }),
    redo: (show: (record: string) => void) =>
      as(() => {
        const record = judging.redo();
        if (record !== null) show(record);
      }),
    add: () => {
      if (!store.writable || !mayMove()) return;
      const span = picking.selection();
      if (span) begin(addDraft(span));
      else
        as(() => {
          setDraft(null);
          picking.start({ field: "trigger" }, records.find((record) => record.id === open)?.trigger ?? null);
        });
    },
    editRefused: (refused: Refused) => {
      const record = records.find((item) => item.id === refused.review.record) ?? null;
      const made = record
        ? correct(record, judging.newest(record.id))
        : addDraft(refused.review.values?.trigger ?? { start: 0, end: 0, text: "" });
      setDraft({ ...made, values: refused.review.values ?? {}, note: refused.review.note ?? "" });
      if (record) showRecord.current(record.id);
      judging.drop(refused);
    },
    change: setDraft,
    save,
    cancel: () => {
      if (mayMove()) close();
    },
    target: picking.target,
    span: picking.span,
    picked: picking.mark,
    move: picking.move,
    selected: picking.selected,
    take,
    choose: (target: Target) => picking.start(target, draft ? (current(draft, target) ?? drafted(draft).trigger) : null),
    leavePicking: picking.leave,
  };
}

/** Id under which a record that is being added is lit. */
export const NEW = "new";
