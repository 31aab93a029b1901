import type { Timeline } from "../types";
import { categoryColour } from "../charts/frame";
import { Quad } from "../app/code";
import { count, quadName } from "../lib/format";
import { setFilters, useShared } from "../lib/store";
import { toggled, withOnly } from "../lib/url";

/** Quad classes, and their categories where `fine`; each a button that filters by it. */
export function Legend({ bins, fine, shades }: { bins: Timeline["bins"]; fine: boolean; shades: boolean }) {
  const { route, codebook } = useShared();
  const sums = new Map<string, number>();
  for (const bin of bins) for (const [id, value] of Object.entries(bin.counts)) sums.set(id, (sums.get(id) ?? 0) + value);
  const chosen = route.filters.category ?? [];
  return (
    <div class={fine ? "legend legend-fine" : "legend"} role="group" aria-label="Filter by class or category">
      {[1, 2, 3, 4].map((quad) => {
        const members = codebook.categories.filter((category) => category.quad === quad);
        const ids = members.map((category) => category.id);
        const all = ids.every((id) => chosen.includes(id));
        const total = ids.reduce((sum, id) => sum + (sums.get(id) ?? 0), 0);
        return (
          <div key={quad} class="legend-quad">
            <button type="button" class="plain legend-button" aria-pressed={all && ids.length > 0}
              onClick={() => setFilters(withOnly(route.filters, "category",
                all ? chosen.filter((value) => !ids.includes(value)) : [...chosen, ...ids.filter((id) => !chosen.includes(id))]))}>
              <Quad quad={quad} />
              <span class="grow clip legend-name">{quadName(quad)}</span>
              <span class="muted">{count(total)}</span>
            </button>
            {fine && members.map((category) => (
              <button key={category.id} type="button" class="plain legend-button legend-category" aria-pressed={chosen.includes(category.id)}
                title={category.name} onClick={() => setFilters(toggled(route.filters, "category", category.id))}>
                <span class="swatch" style={{ background: shades ? categoryColour(codebook.categories, category.id) : `var(--quad-${quad})` }} aria-hidden="true" />
                <span class="grow clip">{category.id}</span>
                <span class="muted">{count(sums.get(category.id) ?? 0)}</span>
              </button>
            ))}
          </div>
        );
      })}
    </div>
  );
}
