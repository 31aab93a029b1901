"""NOTICE names every library that onrecord imports, and keeps what it says of weights and data."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from scripts.build_notice import NOTICE, TEMPLATE, direct, licence, lines, needed
from scripts.check_wheel import differences


def test_every_direct_dependency_stands_in_the_notice_as_it_is_licensed() -> None:
    text = NOTICE.read_text(encoding="utf-8")
    missing = [line for line in lines(direct()) if line not in text]
    assert not missing, "run python -m scripts.build_notice"


def test_the_sources_of_weights_and_data_stand_in_the_notice() -> None:
    text = NOTICE.read_text(encoding="utf-8")
    assert text.startswith(TEMPLATE.read_text(encoding="utf-8").split("{libraries}")[0])
    for name in ("all-MiniLM-L6-v2", "GeoNames", "PLOVER", "CAMEO", "Wikinews"):
        assert name in text


def test_libraries_needed_by_others_are_found_and_development_is_left_out() -> None:
    assert "lxml" in needed(["trafilatura"])
    assert not {"pytest", "torch", "hypothesis", "onrecord", "ruff"} & set(direct())


@pytest.mark.parametrize("name", ["numpy", "trafilatura", "onnxruntime"])
def test_a_licence_is_told(name: str) -> None:
    assert licence(name, {"MIT License": "MIT"}) in (
        "MIT",
        "Apache-2.0",
        "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
        "BSD-3-Clause",
    )


def wheel(path: Path, *members: tuple[str, str, int]) -> Path:
    with ZipFile(path, "w") as archive:
        for name, text, year in members:
            archive.writestr(ZipInfo(name, (year, 1, 1, 0, 0, 0)), text)
    return path


def test_differences_of_wheels_are_found(tmp_path: Path) -> None:
    one = wheel(tmp_path / "1", ("a", "x", 2020), ("b", "y", 2020))
    assert differences(one, wheel(tmp_path / "2", ("a", "x", 2020), ("b", "y", 2020))) == []
    assert differences(one, wheel(tmp_path / "3", ("a", "x", 2021), ("b", "z", 2020))) == ["a", "b"]
    assert differences(one, wheel(tmp_path / "4", ("b", "y", 2020), ("a", "x", 2020))) == [
        "the order or packing of the members"
    ]
