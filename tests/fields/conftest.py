"""Small files of simulated fields, made once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from physfm_fields import synthetic


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with one trajectory of each family, 32 x 32."""
    path = tmp_path_factory.mktemp("fields") / "mixed.h5"
    synthetic.generate(path, items=5, seed=7, resolution=32)
    return path
