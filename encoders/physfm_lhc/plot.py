"""Draw an event or a jet in the (eta, phi) plane: marker area by transverse momentum, colour by species."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from physfm.errors import InputError, MissingDependency
from physfm.types import Sample
from physfm.units import factor
from physfm_lhc import event

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Colour-blind safe (Okabe-Ito), one per species.
COLOURS = dict(
    zip(
        event.SPECIES,
        ("#D55E00", "#009E73", "#E69F00", "#0072B2", "#CC79A7", "#56B4E9", "#7F7F7F", "#000000", "#BBBBBB"),
        strict=True,
    )
)


def plot(sample: Sample) -> Figure:
    """Draw one item; a jet relative to its axis, an event in laboratory coordinates.

    Raises
    ------
    InputError
        If the item holds no particle.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as err:
        raise MissingDependency("Drawing", "matplotlib", "lhc") from err
    p4 = sample.inputs["p4"].double() * factor(sample.units["p4"], "GeV")
    if len(p4) == 0:
        raise InputError(f"{sample.id} holds no particle; nothing to draw.")
    jet = sample.meta.get("item") == "jet"
    eta, phi, pt = event.eta(p4), event.phi(p4), event.pt(p4)
    total = p4.sum(0)
    if jet:
        eta, phi = eta - event.eta(total), event.delta_phi(phi, event.phi(total))
    species = sample.inputs["kind"][:, : len(event.SPECIES)].argmax(-1)
    figure = Figure(figsize=(5.2, 4.6), layout="constrained")
    axes = figure.add_subplot()
    area = 900 * pt / pt.max() + 4
    for index, name in enumerate(event.SPECIES):
        chosen = torch.nonzero(species == index).flatten()
        if len(chosen):
            label, colour = name.replace("_", " "), COLOURS[name]
            axes.scatter(
                eta[chosen], phi[chosen], s=area[chosen], color=colour, alpha=0.55, lw=0.5, edgecolor="k", label=label
            )
    if jet:
        reach = max(0.85, float(torch.maximum(eta.abs(), phi.abs()).max()) * 1.05)
        axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
        axes.set(xlabel=r"$\Delta\eta$ to the jet axis", ylabel=r"$\Delta\phi$ to the jet axis [rad]")
        title = f"{sample.id}: $p_T$ = {event.pt(total):.0f} GeV, m = {event.invariant_mass(p4):.0f} GeV"
    else:
        axes.set(xlabel=r"$\eta$", ylabel=r"$\phi$ [rad]", ylim=(-3.3, 3.3))
        title = f"{sample.id}: {len(p4)} objects, largest $p_T$ = {pt.max():.0f} GeV"
    axes.set_title(f"{title}\nmarker area proportional to $p_T$", fontsize=9)
    handles = axes.legend(fontsize=8, loc="upper right", framealpha=0.8).legend_handles
    for handle in handles:
        if handle is not None:
            handle.set(sizes=[36])
    return figure
