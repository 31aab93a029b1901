import { describe, expect, it } from "vitest";
import { splitBlocks } from "../report/blocks";
import { choose, move, range, Words, type Choice, type Move } from "./words";

const TEXT = "Police arrested two editors.\n\n“We won't go,” O'Neill told آژانس خبری. 😀 Ende";
const words = new Words(TEXT, splitBlocks(TEXT));
const at = (needle: string): Choice => {
  const word = words.at(TEXT.indexOf(needle));
  if (!word) throw new Error(needle);
  return choose(word);
};
const text = (choice: Choice): string => TEXT.slice(range(choice).start, range(choice).end);
const go = (from: Choice, ...steps: [Move, boolean][]): Choice =>
  steps.reduce((choice, [to, extend]) => move(choice, to, extend, words), from);

describe("moving", () => {
  it("goes word by word, over the end of a paragraph", () => {
    expect(text(go(at("Police"), ["right", false]))).toBe("arrested");
    expect(text(go(at("editors"), ["right", false]))).toBe("We");
    expect(text(go(at("We"), ["left", false]))).toBe("editors");
  });
  it("stops at the ends of the text", () => {
    expect(text(go(at("Police"), ["left", false]))).toBe("Police");
    expect(text(go(at("Police"), ["end", false]))).toBe("Ende");
    expect(text(go(at("Ende"), ["right", false], ["start", false]))).toBe("Police");
  });
  it("extends and shrinks with the moving end, also over the beginning", () => {
    expect(text(go(at("arrested"), ["right", true], ["right", true]))).toBe("arrested two editors");
    expect(text(go(at("arrested"), ["right", true], ["left", true], ["left", true]))).toBe("Police arrested");
  });
  it("becomes one word again at the side that it moves to", () => {
    const chosen = go(at("arrested"), ["right", true]);
    expect(text(go(chosen, ["right", false]))).toBe("two");
    expect(text(go(chosen, ["left", false]))).toBe("arrested");
  });
  it("takes the word that the screen has above or below", () => {
    const below = words.at(TEXT.indexOf("Ende"));
    expect(text(move(at("Police"), "down", false, words, () => below))).toBe("Ende");
    expect(text(move(at("Police"), "down", true, words, () => below)).startsWith("Police")).toBe(true);
  });
});

describe("words", () => {
  it("keeps apostrophes inside and takes any script", () => {
    expect(text(at("won't"))).toBe("won't");
    expect(text(at("O'Neill"))).toBe("O'Neill");
    expect(text(at("خبری"))).toBe("خبری");
    expect(text(at("😀"))).toBe("😀");
  });
  it("widens a sloppy choice to whole words and drops white space at its edges", () => {
    const around = (part: string): string => {
      const start = TEXT.indexOf(part);
      const found = words.around(start, start + part.length);
      return found ? TEXT.slice(found.start, found.end) : "";
    };
    expect(around("rested two edit")).toBe("arrested two editors");
    expect(around(" two ")).toBe("two");
    expect(around("editors.\n\n“We")).toBe("editors.\n\n“We");
  });
  it("finds no word in punctuation", () => {
    expect(words.around(TEXT.indexOf(",”"), TEXT.indexOf(",”") + 2)).toBeNull();
  });
  it("finds no word in white space or in nothing", () => {
    expect(words.around(TEXT.indexOf("\n\n"), TEXT.indexOf("\n\n") + 2)).toBeNull();
    expect(new Words("", []).at(0)).toBeNull();
  });
});
