"""Columns in memory: values as numbers of a vocabulary, so that hundreds of thousands of records are counted in milliseconds."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
# The code of a value that is not there.
NONE = -1
# Days that are not there.
NO_DAY = np.iinfo(np.int32).min


class Vocabulary:
    """The distinct values of a column, each with its number. It only grows, so numbers given out stay good."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self.values: list[str] = list(values)
        self._numbers = {value: number for number, value in enumerate(self.values)}

    def __len__(self) -> int:
        return len(self.values)

    def number(self, value: str | None) -> int:
        """The number of a value, or NONE where it is none of them."""
        return NONE if value is None else self._numbers.get(value, NONE)

    def numbers(self, values: Sequence[str | None]) -> Codes:
        """The number of each value."""
        return looked_up(self._numbers, values)

    def add(self, value: str | None) -> int:
        """The number of a value, which becomes one of them."""
        if value is None:
            return NONE
        number = self._numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number

    def copy(self) -> Vocabulary:
        """The same values, to be added to."""
        return Vocabulary(self.values)


@dataclass(frozen=True, slots=True)
class Single:
    """A column with one value a row, or NONE."""

    words: Vocabulary
    codes: Codes

    @classmethod
    def of(cls, values: Sequence[str | None], known: Iterable[str] = ()) -> Single:
        """A column of values; `known` ones get the first numbers."""
        words = Vocabulary(dict.fromkeys((*known, *(value for value in dict.fromkeys(values) if value is not None))))
        return cls(words, words.numbers(values))

    def holds(self, numbers: Sequence[int]) -> Mask:
        """Which rows have one of some values."""
        return _table(len(self.words), numbers)[self.codes]

    def counts(self, mask: Mask) -> npt.NDArray[np.int64]:
        """For each value the number of rows of a mask that have it."""
        return np.bincount(self.codes[mask] + 1, minlength=len(self.words) + 1)[1:]


@dataclass(frozen=True, slots=True)
class Several:
    """A column with any number of values a row: pairs of a row and a value, no pair twice."""

    words: Vocabulary
    rows: Codes
    codes: Codes

    def holds(self, numbers: Sequence[int], size: int) -> Mask:
        """Which of `size` rows have one of some values."""
        found: Mask = np.zeros(size, dtype=np.bool_)
        found[self.rows[_table(len(self.words), numbers)[self.codes]]] = True
        return found

    def counts(self, mask: Mask) -> npt.NDArray[np.int64]:
        """For each value the number of rows of a mask that have it."""
        return np.bincount(self.codes[mask[self.rows]] + 1, minlength=len(self.words) + 1)[1:]


@dataclass(frozen=True, slots=True)
class Members:
    """Pairs of a row and the number of somebody of `size`, no pair twice."""

    size: int
    rows: Codes
    codes: Codes

    def holds(self, numbers: Sequence[int], size: int) -> Mask:
        """Which of `size` rows have one of some numbers."""
        found: Mask = np.zeros(size, dtype=np.bool_)
        found[self.rows[_table(self.size, numbers)[self.codes]]] = True
        return found

    def counts(self, mask: Mask) -> npt.NDArray[np.int64]:
        """For each number the rows of a mask that have it."""
        return np.bincount(self.codes[mask[self.rows]], minlength=self.size)


def _table(size: int, numbers: Sequence[int]) -> Mask:
    """Whether each number is wanted; the last place stands for NONE."""
    wanted: Mask = np.zeros(size + 1, dtype=np.bool_)
    wanted[[number for number in numbers if number >= 0]] = True
    return wanted


def looked_up(numbers: Mapping[Any, int], values: Sequence[Any]) -> Codes:
    """The number of each value, NONE for those that have none."""
    return np.fromiter(map(numbers.get, values, itertools.repeat(NONE)), dtype=np.int32, count=len(values))


def distinct(rows: Codes, codes: Codes) -> tuple[Codes, Codes]:
    """Pairs of a row and a value, each once, without those that have no value."""
    kept = codes >= 0
    if not kept.any():
        return rows[:0], codes[:0]
    width = int(codes.max()) + 1
    keys = once(rows[kept].astype(np.int64) * width + codes[kept])
    return (keys // width).astype(np.int32), (keys % width).astype(np.int32)


def once(keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Keys in their order, each once. They nearly are in order, which this sort makes good use of."""
    ordered: npt.NDArray[np.int64] = np.sort(keys, kind="stable")
    first: Mask = np.diff(ordered, prepend=ordered[:1] - 1) != 0
    return ordered[first]
