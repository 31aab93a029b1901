"""`onrecord doctor`: is the installation whole, and does it still say what it said when it was made?"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from onrecord.commands import checks
from onrecord.commands.checks import Check
from onrecord.commands.terminal import console_for

_STYLES = {"ok": "green", "absent": "dim", "warning": "yellow", "wrong": "bold red"}
_EXITS = """\b
Exit codes: 0 nothing is wrong (warnings apart); 1 something is wrong, and the output says
what to do."""


@click.command(epilog=_EXITS)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="text for people, json for programs and bug reports.")  # fmt: skip
@click.option("--weights", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER",
              help="Check the weights in another folder, such as a copy or a training run.")  # fmt: skip
def doctor(form: str, weights: Path | None) -> None:
    """Check this installation: versions, digests, room, and a report coded as a test.

    The tagger's files are compared with the digests in model.json and in the model card, codebook, knowledge and word
    lists with those recorded when the package was made. A built-in report is coded, and every field of the result must
    be what was recorded. Nothing is changed, and the network is not used.

    \b
    onrecord doctor                       a table, and what to do where something is wrong
    onrecord doctor --format json         for a bug report
    onrecord doctor --weights runs/new    other weights: their digests, and whether they code the same
    """
    found = examine(weights)
    wrong = [check for check in found if check.state == "wrong"]
    if form == "json":
        tree = {"ok": not wrong, "checks": [asdict(check) for check in found]}
        print(json.dumps(tree, ensure_ascii=False, indent=1))  # noqa: T201 - standard output is where the answer goes
    else:
        _show(found)
    if wrong:
        click.echo(f"{len(wrong)} thing(s) are wrong with this installation.", err=True)
        sys.exit(1)


def examine(weights: Path | None = None) -> list[Check]:
    """All checks, in the order of the table.

    Args:
        weights: folder of the tagger's files; those of the package unless given.
    """
    folder: Traversable = resources.files("onrecord.tagger") if weights is None else weights
    return list(
        chain(
            checks.versions(), checks.extras(), checks.weights(folder), checks.data(),
            checks.coding(folder), checks.machine(Path.cwd()),
        )
    )  # fmt: skip


def _show(found: Sequence[Check]) -> None:
    console = console_for(sys.stdout)
    table = Table(box=None, pad_edge=False)
    for heading in ("", "what", "state", "found"):
        table.add_column(heading, overflow="fold")
    group = ""
    for check in found:
        first = check.group if check.group != group else ""
        group = check.group
        state = Text(check.state, style=_STYLES[check.state])
        table.add_row(Text(first, style="bold"), Text(check.name), state, Text(check.found))
    console.print(table)
    for check in found:
        if check.remedy and check.state != "absent":
            console.print(f"[bold]{escape(check.name)}[/]: {escape(check.remedy)}", highlight=False)
