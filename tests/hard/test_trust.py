"""What SECURITY.md promises: no network unless it is asked for, no files but those named, no code out of data."""

from __future__ import annotations

import ast
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.coder import Coder
from onrecord.errors import InputError
from onrecord.output.contract import to_line
from onrecord.readers import from_html, from_text, read
from tests.conftest import ROOT
from tests.hard import pages

SOURCE = ROOT / "src" / "onrecord"
# Modules that run code found in data, or whole programs.
RUNNERS = frozenset({"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "pty", "code", "codeop", "runpy"})
CALLS = frozenset({"eval", "exec", "compile", "__import__", "execfile"})
METHODS = frozenset(
    {"os.system", "os.popen", "os.execv", "os.spawnv", "subprocess.getoutput", "tempfile.mktemp", "yaml.unsafe_load", "yaml.full_load",
     "yaml.load_all", "pandas.read_pickle", "pd.read_pickle", "numpy.fromfile", "ctypes.CDLL", "importlib.util.spec_from_file_location"}
)  # fmt: skip


@pytest.fixture
def cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket is connected and no name is looked up."""

    def refuse(*arguments: object, **_named: object) -> None:
        raise AssertionError(f"the network was used: {arguments}")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.usefixtures("cut_off")
def test_the_network_is_not_used_unless_an_address_is_asked_for(coder: Coder, tmp_path: Path) -> None:
    names = (
        "external.html",
        "refresh.html",
        "srcdoc.html",
        "data-url.html",
        "frames.html",
        "entities.html",
        "json-ld-deep.html",
    )
    for name in names:
        (tmp_path / name).write_bytes(pages.PAGES[name]())
    text = f"{pages.GOOD} See http://192.0.2.1/ and file:///etc/passwd, https://example.com."
    (tmp_path / "lines.jsonl").write_bytes(pages.line(text, url="http://192.0.2.1/a", source="http://192.0.2.1/"))
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    coded = list(coder.code_many(read(tmp_path)))
    assert len(coded) == len(names) + 2
    assert sum(bool(coding.records) for coding in coded) >= 6


_SOCKETS = """
import os
from onrecord import Coder
Coder().code("Rebels attacked Goma on Monday, the army said.", published="2023-06-13")
kinds = [os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")]
print([kind for kind in kinds if kind.startswith("socket")])
"""


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not list what a process has open")
def test_no_library_opens_a_socket_either() -> None:
    """Libraries written in other languages do not go through Python's sockets: none may be open after a report."""
    done = subprocess.run(
        [sys.executable, "-c", _SOCKETS], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.usefixtures("cut_off")
def test_the_fixture_notices_the_network() -> None:
    with pytest.raises(AssertionError, match="network"):
        next(iter(read("http://192.0.2.1/page")))


@pytest.mark.parametrize("scheme", ["file", "FILE", "ftp", "gopher", "data", "jar"])
def test_other_schemes_are_no_addresses(scheme: str) -> None:
    with pytest.raises(InputError, match="no file"):
        read(f"{scheme}:///etc/hostname")


@pytest.mark.parametrize(
    "shape",
    [
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{uri}">]><html><body><p>&x; {good}</p>{article}</body></html>',
        '<!DOCTYPE html SYSTEM "{uri}"><html><body><object data="{uri}"></object><iframe src="{uri}"></iframe>{article}</body></html>',
        '<html xmlns:xi="http://www.w3.org/2001/XInclude"><body><xi:include href="{uri}" parse="text"/>{article}</body></html>',
    ],
)
def test_a_page_cannot_read_files(coder: Coder, tmp_path: Path, shape: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Zanzibarbarossa", encoding="utf-8")
    page = shape.format(uri=secret.as_uri(), good=pages.GOOD, article=pages.ARTICLE)
    line = to_line(coder.code_report(from_html(page)))
    assert "Goma" in line
    assert "Zanzibarbarossa" not in line


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("The police arrested a spy on Monday, it said.", encoding="utf-8")
    (inside / "good.txt").write_text(pages.GOOD, encoding="utf-8")
    (inside / "link.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside, target_is_directory=True)
    (inside / "up").symlink_to("..", target_is_directory=True)
    assert [report.text for report in read(inside)] == [pages.GOOD]


def test_ids_and_titles_with_paths_and_escapes_stay_words(coder: Coder) -> None:
    report = from_text(pages.GOOD, id="../../etc/passwd\x1b[31m\n<script>", title="\x1b]0;title\x07<b>")
    tree = json.loads(to_line(coder.code_report(report)))
    assert tree["report"]["id"] == "../../etc/passwd\x1b[31m\n<script>"
    assert "\x1b" not in to_line(coder.code_report(report))


def _trees() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _faults(node: ast.AST) -> str | None:
    """What in a piece of a program runs code from data, or None."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
        return next((f"imports {name}" for name in names if name.partition(".")[0] in RUNNERS), None)
    if not isinstance(node, ast.Call):
        return None
    name = ast.unparse(node.func)
    named: dict[str, Any] = {keyword.arg or "": keyword.value for keyword in node.keywords}
    if name in CALLS or name in METHODS:
        return f"calls {name}"
    if isinstance(shell := named.get("shell"), ast.Constant) and shell.value:
        return f"calls {name} with a shell"
    if name.endswith("yaml.load") and "Safe" not in ast.unparse(named.get("Loader", ast.Constant(None))):
        return "loads YAML without the safe loader"
    if name in ("np.load", "numpy.load") and ast.unparse(named.get("allow_pickle", ast.Constant(None))) != "False":
        return "loads arrays without allow_pickle=False"
    if name.endswith((".extractall", ".extract")) and "str" not in name:
        return f"unpacks an archive by {name}"
    return None


def test_no_code_comes_out_of_data() -> None:
    found = [
        f"{name}:{getattr(node, 'lineno', 0)}: {fault}"
        for name, tree in _trees()
        for node in ast.walk(tree)
        if (fault := _faults(node))
    ]
    assert found == []


@pytest.mark.parametrize(
    "program",
    [
        "import pickle", "from pickle import loads", "eval('1')", "__import__('os')", "os.system('ls')", "run('ls', shell=True)",
        "yaml.load(text)", "yaml.load(text, Loader=yaml.Loader)", "np.load(path)", "np.load(path, allow_pickle=True)",
        "archive.extractall(folder)",
    ],
)  # fmt: skip
def test_the_search_for_such_code_finds_it(program: str) -> None:
    assert any(_faults(node) for node in ast.walk(ast.parse(program)))
