import { expect, it } from "vitest";
import { radius, slice, ticks } from "./scale";

it("axes are round, whole, and hold the largest value", () => {
  for (const most of [1, 2, 3, 7, 10, 99, 610, 12_345]) {
    const steps = ticks(most, 3);
    expect(steps[0]).toBe(0);
    expect(steps[steps.length - 1]).toBeGreaterThanOrEqual(most);
    expect(steps.every(Number.isInteger)).toBe(true);
    expect(steps.length).toBeLessThanOrEqual(8);
  }
  expect(ticks(0, 3)).toEqual([0, 1]);
});

it("area goes with the count", () => {
  expect(radius(25, 100, 0, 20)).toBe(10);
  expect(radius(0, 0, 3, 20)).toBe(3);
});

it("a full slice is a closed circle", () => {
  expect(slice(0, 1, 10).startsWith("M0 -10A")).toBe(true);
});
