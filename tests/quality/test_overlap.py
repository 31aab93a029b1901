import re
from collections.abc import Iterator

from onrecord.codebook import load_codebook
from onrecord.markup import read_corpus
from tests.conftest import ROOT
from tests.quality.gold import GOLD, needs_gold, rows

WORD = re.compile(r"\w+")
LENGTH = 8


def stretches(text: str) -> Iterator[str]:
    words = WORD.findall(text.lower())
    for start in range(len(words) - LENGTH + 1):
        yield " ".join(words[start : start + LENGTH])


@needs_gold
def test_no_sentence_of_the_gold_stands_in_the_corpus() -> None:
    own = {part: p.id for p in read_corpus(ROOT / "corpus", load_codebook()) for part in stretches(p.text)}
    assert len(own) > 100_000
    found = []
    for path in sorted((*GOLD.rglob("*.jsonl"), *GOLD.rglob("*.jsonl.gz"))):
        # Web text that may be trained on, and of another kind than news.
        if path.parent.name == "uds_factuality":
            continue
        for row in rows(path):
            found += [(own[part], path.name, part) for part in stretches(row.get("text") or "") if part in own]
    assert not found
