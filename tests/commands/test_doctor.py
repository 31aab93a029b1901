"""`onrecord doctor`: a whole installation is told to be whole, a damaged one is not, and the reader is told what to do."""

from __future__ import annotations

import csv
import json
import shutil
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onrecord.commands import checks
from onrecord.commands.doctor import doctor
from onrecord.tagger.network import FILES
from tests.conftest import ROOT

STALE = "run python -m scripts.build_doctor and read the difference"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(doctor, list(arguments))


def tree(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("--format", "json", *arguments).stdout)
    return found


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tagger's files."""
    folder = tmp_path_factory.mktemp("weights")
    for name in (*FILES, "model.json", "MODEL_CARD.md"):
        with resources.as_file(resources.files("onrecord.tagger").joinpath(name)) as path:
            shutil.copy(path, folder / name)
    return folder


def test_a_whole_installation() -> None:
    done = run()
    assert done.exit_code == 0, f"{done.output}\nif you changed data, weights or rules: {STALE}"
    for word in ("onnxruntime", "reader.onnx", "model card", "knowledge", "one report", "as recorded", "free disk"):
        assert word in done.stdout
    assert "wrong" not in done.stdout


def test_json_for_programs() -> None:
    found = tree()
    assert found["ok"] is True
    assert {check["group"] for check in found["checks"]} == {
        "versions", "extras", "weights", "data", "self-test", "machine",
    }  # fmt: skip
    assert all(check["state"] in ("ok", "absent", "warning", "wrong") for check in found["checks"])


def test_a_flipped_bit_in_the_weights_is_found(copy: Path) -> None:
    assert tree("--weights", str(copy))["ok"] is True
    path = copy / "reader.onnx"
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    try:
        done = run("--weights", str(copy))
        wrong = [check for check in tree("--weights", str(copy))["checks"] if check["state"] == "wrong"]
    finally:
        path.write_bytes(whole)
    assert done.exit_code == 1
    assert "Install onrecord again" in done.stdout
    assert "wrong with this installation" in done.stderr
    assert [check["name"] for check in wrong][:2] == ["reader.onnx", "all files"]
    assert any(check["group"] == "self-test" for check in wrong), "damaged weights are not run"
    assert all(check["remedy"] for check in wrong)


def test_a_missing_file_and_a_card_of_other_weights_are_found(copy: Path) -> None:
    card = (copy / "MODEL_CARD.md").read_text(encoding="utf-8")
    (copy / "MODEL_CARD.md").write_text(card.replace("| `", "| `0", 1), encoding="utf-8")
    kept = (copy / "tokenizer.json").read_bytes()
    (copy / "tokenizer.json").unlink()
    try:
        found = {check.name: check for check in checks.weights(copy)}
    finally:
        (copy / "tokenizer.json").write_bytes(kept)
        (copy / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    assert found["tokenizer.json"].found == "is missing"
    assert next(check for name, check in found.items() if name.startswith("model card")).state == "wrong"
    assert found["linker.onnx"].state == "ok"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 1, "digest": 2}', "\ud800"])
def test_facts_that_are_none_are_a_check_and_no_traceback(tmp_path: Path, text: str) -> None:
    (tmp_path / "model.json").write_text(text, encoding="utf-8", errors="surrogatepass")
    (tmp_path / "MODEL_CARD.md").write_text("", encoding="utf-8")
    for look in (checks.weights, checks.coding):
        assert [check.state for check in look(tmp_path)][-1] == "wrong"
    for name in FILES:
        (tmp_path / name).write_bytes(b"")
    assert [check.state for check in checks.coding(tmp_path)] == ["wrong"]


def test_changed_knowledge_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = checks.data_digests()
    assert "knowledge/countries.csv" in real
    monkeypatch.setattr(
        checks, "data_digests", lambda: {**real, "knowledge/countries.csv": "0" * 64, "dates/new.yaml": "1"}
    )
    wrong = {check.name: check for check in checks.data() if check.state == "wrong"}
    assert wrong.keys() == {"knowledge", "dates"}
    assert "knowledge/countries.csv" in wrong["knowledge"].found
    assert "dates/new.yaml" in wrong["dates"].found


def test_another_result_is_wrong_and_another_rounding_is_not() -> None:
    one = {"records": [{"confidence": 0.5, "category": "ASSAULT", "counts": {}}], "n": 1}
    assert checks.differences(one, one) == []
    rounded = {"records": [{"confidence": 0.5001, "category": "ASSAULT", "counts": {}}], "n": 1}
    assert checks.differences(one, rounded) == [("records[0].confidence", True)]
    other = {"records": [{"confidence": 0.6, "category": "AID", "counts": {"killed": 1}}], "n": 1.0}
    assert checks.differences(one, other) == [
        ("n", False), ("records[0].category", False), ("records[0].confidence", False), ("records[0].counts.killed", False),
    ]  # fmt: skip
    assert checks.differences({"records": []}, one) == [("n", False), ("records", False)]


def test_what_is_recorded_is_up_to_date() -> None:
    assert checks.recorded_digests() == checks.data_digests(), STALE


def test_every_extra_for_users_is_explained() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    with checks.selftest().joinpath("extras.csv").open(encoding="utf-8") as handle:
        told = {row["extra"] for row in csv.DictReader(handle)}
    assert told >= extras.keys() - {"test", "bench", "train", "fuzz", "scale"}


def test_a_library_that_is_missing_or_old_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "importlib.metadata.requires", lambda _name: ["numpy>=999", "nosuchlibrary>=1.0", "lxml; extra == 'x'", "click"]
    )
    found = {check.name: check for check in checks.versions()}
    assert found["numpy"].state == "wrong"
    assert "older than 999" in found["numpy"].found
    assert found["nosuchlibrary"].remedy == "pip install 'nosuchlibrary>=1.0'"
    assert found["click"].state == "ok"
    assert "lxml" not in found
