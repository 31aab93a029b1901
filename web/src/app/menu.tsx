import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";

export interface MenuItem {
  readonly label: string;
  readonly hint?: string;
  /** A file to fetch, or something to do. */
  readonly href?: string;
  run?(): void;
}

/** A button with a list of things to do: arrows move, Enter does, Esc closes and gives the focus back. */
export function Menu({ label, title, items, children }: {
  label: string; title?: string; items: readonly MenuItem[]; children?: ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    list.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") close();
    else if (to === undefined) return;
    else all[(to + all.length) % all.length]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="menu" ref={root}>
      <button ref={button} type="button" class={children ? "plain icon" : ""} aria-haspopup="menu" aria-expanded={open} aria-controls={id}
        aria-label={children ? label : undefined} title={title ?? label} onClick={() => setOpen(!open)}>
        {children ?? <>{label}<span aria-hidden="true">▾</span></>}
      </button>
      {open && (
        <div class="menu-list" id={id} role="menu" aria-label={label} ref={list} onKeyDown={keys}>
          {items.map((item) => item.href !== undefined
            ? <a key={item.label} role="menuitem" tabindex={-1} href={item.href} download="" onClick={close}><Entry item={item} /></a>
            : <button key={item.label} role="menuitem" tabindex={-1} type="button" onClick={() => { close(); item.run?.(); }}><Entry item={item} /></button>)}
        </div>
      )}
    </div>
  );
}

function Entry({ item }: { item: MenuItem }) {
  return <><span>{item.label}</span>{item.hint !== undefined && <span class="muted small">{item.hint}</span>}</>;
}
