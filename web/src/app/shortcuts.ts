// Keys that work anywhere outside a field. A view registers its own while it is on screen; the help ("?") lists what is registered.

import { useEffect, useRef } from "preact/hooks";

export interface Shortcut {
  /** As KeyboardEvent.key says it: "j", "?", "Escape". */
  readonly key: string;
  readonly does: string;
  run(event: KeyboardEvent): void;
}
interface Group {
  readonly title: string;
  readonly shortcuts: () => readonly Shortcut[];
}

const groups: Group[] = [];

export function registered(): readonly { title: string; shortcuts: readonly Shortcut[] }[] {
  return groups.map((group) => ({ title: group.title, shortcuts: group.shortcuts() }));
}

export function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type);
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (inField(event.target) || document.querySelector("dialog[open]") !== null) return;
  for (const group of [...groups].reverse()) {
    const found = group.shortcuts().find((shortcut) => shortcut.key === event.key);
    if (found) {
      event.preventDefault();
      found.run(event);
      return;
    }
  }
}

/** Keys of a component, while it is mounted; of two groups with the same key the later mounted answers. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[], on = true): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    if (!on) return;
    const group: Group = { title, shortcuts: () => latest.current };
    if (groups.length === 0) document.addEventListener("keydown", pressed);
    groups.push(group);
    return () => {
      groups.splice(groups.indexOf(group), 1);
      if (groups.length === 0) document.removeEventListener("keydown", pressed);
    };
  }, [title, on]);
}
