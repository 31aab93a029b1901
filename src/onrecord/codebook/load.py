"""Load `codebook.yaml` and check it loudly: ids unique, references known, crosswalk complete."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from onrecord.errors import CodebookError

FACTUALITY = ("asserted", "denied", "planned", "possible")
_CAMEO = re.compile(r"\d{3,4}")
_UPPER = re.compile(r"[A-Z]{3,9}")
_MODE = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Mode:
    """A finer kind of a category."""

    id: str
    definition: str
    score: float
    cameo: str


@dataclass(frozen=True, slots=True)
class Category:
    """One of the kinds of event.

    Attributes:
        score: conflict to cooperation, -10 to 10.
        quad: one of the four quad classes.
        symmetric: "yes", "no" or "sometimes": whether all parties are actors.
        examples: marked sentences that belong to it.
        near_misses: marked sentences that look alike and do not, with the reason.
    """

    id: str
    label: str
    definition: str
    quad: str
    quad_code: str
    score: float
    symmetric: str
    roles: str
    cameo: str
    includes: tuple[str, ...]
    boundaries: tuple[tuple[str, str], ...]
    modes: tuple[Mode, ...]
    examples: tuple[tuple[str, str, str], ...]
    near_misses: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sector:
    """What part of society a party belongs to."""

    code: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class CountryCode:
    """A code that is no ISO state."""

    code: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """The whole ontology. `digest` is the SHA-256 of the file that it was read from."""

    edition: str
    ontology: str
    categories: Mapping[str, Category]
    sectors: Mapping[str, Sector]
    special_countries: Mapping[str, CountryCode]
    to_cameo: Mapping[tuple[str, str], str]
    digest: str

    def cameo(self, category: str, mode: str | None) -> str:
        """The best CAMEO code for a category and mode; KeyError for a pair that the codebook lacks."""
        return self.to_cameo[(category, mode or "")]

    def labels(self) -> tuple[str, ...]:
        """Every `CATEGORY` and `CATEGORY/mode`, in the order of the codebook."""
        return tuple(
            label
            for category in self.categories.values()
            for label in (category.id, *(f"{category.id}/{mode.id}" for mode in category.modes))
        )


@functools.cache
def load_codebook() -> Codebook:
    """The codebook that ships with the package; raises CodebookError where it breaks its own rules."""
    data = resources.files("onrecord.codebook").joinpath("codebook.yaml").read_bytes()
    return parse_codebook(data)


def parse_codebook(data: bytes) -> Codebook:
    """Read and check a codebook from the bytes of its YAML file."""
    try:
        tree = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as fault:
        raise _wrong(f"codebook.yaml is no YAML: {fault}") from fault
    try:
        book = _build(tree, hashlib.sha256(data).hexdigest())
        _check_crosswalk(tree, book)
    except (KeyError, TypeError, AttributeError) as fault:
        raise _wrong(f"codebook.yaml lacks a field or holds one of the wrong kind: {fault!r}") from fault
    return book


def _wrong(message: str) -> CodebookError:
    return CodebookError(message, "Restore codebook.yaml or correct the entry named.")


def _build(tree: Mapping[str, Any], digest: str) -> Codebook:
    quads = _by_id(tree["quad_classes"], "id", "quad class")
    categories = {key: _category(entry, quads) for key, entry in _by_id(tree["categories"], "id", "category").items()}
    listed = [name for quad in quads.values() for name in quad["categories"]]
    if sorted(listed) != sorted(categories):
        raise _wrong("the quad classes do not list every category exactly once")
    if tuple(entry["id"] for entry in tree["factuality"]) != FACTUALITY:
        raise _wrong(f"the factuality values are not {', '.join(FACTUALITY)}")
    sectors = {
        key: Sector(key, entry["label"], entry["definition"])
        for key, entry in _by_id(tree["sectors"], "code", "sector").items()
    }
    special = {
        key: CountryCode(key, entry["meaning"])
        for key, entry in _by_id(tree["country_codes"]["special"], "code", "country code").items()
    }
    to_cameo: dict[tuple[str, str], str] = {}
    for entry in tree["crosswalk"]["to_cameo"]:
        pair = (entry["category"], entry["mode"])
        if pair in to_cameo:
            raise _wrong(f"the crosswalk holds {pair} twice")
        to_cameo[pair] = entry["cameo"]
    meta = tree["meta"]
    return Codebook(meta["edition"], meta["ontology"], categories, sectors, special, to_cameo, digest)


def _by_id(entries: Iterable[Mapping[str, Any]], key: str, what: str) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for entry in entries:
        identifier = entry[key]
        if not isinstance(identifier, str) or not identifier:
            raise _wrong(f"a {what} without {key}")
        if identifier in found:
            raise _wrong(f"{what} {identifier} stands in the codebook twice")
        found[identifier] = entry
    return found


def _category(entry: Mapping[str, Any], quads: Mapping[str, Mapping[str, Any]]) -> Category:
    name = entry["id"]
    if not _UPPER.fullmatch(name):
        raise _wrong(f"category {name} is not written in capitals")
    if entry["quad"] not in quads or name not in quads[entry["quad"]]["categories"]:
        raise _wrong(f"category {name} and quad class {entry['quad']} do not agree")
    modes = tuple(_mode(name, mode) for mode in _by_id(entry["modes"], "id", f"mode of {name}").values())
    return Category(
        id=name,
        label=entry["label"],
        definition=entry["definition"],
        quad=entry["quad"],
        quad_code=entry["quad_code"],
        score=_score(entry["score"], name),
        symmetric=entry["symmetric"],
        roles=entry["roles"],
        cameo=_cameo(entry["cameo"], name),
        includes=tuple(entry["includes"]),
        boundaries=tuple((row["case"], row["code"]) for row in entry["boundaries"]),
        modes=modes,
        examples=tuple((row["id"], row["text"], row["markup"]) for row in entry["examples"]),
        near_misses=tuple((row["id"], row["text"], row["markup"], row["why"]) for row in entry["near_misses"]),
    )


def _mode(category: str, entry: Mapping[str, Any]) -> Mode:
    where = f"{category}/{entry['id']}"
    if not _MODE.fullmatch(entry["id"]):
        raise _wrong(f"mode {where} is not written in lower case with hyphens")
    return Mode(entry["id"], entry["definition"], _score(entry["score"], where), _cameo(entry["cameo"], where))


def _score(text: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError as fault:
        raise _wrong(f"the score of {where} is no number: {text!r}") from fault
    if not -10 <= value <= 10:
        raise _wrong(f"the score of {where} lies outside -10 to 10: {text}")
    return value


def _cameo(text: str, where: str) -> str:
    if not isinstance(text, str) or not _CAMEO.fullmatch(text):
        raise _wrong(f"the CAMEO code of {where} is not three or four digits in quotes: {text!r}")
    return text


def _check_crosswalk(tree: Mapping[str, Any], book: Codebook) -> None:
    """Every category and mode has a CAMEO code, and every CAMEO code names a known category and mode."""
    pairs = {
        (category.id, mode) for category in book.categories.values() for mode in ("", *(m.id for m in category.modes))
    }
    missing, unknown = pairs - set(book.to_cameo), set(book.to_cameo) - pairs
    if missing or unknown:
        raise _wrong(f"the crosswalk to CAMEO lacks {sorted(missing)} and holds the unknown {sorted(unknown)}")
    codes = _by_id(tree["crosswalk"]["from_cameo"], "cameo", "CAMEO code")
    for code, entry in codes.items():
        if entry["category"] and (entry["category"], entry["mode"]) not in pairs:
            raise _wrong(f"CAMEO {code} leads to the unknown {entry['category']}/{entry['mode']}")
    for pair, code in book.to_cameo.items():
        if code not in codes:
            raise _wrong(f"{pair} leads to the CAMEO code {code}, which has no entry")
