// What the report is, and the way to the one before and after.
import { reportAddress, useShared } from "../lib/store";
import { formatRoute } from "../lib/url";
import type { Report, ReportDetail } from "../types";
import { label } from "./shown";

interface Props {
  report: Report;
  previous: string | null;
  next: string | null;
  titled: boolean;
  frames: boolean;
  setFrames(on: boolean): void;
  reviewer: string;
  askName: (() => void) | null;
  listOpen: boolean;
  openList(): void;
  records: number;
}

export function Head({ report, previous, next, titled, frames, setFrames, reviewer, askName, listOpen, openList, records }: Props) {
  const { route } = useShared();
  return (
    <header class="report-head">
      <button type="button" class="list-open" onClick={openList} aria-expanded={listOpen}>
        Records <span class="muted">{records}</span>
      </button>
      <div class="report-meta clip">
        {!titled && (
          <h1 class="report-title">
            <bdi>{label(report.title || report.id, 120)}</bdi>
          </h1>
        )}
        {report.published && <time dateTime={report.published}>{report.published}</time>}
        {report.source && <bdi>{label(report.source, 40)}</bdi>}
        {report.language && report.language !== "en" && <span title="language">{report.language}</span>}
        {isWeb(report.url) && (
          <a href={report.url ?? ""} target="_blank" rel="noopener noreferrer">
            original<span aria-hidden="true"> ↗</span>
          </a>
        )}
        {(titled || report.title) && (
          <bdi class="muted clip" title={label(report.id, 400)}>
            {label(report.id, 60)}
          </bdi>
        )}
      </div>
      <label class="toggle">
        <input type="checkbox" checked={frames} onChange={(event) => setFrames(event.currentTarget.checked)} />
        who says so<kbd>s</kbd>
      </label>
      {askName && (
        <button type="button" class="plain reviewer" onClick={askName} title="Change the reviewer's name">
          {reviewer ? (
            <>
              reviewer <bdi>{label(reviewer, 24)}</bdi>
            </>
          ) : (
            "who reviews?"
          )}
        </button>
      )}
      {!askName && reviewer && (
        <span class="muted reviewer">
          reviewer <bdi>{label(reviewer, 24)}</bdi>
        </span>
      )}
      <nav class="report-nav" aria-label="Other reports">
        {turn(previous, "Previous report", "[", "‹")}
        {turn(next, "Next report", "]", "›")}
      </nav>
    </header>
  );

  function turn(id: string | null, name: string, key: string, sign: string) {
    if (id === null)
      return (
        <span class="turn off" aria-hidden="true">
          {sign}
        </span>
      );
    return (
      <a class="turn" href={reportAddress(route, id)} aria-label={name} title={`${name} (${key})`}>
        {sign}
      </a>
    );
  }
}

function isWeb(url: string | null): boolean {
  return url !== null && /^https?:\/\//i.test(url);
}

export function addressOf(
  route: Parameters<typeof formatRoute>[0],
  detail: Pick<ReportDetail, "previous" | "next">,
  to: "previous" | "next",
): string | null {
  const id = detail[to];
  return id === null ? null : reportAddress(route, id);
}
