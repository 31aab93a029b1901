// "Who claims what": the claims of an event as lanes, a voice a lane, the days from left to right. No DOM here.

import type { Claim, EventRow } from "../types";
import { daysBetween } from "../lib/days";

export interface Dot {
  readonly claim: Claim;
  readonly at: number; // 0 first day of the event's claims, 1 last
  readonly beside: number; // how many stand at the same lane and day before it
}
export interface Lane {
  readonly voice: string;
  readonly own: boolean;
  readonly dots: readonly Dot[];
}
export interface Lanes {
  readonly lanes: readonly Lane[];
  readonly left: number; // voices not drawn
  readonly first: string | null;
  readonly last: string | null;
  readonly undated: number; // claims in reports without a day; they stand at the left
}

export const MOST_LANES = 12;

export function lanesOf(event: EventRow): Lanes {
  const days = event.claims.flatMap((claim) => (claim.day === null ? [] : [claim.day])).sort();
  const [first, last] = [days[0] ?? null, days[days.length - 1] ?? null];
  const span = first !== null && last !== null ? daysBetween(first, last) : 0;
  const voices = new Map<string, { voice: string; own: boolean; claims: Claim[] }>();
  for (const claim of event.claims) {
    const key = `${claim.own ? "1" : "0"}${claim.voice}`;
    const lane = voices.get(key);
    if (lane) lane.claims.push(claim);
    else voices.set(key, { voice: claim.voice, own: claim.own, claims: [claim] });
  }
  // In the order in which they spoke: the first claim on top, so that an answer stands below what it answers.
  const lanes = [...voices.values()].map((lane) => {
    const sorted = [...lane.claims].sort((a, b) => ((a.day ?? "") < (b.day ?? "") ? -1 : (a.day ?? "") > (b.day ?? "") ? 1 : 0));
    const at = new Map<string, number>();
    const dots = sorted.map((claim): Dot => {
      const day = claim.day ?? "";
      const beside = at.get(day) ?? 0;
      at.set(day, beside + 1);
      return { claim, at: span > 0 && claim.day !== null && first !== null ? daysBetween(first, claim.day) / span : 0, beside };
    });
    return { voice: lane.voice, own: lane.own, dots };
  });
  const firstDay = (lane: Lane) => lane.dots[0]?.claim.day ?? "";
  lanes.sort((a, b) => (firstDay(a) < firstDay(b) ? -1 : firstDay(a) > firstDay(b) ? 1 : b.dots.length - a.dots.length));
  return { lanes: lanes.slice(0, MOST_LANES), left: Math.max(0, lanes.length - MOST_LANES), first, last, undated: event.claims.length - days.length };
}
