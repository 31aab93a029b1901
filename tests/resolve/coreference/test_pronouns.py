import copy
import time
from importlib import resources as package

import pytest
import yaml

from onrecord.errors import KnowledgeError
from onrecord.model import Content, Cue, Mention, Span, Tagging
from onrecord.resolve.coreference.antecedents import with_antecedents
from onrecord.resolve.coreference.lexicon import agrees, build_lexicon, forbids, load_lexicon, plural_of
from onrecord.resolve.coreference.pronouns import Link, resolve_pronouns
from onrecord.resolve.who import Who
from tests.resolve.build import resources


def at(text: str, part: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(part, start + 1)
    return Span.of(text, start, start + len(part))


def links(text: str, *mentions: Mention, **found: object) -> list[Link]:
    tagging = Tagging(text, mentions, **found)  # type: ignore[arg-type]
    return list(resolve_pronouns(tagging, resources().knowledge))


def resolved(text: str) -> list[tuple[str, str]]:
    """Each pronoun of a text with the words that name whom it stands for."""
    return [(link.pronoun.text, link.antecedent.text) for link in links(text)]


@pytest.mark.parametrize(
    ("text", "pronoun", "antecedent"),
    [
        # Gender by given name, title, role noun.
        ("Anna Weber met Paul Rey in Lyon. She left early.", "She", "Anna Weber"),
        ("Anna Weber met Paul Rey in Lyon. He left early.", "He", "Paul Rey"),
        ("Mrs. Okoro called Mr. Bello on Monday. She was angry.", "She", "Mrs. Okoro"),
        ("The chairwoman met the spokesman. He was late.", "He", "the spokesman"),
        # An unknown name becomes a woman once a pronoun says so, and is then none for "he".
        ("Spokeswoman Tsitsi Moyo met the mayor. He praised Moyo.", "He", "the mayor"),
        # Number: one body, many persons.
        ("The ministry warned the protesters. They went home.", "They", "the protesters"),
        ("The protesters sued the ministry. It paid.", "It", "the ministry"),
        ("Anna Weber praised the soldiers. They cheered.", "They", "the soldiers"),
        ("Anna Weber praised the committee. It met again.", "It", "the committee"),
        # A man is never "they" where there is a group, nor a body "she".
        ("The soldiers arrested Paul Rey. They beat him.", "They", "The soldiers"),
        ("The court freed Anna Weber. She wept.", "She", "Anna Weber"),
        # An object is not its own subject.
        ("Paul Rey resigned. Carl Dunn told him to stay.", "him", "Paul Rey"),
        # "X and its Y".
        ("Norway and its partners halted shipments.", "its", "Norway"),
        ("Police said that Paul Rey and his lawyer had left.", "his", "Paul Rey"),
        # Two joined are one "they".
        ("Anna Weber and Paul Rey spoke. They disagreed.", "They", "Anna Weber and Paul Rey"),
        # The title and the first sentence carry on over the paragraphs; the surname is the same man, a town's name or not.
        (
            "Paul Paris wins seat\n\nPaul Paris won on Sunday. Paris had led all polls.\n\nHe takes office in May.",
            "He",
            "Paul Paris",
        ),
        # A possessive in its own phrase is not its own owner.
        ("Anna Weber arrived. Her spokesman waved.", "Her", "Anna Weber"),
        # One who comes later in the sentence.
        ("Before he left, President Paul Rey spoke.", "he", "President Paul Rey"),
        # Apposition: the unknown name has a woman's role.
        ("Tsitsi Moyo, the chairwoman, met Paul Rey. She smiled.", "She", "Tsitsi Moyo"),
        # The possessor's head is the man, not the body he speaks for.
        ("A spokesman for the herders' association objected. He left.", "He", "A spokesman"),
    ],
)
def test_a_pronoun_stands_for(text: str, pronoun: str, antecedent: str) -> None:
    assert (pronoun, antecedent) in resolved(text)


def test_chains_go_on_through_pronouns() -> None:
    text = "Anna Weber spoke on Monday. She said she would resign. Her party had lost."
    assert resolved(text) == [("She", "Anna Weber"), ("she", "Anna Weber"), ("Her", "Anna Weber")]


def test_nobody_agrees_nobody_is_linked() -> None:
    assert resolved("Paul Rey resigned. She left.") == []
    assert resolved("They fired.") == []


def test_it_that_stands_for_nothing_is_no_pronoun() -> None:
    assert resolved("The ministry met. It is not clear whether shots were fired.") == []
    assert resolved("The ministry met. It was sued.") == [("It", "The ministry")]


def test_a_speaker_is_not_he_inside_his_own_quotation() -> None:
    text = 'Carl Dunn met Paul Rey. "He is a thief," Dunn said.'
    mentions = (Mention(at(text, "Carl Dunn")), Mention(at(text, "Paul Rey")), Mention(at(text, "Dunn", 1)))
    found = links(
        text, *mentions, cues=(Cue(at(text, "said"), (2,), (0,)),), contents=(Content((at(text, "He is a thief"),)),)
    )
    assert [link.antecedent.text for link in found] == ["Paul Rey"]


def test_a_speaker_is_he_in_reported_words() -> None:
    text = "Carl Dunn met Paul Rey. Dunn said he would resign."
    mentions = (Mention(at(text, "Carl Dunn")), Mention(at(text, "Paul Rey")), Mention(at(text, "Dunn", 1)))
    found = links(
        text, *mentions, cues=(Cue(at(text, "said"), (2,), (0,)),), contents=(Content((at(text, "he would resign"),)),)
    )
    assert [link.antecedent.text for link in found] == ["Carl Dunn"]


def test_offsets_hold_in_any_unicode() -> None:
    text = "\U0001f1eb\U0001f1f7 Ana\u00efs \u00c9luard re\u00e7ut Anna Weber. She left."
    for link in links(text):
        for span in (link.pronoun, link.antecedent, link.nearest):
            assert text[span.start : span.end] == span.text
        assert 0 < link.probability <= 1


def pronoun(text: str, word: str, **values: object) -> Mention:
    return Mention(at(text, word), **values)  # type: ignore[arg-type]


def test_the_taggers_antecedent_is_kept_unless_gender_forbids_it() -> None:
    text = "Carl Dunn met Paul Rey and Anna Weber. He left. She stayed."
    mentions = (
        *(Mention(at(text, name)) for name in ("Carl Dunn", "Paul Rey", "Anna Weber")),
        pronoun(text, "He", antecedent=1), pronoun(text, "She", antecedent=0),
    )  # fmt: skip
    who = Who(Tagging(text, mentions), resources().knowledge, resources().words, None)
    assert who.participant(3).name == "Paul Rey"
    assert who.participant(4).name == "Anna Weber"


def test_a_pronoun_without_an_antecedent_takes_country_and_name_from_words_that_are_no_mention() -> None:
    text = "The day began calmly for President Emmanuel Macron. He resigned."
    who = Who(Tagging(text, (pronoun(text, "He"),)), resources().knowledge, resources().words, None)
    found = who.participant(0)
    assert found.name.endswith("Emmanuel Macron")
    assert found.spans[0].text == "He"
    assert all(text[span.start : span.end] == span.text for span in found.spans)


def test_a_part_with_a_possessive_belongs_to_whom_it_stands_for() -> None:
    text = "Norway and its partners halted shipments."
    tagging = Tagging(text, (Mention(at(text, "Norway")), Mention(at(text, "its partners"))))
    found = with_antecedents(tagging, resolve_pronouns(tagging, resources().knowledge))
    assert found.mentions[1].whole == 0
    assert found.mentions[1].antecedent is None


def test_unlikely_links_are_left_out() -> None:
    text = "Carl Dunn met Paul Rey. He left."
    tagging = Tagging(text, (*(Mention(at(text, name)) for name in ("Carl Dunn", "Paul Rey")), pronoun(text, "He")))
    found = resolve_pronouns(tagging)
    assert with_antecedents(tagging, found, least=1.01) == tagging
    assert with_antecedents(tagging, found, least=0.0).mentions[2].antecedent in (0, 1)


def test_words_that_name_several_pronouns_are_added_once_and_own_indices_stay() -> None:
    text = "It was a calm day for Anna Weber. She left. Later she returned."
    tagging = Tagging(text, (pronoun(text, "She"), pronoun(text, "she")))
    found = with_antecedents(tagging, resolve_pronouns(tagging))
    assert [mention.span.text for mention in found.mentions] == ["She", "she", "Anna Weber"]
    assert {mention.antecedent for mention in found.mentions[:2]} <= {0, 2}


@pytest.mark.parametrize(
    "text",
    [
        "his " * 4000,
        "the team and the army " * 2000,
        "x-" * 5000 + "he",
        "A. " * 5000 + "He",
        "Paul Rey said he left. " * 1000,
        "'" * 9000,
    ],
)
def test_hostile_text_takes_time_in_proportion(text: str) -> None:
    begin = time.perf_counter()
    resolve_pronouns(Tagging(text))
    assert time.perf_counter() - begin < 5


def test_the_same_text_gives_the_same_links() -> None:
    text = "Anna Weber and Paul Rey met the troops. They told her that their pay was late. He promised more."
    assert links(text) == links(text)


def test_forms_and_kinds() -> None:
    assert not agrees("he", "female")
    assert not agrees("they", "male")
    assert agrees("they", "body")
    assert agrees("it", "body")
    assert forbids("she", "male")
    # What the words merely make unlikely does not overrule the tagger.
    assert not forbids("he", "body")


@pytest.mark.parametrize(
    ("noun", "plural"),
    [("city", "cities"), ("day", "days"), ("church", "churches"), ("gunman", "gunmen"), ("boss", "bosses")],
)
def test_plurals(noun: str, plural: str) -> None:
    assert plural_of(noun) == plural


def test_nouns_know_their_plural_and_kind() -> None:
    nouns = load_lexicon().nouns
    assert (nouns["official"], nouns["officials"], nouns["spokeswomen"]) == ("person", "plural", "plural")
    assert (nouns["committee"], nouns["committees"], nouns["widow"]) == ("body", "plural", "female")


def tree() -> dict[str, object]:
    data = package.files("onrecord.resolve.coreference").joinpath("pronouns.yaml").read_bytes()
    return copy.deepcopy(yaml.safe_load(data))


NAMES, WEIGHTS = "name,gender\nAnna,female\n", "feature,weight\nfollows,-1\n"


@pytest.mark.parametrize(
    ("names", "weights", "reason"),
    [
        ("name,gender\nAnna,woman\n", WEIGHTS, "line 2"),
        ("name,gender\nanna,female\n", WEIGHTS, "capitalised"),
        ("name,gender\nAnna,female\nAnna,male\n", WEIGHTS, "twice"),
        (NAMES, "feature,weight\nfollows,much\n", "line 2"),
        (NAMES, "feature,weight\nfollows,nan\n", "finite"),
        (NAMES, "feature,weight\nfollows,1\nfollows,2\n", "twice"),
        (NAMES, "name,value\nfollows,1\n", "line 2"),
    ],
)
def test_a_table_out_of_form_is_refused_with_file_and_line(names: str, weights: str, reason: str) -> None:
    with pytest.raises(KnowledgeError, match=reason):
        build_lexicon(tree(), names, weights)


@pytest.mark.parametrize(
    "change",
    [
        {"stop": [False]},
        {"stop": ["The"]},
        {"stop": "the"},
        {"pronouns": {"he": {"form": "him"}}},
        {"pronouns": []},
        {"more": []},
    ],
)
def test_word_lists_out_of_form_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(KnowledgeError):
        build_lexicon({**tree(), **change}, NAMES, WEIGHTS)


def test_word_lists_in_form_are_read() -> None:
    with pytest.raises(KnowledgeError):
        build_lexicon([], NAMES, WEIGHTS)
    assert build_lexicon(tree(), NAMES, WEIGHTS).given == {"Anna": "female"}
