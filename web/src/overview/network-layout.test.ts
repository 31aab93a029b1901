import { describe, expect, it } from "vitest";
import type { Network } from "../types";
import { atLeast, layout, sparse, steps } from "./network-layout";

const network: Network = {
  nodes: Array.from({ length: 30 }, (_, index) => ({ id: `n${index}`, label: `party ${index}`, country: null, sector: null, count: 30 - index })),
  edges: Array.from({ length: 60 }, (_, index) => ({
    source: index % 30, target: (index * 7 + 1) % 30, count: 1 + (index % 5), quads: [1, 0, 0, index % 5] as [number, number, number, number],
  })),
};
const names = network.nodes.map((node) => node.label);

describe("the network", () => {
  it("stands at the same places every time", () => {
    expect(layout(network, 800, 500, names)).toEqual(layout(network, 800, 500, names));
  });
  it("stays inside its frame, and names the largest party", () => {
    const spots = layout(network, 800, 500, names);
    for (const { x, y } of spots) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(800);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(500);
    }
    expect(spots[0]?.label).not.toBeNull();
  });
  it("keeps arrows of at least so many records and the parties that they join", () => {
    const few = atLeast(network, 5);
    expect(few.edges.every((edge) => edge.count >= 5)).toBe(true);
    for (const edge of few.edges) expect(few.nodes[edge.source]).toBeDefined();
    const first = network.edges.find((edge) => edge.count >= 5);
    expect(few.nodes[few.edges[0]?.source ?? -1]?.id).toBe(network.nodes[first?.source ?? -1]?.id);
  });
  it("offers only numbers that change something", () => {
    expect(sparse(network)).toBe(1);
    expect(steps(network, 1)).toEqual([1, 2, 3, 5]);
  });
  it("of nobody is nothing", () => {
    expect(layout({ nodes: [], edges: [] }, 800, 500, [])).toEqual([]);
    expect(sparse({ nodes: [], edges: [] })).toBe(1);
  });
});
