"""Addresses: fetched from a server on this machine; no test leaves it."""

from __future__ import annotations

import datetime
import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.readers import issues as problems
from onrecord.readers import read, url

BODY = "The army said on Monday that it had withdrawn from the town after a night of fighting, and that all was quiet."
PAGE = (Path(__file__).parent / "pages" / "wire.html").read_text(encoding="utf-8")
NO_CHARSET = PAGE.replace('<meta charset="utf-8">', "")
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
    "/western": (200, {"Content-Type": "text/html; charset=windows-1252"}, NO_CHARSET.encode("windows-1252")),
    "/untyped": (200, {}, PAGE.encode()),
    "/text": (200, {"Content-Type": "text/plain"}, f"{BODY}\r\n".encode()),
    "/lines": (200, {"Content-Type": "application/x-ndjson"}, (json.dumps({"text": BODY}) + "\n").encode() * 2),
    "/zipped": (200, {"Content-Type": "text/html"}, gzip.compress(PAGE.encode())),
    "/moved": (302, {"Location": "/page"}, b""),
    "/circle": (302, {"Location": "/circle"}, b""),
    "/file": (302, {"Location": "file:///etc/hostname"}, b""),
    "/ftp": (302, {"Location": "ftp://127.0.0.1/x"}, b""),
    "/large": (200, {"Content-Type": "text/html"}, b"<p>" * 5000),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = ANSWERS.get(self.path, (404, {}, b"no such page"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Nothing is printed in tests."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.mark.parametrize("path", ["/page", "/western", "/untyped", "/zipped", "/moved"])
def test_pages(server: str, path: str) -> None:
    (report,) = read(server + path)
    assert "Désiré Mugisha" in report.text
    assert report.published == datetime.date(2021, 5, 31)


def test_the_address_after_redirects_is_kept(server: str) -> None:
    (report,) = read(server + "/moved")
    assert report.url == server + "/page"


def test_text_and_lines(server: str) -> None:
    (report,) = read(server + "/text")
    assert (report.text, report.url) == (f"{BODY}\r\n", server + "/text")
    assert [report.text for report in read(server + "/lines")] == [BODY, BODY]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none", "404"),
        ("/circle", "redirect|loop"),
        ("/file", "no web address|not allowed"),
        ("/ftp", "no web address|not allowed"),
    ],
)
def test_what_cannot_be_had_is_told_at_once(server: str, path: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        read(server + path)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "address", ["http://", "http://127.0.0.1:1/x", "http://[::1", "http://127.0.0.1:99999/", "http://a b/"]
)
def test_addresses_that_lead_nowhere(address: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read(address)


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://127.0.0.1/x"])
def test_other_schemes_are_paths(address: str) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        read(address)


def test_more_than_the_limit(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MAX_BYTES", 1000)
    monkeypatch.setattr(url, "MAX_BYTES", 1000)
    (report,) = read(server + "/large")
    assert [issue.code for issue in report.issues] == ["too-large"]


def test_a_server_that_drips_is_left(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(url, "DEADLINE", -1.0)
    with pytest.raises(InputError, match="takes more than"):
        read(server + "/page")


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("10.1.2.3", True),
        ("192.168.1.1", True),
        ("169.254.169.254", True),
        ("::1", True),
        ("0.0.0.0", True),
        ("93.184.216.34", False),
        ("2606:2800:220:1:248:1893:25c8:1946", False),
        ("", False),
        (None, False),
        ("a" * 300, False),
    ],
)
def test_addresses_of_private_networks(host: str | None, private: bool) -> None:
    assert url.is_private(host) is private


def test_a_public_host_may_not_send_the_reader_into_a_private_network(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server plays a public host: its own address counts as public, that which it redirects to does not."""
    ANSWERS["/inside"] = (302, {"Location": "http://169.254.169.254/latest"}, b"")
    monkeypatch.setattr(url, "is_private", lambda host: host != "127.0.0.1")
    with pytest.raises(InputError, match="private network"):
        url.fetch(f"{server}/inside")
