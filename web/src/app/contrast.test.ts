// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

// The style sheet itself is read: a colour that is changed there is computed here.
const CSS = readFileSync(new URL("./theme.css", import.meta.url), "utf8");

function tokens(theme: "light" | "dark"): Map<string, string> {
  const [light = "", dark = ""] = CSS.split(':root[data-theme="dark"]');
  const found = new Map<string, string>();
  for (const text of theme === "light" ? [light] : [light, dark]) {
    for (const [, name = "", value = ""] of text.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})/g)) found.set(name, value);
  }
  return found;
}

function luminance(colour: string): number {
  const channel = (at: number) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const ROLES = ["actor", "recipient", "trigger", "place", "date", "certainty", "cue", "count"];
const TEXT: readonly (readonly [string, string])[] = [
  ...["--surface", "--bg", "--sunken", "--accent-soft"].flatMap((ground) => ["--ink", "--muted"].map((ink) => [ink, ground] as const)),
  ...["--surface", "--bg", "--sunken", "--accent-soft"].map((ground) => ["--accent", ground] as const),
  ["--on-accent", "--accent"], ["--surface", "--ink"],
  ...["warn", "bad", "good"].flatMap((name) => [[`--${name}`, "--surface"], [`--${name}`, `--${name}-soft`], [`--${name}`, "--sunken"], [`--${name}`, "--accent-soft"]] as const),
  ...[1, 2, 3, 4].flatMap((quad) => [[`--quad-${quad}-ink`, `--quad-${quad}-soft`], [`--quad-${quad}-ink`, "--surface"]] as const),
  ...ROLES.flatMap((role) => [
    [`--role-${role}`, "--surface"], [`--role-${role}`, `--role-${role}-soft`], ["--ink", `--role-${role}-soft`],
  ] as const),
];
// Lines that alone show where a control or mark is: 3:1.
const LINES: readonly (readonly [string, string])[] = [
  ["--line-strong", "--surface"], ["--line-strong", "--bg"], ["--quad-2", "--surface"], ["--quad-4", "--surface"], ["--accent", "--surface"], ["--accent", "--bg"],
];

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  const found = tokens(theme);
  const colour = (name: string) => {
    const value = found.get(name);
    if (value === undefined) throw new Error(`${name} is no colour of the ${theme} theme`);
    return value;
  };
  it.each(TEXT)("%s on %s can be read (4.5:1)", (ink, ground) => {
    expect(contrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });
  it.each(LINES)("%s beside %s can be seen (3:1)", (line, ground) => {
    expect(contrast(colour(line), colour(ground))).toBeGreaterThanOrEqual(3);
  });
  it("tells words from deeds and conflict from cooperation by lightness as well", () => {
    for (const [words, deeds] of [["--quad-1", "--quad-2"], ["--quad-3", "--quad-4"]] as const) {
      expect(contrast(colour(words), colour(deeds))).toBeGreaterThanOrEqual(2);
    }
  });
});

it("both themes name the same colours", () => {
  const [light = "", dark = ""] = CSS.split(':root[data-theme="dark"]');
  const names = (text: string) => [...text.matchAll(/(--[\w-]+):\s*#/g)].map((match) => match[1]).sort();
  expect(names(dark)).toEqual(names(light));
});
