// The tab "Review": how far the store is judged, how well reviewers agree with one another and with the machine, and what to take away.
import { Fault, Skeleton } from "../app/states";
import { api } from "../lib/api";
import { count, plural } from "../lib/format";
import { useResource, useShared } from "../lib/store";
import { formatRoute } from "../lib/url";
import { STATE_MARK, STATE_NAME } from "../report/names";
import { label } from "../report/shown";
import type { Agreement, ReviewState } from "../types";
import "../report/report.css";
import "./view.css";

const STATES: readonly ReviewState[] = ["open", "accepted", "corrected", "rejected", "added"];

export function ReviewView() {
  const { epoch } = useShared();
  const overview = useResource(`review:${epoch}`, (signal) => api.overview({}, null, signal));
  const agreement = useResource(`agreement:${epoch}`, (signal) => api.agreement(signal));
  const error = overview.error ?? agreement.error;
  const counts = new Map(overview.data?.facets.review.map((value) => [value.value, value.count]));
  return (
    <main class="review-view">
      <h1>Review</h1>
      {error && <Fault error={error} retry={overview.error ? overview.retry : agreement.retry} />}
      {!overview.data && !overview.error && <Skeleton lines={5} />}
      {overview.data && <States counts={counts} />}
      <p class="muted">
        Open a record to judge it: <kbd>a</kbd> accepts, <kbd>x</kbd> rejects, <kbd>e</kbd> corrects, <kbd>n</kbd> adds what was missed. The
        machine’s own record is kept; corrections stand in every view and export.
      </p>
      {agreement.data && <AgreementTable agreement={agreement.data} />}
      <section>
        <h2>Passages</h2>
        <p class="muted">
          Reports of which every record is judged, in the markup that the tagger is trained on. The texts may be under copyright.
        </p>
        <p class="row">
          <a href="api/passages" download="">
            Fully judged reports
          </a>
          <a href="api/passages?partial=1" download="">
            All reports with a judgement
          </a>
        </p>
      </section>
    </main>
  );
}

function States({ counts }: { counts: ReadonlyMap<string, number> }) {
  const { route } = useShared();
  const all = [...counts.values()].reduce((sum, value) => sum + value, 0);
  const judged = all - (counts.get("open") ?? 0);
  return (
    <section aria-label="How far the store is judged">
      <p class="review-sum">
        <strong>{count(judged)}</strong> of {plural(all, "record")} judged
      </p>
      <progress class="review-bar" max={Math.max(all, 1)} value={judged} aria-label={`${judged} of ${all} records judged`} />
      <ul class="review-states">
        {STATES.map((state) => (
          <li key={state}>
            <a href={formatRoute({ ...route, view: "records", id: null, filters: { review: [state] }, params: {} })}>
              <span class={`state state-${state}`}>
                <i aria-hidden="true">{STATE_MARK[state]}</i>
                {STATE_NAME[state]}
              </span>
              <strong>{count(counts.get(state) ?? 0)}</strong>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function AgreementTable({ agreement }: { agreement: Agreement }) {
  if (agreement.reviewed === 0)
    return (
      <section>
        <h2>Agreement</h2>
        <p class="muted">Nothing is judged yet.</p>
      </section>
    );
  return (
    <section>
      <h2>Agreement</h2>
      <p class="muted">
        Krippendorff’s alpha over {plural(agreement.reviewed, "judged record")} of{" "}
        {agreement.reviewers.map((name) => label(name, 30)).join(", ")}: 1 is full agreement, 0 is what chance would give. Where too few
        records were judged there is none.
      </p>
      <table class="agreement">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Between reviewers</th>
            <th scope="col">Records</th>
            <th scope="col">With the machine</th>
            <th scope="col">Judgements</th>
          </tr>
        </thead>
        <tbody>
          {agreement.fields.map((field) => (
            <tr key={field.field}>
              <th scope="row">{field.field}</th>
              <td>
                <Alpha value={field.between} />
              </td>
              <td>{count(field.units)}</td>
              <td>
                <Alpha value={field.with_machine} />
              </td>
              <td>{field.units_with_machine === undefined ? "" : count(field.units_with_machine)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Alpha({ value }: { value: number | null }) {
  if (value === null) return <span class="muted">too few</span>;
  return (
    <span class="alpha">
      <meter min={0} max={1} value={Math.max(0, value)} aria-hidden="true" />
      {value.toFixed(2)}
    </span>
  );
}
