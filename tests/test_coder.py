import datetime
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.coder import Coder
from onrecord.errors import InputError
from onrecord.model import Coding, Report
from onrecord.output.contract import from_contract, to_contract, to_line
from onrecord.readers import from_text

STORY = """Rockets hit Tesna, mayor says

TESNA, 12 June (Agency) - Rebel forces fired rockets at the town of Tesna on Sunday, killing three people, Mayor Ana Ruiz said.
"They want to frighten us," she told Radio Tesna. The rebels denied that they had attacked the town.

Photo: R. Alva / Agency. Follow us on social media

The president of Kenya will meet the rebel leader in Nairobi next week, a spokesman said. \U0001f4a5 Caf\u00e9 owners\u00a0said e\u0301lan."""


def many() -> list[Report]:
    """Reports of many lengths: stretches of a story, so that windows and batches differ."""
    order = random.Random(7)
    lines = STORY.split(". ")
    texts = [". ".join(order.sample(lines, order.randint(1, len(lines)))) * order.randint(1, 6) for _ in range(40)]
    return [from_text(text, id=str(i), published=datetime.date(2022, 6, 13)) for i, text in enumerate(texts)]


def test_the_output_is_bit_identical_for_any_batch_and_threads(coder: Coder) -> None:
    reports = many()
    alone = [to_line(coding) for coding in coder.code_many(reports, threads=1, batch=1)]
    assert any('"category"' in line for line in alone)
    for threads, batch in ((1, 32), (2, 1), (2, 32), (3, 5)):
        assert [to_line(coding) for coding in coder.code_many(reports, threads=threads, batch=batch)] == alone


def test_a_second_coder_says_the_same_and_order_does_not_matter(coder: Coder) -> None:
    reports = many()
    first = {coding.report.id: to_line(coding) for coding in coder.code_many(reports)}
    again = {coding.report.id: to_line(coding) for coding in Coder().code_many(reversed(reports), threads=2)}
    assert first == again


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=400)
    | st.lists(
        st.sampled_from([*STORY.split(), "\n\n", '"', "\u201c", "\r\n", "\u202e", "\U0001f4a5", "\u0301"]), max_size=120
    ).map(" ".join)
)
def test_offsets_always_hold(coder: Coder, text: str) -> None:
    coding = coder.code(text, published="2022-06-13")
    assert coding.report.text in (text, "")
    # from_contract refuses every span that does not hold its words.
    assert from_contract(to_contract(coding)).records == coding.records


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.lower,
        lambda t: t.replace("\n", "\r\n"),
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: t.replace("'", "\u2019"),
    ],
)
def test_offsets_hold_in_odd_typography(coder: Coder, change: object) -> None:
    assert callable(change)
    text = change(STORY)
    coding = coder.code(text, published="2022-06-13")
    assert coding.report.text == text
    assert from_contract(to_contract(coding)).statements == coding.statements


def test_record_and_statement_ids_are_unique_and_stable(coder: Coder) -> None:
    one, two = (coder.code(STORY, published="2022-06-13", id="r") for _ in range(2))
    ids = [row.id for row in (*one.records, *one.statements)]
    assert len(ids) == len(set(ids))
    assert one == two


def test_a_title_given_apart_stands_before_the_body(coder: Coder) -> None:
    coding = coder.code("Police arrested two men on Friday.", title="Two held", published="2022-06-13")
    assert coding.report.text == "Two held\n\nPolice arrested two men on Friday."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("lone \ud800 surrogate", "surrogate"),
        ("\x00\x01\x02\x03" * 50, "binary"),
        (
            "Die Regierung hat am Montag mit der Opposition \u00fcber die Lage gesprochen, und der Minister sagte, dass es keine Einigung gab. "
            * 4,
            "not-english",
        ),
    ],
)
def test_what_cannot_be_coded_is_an_issue_and_gives_no_record(coder: Coder, text: str, code: str) -> None:
    coding = coder.code(text)
    assert code in [issue.code for issue in coding.issues]
    assert coding.records == ()
    assert coding.statements == ()


def test_a_hundred_thousand_characters_without_a_full_stop(coder: Coder) -> None:
    coding = coder.code("the army shelled the town and " * 3400, published="2022-06-13")
    assert coding.report.text.startswith("the army")


def test_without_a_day_relative_dates_stay_open(coder: Coder) -> None:
    coding = coder.code("Rebel forces attacked the town of Goma on Monday, killing three people, the army said.")
    assert "no-date" in [issue.code for issue in coding.issues]
    assert all(record.date is None for record in coding.records)


def test_a_day_that_is_none_is_refused(coder: Coder) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        coder.code("Text.", published="12 June")


def test_a_report_on_which_coding_fails_is_an_issue_and_the_run_goes_on(
    coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Coder.code_report

    def fragile(self: Coder, report: Report) -> Coding:
        if report.id == "bad":
            raise RuntimeError("boom")
        return whole(self, report)

    monkeypatch.setattr(Coder, "code_report", fragile)
    reports = [from_text("Police arrested him.", id=name) for name in ("good", "bad", "fine")]
    codings = list(coder.code_many(reports, threads=2))
    assert [c.report.id for c in codings] == ["good", "bad", "fine"]
    assert ["failed" in [i.code for i in c.issues] for c in codings] == [False, True, False]


def test_reports_are_read_lazily(coder: Coder) -> None:
    taken = []

    def endless() -> object:
        for number in range(10**9):
            taken.append(number)
            yield from_text("Police arrested him.", id=str(number))

    stream = coder.code_many(endless(), threads=2, batch=4)  # type: ignore[arg-type]
    next(stream)
    assert len(taken) <= 4
