"""The guard around the server: nothing passes that may not, and every answer carries the headers that keep a page in its place."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.errors import OnRecordError
from onrecord.explorer.errors import TooLargeError, status_of
from onrecord.explorer.security import COOKIE, HEADERS, MOST_BODY, Door


class Guard:
    """Checks each request at the door.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app, self.door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            # There are no web sockets; the handshake is refused.
            await send({"type": "websocket.close", "code": 1008})
            return
        path = scope["path"]
        guarded = _with_headers(send, api=path.startswith("/api"))
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, guarded)
            return
        await self.app(scope, _bounded(receive), guarded)

    def _refused(self, scope: Scope) -> Response | None:
        """The answer to a request that may not pass, or that brings its token for the first time; None for all others."""
        # Of a header that is there twice both must be ours, so the values are joined.
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            key = name.decode("latin-1").lower()
            headers[key] = f"{headers[key]}, {value.decode('latin-1')}" if key in headers else value.decode("latin-1")
        first = scope["path"] == "/" and scope["method"] == "GET"
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [None])[0] if first else None
        try:
            self.door.check(scope["method"], scope["path"], headers, token)
        except OnRecordError as fault:
            from onrecord.explorer.server import failure  # noqa: PLC0415 - the server puts the guard around itself

            return failure(fault, status_of(fault))
        if token is None or self.door.token is None:
            return None
        # The token leaves the address bar, and stays where no script can read it.
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(COOKIE, self.door.token, httponly=True, samesite="strict", path="/")
        return answer


def _bounded(receive: Receive) -> Receive:
    """A body is read no further than it may be long, whatever its length was said to be."""
    size = 0

    async def read() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MOST_BODY:
            raise TooLargeError("the body is too large", f"Send at most {MOST_BODY:,} bytes.")
        return message

    return read


def _with_headers(send: Send, *, api: bool) -> Send:
    async def write(message: Message) -> None:
        if message["type"] == "http.response.start":
            more = dict(HEADERS) | ({"cache-control": "no-store"} if api else {})
            message["headers"] = [
                *(
                    (name, value)
                    for name, value in message.get("headers", ())
                    if not (api and name.lower() == b"cache-control")
                ),
                *((name.encode(), value.encode()) for name, value in more.items()),
            ]
        await send(message)

    return write
