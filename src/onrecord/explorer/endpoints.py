"""The addresses of the API, each with the method of the explorer that answers. docs/reference/api.md describes them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.explorer.errors import RequestError
from onrecord.explorer.explorer import Explorer
from onrecord.explorer.filters import FILTER_NAMES, read_number
from onrecord.explorer.searching import HITS, MOST_HITS
from onrecord.explorer.tables import MOST_OFFSET, MOST_ROWS, ROWS


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, read apart: its parameters in order, the id in its address, its JSON object."""

    parameters: Sequence[tuple[str, str]]
    id: str | None
    body: Any

    def filters(self, *others: str) -> dict[str, list[str]]:
        """The filters among the parameters; raises RequestError for a parameter that is neither one nor among `others`."""
        found: dict[str, list[str]] = {}
        for name, value in self.parameters:
            if name in FILTER_NAMES:
                found.setdefault(name, []).append(value)
            elif name not in others:
                known = ", ".join((*FILTER_NAMES, *others))
                raise RequestError(f"there is no parameter {name[:50]!r}", f"Here there are {known}.")
        return found

    def only(self, *names: str) -> Mapping[str, str]:
        """Parameters of these names alone, the last of each; raises RequestError for any other."""
        for name, _ in self.parameters:
            if name not in names:
                raise RequestError(
                    f"there is no parameter {name[:50]!r}", f"Here there are {', '.join(names) or 'none'}."
                )
        return dict(self.parameters)

    def needed(self, *names: str) -> str:
        """The id in the address, or the one needed parameter where it is not there; raises RequestError without either."""
        if self.id:
            self.only(*names)
            return self.id
        value = self.only(*names).get(names[0], "")
        if not value:
            raise RequestError(f"{names[0]} is missing", f"Give {names[0]}.")
        return value


Call = Callable[[Explorer, Asked], Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of the API.

    Attributes:
        status: of HTTP where all goes well.
        file: whether it gives a file rather than JSON.
    """

    verb: str
    path: str
    call: Call
    status: int = 200
    file: bool = False


def _page(asked: Asked, sort: str) -> dict[str, Any]:
    given = dict(asked.parameters)
    return {
        "offset": read_number(given, "offset", 0, MOST_OFFSET),
        "limit": read_number(given, "limit", ROWS, MOST_ROWS),
        "sort": given.get("sort") or sort,
        **asked.filters("offset", "limit", "sort"),
    }


def _overview(explorer: Explorer, asked: Asked) -> Any:
    return explorer.overview(dict(asked.parameters).get("unit"), **asked.filters("unit"))


def _search(explorer: Explorer, asked: Asked) -> Any:
    given = asked.only("q", "limit")
    return explorer.search(given.get("q", ""), read_number(given, "limit", HITS, MOST_HITS))


def _export(explorer: Explorer, asked: Asked) -> Any:
    form = dict(asked.parameters).get("as")
    if not form:
        raise RequestError("as is missing", "Name a format; api/store lists them.")
    return explorer.exported(form, **asked.filters("as"))


def _passages(explorer: Explorer, asked: Asked) -> Any:
    return explorer.passaged(partial=asked.only("partial").get("partial") == "1")


def _resolve(explorer: Explorer, asked: Asked) -> Any:
    asked.only()
    unknown = asked.body.keys() - {"report", "kind", "start", "end"}
    if unknown or len(asked.body) != 4:
        raise RequestError("the body does not have exactly report, kind, start and end", "Send these four.")
    if not isinstance(asked.body["report"], str):
        raise RequestError("report is no text", "Send the id of a report.")
    return explorer.resolve(**asked.body)


def _review(explorer: Explorer, asked: Asked) -> Any:
    asked.only()
    return explorer.review(asked.body)


def _nothing(method: str) -> Call:
    def call(explorer: Explorer, asked: Asked) -> Any:
        asked.only()
        return getattr(explorer, method)()

    return call


ENDPOINTS: Sequence[Endpoint] = (
    Endpoint("GET", "/api/store", _nothing("store")),
    Endpoint("GET", "/api/codebook", _nothing("codebook")),
    Endpoint("GET", "/api/overview", _overview),
    Endpoint("GET", "/api/records", lambda explorer, asked: explorer.records(**_page(asked, "-date"))),
    Endpoint("GET", "/api/events", lambda explorer, asked: explorer.events(**_page(asked, "-date"))),
    Endpoint("GET", "/api/event", lambda explorer, asked: explorer.event(asked.needed("id"))),
    Endpoint("GET", "/api/events/{id:anything}", lambda explorer, asked: explorer.event(asked.needed("id"))),
    Endpoint("GET", "/api/report", lambda explorer, asked: explorer.report(asked.needed("id"))),
    Endpoint("GET", "/api/reports/{id:anything}", lambda explorer, asked: explorer.report(asked.needed("id"))),
    Endpoint("GET", "/api/search", _search),
    Endpoint("GET", "/api/export", _export, file=True),
    Endpoint("GET", "/api/agreement", _nothing("agreement")),
    Endpoint("GET", "/api/passages", _passages, file=True),
    Endpoint("POST", "/api/reviews", _review, status=201),
    Endpoint("POST", "/api/resolve", _resolve),
)  # fmt: skip
