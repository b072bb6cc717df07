"""The strain encoder: whitened windows of one to three detectors in, one token per detector and 1/32 s out.

Notable: matched filters that whiten themselves by the detector's spectrum are the stem (`patches`), positions are
relative and circular, so a shift by whole patches permutes the tokens exactly, and detectors are a set.
Shape legend: ``series`` = all real detectors of the batch one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn

from physfm.encoder import Encoder, Inputs, Kind, Symmetry, permutation
from physfm.nn import Block, unpack
from physfm.nn.blocks import initialise
from physfm.types import Batch, Description, Measured, Quantity, Sample, Tokens
from physfm_gw import shuffling, tasks
from physfm_gw import strain as convention
from physfm_gw.patches import PATCH, TOKENS, PatchEmbedding

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INPUTS = (
    Quantity(
        "strain",
        ("batch", "detectors", "time"),
        "1",
        "Strain whitened by the detector's own noise, 20 to 900 Hz, unit variance in noise; 2 s at 2048 Hz.",
    ),
    Quantity(
        "asd",
        ("batch", "detectors", "channel"),
        "strain/Hz**0.5",
        "One-sided amplitude spectral density of the noise in 32 logarithmic bands from 20 to 900 Hz; "
        "1e-19 or more means that the band is not to be used.",
    ),
    Quantity(
        "location",
        ("batch", "detectors", "width"),
        "1",
        "Which detector it is, one-hot over (H1, L1, V1); all zero for any other.",
    ),
    Quantity("mask", ("batch", "detectors"), "1", "True where a detector gives data."),
)
TARGETS = (
    Quantity("merger", ("batch",), "1", "1 if a compact binary merges in the window's scored second, else 0."),
    Quantity(
        "detection_statistic", ("batch",), "1", "Logarithm of merger against noise, up to a constant; no sigmoid."
    ),
    Quantity("false_alarm_probability", ("batch",), "1", "Chance that a second of Gaussian noise scores as high."),
    Quantity("merger_time", ("batch",), "s", "Peak of the wave after the window's start, mean over the detectors."),
    Quantity("gps_time", ("batch",), "s", "GPS time of the peak of the wave, mean over the detectors."),
    Quantity("chirp_mass", ("batch",), "solar_mass", "Detector-frame chirp mass."),
    Quantity("mass_class", ("batch",), "1", "Heavy or light: chirp mass above or below 19 solar masses."),
    Quantity("mass_ratio", ("batch",), "1", "Mass of the lighter over that of the heavier object."),
    Quantity("snr", ("batch",), "1", "Optimal signal-to-noise ratio of the network of detectors, 20 to 900 Hz."),
)


def _shift(given: Inputs, generator: torch.Generator) -> Inputs:
    patches = int(torch.randint(1, TOKENS, (1,), generator=generator))
    return {**given, "strain": given["strain"].roll(patches * PATCH, -1)}


def _flip(given: Inputs, generator: torch.Generator) -> Inputs:
    return {**given, "strain": -given["strain"]}


class StrainEncoder(Encoder):
    """1D transformer over matched-filtered patches of strain.

    Parameters
    ----------
    width
        Of the tokens.
    depth
        Number of transformer blocks.
    num_heads
        Attention heads; must divide ``width``.
    templates
        IMRPhenomD chirps in the filter bank (fixed, not trained).
    wavelets
        Learned quadrature filters beside them.

    Raises
    ------
    MissingDependency
        If lalsuite, which makes the filter bank, is not installed.
    """

    name: ClassVar[str] = "gw"
    inputs: ClassVar[tuple[Quantity, ...]] = INPUTS
    targets: ClassVar[tuple[Quantity, ...]] = TARGETS
    suffixes: ClassVar[tuple[str, ...]] = (".hdf5", ".h5", ".gwf")
    shuffle = shuffling.SHUFFLE
    symmetries: ClassVar[tuple[Symmetry, ...]] = (
        permutation("detectors", INPUTS),
        Symmetry(
            "time-shift", _shift, 1e-3, "A circular shift by whole patches permutes the tokens; exact to rounding."
        ),
        Symmetry(
            "polarisation-flip", _flip, 1e-4, "Turning the wave by 90 degrees flips its sign; every filter is even."
        ),
    )

    distance: Tensor

    def __init__(
        self, width: int = 128, depth: int = 2, num_heads: int = 4, templates: int = 64, wavelets: int = 48
    ) -> None:
        super().__init__(width=width, depth=depth, num_heads=num_heads, templates=templates, wavelets=wavelets)
        self.blocks = nn.ModuleList(Block(width, num_heads) for _ in range(depth))
        initialise(self.blocks, depth)
        self.embedding = PatchEmbedding(width, templates, wavelets)
        # One bias per head and circular distance, and one for pairs of patches of the same detector.
        self.relative = nn.Parameter(torch.zeros(num_heads, TOKENS))
        self.same = nn.Parameter(torch.zeros(num_heads))
        self.hidden = nn.Parameter(torch.zeros(width))
        self.tasks = tasks.Heads(width, templates)
        step = torch.arange(TOKENS)
        self.register_buffer("distance", (step[:, None] - step) % TOKENS, persistent=False)

    # The network ----------------------------------------------------------------------------------------------

    def forward(self, inputs: Inputs) -> Tokens:
        """Encode windows: (batch, detectors * 64, width), tokens in order of detector, then time.

        Raises
        ------
        ValueError
            If an input is missing or has another shape.
        """
        packed, mask, _, _ = self._embed(inputs)
        return self._attend(packed, mask)

    def _embed(self, inputs: Inputs) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Packed tokens (total, width), mask of detectors, ratios (total, templates) and evidence (total,)."""
        missing = [q.name for q in self.inputs if q.name not in inputs]
        if missing:
            raise ValueError(f"StrainEncoder expects inputs {[q.name for q in self.inputs]}; {missing} are missing.")
        strain, asd, location, mask = (inputs[q.name] for q in self.inputs)
        expected = (*mask.shape, convention.SAMPLES)
        if strain.shape != expected or asd.shape[-1] != convention.CHANNELS:
            raise ValueError(
                f"StrainEncoder expects strain of shape (batch, detectors, {convention.SAMPLES}) and asd with "
                f"{convention.CHANNELS} bands, got {tuple(strain.shape)} and {tuple(asd.shape)}. "
                "Whiten and cut with physfm_gw.whitening first."
            )
        values, ratios, evidence = self.embedding(strain[mask], asd[mask], location[mask])
        return values.flatten(0, 1), mask, ratios.flatten(0, 1), evidence.flatten()

    def _attend(self, packed: Float[Tensor, "total width"], mask: Bool[Tensor, "batch detectors"]) -> Tokens:
        token_mask = mask.repeat_interleave(TOKENS, 1)
        bias = self._bias(mask.shape[1]).to(packed.dtype).expand(len(mask), -1, -1, -1)
        for block in self.blocks:
            packed = block(packed, token_mask, bias)
        return Tokens(unpack(packed, token_mask), token_mask)

    def _bias(self, detectors: int) -> Float[Tensor, "one heads tokens tokens"]:
        other = self.relative[:, self.distance]  # (heads, tokens, tokens)
        own = torch.eye(detectors, device=other.device, dtype=other.dtype)
        same = self.same[:, None, None, None, None] * own[:, None, :, None]
        full = other[:, None, :, None, :] + same  # (heads, detectors, tokens, detectors, tokens)
        return full.flatten(3, 4).flatten(1, 2)[None]

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Detection, time and parameters of the binary, and masked patch modelling on an eighth of the batch."""
        packed, mask, ratios, evidence = self._embed(batch.inputs)
        tokens = self._attend(packed, mask)
        found = tasks.losses(self.tasks(tokens, unpack(evidence[:, None], tokens.mask).squeeze(-1)), batch.truth)
        part = max(1, len(batch) // 8)
        count = int(mask[:part].sum()) * TOKENS
        # Spans of four patches (1/8 s): longer than a filter's response to a burst, so nothing can be read off beside.
        spans = torch.rand(count // 4, device=packed.device) < 0.25
        spans[0] = True
        masked = spans.repeat_interleave(4)
        visible = torch.where(masked[:, None], self.hidden, packed[:count])
        guess = self._attend(visible, mask[:part])
        predicted = self.tasks.masked(guess.values[guess.mask][masked])
        return {**found, "masked": 0.1 * (predicted - (ratios[:count][masked] - 2)).pow(2).mean()}

    def predict(self, batch: Batch) -> dict[str, Tensor]:
        """Logits and parameters of the heads.

        Returns
        -------
        outputs
            ``merger`` (batch,): detection statistic, a log-likelihood ratio up to a constant. ``heavy`` (batch,): logit
            of a chirp mass above 19 solar masses. ``token_logit`` (batch, 32): when. ``binary_tokens`` (batch, 32, 6):
            per scored patch. ``mean``, ``log_variance`` (batch, 3): standardised log mass, log SNR, time in the patch.
        """
        packed, mask, _, evidence = self._embed(batch.inputs)
        tokens = self._attend(packed, mask)
        return tasks.summarise(self.tasks(tokens, unpack(evidence[:, None], tokens.mask).squeeze(-1)), self.tasks)

    def answers(self, batch: Batch) -> list[dict[str, str]]:
        """What the heads answer to each question."""
        from physfm_gw import describe

        with torch.no_grad():
            return describe.from_heads(self.predict(batch), self.tasks)

    def calibrate(self, batches: Iterable[Batch]) -> dict[str, float]:
        """Fit scales, temperature and the table of false alarms on validation batches."""
        from physfm_gw import calibration

        return calibration.fit(self, batches)

    def measure(self, samples: Sequence[Sample]) -> list[Measured]:
        """Measure candidates: windows above threshold, neighbours clustered; if there is none, the loudest window.

        Samples are the windows of one observation, in order (as `read` gives them), or unrelated generated ones.
        """
        from physfm_gw import calibration

        return calibration.measure(self, samples)

    # The data -------------------------------------------------------------------------------------------------

    @classmethod
    def sniff(cls, path: Path) -> str | None:
        """Return ``"GWOSC HDF5"``, ``"gwpy HDF5"``, ``"GWF"`` or None."""
        from physfm_gw import read

        return read.sniff(Path(path))

    @classmethod
    def read(cls, paths: Sequence[Path], limit: int | None = None) -> Iterator[Sample]:
        """Stream the windows of one observation, one scored second each."""
        from physfm_gw import read

        return read.read([Path(p) for p in paths], limit)

    @classmethod
    def info(cls, path: Path) -> dict[str, Any]:
        """Format, windows, detectors, gaps and what is missing."""
        from physfm_gw import read

        return read.info(Path(path))

    @classmethod
    def kinds(cls) -> tuple[Kind, ...]:
        """Generators: binaries in noise, and noise alone."""
        from physfm_gw import synthetic

        return synthetic.KINDS

    @classmethod
    def describe(cls, sample: Sample) -> Description:
        """Caption and questions from the truth of a generated window."""
        from physfm_gw import describe

        return describe.describe(sample)

    @classmethod
    def questions(cls) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Kinds of question with their closed answers."""
        from physfm_gw import describe

        return describe.QUESTIONS

    @classmethod
    def plot(cls, sample: Sample) -> Figure:
        """Whitened strain above its spectrogram, one column a detector."""
        from physfm_gw import plot

        return plot.plot(sample)
