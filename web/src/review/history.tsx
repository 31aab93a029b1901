// What became of a record: the rows of the ledger on it, newest first.
import { moment } from "../report/names";
import { label } from "../report/shown";
import type { Corrections, ReviewRow } from "../types";
import { isPending } from "./state";
import { holding } from "./ledger";

const DID: { readonly [action in ReviewRow["action"]]: string } = {
  accept: "accepted",
  correct: "corrected",
  reject: "rejected",
  add: "added",
  undo: "took back",
};

export const FIELD_NAMES: { readonly [field in keyof Required<Corrections>]: string } = {
  category: "category",
  mode: "mode",
  trigger: "event words",
  actors: "actors",
  recipients: "recipients",
  place: "place",
  date: "date",
  factuality: "certainty",
  factuality_spans: "certainty words",
  sources: "sources",
  counts: "counts",
};

export function fieldWords(values: Corrections | null): string {
  return Object.keys(values ?? {})
    .map((field) => FIELD_NAMES[field as keyof Corrections] ?? field)
    .join(", ");
}

/** One row in words: "Ann corrected category, place". */
export function rowWords(row: ReviewRow, rows: readonly ReviewRow[]): string {
  const undone = row.undoes ? rows.find((other) => other.id === row.undoes) : undefined;
  if (row.action === "undo")
    return `${DID.undo} ${undone ? (undone.action === "undo" ? "the taking back" : `“${DID[undone.action]}”`) : "a judgement"}`;
  const fields = fieldWords(row.values);
  return row.action === "correct" ? `${DID.correct} ${fields}` : DID[row.action];
}

export function History({ rows }: { rows: readonly ReviewRow[] }) {
  const live = new Set(holding(rows).map((row) => row.id));
  return (
    <details class="history">
      <summary>
        History <span class="muted">{rows.length}</span>
      </summary>
      <ol>
        {[...rows].reverse().map((row) => (
          <li key={row.id} class={live.has(row.id) ? "" : "lifted"}>
            <span class="muted">{isPending(row) ? "now" : moment(row.at)}</span> <bdi>{label(row.reviewer, 30)}</bdi> {rowWords(row, rows)}
            {isPending(row) && <span class="muted"> (being written)</span>}
            {row.note && (
              <q class="note">
                <bdi>{label(row.note, 300)}</bdi>
              </q>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}
