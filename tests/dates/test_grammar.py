"""What date expressions mean. The report is of Thursday, 9 March 2023 unless a test says otherwise."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dates import Resolved, resolve_date
from onrecord.dates.vocabulary import load_vocabulary

THURSDAY = datetime.date(2023, 3, 9)
MONDAY = datetime.date(2023, 3, 6)
DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 12, 31))
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def written(found: Resolved | None) -> str | None:
    """A resolved date as the corpus writes it."""
    if found is None:
        return None
    if found.granularity == "day":
        assert found.start == found.end
        return found.start.isoformat()
    if found.granularity == "month":
        return found.start.isoformat()[:7]
    if found.granularity == "year":
        return found.start.isoformat()[:4]
    return f"{found.start}..{found.end}"


PAST = [
    ("on Thursday", "2023-03-09"), ("on Monday", "2023-03-06"), ("on Friday", "2023-03-03"),
    ("Sunday night", "2023-03-05"), ("last Friday", "2023-03-03"), ("last Thursday", "2023-03-02"),
    ("last Friday night", "2023-03-03"), ("early on Wednesday", "2023-03-08"),
    ("overnight on Wednesday", "2023-03-08"), ("before dawn on Friday", "2023-03-03"),
    ("in the small hours of Tuesday", "2023-03-07"), ("during the Sunday evening service", "2023-03-05"),
    ("at a sitting on Saturday", "2023-03-04"), ("at 6.55 a.m. on Wednesday", "2023-03-08"),
    ("at half past eleven on Friday night", "2023-03-03"),
    ("one minute before midnight on Monday", "2023-03-06"), ("at two on Sunday afternoon", "2023-03-05"),
    ("shortly after midnight on Thursday", "2023-03-09"), ("Monday’s", "2023-03-06"),
    ("by Thursday noon", "2023-03-09"), ("following Friday prayers", "2023-03-03"), ("today", "2023-03-09"),
    ("tonight", "2023-03-09"), ("this morning", "2023-03-09"), ("overnight", "2023-03-09"),
    ("early today", "2023-03-09"), ("yesterday", "2023-03-08"), ("last night", "2023-03-08"),
    ("at dawn", "2023-03-09"), ("at half past four", "2023-03-09"), ("the day before yesterday", "2023-03-07"),
    ("the night before last", "2023-03-07"), ("two weeks ago", "2023-02-23"), ("a fortnight ago", "2023-02-23"),
    ("Two nights ago", "2023-03-07"), ("twenty-five days ago", "2023-02-12"), ("24 hours ago", "2023-03-08"),
    ("a week ago on Monday", "2023-02-27"), ("a month ago", "2023-02"), ("twelve months ago", "2022-03"),
    ("a decade ago", "2013"), ("a hundred years ago", "1923"), ("about three weeks ago", "2023-02"),
    ("A century ago today", "1923-03-09"), ("last week", "2023-02-27..2023-03-05"),
    ("this week", "2023-03-06..2023-03-12"), ("over the weekend", "2023-03-04..2023-03-05"),
    ("the week before last", "2023-02-20..2023-02-26"), ("over the past week", "2023-02-27..2023-03-05"),
    ("last month", "2023-02"), ("late last month", "2023-02"), ("earlier this month", "2023-03"),
    ("last year's", "2022"), ("earlier this year", "2023"), ("by the end of the month", "2023-03"),
    ("since the beginning of the year", "2023"), ("in December", "2022-12"), ("in March", "2023-03"),
    ("since June", "2022-06"), ("last December", "2022-12"), ("last March", "2022-03"),
    ("this March", "2023-03"), ("in July last year", "2022-07"), ("since mid-February", "2023-02"),
    ("on 5 October", "2022-10-05"), ("on March 8", "2023-03-08"), ("KYIV, March 8", "2023-03-08"),
    ("March 10", "2023-03-10"), ("Dec. 6", "2022-12-06"), ("the third of May", "2022-05-03"),
    ("the night of 9 June", "2022-06-09"), ("Thursday, 9 March", "2023-03-09"),
    ("March 8 on Wednesday", "2023-03-08"), ("on 3 September last year", "2022-09-03"),
    ("on the 13th", "2023-02-13"), ("on the 7th", "2023-03-07"), ("on the 31st", "2023-01-31"),
    ("February 29", "2020-02-29"), ("on Christmas Day", "2022-12-25"), ("Good Friday", "2022-04-15"),
    ("from Sunday to Tuesday", "2023-03-05..2023-03-07"),
    ("on Friday, Saturday and Sunday", "2023-03-03..2023-03-05"),
    ("from 3 to 5 March", "2023-03-03..2023-03-05"), ("between 30 July and 3 August", "2022-07-30..2022-08-03"),
    ("the night of 3 to 4 May", "2022-05-03..2022-05-04"),
    ("30 December to 2 January", "2022-12-30..2023-01-02"),
    ("between October and December", "2022-10-01..2022-12-31"), ("in May and June", "2022-05-01..2022-06-30"),
    ("from last Monday to yesterday", "2023-03-06..2023-03-08"), ("last winter", "2022-12-01..2023-02-28"),
    ("for three weeks", "2023-02-16"), ("for the past three weeks", "2023-02-16"),
    ("for two months", "2023-01"), ("in the last three days", "2023-03-06..2023-03-09"),
    ("Monday last week", "2023-02-27"), ("two days after 1 March", "2023-03-03"),
    ("the day before Christmas", "2022-12-24"), ("on the tenth anniversary of the siege", "2013-03-09"),
    ("9/3/2023", "2023-03-09"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "value"), PAST)
def test_past(words: str, value: str) -> None:
    assert written(resolve_date(words, THURSDAY)) == value


FUTURE = [
    ("on Monday", "2023-03-13"), ("on Thursday", "2023-03-09"), ("from Friday", "2023-03-10"),
    ("next Thursday", "2023-03-16"), ("next Friday", "2023-03-10"), ("tomorrow", "2023-03-10"),
    ("the day after tomorrow", "2023-03-11"), ("next week", "2023-03-13..2023-03-19"),
    ("at the weekend", "2023-03-11..2023-03-12"), ("next month", "2023-04"), ("next year", "2024"),
    ("in May", "2023-05"), ("in February", "2024-02"), ("next February", "2024-02"),
    ("on 30 April", "2023-04-30"), ("on February 16", "2024-02-16"), ("on the 13th", "2023-03-13"),
    ("on the 7th", "2023-04-07"), ("on May Day", "2023-05-01"), ("on Tuesday of next week", "2023-03-14"),
    ("over the next two weeks", "2023-03-10..2023-03-23"),
    ("on Tuesday, Thursday and Saturday", "2023-03-14..2023-03-18"),
    ("from 3 to 5 April", "2023-04-03..2023-04-05"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "value"), FUTURE)
def test_future(words: str, value: str) -> None:
    assert written(resolve_date(words, THURSDAY, future=True)) == value


NAMED = [
    ("the previous day", "2023-03-05"), ("the day before", "2023-03-05"), ("the next day", "2023-03-07"),
    ("a day later", "2023-03-07"), ("two days later", "2023-03-08"), ("the following day", "2023-03-07"),
    ("the same day", "2023-03-06"), ("that same night", "2023-03-06"), ("that morning", "2023-03-06"),
    ("Hours later", "2023-03-06"), ("a week later", "2023-03-13"), ("the previous night", "2023-03-05"),
    ("a month later", "2023-04"), ("Nine years later", "2032"), ("that Sunday", "2023-03-05"),
    ("the following Friday", "2023-03-10"), ("four days after", "2023-03-02"), ("that month", "2023-03"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "value"), NAMED)
def test_counted_from_the_day_named(words: str, value: str) -> None:
    assert written(resolve_date(words, THURSDAY, named=MONDAY)) == value


@pytest.mark.parametrize(
    "words", ["the previous day", "the next day", "two days later", "the same day", "that evening"]
)
def test_without_a_day_named_these_stay_open(words: str) -> None:
    assert resolve_date(words, THURSDAY) is None


@pytest.mark.parametrize("words", ["the day before", "a day earlier", "the night before"])
def test_the_day_before_counts_from_publication_where_no_day_is_named(words: str) -> None:
    assert written(resolve_date(words, THURSDAY)) == "2023-03-08"


def test_periods_count_for_months_and_years_and_not_for_days() -> None:
    period = datetime.date(2011, 5, 1)
    assert written(resolve_date("the following year", THURSDAY, named=MONDAY, period=period)) == "2012"
    assert written(resolve_date("in June that year", THURSDAY, named=MONDAY, period=period)) == "2011-06"
    assert written(resolve_date("the following day", THURSDAY, named=MONDAY, period=period)) == "2023-03-07"


ABSOLUTE = [
    ("2014", "2014"), ("in the 1990s", "1990-01-01..1999-12-31"), ("in May 2016", "2016-05"),
    ("03 April 2020", "2020-04-03"), ("March 3-5, 2021", "2021-03-03..2021-03-05"),
    ("10 October 2022 at 08:15 GMT", "2022-10-10"), ("2022-10-10", "2022-10-10"),
    ("2022-10-10T08:15:00Z", "2022-10-10"), ("10.3.2022", "2022-03-10"), ("13/2/2023", "2023-02-13"),
    ("2/13/2023", "2023-02-13"), ("Monday, 6 March 2023", "2023-03-06"),
    ("from 1998 to 2000", "1998-01-01..2000-12-31"), ("2014–15", "2014-01-01..2015-12-31"),
    ("from September 2011 to December 2015", "2011-09-01..2015-12-31"),
    ("December 30 to January 2, 2021", "2020-12-30..2021-01-02"), ("Sept. 11, 2001", "2001-09-11"),
    ("On 11 July 2006", "2006-07-11"), ("summer of 2019", "2019-06-01..2019-08-31"),
    ("the 19th century", "1801-01-01..1900-12-31"), ("a Monday in March 2014", "2014-03"),
    ("3/3/2023", "2023-03-03"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "value"), ABSOLUTE)
def test_absolute_dates_need_no_publication_day(words: str, value: str) -> None:
    assert written(resolve_date(words, None)) == value
    assert written(resolve_date(words, THURSDAY, future=True)) == value


@pytest.mark.parametrize("words", [words for words, _ in PAST if words != "9/3/2023"])
def test_relative_dates_need_a_publication_day(words: str) -> None:
    assert resolve_date(words, None) is None


@pytest.mark.parametrize(
    "words",
    [
        "", " ", ",", "soon", "recently", "in recent weeks", "several days ago", "every Monday",
        "Independence Day", "9/11", "31 April", "29 February 2023", "the 1931 invasion",
        "on the anniversary of the 1931 invasion", "the day after the attack", "on the eve of the vote",
        "Tuesday, 6 March 2023", "2022-13-01", "13/13/2023", "the 32nd", "May 2016 and 31", "0 March",
        "99999999999 years ago", "9999 years ago", "from Monday", "x" * 5000,
    ],
)  # fmt: skip
def test_what_cannot_be_worked_out_is_none(words: str) -> None:
    expected = "2023-03-06" if words == "from Monday" else None
    assert written(resolve_date(words, THURSDAY)) == expected


def test_day_and_month_in_an_unknown_order() -> None:
    assert resolve_date("9/3/2023", None) is None
    assert resolve_date("9/3/2022", THURSDAY) is None, "both readings lie before publication"
    assert resolve_date("9/3/2023", THURSDAY, future=True) is None


def test_a_weekday_decides_the_year() -> None:
    assert written(resolve_date("Friday, 10 March", THURSDAY)) == "2023-03-10"
    assert resolve_date("Tuesday, 9 March", THURSDAY) is None, "2021 is too far away to be meant"
    assert written(resolve_date("Saturday, 31 December", datetime.date(2023, 1, 2))) == "2022-12-31"


def test_an_opener_names_the_day_of_the_apposition() -> None:
    assert written(resolve_date("a day earlier, on Tuesday", THURSDAY)) == "2023-03-07"
    assert written(resolve_date("on 7 December, the same day", THURSDAY)) == "2022-12-07"


@pytest.mark.parametrize(
    ("published", "words", "value"),
    [
        ("2023-03-12", "at the weekend", "2023-03-11..2023-03-12"),
        ("2023-03-11", "last weekend", "2023-03-04..2023-03-05"),
        ("2023-01-01", "last week", "2022-12-19..2022-12-25"),
        ("2023-01-15", "last month", "2022-12"),
        ("2023-03-31", "a month ago", "2023-02"),
        ("2024-02-29", "a year ago", "2023"),
        ("2000-04-30", "Easter Sunday", "2000-04-23"),
        ("2023-01-02", "on Saturday", "2022-12-31"),
    ],
)
def test_edges_of_weeks_months_and_years(published: str, words: str, value: str) -> None:
    assert written(resolve_date(words, datetime.date.fromisoformat(published))) == value


@given(DAYS, st.sampled_from(WEEKDAYS))
def test_weekday_rules(published: datetime.date, name: str) -> None:
    def days_from_publication(words: str, future: bool = False) -> int:
        found = resolve_date(words, published, future=future)
        assert found is not None
        assert found.start.isoweekday() == WEEKDAYS.index(name) + 1
        return (found.start - published).days

    assert -6 <= days_from_publication(f"on {name}") <= 0
    assert -7 <= days_from_publication(f"last {name}") <= -1
    assert 0 <= days_from_publication(f"on {name}", future=True) <= 6
    assert 1 <= days_from_publication(f"next {name}") <= 7


def check(words: str, published: datetime.date | None, future: bool, named: datetime.date | None) -> None:
    found = resolve_date(words, published, future=future, named=named)
    if found is None:
        return
    assert found.start <= found.end
    if found.granularity == "day":
        assert found.start == found.end
    if found.granularity == "month":
        assert (found.start.day, (found.end + datetime.timedelta(days=1)).day) == (1, 1)
    if found.granularity == "year":
        assert (found.start.month, found.start.day, found.end.month, found.end.day) == (1, 1, 12, 31)


@given(st.text(max_size=300), DAYS | st.none(), st.booleans(), DAYS | st.none())
def test_never_raises_on_any_text(
    words: str, published: datetime.date | None, future: bool, named: datetime.date | None
) -> None:
    check(words, published, future, named)


PIECES = [" ".join(phrase) for phrase in sorted(load_vocabulary().entries)]
PIECES += ["3", "31", "9", "2014", "9999", "0", "1990s", "13th", "2022-10-10"]
PIECES += ["9/3/2023", "8pm", ",", "-", "–", "siege"]
PIECES += ["9/3/2023", "8pm", ",", "-", "–", "siege"]


@given(
    st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join),
    st.dates() | st.none(),
    st.booleans(),
    st.dates() | st.none(),
)
def test_never_raises_on_date_words_in_any_order(
    words: str, published: datetime.date | None, future: bool, named: datetime.date | None
) -> None:
    check(words, published, future, named)
    check(words.title(), published, future, named)


@pytest.mark.parametrize(
    "piece", ["1", "1.", "1/", "Monday ", "a ", "'", "a'", "-", "9 March ", ", ", "\ud800", "\u0000"]
)
def test_hostile_expressions_cost_nothing(piece: str) -> None:
    begun = time.perf_counter()
    for size in (60, 199, 200_000):
        resolve_date((piece * size)[: max(size, 199)], THURSDAY)
    assert time.perf_counter() - begun < 0.5
