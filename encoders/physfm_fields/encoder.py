"""FieldEncoder: sets of (coordinate, value) in, tokens out; queries anywhere through its neural field.

Notable: the input is a set of points, not an array, so the grid, its resolution and its gaps are free; moving a
periodic field by an anchor spacing leaves the pooled latents exactly unchanged; the error of its own reconstruction
tells when a file is none of the physics that it was trained on. Relatives: GINO (arXiv 2309.00583) for the local
kernels, LIIF (arXiv 2012.09161) for the decoder, UPT (arXiv 2402.12365) for fields as latent tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import torch
from torch import Tensor

from physfm.encoder import Encoder, Inputs, Kind, Symmetry, permutation
from physfm.errors import InputError
from physfm.types import Batch, Description, Measured, Quantity, Sample, Tokens
from physfm_fields import describe, measuring, plot, read, shuffling, symmetry, synthetic
from physfm_fields.coordinates import neighbourhood
from physfm_fields.tasks import FieldTasks, vrmse
from physfm_fields.tokens import AnchorTransformer

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CHANNELS = 4
"""Successive frames that one item shows, oldest first."""

INPUTS = (
    Quantity(
        "points",
        ("batch", "points", "space"),
        "1",
        "Where the values are, in units of the domain along each axis: 0 to 1, (x, y), or (x, t) for 1D histories",
    ),
    Quantity(
        "values",
        ("batch", "points", "channel"),
        "1",
        "The field at four successive times, oldest first, minus its mean and over its standard deviation",
    ),
    Quantity("frames", ("batch", "channel"), "1", "1 where the frame exists; a lone snapshot is the last of the four"),
    Quantity("periodic", ("batch", "space"), "1", "1 where opposite edges of an axis are the same place"),
    Quantity("mask", ("batch", "points"), "1", "True where the point is real"),
)

_OWN = "in the file's own unit, which is named beside the value"
TARGETS = (
    Quantity("family", ("batch",), "1", "Which equation made the field, as an index into the families"),
    Quantity("variance_ratio", ("batch",), "1", "Spatial variance of the last frame over that of the first"),
    Quantity("trend", ("batch",), "1", "Whether the variance falls from the first to the last frame"),
    Quantity("reconstruction_vrmse", ("batch",), "1", "Error of the neural field over the field's standard deviation"),
    Quantity("mean", ("batch",), "1", f"Mean over the last frame, {_OWN}"),
    Quantity("variance", ("batch",), "1", f"Variance over the last frame, {_OWN} squared"),
    Quantity("energy", ("batch",), "1", f"Half the mean square of the last frame, {_OWN} squared"),
    Quantity("enstrophy", ("batch",), "1", f"Half the mean square of the vorticity of the last frame, {_OWN} squared"),
    Quantity(
        "kinetic_energy", ("batch",), "1", f"Half the mean square of the velocity of the last frame, {_OWN} squared"
    ),
    Quantity("divergence", ("batch",), "1", f"Root mean square of the divergence of the velocity, {_OWN}"),
)


class FieldEncoder(Encoder):
    """Neural-field encoder of simulation grids.

    Parameters
    ----------
    width, depth, num_heads
        Of the transformer over anchors.
    grid
        Anchors along each axis of the domain.
    order
        Cosines along each axis of the local fits that feed a token and that it is decoded to.
    """

    name = "fields"
    inputs = INPUTS
    targets = TARGETS
    suffixes = (".h5", ".hdf5", ".npz", ".mat", ".nc", ".pt")
    shuffle = shuffling.SHUFFLE
    symmetries: ClassVar[tuple[Symmetry, ...]] = (
        permutation("points", INPUTS, tolerance=1e-3),  # rounding of sums, which the ridge fits amplify
        symmetry.translation(8),
        symmetry.resolution(),
    )

    def __init__(self, width: int = 192, depth: int = 3, num_heads: int = 6, grid: int = 8, order: int = 8) -> None:
        super().__init__(width=width, depth=depth, num_heads=num_heads, grid=grid, order=order)
        self.grid = grid
        self.transformer = AnchorTransformer(CHANNELS, CHANNELS + 2, width, depth, num_heads, grid, order)
        self.tasks = FieldTasks(width, CHANNELS, order, len(synthetic.NAMES))
        self.tasks.decoder.undo(self.transformer.embed)

    # The network ----------------------------------------------------------------------------------------------

    def forward(self, inputs: Inputs) -> Tokens:
        """Encode collated inputs; one token an anchor, real where points stand around it."""
        for quantity in INPUTS:
            if quantity.name not in inputs or inputs[quantity.name].ndim != len(quantity.axes):
                got = tuple(inputs[quantity.name].shape) if quantity.name in inputs else "nothing"
                raise InputError(
                    f"FieldEncoder expects {quantity.name} with axes {quantity.axes} ({quantity.meaning}), got {got}. "
                    "Make inputs with FieldEncoder.read and FieldEncoder.collate."
                )
        near = neighbourhood(inputs["points"], inputs["mask"], inputs["periodic"], self.grid)
        flags = torch.cat([inputs["frames"], inputs["periodic"]], dim=1)
        values = inputs["values"] * inputs["frames"].unsqueeze(1)
        tokens, seen, _ = self.transformer(near, values, flags, inputs["periodic"])
        return Tokens(tokens, seen)

    def reconstruct(self, inputs: Inputs, queries: Tensor, tokens: Tokens | None = None) -> Tensor:
        """Evaluate the neural field of ``inputs`` at (batch, queries, 2) points; standardised, (batch, queries, 4)."""
        tokens = self(inputs) if tokens is None else tokens
        every = torch.ones(queries.shape[:2], dtype=torch.bool, device=queries.device)
        return self.tasks.reconstruct(tokens.values, queries, every, inputs["periodic"], self.grid)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Reconstruction at held-out and given points (relative variance), family, and the trend of the variance."""
        inputs = batch.inputs
        mask, count = inputs["mask"], inputs["points"].shape[1]
        turn = torch.arange(count, device=mask.device) % 5
        # Every fifth point is held out; the loss is taken there and at one fifth of the points that were given.
        held, asked = turn == 4, turn >= 3
        enough = mask.sum(1, keepdim=True) >= 50
        tokens = self({**inputs, "mask": mask & ~(held & enough)})
        queries, target = inputs["points"][:, asked], inputs["values"][:, asked]
        predicted = self.tasks.reconstruct(tokens.values, queries, mask[:, asked], inputs["periodic"], self.grid)
        # A frame without variance must not rule the batch: training divides by no less than a hundredth of the whole.
        error = vrmse(predicted, target, mask[:, asked], inputs["frames"], eps=1e-2)
        return {"reconstruction": error.mean(), **self.tasks.losses(tokens, batch.truth)}

    def predict(self, batch: Batch) -> dict[str, Tensor]:
        """Calibrated logits ``family`` (batch, 5) and ``falls`` (batch,); ``vrmse`` (batch,) of the neural field."""
        inputs = batch.inputs
        tokens = self(inputs)
        family, falls = self.tasks.logits(tokens)
        again = self.tasks.reconstruct(tokens.values, inputs["points"], inputs["mask"], inputs["periodic"], self.grid)
        return {
            "family": family,
            "falls": falls,
            "vrmse": vrmse(again, inputs["values"], inputs["mask"], inputs["frames"]),
        }

    def answers(self, batch: Batch) -> list[dict[str, str]]:
        """Answer each kind of question from the heads alone, in the closed words of `questions`."""
        heads = self.predict(batch)
        families, trends = (answers for _, answers in describe.questions().values())
        return [
            {"family": families[int(family.argmax())], "trend": trends[0 if bool(falls > 0) else 1]}
            for family, falls in zip(heads["family"], heads["falls"], strict=True)
        ]

    def calibrate(self, batches: Iterable[Batch]) -> dict[str, float]:
        """Fit the temperatures of the heads and the error beyond which a field is unfamiliar."""
        return measuring.calibrate(self, batches)

    def measure(self, samples: Sequence[Sample]) -> list[Measured]:
        """Measure family, trend, reconstruction error, and the integrals of every field with their units."""
        return measuring.measure(self, samples)

    # The data -------------------------------------------------------------------------------------------------

    @classmethod
    def sniff(cls, path: Path) -> str | None:
        """Name the layout of a simulation file, None for anything else."""
        return read.sniff(path)

    @classmethod
    def read(cls, paths: Sequence[Path], limit: int | None = None) -> Iterator[Sample]:
        """Stream the items of a file: four frames of one scalar component of one trajectory each."""
        return read.read(paths, limit)

    @classmethod
    def info(cls, path: Path) -> dict[str, Any]:
        """Format, items, and for every field its shape, axes, unit, minimum, maximum and mean."""
        return read.info(path)

    @classmethod
    def kinds(cls) -> tuple[Kind, ...]:
        """Fields of all families, and of each alone."""
        return synthetic.kinds()

    @classmethod
    def describe(cls, sample: Sample) -> Description:
        """Words from the generator's truth."""
        return describe.describe(sample)

    @classmethod
    def questions(cls) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Kinds of questions with their closed answers."""
        return describe.questions()

    @classmethod
    def plot(cls, sample: Sample) -> Figure:
        """Draw the field beside its neural-field reconstruction and their difference."""
        return plot.plot(sample, cls)
