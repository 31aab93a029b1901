// What is marked in a report's text, and why.
import { QUAD_LETTERS } from "../lib/format";
import type { Offsets } from "../lib/offsets";
import type { CodedRecord, Count, Participant, ReportDetail, Span } from "../types";
import { framesOf, type Frame } from "./chain";

export type Role =
  | "trigger"
  | "mention"
  | "actor"
  | "recipient"
  | "place"
  | "date"
  | "certainty"
  | "source"
  | "cue"
  | "killed"
  | "injured"
  | "furniture"
  | "frame"
  | "issue"
  | "picked";

/** Marked words: code units (`start`, `end`) to draw them, code points (`from`, `to`) as the API counts. */
export interface Mark {
  start: number;
  end: number;
  from: number;
  to: number;
  role: Role;
  /** Id of the record, null for what belongs to the report. */
  record: string | null;
  /** Which of the record's participants, sources or spans. */
  nth: number;
  /** The small label; empty where the words need none (the names of a pronoun, later parts). */
  letter: string;
  quad: number;
  /** Of a trigger: what became of its record, where that shows ("rejected", "unreal"). */
  state?: string;
  frame?: Frame;
  /** Place among labels of marks that begin at the same character. */
  slot: number;
}

export const LETTERS: { readonly [R in Role]: string } = {
  trigger: "",
  mention: "",
  actor: "A",
  recipient: "R",
  place: "P",
  date: "D",
  certainty: "~",
  source: "S",
  cue: "“",
  killed: "#",
  injured: "#",
  furniture: "",
  frame: "",
  issue: "",
  picked: "",
};

/** In words, for tooltips and the legend. */
export const ROLE_NAMES: { readonly [R in Role]: string } = {
  trigger: "event",
  mention: "event, told again",
  actor: "actor",
  recipient: "recipient",
  place: "place",
  date: "date",
  certainty: "certainty",
  source: "source",
  cue: "cue of the source",
  killed: "killed",
  injured: "injured",
  furniture: "page furniture",
  frame: "statement",
  issue: "issue",
  picked: "chosen words",
};

type Make = (span: Span, role: Role, record: string | null, more?: Partial<Mark>) => Mark;

function maker(offsets: Offsets): Make {
  return (span, role, record, more = {}) => ({
    start: offsets.toUnit(span.start),
    end: offsets.toUnit(span.end),
    from: span.start,
    to: span.end,
    role,
    record,
    nth: 0,
    letter: LETTERS[role],
    quad: 0,
    slot: 0,
    ...more,
  });
}

export type Quads = ReadonlyMap<string, number>;

/** What is always marked: furniture, statements, issues with words, and the trigger of every record. Outer marks first. */
export function marksOfReport(
  detail: Pick<ReportDetail, "furniture" | "statements" | "issues">,
  records: readonly CodedRecord[],
  offsets: Offsets,
  quads: Quads,
): Mark[] {
  const make = maker(offsets);
  const frames = framesOf(detail.statements, offsets).map((frame) =>
    make({ start: frame.from, end: frame.to, text: "" }, "frame", null, { frame, nth: frame.statement }),
  );
  const furniture = detail.furniture.map((span) => make(span, "furniture", null));
  const issues = detail.issues.flatMap((issue, nth) => (issue.span ? [make(issue.span, "issue", null, { nth })] : []));
  const triggers = records.flatMap((record) => {
    const quad = quads.get(record.category) ?? 0;
    const letter = QUAD_LETTERS[quad - 1] ?? "";
    const state = record.review.state === "rejected" ? { state: "rejected" } : record.factuality !== "asserted" ? { state: "unreal" } : {};
    return [
      make(record.trigger, "trigger", record.id, { quad, letter, ...state }),
      ...record.mentions.map((span, nth) => make(span, "mention", record.id, { quad, nth, ...state })),
    ];
  });
  return [...furniture, ...frames, ...issues, ...triggers];
}

/** All evidence of one record but its triggers, which `marksOfReport` has. */
export function marksOfRecord(record: CodedRecord, offsets: Offsets): Mark[] {
  const make = maker(offsets);
  const marks: Mark[] = [];
  const parties = (role: Role, list: readonly Participant[]): void =>
    list.forEach((party, nth) =>
      party.spans.forEach((span, part) =>
        marks.push(make(span, role, record.id, { nth, letter: part === 0 ? label(role, nth, list.length) : "" })),
      ),
    );
  const spans = (role: Role, list: readonly Span[]): void =>
    list.forEach((span, nth) => marks.push(make(span, role, record.id, nth > 0 ? { letter: "" } : {})));
  const count = (role: Role, value: Count | undefined): void => spans(role, value?.spans ?? []);
  parties("actor", record.actors);
  parties("recipient", record.recipients);
  parties("source", record.sources);
  spans("place", record.place?.spans ?? []);
  spans("date", record.date?.spans ?? []);
  record.sources.forEach((source, nth) => source.cue && marks.push(make(source.cue, "cue", record.id, { nth })));
  count("killed", record.counts.killed);
  count("injured", record.counts.injured);
  spans("certainty", record.factuality_spans);
  return withSlots(marks);
}

function label(role: Role, nth: number, all: number): string {
  return all > 1 ? `${LETTERS[role]}${nth + 1}` : LETTERS[role];
}

/** Labels of marks that begin at the same character stand side by side. */
function withSlots(marks: Mark[]): Mark[] {
  const used = new Map<number, number>();
  for (const mark of marks) {
    if (!mark.letter) continue;
    mark.slot = used.get(mark.start) ?? 0;
    used.set(mark.start, mark.slot + mark.letter.length);
  }
  return marks;
}

/** Records in the order of the text. */
export function inOrder(records: readonly CodedRecord[]): CodedRecord[] {
  return [...records].sort(
    (a, b) => a.trigger.start - b.trigger.start || a.trigger.end - b.trigger.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}
