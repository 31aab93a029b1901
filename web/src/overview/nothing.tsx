import type { Overview } from "../types";
import { setFilters, useShared } from "../lib/store";
import { Empty } from "../app/states";
import { activeCount, FILTER_KEYS, withOnly } from "../lib/url";
import { FACET_TITLES, valueLabel } from "./labels";

/** No record passes: says so, and offers to lift each filter. */
export function Nothing({ overview }: { overview: Overview }) {
  const { route, codebook, store } = useShared();
  if (activeCount(route.filters) === 0) {
    return (
      <Empty>
        <strong>This store holds no records yet.</strong>
        <p>Code reports into it: <code class="mono">onrecord code FILES --into {store.name}</code></p>
      </Empty>
    );
  }
  const keys = FILTER_KEYS.filter((key) => key !== "undated" && (route.filters[key]?.length ?? 0) > 0);
  return (
    <Empty>
      <strong>No record passes these filters.</strong>
      <p>Remove one of them:</p>
      <ul class="chips">
        {keys.map((key) => (
          <li key={key}>
            <button type="button" onClick={() => setFilters(withOnly(route.filters, key, []))}>
              <span class="muted">{FACET_TITLES[key]}</span>
              <bdi>{(route.filters[key] ?? []).map((value) => valueLabel(key, value, overview, codebook)).join(", ")}</bdi>
            </button>
          </li>
        ))}
        <li><button type="button" class="link" onClick={() => setFilters({})}>Clear all</button></li>
      </ul>
    </Empty>
  );
}
