// All marks of a report by paragraph, worked out anew only where something changed.
import { useMemo } from "preact/hooks";
import type { Codebook, CodedRecord, ReportDetail } from "../types";
import type { Offsets } from "../lib/offsets";
import type { Block } from "./blocks";
import { framesAround } from "./chain";
import { marksOfRecord, marksOfReport, type Mark } from "./marks";
import { marksByBlock } from "./segments";
import { frameKey } from "./text";

interface Given {
  detail: ReportDetail;
  codebook: Codebook;
  records: readonly CodedRecord[];
  offsets: Offsets;
  blocks: readonly Block[];
  /** Whether statements are framed. */
  frames: boolean;
  open: CodedRecord | null;
  /** The record whose words are lit: the open one, or the one that is being corrected. */
  shown: CodedRecord | null;
  picked: Mark | null;
}

export function useMarks({ detail, codebook, records, offsets, blocks, frames, open, shown, picked }: Given) {
  const quads = useMemo(() => new Map(codebook.categories.map((category) => [category.id, category.quad as number])), [codebook]);
  const { furniture, statements, issues } = detail;
  const marks = useMemo(
    () => marksOfReport({ furniture, statements, issues }, records, offsets, quads),
    [furniture, statements, issues, records, offsets, quads],
  );
  const framed = useMemo(() => marks.flatMap((mark) => (mark.frame ? [mark.frame] : [])), [marks]);
  return {
    base: useMemo(() => marksByBlock(blocks, frames ? marks : marks.filter((mark) => mark.role !== "frame")), [blocks, marks, frames]),
    lit: useMemo(() => marksByBlock(blocks, shown ? marksOfRecord(shown, offsets) : []), [blocks, shown, offsets]),
    picked: useMemo(() => marksByBlock<Mark>(blocks, picked ? [picked] : []), [blocks, picked]),
    /** Frames that hold the open record as what its sources say. */
    chain: useMemo(() => {
      const around = open ? framesAround(framed, statements, open.sources, open.trigger) : [];
      return new Set(around.map((frame) => frameKey({ from: frame.from, to: frame.to, nth: frame.statement })));
    }, [framed, open, statements]),
  };
}
