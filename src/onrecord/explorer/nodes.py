"""Who is who in the network of actors: everybody with one entity of the knowledge base, or with one name and country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.explorer.codebook import country_names
from onrecord.explorer.columns import NONE, Single

# What the knowledge base's ids of states begin with.
_STATE = "state:"
# Between name and country in the id of whom the knowledge base does not have; no entity and no country has it.
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody in the network; `id` is his entity, or his name and country."""

    id: str
    label: str
    country: str | None
    sector: str | None


class Nodes:
    """All parties of a store, and which of them are one.

    Args:
        names, countries, sectors, entities: columns with a row for each party of each record.
    """

    def __init__(self, names: Single, countries: Single, sectors: Single, entities: Single) -> None:
        self._names, self._countries, self._sectors, self._entities = names, countries, sectors, entities
        # Capitals make no difference; there are far fewer names than parties.
        self._lower = Single.of([name.lower() for name in names.words.values])
        lower = np.append(self._lower.codes, NONE)[names.codes].astype(np.int64)
        known = entities.codes >= 0
        keys = np.where(known, entities.codes, len(entities.words) + lower * self._width + countries.codes + 1)
        self._keys, numbers = np.unique(keys, return_inverse=True)
        self.codes = numbers.astype(np.int32)

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def _width(self) -> int:
        return len(self._countries.words) + 1

    def number(self, name: str, country: str | None, entity: str | None) -> int:
        """The number of somebody, or NONE where no party is him."""
        key = self._entities.words.number(entity)
        if entity is None:
            lower, place = self._lower.words.number(name.lower()), self._countries.words.number(country)
            if lower == NONE or (country is not None and place == NONE):
                return NONE
            key = len(self._entities.words) + lower * self._width + place + 1
        at = int(np.searchsorted(self._keys, key))
        return at if key != NONE and at < len(self) and self._keys[at] == key else NONE

    def number_of(self, node: str) -> int:
        """The number of the party whose node has this id, or NONE."""
        name, separator, country = node.rpartition(_SEPARATOR)
        return self.number(name, country or None, None) if separator else self.number("", None, node)

    def tell(self, numbers: Sequence[int]) -> dict[int, Node]:
        """Who some numbers are, by the name and codes that they have most often."""
        asked = {number for number in numbers if number < len(self)}
        rows: dict[int, list[int]] = {number: [] for number in asked}
        for at in np.flatnonzero(np.isin(self.codes, list(asked))).tolist():
            rows[int(self.codes[at])].append(at)
        return {number: self._node(own) for number, own in rows.items()}

    def _node(self, rows: Sequence[int]) -> Node:
        entity, country = _most_frequent(self._entities, rows), _most_frequent(self._countries, rows)
        name = _most_frequent(self._names, rows) or ""
        if entity is not None and entity.startswith(_STATE) and country in country_names():
            # A state goes by its name, whatever capital or seat stands for it most often.
            name = country_names()[country or ""]
        return Node(entity or id_without_entity(name, country), name, country, _most_frequent(self._sectors, rows))


def id_without_entity(name: str, country: str | None) -> str:
    """The id of somebody whom the knowledge base does not have."""
    return f"{name.lower()}{_SEPARATOR}{country or ''}"


def _most_frequent(column: Single, rows: Sequence[int]) -> str | None:
    """The value that some rows have most often, the first of equals; None where they have none."""
    codes = [code for code in column.codes[list(rows)].tolist() if code >= 0]
    return column.words.values[Counter(codes).most_common(1)[0][0]] if codes else None
