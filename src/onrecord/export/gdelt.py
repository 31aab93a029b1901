"""GDELT 2.0: 61 columns of events and 16 of mentions, tab-separated, without a header, one row a pair of parties."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from urllib.parse import urlsplit

from onrecord.export.cameo import actor_code, role_code
from onrecord.export.columns import Column, Table, unknown, write_tabs
from onrecord.export.deeds import Deed, precision
from onrecord.export.files import text_file
from onrecord.export.job import Format, Job
from onrecord.model import Participant

# GDELT's numbers for what kind of place a name is (other kinds stand in states.csv), and for a page of the web.
_COUNTRY, _WEB = 1, 1
_NO_ARTICLE = "onrecord does not code this"


def write_events(job: Job) -> None:
    """Write the events."""
    with text_file(job.path) as handle:
        write_tabs(handle, EVENTS, job.pairs(), header=False)


def write_mentions(job: Job) -> None:
    """Write the mentions."""
    with text_file(job.path) as handle:
        write_tabs(handle, MENTIONS, job.pairs(), header=False)


def _stamp(day: datetime.date | None) -> str | None:
    """A day as YYYYMMDDHHMMSS at midnight; years keep four digits."""
    return f"{day.year:04d}{day.month:02d}{day.day:02d}000000" if day else None


def _compact(day: datetime.date | None, length: int) -> str | None:
    stamp = _stamp(day)
    return stamp[:length] if stamp else None


def _fraction(deed: Deed) -> float | None:
    """GDELT's own formula: months of 30 days in a year of 365, below the next year."""
    day = deed.day
    return day.year + min(0.9999, round((day.month * 30 + day.day) / 365, 4)) if day else None


def _actor(number: int, field: str, party: Callable[[Deed], Participant | None]) -> list[Column[Deed]]:
    name = f"Actor{number}"

    def label(deed: Deed) -> str | None:
        found = party(deed)
        return found.name if found else None

    def country(deed: Deed) -> str | None:
        found = party(deed)
        state = deed.reference.state(found.country) if found else None
        return state.iso if state else None

    def second(deed: Deed) -> str | None:
        found = party(deed)
        codes = deed.reference.sector(found.second) if found else None
        return codes.cameo if codes else None

    return [
        Column(f"{name}Code", "text", f"{field}.country, {field}.sector", "Country and role in CAMEO.", lambda d: actor_code(d, party(d))),
        Column(f"{name}Name", "text", f"{field}.name", "Name.", label, "GDELT writes names in capitals."),
        Column(f"{name}CountryCode", "text", f"{field}.country", "Country (ISO 3166-1 alpha-3).", country,
               "Empty for IGO, NGO and INT, which stand in the code."),
        unknown(f"{name}KnownGroupCode", "text", "Code of a known group.", "CAMEO's list of groups is not mapped"),
        unknown(f"{name}EthnicCode", "text", "Ethnic group.", _NO_ARTICLE),
        unknown(f"{name}Religion1Code", "text", "Religion.", _NO_ARTICLE),
        unknown(f"{name}Religion2Code", "text", "Religion.", _NO_ARTICLE),
        Column(f"{name}Type1Code", "text", f"{field}.sector", "CAMEO role.", lambda d: role_code(d, party(d))),
        Column(f"{name}Type2Code", "text", f"{field}.second", "Further role.", second),
        unknown(f"{name}Type3Code", "text", "Further role."),
    ]  # fmt: skip


def _no_geo(name: str) -> list[Column[Deed]]:
    fields = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    why = "onrecord places events, not parties"
    return [
        unknown(f"{name}Geo_{f}", "number" if f in ("Lat", "Long") else "text", f"Place of {name}.", why)
        for f in fields
    ]


def _place_type(deed: Deed) -> int | None:
    state = deed.state
    if state is None:
        return None
    types = {"city": state.gdelt_city, "province": state.gdelt_region}
    kind = precision(deed.place)
    if kind == "country":
        # Where only the country is known, the name may still be that of a village.
        return _COUNTRY if deed.place and (deed.place.precision or deed.place.name == state.name) else None
    return types.get(kind or "")


def _full_name(deed: Deed) -> str | None:
    if deed.place is None:
        return None
    state = deed.state
    return deed.place.name if state is None or state.name == deed.place.name else f"{deed.place.name}, {state.name}"


def _action_geo() -> list[Column[Deed]]:
    return [
        Column("ActionGeo_Type", "integer", "record.place", "1 a country, 2 or 5 a region, 3 or 4 a city.",
               _place_type,
               "Which of two is in export/states.csv. Empty where the kind of place is not known."),
        Column("ActionGeo_FullName", "text", "record.place.name", "Name of the place and its country.", _full_name),
        Column("ActionGeo_CountryCode", "text", "record.place.country", "Country (FIPS 10-4).",
               lambda d: d.state.fips if d.state else None),
        unknown("ActionGeo_ADM1Code", "text", "First-level region (FIPS 10-4).", "onrecord has no FIPS codes of regions"),
        unknown("ActionGeo_ADM2Code", "text", "Second-level region."),
        Column("ActionGeo_Lat", "number", "record.place.lat", "WGS 84 degrees north.", lambda d: d.place.lat if d.place else None),
        Column("ActionGeo_Long", "number", "record.place.lon", "WGS 84 degrees east.", lambda d: d.place.lon if d.place else None),
        unknown("ActionGeo_FeatureID", "text", "Id of the place in GNS or GNIS.", "onrecord has ids of GeoNames"),
    ]  # fmt: skip


def _quad(deed: Deed) -> int:
    return int(deed.reference.codebook.categories[deed.record.category].quad_code)


EVENT_COLUMNS: tuple[Column[Deed], ...] = (
    Column("GlobalEventID", "integer", "record.id", "Number of the event and pair, the same in both tables and on every export.",
           lambda d: d.number, "Below 2^53; no number of GDELT's."),
    Column("Day", "text", "record.date.start", "First day of the event, YYYYMMDD.", lambda d: _compact(d.day, 8),
           "GDELT's SQLDATE. Empty where the date is unknown."),
    Column("MonthYear", "text", "record.date.start", "YYYYMM.", lambda d: _compact(d.day, 6)),
    Column("Year", "text", "record.date.start", "YYYY.", lambda d: _compact(d.day, 4)),
    Column("FractionDate", "number", "record.date.start", "Year and its part gone by, by GDELT's formula.", _fraction),
    *_actor(1, "record.actors", lambda d: d.actor),
    *_actor(2, "record.recipients", lambda d: d.recipient),
    Column("IsRootEvent", "integer", "record.trigger", "1 where the trigger stands in the first paragraph, else 0.", lambda d: int(d.lead)),
    Column("EventCode", "text", "record.cameo", "CAMEO code; read it as text, leading zeros count.", lambda d: d.record.cameo),
    Column("EventBaseCode", "text", "record.cameo", "Its first three digits.", lambda d: d.record.cameo[:3]),
    Column("EventRootCode", "text", "record.cameo", "Its first two digits.", lambda d: d.record.cameo[:2]),
    Column("QuadClass", "integer", "codebook", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
           _quad),
    Column("GoldsteinScale", "number", "codebook", "Conflict to cooperation, -10 to 10.", lambda d: d.score,
           "The score of the PLOVER mode or category, not Goldstein's own."),
    Column("NumMentions", "integer", "record.mentions", "How often the report tells the event.", lambda d: 1 + len(d.record.mentions),
           "Of this one report: events are not joined over reports here."),
    Column("NumSources", "integer", "", "1: a record is of one report.", lambda _: 1),
    Column("NumArticles", "integer", "", "1: a record is of one report.", lambda _: 1),
    unknown("AvgTone", "number", "Tone of the article.", _NO_ARTICLE),
    *_no_geo("Actor1"),
    *_no_geo("Actor2"),
    *_action_geo(),
    Column("DATEADDED", "text", "report.published", "Day of publication, YYYYMMDD000000.", lambda d: _stamp(d.report.published),
           "In GDELT the quarter of an hour when the article was seen."),
    Column("SOURCEURL", "text", "report.url", "Address of the report.", lambda d: d.report.url),
)  # fmt: skip


def _source_name(deed: Deed) -> str | None:
    if deed.report.source or not deed.report.url:
        return deed.report.source
    try:
        return urlsplit(deed.report.url).hostname
    except ValueError:
        # An address that is none names no source; the address itself is still in its own column.
        return None


def _offset(party: Callable[[Deed], Participant | None]) -> Callable[[Deed], int | None]:
    def get(deed: Deed) -> int | None:
        found = party(deed)
        return found.spans[0].start if found and found.spans else None

    return get


MENTION_COLUMNS: tuple[Column[Deed], ...] = (
    Column("GlobalEventID", "integer", "record.id", "Number of the event, as in gdelt-events.", lambda d: d.number),
    Column("EventTimeDate", "text", "record.date.start", "First day of the event, YYYYMMDD000000.", lambda d: _stamp(d.day),
           "The time of day is not known. Empty where the date is unknown."),
    Column("MentionTimeDate", "text", "report.published", "Day of publication, YYYYMMDD000000.", lambda d: _stamp(d.report.published)),
    Column("MentionType", "integer", "", "1: a page that MentionIdentifier gives the address of.",
           lambda d: _WEB if d.report.url else None, "Empty where the report has no address."),
    Column("MentionSourceName", "text", "report.source, report.url", "Publisher, or else the host of the address.", _source_name),
    Column("MentionIdentifier", "text", "report.url, report.id", "Address of the report, or else its id.",
           lambda d: d.report.url or d.report.id),
    Column("SentenceID", "integer", "record.sentence", "Number of the sentence, from 1.", lambda d: d.sentence),
    Column("Actor1CharOffset", "integer", "record.actors.spans", "Code-point offset of the words for Actor1.", _offset(lambda d: d.actor)),
    Column("Actor2CharOffset", "integer", "record.recipients.spans", "Code-point offset of the words for Actor2.",
           _offset(lambda d: d.recipient)),
    Column("ActionCharOffset", "integer", "record.trigger.start", "Code-point offset of the trigger.", lambda d: d.record.trigger.start),
    Column("InRawText", "integer", "", "1: found in the text as it was given.", lambda _: 1),
    Column("Confidence", "integer", "record.confidence", "0 to 100.", lambda d: round(d.record.confidence * 100)),
    Column("MentionDocLen", "integer", "report.text", "Length of the text in code points.", lambda d: len(d.report.text)),
    unknown("MentionDocTone", "number", "Tone of the article.", _NO_ARTICLE),
    unknown("MentionDocTranslationInfo", "text", "Translation.", "onrecord translates nothing"),
    unknown("Extras", "text", "Reserved.", "GDELT leaves it empty too"),
)  # fmt: skip

EVENTS = Table(EVENT_COLUMNS)
MENTIONS = Table(MENTION_COLUMNS)
_ABOUT = (
    "UTF-8, tab-separated, nothing quoted and **no header**, as GDELT has it. A row a pair of parties; symmetric events as in "
    "[icews](#icews)."
)
EVENT_FORMAT = Format(
    "gdelt-events", "GDELT 2.0 events, 61 columns", _ABOUT, "pairs", (EVENTS,), write_events, "export.CSV", deeds=True
)
MENTION_FORMAT = Format(
    "gdelt-mentions",
    "GDELT 2.0 mentions, 16 columns",
    f"{_ABOUT} Joins with `gdelt-events` by GlobalEventID, where both were made with the same options.",
    "pairs",
    (MENTIONS,),
    write_mentions,
    "mentions.CSV",
    deeds=True,
)
