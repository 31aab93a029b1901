import { describe, expect, it } from "vitest";
import { blockAt, sectionsOf, splitBlocks } from "./blocks";

const parts = (text: string, longest?: number): string[] => splitBlocks(text, longest).map((b) => text.slice(b.start, b.end));

describe("splitBlocks", () => {
  it("keeps paragraphs and the line breaks inside them", () => {
    const text = "Title\n\nFirst line\nsecond line\n \n\nLast.\n";
    expect(parts(text)).toEqual(["Title", "First line\nsecond line", "Last."]);
    expect(splitBlocks(text).map((b) => b.gap)).toEqual([0, 1, 2]);
  });
  it("reads line ends of two characters", () => {
    expect(parts("one\r\n\r\ntwo\r\nthree")).toEqual(["one", "two\r\nthree"]);
  });
  it("gives nothing for white space", () => {
    expect(parts(" \n\n \t")).toEqual([]);
    expect(parts("")).toEqual([]);
    expect(blockAt([], 0)).toBeNull();
  });
  it("parts a long paragraph at a line end, a blank or anywhere, losing only white space", () => {
    const text = `${"word ".repeat(40)}\n${"x".repeat(130)}😀`;
    const found = parts(text, 50);
    expect(found.every((part) => part.length <= 50)).toBe(true);
    expect(found.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
  });
  it("never cuts a pair", () => {
    expect(parts("😀".repeat(30), 7).every((part) => !/^[\udc00-\udfff]/.test(part))).toBe(true);
  });
  it("parts 2 MB without a single blank", () => {
    const text = "a".repeat(2_000_000);
    expect(splitBlocks(text)).toHaveLength(500);
  });
});

describe("blockAt", () => {
  it("finds the block of a unit, or the next", () => {
    const text = "aaa\n\nbbb\n\nccc";
    const blocks = splitBlocks(text);
    expect(blockAt(blocks, 0)?.index).toBe(0);
    expect(blockAt(blocks, 3)?.index).toBe(1);
    expect(blockAt(blocks, 6)?.index).toBe(1);
    expect(blockAt(blocks, 99)?.index).toBe(2);
  });
});

describe("sectionsOf", () => {
  it("puts every block into one section, in order, none much longer than asked for", () => {
    const blocks = splitBlocks(Array.from({ length: 50 }, (_, i) => `${"x".repeat(30)}${i}`).join("\n\n"));
    const sections = sectionsOf(blocks, 100);
    expect(sections.flatMap((section) => section.blocks)).toEqual(blocks);
    expect(sections.every((section) => section.end - section.start <= 100)).toBe(true);
    expect(sections.every((section) => section.start === section.blocks[0]?.start && section.end === section.blocks.at(-1)?.end)).toBe(
      true,
    );
  });
  it("leaves a block that is longer than a section whole", () => {
    expect(sectionsOf(splitBlocks("a".repeat(300)), 100)).toHaveLength(1);
    expect(sectionsOf([])).toEqual([]);
  });
});
