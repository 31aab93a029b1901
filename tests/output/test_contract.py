import copy
import json
from typing import Any

import pytest

from onrecord.errors import InputError
from onrecord.model import Coding, Issue, Report, Span
from onrecord.output.contract import from_contract, to_contract, to_line
from tests.resolve.build import code

BODY = (
    "{q1|{m1 RUS MIL|Russian forces} {e1 ASSAULT/aerial actor=m1 recipient=m2 at=p1 on=d1|struck} {m2 UKR BUS|a power plant} in {p1 UKR|Kharkiv} "
    "{d1 2023-03-06|on Monday}, {k1 of=e1 killed=2 injured=3|killing two and wounding three}}, {m3 UKR JRN|Ukrinform} {c1 by=m3 says=q1|reported}, "
    "{c2 by=m4 says=q1|citing} {m4 UKR GOV|the mayor}. {m5 RUS GOV|Moscow} {c3 by=m5 says=q2 also=e2|denied} {q2|that {m6 in=m5|its troops} had "
    "{e2 ASSAULT actor=m6 is=denied|hit} the city}. ~ {x|Photo: AP}"
)


@pytest.fixture(scope="module")
def coding() -> Coding:
    found = code(BODY)
    assert len(found.records) == 2
    assert found.statements
    assert found.furniture
    return found


def test_there_and_back(coding: Coding) -> None:
    assert from_contract(json.loads(to_line(coding))) == Coding(
        Report(coding.report.id, coding.report.text, published=coding.report.published),
        coding.records,
        coding.statements,
        coding.furniture,
        coding.issues,
    )


def test_the_promised_fields_are_there(coding: Coding) -> None:
    tree = to_contract(coding)
    assert tree.keys() >= {"report", "records", "statements", "furniture", "issues"}
    assert tree["report"].keys() >= {"id", "title", "published", "text", "url", "source", "language"}
    record = tree["records"][0]
    assert record.keys() >= {
        "id", "category", "mode", "cameo", "trigger", "mentions", "actors", "recipients", "place", "date", "factuality", "factuality_spans",
        "sources", "counts", "sentence", "confidence",
    }  # fmt: skip
    assert record["actors"][0].keys() >= {"spans", "name", "country", "sector", "entity"}
    assert record["sources"][0].keys() >= {"spans", "name", "country", "sector", "entity", "cue"}
    assert record["place"].keys() >= {"spans", "name", "country", "admin1", "lat", "lon", "geonames"}
    assert record["date"].keys() >= {"spans", "start", "end", "granularity", "basis"}
    assert record["counts"].keys() == {"killed", "injured"}
    assert record["counts"]["killed"].keys() >= {"value", "spans"}
    assert tree["statements"][0].keys() >= {"id", "speaker", "via", "spans", "cue", "kind"}
    assert to_contract(coding)["records"][1]["counts"] == {}


@pytest.mark.parametrize(
    "char", ["\u2028", "\u2029", "\x85", "\n", "\r\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x00"]
)
def test_a_report_is_one_line_whatever_its_text(char: str) -> None:
    text = f"Kyiv{char}was hit"
    line = to_line(
        Coding(
            Report("r", text), furniture=(Span.of(text, 0, len(text)),), issues=(Issue("x", char, Span.of(text, 0, 5)),)
        )
    )
    assert len(line.splitlines()) == 1
    back = from_contract(json.loads(line))
    assert back.report.text == text
    assert back.furniture[0].text == text
    assert back.issues[0].message == char


@pytest.mark.parametrize("text", ["\U0001f4a5 Kyiv", "e\u0301lan", "\u0645\u0635\u0631", "a\\u2028b", "\\\u2028"])
def test_text_comes_back_as_it_was(text: str) -> None:
    assert from_contract(json.loads(to_line(Coding(Report("r", text))))).report.text == text


def test_a_line_can_be_written_as_utf_8() -> None:
    to_line(Coding(Report("r", "half a \ud83d character"))).encode("utf-8")


def spans_in(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        if value.keys() >= {"start", "end", "text"}:
            return [value]
        return [span for part in value.values() for span in spans_in(part)]
    return [span for part in value for span in spans_in(part)] if isinstance(value, list) else []


@pytest.mark.parametrize("shift", [("start", 1), ("end", -1), ("start", -1)])
def test_every_broken_span_is_refused(coding: Coding, shift: tuple[str, int]) -> None:
    tree = json.loads(to_line(coding))
    assert len(spans_in(tree)) > 20
    for number in range(len(spans_in(tree))):
        broken = copy.deepcopy(tree)
        spans_in(broken)[number][shift[0]] += shift[1]
        with pytest.raises(InputError, match="does not hold"):
            from_contract(broken)


def test_a_changed_text_is_refused(coding: Coding) -> None:
    tree = json.loads(to_line(coding))
    tree["report"]["text"] = tree["report"]["text"].replace("Russian", "Prussian")
    with pytest.raises(InputError, match="does not hold"):
        from_contract(tree)


@pytest.mark.parametrize("path", ["report", "records", "statements", "furniture", "issues"])
def test_a_missing_part_is_refused(coding: Coding, path: str) -> None:
    tree = json.loads(to_line(coding))
    del tree[path]
    with pytest.raises(InputError, match=path):
        from_contract(tree)


@pytest.mark.parametrize(
    "field", ["id", "category", "trigger", "actors", "factuality", "sources", "counts", "sentence", "date"]
)
def test_a_missing_field_of_a_record_is_refused(coding: Coding, field: str) -> None:
    tree = json.loads(to_line(coding))
    del tree["records"][0][field]
    with pytest.raises(InputError, match=field):
        from_contract(tree)


@pytest.mark.parametrize("tree", [[], "x", 3, None, {}, {"report": None}, {"report": {"id": "r"}}, {"records": []}])
def test_what_is_no_coding_is_refused(tree: Any) -> None:
    with pytest.raises(InputError):
        from_contract(tree)


def test_a_day_that_is_none_is_refused(coding: Coding) -> None:
    tree = json.loads(to_line(coding))
    tree["report"]["published"] = "yesterday"
    with pytest.raises(InputError):
        from_contract(tree)


@pytest.mark.parametrize("change", [{"start": "0"}, {"start": 0.0}, {"start": None}, {"end": "9"}])
def test_offsets_that_are_no_whole_numbers_are_refused(change: dict[str, Any]) -> None:
    tree = to_contract(Coding(Report("r", "Kyiv was hit"), furniture=(Span(0, 4, "Kyiv"),)))
    tree["furniture"][0].update(change)
    with pytest.raises(InputError):
        from_contract(tree)


@pytest.mark.parametrize("change", [{"start": -3, "end": 12}, {"end": 999}])
def test_offsets_outside_the_text_are_refused(change: dict[str, int]) -> None:
    tree = to_contract(Coding(Report("r", "Kyiv was hit"), furniture=(Span(9, 12, "hit"),)))
    tree["furniture"][0].update(change)
    with pytest.raises(InputError):
        from_contract(tree)
