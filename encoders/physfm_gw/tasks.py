"""Heads on the tokens: is there a merger, when, of which chirp mass, how loud; and masked patches.

The detection statistic is a log-sum-exp over the scored second of token logits, before any sigmoid (a saturated
softmax ruins small false-alarm probabilities: arXiv 2106.03741); the softmax of the same logits is the posterior of the
merger's time. So both follow from one likelihood ratio, as the Neyman-Pearson lemma wants it. A token's logit is the
matched filter's evidence times how far the network believes that it is a chirp: in Gaussian noise the network has
nothing to add to the matched filter, and what it learns is to doubt glitches.
"""

from __future__ import annotations

import math

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from physfm.types import Tokens
from physfm_gw import strain as convention
from physfm_gw.patches import PATCH, TOKENS

PATCH_S = PATCH / convention.SAMPLE_RATE_HZ
FIRST, LAST = (round(s / PATCH_S) for s in convention.SCORED_S)
"""Scored patches: FIRST <= patch < LAST."""
LOG_MASS = 0.5 * math.log(convention.CHIRP_MASS[0] * convention.CHIRP_MASS[1])
LOG_MASS_SPREAD = math.log(convention.CHIRP_MASS[1] / convention.CHIRP_MASS[0]) / math.sqrt(12)
LOG_SNR, LOG_SNR_SPREAD = math.log(9.0), 0.5
FALSE_ALARMS = tuple(10 ** (-3 + 3 * i / 31) for i in range(32))
"""False-alarm probabilities per second for which the thresholds are stored, from 1e-3 to 1."""


class Heads(nn.Module):
    """All heads of the strain encoder.

    Parameters
    ----------
    width
        Of the tokens.
    templates
        Of the filter bank: what a masked patch is to predict.
    """

    offsets: Tensor
    scales: Tensor
    temperature: Tensor
    background: Tensor

    def __init__(self, width: int, templates: int) -> None:
        super().__init__()
        doubt, say = nn.Linear(width, 1), nn.Linear(width, 1)
        self.merger = nn.Sequential(nn.RMSNorm(width), nn.Linear(width, width), nn.GELU(), say)
        self.chirp = nn.Sequential(nn.RMSNorm(width), nn.Linear(width, width), nn.GELU(), doubt)
        # Start as the matched filter alone, trusted nearly fully; training learns what to doubt.
        nn.init.zeros_(say.weight)
        nn.init.zeros_(doubt.weight)
        nn.init.constant_(doubt.bias, 3.0)
        self.bias = nn.Parameter(torch.zeros(()))
        # Mean and log-variance of (log chirp mass, log SNR, time within the patch), each standardised.
        self.binary = nn.Sequential(nn.RMSNorm(width), nn.Linear(width, width), nn.GELU(), nn.Linear(width, 6))
        self.masked = nn.Sequential(nn.RMSNorm(width), nn.Linear(width, templates))
        # Set by `calibrate`, a row for one, two and three detectors: offsets of the standardised means, factors on the
        # standard deviations, quantiles of the detection statistic in noise (NaN: not calibrated); and the temperature
        # of the merger logit.
        self.register_buffer("offsets", torch.zeros(3, 3))
        self.register_buffer("scales", torch.ones(3, 3))
        self.register_buffer("temperature", torch.tensor([1.0, 0.0]))
        self.register_buffer("background", torch.full((3, len(FALSE_ALARMS)), float("nan")))

    def forward(self, tokens: Tokens, evidence: Float[Tensor, "batch tokens"]) -> dict[str, Tensor]:
        """Raw outputs, each with a leading batch axis; see `physfm_gw.StrainEncoder.predict`."""

        def scored(x: Tensor) -> Tensor:  # (batch, tokens, ...) to (batch, detectors, time, ...)
            return x.unflatten(1, (-1, TOKENS))[:, :, FIRST:LAST]

        values, mask = tokens.values, tokens.mask
        by_time = scored(values)  # (batch, detectors, time, width)
        real = scored(mask)[..., None].to(values.dtype)
        # The matched filter's evidence as far as the network believes in a chirp, and what it adds of its own.
        # Logarithms of likelihood ratios of independent detectors add.
        believed = torch.sigmoid(self.chirp(by_time)) * scored(evidence)[..., None] + self.merger(by_time)
        token_logit = (believed * real).sum(1).squeeze(-1)  # (batch, time)
        statistic = torch.logsumexp(token_logit, 1) - math.log(LAST - FIRST) + self.bias
        mean_token = (by_time * real).sum(1) / real.sum(1).clamp(min=1)  # (batch, time, width)
        detectors = mask.sum(1) // TOKENS
        outputs = {"merger": statistic, "token_logit": token_logit, "binary_tokens": self.binary(mean_token)}
        return {**outputs, "detectors": detectors}


def at(binary: Float[Tensor, "batch time six"], patch: Tensor) -> tuple[Tensor, Tensor]:
    """Means and log-variances (batch, 3) of the binary's parameters at the given scored patch of each item."""
    chosen = binary[torch.arange(len(binary), device=binary.device), patch]
    mean, log_variance = chosen.chunk(2, -1)
    return mean, log_variance.clamp(-9, 4)


def targets(truth: dict[str, Tensor], count: int, like: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return merger label (NaN: unknown), scored patch, standardised parameters (batch, 3), and where these exist."""

    def get(name: str) -> Tensor:
        return truth.get(name, torch.full((count,), float("nan"))).to(like)

    merger, time = get("merger"), get("merger_time")
    inside = (time >= convention.SCORED_S[0]) & (time < convention.SCORED_S[1]) & (merger > 0.5)
    position = (torch.nan_to_num(time) / PATCH_S).clamp(FIRST, LAST - 1e-3)
    patch = position.long()
    known = inside & torch.isfinite(get("chirp_mass")) & torch.isfinite(get("snr"))
    parameters = torch.stack(
        [
            (torch.log(get("chirp_mass")) - LOG_MASS) / LOG_MASS_SPREAD,
            (torch.log(get("snr")) - LOG_SNR) / LOG_SNR_SPREAD,
            (position - patch - 0.5) * 2,
        ],
        -1,
    )
    return merger, patch - FIRST, torch.nan_to_num(parameters), known


def losses(outputs: dict[str, Tensor], truth: dict[str, Tensor]) -> dict[str, Tensor]:
    """Detection (binary cross-entropy), time (cross-entropy over patches), parameters (Gaussian likelihood)."""
    logit = outputs["merger"]
    merger, patch, parameters, known = targets(truth, len(logit), logit)
    labelled = torch.isfinite(merger).to(logit)
    detection = functional.binary_cross_entropy_with_logits(logit, torch.nan_to_num(merger), reduction="none")
    weight = known.to(logit)
    time = functional.cross_entropy(outputs["token_logit"], patch, reduction="none")
    mean, log_variance = at(outputs["binary_tokens"], patch)
    deviation = (parameters - mean).pow(2) * torch.exp(-log_variance)
    parameter = 0.5 * (deviation + log_variance).mean(-1)

    def average(loss: Tensor, weights: Tensor) -> Tensor:
        return (loss * weights).sum() / weights.sum().clamp(min=1)

    return {
        "detection": average(detection, labelled),
        "time": 0.1 * average(time, weight),
        "binary": 0.1 * average(parameter, weight),
    }


def summarise(outputs: dict[str, Tensor], heads: Heads) -> dict[str, Tensor]:
    """Add ``mean``, ``log_variance`` at the loudest patch (calibrated) and the ``heavy`` logit."""
    patch = outputs["token_logit"].argmax(1)
    mean, log_variance = at(outputs["binary_tokens"], patch)
    row = outputs["detectors"].clamp(1, len(heads.scales)) - 1
    mean = mean + heads.offsets[row]
    log_variance = log_variance + 2 * torch.log(heads.scales[row])
    threshold = (math.log(convention.HEAVY) - LOG_MASS) / LOG_MASS_SPREAD
    # Logit of a Gaussian tail; 1.702 is the logistic approximation to the normal distribution (Bowling et al. 2009).
    heavy = 1.702 * (mean[:, 0] - threshold) * torch.exp(-0.5 * log_variance[:, 0])
    return {**outputs, "patch": patch, "mean": mean, "log_variance": log_variance, "heavy": heavy}
