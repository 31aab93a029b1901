from typing import Any

import pytest

from onrecord.explorer import Explorer
from onrecord.explorer.errors import NotThereError
from onrecord.explorer.resolving import resolve
from onrecord.model import Issue
from onrecord.output.contract import to_contract
from tests.explorer.build import TEXT, coding, make_store, record, span, world

ODD = world()[-1].report.id


def spans(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if value.keys() >= {"start", "end", "text"} else []
        return own + [span for part in value.values() for span in spans(part)]
    return [span for part in value for span in spans(part)] if isinstance(value, list) else []


def test_a_report_is_what_the_contract_says_of_it(explorer: Explorer) -> None:
    found = explorer.report("r1")
    told = to_contract(world()[0])
    assert found["report"] == told["report"]
    assert [{k: v for k, v in record.items() if k != "review"} for record in found["records"]] == told["records"]
    assert {record["review"]["state"] for record in found["records"]} == {"open"}
    assert found["machine"] == {}
    assert found["reviews"] == []
    assert found["events"]["denied"] == {"event": "e1", "standing": "disputed", "reports": 2}
    assert "talks" not in found["events"]
    found_spans = spans(found)
    assert found_spans
    assert all(found["report"]["text"][one["start"] : one["end"]] == one["text"] for one in found_spans)


def test_reports_follow_one_another_by_day(explorer: Explorer) -> None:
    order = [ODD, "r1", "r2", "r3"]
    for number, report in enumerate(order):
        found = explorer.report(report)
        assert found["previous"] == (order[number - 1] if number else None)
        assert found["next"] == (order[number + 1] if number < 3 else None)


def test_an_unknown_report_is_not_there(explorer: Explorer) -> None:
    for name in ("", "r9", "../r1", "x" * 10_000):
        with pytest.raises(NotThereError):
            explorer.report(name)


def test_hostile_reports_come_back_as_they_are(tmp_path: Any) -> None:
    long = "word " * 400_000
    store = make_store(
        tmp_path / "hostile",
        [
            coding(
                "script",
                [],
                text="<script>alert(1)</script> \u202eevil\u202c \x00\x07",
                title="<img src=x onerror=alert(1)>",
            ),
            coding("surrogate", [], text="half \ud800 and more", issues=[Issue("odd", "half \udfff")]),
            coding("long", [record("in-long")], text=TEXT + long),
            coding("crowded", [record(f"c{n}", killed=n) for n in range(3_000)]),
            coding("\u202e\U0001f4a5\n\t" + "i" * 10_000, [record("long-id")]),
        ],
    )
    found = Explorer(store.path)
    assert found.report("script")["report"]["text"] == "<script>alert(1)</script> \u202eevil\u202c \x00\x07"
    assert found.report("surrogate")["report"]["text"] == "half \ufffd and more"
    assert len(found.report("long")["report"]["text"]) == len(TEXT) + len(long)
    assert [row["id"] for row in found.report("crowded")["records"]] == [f"c{n}" for n in range(3_000)]
    assert found.report("\u202e\U0001f4a5\n\t" + "i" * 10_000)["records"][0]["id"] == "long-id"
    assert found.overview(report="crowded")["matched"] == 3_000
    assert found.resolve("long", "party", 0, 6)["party"]["name"] == "Rebels"


def test_an_empty_store_can_be_looked_at(tmp_path: Any) -> None:
    found = Explorer(make_store(tmp_path / "empty", []).path)
    info = found.store()
    assert (info["reports"], info["records"], info["events"], info["linked"], info["first"]) == (0, 0, 0, False, None)
    assert found.overview()["matched"] == 0
    assert found.records()["rows"] == []
    assert found.events()["rows"] == []


def test_a_report_that_two_sources_hold_counts_once(tmp_path: Any) -> None:
    store = make_store(tmp_path / "twice")
    from tests.explorer.build import RUN  # noqa: PLC0415

    store.write("again", [world()[0]], RUN)
    found = Explorer(store.path)
    assert found.store()["records"] == 9
    assert (
        found.overview(who="UKR")["matched"]
        == Explorer(make_store(tmp_path / "once").path).overview(who="UKR")["matched"]
    )
    assert len(found.report("r1")["records"]) == 3


# --- what onrecord makes of words -----------------------------------------------------------------------------------------

SENTENCE = (
    "Russian forces shelled Kharkiv on Monday, killing at least 12 people. President Zelensky blamed them. "
    "The French foreign minister met his Turkish counterpart. "
)
PUBLISHED = "2022-05-18"


def resolved(kind: str, words: str, text: str = SENTENCE, before: str = "") -> Any:
    tree = to_contract(coding("r", [], text=before + text, published=PUBLISHED))
    start = len(before) + text.index(words)
    return resolve(tree, kind, start, start + len(words))[kind]


def test_words_for_somebody_are_coded_with_their_basis() -> None:
    found = resolved("party", "Russian forces")
    assert (found["country"], found["sector"]) == ("RUS", "MIL")
    assert [one["rule"] for one in found["basis"]] == ["people: Russia", "role noun: force"]
    assert found["spans"] == [{"start": 0, "end": 14, "text": "Russian forces"}]
    # Offices are those of the day of publication.
    assert resolved("party", "President Zelensky")["entity"] == "person:volodymyr-zelensky"


def test_words_for_a_place_are_found_on_the_map() -> None:
    found = resolved("place", "Kharkiv")
    assert (found["country"], found["precision"]) == ("UKR", "city")
    assert round(found["lat"]) == 50


def test_words_for_a_day_are_counted_from_publication() -> None:
    found = resolved("date", "on Monday")
    assert (found["start"], found["end"], found["granularity"], found["basis"]) == (
        "2022-05-16",
        "2022-05-16",
        "day",
        "expression",
    )
    assert resolved("date", "Kharkiv") is None


def test_words_for_a_number_are_read() -> None:
    found = resolved("count", "at least 12 people")
    assert (found["value"], found["bound"]) == (12, "at least")
    assert resolved("count", "Kharkiv") is None


def test_blanks_and_halves_of_words_are_mended() -> None:
    assert resolved("party", "ssian forc")["name"] == "Russian forces"
    assert resolved("party", "Russian forces ")["spans"][0]["text"] == "Russian forces"


def test_in_a_long_text_offsets_hold() -> None:
    before = "Nothing happened anywhere. " * 20_000
    found = resolved("party", "Russian forces", before=before)
    assert found["spans"] == [{"start": len(before), "end": len(before) + 14, "text": "Russian forces"}]
    assert found["country"] == "RUS"
    assert resolved("date", "on Monday", before=before)["start"] == "2022-05-16"


def test_what_the_machine_coded_on_these_words_is_proposed_again(explorer: Explorer) -> None:
    where = span("The army")
    found = explorer.resolve("r2", "party", where.start, where.end)["party"]
    assert (found["entity"], found["country"], found["sector"]) == ("organ:rus-army", "RUS", "MIL")


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        ("who", 0, 4),
        ("party", 4, 4),
        ("party", -1, 4),
        ("party", 0, 10**9),
        ("party", 0.0, 4),
        ("party", True, 4),
        (["party"], 0, 4),
    ],
)
def test_what_are_no_words_is_refused(explorer: Explorer, kind: Any, start: Any, end: Any) -> None:
    with pytest.raises(Exception, match=r"kind is|no words"):
        explorer.resolve("r1", kind, start, end)
