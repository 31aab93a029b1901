// Where the parties of the network stand. The same data stand at the same places every time: d3-force starts from a fixed spiral, draws from
// a fixed sequence, and runs for a fixed number of steps.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";
import type { Network } from "../types";
import { radius } from "../charts/scale";

const CLEAR = 110; // arrows that can be told apart at a glance

/** The least number of records for an arrow that leaves few enough arrows to see anything. */
export function sparse(network: Network): number {
  return [1, 2, 3, 5, 8, 12, 20, 50, 100].find((least) => network.edges.filter((edge) => edge.count >= least).length <= CLEAR) ?? 1;
}

/** What may be chosen as the least number: only what changes something. */
export function steps(network: Network, chosen: number): number[] {
  const most = Math.max(1, ...network.edges.map((edge) => edge.count));
  return [...new Set([1, 2, 3, 5, 8, 12, 20, 50, 100, chosen])].filter((step) => step <= most || step === chosen).sort((a, b) => a - b);
}

/** Arrows of at least so many records, and the parties that they join. */
export function atLeast(network: Network, least: number): Network {
  const edges = network.edges.filter((edge) => edge.count >= least);
  const kept = [...new Set(edges.flatMap((edge) => [edge.source, edge.target]))].sort((a, b) => a - b);
  const place = new Map(kept.map((node, index) => [node, index]));
  return {
    nodes: kept.flatMap((node) => network.nodes[node] ?? []),
    edges: edges.map((edge) => ({ ...edge, source: place.get(edge.source) ?? 0, target: place.get(edge.target) ?? 0 })),
  };
}

export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly label: "right" | "left" | "above" | "below" | null; // where its name stands; null: no room, shown when pointed at
}

const STEPS = 320;
const LINE = 13; // px, height of a label
const NAMED = 12;
const LETTER = 6.1; // px, mean width of a letter at 12 px

interface Body extends SimulationNodeDatum {
  r: number;
}

export function layout(network: Network, width: number, height: number, names: readonly string[]): Spot[] {
  if (network.nodes.length === 0) return [];
  const most = Math.max(...network.nodes.map((node) => node.count));
  const bodies: Body[] = network.nodes.map((node) => ({ r: radius(node.count, most, 4, 20) }));
  const heaviest = Math.max(1, ...network.edges.map((edge) => edge.count));
  const links = network.edges.filter((edge) => edge.source !== edge.target).map((edge) => ({
    source: edge.source, target: edge.target, weight: Math.sqrt(edge.count / heaviest),
  }));
  // Wider than high, as the page is.
  const ratio = width / Math.max(1, height);
  forceSimulation<Body>(bodies)
    .force("link", forceLink<Body, { source: number; target: number; weight: number }>(links).distance(62).strength((link) => 0.15 + 0.5 * link.weight))
    .force("charge", forceManyBody<Body>().strength(-320).distanceMax(520))
    .force("x", forceX<Body>(0).strength(0.05 / Math.max(1, ratio)))
    .force("y", forceY<Body>(0).strength(0.05 * Math.max(1, ratio)))
    .force("collide", forceCollide<Body>((body) => body.r + 9))
    .stop()
    .tick(STEPS);
  return labelled(fit(bodies, width, height), names, width, height);
}

function fit(bodies: readonly Body[], width: number, height: number): { x: number; y: number; r: number }[] {
  const [xs, ys] = [bodies.map((body) => body.x ?? 0), bodies.map((body) => body.y ?? 0)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [padX, padY] = [Math.min(96, width * 0.12), 34];
  // Each side on its own, but neither stretched much more than the other: the picture fills the page and stays itself.
  const [fitX, fitY] = [(width - 2 * padX) / Math.max(1, right - left), (height - 2 * padY) / Math.max(1, bottom - top)];
  const [kx, ky] = [Math.min(fitX, fitY * 1.5, 2.4), Math.min(fitY, fitX * 1.5, 2.4)];
  return bodies.map((body) => ({
    x: width / 2 + ((body.x ?? 0) - (left + right) / 2) * kx, y: height / 2 + ((body.y ?? 0) - (top + bottom) / 2) * ky, r: body.r,
  }));
}

type Box = readonly [number, number, number, number];

/** Names where there is room, those of large parties first: right, left, above or below; else none. */
function labelled(spots: readonly { x: number; y: number; r: number }[], names: readonly string[], width: number, height: number): Spot[] {
  const boxes: Box[] = spots.map(({ x, y, r }) => [x - r, y - r, x + r, y + r]);
  const labels: Spot["label"][] = spots.map(() => null);
  const order = spots.map((_, index) => index).sort((a, b) => (spots[b]?.r ?? 0) - (spots[a]?.r ?? 0) || a - b);
  for (const index of order) {
    const spot = spots[index];
    if (!spot) continue;
    const [x, y, gap] = [spot.x, spot.y, spot.r + 4];
    const wide = Array.from(names[index] ?? "").length * LETTER;
    const places: [Exclude<Spot["label"], null>, Box][] = [
      ["right", [x + gap, y - LINE / 2, x + gap + wide, y + LINE / 2]],
      ["left", [x - gap - wide, y - LINE / 2, x - gap, y + LINE / 2]],
      ["below", [x - wide / 2, y + gap - 1, x + wide / 2, y + gap + LINE]],
      ["above", [x - wide / 2, y - gap - LINE, x + wide / 2, y - gap + 1]],
    ];
    const inside = places.filter(([, box]) => box[0] > 2 && box[1] > 2 && box[2] < width - 2 && box[3] < height - 2);
    const clear = (box: Box, from: number) => !boxes.slice(from).some((other) => overlap(box, other));
    // The largest parties are named even where their names must lie on a smaller circle.
    const free = inside.find(([, box]) => clear(box, 0))
      ?? (order.indexOf(index) < NAMED ? inside.find(([, box]) => clear(box, spots.length)) : undefined);
    if (!free) continue;
    labels[index] = free[0];
    boxes.push(free[1]);
  }
  return spots.map((spot, index) => ({ ...spot, label: labels[index] ?? null }));
}

function overlap(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
