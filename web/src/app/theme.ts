// Light or dark: what the system prefers, unless the person chose; kept in localStorage. Print is light.

import { useEffect, useState } from "preact/hooks";
import { usePreference } from "../lib/store";

export type Theme = "system" | "light" | "dark";
const THEMES: readonly Theme[] = ["system", "light", "dark"];
const DARK = "(prefers-color-scheme: dark)";

function shown(theme: Theme): "light" | "dark" {
  if (theme !== "system") return theme;
  return matchMedia(DARK).matches ? "dark" : "light";
}

function apply(theme: "light" | "dark"): void {
  document.documentElement.dataset["theme"] = theme;
}

function kept(): Theme {
  try {
    const value = localStorage.getItem("onrecord.theme") as Theme | null;
    return value !== null && THEMES.includes(value) ? value : "system";
  } catch {
    return "system";
  }
}

/** Before anything is drawn, so that nothing flashes. */
export function startTheme(): void {
  apply(shown(kept()));
}

export function useTheme(): { theme: Theme; dark: boolean; toggle(): void } {
  const [theme, setTheme] = usePreference<Theme>("theme", "system", THEMES);
  const [dark, setDark] = useState(shown(theme) === "dark");
  useEffect(() => {
    const [preferred, print] = [matchMedia(DARK), matchMedia("print")];
    const update = () => {
      const now = print.matches ? "light" : shown(theme);
      apply(now);
      setDark(now === "dark");
    };
    update();
    preferred.addEventListener("change", update);
    print.addEventListener("change", update);
    return () => {
      preferred.removeEventListener("change", update);
      print.removeEventListener("change", update);
    };
  }, [theme]);
  return { theme, dark, toggle: () => setTheme(shown(theme) === "dark" ? "light" : "dark") };
}
