// One report: the list of its records, the text with their words, the margin with the open record, and the editor.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useShortcuts } from "../app/shortcuts";
import { navigate, usePreference, useShared } from "../lib/store";
import { Editor } from "../review/editor";
import { rowsOn } from "../review/ledger";
import { PickBar } from "../review/pickbar";
import { RefusedList } from "../review/refused";
import { useReview } from "../review/use-review";
import type { CodedRecord, ReportDetail } from "../types";
import { sectionsOf } from "./blocks";
import { Card } from "./card";
import { explain } from "./explain";
import { useGeometry } from "./geometry";
import { addressOf, Head } from "./head";
import { Lines } from "./lines";
import { RecordList, type Show } from "./list";
import { Margin } from "./margin";
import type { Mark } from "./marks";
import { useReveal } from "./reveal";
import { marksAt, Nearness, NearnessContext, TextBody } from "./text";
import { useTooltip } from "./tooltip";
import { useMarks } from "./use-marks";

interface Props {
  detail: ReportDetail;
  record: string | null;
  event: string | null;
}
type Review = ReturnType<typeof useReview>;

const ON_OFF = ["on", "off"] as const;

export function Reader({ detail, record, event }: Props) {
  const { codebook, store } = useShared();
  const article = useRef<HTMLElement>(null);
  const [frames, setFrames] = useSwitch("frames", "on");
  const [why, setWhy] = useSwitch("why", "off");
  const [show, setShow] = useState<Show>("all");
  const [drawer, setDrawer] = useState(false);
  const review = useReview({ detail, open: record, article });
  const { offsets, blocks, records, draft } = review;
  const open = records.find((item) => item.id === record) ?? null;
  const listed = useMemo(
    () => (show === "all" ? records : records.filter((item) => item.review.state === show || item.id === record)),
    [records, show, record],
  );
  const marks = useMarks({ detail, codebook, records, offsets, blocks, frames, open, shown: review.shown, picked: review.picked });
  const choose = useMoving({ detail, event, record, listed, review, drawer, setDrawer });
  useShortcuts("Report", [
    { key: "w", does: "why: the rule behind each value", run: () => setWhy(!why) },
    { key: "s", does: "who says so: frames of statements on or off", run: () => setFrames(!frames) },
  ]);
  const titled = isTitled(detail.report, blocks[0]);

  return (
    <main class={`report${draft ? " editing" : ""}${drawer ? " with-drawer" : ""}`}>
      <aside class="report-list" aria-label="Records of this report">
        <RecordList all={records} listed={listed} show={show} setShow={setShow} open={record} choose={choose} />
        {store.writable && (
          <button type="button" class="add-record" onClick={() => review.add()}>
            + Add a missed record<kbd>n</kbd>
          </button>
        )}
        <Issues issues={detail.issues} />
      </aside>
      <div class="report-main">
        <Head
          report={detail.report}
          previous={detail.previous}
          next={detail.next}
          titled={titled}
          frames={frames}
          setFrames={setFrames}
          reviewer={review.reviewer}
          askName={store.reviewer === null && store.writable ? review.askName : null}
          listOpen={drawer}
          openList={() => setDrawer(!drawer)}
          records={records.length}
        />
        {review.refused.length > 0 && (
          <RefusedList
            refused={review.refused}
            rows={review.rows}
            records={records}
            again={review.again}
            edit={review.editRefused}
            drop={review.drop}
          />
        )}
        {record !== null && !open && (
          <p class="notice gone" role="status">
            The record of this address is not in the report any more: it was coded anew, or taken back.
          </p>
        )}
        <Page
          detail={detail}
          article={article}
          review={review}
          marks={marks}
          open={open}
          record={record}
          event={event}
          listed={listed}
          titled={titled}
          why={why}
          setWhy={setWhy}
          choose={choose}
          drawer={drawer}
        />
        {review.target && (
          <PickBar
            report={detail.report.id}
            target={review.target}
            span={review.span}
            move={review.move}
            take={review.take}
            leave={review.leavePicking}
          />
        )}
      </div>
      {draft && (
        <aside class="report-editor">
          <Editor
            draft={draft}
            target={review.target}
            change={review.change}
            choose={review.choose}
            save={review.save}
            cancel={review.cancel}
          />
        </aside>
      )}
      {review.dialog}
    </main>
  );
}

function useSwitch(name: string, initial: "on" | "off"): [boolean, (on: boolean) => void] {
  const [value, setValue] = usePreference(name, initial, ON_OFF);
  return [value === "on", (on) => setValue(on ? "on" : "off")];
}

function isTitled(report: ReportDetail["report"], first: { start: number; end: number } | undefined): boolean {
  return first !== undefined && report.title.trim() !== "" && report.text.slice(first.start, first.end).trim() === report.title.trim();
}

interface Moving {
  detail: ReportDetail;
  event: string | null;
  record: string | null;
  listed: readonly CodedRecord[];
  review: Review;
  drawer: boolean;
  setDrawer(open: boolean): void;
}

/** Keys and what they do; answers how to open a record. */
function useMoving({ detail, event, record, listed, review, drawer, setDrawer }: Moving): (id: string | null) => void {
  const { route, store } = useShared();
  const open = review.records.find((item) => item.id === record) ?? null;
  const choose = (id: string | null) => {
    if (!review.mayMove()) return;
    setDrawer(false);
    const { record: _, ...params } = route.params;
    navigate({ params: id === null ? params : { ...params, record: id } }, { replace: true });
  };
  // An event without a record: the record that tells it here.
  useEffect(() => {
    const teller = record === null && event !== null ? review.records.find((item) => detail.events[item.id]?.event === event) : undefined;
    if (teller) navigate({ params: { ...route.params, record: teller.id } }, { replace: true });
  }, [event, detail.report.id]);
  const step = (by: 1 | -1) => {
    const at = listed.findIndex((item) => item.id === record);
    const next = listed[at < 0 ? (by > 0 ? 0 : listed.length - 1) : at + by];
    if (next) choose(next.id);
  };
  const turn = (to: "previous" | "next") => {
    const address = addressOf(route, detail, to);
    if (address !== null) location.hash = address;
  };
  const acceptAndGoOn = () => {
    if (!open) return;
    review.accept(open.id);
    const at = listed.findIndex((item) => item.id === open.id);
    const next = [...listed.slice(at + 1), ...listed.slice(0, at)].find((item) => item.review.state === "open");
    if (next) choose(next.id);
  };
  useShortcuts("Moving in the report", [
    { key: "j", does: "next record", run: () => step(1) },
    { key: "k", does: "previous record", run: () => step(-1) },
    { key: "[", does: "report before", run: () => turn("previous") },
    { key: "]", does: "report after", run: () => turn("next") },
    { key: "Escape", does: "close the record", run: () => (drawer ? setDrawer(false) : choose(null)) },
  ]);
  useShortcuts(
    "Review",
    [
      { key: "a", does: "accept the record", run: () => open && review.accept(open.id) },
      { key: "A", does: "accept it and go on to the next that is not judged", run: acceptAndGoOn },
      { key: "x", does: "reject the record", run: () => open && review.reject(open.id) },
      { key: "e", does: "correct the record", run: () => open && review.edit(open) },
      { key: "n", does: "add a missed record", run: () => review.add() },
      { key: "u", does: "take your last judgement back", run: () => review.undo(choose) },
      { key: "U", does: "and bring it back again", run: () => review.redo(choose) },
    ],
    store.writable && review.draft === null,
  );
  return choose;
}

interface PageProps {
  detail: ReportDetail;
  article: { current: HTMLElement | null };
  review: Review;
  marks: ReturnType<typeof useMarks>;
  open: CodedRecord | null;
  record: string | null;
  event: string | null;
  listed: readonly CodedRecord[];
  titled: boolean;
  why: boolean;
  setWhy(on: boolean): void;
  choose(id: string | null): void;
  drawer: boolean;
}

/** The text with its margin. */
function Page({ detail, article, review, marks, open, record, event, listed, titled, why, setWhy, choose, drawer }: PageProps) {
  const { codebook, store } = useShared();
  const { report } = detail;
  const { blocks, draft } = review;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sections = useMemo(() => sectionsOf(blocks), [blocks]);
  const { geometry, again } = useGeometry(article, record);
  const [nearness, setNearness] = useState<Nearness | null>(null);
  useEffect(() => {
    const made = new Nearness(scroller.current, again);
    setNearness(made);
    return () => made.close();
  }, [again]);
  useEffect(again, [again, record, marks.base, marks.lit, marks.picked, draft === null, drawer]);
  useReveal(scroller, article, sections, review.offsets, open);
  const inMargin = useMemo(() => listed.filter((item) => geometry.tops.has(item.id)), [listed, geometry]);
  const reaches = useCallback((bottom: number) => {
    if (content.current) content.current.style.minHeight = `${bottom + 24}px`;
  }, []);
  const byId = useMemo(() => new Map(review.records.map((item) => [item.id, item])), [review.records]);
  const tip = useTooltip(article, (element) => {
    const { role, record: id, nth } = element.dataset;
    const owner = id === undefined ? null : id === review.shown?.id ? review.shown : (byId.get(id) ?? null);
    return explain({ role: role as Mark["role"], nth: Number(nth ?? 0) }, owner, detail.statements, detail.issues, codebook);
  });
  const pressed = (target: EventTarget | null): boolean => {
    if (review.target || !article.current || !(document.getSelection()?.isCollapsed ?? true)) return false;
    const id = marksAt(target, article.current).find((element) => element.getAttribute("role") === "button")?.dataset["record"];
    if (id !== undefined) choose(id);
    return id !== undefined;
  };
  const card = open && (
    <Card
      record={open}
      report={report}
      machine={review.machine(open.id)}
      rows={rowsOn(review.rows, open.id)}
      event={detail.events[open.id] ?? null}
      eventOpen={event !== null && detail.events[open.id]?.event === event}
      why={why}
      setWhy={setWhy}
      writable={store.writable}
      accept={() => review.accept(open.id)}
      reject={() => review.reject(open.id)}
      edit={() => review.edit(open)}
    />
  );
  return (
    <div class="report-scroll" ref={scroller} tabIndex={0} role="region" aria-label="Text of the report">
      <div class="report-content" ref={content}>
        <article
          class={`report-text${review.target ? " picking" : ""}`}
          ref={article}
          lang={report.language ?? undefined}
          onClick={(event) => pressed(event.target)}
          onPointerUp={review.selected}
          onKeyDown={(event) => {
            if ((event.key === "Enter" || event.key === " ") && pressed(event.target)) event.preventDefault();
          }}
        >
          <Lines drawn={geometry.drawn} />
          <NearnessContext.Provider value={nearness}>
            <TextBody
              text={report.text}
              titled={titled}
              sections={sections}
              base={marks.base}
              lit={marks.lit}
              picked={marks.picked}
              open={review.shown?.id ?? record}
              chain={marks.chain}
            />
          </NearnessContext.Provider>
        </article>
        {!draft && <Margin records={inMargin} tops={geometry.tops} open={open?.id ?? null} choose={choose} reaches={reaches} card={card} />}
      </div>
      {tip.view}
    </div>
  );
}

function Issues({ issues }: { issues: ReportDetail["issues"] }) {
  if (issues.length === 0) return null;
  return (
    <details class="issues">
      <summary>
        Issues of this report <span class="muted">{issues.length}</span>
      </summary>
      <ul>
        {issues.map((issue, index) => (
          <li key={index}>
            <span class="mono tiny muted">{issue.code}</span> {issue.message}
          </li>
        ))}
      </ul>
    </details>
  );
}
