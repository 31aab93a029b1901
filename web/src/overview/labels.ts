import type { Codebook, FacetName, Overview } from "../types";
import { visible } from "../lib/format";
import type { FilterKey } from "../lib/url";

export const FACET_TITLES: { readonly [K in FilterKey]: string } = {
  who: "Actor", whom: "Recipient", party: "Party", node: "Party", sector: "Sector", category: "Category", place: "Place", factuality: "Certainty",
  standing: "Standing", review: "Review", source: "According to", medium: "Medium", since: "From", until: "To", undated: "Undated",
  bbox: "Area", event: "Event", report: "Report", q: "Words",
};

const FACETS: ReadonlySet<string> = new Set([
  "who", "whom", "sector", "category", "place", "factuality", "source", "medium", "standing", "review",
]);

export function isFacet(key: string): key is FacetName {
  return FACETS.has(key);
}

/** A value of a filter for people. */
export function valueLabel(key: FilterKey, value: string, overview: Overview | null, codebook: Codebook): string {
  if (key === "node") return visible(overview?.network.nodes.find((node) => node.id === value)?.label ?? nodeName(value));
  if (value.startsWith("name:")) return `“${visible(value.slice(5))}”`;
  const found = isFacet(key) ? overview?.facets[key].find((facet) => facet.value === value) : undefined;
  if (key === "category") return value.replace("/", " / ");
  if (found) return visible(found.label);
  if (key === "who" || key === "whom" || key === "party" || key === "place") return codebook.countries[value] ?? visible(value);
  if (key === "sector") return codebook.sectors.find((sector) => sector.code === value)?.name ?? value;
  if (key === "review") return value === "open" ? "not judged" : value;
  if (key === "source" && value === "-") return "the report itself";
  if (key === "standing") return value.replaceAll("-", " ");
  if (key === "undated") return "kept";
  if (key === "bbox") return value.split(",").map((degree) => Number(degree).toFixed(1)).join(", ");
  return visible(value);
}

/** What to call a party that the network of the moment does not hold: the name in its id ("police\x1fKEN", "person:jane-doe"). */
function nodeName(id: string): string {
  const [name = id, country] = id.split("\x1f");
  return country === undefined ? id.slice(id.indexOf(":") + 1).replaceAll("-", " ") : name;
}
