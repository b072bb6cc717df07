"""The toy encoder as an installed plug-in, for tests of the parts above the encoders."""

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from physfm import checkpoint, discovery


@pytest.fixture
def toy(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Make ``toy`` the only installed encoder and return its name."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(root / "tests" / "toy_plugin")])
    point = EntryPoint("toy", "physfm_toy:ToyEncoder", discovery.GROUP)
    monkeypatch.setattr(discovery, "_points", lambda: {"toy": point})
    discovery.load.cache_clear()
    yield "toy"
    discovery.load.cache_clear()


@pytest.fixture
def toy_weights(toy: str, tmp_path: Path) -> Path:
    """Write (untrained) weights of the toy encoder to ``tmp_path/weights/toy`` and return ``tmp_path/weights``."""
    encoder = discovery.load(toy)(width=32)
    checkpoint.save(tmp_path / "weights" / toy, "encoder", encoder, encoder.config, {})
    return tmp_path / "weights"
