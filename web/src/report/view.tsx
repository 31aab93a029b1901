// The view of one report, `#/report/ID?record=R&event=E`: asks for it and shows it.
import { useEffect } from "preact/hooks";
import type { ReportProps } from "../app/slots";
import { Fault, Skeleton } from "../app/states";
import { api } from "../lib/api";
import { useResource, useShared } from "../lib/store";
import { Reader } from "./reader";
import "./report.css";
import "./card.css";
import "./text.css";
import "./tooltip.css";
import "../review/review.css";

export function ReportView({ id, record, event }: ReportProps) {
  const { epoch } = useShared();
  const found = useResource(`${id}\u0000${epoch}`, (signal) => api.report(id, signal));
  const detail = found.data?.report.id === id ? found.data : null;
  useEffect(() => {
    const title = detail?.report.title;
    if (!title) return undefined;
    const before = document.title;
    document.title = `${title.slice(0, 80)} – onrecord`;
    return () => {
      document.title = before;
    };
  }, [detail?.report.title]);
  if (!detail)
    return (
      <main class="report-wait">
        {found.error && !found.loading ? <Fault error={found.error} retry={found.retry} /> : <Skeleton lines={14} />}
      </main>
    );
  return <Reader key={id} detail={detail} record={record} event={event} />;
}
