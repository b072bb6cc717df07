"""Pendulum swings on disk: a CSV file with units in its header, read as a stream and generated from the solution.

    swing,time [s],angle [mrad]
    0,0.00,104.7

Truth goes in comment lines, ``# 0 length=0.51 damped=1``. Covered: small oscillations, where the angle follows
A exp(-t/tau) cos(2 pi t / T + phase) with T = 2 pi sqrt(L/g). Not covered: large angles.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from physfm.checkpoint import write_atomically
from physfm.errors import InputError
from physfm.types import Sample

LAYOUT = "pendulum CSV"
GRAVITY = 9.80665  # m/s^2, standard
NOISE = 2e-3  # rad
_HEADER = re.compile(r"swing,time \[(?P<time>[^\]]+)\],angle \[(?P<angle>[^\]]+)\]")


def sniff(path: Path) -> str | None:
    """Return the layout if the first line that is no comment is our header."""
    try:
        with path.open(encoding="utf-8") as stream:
            first = next((line for line in stream if not line.startswith("#")), "")
    except (OSError, UnicodeDecodeError):
        return None
    return LAYOUT if _HEADER.fullmatch(first.strip()) else None


def read(path: Path, limit: int | None = None) -> Iterator[Sample]:
    """Yield one sample per swing.

    Raises
    ------
    InputError
        If the file is no pendulum CSV, holds no swing, or a row is not three finite numbers.
    """
    if sniff(path) is None:
        raise InputError(f"{path} is no {LAYOUT}: expected a header 'swing,time [s],angle [rad]'.")
    count = 0
    with path.open(encoding="utf-8") as stream:
        units: dict[str, str] = {}
        truth: dict[str, dict[str, float]] = {}
        rows: list[tuple[float, float]] = []
        current: str | None = None
        for number, line in enumerate(stream, 1):
            if line.startswith("#"):
                name, *facts = line[1:].split()
                truth[name] = {key: float(value) for key, _, value in (fact.partition("=") for fact in facts)}
            elif not units:
                found = _HEADER.fullmatch(line.strip())
                assert found is not None  # sniff has seen it
                units = found.groupdict()
            else:
                swing, values = _row(path, number, line)
                if current is not None and swing != current:
                    yield _sample(path, current, rows, units, truth.pop(current, {}))
                    count, rows = count + 1, []
                    if limit is not None and count >= limit:
                        return
                current = swing
                rows.append(values)
    if current is None:
        raise InputError(f"{path} holds a header but no swings.")
    yield _sample(path, current, rows, units, truth.pop(current, {}))


def _row(path: Path, number: int, line: str) -> tuple[str, tuple[float, float]]:
    try:
        swing, time, angle = line.strip().split(",")
        values = float(time), float(angle)
    except ValueError as err:
        raise InputError(f"{path}, line {number}: expected 'swing,time,angle', got {line.strip()[:60]!r}.") from err
    if not all(map(math.isfinite, values)):
        raise InputError(f"{path}, line {number}: time and angle must be finite, got {line.strip()!r}.")
    return swing, values


def _sample(
    path: Path, swing: str, rows: list[tuple[float, float]], units: dict[str, str], truth: dict[str, float]
) -> Sample:
    time, angle = torch.tensor(rows, dtype=torch.float32).T
    return Sample(f"{path.name}#{swing}", {"time": time, "angle": angle}, units, truth, {"rows": len(rows)})


def info(path: Path) -> dict[str, Any]:
    """Count swings and rows."""
    lengths = [sample.meta["rows"] for sample in read(path)]
    return {"format": LAYOUT, "items": len(lengths), "rows": sum(lengths)}


def solution(time: torch.Tensor, length_m: float, amplitude: float, phase: float, tau_s: float) -> torch.Tensor:
    """Angle of a small, damped swing at ``time`` (s), in the unit of ``amplitude``."""
    period = 2 * math.pi * math.sqrt(length_m / GRAVITY)
    return amplitude * torch.exp(-time / tau_s) * torch.cos(2 * math.pi * time / period + phase)


def generate(path: Path, items: int = 100, seed: int = 0) -> int:
    """Write ``items`` swings of 40 to 64 rows over 5 s, half of them damped; return their number."""
    random = torch.Generator().manual_seed(seed)

    def uniform(low: float, high: float) -> float:
        return low + (high - low) * float(torch.rand((), generator=random))

    def write(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8") as stream:
            stream.write("swing,time [s],angle [mrad]\n")
            for swing in range(items):
                rows = int(torch.randint(40, 65, (), generator=random))
                time = 5 * torch.rand(rows, generator=random).sort().values
                length, damped = uniform(0.2, 2.0), swing % 2
                tau = uniform(1.0, 2.0) if damped else 1e6
                angle = solution(time, length, uniform(0.05, 0.15), uniform(0, 2 * math.pi), tau)
                angle = angle + NOISE * torch.randn(rows, generator=random)
                stream.write(f"# {swing} length={length:.6f} damped={damped}\n")
                stream.writelines(f"{swing},{t:.6f},{1e3 * a:.6f}\n" for t, a in zip(time, angle, strict=True))

    write_atomically(Path(path), write)
    return items
