from collections.abc import Iterable

from onrecord.model import Issue, Report
from onrecord.store.batching import CHARACTERS, batches


def reports(numbers: Iterable[int]) -> list[Report]:
    return [Report(f"id-{number}", f"text {number}") for number in numbers]


def cut(numbers: Iterable[int], mean: int = 20, largest: int = 100) -> dict[str, str]:
    return {batch.key: batch.digest for batch in batches("s", reports(numbers), mean=mean, largest=largest)}


def test_every_report_is_in_one_batch_in_order() -> None:
    found = list(batches("s", reports(range(1000)), mean=20, largest=50))
    assert [report.id for batch in found for report in batch.reports] == [f"id-{n}" for n in range(1000)]
    assert max(len(batch.reports) for batch in found) <= 50
    assert 20 < len(found) < 100
    assert len({batch.key for batch in found}) == len(found)
    assert list(batches("s", [])) == []


def test_the_same_input_gives_the_same_batches() -> None:
    assert cut(range(500)) == cut(range(500))
    assert not cut(range(500)).keys() & {key.replace("s#", "t#") for key in cut(range(500))}


def test_reports_put_in_or_taken_out_change_only_what_is_around_them() -> None:
    before = cut(range(1000))
    for numbers in (
        [*range(500), 5000, *range(500, 1000)],
        [n for n in range(1000) if n != 500],
        [*range(1000), *range(1000, 1010)],
    ):
        after = cut(numbers)
        changed = [key for key in after if before.get(key) != after[key]]
        assert 1 <= len(changed) <= 2


def test_any_change_of_a_report_changes_the_digest() -> None:
    plain = Report("a", "text", "title", None, "url", "source", "en")
    others = [
        Report("a", "text.", "title", None, "url", "source", "en"), Report("a", "text", "titles", None, "url", "source", "en"),
        Report("a", "text", "title", None, None, "source", "en"), Report("a", "text", "title", None, "url", "source", None),
        Report("a", "text", "title", None, "url", "source", "en", (Issue("no-date", "x"),)),
    ]  # fmt: skip
    digests = {batch.digest for report in (plain, *others) for batch in batches("s", [report])}
    assert len(digests) == len(others) + 1


def test_large_reports_make_small_batches() -> None:
    large = [Report(str(number), "x" * (CHARACTERS // 3)) for number in range(7)]
    assert max(len(batch.reports) for batch in batches("s", large)) == 3


def test_batches_are_made_as_they_are_asked_for() -> None:
    endless = (Report(f"id-{number}", "") for number in iter(int, 1))
    assert len(next(iter(batches("s", endless, largest=10))).reports) <= 10
