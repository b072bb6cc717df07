"""Drawing a field: the last frame, its neural-field reconstruction, and the difference, with units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from physfm import checkpoint
from physfm.errors import WeightsError
from physfm.types import Sample

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from physfm_fields.encoder import FieldEncoder


def plot(sample: Sample, encoder_class: type[FieldEncoder]) -> Figure:
    """Draw one sample; with the shipped weights also the reconstruction and the difference.

    Grids are drawn as images, lines as curves, scattered points as dots.
    """
    from matplotlib.figure import Figure

    meta = sample.meta
    scale, shift = float(meta.get("std", 1.0)), float(meta.get("mean", 0.0))
    given = sample.inputs["values"][:, -1].double().numpy() * scale + shift
    panels = [("given", given)]
    again = _reconstruction(sample, encoder_class)
    if again is not None:
        rebuilt = again * scale + shift
        panels += [("neural field", rebuilt), ("difference", given - rebuilt)]
    figure = Figure(figsize=(4.2 * len(panels), 3.6), layout="constrained")
    name, unit = meta.get("field", "value"), meta.get("unit")
    label = f"{name} ({unit})" if unit not in (None, "1") else f"{name} (unit not given)" if unit is None else name
    for k, (title, values) in enumerate(panels, start=1):
        axes = figure.add_subplot(1, len(panels), k)
        axes.set_title(title)
        _draw(figure, axes, sample, values, label, title == "difference")
    figure.suptitle(sample.id, fontsize=9)
    return figure


def _reconstruction(sample: Sample, encoder_class: type[FieldEncoder]) -> np.ndarray | None:
    try:
        encoder = checkpoint.load(encoder_class.weights(), "encoder")
    except WeightsError:
        return None
    assert isinstance(encoder, encoder_class)
    inputs = encoder.collate([sample]).inputs
    with torch.no_grad():
        return encoder.reconstruct(inputs, inputs["points"])[0, :, -1].double().numpy()


def _axis_label(meta: Any, axis: int) -> str:
    names, units = meta.get("axes", ["x", "y"]), meta.get("length_units", [None, None])
    name = names[axis] if axis < len(names) else "xy"[axis]
    unit = units[axis] if axis < len(units) else None
    length = (meta.get("lengths") or [None, None])[axis] if axis < len(meta.get("lengths") or []) else None
    if length is None:
        return f"{name} (fraction of the domain)"
    return f"{name} ({unit})" if unit not in (None, "1") else f"{name} (units of the file)"


def _draw(figure: Figure, axes: Any, sample: Sample, values: np.ndarray, label: str, centred: bool) -> None:
    meta, points = sample.meta, sample.inputs["points"].numpy()
    grid, lengths = meta.get("grid"), meta.get("lengths") or []
    spans = [(lengths[i] if i < len(lengths) else None) or 1.0 for i in range(2)]
    limit = float(np.abs(values).max()) or 1.0
    colours = {"cmap": "RdBu_r", "vmin": -limit, "vmax": limit} if centred else {"cmap": "viridis"}
    axes.set_xlabel(_axis_label(meta, 0))
    if grid and len(grid) == 1:
        axes.plot(points[:, 0] * spans[0], values)
        axes.set_ylabel(label)
        return
    axes.set_ylabel(_axis_label(meta, 1))
    if grid and len(values) == np.prod(grid):
        extent = (0, spans[0], 0, spans[1])
        drawn = axes.imshow(values.reshape(grid).T, origin="lower", extent=extent, aspect="auto", **colours)
    else:
        drawn = axes.scatter(points[:, 0] * spans[0], points[:, 1] * spans[1], c=values, s=6, **colours)
    figure.colorbar(drawn, ax=axes, label=label)
