"""ICEWS: 20 columns, tab-separated, one row a pair of parties."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.export.columns import Column, Table, unknown, write_tabs
from onrecord.export.deeds import Deed, town
from onrecord.export.files import text_file
from onrecord.export.job import Format, Job
from onrecord.model import Participant


def write(job: Job) -> None:
    """Write the table with its header."""
    with text_file(job.path) as handle:
        write_tabs(handle, TABLE, job.pairs(), header=True)


def country_name(deed: Deed, code: str | None) -> str | None:
    """English name of a country, or the code itself where it is no state."""
    state = deed.reference.state(code)
    return state.name if state else code


def _party(role: str, field: str, party: Callable[[Deed], Participant | None]) -> list[Column[Deed]]:
    def sectors(deed: Deed) -> str | None:
        found = party(deed)
        codes = deed.reference.sector(found.sector) if found else None
        return codes.icews if codes else None

    def name(deed: Deed) -> str | None:
        found = party(deed)
        return found.name if found else None

    def country(deed: Deed) -> str | None:
        found = party(deed)
        return country_name(deed, found.country) if found else None

    return [
        Column(f"{role} Name", "text", f"{field}.name", f"Name of the {role.lower()}.", name),
        Column(f"{role} Sectors", "text", f"{field}.sector", f"Sectors of the {role.lower()} in the words of ICEWS.", sectors,
               "Joined by commas; which sector of the codebook becomes which is in export/sectors.csv."),
        Column(f"{role} Country", "text", f"{field}.country", f"Country of the {role.lower()}, by its English name.", country,
               "IGO, NGO and INT are kept as codes."),
    ]  # fmt: skip


COLUMNS: tuple[Column[Deed], ...] = (
    Column("Event ID", "integer", "record.id", "Number of the event and pair, the same on every export.", lambda d: d.number,
           "Below 2^53."),
    Column("Event Date", "date", "record.date.start", "First day of the event (ISO).", lambda d: d.day, "Empty where the date is unknown."),
    *_party("Source", "record.actors", lambda d: d.actor),
    Column("Event Text", "text", "codebook", "Label of the PLOVER category, with the mode.", lambda d: d.text,
           "ICEWS has the label of the CAMEO code here."),
    Column("CAMEO Code", "text", "record.cameo", "CAMEO code; read it as text, leading zeros count.", lambda d: d.record.cameo),
    Column("Intensity", "number", "codebook", "Conflict to cooperation, -10 to 10, of the mode or else the category.", lambda d: d.score),
    *_party("Target", "record.recipients", lambda d: d.recipient),
    Column("Story ID", "text", "report.id", "The report.", lambda d: d.report.id, "ICEWS has numbers here."),
    Column("Sentence Number", "integer", "record.sentence", "Number of the sentence in the report, from 1.", lambda d: d.sentence,
           "A title counts as a sentence."),
    Column("Publisher", "text", "report.source", "Publisher.", lambda d: d.report.source),
    Column("City", "text", "record.place.name", "Name of the town.", lambda d: town(d.place),
           "Only where the gazetteer has the place."),
    unknown("District", "text", "Second-level region."),
    Column("Province", "text", "record.place.admin1", "First-level region.", lambda d: (d.place.admin1 or None) if d.place else None),
    Column("Country", "text", "record.place.country", "Country of the place, by its English name.",
           lambda d: country_name(d, d.place.country) if d.place else None),
    Column("Latitude", "number", "record.place.lat", "WGS 84 degrees north.", lambda d: d.place.lat if d.place else None),
    Column("Longitude", "number", "record.place.lon", "WGS 84 degrees east.", lambda d: d.place.lon if d.place else None),
)  # fmt: skip
TABLE = Table(COLUMNS)
FORMAT = Format(
    "icews",
    "ICEWS-style events with intensity, tab-separated",
    "One row a pair of source and target. A symmetric event (all parties are actors) is written once for each two of them, "
    "in the order of the report; with `--both-ways` once each way, as ICEWS itself has it. UTF-8, nothing quoted.",
    "pairs",
    (TABLE,),
    write,
    "tab",
    deeds=True,
)
