"""The toy encoder: a set transformer over (time, angle) pairs with two heads, length and damping.

Time enters relative to the mean of the swing, so that the origin of the clock carries no information.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from physfm.encoder import Encoder, Inputs, Kind, Symmetry, permutation
from physfm.errors import InputError
from physfm.nn import Block, FourierFeatures, pack, unpack
from physfm.types import Batch, Description, Measured, Measurement, Quantity, Question, Sample, Tokens
from physfm_toy import swing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INPUTS = (
    Quantity("time", ("batch", "time"), "s", "time of each reading, any origin"),
    Quantity("angle", ("batch", "time"), "rad", "angle from the vertical"),
    Quantity("mask", ("batch", "time"), "1", "True where the reading is real"),
)
DAMPING = ("The swing is undamped.", "The swing is damped.")


def _shift(inputs: Inputs, generator: torch.Generator) -> Inputs:
    return {**inputs, "time": inputs["time"] + 1.0 + torch.rand((), generator=generator)}


class ToyEncoder(Encoder):
    """Pendulum swings to tokens."""

    name = "toy"
    inputs = INPUTS
    targets = (
        Quantity("length", ("batch",), "m", "length of the pendulum"),
        Quantity("damped", ("batch",), "1", "1 if friction damps the swing, 0 if not"),
    )
    symmetries = (
        permutation("time", INPUTS),
        Symmetry("time-shift", _shift, 1e-3, "the clock has no origin; times lose a digit in the subtraction."),
    )
    suffixes = (".csv",)

    def __init__(self, width: int = 32, depth: int = 2, octaves: int = 5) -> None:
        super().__init__(width=width, depth=depth, octaves=octaves)
        self.features = FourierFeatures(octaves)
        self.embed = nn.Linear(self.features.width(1) + 1, width)
        self.blocks = nn.ModuleList(Block(width, 4) for _ in range(depth))
        self.norm = nn.RMSNorm(width)
        self.heads = nn.Linear(width, 3)  # log length, its log variance, logit of damping
        self.register_buffer("error_scale", torch.ones(()))

    def forward(self, inputs: Inputs) -> Tokens:
        """Encode (batch, time) readings, one token a reading."""
        mask = inputs["mask"]
        weight = mask.to(inputs["time"].dtype)
        middle = (inputs["time"] * weight).sum(1, keepdim=True) / weight.sum(1, keepdim=True).clamp(min=1)
        phase = self.features(((inputs["time"] - middle) / 2.5).unsqueeze(-1))  # 2.5 s: half of a recording
        x = pack(torch.cat([phase, 10 * inputs["angle"].unsqueeze(-1)], -1), mask)
        x = self.embed(x)
        for block in self.blocks:
            x = block(x, mask)
        return Tokens(unpack(self.norm(x), mask), mask)

    def predict(self, batch: Batch) -> dict[str, Tensor]:
        """Log of the length (m), log of its variance, and the logit of damping."""
        mean, spread, logit = self.heads(self(batch.inputs).pooled).unbind(-1)
        return {"log_length": mean, "log_variance": spread, "damped": logit}

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Gaussian likelihood of the log length, and cross entropy of damping."""
        found = self.predict(batch)
        wanted = batch.truth["length"].log()
        return {
            "length": functional.gaussian_nll_loss(found["log_length"], wanted, found["log_variance"].exp()),
            "damped": functional.binary_cross_entropy_with_logits(found["damped"], batch.truth["damped"]),
        }

    @torch.no_grad()
    def calibrate(self, batches: Iterable[Batch]) -> dict[str, float]:
        """Scale the predicted error so that pulls have unit variance."""
        pulls = []
        for batch in batches:
            found = self.predict(batch)
            pulls.append((found["log_length"] - batch.truth["length"].log()) / (found["log_variance"] / 2).exp())
        pull = torch.cat(pulls)
        self.error_scale.copy_(pull.pow(2).mean().sqrt())
        return {
            "error_scale": float(self.error_scale),
            "coverage_68": float((pull.abs() < self.error_scale).float().mean()),
        }

    @torch.no_grad()
    def answers(self, batch: Batch) -> list[dict[str, str]]:
        """Say whether each swing is damped."""
        return [{"damping": DAMPING[int(logit > 0)]} for logit in self.predict(batch)["damped"]]

    @torch.no_grad()
    def measure(self, samples: Sequence[Sample]) -> list[Measured]:
        """Measure length and damping."""
        batch = self.collate(samples)
        found = self.predict(batch)
        out = []
        for i, name in enumerate(batch.ids):
            length = float(found["log_length"][i].exp())
            relative = float((found["log_variance"][i] / 2).exp() * self.error_scale)
            probability = float(found["damped"][i].sigmoid())
            quantities = (
                Measurement("length", length, length * relative, "m", "set transformer head"),
                Measurement(
                    "damped",
                    "damped" if probability > 0.5 else "undamped",
                    min(probability, 1 - probability),
                    "1",
                    "set transformer head",
                ),
            )
            out.append(Measured(name, quantities))
        return out

    @classmethod
    def sniff(cls, path: Path) -> str | None:
        """Recognise the header."""
        return swing.sniff(path)

    @classmethod
    def read(cls, paths: Sequence[Path], limit: int | None = None) -> Iterator[Sample]:
        """Stream swings; one file is one observation."""
        if len(paths) != 1:
            raise InputError(f"Expected one pendulum file at a time, got {len(paths)}. Give them one by one.")
        return swing.read(Path(paths[0]), limit)

    @classmethod
    def info(cls, path: Path) -> dict[str, Any]:
        """Count swings."""
        return swing.info(path)

    @classmethod
    def kinds(cls) -> tuple[Kind, ...]:
        """Generate pendulum swings."""
        return (Kind("pendulum", "small swings of pendulums, half of them damped", swing.generate),)

    @classmethod
    def describe(cls, sample: Sample) -> Description:
        """Tell length and damping."""
        words = DAMPING[int(sample.truth["damped"])]
        question = Question(cls.questions()["damping"][0], words, "damping")
        return Description(f"A pendulum of {sample.truth['length']:.2f} m. {words}", (question,))

    @classmethod
    def questions(cls) -> dict[str, tuple[str, tuple[str, ...]]]:
        """One question: damping."""
        return {"damping": ("Is the swing damped?", DAMPING)}

    @classmethod
    def plot(cls, sample: Sample) -> Figure:
        """Angle against time."""
        from matplotlib.figure import Figure

        figure = Figure()
        axes = figure.subplots()
        axes.plot(sample.inputs["time"].numpy(), sample.inputs["angle"].numpy(), ".")
        axes.set(xlabel=f"time [{sample.units['time']}]", ylabel=f"angle [{sample.units['angle']}]")
        return figure
