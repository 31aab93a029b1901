"""Who may ask the server what: hosts, origins, tokens, and the headers of every answer."""

from __future__ import annotations

import hmac
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from onrecord.explorer.errors import ForbiddenError, RequestError, TooLargeError

COOKIE = "onrecord"
OWN_HEADER = "x-onrecord"
MOST_BODY = 1_000_000
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_ANY = ("0.0.0.0", "::")
_REMEDY = "Open the address that `onrecord open` printed."


@dataclass(frozen=True, slots=True)
class Door:
    """What lets a request in.

    Attributes:
        hosts: values of the header Host that are ours, lower case; None where any address of this machine may be meant.
        token: what has to be known, or None where only this machine can reach the server.
    """

    hosts: frozenset[str] | None
    token: str | None

    @classmethod
    def of(cls, host: str, port: int, token: str | None) -> Door:
        """The door of a server that listens on a host and port."""
        if host in _ANY:
            return cls(None, token)
        names = {host.lower()}
        if is_loopback(host):
            names |= {"127.0.0.1", "localhost", "::1"}
        return cls(frozenset(f"{written(name)}:{port}" for name in names), token)

    def check(self, method: str, path: str, headers: Mapping[str, str], query_token: str | None) -> None:
        """Refuse a request that another page made, or that does not know the token.

        Args:
            headers: by name in lower case.
            query_token: the parameter `token`, which counts for the first page alone.

        Raises:
            ForbiddenError, RequestError, TooLargeError.
        """
        host = headers.get("host", "").lower()
        if not self._is_ours(host):
            raise ForbiddenError(f"{host[:100]!r} is no name of this server", _REMEDY)
        origin = headers.get("origin")
        if origin is not None and origin.lower() != f"http://{host}":
            raise ForbiddenError("the request comes from another page", _REMEDY)
        if path.startswith("/api") and headers.get("sec-fetch-site", "none") in ("cross-site", "same-site"):
            raise ForbiddenError("the request comes from another page", _REMEDY)
        if self.token is not None and not self._knows(headers, query_token):
            raise ForbiddenError("the token is missing or wrong", _REMEDY, status=401)
        if method == "POST":
            _check_post(headers)

    def _is_ours(self, host: str) -> bool:
        if self.hosts is not None:
            return host in self.hosts
        # Bound to all addresses: a name that somebody else chose must not lead here (DNS rebinding).
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        return _is_address(name.strip("[]")) or name in (
            socket.gethostname().lower(),
            socket.getfqdn().lower(),
            "localhost",
        )

    def _knows(self, headers: Mapping[str, str], query_token: str | None) -> bool:
        bearer = headers.get("authorization", "")
        given = bearer.removeprefix("Bearer ") if bearer.startswith("Bearer ") else query_token or _cookie(headers)
        return given is not None and hmac.compare_digest(given.encode("utf-8", "replace"), (self.token or "").encode())


def _check_post(headers: Mapping[str, str]) -> None:
    if headers.get(OWN_HEADER) != "1":
        raise ForbiddenError("a POST needs the header X-Onrecord: 1", "Send it; a page of another site cannot.")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise RequestError(
            f"the body is {kind[:50] or 'of no type'!r}", "Send JSON with the header Content-Type: application/json."
        )
    length = headers.get("content-length", "")
    if length.isascii() and length.isdigit() and (len(length) > 9 or int(length) > MOST_BODY):
        raise TooLargeError(f"the body has {length[:20]} bytes", f"Send at most {MOST_BODY:,}.")


def _cookie(headers: Mapping[str, str]) -> str | None:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        # Another program's cookie for the same host; ours is not in it.
        return None
    return found.value if found else None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine as only this machine can reach it."""
    if host.lower() == "localhost":
        return True
    return _is_address(host) and ipaddress.ip_address(host).is_loopback


def written(host: str) -> str:
    """A host as an address of a page has it."""
    return f"[{host}]" if ":" in host else host


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
