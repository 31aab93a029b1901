"""Write the generated part of the documentation, and say whether it was up to date.

    python scripts/build_docs.py [--check]

docs/reference/commands.md from the commands' own help, docs/reference/codebook.md from the codebook,
docs/reference/errors.md from the error tree, exports.md and store.md from the definitions that write them. A test runs it with --check.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import click

from onrecord import errors
from onrecord.cli import cli
from onrecord.codebook import Category, load_codebook
from onrecord.explorer import errors as explorer_errors
from onrecord.export import render_docs as exports
from onrecord.review import errors as review_errors
from onrecord.store import errors as store_errors
from onrecord.store.docs import render_docs as store

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"


def commands() -> str:
    """Help of every command, as the terminal prints it."""
    parts = ["# Commands\n\nGenerated from the program's own help.\n"]
    top = click.Context(cli, info_name="onrecord", terminal_width=90, max_content_width=90)
    parts.append(f"## onrecord\n\n```\n{cli.get_help(top)}\n```\n")
    for name in cli.list_commands(top):
        command = cli.get_command(top, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=top, terminal_width=90, max_content_width=90)
        parts.append(f"## onrecord {name}\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def codebook() -> str:
    """Categories, modes and sectors."""
    book = load_codebook()
    parts = [f"# Codebook\n\n{book.ontology}, edition {book.edition}. Generated from `codebook.yaml`.\n"]
    parts += [_category(entry) for entry in book.categories.values()]
    rows = "\n".join(f"| `{s.code}` | {s.label} | {s.definition} |" for s in book.sectors.values())
    parts.append(f"## Sectors\n\n| code | sector | who belongs to it |\n|---|---|---|\n{rows}\n")
    rows = "\n".join(f"| `{c.code}` | {c.meaning} |" for c in book.special_countries.values())
    parts.append(f"## Country codes that are no ISO states\n\n| code | meaning |\n|---|---|\n{rows}\n")
    return "\n".join(parts)


def _category(entry: Category) -> str:
    lines = [f"## {entry.id}", "", f"**{entry.label}.** {entry.definition}", "", f"*Roles.* {entry.roles}", ""]
    lines += [f"Score {entry.score:g}, CAMEO {entry.cameo}.", ""]
    lines += ["| case | coded as |", "|---|---|", *(f"| {case} | {code} |" for case, code in entry.boundaries), ""]
    if entry.modes:
        lines += ["| mode | meaning | score | CAMEO |", "|---|---|---|---|"]
        lines += [f"| `{m.id}` | {m.definition} | {m.score:g} | {m.cameo} |" for m in entry.modes] + [""]
    lines += [f"- {text}" for _, text, _ in entry.examples] + [""]
    return "\n".join(lines)


def error_tree() -> str:
    """The trees of errors with their codes."""
    modules = (errors, store_errors, review_errors, explorer_errors)
    kinds = dict.fromkeys(
        v
        for module in modules
        for v in vars(module).values()
        if isinstance(v, type) and issubclass(v, errors.OnRecordError)
    )
    rows = "\n".join(f"| `{k.__name__}` | `{k.code}` | {(k.__doc__ or '').splitlines()[0]} |" for k in kinds)
    drawn = "\n\n".join((module.__doc__ or "").strip() for module in modules)
    return (
        "# Errors\n\nGenerated from `errors.py` of the package and its rooms. What is wrong with one report is never an "
        f"error but an [issue](output.md#issues).\n\n```\n{drawn}\n```\n\n| error | code | meaning |\n|---|---|---|\n{rows}\n"
    )


PAGES = {
    "commands.md": commands, "codebook.md": codebook, "errors.md": error_tree, "exports.md": exports, "store.md": store,
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a page is out of date")
    options = parser.parse_args()
    stale = [
        n for n, make in PAGES.items() if not (REFERENCE / n).exists() or (REFERENCE / n).read_text("utf-8") != make()
    ]
    if not options.check:
        for name in stale:
            (REFERENCE / name).write_text(PAGES[name](), encoding="utf-8")
    for name in stale:
        print(f"{'out of date' if options.check else 'written'}: docs/reference/{name}")  # noqa: T201
    return int(bool(stale) and options.check)


if __name__ == "__main__":
    sys.exit(main())
