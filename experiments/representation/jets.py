"""Jets: top quarks against light quarks and gluons; the hardest particles' pT and place relative to the jet axis.

The target is the mass of the whole jet, of which the leading particles show a part. Species and charge are left out,
so that every representation has three numbers a particle.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from experiments.representation.items import Items, Points, Task
from physfm.errors import InputError
from physfm_lhc import event, features, synthetic
from physfm_lhc.data import Jets

RADIUS = 0.8
CLASSES = ("light quark or gluon", "top")


@dataclass(frozen=True)
class JetOptions:
    """Parameters: ``particles``, so many of the hardest."""

    particles: int = 16


def task(options: JetOptions, classes: tuple[str, ...] = CLASSES) -> Task:
    """Describe the task."""
    return Task(
        "jets",
        classes,
        "ln(jet mass / GeV)",
        ("pT [GeV]", "rapidity to the axis", "azimuth to the axis [rad]"),
        kinds=(0, 1, 2),
        logarithmic=(True, False, False),
        points=_points,
        edges=_edges,
        edge_features=len(features.PAIR),
        summaries=_summaries,
    )


def generate(items: int, seed: int, options: JetOptions) -> Items:
    """Generate jets with Pythia 8, in random order."""
    with tempfile.TemporaryDirectory(prefix="physfm-jets-") as folder:
        path = Path(folder) / "jets.root"
        synthetic.jets(path, items, seed, workers=1, progress=False)
        found = _of(Jets([path]), options)
    return found[torch.randperm(items, generator=torch.Generator().manual_seed(seed))]


def read(files: Mapping[str, Sequence[Path]], items: int, seed: int, options: JetOptions) -> Items:
    """Read jets, as many of each class, from its ROOT files (JetClass, or ``physfm generate jets``).

    Raises
    ------
    InputError
        If the files of a class hold too few.
    """
    each, parts = items // len(files), []
    for index, (name, paths) in enumerate(files.items()):
        left = each
        for path in paths:
            part = _of(Jets([path]), options)[slice(left)]
            parts.append(replace(part, classes=torch.full_like(part.classes, index)))
            left -= len(part)
            if not left:
                break
        if left:
            raise InputError(f"Expected {each} jets of {name!r} in {len(paths)} files, found {each - left}.")
    return Items(*(torch.cat(column) for column in zip(*(p.state().values() for p in parts), strict=True)))


def _of(jets: Jets, options: JetOptions) -> Items:
    numbers = torch.zeros(len(jets), options.particles, 3)
    mask = torch.zeros(len(jets), options.particles, dtype=torch.bool)
    mass = torch.zeros(len(jets))
    for start in range(0, len(jets), 1000):
        rows = range(start, min(start + 1000, len(jets)))
        given = jets.__getitems__(rows).inputs
        at = features.frame(given["p4"], given["mask"])
        seen = torch.stack([at.pt, at.dy, at.dphi], dim=-1)[:, : options.particles]
        real = given["mask"][:, : options.particles]
        numbers[start : rows.stop, : seen.shape[1]] = seen * real.unsqueeze(-1)
        mask[start : rows.stop, : seen.shape[1]] = real
        mass[start : rows.stop] = event.invariant_mass(given["p4"].double() * given["mask"].unsqueeze(-1)).float()
    numbers[..., 0] = torch.where(mask, numbers[..., 0], 1.0)
    top = torch.as_tensor(jets.truth["top"]) if "top" in jets.truth else torch.zeros(len(jets))
    return Items(numbers, mask, top.long(), mass.clamp(min=1.0).log())


def p4(numbers: Tensor) -> Tensor:
    """Massless four-momenta (b, s, 4) in GeV with the jet axis at y = phi = 0."""
    pt, y, phi = numbers.unbind(-1)
    return event.from_pt_eta_phi(pt, y, phi, torch.zeros_like(pt))


def _points(scaled: Tensor, mask: Tensor) -> Points:
    # Scaled angles have unit variance; a third of them is about -1 to 1.
    return Points((scaled[..., 1:] / 3).clamp(-2, 2), scaled[..., :1], mask)


def _edges(numbers: Tensor, mask: Tensor) -> Tensor:
    return features.pair_features(features.frame(p4(numbers), mask)).float()


def _summaries(items: Items) -> Tensor:
    pt, y, phi = (items.numbers * items.mask.unsqueeze(-1)).unbind(-1)
    total = pt.sum(1)
    momentum = p4(items.numbers) * items.mask.unsqueeze(-1)
    mass = event.invariant_mass(momentum.double()).float().clamp(min=1.0).log()
    width = (pt * (y**2 + phi**2).sqrt()).sum(1) / total
    spread = (pt / total.unsqueeze(1)).square().sum(1).sqrt()  # pT dispersion
    return torch.stack([mass, mass**2, width, spread, total.log(), pt[:, 0].log(), items.mask.sum(1)], dim=1)
