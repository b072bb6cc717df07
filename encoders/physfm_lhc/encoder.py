"""EventEncoder: a graph transformer over the particles of an event or the constituents of a jet.

The particles are the nodes; the edges of the complete graph carry ln Delta, ln kT, ln z and ln m^2, which bias the
attention (ParT, arXiv 2202.03772) and are summed with the pT fraction as weight into every node (energy correlators).
Heads can also cluster four-momenta (see `blocks`). Everything is built from invariants of rotations about the beam,
boosts along it and reflections: these symmetries are exact. The class is thin: physics lives in the neighbouring files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from physfm.encoder import Encoder, Inputs, Kind, Symmetry, permutation
from physfm.nn import pack, unpack
from physfm.types import Batch, Description, Measured, Quantity, Sample, Tokens
from physfm_lhc import event, features, read, shuffling, synthetic, tasks
from physfm_lhc.blocks import ParticleBlock
from physfm_lhc.tasks import MaskedParticles, Tasks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INPUTS = (
    Quantity(
        "p4",
        ("batch", "particles", "channel"),
        "GeV",
        "Four-momentum (E, px, py, pz) of every particle, c = 1, beam along z, in the laboratory frame.",
    ),
    Quantity(
        "kind",
        ("batch", "particles", "channel"),
        "1",
        f"What every particle is: {', '.join(event.CHANNELS)} (species one-hot, charge in units of e).",
    ),
    Quantity("mask", ("batch", "particles"), "1", "True where the particle is real, False where it is padding."),
)


def _moved(name: str, tolerance: float, meaning: str) -> Symmetry:
    def transform(given: Inputs, generator: torch.Generator) -> Inputs:
        p4 = given["p4"]
        by = 0.3 + torch.rand(len(p4), generator=generator, dtype=torch.float64)
        moved = {
            "rotation-phi": lambda: event.rotate_phi(p4.double(), 3 * by),
            "boost-z": lambda: event.boost_z(p4.double(), by),
            "reflection": lambda: event.reflect(p4.double()),
        }[name]()
        return {**given, "p4": moved.to(p4.dtype)}

    return Symmetry(name, transform, tolerance, meaning)


class EventEncoder(Encoder):
    """Encode collider events and jets.

    Parameters
    ----------
    width, depth, num_heads
        Of the transformer; ``num_heads`` divides ``width``.
    pair_width
        Hidden width of the network on the edges, the costly part: it runs on particles squared.
    lorentz
        Whether attention heads cluster four-momenta.
    dropout
        In training.
    """

    name: ClassVar[str] = "lhc"
    inputs: ClassVar[tuple[Quantity, ...]] = INPUTS
    targets: ClassVar[tuple[Quantity, ...]] = tasks.TARGETS
    symmetries: ClassVar[tuple[Symmetry, ...]] = (
        permutation("particles", INPUTS, 1e-3),
        # Float32 momenta carry the angle between near particles to about 1e-4 of RESOLUTION; hence 1e-3.
        _moved("rotation-phi", 1e-3, "The item turned about the beam; exact up to rounding of the momenta."),
        # A forward boost multiplies energies and the rounding of masses: 1e-3 at worst over 256 jets.
        _moved("boost-z", 3e-3, "Every momentum boosted along the beam; exact up to rounding of the momenta."),
        _moved("reflection", 1e-3, "The mirror image, py to -py; exact up to rounding."),
    )
    suffixes: ClassVar[tuple[str, ...]] = (".root",)
    shuffle = shuffling.SHUFFLE

    def __init__(
        self,
        width: int = 96,
        depth: int = 4,
        num_heads: int = 8,
        pair_width: int = 16,
        lorentz: bool = True,
        dropout: float = 0.0,
    ) -> None:
        super().__init__(
            width=width, depth=depth, num_heads=num_heads, pair_width=pair_width, lorentz=lorentz, dropout=dropout
        )
        self.num_heads = num_heads
        self.pair_in = nn.Linear(len(features.PAIR), pair_width)
        self.pair_out = nn.Linear(pair_width, num_heads)
        nodes = len(features.PARTICLE) + len(event.CHANNELS) + pair_width
        self.embed = nn.Sequential(nn.Linear(nodes, 2 * width), nn.SiLU(), nn.Linear(2 * width, width))
        self.embed_item = nn.Sequential(nn.Linear(len(features.ITEM), width), nn.SiLU(), nn.Linear(width, width))
        self.blocks = nn.ModuleList([ParticleBlock(width, num_heads, lorentz, dropout) for _ in range(depth)])
        self.norm = nn.RMSNorm(width)
        self.tasks = Tasks(width)

    # The network ----------------------------------------------------------------------------------------------

    def forward(self, inputs: Inputs) -> Tokens:
        """Encode collated inputs: one token for the whole item, then one for every particle.

        Raises
        ------
        ValueError
            If an input is missing or has other axes than declared.
        """
        p4, kind, mask = self._checked_inputs(inputs)
        return self._encode(p4, kind, mask, None)

    def _encode(self, p4: Tensor, kind: Tensor, mask: Tensor, masked: MaskedParticles | None) -> Tokens:
        at = features.frame(p4, mask)
        if masked is not None:
            at = masked.hide_momentum(at)
        hidden = self._edges(at)  # (b, pair_width, n, n)
        bias = torch.einsum("hc,bcij->bhij", self.pair_out.weight, hidden) + self.pair_out.bias[:, None, None]
        near = (hidden @ at.z[:, None, :, None]).squeeze(-1).transpose(1, 2)  # (b, n, pair_width)
        if masked is not None:
            kind = masked.hide_kind(kind)
        nodes = torch.cat([features.particle_features(at), kind, near], dim=-1)
        x = self.embed(pack(nodes, mask))
        if masked is not None:
            x = x + masked.marker(self.tasks.hidden_marker, mask)
        # The item's own token comes first: it is always real, so an event without any object still has one.
        every = functional.pad(mask, (1, 0), value=True)
        tokens = torch.cat([self.embed_item(at.item).unsqueeze(1), unpack(x, mask)], dim=1)
        total = at.p4.sum(1, keepdim=True)  # (b, 1, 4)
        own = torch.cat([torch.zeros_like(total), at.p4], dim=1)
        momenta = pack(torch.stack([own, total.expand_as(own)], dim=2), every)  # (total, 2, 4)
        bias = functional.pad(bias, (1, 0, 1, 0))
        x = pack(tokens, every)
        for block in self.blocks:
            x = block(x, every, bias, momenta)
        return Tokens(unpack(self.norm(x), every), every)

    def _edges(self, at: features.Frame) -> Float[Tensor, "b channels n n"]:
        pairs = features.pair_features(at)
        flat = self.pair_in.weight @ pairs.flatten(2) + self.pair_in.bias[:, None]
        return functional.silu(flat).unflatten(2, pairs.shape[2:])

    def _checked_inputs(self, inputs: Inputs) -> tuple[Tensor, Tensor, Tensor]:
        missing = [q.name for q in self.inputs if q.name not in inputs]
        if missing:
            raise ValueError(f"EventEncoder expects inputs p4, kind and mask; missing: {', '.join(missing)}.")
        p4, kind, mask = inputs["p4"], inputs["kind"], inputs["mask"]
        if p4.ndim != 3 or p4.shape[-1] != 4:
            raise ValueError(
                f"EventEncoder expects p4 of shape (batch, particles, 4) = (E, px, py, pz) in GeV, got "
                f"{tuple(p4.shape)}. For (pt, eta, phi) call physfm_lhc.event.from_pt_eta_phi first."
            )
        if kind.shape != (*p4.shape[:2], len(event.CHANNELS)) or mask.shape != p4.shape[:2]:
            raise ValueError(
                f"EventEncoder expects kind {(*p4.shape[:2], len(event.CHANNELS))} and mask {tuple(p4.shape[:2])}, got "
                f"{tuple(kind.shape)} and {tuple(mask.shape)}."
            )
        return p4, kind, mask.bool()

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Masked particle modelling on a part of the batch, supervised heads on the rest."""
        p4, kind, mask = self._checked_inputs(batch.inputs)
        masked = MaskedParticles.draw(mask, self.training)
        tokens = self._encode(p4, kind, mask, masked)
        return self.tasks.losses(tokens, batch.truth, masked, features.frame(p4, mask), kind)

    def predict(self, batch: Batch) -> dict[str, Tensor]:
        """Raw head outputs: logits of the classes, means and log-variances (see `tasks`), each (batch,)."""
        return self.tasks(self(batch.inputs))

    def measure(self, samples: Sequence[Sample]) -> list[Measured]:
        """Directly computed quantities of any item, and calibrated heads for jets; see `tasks.measure`."""
        return tasks.measure(self, samples)

    def answers(self, batch: Batch) -> list[dict[str, str]]:
        """What the heads answer to each kind of question, per item, in the closed words of `questions`."""
        return tasks.answers(self.predict(batch))

    def calibrate(self, batches: Iterable[Batch]) -> dict[str, float]:
        """Fit temperatures and uncertainty scales on held-out batches; they are stored with the weights."""
        return tasks.calibrate(self, batches)

    # The data -------------------------------------------------------------------------------------------------

    @classmethod
    def sniff(cls, path: Path) -> str | None:
        """Return the name of the layout of a ROOT file with events or jets, None for anything else."""
        return read.sniff(path)

    @classmethod
    def read(cls, paths: Sequence[Path], limit: int | None = None) -> Iterator[Sample]:
        """Stream events, or jets, in constant memory."""
        return read.read(paths, limit)

    @classmethod
    def info(cls, path: Path) -> dict[str, Any]:
        """Facts about a file: format, items, and its collections in GeV."""
        return read.info(path)

    @classmethod
    def kinds(cls) -> tuple[Kind, ...]:
        """Return what can be generated here."""
        return synthetic.kinds()

    @classmethod
    def describe(cls, sample: Sample) -> Description:
        """Words about a generated jet."""
        from physfm_lhc import describe

        return describe.describe(sample)

    @classmethod
    def questions(cls) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Kinds of questions with their closed answers."""
        from physfm_lhc import describe

        return describe.questions()

    @classmethod
    def plot(cls, sample: Sample) -> Figure:
        """Draw the item in the (eta, phi) plane."""
        from physfm_lhc import plot

        return plot.plot(sample)


__all__ = ["EventEncoder"]
