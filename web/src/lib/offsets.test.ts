import { describe, expect, it } from "vitest";
import { Offsets } from "./offsets";

/** What Python counts: code points, a lone surrogate being one. */
const points = (text: string): string[] => Array.from(text);

function agrees(text: string): void {
  const offsets = new Offsets(text);
  const all = points(text);
  expect(offsets.points).toBe(all.length);
  const wrong: number[] = [];
  let unit = 0;
  all.forEach((char, point) => {
    if (offsets.toUnit(point) !== unit) wrong.push(point);
    for (let inside = 0; inside < char.length; inside++) if (offsets.toPoint(unit + inside) !== point) wrong.push(point);
    unit += char.length;
  });
  expect(wrong).toEqual([]);
  expect(offsets.toUnit(all.length)).toBe(text.length);
  expect(offsets.toPoint(text.length)).toBe(all.length);
}

describe("Offsets", () => {
  it.each([
    ["empty", ""],
    ["ASCII", "Police arrested two editors."],
    ["accents and combining marks", "e\u0301le\u0301gie, Ångström, नमस्ते"],
    ["emoji with joiners and flags", "a👩‍👩‍👧‍👦b🇺🇳c🏳️‍🌈"],
    ["lone surrogates", "a\ud800b\udc00c\ud83d"],
    ["low before high", "\udc00\ud800x"],
    ["a pair at the very end", "end 🧨"],
    ["a pair that starts at the edge of a step", `${"x".repeat(255)}😀${"y".repeat(255)}😀z`],
  ])("counts as Python does: %s", (_, text) => agrees(text));

  it("counts pairs across many steps of the index", () => agrees("ab😀".repeat(700) + "\ud83d" + "é😀".repeat(300)));

  it("moves offsets outside the text to its ends", () => {
    const offsets = new Offsets("a😀");
    expect(offsets.toUnit(-5)).toBe(0);
    expect(offsets.toUnit(99)).toBe(3);
    expect(offsets.toPoint(99)).toBe(2);
  });

  it("gives spans whose text is the text between their offsets", () => {
    const text = "🧨 Sprengsatz 💥 in Kiew";
    const offsets = new Offsets(text);
    const from = text.indexOf("in Kiew");
    const span = offsets.span(from, from + 7);
    expect(span).toEqual({ start: 15, end: 22, text: "in Kiew" });
    expect(points(text).slice(span.start, span.end).join("")).toBe(span.text);
  });

  it("widens a span that would cut a pair", () => {
    expect(new Offsets("a😀b").span(2, 4)).toEqual({ start: 1, end: 3, text: "😀b" });
    expect(new Offsets("a😀b").span(0, 2)).toEqual({ start: 0, end: 2, text: "a😀" });
  });
});
