import { describe, expect, it } from "vitest";
import type { Codebook, CodedRecord } from "../types";
import { machine } from "../review/sample";
import { because, coordinates, explain, ruleText } from "./explain";

const rules = {
  "role noun": "The noun says the sector.",
  people: "The word for a people.",
  "state that acts": "Its government.",
  "state that acts by force": "Its army.",
  "when: published": "News of the day.",
};
const codebook: Codebook = {
  categories: [
    {
      id: "ASSAULT",
      name: "Attack",
      quad: 4,
      definition: "Deadly force.",
      boundaries: "",
      modes: [{ id: "aerial", definition: "From the air." }],
    },
  ],
  sectors: [{ code: "MIL", name: "military", definition: "Armed forces." }],
  factuality: [{ value: "denied", definition: "Said not to be so." }],
  standing: [],
  precision: [{ value: "city", definition: "A town." }],
  rules,
  countries: { RUS: "Russia" },
};
const record: CodedRecord = {
  ...machine,
  factuality: "denied",
  review: { state: "open", reviewer: null, at: null, fields: [] },
  actors: [
    {
      spans: [{ start: 0, end: 14, text: "Russian forces" }],
      name: "Russian\u202e forces",
      country: "RUS",
      sector: "MIL",
      entity: null,
      basis: [
        { words: "Russian", rule: "people: Russia" },
        { words: "forces", rule: "role noun: forces" },
      ],
    },
  ],
  date: { spans: [], start: "2024-03-06", end: "2024-03-06", granularity: "day", basis: "published" },
};
const say = (role: Parameters<typeof explain>[0]["role"], nth = 0): string =>
  JSON.stringify(explain({ role, nth }, record, [], [{ code: "x", message: "No day." }], codebook));

describe("rules", () => {
  it("are meant by the longest name that they begin with", () => {
    expect(ruleText("state that acts by force", rules)).toBe("Its army.");
    expect(ruleText("state that acts: government", rules)).toBe("Its government.");
    expect(ruleText("something new", rules)).toBeNull();
    expect(because({ words: "forces", rule: "role noun: forces" }, rules)).toEqual({
      text: "role noun: forces",
      words: "forces",
      hint: "The noun says the sector.",
    });
  });
});

describe("explain", () => {
  it("names the words and the rule behind each code of a party", () => {
    const found = say("actor");
    for (const part of [
      '"value":"RUS","name":"Russia"',
      '"value":"MIL","name":"military"',
      "people: Russia",
      '"words":"Russian"',
      '"words":"forces"',
    ])
      expect(found).toContain(part);
    expect(found).toContain("Russian⇄ forces");
  });
  it("explains event, certainty, date and issue", () => {
    expect(say("trigger")).toContain("confidence 90%");
    expect(say("trigger")).toContain("ASSAULT/aerial");
    expect(say("certainty")).toContain("Said not to be so.");
    expect(say("date")).toContain("News of the day.");
    expect(say("issue")).toContain("No day.");
    expect(say("furniture")).toContain("not read as news");
  });
  it("says nothing of what is not there", () => {
    expect(explain({ role: "actor", nth: 7 }, record, [], [], codebook)).toBeNull();
    expect(explain({ role: "place", nth: 0 }, record, [], [], codebook)).toBeNull();
    expect(explain({ role: "actor", nth: 0 }, null, [], [], codebook)).toBeNull();
  });
  it("writes points with their hemispheres", () => {
    expect(coordinates(-1.5, 36.8)).toBe("1.50° S, 36.80° E");
  });
});
