import { describe, expect, it } from "vitest";
import type { CodedRecord, ReviewRow } from "../types";
import { machine } from "./sample";
import { fold, holding, progress, redoable, undoable } from "./ledger";

let count = 0;
const row = (id: string, action: ReviewRow["action"], more: Partial<ReviewRow> = {}): ReviewRow => ({
  id,
  at: `2024-01-01T00:00:${String(count++ % 60).padStart(2, "0")}Z`,
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
const undo = (id: string, undoes: string, more: Partial<ReviewRow> = {}): ReviewRow => row(id, "undo", { undoes, ...more });
const ids = (rows: ReviewRow[]): string[] => rows.map((r) => r.id);

describe("holding", () => {
  it("leaves out what was undone, and takes it back in when the undo is undone", () => {
    const rows = [row("1", "accept"), row("2", "reject"), undo("3", "2")];
    expect(ids(holding(rows))).toEqual(["1", "3"]);
    expect(ids(holding([...rows, undo("4", "3")]))).toEqual(["1", "2", "4"]);
    expect(ids(holding([...rows, undo("4", "3"), undo("5", "4")]))).toEqual(["1", "3", "5"]);
  });
});

describe("undo and redo", () => {
  it("takes back own judgements only, the last first", () => {
    const rows = [row("1", "accept"), row("2", "reject", { record: "y" }), row("3", "accept", { reviewer: "bob" })];
    expect(undoable(rows, "ann")?.id).toBe("2");
    expect(undoable([...rows, undo("4", "2")], "ann")?.id).toBe("1");
    expect(undoable(rows, "eve")).toBeNull();
  });
  it("brings back the last one taken back, then the one before", () => {
    const rows = [row("1", "accept"), row("2", "reject"), undo("3", "2"), undo("4", "1")];
    expect(redoable(rows, "ann")?.id).toBe("4");
    const once = [...rows, undo("5", "4")];
    expect(undoable(once, "ann")?.id).toBe("1");
    expect(redoable(once, "ann")?.id).toBe("3");
    expect(redoable([...once, undo("6", "3")], "ann")).toBeNull();
  });
  it("does not bring anything back after a new judgement", () => {
    expect(redoable([row("1", "accept"), undo("2", "1"), row("3", "reject")], "ann")).toBeNull();
  });
  it("can take back again what it brought back", () => {
    const rows = [row("1", "accept"), undo("2", "1"), undo("3", "2")];
    expect(undoable(rows, "ann")?.id).toBe("1");
    const again = [...rows, undo("4", "1")];
    expect(ids(holding(again))).toEqual(["3", "4"]);
    expect(redoable(again, "ann")?.id).toBe("4");
  });
});

describe("fold", () => {
  it("leaves a record without rows open and as the machine has it", () => {
    expect(fold(machine, [])).toEqual({ ...machine, review: { state: "open", reviewer: null, at: null, fields: [] } });
  });
  it("puts later corrections on top of earlier ones, field by field", () => {
    const found = fold(machine, [
      row("1", "correct", { values: { category: "COERCE", mode: null } }),
      row("2", "correct", { values: { factuality: "denied" }, reviewer: "bob" }),
    ]);
    expect([found?.category, found?.mode, found?.factuality]).toEqual(["COERCE", null, "denied"]);
    expect(found?.review).toMatchObject({ state: "corrected", reviewer: "bob", fields: ["category", "mode", "factuality"] });
  });
  it("keeps a correction corrected when it is accepted", () => {
    expect(fold(machine, [row("1", "correct", { values: { mode: null } }), row("2", "accept")])?.review.state).toBe("corrected");
    expect(fold(machine, [row("1", "accept")])?.review.state).toBe("accepted");
  });
  it("gives back what stood before a rejection that was undone", () => {
    const rows = [row("1", "correct", { values: { category: "COERCE" } }), row("2", "reject")];
    expect(fold(machine, rows)?.review.state).toBe("rejected");
    expect(fold(machine, [...rows, undo("3", "2")])).toMatchObject({ category: "COERCE", review: { state: "corrected" } });
  });
  it("makes a record of an addition, and nothing once that is undone", () => {
    const add = row("1", "add", { values: { category: "PROTEST", trigger: machine.trigger, factuality: "asserted" } });
    expect(fold(null, [add])).toMatchObject({ category: "PROTEST", actors: [], review: { state: "added" } });
    expect(fold(null, [add, row("2", "correct", { values: { factuality: "planned" } })])).toMatchObject({
      factuality: "planned",
      review: { state: "added" },
    });
    expect(fold(null, [add, undo("2", "1")])).toBeNull();
  });
});

describe("progress", () => {
  it("counts what is judged in any way", () => {
    const records = (["open", "accepted", "rejected", "added"] as const).map(
      (state) => ({ ...machine, review: { state, reviewer: null, at: null, fields: [] } }) as CodedRecord,
    );
    expect(progress(records)).toEqual({ judged: 3, all: 4 });
  });
});
