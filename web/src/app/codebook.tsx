import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Category } from "../types";
import { navigate, useShared, type CodeKind } from "../lib/store";
import { toggled, type FilterKey } from "../lib/url";
import { definition, Quad } from "./code";
import { Dialog } from "./dialog";

interface Entry {
  kind: CodeKind;
  value: string;
  title: string;
  text: string;
  more: string;
  quad: number | null;
}

const KINDS: readonly { kind: CodeKind; title: string }[] = [
  { kind: "category", title: "Categories and modes" },
  { kind: "factuality", title: "Certainty" },
  { kind: "standing", title: "Standing of an event" },
  { kind: "sector", title: "Sectors" },
  { kind: "precision", title: "Precision of a place" },
  { kind: "country", title: "Countries" },
];
const AS_FILTER: { readonly [kind in CodeKind]?: FilterKey } = {
  category: "category", mode: "category", sector: "sector", factuality: "factuality", standing: "standing", country: "party",
};

/** Every code with its definition; opened at one code, or at the top. */
export function CodebookDrawer({ code, close }: { code: { kind: CodeKind; value: string } | null; close(): void }) {
  const { codebook } = useShared();
  const [words, setWords] = useState("");
  const body = useRef<HTMLDivElement>(null);
  const entries = useMemo(() => allEntries(codebook), [codebook]);
  const asked = words.trim().toLowerCase();
  const shown = asked === "" ? entries : entries.filter((entry) => `${entry.value} ${entry.title} ${entry.text}`.toLowerCase().includes(asked));
  useEffect(() => {
    if (code === null) return;
    const found = [...(body.current?.querySelectorAll<HTMLElement>("[data-code]") ?? [])]
      .find((element) => element.dataset["code"] === `${code.kind}:${code.value}`);
    if (!found || !body.current) return;
    // By hand: scrollIntoView would move the drawer itself as well.
    body.current.scrollTop += found.getBoundingClientRect().top - body.current.getBoundingClientRect().top - 36;
    found.focus({ preventScroll: true });
  }, [code]);
  const unknown = code !== null && definition(codebook, code.kind, code.value) === null;
  return (
    <Dialog title="Codebook" side close={close}>
      <input type="search" class="codebook-search" placeholder="Search codes and definitions" aria-label="Search codes and definitions"
        value={words} onInput={(event) => setWords(event.currentTarget.value)} />
      <div class="codebook" ref={body}>
        {unknown && <p class="notice">“{code.value}” is not in this codebook.</p>}
        {KINDS.map(({ kind, title }) => {
          const some = shown.filter((entry) => entry.kind === kind || (kind === "category" && entry.kind === "mode"));
          // Countries are many: listed only when asked for.
          const hide = kind === "country" && asked === "" && code?.kind !== "country";
          if (some.length === 0) return null;
          return (
            <section key={kind}>
              <h3>{title} <span class="muted">{some.length}</span></h3>
              {hide
                ? <p class="muted">Search for a name or a code.</p>
                : some.map((entry) => <One key={`${entry.kind}:${entry.value}`} entry={entry}
                    here={code?.kind === entry.kind && code.value === entry.value} close={close} />)}
            </section>
          );
        })}
        {shown.length === 0 && <p class="muted">No code or definition holds these words.</p>}
      </div>
    </Dialog>
  );
}

function One({ entry, here, close }: { entry: Entry; here: boolean; close(): void }) {
  const { route } = useShared();
  const key = AS_FILTER[entry.kind];
  const on = key !== undefined && (route.filters[key]?.includes(entry.value) ?? false);
  return (
    <article class={`entry entry-${entry.kind}${here ? " here" : ""}`} data-code={`${entry.kind}:${entry.value}`} tabindex={-1}>
      <header class="row">
        {entry.quad !== null && <Quad quad={entry.quad} />}
        <strong class="mono">{entry.value}</strong>
        <span class="grow clip">{entry.title === entry.value ? "" : entry.title}</span>
        {key !== undefined && (
          <button type="button" class="link small" onClick={() => {
            navigate({ filters: toggled(route.filters, key, entry.value), ...(route.view === "report" ? { view: "records", id: null, params: {} } : {}) });
            close();
          }}>{on ? "Remove from filters" : "Filter"}</button>
        )}
      </header>
      <p>{entry.text}</p>
      {entry.more !== "" && <p class="boundaries">{entry.more}</p>}
    </article>
  );
}

function allEntries(codebook: ReturnType<typeof useShared>["codebook"]): Entry[] {
  const plain = (kind: CodeKind, list: readonly { value: string; definition: string }[]): Entry[] =>
    list.map((item) => ({ kind, value: item.value, title: item.value, text: item.definition, more: "", quad: null }));
  return [
    ...codebook.categories.flatMap((category: Category): Entry[] => [
      { kind: "category", value: category.id, title: category.name, text: category.definition, more: category.boundaries, quad: category.quad },
      ...category.modes.map((mode): Entry => ({
        kind: "mode", value: `${category.id}/${mode.id}`, title: "", text: mode.definition, more: "", quad: null,
      })),
    ]),
    ...plain("factuality", codebook.factuality),
    ...plain("standing", codebook.standing),
    ...codebook.sectors.map((sector): Entry => ({
      kind: "sector", value: sector.code, title: sector.name, text: sector.definition, more: "", quad: null,
    })),
    ...plain("precision", codebook.precision),
    ...Object.keys(codebook.countries).sort().map((code): Entry => ({
      kind: "country", value: code, title: codebook.countries[code] ?? "", text: "", more: "", quad: null,
    })),
  ];
}
