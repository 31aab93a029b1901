// What the server did not take: shown with what to do, and kept until the reviewer decides.
import { kindOf } from "../report/names";
import { label } from "../report/shown";
import type { CodedRecord, ReviewRow } from "../types";
import { moment } from "../report/names";
import { rowWords } from "./history";
import { rowsOn } from "./ledger";
import type { Refused } from "./state";

interface Props {
  refused: readonly Refused[];
  rows: readonly ReviewRow[];
  records: readonly CodedRecord[];
  again(refused: Refused): void;
  edit(refused: Refused): void;
  drop(refused: Refused): void;
}

const WHAT = {
  accept: "Your acceptance",
  correct: "Your correction",
  reject: "Your rejection",
  add: "Your new record",
  undo: "Taking it back",
} as const;

export function RefusedList({ refused, rows, records, again, edit, drop }: Props) {
  return (
    <div class="refused-list" aria-live="assertive">
      {refused.map((item) => {
        const record = records.find((other) => other.id === item.record);
        const since = item.conflict ? unseen(rows, item) : [];
        const typed = item.review.action === "correct" || item.review.action === "add";
        return (
          <div key={item.key} class="refused" role="alert">
            <p>
              <strong>
                {WHAT[item.review.action]}
                {record ? ` of ${kindOf(record)}` : ""} was not written.
              </strong>{" "}
              {item.conflict ? "Somebody else judged this record meanwhile; what they did is shown now." : item.fault.message}{" "}
              {!item.conflict && item.fault.remedy}
            </p>
            {since.length > 0 && (
              <ul>
                {since.map((row) => (
                  <li key={row.id}>
                    <span class="muted">{moment(row.at)}</span> <bdi>{label(row.reviewer, 30)}</bdi> {rowWords(row, rows)}
                  </li>
                ))}
              </ul>
            )}
            <p class="row">
              {item.conflict ? (
                <button type="button" onClick={() => drop(item)}>
                  Keep theirs
                </button>
              ) : (
                <button type="button" class="primary" onClick={() => again(item)}>
                  Try again
                </button>
              )}
              {item.conflict && (
                <button type="button" class="primary" onClick={() => again(item)}>
                  Write mine on top
                </button>
              )}
              {typed && (
                <button type="button" onClick={() => edit(item)}>
                  Open mine in the editor
                </button>
              )}
              {!item.conflict && (
                <button type="button" class="plain" onClick={() => drop(item)}>
                  Discard
                </button>
              )}
            </p>
          </div>
        );
      })}
    </div>
  );
}

/** Rows on the record after the one that the reviewer had seen. */
export function unseen(rows: readonly ReviewRow[], item: Refused): ReviewRow[] {
  const own = rowsOn(rows, item.record);
  const at = own.findIndex((row) => row.id === item.review.last_seen);
  return own.slice(at + 1).filter((row) => row.reviewer !== item.review.reviewer);
}
