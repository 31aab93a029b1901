// Who reviews: asked once, kept in the browser, sent with every judgement. A store that says who reviews is not asked for.
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Dialog } from "../app/dialog";
import { useShared } from "../lib/store";

const KEY = "onrecord.reviewer";

function kept(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

export interface Reviewer {
  name: string;
  /** Runs at once where the name is known, else after it was given. */
  withName(run: (name: string) => void): void;
  ask(): void;
  dialog: ComponentChildren;
}

export function useReviewer(): Reviewer {
  const { store } = useShared();
  const [own, setOwn] = useState(kept);
  const [asking, setAsking] = useState(false);
  const then = useRef<((name: string) => void) | null>(null);
  const name = store.reviewer ?? own;
  const withName = useCallback(
    (run: (name: string) => void) => {
      if (name) {
        run(name);
        return;
      }
      then.current = run;
      setAsking(true);
    },
    [name],
  );
  const give = (given: string) => {
    try {
      localStorage.setItem(KEY, given);
    } catch {
      // storage may be switched off: the name holds until the page is left
    }
    setOwn(given);
    setAsking(false);
    const run = then.current;
    then.current = null;
    run?.(given);
  };
  const leave = () => {
    then.current = null;
    setAsking(false);
  };
  return {
    name,
    withName,
    ask: () => setAsking(true),
    dialog: asking ? <NameDialog start={own} known={store.reviewers} give={give} leave={leave} /> : null,
  };
}

function NameDialog({ start, known, give, leave }: { start: string; known: readonly string[]; give(name: string): void; leave(): void }) {
  const [typed, setTyped] = useState(start);
  const field = useRef<HTMLInputElement>(null);
  // After the dialog has opened and given the focus to its first button.
  useEffect(() => field.current?.focus(), []);
  const name = typed.replace(/\s+/g, " ").trim();
  return (
    <Dialog title="Who reviews?" close={leave}>
      <form
        class="name-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name) give(name);
        }}
      >
        <p>Every judgement is kept with the name of the person who made it.</p>
        <label>
          Your name
          <input
            type="text"
            name="reviewer"
            value={typed}
            maxLength={100}
            list="known-reviewers"
            autocomplete="name"
            onInput={(event) => setTyped(event.currentTarget.value)}
            ref={field}
          />
        </label>
        <datalist id="known-reviewers">
          {known.map((other) => (
            <option key={other} value={other} />
          ))}
        </datalist>
        <p class="row">
          <button type="submit" class="primary" disabled={!name}>
            Review as {name || "..."}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
