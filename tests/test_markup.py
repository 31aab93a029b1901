import hashlib
import re
from pathlib import Path

import pytest

from onrecord.codebook import load_codebook
from onrecord.errors import MarkupError
from onrecord.markup import parse_passage, read_corpus, read_passages

BOOK = load_codebook()
CORPUS = Path(__file__).resolve().parent.parent / "corpus"
GOOD = (
    "{q1|{m1 RUS MIL|Russian forces} {e1 ASSAULT/aerial actor=m1 recipient=m2 on=d1|struck} {m2 UKR -|Kyiv} "
    "{d1 2022-10-10|on Monday}}, {m3 UKR GOV|the mayor} {c1 by=m3 says=q1|said}. {x|Photo: AP}"
)


def test_marks_stand_where_their_words_stand() -> None:
    passage = parse_passage("p", "2022-10-11", GOOD, BOOK)
    assert passage.text == "Russian forces struck Kyiv on Monday, the mayor said. Photo: AP"
    for mark, words in (
        ("m1", "Russian forces"),
        ("e1", "struck"),
        ("q1", "Russian forces struck Kyiv on Monday"),
        ("c1", "said"),
    ):
        assert [passage.span(part).text for part in passage.marks[mark].parts] == [words]
    assert [passage.text[a:b] for a, b in passage.furniture] == ["Photo: AP"]


def test_one_id_twice_is_two_parts_of_one_thing() -> None:
    passage = parse_passage(
        "p", "2022-10-11", "{m1 MLI REB|They} {e1 ASSAULT/abduct actor=m1|took} him {e1|hostage}.", BOOK
    )
    assert [passage.span(part).text for part in passage.marks["e1"].parts] == ["took", "hostage"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{m1 RUS MIL|Russia", "never closed"),
        ("Russia} struck", "closes nothing"),
        ("{m1 RUS MIL|Russia|}", "stray"),
        ("{m1 RUS MIL|}", "empty"),
        ("{z1|Russia}", "unknown label"),
        ("{m1 RUS XXX|Russia}", "unknown sector"),
        ("{m1 RU MIL|Russia}", "a mention is"),
        ("{e1 ASSAULT/tickle|hit}", "codebook has no"),
        ("{e1 ASSAULT is=denied|hit}", "no mark says which words"),
        ("{e1 ASSAULT is=sure|hit}", "is none of"),
        ("{e1 ASSAULT actor=m9|hit}", "names no m mark"),
        ("{e1 ASSAULT colour=red|hit}", "unknown attribute"),
        ("{d1 2022-13-01|then}", "is no day"),
        ("{d1 May|then}", "a date is"),
        ("{c1|said}", "says="),
        ("{k1 of=e1|two} {e1 ASSAULT|hit}", "a count has"),
        ("{m1 RUS MIL| Russia}", "blank at the edge"),
        ("{x|Photo {m1 RUS MIL|Russia}}", "furniture"),
        ("Kyiv , hit", "spacing"),
        ("{m1 =m1|it}", "names no mention"),
    ],
)
def test_faults_are_named(body: str, says: str) -> None:
    with pytest.raises(MarkupError, match=re.escape(says)):
        parse_passage("p", "2022-10-11", body, BOOK)


def test_a_fault_in_a_file_names_file_line_and_passage(tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_text("## ok-1 2022-10-11\nFine.\n\n## bad-2 2022-10-11\n{m1 RUS|Russia}\n")
    with pytest.raises(MarkupError, match=r"bad\.txt:4: bad-2"):
        list(read_passages(path, BOOK))


def test_lines_join_to_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("## a-1 2022-10-11\nOne line\nand another.\n~\nNew paragraph.\n")
    assert [p.text for p in read_passages(path, BOOK)] == ["One line and another.\n\nNew paragraph."]


def test_an_id_used_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("## a-1 2022-10-11\nOne.\n")
    (tmp_path / "b.txt").write_text("## a-1 2022-10-11\nTwo.\n")
    with pytest.raises(MarkupError, match="used twice"):
        read_corpus(tmp_path, BOOK)


def test_the_corpus_is_well_formed() -> None:
    passages = read_corpus(CORPUS, BOOK)
    assert len(passages) > 2500
    # The split for tuning goes by the ids alone, so that it stays what it is as the corpus grows.
    aside = sum(hashlib.sha256(p.id.encode()).digest()[0] < 26 for p in passages)
    assert 0.07 < aside / len(passages) < 0.13
