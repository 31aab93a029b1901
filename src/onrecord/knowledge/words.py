"""Words of a phrase as they are compared: whole words, accents folded, possessive endings and hyphens kept as flags."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Nobody is named in more words than this; what follows in a longer (hostile) phrase is not looked at.
MAX_CHARACTERS = 600
MAX_TOKENS = 60

# Initials with full stops ("U.S."), words, and the punctuation that parts a phrase.
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+|[,;:()&]")
_APOSTROPHES = "'’‘ʼ`´"
_HYPHENS = "-‐‑–"
# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "ħ": "h"}
)


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)


# Letters of Latin alphabets with the base letters to which `fold` brings them.
_PLAIN = {code: plain for code in range(0xC0, 0x250) if (plain := _folded(chr(code))).isascii() and plain.isalpha()}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a phrase.

    Attributes:
        text: the word as written.
        key: the word folded: lower case, no accents, no full stops.
        start, end: half-open code-point offsets into the normalised phrase.
        possessive: whether `'s` or, after an s, a lone apostrophe follows.
        glued: whether a hyphen joins it to the word before.
    """

    text: str
    key: str
    start: int
    end: int
    possessive: bool = False
    glued: bool = False

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def is_word(self) -> bool:
        """Whether it is a word or number, not punctuation."""
        return self.text[0].isalnum()


def normalise(words: str) -> str:
    """The phrase as it is tokenised: composed characters, white space single, cut at a bound."""
    return unicodedata.normalize("NFC", " ".join(words[: 2 * MAX_CHARACTERS].split())[:MAX_CHARACTERS])


@functools.lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Lower case, without accents and full stops: the form in which words are compared."""
    return word.lower().replace(".", "") if word.isascii() else _folded(word).replace(".", "")


def tokenise(text: str) -> list[Token]:
    """The words and dividing punctuation of a normalised phrase, at most MAX_TOKENS of them."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        if tokens and _is_possessive_s(text, start, end):
            last = tokens[-1]
            tokens[-1] = Token(last.text, last.key, last.start, last.end, True, last.glued)
            continue
        if len(tokens) == MAX_TOKENS:
            break
        word = found[0]
        key = "and" if word == "&" else fold(word) or word
        possessive = word[-1] in "sS" and _is_lone_apostrophe(text, end)
        glued = start > 0 and text[start - 1] in _HYPHENS and start > 1 and text[start - 2].isalnum()
        tokens.append(Token(word, key, start, end, possessive, glued))
    return tokens


def key_of(name: str) -> str:
    """The folded form of a whole name, its words joined by blanks: what the index of names is keyed by."""
    # Most names hold letters, blanks and hyphens alone: no need to take them apart.
    plain = name if name.isascii() else name.translate(_PLAIN)
    if "-" in plain:
        plain = plain.replace("-", " ")
    if plain.isascii() and plain.replace(" ", "").isalnum():
        return plain.lower()
    return joined(tokenise(normalise(name)))


def joined(tokens: Sequence[Token]) -> str:
    """The key of a stretch of words. A possessive inside it is part of the name ("Workers' Party"), so that
    "the party's secretary" is no "party secretary"; one at its end is not."""
    inner = " ".join(f"{token.key}'" if token.possessive else token.key for token in tokens[:-1])
    return f"{inner} {tokens[-1].key}" if inner else tokens[-1].key if tokens else ""


def _is_lone_apostrophe(text: str, at: int) -> bool:
    return at < len(text) and text[at] in _APOSTROPHES and not text[at + 1 : at + 2].isalnum()


def _is_possessive_s(text: str, start: int, end: int) -> bool:
    return (
        text[start:end] in ("s", "S") and start >= 2 and text[start - 1] in _APOSTROPHES and text[start - 2].isalnum()
    )
