// Who says so: the contents of statements as nested frames, and the chain of sources of a record.
import type { Offsets } from "../lib/offsets";
import type { Participant, Source, Statement } from "../types";
import { label } from "./shown";

/** One part of what a statement says, in code units (`start`, `end`) and code points (`from`, `to`). */
export interface Frame {
  start: number;
  end: number;
  from: number;
  to: number;
  /** Index into the report's statements. */
  statement: number;
  /** 1 for what stands in the report's own voice around it, 2 inside one other statement, and so on. */
  level: number;
  /** What the tab says; empty on the later parts of an interrupted statement. */
  tab: string;
}

/** Speakers from the one who makes the claim outwards. */
export function speakers(statement: Statement): (Participant | null)[] {
  return [statement.speaker, ...[...statement.via].reverse()];
}

const ARTICLE = /^(?:the|a|an)\s+/i;

/** A short name for a tab or a box. */
export function shortName(party: Participant | null, most = 26): string {
  if (!party) return "unnamed";
  const name = label(party.name, 200);
  return label(name.replace(ARTICLE, "") || name, most);
}

/**
 * The frames of all statements, outermost first where they share their words. A frame lies inside another that holds all of its words;
 * of two that hold the same words, the one with fewer sources before it stands outside. Crossing frames do not nest.
 */
export function framesOf(statements: readonly Statement[], offsets: Offsets): Frame[] {
  const parts = statements.flatMap((statement, index) =>
    statement.spans.map((span, part) => ({
      frame: {
        start: offsets.toUnit(span.start),
        end: offsets.toUnit(span.end),
        from: span.start,
        to: span.end,
        statement: index,
        level: 1,
        tab: "",
      } as Frame,
      via: statement.via.length,
      part,
    })),
  );
  parts.sort(
    (a, b) => a.frame.start - b.frame.start || b.frame.end - a.frame.end || a.via - b.via || a.frame.statement - b.frame.statement,
  );
  let open: Frame[] = [];
  for (const { frame, part } of parts) {
    open = open.filter((other) => other.end > frame.start);
    const around = open.filter((other) => other.end >= frame.end && other.statement !== frame.statement);
    frame.level = 1 + around.length;
    if (part === 0) frame.tab = tabOf(statements[frame.statement], around[around.length - 1], frame, statements);
    open.push(frame);
  }
  return parts.map(({ frame }) => frame);
}

/** The speaker alone where the frame around it starts at the same words (its own tab stands right before), else "speaker ‹ outer source". */
function tabOf(statement: Statement | undefined, around: Frame | undefined, frame: Frame, statements: readonly Statement[]): string {
  if (!statement) return "";
  const own = shortName(statement.speaker);
  if (!around || around.start === frame.start) return own;
  const outer = statements[around.statement]?.speaker;
  return outer === undefined || shortName(outer) === own ? own : `${own} ‹ ${shortName(outer, 18)}`;
}

/** The frames that a record's chain is made of: those that hold its trigger and whose cue is the cue of one of its sources. */
export function framesAround(
  frames: readonly Frame[],
  statements: readonly Statement[],
  sources: readonly Source[],
  trigger: { start: number; end: number },
): Frame[] {
  const cues = new Set(sources.flatMap((source) => (source.cue ? [`${source.cue.start}:${source.cue.end}`] : [])));
  return frames.filter((frame) => {
    const cue = statements[frame.statement]?.cue;
    return frame.from <= trigger.start && trigger.end <= frame.to && cue != null && cues.has(`${cue.start}:${cue.end}`);
  });
}
