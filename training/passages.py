"""The passages trained on, and the tenth of them that is kept aside."""

from __future__ import annotations

import functools
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

from onrecord.codebook import load_codebook
from onrecord.errors import MarkupError
from onrecord.markup import Passage, parse_passage, read_passages

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def is_development(identifier: str) -> bool:
    """Whether a passage belongs to the tenth that is kept aside for tuning."""
    return hashlib.sha256(identifier.encode()).digest()[0] < 26


def kept_aside(passages: Iterable[Passage], fewest_words: int) -> list[Passage]:
    """The passages of the tenth kept aside that are long enough."""
    return [p for p in passages if is_development(p.id) and len(p.text.split()) >= fewest_words]


def load_passages(corpus: Path) -> list[Passage]:
    """All passages of the corpus and the marked examples of the codebook."""
    book = load_codebook()
    passages: list[Passage] = []
    for path in sorted(corpus.glob("*.txt")):
        try:
            passages.extend(read_passages(path, book))
        except MarkupError as fault:
            print(f"left out from here on: {fault}", file=sys.stderr)  # noqa: T201
    for category in book.categories.values():
        for row in (*category.examples, *category.near_misses):
            passages.append(parse_passage(f"codebook-{row[0]}", "2023-03-09", row[2], book))
    return passages


@functools.cache
def corpus_digest(corpus: Path) -> dict[str, object]:
    """How much was trained on, and its SHA-256 over the files in the order of their names."""
    files = sorted(corpus.glob("*.txt"))
    passages = load_passages(corpus)
    return {
        "sha256": hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest(),
        "passages": len(passages),
        "words": sum(len(passage.text.split()) for passage in passages),
    }
