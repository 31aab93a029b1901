import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.codebook import load_codebook
from onrecord.explorer.columns import NO_DAY
from onrecord.explorer.errors import RequestError
from onrecord.explorer.filters import FILTER_NAMES, Filters, day_of, parameters_of, read_filters, read_number

BOOK = load_codebook()


def read(*parameters: tuple[str, str]) -> Filters:
    return read_filters(parameters, BOOK)


def test_values_of_one_facet_are_kept_in_their_order_and_once() -> None:
    found = read(("who", "RUS"), ("who", "UKR"), ("who", "RUS"), ("category", "ASSAULT/aerial"), ("undated", "1"))
    assert found == Filters(who=("RUS", "UKR"), category=("ASSAULT/aerial",), undated=True)


def test_an_empty_parameter_is_a_field_left_open() -> None:
    assert read(("who", ""), ("since", "")).everything


def test_names_are_looked_for_whatever_their_case_and_blanks() -> None:
    assert read(("who", "name:  President \u00a0 PUTIN ")).who == ("name:president putin",)


def test_days_are_inclusive_numbers() -> None:
    found = read(("since", "1969-12-31"), ("until", "2024-02-29"))
    assert found.since == -1
    assert day_of(found.until) == "2024-02-29"
    assert day_of(NO_DAY) is None


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("who", "Russia", "'Russia'"), ("who", "rus", "'rus'"), ("whom", "name: ", "whom"), ("party", "RUS'; DROP TABLE rows; --", "party"),
        ("sector", "ARMY", "'ARMY'"), ("category", "WAR", "'WAR'"), ("category", "ASSAULT/peaceful", "'ASSAULT/peaceful'"),
        ("place", "\u202ekcolb", "place"), ("factuality", "true", "'true'"), ("standing", "sure", "'sure'"), ("review", "done", "'done'"),
        ("since", "yesterday", "'yesterday'"), ("until", "2024-02-30", "'2024-02-30'"), ("bbox", "1,2,3", "'1,2,3'"),
        ("bbox", "0,nan,1,2", "bbox"), ("bbox", "0,10,1,2", "bbox"), ("undated", "yes", "'yes'"), ("who", "name:" + "x" * 600, "605"),
        ("report", "x" * 20_001, "20,001"), ("node", "x" * 20_001, "20,001"), ("q", "x" * 2_001, "2,001"),
    ],
)  # fmt: skip
def test_a_bad_value_is_named(name: str, value: str, named: str) -> None:
    with pytest.raises(RequestError) as raised:
        read((name, value))
    assert named in raised.value.message
    assert raised.value.remedy
    assert raised.value.status == 400


def test_contradictions_and_excess_are_refused() -> None:
    with pytest.raises(RequestError, match="since lies after until"):
        read(("since", "2024-02-02"), ("until", "2024-02-01"))
    with pytest.raises(RequestError, match="2 values"):
        read(("since", "2024-02-02"), ("since", "2024-02-01"))
    with pytest.raises(RequestError, match="101 values"):
        read(*(("report", str(n)) for n in range(101)))


def test_python_arguments_are_the_same_parameters() -> None:
    assert parameters_of({"who": "RUS", "category": ["AID", "ASSAULT"], "undated": True, "bbox": (1, 2, 3, 4.5), "since": None}) == [
        ("who", "RUS"), ("category", "AID"), ("category", "ASSAULT"), ("undated", "1"), ("bbox", "1,2,3,4.5"),
    ]  # fmt: skip
    with pytest.raises(RequestError, match="there is no filter catgory"):
        parameters_of({"catgory": "AID"})


@pytest.mark.parametrize("text", ["-1", "1e3", "٣", "1.0", "99999999999999", "201", " 5"])
def test_numbers_are_plain_and_bounded(text: str) -> None:
    with pytest.raises(RequestError, match="limit"):
        read_number({"limit": text}, "limit", 10, 200)


@given(st.sampled_from(FILTER_NAMES), st.text(max_size=60))
def test_any_text_is_either_read_or_refused_by_name(name: str, value: str) -> None:
    try:
        read((name, value))
    except RequestError as fault:
        assert fault.message  # noqa: PT017 - either way is right
