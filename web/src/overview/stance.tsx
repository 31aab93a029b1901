import type { Claim } from "../types";

export const STANCES: readonly Claim["stance"][] = ["asserts", "denies", "plans", "thinks possible"];

/** ● asserts, ✕ denies, ◇ plans, ○ thinks possible: shape and colour, drawn around the origin. */
export function Stance({ stance }: { stance: Claim["stance"] }) {
  if (stance === "asserts") return <circle class="stance asserts" r={4.5} />;
  if (stance === "denies") return <path class="stance denies" d="M-4 -4L4 4M-4 4L4 -4" />;
  if (stance === "plans") return <path class="stance plans" d="M0 -5.5L5.5 0L0 5.5L-5.5 0Z" />;
  return <circle class="stance possible" r={4.5} />;
}
