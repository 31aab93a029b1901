import { describe, expect, it } from "vitest";
import { machine } from "../review/sample";
import type { CodedRecord, Participant } from "../types";
import { deed, kindOf, moment } from "./names";

const party = (name: string): Participant => ({ spans: [], name, country: null, sector: null, entity: null });
const record = (actors: string[], recipients: string[]): CodedRecord => ({
  ...machine,
  actors: actors.map(party),
  recipients: recipients.map(party),
  review: { state: "open", reviewer: null, at: null, fields: [] },
});

describe("names", () => {
  it("says who did it to whom, or the words of the event", () => {
    expect(deed(record(["the border guards"], ["an editor", "two printers"]))).toBe("border guards → editor +1");
    expect(deed(record([], ["the editor"]))).toBe("? → editor");
    expect(deed(record(["police"], []))).toBe("police");
    expect(deed(record([], []))).toBe("“shot”");
  });
  it("names the mode where there is one", () => {
    expect(kindOf({ category: "AID", mode: null })).toBe("AID");
    expect(kindOf({ category: "ASSAULT", mode: "aerial" })).toBe("ASSAULT/aerial");
    expect(kindOf({ category: "", mode: null })).toBe("no category yet");
  });
  it("leaves a moment that is none as it is", () => {
    expect(moment("soon")).toBe("soon");
    expect(moment("2024-03-06T12:00:00Z")).toMatch(/^2024-03-0[567] \d\d:\d\d$/);
  });
});
