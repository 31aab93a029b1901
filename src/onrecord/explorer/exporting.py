"""Exports of the records that pass the filters: written to a temporary folder, handed over, deleted."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.explorer.columns import Mask
from onrecord.explorer.facts import Facts
from onrecord.explorer.files import Made, temporary_folder
from onrecord.explorer.filters import Filters
from onrecord.explorer.reading import read_codings
from onrecord.explorer.reviews import Reviews
from onrecord.explorer.tables import matched_reports
from onrecord.export import Selection, default_factuality, export, format_named
from onrecord.export.marked import FORMAT as MARKED
from onrecord.model import Coding

# What browsers and spreadsheets go by; text formats are UTF-8.
_KINDS = {
    ".csv": "text/csv; charset=utf-8", ".jsonl": "application/x-ndjson", ".json": "application/json", ".geojson": "application/geo+json",
    ".txt": "text/plain; charset=utf-8", ".zip": "application/zip", ".graphml": "application/xml", ".parquet": "application/octet-stream",
}  # fmt: skip
_OTHER = "application/octet-stream"


@contextmanager
def exported(facts: Facts, ledger: Reviews, form_name: str, filters: Filters, mask: Mask) -> Iterator[Made]:
    """The records of a mask in a format; a format that is a folder comes as a zip, with the data dictionary in it.

    Without a filter by factuality a format of deeds holds asserted records only, as in `onrecord export`.

    Raises:
        InputError: there is no such format, or a package that it needs is missing.
    """
    form = format_named(form_name)
    chosen = (
        Selection()
        if filters.factuality or form.unit == "statements"
        else Selection(factuality=default_factuality(form))
    )
    name = f"{facts.base.snapshot.root.name}-{form.name}"
    with temporary_folder() as folder:
        target = folder / name if form.folder else folder / f"{name}{_suffix(form.suffix)}"
        export(_codings(facts, ledger, filters, mask), form, target, chosen)
        if form.folder:
            yield Made(_zipped(folder, name), f"{name}.zip", _KINDS[".zip"])
        else:
            yield Made(target, target.name, _KINDS.get(target.suffix, _OTHER))


@contextmanager
def passages(ledger: Reviews, name: str, *, partial: bool) -> Iterator[Made]:
    """The reports that were judged in the markup of the training passages, with what could not be handed on, as a zip."""
    with temporary_folder() as folder:
        target = folder / f"{name}-passages{_suffix(MARKED.suffix)}"
        export(ledger.judged(partial=partial), MARKED, target, Selection())
        yield Made(_zipped(folder, f"{name}-passages"), f"{name}-passages.zip", _KINDS[".zip"])


def _suffix(suffix: str) -> str:
    return suffix if suffix.startswith(".") or not suffix else f".{suffix}"


def _zipped(folder: Path, name: str) -> Path:
    """Everything that was written, in one file; times are fixed so that the same records give the same file."""
    path = folder / f".{name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for entry in sorted(folder.rglob("*")):
            if entry.is_file() and entry != path:
                inside = zipfile.ZipInfo(entry.relative_to(folder).as_posix())
                inside.compress_type = zipfile.ZIP_DEFLATED
                with entry.open("rb") as source, pack.open(inside, "w") as target:
                    shutil.copyfileobj(source, target)
    return path


def _codings(facts: Facts, ledger: Reviews, filters: Filters, mask: Mask) -> Iterator[Coding]:
    """The reports with a record that passes, with these records alone; all reports whole where nothing is filtered."""
    if filters.everything:
        yield from ledger.codings(read_codings(facts.base, range(len(facts.base.reports))), None)
        return
    kept = facts.ids_of(mask)
    yield from ledger.codings(read_codings(facts.base, matched_reports(facts, mask)), kept)
