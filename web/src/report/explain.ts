// Why each value is what it is, in words, from what the resolvers noted.
import type { Basis, CodedRecord, Codebook, Count, Participant, Place, Span, Statement, When } from "../types";
import type { CodeKind } from "../lib/store";
import { days } from "../lib/format";
import { label } from "./shown";
import { shortName, speakers } from "./chain";
import { ROLE_NAMES, type Mark } from "./marks";

export interface Line {
  /** A code that opens its definition, with its name. */
  code?: { kind: CodeKind; value: string; name: string };
  text?: string;
  /** Words of the report, shown in quotation marks. */
  words?: string;
  /** The rule in a sentence. */
  hint?: string | undefined;
}
export interface Explained {
  role: string;
  title: string;
  lines: Line[];
}

/** The sentence on a rule, by its name or the longest name that it begins with ("role noun: president" is a "role noun"). */
export function ruleText(rule: string, rules: Codebook["rules"]): string | null {
  let best: string | null = null;
  for (const name of Object.keys(rules)) if (rule.startsWith(name) && name.length > (best?.length ?? -1)) best = name;
  return best === null ? null : (rules[best] ?? null);
}

/** "people: Russia “Russian”", and what that rule says. */
export function because(basis: Basis, rules: Codebook["rules"]): Line {
  const hint = ruleText(basis.rule, rules);
  return { text: label(basis.rule, 120), words: label(basis.words, 80), ...(hint ? { hint } : {}) };
}

export function party(participant: Participant, codebook: Codebook): Line[] {
  const lines: Line[] = [];
  if (participant.country)
    lines.push({ code: { kind: "country", value: participant.country, name: codebook.countries[participant.country] ?? "" } });
  for (const sector of [participant.sector, participant.second]) {
    if (sector)
      lines.push({ code: { kind: "sector", value: sector, name: codebook.sectors.find((item) => item.code === sector)?.name ?? "" } });
  }
  for (const basis of participant.basis ?? []) lines.push(because(basis, codebook.rules));
  const further = participant.spans[1];
  if (further && further.text !== participant.spans[0]?.text) lines.push({ text: "named by", words: label(further.text) });
  if (participant.entity) lines.push({ text: `in the knowledge base: ${label(participant.entity)}` });
  if (!participant.country && !participant.sector) lines.push({ text: "no code: nothing in the report tells country or sector" });
  return lines;
}

export function date(when: When, rules: Codebook["rules"]): Line[] {
  const words = when.spans[0];
  const hint = ruleText(`when: ${when.basis}`, rules);
  return [
    { text: `${days(when.start, when.end)}, to the ${when.granularity}` },
    { text: when.basis, ...(words ? { words: label(words.text) } : {}), ...(hint ? { hint } : {}) },
  ];
}

export function place(where: Place, codebook: Codebook): Line[] {
  const lines: Line[] = [];
  if (where.country) lines.push({ code: { kind: "country", value: where.country, name: codebook.countries[where.country] ?? "" } });
  if (where.admin1) lines.push({ text: label(where.admin1) });
  if (where.precision) {
    const known = codebook.precision.some((item) => item.value === where.precision);
    lines.push(known ? { code: { kind: "precision", value: where.precision, name: "precision" } } : { text: where.precision });
  }
  if (where.lat !== null && where.lon !== null) lines.push({ text: coordinates(where.lat, where.lon) });
  if (where.geonames !== null) lines.push({ text: `GeoNames ${where.geonames}` });
  const hint = where.basis ? ruleText(`where: ${where.basis}`, codebook.rules) : null;
  if (where.basis) lines.push({ text: where.basis, ...(hint ? { hint } : {}) });
  return lines;
}

export function coordinates(lat: number, lon: number): string {
  return `${Math.abs(lat).toFixed(2)}° ${lat < 0 ? "S" : "N"}, ${Math.abs(lon).toFixed(2)}° ${lon < 0 ? "W" : "E"}`;
}

export function counted(count: Count, what: string): string {
  const bound = count.bound && count.bound !== "exact" ? `${count.bound} ` : "";
  return `${bound}${count.value} ${what}`;
}

function category(record: CodedRecord, codebook: Codebook): Line[] {
  const found = codebook.categories.find((item) => item.id === record.category);
  const lines: Line[] = [{ code: { kind: "category", value: record.category, name: found?.name ?? "" } }];
  if (record.mode) {
    lines.push({
      code: {
        kind: "mode",
        value: `${record.category}/${record.mode}`,
        name: found?.modes.find((mode) => mode.id === record.mode)?.definition ?? "",
      },
    });
  }
  return [
    ...lines,
    { code: { kind: "factuality", value: record.factuality, name: "" } },
    { text: `confidence ${percent(record.confidence)}` },
  ];
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** What a marked stretch of text is, for its tooltip; null where there is nothing to say. */
export function explain(
  mark: Pick<Mark, "role" | "nth">,
  record: CodedRecord | null,
  statements: readonly Statement[],
  issues: readonly { code: string; message: string }[],
  codebook: Codebook,
): Explained | null {
  const role = ROLE_NAMES[mark.role];
  if (mark.role === "furniture") return { role, title: "", lines: [{ text: "menus, notices and the like: not read as news" }] };
  if (mark.role === "frame") {
    const statement = statements[mark.nth];
    if (!statement) return null;
    const chain = speakers(statement)
      .map((speaker) => shortName(speaker, 40))
      .join(" ‹ ");
    const lines: Line[] = [{ text: `${statement.kind} speech` }];
    if (statement.cue) lines.push({ text: "told by the cue", words: label(statement.cue.text) });
    return { role, title: chain, lines: [...lines, ...(statement.speaker ? party(statement.speaker, codebook) : [])] };
  }
  if (mark.role === "issue") {
    const issue = issues[mark.nth];
    return issue ? { role, title: "", lines: [{ text: issue.message }] } : null;
  }
  return record ? ofRecord(mark, record, role, codebook) : null;
}

function ofRecord(mark: Pick<Mark, "role" | "nth">, record: CodedRecord, role: string, codebook: Codebook): Explained | null {
  const parties = { actor: record.actors, recipient: record.recipients, source: record.sources }[
    mark.role as "actor" | "recipient" | "source"
  ];
  if (parties) {
    const found = parties[mark.nth];
    return found ? { role, title: label(found.name), lines: party(found, codebook) } : null;
  }
  switch (mark.role) {
    case "trigger":
    case "mention":
      return { role, title: "", lines: category(record, codebook) };
    case "place":
      return record.place && { role, title: label(record.place.name), lines: place(record.place, codebook) };
    case "date":
      return record.date && { role, title: "", lines: date(record.date, codebook.rules) };
    case "certainty":
      return {
        role,
        title: "",
        lines: [
          {
            code: {
              kind: "factuality",
              value: record.factuality,
              name: codebook.factuality.find((item) => item.value === record.factuality)?.definition ?? "",
            },
          },
        ],
      };
    case "cue": {
      const source = record.sources[mark.nth];
      return source ? { role, title: label(source.name), lines: [{ text: "makes this party a source" }] } : null;
    }
    case "killed":
    case "injured": {
      const count = record.counts[mark.role];
      return count ? { role, title: counted(count, mark.role), lines: [] } : null;
    }
    default:
      return null;
  }
}

/** Words of spans for a screen: “a … b”. */
export function quoted(spans: readonly Span[], most = 60): string {
  return spans.map((span) => `“${label(span.text, most)}”`).join(" … ");
}
