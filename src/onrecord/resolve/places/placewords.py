"""The word lists by which place names are told from other names, loaded from `toponyms.yaml` and checked."""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields
from importlib import resources
from typing import Any

import yaml

from onrecord.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Lists of English words, lower case; see `toponyms.yaml` for what each is for."""

    titles: frozenset[str]
    before: frozenset[str]
    toward: frozenset[str]
    lending: frozenset[str]
    never: frozenset[str]
    speaks: frozenset[str]
    of: frozenset[str]
    generic: frozenset[str]
    qualifiers: frozenset[str]
    areas: frozenset[str]
    loose_areas: frozenset[str]
    capital_nouns: frozenset[str]
    country_nouns: frozenset[str]
    region_nouns: frozenset[str]
    features: frozenset[str]
    streets: frozenset[str]
    bodies: frozenset[str]
    titled: frozenset[str]
    bodies_of: frozenset[str]
    common: frozenset[str]
    forenames: frozenset[str]


@functools.cache
def load_place_words() -> PlaceWords:
    """The lists that ship with the package; raises KnowledgeError where the file breaks its form."""
    data = resources.files("onrecord.resolve.places").joinpath("toponyms.yaml").read_bytes()
    return parse_place_words(yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def parse_place_words(tree: Any) -> PlaceWords:
    """Check the tree of the YAML file and turn it into PlaceWords."""
    names = [field.name for field in fields(PlaceWords)]
    if not isinstance(tree, dict) or sorted(tree) != sorted(names):
        raise _wrong(f"the lists are not exactly {', '.join(names)}")
    for name, value in tree.items():
        if not isinstance(value, list) or not all(
            isinstance(word, str) and word and word == word.lower() for word in value
        ):
            raise _wrong(f"{name} is no list of words in lower case (quote yes, no, on, off)")
        if len(set(value)) != len(value):
            raise _wrong(f"{name} has a word twice: {sorted({word for word in value if value.count(word) > 1})}")
    return PlaceWords(**{name: frozenset(value) for name, value in tree.items()})


def _wrong(message: str) -> KnowledgeError:
    return KnowledgeError(f"resolve/places/toponyms.yaml: {message}", "Correct the list named.")
