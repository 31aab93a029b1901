import random
from dataclasses import replace

import pytest
from bench.link import load_half, synthetic

from onrecord.link import LinkReport, link
from tests.link.build import groups, judged, later, record

HALF = load_half("tune")


def events_of(linked) -> dict[str, str]:
    return {one.record: one.event for one in linked.links}


def test_the_order_of_records_and_reports_makes_no_difference() -> None:
    first = link(HALF.records, HALF.reports)
    for seed in range(3):
        rng = random.Random(seed)
        records, reports = list(HALF.records), list(HALF.reports)
        rng.shuffle(records)
        rng.shuffle(reports)
        assert link(records, reports) == first


@pytest.mark.parametrize("seed", range(4))
def test_batch_by_batch_gives_the_same_events_as_all_at_once(seed: int) -> None:
    records = list(HALF.records)
    random.Random(seed).shuffle(records)
    links = ()
    for cut in (25, 60, 61, len(records)):
        links = link(records[:cut], HALF.reports, earlier=links).links
    assert groups(links) == groups(link(HALF.records, HALF.reports).links)


def test_linking_again_changes_nothing_and_looks_at_nothing() -> None:
    first = link(HALF.records, HALF.reports)
    again = link(HALF.records, HALF.reports, earlier=first.links)
    assert again.relinked == 0
    assert link(HALF.records, HALF.reports, earlier=first.links, events=first.events).events == first.events
    assert (again.events, again.links) == (first.events, first.links)
    assert link(HALF.records, HALF.reports, earlier=first.links, anew=True).events == first.events


def test_ids_stay_when_events_grow_even_by_an_earlier_report() -> None:
    old = [record("m", published=later(1)), record("n", published=later(1), category="PROTEST")]
    first = events_of(link(old))
    # The newcomers sort before the records that founded the events.
    more = [*old, record("a"), record("b", category="PROTEST", published=later(0))]
    second = events_of(link(more, earlier=link(old).links))
    assert second["m"] == second["a"] == first["m"]
    assert second["n"] == second["b"] == first["n"]


def test_a_new_batch_leaves_other_events_alone() -> None:
    records, reports = synthetic(600)
    old = link(records[:-5], reports)
    new = link(records, reports, earlier=old.links, events=old.events)
    assert new.events == link(records, reports, earlier=old.links).events
    assert new.relinked < 60
    assert groups(new.links) == groups(link(records, reports).links)


def test_a_record_that_is_gone_or_changed_is_noticed() -> None:
    records = [record("a"), record("b"), record("c", place="Sutton", sentence="A bridge was mined.")]
    first = link(records)
    gone = link(records[1:], earlier=first.links)
    assert {one.record for one in gone.links} == {"b", "c"}
    assert events_of(gone)["b"] == events_of(first)["b"]
    moved = [records[0], replace(records[1], date_start=later(40), date_end=later(40), published=later(40)), records[2]]
    changed = events_of(link(moved, earlier=first.links))
    assert changed["a"] != changed["b"]
    assert events_of(first)["a"] in (changed["a"], changed["b"])


def test_the_id_of_an_event_that_is_gone_is_not_given_to_another() -> None:
    first = link([record("a"), record("b")])
    # "a" stays what it was and "b" leaves; then all is parted by a person.
    parted = link([record("a"), record("b")], earlier=first.links, judgements=[judged("a", "b", "different")])
    ids = {one.event for one in parted.links}
    assert len(ids) == 2
    assert first.links[0].event in ids


def test_a_week_of_like_attacks_is_no_single_event() -> None:
    week = [
        record(f"{day}{teller}", date_start=later(day), published=later(day))
        for day in range(7) for teller in "abc"
    ]  # fmt: skip
    linked = link(week)
    assert groups(linked.links) == {frozenset(f"{day}{teller}" for teller in "abc") for day in range(7)}


def test_undated_records_do_not_chain_a_week() -> None:
    week = [record(f"{day}", date_start=None, published=later(day)) for day in range(14)]
    assert max(len(group) for group in groups(link(week).links)) <= 5


def test_many_like_records_of_one_day_stay_affordable() -> None:
    crowd = [record(f"{number:04}", sentence=f"Troops fired at house {number % 7}.") for number in range(1500)]
    linked = link(crowd)
    assert len(linked.links) == 1500
    assert len(linked.events) < 40


def test_every_record_has_one_link_and_every_event_its_records() -> None:
    linked = link(HALF.records, HALF.reports)
    assert sorted(one.record for one in linked.links) == sorted(one.id for one in HALF.records)
    of_events = [record_id for event in linked.events for record_id in event.records]
    assert sorted(of_events) == sorted(one.id for one in HALF.records)
    assert all(0 <= one.score <= 1 and one.reasons for one in linked.links)


def test_nothing_is_linked_to_nothing() -> None:
    assert link([]).events == ()
    assert link([record("a")]).events[0].records == ("a",)


def test_hostile_words_cost_little_and_break_nothing() -> None:
    worst = "a" * 20_000 + " \ud800\u202e\x00 " + "x " * 20_000
    rows = [record(f"{n}", f"{worst}/AAA/MIL", place=worst, sentence=worst) for n in range(20)]
    linked = link(rows, [LinkReport(f"r-{n}", None, worst) for n in range(20)])
    assert len(linked.links) == 20


def test_copies_of_one_wire_are_one_origin() -> None:
    text = "The army burned the granary of Norton at dawn on Friday, the mayor said, and took eleven men away in two lorries to the barracks."
    reports = [
        LinkReport("r-a", later(0), text),
        LinkReport("r-b", later(1), "UPDATE " + text + " Their families wait at the gate."),
        LinkReport(
            "r-c",
            later(1),
            "Smoke rose over the village; a priest counted the missing and wrote their names on a door before noon that day.",
        ),
    ]
    (event,) = link([record("a"), record("b"), record("c")], reports).events
    assert (event.reports, event.origins, event.standing) == (3, 2, "corroborated")
    (event,) = link([record("a"), record("b")], reports).events
    assert (event.reports, event.origins, event.standing) == (2, 1, "single-source")
