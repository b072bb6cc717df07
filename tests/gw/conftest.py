"""Generated strain and the real files, made or found once."""

from __future__ import annotations

from pathlib import Path

import pytest

from physfm.types import Sample
from physfm_gw import StrainEncoder, synthetic

EVENT = "LOSC_4_V2-1126259446-32"
"""GW150914: 32 s of H1 and of L1 around it."""


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of twelve windows, half of them with a merger of signal-to-noise ratio 15 in H1, L1 and V1."""
    path = tmp_path_factory.mktemp("gw") / "generated.hdf5"
    synthetic.generate(path, items=12, seed=11, snr=(15.0, 15.0), detectors=("H1", "L1", "V1"))
    return path


@pytest.fixture(scope="session")
def samples(generated: Path) -> list[Sample]:
    return list(StrainEncoder.read([generated]))


@pytest.fixture(scope="session")
def encoder() -> StrainEncoder:
    """Return an untrained encoder (its filter bank is there all the same)."""
    return StrainEncoder(width=32, depth=1, num_heads=2, templates=16, wavelets=8).eval()


@pytest.fixture
def hanford(data: Path) -> Path:
    return data / "gw" / f"H-H1_{EVENT}.hdf5"


@pytest.fixture
def livingston(data: Path) -> Path:
    return data / "gw" / f"L-L1_{EVENT}.hdf5"
