import { describe, expect, it } from "vitest";
import { linePath, placeCards } from "./layout";

const card = (id: string, top: number, height = 40) => ({ id, top, height });

describe("placeCards", () => {
  it("leaves cards with room where they are", () => {
    expect([...placeCards([card("a", 0), card("b", 100)], null, 8)]).toEqual([
      ["a", 0],
      ["b", 100],
    ]);
  });
  it("pushes later cards down", () => {
    expect([...placeCards([card("a", 0), card("b", 10), card("c", 20)], null, 8)]).toEqual([
      ["a", 0],
      ["b", 48],
      ["c", 96],
    ]);
  });
  it("keeps the fixed card at its sentence and moves the others around it", () => {
    const tops = placeCards([card("a", 90), card("b", 100, 300), card("c", 110)], "b", 10);
    expect(tops.get("b")).toBe(100);
    expect(tops.get("a")).toBe(50);
    expect(tops.get("c")).toBe(410);
  });
  it("does not move an early card that is far above", () => {
    expect(placeCards([card("a", 0), card("b", 500)], "b", 8).get("a")).toBe(0);
  });
  it("takes an empty column and an id that is not there", () => {
    expect(placeCards([], "x", 8).size).toBe(0);
    expect(placeCards([card("a", 5)], "x", 8).get("a")).toBe(5);
  });
});

describe("linePath", () => {
  const rail = (left: number, y: number) => ({ left, right: left + 12, y });
  it("runs from side to side where both words stand on one line", () => {
    expect(linePath(rail(0, 95), rail(200, 95), -10, 0)).toBe("M12 95L200 95");
    expect(linePath(rail(200, 95), rail(0, 95), -10, 0)).toBe("M200 95L12 95");
  });
  it("goes round by the margin where the line wraps", () => {
    const path = linePath(rail(300, 100), rail(50, 160), -10, 1);
    expect(path.startsWith("M300 100L")).toBe(true);
    expect(path.endsWith("L50 160")).toBe(true);
    const xs = [...path.matchAll(/(-?[\d.]+) -?[\d.]+/g)].map((m) => Number(m[1]));
    expect(Math.min(...xs)).toBe(-14);
  });
  it("has no NaN where both are the same word", () => {
    expect(linePath(rail(10, 10), rail(10, 10), 0, 0)).not.toContain("NaN");
    expect(linePath(rail(0, 10), rail(0, 40), 0, 0)).not.toContain("NaN");
  });
});
