// Where the rooms of others are hung in: the report with its words, and the overview of reviews. Loaded when first opened.
//
//   src/report/view.tsx   exports ReportView(props: ReportProps)
//   src/review/view.tsx   exports ReviewView()                       (the tab "Review" is there only if the file is)

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { asError } from "../lib/store";
import type { ApiError } from "../lib/api";
import { Empty, Fault, Skeleton } from "./states";

export interface ReportProps {
  readonly id: string;
  /** The record that is open, from the address; change it with navigate({ params: { record } }). */
  readonly record: string | null;
  readonly event: string | null;
}

type Room = { [name: string]: unknown };
const ROOMS = import.meta.glob<Room>(["../report/view.tsx", "../review/view.tsx"]);

export function hasRoom(room: "report" | "review"): boolean {
  return `../${room}/view.tsx` in ROOMS;
}

function Slot<P extends object>({ room, name, props }: { room: "report" | "review"; name: string; props: P }) {
  const [View, setView] = useState<{ component: ComponentType<P> } | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    const load = ROOMS[`../${room}/view.tsx`];
    if (load) load().then((loaded) => setView({ component: loaded[name] as ComponentType<P> }), (reason: unknown) => setError(asError(reason)));
  }, [room, name]);
  if (!hasRoom(room)) return <Empty><p>This view is not built in.</p></Empty>;
  if (error) return <Fault error={error} />;
  return View ? <View.component {...props} /> : <Skeleton lines={12} />;
}

export function ReportSlot(props: ReportProps) {
  return <Slot room="report" name="ReportView" props={props} />;
}

export function ReviewSlot() {
  return <Slot room="review" name="ReviewView" props={{}} />;
}
