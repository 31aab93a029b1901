import csv
import io

import pytest

from onrecord.output.table import COLUMNS, rows, safe_cell
from tests.resolve.build import code


def table(body: str) -> list[dict[str, str]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows(code(body))]


def test_a_line_a_record_with_every_column() -> None:
    (row,) = table(
        "{q1|{m1 RUS MIL|Russian forces} and {m5 BLR MIL|Belarusian pilots} {e1 ASSAULT/aerial actor=m1,m5 recipient=m2 at=p1 on=d1|struck} "
        "{m2 UKR BUS|a power plant} in {p1 UKR|Kharkiv} {d1 2023-03-06|on Monday}, {k1 of=e1 killed=2|killing two}}, "
        "{m3 UKR JRN|Ukrinform} {c1 by=m3 says=q1|reported}, {c2 by=m4 says=q1|citing} {m4 UKR GOV|the mayor}."
    )
    assert (row["category"], row["mode"], row["trigger"]) == ("ASSAULT", "aerial", "struck")
    assert row["actors"] == "Russian forces; Belarusian pilots"
    assert row["actor_countries"] == "RUS; BLR"
    assert (row["date_start"], row["date_end"], row["killed"], row["injured"]) == ("2023-03-06", "2023-03-06", "2", "")
    assert row["sources"] == "Ukrinform > the mayor"
    assert row["sentence"][int(row["trigger_start"]) : int(row["trigger_end"])] == "struck"


def test_missing_values_are_empty_and_keep_their_place() -> None:
    (row,) = table("{m1 - -|They} and {m2 - -|others} {n1 of=e1|will} {e1 PROTEST actor=m1,m2 is=planned|march}.")
    assert (row["mode"], row["date_start"], row["place"], row["lat"], row["sources"], row["recipients"]) == (
        "",
        "",
        "",
        "",
        "",
        "",
    )
    assert row["actor_countries"].split(";") == ["", ""]


def test_no_record_no_line() -> None:
    assert rows(code("Nothing happened.")) == []


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1+1", "@SUM(A1)", "-cmd", '=HYPERLINK("x")', " =1", "\t=1", "\r\n=1", "\u00a0=1", "-"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe_cell(cell).startswith("'")


@pytest.mark.parametrize("cell", ["-2+3+cmd|' /C calc'!A0", "-1+HYPERLINK(A1)", "-5;=A1"])
def test_no_formula_that_begins_like_a_number(cell: str) -> None:
    assert safe_cell(cell).startswith("'")


@pytest.mark.parametrize("cell", ["-12.5000", "-3", "12", "Kyiv", "", "a=b", "\u2014 he said"])
def test_other_cells_are_left_alone(cell: str) -> None:
    assert safe_cell(cell) == cell


@pytest.mark.parametrize("cell", ["two\nlines", "two\r\nlines", "two\u2028lines", "two\tlines"])
def test_a_cell_is_one_line(cell: str) -> None:
    assert safe_cell(cell) == "two lines"


def test_a_report_s_words_reach_no_cell_as_a_formula() -> None:
    (row,) = table("{m1 RUS MIL|=HYPERLINK(A1)} {e1 ASSAULT actor=m1|struck} Kyiv.")
    assert row["actors"].startswith("'=")
    assert row["sentence"].startswith("'=")


def test_quotes_commas_and_lines_survive_csv() -> None:
    found = rows(code('{m1 RUS MIL|The "Wolves", a unit} {e1 ASSAULT actor=m1|struck} Kyiv.'))
    buffer = io.StringIO()
    csv.writer(buffer).writerows(found)
    assert list(csv.reader(io.StringIO(buffer.getvalue()))) == found
