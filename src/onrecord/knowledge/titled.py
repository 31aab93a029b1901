"""A surname after an office ("President Park"): whoever of that name held that office on the day."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.knowledge.match import Piece
from onrecord.knowledge.tables import Sense, Tables
from onrecord.knowledge.words import key_of

_COUNTRY_KINDS = ("state", "people", "capital")


def with_titled(pieces: Sequence[Piece], tables: Tables, day: str | None) -> list[Piece]:
    """The pieces, with a single unknown name after an office read as the one holder of that office.

    Surnames that many share stand alone in no file; the office beside them, the day and, where the phrase names one,
    the country decide. Where that leaves several or nobody the name stays unknown.

    Args:
        day: ISO day on which the office must be held; without it nothing is changed.
    """
    found = list(pieces)
    for index in range(1, len(found) if day else 0):
        piece, title = found[index], found[index - 1]
        after = found[index + 1] if index + 1 < len(found) else None
        if not piece.is_name_word or title.kind != "role" or title.possessive or (after and after.is_name_word):
            continue
        countries = {p.senses[0].entry.country for p in found[: index - 1] if p.kind in _COUNTRY_KINDS}
        senses = _holders(piece.tokens[0].key, title, tables, day or "")
        near = [sense for sense in senses if not countries or sense.entry.country in countries]
        if len({sense.entry.id for sense in near}) == 1:
            found[index] = Piece(piece.tokens, piece.words, tuple(near))
    return found


def _holders(surname: str, title: Piece, tables: Tables, day: str) -> list[Sense]:
    """All lines of the persons with a surname who hold the office of a role noun on a day."""
    office = key_of(title.words)
    found: list[Sense] = []
    for key in tables.senses.of_surname(surname):
        persons = [sense for sense in tables.senses[key] if sense.kind == "person"]
        serving = {s.entry.id for s in persons if s.entry.holds(day) and key_of(s.entry.title) == office}
        found.extend(sense for sense in persons if sense.entry.id in serving)
    return found
