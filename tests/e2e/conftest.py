"""A browser, and a served store of one's own. Without Chromium these tests are skipped; `.ci/run` installs it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, sync_playwright

from onrecord.explorer import Explorer
from onrecord.explorer.serving import Background
from tests.e2e.news import make_store

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The folder of a store that the test may write to."""
    path = tmp_path / "news"
    make_store(path)
    return path


@pytest.fixture
def served(store: Path) -> Iterator[str]:
    """Address of the explorer of that store."""
    explorer = Explorer(store, reviewer="A. Reader")
    with Background(explorer) as address:
        yield address
    explorer.close()


def _is_fault(message: ConsoleMessage) -> bool:
    # The browser logs every refusal of the server; that of a judgement is what a test is about.
    return message.type in ("error", "warning") and "409 (Conflict)" not in message.text


def _answered(dialog: Dialog, faults: list[str]) -> None:
    # "Leave the page?" is asked while an answer is on its way; any other dialog would come from a report.
    if dialog.type == "beforeunload":
        dialog.accept()
        return
    faults.append(f"dialog: {dialog.message}")
    dialog.dismiss()


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """A page at the overview. It fails the test where anything is logged, thrown, or asked of another address."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True, bypass_csp=False)
    found = context.new_page()
    faults: list[str] = []
    found.on("console", lambda message: faults.append(message.text) if _is_fault(message) else None)
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on("dialog", lambda dialog: _answered(dialog, faults))
    found.on(
        "request",
        lambda request: None if request.url.startswith((served, "data:", "blob:")) else faults.append(request.url),
    )
    found.set_default_timeout(20_000)
    found.goto(served)
    found.wait_for_selector(".matched")
    yield found
    context.close()
    assert faults == []
