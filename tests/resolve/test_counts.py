import pytest

from onrecord.model import CountWords, Span
from onrecord.resolve.counts import resolve_counts
from tests.resolve.build import code, only, resources

Found = tuple[int, str] | None


def read(text: str, *, killed: bool = True, injured: bool = False) -> tuple[Found, Found]:
    words = CountWords(Span(0, len(text), text), killed, injured)
    dead, hurt = resolve_counts([words], resources().words)
    return (dead.value, dead.bound) if dead else None, (hurt.value, hurt.bound) if hurt else None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("killed 12 people", (12, "exact")),
        ("killing twelve", (12, "exact")),
        ("twenty-one dead", (21, "exact")),
        ("killed 1,204 people", (1204, "exact")),
        ("1\u202f204 dead", (1204, "exact")),
        ("3 million dead", (3_000_000, "exact")),
        ("two hundred people died", (200, "exact")),
        ("at least 40 were killed", (40, "at least")),
        ("more than 200 dead", (200, "at least")),
        ("up to 30 deaths", (30, "at most")),
        ("as many as 30 deaths", (30, "at most")),
        ("about 50 were killed", (50, "about")),
        ("nearly 100 killed", (100, "about")),
        ("dozens of people died", (24, "at least")),
        ("two dozen people died", (24, "exact")),
        ("hundreds were killed", (200, "at least")),
        ("killed a man", (1, "exact")),
        ("a man died", (1, "exact")),
    ],
)
def test_numbers_and_bounds(text: str, count: Found) -> None:
    assert read(text) == (count, None)


@pytest.mark.parametrize(
    "text", ["killed people", "3.5 percent died", "died", "", "killed 99999999999 people", "the deaths"]
)
def test_no_number_of_people_is_no_count(text: str) -> None:
    assert read(text) == (None, None)


@pytest.mark.parametrize(
    ("text", "dead", "hurt"),
    [
        ("killed 12 people and wounded three", 12, 3),
        ("three dead and seven injured", 3, 7),
        ("Five people were killed and about 300 injured", 5, 300),
    ],
)
def test_killed_and_injured_in_one_stretch(text: str, dead: int, hurt: int) -> None:
    found_dead, found_hurt = read(text, injured=True)
    assert (found_dead and found_dead[0], found_hurt and found_hurt[0]) == (dead, hurt)


@pytest.mark.parametrize(
    ("text", "dead", "hurt"),
    [
        ("wounded 30 and killed two", 2, 30),
        ("killing at least 24 and injuring more than 200", 24, 200),
        ("fatally wounding one and injuring 16 people", 1, 16),
        ("two of the policemen were killed and five people wounded", 2, 5),
    ],
)
def test_a_number_goes_with_the_harm_word_of_its_own_clause(text: str, dead: int, hurt: int) -> None:
    found_dead, found_hurt = read(text, injured=True)
    assert (found_dead and found_dead[0], found_hurt and found_hurt[0]) == (dead, hurt)


@pytest.mark.parametrize(
    ("text", "value"), [("a hundred and three people were buried", 103), ("One hundred and seventeen died", 117)]
)
def test_hundreds_with_and(text: str, value: int) -> None:
    assert read(text) == ((value, "exact"), None)


@pytest.mark.parametrize("text", ["a girl of 19", "a man of 27 died", "A nurse of 61 was killed"])
def test_an_age_is_no_number_of_people(text: str) -> None:
    assert read(text) == ((1, "exact"), None)


@pytest.mark.parametrize("text", ["fifty people or more are dead", "Twenty or more died", "150 dead at least"])
def test_a_bound_after_the_number(text: str) -> None:
    dead, _ = read(text)
    assert dead is not None
    assert dead[1] == "at least"


def test_the_first_statement_of_each_kind_counts() -> None:
    record = only(
        code(
            "{m1 RUS MIL|Soldiers} {e1 ASSAULT actor=m1|shelled} a market, {k1 of=e1 killed=4|killing four}; {k2 of=e1 killed=6|six died} "
            "by nightfall, and {k3 of=e1 injured=9|nine were hurt}."
        )
    )
    assert record.killed is not None
    assert record.injured is not None
    assert (record.killed.value, [span.text for span in record.killed.spans]) == (4, ["killing four"])
    assert record.injured.value == 9


def test_hostile_numbers_are_bounded() -> None:
    text = "killed " + "million " * 20_000
    dead, _ = read(text)
    assert dead is None or dead[0] <= 10**9
    read("9," * 50_000 + " dead")
    read("hundred-" * 20_000)
