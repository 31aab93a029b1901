import { createContext, type ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import type { Category, Codebook, Factuality, ReviewState, Standing } from "../types";
import { FACTUALITY_MARK, quadLetter, quadName, STANDING_MARK } from "../lib/format";
import { useShared, type CodeKind } from "../lib/store";

export function categoryOf(codebook: Codebook, id: string): Category | null {
  return codebook.categories.find((category) => category.id === id) ?? null;
}

/** 1 to 4, or 0 where the codebook in use does not know the category (a store coded with another one). */
export function quadOf(codebook: Codebook, category: string): number {
  return categoryOf(codebook, category)?.quad ?? 0;
}

/** Name and definition of a code, or null where the codebook has none. Modes are "CATEGORY/mode". */
export function definition(codebook: Codebook, kind: CodeKind, value: string): { title: string; text: string; more: string } | null {
  if (kind === "category") {
    const found = categoryOf(codebook, value);
    return found && { title: found.name, text: found.definition, more: found.boundaries };
  }
  if (kind === "mode") {
    const [id = "", mode = ""] = value.split("/");
    const category = categoryOf(codebook, id);
    const found = category?.modes.find((other) => other.id === mode);
    return category && found ? { title: `${category.id}: ${found.id}`, text: found.definition, more: `A mode of ${category.id}.` } : null;
  }
  if (kind === "sector") {
    const found = codebook.sectors.find((sector) => sector.code === value);
    return found ? { title: found.name, text: found.definition, more: "" } : null;
  }
  if (kind === "country") {
    const name = codebook.countries[value];
    return name === undefined ? null : { title: name, text: `${value} stands for ${name}.`, more: "" };
  }
  const list: { value: string; definition: string }[] = codebook[kind];
  const found = list.find((item) => item.value === value);
  return found ? { title: value, text: found.definition, more: "" } : null;
}

/** True inside a grid, which is one tab stop: its codes are reached by pointer, or by the grid's own key. */
export const QuietCodes = createContext(false);

/** A code (category, mode as "CATEGORY/mode", sector, country, ...) that opens its definition on click or Enter. */
export function Code({ kind, value, children }: { kind: CodeKind; value: string; children?: ComponentChildren }) {
  const { codebook, define } = useShared();
  const quiet = useContext(QuietCodes);
  const found = definition(codebook, kind, value);
  const open = (event: MouseEvent) => {
    event.stopPropagation();
    event.preventDefault();
    define(kind, value);
  };
  return (
    <button type="button" class="code" tabindex={quiet ? -1 : undefined} title={found ? `${found.title}: ${found.text}` : `${value} (not in this codebook)`} onClick={open}>
      {children ?? value}
    </button>
  );
}

/** The two signs of a quad class in its colour, with its name for screen readers. */
export function Quad({ quad }: { quad: number }) {
  return (
    <span class={`quad quad-${quad}`} title={quadName(quad)}>
      <span aria-hidden="true">{quadLetter(quad)}</span>
      <span class="only-read">{quadName(quad)}: </span>
    </span>
  );
}

export function FactualityMark({ value }: { value: Factuality }) {
  return (
    <span class={`fact fact-${value}`}>
      <i aria-hidden="true">{FACTUALITY_MARK[value]}</i>
      {value}
    </span>
  );
}

export function StandingMark({ value }: { value: Standing }) {
  return (
    <span class={`standing standing-${value}`}>
      <i aria-hidden="true">{STANDING_MARK[value]}</i>
      {value.replaceAll("-", " ")}
    </span>
  );
}

export function ReviewMark({ value }: { value: ReviewState }) {
  return <span class={`review-${value}`}>{value === "open" ? "not judged" : value}</span>;
}
