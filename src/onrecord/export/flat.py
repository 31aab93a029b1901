"""Records as flat tables: CSV, CSV for R, and Parquet."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from onrecord.errors import SetupError
from onrecord.export import parties as of
from onrecord.export.columns import Column, Table, Value, report_columns, whole, write_csv
from onrecord.export.deeds import Deed, geo_precision, precision, time_precision, where_prec
from onrecord.export.files import text_file
from onrecord.export.job import Format, Job
from onrecord.review import JudgedCoding, Mark

# Rows that are held at once while Parquet is written.
_BATCH = 5_000


def write_plain(job: Job) -> None:
    """Write the CSV with its header; unknown values are empty."""
    with text_file(job.path) as handle:
        write_csv(handle, TABLE, job.records())


def write_r(job: Job) -> None:
    """Write the CSV as read.csv understands it: unknown values are NA."""
    with text_file(job.path) as handle:
        write_csv(handle, TABLE, job.records(), missing="NA")


def write_parquet(job: Job) -> None:
    """Write Parquet with typed columns; lists are lists.

    Raises:
        SetupError: pyarrow is not installed.
    """
    arrow, parquet = _arrow("pyarrow"), _arrow("pyarrow.parquet")
    schema = arrow.schema([(column.name, _type(arrow, column.type)) for column in TABLE.columns])
    with parquet.ParquetWriter(str(job.path), schema, compression="zstd") as writer:
        # Cells, not rows: a row holds its whole report.
        for rows in _batches(TABLE.values(row) for row in job.records()):
            columns = zip(*rows, strict=True)
            arrays = [
                arrow.array([_stored(value) for value in values], type=field.type)
                for values, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))


def _arrow(name: str) -> Any:
    try:
        # Only this format needs it, and it is large.
        return importlib.import_module(name)
    except ModuleNotFoundError as fault:
        raise SetupError("Parquet needs the package pyarrow", "pip install pyarrow, or export as csv.") from fault


def _type(arrow: Any, name: str) -> Any:
    kinds = {
        "text": arrow.string(), "integer": arrow.int64(), "number": arrow.float64(), "date": arrow.date32(),
        "boolean": arrow.bool_(), "list of text": arrow.list_(arrow.string()),
    }  # fmt: skip
    return kinds[name]


def _stored(value: Value) -> Any:
    """A value for Parquet: text as it is, but for lone surrogates, which cannot be encoded."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, tuple):
        return [whole(part) if part is not None else None for part in value]
    return value


def _batches(rows: Iterator[list[Value]]) -> Iterator[list[list[Value]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _mark(deed: Deed) -> Mark:
    coding = deed.page.coding
    return coding.marks[deed.record.id] if isinstance(coding, JudgedCoding) else Mark()


def _state(deed: Deed) -> str | None:
    state = _mark(deed).state
    return None if state == "open" else state


_LISTED = "Joined by '; ' in CSV, a list in Parquet."
COLUMNS: tuple[Column[Deed], ...] = (
    Column("record", "text", "record.id", "The record.", lambda d: d.record.id),
    Column("report", "text", "report.id", "The report.", lambda d: d.report.id),
    *report_columns(lambda d: d.report),
    Column("category", "text", "record.category", "PLOVER category.", lambda d: d.record.category),
    Column("mode", "text", "record.mode", "PLOVER mode.", lambda d: d.record.mode),
    Column("cameo", "text", "record.cameo", "CAMEO code; read it as text, leading zeros count.", lambda d: d.record.cameo),
    Column("quad_class", "integer", "codebook", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
           lambda d: int(d.reference.codebook.categories[d.record.category].quad_code)),
    Column("score", "number", "codebook", "Conflict to cooperation, -10 to 10, of the mode or else the category.", lambda d: d.score),
    Column("factuality", "text", "record.factuality", "asserted, denied, planned or possible.", lambda d: d.record.factuality),
    Column("factuality_words", "list of text", "record.factuality_spans", "The words that make it less than asserted.",
           lambda d: of.known(tuple(s.text for s in d.record.factuality_spans)), _LISTED),
    Column("trigger", "text", "record.trigger.text", "The words that name the event.", lambda d: d.record.trigger.text),
    Column("actors", "list of text", "record.actors.name", "Names of the actors; of a symmetric event, of all parties.",
           of.actors(of.names), _LISTED),
    Column("actor_countries", "list of text", "record.actors.country", "Their countries (ISO 3166-1 alpha-3, IGO, NGO, INT).",
           of.actors(of.countries), f"{_LISTED} A value may be empty."),
    Column("actor_sectors", "list of text", "record.actors.sector", "Their sectors.", of.actors(of.sectors),
           f"{_LISTED} A value may be empty."),
    Column("actor_entities", "list of text", "record.actors.entity", "Their ids in the knowledge base.", of.actors(of.entities),
           f"{_LISTED} A value may be empty."),
    Column("recipients", "list of text", "record.recipients.name", "Names of the recipients.", of.recipients(of.names), _LISTED),
    Column("recipient_countries", "list of text", "record.recipients.country", "Their countries.", of.recipients(of.countries),
           f"{_LISTED} A value may be empty."),
    Column("recipient_sectors", "list of text", "record.recipients.sector", "Their sectors.", of.recipients(of.sectors),
           f"{_LISTED} A value may be empty."),
    Column("recipient_entities", "list of text", "record.recipients.entity", "Their ids in the knowledge base.", of.recipients(of.entities),
           f"{_LISTED} A value may be empty."),
    Column("sources", "list of text", "record.sources.name", "Who says so, outermost first; empty where the report says it itself.",
           lambda d: of.chain(d.record.sources), _LISTED),
    Column("date_start", "date", "record.date.start", "First day of the event.", lambda d: d.day),
    Column("date_end", "date", "record.date.end", "Last day of the event.", lambda d: d.record.date.end if d.record.date else None),
    Column("date_granularity", "text", "record.date.granularity", "day, month, year or range.",
           lambda d: d.record.date.granularity if d.record.date else None),
    Column("date_basis", "text", "record.date.basis", "expression, published or context.",
           lambda d: d.record.date.basis if d.record.date else None),
    Column("time_precision", "integer", "record.date", "As in ACLED: 1 the day, 2 within a week, 3 within a month.",
           lambda d: time_precision(d.record.date)),
    Column("place", "text", "record.place.name", "Name of the place.", lambda d: d.place.name if d.place else None),
    Column("place_country", "text", "record.place.country", "Its country.", lambda d: d.place.country if d.place else None),
    Column("admin1", "text", "record.place.admin1", "First-level region.", lambda d: (d.place.admin1 or None) if d.place else None),
    Column("lat", "number", "record.place.lat", "WGS 84 degrees north.", lambda d: d.place.lat if d.place else None),
    Column("lon", "number", "record.place.lon", "WGS 84 degrees east.", lambda d: d.place.lon if d.place else None),
    Column("geonames", "integer", "record.place.geonames", "Id in GeoNames.", lambda d: d.place.geonames if d.place else None),
    Column("place_precision", "text", "record.place", "city, district, province, country or other.", lambda d: precision(d.place),
           "The point of an area is its centre. Empty where nobody says."),
    Column("geo_precision", "integer", "record.place", "As in ACLED: 1 a town, 2 a part of a region, 3 a larger region.",
           lambda d: geo_precision(d.place)),
    Column("where_prec", "integer", "record.place",
           "As in UCDP GED: 1 a town, 3 a second-level region, 4 a first-level region, 6 a country.", lambda d: where_prec(d.place)),
    Column("killed", "integer", "record.counts.killed.value", "People killed.",
           lambda d: d.record.killed.value if d.record.killed else None),
    Column("killed_bound", "text", "record.counts.killed.bound", "exact, at least, at most or about.",
           lambda d: d.record.killed.bound if d.record.killed else None),
    Column("injured", "integer", "record.counts.injured.value", "People injured.",
           lambda d: d.record.injured.value if d.record.injured else None),
    Column("injured_bound", "text", "record.counts.injured.bound", "exact, at least, at most or about.",
           lambda d: d.record.injured.bound if d.record.injured else None),
    Column("confidence", "number", "record.confidence", "0 to 1.", lambda d: d.record.confidence),
    Column("trigger_start", "integer", "record.trigger.start", "Code-point offset of the trigger in the text of the report.",
           lambda d: d.record.trigger.start),
    Column("trigger_end", "integer", "record.trigger.end", "Offset after it.", lambda d: d.record.trigger.end),
    Column("sentence_number", "integer", "record.sentence", "Number of the sentence in the report, from 1.", lambda d: d.sentence),
    Column("sentence", "text", "record.sentence.text", "The sentence.", lambda d: d.record.sentence.text),
    Column("review", "text", "reviews", "accepted, corrected or added by a reviewer.", _state,
           "Empty where nobody judged it. Rejected records are left out."),
    Column("reviewed_fields", "list of text", "reviews", "The fields that a reviewer set.", lambda d: of.known(_mark(d).fields), _LISTED),
)  # fmt: skip
TABLE = Table(COLUMNS)
CSV = Format(
    "csv",
    "records flat, CSV",
    "One row a record of every factuality, with a column that says which. UTF-8; unknown values are empty. A cell that a "
    "spreadsheet would take "
    "for a formula begins with an apostrophe.",
    "records",
    (TABLE,),
    write_plain,
    "csv",
)
R_CSV = Format(
    "r-csv",
    "records flat, CSV for R",
    "The same columns as [csv](#csv); unknown values are `NA`. "
    '`read.csv("records.csv", colClasses = c(cameo = "character", published = "Date", date_start = "Date", date_end = "Date"))`',
    "records",
    (TABLE,),
    write_r,
    "csv",
)
PARQUET = Format(
    "parquet",
    "records flat, Parquet",
    "The same columns as [csv](#csv), typed: dates are dates, lists are lists, text is as it stands in the report. Needs the "
    "package `pyarrow`.",
    "records",
    (TABLE,),
    write_parquet,
    "parquet",
)
