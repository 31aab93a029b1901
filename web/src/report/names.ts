// Short words for records, in lists and on cards.
import type { CodedRecord, Participant, ReviewState } from "../types";
import { shortName } from "./chain";
import { label } from "./shown";

export function kindOf(record: { category: string; mode: string | null }): string {
  if (record.category === "") return "no category yet";
  return record.mode ? `${record.category}/${record.mode}` : record.category;
}

export function partiesOf(list: readonly Participant[], most = 40): string {
  return list.map((party) => label(party.name, most)).join(", ");
}

/** "Border guards → editor +2", with what is missing left out: room for a list. */
export function deed(record: CodedRecord, most = 22): string {
  const [actors, recipients] = [firstOf(record.actors, most), firstOf(record.recipients, most)];
  if (!actors && !recipients) return `“${label(record.trigger.text, 2 * most)}”`;
  return recipients ? `${actors || "?"} → ${recipients}` : actors;
}

function firstOf(list: readonly Participant[], most: number): string {
  const [first] = list;
  if (!first) return "";
  return list.length > 1 ? `${shortName(first, most - 3)} +${list.length - 1}` : shortName(first, most);
}

export const STATE_MARK: { readonly [state in ReviewState]: string } = {
  open: "○",
  accepted: "✓",
  corrected: "✎",
  rejected: "✕",
  added: "+",
};
export const STATE_NAME: { readonly [state in ReviewState]: string } = {
  open: "not judged",
  accepted: "accepted",
  corrected: "corrected",
  rejected: "rejected",
  added: "added",
};

/** "corrected by Ann". */
export function judgedBy(record: CodedRecord): string {
  const { state, reviewer } = record.review;
  return reviewer === null ? STATE_NAME[state] : `${STATE_NAME[state]} by ${label(reviewer, 40)}`;
}

/** 2024-03-06 14:05 in the reader's own time. */
export function moment(at: string): string {
  const day = new Date(at);
  if (Number.isNaN(day.getTime())) return at;
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())} ${two(day.getHours())}:${two(day.getMinutes())}`;
}
