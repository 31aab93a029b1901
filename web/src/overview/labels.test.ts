import { describe, expect, it } from "vitest";
import type { Codebook, Overview } from "../types";
import { valueLabel } from "./labels";

const codebook = { categories: [], sectors: [{ code: "COP", name: "Police", definition: "" }], countries: { KEN: "Kenya" } } as unknown as Codebook;
const overview = {
  facets: { who: [{ value: "KEN", label: "Kenya (the state)", count: 2 }] },
  network: { nodes: [{ id: "state:KEN", label: "Kenya", country: "KEN", sector: "GOV", count: 3 }], edges: [] },
} as unknown as Overview;

describe("the label of a value", () => {
  it("is that of the node for a party of the network", () => {
    expect(valueLabel("node", "state:KEN", overview, codebook)).toBe("Kenya");
  });
  it("is the name in the id where the network of the moment lacks the node", () => {
    expect(valueLabel("node", "the police\u001fKEN", overview, codebook)).toBe("the police");
    expect(valueLabel("node", "name: x\u001f", null, codebook)).toBe("name: x");
    expect(valueLabel("node", "person:jane-doe", overview, codebook)).toBe("jane doe");
  });
  it("shows what is hidden in a hostile name", () => {
    expect(valueLabel("node", "\u202eecilop\u001fKEN", null, codebook)).not.toContain("\u202e");
  });
  it("is the facet's, else the codebook's", () => {
    expect(valueLabel("who", "KEN", overview, codebook)).toBe("Kenya (the state)");
    expect(valueLabel("whom", "KEN", null, codebook)).toBe("Kenya");
    expect(valueLabel("sector", "COP", null, codebook)).toBe("Police");
    expect(valueLabel("party", "name:police", overview, codebook)).toBe("“police”");
  });
});
