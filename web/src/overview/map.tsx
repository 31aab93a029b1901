import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { MapData } from "../types";
import { ChartFrame, useSize } from "../charts/frame";
import { count, plural, visible } from "../lib/format";
import { navigate, setFilters, useResource, useShared } from "../lib/store";
import { toggled, withOnly } from "../lib/url";
import { detail, drawn, loadWorld, type World } from "./land";
import { boxInSight, cluster, fitted, held, inSight, projectionFor, WORLD, zoomed, type Camera, type Cluster } from "./map-geometry";
import { Mark, nameOf } from "./map-mark";

/** Records where they happened. Precision is part of the drawing: a dot is a town, a dashed circle an area, a label a whole country. */
export function WorldMap({ map, matched, large }: { map: MapData; matched: number; large: boolean }) {
  const { route } = useShared();
  const svg = useRef<SVGSVGElement>(null);
  const [box, size] = useSize<HTMLDivElement>();
  const world = useResource<World>("world", loadWorld);
  const projection = useMemo(() => (size.width > 0 ? projectionFor(size) : null), [size]);
  const [camera, setCamera] = useState<Camera>(WORLD);
  const level = detail(camera.k);
  const shapes = useMemo(() => (world.data && projection ? drawn(world.data, projection, level) : null), [world.data, projection, level]);
  const [marked, setMarked] = useState<number | null>(null);
  const own = useRef(false); // moved by hand: new data does not move it any more
  const fit = () => { if (projection) setCamera(fitted(map.points, projection, size)); };
  useEffect(() => { if (!own.current) fit(); }, [map, projection]);
  useEffect(() => setMarked(null), [map, camera]);
  const everywhere = useMemo(() => (projection ? cluster(map.points, projection, camera.k, size) : []), [map, projection, camera.k, size]);
  const clusters = useMemo(() => inSight(everywhere, camera, size), [everywhere, camera, size]);
  const most = Math.max(1, ...everywhere.map((one) => one.count));

  const move = (next: Camera) => { own.current = true; setCamera(held(next, size)); };
  const zoom = (factor: number, centre?: readonly [number, number]) => {
    own.current = true;
    setCamera((before) => zoomed(before, factor, centre ?? [size.width / 2, size.height / 2], size));
  };
  const choose = (one: Cluster) => {
    const [first, ...more] = one.members;
    if (!first || !projection) return;
    const apart = more.some((other) => Math.hypot(other.lon - first.lon, other.lat - first.lat) > 0.01);
    if (more.length > 0 && apart) {
      const next = fitted(one.members, projection, size, 200);
      move(next.k > camera.k * 1.2 ? next : zoomed(camera, 2.5, [one.x, one.y], size));
      return;
    }
    const value = first.precision === "country" && first.country !== null ? first.country : `name:${first.name}`;
    setFilters(toggled(route.filters, "place", value));
  };
  const drag = useDrag(camera, move);
  useWheel(svg, large, zoom);
  const keys = (event: KeyboardEvent) => {
    const step = 60;
    const by: { readonly [key: string]: [number, number] } = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const shift = by[event.key];
    const one = marked === null ? undefined : clusters[marked];
    if (shift) move({ ...camera, x: camera.x + shift[0], y: camera.y + shift[1] });
    else if (event.key === "+" || event.key === "=") zoom(1.6);
    else if (event.key === "-") zoom(1 / 1.6);
    else if (event.key === "0") { own.current = false; fit(); }
    else if (event.key === "n" && clusters.length > 0) setMarked(((marked ?? -1) + 1) % clusters.length);
    else if (event.key === "p" && clusters.length > 0) setMarked(((marked ?? 0) - 1 + clusters.length) % clusters.length);
    else if (event.key === "Enter" && one) choose(one);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const placed = matched - map.unplaced;
  const countries = map.points.filter((point) => point.precision === "country").reduce((sum, point) => sum + point.count, 0);
  const one = marked === null ? undefined : clusters[marked];
  const boxed = route.filters.bbox !== undefined;
  return (
    <ChartFrame title="Map" svg={svg} class={large ? "map large" : "map"}
      note={<>{plural(placed, "record")} placed{countries > 0 && <>, {count(countries)} by country only</>}{map.unplaced > 0 && <> · {count(map.unplaced)} without a place</>}</>}
      data={() => ({
        columns: ["place", "country", "precision", "longitude", "latitude", "records", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"],
        rows: map.points.map((point) => [point.name, point.country, point.precision, point.lon, point.lat, point.count, ...point.quads]),
      })}
      tools={
        <div class="row chart-tools">
          {boxed && <button type="button" class="link small" onClick={() => setFilters(withOnly(route.filters, "bbox", []))}>Whole world</button>}
          <button type="button" class="plain small" disabled={camera.k === 1} onClick={() => {
            if (projection) navigate({ filters: withOnly(route.filters, "bbox", [boxInSight(projection, camera, size).join(",")]) });
          }}>Filter to this view</button>
        </div>
      }>
      <div class="map-body" ref={box}>
        {size.width > 0 && (
          <svg ref={svg} width={size.width} height={size.height} tabindex={0} role="application" aria-roledescription="map" onKeyDown={keys} {...drag.handlers}
            class={drag.dragging ? "dragging" : ""}
            aria-label="Map. Arrows move it, plus and minus zoom, n and p go from place to place, Enter filters by the place, 0 shows all.">
            {shapes && (
              <g transform={`translate(${camera.x} ${camera.y}) scale(${camera.k})`}>
                <path class="sea" d={shapes.sphere} vector-effect="non-scaling-stroke" />
                <path class="land" d={shapes.land} />
                <path class="border" d={shapes.borders} vector-effect="non-scaling-stroke" />
              </g>
            )}
            {clusters.map((cluster, index) => (
              <Mark key={index} cluster={cluster} most={most} width={size.width} marked={index === marked}
                choose={() => { if (!drag.moved()) choose(cluster); }} point={() => setMarked(index)} leave={() => setMarked(null)} />
            ))}
          </svg>
        )}
        <div class="map-buttons" role="group" aria-label="Move the map">
          <button type="button" class="icon" aria-label="Zoom in" onClick={() => zoom(1.6)}>+</button>
          <button type="button" class="icon" aria-label="Zoom out" disabled={camera.k === 1} onClick={() => zoom(1 / 1.6)}>−</button>
          <button type="button" class="icon" aria-label="Show all places" title="Show all places" onClick={() => { own.current = false; fit(); }}>⤢</button>
        </div>
        {world.error && <p class="notice map-notice">{world.error.message}</p>}
      </div>
      <div class="map-foot">
        <ul class="map-key" aria-label="Signs">
          <li><i class="key-town" aria-hidden="true" />town</li>
          <li><i class="key-area" aria-hidden="true" />district or province</li>
          <li><i class="key-country" aria-hidden="true" />country only</li>
        </ul>
        <p class="readout small" aria-live="polite">{one ? `${visible(nameOf(one))}: ${plural(one.count, "record")}` : ""}</p>
      </div>
    </ChartFrame>
  );
}

function useDrag(camera: Camera, move: (camera: Camera) => void) {
  const from = useRef<{ x: number; y: number; camera: Camera; far: boolean } | null>(null);
  const far = useRef(false);
  const [dragging, setDragging] = useState(false);
  return {
    dragging,
    /** Whether the pointer that has just come up had dragged: then the click means nothing. */
    moved: () => far.current,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0) return;
        from.current = { x: event.clientX, y: event.clientY, camera, far: false };
        far.current = false;
      },
      onPointerMove: (event: PointerEvent) => {
        const start = from.current;
        if (!start) return;
        const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
        if (!start.far && Math.hypot(dx, dy) < 4) return;
        if (!start.far) (event.currentTarget as Element).setPointerCapture(event.pointerId);
        start.far = far.current = true;
        setDragging(true);
        move({ ...start.camera, x: start.camera.x + dx, y: start.camera.y + dy });
      },
      onPointerUp: () => { from.current = null; setDragging(false); },
      onPointerCancel: () => { from.current = null; setDragging(false); },
    },
  };
}

/** The wheel zooms the large map; over the small one it scrolls the page. */
function useWheel(svg: preact.RefObject<SVGSVGElement | null>, on: boolean, zoom: (factor: number, centre: readonly [number, number]) => void): void {
  const latest = useRef(zoom);
  latest.current = zoom;
  useEffect(() => {
    const element = svg.current;
    if (!element || !on) return;
    const turned = (event: WheelEvent) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      latest.current(2 ** (-event.deltaY / (event.deltaMode === 1 ? 12 : 320)), [event.clientX - box.left, event.clientY - box.top]);
    };
    element.addEventListener("wheel", turned, { passive: false });
    return () => element.removeEventListener("wheel", turned);
  });
}
