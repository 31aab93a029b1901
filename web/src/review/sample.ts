// A record for tests.
import type { MachineRecord } from "../types";

export const machine: MachineRecord = {
  id: "x",
  category: "ASSAULT",
  mode: "aerial",
  cameo: "195",
  trigger: { start: 0, end: 4, text: "shot" },
  mentions: [],
  actors: [],
  recipients: [],
  place: null,
  date: null,
  factuality: "asserted",
  factuality_spans: [],
  sources: [],
  counts: {},
  sentence: { start: 0, end: 4, text: "shot" },
  confidence: 0.9,
};
