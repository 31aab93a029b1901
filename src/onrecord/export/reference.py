"""What the field's tables call states, sectors and kinds of event: data files, checked loudly on load.

states.csv    ISO 3166-1 alpha-3 code, English name, ISO number, FIPS 10-4 code, Correlates of War number, region as in
              ACLED, and the numbers that GDELT gives to a city and a first-level region of that state (ActionGeo_Type)
sectors.csv   a sector of the codebook as CAMEO role code, ICEWS sectors and ACLED kind of actor, at home and abroad, and
              whether it is civilian (empty where that is not said)
acled.csv     category, mode and kind of target as disorder, event and sub-event type of ACLED; the first line that fits holds
"""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from onrecord.codebook import Codebook, load_codebook
from onrecord.errors import KnowledgeError
from onrecord.model import Participant, Record

_ANY = "*"
_TARGETS = ("civilian", "armed", _ANY)
_CIVILIAN: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "states.csv": ("iso", "name", "numeric", "fips", "cow", "region", "gdelt_city", "gdelt_region"),
    "sectors.csv": ("sector", "cameo", "icews", "inter", "inter_abroad", "civilian"),
    "acled.csv": ("category", "mode", "target", "disorder_type", "event_type", "sub_event_type", "civilian_targeting"),
}


@dataclass(frozen=True, slots=True)
class State:
    """The codes of one state or territory; None where it has none."""

    iso: str
    name: str
    numeric: str | None
    fips: str | None
    cow: str | None
    region: str | None
    gdelt_city: int
    gdelt_region: int


@dataclass(frozen=True, slots=True)
class SectorCodes:
    """A sector of the codebook in the words of other tables; None where they have none for it, or nobody knows."""

    cameo: str | None
    icews: str | None
    inter: str | None
    inter_abroad: str | None
    civilian: bool | None


@dataclass(frozen=True, slots=True)
class AcledKind:
    """Disorder, event and sub-event type of ACLED for a category, a mode and a kind of target ("*" for any)."""

    category: str
    mode: str
    target: str
    disorder_type: str
    event_type: str | None
    sub_event_type: str | None
    civilian_targeting: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """All that exports look up."""

    codebook: Codebook
    states: Mapping[str, State]
    sectors: Mapping[str, SectorCodes]
    acled: Sequence[AcledKind]

    def state(self, code: str | None) -> State | None:
        """The state of an ISO code; None for codes that are no states."""
        return self.states.get(code) if code else None

    def sector(self, code: str | None) -> SectorCodes | None:
        """The codes of a sector, None where it is unknown."""
        return self.sectors.get(code) if code else None

    def score(self, record: Record) -> float:
        """Conflict to cooperation, -10 to 10: the score of the mode, or of the category without a mode."""
        category = self.codebook.categories[record.category]
        return next((mode.score for mode in category.modes if mode.id == record.mode), category.score)

    def inter(self, participant: Participant | None, place: str | None) -> str | None:
        """The kind of actor as ACLED has it, seen from the country where the event took place."""
        codes = self.sector(participant.sector) if participant else None
        if participant is None or codes is None:
            return None
        abroad = place is not None and participant.country is not None and participant.country != place
        return codes.inter_abroad if abroad else codes.inter

    def acled_kind(self, record: Record) -> AcledKind | None:
        """How ACLED would file a record; None where it records no such events."""
        target = self._target(record)
        for kind in self.acled:
            same = kind.category == record.category and kind.mode in (record.mode or "", _ANY)
            if same and kind.target in (target, _ANY):
                return kind
        return None

    def _target(self, record: Record) -> str | None:
        """Whether the other side is civilian or armed; None where there is none or nobody knows."""
        others = [self.sector(other.sector) for other in record.recipients or record.actors[1:]]
        kinds = {codes.civilian for codes in others if codes and codes.civilian is not None}
        if not kinds:
            return None
        return "civilian" if kinds == {True} else "armed"


@functools.cache
def load_reference() -> Reference:
    """The reference that ships with the package; raises KnowledgeError where a file breaks its own rules."""
    folder = resources.files("onrecord.export")
    texts = {name: folder.joinpath(name).read_text(encoding="utf-8") for name in _COLUMNS}
    return build_reference(texts, load_codebook())


def build_reference(texts: Mapping[str, str], codebook: Codebook) -> Reference:
    """Read and check the three files from their texts, by name."""
    states = {row["iso"]: _state(line, row) for line, row in _rows("states.csv", texts, unique="iso")}
    sectors = {}
    for line, row in _rows("sectors.csv", texts, unique="sector"):
        if row["sector"] not in codebook.sectors:
            raise _wrong("sectors.csv", line, f"the codebook has no sector {row['sector']}")
        if row["civilian"] not in _CIVILIAN:
            raise _wrong("sectors.csv", line, f"civilian is {row['civilian']!r}, not yes, no or empty")
        sectors[row["sector"]] = SectorCodes(
            row["cameo"] or None, row["icews"] or None, row["inter"] or None, row["inter_abroad"] or None,
            _CIVILIAN[row["civilian"]],
        )  # fmt: skip
    missing = set(codebook.sectors) - set(sectors)
    if missing:
        raise _wrong("sectors.csv", 1, f"the sectors {sorted(missing)} have no line")
    kinds = tuple(_kind(line, row, codebook) for line, row in _rows("acled.csv", texts))
    return Reference(codebook, states, sectors, kinds)


def _state(line: int, row: Mapping[str, str]) -> State:
    rules = {"iso": r"[A-Z]{3}", "numeric": r"\d{3}|", "fips": r"[A-Z]{2}|", "cow": r"\d{1,3}|", "gdelt_city": r"\d",
             "gdelt_region": r"\d"}  # fmt: skip
    for name, rule in rules.items():
        if not re.fullmatch(rule, row[name]):
            raise _wrong("states.csv", line, f"{name} is {row[name]!r}")
    if not row["name"]:
        raise _wrong("states.csv", line, "the name is missing")
    return State(
        row["iso"], row["name"], row["numeric"] or None, row["fips"] or None, row["cow"] or None, row["region"] or None,
        int(row["gdelt_city"]), int(row["gdelt_region"]),
    )  # fmt: skip


def _kind(line: int, row: Mapping[str, str], codebook: Codebook) -> AcledKind:
    known = (row["category"], "" if row["mode"] == _ANY else row["mode"]) in codebook.to_cameo
    if not known or row["target"] not in _TARGETS:
        raise _wrong("acled.csv", line, f"unknown {row['category']}/{row['mode']} or target {row['target']!r}")
    if not row["disorder_type"]:
        raise _wrong("acled.csv", line, "the disorder type is missing")
    return AcledKind(
        row["category"], row["mode"], row["target"], row["disorder_type"], row["event_type"] or None,
        row["sub_event_type"] or None, row["civilian_targeting"] or None,
    )  # fmt: skip


def _rows(name: str, texts: Mapping[str, str], unique: str | None = None) -> list[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(texts[name]))
    header = tuple(next(reader, ()))
    if header != _COLUMNS[name]:
        raise _wrong(name, 1, f"the header is {','.join(header)}, not {','.join(_COLUMNS[name])}")
    found: list[tuple[int, dict[str, str]]] = []
    seen: set[str] = set()
    for cells in reader:
        if len(cells) != len(header):
            raise _wrong(name, reader.line_num, f"{len(cells)} cells instead of {len(header)}")
        row = dict(zip(header, cells, strict=True))
        if unique is not None:
            if row[unique] in seen:
                raise _wrong(name, reader.line_num, f"{row[unique]} stands here twice")
            seen.add(row[unique])
        found.append((reader.line_num, row))
    return found


def _wrong(name: str, line: int, message: str) -> KnowledgeError:
    return KnowledgeError(f"export/{name}:{line}: {message}", f"Correct {name} or restore it from the package.")
