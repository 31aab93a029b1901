// The JSON of the API (docs/reference/api.md). Every offset counts code points, as in the output contract; see lib/offsets.ts.

export type Factuality = "asserted" | "denied" | "planned" | "possible";
export type Standing =
  "corroborated" | "single-source" | "disputed" | "denied" | "planned" | "planned-then-done" | "retracted" | "possible";
export type ReviewState = "open" | "accepted" | "corrected" | "rejected" | "added";

// --- GET /api/store: what is open; asked once, and again when a write or the poll says that the version moved -------------

export interface StoreInfo {
  name: string; // last part of the store's path
  version: number; // of the store; every other answer carries it too
  reports: number;
  records: number;
  events: number; // 0 where nothing was linked
  linked: boolean;
  stale_links: boolean; // records were written since linking
  first: string | null; // first and last day of any record, ISO
  last: string | null;
  package: string; // version of onrecord that serves
  reviewer: string | null; // who reviews, as `onrecord open --reviewer NAME` says; null: ask, then send with each review
  reviewers: string[]; // everybody in the ledger
  writable: boolean; // false where an older version of the store is open
  formats: { name: string; title: string; suffix: string }[]; // what /api/export can give
}

// --- GET /api/codebook -----------------------------------------------------------------------------------------------------

export interface Codebook {
  categories: Category[]; // in the codebook's order
  sectors: { code: string; name: string; definition: string }[];
  factuality: { value: Factuality; definition: string }[];
  standing: { value: Standing; definition: string }[];
  precision: { value: string; definition: string }[];
  // What the rules of Basis.rule mean. A rule that is not here itself ("role noun: president") is meant by the longest key that it
  // begins with. "where: X" and "when: X" stand for the basis X of a place and of a date.
  rules: { [rule: string]: string };
  countries: { [code: string]: string }; // ISO 3166-1 alpha-3, IGO, NGO, INT -> name
}
export interface Category {
  id: string; // "ASSAULT"
  name: string;
  quad: 1 | 2 | 3 | 4; // verbal cooperation, material cooperation, verbal conflict, material conflict
  definition: string;
  boundaries: string; // what it is not; may be empty
  modes: { id: string; definition: string }[];
}

// --- filters: query parameters of the page's own address and of every list below ------------------------------------------------
//
// who, whom      country code, or "name:..." for words in a name; an actor, a recipient
// party          the same, of either side
// node           id of a party in the network (Network.nodes[].id), of either side, under whatever name
// sector         of either side
// category       "ASSAULT" or "ASSAULT/aerial"
// place          country code, or "name:..."; where
// factuality, standing, review
// source         name of the innermost source; "-" is the report's own voice
// medium         the report's publisher
// since, until   first and last day, inclusive, of the event; undated=1 keeps events without a day as well
// bbox           west,south,east,north in degrees
// event, report  one id
// q              words, as `onrecord search` takes them
//
// Each may be given several times: one of the values of a facet must hold, and all facets together; since, until and undated once.
// Records that a person rejected are left out unless review=rejected is asked for. Any other parameter is a fault that names it.

// --- GET /api/overview?FILTERS&unit=day|week|month|year (unit is chosen by the span of days where it is left out) ------------------

export interface Overview {
  version: number;
  total: number; // records in the store
  matched: number; // records that pass the filters
  events: number; // events with such a record
  reports: number; // reports with such a record
  facets: { [facet in FacetName]: FacetValue[] }; // each counted under all filters but its own, most first, at most 200
  timeline: Timeline;
  map: MapData;
  dyads: Dyads;
  network: Network;
}
export type FacetName =
  "who" | "whom" | "sector" | "category" | "place" | "factuality" | "source" | "medium" | "standing" | "review";
export interface FacetValue {
  value: string; // as the filter takes it
  label: string; // for people
  count: number; // of records
  parent?: string; // of a mode: its category
}
export interface Timeline {
  unit: "day" | "week" | "month" | "year";
  bins: { start: string; counts: { [category: string]: number } }[]; // without gaps, at most 400
  undated: number;
  outside: number; // records of years too far off to be drawn; nearly always 0
}
export interface MapData {
  points: MapPoint[]; // one for each place, most records first, at most 5,000
  unplaced: number; // records without coordinates
}
export interface MapPoint {
  lon: number;
  lat: number;
  name: string;
  country: string | null;
  precision: "city" | "district" | "province" | "country" | "other";
  count: number;
  quads: [number, number, number, number]; // records by quad class 1 to 4
}
export interface Dyads {
  codes: string[]; // countries in order of rows and columns, most records first, at most 30; the rest is left out
  labels: string[];
  cells: { row: number; column: number; count: number; quads: [number, number, number, number] }[]; // row does it to column
  left_out: number;
}
export interface Network {
  nodes: { id: string; label: string; country: string | null; sector: string | null; count: number }[]; // at most 80
  edges: { source: number; target: number; count: number; quads: [number, number, number, number] }[]; // at most 400
}

// --- GET /api/records?FILTERS&offset=0&limit=200&sort=-date | published | category | place | confidence (minus: downwards) -----------

export interface RecordPage {
  version: number;
  matched: number;
  offset: number;
  rows: RecordRow[];
}
export interface RecordRow {
  record: string;
  report: string;
  title: string;
  published: string | null;
  date_start: string | null;
  date_end: string | null;
  category: string;
  mode: string | null;
  actors: Who[];
  recipients: Who[];
  place: string | null;
  place_country: string | null;
  factuality: Factuality;
  sources: string[]; // outermost first
  killed: number | null;
  injured: number | null;
  confidence: number;
  event: string | null;
  standing: Standing | null;
  review: ReviewState;
  sentence: string;
}
export interface Who {
  name: string;
  country: string | null;
  sector: string | null;
}

// --- GET /api/events?FILTERS&offset&limit&sort=-date | reports | origins: events with a record that passes -------------------------

export interface EventPage {
  version: number;
  matched: number;
  offset: number;
  rows: EventRow[];
}
export interface EventRow {
  event: string;
  category: string;
  mode: string | null;
  standing: Standing;
  date_start: string | null;
  date_end: string | null;
  actors: Who[];
  recipients: Who[];
  place: string | null;
  place_country: string | null;
  reports: number;
  origins: number;
  killed: [number, number] | null; // least and highest toll that a report gives
  injured: [number, number] | null;
  claims: Claim[]; // who claims what: the "who claims what" view draws these over time
}
export interface Claim {
  voice: string; // name of the source, or of the medium where the report speaks in its own voice
  own: boolean; // the report's own voice
  stance: "asserts" | "denies" | "plans" | "thinks possible";
  day: string | null; // of publication
  record: string;
  report: string;
}

// --- GET /api/events/ID ---------------------------------------------------------------------------------------------------------------

export interface EventDetail extends EventRow {
  version: number;
  tellings: { record: string; report: string; title: string; published: string | null; medium: string | null;
              factuality: Factuality; sources: string[]; sentence: string; score: number | null; reasons: string[] }[];
}

// --- GET /api/reports/ID ----------------------------------------------------------------------------------------------------------------

export interface ReportDetail {
  version: number;
  report: Report;
  records: CodedRecord[]; // as they stand: corrections applied, rejected ones kept and marked, added ones among them
  machine: { [record: string]: MachineRecord }; // what the machine said, of each record that a person corrected or rejected
  statements: Statement[];
  furniture: Span[];
  issues: { code: string; message: string; span: Span | null }[];
  events: { [record: string]: { event: string; standing: Standing; reports: number } };
  reviews: ReviewRow[]; // the ledger's rows on this report, oldest first
  previous: string | null; // reports before and after in the store's order
  next: string | null;
}
export interface Span { start: number; end: number; text: string }
export interface Report {
  id: string; title: string; published: string | null; text: string;
  url: string | null; source: string | null; language: string | null;
}
export interface Basis { words: string; rule: string }
export interface Participant {
  spans: Span[]; name: string; country: string | null; sector: string | null; entity: string | null;
  second?: string | null; // a further sector
  basis?: Basis[]; // what gave each code: words, and the rule that read them
}
export interface Source extends Participant { cue: Span | null }
export interface Place {
  spans: Span[]; name: string; country: string | null; admin1: string | null; lat: number | null; lon: number | null;
  geonames: number | null; basis?: string | null; precision?: string | null;
}
export interface When { spans: Span[]; start: string; end: string; granularity: string; basis: string }
export interface Count { value: number; spans: Span[]; bound?: string }
export interface MachineRecord {
  id: string; category: string; mode: string | null; cameo: string; trigger: Span; mentions: Span[];
  actors: Participant[]; recipients: Participant[]; place: Place | null; date: When | null;
  factuality: Factuality; factuality_spans: Span[]; sources: Source[];
  counts: { killed?: Count; injured?: Count }; sentence: Span; confidence: number;
}
export interface CodedRecord extends MachineRecord {
  review: { state: ReviewState; reviewer: string | null; at: string | null; fields: string[] }; // fields: those a person set
}
export interface Statement {
  id: string; speaker: Participant | null; via: Source[]; spans: Span[]; cue: Span | null; kind: "direct" | "indirect" | "mixed";
}

// --- the ledger of reviews ----------------------------------------------------------------------------------------------------------------

// POST /api/reviews: one judgement; answers the row as written (201), 409 with {error} where `version_seen` of this report is behind
// (somebody else reviewed the record meanwhile; ask for the report again), 400 with {error} where it is no judgement.
export interface NewReview {
  action: "accept" | "correct" | "reject" | "add" | "undo";
  report: string;
  record: string | null; // null for "add"
  undoes?: string; // id of the row that is undone
  values?: Corrections; // for "correct" and "add"
  note?: string;
  reviewer: string;
  last_seen: string | null; // id of the newest row on this record that the reviewer saw, null for none
}
// Fields that a person sets; a field that is absent stays the machine's. For "add" category, trigger and factuality are needed.
export interface Corrections {
  category?: string; mode?: string | null; trigger?: Span; actors?: Participant[]; recipients?: Participant[];
  place?: Place | null; date?: When | null; factuality?: Factuality; factuality_spans?: Span[]; sources?: Source[];
  counts?: { killed?: Count; injured?: Count };
}
export interface ReviewRow {
  id: string; at: string; reviewer: string; report: string; record: string; // of "add": the id that the record got
  action: NewReview["action"]; values: Corrections | null; undoes: string | null; note: string | null;
  undone: boolean; // a later row lifts it
}

// POST /api/resolve {report, kind, start, end}: what onrecord makes of words that a person selected; proposals, which may be overwritten.
export interface Resolved {
  party?: Participant; // kind "party"
  place?: Place | null; // kind "place"
  date?: When | null; // kind "date"
  count?: Count | null; // kind "count"
}

// GET /api/agreement: how far reviewers agree with one another and with the machine.
export interface Agreement {
  reviewed: number; // records
  reviewers: string[];
  // Krippendorff's alpha, null: too few. units: records that at least two judged (between); units_with_machine: pairs of a reviewer
  // and a record (with_machine); by_reviewer: of each reviewer with the machine.
  fields: { field: string; with_machine: number | null; between: number | null; units: number; units_with_machine?: number;
            by_reviewer?: { [reviewer: string]: number | null } }[];
}

// GET /api/export?as=FORMAT&FILTERS gives a file. GET /api/passages[?partial=1] gives corrected and accepted reports in the training
// markup, with what could not be handed on, as a zip. GET /api/report?id=ID and /api/event?id=ID are the same as /api/reports/ID and
// /api/events/ID, for ids that an address cannot carry ("..").
// GET /api/search?q=WORDS&limit=50 -> {version, hits: {report, title, published, snippet: {text, marks: [start, end][]}}[]}
// Every fault is {error: {code, message, remedy}} with a status of 400, 401, 403, 404, 405, 409, 413, 500 or 504.
