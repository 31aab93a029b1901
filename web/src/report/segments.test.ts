import { describe, expect, it } from "vitest";
import { DEEPEST, marksByBlock, nest, type Interval, type Node } from "./segments";

interface Named extends Interval {
  name: string;
}
const mark = (name: string, start: number, end: number): Named => ({ name, start, end });
const TEXT = "Russian forces in Kherson denied that they had fired";

/** [actor Russian forces in [place Kherson]] ... */
function draw(nodes: Node<Named>[]): string {
  return nodes
    .map((n) =>
      n.kind === "text" ? TEXT.slice(n.start, n.end) : `${n.first ? "[" : "<"}${n.mark.name}|${draw(n.children)}${n.last ? "]" : ">"}`,
    )
    .join("");
}
const plain = (nodes: Node<Named>[]): string =>
  nodes.map((n) => (n.kind === "text" ? TEXT.slice(n.start, n.end) : plain(n.children))).join("");

describe("nest", () => {
  it("leaves text without marks alone", () => {
    expect(draw(nest(0, TEXT.length, []))).toBe(TEXT);
    expect(nest(5, 5, [])).toEqual([]);
  });
  it("puts the shorter mark inside the longer", () => {
    expect(draw(nest(0, 25, [mark("P", 18, 25), mark("A", 0, 25)]))).toBe("[A|Russian forces in [P|Kherson]]");
    expect(draw(nest(0, 25, [mark("C", 0, 7), mark("A", 0, 14)]))).toBe("[A|[C|Russian] forces] in Kherson");
  });
  it("keeps the order of marks that cover the same words", () => {
    expect(draw(nest(0, 14, [mark("outer", 0, 14), mark("inner", 0, 14)]))).toBe("[outer|[inner|Russian forces]]");
  });
  it("draws marks that cross in parts that say where they begin and end", () => {
    expect(draw(nest(0, 25, [mark("a", 0, 14), mark("b", 8, 25)]))).toBe("[a|Russian [b|forces>]<b| in Kherson]");
  });
  it("clips marks to the stretch and says that they go on", () => {
    expect(draw(nest(8, 25, [mark("s", 0, 52), mark("x", 40, 45)]))).toBe("<s|forces in Kherson>");
  });
  it("ignores empty marks and keeps marks that touch apart", () => {
    expect(draw(nest(0, 14, [mark("e", 3, 3), mark("a", 0, 7), mark("b", 7, 14)]))).toBe("[a|Russian][b| forces]");
  });
  it("keeps every character once, whatever the marks", () => {
    let seed = 7;
    const random = (n: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
    for (let round = 0; round < 200; round++) {
      const marks = Array.from({ length: random(12) }, (_, i) => {
        const start = random(TEXT.length);
        return mark(String(i), start, start + random(TEXT.length - start + 5));
      });
      const tree = nest(0, TEXT.length, marks);
      expect(plain(tree)).toBe(TEXT);
      const covered = new Map<string, number>();
      const walk = (nodes: Node<Named>[]): void =>
        nodes.forEach((n) => {
          if (n.kind === "text") return;
          covered.set(n.mark.name, (covered.get(n.mark.name) ?? 0) + n.end - n.start);
          walk(n.children);
        });
      walk(tree);
      const wanted = marks.map((m) => Math.min(m.end, TEXT.length) - m.start);
      expect(marks.map((m) => covered.get(m.name) ?? 0)).toEqual(wanted);
    }
  });
  it("bounds the depth", () => {
    const tree = nest(
      0,
      10,
      Array.from({ length: 500 }, (_, i) => mark(String(i), 0, 10)),
    );
    let depth = 0;
    for (let node = tree[0]; node?.kind === "mark"; node = node.children[0]) depth++;
    expect(depth).toBe(DEEPEST);
    expect(plain(tree)).toBe(TEXT.slice(0, 10));
  });
});

describe("marksByBlock", () => {
  it("gives each block what touches it", () => {
    const blocks = [
      { start: 0, end: 10 },
      { start: 12, end: 20 },
      { start: 22, end: 30 },
    ];
    const found = marksByBlock(blocks, [mark("a", 2, 4), mark("b", 8, 25), mark("gap", 10, 12)]);
    expect([...found].map(([i, list]) => [i, list.map((m) => m.name)])).toEqual([
      [0, ["a", "b"]],
      [1, ["b"]],
      [2, ["b"]],
    ]);
  });
});
