import { useRef, useState } from "preact/hooks";

type Range = readonly [number, number];

/** Marking a run of bins, by dragging or by arrows; `take` gets the first and last bin. */
export function useBrush(bins: number, at: (clientX: number) => number, take: (first: number, last: number) => void) {
  const [range, setRange] = useState<Range | null>(null);
  const anchor = useRef<number | null>(null);
  const cursor = useRef(0);
  const dragging = useRef(false);
  const within = (index: number) => Math.min(Math.max(index, 0), bins - 1);
  const between = (a: number, b: number): Range => [Math.min(a, b), Math.max(a, b)];

  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (bins === 0 || event.button !== 0) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      dragging.current = true;
      anchor.current = cursor.current = within(at(event.clientX));
      setRange([anchor.current, anchor.current]);
    },
    onPointerMove: (event: PointerEvent) => {
      const index = at(event.clientX);
      if (dragging.current && anchor.current !== null) {
        cursor.current = within(index);
        setRange(between(anchor.current, cursor.current));
      } else setRange(index >= 0 && index < bins ? [index, index] : null);
    },
    onPointerUp: () => {
      if (!dragging.current || anchor.current === null) return;
      dragging.current = false;
      const [first, last] = between(anchor.current, cursor.current);
      anchor.current = null;
      setRange(null);
      take(first, last);
    },
    onPointerCancel: () => { dragging.current = false; anchor.current = null; setRange(null); },
    onPointerLeave: () => { if (!dragging.current) setRange(null); },
    onBlur: () => { if (!dragging.current) setRange(null); },
    onKeyDown: (event: KeyboardEvent) => {
      const steps: { readonly [key: string]: number } = {
        ArrowRight: cursor.current + 1, ArrowLeft: cursor.current - 1, Home: 0, End: bins - 1,
        PageDown: cursor.current + 10, PageUp: cursor.current - 10,
      };
      const to = steps[event.key];
      if (to !== undefined && bins > 0) {
        const next = within(range === null ? cursor.current : to);
        if (event.shiftKey) anchor.current ??= cursor.current;
        else anchor.current = null;
        cursor.current = next;
        setRange(anchor.current === null ? [next, next] : between(anchor.current, next));
      } else if ((event.key === "Enter" || event.key === " ") && range) take(...range);
      else if (event.key === "Escape" && range) setRange(null);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
  return { range, handlers };
}
