from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.explorer import Explorer
from onrecord.store import Store
from tests.explorer.build import make_store


@pytest.fixture(scope="session")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that no test writes to."""
    path = tmp_path_factory.mktemp("explorer") / "news"
    make_store(path)
    return path


@pytest.fixture(scope="session")
def explorer(read_only: Path) -> Iterator[Explorer]:
    """An explorer of the store that no test writes to."""
    found = Explorer(read_only)
    yield found
    found.close()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store of one's own."""
    return make_store(tmp_path / "own")


@pytest.fixture
def own(store: Store) -> Iterator[Explorer]:
    """An explorer of a store of one's own."""
    found = Explorer(store.path)
    yield found
    found.close()
