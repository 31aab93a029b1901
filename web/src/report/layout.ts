// Where cards stand in the margin, and how lines run from a trigger to its parties.

export interface Wanted {
  id: string;
  /** Where the card would like to stand, in pixels from the top. */
  top: number;
  height: number;
}

/**
 * Tops of cards in a column, in the order given, none over another, `gap` pixels apart. The card `fixed` stands exactly where it wants to;
 * the others move as little as their order allows: those before it upwards, those after it downwards. Without it, downwards from the first.
 */
export function placeCards(cards: readonly Wanted[], fixed: string | null, gap: number): Map<string, number> {
  const tops = new Map<string, number>();
  const at = Math.max(
    0,
    cards.findIndex((card) => card.id === fixed),
  );
  let floor = -Infinity;
  for (const card of cards.slice(at)) {
    const top = Math.max(card.top, floor);
    tops.set(card.id, top);
    floor = top + card.height + gap;
  }
  let ceiling = tops.get(cards[at]?.id ?? "") ?? 0;
  for (const card of cards.slice(0, at).reverse()) {
    const top = Math.min(card.top, ceiling - gap - card.height);
    tops.set(card.id, top);
    ceiling = top;
  }
  return tops;
}

/** The letter above a word, where lines begin and end: its sides, and the height at which they reach it. */
export interface Rail {
  left: number;
  right: number;
  y: number;
}

/** Corner radius of a line, in pixels. */
const ROUND = 5;

/**
 * The path of a line between the letters of two words that never runs over a letter of the text: along the gap above their line from side
 * to side; where the second stands on another line, out to the left margin, along it, and back in through the gap above that line. `lane`
 * parts lines that would run over one another in the margin.
 */
export function linePath(from: Rail, to: Rail, margin: number, lane: number): string {
  if (Math.abs(from.y - to.y) < ROUND) {
    return to.left >= from.right
      ? rounded([
          [from.right, from.y],
          [to.left, from.y],
        ])
      : rounded([
          [from.left, from.y],
          [to.right, from.y],
        ]);
  }
  const x = margin - lane * 4;
  return rounded([
    [from.left, from.y],
    [x, from.y],
    [x, to.y],
    [to.left, to.y],
  ]);
}

function rounded(points: readonly [number, number][]): string {
  const first = points[0] ?? [0, 0];
  let path = `M${num(first[0])} ${num(first[1])}`;
  for (let i = 1; i < points.length; i++) {
    const [x, y] = points[i] ?? first;
    const before = points[i - 1] ?? first;
    const after = points[i + 1];
    if (!after) {
      path += `L${num(x)} ${num(y)}`;
      break;
    }
    const back = Math.min(ROUND, Math.hypot(x - before[0], y - before[1]) / 2);
    const on = Math.min(ROUND, Math.hypot(after[0] - x, after[1] - y) / 2);
    const [ax, ay] = towards(x, y, before, back);
    const [bx, by] = towards(x, y, after, on);
    path += `L${num(ax)} ${num(ay)}Q${num(x)} ${num(y)} ${num(bx)} ${num(by)}`;
  }
  return path;
}

function towards(x: number, y: number, to: readonly [number, number], by: number): [number, number] {
  const length = Math.hypot(to[0] - x, to[1] - y);
  return length === 0 ? [x, y] : [x + ((to[0] - x) * by) / length, y + ((to[1] - y) * by) / length];
}

function num(value: number): string {
  return String(Math.round(value * 10) / 10);
}
