"""Codings made of anything: whatever they hold, each export is one that its readers can read."""

import csv
import datetime
import json
import random
from pathlib import Path

import networkx
import pandas
import polars
import pytest

from onrecord.codebook import load_codebook
from onrecord.export import FORMATS, Selection, export
from onrecord.markup import read_passages
from onrecord.model import Coding, Count, Participant, Place, Record, Report, Source, Span, Statement, When
from tests.export.test_brat import parse

_SIGNS = "ab cd. ,{}|#~\n\r\t\u2028\x85\u00a0=+-@\"';\U0001f642é\x00\x1c<>&\ud800words of things"


class Maker:
    """Codings by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.by = random.Random(seed)
        self.text = ""
        self.book = load_codebook()

    def coding(self, number: int) -> Coding:
        self.text = "word " + "".join(self.by.choice(_SIGNS) for _ in range(self.by.randint(20, 200)))
        pick = self.by.choice
        day = datetime.date(2023, 1, 2) if number % 9 else None
        report = Report(
            pick(["a", "../x", "=1", "b\nc", ""]), self.text, pick(["", "=t", self.text[:5]]), day,
            pick([None, "http://x", "=u", "http://["]), pick([None, "=s"]), pick([None, "en"]),
        )  # fmt: skip
        return Coding(
            report,
            tuple(self.record(i) for i in range(self.by.randint(0, 5))),
            tuple(self.statement(i) for i in range(self.by.randint(0, 3))),
            self.spans(0, 2),
        )

    def span(self) -> Span:
        while True:
            start = self.by.randrange(len(self.text))
            end = min(len(self.text), start + self.by.randint(1, 25))
            if self.text[start:end].strip():
                return Span.of(self.text, start, end)

    def spans(self, low: int, high: int) -> tuple[Span, ...]:
        return tuple(self.span() for _ in range(self.by.randint(low, high)))

    def party(self) -> Participant:
        pick = self.by.choice
        names, countries = ["N", "=x", 'a;b|c\t"', "\ud800<\x00"], ["UKR", "RUS", "IGO", None, "xx|", "=A1"]
        sectors = [*self.book.sectors, None, "X}Y", "a b"]
        return Participant(self.spans(1, 2), pick(names), pick(countries), pick(sectors), pick([None, "e:1", "=e"]))

    def source(self) -> Source:
        return Source(self.party(), self.by.choice([None, self.span(), self.span()]))

    def many(self, high: int) -> tuple[Participant, ...]:
        return tuple(self.party() for _ in range(self.by.randint(0, high)))

    def count(self) -> Count | None:
        bound = self.by.choice(["exact", "at least", "about", "at most", "odd"])
        return self.by.choice([None, Count(self.by.randrange(99), self.spans(1, 1), bound)])

    def when(self) -> When | None:
        start = datetime.date(self.by.choice([1, 1999, 9999]), self.by.randint(1, 12), self.by.randint(1, 28))
        grain = self.by.choice(["day", "month", "year", "range"])
        return self.by.choice([None, When(self.spans(0, 1), start, start, grain, "expression")])

    def place(self) -> Place | None:
        pick = self.by.choice
        lat, lon = pick([(None, None), (1.5, -2.25)])
        kinds = [None, "city", "province", "country", "other"]
        place = Place(
            self.spans(1, 1), pick(["K", "=K", "a\tb"]), pick(["UKR", None, "x"]), pick([None, "", "O"]), lat, lon, None,
            pick(["arc", "mention"]), pick(kinds),
        )  # fmt: skip
        return pick([None, place])

    def record(self, number: int) -> Record:
        category, mode = self.by.choice(list(self.book.to_cameo))
        return Record(
            f"r{number}", category, mode or None, self.book.cameo(category, mode), self.span(), self.spans(0, 2), self.many(3), self.many(2),
            self.place(), self.when(), self.by.choice(["asserted", "denied", "planned", "possible"]), self.spans(0, 2),
            tuple(self.source() for _ in range(self.by.randint(0, 2))), self.count(), self.count(), self.span(), self.by.random(),
        )  # fmt: skip

    def statement(self, number: int) -> Statement:
        pick = self.by.choice
        speaker, via = pick([None, self.party()]), tuple(self.source() for _ in range(self.by.randint(0, 2)))
        return Statement(
            f"s{number}",
            speaker,
            via,
            self.spans(1, 2),
            pick([None, self.span()]),
            pick(["direct", "indirect", "mixed"]),
        )


@pytest.fixture(scope="module")
def codings() -> list[Coding]:
    maker = Maker(7)
    return [maker.coding(number) for number in range(200)]


def written(name: str, folder: Path, codings: list[Coding]) -> Path:
    out = folder / "out.x"
    export(codings, FORMATS[name], out, Selection())
    return out


@pytest.mark.parametrize(
    ("name", "width"), [("polecat", 40), ("icews", 20), ("gdelt-events", 61), ("gdelt-mentions", 16)]
)
def test_tab_separated_tables_have_their_width(tmp_path: Path, codings: list[Coding], name: str, width: int) -> None:
    encoding = "latin-1" if name == "polecat" else "utf-8"
    text = written(name, tmp_path, codings).read_bytes().decode(encoding)
    for line in text.removesuffix("\n").split("\n"):
        cells = line.split("\t")
        assert len(cells) == width
        assert '"' not in line
        assert "\r" not in line
        assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


@pytest.mark.parametrize("name", ["csv", "r-csv", "cameo", "acled", "statements"])
def test_comma_separated_tables_have_their_width(tmp_path: Path, codings: list[Coding], name: str) -> None:
    path = written(name, tmp_path, codings)
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle, strict=True))
    assert {len(row) for row in rows} == {len(FORMATS[name].tables[0].columns)}
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert len(pandas.read_csv(path)) == len(rows) - 1


def test_other_readers_read_the_rest(tmp_path: Path, codings: list[Coding]) -> None:
    (tmp_path / "a").mkdir()
    assert networkx.read_graphml(written("graphml", tmp_path / "a", codings)).number_of_nodes() > 10
    records = sum(len(coding.records) for coding in codings)
    assert len(json.loads(written("geojson", tmp_path, codings).read_text("utf-8"))["features"]) == records
    assert len(polars.read_parquet(written("parquet", tmp_path, codings))) == records


def test_brat_reads_every_page(tmp_path: Path, codings: list[Coding]) -> None:
    folder = written("brat", tmp_path, codings)
    names = sorted(path.stem for path in folder.glob("*.txt"))
    assert len(names) == len(codings)
    for name in names:
        parse(folder, name)


def test_every_passage_is_well_formed(tmp_path: Path, codings: list[Coding]) -> None:
    """Only a day of publication can be lacking: whatever the marks are, a passage comes out."""
    found = list(read_passages(written("markup", tmp_path, codings), load_codebook()))
    assert len(found) == sum(coding.report.published is not None for coding in codings)
    assert len({passage.id for passage in found}) == len(found)
    assert sum(len(passage.marks) for passage in found) > 500
