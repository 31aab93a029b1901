// Marks over a text, overlapping as they like, become a tree that a browser can draw: an interval sweep opens and closes them in order, and
// a mark that would cross another is drawn in several parts. Nothing is ever built from strings of HTML.

/** Words that are marked, in code units, half-open. */
export interface Interval {
  start: number;
  end: number;
}
export interface Text extends Interval {
  kind: "text";
}
/** One part of a mark: `first` and `last` say whether the mark itself begins and ends here. */
export interface Marked<M extends Interval> extends Interval {
  kind: "mark";
  mark: M;
  first: boolean;
  last: boolean;
  children: Node<M>[];
}
export type Node<M extends Interval> = Text | Marked<M>;

/** More marks than this over one character are left out: only hostile input has them. */
export const DEEPEST = 32;

/**
 * The stretch [start, end) of the text as a tree of marks. Of two marks that begin together the longer stands outside; of two that cover
 * the same words the one that comes first in `marks`.
 */
export function nest<M extends Interval>(start: number, end: number, marks: readonly M[]): Node<M>[] {
  const inside = marks
    .map((mark, order) => ({ mark, order, start: Math.max(mark.start, start), end: Math.min(mark.end, end) }))
    .filter((item) => item.start < item.end)
    .sort((a, b) => a.start - b.start || b.end - a.end || a.order - b.order);
  const root: Node<M>[] = [];
  const open: { item: (typeof inside)[number]; node: Marked<M> }[] = [];
  const here = (): Node<M>[] => open[open.length - 1]?.node.children ?? root;
  const begin = (item: (typeof inside)[number], at: number): void => {
    const node: Marked<M> = {
      kind: "mark",
      mark: item.mark,
      start: at,
      end: item.end,
      first: at === item.mark.start,
      last: false,
      children: [],
    };
    here().push(node);
    open.push({ item, node });
  };
  let at = start;
  const upTo = (position: number): void => {
    if (position > at) here().push({ kind: "text", start: at, end: position });
    at = Math.max(at, position);
  };
  /** Closes what ends at or before `position`; what stood inside and goes on is opened again. */
  const closeUntil = (position: number): void => {
    for (;;) {
      let next = Infinity;
      for (const entry of open) next = Math.min(next, entry.item.end);
      if (next > position) return;
      upTo(next);
      const outermost = open.findIndex((entry) => entry.item.end === next);
      const shut = open.splice(outermost);
      for (const { item, node } of shut) {
        node.end = next;
        node.last = item.mark.end === next;
      }
      for (const { item } of shut) if (item.end > next) begin(item, next);
    }
  };
  for (const item of inside) {
    closeUntil(item.start);
    upTo(item.start);
    if (open.length < DEEPEST) begin(item, item.start);
  }
  closeUntil(end);
  upTo(end);
  return root;
}

/** For each block the marks that touch it, each list in the order of `marks`. Blocks are in order and do not overlap. */
export function marksByBlock<M extends Interval>(blocks: readonly Interval[], marks: readonly M[]): Map<number, M[]> {
  const found = new Map<number, M[]>();
  for (const mark of marks) {
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((blocks[middle]?.end ?? 0) <= mark.start) low = middle + 1;
      else high = middle;
    }
    for (let index = low; index < blocks.length; index++) {
      const block = blocks[index];
      if (!block || block.start >= mark.end) break;
      const list = found.get(index);
      if (list) list.push(mark);
      else found.set(index, [mark]);
    }
  }
  return found;
}
