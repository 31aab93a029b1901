"""What the words of a noun phrase tell of gender, number and kind: word lists and given names, loaded loudly.

`pronouns.yaml` and `given_names.csv` beside this module hold the lists; `pronoun_weights.csv` holds the weights that
`python -m training.pronouns` learned.
"""

from __future__ import annotations

import csv
import functools
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

import yaml

from onrecord.errors import KnowledgeError

Kind = Literal["male", "female", "person", "plural", "body", "place", "name", "other", "things", "pair"]
Form = Literal["he", "she", "it", "they"]
FORMS: frozenset[str] = frozenset({"he", "she", "it", "they"})
USES = frozenset({"subject", "object", "possessive", "reflexive", "either"})
GENDERS = frozenset({"male", "female", "either"})
_PERSONS = frozenset({"male", "female", "person"})
_LISTS = (
    "titles_male", "titles_female", "titles_person", "male", "female", "person", "plural", "body", "place", "body_names",
    "place_names", "inside_names", "determiners", "definite", "possessives", "indefinite", "stop", "prepositions",
    "locative", "no_party", "clause", "saying", "verbs", "being", "empty",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a pronoun agrees with, and its use in the sentence."""

    form: str
    use: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists of `pronouns.yaml`, given names with gender, and learned weights.

    Attributes:
        pronouns: third-person pronouns, lower case.
        nouns: head nouns, lower case, singular and plural, with the kind of what they name.
        given: given names as written, with "male", "female" or "either".
        lists: every list of the file by name.
        weights: weight of each feature; a feature that is not listed weighs nothing.
    """

    pronouns: Mapping[str, Pronoun]
    nouns: Mapping[str, Kind]
    given: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]
    weights: Mapping[str, float]

    def has(self, name: str, word: str) -> bool:
        """Whether a list holds a word, lower case."""
        return word in self.lists[name]


@functools.cache
def load_lexicon() -> Lexicon:
    """What ships with the package; raises KnowledgeError where a file breaks its form."""
    folder = resources.files("onrecord.resolve.coreference")
    data = folder.joinpath("pronouns.yaml").read_bytes()
    return build_lexicon(
        yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)),
        folder.joinpath("given_names.csv").read_text(encoding="utf-8"),
        folder.joinpath("pronoun_weights.csv").read_text(encoding="utf-8"),
    )


def build_lexicon(tree: Any, names: str, weights: str) -> Lexicon:
    """Check the three files and put them together.

    Args:
        tree: the tree of pronouns.yaml.
        names: the text of given_names.csv.
        weights: the text of pronoun_weights.csv.
    """
    if not isinstance(tree, dict) or sorted(tree) != sorted((*_LISTS, "pronouns")):
        raise _wrong("pronouns.yaml", f"its parts are not exactly pronouns, {', '.join(_LISTS)}")
    lists: dict[str, frozenset[str]] = {}
    for name in _LISTS:
        value = tree[name]
        if not isinstance(value, list) or not all(isinstance(word, str) and word == word.lower() for word in value):
            raise _wrong("pronouns.yaml", f"{name} is no list of words in lower case (quote yes, no, on, off, y)")
        lists[name] = frozenset(value)
    return Lexicon(_pronouns(tree["pronouns"]), _nouns(lists), _given(names), lists, _weights(weights))


def plural_of(noun: str) -> str:
    """The regular plural of an English noun."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("man"):
        return noun[:-3] + "men"
    return noun + "s"


def _pronouns(tree: Any) -> Mapping[str, Pronoun]:
    if not isinstance(tree, dict):
        raise _wrong("pronouns.yaml", "pronouns is no mapping")
    found: dict[str, Pronoun] = {}
    for word, entry in tree.items():
        if not isinstance(entry, dict) or entry.get("form") not in FORMS or entry.get("use") not in USES:
            raise _wrong("pronouns.yaml", f"{word} needs a form of {sorted(FORMS)} and a use of {sorted(USES)}")
        found[word] = Pronoun(entry["form"], entry["use"])
    return found


def _nouns(lists: Mapping[str, frozenset[str]]) -> Mapping[str, Kind]:
    nouns: dict[str, Kind] = {}
    kinds: tuple[Kind, ...] = ("place", "body", "person", "male", "female")
    for kind in kinds:
        for noun in sorted(lists[kind]):
            nouns[plural_of(noun)] = "plural"
    for kind in kinds:
        nouns.update(dict.fromkeys(sorted(lists[kind]), kind))
    nouns.update(dict.fromkeys(sorted(lists["plural"]), "plural"))
    return nouns


def _given(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        name, gender = row.get("name") or "", row.get("gender") or ""
        if not name[:1].isupper() or gender not in GENDERS or None in row:
            raise _wrong(f"given_names.csv, line {line}", "a row is a capitalised name and male, female or either")
        if name in found:
            raise _wrong(f"given_names.csv, line {line}", f"{name} stands twice")
        found[name] = gender
    return found


def _weights(text: str) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        try:
            name, weight = str(row["feature"]), float(row["weight"])
        except (KeyError, TypeError, ValueError) as fault:
            raise _wrong(f"pronoun_weights.csv, line {line}", "a row is a feature and its weight") from fault
        if name in found or not math.isfinite(weight):
            raise _wrong(f"pronoun_weights.csv, line {line}", f"{name} stands twice or has no finite weight")
        found[name] = weight
    return found


def _wrong(where: str, message: str) -> KnowledgeError:
    return KnowledgeError(f"resolve/coreference/{where}: {message}", "Correct the file named.")


def agrees(form: str, kind: Kind) -> bool:
    """Whether a pronoun of a form may stand for something of a kind."""
    if form == "he":
        return kind in ("male", "person", "name", "other")
    if form == "she":
        return kind in ("female", "person", "name", "other")
    if form == "it":
        return kind in ("body", "place", "name", "other")
    return kind not in ("male", "female")


def forbids(form: str, kind: Kind) -> bool:
    """Whether the words of a kind leave no doubt that a pronoun of a form stands for somebody else ("she" for a man)."""
    if form == "he":
        return kind in ("female", "plural", "pair")
    if form == "she":
        return kind in ("male", "plural", "pair")
    return kind in ("male", "female")


def is_person(kind: Kind) -> bool:
    """Whether a kind is that of one person."""
    return kind in _PERSONS
