// Where things stand on the map, and which stand too close to be drawn apart. No DOM here.

import { geoEqualEarth, type GeoProjection } from "d3-geo";
import type { MapPoint } from "../types";
import { radius } from "../charts/scale";

/** Screen = base * k + (x, y), where base is the projection at zoom 1. */
export interface Camera {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export const WORLD: Camera = { k: 1, x: 0, y: 0 };
export const NEAREST = 400;

/** Spot: somewhere in the country, a town or an area. Country: nothing nearer than the country is known. */
export type Grain = "spot" | "country";
export function grainOf(point: MapPoint): Grain {
  return point.precision === "country" ? "country" : "spot";
}

export interface Cluster {
  readonly x: number;
  readonly y: number;
  readonly grain: Grain;
  /** Records whose place is a district or a province only. */
  readonly areas: number;
  readonly count: number;
  readonly quads: readonly [number, number, number, number];
  readonly members: readonly MapPoint[];
}

const TOP = 84; // degrees; the poles hold no news
const BOTTOM = -57;

export function projectionFor({ width, height }: Size): GeoProjection {
  const news = { type: "MultiPoint" as const, coordinates: [[-179.9, 0], [179.9, 0], [0, TOP], [0, BOTTOM]] };
  return geoEqualEarth().fitExtent([[6, 6], [width - 6, height - 6]], news);
}

export function onScreen(projection: GeoProjection, camera: Camera, lon: number, lat: number): [number, number] | null {
  const base = projection([lon, lat]);
  return base ? [base[0] * camera.k + camera.x, base[1] * camera.k + camera.y] : null;
}

const LARGEST = 20; // px, radius of the largest circle
export const COUNTRY: readonly [number, number] = [24, 7.5]; // px, half of a country's label
const PASSES = 6;

/** Size of a mark on screen, px: radius of a circle, half the width of a country's label. */
export function extent(grain: Grain, count: number, most: number, width: number): number {
  return grain === "country" ? COUNTRY[0] : radius(Math.min(count, most), most, 3.5, Math.min(LARGEST, Math.max(11, width / 45)));
}

interface Body {
  x: number;
  y: number;
  grain: Grain;
  count: number;
  members: MapPoint[];
}

/**
 * Greedy, in passes: the mark with most records draws to itself those that it would cover, grows, and so on until no two cover one another. Countries
 * are never joined with places in them, so that a dot never holds what is known of the country only. Same input, same clusters.
 * Positions are those of an unmoved map, so that moving it asks for nothing.
 */
export function cluster(points: readonly MapPoint[], projection: GeoProjection, zoom: number, size: Size): Cluster[] {
  let bodies = points.flatMap((point): Body[] => {
    const at = onScreen(projection, { k: zoom, x: 0, y: 0 }, point.lon, point.lat);
    if (!at) return [];
    return [{ x: at[0], y: at[1], grain: grainOf(point), count: point.count, members: [point] }];
  });
  bodies.sort((a, b) => b.count - a.count || a.x - b.x || a.y - b.y || ((a.members[0]?.name ?? "") < (b.members[0]?.name ?? "") ? -1 : 1));
  // Sizes are relative to the largest cluster, which is only known after joining.
  let most = Math.max(1, ...bodies.map((body) => body.count));
  for (let pass = 0; pass < PASSES; pass += 1) {
    const joined = join(bodies, most, size.width);
    const done = joined.length === bodies.length;
    bodies = joined.sort((a, b) => b.count - a.count);
    most = Math.max(1, ...bodies.map((body) => body.count));
    if (done) break;
  }
  // Large ones first, so that small ones are drawn on top and stay in reach; labels of countries above all.
  bodies.sort((a, b) => Number(a.grain === "country") - Number(b.grain === "country") || b.count - a.count);
  return setApart(bodies, size.width).map(finished);
}

// Where a country's label may move to, px, so that it hides no place: the nearest free spot.
const MOVES: readonly (readonly [number, number])[] = [
  [0, 0], [0, 14], [0, -14], [22, 0], [-22, 0], [22, 14], [-22, 14], [22, -14], [-22, -14], [0, 26], [0, -26], [40, 0], [-40, 0], [40, 20], [-40, 20], [40, -20], [-40, -20], [0, 38], [0, -38], [56, 0], [-56, 0], [52, 26], [-52, 26], [52, -26], [-52, -26],
];

/** Labels of countries beside circles and one another, where there is room within some 60 px of the country's middle. */
function setApart(bodies: readonly Body[], width: number): Body[] {
  const most = Math.max(1, ...bodies.map((body) => body.count));
  const boxes = bodies.filter((body) => body.grain === "spot").map((body) => {
    const r = extent("spot", body.count, most, width);
    return [body.x - r, body.y - r, body.x + r, body.y + r] as const;
  });
  return bodies.map((body) => {
    if (body.grain === "spot") return body;
    const boxAt = ([dx, dy]: readonly [number, number]) =>
      [body.x + dx - COUNTRY[0], body.y + dy - COUNTRY[1], body.x + dx + COUNTRY[0], body.y + dy + COUNTRY[1]] as const;
    const free = MOVES.find((shift) => {
      const box = boxAt(shift);
      return !boxes.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
    }) ?? [0, 0] as const;
    boxes.push(boxAt(free));
    return { ...body, x: body.x + free[0], y: body.y + free[1] };
  });
}

function join(bodies: readonly Body[], most: number, width: number): Body[] {
  const side = 2 * COUNTRY[0] + 6;
  const cells = new Map<string, number[]>();
  bodies.forEach(({ x, y }, index) => {
    const key = `${Math.floor(x / side)} ${Math.floor(y / side)}`;
    const cell = cells.get(key);
    if (cell) cell.push(index);
    else cells.set(key, [index]);
  });
  const taken = new Set<number>();
  return bodies.flatMap((one, index) => {
    if (taken.has(index)) return [];
    taken.add(index);
    const whole: Body = { ...one, members: [...one.members] };
    for (let dx = -1; dx <= 1; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        for (const at of cells.get(`${Math.floor(one.x / side) + dx} ${Math.floor(one.y / side) + dy}`) ?? []) {
          const other = bodies[at];
          if (!other || taken.has(at) || other.grain !== one.grain || !covers(one, other, most, width)) continue;
          taken.add(at);
          whole.count += other.count;
          whole.members.push(...other.members);
        }
      }
    }
    return [whole];
  });
}

function covers(a: Body, b: Body, most: number, width: number): boolean {
  const [dx, dy] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
  if (a.grain === "country") return dx < 2 * COUNTRY[0] + 6 && dy < 3.4 * COUNTRY[1];
  return Math.hypot(dx, dy) < Math.max(10, 0.9 * (extent(a.grain, a.count, most, width) + extent(b.grain, b.count, most, width)));
}

function finished(body: Body): Cluster {
  const quads: [number, number, number, number] = [0, 0, 0, 0];
  let areas = 0;
  for (const point of body.members) {
    point.quads.forEach((value, quad) => { quads[quad] = (quads[quad] ?? 0) + value; });
    if (point.precision !== "city" && point.precision !== "country") areas += point.count;
  }
  return { ...body, areas, quads, members: [...body.members].sort((a, b) => b.count - a.count) };
}

/** The clusters that are in sight, where they stand on the screen. */
export function inSight(clusters: readonly Cluster[], camera: Camera, size: Size): Cluster[] {
  return clusters.flatMap((one) => {
    const [x, y] = [one.x + camera.x, one.y + camera.y];
    return x < -40 || y < -40 || x > size.width + 40 || y > size.height + 40 ? [] : [{ ...one, x, y }];
  });
}

/** Zooms by a factor around a point of the screen, and keeps the world in sight. */
export function zoomed(camera: Camera, factor: number, centre: readonly [number, number], size: Size): Camera {
  const k = Math.min(Math.max(camera.k * factor, 1), NEAREST);
  const times = k / camera.k;
  return held({ k, x: centre[0] - (centre[0] - camera.x) * times, y: centre[1] - (centre[1] - camera.y) * times }, size);
}

export function held(camera: Camera, { width, height }: Size): Camera {
  const clamp = (value: number, side: number) => Math.min(side * 0.5, Math.max(value, side * 0.5 - side * camera.k));
  return camera.k <= 1.001 ? WORLD : { k: camera.k, x: clamp(camera.x, width), y: clamp(camera.y, height) };
}

/** The camera that has all the points in sight, not nearer than a country's size. */
export function fitted(points: readonly { lon: number; lat: number }[], projection: GeoProjection, size: Size, nearest = 14): Camera {
  const spots = points.flatMap((point) => {
    const base = projection([point.lon, point.lat]);
    return base ? [base] : [];
  });
  if (spots.length === 0) return WORLD;
  const [xs, ys] = [spots.map((spot) => spot[0]), spots.map((spot) => spot[1])];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const pad = 36;
  const k = Math.min((size.width - 2 * pad) / Math.max(right - left, 1e-6), (size.height - 2 * pad) / Math.max(bottom - top, 1e-6), nearest);
  if (k <= 1.15) return WORLD;
  return { k, x: size.width / 2 - ((left + right) / 2) * k, y: size.height / 2 - ((top + bottom) / 2) * k };
}

/** west, south, east, north of what is in sight, in degrees with three decimals; the whole world where all of it is. */
export function boxInSight(projection: GeoProjection, camera: Camera, size: Size): [number, number, number, number] {
  let [west, south, east, north] = [180, 90, -180, -90];
  const steps = 24;
  for (let column = 0; column <= steps; column += 1) {
    for (let row = 0; row <= steps; row += 1) {
      const base: [number, number] = [
        ((size.width * column) / steps - camera.x) / camera.k, ((size.height * row) / steps - camera.y) / camera.k,
      ];
      const at = projection.invert?.(base);
      if (!at || Math.abs(at[0]) > 180 || Math.abs(at[1]) > 90) continue;
      const again = projection(at);
      // Beyond the edge of the globe the inverse answers something that does not lead back.
      if (!again || Math.hypot(again[0] - base[0], again[1] - base[1]) > 0.5) continue;
      [west, south, east, north] = [Math.min(west, at[0]), Math.min(south, at[1]), Math.max(east, at[0]), Math.max(north, at[1])];
    }
  }
  if (west > east) return [-180, -90, 180, 90];
  const round = (degrees: number) => Math.round(degrees * 1000) / 1000;
  return [round(west), round(south), round(east), round(north)];
}
