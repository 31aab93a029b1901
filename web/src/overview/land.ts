import { geoPath, type GeoContext, type GeoPermissibleObjects, type GeoProjection } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import worldAddress from "world-atlas/countries-50m.json?url";

/** Land and borders of Natural Earth, 1:50 million (public domain); a file of our own server. */
export type World = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;

export async function loadWorld(signal: AbortSignal): Promise<World> {
  const answer = await fetch(worldAddress, { signal });
  if (!answer.ok) throw new Error(`The base map could not be read (${answer.status}).`);
  return (await answer.json()) as World;
}

/** Writes a path and leaves out what is nearer than `apart` px to the point before: at the size of a page most of a coast is. */
class Pen implements GeoContext {
  private readonly parts: string[] = [];
  private x = 0;
  private y = 0;

  constructor(private readonly apart: number) {}

  moveTo(x: number, y: number): void {
    this.put("M", x, y);
  }

  lineTo(x: number, y: number): void {
    if (Math.abs(x - this.x) + Math.abs(y - this.y) >= this.apart) this.put("L", x, y);
  }

  closePath(): void {
    this.parts.push("Z");
  }

  beginPath(): void {}

  arc(): void {} // points are never drawn with it

  toString(): string {
    return this.parts.join("");
  }

  private put(sign: string, x: number, y: number): void {
    this.parts.push(`${sign}${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`);
    this.x = x;
    this.y = y;
  }
}

/** The world as paths at zoom 1, detailed enough to be magnified `zoom` times. */
export function drawn(world: World, projection: GeoProjection, zoom: number): { land: string; borders: string; sphere: string } {
  const path = (shape: GeoPermissibleObjects, apart: number) => {
    const pen = new Pen(apart);
    geoPath(projection, pen)(shape);
    return pen.toString();
  };
  const curved = projection.precision();
  const sphere = path({ type: "Sphere" }, 0);
  // The lines of the data are shorter than any that would have to bend.
  projection.precision(0);
  const land = path(feature(world, world.objects.land), 0.7 / zoom);
  const borders = path(mesh(world, world.objects.countries, (a, b) => a !== b), 0.7 / zoom);
  projection.precision(curved);
  return { land, borders, sphere };
}

/** The next of 1, 4, 16, 64, ...: the paths are drawn anew only when it changes. */
export function detail(zoom: number): number {
  return 4 ** Math.ceil(Math.log(Math.max(1, zoom)) / Math.log(4) - 1e-9);
}
