import { describe, expect, it } from "vitest";
import type { CodedRecord, Participant } from "../types";
import { add, changes, correct, drafted, isDirty, missing, moved, same, set, withItem } from "./draft";
import { machine } from "./sample";
import { current, take } from "./take";

const record: CodedRecord = { ...machine, review: { state: "open", reviewer: null, at: null, fields: [] } };
const span = { start: 10, end: 14, text: "guns" };
const party: Participant = {
  spans: [span],
  name: "guns",
  country: "RUS",
  sector: "MIL",
  entity: null,
  basis: [{ words: "guns", rule: "role noun: gun" }],
};

describe("a correction", () => {
  it("sends only what is changed", () => {
    const draft = set(set(correct(record, "a"), "factuality", "denied"), "category", "ASSAULT");
    expect(changes(draft)).toEqual({ factuality: "denied" });
    expect(isDirty(draft)).toBe(true);
    expect(isDirty(set(draft, "factuality", "asserted"))).toBe(false);
    expect(draft.seen).toBe("a");
  });
  it("drops the mode with its category", () => {
    expect(changes(set(correct(record, null), "category", "COERCE"))).toEqual({ category: "COERCE", mode: null });
  });
  it("drops the certainty words of what is plainly asserted", () => {
    const denied = { ...record, factuality: "denied" as const, factuality_spans: [span] };
    expect(changes(set(correct(denied, null), "factuality", "asserted"))).toEqual({ factuality: "asserted", factuality_spans: [] });
  });
  it("says what is missing", () => {
    expect(missing(correct(record, null))).toMatch(/Nothing/);
    expect(missing(set(correct(record, null), "factuality", "denied"))).toBeNull();
    expect(
      missing(
        set(correct(record, null), "date", { spans: [], start: "2024-02-02", end: "2024-02-01", granularity: "range", basis: "context" }),
      ),
    ).toMatch(/before/);
    expect(missing(set(correct(record, null), "counts", { killed: { value: Number.NaN, spans: [] } }))).toMatch(/whole/);
    expect(missing(set(correct(record, null), "actors", [{ ...party, name: " " }]))).toMatch(/name/);
    expect(missing(set(correct(record, null), "actors", [{ ...party, spans: [] }]))).toMatch(/words/);
  });
});

describe("an addition", () => {
  it("needs words and a category, and sends all that was set", () => {
    const draft = add(span);
    expect(missing(draft)).toMatch(/category/);
    const done = set(draft, "category", "PROTEST");
    expect(missing(done)).toBeNull();
    expect(changes(done)).toEqual({ trigger: span, factuality: "asserted", category: "PROTEST", mode: null });
  });
});

describe("words go into the field that they were chosen for", () => {
  it("with what the server makes of them", () => {
    const draft = take(correct(record, null), { field: "actors", nth: 0 }, span, { party });
    expect(drafted(draft).actors).toEqual([party]);
    expect(current(draft, { field: "actors", nth: 0 })).toEqual(span);
  });
  it("as they are where the server knows nothing", () => {
    expect(drafted(take(correct(record, null), { field: "recipients", nth: 0 }, span, null)).recipients[0]).toMatchObject({
      name: "guns",
      country: null,
      spans: [span],
    });
    expect(drafted(take(correct(record, null), { field: "date" }, span, { date: null })).date).toMatchObject({ start: "", spans: [span] });
    expect(missing(take(correct(record, null), { field: "killed" }, span, { count: null }))).toMatch(/whole/);
  });
  it("keeping the cue of a source, and the source of a cue", () => {
    const sourced = take(
      correct({ ...record, sources: [{ ...party, cue: span }] }, null),
      { field: "sources", nth: 0 },
      { ...span, text: "GUNS" },
      null,
    );
    expect(drafted(sourced).sources[0]).toMatchObject({ name: "GUNS", cue: span });
    expect(drafted(take(sourced, { field: "cue", nth: 0 }, { start: 1, end: 2, text: "x" }, null)).sources[0]).toMatchObject({
      name: "GUNS",
      cue: { start: 1 },
    });
    expect(take(sourced, { field: "cue", nth: 5 }, span, null)).toBe(sourced);
  });
  it("certainty words beside one another, in order, replacing those that they overlap", () => {
    const first = take(correct(record, null), { field: "factuality" }, span, null);
    const second = take(first, { field: "factuality" }, { start: 2, end: 5, text: "not" }, null);
    expect(drafted(second).factuality_spans.map((s) => s.start)).toEqual([2, 10]);
    expect(
      drafted(take(second, { field: "factuality" }, { start: 9, end: 12, text: "xx" }, null)).factuality_spans.map((s) => s.start),
    ).toEqual([2, 9]);
  });
});

describe("lists", () => {
  it("change, drop, append and move items without touching the old list", () => {
    const list = ["a", "b", "c"];
    expect(withItem(list, 1, "x")).toEqual(["a", "x", "c"]);
    expect(withItem(list, 1, null)).toEqual(["a", "c"]);
    expect(withItem(list, 9, "d")).toEqual(["a", "b", "c", "d"]);
    expect(moved(list, 2, -1)).toEqual(["a", "c", "b"]);
    expect(moved(list, 0, -1)).toEqual(list);
    expect(list).toEqual(["a", "b", "c"]);
  });
  it("are the same by value, missing and null alike", () => {
    expect(same({ a: [1, { b: null }] }, { a: [1, {}] })).toBe(true);
    expect(same([1], { 0: 1 })).toBe(false);
    expect(same({ a: 1 }, { a: 2 })).toBe(false);
  });
});
