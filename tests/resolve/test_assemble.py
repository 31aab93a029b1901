import datetime
import hashlib
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.codebook import load_codebook
from onrecord.markup import Passage, read_corpus
from onrecord.model import Coding, Content, CountWords, Cue, Factuality, Issue, Mention, Report, Span, Tagging, Trigger
from onrecord.output.contract import from_contract, to_line
from onrecord.resolve.assemble import assemble, sentences_of
from onrecord.tagger.words import split_words
from tests.resolve.build import code, code_passage, only, resources

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpus"
SAMPLE = 300


def names(coding: Coding, role: str) -> list[list[str]]:
    return [[p.name for p in getattr(record, role)] for record in coding.records]


def test_a_whole_record() -> None:
    record = only(
        code(
            "{q1|{m1 RUS MIL|Russian forces} {e1 ASSAULT/aerial actor=m1 recipient=m2 at=p1 on=d1|struck} {m2 UKR BUS|a power plant} in "
            "{p1 UKR|Kharkiv} {d1 2023-03-06|on Monday}, {k1 of=e1 killed=2|killing two}}, {m3 UKR GOV|the mayor} {c1 by=m3 says=q1|said}."
        )
    )
    assert (record.category, record.mode, record.factuality) == ("ASSAULT", "aerial", "asserted")
    assert record.cameo == load_codebook().cameo("ASSAULT", "aerial")
    assert [p.name for p in record.actors] == ["Russian forces"]
    assert [p.name for p in record.recipients] == ["a power plant"]
    assert [s.participant.name for s in record.sources] == ["the mayor"]
    assert record.place is not None
    assert record.place.name == "Kharkiv"
    assert record.date is not None
    assert record.date.start == datetime.date(2023, 3, 6)
    assert record.killed is not None
    assert record.killed.value == 2
    assert record.sentence.text.startswith("Russian forces")
    assert record.sentence.text.endswith("said.")


def test_joint_doers_are_one_record() -> None:
    coding = code(
        "{m1 MLI GOV|Mali} and {m2 NER GOV|Niger} {e1 ACCUSE actor=m1,m2 recipient=m3|accused} {m3 DZA GOV|Algiers} of meddling."
    )
    assert names(coding, "actors") == [["Mali", "Niger"]]
    assert names(coding, "recipients") == [["Algiers"]]


def test_all_parties_of_a_meeting_are_actors() -> None:
    coding = code("{m1 MLI GOV|Mali} {e1 CONSULT actor=m1 recipient=m2|met} {m2 NER GOV|Niger}.")
    assert names(coding, "actors") == [["Mali", "Niger"]]
    assert names(coding, "recipients") == [[]]


def test_a_visit_keeps_visitor_and_host_apart() -> None:
    coding = code(
        "{m2 NER GOV|Niger} {e1 CONSULT/visit actor=m1 recipient=m2|received} {m1 MLI GOV|the Malian delegation}."
    )
    assert names(coding, "actors") == [["the Malian delegation"]]
    assert names(coding, "recipients") == [["Niger"]]


def test_a_party_is_listed_once_in_a_role() -> None:
    coding = code("{m1 MLI MIL|Malian troops} came; {m2 =m1|they} {e1 ASSAULT actor=m1,m2|shelled} the camp.")
    assert len(only(coding).actors) == 1


def test_a_party_that_acts_on_itself_is_in_both_roles() -> None:
    coding = code("{m1 MLI GOV|Mali} {e1 ACCUSE actor=m1 recipient=m2|blamed} {m2 =m1|itself}.")
    assert (names(coding, "actors"), names(coding, "recipients")) == ([["Mali"]], [["Mali"]])


def test_a_party_that_seems_to_act_on_itself_without_a_word_for_it_does_not() -> None:
    coding = code("{m1 MLI GOV|Mali} {e1 REJECT actor=m1 recipient=m2|refused}, {m2 =m1|Mali} said.")
    assert (names(coding, "actors"), names(coding, "recipients")) == ([["Mali"]], [[]])


def test_no_actor_is_made_up() -> None:
    record = only(code("{m2 UKR BUS|A plant} was {e1 ASSAULT recipient=m2|hit} overnight by a missile."))
    assert record.actors == ()


def test_the_office_is_that_of_the_day_of_the_event() -> None:
    body = "{m1 GBR GOV|Zed Quorn} {e1 ACCUSE actor=m1 on=d1|condemned} it {d1 2019-03-01|on 1 March 2019}."
    record = only(code(body))
    assert record.date is not None
    assert record.date.start.year == 2019


def test_ids_depend_on_report_kind_stand_trigger_and_sources_only() -> None:
    one = only(code("{m1 RUS MIL|Russian forces} {e1 ASSAULT actor=m1|struck} Kyiv."))
    again = only(code("{m1 - -|Russian forces} {e1 ASSAULT actor=m1|struck} Kyiv."))
    other = only(code("{m1 RUS MIL|Russian forces} {e1 ASSAULT/aerial actor=m1|struck} Kyiv."))
    assert one.id == again.id
    assert one.id != other.id
    assert len(one.id) == 16
    assert int(one.id, 16) >= 0


def test_issues_of_report_and_tagging_are_kept() -> None:
    report = Report("r", "Text.", issues=(Issue("a", "from the reader"),))
    coding = assemble(report, Tagging("Text.", issues=(Issue("b", "from the tagger"),)), resources())
    assert [issue.code for issue in coding.issues] == ["a", "b"]


def test_furniture_is_passed_on() -> None:
    coding = code("{m1 RUS MIL|Russian forces} {e1 ASSAULT actor=m1|struck} Kyiv. ~ {x|Photo: AP}")
    assert [span.text for span in coding.furniture] == ["Photo: AP"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "x", "\u2028", "\ud800"])
def test_nothing_found_is_an_empty_coding(text: str) -> None:
    coding = assemble(Report("r", text), Tagging(text), resources())
    assert (coding.records, coding.statements, coding.issues) == ((), (), ())


def test_sentences_are_disjoint_in_order_and_leave_out_blanks_only() -> None:
    text = "Mr. Rey left. He said: \u201cNo!\u201d Then, at 3.15 p.m., \n\nhe  slept\u2026 Why?"
    sentences = sentences_of(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(sentences))
    assert "".join("".join(s.text.split()) for s in sentences) == "".join(text.split())
    assert sentences_of("") == []


def test_a_chain_of_tellings_through_another_category_does_not_join() -> None:
    text = "struck seized raid"
    triggers = (
        Trigger((Span(0, 6, "struck"),), "ASSAULT"),
        Trigger((Span(7, 13, "seized"),), "COERCE", "seize", same=0),
        Trigger((Span(14, 18, "raid"),), "ASSAULT", same=1),
    )
    coding = assemble(Report("r", text), Tagging(text, triggers=triggers), resources())
    assert [record.category for record in coding.records] == ["ASSAULT", "COERCE", "ASSAULT"]


def test_one_source_that_denies_twice_makes_one_denied_record() -> None:
    coding = code(
        "{q1|There was {e2 ASSAULT is=denied under=c2|{e3 ASSAULT is=denied under=c3|{e1 ASSAULT|shelling}}} at dawn}, {m2 SDN CVL|residents} "
        "{c1 by=m2 says=q1|said}. {m3 SDN GOV|Khartoum} {c2 by=m3 says=q2|denied} {q2|this}; {m4 =m3|Khartoum} {c3 by=m4 says=q3|denied} "
        "{q3|this} again on Friday."
    )
    assert [record.factuality for record in coding.records] == ["asserted", "denied"]
    assert len({record.id for record in coding.records}) == len(coding.records)


# --- everything that a tagger could say ------------------------------------------------------------------

TEXT = "He said \u201cRussia struck Kyiv on Monday\u201d, killing two; they denied it. \U0001f4a5 The army left Mali\u2019s north in May 2021.\n\nPhoto: AP"


@st.composite
def taggings(draw: st.DrawFn) -> Tagging:
    """Taggings with any indices in range, and any spans of whole words that do not overlap in their layer, as a tagger makes them."""
    book = load_codebook()
    labels = sorted(book.labels())
    words = split_words(TEXT)

    def spans(most: int) -> tuple[Span, ...]:
        cuts = sorted(draw(st.lists(st.integers(0, len(words)), min_size=2, max_size=2 * most, unique=True)))
        return tuple(
            Span.of(TEXT, words[a].start, words[b - 1].end) for a, b in zip(cuts[::2], cuts[1::2], strict=False)
        )

    def some(count: int) -> tuple[int, ...]:
        return tuple(draw(st.lists(st.integers(0, count - 1), max_size=3, unique=True))) if count else ()

    places, dates, certainty = spans(3), spans(3), spans(3)
    contents = tuple(Content((one,)) for one in spans(4))
    counts = tuple(CountWords(one, draw(st.booleans()), draw(st.booleans())) for one in spans(2))
    mentions = []
    for index, one in enumerate(spans(6)):
        earlier = st.none() | st.integers(0, index - 1) if index else st.none()
        sector = draw(st.none() | st.sampled_from(sorted(book.sectors)))
        realm = draw(st.sampled_from(["none", "state", "IGO", "NGO", "INT"]))
        mentions.append(
            Mention(one, sector, draw(st.floats(0, 1)), realm, draw(earlier), draw(st.none() | st.integers(0, index)))
        )
    m = len(mentions)
    triggers = []
    for index, one in enumerate(spans(4)):
        category, _, mode = draw(st.sampled_from(labels)).partition("/")
        factuality: Factuality = draw(st.sampled_from(["asserted", "denied", "planned", "possible"]))
        same = draw(st.none() | st.integers(0, index - 1)) if index else None
        triggers.append(
            Trigger(
                (one,), category, mode or None, factuality, some(m), some(m), some(len(places)), some(m), some(len(dates)),
                some(len(certainty)), some(len(counts)), same, draw(st.floats(0, 1)),
            )
        )  # fmt: skip
    untouched = draw(st.permutations(range(len(triggers))))
    cues = tuple(
        Cue(one, some(m)[:2], some(len(contents)), tuple(untouched[i : i + 1])) for i, one in enumerate(spans(4))
    )
    return Tagging(TEXT, tuple(mentions), tuple(triggers), places, dates, cues, contents, certainty, counts)


@settings(max_examples=150, deadline=None)
@given(taggings())
def test_whatever_the_tagger_says_nothing_is_raised_spans_hold_and_ids_are_unique(tagging: Tagging) -> None:
    report = Report("r", TEXT, published=datetime.date(2023, 3, 9))
    coding = assemble(report, tagging, resources())
    check(coding)
    assert assemble(report, tagging, resources()) == coding


def check(coding: Coding) -> None:
    """All spans hold (the contract refuses others), and no id stands twice."""
    assert from_contract(json.loads(to_line(coding))).records == coding.records
    ids = [*(record.id for record in coding.records), *(statement.id for statement in coding.statements)]
    assert len(ids) == len(set(ids))
    assert all(0 <= record.confidence <= 1 and record.trigger.text for record in coding.records)


# --- the corpus ------------------------------------------------------------------------------------------


def sample() -> list[Passage]:
    passages = read_corpus(CORPUS, load_codebook())
    return sorted(passages, key=lambda p: hashlib.sha256(p.id.encode()).digest())[:SAMPLE]


def test_marked_passages_are_resolved_without_a_fault() -> None:
    passages = sample()
    assert len(passages) == SAMPLE
    lost = []
    for passage in passages:
        coding = code_passage(passage)
        check(coding)
        told = {(span.start, span.end) for record in coding.records for span in (record.trigger, *record.mentions)}
        lost += [f"{passage.id} {mark.id}" for mark in passage.of_kind("e") if not told & set(mark.parts)]
    assert lost == []


def test_a_state_that_uses_force_is_its_army_and_otherwise_its_government() -> None:
    struck = only(
        code(
            "{m1 KEN GOV|Kenya} {e1 ASSAULT/aerial actor=m1 recipient=m2|bombed} {m2 SOM REB|the rebels}.",
            codes_given=False,
        )
    )
    fined = only(
        code("{m1 KEN GOV|Kenya} {e1 SANCTION actor=m1 recipient=m2|fined} {m2 SOM BUS|the firm}.", codes_given=False)
    )
    assert (struck.actors[0].sector, fined.actors[0].sector) == ("MIL", "GOV")


def test_police_that_use_force_stay_police() -> None:
    record = only(code("{m1 KEN COP|Kenyan police} {e1 ASSAULT actor=m1|shot} {m2 KEN CVL|a man}.", codes_given=False))
    assert record.actors[0].sector == "COP"
