import json
import re
import unicodedata
from collections import Counter

import pytest

from onrecord.codebook import load_codebook
from onrecord.coder import Coder
from onrecord.markup import Passage, read_corpus
from tests.capability.conftest import Results
from tests.capability.suite import FOLDER, VARIANTS, changed, read_suite
from tests.marked import passage_of

FLOORS: dict[str, float] = json.loads((FOLDER / "floors.json").read_text(encoding="utf-8"))
SUITE = read_suite()
_FEWEST = 200


@pytest.mark.parametrize("kind", sorted({group.kind for group in SUITE}))
def test_each_class_stays_above_its_floor(kind: str, results: Results) -> None:
    """The share of groups that pass; a failure lists every passage that does not, and why."""
    groups = results[kind]
    passed = sum(not told for told in groups.values())
    told = "\n".join(line for lines in groups.values() for line in lines)
    assert passed >= FLOORS[kind] * len(groups), (
        f"{passed} of {len(groups)} groups pass, the floor is {FLOORS[kind]}:\n{told}"
    )


@pytest.mark.parametrize("variant", ["wide", "nbsp", "crlf"])
def test_the_kind_of_blank_changes_nothing(variant: str, coder: Coder) -> None:
    """Words are read by their letters: more blanks, hard blanks or other line ends between them give the same values."""
    first = [group.passages[0] for group in SUITE]
    differing = [p.id for p in first if _values(coder, p) != _values(coder, changed(p, variant))]
    assert differing == []


def _values(coder: Coder, passage: Passage) -> list[tuple[object, ...]]:
    """What a coding says, without offsets."""
    coding = coder.code(passage.text, published=passage.published)
    found: list[tuple[object, ...]] = []
    for r in coding.records:
        parties = [
            (_plain(p.name), p.country, p.sector)
            for p in (*r.actors, *r.recipients, *(s.participant for s in r.sources))
        ]
        day = (r.date.start, r.date.end, r.date.basis) if r.date else None
        place = (_plain(r.place.name), r.place.country, r.place.geonames) if r.place else None
        found.append((r.category, r.mode, r.factuality, _plain(r.trigger.text), *parties, day, place))
    found += [
        (_plain(s.speaker.name) if s.speaker else None, s.kind, *(_plain(span.text) for span in s.spans))
        for s in coding.statements
    ]
    return found


def test_every_class_has_a_floor() -> None:
    assert FLOORS.keys() == {group.kind for group in SUITE}
    assert all(0 <= floor <= 1 for floor in FLOORS.values())


def test_the_suite_is_made_of_groups() -> None:
    passages = [passage for group in SUITE for passage in group.passages]
    assert len(passages) >= _FEWEST
    assert max(Counter(passage.id for passage in passages).values()) == 1
    assert [group.id for group in SUITE if len(group.passages) < 2] == []
    assert [group.id for group in SUITE if not group.id.startswith(group.kind)] == []


def test_no_sentence_of_the_suite_stands_in_the_corpus() -> None:
    corpus = {
        sentence
        for passage in read_corpus(FOLDER.parent.parent / "corpus", load_codebook())
        for sentence in _sentences(passage.text)
    }
    assert [s for group in SUITE for s in _sentences(group.passages[0].text) if s in corpus] == []


def _sentences(text: str) -> list[str]:
    return [" ".join(s.lower().split()) for s in re.split(r"(?<=[.!?])\s+|\n+", text) if len(s.split()) > 5]


@pytest.mark.parametrize("variant", sorted(VARIANTS))
def test_variants_move_the_marks_along(variant: str) -> None:
    passage = passage_of(
        '"{q1 direct|Caf\u00e9 \u00c9lan isn\'t open}," {m1 MLI GOV|the mayor of S\u00e9gou} {c1 by=m1 says=q1|said}. ~ {x|Photo: AP}'
    )
    after = changed(passage, variant)
    for name, mark in passage.marks.items():
        before = [passage.text[a:b] for a, b in mark.parts]
        now = [after.text[a:b] for a, b in after.marks[name].parts]
        assert [_plain(s) for s in now] == [_plain(s) for s in before]
    assert [_plain(after.text[a:b]) for a, b in after.furniture] == ["photo: ap"]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).lower().replace("\u2019", "'").split())
