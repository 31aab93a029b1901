from pathlib import Path

import pytest

from onrecord.coder import Coder

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def coder() -> Coder:
    """The coder with the weights of the package, loaded once."""
    return Coder()
