// What the words under the pointer, or with the focus, are and why. It can be entered with the pointer or with Enter, and Esc closes it.
import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Code } from "../app/code";
import type { Explained, Line } from "./explain";
import { marksAt } from "./text";

const TIP_ID = "words-explained";
const OPEN_MS = 120;
const CLOSE_MS = 220;
/** Marks around the words that are explained as well. */
const MOST = 3;

export function useTooltip(area: RefObject<HTMLElement | null>, explainMark: (element: HTMLElement) => Explained | null) {
  const [shownFor, setShownFor] = useState<{ anchor: HTMLElement; parts: Explained[] } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(explainMark);
  latest.current = explainMark;
  const close = useCallback(() => {
    clearTimeout(timer.current);
    setShownFor(null);
  }, []);
  const later = useCallback((run: () => void, ms: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(run, ms);
  }, []);

  useEffect(() => {
    const element = area.current;
    if (!element) return undefined;
    const show = (target: EventTarget | null): void => {
      const marks = marksAt(target, element);
      const parts: Explained[] = [];
      let framed = false;
      for (const mark of marks) {
        // The innermost statement names its whole chain.
        const frame = mark.dataset["role"] === "frame";
        const part = frame && framed ? null : latest.current(mark);
        framed ||= frame;
        if (!part || parts.length >= MOST || parts.some((other) => other.role === part.role && other.title === part.title)) continue;
        // Of what stands around the words the name is enough, where it has one.
        parts.push(parts.length > 0 && part.title ? { ...part, lines: [] } : part);
      }
      const anchor = marks[0];
      setShownFor(anchor && parts.length > 0 ? { anchor, parts } : null);
    };
    const over = (event: PointerEvent) => {
      if (event.buttons !== 0) return;
      if (marksAt(event.target, element).length > 0) later(() => show(event.target), OPEN_MS);
      else later(close, CLOSE_MS);
    };
    const focus = (event: FocusEvent) => {
      if (event.target instanceof HTMLElement && event.target.matches(":focus-visible")) show(event.target);
    };
    const blur = (event: FocusEvent) => {
      if (!box.current?.contains(event.relatedTarget as globalThis.Node | null)) close();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape" && (box.current || document.activeElement === box.current)) {
        event.stopPropagation();
        event.preventDefault();
        close();
      } else if (
        event.key === "Enter" &&
        event.target instanceof HTMLElement &&
        event.target.dataset["role"] &&
        event.target.getAttribute("role") !== "button"
      ) {
        box.current?.querySelector<HTMLElement>("button")?.focus();
      }
    };
    const leave = () => later(close, CLOSE_MS);
    element.addEventListener("pointerover", over);
    element.addEventListener("pointerleave", leave);
    element.addEventListener("pointerdown", close);
    element.addEventListener("focusin", focus);
    element.addEventListener("focusout", blur);
    document.addEventListener("keydown", key, true);
    return () => {
      clearTimeout(timer.current);
      element.removeEventListener("pointerover", over);
      element.removeEventListener("pointerleave", leave);
      element.removeEventListener("pointerdown", close);
      element.removeEventListener("focusin", focus);
      element.removeEventListener("focusout", blur);
      document.removeEventListener("keydown", key, true);
    };
  }, [area, close, later]);

  useLayoutEffect(() => {
    if (!shownFor || !box.current) return undefined;
    const rect = shownFor.anchor.getClientRects()[0] ?? shownFor.anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = box.current;
    const below = rect.bottom + 8 + height < innerHeight;
    box.current.style.left = `${Math.max(8, Math.min(rect.left, innerWidth - width - 8))}px`;
    shownFor.anchor.setAttribute("aria-describedby", TIP_ID);
    box.current.style.top = `${below ? rect.bottom + 8 : Math.max(8, rect.top - height - 14)}px`;
    return () => shownFor.anchor.removeAttribute("aria-describedby");
  }, [shownFor]);

  const back = () => {
    shownFor?.anchor.focus();
    close();
  };
  const view = shownFor && (
    <div
      ref={box}
      id={TIP_ID}
      class="tip"
      role="tooltip"
      onPointerEnter={() => clearTimeout(timer.current)}
      onPointerLeave={() => later(close, CLOSE_MS)}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          back();
        }
      }}
      onFocusOut={(event) => {
        if (!box.current?.contains(event.relatedTarget as globalThis.Node | null)) close();
      }}
    >
      {shownFor.parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </div>
  );
  return { view, close };
}

function Part({ part }: { part: Explained }) {
  return (
    <div class="tip-part">
      <div class="tip-head">
        <span class="tip-role">{part.role}</span>
        {part.title && <bdi class="tip-title">{part.title}</bdi>}
      </div>
      {part.lines.length > 0 && (
        <ul>
          {part.lines.map((line, index) => (
            <li key={index}>
              <LineView line={line} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function LineView({ line }: { line: Line }) {
  return (
    <>
      {line.code && (
        <>
          <Code kind={line.code.kind} value={line.code.value}>
            <span class="mono">{line.code.value}</span>
          </Code>
          {line.code.name && <span class="muted"> {line.code.name}</span>}
        </>
      )}
      {line.text && <bdi>{line.text}</bdi>}
      {line.words && <bdi> “{line.words}”</bdi>}
      {line.hint && <span class="hint">{line.hint}</span>}
    </>
  );
}
