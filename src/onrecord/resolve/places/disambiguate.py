"""Which place a name means: by the region named beside it, the other places of the report, and how well known each is."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.resolve.places.gazetteer import City, fold
from onrecord.resolve.places.toponyms import Toponym, lies_in

# Candidates of one name that are weighed, the most populous first.
_MOST = 80
# Names of one report that are weighed against each other.
_GROUPS, _ANCHORS = 250, 80
# How much each kind of evidence counts: tuned on no corpus, in steps of a factor of ten in people.
_SALIENCE, _COUNTRY, _REGION, _NEAR, _CENTRE, _OTHER_NAME, _SEAT = 1.0, 1.6, 2.6, 1.2, 0.3, 0.7, 1.5
# Distance in kilometres at which the pull of another place falls to a third.
_PULL = 60.0
# Degrees of latitude beyond which it is nothing.
_FAR = 3.0
# People from which on a town takes the bare name that it shares with its region.
_TOWN = 15_000
_ROUNDS = 3
Area = tuple[str, str]


@dataclass(slots=True)
class _Group:
    """All toponyms of a report that share a name, which is taken to mean one place throughout."""

    key: str
    members: list[int]
    candidates: list[City]
    weight: float
    seats: frozenset[City] = frozenset()
    chosen: City | None = None


def resolve(toponyms: Sequence[Toponym], setting: Mapping[str, float] | None = None) -> list[City | None]:
    """The place that each toponym means.

    Args:
        toponyms: all that were found in one report, in order.
        setting: further evidence for countries by ISO code, as numbers of namings.
    """
    groups = _groups(toponyms)
    votes = _votes(groups, setting or {})
    for group in groups:
        group.chosen = _best(group, votes, ())
    for _ in range(_ROUNDS):
        votes = _votes(groups, setting or {}, chosen=True)
        before = [group.chosen for group in groups]
        anchors = [g.chosen for g in groups if g.chosen is not None and g.chosen.precision in ("city", "district")]
        for group in groups[:_GROUPS]:
            others = [place for place in anchors[:_ANCHORS] if place is not group.chosen]
            group.chosen = _best(group, votes, others)
        if before == [group.chosen for group in groups]:
            break
    return _spread(toponyms, groups)


def _best(group: _Group, votes: Mapping[Area, float], others: Sequence[City]) -> City:
    """The likeliest place of a name; the smaller GeoNames id decides between equals."""
    return max(
        group.candidates,
        key=lambda place: (_prior(place, votes, group) + _NEAR * _pull(place, others), -(place.geonames or 0)),
    )


def _groups(toponyms: Sequence[Toponym]) -> list[_Group]:
    groups: dict[str, _Group] = {}
    seen: set[tuple[str, str]] = set()
    for index, toponym in enumerate(toponyms):
        key = fold(toponym.span.text)
        if key not in groups:
            groups[key] = _Group(key, [], list(toponym.candidates), 1.0)
        group = groups[key]
        group.members.append(index)
        region = toponyms[toponym.region] if toponym.region is not None else None
        if region is None or (key, fold(region.span.text)) in seen:
            continue
        # A name that stands with its region once means the place in it throughout.
        seen.add((key, fold(region.span.text)))
        areas = region.candidates
        group.candidates = [c for c in group.candidates if any(lies_in(c, area) for area in areas)] or group.candidates
    for group in groups.values():
        group.candidates = group.candidates[:_MOST]
        group.seats = _with_seat(group.candidates)
        group.weight = 1.0 + math.log(len(group.members))
    return list(groups.values())


def _with_seat(candidates: Sequence[City]) -> frozenset[City]:
    """Provinces and districts that hold a town of the same name: the bare name ("Kano") is that of the town."""
    towns = [place for place in candidates if place.precision == "city" and place.population >= _TOWN]
    areas = (place for place in candidates if place.precision in ("province", "district"))
    return frozenset(area for area in areas if any(lies_in(town, area) for town in towns))


def _votes(groups: Sequence[_Group], setting: Mapping[str, float], *, chosen: bool = False) -> dict[Area, float]:
    """How much the names of a report speak for each country (region empty) and each region."""
    votes: dict[Area, float] = defaultdict(float, {(code, ""): count for code, count in setting.items()})
    for group in groups[:_GROUPS]:
        places = [group.chosen] if chosen and group.chosen is not None else group.candidates
        shares = [math.sqrt(place.population + 100) for place in places]
        whole = sum(shares)
        for area, share in _areas(places, shares).items():
            votes[area] += group.weight * share / whole
    return votes


def _areas(places: Sequence[City], shares: Sequence[float]) -> dict[Area, float]:
    found: dict[Area, float] = defaultdict(float)
    for place, share in zip(places, shares, strict=True):
        found[place.country, ""] += share
        if place.admin1:
            found[place.country, fold(place.admin1)] += share
    return found


def _prior(place: City, votes: Mapping[Area, float], group: _Group) -> float:
    """How likely a place is by itself and by the countries and regions that the other names speak for."""
    own = group.weight if group.chosen is not None and group.chosen.country == place.country else 0.0
    country = max(0.0, votes.get((place.country, ""), 0.0) - own)
    score = _SALIENCE * math.log10(place.population + 300) + _COUNTRY * math.log1p(country)
    if place.admin1:
        same = (
            group.chosen is not None and group.chosen.admin1 == place.admin1 and group.chosen.country == place.country
        )
        region = max(0.0, votes.get((place.country, fold(place.admin1)), 0.0) - (group.weight if same else 0.0))
        score += _REGION * math.log1p(region)
    if place.precision not in ("country", "other") and fold(place.name) != group.key:
        score -= _OTHER_NAME
    if place in group.seats:
        score -= _SEAT
    return score + (_CENTRE if place.precision == "city" else 0.0)


def _pull(place: City, others: Sequence[City]) -> float:
    """How near the other places of the report lie, the three nearest counted."""
    beside = (other for other in others if other.country == place.country and abs(other.lat - place.lat) < _FAR)
    return sum(sorted((math.exp(-place.distance(other) / _PULL) for other in beside), reverse=True)[:3])


def _spread(toponyms: Sequence[Toponym], groups: Sequence[_Group]) -> list[City | None]:
    places: list[City | None] = [None] * len(toponyms)
    for group in groups:
        for index in group.members:
            places[index] = group.chosen
    return places
