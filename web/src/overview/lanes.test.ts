import { expect, it } from "vitest";
import type { Claim, EventRow } from "../types";
import { lanesOf, MOST_LANES } from "./lanes";

let number = 0;
function claim(voice: string, stance: Claim["stance"], day: string | null, own = false): Claim {
  number += 1;
  return { voice, own, stance, day, record: `r${number}`, report: `p${number}` };
}
function event(claims: Claim[]): EventRow {
  return {
    event: "e", category: "ASSAULT", mode: null, standing: "disputed", date_start: null, date_end: null, actors: [], recipients: [],
    place: null, place_country: null, reports: 1, origins: 1, killed: null, injured: null, claims,
  };
}

it("a voice is a lane, in the order in which they spoke", () => {
  const lanes = lanesOf(event([claim("army", "denies", "2024-03-05"), claim("ministry", "asserts", "2024-03-01"), claim("ministry", "asserts", "2024-03-11")]));
  expect(lanes.lanes.map((lane) => [lane.voice, lane.dots.map((dot) => dot.at)])).toEqual([["ministry", [0, 1]], ["army", [0.4]]]);
  expect([lanes.first, lanes.last]).toEqual(["2024-03-01", "2024-03-11"]);
});

it("a medium's own voice is not the source of the same name", () => {
  expect(lanesOf(event([claim("Agency", "asserts", "2024-03-01", true), claim("Agency", "denies", "2024-03-01")])).lanes).toHaveLength(2);
});

it("claims of one voice on one day stand beside one another, a denial as well as an assertion", () => {
  const dots = lanesOf(event([claim("a", "asserts", "2024-03-01"), claim("a", "denies", "2024-03-01")])).lanes[0]?.dots;
  expect(dots?.map((dot) => [dot.claim.stance, dot.beside, dot.at])).toEqual([["asserts", 0, 0], ["denies", 1, 0]]);
});

it("what has no day and what has too many voices is said, not lost", () => {
  const many = Array.from({ length: MOST_LANES + 3 }, (_, index) => claim(`v${index}`, "asserts", null));
  const lanes = lanesOf(event(many));
  expect([lanes.lanes.length, lanes.left, lanes.undated, lanes.first]).toEqual([MOST_LANES, 3, MOST_LANES + 3, null]);
});
