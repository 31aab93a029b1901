"""What the machine wrote, of one version of a store, in memory: rows in DuckDB and columns of numbers."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from onrecord.codebook.load import Codebook
from onrecord.explorer.columns import NO_DAY, NONE, Codes, Members, Several, Single, distinct, looked_up, once
from onrecord.explorer.nodes import Nodes
from onrecord.output.contract import Json
from onrecord.store.errors import QueryLimitError, damaged
from onrecord.store.files import scan
from onrecord.store.reader import Snapshot
from onrecord.store.schema import load_schema

# What a query over rows that are in memory may take, in seconds.
LIMIT_S = 20.0
# Pairs of one record that charts count; a list of hundreds of parties says nothing about who did what to whom.
MOST_PARTIES = 20
_DAMAGED = (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException, duckdb.ConversionException)

# A report without a title goes by its first line.
_REPORTS = """
SELECT report, regexp_extract(filename, '[^/]*$') AS part, strftime(published, '%Y-%m-%d') AS published, source,
    CASE WHEN title <> '' THEN title ELSE left(trim(split_part(trim(left(text, 1000)), chr(10), 1)), 120) END AS title
FROM {reports} ORDER BY published NULLS LAST, report, batch
"""
_ROWS = """
CREATE TABLE rows AS
SELECT (row_number() OVER () - 1)::INTEGER AS n, record, report, position, published, category, mode, factuality, actors,
    actor_countries, actor_sectors, recipients, recipient_countries, recipient_sectors, source_names, date_start, date_end, place,
    place_country, lat, lon, place_precision, killed, injured, confidence, sentence
FROM {records}
"""
# Two sources may hold one report; it is one telling all the same.
_ONCE = "(SELECT * FROM {records} QUALIFY row_number() OVER (PARTITION BY record ORDER BY batch, position) = 1)"
_COLUMNS = """
SELECT record, report, position, if(mode IS NULL, category, category || '/' || mode) AS label, factuality, place, place_country,
    place_precision, source_names[-1] AS source, coalesce(lat, 'nan'::DOUBLE) AS lat, coalesce(lon, 'nan'::DOUBLE) AS lon,
    confidence::DOUBLE AS confidence, {start} AS first_day, {end} AS last_day, {published} AS day FROM rows ORDER BY n
"""
_PARTIES = """
SELECT record, role = 'recipient' AS acted_on, position, name, country, sector, entity FROM {participants}
"""
_EVENTS = """
CREATE TABLE events AS
SELECT (row_number() OVER (ORDER BY event) - 1)::INTEGER AS e, * EXCLUDE (record_ids, more, package) FROM {events} ORDER BY e
"""
_LINKS = "CREATE TABLE links AS SELECT record, event, score, reasons FROM {links}"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of records, a place a row.

    Attributes:
        report: number of the report; position: place in it.
        label: `CATEGORY` or `CATEGORY/mode`.
        start, end, published: days since 1970-01-01, or NO_DAY.
        source: the innermost source, NONE where the report speaks in its own voice.
        event: number of the event, or NONE.
        name: names of parties; actor_name and recipient_name the same of one side.
        parties: numbers of `Base.nodes`; pairs of them in `pair_*`, countries in `dyad_*`: who does it to whom.
    """

    report: Codes
    position: Codes
    label: Single
    factuality: Single
    place: Single
    place_country: Single
    source: Single
    start: Codes
    end: Codes
    published: Codes
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    precision: Single
    confidence: npt.NDArray[np.float64]
    event: Codes
    who: Several
    whom: Several
    sector: Several
    actor_name: Several
    recipient_name: Several
    parties: Members
    pair_row: Codes
    pair_actor: Codes
    pair_recipient: Codes
    dyad_row: Codes
    dyad_actor: Codes
    dyad_recipient: Codes

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.report)


@dataclass(frozen=True, slots=True)
class ReportKey:
    """A report as lists name it; `part` tells the files that hold it."""

    id: str
    title: str
    published: str | None
    medium: str | None
    part: str


class Base:
    """The machine's records of one version.

    Args:
        snapshot: the version.

    Raises:
        DamagedStoreError: a file of it cannot be read.
    """

    def __init__(self, snapshot: Snapshot, codebook: Codebook) -> None:
        self.snapshot = snapshot
        self._connection = duckdb.connect(config={"memory_limit": "4GB", "python_enable_replacements": "false"})
        try:
            self._load(codebook)
            self._connection.execute("SET enable_external_access = false")
            self._connection.execute("SET lock_configuration = true")
        except _DAMAGED as fault:
            raise damaged(snapshot.root, fault) from fault

    # --- asking -----------------------------------------------------------------------------------------------

    def ask(self, asked: str, values: Sequence[Any] = ()) -> list[Json]:
        """The rows of a query of our own, each a dict; raises QueryLimitError where it takes too long."""
        cursor = self._connection.cursor()
        with _limited(cursor):
            try:
                cursor.execute(asked, list(values))
                names = [column[0] for column in cursor.description or ()]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            except duckdb.InterruptException as fault:
                raise QueryLimitError(f"the answer took more than {LIMIT_S:g} seconds", "Ask for less.") from fault
            finally:
                cursor.close()

    def rows(self, numbers: Sequence[int]) -> dict[int, Json]:
        """Rows of the machine's records by their number."""
        if not numbers:
            return {}
        asked = "SELECT rows.* FROM rows SEMI JOIN (SELECT unnest(?::INTEGER[]) AS n) AS wanted USING (n)"
        return {row["n"]: row for row in self.ask(asked, [list(numbers)])}

    def close(self) -> None:
        """Let go of the memory."""
        self._connection.close()

    # --- loading ----------------------------------------------------------------------------------------------

    def _load(self, codebook: Codebook) -> None:
        tables, snapshot = load_schema().tables, self.snapshot
        source = {
            name: snapshot.source(tables[name]) for name in ("records", "reports", "participants", "events", "links")
        }
        held = snapshot.files["reports"]
        named = (
            scan(snapshot.root, held, filename=True) if held else f"(SELECT *, '' AS filename FROM {source['reports']})"
        )
        self.reports, media = self._reports(named)
        self.report_numbers = {report.id: number for number, report in enumerate(self.reports)}
        self.media = Single.of(media)
        twice = self._one(f"SELECT count(*) - count(DISTINCT record) FROM {source['records']}")
        records = _ONCE.format(records=source["records"]) if twice else source["records"]
        self._connection.execute(_ROWS.format(records=records))
        self._connection.execute(_EVENTS.format(events=source["events"]))
        self._connection.execute(_LINKS.format(links=source["links"]))
        events = self._arrays("SELECT event, standing FROM events ORDER BY e")
        self.events: list[str] = events["event"].tolist()
        self.event_numbers = {event: number for number, event in enumerate(self.events)}
        self.event_rows = Single.of(events["standing"].tolist())
        self.columns = self._columns(codebook, source["participants"])

    def _reports(self, named: str) -> tuple[list[ReportKey], list[str | None]]:
        """The reports by day of publication, each once, and their media."""
        found = self._arrays(_REPORTS.format(reports=named))
        names = ("report", "title", "published", "source", "part")
        once: dict[str, ReportKey] = {}
        for row in zip(*(found[name].tolist() for name in names), strict=True):
            once.setdefault(row[0], ReportKey(*row))
        return list(once.values()), [report.medium for report in once.values()]

    def _one(self, asked: str) -> Any:
        found = self._connection.execute(asked).fetchall()
        return found[0][0]

    def _arrays(self, asked: str) -> dict[str, npt.NDArray[Any]]:
        """The columns of a query; what is not there is None in a column of words."""
        found: dict[str, npt.NDArray[Any]] = {}
        for name, values in self._connection.execute(asked).fetchnumpy().items():
            plain = np.ma.getdata(values)
            gone = np.ma.getmaskarray(values) if isinstance(values, np.ma.MaskedArray) else None
            if gone is not None and plain.dtype == object:
                plain[gone] = None
            found[name] = plain
        return found

    def _columns(self, codebook: Codebook, participants: str) -> Columns:
        days = {"start": _day("date_start"), "end": _day("date_end"), "published": _day("published")}
        flat = self._arrays(_COLUMNS.format(**days))
        self.record_numbers = {record: number for number, record in enumerate(flat["record"].tolist())}
        links = self._arrays("SELECT record, event FROM links ORDER BY event DESC, record")
        # Of two events of one record, which linking does not make, the first by id counts.
        self.links = dict(
            zip(links["record"].tolist(), looked_up(self.event_numbers, links["event"].tolist()).tolist(), strict=True)
        )
        return Columns(
            report=looked_up(self.report_numbers, flat["report"].tolist()), position=flat["position"].astype(np.int32),
            label=Single.of(flat["label"].tolist(), codebook.labels()), factuality=Single.of(flat["factuality"].tolist()),
            place=Single.of(flat["place"].tolist()), place_country=Single.of(flat["place_country"].tolist()),
            source=Single.of(flat["source"].tolist()), precision=Single.of(flat["place_precision"].tolist()),
            start=flat["first_day"], end=flat["last_day"], published=flat["day"], lat=flat["lat"], lon=flat["lon"],
            confidence=flat["confidence"], event=looked_up(self.links, flat["record"].tolist()), **self._parties(participants),
        )  # fmt: skip

    def _parties(self, participants: str) -> dict[str, Any]:
        found = self._arrays(_PARTIES.format(participants=participants))
        rows, acted_on = looked_up(self.record_numbers, found["record"].tolist()), found["acted_on"].astype(np.bool_)
        order = np.lexsort((found["position"], acted_on, rows))
        # A party of a report that two sources hold stands here twice, and one of a record that is gone has no row.
        order = order[rows[order] >= 0]
        rows, acted_on = rows[order], acted_on[order]
        values = {name: Single.of(found[name][order].tolist()) for name in ("name", "country", "sector", "entity")}
        country, name = values["country"], values["name"]
        self.nodes = Nodes(name, country, values["sector"], values["entity"])
        node = self.nodes.codes
        pairs = pairs_of(rows, acted_on)
        dyads = _dyads(rows, country.codes, pairs)

        def several(column: Single, chosen: Any = slice(None)) -> Several:
            return Several(column.words, *distinct(rows[chosen], column.codes[chosen]))

        return {
            "who": several(country, ~acted_on), "whom": several(country, acted_on), "sector": several(values["sector"]),
            "actor_name": several(name, ~acted_on), "recipient_name": several(name, acted_on),
            "parties": Members(len(self.nodes), *distinct(rows, node)),
            "pair_row": rows[pairs[0]], "pair_actor": node[pairs[0]], "pair_recipient": node[pairs[1]],
            "dyad_row": dyads[0], "dyad_actor": dyads[1], "dyad_recipient": dyads[2],
        }  # fmt: skip


def _day(name: str) -> str:
    return f"coalesce({name} - DATE '1970-01-01', {NO_DAY})::INTEGER"


def pairs_of(rows: Codes, acted_on: npt.NDArray[np.bool_]) -> tuple[Codes, Codes]:
    """Indices of the two parties of every pair of a record: each actor with each recipient; where nobody is acted on, each two actors.

    Args:
        rows: of each party the record's row, rising.
        acted_on: whether it is a recipient; these follow the actors of their record.
    """
    begin = np.flatnonzero(np.diff(rows, prepend=NONE))
    size = np.diff(np.append(begin, len(rows)))
    recipients = np.add.reduceat(acted_on, begin, dtype=np.int64) if len(begin) else size
    actors = size - recipients
    second = np.where(recipients > 0, begin + actors, begin)
    left, right = (
        np.minimum(actors, MOST_PARTIES),
        np.minimum(np.where(recipients > 0, recipients, actors), MOST_PARTIES),
    )
    counts = left * right
    record = np.repeat(np.arange(len(begin)), counts)
    place = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    one, other = begin[record] + place // right[record], second[record] + place % right[record]
    kept = (recipients[record] > 0) | (one < other)
    return one[kept].astype(np.int32), other[kept].astype(np.int32)


def _dyads(rows: Codes, country: Codes, pairs: tuple[Codes, Codes]) -> tuple[Codes, Codes, Codes]:
    """Row, actor's and recipient's country of each pair of two that are known, once a record."""
    one, other = country[pairs[0]], country[pairs[1]]
    kept = (one >= 0) & (other >= 0)
    width = int(country.max(initial=0)) + 1
    keys = once((rows[pairs[0]][kept].astype(np.int64) * width + one[kept]) * width + other[kept])
    return (
        (keys // (width * width)).astype(np.int32),
        (keys // width % width).astype(np.int32),
        (keys % width).astype(np.int32),
    )


@contextmanager
def _limited(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    timer = threading.Timer(LIMIT_S, cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
