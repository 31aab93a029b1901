"""Which records and statements are asked for, as SQL with the values apart; and what they can be counted by."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.codebook import load_codebook
from onrecord.codebook.load import FACTUALITY
from onrecord.errors import InputError

Day = datetime.date | str | None
Words = str | Sequence[str] | None
DAYS = ("date", "published")

# The distinct values of a list, one row each, with one null where some or all are unknown. Most lists have one value or two
# that differ, and are taken as they are: list_distinct alone takes thrice the time.
EACH = (
    "unnest(CASE WHEN len({0}) < 2 THEN [{0}[1]] WHEN len({0}) = 2 AND {0}[1] IS DISTINCT FROM {0}[2] THEN {0} "
    "ELSE list_distinct({0}) || if(len({0}) > list_count({0}), [NULL], []) END)"
)
# What can be counted by: its name, and how SQL works it out.
COUNTED: Mapping[str, str] = {
    "day": "strftime(date_start, '%Y-%m-%d')",
    "month": "strftime(date_start, '%Y-%m')",
    "year": "strftime(date_start, '%Y')",
    "category": "category",
    "mode": "mode",
    "actor": EACH.format("actor_countries"),
    "recipient": EACH.format("recipient_countries"),
    "actor-sector": EACH.format("actor_sectors"),
    "recipient-sector": EACH.format("recipient_sectors"),
    "country": "place_country",
}
# These only records have, and these only events.
RECORDS_ONLY: Mapping[str, str] = {
    "published": "strftime(published, '%Y-%m')",
    "factuality": "factuality",
    "source": "source_names[-1]",
}
EVENTS_ONLY: Mapping[str, str] = {"standing": "standing"}
# A dyad is who did it to whom.
DYAD = ("actor", "recipient")


@dataclass(slots=True)
class Choice:
    """Conditions that all have to hold, as SQL, with the values for its `?`."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        """One more condition."""
        self.conditions.append(condition)
        self.values.extend(values)

    def where(self) -> str:
        """The WHERE clause, or nothing."""
        return f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""


def choose_records(
    *, actor: Words = None, recipient: Words = None, party: Words = None, name: str | None = None, category: Words = None,
    factuality: Words = None, sector: Words = None, country: Words = None, since: Day = None, until: Day = None, by: str = "date",
) -> Choice:  # fmt: skip
    """Conditions on records.

    Args:
        actor, recipient, party: country codes of an actor, a recipient or either.
        name: words in the name of a party, whatever their capitals.
        category: categories, or "CATEGORY/mode".
        sector: sector codes of an actor or recipient.
        country: country codes of the place.
        since, until: first and last day, both inclusive; an event that reaches into them counts, one without a day does not.
        by: which day that is, "date" of the event or "published".

    Raises:
        InputError: a value that no record can have.
    """
    choice = Choice()
    for codes, columns in (
        (actor, ("actor_countries",)), (recipient, ("recipient_countries",)), (party, ("actor_countries", "recipient_countries")),
        (sector, ("actor_sectors", "recipient_sectors")),
    ):  # fmt: skip
        if codes is not None:
            _any_of(choice, _several(codes), columns)
    if name is not None:
        found = "len(list_filter(actors || recipients, lambda x: contains(lower(x), lower(?)))) > 0"
        choice.add(found, name)
    if category is not None:
        _categories(choice, _several(category))
    if factuality is not None:
        _known("factuality", _several(factuality), FACTUALITY)
        choice.add("list_contains(?::VARCHAR[], factuality)", _several(factuality))
    if country is not None:
        choice.add("list_contains(?::VARCHAR[], place_country)", _several(country))
    _known("by", [by], DAYS)
    first, last = ("date_start", "date_end") if by == "date" else ("published", "published")
    _window(choice, since, until, first, last)
    return choice


def choose_statements(
    *, speaker: str | None = None, country: Words = None, sector: Words = None, kind: Words = None, words: str | None = None,
    since: Day = None, until: Day = None,
) -> Choice:  # fmt: skip
    """Conditions on statements.

    Args:
        speaker: words in the name of the speaker.
        country, sector: codes of the speaker.
        kind: direct, indirect or mixed.
        words: words in the statement, whatever their capitals.
        since, until: first and last day of publication.
    """
    choice = Choice()
    if speaker is not None:
        choice.add("contains(lower(speaker), lower(?))", speaker)
    if country is not None:
        choice.add("list_contains(?::VARCHAR[], speaker_country)", _several(country))
    if sector is not None:
        choice.add("list_contains(?::VARCHAR[], speaker_sector)", _several(sector))
    if kind is not None:
        _known("kind", _several(kind), ("direct", "indirect", "mixed"))
        choice.add("list_contains(?::VARCHAR[], kind)", _several(kind))
    if words is not None:
        choice.add("contains(lower(text), lower(?))", words)
    _window(choice, since, until, "published", "published")
    return choice


def count_by(by: Sequence[str], choice: Choice, *, events: bool = False) -> str:
    """SQL that counts records (or events) by some of COUNTED; a record counts once for each of its parties.

    Raises:
        InputError: they cannot be counted by that.
    """
    known = {**COUNTED, **(EVENTS_ONLY if events else RECORDS_ONLY)}
    names = list(dict.fromkeys(part for name in by for part in (DYAD if name == "dyad" else (name,))))
    _known("by", names, (*known, "dyad"))
    if not names:
        raise InputError("there is nothing to count by", f"Name one of {', '.join((*known, 'dyad'))}.")
    source = f"SELECT * FROM {'events' if events else 'records'}{choice.where()}"
    for number, name in enumerate(names):
        source = f"SELECT *, {known[name]} AS by_{number} FROM ({source})"
    keys = ", ".join(f'by_{number} AS "{name}"' for number, name in enumerate(names))
    plain = ", ".join(f"by_{number}" for number in range(len(names)))
    return f"SELECT {keys}, count(*) AS count FROM ({source}) GROUP BY {plain} ORDER BY {plain.replace(',', ' NULLS LAST,')} NULLS LAST"


def _several(words: str | Sequence[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def _any_of(choice: Choice, codes: list[str], columns: tuple[str, ...]) -> None:
    parts = [f"list_has_any({column}, ?::VARCHAR[])" for column in columns]
    choice.add(f"({' OR '.join(parts)})", *(codes for _ in columns))


def _categories(choice: Choice, names: list[str]) -> None:
    book = load_codebook()
    for name in names:
        category, _, mode = name.partition("/")
        entry = book.categories.get(category)
        if entry is None:
            raise InputError(f"the codebook has no category {category}", f"It has {', '.join(book.categories)}.")
        if mode and mode not in {m.id for m in entry.modes}:
            raise InputError(
                f"{category} has no mode {mode}", f"It has {', '.join(m.id for m in entry.modes) or 'none'}."
            )
    choice.add(
        "(list_contains(?::VARCHAR[], category) OR list_contains(?::VARCHAR[], category || '/' || mode))", names, names
    )


def _known(what: str, values: Sequence[str], allowed: Sequence[str]) -> None:
    for value in values:
        if value not in allowed:
            raise InputError(f"{value!r} is no value for {what}", f"It can be {', '.join(allowed)}.")


def _window(choice: Choice, since: Day, until: Day, first: str, last: str) -> None:
    if since is not None:
        choice.add(f"{last} >= ?", _day(since))
    if until is not None:
        choice.add(f"{first} <= ?", _day(until))


def _day(value: datetime.date | str) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as fault:
        raise InputError(f"{value!r} is no day", "Write it as YYYY-MM-DD.") from fault
