import { describe, expect, it } from "vitest";
import { chain, clip, days, partyNames, short, visible } from "./format";

describe("hostile text", () => {
  it("shows what would act instead of letting it act", () => {
    expect(visible("a\u202eb")).toBe("a⟦RLO⟧b");
    expect(visible("a\u0000\u001b[31m")).toBe("a␀␛[31m");
    expect(visible("a\u0085b\u2028c")).toBe("a⟦U+0085⟧b⟦LS⟧c");
    expect(visible(" line\n\tend ")).toBe(" line end ");
    expect(visible("<script>alert(1)</script>")).toBe("<script>alert(1)</script>");
    expect(visible("שלום 🙂")).toBe("שלום 🙂");
  });
  it("is clipped between characters, never inside one", () => {
    expect(clip("🙂🙂🙂🙂", 3)).toBe("🙂🙂…");
    expect(clip("abc", 3)).toBe("abc");
    expect(Array.from(clip("x".repeat(1_000_000), 10)).length).toBe(10);
  });
});

describe("days of an event", () => {
  it("leave out what they share", () => {
    expect(days("2024-03-01", "2024-03-01")).toBe("2024-03-01");
    expect(days("2024-03-01", "2024-03-05")).toBe("2024-03-01–05");
    expect(days("2024-02-01", "2024-02-29")).toBe("2024-02");
    expect(days("2024-01-01", "2024-12-31")).toBe("2024");
    expect(days("2024-03-01", "2024-04-05")).toBe("2024-03-01–04-05");
    expect(days(null, null)).toBe("");
  });
});

it("a chain begins with who makes the claim", () => {
  expect(chain(["Agency", "Ministry"])).toBe("Ministry ‹ Agency ‹ report");
  expect(chain([])).toBe("the report itself");
});

it("numbers are short and never rounded up", () => {
  expect([999, 1000, 1999, 19_990, 1_990_000].map(short)).toEqual(["999", "1k", "1.9k", "19k", "1.9M"]);
});

it("nobody is told as nobody", () => {
  expect(partyNames([], "nobody named")).toBe("nobody named");
});
