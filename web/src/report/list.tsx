// All records of the report in the order of the text, by what became of them.
import { useEffect, useRef, useState } from "preact/hooks";
import { Quad, quadOf } from "../app/code";
import { useShared } from "../lib/store";
import type { CodedRecord, ReviewState } from "../types";
import { progress } from "../review/ledger";
import { deed, judgedBy, kindOf, STATE_MARK, STATE_NAME } from "./names";

export type Show = "all" | ReviewState;
const STATES: readonly ReviewState[] = ["open", "accepted", "corrected", "rejected", "added"];
const ROW_PX = 46;
const SPARE = 8;

interface Props {
  all: readonly CodedRecord[];
  listed: readonly CodedRecord[];
  show: Show;
  setShow(show: Show): void;
  open: string | null;
  choose(record: string): void;
}

export function RecordList({ all, listed, show, setShow, open, choose }: Props) {
  const { judged, all: total } = progress(all);
  const counts = new Map<ReviewState, number>();
  for (const record of all) counts.set(record.review.state, (counts.get(record.review.state) ?? 0) + 1);
  return (
    <div class="rec-list">
      <div class="progress" role="status">
        <span>
          <strong>{judged}</strong> of {total} judged
        </span>
        <progress max={Math.max(total, 1)} value={judged} aria-label={`${judged} of ${total} records judged`} />
      </div>
      <label class="list-show">
        <span class="only-read">Records to list</span>
        <select value={show} onChange={(event) => setShow(event.currentTarget.value as Show)}>
          <option value="all">All records ({total})</option>
          {STATES.map((state) => (
            <option key={state} value={state}>{`${STATE_NAME[state]} (${counts.get(state) ?? 0})`}</option>
          ))}
        </select>
      </label>
      <Rows listed={listed} open={open} choose={choose} />
    </div>
  );
}

/** Only the rows in the window are drawn: a report may have thousands. */
function Rows({ listed, open, choose }: Pick<Props, "listed" | "open" | "choose">) {
  const { codebook } = useShared();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const at = listed.findIndex((record) => record.id === open);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const sized = new ResizeObserver(look);
    sized.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      sized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  useEffect(() => {
    const element = box.current;
    if (!element || at < 0) return;
    const top = at * ROW_PX;
    if (top < element.scrollTop + ROW_PX) element.scrollTop = Math.max(0, top - ROW_PX);
    else if (top + 2 * ROW_PX > element.scrollTop + element.clientHeight) element.scrollTop = top + 2 * ROW_PX - element.clientHeight;
  }, [at]);
  const first = Math.max(0, Math.floor(view.top / ROW_PX) - SPARE);
  const last = Math.min(listed.length, Math.ceil((view.top + view.height) / ROW_PX) + SPARE);
  const spacer = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (!spacer.current) return;
    spacer.current.style.height = `${listed.length * ROW_PX}px`;
    spacer.current.style.paddingTop = `${first * ROW_PX}px`;
  });
  if (listed.length === 0) return <p class="list-none muted">No record is in this list.</p>;
  return (
    <div class="list-rows" ref={box}>
      <ol ref={spacer}>
        {listed.slice(first, last).map((record, index) => (
          <li key={record.id} aria-posinset={first + index + 1} aria-setsize={listed.length}>
            <button
              type="button"
              class={`list-row is-${record.review.state}`}
              aria-current={record.id === open ? "true" : undefined}
              onClick={() => choose(record.id)}
              data-row={record.id}
            >
              <Quad quad={quadOf(codebook, record.category)} />
              <span class="list-words">
                <span class={`clip list-kind${record.factuality === "asserted" ? "" : ` unreal unreal-${record.factuality}`}`}>
                  {kindOf(record)}
                </span>
                <bdi class="clip list-deed">{deed(record)}</bdi>
              </span>
              <span class={`state state-${record.review.state}`} title={judgedBy(record)}>
                <i aria-hidden="true">{STATE_MARK[record.review.state]}</i>
                <span class="only-read">{judgedBy(record)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
