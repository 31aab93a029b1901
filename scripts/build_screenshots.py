"""Take the pictures of the explorer for the documentation: docs/images/explorer-*.png.

    python -m scripts.build_screenshots [--store FOLDER] [--only NAME ...] [--out FOLDER] [--chromium PATH]

A store is made out of passages of the corpus, or a copy of that of --store is shown; it needs to be linked. Whatever is written to
it while the pictures are taken goes into the copy. The same store gives pictures with the same content: the window's size, time zone
and language are fixed, and each picture is taken when what it shows is there. With Pillow installed they are stored with a palette,
which makes them a third as large.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from playwright.sync_api import Browser, Page, Route, sync_playwright

from onrecord.explorer import Explorer
from onrecord.explorer.serving import Background
from scripts.screenshot_store import REVIEWERS, judge, make_store, telling_record, told_event

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1440, 900
# Bytes of one picture and of all of them.
MOST_BYTES, MOST_BYTES_OF_ALL = 250_000, 2_500_000
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--font-render-hinting=none",
    "--lang=en-GB",
]
# Moments of judgements differ at each run; those of the pictures do not. As long as the real ones.
_MOMENT, _FIXED = re.compile(rb'"at":"[^"]{32}"'), b'"at":"2024-06-03T09:00:00.000000+00:00"'
_WAIT_MS = 30_000
# The first place where some words stand in the report, as left, top, right and bottom of the window.
_BOX_OF_ROLE = """([record, role]) => {
    const found = document.querySelector(`.report-text [data-record='${CSS.escape(record)}'][data-role='${role}']`);
    found.scrollIntoView({block: "center"});
    const box = found.getClientRects()[0];
    return [box.left, box.top, box.right, box.bottom];
}"""
Act = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture.

    Attributes:
        name: of the file, without what all names share.
        address: of the page, after the "#/".
        ready: selectors of what has to be there.
        act: what is done then, before the picture is taken.
        theme: of the pages.
    """

    name: str
    address: str
    ready: tuple[str, ...]
    act: Act | None = None
    theme: str = "light"


def pictures(explorer: Explorer) -> list[Picture]:
    """All pictures; what they show is chosen by what the store holds."""
    facets = explorer.overview()["facets"]
    # The commonest category that is not talk alone, and the commonest certainty.
    category = facets["category"][0]["value"].partition("/")[0]
    filters = urlencode({"category": category, "factuality": facets["factuality"][0]["value"]})
    days = [explorer.records(sort=sort, limit=1)["rows"][0]["published"] for sort in ("published", "-published")]
    row, event = telling_record(explorer), told_event(explorer)
    record = row["record"]
    report = f"report/{quote(row['report'], safe='')}?record={quote(record, safe='')}"
    # Of the years that the reports are from; what they tell of the past makes the bars too narrow to see.
    period = urlencode({"since": days[0], "until": days[1]})
    overview = (".bars svg", ".map path.land", ".dyads .dyad")
    card = (f"[data-card='{record}'] .chain li", f".report-text [data-record='{record}']")
    return [
        Picture("overview", f"overview?{period}", overview),
        Picture("records", f"records?{filters}", (".grid-row:not(.waiting)", ".chip")),
        Picture("events", "events?sort=-reports", (".grid-row:not(.waiting)",)),
        Picture("timeline", f"timeline?{period}", (".bars svg",)),
        Picture("map", "map", (".map path.land",)),
        Picture("dyads", "dyads", (".dyads .dyad",)),
        Picture("network", "network", (".network .node",)),
        Picture("claims", "claims", (".event-lanes", ".claim")),
        Picture("event", f"events?sort=-reports&open={quote(event, safe='')}", (".grid-row:not(.waiting)", ".panel .tellings li")),
        Picture("report", report, card),
        Picture("correct", report, card, lambda page: pick(page, record)),
        Picture("review", "review", (".review-states", ".agreement")),
        Picture("overview-dark", f"overview?{period}", overview, theme="dark"),
        Picture("report-dark", report, card, theme="dark"),
    ]  # fmt: skip


def pick(page: Page, record: str) -> None:
    """Begin to correct a record: select the words of a party once more, with the mouse."""
    page.keyboard.press("e")
    page.wait_for_selector(".editor, .report-editor")
    roles = page.eval_on_selector_all(
        f".report-text [data-record='{record}']", "all => all.map(one => one.dataset.role)"
    )
    role = next(role for role in ("recipient", "actor", "trigger") if role in roles)
    page.get_by_label(f"Choose words for {'event' if role == 'trigger' else role}").first.click()
    page.wait_for_selector(".pickbar")
    left, top, right, bottom = page.evaluate(_BOX_OF_ROLE, [record, role])
    page.mouse.move(left + 2, (top + bottom) / 2)
    page.mouse.down()
    page.mouse.move(right - 2, (top + bottom) / 2, steps=5)
    page.mouse.up()
    page.wait_for_selector(".proposal:not(:has-text('looking it up'))")
    page.mouse.move(0, 0)


def take(browser: Browser, served: str, picture: Picture) -> bytes:
    """Take one picture, a PNG."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="dark" if picture.theme == "dark" else "light",
        reduced_motion="reduce", locale="en-GB", timezone_id="UTC",
    )  # fmt: skip
    try:
        context.set_default_timeout(_WAIT_MS)
        context.route("**/api/report*", _with_fixed_moments)
        context.route("**/api/reports/*", _with_fixed_moments)
        page = context.new_page()
        page.goto(f"{served}#/{picture.address}")
        for selector in (*picture.ready, "main:not([aria-busy='true'])"):
            page.wait_for_selector(selector, state="attached")
        page.evaluate("document.fonts.ready.then(() => null)")
        if picture.act is not None:
            picture.act(page)
        return page.screenshot(animations="disabled", caret="hide")
    finally:
        context.close()


def _with_fixed_moments(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(status=answer.status, content_type="application/json", body=_MOMENT.sub(_FIXED, answer.body()))


def smaller(picture: bytes) -> bytes:
    """The picture with a palette of 256 colours where Pillow is installed, else as it is."""
    if find_spec("PIL") is None:
        return picture
    from PIL import Image  # noqa: PLC0415 - not everybody who takes pictures has it

    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as found:
        found.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(out, format="PNG", optimize=True)
    return min(picture, out.getvalue(), key=len)


@contextmanager
def shown_store(given: Path | None) -> Iterator[Path]:
    """The store to show: a new one, or a copy of one that is given, judged in part where nobody judged it."""
    with tempfile.TemporaryDirectory(prefix="onrecord-pictures-") as folder:
        # Its name stands in the corner of each picture.
        path = Path(folder) / "news"
        if given is None:
            make_store(path)
        else:
            shutil.copytree(given, path)
            explorer = Explorer(path)
            untouched = not explorer.store()["reviewers"]
            explorer.close()
            if untouched:
                judge(path)
        yield path


def chosen(made: list[Picture], only: list[str]) -> list[Picture]:
    """The pictures that are asked for."""
    unknown = set(only) - {picture.name for picture in made}
    if unknown:
        raise SystemExit(
            f"There is no picture {', '.join(sorted(unknown))}; there are {', '.join(p.name for p in made)}."
        )
    return [picture for picture in made if not only or picture.name in only]


def build(store: Path, out: Path, chromium: str, only: list[str]) -> Mapping[str, int]:
    """Take the pictures; the size in bytes of each file."""
    out.mkdir(parents=True, exist_ok=True)
    explorer = Explorer(store, reviewer=REVIEWERS[0])
    sizes: dict[str, int] = {}
    try:
        with Background(explorer) as served, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            for picture in chosen(pictures(explorer), only):
                path = out / f"explorer-{picture.name}.png"
                path.write_bytes(smaller(take(browser, served, picture)))
                sizes[path.name] = path.stat().st_size
                say(f"{path.name}: {sizes[path.name] / 1000:,.0f} kB")
            browser.close()
    finally:
        explorer.close()
    return sizes


def say(line: Any) -> None:
    """Tell whoever runs the command."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Take the pictures and fail where they are too large for the documentation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, help="a linked store to show instead of a new one; a copy of it is used")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="take these pictures only")
    parser.add_argument("--out", type=Path, default=IMAGES, help="folder for the pictures (docs/images)")
    parser.add_argument(
        "--chromium", default=shutil.which("chromium"), help="the browser; that on the PATH unless given"
    )
    given = parser.parse_args()
    if given.chromium is None:
        parser.error("there is no chromium on the PATH; install it or give --chromium")
    with shown_store(given.store) as store:
        sizes = build(store, given.out, given.chromium, given.only)
    large = [name for name, size in sizes.items() if size > MOST_BYTES]
    whole = sum(path.stat().st_size for path in given.out.glob("explorer-*.png"))
    if large or whole > MOST_BYTES_OF_ALL:
        raise SystemExit(
            f"Too large ({whole / 1e6:.1f} MB in all): {', '.join(large) or 'all together'}. Pillow makes them smaller."
        )


if __name__ == "__main__":
    main()
