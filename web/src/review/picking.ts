// Choosing words of the text for one field of a correction.
import type { Block } from "../report/blocks";
import type { Interval } from "../report/segments";

/** Which value the words are for; `nth` is the place in a list, its length for a new one. */
export type Target =
  | { field: "trigger" | "place" | "date" | "killed" | "injured" | "factuality" }
  | { field: "actors" | "recipients" | "sources" | "cue"; nth: number };

/** What /api/resolve is asked for; null where the words are taken as they are. */
export function resolveKind(target: Target): "party" | "place" | "date" | "count" | null {
  switch (target.field) {
    case "actors":
    case "recipients":
    case "sources":
      return "party";
    case "place":
    case "date":
      return target.field;
    case "killed":
    case "injured":
      return "count";
    default:
      return null;
  }
}

export const TARGET_NAMES: { readonly [field in Target["field"]]: string } = {
  trigger: "the event",
  place: "the place",
  date: "the date",
  killed: "the killed",
  injured: "the injured",
  factuality: "the certainty",
  actors: "an actor",
  recipients: "a recipient",
  sources: "a source",
  cue: "the cue of the source",
};

/** Code units of what the browser has selected, if it lies in paragraphs of the text. */
export function selectedUnits(article: Element, blocks: readonly Block[]): Interval | null {
  const selection = article.ownerDocument.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const start = unitOf(article, blocks, range.startContainer, range.startOffset);
  const end = unitOf(article, blocks, range.endContainer, range.endOffset);
  return start === null || end === null || end <= start ? null : { start, end };
}

/** The code unit of a place in the document: its paragraph's start and the length of the text before it there. */
export function unitOf(article: Element, blocks: readonly Block[], node: globalThis.Node, offset: number): number | null {
  const element = node instanceof Element ? node : node.parentElement;
  const paragraph = element?.closest<HTMLElement>("[data-block]");
  if (!paragraph || !article.contains(paragraph)) {
    // Between paragraphs: the next one's start.
    const child = node instanceof Element ? node.children[offset] : undefined;
    const next = child?.closest<HTMLElement>("[data-block]") ?? child?.querySelector<HTMLElement>("[data-block]");
    return next && article.contains(next) ? (blocks[Number(next.dataset["block"])]?.start ?? null) : null;
  }
  const block = blocks[Number(paragraph.dataset["block"])];
  if (!block) return null;
  const before = paragraph.ownerDocument.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(node, offset);
  return block.start + before.toString().length;
}

/** The code unit under a point of the window, or null where there is no text. */
export function unitAtPoint(article: Element, blocks: readonly Block[], x: number, y: number): number | null {
  const page = article.ownerDocument as Document & {
    caretPositionFromPoint?(x: number, y: number): { offsetNode: globalThis.Node; offset: number } | null;
  };
  const at = page.caretPositionFromPoint?.(x, y);
  if (at) return unitOf(article, blocks, at.offsetNode, at.offset);
  const range = page.caretRangeFromPoint?.(x, y);
  return range ? unitOf(article, blocks, range.startContainer, range.startOffset) : null;
}
