"""What a benchmark returns: one JSON object with the whole table behind its headline.

``rows`` holds every model that was run, the failing ones too; ``ours`` and ``peers`` are its headline metrics, each
with an interval; ``ratio`` sets ours against the best peer or the limit, turned so that larger is better for us;
``target`` holds the bar of a ratio, under the same key, where one is named. Intervals: `physfm.statistics`.
"""

from __future__ import annotations

import json
import math
import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from physfm.checkout import commit
from physfm.statistics import Interval

ROOT = Path(__file__).resolve().parent.parent
Metrics = dict[str, Interval]
START = time.monotonic()


@dataclass(frozen=True)
class Row:
    """One model in the table.

    Parameters
    ----------
    name
        Model and configuration.
    kind
        ``"ours"``, ``"peer"``, ``"baseline"`` (trivial) or ``"limit"`` (physical).
    metrics
        By name; the interval says over what (seeds or test items) in the report's protocol.
    facts
        Parameters, learning rate, seconds, seeds and whatever else belongs beside the numbers.
    """

    name: str
    kind: str
    metrics: Metrics
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """The result of one benchmark; see the module's docstring."""

    name: str
    rows: Sequence[Row]
    headline: str
    """Name of the row whose metrics are ``ours``."""
    ratio: Mapping[str, float]
    target: Mapping[str, float]
    seeds: Sequence[int]
    protocol: str
    notes: Sequence[str] = ()

    def as_dict(self, arguments: Sequence[str]) -> dict[str, Any]:
        """Everything that JSON holds, hardware and versions included."""
        ours = next(row for row in self.rows if row.name == self.headline)
        return {
            "name": self.name,
            "ours": _plain(ours.metrics),
            "peers": {row.name: _plain(row.metrics) for row in self.rows if row.kind != "ours"},
            "ratio": {k: _finite(v) for k, v in self.ratio.items()},
            "target": dict(self.target),
            "seeds": list(self.seeds),
            "hardware": hardware(),
            "versions": versions(),
            "rows": [
                {"name": r.name, "kind": r.kind, "metrics": _plain(r.metrics), **_jsonable(r.facts)} for r in self.rows
            ],
            "protocol": self.protocol,
            "notes": list(self.notes),
            "command": " ".join(["python -m benchmarks", *arguments]),
            "commit": commit(),
            "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
            "wall_s": round(time.monotonic() - START, 1),
        }


def log(message: str) -> None:
    """Tell the person who waits; standard output belongs to the JSON."""
    print(f"[{time.monotonic() - START:7.1f} s] {message}", file=sys.stderr, flush=True)


def exactly(value: float) -> Interval:
    """A number without an interval (a count, one timing): low and high are null in JSON."""
    return Interval(float(value), math.nan, math.nan)


def hardware() -> dict[str, Any]:
    """Processor, cores that this process may use, memory, accelerator."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "machine": platform.machine(),
        "processor": _processor(),
        "cores": cores,
        "memory_gib": _memory_gib(),
        "accelerator": _accelerator(),
        "load_average_1min": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def versions() -> dict[str, str]:
    """Versions of what the numbers depend on, the peers' environment included."""
    found = {"python": platform.python_version()}
    for name in (
        "physfm",
        "torch",
        "numpy",
        "scipy",
        "uproot",
        "lalsuite",
        "transformers",
        "pythia8mc",
        "fastjet",
        "sympy",
        "uncertainties",
        "lancedb",
        "datatrove",
    ):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    pins = (ROOT / "benchmarks" / "peers.txt").read_text().splitlines()
    found |= {f"peer:{name}": pin for name, _, pin in (line.partition("==") for line in pins if "==" in line)}
    return found


def _plain(metrics: Mapping[str, Interval]) -> dict[str, dict[str, float | None]]:
    return {name: {k: _finite(v) for k, v in value.as_dict().items()} for name, value in metrics.items()}


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _jsonable(facts: Mapping[str, Any]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(json.dumps(dict(facts), default=float))
    return loaded


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _memory_gib() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (ValueError, OSError, AttributeError):
        return None


def _accelerator() -> str | None:
    torch = sys.modules.get("torch")
    return torch.cuda.get_device_name() if torch is not None and torch.cuda.is_available() else None
