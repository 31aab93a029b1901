// The values of a record, each with its role's letter, its codes, the words behind it and, on demand, why.
import type { ComponentChildren } from "preact";
import { Code } from "../app/code";
import { days } from "../lib/format";
import { useShared } from "../lib/store";
import type { CodedRecord, MachineRecord, Participant } from "../types";
import { same } from "../review/draft";
import { counted, date as whyDate, party as whyParty, place as whyPlace, quoted, type Line } from "./explain";
import { LETTERS, type Role } from "./marks";
import { kindOf, partiesOf } from "./names";
import { label } from "./shown";
import { LineView } from "./tooltip";

export function Codes({ of }: { of: Pick<Participant, "country" | "sector" | "second"> }) {
  const codes = [
    ...(of.country ? [{ kind: "country" as const, value: of.country }] : []),
    ...[of.sector, of.second ?? null].flatMap((value) => (value ? [{ kind: "sector" as const, value }] : [])),
  ];
  if (codes.length === 0) return <span class="muted tiny">no code</span>;
  return (
    <span class="party-codes mono">
      {codes.map((code) => (
        <Code key={code.kind + code.value} kind={code.kind} value={code.value} />
      ))}
    </span>
  );
}

interface RowProps {
  role: Role;
  letter?: string;
  name: string;
  why: Line[] | null;
  machine?: string | null;
  children: ComponentChildren;
}

function Row({ role, letter, name, why, machine, children }: RowProps) {
  return (
    <div class={`val val-${role}`}>
      <dt>
        <span class={`letter letter-${role}`} aria-hidden="true">
          {letter ?? LETTERS[role]}
        </span>
        <span class="only-read">{name}</span>
      </dt>
      <dd>
        <div class="val-line">{children}</div>
        {machine != null && (
          <div class="machine">
            machine: <bdi>{machine || "nothing"}</bdi>
          </div>
        )}
        {why && why.length > 0 && (
          <ul class="why">
            {why
              .filter((line) => !line.code)
              .map((line, index) => (
                <li key={index} title={line.hint}>
                  <LineView line={{ ...line, hint: undefined }} />
                </li>
              ))}
          </ul>
        )}
      </dd>
    </div>
  );
}

interface Props {
  record: CodedRecord;
  /** What the machine said, where a person has changed it. */
  machine: MachineRecord | null;
  why: boolean;
}

type Told = keyof MachineRecord;

export function Values({ record, machine, why }: Props) {
  const { codebook } = useShared();
  /** The machine's value in words, where it is another one. */
  const told = (field: Told, say: (was: MachineRecord) => string): string | null =>
    machine && !same(machine[field], record[field]) ? say(machine) : null;
  const parties = (role: "actor" | "recipient", list: readonly Participant[], field: "actors" | "recipients") => {
    const was = told(field, (m) => partyWords(m[field]));
    if (list.length === 0)
      return was === null ? null : (
        <Row role={role} name={role} why={null} machine={was}>
          <span class="muted">nobody</span>
        </Row>
      );
    return list.map((item, nth) => (
      <Row
        key={`${role}${nth}`}
        role={role}
        letter={list.length > 1 ? `${LETTERS[role]}${nth + 1}` : LETTERS[role]}
        name={role}
        why={why ? whyParty(item, codebook) : null}
        machine={nth === list.length - 1 ? was : null}
      >
        <bdi class="name" title={quoted(item.spans)}>
          {label(item.name, 90)}
        </bdi>{" "}
        <Codes of={item} />
      </Row>
    ));
  };
  const wasPlace = told("place", (m) => (m.place ? `${label(m.place.name)}${m.place.country ? ` ${m.place.country}` : ""}` : ""));
  const wasDate = told("date", (m) => (m.date ? days(m.date.start, m.date.end) : ""));
  const wasFact = told("factuality", (m) => m.factuality);
  return (
    <dl class="vals">
      {machine && (machine.category !== record.category || machine.mode !== record.mode) && (
        <Row role="trigger" letter="E" name="event" why={null} machine={kindOf(machine)}>
          <span class="name">{kindOf(record)}</span>
        </Row>
      )}
      {parties("actor", record.actors, "actors")}
      {parties("recipient", record.recipients, "recipients")}
      {(record.place || wasPlace !== null) && (
        <Row role="place" name="place" why={why && record.place ? whyPlace(record.place, codebook) : null} machine={wasPlace}>
          {record.place ? (
            <>
              <bdi class="name">{label(record.place.name, 80)}</bdi>
              {record.place.country && (
                <span class="party-codes mono">
                  <Code kind="country" value={record.place.country} />
                </span>
              )}
              {record.place.precision && <span class="muted">{record.place.precision}</span>}
            </>
          ) : (
            <span class="muted">nowhere</span>
          )}
        </Row>
      )}
      {(record.date || wasDate !== null) && (
        <Row role="date" name="date" why={why && record.date ? whyDate(record.date, codebook.rules) : null} machine={wasDate}>
          {record.date ? (
            <>
              <span class="name">{days(record.date.start, record.date.end)}</span>
              <span class="muted">{dateNote(record)}</span>
            </>
          ) : (
            <span class="muted">no day</span>
          )}
        </Row>
      )}
      {(["killed", "injured"] as const).map((what) => {
        const [now, was] = [record.counts[what], machine?.counts[what]];
        const said = machine && !same(now, was) ? (was ? String(was.value) : "") : null;
        if (!now && said === null) return null;
        return (
          <Row key={what} role={what} name={what} why={null} machine={said}>
            <span class="name">{now ? counted(now, what) : `nobody ${what}`}</span>
          </Row>
        );
      })}
      {(record.factuality !== "asserted" || record.factuality_spans.length > 0 || wasFact !== null) && (
        <Row role="certainty" name="certainty" why={null} machine={wasFact}>
          <span class="name">
            <Code kind="factuality" value={record.factuality} />
          </span>
          <bdi class="muted">{quoted(record.factuality_spans)}</bdi>
        </Row>
      )}
    </dl>
  );
}

function dateNote(record: CodedRecord): string {
  const { date } = record;
  if (!date) return "";
  const words = date.spans[0];
  return words ? `“${label(words.text, 40)}”` : date.basis === "published" ? "day of publication" : date.basis;
}

function partyWords(list: readonly Participant[]): string {
  return list
    .map((party) => [partiesOf([party]), [party.country, party.sector].filter(Boolean).join(" ")].filter(Boolean).join(" "))
    .join(", ");
}
