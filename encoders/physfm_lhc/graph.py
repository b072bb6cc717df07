"""Events and jets as torch-geometric graphs: particles are nodes, pairs are edges with the encoder's own features.

For users of graph networks, and for looking at what the encoder sees: `EventEncoder` itself computes the same edge
features densely (`features.pair_features`), which is faster for items of up to about 128 particles.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch
from jaxtyping import Float, Int
from torch import Tensor

from physfm.errors import InputError, MissingDependency
from physfm.types import Sample
from physfm.units import factor
from physfm_lhc import event, features

if TYPE_CHECKING:
    from torch_geometric.data import Batch, Data


def graph(sample: Sample, neighbours: int | None = None) -> Data:
    """Turn one item into a graph.

    Parameters
    ----------
    sample
        As `physfm_lhc.read.read` yields it.
    neighbours
        Edges come from the nearest so many particles in (rapidity, azimuth); from all others if None.

    Returns
    -------
    data
        ``x`` (particles, features): `features.PARTICLE` then `event.CHANNELS`; ``edge_index`` (2, edges), from
        neighbour to particle; ``edge_attr`` (edges, 4): `features.PAIR`; ``pos`` (particles, 2): rapidity and
        azimuth (radians) relative to the axis; ``p4`` (particles, 4) in GeV; ``y`` (1,), 1 for a top jet, where
        the truth is known.

    Raises
    ------
    InputError
        If ``neighbours`` is not positive.
    MissingDependency
        If torch-geometric is not installed.
    """
    library = _torch_geometric()
    if neighbours is not None and neighbours < 1:
        raise InputError(f"Expected neighbours >= 1 or None, got {neighbours}.")
    p4 = sample.inputs["p4"] * factor(sample.units["p4"], "GeV")
    mask = torch.ones(1, len(p4), dtype=torch.bool)
    at = features.frame(p4[None], mask)
    position = torch.stack([at.dy[0], at.dphi[0]], dim=-1)
    edges = _edges(position, neighbours)
    pairs = features.pair_features(at)[0][:, edges[1], edges[0]].T.contiguous()
    nodes = torch.cat([features.particle_features(at)[0], sample.inputs["kind"].to(p4.dtype)], dim=-1)
    data: Data = library.Data(x=nodes, edge_index=edges, edge_attr=pairs, pos=position)
    data.p4 = p4
    if "top" in sample.truth:
        data.y = torch.tensor([sample.truth["top"]])
    return data


def graphs(samples: Sequence[Sample], neighbours: int | None = None) -> Batch:
    """Turn several items into one torch-geometric batch; arguments as for `graph`."""
    batch: Batch = _torch_geometric().Batch.from_data_list([graph(s, neighbours) for s in samples])
    return batch


def _torch_geometric() -> Any:
    try:
        with warnings.catch_warnings():
            # Its import scripts classes with torch.jit, which newer torch announces as deprecated.
            warnings.simplefilter("ignore", DeprecationWarning)
            return importlib.import_module("torch_geometric.data")
    except ImportError as err:
        raise MissingDependency("Graphs of events", "torch-geometric", "lhc") from err


def _edges(position: Float[Tensor, "n 2"], neighbours: int | None) -> Int[Tensor, "2 edges"]:
    """Edges (from, to) without self-loops."""
    count = len(position)
    difference = position[:, None] - position[None]
    distance = difference[..., 0] ** 2 + event.delta_phi(position[:, None, 1], position[None, :, 1]) ** 2
    distance.fill_diagonal_(torch.inf)
    keep = count - 1 if neighbours is None else min(neighbours, count - 1)
    if keep <= 0:
        return torch.zeros(2, 0, dtype=torch.long)
    nearest = distance.topk(keep, dim=1, largest=False).indices  # (n, keep)
    return torch.stack([nearest.flatten(), torch.arange(count).repeat_interleave(keep)])
