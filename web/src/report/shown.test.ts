import { describe, expect, it } from "vitest";
import { label, shown } from "./shown";

describe("shown", () => {
  it("leaves ordinary text alone, joiners, marks and emoji too", () => {
    for (const text of ["Zwei\nZeilen\tTab", "می‌خواهم", "👩‍👩‍👧 <script>alert(1)</script>", "\u200eabc\u200f"]) expect(shown(text)).toBe(text);
  });
  it("shows what would turn or hide text, one unit for one unit", () => {
    const text = "a\u202eb\u2066c\u0000d\u001be\u007ff\ud800g\u2028h\u0085";
    expect(shown(text)).toBe("a⇄b⇄c␀d␛e␡f\ufffdg␤h\ufffd");
    expect(shown(text).length).toBe(text.length);
  });
  it("keeps line breaks of two characters and shows a lone carriage return", () => {
    expect(shown("a\r\nb")).toBe("a\u200b\nb");
    expect(shown("a\rb")).toBe("a␍b");
  });
  it("keeps pairs next to lone surrogates", () => {
    expect(shown("\ud83d\ud83d\ude00\ude00")).toBe("\ufffd😀\ufffd");
  });
});

describe("label", () => {
  it("is one line and cut by characters, not by units", () => {
    expect(label("the  ministry\nof defence")).toBe("the ministry of defence");
    expect(label("😀😀😀😀😀", 4)).toBe("😀😀😀…");
  });
});
