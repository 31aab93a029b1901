// The page's own address: which view, which filters. Everything that a colleague needs to see the same lives here, after the "#".
//
//   #/records?who=RUS&category=ASSAULT%2Faerial&sort=-date
//   #/report/ID?record=R&who=RUS          (filters stay, so that going back finds them)

export const FILTER_KEYS = [
  "who", "whom", "party", "node", "sector", "category", "place", "factuality", "standing", "review", "source", "medium",
  "since", "until", "undated", "bbox", "event", "report", "q",
] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];
export type Filters = { readonly [K in FilterKey]?: readonly string[] };

export const VIEWS = [
  "overview", "records", "events", "timeline", "map", "dyads", "network", "claims", "review", "report",
] as const;
export type View = (typeof VIEWS)[number];

/** What the address says. `id` is the report of the view "report"; `params` are all parameters that are no filters. */
export interface Route {
  readonly view: View;
  readonly id: string | null;
  readonly filters: Filters;
  readonly params: { readonly [name: string]: string };
}

// In the report's view `event` and `report` say what is open there; they are no filters of the lists behind it.
const OF_THE_REPORT: ReadonlySet<string> = new Set(["event", "record"]);
const KEYS: ReadonlySet<string> = new Set(FILTER_KEYS);
const SINGLE: ReadonlySet<string> = new Set(["since", "until", "undated", "bbox"]);

export function isFilterKey(key: string): key is FilterKey {
  return KEYS.has(key);
}

/** Percent-encoding that survives any id: a lone surrogate, which encodeURIComponent refuses, becomes U+FFFD. */
export function encode(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd"));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray "%" typed by hand
  }
}

export function parseRoute(hash: string): Route {
  const address = hash.replace(/^#\/?/, "");
  const cut = address.indexOf("?");
  const path = (cut < 0 ? address : address.slice(0, cut)).split("/");
  const view = (VIEWS as readonly string[]).includes(path[0] ?? "") ? (path[0] as View) : "overview";
  const id = view === "report" && path.length > 1 ? decode(path.slice(1).join("/")) : null;
  const filters: { [K in FilterKey]?: string[] } = {};
  const params: { [name: string]: string } = {};
  for (const [key, value] of new URLSearchParams(cut < 0 ? "" : address.slice(cut + 1))) {
    if (value === "") continue;
    if (isFilterKey(key) && !(view === "report" && OF_THE_REPORT.has(key))) {
      const values = (filters[key] ??= []);
      if (SINGLE.has(key)) values[0] = value;
      else if (!values.includes(value)) values.push(value);
    } else params[key] = value;
  }
  return { view, id, filters, params };
}

/** Filters in a fixed order, so that the same filters are the same address and the same question to the server. */
export function filterQuery(filters: Filters): string {
  const parts: string[] = [];
  for (const key of FILTER_KEYS) for (const value of filters[key] ?? []) parts.push(`${key}=${encode(value)}`);
  return parts.join("&");
}

export function formatRoute(route: Route): string {
  const path = route.view === "report" ? `report/${encode(route.id ?? "")}` : route.view;
  const own = Object.keys(route.params)
    .sort()
    .map((key) => `${encode(key)}=${encode(route.params[key] ?? "")}`);
  const query = [filterQuery(route.filters), ...own].filter((part) => part !== "").join("&");
  return `#/${path}${query === "" ? "" : `?${query}`}`;
}

export function activeCount(filters: Filters): number {
  return FILTER_KEYS.reduce((sum, key) => sum + (key === "undated" ? 0 : (filters[key]?.length ?? 0)), 0);
}

export function withValue(filters: Filters, key: FilterKey, value: string): Filters {
  const values = filters[key] ?? [];
  return values.includes(value) ? filters : { ...filters, [key]: SINGLE.has(key) ? [value] : [...values, value] };
}

export function withoutValue(filters: Filters, key: FilterKey, value: string): Filters {
  return withOnly(filters, key, (filters[key] ?? []).filter((other) => other !== value));
}

export function withOnly(filters: Filters, key: FilterKey, values: readonly string[]): Filters {
  const next: { [K in FilterKey]?: readonly string[] } = { ...filters };
  if (values.length === 0) delete next[key];
  else next[key] = values;
  return next;
}

export function toggled(filters: Filters, key: FilterKey, value: string): Filters {
  return filters[key]?.includes(value) ? withoutValue(filters, key, value) : withValue(filters, key, value);
}
