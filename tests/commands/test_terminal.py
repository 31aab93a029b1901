from pathlib import Path

import pytest

from onrecord.commands.terminal import target
from onrecord.errors import InputError


def test_a_file_appears_when_all_of_it_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    with target(out) as handle:
        handle.write("whole")
        assert not out.exists()
    assert out.read_text() == "whole"


def test_a_run_that_fails_leaves_nothing_and_keeps_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    out.write_text("before")
    with pytest.raises(OSError, match="unplugged"):
        write_half(out)
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]


def write_half(out: Path) -> None:
    with target(out) as handle:
        handle.write("half")
        raise OSError("unplugged")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"), target(tmp_path):
        pass


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"), target(tmp_path / "no" / "out.txt"):
        pass
