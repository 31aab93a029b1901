"""The index of names: where in the knowledge files each name stands, so that loading need not read them all.

A text of lines. The first holds the form and a digest of the files that it was made of; then for each folded name the
places where it stands, `file:line:number of the name in the line`; after an empty line, the first words of long names
with their greatest length. An index that was made of other files than those at hand is not used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.errors import KnowledgeError
from onrecord.knowledge.entries import names_in
from onrecord.knowledge.rows import COLUMNS
from onrecord.knowledge.tables import Tables

INDEX = "names.index"
# Raised whenever the form of the index or the folding of names changes.
_FORM = "onrecord names 1"
_FILES = tuple(COLUMNS)


@dataclass(frozen=True, slots=True)
class Packed:
    """An index that fits its files.

    Attributes:
        places: by folded name, places separated by blanks.
        longest: by first folded word, the number of words of the longest name.
    """

    places: Mapping[str, str]
    longest: Mapping[str, int]


def digest_of(files: Mapping[str, str]) -> str:
    """A digest of the knowledge files, by which an index knows its own."""
    digest = hashlib.sha256()
    for file in _FILES:
        text = files[file].encode("utf-8")
        digest.update(f"{file} {len(text)}\n".encode())
        digest.update(text)
    return digest.hexdigest()


def pack(tables: Tables, files: Mapping[str, str]) -> str:
    """The index of tables built from the files; raises KnowledgeError where a line of a file is broken in two."""
    numbers: dict[int, dict[tuple[str, str, bool], int]] = {}
    lines = [f"{_FORM} {digest_of(files)}"]
    for key in tables.senses:
        places: list[str] = []
        for row, kind, name, loose in tables.senses.mentions(key):
            own = numbers.get(id(row))
            if own is None:
                own = numbers[id(row)] = {}
                for at, given in enumerate(names_in(row)):
                    own.setdefault(given, at)
            places.append(f"{_FILES.index(row.file)}:{row.line}:{own[kind, name, loose]}")
        lines.append(f"{key}\t{' '.join(places)}")
    lines.append("")
    lines.extend(f"{word}\t{length}" for word, length in tables.longest.items())
    for file, text in files.items():
        if text.count('"') and any('"' in line and line.count('"') % 2 for line in text.split("\n")):
            raise KnowledgeError(f"{file}: a cell goes over several lines", "Write each line of the table on one line.")
    return "\n".join(lines) + "\n"


def unpack(text: str, digest: str) -> Packed | None:
    """An index ready for use, or None where it was made of other files."""
    head, _, body = text.partition("\n")
    if head != f"{_FORM} {digest}":
        return None
    names, _, long = body.partition("\n\n")
    places = dict(line.split("\t") for line in names.split("\n"))
    longest = {word: int(length) for word, length in (line.split("\t") for line in long.splitlines())}
    return Packed(places, longest)
