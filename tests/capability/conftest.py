"""The shipped model, loaded once, and the table of results at the end of the run."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

import pytest

from onrecord.coder import Coder
from onrecord.tagger.network import Network
from tests.capability.suite import Group, faults, read_suite

Results = dict[str, dict[str, list[str]]]
RESULTS = pytest.StashKey[Results]()


@pytest.fixture(scope="session")
def coder() -> Coder:
    """The coder with the weights of the package, or with those of the folder that ONRECORD_TEST_MODEL names."""
    folder = os.environ.get("ONRECORD_TEST_MODEL")
    if folder:
        return Coder(Network(Path(folder)))
    if not resources.files("onrecord.tagger").joinpath("model.json").is_file():
        pytest.skip(
            "the package has no weights yet: src/onrecord/tagger/model.json is absent (python -m training.export builds them)"
        )
    return Coder()


@pytest.fixture(scope="session")
def results(coder: Coder, request: pytest.FixtureRequest) -> Results:
    """For each class, for each group, what is wrong with its passages."""
    found: Results = {}
    for group in read_suite():
        found.setdefault(group.kind, {})[group.id] = wrong(group, coder)
    request.config.stash[RESULTS] = found
    return found


def wrong(group: Group, coder: Coder) -> list[str]:
    """What is wrong with the passages of a group, each fault with the passage's id."""
    told = []
    for passage in group.passages:
        coding = coder.code(passage.text, published=passage.published, id=passage.id)
        told += [f"{passage.id}: {fault}" for fault in faults(passage, coding, group.checks, coder.resources.words)]
    return told


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = config.stash.get(RESULTS, None)
    if found is None:
        return
    terminalreporter.section("capability suite: groups that pass")
    for kind, groups in sorted(found.items()):
        passed = sum(not told for told in groups.values())
        terminalreporter.line(f"{kind:<14}{passed:>4} of {len(groups):>3}  {passed / len(groups):.2f}")
    total = [told for groups in found.values() for told in groups.values()]
    terminalreporter.line(f"{'all':<14}{sum(not told for told in total):>4} of {len(total):>3}")
