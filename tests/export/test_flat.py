"""Records flat: CSV, CSV for R, Parquet, read back."""

import datetime
from pathlib import Path

import pandas
import polars
import pyarrow.parquet
import pytest

from onrecord.errors import SetupError
from onrecord.export import FORMATS, flat
from tests.export.samples import FORMULA, MARCH, STRIKE, all_codings, made, write


def test_csv_has_every_record_with_every_column(tmp_path: Path) -> None:
    rows = pandas.read_csv(write("csv", tmp_path), dtype={"cameo": str})
    assert list(rows.columns) == FORMATS["csv"].tables[0].names
    assert list(rows["record"]) == [record.id for coding in all_codings() for record in coding.records]
    row = rows[rows["mode"] == "aerial"].iloc[0]
    assert (row["actors"], row["actor_countries"], row["sources"]) == (
        "Russian forces; Belarusian pilots",
        "RUS; BLR",
        "Ukrinform; the mayor",
    )
    assert (row["killed"], row["injured"], row["killed_bound"]) == (2, 3, "exact")
    assert (row["geo_precision"], row["where_prec"], row["time_precision"]) == (1, 1, 1)
    denied = rows[rows["factuality"] == "denied"].iloc[0]
    assert denied["factuality_words"] == "denied"


def test_r_csv_has_na_for_what_is_unknown(tmp_path: Path) -> None:
    plain = pandas.read_csv(write("r-csv", tmp_path, [made(MARCH)]), keep_default_na=False, dtype=str).iloc[0]
    assert (plain["mode"], plain["lat"], plain["actor_countries"], plain["date_start"]) == ("NA",) * 4
    assert plain["category"] == "PROTEST"
    rows = pandas.read_csv(write("r-csv", tmp_path), na_values="NA")
    assert rows["lat"].dtype == float


def test_parquet_has_types(tmp_path: Path) -> None:
    path = write("parquet", tmp_path, [made(STRIKE), made(MARCH), made(FORMULA)])
    table = pyarrow.parquet.read_table(path)
    assert table.column_names == FORMATS["parquet"].tables[0].names
    row = table.to_pylist()[0]
    assert row["date_start"] == datetime.date(2023, 3, 6)
    assert row["actors"] == ["Russian forces", "Belarusian pilots"]
    assert row["lat"] == pytest.approx(49.98081)
    frame = polars.read_parquet(path)
    assert frame.schema["killed"] == polars.Int64
    assert frame["actor_countries"][2] is None
    # Programs read it, no spreadsheet: the characters are those of the report.
    assert frame["actors"][3][0].startswith("=HYPERLINK")


def test_parquet_without_records_has_its_columns(tmp_path: Path) -> None:
    assert polars.read_parquet(write("parquet", tmp_path, [])).columns == FORMATS["parquet"].tables[0].names


def test_parquet_comes_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flat, "_BATCH", 2)
    path = write("parquet", tmp_path)
    assert pyarrow.parquet.ParquetFile(path).num_row_groups == 3
    assert list(polars.read_parquet(path)["record"]) == [
        record.id for coding in all_codings() for record in coding.records
    ]


def test_a_missing_package_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(flat.importlib, "import_module", absent)
    with pytest.raises(SetupError, match="pip install pyarrow"):
        write("parquet", tmp_path)
    assert list(tmp_path.iterdir()) == []
