"""Every nasty page goes through the whole program: an issue or records, never a traceback, never more than its share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.hard import pages

# Seconds of processor time that one file may take (coded twice), and megabytes that the process may ever use. Far above what is
# measured (3 s, 450 MB), so that only a change of kind fails.
SECONDS, MEGABYTES = 60, 1_000
# Words coded of a report here; 20,000 in earnest.
WORDS = 600
GROUPS: Mapping[str, Mapping[str, Any]] = {
    "trees": pages.TREES, "furniture": pages.FURNITURE, "bytes": pages.BYTES, "texts": pages.TEXTS, "lines": pages.LINES,
}  # fmt: skip
# What has to be said about a file; files that are not named here may be coded in full or not.
ISSUES = {
    "attribute.html": "too-large", "one-line.html": "too-large", "breaks.html": "too-large", "deep-div-more.html": "too-large",
    "one-line.txt": "too-large", "bomb.html": "too-large", "bomb.txt.gz": "too-large", "long.jsonl": "too-large",
    "four-mb.txt": "cut", "quotes.txt": "cut", "said-that.txt": "cut", "names.txt": "cut", "places.txt": "cut",
    "only-menu.html": "not-english", "frames.html": "no-text", "comment-open.html": "no-text", "noise.txt": "binary",
    "nuls.txt": "binary", "utf-16-odd.txt": "charset", "surrogate.jsonl": "surrogate", "deep.jsonl": "not-json",
    "deep-object.jsonl": "not-json", "digits.jsonl": "not-json", "damaged.jsonl": "not-json", "kinds.jsonl": "no-text",
    "nan.jsonl": "no-text", "days.jsonl": "no-date", "wide.json": "empty", "deep.json": "not-json",
}  # fmt: skip
# Pages whose article is whole: what stands around it must not keep it from being coded.
CODED = {
    "deep-div.html", "deep-article.html", "attributes.html", "entities.html", "links.html", "half-tags.html", "references.html",
    "scripts.html", "noscript.html", "srcdoc.html", "data-url.html", "external.html", "refresh.html", "json-ld-deep.html",
    "json-ld-object.html", "json-ld-number.html", "json-ld-date.html", "year-zero.html", "year-far.html", "title.html", "amp.html",
    "gzip.html", "utf-16.txt", "utf-16-odd.txt", "utf-32.txt", "returns.txt", "newlines.txt", "blanks.txt", "word.txt", "marks.txt",
    "dashes.txt", "quotes.txt",
}  # fmt: skip


def drive(folder: Path, seed: str) -> list[dict[str, Any]]:
    """What the driver says of the files of a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hard.drive", str(folder), str(WORDS), str(SECONDS)],
        cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-300:]}\n{done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr
    return [json.loads(row) for row in done.stdout.splitlines()]


@pytest.mark.parametrize("group", GROUPS)
def test_nasty_files_are_coded_or_have_an_issue(group: str, tmp_path: Path) -> None:
    made = GROUPS[group]
    for name, make in made.items():
        (tmp_path / name).write_bytes(make())
    rows = {row["file"]: row for row in drive(tmp_path, "1")}
    assert rows.keys() == made.keys()
    for name, row in rows.items():
        assert row["same"], f"{name} is coded in two ways"
        assert row["mb"] < MEGABYTES, f"{row['mb']} MB after {name}"
        assert row["reports"], f"{name} went missing"
        for report in row["reports"]:
            assert not report["failed"], f"{name}: {report['failed']}"
            assert report["records"] or report["codes"] or report["statements"], f"nothing is said of {name}"
        codes = {code for report in row["reports"] for code in report["codes"]}
        assert ISSUES.get(name) in {*codes, None}, f"{name}: {sorted(codes)}"
        if name in CODED:
            assert sum(report["records"] for report in row["reports"]), f"no record of {name}: {sorted(codes)}"
        if name.endswith(".jsonl") and made[name]().endswith(pages.line(pages.GOOD)) and len(row["reports"]) > 1:
            assert row["reports"][-1]["records"] == 2, f"the good line of {name}"


def test_another_process_says_the_same_of_nasty_lines(tmp_path: Path) -> None:
    for name, make in pages.LINES.items():
        (tmp_path / name).write_bytes(make())
    first, second = ([(row["file"], row["digest"]) for row in drive(tmp_path, seed)] for seed in ("1", "2"))
    assert first == second


def test_what_is_cut_off_is_said_and_offsets_hold(monkeypatch: pytest.MonkeyPatch, coder: Any) -> None:
    monkeypatch.setattr("onrecord.coder.MAX_WORDS", 90)
    text = pages.GOOD * 4
    coding = coder.code(text, published="2023-06-13")
    cut = next(issue for issue in coding.issues if issue.code == "cut")
    whole = coder.code(text[: int(cut.message.split("first ")[1].split(" ")[0])], published="2023-06-13")
    assert coding.report.text == text
    assert [(r.category, r.trigger) for r in coding.records] == [(r.category, r.trigger) for r in whole.records]
    assert coding.records
    assert all(text[r.trigger.start : r.trigger.end] == r.trigger.text for r in coding.records)
