import datetime

import pytest

from onrecord.model import Mention, Participant, Span, Tagging
from onrecord.resolve.who import Who
from tests.marked import passage_of
from tests.resolve.build import resources, tagging_of

DAY = datetime.date(2023, 3, 9)


def who_of(body: str, *, codes_given: bool = False) -> tuple[Tagging, Who]:
    tagging = tagging_of(passage_of(body), codes_given=codes_given)
    return tagging, Who(tagging, resources().knowledge, resources().words, DAY)


def participants(body: str, *, codes_given: bool = False) -> dict[str, Participant]:
    """The participant of each mention by its words."""
    tagging, who = who_of(body, codes_given=codes_given)
    return {mention.span.text: who.participant(index, DAY) for index, mention in enumerate(tagging.mentions)}


def hand(text: str, *mentions: Mention) -> Who:
    return Who(Tagging(text, mentions), resources().knowledge, resources().words, DAY)


def words(text: str, part: str, **values: object) -> Mention:
    start = text.index(part)
    return Mention(Span.of(text, start, start + len(part)), **values)  # type: ignore[arg-type]


def test_a_pronoun_is_named_by_its_antecedent_and_keeps_both_spans() -> None:
    found = participants("{m1 DEU GOV|Chancellor Anna Weber} wept. {m2 =m1|She} left.")["She"]
    assert found.name == "Chancellor Anna Weber"
    assert [span.text for span in found.spans] == ["She", "Chancellor Anna Weber"]


def test_a_name_stands_for_itself_although_a_fuller_one_came_before() -> None:
    found = participants("{m1 DEU GOV|Chancellor Anna Weber} wept. {m2 =m1|Anna Weber} left.")["Anna Weber"]
    assert [span.text for span in found.spans] == ["Anna Weber"]


def test_a_description_is_named_by_the_fullest_name_of_its_party() -> None:
    found = participants(
        "{m1 MLI GOV|Choguel Maiga} spoke. {m2 =m1|Prime Minister Choguel Kokalla Maiga} left, and {m3 =m2|the premier} slept."
    )["the premier"]
    assert found.name == "Prime Minister Choguel Kokalla Maiga"


def test_a_name_that_comes_later_names_the_pronoun_before_it() -> None:
    found = participants("Before {m1 =m2|he} left, {m2 FRA GOV|President Paul Rey} spoke.")["he"]
    assert found.name == "President Paul Rey"


def test_a_party_without_a_name_goes_by_its_first_description() -> None:
    found = participants("{m1 - UAF|two gunmen} came. {m2 =m1|They} fired.")["They"]
    assert found.name == "two gunmen"


def test_a_lone_pronoun_is_left_as_it_stands() -> None:
    found = participants("{m1 - -|They} fired.")["They"]
    assert (found.name, found.country, found.sector, found.entity) == ("They", None, None, None)
    assert [span.text for span in found.spans] == ["They"]


def test_names_that_repeat_are_one_party_without_an_antecedent() -> None:
    tagging, who = who_of("{m1 - -|Ansar Dine} came. {m2 - -|Ansar Dine} went. {m3 - -|the Tuareg} stayed.")
    assert who.same(0, 1)
    assert not who.same(0, 2)
    assert len(tagging.mentions) == 3


def test_a_surname_alone_joins_the_one_longer_name_that_holds_it() -> None:
    _, who = who_of("{m1 CHN GOV|Foreign Minister Qin Gang} spoke. {m2 CHN GOV|Qin} left.")
    assert who.same(0, 1)
    assert who.participant(1).name == "Qin"


def test_a_surname_that_two_names_hold_joins_neither() -> None:
    _, who = who_of("{m1 USA GOV|Anna Smithers} met {m2 USA GOV|Paul Smithers}. {m3 USA GOV|Smithers} left.")
    assert not who.same(0, 2)
    assert not who.same(1, 2)


def test_a_state_is_no_surname() -> None:
    _, who = who_of("{m1 NGA GOV|Ambassador Joseph Niger} spoke. {m2 NER GOV|Niger} protested.")
    assert not who.same(0, 1)


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("Russian forces", "RUS", "MIL"),
        ("French police", "FRA", "COP"),
        ("Iranian officials", "IRN", "GOV"),
        ("the Kremlin", "RUS", "GOV"),
        ("NATO", "IGO", "IGO"),
        ("Ukrainian lawmakers", "UKR", "LEG"),
        ("Kenya", "KEN", "GOV"),
    ],
)
def test_codes_come_from_the_words_with_what_led_to_them(phrase: str, country: str, sector: str) -> None:
    found = participants(f"{{m1 - -|{phrase}}} acted.")[phrase]
    assert (found.country, found.sector) == (country, sector)
    assert found.basis
    assert all(basis.words in phrase and basis.rule for basis in found.basis)


def test_codes_of_a_pronoun_come_from_the_words_that_name_it() -> None:
    found = participants("{m1 - -|Russian forces} came. {m2 =m1|They} left.")["They"]
    assert (found.country, found.sector) == ("RUS", "MIL")


def test_unknown_words_have_no_codes() -> None:
    found = participants("{m1 - -|Zzyzx Quon} acted.")["Zzyzx Quon"]
    assert (found.country, found.sector, found.entity, found.basis) == (None, None, None, ())


def test_a_part_takes_its_country_from_the_whole_and_its_sector_from_its_own_words() -> None:
    found = participants("{m1 - -|Ethiopia} promised that {m2 in=m1|its troops} would leave.")["its troops"]
    assert (found.country, found.sector) == ("ETH", "MIL")
    assert "whole" in [basis.rule for basis in found.basis]


def test_a_part_with_a_country_of_its_own_keeps_it() -> None:
    found = participants("{m1 - -|NATO} said that {m2 in=m1|Polish soldiers} would leave.")["Polish soldiers"]
    assert found.country == "POL"


def test_parts_of_each_other_end() -> None:
    text = "its men and their chief"
    who = hand(text, words(text, "its men", whole=1), words(text, "their chief", whole=0))
    assert who.participant(0).country is None


def test_a_mention_that_is_its_own_antecedent_or_whole_ends() -> None:
    text = "the group"
    assert hand(text, words(text, "the group", antecedent=0, whole=0)).participant(0).name == "the group"


def test_the_setting_gives_a_country_to_people_of_some_state() -> None:
    body = "{m1 KEN GOV|Kenya} spoke. {m2 KEN COP|Kenyan police} fired at {m3 KEN CVL|protesters}."
    found = participants(body, codes_given=True)["protesters"]
    assert found.country == "KEN"
    assert any("setting" in basis.rule for basis in found.basis)


def test_two_countries_that_are_named_alike_are_no_setting() -> None:
    body = "{m1 KEN GOV|Kenya} and {m2 UGA GOV|Uganda} spoke of {m3 KEN CVL|protesters}."
    assert participants(body, codes_given=True)["protesters"].country is None


def test_the_setting_gives_no_country_to_bodies_without_a_state() -> None:
    body = "{m1 KEN GOV|Kenya} spoke. {m2 KEN COP|Kenyan police} watched {m3 - -|the members}."
    assert participants(body, codes_given=True)["the members"].country is None


def test_many_that_agree_on_a_country_outweigh_the_likeliest_one() -> None:
    text = "French envoys met. Kenya, Nairobi and Kenyan lawmakers heard police."
    names = ["French envoys", "Kenya", "Nairobi", "Kenyan lawmakers"]
    around = [words(text, name) for name in names]

    def police(*scores: float) -> str | None:
        setting = tuple((False, index, score) for index, score in enumerate(scores))
        return hand(text, *around, words(text, "police", setting=setting)).participant(4).country

    assert police(3.0, 2.0, 2.0, 2.0) == "KEN"
    assert police(9.0, 2.0, 2.0, 2.0) == "FRA"


def test_a_counterpart_has_the_sector_of_the_one_named_before() -> None:
    text = "The Kenyan army chief called his Ugandan counterpart."
    who = hand(text, words(text, "The Kenyan army chief"), words(text, "his Ugandan counterpart"))
    assert (who.participant(1).country, who.participant(1).sector) == ("UGA", "MIL")


def test_a_counterpart_is_matched_past_a_party_of_his_own_country() -> None:
    text = "The Kenyan army chief flew to Kampala, where Ugandan police met him, and saw his Ugandan counterpart."
    parts = ("The Kenyan army chief", "Ugandan police", "his Ugandan counterpart")
    assert hand(text, *(words(text, part) for part in parts)).participant(2).sector == "MIL"


def test_many_counterparts_are_no_chain() -> None:
    text = "The Kenyan army chief met " + "his Ugandan counterpart, " * 3000
    spans = [Span.of(text, at, at + 23) for at in range(26, len(text), 25)]
    who = hand(text, words(text, "The Kenyan army chief"), *(Mention(span) for span in spans))
    assert who.participant(1).sector == "MIL"
    assert who.participant(3000).country == "UGA"


@pytest.mark.parametrize(
    ("text", "mention", "sector"),
    [
        ("Duterte's lawyers spoke.", "Duterte's lawyers", None),
        ("A lawyer spoke.", "A lawyer", "CVL"),
        ("Opposition lawyers spoke.", "Opposition lawyers", "OPP"),
    ],
)
def test_whoever_acts_for_a_named_owner_has_no_sector_even_by_the_tagger(
    text: str, mention: str, sector: str | None
) -> None:
    assert hand(text, words(text, mention, sector="CVL", sector_score=0.7)).participant(0).sector == sector


@pytest.mark.parametrize(
    ("text", "mention", "sector"),
    [
        ("His daughter Sara, the vice-president, spoke.", "His daughter Sara", "GOV"),
        ("His daughter Sara, Kenya and Mali spoke.", "His daughter Sara", "CVL"),
        ("His daughter Sara, the vice-president and many more spoke.", "His daughter Sara", "CVL"),
        ("The mayor, the vice-president, spoke.", "The mayor", "GOV"),
    ],
)
def test_an_office_after_a_relatives_name_is_hers(text: str, mention: str, sector: str) -> None:
    assert hand(text, words(text, mention)).participant(0).sector == sector


@pytest.mark.parametrize(("sector_score", "sector"), [(0.95, None), (0.5, "GOV")])
def test_a_state_has_no_sector_where_the_tagger_is_sure_that_it_does_not_act(sector_score: float, sector: str) -> None:
    text = "Kenya was hit."
    assert hand(text, words(text, "Kenya", sector_score=sector_score)).participant(0).sector == sector


def test_the_tagger_decides_the_sector_of_a_role_noun_only_when_sure() -> None:
    text = "The soldiers met the mayor."
    unsure = hand(text, words(text, "The soldiers", sector="COP", sector_score=0.5)).participant(0)
    sure = hand(text, words(text, "The soldiers", sector="COP", sector_score=0.95)).participant(0)
    assert (unsure.sector, sure.sector) == ("MIL", "COP")
    assert "tagger" in [basis.rule for basis in sure.basis]


def test_the_tagger_does_not_outvote_a_known_entity() -> None:
    text = "NATO met."
    assert hand(text, words(text, "NATO", sector="REB", sector_score=1.0)).participant(0).sector == "IGO"


@pytest.mark.parametrize(
    ("text", "name"),
    [("Russia's", "Russia"), ("Mali\u2019s", "Mali"), ("the\n  army", "the army"), ("the boss", "the boss")],
)
def test_names_are_on_one_line_without_a_possessive_ending(text: str, name: str) -> None:
    assert hand(text, Mention(Span.of(text, 0, len(text)))).participant(0).name == name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("President Rey", True),
        ("the president", False),
        ("Rey", True),
        ("They", False),
        ("its army", False),
        ("the Houthis", True),
    ],
)
def test_what_counts_as_a_proper_name(text: str, named: bool) -> None:
    assert hand(text, Mention(Span.of(text, 0, len(text)))).is_named(0) is named


@pytest.mark.parametrize("text", ["?!", "\u2014", "12", "\U0001f4a5", "\u202e"])
def test_mentions_of_no_words_do_no_harm(text: str) -> None:
    found = hand(text, Mention(Span.of(text, 0, len(text)))).participant(0)
    assert (found.country, found.sector) == (None, None)


def test_ten_thousand_mentions_are_grouped_at_once() -> None:
    text = "they " * 10_000
    mentions = [Mention(Span.of(text, 5 * i, 5 * i + 4), antecedent=i - 1 if i else None) for i in range(10_000)]
    who = hand(text, *mentions)
    assert who.same(0, 9_999)
