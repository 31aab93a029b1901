import { Fragment } from "preact";
import type { Factuality, Who } from "../types";
import { visible } from "../lib/format";
import { Code, Quad, quadOf } from "../app/code";
import { useShared } from "../lib/store";

/** Names with their codes: "the army [SDN MIL], ..." */
export function Parties({ parties }: { parties: readonly Who[] }) {
  return (
    <>
      {parties.map((party, index) => (
        <Fragment key={index}>
          {index > 0 && ", "}
          <bdi>{visible(party.name)}</bdi>
          {(party.country || party.sector) && (
            <span class="codes">
              {party.country && <Code kind="country" value={party.country} />}
              {party.country && party.sector && " "}
              {party.sector && <Code kind="sector" value={party.sector} />}
            </span>
          )}
        </Fragment>
      ))}
    </>
  );
}

/** "A → B"; several actors without a recipient do it with one another. What is no plain fact does not look like one. */
export function WhoToWhom({ actors, recipients, factuality }: { actors: readonly Who[]; recipients: readonly Who[]; factuality?: Factuality }) {
  return (
    <span class={factuality && factuality !== "asserted" ? "who unreal" : "who"}>
      {actors.length > 0 ? <Parties parties={actors} /> : <span class="muted">nobody named</span>}
      {recipients.length > 0 && <><span class="arrow" aria-label="to"> → </span><Parties parties={recipients} /></>}
    </span>
  );
}

/** Quad class, category and mode; struck through where the record says that it did not happen. */
export function CategoryCell({ category, mode, denied = false }: { category: string; mode: string | null; denied?: boolean }) {
  const { codebook } = useShared();
  return (
    <span class={denied ? "category struck" : "category"}>
      <Quad quad={quadOf(codebook, category)} />
      <Code kind="category" value={category} />
      {mode !== null && <><span class="muted">/</span><Code kind="mode" value={`${category}/${mode}`}>{mode}</Code></>}
    </span>
  );
}

/** Innermost first: who claims it, through whom it came. */
export function Chain({ sources }: { sources: readonly string[] }) {
  if (sources.length === 0) return <span class="muted">the report itself</span>;
  const inner = [...sources].reverse();
  return (
    <span class="by-whom" title={`${inner.map(visible).join(" ‹ ")} ‹ report`}>
      {inner.map((source, index) => (
        <Fragment key={index}>
          {index > 0 && <span class="muted"> ‹ </span>}
          <bdi class={index === 0 ? "" : "muted"}>{visible(source)}</bdi>
        </Fragment>
      ))}
      <span class="muted"> ‹ report</span>
    </span>
  );
}
