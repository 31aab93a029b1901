import { useMemo, useState } from "preact/hooks";
import type { FacetName, FacetValue } from "../types";
import { count, visible } from "../lib/format";
import { setFilters, useShared } from "../lib/store";
import { toggled, withOnly, withValue } from "../lib/url";
import { Quad, quadOf } from "../app/code";
import { FACET_TITLES, valueLabel } from "./labels";

const SHORT = 7;
const NAMED: ReadonlySet<FacetName> = new Set(["who", "whom", "place"]);

interface Props {
  facet: FacetName;
  values: readonly FacetValue[] | null;
  total: number;
  open: boolean;
}

/** One facet: its values with counts under all other filters; several may be chosen. */
export function Facet({ facet, values, open: first }: Props) {
  const { route, codebook } = useShared();
  const chosen = route.filters[facet] ?? [];
  const [open, setOpen] = useState(first || chosen.length > 0);
  const [words, setWords] = useState("");
  const [all, setAll] = useState(false);
  const list = useMemo(() => arranged(values ?? [], chosen, facet, codebook), [values, chosen, facet, codebook]);
  const asked = words.trim().toLowerCase();
  const found = asked === "" ? list : list.filter((value) => `${value.value} ${value.label}`.toLowerCase().includes(asked));
  const tops = found.filter((value) => value.parent === undefined);
  const limit = all || asked !== "" ? Infinity : Math.max(SHORT, facet === "category" ? 16 : 0);
  const shown = visibleRows(found, tops, limit, chosen, asked !== "");
  const most = Math.max(1, ...list.map((value) => value.count));
  const named = NAMED.has(facet) && asked !== "";
  const title = FACET_TITLES[facet];
  return (
    <section class="facet">
      <h3 class="facet-head">
        <button type="button" class="plain grow" aria-expanded={open} onClick={() => setOpen(!open)}>
          <span aria-hidden="true" class="twist">{open ? "▾" : "▸"}</span>{title}
          {chosen.length > 0 && <span class="facet-on">{chosen.length}</span>}
        </button>
        {chosen.length > 0 && (
          <button type="button" class="link tiny" aria-label={`Clear ${title}`} onClick={() => setFilters(withOnly(route.filters, facet, []))}>clear</button>
        )}
      </h3>
      {open && (
        <div class="facet-body">
          {list.length > SHORT && facet !== "category" && (
            <input type="search" class="facet-search" placeholder={NAMED.has(facet) ? "Country or name" : "Find"}
              aria-label={`Find in ${title}`} value={words} onInput={(event) => setWords(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || asked === "") return;
                const value = found.length > 0 ? found[0]?.value : named ? `name:${words.trim()}` : undefined;
                if (value !== undefined) setFilters(withValue(route.filters, facet, value));
                setWords("");
              }} />
          )}
          {values === null && <div class="skeletons">{[1, 2, 3].map((line) => <div key={line} class="skeleton">.</div>)}</div>}
          <ul onKeyDown={arrows}>
            {shown.map((value) => <Value key={value.value} facet={facet} value={value} most={most} on={chosen.includes(value.value)} />)}
          </ul>
          {named && (
            <button type="button" class="link small" onClick={() => { setFilters(withValue(route.filters, facet, `name:${words.trim()}`)); setWords(""); }}>
              Names with “{words.trim()}”
            </button>
          )}
          {values !== null && found.length === 0 && !named && <p class="muted small">None.</p>}
          {tops.length > limit && <button type="button" class="link small" onClick={() => setAll(true)}>All {tops.length}</button>}
          {all && asked === "" && tops.length > SHORT && <button type="button" class="link small" onClick={() => setAll(false)}>Fewer</button>}
        </div>
      )}
    </section>
  );
}

function Value({ facet, value, most, on }: { facet: FacetName; value: FacetValue; most: number; on: boolean }) {
  const { route, codebook } = useShared();
  const top = value.parent === undefined;
  return (
    <li class={`value${top ? "" : " value-mode"}${value.count === 0 ? " value-none" : ""}`}>
      <label>
        <input type="checkbox" checked={on} onChange={() => setFilters(toggled(route.filters, facet, value.value))} />
        {facet === "category" && top && <Quad quad={quadOf(codebook, value.value)} />}
        <bdi class="clip grow" title={value.label}>{visible(value.label)}</bdi>
        <span class="value-count">{count(value.count)}</span>
        <span class="value-bar" style={{ width: `${(100 * value.count) / most}%` }} aria-hidden="true" />
      </label>
    </li>
  );
}

/** Chosen values stay in sight even with no record left; modes stand below their category; categories by the codebook's quads. */
function arranged(values: readonly FacetValue[], chosen: readonly string[], facet: FacetName, codebook: Parameters<typeof quadOf>[0]): FacetValue[] {
  const missing = chosen.filter((value) => !values.some((other) => other.value === value))
    .map((value): FacetValue => {
      const parent = facet === "category" && value.includes("/") ? value.split("/")[0] : undefined;
      const plain = { value, label: parent === undefined ? valueLabel(facet, value, null, codebook) : value.split("/")[1] ?? value, count: 0 };
      return parent === undefined ? plain : { ...plain, parent };
    });
  const every = [...values, ...missing];
  if (facet !== "category") return every;
  const order = codebook.categories.map((category) => category.id);
  const tops = every.filter((value) => value.parent === undefined)
    .sort((a, b) => quadOf(codebook, a.value) - quadOf(codebook, b.value) || order.indexOf(a.value) - order.indexOf(b.value));
  return tops.flatMap((top) => [
    { ...top, label: top.value },
    ...every.filter((value) => value.parent === top.value).map((value) => ({ ...value, label: value.value.split("/")[1] ?? value.label })),
  ]);
}

function visibleRows(found: readonly FacetValue[], tops: readonly FacetValue[], limit: number, chosen: readonly string[], searching: boolean): FacetValue[] {
  const few = new Set(tops.slice(0, limit).map((value) => value.value));
  for (const value of chosen) few.add(value);
  // The modes of a category show once it, or one of them, is chosen, and while searching.
  const opened = new Set(chosen.map((value) => value.split("/")[0]));
  return found.filter((value) => (value.parent === undefined ? few.has(value.value) : searching || opened.has(value.parent)));
}

/** Up and down move through the boxes of a list, as in a list box. */
function arrows(event: KeyboardEvent): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const boxes = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLInputElement>("input")];
  const at = boxes.indexOf(document.activeElement as HTMLInputElement);
  if (at < 0) return;
  boxes[Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), boxes.length - 1)]?.focus();
  event.preventDefault();
}
