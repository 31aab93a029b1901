"""How alike two records are: points that add up, each with its reason in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from onrecord.link.names import Name, one_name, other_name
from onrecord.link.prepare import Prepared, prepare
from onrecord.link.settings import Settings, load_settings
from onrecord.link.types import LinkRecord

_EARTH_KM = 6371.0
IMPOSSIBLE = -99.0
Reasons = list[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Match:
    """Two records compared.

    Attributes:
        points: log-odds that they tell one happening; IMPOSSIBLE where they cannot.
        score: the same between 0 and 1.
        reasons: in words, the weightiest first.
    """

    points: float
    score: float
    reasons: tuple[str, ...]


def compare(a: LinkRecord, b: LinkRecord, settings: Settings | None = None) -> Match:
    """Compare two records; the order does not matter."""
    settings = settings or load_settings()
    ready = prepare((a, b), settings)  # in an order of their own, so that the reasons read the same either way
    reasons: Reasons = []
    total = points(ready[0], ready[-1], settings, reasons)
    reasons.sort(key=lambda reason: (-abs(reason[0]), reason[1]))
    return Match(total, squash(total), tuple(f"{words} ({value:+.1f})" for value, words in reasons if value))


def squash(value: float) -> float:
    """Log-odds as a number between 0 and 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def points(a: Prepared, b: Prepared, settings: Settings, reasons: Reasons | None = None) -> float:
    """Log-odds that two records tell one happening, or IMPOSSIBLE; reasons are added to the list where one is given."""
    days = date_points(a, b, settings, reasons)
    if days == IMPOSSIBLE or _told_apart(a, b):
        if reasons is not None:
            reasons.append(
                (IMPOSSIBLE, "the dates exclude one another" if days == IMPOSSIBLE else "one report tells them apart")
            )
        return IMPOSSIBLE
    roles, named = _roles(a, b, settings, reasons)
    place, words = _place(a, b, settings, reasons), _words(a, b, settings, reasons)
    tolls = sum(
        _toll(name, getattr(a.record, name), getattr(b.record, name), settings, reasons)
        for name in ("killed", "injured")
    )
    total = settings.start + days + _category(a, b, settings, reasons) + roles + place + words + tolls
    if not named and max(place, words, tolls) <= 0:
        # Any two like acts of one day by the same states would agree so far.
        total += _note(reasons, settings.nothing_own, "nothing in common but codes and days")
    return total


def _told_apart(a: Prepared, b: Prepared) -> bool:
    # A report that makes two records of one kind by one voice tells of two happenings; a claim and its denial are one.
    x, y = a.record, b.record
    return x.report_id == y.report_id and x.factuality == y.factuality and x.sources == y.sources


def _note(reasons: Reasons | None, value: float, words: str) -> float:
    if reasons is not None:
        reasons.append((value, words))
    return value


def date_points(a: Prepared, b: Prepared, settings: Settings, reasons: Reasons | None = None) -> float:
    """Points for the dates, or IMPOSSIBLE where they lie too far apart."""
    points = settings.date
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return _note(reasons, 0.0, "a date is unknown")
    gap = max(a.start, b.start) - min(a.end, b.end)
    widths = (a.end - a.start, b.end - b.start)
    # A day somewhere within a year is no sign that it is this day.
    if gap > max(a.window.gap, b.window.gap) or min(widths) <= settings.widest_days < max(widths):
        return IMPOSSIBLE
    if gap > 0:
        return _note(reasons, gap * points.day_apart, f"{gap} day(s) apart")
    if not (a.dated and b.dated):
        return _note(reasons, points.undated, "published about the same time")
    same = max(widths) == 0
    return _note(reasons, points.same_day if same else points.overlap, "same day" if same else "overlapping dates")


def _category(a: Prepared, b: Prepared, settings: Settings, reasons: Reasons | None) -> float:
    x, y = a.record, b.record
    if x.category != y.category:
        pair = (min(x.category, y.category), max(x.category, y.category))
        value = settings.near.get(pair)
        if value is None:
            return _note(reasons, IMPOSSIBLE, "other category")
        return _note(reasons, value, f"near categories {pair[0]} and {pair[1]}")
    if x.mode is None or y.mode is None:
        return 0.0
    if x.mode == y.mode:
        return _note(reasons, settings.mode.same, f"same mode {x.mode}")
    none: frozenset[int] = frozenset()
    if settings.families.get(x.mode, none) & settings.families.get(y.mode, none):
        return _note(reasons, settings.mode.family, f"like modes {x.mode} and {y.mode}")
    return _note(reasons, settings.mode.other, f"other mode ({x.mode}, {y.mode})")


def _roles(a: Prepared, b: Prepared, settings: Settings, reasons: Reasons | None) -> tuple[float, bool]:
    """Points for the parties, and whether any of them is the same by name."""
    found: Reasons = []
    total = _parties("actor", a.actors, b.actors, settings, found) + _parties(
        "recipient", a.recipients, b.recipients, settings, found
    )
    if bool(a.recipients) != bool(b.recipients) and a.actors and b.actors:
        # "The army and rebels clashed" and "the army attacked rebels": told as symmetric by one of the two.
        merged: Reasons = []
        both = _parties("party", a.actors + a.recipients, b.actors + b.recipients, settings, merged)
        if len(a.actors + a.recipients) > 1 and len(b.actors + b.recipients) > 1:
            both += both + settings.party.roles_merged
            if both > total:
                total, found = both, merged
    if reasons is not None:
        reasons.extend(found)
    return total, any(value > settings.party.country_and_sector for value, _ in found)


def _parties(
    role: str, ours: tuple[Name, ...], theirs: tuple[Name, ...], settings: Settings, reasons: Reasons
) -> float:
    if not ours or not theirs:
        if not ours and not theirs:
            return _note(reasons, settings.party.both_missing, f"neither tells a {role}")
        return _note(reasons, settings.party.one_missing, f"one tells no {role}")
    if len(ours) == len(theirs) == 1:
        return _note(reasons, *_told(role, _alike(ours[0], theirs[0], settings)))
    few, many = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
    best = [max((_alike(one, other, settings) for other in many), key=lambda found: found[0]) for one in few]
    mean = sum(value for value, _ in best) / len(best)
    _, words = min(best, key=lambda found: abs(found[0] - mean))
    return _note(reasons, mean, f"{role}: {words}")


def _told(role: str, found: tuple[float, str]) -> tuple[float, str]:
    return found[0], f"{role}: {found[1]}"


def _alike(a: Name, b: Name, settings: Settings) -> tuple[float, str]:
    points, x, y = settings.party, a.party, b.party
    if x.country is not None and y.country is not None and x.country != y.country:
        loose = not settings.no_country.isdisjoint((x.country, y.country))
        value = points.loose_country if loose else points.other_country
        return value, f"{x.name} is of {x.country}, {y.name} of {y.country}"
    if one_name(a, b) and not _names_the_state(a, b, settings):
        return points.name, f"same name {x.name}" if x.name == y.name else f"{x.name} and {y.name} share a name"
    state = x.sector in settings.state and y.sector in settings.state
    if not state and other_name(a, b):
        return points.other_name, f"{x.name} is not {y.name}"
    return _kinds(a, b, settings)


def _names_the_state(a: Name, b: Name, settings: Settings) -> bool:
    # "Russian forces" and "Russian troops": one word for the state says no more than the codes do, and every report has it.
    organs = a.party.sector in settings.state and b.party.sector in settings.state
    return organs and max(len(a.words), len(b.words)) < 2


def _kinds(a: Name, b: Name, settings: Settings) -> tuple[float, str]:
    """Points for two parties whose names tell nothing: by country and sector."""
    points, x, y = settings.party, a.party, b.party
    if x.country is None or x.country != y.country or x.country in settings.no_country:
        same = x.sector is not None and x.sector == y.sector
        return (points.sector, f"both {x.sector}") if same else (points.open, f"{x.name} may be {y.name}")
    if x.sector == y.sector and x.sector is not None:
        return points.country_and_sector, f"both {x.country} {x.sector}"
    if x.sector in settings.state and y.sector in settings.state:
        return points.state, f"both organs of {x.country}"
    if x.sector is None or y.sector is None or x.sector in settings.vague or y.sector in settings.vague:
        return points.country, f"both of {x.country}"
    return points.other_sector, f"{x.country} {x.sector} and {y.country} {y.sector}"


def _place(a: Prepared, b: Prepared, settings: Settings, reasons: Reasons | None) -> float:
    x, y = a.record, b.record
    weight = min(a.window.place, b.window.place)
    if x.place_country and y.place_country and x.place_country != y.place_country:
        return _note(reasons, weight * settings.place.other_country, f"in {x.place_country} and in {y.place_country}")
    if not a.place or not b.place:
        return 0.0
    if a.place == b.place:
        return _note(reasons, weight * settings.place.same, f"same place {x.place}")
    value, words = _two_places(a, b, settings)
    return _note(reasons, weight * value, words)


def _two_places(a: Prepared, b: Prepared, settings: Settings) -> tuple[float, str]:
    points, x, y = settings.place, a.record, b.record
    names = f"{x.place} and {y.place}"
    inside = a.place < b.place or b.place < a.place
    if x.lat is None or x.lon is None or y.lat is None or y.lon is None:
        return (points.inside, f"{names} share a name") if inside else (points.other_name, f"{names} differ")
    km = distance(x.lat, x.lon, y.lat, y.lon)
    if inside and km > points.near_km:
        return points.inside, f"{names} share a name"
    value = points.same if km <= points.near_km else points.region if km <= points.region_km else points.far
    return value, f"{names} are {km:.0f} km apart"


def distance(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Kilometres between two points given in degrees, on a sphere."""
    p, q = math.radians(lat_a), math.radians(lat_b)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def _words(a: Prepared, b: Prepared, settings: Settings, reasons: Reasons | None) -> float:
    points = settings.words
    if not a.words or not b.words:
        return 0.0
    shared = a.words & b.words
    cosine = len(shared) / math.sqrt(len(a.words) * len(b.words))
    if a.context and b.context:
        wider = a.context & b.context
        along = points.title * len(wider) / math.sqrt(len(a.context) * len(b.context))
        if along > cosine:
            shared, cosine = wider, along
    value = max(points.least, points.factor * (cosine - points.neutral))
    if reasons is None:
        return value
    told = "words in common: " + ", ".join(sorted(shared)[:6]) if shared else "no words in common"
    return _note(reasons, value, told)


def _toll(name: str, x: int | None, y: int | None, settings: Settings, reasons: Reasons | None) -> float:
    points = settings.toll
    if x is None or y is None:
        return 0.0
    if x == y:
        return _note(reasons, points.same if x > points.small else points.same_small, f"both {x} {name}")
    value = points.close if max(x, y) <= points.ratio * max(1, min(x, y)) else points.far
    return _note(reasons, value, f"{min(x, y)} and {max(x, y)} {name}")
