"""The command `onrecord link`."""

from __future__ import annotations

import datetime
import getpass
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from onrecord import __version__
from onrecord.commands.terminal import console_for
from onrecord.errors import InputError
from onrecord.link.feed import Change, LinkStore, Row, judge, link_store, tell
from onrecord.link.types import Link, LinkRecord, Verdict
from onrecord.output.terminal import printable

_EXAMPLES = """\b
Examples:
  onrecord link news/                          link what is new since the last time
  onrecord link news/ --show 3f1c              the event of a record: every telling, side by side
  onrecord link news/ --same 3f1c 9a02         these two records tell one happening, whatever the score
  onrecord link news/ --different 3f1c 77b0    these do not
  onrecord link news/ --undo 3f1c 9a02         take the last judgement on a pair back
  onrecord query news/ "SELECT standing, count(*) FROM events GROUP BY 1"

Standing of an event: corroborated (two independent voices assert it: sources, or reports in their
own voice), single-source, disputed (one asserts, another denies), denied, planned,
planned-then-done, retracted (whoever asserted it took it back), possible (feared or conditional)."""


@click.command(name="link", epilog=_EXAMPLES)
@click.argument("store", type=click.Path(path_type=Path))
@click.option(
    "--all", "anew", is_flag=True, help="Compare all records again, not only new ones. Ids of events are kept."
)
@click.option("--same", nargs=2, metavar="RECORD RECORD", help="Judge that two records tell one event.")
@click.option("--different", nargs=2, metavar="RECORD RECORD", help="Judge that two records tell different events.")
@click.option("--undo", nargs=2, metavar="RECORD RECORD", help="Take the last judgement on two records back.")
@click.option("--reason", default="", help="Why, kept with the judgement.")
@click.option("--author", envvar="ONRECORD_AUTHOR", help="Who judges; the name of the user unless given.")
@click.option("--show", metavar="ID", help="Show one event, by its id or that of one of its records; changes nothing.")
def command(
    store: Path, anew: bool, same: tuple[str, str] | None, different: tuple[str, str] | None, undo: tuple[str, str] | None,
    reason: str, author: str | None, show: str | None,
) -> None:  # fmt: skip
    """Link the records of a STORE into events: one happening over all reports that tell it.

    Records of one category are joined where parties, days, places, words and tolls fit, each with its score and reasons.
    Copies of one wire count as one origin. New batches join old events, whose ids stay. What a person judges is kept in
    a ledger, overrides every score, survives linking again and can be undone.
    """
    pairs: dict[Verdict, tuple[str, str] | None] = {"same": same, "different": different, "undone": undo}
    given = [(verdict, pair) for verdict, pair in pairs.items() if pair]
    if len(given) + bool(show) > 1:
        raise InputError(
            "only one of --same, --different, --undo and --show at a time", "Give them one after the other."
        )
    opened = open_store(store)
    console = console_for(sys.stdout)
    if show:
        _show(console, opened, show)
        return
    for verdict, (a, b) in given:
        at = datetime.datetime.now(datetime.UTC).isoformat()
        row = judge(opened, a, b, verdict, author=author or _user(), at=at, reason=reason)
        console.print(
            Text(f"{row.record_a} and {row.record_b}: {row.verdict}, by {row.author} (likeness {row.score:.2f})")
        )
    with _progress() as tell_progress:
        change = link_store(opened, package=__version__, anew=anew, progress=tell_progress)
    _summary(console, change)


def open_store(path: Path) -> LinkStore:
    """The store in a folder. Imported when it is needed: its libraries take longer to load than the rest of the program."""
    from onrecord.store import Store  # noqa: PLC0415

    return Store(path)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError) as fault:
        raise InputError("nobody knows who judges", "Give --author NAME.") from fault


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("linking", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total or None)


def _summary(console: Console, change: Change) -> None:
    linked = change.linked
    several = [event for event in linked.events if event.reports > 1]
    console.print(Text(
        f"{len(linked.links)} records, {len(linked.events)} events, {len(several)} told by several reports; "
        f"{linked.relinked} records looked at, {change.new_events} new events, {change.gone_events} gone, "
        f"{change.moved} records moved"
    ))  # fmt: skip
    if linked.events:
        table = Table(box=None)
        for name in ("standing", "events", "of several reports"):
            table.add_column(name, justify="left" if name == "standing" else "right")
        of_several = Counter(event.standing for event in several)
        for standing, count in Counter(event.standing for event in linked.events).most_common():
            table.add_row(standing, str(count), str(of_several[standing]))
        console.print(table)
    for note in linked.notes:
        console.print(Text(f"judgement: {printable(note)}", style="yellow"))


def _show(console: Console, store: LinkStore, wanted: str) -> None:
    event, members = tell(store, wanted)
    kind = f"{event['category']}/{event['mode']}" if event["mode"] else str(event["category"])
    console.print(Text.assemble((event["id"], "bold"), f"  {kind}  ", (event["standing"], "bold cyan")))
    for line in _values(event):
        console.print(Text(printable(line)))
    table = Table(
        "published", "report", "record", "certainty", "according to", "killed/hurt", "words", "likeness", box=None
    )
    for record, one in members:
        table.add_row(*(Text(printable(cell)) for cell in _cells(record, one)))
    console.print(table)
    for record, one in members:
        console.print(Text(printable(f"{record.id}: {'; '.join(one.reasons)}"), style="dim"))


def _values(event: Row) -> Iterator[str]:
    yield f"  {_names(event['actors'])} -> {_names(event['recipients'])}"
    where = f"{event['place'] or '-'} ({event['place_country'] or '-'})"
    told = f"{event['reports']} report(s) of {event['origins']} origin(s)"
    yield f"  {event['date_start'] or '-'} to {event['date_end'] or '-'}, {where}; {told}"
    for name in ("killed", "injured"):
        if event[name]:
            low, high = event[name]
            yield f"  {name}: {low}" if low == high else f"  {name}: {low} to {high}"
    for name in ("asserted", "denied", "planned"):
        if event[f"{name}_by"]:
            yield f"  {name} by {', '.join(event[f'{name}_by'])}"


def _names(parties: Sequence[Row]) -> str:
    return ", ".join(f"{p['name']} [{p['country'] or '-'} {p['sector'] or '-'}]" for p in parties) or "-"


def _cells(record: LinkRecord, one: Link) -> tuple[str, ...]:
    toll = " / ".join("-" if value is None else str(value) for value in (record.killed, record.injured))
    return (
        str(record.published or "-"), record.report_id, record.id, record.factuality,
        " > ".join(source.name for source in record.sources), toll, record.sentence, f"{one.score:.2f}",
    )  # fmt: skip
