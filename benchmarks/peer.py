"""Peers run as a subprocess of their own environment; data and scores travel as .npz, settings as JSON.

A script of ``benchmarks/peers/`` is called as ``python SCRIPT data.npz settings.json out.npz``. It never sees the test
labels: it returns scores, and every metric is computed here, by the same code as ours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers import loop
from benchmarks.report import ROOT
from physfm.errors import PhysfmError

Arrays = dict[str, NDArray[Any]]
ENVIRONMENT = ROOT / ".venv-peers"


class PeersMissing(PhysfmError, RuntimeError):
    """The environment of the peers is not there."""


class PeerFailed(PhysfmError, RuntimeError):
    """A peer's script ended with an error."""


def python() -> Path:
    """Interpreter of the peers' environment.

    Raises
    ------
    PeersMissing
        If it has not been made yet.
    """
    path = ENVIRONMENT / "bin" / "python"
    if not path.exists():
        raise PeersMissing(f"The peers' environment {ENVIRONMENT.name} is missing. Run: make benchmark-peers")
    return path


def run(script: str, data: Mapping[str, NDArray[Any]], settings: Mapping[str, Any]) -> Arrays:
    """Run ``benchmarks/peers/SCRIPT.py`` on arrays; return the arrays that it wrote.

    Raises
    ------
    PeersMissing
        If there is no environment for peers.
    PeerFailed
        If the script fails; the message ends with its last line.
    """
    interpreter = python()
    with tempfile.TemporaryDirectory(prefix="physfm-peer-") as folder:
        given, wanted, out = (Path(folder) / name for name in ("data.npz", "settings.json", "out.npz"))
        loop.save(given, data)
        wanted.write_text(json.dumps(dict(settings)))
        command = [str(interpreter), "-W", "ignore", str(ROOT / "benchmarks" / "peers" / f"{script}.py")]
        # Waiting threads must not spin: on a shared machine they would take the time of the threads that work.
        environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "WANDB_MODE": "disabled"}
        with (Path(folder) / "log").open("w+") as output:
            done = subprocess.run(
                [*command, str(given), str(wanted), str(out)],
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env=environment,
            )
            output.seek(0)
            lines = output.read().splitlines()
        for line in lines:
            if line.startswith("peer:"):
                print(f"            {line}", file=sys.stderr, flush=True)
        if done.returncode:
            raise PeerFailed(f"Peer script {script}.py ended with {done.returncode}: {lines[-1] if lines else ''}")
        with np.load(out) as arrays:
            return {name: arrays[name] for name in arrays.files}
