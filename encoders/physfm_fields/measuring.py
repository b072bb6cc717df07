"""Measurements of fields: what the network infers with its probability, and what is computed from the numbers.

The reconstruction error of the neural field is reported with every item. Where it is above what simulated fields of
the named family give, or where the domain is no periodic box, the family is withheld: this file cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from physfm.types import CANNOT_TELL, Batch, Measured, Measurement, Sample
from physfm_fields.describe import TREND_ANSWERS
from physfm_fields.field import Field, divergence, velocity_of, vorticity
from physfm_fields.synthetic import FAMILIES

if TYPE_CHECKING:
    from physfm_fields.encoder import FieldEncoder


def measure(encoder: FieldEncoder, samples: Sequence[Sample], batch_size: int = 8) -> list[Measured]:
    """Measure samples in small batches; see `FieldEncoder.measure`."""
    found: list[Measured] = []
    encoder.eval()
    for begin in range(0, len(samples), batch_size):
        part = samples[begin : begin + batch_size]
        with torch.no_grad():
            heads = encoder.predict(encoder.collate(part))
        for row, sample in enumerate(part):
            inferred = _inferred({k: v[row] for k, v in heads.items()}, encoder.tasks.familiar, sample)
            found.append(Measured(sample.id, (*inferred, *_computed(sample))))
    return found


def _inferred(heads: dict[str, Tensor], limits: Tensor, sample: Sample) -> list[Measurement]:
    probability = heads["family"].double().softmax(-1)
    best = int(probability.argmax())
    error = float(heads["vrmse"])
    method = "field encoder head, temperature-calibrated on validation simulations"
    limit, title = float(limits[best]), FAMILIES[best].title
    walls = not bool((sample.inputs["periodic"] > 0.5).all())
    if walls or error > limit:
        why = f"nearest is {title!r}, but " + (
            "the head knows periodic boxes only, and this file has walls or does not say"
            if walls
            else f"the reconstruction error {error:.2g} is above {limit:.2g}, the limit of its simulated fields"
        )
        family = Measurement("family", CANNOT_TELL, None, "1", why)
    else:
        family = Measurement("family", f"{title}.", 1 - float(probability[best]), "1", method)
    falls = float(heads["falls"].double().sigmoid())
    trend = Measurement("trend", TREND_ANSWERS[0 if falls > 0.5 else 1], min(falls, 1 - falls), "1", method)
    recon = Measurement(
        "reconstruction_vrmse", error, None, "1", "neural field at the given points; 1 is no better than the mean"
    )
    return [family, trend, recon]


def _computed(sample: Sample) -> list[Measurement]:
    """Integrals of the given numbers, in the file's units."""
    meta = sample.meta
    if "std" not in meta:
        return []
    unit = meta.get("unit")
    known = unit if unit is not None else "1"
    said = "" if unit is not None else "; the file names no unit"
    real = sample.inputs["values"][:, sample.inputs["frames"] > 0.5].double() * meta["std"] + meta["mean"]
    last = real[:, -1]
    squared = f"({known})^2" if known != "1" else "1"
    found = [
        Measurement("mean", float(last.mean()), None, known, f"mean over the points of the last frame{said}"),
        Measurement(
            "variance", float(last.var(correction=0)), None, squared, f"over the points of the last frame{said}"
        ),
    ]
    if real.shape[1] > 1:
        ratio = float(real[:, -1].var() / real[:, 0].var().clamp(min=1e-300))
        found.append(Measurement("variance_ratio", ratio, None, "1", "last frame over first frame"))
    square = 0.5 * float(last.square().mean())
    if meta.get("vector") is not None:
        return found + _vector(meta)
    if "vorticity" in str(meta.get("field", "")):
        found.append(Measurement("enstrophy", square, None, squared, f"half the mean square of the vorticity{said}"))
        found += _flow(last, meta)
    else:
        found.append(Measurement("energy", square, None, squared, f"half the mean square of {meta.get('field')}{said}"))
    return found


def _flow(last: Tensor, meta: Any) -> list[Measurement]:
    """Kinetic energy of the flow that a vorticity on a periodic box implies."""
    shape, lengths, periodic = meta.get("grid"), meta.get("lengths"), meta.get("periodic")
    if not shape or len(shape) != 2 or not all(periodic) or None in lengths or len(last) != np.prod(shape):
        return []
    velocity = velocity_of(Field(last.reshape(shape), tuple(lengths), (True, True)))
    unit = f"(({meta.get('unit') or '1'})*({(meta.get('length_units') or ['1'])[0] or '1'}))^2"
    return [Measurement("kinetic_energy", velocity.energy(), None, unit, "per mass, of the divergence-free velocity")]


def _vector(meta: Any) -> list[Measurement]:
    """Divergence, enstrophy and energy of a velocity whose two components the file holds."""
    periodic = meta["periodic"]
    lengths = (meta["lengths"][0] or 1.0, meta["lengths"][1] or 1.0)
    unit, length_unit = meta.get("unit") or "1", (meta.get("length_units") or ["1"])[0] or "1"
    velocity = Field(meta["vector"], lengths, tuple(periodic), unit, length_unit)
    turning, spreading = vorticity(velocity), divergence(velocity)
    rms = float(spreading.values.square().mean().sqrt())
    rate = "1" if unit == length_unit == "1" else f"({unit})/({length_unit})"
    squared = "1" if unit == "1" else f"({unit})^2"
    how = "spectral derivatives" if all(periodic) else "second-order differences at walls"
    return [
        Measurement("divergence", rms, None, rate, f"root mean square, {how}"),
        Measurement("enstrophy", turning.energy(), None, "1" if rate == "1" else f"({rate})^2", f"of curl u, {how}"),
        Measurement("kinetic_energy", velocity.energy(), None, squared, "half the mean square speed, per mass"),
    ]


def calibrate(encoder: FieldEncoder, batches: Iterable[Batch]) -> dict[str, float]:
    """Fit one temperature a head by likelihood, and the error beyond which a field is unlike all simulated ones."""
    encoder.eval()
    encoder.tasks.temperature.fill_(1.0)
    parts: dict[str, list[Tensor]] = {"family": [], "falls": [], "vrmse": [], "label": [], "ratio": []}
    with torch.no_grad():
        for batch in batches:
            for name, value in encoder.predict(batch).items():
                parts[name].append(value)
            parts["label"].append(batch.truth["family"])
            parts["ratio"].append(batch.truth["variance_ratio"])
    whole = {name: torch.cat(values) for name, values in parts.items()}
    label, falls = whole["label"].long(), (whole["ratio"] < 1).to(whole["falls"])
    grid = torch.logspace(-1, 1, 81)
    # As if one more item had been seen that is like the others but of any class: without it, a head that makes no
    # mistake among these items would be calibrated to certainty.
    doubt = 1 / (len(label) + 1)
    soft = falls * (1 - doubt) + doubt / 2
    multi = torch.stack([functional.cross_entropy(whole["family"] / t, label, label_smoothing=doubt) for t in grid])
    single = torch.stack([functional.binary_cross_entropy_with_logits(whole["falls"] / t, soft) for t in grid])
    encoder.tasks.temperature.copy_(torch.stack([grid[multi.argmin()], grid[single.argmin()]]))
    # A quarter above the largest error of each family's validation fields: fresh seeds and other grids stay inside.
    for k in range(len(FAMILIES)):
        if (label == k).any():
            encoder.tasks.familiar[k] = 1.25 * whole["vrmse"][label == k].max()
    right = float((whole["family"].argmax(-1) == label).float().mean())
    return {
        "family_temperature": float(encoder.tasks.temperature[0]),
        "trend_temperature": float(encoder.tasks.temperature[1]),
        **{f"familiar_vrmse_{f.name}": float(v) for f, v in zip(FAMILIES, encoder.tasks.familiar, strict=True)},
        "validation_family_accuracy": right,
        "validation_trend_accuracy": float(((whole["falls"] > 0) == (falls > 0.5)).float().mean()),
        "validation_vrmse": float(whole["vrmse"].mean()),
        "validation_items": float(len(label)),
    }
