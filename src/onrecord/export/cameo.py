"""Events coded in CAMEO, as CSV, one row a pair of parties."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.export.columns import Column, Table, write_csv
from onrecord.export.deeds import Deed
from onrecord.export.files import text_file
from onrecord.export.job import Format, Job
from onrecord.model import Participant


def write(job: Job) -> None:
    """Write the table with its header."""
    with text_file(job.path) as handle:
        write_csv(handle, TABLE, job.pairs())


def actor_code(deed: Deed, party: Participant | None) -> str | None:
    """Country and role in CAMEO's manner: three letters each, what is unknown left out; None where nothing is known."""
    if party is None:
        return None
    role = role_code(deed, party) or ""
    state = party.country if deed.reference.state(party.country) else None
    if state is None and party.country and party.country != role:
        return f"{party.country}{role}"
    return f"{state or ''}{role}" or None


def role_code(deed: Deed, party: Participant | None) -> str | None:
    """CAMEO's role code for a sector, or None where it has none."""
    codes = deed.reference.sector(party.sector) if party else None
    return codes.cameo if codes else None


def _party(role: str, field: str, party: Callable[[Deed], Participant | None]) -> list[Column[Deed]]:
    def value(of: Callable[[Participant], str | None]) -> Callable[[Deed], str | None]:
        return lambda deed: of(found) if (found := party(deed)) else None

    lower = role.lower()
    return [
        Column(f"{role}_code", "text", f"{field}.country, {field}.sector", f"Country and role of the {lower}.",
               lambda deed: actor_code(deed, party(deed)), "A sector that CAMEO lacks is left out of the code."),
        Column(f"{role}_name", "text", f"{field}.name", f"Name of the {lower}.", value(lambda p: p.name)),
        Column(f"{role}_country", "text", f"{field}.country", f"Country of the {lower} (ISO 3166-1 alpha-3, IGO, NGO, INT).",
               value(lambda p: p.country)),
        Column(f"{role}_role", "text", f"{field}.sector", f"CAMEO role of the {lower}.", lambda deed: role_code(deed, party(deed)),
               "Which sector of the codebook becomes which role is in export/sectors.csv."),
    ]  # fmt: skip


COLUMNS: tuple[Column[Deed], ...] = (
    Column("event_id", "integer", "record.id", "Number of the event and pair, the same on every export.", lambda d: d.number,
           "Below 2^53."),
    Column("date", "date", "record.date.start", "First day of the event.", lambda d: d.day, "Empty where the date is unknown."),
    *_party("source", "record.actors", lambda d: d.actor),
    *_party("target", "record.recipients", lambda d: d.recipient),
    Column("cameo", "text", "record.cameo", "CAMEO code; read it as text, leading zeros count.", lambda d: d.record.cameo),
    Column("cameo_root", "text", "record.cameo", "The first two digits.", lambda d: d.record.cameo[:2]),
    Column("quad_class", "integer", "codebook", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
           lambda d: int(d.reference.codebook.categories[d.record.category].quad_code)),
    Column("score", "number", "codebook", "Conflict to cooperation, -10 to 10: the score of the PLOVER mode or category.",
           lambda d: d.score,
           "In the manner of Goldstein's scale."),
    Column("factuality", "text", "record.factuality", "asserted, denied, planned or possible.", lambda d: d.record.factuality),
    Column("place", "text", "record.place.name", "Name of the place.", lambda d: d.place.name if d.place else None),
    Column("place_country", "text", "record.place.country", "Country of the place.", lambda d: d.place.country if d.place else None),
    Column("lat", "number", "record.place.lat", "WGS 84 degrees north.", lambda d: d.place.lat if d.place else None),
    Column("lon", "number", "record.place.lon", "WGS 84 degrees east.", lambda d: d.place.lon if d.place else None),
    Column("record", "text", "record.id", "The record.", lambda d: d.record.id),
    Column("report", "text", "report.id", "The report.", lambda d: d.report.id),
    Column("published", "date", "report.published", "Day of publication.", lambda d: d.report.published),
    Column("url", "text", "report.url", "Address of the report.", lambda d: d.report.url),
)  # fmt: skip
TABLE = Table(COLUMNS)
FORMAT = Format(
    "cameo",
    "events coded in CAMEO, CSV",
    "One row a pair of source and target; symmetric events as in [icews](#icews). The CAMEO code is the codebook's best for "
    "category and mode.",
    "pairs",
    (TABLE,),
    write,
    "csv",
    deeds=True,
)
