import { describe, expect, it } from "vitest";
import type { NewReview, ReportDetail, ReviewRow } from "../types";
import { unseen } from "./refused";
import { lastSeen, ledger, machineOf, newest, reduce, standingRecords, start, type Action, type State } from "./state";
import { machine } from "./sample";

const open = { state: "open" as const, reviewer: null, at: null, fields: [] };
const detail = (more: Partial<ReportDetail> = {}): ReportDetail => ({
  version: 1,
  report: { id: "r", title: "", published: null, text: "shot", url: null, source: null, language: "en" },
  records: [
    { ...machine, review: open },
    { ...machine, id: "y", review: open },
  ],
  machine: {},
  statements: [],
  furniture: [],
  issues: [],
  events: {},
  reviews: [],
  previous: null,
  next: null,
  ...more,
});
const review = (action: NewReview["action"], more: Partial<NewReview> = {}): NewReview => ({
  action,
  report: "r",
  record: "x",
  reviewer: "ann",
  last_seen: null,
  ...more,
});
const sent = (key: number, made: NewReview, record = made.record ?? `new:${key}`): Action => ({
  type: "sent",
  pending: { key, review: made, record, at: "2024-01-01T00:00:00Z" },
});
const row = (id: string, action: ReviewRow["action"], more: Partial<ReviewRow> = {}): ReviewRow => ({
  id,
  at: "2024-01-01T00:00:00Z",
  reviewer: "ann",
  report: "r",
  record: "x",
  action,
  values: null,
  undoes: null,
  note: null,
  undone: false,
  ...more,
});
const play = (...actions: Action[]): State => actions.reduce(reduce, start(detail()));
const stateOf = (state: State, id = "x"): string | undefined => standingRecords(state).find((record) => record.id === id)?.review.state;
const fault = { code: "offline", message: "The server does not answer.", remedy: "" };

describe("a judgement", () => {
  it("shows before the server has it", () => {
    expect(stateOf(play(sent(1, review("accept"))))).toBe("accepted");
    expect(stateOf(play(sent(1, review("accept"))), "y")).toBe("open");
  });
  it("stays when the server took it", () => {
    const state = play(sent(1, review("reject")), { type: "taken", key: 1, row: row("a", "reject") });
    expect(stateOf(state)).toBe("rejected");
    expect(newest(state, "x")).toBe("a");
  });
  it("is taken back and kept when the server refuses it", () => {
    const values = { category: "COERCE" };
    const state = play(sent(1, review("correct", { values })), { type: "refused", key: 1, fault, conflict: false });
    expect(stateOf(state)).toBe("open");
    expect(state.refused[0]?.review.values).toEqual(values);
    expect(reduce(state, { type: "dropped", key: 1 }).refused).toEqual([]);
  });
  it("does not take others back with it", () => {
    const state = play(sent(1, review("accept")), sent(2, review("reject", { record: "y" })), {
      type: "refused",
      key: 1,
      fault,
      conflict: false,
    });
    expect([stateOf(state), stateOf(state, "y")]).toEqual(["open", "rejected"]);
  });
  it("is not lost when an older answer of the server comes in late", () => {
    const state = play(sent(1, review("accept")), { type: "taken", key: 1, row: row("a", "accept") }, { type: "loaded", detail: detail() });
    expect(stateOf(state)).toBe("accepted");
    const newer = reduce(state, {
      type: "loaded",
      detail: detail({ reviews: [row("a", "accept")], records: [{ ...machine, review: { ...open, state: "accepted" } }] }),
    });
    expect(newer.taken).toEqual([]);
    expect(ledger(newer)).toHaveLength(1);
  });
  it("of another report starts anew", () => {
    const other = detail({ report: { ...detail().report, id: "other" } });
    expect(reduce(play(sent(1, review("accept"))), { type: "loaded", detail: other }).pending).toEqual([]);
  });
});

describe("undo", () => {
  it("shows at once, even of a judgement that is still on its way", () => {
    const state = play(sent(1, review("reject")), sent(2, review("undo", { undoes: "pending:1" })));
    expect(stateOf(state)).toBe("open");
    const taken = reduce(state, { type: "taken", key: 1, row: row("a", "reject") });
    expect(stateOf(taken)).toBe("open");
    expect(taken.pending[0]?.review.undoes).toBe("a");
  });
  it("of an addition takes the record away", () => {
    const values = { category: "PROTEST", trigger: machine.trigger, factuality: "asserted" as const };
    const added = play(sent(1, review("add", { record: null, values })));
    expect(standingRecords(added)).toHaveLength(3);
    const taken = reduce(added, { type: "taken", key: 1, row: row("a", "add", { record: "z", values }) });
    expect(standingRecords(taken).map((record) => record.id)).toEqual(["x", "y", "z"]);
    expect(standingRecords(reduce(taken, sent(2, review("undo", { record: "z", undoes: "a" }))))).toHaveLength(2);
  });
  it("gives the machine's values back", () => {
    const corrected = { ...machine, category: "COERCE", review: { ...open, state: "corrected" as const } };
    const rows = [row("a", "correct", { values: { category: "COERCE" } })];
    const state = [sent(1, review("undo", { undoes: "a" }))].reduce(
      reduce,
      start(detail({ records: [corrected], machine: { x: machine }, reviews: rows })),
    );
    expect(standingRecords(state)[0]).toMatchObject({ category: "ASSAULT", review: { state: "open" } });
  });
});

describe("the machine's record", () => {
  it("stands beside a correction before the server tells it", () => {
    const state = play(sent(1, review("correct", { values: { category: "COERCE" } })));
    expect(machineOf(state, "x")?.category).toBe("ASSAULT");
    expect(machineOf(state, "y")).toBeNull();
    expect(machineOf(play(sent(1, review("accept"))), "x")).toBeNull();
  });
});

describe("what waits behind an addition", () => {
  it("learns the record's id", () => {
    const values = { category: "PROTEST", trigger: machine.trigger, factuality: "asserted" as const };
    const state = play(
      sent(1, review("add", { record: null, values })),
      sent(2, review("correct", { record: "new:1", values: { category: "COERCE" } })),
      { type: "taken", key: 1, row: row("a", "add", { record: "z", values }) },
    );
    expect(state.pending[0]).toMatchObject({ record: "z", review: { record: "z" } });
    expect(standingRecords(state).at(-1)).toMatchObject({ id: "z", category: "COERCE" });
  });
});

describe("two reviewers", () => {
  it("says what was seen: own rows since then count, others do not", () => {
    const bob = row("b", "reject", { reviewer: "bob" });
    const state = play(sent(1, review("accept")), { type: "taken", key: 1, row: row("a", "accept") });
    expect(lastSeen(state, "x", null)).toBe("a");
    const loaded = reduce(state, { type: "loaded", detail: detail({ reviews: [row("a", "accept")] }) });
    expect(lastSeen(loaded, "x", null)).toBe("a");
    const behind = reduce(start(detail({ reviews: [bob] })), sent(1, review("accept")));
    expect(lastSeen(behind, "x", null)).toBeNull();
    expect(lastSeen(behind, "x", "b")).toBe("b");
  });
  it("shows what the other did since", () => {
    const rows = [row("a", "accept"), row("b", "correct", { reviewer: "bob" }), row("c", "reject", { record: "y", reviewer: "bob" })];
    const [item] = play(sent(1, review("reject", { last_seen: "a" })), { type: "refused", key: 1, fault, conflict: true }).refused;
    expect(item && unseen(rows, item).map((r) => r.id)).toEqual(["b"]);
  });
});
