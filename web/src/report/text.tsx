// The text of a report. All of it is there as plain text from the start, so that the browser can find words in it; paragraphs and marks are
// drawn only near the window.
import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Block, Section } from "./blocks";
import type { Mark } from "./marks";
import { nest, type Node } from "./segments";
import { shown } from "./shown";

/** Tells sections when they come near the window, and its owner when something was drawn anew. */
export class Nearness {
  private readonly told = new Map<Element, (near: boolean) => void>();
  private readonly observer: IntersectionObserver;

  constructor(
    root: Element | null,
    private readonly drawn: () => void,
  ) {
    this.observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) this.told.get(entry.target)?.(entry.isIntersecting);
        this.drawn();
      },
      { root, rootMargin: "1200px 0px" },
    );
  }

  watch(element: Element, tell: (near: boolean) => void): () => void {
    this.told.set(element, tell);
    this.observer.observe(element);
    return () => {
      this.told.delete(element);
      this.observer.unobserve(element);
    };
  }

  close(): void {
    this.observer.disconnect();
  }
}

export const NearnessContext = createContext<Nearness | null>(null);

const NONE: readonly Mark[] = [];
/** Lines stand further apart where frames stand in frames; the same whether a record is open or not, so that nothing jumps. */
const LINE_PX = [32, 36, 40, 44] as const;

export function depthOf(marks: readonly Mark[]): 0 | 1 | 2 | 3 {
  let depth = 0;
  for (const mark of marks) depth = Math.max(depth, mark.frame?.level ?? 0);
  return Math.min(3, depth) as 0 | 1 | 2 | 3;
}

type ByBlock = ReadonlyMap<number, readonly Mark[]>;

interface BodyProps {
  text: string;
  /** Whether the first block is the report's title. */
  titled: boolean;
  sections: readonly Section[];
  /** Marks that are always there, and those of the open record, and of words that are being chosen; outer ones first. */
  base: ByBlock;
  lit: ByBlock;
  picked: ByBlock;
  open: string | null;
  /** Frames of its chain. */
  chain: ReadonlySet<string>;
}

export function TextBody({ sections, ...rest }: BodyProps) {
  return (
    <>
      {sections.map((section) => (
        <SectionView key={section.index} section={section} {...rest} />
      ))}
    </>
  );
}

function SectionView({ section, text, titled, base, lit, picked, open, chain }: Omit<BodyProps, "sections"> & { section: Section }) {
  const element = useRef<HTMLDivElement>(null);
  const nearness = useContext(NearnessContext);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (element.current && nearness) return nearness.watch(element.current, setNear);
    return undefined;
  }, [nearness, section]);
  useEffect(() => {
    // A guess at the height, replaced by the real one once the browser has laid the section out.
    let height = 0;
    for (const block of section.blocks) height += block.lines * LINE_PX[depthOf(base.get(block.index) ?? NONE)] + 12;
    element.current?.style.setProperty("contain-intrinsic-size", `auto 600px auto ${height}px`);
  }, [section, base]);
  const plain = useMemo(() => shown(text.slice(section.start, section.end)), [text, section]);
  return (
    <div ref={element} class="section" data-section={section.index}>
      {!near ? (
        <p class="block block-far" dir="auto">
          {plain}
        </p>
      ) : (
        section.blocks.map((block) => {
          const marks = base.get(block.index) ?? NONE;
          const holds = lit.has(block.index) || marks.some((mark) => mark.record !== null && mark.record === open);
          return (
            <BlockView
              key={block.index}
              text={text}
              block={block}
              title={titled && block.index === 0}
              base={marks}
              lit={lit.get(block.index) ?? NONE}
              picked={picked.get(block.index) ?? NONE}
              open={holds ? open : null}
              chain={holds ? chain : null}
            />
          );
        })
      )}
    </div>
  );
}

interface BlockProps {
  text: string;
  block: Block;
  title: boolean;
  base: readonly Mark[];
  lit: readonly Mark[];
  picked: readonly Mark[];
  /** The open record, where this paragraph holds words of it. */
  open: string | null;
  chain: ReadonlySet<string> | null;
}

function BlockView({ text, block, title, base, lit, picked, open, chain }: BlockProps) {
  return useMemo(() => {
    const children = draw(nest(block.start, block.end, [...base, ...lit, ...picked]), text, open, chain);
    const apart = `${block.gap > 1 ? " apart" : ""}${block.gap === 0 && block.index > 0 ? " goes-on" : ""}`;
    const props = { class: `block deep-${depthOf(base)}${apart}`, "data-block": block.index, dir: "auto" as const };
    return title ? <h1 {...props}>{children}</h1> : <p {...props}>{children}</p>;
  }, [text, block, title, base, lit, picked, open, chain]);
}

function draw(nodes: readonly Node<Mark>[], text: string, open: string | null, chain: ReadonlySet<string> | null): ComponentChildren {
  return nodes.map((node) =>
    node.kind === "text" ? (
      shown(text.slice(node.start, node.end))
    ) : (
      <Marked
        key={`${node.mark.role}:${node.mark.record}:${node.mark.from}:${node.start}:${node.mark.nth}`}
        mark={node.mark}
        first={node.first}
        last={node.last}
        open={open}
        chain={chain}
      >
        {draw(node.children, text, open, chain)}
      </Marked>
    ),
  );
}

interface MarkedProps {
  mark: Mark;
  first: boolean;
  last: boolean;
  open: string | null;
  chain: ReadonlySet<string> | null;
  children: ComponentChildren;
}

function Marked({ mark, first, last, open, chain, children }: MarkedProps) {
  const trigger = mark.role === "trigger" || mark.role === "mention";
  const isOpen = mark.record !== null && mark.record === open;
  const classes = ["m", `m-${mark.role}`];
  if (!first) classes.push("m-goes-on");
  if (!last) classes.push("m-cut");
  if (trigger) classes.push(`m-quad-${mark.quad}`, ...(mark.state ? [`m-${mark.state}`] : []));
  if (isOpen) classes.push("m-open");
  if (mark.frame) classes.push(`m-level-${Math.min(mark.frame.level, 4)}`, ...(chain?.has(frameKey(mark)) ? ["m-chain"] : []));
  const data = {
    "data-role": mark.role,
    "data-start": mark.from,
    "data-end": mark.to,
    "data-nth": mark.nth,
    ...(mark.record !== null ? { "data-record": mark.record } : {}),
    ...(first && mark.letter && (!trigger || mark.role === "trigger")
      ? { "data-letter": mark.letter, "data-slot": Math.min(mark.slot, 6) }
      : {}),
    ...(first && mark.frame?.tab ? { "data-tab": mark.frame.tab } : {}),
    ...(mark.frame ? { "data-level": mark.frame.level } : {}),
  };
  if (trigger) {
    return (
      <span class={classes.join(" ")} {...data} role="button" tabIndex={isOpen && first ? 0 : -1} aria-pressed={isOpen}>
        {children}
      </span>
    );
  }
  // What belongs to the open record can be reached by Tab; the tooltip that comes up says what it is.
  return (
    <mark class={classes.join(" ")} {...data} tabIndex={isOpen && first ? 0 : undefined}>
      {children}
    </mark>
  );
}

export function frameKey(mark: Pick<Mark, "from" | "to" | "nth">): string {
  return `${mark.nth}:${mark.from}:${mark.to}`;
}

/** The mark whose words these are, with those around it, innermost first. */
export function marksAt(target: EventTarget | null, within: Element): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let element = target instanceof Element ? target : null; element && element !== within; element = element.parentElement) {
    if (element instanceof HTMLElement && element.dataset["role"]) found.push(element);
  }
  return found;
}
