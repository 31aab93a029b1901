// Places in the document become offsets into the text.
import { afterEach, describe, expect, it } from "vitest";
import { splitBlocks } from "../report/blocks";
import { resolveKind, selectedUnits, unitOf } from "./picking";

const TEXT = "One 😀 two\n\nThree four";
const blocks = splitBlocks(TEXT);

/** The text as it is drawn: "two" and "Three" are marked. */
function article(): HTMLElement {
  const root = document.createElement("article");
  const first = document.createElement("p");
  first.dataset["block"] = "0";
  const mark = document.createElement("mark");
  mark.append("two");
  first.append("One 😀 ", mark);
  const second = document.createElement("p");
  second.dataset["block"] = "1";
  const outer = document.createElement("span");
  const inner = document.createElement("mark");
  inner.append("Three");
  outer.append(inner, " four");
  second.append(outer);
  root.append(first, second);
  document.body.append(root);
  return root;
}
afterEach(() => document.body.replaceChildren());

describe("unitOf", () => {
  it("counts the text before a place, marks or not", () => {
    const root = article();
    const [first, second] = [...root.children];
    const two = first?.querySelector("mark")?.firstChild;
    const four = second?.querySelector("span")?.lastChild;
    expect(two && unitOf(root, blocks, two, 1)).toBe(TEXT.indexOf("two") + 1);
    expect(four && unitOf(root, blocks, four, 1)).toBe(TEXT.indexOf("four"));
    expect(unitOf(root, blocks, root, 1)).toBe(TEXT.indexOf("Three"));
  });
  it("knows no offset outside the text", () => {
    const other = document.createElement("p");
    other.append("elsewhere");
    document.body.append(other);
    expect(other.firstChild && unitOf(article(), blocks, other.firstChild, 2)).toBeNull();
  });
});

describe("selectedUnits", () => {
  it("gives what the browser selected over two paragraphs", () => {
    const root = article();
    const from = root.querySelector("mark")?.firstChild;
    const to = root.querySelectorAll("mark")[1]?.firstChild;
    if (!from || !to) throw new Error("not drawn");
    document.getSelection()?.setBaseAndExtent(from, 0, to, 5);
    expect(selectedUnits(root, blocks)).toEqual({ start: TEXT.indexOf("two"), end: TEXT.indexOf("Three") + 5 });
  });
  it("gives nothing for a caret", () => {
    const root = article();
    document.getSelection()?.collapse(root.querySelector("mark")?.firstChild ?? null, 1);
    expect(selectedUnits(root, blocks)).toBeNull();
  });
});

it("asks the server for what it can resolve only", () => {
  expect(resolveKind({ field: "sources", nth: 0 })).toBe("party");
  expect(resolveKind({ field: "injured" })).toBe("count");
  expect(resolveKind({ field: "trigger" })).toBeNull();
  expect(resolveKind({ field: "cue", nth: 0 })).toBeNull();
});
