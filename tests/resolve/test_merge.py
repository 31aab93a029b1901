import pytest

from onrecord.model import Record
from onrecord.resolve.merge import join, same_event
from tests.resolve.build import code, day, only

STRIKE = "{{m1 RUS MIL|Russian forces}} {{e1 ASSAULT/aerial actor=m1 recipient=m2|struck}} {{m2 UKR BUS|the plant}}"


def triggers(body: str) -> list[list[str]]:
    """The words of each record: its trigger, then its further mentions."""
    return [[record.trigger.text, *(span.text for span in record.mentions)] for record in code(body).records]


def test_the_tagger_s_link_makes_one_record_with_the_trigger_that_has_more_to_it() -> None:
    body = (
        "{e1 ASSAULT/aerial actor=m1 recipient=m2|Strike} on plant. ~ {m1 RUS MIL|Russian forces} {e1|hit} {m2 UKR BUS|the plant}; "
        "{e1|the raid} lasted an hour."
    )
    assert triggers(body) == [["hit", "Strike", "the raid"]]


def test_a_headline_is_joined_to_the_body_whose_words_lead() -> None:
    body = (
        "{m1 RUS MIL|Russian forces} {e1 ASSAULT/aerial actor=m1 recipient=m2|hit} {m2 UKR BUS|the power plant} ~ "
        "{m3 =m1|Russian forces} {e2 ASSAULT/aerial actor=m3 recipient=m4 on=d1|struck} {m4 =m2|the power plant} {d1 2023-03-08|on Wednesday}."
    )
    assert triggers(body) == [["struck", "hit"]]
    assert code(body).records[0].date is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # another category, mode, recipient, actor, day, place, factuality, source
        ("{e1 ASSAULT actor=m1 recipient=m2|shelled}", "{e2 COERCE/seize actor=m1 recipient=m2|occupied}"),
        ("{e1 ASSAULT/drone actor=m1 recipient=m2|hit}", "{e2 ASSAULT/aerial actor=m1 recipient=m2|bombed}"),
        ("{e1 ASSAULT actor=m1 recipient=m2|shelled}", "{e2 ASSAULT actor=m1 recipient=m3|shelled}"),
        ("{e1 ASSAULT actor=m1 recipient=m2|shelled}", "{e2 ASSAULT actor=m3 recipient=m2|shelled}"),
        ("{e1 ASSAULT actor=m1 recipient=m2 on=d1|shelled}", "{e2 ASSAULT actor=m1 recipient=m2 on=d2|shelled}"),
        ("{e1 ASSAULT actor=m1 recipient=m2 at=p1|shelled}", "{e2 ASSAULT actor=m1 recipient=m2 at=p2|shelled}"),
        (
            "{e1 ASSAULT actor=m1 recipient=m2|shelled}",
            "{n1 of=e2|never} {e2 ASSAULT actor=m1 recipient=m2 is=denied|shelled}",
        ),
        ("{e1 ASSAULT actor=m1|shelled}", "{e2 ASSAULT recipient=m2|shelled}"),
    ],
)
def test_what_differs_is_not_joined(first: str, second: str) -> None:
    who = "{m1 RUS MIL|The Tsar's Own} and {m3 BLR MIL|the Minsk Brigade} near {m2 UKR CVL|Zhovte village}"
    when = "{d1 2023-03-06|on Monday} or {d2 2023-03-08|on Wednesday} at {p1 UKR|Izium} or {p2 UKR|Kherson}"
    assert len(triggers(f"Of {who} {when} it is told: they {first}. Later they {second}.")) == 2


def test_two_sources_make_two_records() -> None:
    told = "{{q{0}|{{m{1} {2}|{3}}} {{e{0} ASSAULT actor=m{1} recipient=m{4}|shelled}} {{m{4} {5}|Zhovte}}}}, {{m{6} UKR GOV|{7}}} {{c{0} by=m{6} says=q{0}|said}}."
    one = told.format(1, 1, "RUS MIL", "Russian forces", 2, "UKR CVL", 3, "the mayor")
    other = told.format(2, 4, "=m1", "Russian forces", 5, "=m2", 6, "the governor")
    same = told.format(2, 4, "=m1", "Russian forces", 5, "=m2", 6, "the mayor").replace("{m6 UKR GOV", "{m6 =m3")
    assert len(triggers(f"{one} Later: {other}")) == 2
    assert len(triggers(f"{one} Later: {same}")) == 1


def test_a_telling_without_a_source_is_joined_and_keeps_the_source() -> None:
    body = (
        "{m1 RUS MIL|Russian forces} {e1 ASSAULT actor=m1 recipient=m2|shelled} {m2 UKR CVL|Zhovte}. {q1|{m3 =m1|Russian forces} "
        "{e2 ASSAULT actor=m3 recipient=m4|hit} {m4 =m2|Zhovte}}, {m5 UKR GOV|the mayor} {c1 by=m5 says=q1|said}."
    )
    record = only(code(body))
    assert [source.participant.name for source in record.sources] == ["the mayor"]


def test_the_news_and_its_background_stay_apart() -> None:
    body = (
        "{m1 RUS MIL|Russian forces} {e1 ASSAULT actor=m1 recipient=m2 on=d1|shelled} {m2 UKR CVL|Zhovte} {d1 2023-03-08|on Wednesday}. "
        "{m3 =m1|Russian forces} had {e2 ASSAULT actor=m3 recipient=m4 on=d2|shelled} {m4 =m2|Zhovte} {d2 2022|in 2022}."
    )
    assert triggers(body) == [["shelled"], ["shelled"]]


def test_two_acts_of_one_sentence_stay_apart() -> None:
    body = (
        "{m1 IND GOV|New Delhi} {e1 AID actor=m1 recipient=m2|donated} a boat to {m2 MDV COP|the Maldivian coast guard} and "
        "{e2 AID actor=m1 recipient=m3|trained} {m3 =m2|its} first crew."
    )
    assert triggers(body) == [["donated"], ["trained"]]


def record_of(body: str) -> Record:
    return only(code(body))


def test_joining_fills_what_the_first_lacks_and_keeps_what_it_has() -> None:
    first = record_of("{m1 RUS MIL|Russian forces} {e1 ASSAULT actor=m1|struck}.")
    second = record_of(
        "{m1 RUS MIL|Russian forces} {e1 ASSAULT/aerial actor=m1 recipient=m2 at=p1 on=d1|bombed} {m2 UKR CVL|a school} in {p1 UKR|Izium} "
        "{d1 2023-03-06|on Monday}, {k1 of=e1 killed=3|killing three}."
    )
    both = join(first, second)
    assert (both.trigger.text, [m.text for m in both.mentions]) == ("struck", ["bombed"])
    assert (both.mode, both.cameo) == ("aerial", second.cameo)
    assert [p.name for p in both.recipients] == ["a school"]
    assert both.place is not None
    assert both.date is not None
    assert (both.date.start, both.date.basis) == (day("2023-03-06"), "expression")
    assert both.killed is not None
    assert join(second, first).mode == "aerial"


def test_same_event_does_not_depend_on_the_order() -> None:
    bodies = [
        "{m1 RUS MIL|Russian forces} {e1 ASSAULT actor=m1|struck}.",
        "{m1 RUS MIL|Russian forces} {e1 ASSAULT/aerial actor=m1 recipient=m2|bombed} {m2 UKR CVL|a school}.",
        "{m1 RUS MIL|Russian forces} had {e1 ASSAULT/aerial actor=m1 recipient=m2|bombed} {m2 UKR CVL|a school}.",
        "{m2 UKR CVL|A school} was {e1 ASSAULT/drone recipient=m2 on=d1|hit} {d1 2023-03-01|on 1 March}.",
    ]
    records = [record_of(body) for body in bodies]
    assert all(same_event(a, b) == same_event(b, a) for a in records for b in records)
    assert all(same_event(record, record) for record in records)
