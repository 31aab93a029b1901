"""Errors of the explorer.

OnRecordError
├── ExplorerError           the explorer cannot be served
│   ├── PortInUseError      another program listens on the port
│   └── AssetsError         the pages were not built
└── InputError
    ├── RequestError        a question to the API cannot be understood
    │   ├── NotThereError   there is no report, event, record or address of that name
    │   ├── ForbiddenError  the request came from another page, or without a token
    │   ├── TooLargeError   the body of a request is too large
    │   └── TooSlowError    answering took longer than a request may
    └── RemoteError         a server of the explorer gave a fault, or none answered
"""

from __future__ import annotations

from onrecord.errors import InputError, OnRecordError
from onrecord.review import ReviewConflictError
from onrecord.store.errors import QueryLimitError


class ExplorerError(OnRecordError):
    """The explorer cannot be served."""

    code = "explorer"


class PortInUseError(ExplorerError):
    """Another program listens on the port."""

    code = "port-in-use"


class AssetsError(ExplorerError):
    """The explorer's pages were not built."""

    code = "no-pages"


class RequestError(InputError):
    """A question to the API cannot be understood."""

    code = "request"
    status = 400


class NotThereError(RequestError):
    """There is no report, event, record or address of that name."""

    code = "not-there"
    status = 404


class ForbiddenError(RequestError):
    """A request came from another page, or without the token."""

    code = "forbidden"
    status = 403

    def __init__(self, message: str, remedy: str = "", *, status: int = 403) -> None:
        super().__init__(message, remedy)
        self.status = status


class TooLargeError(RequestError):
    """The body of a request is too large."""

    code = "too-large"
    status = 413


class TooSlowError(RequestError):
    """Answering took longer than a request may."""

    code = "too-slow"
    status = 504


class RemoteError(InputError):
    """A server of the explorer gave a fault, or none answered.

    Attributes:
        status: of HTTP, or None where nobody answered.
        code: the fault's own code where the server gave one.
    """

    code = "remote"

    def __init__(self, message: str, remedy: str = "", *, code: str | None = None, status: int | None = None) -> None:
        super().__init__(message, remedy)
        self.status = status
        if code is not None:
            self.code = code


def status_of(fault: OnRecordError) -> int:
    """The status of HTTP that tells of an error."""
    if isinstance(fault, RequestError):
        return fault.status
    if isinstance(fault, QueryLimitError):
        return TooSlowError.status
    if isinstance(fault, ReviewConflictError):
        return 409
    return 400 if isinstance(fault, InputError) else 500
