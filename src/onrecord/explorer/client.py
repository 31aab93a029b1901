"""The explorer from afar: the methods of `Explorer` on a server that somebody runs, and what both have in common."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from onrecord.explorer.errors import RemoteError
from onrecord.explorer.filters import parameters_of
from onrecord.output.contract import Json

_TIMEOUT_S = 60.0
_REMEDY = "See whether `onrecord open` still runs there, and check the address and the token."


class Api(Protocol):
    """What can be asked of an explorer, here (`Explorer`) or on a server (`Client`).

    `filters` are those of docs/reference/api.md, each a value or a list of values: `who="RUS", category=["ASSAULT", "COERCE"]`.
    """

    def store(self) -> Json: ...
    def codebook(self) -> Json: ...
    def overview(self, unit: str | None = None, **filters: Any) -> Json: ...
    def records(self, offset: int = 0, limit: int = 200, sort: str = "-date", **filters: Any) -> Json: ...
    def events(self, offset: int = 0, limit: int = 200, sort: str = "-date", **filters: Any) -> Json: ...
    def event(self, event: str) -> Json: ...
    def report(self, report: str) -> Json: ...
    def search(self, q: str, limit: int = 50) -> Json: ...
    def review(self, judgement: Mapping[str, Any]) -> Json: ...
    def resolve(self, report: str, kind: str, start: int, end: int) -> Json: ...
    def agreement(self) -> Json: ...
    def export(self, form: str, out: str | Path, **filters: Any) -> Path: ...
    def passages(self, out: str | Path, *, partial: bool = False) -> Path: ...


class Client:
    """An explorer on a server.

        >>> client = Client("http://127.0.0.1:8484")
        >>> client.overview(who="RUS", since="2022-02-24")["matched"]

    Args:
        url: address of the server, as `onrecord open` prints it; a token in it is used.
        token: what a server that others can reach asks for.
        timeout_s: seconds after which an answer is given up.

    Every method raises RemoteError where the server gives a fault (its code is that of the fault) or does not answer.
    """

    def __init__(self, url: str, token: str | None = None, *, timeout_s: float = _TIMEOUT_S) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise RemoteError(f"{url!r} is no address", "Write it as http://HOST:PORT.")
        self._root = f"{parts.scheme}://{parts.netloc}"
        self._token = token or parse_qs(parts.query).get("token", [None])[0]
        self._timeout_s = timeout_s
        # No proxy: the server is on this machine or in this network.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def store(self) -> Json:
        """The JSON object `StoreInfo`."""
        return self._get("store")

    def codebook(self) -> Json:
        """The JSON object `Codebook`."""
        return self._get("codebook")

    def overview(self, unit: str | None = None, **filters: Any) -> Json:
        """The JSON object `Overview`."""
        return self._get("overview", [*parameters_of(filters), *([("unit", unit)] if unit else [])])

    def records(self, offset: int = 0, limit: int = 200, sort: str = "-date", **filters: Any) -> Json:
        """The JSON object `RecordPage`."""
        return self._get("records", _page(offset, limit, sort, filters))

    def events(self, offset: int = 0, limit: int = 200, sort: str = "-date", **filters: Any) -> Json:
        """The JSON object `EventPage`."""
        return self._get("events", _page(offset, limit, sort, filters))

    def event(self, event: str) -> Json:
        """The JSON object `EventDetail`."""
        return self._get("event", [("id", event)])

    def report(self, report: str) -> Json:
        """The JSON object `ReportDetail`."""
        return self._get("report", [("id", report)])

    def search(self, q: str, limit: int = 50) -> Json:
        """Reports with some words, best first."""
        return self._get("search", [("q", q), ("limit", str(limit))])

    def review(self, judgement: Mapping[str, Any]) -> Json:
        """Write one judgement, a `NewReview`; the `ReviewRow` as it was written."""
        return self._post("reviews", judgement)

    def resolve(self, report: str, kind: str, start: int, end: int) -> Json:
        """What onrecord makes of some words of a report, the JSON object `Resolved`."""
        return self._post("resolve", {"report": report, "kind": kind, "start": start, "end": end})

    def agreement(self) -> Json:
        """The JSON object `Agreement`."""
        return self._get("agreement")

    def export(self, form: str, out: str | Path, **filters: Any) -> Path:
        """Write the records that pass in a format of `onrecord export`; a format that is a folder as a zip."""
        return self._save("export", [("as", form), *parameters_of(filters)], Path(out))

    def passages(self, out: str | Path, *, partial: bool = False) -> Path:
        """Write the reviewed reports in the markup of the training passages."""
        return self._save("passages", [("partial", "1")] if partial else [], Path(out))

    # --- requests -----------------------------------------------------------------------------------------------

    def _get(self, path: str, parameters: Sequence[tuple[str, str]] = ()) -> Json:
        with self._opened(self._request(path, parameters)) as answer:
            return _object(answer.read())

    def _post(self, path: str, body: Mapping[str, Any]) -> Json:
        request = self._request(path, ())
        request.data = json.dumps(body).encode("utf-8")
        request.add_header("Content-Type", "application/json")
        request.add_header("X-Onrecord", "1")
        with self._opened(request) as answer:
            return _object(answer.read())

    def _save(self, path: str, parameters: Sequence[tuple[str, str]], out: Path) -> Path:
        with self._opened(self._request(path, parameters)) as answer, out.open("wb") as handle:
            shutil.copyfileobj(answer, handle)
        return out

    def _request(self, path: str, parameters: Sequence[tuple[str, str]]) -> urllib.request.Request:
        query = urlencode(parameters, quote_via=quote, errors="replace")
        request = urllib.request.Request(f"{self._root}/api/{path}" + (f"?{query}" if query else ""))
        if self._token is not None:
            request.add_header("Authorization", f"Bearer {self._token}")
        return request

    def _opened(self, request: urllib.request.Request) -> Any:
        try:
            return self._opener.open(request, timeout=self._timeout_s)
        except urllib.error.HTTPError as fault:
            with fault:
                raise _told(fault) from fault
        except (OSError, ValueError) as fault:
            raise RemoteError(f"{self._root} does not answer: {getattr(fault, 'reason', fault)}", _REMEDY) from fault


def _page(offset: int, limit: int, sort: str, filters: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [*parameters_of(filters), ("offset", str(offset)), ("limit", str(limit)), ("sort", sort)]


def _object(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError as fault:
        raise RemoteError(f"the answer is no JSON: {fault}", _REMEDY) from fault
    if not isinstance(found, dict):
        raise RemoteError("the answer is no JSON object", _REMEDY)
    return found


def _told(fault: urllib.error.HTTPError) -> RemoteError:
    """The fault that an answer tells of, or its status where it tells of none."""
    try:
        told = json.loads(fault.read())["error"]
        return RemoteError(told["message"], told["remedy"], code=told["code"], status=fault.code)
    except (ValueError, KeyError, TypeError):
        return RemoteError(f"the server answered {fault.code}", _REMEDY, status=fault.code)
