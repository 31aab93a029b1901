// Choosing words: a bar at the foot of the text that has the keyboard. Arrows move, Shift extends, Enter takes, Esc leaves; the mouse selects.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { days } from "../lib/format";
import { asError } from "../lib/store";
import { counted, coordinates } from "../report/explain";
import { label } from "../report/shown";
import { Codes } from "../report/values";
import type { Resolved, Span } from "../types";
import { resolveKind, TARGET_NAMES, type Target } from "./picking";
import type { Move } from "./words";

interface Props {
  report: string;
  target: Target;
  /** The words that are chosen now; null before the first. */
  span: Span | null;
  move(to: Move, extend: boolean): void;
  take(resolved: Resolved | null): void;
  leave(): void;
}

const MOVES: { readonly [key: string]: Move } = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "start",
  End: "end",
};
const ASK_MS = 140;

type Answer = { for: string; resolved: Resolved | null; fault: string | null };

export function PickBar({ report, target, span, move, take, leave }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const kind = resolveKind(target);
  const asked = kind && span ? `${kind}:${span.start}:${span.end}` : "";
  const [answer, setAnswer] = useState<Answer | null>(null);
  const known = answer && answer.for === asked ? answer : null;
  // Enter before the answer came: taken as soon as it is there.
  const [waiting, setWaiting] = useState(false);

  useLayoutEffect(() => bar.current?.focus({ preventScroll: true }), [target]);
  useEffect(() => {
    setWaiting(false);
    if (!kind || !span) return undefined;
    const control = new AbortController();
    const timer = setTimeout(() => {
      api.resolve({ report, kind, start: span.start, end: span.end }, control.signal).then(
        (resolved) => setAnswer({ for: asked, resolved, fault: null }),
        (reason: unknown) => {
          if (!control.signal.aborted) setAnswer({ for: asked, resolved: null, fault: asError(reason).message });
        },
      );
    }, ASK_MS);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [asked, report]);
  useEffect(() => {
    if (waiting && known) take(known.resolved);
  }, [waiting, known]);

  const enter = () => {
    if (!span) return;
    if (kind && !known) setWaiting(true);
    else take(known?.resolved ?? null);
  };
  const keys = (event: KeyboardEvent) => {
    const to = MOVES[event.key];
    if (to && !event.altKey) move(to, event.shiftKey);
    else if (event.key === "Enter" && event.target === bar.current) enter();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={bar}
      class="pickbar"
      role="group"
      tabIndex={0}
      aria-label={`Choosing words for ${TARGET_NAMES[target.field]}`}
      aria-describedby="pick-how"
      onKeyDown={keys}
    >
      <div class="pick-what">
        <span class="muted">Words for {TARGET_NAMES[target.field]}</span>
        <span class="pick-words" aria-live="polite">
          {span ? <bdi>“{label(span.text, 90)}”</bdi> : "none yet"}
        </span>
        {kind && span && <Proposal answer={known} />}
      </div>
      <div class="pick-how">
        <span id="pick-how" class="muted tiny">
          <kbd>←</kbd>
          <kbd>→</kbd> move, <kbd>Shift</kbd> extends, or select with the mouse
        </span>
        <span class="grow" />
        <button type="button" class="primary" disabled={!span || waiting} onClick={enter}>
          {waiting ? "Looking it up" : "Take"}
          <kbd>Enter</kbd>
        </button>
        <button type="button" onClick={leave}>
          Leave<kbd>Esc</kbd>
        </button>
      </div>
    </div>
  );
}

function Proposal({ answer }: { answer: Answer | null }) {
  if (!answer) return <span class="muted proposal">looking it up</span>;
  if (answer.fault) return <span class="proposal bad">{answer.fault} The words are taken as they are.</span>;
  const { party, place, date, count } = answer.resolved ?? {};
  if (party)
    return (
      <span class="proposal">
        <bdi class="name">{label(party.name, 60)}</bdi> <Codes of={party} />
      </span>
    );
  if (place) {
    const point = place.lat !== null && place.lon !== null ? coordinates(place.lat, place.lon) : "no coordinates";
    return (
      <span class="proposal">
        <bdi class="name">{label(place.name, 60)}</bdi> <span class="mono">{place.country}</span>{" "}
        <span class="muted">
          {place.precision ?? ""} {point}
        </span>
      </span>
    );
  }
  if (date)
    return (
      <span class="proposal">
        <span class="name">{days(date.start, date.end)}</span> <span class="muted">{date.granularity}</span>
      </span>
    );
  if (count)
    return (
      <span class="proposal">
        <span class="name">{counted(count, "")}</span>
      </span>
    );
  return <span class="proposal muted">nothing is known of these words: set the value by hand</span>;
}
