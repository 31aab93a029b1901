import { describe, expect, it } from "vitest";
import type { MapPoint } from "../types";
import { boxInSight, cluster, fitted, inSight, onScreen, projectionFor, WORLD, zoomed } from "./map-geometry";

const size = { width: 900, height: 500 };
const projection = projectionFor(size);
function point(name: string, lon: number, lat: number, precision: MapPoint["precision"] = "city", count = 1): MapPoint {
  return { name, lon, lat, precision, count, country: "AAA", quads: [0, 0, 0, count] };
}

describe("clusters", () => {
  const points = [point("a", 30, 50, "city", 9), point("b", 30.2, 50.1), point("c", 100, 0), point("land", 30.1, 50, "country", 5), point("area", 30.1, 50.1, "province", 2)];
  it("join what would cover one another and lose no record", () => {
    const found = cluster(points, projection, 1, size);
    expect(found.reduce((sum, one) => sum + one.count, 0)).toBe(18);
    expect(found.find((one) => one.members.some((member) => member.name === "a"))).toMatchObject({ count: 12, areas: 2, grain: "spot" });
  });
  it("never put what is known of a country only into a place", () => {
    const country = cluster(points, projection, 1, size).filter((one) => one.grain === "country");
    expect(country.map((one) => one.members.map((member) => member.name))).toEqual([["land"]]);
  });
  it("come apart when zoomed in", () => {
    const at = onScreen(projection, WORLD, 30, 50) ?? [0, 0];
    const near = zoomed(WORLD, 300, at, size);
    const found = inSight(cluster(points, projection, near.k, size), near, size);
    expect(found.filter((one) => one.grain === "spot").map((one) => one.members.length)).toEqual([1, 1, 1]);
  });
  it("are the same for the same points in another order", () => {
    const key = (list: readonly MapPoint[]) => cluster(list, projection, 1, size).map((one) => one.members.map((member) => member.name).sort().join()).sort();
    expect(key([...points].reverse())).toEqual(key(points));
  });
});

describe("the camera", () => {
  it("keeps the point under the pointer where it is", () => {
    const at: [number, number] = [620, 130];
    const before = projection.invert?.(at) ?? [0, 0];
    const camera = zoomed(WORLD, 8, at, size);
    expect(onScreen(projection, camera, before[0], before[1])).toEqual([expect.closeTo(at[0], 6), expect.closeTo(at[1], 6)]);
  });
  it("never zooms out beyond the world", () => {
    expect(zoomed(zoomed(WORLD, 8, [10, 10], size), 0.001, [500, 300], size)).toEqual(WORLD);
  });
  it("has all fitted points in sight", () => {
    const spots = [{ lon: 30, lat: 50 }, { lon: 40, lat: 46 }];
    const camera = fitted(spots, projection, size);
    for (const spot of spots) {
      const at = onScreen(projection, camera, spot.lon, spot.lat) ?? [-1, -1];
      expect(at[0]).toBeGreaterThan(0);
      expect(at[0]).toBeLessThan(size.width);
      expect(at[1]).toBeGreaterThan(0);
      expect(at[1]).toBeLessThan(size.height);
    }
    expect(fitted([], projection, size)).toEqual(WORLD);
  });
  it("tells the box in sight, which holds what is in sight and not much more", () => {
    const camera = fitted([{ lon: 30, lat: 48 }, { lon: 36, lat: 50 }], projection, size);
    const [west, south, east, north] = boxInSight(projection, camera, size);
    expect(west).toBeLessThan(30);
    expect(east).toBeGreaterThan(36);
    expect(south).toBeLessThan(48);
    expect(north).toBeGreaterThan(50);
    expect(east - west).toBeLessThan(60);
    const world = boxInSight(projection, WORLD, size);
    expect(world[0]).toBeLessThan(-170);
    expect(world[2]).toBeGreaterThan(170);
  });
});
