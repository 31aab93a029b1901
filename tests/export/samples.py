"""Codings by hand for the tests of exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord.export import FORMATS, Selection, export
from onrecord.model import Coding, Participant, Place, Source
from tests.marked import codes, passage_of
from tests.resolve.build import code

STRIKE = (
    "{q1|{m1 RUS MIL|Russian forces} and {m5 BLR MIL|Belarusian pilots} {e1 ASSAULT/aerial actor=m1,m5 recipient=m2 at=p1 on=d1|struck} {m2 UKR BUS|a power plant} "
    "in {p1 UKR|Kharkiv} {d1 2023-03-06|on Monday}, {k1 of=e1 killed=2 injured=3|killing two and wounding three}}, {m3 UKR JRN|Ukrinform} {c1 by=m3 says=q1|reported}, "
    "{c2 by=m4 says=q1|citing} {m4 UKR GOV|the mayor}. ~ {m6 RUS GOV|Moscow} {c3 by=m6 says=q2 also=e2|denied} {q2|that {m7 =m6|it} had {e2 ASSAULT actor=m7 is=denied|hit} "
    "the city}. ~ {x|Photo: AP}"
)
TALKS = (
    "{m1 FRA GOV|The French president}, {m2 DEU GOV|the German chancellor} and {m3 POL GOV|the Polish premier} {e1 CONSULT actor=m1,m2,m3 at=p1|met} in "
    "{p1 POL|Warsaw}."
)
MARCH = "{m1 - -|They} {n1 of=e1|will} {e1 PROTEST actor=m1 is=planned|march}."
OLD = "{m1 KEN COP|Police} {e1 COERCE/arrest actor=m1 recipient=m2 on=d1|arrested} {m2 KEN CVL|ten students} {d1 2007|in 2007}."
FORMULA = '{m1 RUS MIL|=HYPERLINK("x";A1), a "unit"} {e1 ASSAULT actor=m1 recipient=m2|struck} {m2 UKR -|@Kyiv}.'


# Codes and places stand here, so that these tests depend on no knowledge base and no gazetteer.
PLACES = {
    "Kharkiv": ("UKR", "Kharkiv Oblast", 49.98081, 36.25272, 706483, "city"),
    "Warsaw": ("POL", "Masovia", 52.22977, 21.01178, 756135, "city"),
    "Ukraine": ("UKR", None, None, None, None, None),
    "Lviv Oblast": ("UKR", "Lviv Oblast", 49.8, 23.9, 702549, "province"),
}


def made(body: str, **report: Any) -> Coding:
    """A coding with the codes of its marks, the places above, and fields of its report set."""
    passage = passage_of(body)
    marked = {part: codes(passage.marks, mark) for mark in passage.of_kind("m") for part in mark.parts}

    def known(party: Participant) -> Participant:
        country, sector = (None if code == "-" else code for code in marked[party.spans[0].start, party.spans[0].end])
        return replace(party, country=country, sector=sector, entity=None)

    def told(source: Source) -> Source:
        return replace(source, participant=known(source.participant))

    def placed(place: Place | None) -> Place | None:
        if place is None or place.spans[0].text not in PLACES:
            return None
        country, admin1, lat, lon, geonames, precision = PLACES[place.spans[0].text]
        return Place(place.spans, place.spans[0].text, country, admin1, lat, lon, geonames, "arc", precision)

    coding = code(body)
    records = [
        replace(
            record,
            actors=tuple(map(known, record.actors)),
            recipients=tuple(map(known, record.recipients)),
            sources=tuple(map(told, record.sources)),
            place=placed(record.place),
        )
        for record in coding.records
    ]
    statements = [
        replace(s, speaker=known(s.speaker) if s.speaker else None, via=tuple(map(told, s.via)))
        for s in coding.statements
    ]
    return replace(
        coding, report=replace(coding.report, **report), records=tuple(records), statements=tuple(statements)
    )


def all_codings() -> list[Coding]:
    """One report of each kind."""
    return [
        made(STRIKE, id="strike", url="https://example.org/a/strike", source="Example Wire", language="en"),
        made(TALKS, id="talks", source="Example Wire"),
        made(MARCH, id="march"),
        made(OLD, id="old"),
        made(FORMULA, id="=1+1", source="+wire", url="javascript:alert(1)"),
        made("Nothing happened.", id="nothing"),
    ]


def write(
    name: str, folder: Path, codings: Sequence[Coding] | None = None, selection: Selection | None = None, **options: Any
) -> Path:
    """An export in a folder; the path that it was written to."""
    form = FORMATS[name]
    out = folder / f"out.{form.suffix}"
    export(all_codings() if codings is None else codings, form, out, selection, **options)
    return out
