import { describe, expect, it } from "vitest";
import { Offsets } from "../lib/offsets";
import type { Participant, Source, Span, Statement } from "../types";
import { framesAround, framesOf, shortName, speakers } from "./chain";

const TEXT = "Guards had not closed the crossing, NRK said, citing Interfax, whose source was a customs chief. “We, he said, will go.”";
const span = (words: string): Span => {
  const start = TEXT.indexOf(words);
  if (start < 0) throw new Error(`no ${words}`);
  return { start, end: start + words.length, text: words };
};
const party = (words: string): Participant => ({ spans: [span(words)], name: words, country: null, sector: null, entity: null });
const source = (words: string, cue: string): Source => ({ ...party(words), cue: span(cue) });
const said = (speaker: string | null, cue: string | null, contents: string[], via: Source[] = []): Statement => ({
  id: speaker ?? "",
  speaker: speaker === null ? null : party(speaker),
  via,
  spans: contents.map(span),
  cue: cue === null ? null : span(cue),
  kind: "indirect",
});
const CONTENT = "Guards had not closed the crossing";
const nrk = source("NRK", "said");
const interfax = source("Interfax", "citing");
const THREE = [
  said("a customs chief", "whose source was", [CONTENT], [nrk, interfax]),
  said("NRK", "said", [CONTENT]),
  said("Interfax", "citing", [CONTENT], [nrk]),
];

describe("framesOf", () => {
  it("nests a chain of three over the same words, outermost first", () => {
    const frames = framesOf(THREE, new Offsets(TEXT));
    expect(frames.map((f) => [f.level, f.tab])).toEqual([
      [1, "NRK"],
      [2, "Interfax"],
      [3, "customs chief"],
    ]);
  });
  it("names the outer source on the tab where the outer frame began earlier", () => {
    const frames = framesOf(
      [said("NRK", "said", [CONTENT]), said("Interfax", "citing", ["closed the crossing"], [nrk])],
      new Offsets(TEXT),
    );
    expect(frames.map((f) => [f.level, f.tab])).toEqual([
      [1, "NRK"],
      [2, "Interfax ‹ NRK"],
    ]);
  });
  it("gives an interrupted statement one tab", () => {
    const frames = framesOf([said(null, null, ["We", "will go"])], new Offsets(TEXT));
    expect(frames.map((f) => [f.level, f.tab])).toEqual([
      [1, "unnamed"],
      [1, ""],
    ]);
  });
  it("does not nest frames that cross", () => {
    const frames = framesOf(
      [said("NRK", "said", ["Guards had not closed"]), said("Interfax", "citing", ["closed the crossing"])],
      new Offsets(TEXT),
    );
    expect(frames.map((f) => f.level)).toEqual([1, 1]);
  });
  it("keeps code points and code units apart", () => {
    const text = "😀 He said all is well";
    const statement: Statement = {
      id: "",
      speaker: null,
      via: [],
      spans: [{ start: 10, end: 21, text: "all is well" }],
      cue: null,
      kind: "indirect",
    };
    const [frame] = framesOf([statement], new Offsets(text));
    expect([frame?.from, frame?.start, text.slice(frame?.start, frame?.end)]).toEqual([10, 11, "all is well".slice(0)]);
  });
});

describe("the chain", () => {
  it("lists speakers from the claim outwards", () => {
    expect(speakers(THREE[0] as Statement).map((s) => s?.name)).toEqual(["a customs chief", "Interfax", "NRK"]);
  });
  it("finds the frames that hold a record's trigger and share its cues", () => {
    const frames = framesOf(THREE, new Offsets(TEXT));
    expect(framesAround(frames, THREE, [nrk, interfax], span("closed")).map((f) => f.tab)).toEqual(["NRK", "Interfax"]);
    expect(framesAround(frames, THREE, [nrk], span("go"))).toEqual([]);
  });
  it("shortens names without their article", () => {
    expect(shortName(party("a customs chief"))).toBe("customs chief");
    expect(shortName({ ...party("NRK"), name: "The" })).toBe("The");
    expect(shortName(null)).toBe("unnamed");
  });
});
