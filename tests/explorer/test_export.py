import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError
from onrecord.explorer import Explorer
from onrecord.export import FORMATS


def lines(explorer: Explorer, out: Path, **filters: Any) -> dict[str, list[str]]:
    written = explorer.export("jsonl", out, **filters).read_text("utf-8").splitlines()
    trees = [json.loads(line) for line in written]
    return {tree["report"]["id"]: [record["id"] for record in tree["records"]] for tree in trees}


def test_an_export_holds_the_records_that_pass(explorer: Explorer, tmp_path: Path) -> None:
    assert lines(explorer, tmp_path / "a", who="UKR") == {"r1": ["shelled", "denied"], "r3": ["talks"]}
    whole = lines(explorer, tmp_path / "b")
    assert sum(map(len, whole.values())) == 9
    assert lines(explorer, tmp_path / "c", who="XYZ") == {}


def test_a_format_of_deeds_holds_what_is_asserted_unless_asked(explorer: Explorer, tmp_path: Path) -> None:
    deeds = explorer.export("acled", tmp_path / "a.csv", category="ASSAULT").read_text("utf-8").splitlines()
    both = explorer.export("acled", tmp_path / "b.csv", category="ASSAULT", factuality=["asserted", "denied"])
    assert (len(deeds) - 1, len(both.read_text("utf-8").splitlines()) - 1) == (2, 3)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_can_be_had(explorer: Explorer, tmp_path: Path, name: str) -> None:
    out = explorer.export(name, tmp_path / "out", party="UKR")
    assert out.stat().st_size > 0
    if FORMATS[name].folder:
        with zipfile.ZipFile(out) as pack:
            assert pack.testzip() is None
            assert any(entry.endswith("dictionary.csv") for entry in pack.namelist())


def test_the_same_records_give_the_same_file(explorer: Explorer, tmp_path: Path) -> None:
    one, other = (explorer.export("gephi", tmp_path / name, party="UKR").read_bytes() for name in "ab")
    assert one == other


def test_nothing_is_left_behind(explorer: Explorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with explorer.exported("csv") as made:
        assert made.path.is_file()
        assert made.name == "news-csv.csv"
    with pytest.raises(InputError, match="no format"):
        explorer.exported("word")
    assert list(tmp_path.iterdir()) == []
