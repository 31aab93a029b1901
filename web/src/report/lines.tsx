// Lines from the trigger of the open record to its parties, drawn in the gaps between the lines of the text.
import { linePath, type Rail } from "./layout";

export interface Link {
  role: "actor" | "recipient";
  nth: number;
  from: Rail;
  to: Rail;
}
export interface Drawn {
  width: number;
  height: number;
  links: Link[];
}

const MARGIN_PX = -12;

export function Lines({ drawn }: { drawn: Drawn }) {
  if (drawn.links.length === 0) return null;
  return (
    <svg class="lines" width={drawn.width} height={drawn.height} aria-hidden="true">
      <defs>
        {(["actor", "recipient"] as const).map((role) => (
          <marker
            key={role}
            id={`head-${role}`}
            viewBox="0 0 6 6"
            refX="5"
            refY="3"
            markerWidth="6"
            markerHeight="6"
            orient="auto-start-reverse"
          >
            <path d="M0 0L6 3L0 6Z" class={`head-${role}`} />
          </marker>
        ))}
      </defs>
      {drawn.links.map((link, lane) => (
        // The deed runs from the actor over the trigger to the recipient.
        <path
          key={`${link.role}${link.nth}`}
          class={`line line-${link.role}`}
          d={linePath(link.from, link.to, MARGIN_PX, lane % 4)}
          {...(link.role === "recipient" ? { "marker-end": "url(#head-recipient)" } : { "marker-start": "url(#head-actor)" })}
        />
      ))}
    </svg>
  );
}

/** From the top of a letter to its middle. */
const HALF_PX = 6;
/** Where a letter begins, right of its word's beginning, by its place among several. */
const SLOTS = [0, 12, 20, 27, 35] as const;
const LETTER_PX = 5.6;

/** Where the letters of the open record stand, relative to the text's own corner. Words that are not drawn have none. */
export function measure(article: HTMLElement, record: string): Drawn {
  const origin = article.getBoundingClientRect();
  const rail = (element: HTMLElement): Rail | null => {
    const rect = element.getClientRects()[0];
    if (!rect) return null;
    const raised = Number.parseFloat(getComputedStyle(element).getPropertyValue("--raised")) || 0;
    const left = rect.left - origin.left + (SLOTS[Math.min(4, Number(element.dataset["slot"] ?? 0))] ?? 0);
    return {
      left: left - 3,
      right: left + (element.dataset["letter"]?.length ?? 0) * LETTER_PX + 5,
      y: rect.top - origin.top + raised + HALF_PX,
    };
  };
  const own = [...article.querySelectorAll<HTMLElement>("[data-letter]")].filter((element) => element.dataset["record"] === record);
  const trigger = own.find((element) => element.dataset["role"] === "trigger");
  const from = trigger ? rail(trigger) : null;
  const links: Link[] = [];
  const done = new Set<string>();
  for (const element of from ? own : []) {
    const { role, nth } = element.dataset;
    if ((role !== "actor" && role !== "recipient") || done.has(role + nth)) continue;
    done.add(`${role}${nth}`);
    const to = rail(element);
    if (from && to) links.push({ role, nth: Number(nth), from, to });
  }
  return { width: article.clientWidth, height: article.scrollHeight, links };
}
