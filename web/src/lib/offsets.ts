// Offsets of the API count code points; strings of a browser count UTF-16 code units. A sparse index goes from one to the other: a text
// of 2 MB costs one pass and some 30 kB, a look-up at most one step of the index. A lone surrogate is one of each.

const STEP_BITS = 8;
const STEP = 1 << STEP_BITS;

function isPair(text: string, unit: number): boolean {
  const high = text.charCodeAt(unit);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(unit + 1); // NaN past the end
  return low >= 0xdc00 && low <= 0xdfff;
}

/** Translates between code points and UTF-16 code units of one text. */
export class Offsets {
  /** Length in code points. */
  readonly points: number;
  /** Length in UTF-16 code units. */
  readonly units: number;
  // The unit at which each 256th code point starts; null where every code point is one unit.
  private readonly marks: Uint32Array | null;

  constructor(private readonly text: string) {
    this.units = text.length;
    if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) {
      this.points = text.length;
      this.marks = null;
      return;
    }
    const marks = new Uint32Array((text.length >> STEP_BITS) + 1);
    let point = 0;
    for (let unit = 0; unit < text.length; point++) {
      if ((point & (STEP - 1)) === 0) marks[point >> STEP_BITS] = unit;
      unit += isPair(text, unit) ? 2 : 1;
    }
    this.points = point;
    this.marks = marks.subarray(0, Math.ceil(point / STEP));
  }

  /** The code unit at which a code point starts; offsets outside the text are moved to its ends. */
  toUnit(point: number): number {
    const wanted = Math.min(Math.max(point, 0), this.points);
    if (!this.marks) return wanted;
    if (wanted === this.points) return this.units;
    let unit = this.marks[wanted >> STEP_BITS] ?? 0;
    for (let left = wanted & (STEP - 1); left > 0; left--) unit += isPair(this.text, unit) ? 2 : 1;
    return unit;
  }

  /** The code point that a code unit belongs to: the second half of a pair belongs to the pair. */
  toPoint(unit: number): number {
    const wanted = Math.min(Math.max(unit, 0), this.units);
    const marks = this.marks;
    if (!marks) return wanted;
    if (wanted === this.units) return this.points;
    let low = 0;
    let high = marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((marks[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    let at = marks[low] ?? 0;
    let point = low * STEP;
    for (;;) {
      const next = at + (isPair(this.text, at) ? 2 : 1);
      if (next > wanted) return point;
      at = next;
      point++;
    }
  }

  /** The characters between two code points. */
  slice(start: number, end: number): string {
    return this.text.slice(this.toUnit(start), this.toUnit(end));
  }

  /** A span of the contract from two code units, widened where it would cut a pair. */
  span(startUnit: number, endUnit: number): { start: number; end: number; text: string } {
    const start = this.toPoint(startUnit);
    let end = this.toPoint(endUnit);
    if (this.toUnit(end) < endUnit) end++;
    return { start, end, text: this.slice(start, end) };
  }
}
