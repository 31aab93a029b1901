// Arithmetic of a list of which only the rows in sight are in the page. No DOM here.

/** Browsers stop at some 17 to 33 million pixels; taller lists are squeezed into this and scrolled in proportion. */
export const TALLEST = 12_000_000;

export interface Geometry {
  readonly total: number; // rows
  readonly rowHeight: number; // px
  readonly viewport: number; // px of rows in sight
}

export function heightOf({ total, rowHeight }: Geometry): number {
  return Math.min(total * rowHeight, TALLEST);
}

/** Row at the top of the viewport, with its fraction, for a scroll position. */
export function topRow(scrollTop: number, geometry: Geometry): number {
  const { total, rowHeight, viewport } = geometry;
  const real = total * rowHeight;
  const height = heightOf(geometry);
  const most = Math.max(0, height - viewport);
  const at = Math.min(Math.max(scrollTop, 0), most);
  if (real <= height || most === 0) return at / rowHeight;
  return (at / most) * ((real - viewport) / rowHeight);
}

/** Scroll position that puts a (fractional) row at the top: the inverse of topRow. */
export function scrollOf(row: number, geometry: Geometry): number {
  const { total, rowHeight, viewport } = geometry;
  const real = total * rowHeight;
  const height = heightOf(geometry);
  const most = Math.max(0, height - viewport);
  if (real <= height) return Math.min(Math.max(row * rowHeight, 0), most);
  const rows = (real - viewport) / rowHeight;
  return (Math.min(Math.max(row, 0), rows) / rows) * most;
}

export interface Window {
  readonly first: number; // first row drawn
  readonly last: number; // one past the last
  readonly offset: number; // px from the top of the tall box to the first row drawn
}

export function windowOf(scrollTop: number, geometry: Geometry, overscan = 6): Window {
  const { total, rowHeight, viewport } = geometry;
  const top = topRow(scrollTop, geometry);
  const first = Math.max(0, Math.floor(top) - overscan);
  const last = Math.min(total, Math.ceil(top + viewport / rowHeight) + overscan);
  const at = Math.min(Math.max(scrollTop, 0), Math.max(0, heightOf(geometry) - viewport));
  return { first, last, offset: at - (top - first) * rowHeight };
}

/** Pages of `size` rows that hold the rows first..last-1. */
export function pagesFor(first: number, last: number, size: number): number[] {
  const pages: number[] = [];
  for (let page = Math.floor(first / size); page * size < last; page += 1) pages.push(page);
  return pages;
}

/** Pages to forget: the farthest from what is in sight, until at most `most` are kept. */
export function forget(kept: readonly number[], inSight: readonly number[], most: number): number[] {
  const middle = inSight.length === 0 ? 0 : ((inSight[0] ?? 0) + (inSight[inSight.length - 1] ?? 0)) / 2;
  const spare = kept.filter((page) => !inSight.includes(page));
  spare.sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
  return spare.slice(0, Math.max(0, kept.length - most));
}

/** The row that a key goes to, or null if the key moves nothing. */
export function moved(key: string, row: number, { total, rowHeight, viewport }: Geometry): number | null {
  const page = Math.max(1, Math.floor(viewport / rowHeight) - 1);
  const steps: { readonly [key: string]: number } = {
    ArrowDown: row + 1, ArrowUp: row - 1, PageDown: row + page, PageUp: row - page, Home: 0, End: total - 1,
  };
  const to = steps[key];
  return to === undefined || total === 0 ? null : Math.min(Math.max(to, 0), total - 1);
}

/** Scroll position that has `row` in sight, moved as little as can be. */
export function reveal(row: number, scrollTop: number, geometry: Geometry): number {
  const top = topRow(scrollTop, geometry);
  const fits = geometry.viewport / geometry.rowHeight;
  if (row < top) return scrollOf(row, geometry);
  if (row + 1 > top + fits) return scrollOf(row + 1 - fits, geometry);
  return scrollTop;
}
