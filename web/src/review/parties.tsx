// Actors, recipients and sources of a draft: name, country and sector by hand, words by choosing.
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { useShared } from "../lib/store";
import { label } from "../report/shown";
import type { Participant, Source, Span } from "../types";
import { Combo, type Option } from "./combo";
import { moved, withItem } from "./draft";
import type { Target } from "./picking";

export function useCountries(): Option[] {
  const { codebook } = useShared();
  return useMemo(
    () =>
      Object.entries(codebook.countries)
        .map(([value, name]) => ({ value, name }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    [codebook],
  );
}
export function useSectors(): Option[] {
  const { codebook } = useShared();
  return useMemo(() => codebook.sectors.map((sector) => ({ value: sector.code, name: sector.name, hint: sector.definition })), [codebook]);
}

/** The words behind a value as chips, with a button to choose others. */
export function Words({
  spans,
  what,
  choose,
  drop,
  choosing,
  keyHint,
}: {
  spans: readonly Span[];
  what: string;
  choose(): void;
  drop?: (nth: number) => void;
  choosing: boolean;
  keyHint?: string;
}) {
  return (
    <span class="words">
      {spans.map((span, nth) => (
        <span key={nth} class="word-chip">
          <bdi>“{label(span.text, 40)}”</bdi>
          {drop && (
            <button type="button" class="word-drop" aria-label={`Drop the words “${label(span.text, 30)}”`} onClick={() => drop(nth)}>
              ✕
            </button>
          )}
        </span>
      ))}
      <button type="button" class="plain choose" aria-pressed={choosing} onClick={choose} aria-label={`Choose words for ${what}`}>
        {spans.length > 0 ? "other words" : "choose words"}
        {keyHint && <kbd>{keyHint}</kbd>}
      </button>
    </span>
  );
}

interface ListProps<T extends Participant> {
  field: "actors" | "recipients" | "sources";
  one: string;
  list: readonly T[];
  change(list: T[]): void;
  choose(target: Target): void;
  target: Target | null;
  keyHint: string;
}

export function Parties<T extends Participant>({ field, one, list, change, choose, target, keyHint }: ListProps<T>) {
  const isTarget = (nth: number) => target?.field === field && target.nth === nth;
  return (
    <div class="parties">
      {list.map((party, nth) => (
        <PartyEditor
          key={nth}
          party={party}
          what={list.length > 1 ? `${one} ${nth + 1}` : one}
          change={(next) => change(withItem(list, nth, next))}
          drop={() => change(withItem(list, nth, null))}
          choose={() => choose({ field, nth })}
          choosing={isTarget(nth)}
        >
          {field === "sources" && (
            <>
              <Cue
                cue={(party as Participant as Source).cue}
                choose={() => choose({ field: "cue", nth })}
                choosing={target?.field === "cue" && target.nth === nth}
              />
              {list.length > 1 && (
                <span class="source-order">
                  <button
                    type="button"
                    class="plain icon"
                    aria-label={`Move ${one} ${nth + 1} outwards`}
                    title="Outwards"
                    disabled={nth === 0}
                    onClick={() => change(moved(list, nth, -1))}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    class="plain icon"
                    aria-label={`Move ${one} ${nth + 1} inwards`}
                    title="Inwards"
                    disabled={nth === list.length - 1}
                    onClick={() => change(moved(list, nth, 1))}
                  >
                    ↓
                  </button>
                </span>
              )}
            </>
          )}
        </PartyEditor>
      ))}
      <button
        type="button"
        class="plain add-party"
        aria-pressed={isTarget(list.length)}
        onClick={() => choose({ field, nth: list.length })}
      >
        + {one} by words<kbd>{keyHint}</kbd>
      </button>
    </div>
  );
}

function Cue({ cue, choose, choosing }: { cue: Span | null; choose(): void; choosing: boolean }) {
  return (
    <span class="cue-words">
      <span class="muted tiny">cue</span> <Words spans={cue ? [cue] : []} what="the cue" choose={choose} choosing={choosing} />
    </span>
  );
}

function PartyEditor<T extends Participant>({
  party,
  what,
  change,
  drop,
  choose,
  choosing,
  children,
}: {
  party: T;
  what: string;
  change(party: T): void;
  drop(): void;
  choose(): void;
  choosing: boolean;
  children?: ComponentChildren;
}) {
  const countries = useCountries();
  const sectors = useSectors();
  return (
    <fieldset class={`party${choosing ? " choosing" : ""}`}>
      <legend class="only-read">{what}</legend>
      <div class="row">
        <input
          type="text"
          aria-label={`Name of ${what}`}
          value={party.name}
          maxLength={300}
          onInput={(event) => change({ ...party, name: event.currentTarget.value })}
        />
        <button type="button" class="plain icon" aria-label={`Take ${what} out`} title="Take out" onClick={drop}>
          ✕
        </button>
      </div>
      <div class="row">
        <Combo
          label={`Country of ${what}`}
          none="no country"
          value={party.country}
          options={countries}
          pick={(country) => change({ ...party, country })}
        />
        <Combo
          label={`Sector of ${what}`}
          none="no sector"
          value={party.sector}
          options={sectors}
          pick={(sector) => change({ ...party, sector, second: sector === null ? null : (party.second ?? null) })}
        />
      </div>
      <div class="row wrap">
        <Words spans={party.spans} what={what} choose={choose} choosing={choosing} />
        {children}
      </div>
    </fieldset>
  );
}
