"""Make one export: the file or folder, its data dictionary, and its notes."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from onrecord.errors import InputError
from onrecord.export.docs import write_dictionary
from onrecord.export.files import check_target, text_file, whole_path
from onrecord.export.job import Format, Job, Nodes
from onrecord.export.marked import notes_writer
from onrecord.export.reference import load_reference
from onrecord.export.registry import FORMATS
from onrecord.export.select import Selection, Tally
from onrecord.model import Coding


def format_named(name: str) -> Format:
    """The format of a name; raises InputError where there is none."""
    if name not in FORMATS:
        raise InputError(f"there is no format {name}", f"Choose of {', '.join(FORMATS)}.")
    return FORMATS[name]


def default_factuality(form: Format) -> frozenset[str]:
    """What a format holds where nobody says: asserted records in a format of deeds, else all (an empty set)."""
    return frozenset({"asserted"}) if form.deeds else frozenset()


def export(
    codings: Iterable[Coding],
    form: Format,
    out: Path,
    selection: Selection | None = None,
    *,
    both_ways: bool = False,
    nodes: Nodes = "party",
) -> Tally:
    """Write an export and, beside it, `OUT.dictionary.csv` and, for the markup, `OUT.notes.csv`.

    Everything is written under other names and put in place at the end. One report is held at a time, but for networks.

    Args:
        selection: which records; None for the format's own choice. An empty `factuality` in it means all.
        both_ways: in tables of pairs, write symmetric events once each way.
        nodes: what the nodes of a network are.

    Raises:
        InputError: `out` cannot be written, a coding cannot be read, or an option does not go with the format.
        SetupError: a package that the format needs is not installed.
    """
    chosen = Selection(factuality=default_factuality(form)) if selection is None else selection
    form.check(chosen, both_ways=both_ways, nodes=nodes)
    # Told before anything is read.
    check_target(out, folder=form.folder)
    with ExitStack() as stack:
        dictionary = stack.enter_context(whole_path(_beside(out, "dictionary.csv")))
        note = None
        if form.noted:
            notes = stack.enter_context(whole_path(_beside(out, "notes.csv")))
            note = notes_writer(stack.enter_context(text_file(notes)))
        path = stack.enter_context(whole_path(out, folder=form.folder))
        job = Job(codings, path, chosen, load_reference(), both_ways, nodes, note=note)
        form.write(job)
        with text_file(dictionary) as handle:
            write_dictionary(handle, form, chosen)
    return job.tally


def _beside(out: Path, ending: str) -> Path:
    return out.with_name(f"{out.name}.{ending}")
