"""Weights, windows and words of linking, loaded from `weights.yaml` and `words.yaml` and checked."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from importlib import resources
from typing import Any, TypeVar

import yaml

from onrecord.codebook import Codebook, load_codebook
from onrecord.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class ModePoints:
    """Points for two modes."""

    same: float
    family: float
    other: float


@dataclass(frozen=True, slots=True)
class PartyPoints:
    """Points for two lists of parties in one role."""

    name: float
    country_and_sector: float
    state: float
    country: float
    sector: float
    open: float
    other_sector: float
    other_name: float
    other_country: float
    loose_country: float
    one_missing: float
    both_missing: float
    roles_merged: float


@dataclass(frozen=True, slots=True)
class DatePoints:
    """Points for two dates; `day_apart` for each day between them."""

    same_day: float
    overlap: float
    undated: float
    day_apart: float


@dataclass(frozen=True, slots=True)
class PlacePoints:
    """Points for two places; distances in kilometres."""

    same: float
    inside: float
    region: float
    other_name: float
    far: float
    other_country: float
    near_km: float
    region_km: float


@dataclass(frozen=True, slots=True)
class WordPoints:
    """Points for the words of two sentences: factor * (cosine - neutral), at least `least`; `title` is how much the titles count."""

    factor: float
    neutral: float
    title: float
    least: float


@dataclass(frozen=True, slots=True)
class TollPoints:
    """Points for two tolls; `small` is a number of people, `ratio` the greater over the smaller."""

    same: float
    same_small: float
    close: float
    far: float
    small: float
    ratio: float


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """When two texts are one: `shingle` in words, shares between 0 and 1, `days` between publications."""

    shingle: int
    permutations: int
    rows: int
    jaccard: float
    containment: float
    least_shingles: int
    days: int


@dataclass(frozen=True, slots=True)
class Window:
    """How far dates of one happening may lie apart, in days, and how much its place says (0 to 1)."""

    gap: int
    undated: int
    span: int
    place: float


@dataclass(frozen=True, slots=True)
class Settings:
    """All that linking is told.

    Attributes:
        near: points for pairs of categories, the lesser first, that one happening may be told in.
        families: for each mode the families that it belongs to.
        one_voice: for each sector the set of those that speak with one voice within a country.
        endings: word endings, longest first.
    """

    start: float
    nothing_own: float
    mode: ModePoints
    party: PartyPoints
    date: DatePoints
    place: PlacePoints
    words: WordPoints
    toll: TollPoints
    threshold: float
    veto: float
    neighbours: int
    widest_days: int
    near_duplicates: NearDuplicates
    windows: Mapping[str, Window]
    near: Mapping[tuple[str, str], float]
    families: Mapping[str, frozenset[int]]
    one_voice: Mapping[str, int]
    state: frozenset[str]
    vague: frozenset[str]
    no_country: frozenset[str]
    stem_letters: int
    best: float
    function_words: frozenset[str]
    role_words: frozenset[str]
    retraction_words: frozenset[str]
    endings: tuple[str, ...]

    def window(self, category: str) -> Window:
        """The window of a category; one that the file does not list has the window named `default`."""
        return self.windows.get(category) or self.windows["default"]


@functools.cache
def load_settings() -> Settings:
    """The settings that ship with the package; raises KnowledgeError where a file breaks its form."""
    folder = resources.files("onrecord.link")
    return parse_settings(folder.joinpath("weights.yaml").read_bytes(), folder.joinpath("words.yaml").read_bytes())


def parse_settings(weights: bytes, words: bytes) -> Settings:
    """Settings from the bytes of the two files; raises KnowledgeError naming file and entry."""
    tree, lists = _yaml("weights.yaml", weights), _yaml("words.yaml", words)
    sections = ("mode", "party", "date", "place", "words", "toll", "cluster", "candidates")
    _keys(
        "weights.yaml",
        tree,
        (
            "start",
            "nothing_own",
            *sections,
            "near_duplicates",
            "windows",
            "near_categories",
            "mode_families",
            "one_voice",
            "state",
            "vague",
            "no_country",
            "stem_letters",
        ),
    )
    _keys("words.yaml", lists, ("function_words", "role_words", "retraction_words", "endings"))
    for name, wanted in (
        ("cluster", ("threshold", "veto", "best")),
        ("candidates", ("neighbours", "widest_days")),
    ):
        _keys(f"weights.yaml, {name}", tree[name], wanted)
    book = load_codebook()
    return Settings(
        start=_number("start", tree["start"]), nothing_own=_number("nothing_own", tree["nothing_own"]),
        mode=_section(ModePoints, "mode", tree["mode"]), party=_section(PartyPoints, "party", tree["party"]),
        date=_section(DatePoints, "date", tree["date"]), place=_section(PlacePoints, "place", tree["place"]),
        words=_section(WordPoints, "words", tree["words"]), toll=_section(TollPoints, "toll", tree["toll"]),
        threshold=_number("cluster.threshold", tree["cluster"]["threshold"]), veto=_number("cluster.veto", tree["cluster"]["veto"]),
        neighbours=_whole("candidates.neighbours", tree["candidates"]["neighbours"]),
        widest_days=_whole("candidates.widest_days", tree["candidates"]["widest_days"]),
        near_duplicates=_near_duplicates(tree["near_duplicates"]), windows=_windows(tree["windows"], book),
        near=_near(tree["near_categories"], book), families=_families(tree["mode_families"], book),
        one_voice=_voices(tree["one_voice"], book), state=_known("state", tree["state"], book.sectors),
        vague=_known("vague", tree["vague"], book.sectors),
        no_country=_known("no_country", tree["no_country"], book.special_countries),
        stem_letters=_whole("stem_letters", tree["stem_letters"]), best=_number("cluster.best", tree["cluster"]["best"]),
        function_words=frozenset(lists["function_words"].split()), role_words=frozenset(lists["role_words"].split()),
        retraction_words=frozenset(lists["retraction_words"].split()),
        endings=tuple(sorted(lists["endings"], key=lambda ending: (-len(ending), ending))),
    )  # fmt: skip


_Section = TypeVar("_Section", ModePoints, PartyPoints, DatePoints, PlacePoints, WordPoints, TollPoints)


def _yaml(file: str, data: bytes) -> dict[str, Any]:
    try:
        tree = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise KnowledgeError(f"link/{file} is no YAML: {fault}", "Correct the line named.") from fault
    if not isinstance(tree, dict):
        raise _wrong(file, "it holds no entries")
    return tree


def _wrong(where: str, what: str) -> KnowledgeError:
    return KnowledgeError(f"link/{where}: {what}", "Restore the file or correct the entry named.")


def _keys(where: str, tree: Any, wanted: Iterable[str]) -> None:
    if not isinstance(tree, dict) or set(tree) != set(wanted):
        raise _wrong(where, f"the entries are not exactly {', '.join(wanted)}")


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        raise _wrong("weights.yaml", f"{name} is {value!r}, no number")
    return float(value)


def _whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong("weights.yaml", f"{name} is {value!r}, no whole number from 0 on")
    return value


def _section(kind: type[_Section], name: str, tree: Any) -> _Section:
    _keys(f"weights.yaml, {name}", tree, tuple(part.name for part in fields(kind)))
    return kind(**{part: _number(f"{name}.{part}", value) for part, value in tree.items()})


def _near_duplicates(tree: Any) -> NearDuplicates:
    _keys("weights.yaml, near_duplicates", tree, tuple(part.name for part in fields(NearDuplicates)))
    shares = ("jaccard", "containment")
    numbers: dict[str, Any] = {
        part: (_number if part in shares else _whole)(f"near_duplicates.{part}", value) for part, value in tree.items()
    }
    read = NearDuplicates(**numbers)
    if not all(0 < getattr(read, share) <= 1 for share in shares):
        raise _wrong("weights.yaml", "near_duplicates: jaccard and containment lie above 0 and up to 1")
    if read.shingle < 1 or read.rows < 1 or read.permutations % read.rows or not read.permutations:
        raise _wrong("weights.yaml", "near_duplicates: permutations is no multiple of rows, or shingle is below 1")
    return read


def _windows(tree: Any, book: Codebook) -> dict[str, Window]:
    windows = {}
    if not isinstance(tree, dict) or "default" not in tree:
        raise _wrong("weights.yaml, windows", "there is no window named default")
    for category, entry in tree.items():
        if category != "default" and category not in book.categories:
            raise _wrong("weights.yaml, windows", f"the codebook has no category {category}")
        _keys(f"weights.yaml, windows, {category}", entry, ("gap", "undated", "span", "place"))
        days = {part: _whole(f"windows.{category}.{part}", entry[part]) for part in ("gap", "undated", "span")}
        windows[category] = Window(**days, place=_number(f"windows.{category}.place", entry["place"]))
    return windows


def _near(tree: Any, book: Codebook) -> dict[tuple[str, str], float]:
    pairs = {}
    for entry in tree:
        if not isinstance(entry, list) or len(entry) != 3 or entry[0] == entry[1]:
            raise _wrong("weights.yaml, near_categories", f"{entry!r} is no pair of categories with points")
        _known("near_categories", entry[:2], book.categories)
        pairs[min(entry[:2]), max(entry[:2])] = _number("near_categories", entry[2])
    return pairs


def _families(tree: Any, book: Codebook) -> dict[str, frozenset[int]]:
    modes = {mode.id for category in book.categories.values() for mode in category.modes}
    families: dict[str, set[int]] = {}
    for number, family in enumerate(tree):
        for mode in _known("mode_families", family, modes):
            families.setdefault(mode, set()).add(number)
    return {mode: frozenset(numbers) for mode, numbers in families.items()}


def _voices(tree: Any, book: Codebook) -> dict[str, int]:
    voices: dict[str, int] = {}
    for number, sectors in enumerate(tree):
        for sector in sorted(_known("one_voice", sectors, book.sectors)):
            if voices.setdefault(sector, number) != number:
                raise _wrong("weights.yaml, one_voice", f"{sector} stands in two sets")
    return voices


def _known(name: str, values: Any, known: Iterable[str]) -> frozenset[str]:
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise _wrong(f"weights.yaml, {name}", f"the codebook does not have {', '.join(unknown)}")
    return frozenset(values)
