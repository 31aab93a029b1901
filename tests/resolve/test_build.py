"""The helper that makes Taggings by hand keeps to the conventions of the tagger."""

from onrecord.model import Tagging
from tests.marked import passage_of
from tests.resolve.build import tagging_of


def made(body: str) -> Tagging:
    return tagging_of(passage_of(body))


def test_spans_stand_in_the_order_of_the_text_and_arcs_point_at_them() -> None:
    tagging = made(
        "{q1|{m2 UKR CVL|Two men} were {e1 ASSAULT/firearms actor=m1 recipient=m2 at=p1 on=d1|shot} by {m1 RUS MIL|soldiers} "
        "in {p1 UKR|Izium} {d1 2023-03-08|on Wednesday}}, {m3 UKR GOV|the mayor} {c1 by=m3 says=q1|said}."
    )
    assert [m.span.text for m in tagging.mentions] == ["Two men", "soldiers", "the mayor"]
    (trigger,) = tagging.triggers
    assert (trigger.actors, trigger.recipients, trigger.places, trigger.dates) == ((1,), (0,), (0,), (0,))
    (cue,) = tagging.cues
    assert cue.speakers == (2,)
    assert [tagging.contents[i].spans[0].text for i in cue.contents] == [
        "Two men were shot by soldiers in Izium on Wednesday"
    ]


def test_the_antecedent_is_the_nearest_earlier_mention_also_of_a_name_that_comes_later() -> None:
    tagging = made(
        "When {m1 =m2|he} {e1 RETREAT/resign actor=m1|resigned}, {m2 FRA GOV|Paul Rey} wept; {m3 =m2|he} {e2 CONCEDE actor=m3|apologised}."
    )
    assert [m.antecedent for m in tagging.mentions] == [None, 0, 1]
    assert [m.sector for m in tagging.mentions] == ["GOV", "GOV", "GOV"]


def test_parts_of_a_broken_trigger_are_linked_and_arcs_go_to_the_nearest() -> None:
    tagging = made(
        "{m1 MLI REB|Rebels} {e1 ASSAULT/abduct actor=m1 recipient=m2|took} {m2 FRA CVL|four nuns} {e1|hostage}."
    )
    assert [t.spans[0].text for t in tagging.triggers] == ["took", "hostage"]
    assert [t.same for t in tagging.triggers] == [None, 0]
    assert [t.actors for t in tagging.triggers] == [(0,), ()]


def test_two_cues_on_one_word_are_one_cue_with_two_speakers_and_the_outer_content() -> None:
    tagging = made(
        "{q2|{q1|{m1 SYR MIL|Troops} {e1 RETREAT/withdraw actor=m1|left}}, and quickly}, {m2 SYR CVL|a farmer} "
        "{c1 by=m2 says=q1|{c2 by=m3 says=q2|told}} {m3 INT JRN|Reuters}."
    )
    (cue,) = tagging.cues
    assert cue.speakers == (1, 2)
    assert len(cue.contents) == 1
    assert tagging.contents[cue.contents[0]].spans[0].text == "Troops left, and quickly"


def test_a_second_stand_on_the_same_words_touches_the_trigger() -> None:
    tagging = made(
        "{q1|{m1 SDN MIL|The army} {e2 ASSAULT actor=m1 is=denied under=c2|{e1 ASSAULT actor=m1|shelled}} the town}, {m2 SDN CVL|residents} "
        "{c1 by=m2 says=q1|said}; {m3 SDN MIL|the army} {c2 by=m3 says=q2|denied} {q2|it}."
    )
    assert len(tagging.triggers) == 1
    assert tagging.triggers[0].factuality == "asserted"
    assert [cue.touches for cue in tagging.cues] == [(), (0,)]


def test_without_codes_mentions_carry_none() -> None:
    tagging = tagging_of(passage_of("{m1 IGO IGO|The bloc} {e1 ACCUSE actor=m1|condemned} it."), codes_given=False)
    assert (tagging.mentions[0].sector, tagging.mentions[0].realm) == (None, "none")
