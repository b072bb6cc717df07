"""A histogram of an observable: counts with statistical errors, what fell outside, as a file and as a picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Histogram:
    """Unweighted events in bins of equal width.

    Parameters
    ----------
    label, unit
        Of the observable; the unit as pint reads it.
    edges, counts
        (bins + 1,) in ``unit``, and (bins,). A value on the last edge belongs to the last bin.
    underflow, overflow, without
        Events below, above, and in which the observable does not exist.
    """

    label: str
    unit: str
    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    underflow: int
    overflow: int
    without: int

    @classmethod
    def fill(cls, values: NDArray[np.float64], edges: NDArray[np.float64], label: str, unit: str) -> Histogram:
        """Count values, one an event; NaN where the observable does not exist."""
        there = values[~np.isnan(values)]
        counts = np.histogram(there, edges)[0].astype(np.int64)
        below, above = int((there < edges[0]).sum()), int((there > edges[-1]).sum())
        return cls(label, unit, edges, counts, below, above, len(values) - len(there))

    @property
    def errors(self) -> NDArray[np.float64]:
        """One standard deviation of each count: its square root."""
        return np.sqrt(self.counts)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "observable": self.label,
            "unit": self.unit,
            "edges": self.edges.tolist(),
            "counts": self.counts.tolist(),
            "errors": self.errors.tolist(),
            "underflow": self.underflow,
            "overflow": self.overflow,
            "without": self.without,
        }

    def write(self, path: Path, facts: Mapping[str, Any]) -> None:
        """Write as ``.npz`` (arrays of the same names, no pickle) or as JSON, by the suffix, with facts beside."""
        if path.suffix == ".npz":
            arrays = {key: np.array(value) for key, value in self.as_dict().items()}
            with path.open("wb") as stream:
                np.savez(stream, facts=np.array(json.dumps(dict(facts))), **arrays)  # type: ignore[arg-type]
        else:
            path.write_text(json.dumps(self.as_dict() | dict(facts), indent=1) + "\n")

    def draw(self, path: Path, title: str) -> None:
        """Draw counts with their errors as PNG."""
        from matplotlib.figure import Figure

        figure = Figure(figsize=(6, 4), layout="constrained")
        axes = figure.subplots()
        axes.stairs(self.counts, self.edges)
        middles = (self.edges[:-1] + self.edges[1:]) / 2
        filled = self.counts > 0
        axes.errorbar(middles[filled], self.counts[filled], self.errors[filled], fmt="none", ecolor="C0")
        shown = "" if self.unit == "1" else f" [{self.unit}]"
        axes.set(xlabel=f"{self.label.replace('_', ' ')}{shown}", ylabel="events per bin", title=title)
        axes.set_ylim(bottom=0)
        figure.savefig(path, dpi=120, format="png")
