import type { Overview } from "../types";
import { clip } from "../lib/format";
import { setFilters, useShared } from "../lib/store";
import { activeCount, FILTER_KEYS, withoutValue, type FilterKey } from "../lib/url";
import { FACET_TITLES, valueLabel } from "./labels";

/** What is filtered by, each with a button that lifts it. */
export function Chips({ overview }: { overview: Overview | null }) {
  const { route, codebook } = useShared();
  const active = FILTER_KEYS.flatMap((key: FilterKey) => (route.filters[key] ?? []).map((value) => ({ key, value })));
  if (active.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filters that hold">
      {active.map(({ key, value }) => {
        const label = valueLabel(key, value, overview, codebook);
        return (
          <li key={`${key}=${value}`}>
            <button type="button" class="chip" title={`Remove: ${FACET_TITLES[key]} ${label}`}
              onClick={() => setFilters(withoutValue(route.filters, key, value))}>
              <span class="chip-key">{FACET_TITLES[key]}</span>
              <bdi>{clip(label, 40)}</bdi>
              <span aria-hidden="true">✕</span>
              <span class="only-read">remove</span>
            </button>
          </li>
        );
      })}
      {activeCount(route.filters) > 1 && (
        <li><button type="button" class="link small" onClick={() => setFilters({})}>Clear all</button></li>
      )}
    </ul>
  );
}
