"""Whether a Coding that was read holds what its types say: every value of its kind, every number finite, every span in the text."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import math
import types
import typing
from collections.abc import Callable
from typing import Any

from onrecord.errors import InputError
from onrecord.model import Coding, Span

_REMEDY = "Write it with `onrecord code --format jsonl`."
Check = Callable[[Any, str, str], None]


def check_sound(coding: Coding) -> None:
    """Raise InputError at the first value that is not of its field's type, or span that does not hold its words."""
    kind: Any = Coding
    _check_of(kind)(coding, coding.report.text if isinstance(coding.report.text, str) else "", "")


@functools.cache
def _check_of(hint: Any) -> Check:
    """What checks a value, the text and the name of a field against a type."""
    if dataclasses.is_dataclass(hint):
        return _fields(hint)
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return _each(_check_of(inner[0]))
    if origin in (typing.Union, types.UnionType):
        (other,) = (part for part in inner if part is not type(None))
        return _or_none(_check_of(other))
    if origin is typing.Literal:
        return _one_of(frozenset(part for part in inner))
    return _plain((float, int) if hint is float else (hint,))


def _fields(kind: Any) -> Check:
    hints = typing.get_type_hints(kind)
    parts = [(field.name, _check_of(hints[field.name])) for field in dataclasses.fields(kind)]

    def check(value: Any, text: str, name: str) -> None:
        if not isinstance(value, kind):
            raise _wrong(name, value)
        for field, inner in parts:
            inner(getattr(value, field), text, field)
        if isinstance(value, Span) and not (
            0 <= value.start < value.end <= len(text) and text[value.start : value.end] == value.text
        ):
            raise InputError(
                f"the span {value.start}:{value.end} does not hold {value.text!r}", "The file was changed."
            )

    return check


def _each(inner: Check) -> Check:
    def check(value: Any, text: str, name: str) -> None:
        for part in value:
            inner(part, text, name)

    return check


def _or_none(inner: Check) -> Check:
    def check(value: Any, text: str, name: str) -> None:
        if value is not None:
            inner(value, text, name)

    return check


def _one_of(allowed: frozenset[str | None]) -> Check:
    def check(value: Any, _text: str, name: str) -> None:
        if not isinstance(value, str | None) or value not in allowed:
            raise _wrong(name, value)

    return check


def _plain(kinds: tuple[type, ...]) -> Check:
    def check(value: Any, _text: str, name: str) -> None:
        # A truth value is no number, nor is a moment a day.
        if not isinstance(value, kinds) or isinstance(value, bool | datetime.datetime):
            raise _wrong(name, value)
        if isinstance(value, float) and not math.isfinite(value):
            raise _wrong(name, value)

    return check


def _wrong(name: str, value: object) -> InputError:
    return InputError(f"this is no line of onrecord's output: {name} is {str(value)[:60]!r}", _REMEDY)
