"""What grew faster than its text once, and must not again: counted in steps, not in seconds."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from onrecord.model import Cue, Mention, Participant, Record, Report, Span, Tagging, Trigger
from onrecord.readers import from_html
from onrecord.readers.tags import MAX_TAG, MAX_TAGS, tame
from onrecord.resolve.assemble import assemble
from onrecord.resolve.merge import join
from onrecord.tagger.pieces import MAX_LETTERS, split_pieces
from onrecord.tagger.words import split_words
from tests.resolve.build import resources

DAY = datetime.date(2023, 6, 13)


def steps(work: Callable[[], object]) -> int:
    """How many functions written in Python a piece of work calls."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def woven(unit: str, size: int, build: Callable[[str], Tagging]) -> Callable[[], object]:
    text = unit * size
    report, tagging = Report("r", text, published=DAY), build(text)
    return lambda: assemble(report, tagging, resources())


def spans(text: str, words: str) -> tuple[Span, ...]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(Span.of(text, at, at + len(words)))
        at = text.find(words, at + len(words))
    return tuple(found)


def denials(text: str) -> Tagging:
    """One party that denies one kind of deed again and again."""
    mentions = tuple(Mention(span) for span in spans(text, "the militia"))
    triggers = tuple(
        Trigger((span,), "ASSAULT", factuality="denied", actors=(n,)) for n, span in enumerate(spans(text, "attacked"))
    )
    cues = tuple(Cue(span, (n,), (), (n,)) for n, span in enumerate(spans(text, "denied")))
    return Tagging(text, mentions, triggers, spans(text, "Goma"), cues=cues)


def surnames(text: str) -> Tagging:
    return Tagging(text, tuple(Mention(span) for span in sorted((*spans(text, "Ana Zor"), *spans(text, " Zor said")))))


@pytest.mark.parametrize(
    ("unit", "build"),
    [("Then the militia denied it attacked Goma. ", denials), ("Ana Zor and Zor said so. ", surnames)],
)
def test_resolving_grows_with_the_text(unit: str, build: Callable[[str], Tagging]) -> None:
    steps(woven(unit, 2, build))
    small, large = (steps(woven(unit, size, build)) for size in (150, 600))
    # Comparing records with each other may take a part that grows faster; 16 would be all of it.
    assert large < 8 * small, f"four times the text takes {large / small:.1f} times the steps"


def test_counterparts_and_their_parts_do_not_ask_each_other_without_end() -> None:
    text = "his counterpart and its troops met " * 400
    mentions: list[Mention] = []
    for whole, part in zip(spans(text, "his counterpart"), spans(text, "its troops"), strict=True):
        mentions += [Mention(whole), Mention(part, whole=len(mentions))]
    met = tuple(Trigger((span,), "CONSULT", actors=(2 * n, 2 * n + 1)) for n, span in enumerate(spans(text, "met")))
    coding = assemble(Report("r", text, published=DAY), Tagging(text, tuple(mentions), met), resources())
    assert coding.records


def test_a_tag_with_thousands_of_attributes_keeps_its_name_only() -> None:
    attributes = " ".join(f"a{n}='>'" for n in range(5_000))
    assert tame(f"<p {attributes}>Goma</p>") == "<p>Goma</p>"
    short = f"<p title='{'x' * (MAX_TAG // 2)}'>Goma</p>"
    assert tame(short) == short


def test_a_page_of_too_many_tags_is_not_parsed() -> None:
    assert tame("<b>" * MAX_TAGS) is not None
    report = from_html("<html><p>Goma" + "<b>" * (MAX_TAGS + 1))
    assert [issue.code for issue in report.issues] == ["too-large"]


def test_a_quotation_mark_that_is_never_closed_ends_the_tags() -> None:
    assert tame("<p a='x" * 100_000) == "<p>"


def test_of_a_word_without_end_the_vocabulary_sees_the_beginning() -> None:
    seen: list[list[str]] = []

    class Vocabulary:
        def token_to_id(self, _name: str) -> int:
            return 0

        def encode_batch(self, texts: list[str], **_options: object) -> list[object]:
            seen.append(texts)
            return [type("Encoding", (), {"ids": [1]})() for _ in texts]

    split_pieces(split_words("a" * 10 * MAX_LETTERS), Vocabulary())  # type: ignore[arg-type]
    assert [len(text) for text in seen[0]] == [MAX_LETTERS]


def test_mentions_of_an_event_stay_sorted_and_single_when_records_are_joined() -> None:
    text = "abcdefghij"
    at = [Span.of(text, n, n + 1) for n in range(10)]
    party = Participant((at[0],), "a")
    base = Record(
        "", "ASSAULT", None, "190", at[4], (at[1], at[6]), (party,), (), None, None, "asserted", (at[2],), (), None, None, at[0], 0.5
    )  # fmt: skip
    other = replace(base, trigger=at[5], mentions=(at[1], at[3], at[4], at[9]), factuality_spans=(at[2], at[0]))
    joined = join(base, other)
    assert [span.start for span in joined.mentions] == [1, 3, 5, 6, 9]
    assert [span.start for span in joined.factuality_spans] == [0, 2]
