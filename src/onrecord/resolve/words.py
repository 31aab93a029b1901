"""The word lists that the resolvers go by, loaded from `words.yaml` and checked."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources
from typing import Any

import yaml

from onrecord.codebook import load_codebook
from onrecord.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Words:
    """Lists of English words and of codes; see `words.yaml` for what each is for."""

    pronouns: frozenset[str]
    reflexive: frozenset[str]
    pointing: frozenset[str]
    recalling: frozenset[str]
    recalling_pronouns: frozenset[str]
    earlier: frozenset[str]
    killed: frozenset[str]
    injured: frozenset[str]
    at_least: frozenset[str]
    at_most: frozenset[str]
    about: frozenset[str]
    or_more: frozenset[str]
    or_so: frozenset[str]
    articles: frozenset[str]
    joining: frozenset[str]
    coordinating: frozenset[str]
    continuing: frozenset[str]
    at_which: frozenset[str]
    multipliers: frozenset[str]
    vague: frozenset[str]
    no_clause: frozenset[str]
    media: frozenset[str]
    verbal: frozenset[str]
    joint: frozenset[str]
    placeless: frozenset[str]
    counterparts: frozenset[str]
    numbers: Mapping[str, int]
    announced: Mapping[str, str]
    force: Mapping[str, str]


_MAPPINGS = ("numbers", "announced", "force")


@functools.cache
def load_words() -> Words:
    """The lists that ship with the package; raises KnowledgeError where the file breaks its form."""
    data = resources.files("onrecord.resolve").joinpath("words.yaml").read_bytes()
    return parse_words(yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def parse_words(tree: Any) -> Words:
    """Check the tree of the YAML file and turn it into Words."""
    names = [field.name for field in fields(Words)]
    if not isinstance(tree, dict) or sorted(tree) != sorted(names):
        raise _wrong(f"the lists are not exactly {', '.join(names)}")
    values: dict[str, Any] = {}
    for name, value in tree.items():
        if name in _MAPPINGS and isinstance(value, dict):
            values[name] = value
        elif name not in _MAPPINGS and isinstance(value, list) and all(isinstance(word, str) for word in value):
            values[name] = frozenset(value)
        else:
            what = "mapping" if name in _MAPPINGS else "list of words (quote yes, no, on, off)"
            raise _wrong(f"{name} is no {what}")
    words = Words(**values)
    book = load_codebook()
    labels = set(book.labels())
    for name in ("verbal", "joint", "placeless"):
        if unknown := getattr(words, name) - labels:
            raise _wrong(f"{name} names {sorted(unknown)}, which the codebook lacks")
    if unknown := {*words.announced, *words.announced.values()} - labels:
        raise _wrong(f"announced names {sorted(unknown)}, which the codebook lacks")
    if unknown := words.force.keys() - labels:
        raise _wrong(f"force names {sorted(unknown)}, which the codebook lacks")
    if unknown := set(words.force.values()) - book.sectors.keys():
        raise _wrong(f"force names the sectors {sorted(unknown)}, which the codebook lacks")
    if unknown := words.media - book.sectors.keys():
        raise _wrong(f"media names the sectors {sorted(unknown)}, which the codebook lacks")
    if not all(isinstance(value, int) for value in words.numbers.values()):
        raise _wrong("a number word has no whole number")
    return words


def _wrong(message: str) -> KnowledgeError:
    return KnowledgeError(f"resolve/words.yaml: {message}", "Correct the list named.")
