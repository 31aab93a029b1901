import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Grid } from "./grid";

interface Row {
  id: number;
}
const TOTAL = 100_000;
let root: HTMLElement;
let asked: [number, number][];
let aborted: number;
const opened: number[] = [];
const defined: number[] = [];
const sorted: string[] = [];

// happy-dom lays nothing out: the list is told that it is 600 px high.
class FixedSize {
  constructor(private readonly tell: ResizeObserverCallback) {}
  observe() { this.tell([{ contentRect: { width: 900, height: 629 } } as ResizeObserverEntry], this as unknown as ResizeObserver); }
  disconnect() {}
  unobserve() {}
}

function list(key: string, version = 1) {
  return (
    <Grid<Row> label="Records" rowHeight={30} listKey={key} sort="-date" hidden={false} opened={null}
      columns={[{ name: "Date", width: "1fr", sort: "date", cell: (row) => `row ${row.id}` }, { name: "Who", width: "1fr", cell: () => "x" }]}
      setSort={(sort) => sorted.push(sort)} open={(row) => opened.push(row.id)} define={(row) => defined.push(row.id)} id={(row) => String(row.id)}
      fetchPage={(offset, limit, signal) => {
        asked.push([offset, limit]);
        signal.addEventListener("abort", () => { aborted += 1; });
        const rows = Array.from({ length: Math.min(limit, TOTAL - offset) }, (_, index) => ({ id: offset + index }));
        return new Promise((resolve) => setTimeout(() => resolve({ version, matched: TOTAL, rows }), 5));
      }} />
  );
}
const settle = () => act(async () => { await vi.advanceTimersByTimeAsync(20); });
const show = async (key: string, version = 1) => {
  await act(async () => render(list(key, version), root));
  await settle();
};
const scroller = () => root.querySelector<HTMLElement>(".grid-scroll") as HTMLElement;
const rows = () => [...root.querySelectorAll<HTMLElement>(".grid-row:not(.waiting)")];
const press = async (key: string) => {
  await act(async () => { scroller().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })); });
  await settle();
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("ResizeObserver", FixedSize);
  root = document.createElement("div");
  document.body.append(root);
  asked = [];
  aborted = opened.length = defined.length = sorted.length = 0;
});
afterEach(async () => {
  await act(async () => render(null, root));
  root.remove();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a table of 100,000 rows", () => {
  it("draws only what is in sight and says how many there are", async () => {
    await show("a");
    expect(rows().length).toBeLessThan(60);
    expect(root.querySelector("[role=grid]")?.getAttribute("aria-rowcount")).toBe(String(TOTAL + 1));
    expect(rows()[0]?.getAttribute("aria-rowindex")).toBe("2");
    expect(asked).toEqual([[0, 200]]);
  });
  it("is walked with the keyboard, to the very end and back", async () => {
    await show("a");
    await press("ArrowDown");
    await press("Enter");
    expect(opened).toEqual([1]);
    await press("End");
    await settle();
    await press("Enter");
    expect(opened).toEqual([1, TOTAL - 1]);
    expect(scroller().getAttribute("aria-activedescendant")).toMatch(/99999$/);
    await press("d");
    expect(defined).toEqual([TOTAL - 1]);
    await press("Home");
    await press("Enter");
    expect(opened).toEqual([1, TOTAL - 1, 0]);
    await press("PageDown");
    await press("Enter");
    expect(opened[3]).toBe(19);
  });
  it("gives up pages that were scrolled past", async () => {
    await show("a");
    for (const top of [300_000, 600_000, 900_000]) {
      await act(async () => {
        scroller().scrollTop = top;
        scroller().dispatchEvent(new Event("scroll"));
      });
    }
    await settle();
    expect(aborted).toBeGreaterThanOrEqual(2);
    expect(rows().some((row) => row.textContent?.includes("row 30000"))).toBe(true);
  });
  it("starts at the top with other filters, and keeps the old rows until the new are there", async () => {
    await show("a");
    await press("End");
    await act(async () => render(list("b"), root));
    expect(asked[asked.length - 1]?.[0]).not.toBeNaN();
    await settle();
    expect(rows()[0]?.textContent).toContain("row 0");
    await press("Enter");
    expect(opened).toEqual([0]);
  });
  it("sorts by its heads", async () => {
    await show("a");
    expect(root.querySelector("[role=columnheader]")?.getAttribute("aria-sort")).toBe("descending");
    await act(async () => root.querySelector<HTMLElement>("[role=columnheader] button")?.click());
    expect(sorted).toEqual(["date"]);
  });
  it("opens the row that is clicked", async () => {
    await show("a");
    await act(async () => rows()[7]?.click());
    expect(opened).toEqual([7]);
  });
});
