"""Listening on a port, and running the server until it is interrupted."""

from __future__ import annotations

import errno
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from onrecord.explorer import resolving
from onrecord.explorer.errors import ExplorerError, PortInUseError
from onrecord.explorer.explorer import Explorer
from onrecord.explorer.security import Door, is_loopback, written
from onrecord.explorer.server import make_app

LOCAL = "127.0.0.1"
# The longest address that a browser may ask for: ids of reports stand in it.
_LONGEST_LINE = 256 * 1024
# How long answers that are on their way may take when the server is stopped, in seconds.
_GRACE_S = 2
# How long after the start the tables of the resolvers are loaded, in seconds.
_LATER_S = 3.0


@dataclass(frozen=True, slots=True)
class Listening:
    """A port that we listen on.

    Attributes:
        token: what a request has to know, or None where only this machine can reach us.
    """

    socket: socket.socket
    host: str
    port: int
    token: str | None

    @property
    def address(self) -> str:
        """The address to open, the token in it."""
        shown = LOCAL if self.host == "0.0.0.0" else "::1" if self.host == "::" else self.host
        return f"http://{written(shown)}:{self.port}/" + (f"?token={self.token}" if self.token else "")

    @property
    def door(self) -> Door:
        """What lets requests in."""
        return Door.of(self.host, self.port, self.token)


def listen(host: str = LOCAL, port: int | None = None) -> Listening:
    """Listen on a port; on a free one where none is given. A host that others can reach gets a token.

    Raises:
        PortInUseError: another program listens there.
        ExplorerError: the host is none of this machine's, or the port may not be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        # Ours again at once after a stop; two servers on one port are still refused.
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port or 0))
        found.listen(128)
    except (OSError, OverflowError) as fault:
        found.close()
        if isinstance(fault, OSError) and fault.errno == errno.EADDRINUSE:
            raise PortInUseError(
                f"another program listens on port {port} of {host}",
                "Choose another --port, or leave it out for a free one.",
            ) from fault
        reason = getattr(fault, "strerror", None) or fault
        raise ExplorerError(f"cannot listen on {host}, port {port}: {reason}", "Check --host and --port.") from fault
    token = None if is_loopback(host) else secrets.token_urlsafe(32)
    return Listening(found, host, int(found.getsockname()[1]), token)


def serve(explorer: Explorer, listening: Listening, *, ready: Callable[[str], None] | None = None) -> None:
    """Answer requests until the process is interrupted.

    Args:
        ready: called with the address when requests are answered.
    """
    server = _server(explorer, listening)
    if ready is not None:
        threading.Thread(target=_tell, args=(server, listening.address, ready), daemon=True).start()
    try:
        server.run(sockets=[listening.socket])
    except KeyboardInterrupt:
        # How people end it.
        pass
    finally:
        listening.socket.close()


def _server(explorer: Explorer, listening: Listening) -> uvicorn.Server:
    config = uvicorn.Config(
        make_app(explorer, listening.door), http="h11", h11_max_incomplete_event_size=_LONGEST_LINE, ws="none", lifespan="off",
        log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=_GRACE_S, proxy_headers=False,
    )  # fmt: skip
    return uvicorn.Server(config)


def _tell(server: uvicorn.Server, address: str, ready: Callable[[str], None]) -> None:
    while not server.started:
        if server.should_exit:
            return
        time.sleep(0.01)
    ready(address)
    # After the first view, which it would slow down, and before somebody selects words.
    time.sleep(_LATER_S)
    resolving.warm()


class Background:
    """A server in a thread of its own, for notebooks and tests.

    >>> with Background(Explorer("news")) as address:
    ...     Client(address).store()
    """

    def __init__(self, explorer: Explorer, *, host: str = LOCAL, port: int | None = None) -> None:
        self.listening = listen(host, port)
        self._server = _server(explorer, self.listening)
        self._thread = threading.Thread(target=self._server.run, args=([self.listening.socket],), daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        return self.listening.address

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self.listening.socket.close()
