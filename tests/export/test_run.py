"""Exports as a whole: selection, atomic writing, dictionaries, sources."""

import csv
import datetime
import json
import threading
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas
import pytest

from onrecord.codebook import load_codebook
from onrecord.errors import InputError
from onrecord.export import FORMATS, Selection, export, flat, format_named, make_selection, read_codings
from onrecord.export.columns import cell, clean, plain
from onrecord.export.deeds import number_of
from onrecord.model import Coding
from onrecord.output.contract import to_line
from tests.export.samples import MARCH, OLD, STRIKE, TALKS, all_codings, made, write

BOOK = load_codebook()


def records(path: Path) -> list[str]:
    return list(pandas.read_csv(path)["category"])


# --- selection -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2007-06-01", "2007-06-30", ["old"]),
        ("2008-01-01", None, ["strike", "strike"]),
        ("2023-03-07", None, ["strike"]),
        (None, "2007-01-01", ["old"]),
        (None, "2006-12-31", []),
        (None, None, ["strike", "strike", "old", "march"]),
    ],
)
def test_days_overlap_and_undated_records_are_counted(
    tmp_path: Path, since: str | None, until: str | None, expected: list[str]
) -> None:
    """The strike was on a Monday, its denial is of the day of publication; the arrests were in 2007; the march has no date."""
    codings = [made(STRIKE, id="strike"), made(OLD, id="old"), made(MARCH, id="march")]
    days = [datetime.date.fromisoformat(text) if text else None for text in (since, until)]
    tally = export(codings, FORMATS["csv"], tmp_path / "x.csv", make_selection(BOOK, since=days[0], until=days[1]))
    assert list(pandas.read_csv(tmp_path / "x.csv")["report"]) == expected
    assert sum(count for why, count in tally.left_out.items() if "without a date" in why) == (
        1 if since or until else 0
    )


def test_categories_and_modes(tmp_path: Path) -> None:
    for name, expected in [("assault", 3), ("ASSAULT/aerial", 1), ("Coerce/Arrest", 1), ("AID", 0)]:
        assert len(records(write("csv", tmp_path, selection=make_selection(BOOK, categories=[name])))) == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"categories": ["ASSAULTS"]}, "no category ASSAULTS"),
        ({"categories": ["ASSAULT/"]}, "no category ASSAULT/"),
        ({"factuality": ["certain"]}, "no factuality certain"),
        ({"since": datetime.date(2024, 1, 2), "until": datetime.date(2024, 1, 1)}, "after"),
    ],
)
def test_a_choice_that_fits_nothing_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make_selection(BOOK, **options)  # type: ignore[arg-type]


def test_options_without_effect_are_refused(tmp_path: Path) -> None:
    for name, options in [
        ("csv", {"both_ways": True}),
        ("graphml", {"both_ways": True}),
        ("icews", {"nodes": "country"}),
    ]:
        with pytest.raises(InputError, match="does not go with"):
            write(name, tmp_path, **options)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="no format xml"):
        format_named("xml")
    assert list(tmp_path.iterdir()) == []


def test_the_tally_says_what_was_left_out(tmp_path: Path) -> None:
    tally = export(all_codings(), FORMATS["polecat"], tmp_path / "x.txt")
    assert (tally.reports, tally.rows, tally.records) == (6, 4, 4)
    assert dict(tally.left_out) == {"records not asserted": 2}


# --- whole or not at all ---------------------------------------------------------------------------------------


def failing() -> Iterator[Coding]:
    yield from all_codings()
    raise InputError("the source broke", "")


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_run_that_breaks_leaves_nothing(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    with pytest.raises(InputError, match="the source broke"):
        export(failing(), FORMATS[name], out)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_breaks_leaves_the_file_before(tmp_path: Path) -> None:
    out = write("csv", tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(InputError):
        export(failing(), FORMATS["csv"], out)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_export_replaces_a_file_but_no_folder_of_the_user(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("old")
    export(all_codings(), FORMATS["csv"], out)
    assert len(records(out)) == 6
    with pytest.raises(InputError, match="not empty"):
        export(all_codings(), FORMATS["gephi"], out)
    folder = tmp_path / "folder"
    folder.mkdir()
    export(all_codings(), FORMATS["gephi"], folder)
    with pytest.raises(InputError, match="not empty"):
        export(all_codings(), FORMATS["gephi"], folder)
    with pytest.raises(InputError, match="is a folder"):
        export(all_codings(), FORMATS["csv"], folder)
    with pytest.raises(InputError, match="no folder"):
        export(all_codings(), FORMATS["csv"], tmp_path / "none" / "x.csv")


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    def full() -> Iterator[Coding]:
        yield all_codings()[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match=r"cannot be written: No space left"):
        export(full(), FORMATS["csv"], tmp_path / "x.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "parquet"])
def test_the_same_records_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    def content(folder: Path) -> dict[str, bytes]:
        folder.mkdir()
        write(name, folder)
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert content(tmp_path / "a") == content(tmp_path / "b")


def test_readers_see_whole_files_only(tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    export(all_codings(), FORMATS["csv"], out)
    stop, faults = threading.Event(), []

    def poll() -> None:
        while not stop.is_set():
            if out.read_bytes().count(b"\n") < 7:
                faults.append(1)

    reader = threading.Thread(target=poll)
    reader.start()
    for _ in range(20):
        export(all_codings(), FORMATS["csv"], out)
    stop.set()
    reader.join()
    assert faults == []


@pytest.mark.parametrize(
    "name", ["csv", "polecat", "gdelt-events", "geojson", "jsonl", "statements", "markup", "parquet"]
)
def test_memory_does_not_grow_with_the_number_of_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    base = made(STRIKE)
    # Parquet holds one group of rows.
    monkeypatch.setattr(flat, "_BATCH", 10)

    def many(count: int) -> Iterator[Coding]:
        return (replace(base, report=replace(base.report, id=str(number))) for number in range(count))

    def peak(count: int) -> int:
        tracemalloc.start()
        export(many(count), FORMATS[name], tmp_path / f"x{count}")
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    small, large = peak(20), peak(300)
    assert large - small < 300_000


# --- the data dictionary ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_dictionary_goes_with_every_export(tmp_path: Path, name: str) -> None:
    out = write(name, tmp_path)
    rows = list(csv.DictReader((tmp_path / f"{out.name}.dictionary.csv").open(encoding="utf-8")))
    assert list(rows[0]) == ["column", "meaning", "type", "source", "notes", "file"]
    assert [row["column"] for row in rows[1:]] == [
        column.name for table in FORMATS[name].tables for column in table.columns
    ]
    assert all(row["meaning"].endswith(".") and row["type"] for row in rows[1:])


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.unit in ("records", "pairs")])
def test_columns_said_to_be_empty_are_and_others_can_be_filled(name: str) -> None:
    for column in FORMATS[name].tables[0].columns:
        if name != "geojson":
            assert (column.get is None) == column.notes.startswith("Always empty"), column.name


def held(out: Path) -> tuple[str, str]:
    row = next(csv.DictReader((out.parent / f"{out.name}.dictionary.csv").open(encoding="utf-8")))
    assert row["column"] == "(rows)"
    return row["meaning"], row["notes"]


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_dictionary_says_what_the_export_holds(tmp_path: Path, name: str) -> None:
    meaning, notes = held(write(name, tmp_path))
    if FORMATS[name].deeds:
        assert meaning == "Asserted records."
        assert "unless told otherwise" in notes
    else:
        assert meaning == ("Every statement." if name == "statements" else "Records of every factuality.")


def test_the_dictionary_follows_the_options(tmp_path: Path) -> None:
    chosen = make_selection(
        BOOK, factuality=["planned", "denied"], since=datetime.date(2020, 1, 1), categories=["AID", "assault/aerial"]
    )
    meaning, notes = held(write("icews", tmp_path, selection=chosen))
    assert meaning == "Denied and planned records of the categories AID, ASSAULT/aerial since 2020-01-01."
    assert notes == "Records without a date are left out."
    assert held(write("icews", tmp_path, selection=Selection()))[0] == "Records of every factuality."
    assert held(write("jsonl", tmp_path, selection=chosen))[0].startswith(
        "Reports, whole, that hold denied and planned records"
    )


# --- sources ---------------------------------------------------------------------------------------------------


def coded(path: Path, *codings: Coding) -> Path:
    path.write_text("".join(to_line(coding) + "\n" for coding in codings), encoding="utf-8")
    return path


def test_a_coded_file_is_read_a_line_at_a_time(tmp_path: Path) -> None:
    path = coded(tmp_path / "c.jsonl", *all_codings())
    assert list(read_codings(path, BOOK)) == all_codings()
    path.write_text(path.read_text("utf-8") + "\n\n{broken", encoding="utf-8")
    codings = read_codings(path, BOOK)
    assert next(codings).report.id == "strike"
    with pytest.raises(InputError, match="line 9 is no JSON"):
        list(codings)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"[]", "is no report"),
        (b'{"report": 1}', "no line of onrecord's output"),
        (b"\xff\xfe", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"NaN", "is no report"),
    ],
)
def test_lines_that_are_no_reports_are_told(tmp_path: Path, line: bytes, message: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(line)
    with pytest.raises(InputError, match=message):
        list(read_codings(path, BOOK))


def test_records_of_another_codebook_are_told(tmp_path: Path) -> None:
    tree = json.loads(to_line(made(TALKS)))
    tree["records"][0]["category"] = "FIGHT"
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps(tree), encoding="utf-8")
    with pytest.raises(InputError, match="FIGHT, which the codebook lacks"):
        list(read_codings(path, BOOK))


def test_a_party_without_words_is_told(tmp_path: Path) -> None:
    tree = json.loads(to_line(made(TALKS)))
    tree["records"][0]["actors"][0]["spans"] = []
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps(tree), encoding="utf-8")
    with pytest.raises(InputError, match="has no words"):
        list(read_codings(path, BOOK))


def test_a_missing_source_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        list(read_codings(tmp_path / "none.jsonl", BOOK))


def test_a_folder_is_read_as_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.export import source  # noqa: PLC0415

    class Module:
        class Store:
            def __init__(self, path: Path) -> None:
                self.path = path

            def codings(self) -> Iterator[dict[str, object]]:
                yield from (json.loads(to_line(coding)) for coding in all_codings())

            def reviews(self) -> list[dict[str, object]]:
                return []

    monkeypatch.setattr(source.importlib, "import_module", lambda _name: Module)
    assert list(read_codings(tmp_path, BOOK)) == all_codings()

    def absent(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr(source.importlib, "import_module", absent)
    with pytest.raises(InputError, match="cannot read stores"):
        list(read_codings(tmp_path, BOOK))


def test_a_store_is_read(tmp_path: Path) -> None:
    pytest.importorskip("deltalake")
    store = pytest.importorskip("onrecord.store")
    made_by = store.Run("r", "m", BOOK.digest, "0", "2024-01-01T00:00:00Z")
    store.Store.create(tmp_path / "store").write("batch", all_codings(), made_by)
    read = {coding.report.id: coding for coding in read_codings(tmp_path / "store", BOOK)}
    assert read == {coding.report.id: coding for coding in all_codings()}
    with pytest.raises(InputError):
        list(read_codings(tmp_path, BOOK))


# --- cells -----------------------------------------------------------------------------------------------------


def test_cells() -> None:
    assert cell(None) == ""
    assert cell(("a; b", None, "c")) == "a, b; ; c"
    assert cell(True) == "TRUE"
    assert cell(-9.5) == "-9.5"
    assert cell(50.0) == "50"
    assert cell(12345678901234567) == "12345678901234567"
    assert plain(datetime.date(33, 1, 2)) == "0033-01-02"
    assert clean("a\x00b\x1b[31m\ud800") == "ab[31m\ufffd"


def test_numbers_of_events_are_stable_and_part_their_parts() -> None:
    assert number_of("a", "b") == number_of("a", "b") != number_of("ab", "")
    assert len({number_of("r", str(i)) for i in range(50_000)}) == 50_000
