// The margin: the open record's card at the height of its words, the others as short lines around it, none over another.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { CodedRecord } from "../types";
import { Stub } from "./card";
import { placeCards } from "./layout";

const STUB_PX = 28;
const GAP_PX = 4;

interface Props {
  /** Records with words in the paragraphs that are drawn, in the order of the text, and where these words are. */
  records: readonly CodedRecord[];
  tops: ReadonlyMap<string, number>;
  open: string | null;
  card: ComponentChildren;
  choose(record: string): void;
  /** Told how low the last card reaches, so that it can be scrolled to. */
  reaches(bottom: number): void;
}

export function Margin({ records, tops, open, card, choose, reaches }: Props) {
  const column = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(320);
  const fixed = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = fixed.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.offsetHeight));
    observer.observe(element);
    setHeight(element.offsetHeight);
    return () => observer.disconnect();
  }, [open]);
  useLayoutEffect(() => {
    const wanted = records.map((record) => ({
      id: record.id,
      top: Math.max(0, (tops.get(record.id) ?? 0) - 4),
      height: record.id === open ? height : STUB_PX,
    }));
    const placed = placeCards(wanted, open, GAP_PX);
    let bottom = 0;
    for (const element of column.current?.children ?? []) {
      const id = element instanceof HTMLElement ? element.dataset["at"] : undefined;
      const top = id === undefined ? undefined : placed.get(id);
      if (element instanceof HTMLElement && top !== undefined) {
        // Heights are known: asking the browser between two writes would lay everything out anew each time.
        const end = top + (id === open ? height : STUB_PX);
        element.style.transform = `translateY(${Math.round(top)}px)`;
        element.style.visibility = end < 0 ? "hidden" : "";
        bottom = Math.max(bottom, end);
      }
    }
    reaches(bottom);
  }, [records, tops, open, height, reaches]);
  return (
    <div class="margin-column" ref={column}>
      {records.map((record) =>
        record.id === open ? (
          <div key={record.id} class="margin-item margin-open" data-at={record.id} ref={fixed}>
            {card}
          </div>
        ) : (
          <div key={record.id} class="margin-item" data-at={record.id}>
            <Stub record={record} open={() => choose(record.id)} />
          </div>
        ),
      )}
    </div>
  );
}
