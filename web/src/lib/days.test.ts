import { describe, expect, it } from "vitest";
import { addDays, axisLabels, binEnd, binName, daysBetween, isDay } from "./days";

describe("bins", () => {
  it("end on their last day, leap years and year ends included", () => {
    expect(binEnd("2024-03-05", "day")).toBe("2024-03-05");
    expect(binEnd("2024-12-30", "week")).toBe("2025-01-05");
    expect(binEnd("2024-02-01", "month")).toBe("2024-02-29");
    expect(binEnd("2023-12-01", "month")).toBe("2023-12-31");
    expect(binEnd("2023-01-01", "year")).toBe("2023-12-31");
    expect(binEnd("0050-01-01", "year")).toBe("0050-12-31");
  });
  it("have names for people", () => {
    expect(binName("2024-03-04", "week")).toBe("week of 4 Mar 2024");
    expect(binName("2024-03-01", "month")).toBe("Mar 2024");
  });
});

describe("days", () => {
  it("are real ones", () => {
    expect(isDay("2024-02-29")).toBe(true);
    expect(isDay("2023-2-9")).toBe(false);
    expect(isDay("2023-13-01")).toBe(false);
  });
  it("are counted without hours of any zone", () => {
    expect(addDays("2024-03-30", 2)).toBe("2024-04-01");
    expect(daysBetween("2024-10-26", "2024-10-28")).toBe(2);
  });
});

describe("labels of an axis", () => {
  it("put a week into the month and year that most of it lies in", () => {
    expect(axisLabels(["2019-12-30", "2020-01-06", "2020-01-27", "2020-02-03"], "week", 1)).toEqual([
      { index: 0, label: "2020", strong: true }, { index: 1, label: "6", strong: false },
      { index: 2, label: "27", strong: false }, { index: 3, label: "Feb", strong: false },
    ]);
  });
  it("never stand closer than asked, and years come first", () => {
    const starts = Array.from({ length: 40 }, (_, index) => addDays("2023-12-20", index));
    const labels = axisLabels(starts, "day", 4);
    expect(labels.some((label) => label.label === "2024" && label.strong)).toBe(true);
    labels.slice(1).forEach((label, index) => expect(label.index - (labels[index]?.index ?? 0)).toBeGreaterThanOrEqual(4));
  });
});
