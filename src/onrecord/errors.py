"""Errors that stop a run. What is wrong with one report is an `Issue` in its coding, never an exception.

    OnRecordError
    ├── SetupError            the installation or its data files are wrong
    │   ├── CodebookError     codebook.yaml breaks its own rules
    │   ├── KnowledgeError    a knowledge file breaks its own rules
    │   └── ModelError        weights are missing, damaged or of another version
    ├── InputError            a path, option or input as a whole cannot be used
    └── MarkupError           a marked passage is not well formed

Each carries a `code` that scripts can test and a `remedy` that says what to do.
"""

from __future__ import annotations


class OnRecordError(Exception):
    """Base of all errors of onrecord.

    Args:
        message: what is wrong, in one sentence.
        remedy: what the reader can do about it.
    """

    code = "error"

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} [{self.code}]" + (f" {self.remedy}" if self.remedy else "")


class SetupError(OnRecordError):
    """The installation is wrong."""

    code = "setup"


class CodebookError(SetupError):
    """The codebook breaks its own rules."""

    code = "codebook"


class KnowledgeError(SetupError):
    """A knowledge file breaks its own rules."""

    code = "knowledge"


class ModelError(SetupError):
    """The weights are missing, damaged or of another version."""

    code = "model"


class InputError(OnRecordError):
    """A path, option or input as a whole cannot be used."""

    code = "input"


class MarkupError(OnRecordError):
    """A marked passage is not well formed."""

    code = "markup"
