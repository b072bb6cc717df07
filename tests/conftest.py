"""What every test stands on: checked annotations, fixed seeds, one thread, no network, and the real data if present.

The import hook must be installed before any of the packages is imported, hence at the top of this file: jaxtyping
then checks every shape and beartype every type of every annotated function that the tests reach.
"""

# ruff: noqa: E402
from __future__ import annotations

import os

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["MPLBACKEND"] = "Agg"
os.environ.setdefault("OMP_NUM_THREADS", "1")

from jaxtyping import install_import_hook

PACKAGES = ["physfm", "physfm_lhc", "physfm_gw", "physfm_fields", "physfm_toy"]
install_import_hook(PACKAGES, "checking.typechecked")

import random
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

ROOT = Path(__file__).resolve().parents[1]
LOCAL = ("localhost", "127.", "::1", "0.0.0.0", "::ffff:127.")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def data() -> Path:
    """Return the folder of real data (``PHYSFM_DATA``, by default ../shared/data); skip where there is none."""
    folder = Path(os.environ.get("PHYSFM_DATA", ROOT / ".." / "shared" / "data")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set PHYSFM_DATA to their folder")
    return folder


@pytest.fixture(autouse=True)
def _repeatable() -> None:
    """Seed every generator; tests use small tensors, for which one thread is fastest."""
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002 - libraries under test may still use the global generator
    torch.manual_seed(0)
    torch.set_num_threads(1)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Any:
    """Refuse every connection that would leave this machine."""

    def guarded(original: Any) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOCAL):
                raise PermissionError(f"tests may not use the network, but one connects to {address!r}")
            return original(self, address)

        return connect

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        yield


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate in this process, where what is simulated takes milliseconds."""
    import inline
    from physfm import process

    monkeypatch.setattr(process, "call", inline.call)
