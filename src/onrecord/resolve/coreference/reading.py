"""The words of a report, cut into sentences and paragraphs, as the pronoun resolver reads them."""

from __future__ import annotations

import bisect

from onrecord.model import Span
from onrecord.tagger.segments import sentence_starts
from onrecord.tagger.words import BREAKS, SHAPES, Word, split_words

_CAPITAL = frozenset(SHAPES.index(name) for name in ("capital", "upper", "mixed"))
_PARAGRAPH = frozenset(BREAKS.index(name) for name in ("paragraph", "start"))
APOSTROPHES = frozenset({"'", "\u2019"})


class Reading:
    """The words of a report, cut into sentences and paragraphs, with lower-case forms.

    Args:
        text: the report's text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[Word] = split_words(text)
        self.lower = [word.text.lower() for word in self.words]
        self.starts = sentence_starts(self.words)
        self._begins = [word.start for word in self.words]
        self.sentence: list[int] = []
        self.paragraph: list[int] = []
        starts, paragraph, sentence = set(self.starts), -1, -1
        for index, word in enumerate(self.words):
            sentence += index in starts
            paragraph += word.gap in _PARAGRAPH
            self.sentence.append(sentence)
            self.paragraph.append(paragraph)

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Half-open range of the words that begin in a stretch of characters."""
        return bisect.bisect_left(self._begins, start), bisect.bisect_left(self._begins, end)

    def span(self, first: int, last: int) -> Span:
        """Words as a stretch of the text."""
        return Span.of(self.text, self.words[first].start, self.words[last - 1].end)

    def joined(self, at: int) -> bool:
        """Whether a word goes on with the sentence of the word before it, on the same line."""
        return self.words[at].gap == BREAKS.index("none") and self.sentence[at] == self.sentence[at - 1]

    def capital(self, index: int) -> bool:
        """Whether a word begins with a capital letter."""
        return self.words[index].shape in _CAPITAL

    def opens(self, index: int) -> bool:
        """Whether a word stands first in its sentence, quotation marks apart."""
        start = self.starts[self.sentence[index]]
        return all(not self.words[at].text[0].isalnum() for at in range(start, index)) if index - start <= 3 else False

    def owner(self, last: int) -> bool:
        """Whether a possessive ending follows the word before `last`."""
        return (
            last + 1 < len(self.words)
            and self.words[last].text in APOSTROPHES
            and self.words[last].start == self.words[last - 1].end
            and (self.lower[last + 1] == "s" or self.words[last + 1].start > self.words[last].end)
        )
