// The panel where a record is corrected or added. Everything in it can be reached by Tab; single keys choose words for a field.
import { useEffect, useRef, useState } from "preact/hooks";
import { Quad, quadOf } from "../app/code";
import { useShortcuts } from "../app/shortcuts";
import { useShared } from "../lib/store";
import type { Corrections } from "../types";
import { changes, drafted, missing, set, type Draft, type Field } from "./draft";
import { CertaintyFields, CountFields, DateFields, EventFields, Group, PlaceFields } from "./fields";
import { fieldWords } from "./history";
import { Parties } from "./parties";
import type { Target } from "./picking";

interface Props {
  draft: Draft;
  target: Target | null;
  change(draft: Draft): void;
  choose(target: Target): void;
  save(): void;
  cancel(): void;
}

export function Editor({ draft, target, change, choose, save, cancel }: Props) {
  const { codebook } = useShared();
  const panel = useRef<HTMLElement>(null);
  const record = drafted(draft);
  const lacks = missing(draft);
  const [told, setTold] = useState(false);
  const put = <F extends Field>(field: F, value: Required<Corrections>[F]) => change(set(draft, field, value));
  const trySave = () => {
    setTold(true);
    if (lacks === null) save();
  };
  useEffect(() => {
    if (draft.record !== null) panel.current?.focus({ preventScroll: true });
  }, [draft.record]);
  useShortcuts("Correcting", [
    { key: "t", does: "words of the event", run: () => choose({ field: "trigger" }) },
    { key: "g", does: "category", run: () => panel.current?.querySelector<HTMLInputElement>("[role=combobox]")?.focus() },
    { key: "f", does: "words of certainty", run: () => choose({ field: "factuality" }) },
    { key: "w", does: "who: add an actor by words", run: () => choose({ field: "actors", nth: record.actors.length }) },
    { key: "r", does: "add a recipient by words", run: () => choose({ field: "recipients", nth: record.recipients.length }) },
    { key: "p", does: "words of the place", run: () => choose({ field: "place" }) },
    { key: "d", does: "words of the date", run: () => choose({ field: "date" }) },
    { key: "s", does: "add a source by words", run: () => choose({ field: "sources", nth: record.sources.length }) },
    { key: "k", does: "words of the killed", run: () => choose({ field: "killed" }) },
    { key: "i", does: "words of the injured", run: () => choose({ field: "injured" }) },
    { key: "Enter", does: "save (Ctrl + Enter from a field)", run: trySave },
    { key: "Escape", does: "leave without saving", run: cancel },
  ]);
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) trySave();
    else if (event.key === "Escape") cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const changed = draft.record === null ? "" : fieldWords(changes(draft));
  return (
    <section
      class="editor"
      ref={panel}
      tabIndex={-1}
      onKeyDown={keys}
      aria-label={draft.record === null ? "Add a record" : "Correct the record"}
    >
      <header class="editor-head">
        <h2>{draft.record === null ? "Add a record" : "Correct"}</h2>
        <Quad quad={quadOf(codebook, record.category)} />
        <span class="grow" />
        <button type="button" onClick={cancel}>
          Leave<kbd>Esc</kbd>
        </button>
        <button type="button" class="primary" onClick={trySave}>
          Save<kbd>Ctrl ↵</kbd>
        </button>
      </header>
      <p class="editor-note" role="status">
        {told && lacks ? (
          <span class="lacks">{lacks}</span>
        ) : changed ? (
          <span class="muted">Changes: {changed}</span>
        ) : (
          <span class="muted">Nothing is changed yet.</span>
        )}
      </p>
      <div class="fields">
        <EventFields draft={draft} put={put} choose={choose} target={target} />
        <CertaintyFields draft={draft} put={put} choose={choose} target={target} />
        <Group title="Actors" mark="actor">
          <Parties
            field="actors"
            one="actor"
            list={record.actors}
            change={(list) => put("actors", list)}
            choose={choose}
            target={target}
            keyHint="w"
          />
        </Group>
        <Group title="Recipients" mark="recipient">
          <Parties
            field="recipients"
            one="recipient"
            list={record.recipients}
            change={(list) => put("recipients", list)}
            choose={choose}
            target={target}
            keyHint="r"
          />
        </Group>
        <PlaceFields draft={draft} put={put} choose={choose} target={target} />
        <DateFields draft={draft} put={put} choose={choose} target={target} />
        <CountFields draft={draft} put={put} choose={choose} target={target} />
        <Group title="Sources, outermost first" mark="source">
          <Parties
            field="sources"
            one="source"
            list={record.sources}
            change={(list) => put("sources", list)}
            choose={choose}
            target={target}
            keyHint="s"
          />
        </Group>
        <Group title="Note" mark="note">
          <textarea
            rows={2}
            maxLength={2000}
            aria-label="Note"
            value={draft.note}
            onInput={(event) => change({ ...draft, note: event.currentTarget.value })}
          />
        </Group>
      </div>
    </section>
  );
}
