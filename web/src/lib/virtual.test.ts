import { describe, expect, it } from "vitest";
import { forget, heightOf, moved, pagesFor, reveal, scrollOf, TALLEST, topRow, windowOf } from "./virtual";

const short = { total: 100_000, rowHeight: 30, viewport: 600 };
const tall = { total: 3_000_000, rowHeight: 50, viewport: 600 }; // 150 million pixels: more than a browser can scroll

describe("rows in sight", () => {
  it("are those under the viewport, and a few around", () => {
    expect(windowOf(0, short)).toEqual({ first: 0, last: 26, offset: 0 });
    const middle = windowOf(30_015, short, 2);
    expect(middle).toEqual({ first: 998, last: 1023, offset: 29_940 });
  });
  it("end at the last row, at the very bottom", () => {
    for (const geometry of [short, tall]) {
      const bottom = heightOf(geometry) - geometry.viewport;
      const shown = windowOf(bottom, geometry, 0);
      expect(shown.last).toBe(geometry.total);
      // The last row ends where the tall box ends.
      expect(shown.offset + (shown.last - shown.first) * geometry.rowHeight).toBeCloseTo(heightOf(geometry), 3);
    }
  });
  it("of a list that is too tall are reached all the same", () => {
    expect(heightOf(tall)).toBe(TALLEST);
    for (const row of [0, 1, 12_345, 1_500_000, 2_999_000]) expect(topRow(scrollOf(row, tall), tall)).toBeCloseTo(row, 3);
  });
  it("of an empty or short list do not run over", () => {
    expect(windowOf(0, { total: 0, rowHeight: 30, viewport: 600 })).toEqual({ first: 0, last: 0, offset: 0 });
    expect(windowOf(500, { total: 3, rowHeight: 30, viewport: 600 })).toEqual({ first: 0, last: 3, offset: 0 });
    expect(windowOf(-50, short, 0).first).toBe(0);
  });
});

describe("pages", () => {
  it("are those that hold the rows", () => {
    expect(pagesFor(0, 1, 200)).toEqual([0]);
    expect(pagesFor(199, 201, 200)).toEqual([0, 1]);
    expect(pagesFor(200, 400, 200)).toEqual([1]);
    expect(pagesFor(0, 0, 200)).toEqual([]);
  });
  it("are forgotten from the farthest, never those in sight", () => {
    expect(forget([0, 1, 2, 3, 50, 51], [50, 51], 4)).toEqual([0, 1]);
    expect(forget([7, 8, 9], [7, 8, 9], 2)).toEqual([]);
    expect(forget([1, 2], [1], 10)).toEqual([]);
  });
});

describe("keys", () => {
  it("move by row, page, and to the ends", () => {
    expect(moved("ArrowDown", 5, short)).toBe(6);
    expect(moved("PageDown", 5, short)).toBe(24);
    expect(moved("PageUp", 5, short)).toBe(0);
    expect(moved("End", 5, short)).toBe(99_999);
    expect(moved("Home", 5, short)).toBe(0);
    expect(moved("ArrowUp", 0, short)).toBe(0);
    expect(moved("ArrowDown", 99_999, short)).toBe(99_999);
    expect(moved("x", 5, short)).toBeNull();
    expect(moved("End", 0, { ...short, total: 0 })).toBeNull();
  });
  it("scroll only as far as needed", () => {
    expect(reveal(3, 0, short)).toBe(0);
    expect(reveal(20, 0, short)).toBe(30);
    expect(reveal(0, 300, short)).toBe(0);
    const far = reveal(2_999_999, 0, tall);
    expect(far).toBeCloseTo(heightOf(tall) - tall.viewport, 3);
  });
});
