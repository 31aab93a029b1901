// The open record in full, beside its sentence.
import { Code, FactualityMark, Quad, quadOf } from "../app/code";
import { useShared } from "../lib/store";
import type { CodedRecord, MachineRecord, Report, ReviewRow } from "../types";
import { shortName } from "./chain";
import { percent } from "./explain";
import { EventPanel } from "./event";
import { kindOf, moment, STATE_MARK, STATE_NAME } from "./names";
import { History } from "../review/history";
import { Values } from "./values";
import { label } from "./shown";

interface Props {
  record: CodedRecord;
  report: Report;
  machine: MachineRecord | null;
  rows: readonly ReviewRow[];
  event: { event: string; standing: string; reports: number } | null;
  eventOpen: boolean;
  why: boolean;
  setWhy(on: boolean): void;
  writable: boolean;
  accept(): void;
  reject(): void;
  edit(): void;
}

export function Card({ record, report, machine, rows, event, eventOpen, why, setWhy, writable, accept, reject, edit }: Props) {
  const { codebook } = useShared();
  const { review } = record;
  return (
    <section class={`card card-${review.state}`} aria-label={`Record: ${kindOf(record)}`} data-card={record.id}>
      <header class="card-head">
        <Quad quad={quadOf(codebook, record.category)} />
        <span class="card-kind">
          <Code kind="category" value={record.category} />
          {record.mode && (
            <>
              <span class="muted">/</span>
              <Code kind="mode" value={`${record.category}/${record.mode}`}>
                {record.mode}
              </Code>
            </>
          )}
        </span>
        {record.factuality !== "asserted" && (
          <span class={`badge badge-${record.factuality}`}>
            <FactualityMark value={record.factuality} />
          </span>
        )}
        <span class="grow" />
        {review.state !== "added" && (
          <span class="muted tiny" title={`Confidence of the machine: ${percent(record.confidence)}. CAMEO ${record.cameo}`}>
            {percent(record.confidence)}
          </span>
        )}
      </header>
      <Values record={record} machine={machine} why={why} />
      <Chain record={record} report={report} />
      {event && <EventPanel key={event.event} event={event} report={report.id} startOpen={eventOpen} />}
      <footer class="card-foot">
        <div class="card-state">
          <span class={`state state-${review.state}`}>
            <i aria-hidden="true">{STATE_MARK[review.state]}</i>
            {STATE_NAME[review.state]}
          </span>
          {review.reviewer && (
            <span class="muted">
              by <bdi>{label(review.reviewer, 30)}</bdi>
              {review.at && `, ${moment(review.at)}`}
            </span>
          )}
          <span class="grow" />
          <button type="button" class="plain tiny" aria-pressed={why} onClick={() => setWhy(!why)} title="Why each value is what it is (w)">
            why
          </button>
        </div>
        <div class="card-acts" role="group" aria-label="Judge this record">
          <button type="button" disabled={!writable} class={review.state === "accepted" ? "done-accept" : ""} onClick={accept}>
            Accept<kbd>a</kbd>
          </button>
          <button type="button" disabled={!writable} class={review.state === "rejected" ? "done-reject" : ""} onClick={reject}>
            Reject<kbd>x</kbd>
          </button>
          <button type="button" disabled={!writable} onClick={edit}>
            Correct<kbd>e</kbd>
          </button>
        </div>
      </footer>
      {rows.length > 0 && <History rows={rows} />}
    </section>
  );
}

/** From the report through each source to the one who makes the claim. */
function Chain({ record, report }: { record: CodedRecord; report: Report }) {
  const own = record.sources.length === 0;
  return (
    <ol class="chain" aria-label="According to whom, outermost first">
      <li class={`source-box box-report${own ? " box-last" : ""}`}>
        <span class="box-name">
          <bdi>{report.source ? label(report.source, 26) : "this report"}</bdi>
        </span>
        <span class="box-cue">{own ? "says so itself" : "reports"}</span>
      </li>
      {record.sources.map((source, nth) => (
        <li
          key={nth}
          class={`source-box${nth === record.sources.length - 1 ? " box-last" : ""}`}
          title={[source.country, source.sector].filter(Boolean).join(" ")}
        >
          <span class="box-name">
            <bdi>{shortName(source, 30)}</bdi>
          </span>
          <span class="box-cue">{source.cue ? <bdi>{label(source.cue.text, 26)}</bdi> : "no cue"}</span>
        </li>
      ))}
    </ol>
  );
}

/** A record that is not open: one or two lines in the margin. */
export function Stub({ record, open }: { record: CodedRecord; open(): void }) {
  const { codebook } = useShared();
  const who = [record.actors[0], record.recipients[0]].map((party) => (party ? shortName(party, 22) : null));
  return (
    <button type="button" class={`stub stub-${record.review.state}`} onClick={open} data-stub={record.id}>
      <Quad quad={quadOf(codebook, record.category)} />
      <span class={`clip${record.factuality === "asserted" ? "" : ` unreal unreal-${record.factuality}`}`}>
        <span class="stub-kind">{record.mode ?? record.category}</span>
        {(who[0] ?? who[1]) && (
          <bdi class="muted">
            {" "}
            {who[0] ?? "?"}
            {who[1] ? ` → ${who[1]}` : ""}
          </bdi>
        )}
      </span>
      <span class={`state state-${record.review.state}`} title={STATE_NAME[record.review.state]}>
        <i aria-hidden="true">{STATE_MARK[record.review.state]}</i>
        <span class="only-read">{STATE_NAME[record.review.state]}</span>
      </span>
    </button>
  );
}
