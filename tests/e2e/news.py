"""A small store of reports coded from their marks, so that no model is needed and every value is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from onrecord.model import Coding
from onrecord.store import Run, Store
from tests.marked import passage_of
from tests.resolve.build import code_passage

RUN = Run("run-1", "model-a", "codebook-a", "0.2.0", "2024-03-01T00:00:00+00:00")
# Id, day of publication, title, medium, marked text.
REPORTS = (
    (
        "strike", "2023-03-09", "Ten killed in Kharkiv", "Wire",
        "{q2|{q1|{d1 2023-03-08|On Wednesday} {m1 RUS MIL|Russian forces} {e1 ASSAULT/heavy-weapons actor=m1 recipient=m2 at=p1 on=d1|shelled} "
        "{m2 UKR CVL|a market} in {p1 UKR|Kharkiv}}, {c1 by=m3 says=q1|according to} {m3 UKR GOV|the governor}}, {c2 by=m4 says=q2|cited by} "
        "{m4 UKR JRN|Ukrinform}. \U0001f4a5 {m5 RUS GOV|The Kremlin} {n1 of=e2|denied} the {e2 ASSAULT is=denied at=p1|attack}. ~ "
        "{m6 POL GOV|Poland} {e3 AID actor=m6 recipient=m7|sent} medicine to {m7 UKR GOV|Ukraine}, and {m8 DEU GOV|Berlin} "
        "{n2 of=e4|may} {e4 AID is=possible actor=m8 recipient=m7|follow}.",
    ),
    (
        "march", "2023-03-10", "Thousands march in Nairobi", "Courier",
        "{m1 KEN CVL|Thousands} {e1 PROTEST/demo actor=m1 at=p1|marched} in {p1 KEN|Nairobi}; {m2 KEN COP|police} "
        "{e2 COERCE/arrest actor=m2 recipient=m3 at=p1|arrested} {m3 KEN EDU|ten students}. ~ {m4 KEN OPP|The opposition} "
        "{e3 ACCUSE/disapprove actor=m4 recipient=m2|condemned} it.",
    ),
    (
        "hostile", "2023-03-11", "<script>alert(1)</script> \u202egnirts", "<b>bold</b>",
        "{m1 IRN GOV|<img src=x onerror=alert(1)> ministers} {e1 CONSULT actor=m1,m2|met} {m2 IRQ GOV|\u202eenvoys\u202c & \"others\"}.",
    ),
)  # fmt: skip


def codings() -> list[Coding]:
    """The coding of every report."""
    found = []
    for name, day, title, medium, body in REPORTS:
        coding = code_passage(passage_of(body, day))
        report = replace(coding.report, id=name, title=title, source=medium, language="en")
        records = tuple(replace(record, id=f"{name}-{number}") for number, record in enumerate(coding.records))
        statements = tuple(replace(one, id=f"{name}-s{number}") for number, one in enumerate(coding.statements))
        found.append(replace(coding, report=report, records=records, statements=statements))
    return found


def make_store(path: Path) -> Store:
    """A store of all reports."""
    store = Store.create(path)
    store.write("news", codings(), RUN)
    return store
