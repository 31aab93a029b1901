from onrecord.link import link
from onrecord.link.judge import constraints
from tests.link.build import groups, judged, later, record

FAR = {"place": "Sutton", "date_start": later(30), "published": later(30)}


def linked(records, *judgements):
    return link(records, judgements=judgements)


def test_same_overrides_every_score_and_says_who() -> None:
    pair = [record("a"), record("b", **FAR)]
    assert len(linked(pair).events) == 2
    one = linked(pair, judged("a", "b", "same"))
    assert len(one.events) == 1
    assert one.links[0].reasons == ("judged the same by Ada on 2024-06-01",)
    assert one.links[0].score == 1


def test_different_overrides_every_score() -> None:
    crowd = [record("a"), record("b"), record("c")]
    apart = linked(crowd, judged("a", "b", "different"))
    assert len(apart.events) == 2
    assert frozenset("ab") not in {group & frozenset("ab") for group in groups(apart.links)}


def test_the_last_judgement_on_a_pair_counts_and_undone_lifts_it() -> None:
    pair = [record("a"), record("b")]
    different, undone = judged("b", "a", "different", "2024-06-01"), judged("a", "b", "undone", "2024-06-02")
    assert len(linked(pair, different, undone).events) == 1
    assert len(linked(pair, undone, different).events) == 1  # rows count by their time, not by their place
    assert len(linked(pair, different, undone, judged("a", "b", "different", "2024-06-03")).events) == 2


def test_of_judgements_that_exclude_one_another_the_later_holds_and_the_other_is_told() -> None:
    rows = [
        judged("a", "b", "same", "2024-06-01"),
        judged("b", "c", "same", "2024-06-02"),
        judged("a", "c", "different", "2024-06-03"),
    ]
    found = linked([record("a"), record("b"), record("c")], *rows)
    by = {one.record: one.event for one in found.links}
    assert by["b"] == by["c"] != by["a"]
    assert found.notes == ("a and b, same by Ada on 2024-06-01, is not followed: later judgements make them different",)


def test_a_judgement_on_a_record_that_is_gone_is_told() -> None:
    assert "there is no record x any more" in linked([record("a")], judged("a", "x", "same")).notes[0]


def test_judgements_survive_linking_again_and_new_batches() -> None:
    records = [record("a"), record("b", **FAR)]
    row = judged("a", "b", "same")
    first = linked(records, row)
    more = [*records, record("c", published=later(1))]
    second = link(more, earlier=first.links, judgements=[row])
    assert groups(second.links) == {frozenset("abc")}
    third = link(more, earlier=second.links, judgements=[row, judged("a", "b", "undone", "2024-07-01")])
    assert groups(third.links) == {frozenset("ac"), frozenset("b")}


def test_records_that_a_person_joined_do_not_keep_a_like_one_out() -> None:
    # "c" is like "a" and nothing like "b", which a person put beside "a".
    found = linked([record("a"), record("b", **FAR), record("c")], judged("a", "b", "same"))
    assert groups(found.links) == {frozenset("abc")}


def test_every_record_of_the_ledger_is_looked_at() -> None:
    found = constraints([judged("a", "b", "undone"), judged("c", "x", "same")], ["a", "b", "c"])
    assert found.judged == {"a", "b", "c"}
    assert not found.apart
