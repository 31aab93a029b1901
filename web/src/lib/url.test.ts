import { describe, expect, it } from "vitest";
import { activeCount, encode, filterQuery, formatRoute, parseRoute, toggled, withOnly, withoutValue, withValue } from "./url";

describe("the address", () => {
  it("comes back as it went, whatever the values hold", () => {
    const route = {
      view: "records" as const, id: null, params: { sort: "-date" },
      filters: { who: ["RUS", "name:O'Brien & Söhne, #1?"], category: ["ASSAULT/aerial"], q: ['"50%" + x'], since: ["2022-02-24"], bbox: ["-10.5,0,20,30"] },
    };
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });
  it("keeps any id of a report", () => {
    for (const id of ["a/b", "..", "100%", "a?b#c", "ß \u202e 🙂", "", "x".repeat(5000)]) {
      expect(parseRoute(formatRoute({ view: "report", id, filters: {}, params: { record: "r/1" } }))).toMatchObject({ view: "report", id, params: { record: "r/1" } });
    }
  });
  it("does not throw on half characters", () => {
    expect(encode("a\ud800b")).toBe("a%EF%BF%BDb");
    expect(parseRoute(formatRoute({ view: "report", id: "\udc00", filters: {}, params: {} })).id).toBe("\ufffd");
    expect(encode("🙂")).toBe(encodeURIComponent("🙂"));
  });
  it("takes what people type by hand", () => {
    expect(parseRoute("")).toMatchObject({ view: "overview", id: null, filters: {} });
    expect(parseRoute("#/nonsense?who=RUS").view).toBe("overview");
    expect(parseRoute("#/report/100%").id).toBe("100%");
    expect(parseRoute("#records?who=").filters).toEqual({});
    expect(parseRoute("#/records?who=RUS&who=RUS&who=UKR").filters.who).toEqual(["RUS", "UKR"]);
  });
  it("lets the last of a single value count", () => {
    expect(parseRoute("#/records?since=2020-01-01&since=2021-01-01").filters.since).toEqual(["2021-01-01"]);
  });
  it("takes event and record of a report's view for what is open, not for filters", () => {
    const route = parseRoute("#/report/r1?record=a&event=e&who=RUS");
    expect(route.params).toEqual({ record: "a", event: "e" });
    expect(route.filters).toEqual({ who: ["RUS"] });
    expect(parseRoute("#/records?event=e").filters).toEqual({ event: ["e"] });
  });
  it("writes the same filters the same way, whatever their order", () => {
    expect(filterQuery({ whom: ["UKR"], who: ["RUS"] })).toBe(filterQuery({ who: ["RUS"], whom: ["UKR"] }));
  });
});

describe("filters", () => {
  it("are added once, removed, toggled; the others stay", () => {
    const one = withValue({ who: ["RUS"] }, "whom", "UKR");
    expect(withValue(one, "whom", "UKR")).toBe(one);
    expect(withoutValue(one, "whom", "UKR")).toEqual({ who: ["RUS"] });
    expect(toggled(toggled(one, "who", "USA"), "who", "USA")).toEqual(one);
    expect(withOnly(one, "who", [])).toEqual({ whom: ["UKR"] });
    expect(withValue({ since: ["2020-01-01"] }, "since", "2021-01-01").since).toEqual(["2021-01-01"]);
  });
  it("count what is active; undated alone filters nothing", () => {
    expect(activeCount({ who: ["A", "B"], undated: ["1"], q: ["x"] })).toBe(3);
  });
});
