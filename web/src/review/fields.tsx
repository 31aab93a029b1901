// The fields of the editor, but for parties: event, certainty, place, date, counts.
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { FACTUALITY_MARK } from "../lib/format";
import { useShared } from "../lib/store";
import { coordinates } from "../report/explain";
import type { Corrections } from "../types";
import { Combo } from "./combo";
import { drafted, type Draft, type Field } from "./draft";
import { useCountries, Words } from "./parties";
import type { Target } from "./picking";
import { withCount } from "./take";

export function Group({ title, mark, children }: { title: string; mark: string; children: ComponentChildren }) {
  return (
    <section class={`group group-${mark}`} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

export interface FieldProps {
  draft: Draft;
  put<F extends Field>(field: F, value: Required<Corrections>[F]): void;
  choose(target: Target): void;
  target: Target | null;
}

export function EventFields({ draft, put, choose, target }: FieldProps) {
  const { codebook } = useShared();
  const record = drafted(draft);
  const found = codebook.categories.find((category) => category.id === record.category);
  const categories = useMemo(
    () => codebook.categories.map((category) => ({ value: category.id, name: category.name, hint: category.definition })),
    [codebook],
  );
  const modes = useMemo(() => (found?.modes ?? []).map((mode) => ({ value: mode.id, name: mode.id, hint: mode.definition })), [found]);
  const mode = found?.modes.find((item) => item.id === record.mode);
  return (
    <Group title="Event" mark="trigger">
      <div class="row">
        <Combo
          label="Category"
          wide
          value={record.category || null}
          options={categories}
          autoFocus={draft.record === null}
          pick={(id) => {
            if (id) put("category", id);
          }}
        />
        {modes.length > 0 && <Combo label="Mode" none="no mode" value={record.mode} options={modes} pick={(id) => put("mode", id)} />}
      </div>
      {found && <p class="muted tiny definition">{mode ? mode.definition : found.definition}</p>}
      <Words
        spans={record.trigger.end > record.trigger.start ? [record.trigger] : []}
        what="the event"
        choose={() => choose({ field: "trigger" })}
        choosing={target?.field === "trigger"}
        keyHint="t"
      />
    </Group>
  );
}

export function CertaintyFields({ draft, put, choose, target }: FieldProps) {
  const { codebook } = useShared();
  const record = drafted(draft);
  return (
    <Group title="Certainty" mark="certainty">
      <div class="segments" role="radiogroup" aria-label="Certainty">
        {codebook.factuality.map((item) => (
          <label key={item.value} title={item.definition} class={item.value === record.factuality ? "on" : ""}>
            <input
              type="radio"
              name="factuality"
              class="only-read"
              checked={item.value === record.factuality}
              onChange={() => put("factuality", item.value)}
            />
            <i aria-hidden="true">{FACTUALITY_MARK[item.value]}</i>
            {item.value}
          </label>
        ))}
      </div>
      <Words
        spans={record.factuality_spans}
        what="certainty"
        choose={() => choose({ field: "factuality" })}
        choosing={target?.field === "factuality"}
        keyHint="f"
        drop={(nth) =>
          put(
            "factuality_spans",
            record.factuality_spans.filter((_, other) => other !== nth),
          )
        }
      />
    </Group>
  );
}

export function PlaceFields({ draft, put, choose, target }: FieldProps) {
  const countries = useCountries();
  const { place } = drafted(draft);
  const pick = (
    <Words
      spans={place?.spans ?? []}
      what="the place"
      choose={() => choose({ field: "place" })}
      choosing={target?.field === "place"}
      keyHint="p"
    />
  );
  if (!place)
    return (
      <Group title="Place" mark="place">
        {pick}
      </Group>
    );
  // A point belongs to the name and the country that it was looked up for.
  const elsewhere = { admin1: null, lat: null, lon: null, geonames: null, precision: null };
  return (
    <Group title="Place" mark="place">
      <div class="row">
        <input
          type="text"
          aria-label="Name of the place"
          value={place.name}
          maxLength={300}
          onInput={(event) => put("place", { ...place, name: event.currentTarget.value })}
        />
        <Combo
          label="Country of the place"
          none="no country"
          value={place.country}
          options={countries}
          pick={(country) => put("place", country === place.country ? place : { ...place, ...elsewhere, country })}
        />
        <button type="button" class="plain icon" aria-label="Take the place out" title="Take out" onClick={() => put("place", null)}>
          ✕
        </button>
      </div>
      <div class="row wrap">
        {pick}
        <span class="muted tiny">
          {place.lat !== null && place.lon !== null
            ? `${coordinates(place.lat, place.lon)}${place.precision ? `, ${place.precision}` : ""}`
            : "no coordinates"}
        </span>
      </div>
    </Group>
  );
}

const GRANULARITIES = ["day", "month", "year", "range"];

export function DateFields({ draft, put, choose, target }: FieldProps) {
  const { date } = drafted(draft);
  const pick = (
    <Words
      spans={date?.spans ?? []}
      what="the date"
      choose={() => choose({ field: "date" })}
      choosing={target?.field === "date"}
      keyHint="d"
    />
  );
  const by = (start: string, end: string) =>
    put("date", { spans: [], basis: "context", ...date, start, end, granularity: start === end ? "day" : "range" });
  return (
    <Group title="Date" mark="date">
      <div class="row">
        <input
          type="date"
          aria-label="First day"
          value={date?.start ?? ""}
          onInput={(event) =>
            by(
              event.currentTarget.value,
              date && date.end > event.currentTarget.value && date.granularity !== "day" ? date.end : event.currentTarget.value,
            )
          }
        />
        <input
          type="date"
          aria-label="Last day"
          value={date?.end ?? ""}
          onInput={(event) => by(date?.start || event.currentTarget.value, event.currentTarget.value)}
        />
        <select
          aria-label="Granularity"
          disabled={!date}
          value={date?.granularity ?? "day"}
          onChange={(event) => date && put("date", { ...date, granularity: event.currentTarget.value })}
        >
          {GRANULARITIES.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="plain icon"
          disabled={!date}
          aria-label="Take the date out"
          title="Take out"
          onClick={() => put("date", null)}
        >
          ✕
        </button>
      </div>
      {pick}
    </Group>
  );
}

const BOUNDS = ["exact", "at least", "at most", "about"];

export function CountFields({ draft, put, choose, target }: FieldProps) {
  const { counts } = drafted(draft);
  return (
    <Group title="Killed and injured" mark="killed">
      {(["killed", "injured"] as const).map((what) => {
        const count = counts[what];
        const next = (changed: Partial<NonNullable<typeof count>>) =>
          put("counts", withCount(counts, what, { spans: [], bound: "exact", value: Number.NaN, ...count, ...changed }));
        return (
          <div key={what} class="row wrap count">
            <span class="count-name">{what}</span>
            <input
              type="number"
              min={0}
              step={1}
              aria-label={`How many ${what}`}
              value={count && Number.isInteger(count.value) ? count.value : ""}
              onInput={(event) => next({ value: event.currentTarget.value === "" ? Number.NaN : Number(event.currentTarget.value) })}
            />
            {count && (
              <select
                aria-label={`How sure the number of the ${what} is`}
                value={count.bound ?? "exact"}
                onChange={(event) => next({ bound: event.currentTarget.value })}
              >
                {BOUNDS.map((bound) => (
                  <option key={bound} value={bound}>
                    {bound}
                  </option>
                ))}
              </select>
            )}
            <Words
              spans={count?.spans ?? []}
              what={`the ${what}`}
              choose={() => choose({ field: what })}
              choosing={target?.field === what}
              keyHint={what === "killed" ? "k" : "i"}
            />
            {count && (
              <button
                type="button"
                class="plain icon"
                aria-label={`Take the ${what} out`}
                title="Take out"
                onClick={() => put("counts", withCount(counts, what, null))}
              >
                ✕
              </button>
            )}
          </div>
        );
      })}
    </Group>
  );
}
