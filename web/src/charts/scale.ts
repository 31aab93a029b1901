/** Round steps for an axis from 0 to at least `most`: whole numbers, about `count` steps, with as little as can be left empty above `most`. */
export function ticks(most: number, count: number): number[] {
  if (most <= 0) return [0, 1];
  const tries = [count, count + 1, count + 2].map((steps) => stepped(most, steps));
  return tries.reduce((best, one) => ((one[one.length - 1] ?? 0) < (best[best.length - 1] ?? 0) ? one : best));
}

function stepped(most: number, count: number): number[] {
  const rough = most / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10) * power);
  const all: number[] = [];
  for (let tick = 0; tick < most + step; tick += step) all.push(tick);
  return all;
}

/** Radius for a count: area goes with the count. */
export function radius(value: number, most: number, least: number, largest: number): number {
  return most <= 0 ? least : least + (largest - least) * Math.sqrt(value / most);
}

/** One ring segment of a pie from `from` to `to` turns (0 at twelve o'clock), as a path around the origin. */
export function slice(from: number, to: number, outer: number): string {
  if (to - from >= 0.9999) return `M0 ${-outer}A${outer} ${outer} 0 1 1 0 ${outer}A${outer} ${outer} 0 1 1 0 ${-outer}Z`;
  const point = (turn: number) => {
    const angle = 2 * Math.PI * turn;
    return `${(outer * Math.sin(angle)).toFixed(2)} ${(-outer * Math.cos(angle)).toFixed(2)}`;
  };
  return `M0 0L${point(from)}A${outer} ${outer} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`;
}
