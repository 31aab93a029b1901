// Hostile text and overlapping marks, drawn into a document.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Offsets } from "../lib/offsets";
import type { CodedRecord, Participant } from "../types";
import { machine } from "../review/sample";
import { sectionsOf, splitBlocks } from "./blocks";
import { marksOfRecord, marksOfReport } from "./marks";
import { marksByBlock } from "./segments";
import { marksAt, Nearness, NearnessContext, TextBody } from "./text";

const TEXT = "😀 <script>alert(1)</script> \u202eRussian forces in Kherson\u202c fired.\n\n\ud800 Second paragraph.";
const points = Array.from(TEXT);
const span = (words: string) => {
  const start = Array.from(TEXT.slice(0, TEXT.indexOf(words))).length;
  return { start, end: start + Array.from(words).length, text: words };
};
const forces: Participant = { spans: [span("Russian forces in Kherson")], name: "forces", country: "RUS", sector: "MIL", entity: null };
const record: CodedRecord = {
  ...machine,
  trigger: span("fired"),
  actors: [forces],
  review: { state: "open", reviewer: null, at: null, fields: [] },
  place: { spans: [span("Kherson")], name: "Kherson", country: "UKR", admin1: null, lat: null, lon: null, geonames: null },
};

let root: HTMLElement;
beforeEach(() => {
  // Everything is near.
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(private readonly tell: (entries: { target: Element; isIntersecting: boolean }[]) => void) {}
      observe(target: Element): void {
        this.tell([{ target, isIntersecting: true }]);
      }
      unobserve(): void {}
      disconnect(): void {}
    },
  );
  root = document.createElement("article");
  document.body.append(root);
  const offsets = new Offsets(TEXT);
  const blocks = splitBlocks(TEXT);
  const base = marksByBlock(
    blocks,
    marksOfReport({ furniture: [], statements: [], issues: [] }, [record], offsets, new Map([["ASSAULT", 4]])),
  );
  const lit = marksByBlock(blocks, marksOfRecord(record, offsets));
  act(() =>
    render(
      <NearnessContext.Provider value={new Nearness(null, () => undefined)}>
        <TextBody
          text={TEXT}
          titled={false}
          sections={sectionsOf(blocks)}
          base={base}
          lit={lit}
          picked={new Map()}
          open="x"
          chain={new Set()}
        />
      </NearnessContext.Provider>,
      root,
    ),
  );
});
afterEach(() => {
  render(null, root);
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const drawn = (role: string): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(`[data-role=${role}]`)];

describe("the text", () => {
  it("is text, whatever it holds", () => {
    expect(root.querySelector("script")).toBeNull();
    expect(root.textContent).toContain("<script>alert(1)</script>");
    expect(root.textContent).toContain("⇄Russian");
    expect(root.textContent).toContain("\ufffd Second paragraph.");
    expect(root.querySelectorAll("[data-block]")).toHaveLength(2);
  });
  it("marks the words of the contract by code points", () => {
    for (const role of ["trigger", "actor", "place"]) {
      const [element] = drawn(role);
      const [start, end] = [Number(element?.dataset["start"]), Number(element?.dataset["end"])];
      expect(element?.textContent).toBe(points.slice(start, end).join(""));
      expect(element?.dataset["record"]).toBe("x");
    }
  });
  it("nests a place in an actor and finds both under the pointer", () => {
    const [place] = drawn("place");
    expect(place && marksAt(place, root).map((element) => element.dataset["role"])).toEqual(["place", "actor"]);
  });
  it("can be reached by the keyboard: the open record's words and no others", () => {
    expect(drawn("trigger")[0]?.tabIndex).toBe(0);
    expect(drawn("actor")[0]?.tabIndex).toBe(0);
    expect(drawn("trigger")[0]?.getAttribute("aria-pressed")).toBe("true");
  });
});
