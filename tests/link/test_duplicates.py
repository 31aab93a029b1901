import random

from onrecord.link import LinkReport, near_duplicates
from tests.link.build import later

WORDS = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in ("ran", "lim", "tos", "vel")]


def text(seed: int, size: int = 60) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=size))


def found(*texts: str, days: list[int] | None = None) -> list[set[str]]:
    reports = [LinkReport(f"{n:03}", later(days[n] if days else 0), one) for n, one in enumerate(texts)]
    groups: dict[str, set[str]] = {}
    for report, origin in near_duplicates(reports).items():
        groups.setdefault(origin, set()).add(report)
    return sorted(groups.values(), key=min)


def test_a_copy_an_edited_copy_and_an_update_are_one_origin() -> None:
    wire = text(1)
    words = wire.split()
    edited = " ".join([*words[:20], "yesterday", *words[22:]])
    update = "Second version. " + wire.upper() + " " + text(2, 25)
    assert found(wire, edited, update, text(3)) == [{"000", "001", "002"}, {"003"}]


def test_the_same_subject_in_other_words_is_no_copy() -> None:
    one = "Two editors were arrested in the capital on Tuesday after a report on army pensions, the union of journalists said."
    other = "The journalists' union said police took two editors of a weekly away; they had written on what soldiers are paid."
    assert len(found(one, other)) == 2


def test_short_texts_prove_nothing_and_empty_ones_break_nothing() -> None:
    assert len(found("Police arrested two.", "Police arrested two.", "", "")) == 4


def test_the_same_text_weeks_later_is_a_text_of_its_own() -> None:
    assert len(found(text(1), text(1), days=[0, 30])) == 2


def test_among_many_reports_copies_are_found_in_whatever_order() -> None:
    texts = [text(seed) for seed in range(300)]
    copies = [" ".join([*one.split()[:-3], "as", "told", "before"]) for one in texts[:80]]
    reports = [LinkReport(f"{n:03}", later(0), one) for n, one in enumerate(texts + copies)]
    first = near_duplicates(reports)
    hits = sum(first[f"{300 + n:03}"] == f"{n:03}" for n in range(80))
    assert hits >= 78
    assert len(set(first.values())) >= 300
    random.Random(5).shuffle(reports)
    assert near_duplicates(reports) == first


def test_a_thousand_copies_of_one_text_are_one_origin() -> None:
    assert len(found(*[text(1)] * 1000)) == 1
