import { useEffect, useState } from "preact/hooks";
import type { FacetName, Overview } from "../types";
import { navigate, setFilters, useShared } from "../lib/store";
import { withOnly, withValue } from "../lib/url";
import { isDay } from "../lib/days";
import { Facet } from "./facet";

// In the order in which an analyst asks: who did what to whom, where, how certain, according to whom.
const ORDER: readonly { facet: FacetName; open: boolean }[] = [
  { facet: "category", open: true },
  { facet: "who", open: true },
  { facet: "whom", open: true },
  { facet: "factuality", open: true },
  { facet: "standing", open: true },
  { facet: "place", open: false },
  { facet: "sector", open: false },
  { facet: "source", open: false },
  { facet: "medium", open: false },
  { facet: "review", open: false },
];

export function Rail({ overview, shut, toggle }: { overview: Overview | null; shut: boolean; toggle(): void }) {
  const { store } = useShared();
  if (shut) {
    return (
      <aside class="rail rail-slim" aria-label="Filters">
        <button type="button" class="plain icon" aria-label="Show filters" title="Show filters" aria-expanded="false" onClick={toggle}>»</button>
      </aside>
    );
  }
  return (
    <aside class="rail" aria-label="Filters">
      <div class="rail-top">
        <Words />
        <button type="button" class="plain icon" aria-label="Hide filters" title="Hide filters" aria-expanded="true" onClick={toggle}>«</button>
      </div>
      <Period />
      {ORDER.filter(({ facet }) => facet !== "standing" || store.linked).map(({ facet, open }) => (
        <Facet key={facet} facet={facet} values={overview?.facets[facet] ?? null} total={overview?.matched ?? 0} open={open} />
      ))}
    </aside>
  );
}

function Words() {
  const { route } = useShared();
  const [words, setWords] = useState("");
  const add = () => {
    if (words.trim() === "") return;
    setFilters(withValue(route.filters, "q", words.trim()));
    setWords("");
  };
  return (
    <div class="grow" role="search">
      <input id="search-words" type="search" placeholder="Search words  ( / )" aria-label="Search words in reports; Enter adds them to the filters"
        value={words} onInput={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.blur(); else if (event.key === "Enter") add(); }} />
    </div>
  );
}

function Period() {
  const { route, store } = useShared();
  const [since, until] = [route.filters.since?.[0] ?? "", route.filters.until?.[0] ?? ""];
  const limited = since !== "" || until !== "";
  return (
    <fieldset class="period">
      <legend>Period</legend>
      <Day label="First day" value={since} first={store.first} last={store.last}
        set={(day) => navigate({ filters: withOnly(route.filters, "since", day === "" ? [] : [day]) })} />
      <span aria-hidden="true">–</span>
      <Day label="Last day" value={until} first={store.first} last={store.last}
        set={(day) => navigate({ filters: withOnly(route.filters, "until", day === "" ? [] : [day]) })} />
      <label class={`undated small${limited ? "" : " muted"}`}>
        <input type="checkbox" disabled={!limited} checked={route.filters.undated?.[0] === "1"}
          onChange={(event) => setFilters(withOnly(route.filters, "undated", event.currentTarget.checked ? ["1"] : []))} />
        and records without a day
      </label>
    </fieldset>
  );
}

/** A date field that filters once a whole date stands in it, not at each key. */
function Day({ label, value, first, last, set }: {
  label: string; value: string; first: string | null; last: string | null; set(day: string): void;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const take = (next: string) => {
    if (next !== value && (next === "" || (isDay(next) && next >= "1000"))) set(next);
  };
  return (
    <input type="date" aria-label={label} title={first === null ? label : `${label}; the records run from ${first} to ${last ?? ""}`}
      value={text}
      onInput={(event) => setText(event.currentTarget.value)}
      onChange={(event) => take(event.currentTarget.value)} />
  );
}
