"""Fetch a page by HTTP: the only thing in onrecord that uses the network, and only when an address is given."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from typing import IO
from urllib.parse import urlsplit

from onrecord.errors import InputError
from onrecord.readers.issues import MAX_BYTES

# Seconds: for each wait on the network, and for the whole page (a server may drip).
TIMEOUT = 20.0
DEADLINE = 120.0
_CHUNK = 1 << 16
_SCHEMES = ("http", "https")
_HEADERS = {
    "User-Agent": "onrecord/0.1 (reads one page for its reader)",
    "Accept": "text/html, text/*;q=0.9, */*;q=0.1",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What a server sent: at most MAX_BYTES + 1 bytes, the address after redirects, media type and charset declared."""

    data: bytes
    url: str
    media_type: str
    charset: str | None


def is_url(path: str) -> bool:
    """Whether an argument is an address to fetch."""
    return path.lower().startswith(("http://", "https://"))


def fetch(url: str) -> Page:
    """Fetch an address; raises InputError with a remedy where it cannot be had."""
    remedy = "Check the address and the connection, or save the page from a browser and read the file."
    try:
        request = urllib.request.Request(url, headers=_HEADERS)
        with _opener().open(request, timeout=TIMEOUT) as response:
            data = _read(response, url)
            headers: Message = response.headers
            return Page(data, response.url, headers.get_content_type(), headers.get_content_charset())
    except urllib.error.HTTPError as fault:
        fault.close()
        raise InputError(f"{url} cannot be read: the server answers {fault.code} {fault.reason}", remedy) from fault
    except (OSError, http.client.HTTPException, ValueError) as fault:
        reason = getattr(fault, "reason", None) or fault
        raise InputError(f"{url} cannot be read: {reason}", remedy) from fault


def _read(response: IO[bytes], url: str) -> bytes:
    """The body up to one byte beyond the limit, within the deadline."""
    until = time.monotonic() + DEADLINE
    parts: list[bytes] = []
    size = 0
    while size <= MAX_BYTES and (part := response.read(min(_CHUNK, MAX_BYTES + 1 - size))):
        parts.append(part)
        size += len(part)
        if time.monotonic() > until:
            raise InputError(f"{url} takes more than {DEADLINE:.0f} seconds", "Save the page from a browser instead.")
    return b"".join(parts)


class _WebRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https only, ten at most, and from a public host to none of a private network.

    Who asks for a private address may have it; a page of the web may not send the reader there.
    """

    def redirect_request(  # the signature of the standard library
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if urlsplit(newurl).scheme.lower() not in _SCHEMES:
            raise urllib.error.URLError(f"it redirects to {newurl[:100]}, which is no web address")
        if is_private(urlsplit(newurl).hostname) and not is_private(urlsplit(req.full_url).hostname):
            raise urllib.error.URLError(f"it redirects to {newurl[:100]}, an address of a private network")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_private(host: str | None) -> bool:
    """Whether a host is, or its name leads to, an address that is not of the public internet.

    A name that cannot be looked up here is none: a proxy may know it, and without one nothing is reached by it.
    """
    if not host:
        return False
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(not ipaddress.ip_address(str(row[4][0]).partition("%")[0]).is_global for row in found)


def _opener() -> urllib.request.OpenerDirector:
    """An opener that knows http and https and nothing else."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        _WebRedirects(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener
