import pytest

from onrecord.model import Span
from onrecord.resolve.when import sentence_of
from tests.resolve.build import code, day

# Published on Thursday, 9 March 2023, unless another day is given.
EVENT = "{m1 RUS MIL|Russian forces} "


def date(body: str, published: str | None = "2023-03-09") -> tuple[str, str, str, str | None] | None:
    """First and last day, granularity and basis of the first record."""
    found = code(body, published).records[0].date
    return (found.start.isoformat(), found.end.isoformat(), found.granularity, found.basis) if found else None


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        ("on Monday", "2023-03-06", ("2023-03-06", "2023-03-06", "day")),
        ("on Thursday", "2023-03-09", ("2023-03-09", "2023-03-09", "day")),
        ("yesterday", "2023-03-08", ("2023-03-08", "2023-03-08", "day")),
        ("in January", "2023-01", ("2023-01-01", "2023-01-31", "month")),
        ("in December", "2022-12", ("2022-12-01", "2022-12-31", "month")),
        ("in 2019", "2019", ("2019-01-01", "2019-12-31", "year")),
        ("last week", "2023-02-27..2023-03-05", ("2023-02-27", "2023-03-05", "range")),
        ("on 3 March", "2023-03-03", ("2023-03-03", "2023-03-03", "day")),
    ],
)
def test_expressions_of_a_past_event(words: str, value: str, expected: tuple[str, str, str]) -> None:
    assert date(EVENT + f"{{e1 ASSAULT actor=m1 on=d1|shelled}} the town {{d1 {value}|{words}}}.") == (
        *expected,
        "expression",
    )


@pytest.mark.parametrize(
    ("words", "value", "first"), [("on Monday", "2023-03-13", "2023-03-13"), ("in May", "2023-05", "2023-05-01")]
)
def test_a_planned_event_lies_ahead(words: str, value: str, first: str) -> None:
    found = date(
        f"{{m1 FRA SOC|Unions}} {{n1 of=e1|will}} {{e1 PROTEST/strike actor=m1 is=planned on=d1|strike}} {{d1 {value}|{words}}}."
    )
    assert found is not None
    assert (found[0], found[3]) == (first, "expression")


def test_the_date_cites_its_words() -> None:
    found = code(EVENT + "{e1 ASSAULT actor=m1 on=d1|shelled} it {d1 2023-03-06|on Monday}.").records[0].date
    assert found is not None
    assert [span.text for span in found.spans] == ["on Monday"]


def test_current_news_is_dated_by_publication_and_cites_nothing() -> None:
    body = EVENT + "{e1 ASSAULT actor=m1|shelled} the town."
    assert date(body) == ("2023-03-09", "2023-03-09", "day", "published")
    found = code(body).records[0].date
    assert found is not None
    assert found.spans == ()


def test_without_a_day_of_publication_nothing_is_made_up() -> None:
    assert date(EVENT + "{e1 ASSAULT actor=m1|shelled} the town.", None) is None
    assert date(EVENT + "{e1 ASSAULT actor=m1 on=d1|shelled} the town {d1 2023-03-06|on Monday}.", None) is None
    assert date(EVENT + "{e1 ASSAULT actor=m1 on=d1|shelled} it {d1 2022-05-03|on 3 May 2022}.", None) == (
        "2022-05-03",
        "2022-05-03",
        "day",
        "expression",
    )


def test_a_plan_without_a_date_has_none() -> None:
    assert date("{m1 FRA SOC|Unions} {n1 of=e1|will} {e1 PROTEST/strike actor=m1 is=planned|strike}.") is None


def test_background_without_a_date_has_none() -> None:
    assert date(EVENT + "had {e1 ASSAULT actor=m1|shelled} the town before.") is None
    assert date(EVENT + "had already twice {e1 ASSAULT actor=m1|shelled} the town.") is None


def test_what_stands_beside_a_date_long_past_is_not_dated_by_publication() -> None:
    body = (
        EVENT
        + "{e1 ASSAULT actor=m1 on=d1|shelled} the town {d1 2014|in 2014} and {e2 COERCE/seize actor=m1|took} the port."
    )
    assert code(body).records[1].date is None


def test_a_linked_expression_that_means_nothing_leaves_the_date_open_with_an_issue() -> None:
    body = EVENT + "{e1 ASSAULT actor=m1 on=d1|shelled} the town {d1 2023|when the plums were ripe}."
    coding = code(body)
    assert coding.records[0].date is None
    assert [issue.span.text for issue in coding.issues if issue.code == "date-unresolved" and issue.span] == [
        "when the plums were ripe"
    ]


def test_the_previous_day_counts_from_the_day_last_named() -> None:
    body = (
        EVENT
        + "{e1 ASSAULT actor=m1 on=d1|shelled} the town {d1 2023-03-03|on 3 March}. {m2 =m1|They} had {e2 COERCE/seize actor=m2 on=d2|taken} "
        "the hill {d2 2023-03-02|the previous day}."
    )
    found = code(body).records[1].date
    assert found is not None
    assert found.start == day("2023-03-02")


def test_a_second_telling_gives_the_date() -> None:
    body = "{e1 ASSAULT actor=m1 on=d1|Strike} on town. ~ {m1 RUS MIL|Russian forces} {e1|hit} it hard {d1 2023-03-06|on Monday}."
    assert date(body) == ("2023-03-06", "2023-03-06", "day", "expression")


@pytest.mark.parametrize(
    "body",
    [
        "{m1 UGA COP|Police} used force to {e1 ASSAULT actor=m1 on=d1|clear} the square {d1 2023-03-06|on Monday}.",
        "{m1 UGA GOV|The envoy} {e1 CONSULT/visit actor=m1 on=d1|flew} to Kampala {d1 2023-03-06|on Monday}.",
        "{m1 UGA REB|Rebels} {e1 ASSAULT actor=m1 on=d1|set fire} to the market {d1 2023-03-06|on Monday}.",
    ],
)
def test_to_does_not_look_ahead(body: str) -> None:
    assert date(body) == ("2023-03-06", "2023-03-06", "day", "expression")


@pytest.mark.parametrize(("start", "expected"), [(0, 0), (4, 0), (5, 5), (6, 5), (12, 10), (19, 19)])
def test_the_sentence_a_span_begins_in(start: int, expected: int) -> None:
    text = "One. Two. Three four"
    sentences = [Span.of(text, 0, 4), Span.of(text, 5, 9), Span.of(text, 10, 19)]
    span = Span.of(text, start, start + 1)
    found = sentence_of(sentences, span)
    assert found.start == (expected if found != span else start)


def test_no_sentences() -> None:
    span = Span(3, 4, "x")
    assert sentence_of([], span) == span


def test_had_in_reported_words_is_no_background() -> None:
    told = "{m2 POL GOV|Warsaw} {c1 by=m2 says=q1|said} {q1|" + EVENT + "had {e1 ASSAULT actor=m1|shelled} the town}."
    own = EVENT + "had {e1 ASSAULT actor=m1|shelled} the town."
    assert date(told) == ("2023-03-09", "2023-03-09", "day", "published")
    assert date(own) is None


# --- days taken from words about another event ---------------------------------------------------------------------

MET = "{m1 POL GOV|Warsaw} {e1 CONSULT actor=m1,m2 on=d1|met} {m2 LTU GOV|Vilnius} {d1 2023-03-07|on Tuesday}, "
TOWN = "{d1 2023-01-01|In January} {m1 MLI REB|rebels} {e1 COERCE/seize actor=m1 on=d1|seized} the town"
ASIDE = "{m1 PER GOV|The minister} {e1 RETREAT/resign actor=m1 on=d1|resigned} {d1 2023-03-06|on Monday}. "


def second(body: str) -> tuple[str, str] | None:
    """First day and basis of the second event, in the order of the text."""
    found = sorted(code(body).records, key=lambda record: record.trigger.start)[1].date
    return (found.start.isoformat(), found.basis) if found else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (MET + "a day after they had {e2 AGREE actor=m1,m2|agreed} to it.", ("2023-03-06", "expression")),
        (MET + "two weeks after soldiers {e2 ASSAULT|fired} on a crowd.", ("2023-02-21", "expression")),
        (MET + "3 days after the {e2 ASSAULT|attack}.", ("2023-03-04", "expression")),
        (MET + "a day before soldiers {e2 ASSAULT|fired} on a crowd.", ("2023-03-09", "published")),
        (MET + "a day after the holidays; soldiers {e2 ASSAULT|fired}.", ("2023-03-09", "published")),
    ],
)  # fmt: skip
def test_a_day_after(body: str, expected: tuple[str, str]) -> None:
    assert second(body) == expected


def test_a_day_after_counts_from_the_news_where_no_day_is_named() -> None:
    body = "{m1 POL GOV|Warsaw} {e1 CONSULT actor=m1|met} envoys, a day after rebels {e2 ASSAULT|fired} on a crowd."
    assert second(body) == ("2023-03-08", "expression")


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (", and {m2 MLI GOV|the governor} {e2 RETREAT actor=m2|fled}.", ("2023-01-01", "expression")),
        (" but {e2 COERCE/arrest actor=m1|detained} nobody.", ("2023-01-01", "expression")),
        (" after a {e2 ASSAULT|bombardment}.", None),
        (", and {m2 MLI GOV|the governor} {c1 by=m2 says=q1|said} {q1|troops had {e2 ASSAULT|fired} on him}.", None),
    ],
)
def test_a_date_at_the_start_holds_for_clauses_joined_to_its_own(rest: str, expected: tuple[str, str] | None) -> None:
    assert second(TOWN + rest) == expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("Within hours", ("2023-03-06", "context")),
        ("Hours later", ("2023-03-06", "context")),
        ("Troops then", ("2023-03-06", "context")),
        ("That night", ("2023-03-06", "context")),
        ("In the capital", ("2023-03-09", "published")),
    ],
)
def test_a_sentence_that_goes_on_with_the_day_before_it(opening: str, expected: tuple[str, str]) -> None:
    assert second(ASIDE + opening + " police {e2 COERCE/arrest|detained} him.") == expected


def test_on_monday_when() -> None:
    body = "{m1 PER GOV|The minister} {e1 RETREAT/resign actor=m1 on=d1|resigned} {d1 2023-03-06|on Monday} when troops {e2 ASSAULT|fired}."
    assert second(body) == ("2023-03-06", "expression")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("{d1 2019-01-01|In 2019} soldiers {e1 ASSAULT on=d1|fired} on the crowd and students {e2 PROTEST|marched}.", ("2019-01-01", "expression")),
        ("{m1 KEN JUD|The court} {e2 ACCUSE|accuses} him, mayor of the town for all of the long years {d1 2016-01-01|from 2016 to 2022}; "
         "he {e1 REJECT on=d1|refused}.", ("2023-03-09", "published")),
    ],
)  # fmt: skip
def test_days_long_past_make_background_of_what_stands_near(sentence: str, expected: tuple[str, str]) -> None:
    found = {record.category: record.date for record in code(sentence).records}
    other = found.get("PROTEST") or found.get("ACCUSE")
    assert other is not None
    assert (other.start.isoformat(), other.basis) == expected
