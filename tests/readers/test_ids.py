"""Ids are told apart in little memory."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Report
from onrecord.readers import unique_ids


def ids(given: list[str]) -> list[str]:
    return [report.id for report in unique_ids(Report(name, "x") for name in given)]


@given(st.lists(st.sampled_from(["", "a", "a~2", "a~3", "b", "\ud800"]), max_size=30))
def test_all_ids_differ_and_the_first_keeps_its_own(names: list[str]) -> None:
    found = ids(names)
    assert len(set(found)) == len(names)
    taken: set[str] = set()
    for name, one in zip(names, found, strict=True):
        count = 1
        expected = name
        while expected in taken:
            count += 1
            expected = f"{name}~{count}"
        taken.add(expected)
        assert one == expected


def test_one_id_for_all_reports_takes_no_longer() -> None:
    # Each looked at from its first number on would be two hundred million looks.
    found = ids(["same"] * 20_000)
    assert found[-1] == "same~20000"


def test_memory() -> None:
    tracemalloc.start()
    for _ in unique_ids(Report(f"report-{number:060d}", "x") for number in range(30_000)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000 * 40
