import { describe, expect, it } from "vitest";
import { search } from "./combo";

const options = [
  { value: "AUT", name: "Austria" },
  { value: "AUS", name: "Australia" },
  { value: "RUS", name: "Russia" },
  { value: "BLR", name: "Belarus" },
  { value: "US", name: "us", hint: "short" },
];
const found = (typed: string): string[] => search(options, typed).map((option) => option.value);

describe("search", () => {
  it("gives all where nothing is typed", () => expect(found("  ")).toHaveLength(5));
  it("puts the code itself first, then what begins so, then what holds it", () => {
    expect(found("us")).toEqual(["US", "AUT", "AUS", "RUS", "BLR"]);
    expect(found("aus")).toEqual(["AUS", "AUT"]);
  });
  it("needs every word, in any of code, name and hint", () => {
    expect(found("us short")).toEqual(["US"]);
    expect(found("austria x")).toEqual([]);
  });
});
