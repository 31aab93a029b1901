// A field with a list to search in: arrows move, Enter takes, Esc closes, and what is typed narrows the list.
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

export interface Option {
  value: string;
  name: string;
  hint?: string;
}

/** Options whose code, name or hint have all the words, those that begin with what is typed first; in the given order otherwise. */
export function search(options: readonly Option[], typed: string): Option[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...options];
  const ranked = options.flatMap((option, order) => {
    const [code, name, hint] = [option.value.toLowerCase(), option.name.toLowerCase(), (option.hint ?? "").toLowerCase()];
    if (!words.every((word) => code.includes(word) || name.includes(word) || hint.includes(word))) return [];
    const first = words[0] ?? "";
    const rank =
      code === first ? 0 : code.startsWith(first) || name.startsWith(first) ? 1 : code.includes(first) || name.includes(first) ? 2 : 3;
    return [{ option, rank, order }];
  });
  return ranked.sort((a, b) => a.rank - b.rank || a.order - b.order).map((item) => item.option);
}

interface Props {
  label: string;
  value: string | null;
  options: readonly Option[];
  /** What stands for no value, where there may be none. */
  none?: string;
  wide?: boolean;
  autoFocus?: boolean;
  pick(value: string | null): void;
}

const MOST = 80;

export function Combo({ label, value, options, none, wide = false, autoFocus = false, pick }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => {
    const matches = search(options, typed).slice(0, MOST);
    return none === undefined || typed.trim() !== "" ? matches : [{ value: "", name: none }, ...matches];
  }, [options, typed, none]);
  const now = options.find((option) => option.value === value);
  const text = value === null || value === "" ? "" : now && now.name !== now.value ? `${value}  ${now.name}` : value;

  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);
  useLayoutEffect(() => {
    if (open) list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [open, at]);

  const show = () => {
    if (open) return;
    setTyped("");
    setAt(Math.max(0, (none === undefined ? 0 : 1) + options.findIndex((option) => option.value === value)));
    setOpen(true);
  };
  const take = (option: Option | undefined) => {
    setOpen(false);
    if (option) pick(option.value === "" ? null : option.value);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape" && open) setOpen(false);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      if (open) take(found[at]);
      else show();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!open) show();
      else setAt((at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % Math.max(found.length, 1));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class={`combo${wide ? " combo-wide" : ""}`}>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        title={text}
        aria-activedescendant={open && found[at] ? `${id}-${at}` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder={open ? text || "type to search" : (none ?? label)}
        value={open ? typed : text}
        onFocus={(event) => event.currentTarget.select()}
        onClick={show}
        onKeyDown={keys}
        onBlur={() => setOpen(false)}
        onInput={(event) => {
          if (!open) setOpen(true);
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
      />
      {open && (
        <ul ref={list} id={`${id}-list`} role="listbox" aria-label={label} class="combo-list">
          {found.map((option, index) => (
            <li
              key={option.value}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              onPointerDown={(event) => {
                event.preventDefault();
                take(option);
              }}
              onPointerMove={() => {
                if (index !== at) setAt(index);
              }}
            >
              <span>
                {option.value && <span class="mono combo-code">{option.value}</span>}
                {option.name !== option.value && <span>{option.name}</span>}
              </span>
              {option.hint && <span class="combo-hint">{option.hint}</span>}
            </li>
          ))}
          {found.length === 0 && (
            <li class="muted combo-none" role="option" aria-selected="false" aria-disabled="true">
              nothing like “{typed}”
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
