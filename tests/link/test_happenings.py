"""Quality on the measured set, pinned. Weights were chosen on the half `tune`; `test` is what counts."""

from collections import defaultdict

import pytest
from bench.link import b_cubed, crowded, happening, load_half, measure

from onrecord.link import link

FLOORS = {"tune": (0.90, 0.95, 0.88), "test": (0.86, 0.94, 0.89)}


@pytest.mark.parametrize("name", FLOORS)
def test_quality(name: str) -> None:
    found = measure(load_half(name))
    told = f"{found}"
    pairwise, b_cubed, standing = FLOORS[name]
    assert found.pairwise >= pairwise, told
    assert found.b_cubed >= b_cubed, told
    assert found.standing >= standing, told


def test_the_set_is_what_it_claims_to_be() -> None:
    told: dict[str, set[str]] = defaultdict(set)
    for name in FLOORS:
        half = load_half(name)
        for record in half.records:
            told[half.event_of[record.id]].add(record.report_id)
        text_of = {report.id: report.text for report in half.reports}
        assert all(record.sentence in text_of[record.report_id] for record in half.records)
        assert set(half.event_of.values()) == set(half.standing)
    assert sum(2 <= len(reports) <= 6 for reports in told.values()) >= 60


def test_thirty_like_attacks_a_day_do_not_run_together() -> None:
    records = crowded(600)
    linked = link(records)
    ours = {one.record: one.event for one in linked.links}
    assert b_cubed(ours, {record.id: happening(record) for record in records}) >= 0.75
    assert max(len(event.records) for event in linked.events) <= 30
