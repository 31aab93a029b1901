"""Places without a name ("the airport", "the capital", "the region"): which place named before is meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from onrecord.model import Span
from onrecord.resolve.places.gazetteer import City
from onrecord.resolve.places.placewords import PlaceWords
from onrecord.resolve.places.toponyms import Toponym

# How far back the name may stand, in characters: some paragraphs.
_FAR = 3_000
_AREAS = ("province", "district", "other")


def is_nameless(words: str) -> bool:
    """Whether a phrase holds no capital letter, so that nothing in it is a name."""
    return words == words.lower()


def named_before(
    phrase: Span,
    toponyms: Sequence[Toponym],
    meant: Sequence[City | None],
    lists: PlaceWords,
    parties: Collection[tuple[int, int]],
    setting: str | None,
) -> int | None:
    """Index of the place name that a nameless phrase stands for, or None where the report names none that fits.

    A region goes back to the nearest region, the borders to the nearest country, a capital to the largest town of the country
    spoken of last, and all else to the nearest town. Names that merely lend themselves to something else do not count, nor do
    names of parties.

    Args:
        toponyms: in the order of the text; `meant` the place of each.
        parties: offsets of the mentions: a name that is one as a whole ("Moscow said") acts, it is no place.
        setting: the country that the report is about: "the capital" is hardly that of another. None for any.
    """
    low, high = (bisect_left(toponyms, at, key=lambda t: t.span.start) for at in (phrase.start - _FAR, phrase.start))
    before = [
        index
        for index in range(low, high)
        if (place := meant[index]) is not None
        and setting in (None, place.country)
        and toponyms[index].literal
        and (toponyms[index].span.start, toponyms[index].span.end) not in parties
    ]
    heads = phrase.text.lower().split()
    if not lists.capital_nouns.isdisjoint(heads):
        return _largest_town(before, meant)
    if not lists.country_nouns.isdisjoint(heads):
        return _nearest(before, meant, ("country",))
    if not lists.region_nouns.isdisjoint(heads):
        return _nearest(before, meant, _AREAS)
    return _nearest(before, meant, ("city",))


def _nearest(before: Sequence[int], meant: Sequence[City | None], kinds: Collection[str]) -> int | None:
    fitting = (index for index in reversed(before) if _of(meant, index).precision in kinds)
    return next(fitting, None)


def _largest_town(before: Sequence[int], meant: Sequence[City | None]) -> int | None:
    towns = [index for index in before if _of(meant, index).precision == "city"]
    if not towns:
        return None
    country = _of(meant, before[-1]).country
    own = [index for index in towns if _of(meant, index).country == country] or towns
    return max(own, key=lambda index: (_of(meant, index).population, index))


def _of(meant: Sequence[City | None], index: int) -> City:
    place = meant[index]
    assert place is not None
    return place
