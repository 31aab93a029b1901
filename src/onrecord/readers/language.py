"""In which language a report is written: told by the share of function words, or by the script."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import Any

import yaml

from onrecord.errors import KnowledgeError

# How much of a text is looked at: three stretches, in characters, so that long texts cost no more than short ones.
_STRETCH = 6_000
# Fewer words, or letters in scripts that part no words, decide nothing; to turn a text down takes more of them.
_FEW_WORDS = 8
_ENOUGH_WORDS = 20
_FEW_LETTERS = 40
# Shares of function words: running prose of the coded language has .3 to .5, of another .1 at the most.
_SURE = 0.2
_NOT = 0.1
_NEVER = 0.05
# A list of names has hardly any function words either; only longer texts without them are told to be foreign.
_MANY_WORDS = 60
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text is written in.

    Attributes:
        code: ISO 639-1 code, or None where it could not be told.
        name: name of the language, or None.
        foreign: whether the text is surely not in the language that is coded.
    """

    code: str | None
    name: str | None
    foreign: bool


@dataclass(frozen=True, slots=True)
class Languages:
    """Function words by language, the coded one first, and code points by script."""

    words: Mapping[str, frozenset[str]]
    names: Mapping[str, str]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    owners: tuple[str, ...]

    @property
    def coded(self) -> str:
        """The code of the language that is coded."""
        return next(iter(self.words))

    def script_of(self, letter: str) -> str | None:
        """The language that a letter's script belongs to, or None."""
        at = bisect.bisect_right(self.starts, ord(letter)) - 1
        return self.owners[at] if at >= 0 and ord(letter) <= self.ends[at] else None


def language_of(text: str) -> Verdict:
    """The language of a text. A text too short or too odd to tell has no code and is not foreign."""
    languages = load_languages()
    sample = _sample(text)
    by_script = _by_script(sample, languages)
    if by_script is not None:
        return by_script
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < _FEW_WORDS:
        return Verdict(None, None, False)
    return _by_words(words, languages)


def _by_words(words: list[str], languages: Languages) -> Verdict:
    shares = {code: sum(word in known for word in words) / len(words) for code, known in languages.words.items()}
    coded = languages.coded
    best = max(shares, key=lambda code: shares[code])
    if shares[coded] >= (_NOT if best == coded else _SURE):
        return Verdict(coded, languages.names[coded], False)
    if len(words) < _ENOUGH_WORDS:
        return Verdict(None, None, False)
    if best != coded and shares[best] >= _NOT:
        return Verdict(best, languages.names[best], True)
    return Verdict(None, None, shares[coded] < _NEVER and len(words) >= _MANY_WORDS)


def _by_script(sample: str, languages: Languages) -> Verdict | None:
    """The language whose script makes up most of the letters, or None."""
    letters = [char for char in sample if char.isalpha()]
    if len(letters) < _FEW_LETTERS:
        return None
    counts: dict[str, int] = {}
    for letter in letters:
        owner = languages.script_of(letter) if letter > "\u02ff" else None
        if owner:
            counts[owner] = counts.get(owner, 0) + 1
    if 2 * sum(counts.values()) < len(letters):
        return None
    # A script that is listed before another one may mix with it and decides with less.
    order = list(dict.fromkeys(languages.names))
    code = next((code for code in order if counts.get(code, 0) * 5 >= sum(counts.values())), None)
    return Verdict(code, languages.names[code] if code else None, True)


def _sample(text: str) -> str:
    if len(text) <= 3 * _STRETCH:
        return text
    middle = (len(text) - _STRETCH) // 2
    return " ".join((text[:_STRETCH], text[middle : middle + _STRETCH], text[-_STRETCH:]))


@functools.cache
def load_languages() -> Languages:
    """The word lists that ship with the package; raises KnowledgeError where the file breaks its form."""
    return parse_languages(resources.files("onrecord.readers").joinpath("languages.yaml").read_bytes())


def parse_languages(data: bytes) -> Languages:
    """Check the bytes of the YAML file and turn them into Languages."""
    text = data.decode("utf-8")
    try:
        tree = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as fault:
        raise KnowledgeError(f"readers/languages.yaml is no YAML: {fault}", "Correct the line named.") from fault
    if not isinstance(tree, dict) or sorted(tree, key=str) != ["scripts", "words"]:
        raise _wrong(text, "", "the file does not hold exactly words and scripts")
    words: dict[str, frozenset[str]] = {}
    names: dict[str, str] = {}
    for code, name, entries in _entries(text, tree, "words", "words"):
        if not all(isinstance(word, str) and word == word.lower() for word in entries):
            raise _wrong(
                text, f"{code}:", f"{code} holds something that is no word in lower case (quote yes, no, on, y)"
            )
        words[code], names[code] = frozenset(entries), name
    ranges: list[tuple[int, int, str]] = []
    for code, name, entries in _entries(text, tree, "scripts", "ranges"):
        for pair in entries:
            if not isinstance(pair, list) or len(pair) != 2 or not all(type(end) is int for end in pair):
                raise _wrong(text, f"{code}:", f"{pair!r} in {code} is no pair of code points")
            ranges.append((pair[0], pair[1], code))
        names.setdefault(code, name)
    ranges.sort()
    if any(first[1] >= second[0] for first, second in pairwise(ranges)):
        raise _wrong(text, "scripts", "two ranges of scripts overlap")
    starts, ends, owners = zip(*ranges, strict=True)
    return Languages(words, names, starts, ends, owners)


def _entries(text: str, tree: Mapping[str, Any], part: str, what: str) -> Iterator[tuple[str, str, list[Any]]]:
    content = tree[part]
    if not isinstance(content, dict) or not content:
        raise _wrong(text, part, f"{part} is no mapping of codes to languages")
    for code, entry in content.items():
        if not isinstance(code, str) or len(code) != 2:
            raise _wrong(text, f"{code}:", f"{code!r} is no code of two letters (quote no)")
        if not isinstance(entry, dict) or sorted(entry) != sorted(("name", what)) or not isinstance(entry["name"], str):
            raise _wrong(text, f"{code}:", f"{code} does not hold exactly name and {what}")
        if not isinstance(entry[what], list) or not entry[what]:
            raise _wrong(text, f"{code}:", f"{code} has no list of {what}")
        yield code, entry["name"], entry[what]


def _wrong(text: str, word: str, message: str) -> KnowledgeError:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if word and line.strip().startswith(word)]
    where = f"readers/languages.yaml:{lines[0]}" if lines else "readers/languages.yaml"
    return KnowledgeError(f"{where}: {message}", "Correct the entry or restore the file.")
