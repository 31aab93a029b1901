"""`onrecord who`: what the knowledge base knows of a name on a day, and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.codebook import Codebook, load_codebook
from onrecord.commands.terminal import console_for, day_of
from onrecord.errors import InputError
from onrecord.knowledge import Dossier, Knowledge, Part, Subject, Term, dossier, load, similar
from onrecord.model import Basis

_EXITS = """\b
Exit codes: 0 something is known; 2 no word is known, or the day is none; 1 the
installation is damaged."""

# What each kind of role noun does in its phrase: the column "part" of roles.csv.
_PARTS = {
    "head": "gives its sector as the head of a phrase only",
    "modifier": "gives its sector before a noun only, never as a noun of its own",
    "both": "gives its sector as the head of a phrase and before another noun",
    "relational": "takes the sector of what it belongs to; its own where nothing tells",
    "of_state": "takes the sector of what it belongs to; its own where that is a state",
    "partitive": "is a part or number of what follows and takes its sector",
    "kin": "takes the sector of former elite where the relative is an official",
    "apart": "acts for its owner without being part of him: no sector, unless a word before it gives one",
    "former": "makes whoever held an office one of the former elite",
}


@click.command(epilog=_EXITS)
@click.argument("name")
@click.option("--on", "day", metavar="YYYY-MM-DD",
              help="The day on which offices must be held. Without it only what holds at all times counts.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
def who(name: str, day: str | None, as_json: bool) -> None:
    """Show who NAME is on a day, and why: country, sector, title, the offices before and after, namesakes.

    NAME is a person, body, group, place, role noun or a whole phrase as it stands in a report. Each value comes
    with the words and the rule that gave it; the same rules code the parties of reports.

    \b
    onrecord who "Tony Blair" --on 1996-05-01      a person, by the office of that day
    onrecord who Bush --on 2005-05-01              a name of several
    onrecord who "the Taliban" --on 2023-05-01     a group that changed sides
    onrecord who "the Punjab police"               a name that several countries share
    onrecord who lawyers                           what a role noun does
    """
    on = day_of("--on", day)
    knowledge = load()
    found = dossier(knowledge, name, on)
    if found.is_empty:
        raise _unknown(knowledge, found)
    if as_json:
        click.echo(json.dumps(_tree(found), ensure_ascii=False))
    else:
        _print(console_for(sys.stdout), found, knowledge, load_codebook())


def _unknown(knowledge: Knowledge, found: Dossier) -> InputError:
    # Long (hostile) words are not repeated in full.
    words = found.words if len(found.words) <= 60 else found.words[:57] + "..."
    near = similar(knowledge.tables, found.words) or tuple(name for part in found.parts for name in part.similar)
    remedy = f"Spelt alike: {', '.join(near)}." if near else "Try the full name, or another spelling."
    return InputError(f"the knowledge base knows nobody and nothing called {words!r}", remedy)


def _print(console: Console, found: Dossier, knowledge: Knowledge, book: Codebook) -> None:
    console.print(_heading(found))
    console.print(_values(found, knowledge, book))
    for part in found.parts:
        for line in _decides(part, book):
            console.print(line)
        for place, subject in enumerate(part.subjects):
            _print_subject(console, part, subject, namesake=place > 0)
        if not part.kind:
            near = f"; spelt alike: {', '.join(part.similar)}" if part.similar else ""
            console.print(Text.assemble("\n", (part.words, "bold"), (f" is not known{near}", "dim")))


def _heading(found: Dossier) -> Text:
    when = f" on {found.on}" if found.on else ""
    hint = "" if found.on else "  (no day given: only what holds at all times; --on gives one)"
    return Text.assemble((found.identity.name or found.words, "bold cyan"), when, (hint, "dim"))


def _values(found: Dossier, knowledge: Knowledge, book: Codebook) -> Table:
    """The codes, each with what it means and the words and rule that gave it."""
    identity = found.identity
    country, sector, second = identity.country, identity.sector, identity.second
    special = book.special_countries.get(country) if country else None
    rows = (
        ("country", country, special.meaning if special else knowledge.tables.countries.get(country or "", ""),
         identity.country_by),
        ("sector", sector, book.sectors[sector].label if sector else "", identity.sector_by),
        ("second code", second, book.sectors[second].label if second else "", None),
        ("title", found.title, "", None),
        ("entity", identity.entity, "", None),
    )  # fmt: skip
    table = Table.grid(padding=(0, 2))
    for label, value, meaning, by in rows:
        if label in ("second code", "title") and value is None:
            continue
        table.add_row(
            Text(f"  {label}", style="dim"),
            Text(value or "unknown", style="bold" if value else "yellow"),
            Text(meaning.partition(":")[0]),
            _because(by),
        )
    return table


def _because(by: Basis | None) -> Text:
    return Text.assemble(("by “", "dim"), by.words, (f"”: {by.rule}", "dim")) if by else Text("")


def _decides(part: Part, book: Codebook) -> Iterator[Text]:
    """What decides for a role noun, and for a name that several countries share."""
    role, shared = part.role, part.ambiguity
    if role is not None:
        sector = f"{role.sector} {book.sectors[role.sector].label}" if role.sector else "no sector of its own"
        extra = f", second code {role.second}" if role.second else ""
        extra += f", country {role.country}" if role.country else ""
        extra += "; held away from home, so that a place after it is not its country" if role.abroad else ""
        yield Text.assemble("\n", (part.words, "bold"), f", role noun: {sector}{extra}")
        yield Text(f"  {_PARTS[role.part]}; strength {role.priority} of 99", style="dim")
    if shared is not None:
        usual = f"usually {shared.default}" if shared.default else "unknown where nothing decides"
        yield Text.assemble("\n", (part.words, "bold"), f" may be {' or '.join(shared.candidates)}; {usual}")
        for code in shared.candidates:
            cues = [cue for cue, own in shared.cues if own == code]
            if cues:
                yield Text(f"  {code} with: {', '.join(cues)}", style="dim")


def _print_subject(console: Console, part: Part, subject: Subject, *, namesake: bool) -> None:
    what = f"namesake, {subject.kind}" if namesake else subject.kind
    console.print(Text.assemble("\n", (subject.name, "bold"), f", {what}  ", (subject.id, "dim")))
    names = [alias for alias in subject.aliases if alias != subject.name]
    if names:
        console.print(Text(f"  also: {', '.join(names[:12])}{', ...' if len(names) > 12 else ''}", style="dim"))
    if part.kind in ("state", "people", "capital", "seat", "place"):
        console.print(Text(f"  {part.words}: its {_NAMES[part.kind]}", style="dim"))
    table = Table.grid(padding=(0, 2))
    for term in subject.terms:
        style = "" if term.when in ("on", None) else "dim"
        codes = " ".join(code for code in (term.country, term.sector, term.second) if code)
        table.add_row(
            Text("▶" if term.when == "on" else " ", style="green"),
            Text(_years(term), style=style),
            Text(codes or "unknown", style=style),
            Text(term.title, style=style),
        )
    console.print(table)


_NAMES = {"state": "name", "people": "people", "capital": "capital", "seat": "seat of government", "place": "place"}


def _years(term: Term) -> str:
    if not term.since and not term.until:
        return "at all times"
    if not term.until:
        return f"from {term.since}"
    return f"{term.since or '...'} to {term.until}"


def _tree(found: Dossier) -> dict[str, Any]:
    """The dossier as JSON; keys are stable, unknown values null."""
    identity = found.identity
    return {
        "words": found.words,
        "on": found.on.isoformat() if found.on else None,
        "country": identity.country,
        "sector": identity.sector,
        "second": identity.second,
        "entity": identity.entity,
        "name": identity.name,
        "title": found.title,
        "because": {"country": _reason(identity.country_by), "sector": _reason(identity.sector_by)},
        "parts": [_part_tree(part) for part in found.parts],
    }


def _reason(by: Basis | None) -> dict[str, str] | None:
    return {"words": by.words, "rule": by.rule} if by else None


def _part_tree(part: Part) -> dict[str, Any]:
    role, shared = part.role, part.ambiguity
    return {
        "words": part.words,
        "kind": part.kind or None,
        "subjects": [
            {
                "entity": subject.id,
                "name": subject.name,
                "aliases": list(subject.aliases),
                "terms": [
                    {"title": term.title or None, "country": term.country, "sector": term.sector,
                     "second": term.second, "from": term.since or None, "to": term.until or None, "when": term.when}
                    for term in subject.terms
                ],
            }
            for subject in part.subjects
        ],
        "role": role and {
            "sector": role.sector, "second": role.second, "country": role.country, "part": role.part,
            "priority": role.priority, "abroad": role.abroad,
        },
        "ambiguous": shared and {
            "candidates": list(shared.candidates),
            "default": shared.default,
            "cues": [{"word": cue, "country": code} for cue, code in shared.cues],
        },
        "similar": list(part.similar),
    }  # fmt: skip
