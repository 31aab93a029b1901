"""The server: addresses to methods of the explorer, faults to JSON, and the guard around them all."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.errors import OnRecordError
from onrecord.explorer.endpoints import ENDPOINTS, Asked, Endpoint
from onrecord.explorer.errors import NotThereError, RequestError, TooSlowError, status_of
from onrecord.explorer.explorer import Explorer
from onrecord.explorer.files import Made
from onrecord.explorer.guard import Guard
from onrecord.explorer.pages import Page, load_pages
from onrecord.explorer.security import Door

# Seconds after which a question is given up; writing an export may take longer.
LIMIT_S, EXPORT_LIMIT_S = 30.0, 600.0
_SURROGATE = re.compile("[\ud800-\udfff]")
_PIECE = 65_536
_MOST_PARAMETERS = 2_000
_LOG = logging.getLogger("onrecord.explorer")


class Answer(JSONResponse):
    """JSON that is valid whatever the reports hold: half characters become U+FFFD, one for one, so that offsets still hold."""

    def render(self, content: Any) -> bytes:
        """The bytes of an answer."""
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return _SURROGATE.sub("\ufffd", text).encode("utf-8")


class _Anything(Convertor[str]):
    """The rest of an address, line ends and slashes included: reports may have any id."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


def make_app(
    explorer: Explorer, door: Door, pages: Mapping[str, Page] | None = None, *, limit_s: float = LIMIT_S
) -> ASGIApp:
    """The server's application.

    Args:
        door: what lets requests in.
        pages: files to serve; those of the package unless given.
        limit_s: seconds after which a question is given up.
    """
    register_url_convertor("anything", _Anything())
    served = _Pages(load_pages() if pages is None else pages)
    routes = [Route(one.path, _Served(explorer, one, limit_s), methods=[one.verb]) for one in ENDPOINTS]
    routes.append(Route("/{path:anything}", served, methods=["GET"]))
    return Guard(Starlette(routes=routes, exception_handlers={HTTPException: _no_route}), door)


class _Served:
    """One address of the API."""

    def __init__(self, explorer: Explorer, endpoint: Endpoint, limit_s: float) -> None:
        self.explorer, self.endpoint = explorer, endpoint
        self.limit_s = EXPORT_LIMIT_S if endpoint.file else limit_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await (await self.answered(request))(scope, receive, send)

    async def answered(self, request: Request) -> ASGIApp:
        """The answer, or what is wrong as JSON."""
        try:
            asked = await _asked(request)
            with anyio.fail_after(self.limit_s):
                # A question that takes too long runs on to its own limit; nobody waits for it.
                found = await anyio.to_thread.run_sync(self.endpoint.call, self.explorer, asked, abandon_on_cancel=True)
            if self.endpoint.file:
                return _File(found)
            return Answer(found, status_code=self.endpoint.status)
        except OnRecordError as fault:
            return failure(fault)
        except TimeoutError:
            return failure(TooSlowError(f"the answer took more than {self.limit_s:g} seconds", "Ask for less."))
        except Exception as fault:
            # What nobody thought of must not take the server down; the words go to whoever runs it, not to the page.
            _LOG.exception("a request failed: %s", self.endpoint.path)
            kind = type(fault).__name__
            return failure(
                OnRecordError(f"the server failed on this request ({kind})", "Its own output says more."), 500
            )


class _Pages:
    """The pages, by exact address."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await self.answered(request)(scope, receive, send)

    def answered(self, request: Request) -> Response:
        """The page of an address."""
        path = request.scope["path"]
        page = self.pages.get(path)
        if page is None:
            return failure(
                NotThereError(f"there is nothing at {path[:100]!r}", "docs/reference/api.md lists the addresses.")
            )
        headers = {"cache-control": page.keep, "etag": page.tag}
        if request.headers.get("if-none-match") == page.tag:
            return Response(status_code=304, headers=headers)
        return Response(page.content, media_type=page.kind, headers=headers)


def failure(fault: OnRecordError, status: int | None = None) -> Response:
    """A fault as JSON."""
    told = {"error": {"code": fault.code, "message": fault.message, "remedy": fault.remedy}}
    return Answer(told, status_code=status or status_of(fault))


async def _no_route(_request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    told = {
        "error": {"code": "http", "message": f"{fault.detail}.", "remedy": "docs/reference/api.md lists the addresses."}
    }
    return Answer(told, status_code=fault.status_code, headers=fault.headers)


async def _asked(request: Request) -> Asked:
    """What a request asks, read apart."""
    try:
        query = request.scope["query_string"].decode("ascii")
        parameters = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError as fault:
        raise RequestError(
            "the parameters cannot be read", f"Percent-encode them, at most {_MOST_PARAMETERS:,}."
        ) from fault
    body: Any = None
    if request.method == "POST":
        try:
            body = json.loads(await request.body())
        except (ValueError, RecursionError) as fault:
            raise RequestError(f"the body is no JSON: {fault}"[:300], "Send one JSON object.") from fault
        if not isinstance(body, dict):
            raise RequestError("the body is no JSON object", "Send one JSON object.")
    return Asked(parameters, request.path_params.get("id"), body)


class _File:
    """A file that was made, sent in pieces; deleted when it was sent, or when nobody wants it any more."""

    def __init__(self, making: AbstractContextManager[Made]) -> None:
        self.making = making

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        made = await anyio.to_thread.run_sync(self.making.__enter__)
        try:
            plain = re.sub(r"[^\w.-]", "_", made.name, flags=re.ASCII)
            headers = {
                "content-disposition": f'attachment; filename="{plain}"',
                "content-length": str(made.path.stat().st_size),
            }
            await StreamingResponse(_pieces(made.path), media_type=made.kind, headers=headers)(scope, receive, send)
        finally:
            # Whoever asked may be gone already; the file goes all the same.
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self.making.__exit__, None, None, None)


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    async with await anyio.open_file(path, "rb") as handle:
        while piece := await handle.read(_PIECE):
            yield piece
