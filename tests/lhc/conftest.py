"""A few generated jets that all tests of this folder share."""

from __future__ import annotations

from pathlib import Path

import pytest

from physfm.types import Sample
from physfm_lhc import read, synthetic


@pytest.fixture(scope="session")
def jet_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of forty generated jets."""
    path = tmp_path_factory.mktemp("lhc") / "jets.root"
    synthetic.jets(path, items=40, seed=77)
    return path


@pytest.fixture(scope="session")
def jets(jet_file: Path) -> list[Sample]:
    """Return forty generated jets."""
    return list(read.read([jet_file]))
