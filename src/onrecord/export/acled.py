"""A table in the manner of ACLED: 31 columns, CSV, one row a record that ACLED would file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.export import parties as of
from onrecord.export.columns import Column, Table, unknown, write_csv
from onrecord.export.deeds import Deed, geo_precision, time_precision
from onrecord.export.files import text_file
from onrecord.export.job import Format, Job
from onrecord.export.reference import AcledKind
from onrecord.model import Participant


def write(job: Job) -> None:
    """Write the table with its header; records of kinds that ACLED does not file are counted as left out."""
    with text_file(job.path) as handle:
        write_csv(handle, TABLE, _filed(job))


def _filed(job: Job) -> Iterator[Deed]:
    for deed in job.records():
        if deed.reference.acled_kind(deed.record) is None:
            job.tally.left_out["records of a kind that ACLED does not file"] += 1
            job.tally.records -= 1
            job.tally.rows -= 1
        else:
            yield deed


def sides(deed: Deed) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    """The two sides: actors and recipients; of a symmetric event the first party and the others."""
    actors, recipients = deed.record.actors, deed.record.recipients
    return (actors, recipients) if recipients else (actors[:1], actors[1:])


def _first(side: int) -> Callable[[Deed], Participant | None]:
    return lambda deed: next(iter(sides(deed)[side]), None)


def _inter(side: int) -> Callable[[Deed], str | None]:
    def value(deed: Deed) -> str | None:
        return deed.reference.inter(_first(side)(deed), deed.place.country if deed.place else None)

    return value


def _side(number: int) -> list[Column[Deed]]:
    first, inter = _first(number - 1), _inter(number - 1)

    def name(deed: Deed) -> str | None:
        found = first(deed)
        return found.name if found else None

    where = "record.actors" if number == 1 else "record.recipients, record.actors"
    return [
        Column(f"actor{number}", "text", where, f"Name of the first party of side {number}.", name,
               "" if number == 1 else "Of a symmetric event the second actor."),
        Column(f"assoc_actor_{number}", "list of text", where, f"The other parties of side {number}.",
               lambda d: of.known(of.names(sides(d)[number - 1][1:])), "Joined by '; '."),
        Column(f"inter{number}", "text", f"{where} (sector, country)", f"Kind of actor{number} in the words of ACLED.", inter,
               "By sector (export/sectors.csv); state forces outside their country are external forces."),
    ]  # fmt: skip


def _kind(value: Callable[[AcledKind], str | None]) -> Callable[[Deed], str | None]:
    def get(deed: Deed) -> str | None:
        kind = deed.reference.acled_kind(deed.record)
        return value(kind) if kind else None

    return get


def _interaction(deed: Deed) -> str | None:
    both = [_inter(0)(deed), _inter(1)(deed)]
    return "-".join(value for value in both if value) or None


def _event_id(deed: Deed) -> str:
    return f"{(deed.place.country if deed.place else None) or ''}{deed.number}"


def _told_by(deed: Deed) -> of.Text:
    publisher = (deed.report.source,) if deed.report.source else ()
    return (*publisher, *of.names([source.participant for source in deed.record.sources]))


def _bound(deed: Deed) -> str | None:
    killed = deed.record.killed
    return f"fatalities {killed.bound}" if killed and killed.bound != "exact" else None


_BY_KIND = "By category, mode and kind of target, as in export/acled.csv; empty where these do not decide."
COLUMNS: tuple[Column[Deed], ...] = (
    Column("event_id_cnty", "text", "record.id, record.place.country", "Country and number of the event.", _event_id,
           "The number is not ACLED's own."),
    Column("event_date", "date", "record.date.start", "First day of the event.", lambda d: d.day, "Empty where the date is unknown."),
    Column("year", "integer", "record.date.start", "Its year.", lambda d: d.day.year if d.day else None),
    Column("time_precision", "integer", "record.date", "1 the day, 2 within a week, 3 within a month.",
           lambda d: time_precision(d.record.date), "Empty where the date is unknown or less exact."),
    Column("disorder_type", "text", "record.category", "Disorder type.", _kind(lambda k: k.disorder_type), _BY_KIND),
    Column("event_type", "text", "record.category, record.mode", "Event type.", _kind(lambda k: k.event_type), _BY_KIND),
    Column("sub_event_type", "text", "record.category, record.mode", "Sub-event type.", _kind(lambda k: k.sub_event_type), _BY_KIND),
    *_side(1),
    *_side(2),
    Column("interaction", "text", "inter1, inter2", "Both kinds of actor.", _interaction, "Joined by '-'."),
    Column("civilian_targeting", "text", "record.recipients.sector", "Whether civilians were the target.",
           _kind(lambda k: k.civilian_targeting), _BY_KIND),
    Column("iso", "text", "record.place.country", "ISO 3166-1 number of the country.", lambda d: d.state.numeric if d.state else None),
    Column("region", "text", "record.place.country", "Region of the world as ACLED has it.", lambda d: d.state.region if d.state else None),
    Column("country", "text", "record.place.country", "English name of the country.", lambda d: d.state.name if d.state else None),
    Column("admin1", "text", "record.place.admin1", "First-level region.", lambda d: (d.place.admin1 or None) if d.place else None),
    unknown("admin2", "text", "Second-level region."),
    unknown("admin3", "text", "Third-level region."),
    Column("location", "text", "record.place.name", "Name of the place.", lambda d: d.place.name if d.place else None),
    Column("latitude", "number", "record.place.lat", "WGS 84 degrees north.", lambda d: d.place.lat if d.place else None),
    Column("longitude", "number", "record.place.lon", "WGS 84 degrees east.", lambda d: d.place.lon if d.place else None,
           "Of an area its centre: see geo_precision."),
    Column("geo_precision", "integer", "record.place", "1 a town, 2 a part of a region, 3 a larger region.",
           lambda d: geo_precision(d.place), "Empty without a place."),
    Column("source", "list of text", "report.source, record.sources", "Publisher, then the chain of sources, outermost first.",
           lambda d: of.known(_told_by(d)), "Joined by '; '."),
    unknown("source_scale", "text", "Reach of the source."),
    Column("notes", "text", "record.sentence", "The sentence.", lambda d: d.record.sentence.text),
    Column("fatalities", "integer", "record.counts.killed", "People killed.", lambda d: d.record.killed.value if d.record.killed else None,
           "Empty where the report names no number; ACLED has 0 there."),
    Column("tags", "text", "record.counts.killed.bound",
           "'fatalities at least', 'at most' or 'about' where the number is no exact one.", _bound),
    unknown("timestamp", "integer", "Time of upload.", "a fresh time would make each export differ"),
)  # fmt: skip
TABLE = Table(COLUMNS)
FORMAT = Format(
    "acled",
    "a table in the manner of ACLED, CSV",
    "One row a record of a kind that ACLED files: violence, protest and what it calls strategic developments; other records are "
    "left out and "
    "counted. The types are derived from category, mode and parties, not coded by ACLED's rules.",
    "records",
    (TABLE,),
    write,
    "csv",
    deeds=True,
)
