"""Jets without physics: every particle keeps its momentum about its jet's axis and is dealt to some other jet.

Multiplicities and the spectra of single particles (about the axis) stay; which particles belong together is lost, and
with it every mass and substructure. Control of `physfm.probing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch

from physfm.encoder import Shuffle
from physfm.types import Sample
from physfm_lhc import event


def deal(samples: Sequence[Sample], generator: torch.Generator) -> list[Sample]:
    """Deal the particles of all items anew; every item keeps their number, the hardest first, axis along x."""
    turned, kinds, counts = [], [], []
    for sample in samples:
        p4 = sample.inputs["p4"].double()
        total = p4.sum(0)
        turned.append(event.rotate_phi(event.boost_z(p4, -event.rapidity(total)), -event.phi(total)))
        kinds.append(sample.inputs["kind"])
        counts.append(len(p4))
    p4, kind = torch.cat(turned), torch.cat(kinds)
    order = torch.randperm(len(p4), generator=generator)
    dealt = []
    for sample, chosen in zip(samples, order.split(counts), strict=True):
        chosen = chosen[event.pt(p4[chosen]).argsort(descending=True)]
        inputs = {"p4": p4[chosen].to(sample.inputs["p4"].dtype), "kind": kind[chosen]}
        dealt.append(replace(sample, inputs=inputs, truth={}))
    return dealt


SHUFFLE = Shuffle(
    "particles of different jets",
    deal,
    "Keeps multiplicities and the spectra of single particles about the axis; loses which belong together.",
)
