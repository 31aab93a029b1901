"""The command `onrecord review`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord import __version__
from onrecord.commands.terminal import console_for, target
from onrecord.errors import InputError
from onrecord.export import FORMATS
from onrecord.export import export as write_export
from onrecord.output.terminal import printable
from onrecord.review import (
    COPYRIGHT,
    Agreement,
    Reviewed,
    agreement,
    export_ledger,
    import_ledger,
    judged_codings,
    reviewed_codings,
    row_trees,
)

if TYPE_CHECKING:
    from onrecord.store import Store

_EXAMPLES = """\b
Examples:
  onrecord open news/ --reviewer Ann                    judge records in the browser
  onrecord review news/                                 how many were judged, by whom, how far they agree
  onrecord review news/ --list                          every judgement, newest first
  onrecord review news/ --agreement --format json       the figures alone
  onrecord review news/ --passages corpus/news.txt      reports that were judged whole, for training
  onrecord review news/ --export-ledger ann.jsonl       judgements out of one copy of a store ...
  onrecord review copy/ --import ann.jsonl              ... and into another; the same row twice is one
  onrecord query news/ "SELECT action, count(*) FROM reviews GROUP BY 1"

States: accepted, corrected, rejected, added (a person put the record there), open (nobody judged it).
docs/reference/review.md says what a judgement is and how it survives that a report is coded anew."""
_STATES = ("open", "accepted", "corrected", "rejected", "added")


@click.command(name="review", epilog=_EXAMPLES)
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--list", "rows", is_flag=True, help="List the judgements, newest first.")
@click.option("--agreement", "figures", is_flag=True, help="Krippendorff's alpha, field by field.")
@click.option("--passages", type=click.Path(path_type=Path), metavar="OUT",
              help="Write reports of which every record was judged as passages in the training markup.")  # fmt: skip
@click.option("--partial", is_flag=True, help="With --passages: also reports of which some records are open.")
@click.option(
    "--import", "source", type=click.Path(path_type=Path), metavar="FILE", help="Add the judgements of a file."
)
@click.option("--export-ledger", "out", type=click.Path(path_type=Path), metavar="FILE",
              help="Write all judgements, one JSON object a line.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="Of the summary, the list and the agreement.")  # fmt: skip
def command(
    store: Path, rows: bool, figures: bool, passages: Path | None, partial: bool, source: Path | None, out: Path | None, form: str
) -> None:  # fmt: skip
    """What people said of the records of a STORE: accepted, corrected, rejected, added.

    Judgements are made in `onrecord open`. They are kept in a ledger that never overwrites what the machine coded; corrections win
    in views and exports, and survive that reports are coded anew.
    """
    if rows + figures + sum(one is not None for one in (passages, source, out)) > 1:
        raise InputError(
            "only one of --list, --agreement, --passages, --import and --export-ledger at a time",
            "Give them one after another.",
        )
    if partial and passages is None:
        raise InputError("--partial has no meaning without --passages", "Leave it out.")
    opened = _opened(store)
    console = console_for(sys.stdout)
    if source is not None:
        _import(console, opened, source)
    elif out is not None:
        with target(out) as handle:
            count = export_ledger(opened, handle)
        console.print(Text(f"{printable(str(out))}: {count} judgements"))
    elif passages is not None:
        _passages(console_for(sys.stderr), opened, passages, partial=partial)
    else:
        _tell(console, opened, "list" if rows else "agreement" if figures else "summary", form)


def _opened(path: Path) -> Store:
    """The store in a folder. Imported when it is needed: its libraries take longer to load than the rest of the program."""
    from onrecord.store import Store  # noqa: PLC0415

    return Store(path)


def _import(console: Console, store: Store, source: Path) -> None:
    taken = import_ledger(store, source, package=__version__)
    console.print(Text(f"{taken.added} judgements added, {taken.known} were there already"))
    if taken.elsewhere:
        console.print(Text(f"{taken.elsewhere} of them are on reports that this store does not have", style="yellow"))


def _passages(console: Console, store: Store, out: Path, *, partial: bool) -> None:
    left_out: Counter[str] = Counter()
    judged = judged_codings(reviewed_codings(store), partial=partial, left_out=left_out)
    tally = write_export(judged, FORMATS["markup"], out)
    console.print(
        Text.assemble((printable(str(out)), "bold green"), f": {tally.rows} passages, {tally.records} records")
    )
    for why, count in sorted((left_out + tally.left_out).items()):
        console.print(Text(f"left out: {count} {why}", style="yellow"))
    console.print(Text(COPYRIGHT, style="yellow"))


def _tell(console: Console, store: Store, what: str, form: str) -> None:
    standings = list(reviewed_codings(store, judged_only=True))
    found = agreement(standings)
    summary = _summary(store, standings)
    if form == "json":
        trees: dict[str, Any] = {
            "list": _newest_first(standings), "agreement": found.to_json(), "summary": {**summary, "agreement": found.to_json()},
        }  # fmt: skip
        click.echo(json.dumps(trees[what], ensure_ascii=True, indent=1))
        return
    if not standings:
        console.print(Text("Nobody judged a record of this store yet: `onrecord open STORE --reviewer NAME`."))
        return
    if what == "list":
        _list(console, _newest_first(standings))
        return
    if what == "summary":
        _show_summary(console, summary)
    _show_agreement(console, found)


def _summary(store: Store, standings: Sequence[Reviewed]) -> dict[str, Any]:
    (counted,) = store.query("SELECT count(*) AS records, count(DISTINCT report) AS reports FROM records")
    marks = [mark for standing in standings for mark in standing.marks.values()]
    states: Counter[str] = Counter(mark.state for mark in marks)
    # Records of reports that nobody looked into are open as well.
    coded = sum(len(standing.coded.records) for standing in standings)
    states["open"] += counted["records"] - coded
    here = [row for standing in standings for row in row_trees(standing)]
    return {
        "records": counted["records"], "states": {state: states[state] for state in _STATES},
        "reports_judged": len(standings), "judgements": len(here),
        "judgements_on_other_reports": len(store.reviews()) - len(here),
        "unapplied": sum(issue.code.startswith("review-") for standing in standings for issue in standing.coding.issues),
        "reviewers": {
            name: dict(sorted(Counter(row["action"] for row in here if row["reviewer"] == name).items()))
            for name in sorted({row["reviewer"] for row in here})
        },
    }  # fmt: skip


def _show_summary(console: Console, summary: dict[str, Any]) -> None:
    states = summary["states"]
    judged = sum(states[state] for state in _STATES if state != "open")
    console.print(
        Text.assemble(
            (f"{judged}", "bold"), f" records judged in {summary['reports_judged']} reports: ",
            ", ".join(f"{states[state]} {state}" for state in _STATES[1:]), f"; {states['open']} open",
        )
    )  # fmt: skip
    if summary["judgements_on_other_reports"]:
        told = f"{summary['judgements_on_other_reports']} judgements are on reports that the store no longer has"
        console.print(Text(told, style="yellow"))
    if summary["unapplied"]:
        told = f"{summary['unapplied']} judgements found no record or no longer fit; the reports' issues say why"
        console.print(Text(told, style="yellow"))
    table = Table("reviewer", *("accept", "correct", "reject", "add", "undo"), box=None)
    for name, actions in summary["reviewers"].items():
        table.add_row(
            Text(printable(name)), *(str(actions.get(one, 0)) for one in ("accept", "correct", "reject", "add", "undo"))
        )
    console.print(table)


def _show_agreement(console: Console, found: Agreement) -> None:
    console.print(Text("\nKrippendorff's alpha (1 all agree, 0 as by chance; - too little to tell)"))
    table = Table("field", "among reviewers", "records", "with the machine", "judgements", box=None)
    for one in found.fields:
        table.add_row(
            one.field, _figure(one.between), str(one.units), _figure(one.with_machine), str(one.units_with_machine)
        )
    console.print(table)


def _figure(alpha: float | None) -> str:
    return "-" if alpha is None else f"{alpha:.3f}"


def _newest_first(standings: Sequence[Reviewed]) -> list[dict[str, Any]]:
    rows = [row for standing in standings for row in row_trees(standing)]
    return sorted(rows, key=lambda row: (row["at"], row["id"]), reverse=True)


def _list(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    table = Table("at (UTC)", "reviewer", "report", "record", "action", "what", box=None)
    for row in rows:
        what = ", ".join(row["values"]) if row["values"] else row["undoes"] or ""
        told = [row["at"][:19].replace("T", " "), row["reviewer"], row["report"], row["record"], row["action"], what]
        table.add_row(*(Text(printable(cell)) for cell in told), style="dim" if row["undone"] else "")
    console.print(table)
