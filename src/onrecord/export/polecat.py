"""POLECAT: 40 columns, tab-separated, one row a record."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from onrecord import __version__
from onrecord.export import parties as of
from onrecord.export.columns import Column, Table, tab_cells, unknown
from onrecord.export.deeds import Deed, town
from onrecord.export.files import text_file
from onrecord.export.job import Format, Job
from onrecord.model import Participant, Record

ENCODING = "iso-8859-1"
# Typographic signs that Latin-1 lacks.
_SIGNS = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": "'", "\u201d": "'", "\u2013": "-", "\u2014": "-", "\u2026": "..."}
)
_LISTED = "Several values are joined by ';'."


def latin(text: str) -> str:
    """Text in Latin-1: accents that it lacks are dropped, other characters become '?'."""
    made = []
    for char in text.translate(_SIGNS):
        if ord(char) < 0x80 or 0xA0 <= ord(char) <= 0xFF:
            made.append(char)
        else:
            bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
            made.append(bare if bare and bare.isascii() and bare.isprintable() else "?")
    return "".join(made)


def write(job: Job) -> None:
    """Write the table with its header."""
    with text_file(job.path, ENCODING) as handle:
        handle.write("\t".join(TABLE.names) + "\n")
        for deed in job.records():
            # Folding comes before the cells are made safe, since it may bring forth a sign that begins a formula.
            values = [_folded(value) for value in TABLE.values(deed)]
            handle.write("\t".join(tab_cells(values, ";")) + "\n")


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return latin(value)
    if isinstance(value, tuple):
        return tuple(latin(part) if part else None for part in value)
    return value


def _party(role: str, field: str, parties: Callable[[Record], Sequence[Participant]], wiki: str) -> list[Column[Deed]]:
    def values(of_all: Callable[[Sequence[Participant]], of.Text]) -> Callable[[Deed], of.Text | None]:
        return lambda deed: of.known(of_all(parties(deed.record)))

    def cow(deed: Deed) -> of.Text | None:
        states = [deed.reference.state(party.country) for party in parties(deed.record)]
        return of.known(tuple(state.cow if state else None for state in states))

    lower = role.lower()
    return [
        Column(f"{role} Name", "list of text", f"{field}.name", f"Names of the {lower}s.", values(of.names), _LISTED),
        Column(f"{role} Country", "list of text", f"{field}.country", f"Countries of the {lower}s (ISO 3166-1 alpha-3, IGO, NGO, INT).",
               values(of.countries), f"{_LISTED} A value may be empty."),
        Column(f"{role} COW", "list of text", f"{field}.country", f"Correlates of War numbers of the {lower}s' states.", cow,
               f"{_LISTED} A value may be empty."),
        Column(f"Primary {role} Sector", "text", f"{field}.sector", f"Sector of the first {lower}.",
               lambda deed: parties(deed.record)[0].sector if parties(deed.record) else None),
        Column(f"{role} Sectors", "list of text", f"{field}.sector, {field}.second", f"Sectors of the {lower}s.",
               lambda deed: of.known(tuple(of.every_sector(p) for p in parties(deed.record))),
               f"{_LISTED} Two sectors of one party are joined by '|'."),
        unknown(f"{role} Title", "text", f"Title of the {lower}.", "titles are part of the name in onrecord"),
        Column(f"{role} Name Raw", "list of text", f"{field}.spans", f"The words for the {lower}s in the clause.", values(of.raw), _LISTED),
        unknown(wiki, "text", f"Wikipedia article of the {lower}.", "onrecord links to no encyclopedia"),
    ]  # fmt: skip


def _locations(deed: Deed) -> str | None:
    return deed.place.name if deed.place else None


COLUMNS: tuple[Column[Deed], ...] = (
    Column("Event ID", "text", "report.id, record.id", "Report and record.", lambda d: f"{d.report.id}_{d.record.id}"),
    Column("Event Date", "date", "record.date.start", "First day of the event.", lambda d: d.day,
           "Empty where the date is unknown; the first day where only a month, year or range is known."),
    Column("Event Type", "text", "record.category", "PLOVER category.", lambda d: d.record.category),
    Column("Event Mode", "text", "record.mode", "PLOVER mode.", lambda d: d.record.mode),
    Column("Intensity", "number", "codebook", "Conflict to cooperation, -10 to 10, of the mode or else the category.", lambda d: d.score,
           "Some readers know this column as Event Intensity."),
    Column("Quad Code", "text", "codebook", "Quad class, 1 to 4: verbal and material cooperation, verbal and material conflict.",
           lambda d: d.reference.codebook.categories[d.record.category].quad_code),
    unknown("Contexts", "text", "PLOVER contexts.", "onrecord codes no contexts yet"),
    *_party("Actor", "record.actors", lambda record: record.actors, "Wikipedia Actor ID"),
    *_party("Recipient", "record.recipients", lambda record: record.recipients, "Wikipedia Recipient ID"),
    Column("Placename", "text", "record.place.name", "Name of the place.", _locations),
    Column("City", "text", "record.place.name", "Name of the town.",
           lambda d: town(d.place), "Only where the gazetteer has the place."),
    unknown("District", "text", "Second-level region."),
    Column("Province", "text", "record.place.admin1", "First-level region.", lambda d: (d.place.admin1 or None) if d.place else None),
    Column("Country", "text", "record.place.country", "Country of the place (ISO 3166-1 alpha-3).",
           lambda d: d.place.country if d.place else None),
    Column("Latitude", "number", "record.place.lat", "WGS 84 degrees north.", lambda d: d.place.lat if d.place else None),
    Column("Longitude", "number", "record.place.lon", "WGS 84 degrees east.", lambda d: d.place.lon if d.place else None),
    Column("GeoNames ID", "integer", "record.place.geonames", "Id in GeoNames.", lambda d: d.place.geonames if d.place else None),
    Column("Raw Placename", "text", "record.place.spans", "The words for the place.",
           lambda d: d.place.spans[0].text if d.place and d.place.spans else None),
    unknown("Feature Type", "text", "Feature code of GeoNames."),
    Column("Source", "text", "report.source", "Publisher.", lambda d: d.report.source),
    Column("Publication Date", "date", "report.published", "Day of publication.", lambda d: d.report.published),
    unknown("Story People", "text", "Persons named in the report.", "onrecord does not tell persons from bodies in a list of names"),
    unknown("Story Organizations", "text", "Bodies named in the report.", "onrecord does not tell persons from bodies in a list of names"),
    Column("Story Locations", "text", "record.place.name", "Places named.", _locations, "Only the place of this event."),
    Column("Language", "text", "report.language", "Language of the report (ISO 639-1).", lambda d: d.report.language),
    Column("Version", "text", "onrecord", "Program and ontology.", lambda d: f"onrecord {__version__}, {d.reference.codebook.ontology}"),
)  # fmt: skip
TABLE = Table(COLUMNS)
FORMAT = Format(
    "polecat",
    "POLECAT's 40 columns, tab-separated",
    "One row a record. Encoded in ISO-8859-1, as its readers open it: accents that Latin-1 lacks are dropped, other characters become `?`. "
    "Nothing is quoted; tabs and line ends become spaces, double quotes single ones.",
    "records",
    (TABLE,),
    write,
    "txt",
    deeds=True,
)
