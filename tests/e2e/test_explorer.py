"""The explorer in a browser: filter, open, read, correct, undo, export, come back."""

from __future__ import annotations

import csv
import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.news import codings

CODINGS = {coding.report.id: coding for coding in codings()}
ALL = sum(len(coding.records) for coding in CODINGS.values())


def matched(page: Page) -> int:
    return int(page.locator(".matched").inner_text().split()[0].replace(",", ""))


def choose(page: Page, facet: str, value: str) -> None:
    """Tick a value of a facet, which is opened where it is not."""
    head = page.get_by_role("button", name=facet, exact=True)
    if head.get_attribute("aria-expanded") == "false":
        head.click()
    page.locator(".facet", has=head).get_by_text(value, exact=True).first.click()


def asked(served: str, path: str) -> Any:
    request = urllib.request.Request(served.rstrip("/") + path)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def open_record(page: Page, served: str, report: str, record: str) -> None:
    page.goto(f"{served}#/report/{report}?record={record}")
    page.wait_for_selector(f"[data-card='{record}']")


def highlights(page: Page, record: str) -> list[tuple[str, int, int, str]]:
    """Role, offsets in code points, and words of what is lit up for a record."""
    found = page.eval_on_selector_all(
        f".report-text [data-record='{record}']",
        "all => all.map(e => [e.dataset.role, +e.dataset.start, +e.dataset.end, e.textContent])",
    )
    return [(role, start, end, words) for role, start, end, words in found]


def test_the_overview_opens_with_everything(page: Page) -> None:
    assert matched(page) == ALL
    for chart in (".bars svg", ".map svg", ".dyads svg"):
        page.wait_for_selector(chart)


def test_three_facets_narrow_one_another_and_stay_in_the_address(page: Page, served: str) -> None:
    choose(page, "Category", "AID")
    expect(page.locator(".matched")).to_contain_text("2 of")
    choose(page, "Recipient", "Ukraine")
    choose(page, "Certainty", "possible")
    expect(page.locator(".matched")).to_contain_text("1 of")
    address = page.url
    assert all(part in address for part in ("category=AID", "whom=UKR", "factuality=possible"))
    page.goto(served)
    page.goto(address)
    expect(page.locator(".matched")).to_contain_text("1 of")
    page.locator(".chip").first.click()
    expect(page.locator(".matched")).not_to_contain_text("1 of 9")
    page.go_back()
    expect(page.locator(".matched")).to_contain_text("1 of")


def test_a_chart_is_a_filter(page: Page) -> None:
    # The first cell: the country that acts most, on itself.
    page.locator(".dyads .dyad").first.hover(force=True)
    page.locator(".dyads .catch").click(position=cell_of(page))
    page.wait_for_selector(".chip")
    expect(page.locator(".matched")).not_to_contain_text(f"{ALL} of {ALL}")
    assert 0 < matched(page) < ALL
    assert "who=" in page.url
    assert "whom=" in page.url


def cell_of(page: Page) -> Any:
    """Where in the matrix its first filled cell lies."""
    cell, whole = (page.locator(f".dyads {name}").first.bounding_box() for name in (".dyad", ".catch"))
    assert cell
    assert whole
    return {
        "x": cell["x"] - whole["x"] + cell["width"] / 2,
        "y": cell["y"] - whole["y"] + cell["height"] / 2,
    }


@pytest.mark.parametrize("record", [record.id for record in CODINGS["strike"].records])
def test_highlights_stand_at_the_characters_of_the_contract(page: Page, served: str, record: str) -> None:
    open_record(page, served, "strike", record)
    text = CODINGS["strike"].report.text
    told = next(one for one in CODINGS["strike"].records if one.id == record)
    found = highlights(page, record)
    assert all(text[start:end] == words for _, start, end, words in found)

    def lit(role: str) -> str:
        return "".join(words for name, _, _, words in found if name == role).replace(" ", "")

    wanted = {
        "trigger": [told.trigger],
        "actor": [span for party in told.actors for span in party.spans],
        "recipient": [span for party in told.recipients for span in party.spans],
        "date": told.date.spans if told.date else [],
        "certainty": told.factuality_spans,
    }
    for role, spans in wanted.items():
        for span in spans:
            assert span.text.replace(" ", "") in lit(role), role


def test_a_chain_of_sources_is_drawn_outermost_first(page: Page, served: str) -> None:
    open_record(page, served, "strike", "strike-0")
    chain = page.locator("[data-card='strike-0'] .chain li")
    words = chain.all_inner_texts()
    # The report itself, who is quoted, and who makes the claim.
    assert [name in one for name, one in zip(("Wire", "Ukrinform", "governor"), words, strict=True)] == [True] * 3


def test_correct_by_selecting_words_undo_export_and_come_back(page: Page, served: str, tmp_path: Path) -> None:
    open_record(page, served, "march", "march-1")
    page.keyboard.press("e")
    page.wait_for_selector(".editor")
    page.get_by_label("Choose words for recipient").click()
    page.wait_for_selector(".pickbar")
    drag_over(page, "Thousands")
    expect(page.locator(".pick-words")).to_contain_text("Thousands")
    page.keyboard.press("Enter")
    page.wait_for_selector(".pickbar", state="detached")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".card-state")).to_contain_text("corrected")
    assert "Thousands" in {span["text"] for span in recipient_spans(served)}

    page.reload()
    page.wait_for_selector("[data-card='march-1']")
    expect(page.locator(".card-state")).to_contain_text("corrected")

    exported = tmp_path / "out.csv"
    with urllib.request.urlopen(f"{served.rstrip('/')}/api/export?as=csv&report=march") as answer:
        exported.write_bytes(answer.read())
    rows = {row["record"]: row for row in csv.DictReader(exported.open(encoding="utf-8"))}
    assert rows["march-1"]["review"] == "corrected"
    assert "Thousands" in rows["march-1"]["recipients"]

    page.keyboard.press("u")
    expect(page.locator(".card-state")).to_contain_text("not judged")
    assert "Thousands" not in {span["text"] for span in recipient_spans(served)}
    actions = [row["action"] for row in asked(served, "/api/report?id=march")["reviews"]]
    assert actions == ["correct", "undo"]


def recipient_spans(served: str) -> list[dict[str, Any]]:
    records = {record["id"]: record for record in asked(served, "/api/report?id=march")["records"]}
    return [span for party in records["march-1"]["recipients"] for span in party["spans"]]


def drag_over(page: Page, words: str) -> None:
    """Select words of the report with the mouse."""
    left, top, right, bottom = page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector(".report-text"), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                const box = range.getBoundingClientRect();
                return [box.left, box.top, box.right, box.bottom];
            }
        }""",
        words,
    )
    middle = (top + bottom) / 2
    page.mouse.move(left + 3, middle)
    page.mouse.down()
    page.mouse.move(right - 3, middle, steps=5)
    page.mouse.up()


def test_a_judgement_by_two_reviewers_at_once_is_told(page: Page, served: str) -> None:
    open_record(page, served, "march", "march-0")
    body = {"action": "reject", "report": "march", "record": "march-0", "reviewer": "B. Other", "last_seen": None}
    headers = {"Content-Type": "application/json", "X-Onrecord": "1"}
    request = urllib.request.Request(f"{served.rstrip('/')}/api/reviews", json.dumps(body).encode(), headers)
    urllib.request.urlopen(request).close()
    page.keyboard.press("a")
    expect(page.locator(".refused")).to_contain_text("B. Other")
    rows = asked(served, "/api/report?id=march")["reviews"]
    assert [(row["reviewer"], row["action"]) for row in rows] == [("B. Other", "reject")]


def test_hostile_words_are_words(page: Page, served: str) -> None:
    page.goto(f"{served}#/records")
    page.wait_for_selector(".grid-row:not(.waiting)")
    open_record(page, served, "hostile", "hostile-0")
    assert page.locator(".report-text img, .report-text script, .report-head b").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.locator(".report-text").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "view", ["overview", "records", "events", "claims", "map", "network", "review", "report/strike?record=strike-0"]
)
def test_axe_finds_nothing_serious(browser: Browser, served: str, view: str, theme: str) -> None:
    # The checker is injected, which the pages' own policy forbids.
    context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True, color_scheme=theme)
    page = context.new_page()
    page.goto(f"{served}#/{view}")
    page.wait_for_selector("main[aria-busy='false'], [data-card], main")
    page.wait_for_timeout(1_000)
    found = Axe().run(page).response["violations"]
    context.close()
    serious = [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")]
    assert serious == []
