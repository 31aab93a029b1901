// A text in blocks: paragraphs as given, long ones in pieces, so that only what is near the window need be marked up.

/** A stretch of the text in code units; what lies between two blocks is white space. */
export interface Block {
  index: number;
  start: number;
  end: number;
  /** Empty lines before it; 0 where it goes on with the lines of the block before. */
  gap: number;
  /** Roughly how many lines it takes at the measure of the view. */
  lines: number;
}

/** Longest block in code units: a page and a half. */
export const LONGEST = 4000;
const MEASURE = 72;

/** Neighbouring blocks that are drawn together. */
export interface Section {
  index: number;
  start: number;
  end: number;
  blocks: Block[];
}

/** Blocks in sections of about `size` code units, so that a long text is a few hundred things to the browser and not ten thousand. */
export function sectionsOf(blocks: readonly Block[], size = 8000): Section[] {
  const sections: Section[] = [];
  let open: Section | null = null;
  for (const block of blocks) {
    if (!open || block.end - open.start > size) {
      open = { index: sections.length, start: block.start, end: block.end, blocks: [] };
      sections.push(open);
    }
    open.blocks.push(block);
    open.end = block.end;
  }
  return sections;
}

/** Paragraphs between empty lines; a paragraph of more than `longest` units is parted at a line end, else a blank, else anywhere. */
export function splitBlocks(text: string, longest = LONGEST): Block[] {
  const blocks: Block[] = [];
  const add = (start: number, end: number, gap: number): void => {
    let from = start;
    let empty = gap;
    while (end - from > longest) {
      const cut = cutAt(text, from, longest);
      push(blocks, text, from, cut, empty);
      from = cut;
      while (from < end && /\s/.test(text[from] ?? "")) from++;
      empty = 0;
    }
    if (from < end) push(blocks, text, from, end, empty);
  };
  let start = -1;
  let end = 0;
  let gap = 0;
  for (const line of linesOf(text)) {
    if (line.empty) {
      if (start >= 0) {
        add(start, end, gap);
        start = -1;
        gap = 0;
      }
      gap++;
    } else {
      if (start < 0) start = line.start;
      end = line.end;
    }
  }
  if (start >= 0) add(start, end, gap);
  return blocks;
}

function push(blocks: Block[], text: string, start: number, end: number, gap: number): void {
  let lines = 0;
  for (let from = start; from < end;) {
    const to = text.indexOf("\n", from);
    const stop = to < 0 || to > end ? end : to;
    lines += Math.max(1, Math.ceil((stop - from) / MEASURE));
    from = stop + 1;
  }
  blocks.push({ index: blocks.length, start, end, gap, lines });
}

function cutAt(text: string, from: number, longest: number): number {
  const least = from + Math.floor(longest / 2);
  const most = from + longest;
  const window = text.slice(least + 1, most + 1); // searching the text itself would run back to its beginning
  const line = window.lastIndexOf("\n");
  if (line >= 0) return least + 1 + line;
  const blank = window.lastIndexOf(" ");
  if (blank >= 0) return least + 1 + blank;
  const code = text.charCodeAt(most);
  return code >= 0xdc00 && code <= 0xdfff ? most - 1 : most;
}

function* linesOf(text: string): Generator<{ start: number; end: number; empty: boolean }> {
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const stop = end > start && text[end - 1] === "\r" ? end - 1 : end;
    yield { start, end: stop, empty: blank(text, start, stop) };
    start = end + 1;
  }
}

function blank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!/\s/.test(text[at] ?? "")) return false;
  return true;
}

/** The block that holds a code unit, or the next one after it; null in a text without blocks. */
export function blockAt<B extends { start: number; end: number }>(blocks: readonly B[], unit: number): B | null {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.end ?? 0) <= unit) low = middle + 1;
    else high = middle;
  }
  return blocks[low] ?? null;
}
