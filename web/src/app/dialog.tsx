import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A modal dialog of the browser's own (focus stays inside, Esc closes); `side` puts it at the right edge over the full height. */
export function Dialog({ title, close, side = false, children }: {
  title: string; close(): void; side?: boolean; children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    before.current = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} class={side ? "drawer" : "box"} aria-label={title} onClose={close}
      onClick={(event) => { if (event.target === dialog.current) close(); }}>
      <div class="dialog-body">
        <header class="row dialog-head">
          <h2 class="grow">{title}</h2>
          <button type="button" class="plain icon" aria-label="Close" title="Close (Esc)" onClick={close}>✕</button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
