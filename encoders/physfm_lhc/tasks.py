"""What the encoder learns and what it measures: masked particles, classes, regressions, and their calibration.

Every class has a question (`describe`), a logit here and an entry in `measure`, so that words, heads and figures can be
held against each other. Uncertainties are calibrated on held-out jets: one temperature per class (arXiv 1706.04599),
one scale per regression, chosen so that 68.3 % of the pulls lie within one; both are stored with the weights.
Heads speak only of jets; of an event they say that the file cannot tell. Masked particle modelling follows
arXiv 2401.13537: some particles keep their direction but lose momentum and species, which have to be told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn
from torch.nn import functional

from physfm.types import CANNOT_TELL, Batch, Measured, Measurement, Quantity, Sample, Tokens
from physfm_lhc import event
from physfm_lhc.features import Frame

if TYPE_CHECKING:
    from physfm_lhc.encoder import EventEncoder

HEAVY_GEV = 120.0
"""Border of the question for the jet's mass: between the W and the top quark, as far from both as can be."""
MANY = 65
"""Border of the question for the number of constituents: about the median of the generated jets."""
CLASSES = ("origin", "mass_class", "multiplicity_class")
REGRESSIONS = ("jet_mass", "num_constituents", "parton_pt")
ANSWERS = {
    "origin": ("A light quark or gluon.", "A top quark."),
    "mass_class": ("It is lighter than 120 GeV.", "It is heavier than 120 GeV."),
    "multiplicity_class": ("It has at most 65 constituents.", "It has more than 65 constituents."),
}
"""Closed answers of every class: what a logit below and above zero says."""

TARGETS = (
    Quantity("top", ("batch",), "1", "1 if a hadronic top quark started the jet, 0 if a light quark or gluon did."),
    Quantity("origin", ("batch",), "1", "What started the jet, in words."),
    Quantity("mass_class", ("batch",), "1", "Whether the jet is heavier than 120 GeV, in words."),
    Quantity("multiplicity_class", ("batch",), "1", "Whether the jet has more than 65 constituents, in words."),
    Quantity("jet_mass", ("batch",), "GeV", "Mass of the jet: of the sum of its constituents' four-momenta."),
    Quantity("jet_pt", ("batch",), "GeV", "Transverse momentum of the jet."),
    Quantity("jet_eta", ("batch",), "1", "Pseudorapidity of the jet."),
    Quantity("num_constituents", ("batch",), "1", "Number of particles in the jet."),
    Quantity("parton_pt", ("batch",), "GeV", "Transverse momentum of the top quark or parton that started the jet."),
    Quantity("num_objects", ("batch",), "1", "Number of reconstructed objects of the event, missing momentum aside."),
    Quantity("ht", ("batch",), "GeV", "Scalar sum of the transverse momenta of the jets of the event."),
    Quantity("missing_pt", ("batch",), "GeV", "Missing transverse momentum."),
    Quantity("visible_mass", ("batch",), "GeV", "Invariant mass of all objects of the event but the missing momentum."),
    Quantity("dilepton_mass", ("batch",), "GeV", "Invariant mass of the two leading leptons of one flavour."),
)

# Means and scales of the regressed values: ln m, n, ln pT of generated jets, so that the network sees order one.
_CENTRE = {"jet_mass": 4.7, "num_constituents": 67.0, "parton_pt": 6.38}
_SPREAD = {"jet_mass": 0.5, "num_constituents": 20.0, "parton_pt": 0.06}
_LOGARITHMIC = ("jet_mass", "parton_pt")


def to_standard(name: str, value: Tensor) -> Tensor:
    """Turn a physical value into the coordinate that the head regresses (a logarithm where the value is a scale)."""
    if name in _LOGARITHMIC:
        value = value.clamp(min=1e-3).log()
    return (value - _CENTRE[name]) / _SPREAD[name]


def from_standard(name: str, mean: Tensor, sigma: Tensor) -> tuple[Tensor, Tensor]:
    """Inverse of `to_standard` for a mean and its (small) standard deviation."""
    mean, sigma = mean * _SPREAD[name] + _CENTRE[name], sigma * _SPREAD[name]
    return (mean.exp(), mean.exp() * sigma) if name in _LOGARITHMIC else (mean, sigma)


@dataclass(frozen=True)
class MaskedParticles:
    """Which particles are hidden: a third of those of a quarter of the items.

    Parameters
    ----------
    hidden
        (batch, particles), True where momentum and species are hidden; the direction stays.
    items
        (batch,), True for items with hidden particles; the others serve the supervised heads.
    """

    hidden: Bool[Tensor, "batch particles"]
    items: Bool[Tensor, "batch"]

    @classmethod
    def draw(cls, mask: Bool[Tensor, "batch particles"], training: bool) -> MaskedParticles:
        """Draw from the global random state in training; the same for every call otherwise."""
        generator = None if training else torch.Generator().manual_seed(0)
        count = len(mask)
        order = torch.randperm(count, generator=generator)
        items = torch.zeros(count, dtype=torch.bool)
        items[order[: max(1, count // 4)]] = True
        chance = torch.rand(mask.shape, generator=generator)
        chance = chance / torch.where(mask.cpu(), 1.0, 0.0)  # padding becomes infinite: never the smallest
        hidden = (chance < 0.3) | (chance == chance.min(1, keepdim=True).values)
        return cls(hidden.to(mask.device) & items.to(mask.device)[:, None] & mask, items.to(mask.device))

    def hide_momentum(self, at: Frame) -> Frame:
        """Make a probe of 1 GeV of every hidden particle: same direction, no weight in sums."""
        known = (~self.hidden).to(at.z.dtype)
        return replace(at, pt=torch.where(self.hidden, 1.0, at.pt), z=at.z * known, p4=at.p4 * known.unsqueeze(-1))

    def hide_kind(self, kind: Float[Tensor, "batch particles channel"]) -> Float[Tensor, "batch particles channel"]:
        """Blank species and charge of hidden particles."""
        return kind * (~self.hidden).to(kind.dtype).unsqueeze(-1)

    def marker(self, vector: Float[Tensor, "width"], mask: Bool[Tensor, "batch particles"]) -> Tensor:
        """Add ``vector`` to packed tokens of hidden particles: (total, width)."""
        return self.hidden[mask].to(vector.dtype).unsqueeze(-1) * vector


class Tasks(nn.Module):
    """Heads on the tokens of `EventEncoder`.

    Parameters
    ----------
    width
        Of the tokens.
    """

    temperature: Tensor
    sigma_scale: Tensor
    calibration_items: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        self.hidden_marker = nn.Parameter(torch.randn(width) * 0.1)
        self.particle = nn.Linear(width, 2 + len(event.SPECIES))
        self.item = nn.Sequential(nn.Linear(2 * width, width), nn.SiLU())
        self.classes = nn.Linear(width, len(CLASSES))
        self.regressions = nn.Linear(width, 2 * len(REGRESSIONS))
        self.register_buffer("temperature", torch.ones(len(CLASSES)))
        self.register_buffer("sigma_scale", torch.ones(len(REGRESSIONS)))
        self.register_buffer("calibration_items", torch.zeros(()))

    def forward(self, tokens: Tokens) -> dict[str, Tensor]:
        """Return logits of `CLASSES`, (batch,), and means and log-variances of `REGRESSIONS`, (batch, 2).

        Means and variances are in the coordinate of `to_standard`. Nothing is calibrated yet.
        """
        item = self.item(torch.cat([tokens.values[:, 0], tokens.pooled], dim=-1))
        logits, values = self.classes(item), self.regressions(item).unflatten(-1, (len(REGRESSIONS), 2))
        values = torch.stack([values[..., 0], values[..., 1].clamp(-10, 6)], dim=-1)
        out = {name: logits[:, i] for i, name in enumerate(CLASSES)}
        return out | {name: values[:, i] for i, name in enumerate(REGRESSIONS)}

    def losses(
        self, tokens: Tokens, truth: dict[str, Tensor], masked: MaskedParticles, at: Frame, kind: Tensor
    ) -> dict[str, Tensor]:
        """Return the named objectives; items with hidden particles serve only the masked ones."""
        clean = ~masked.items if len(masked.items) > 1 else masked.items
        found = self(tokens)
        out = {}
        for name, target in class_truth(truth, len(clean), tokens.values).items():
            each = functional.binary_cross_entropy_with_logits(found[name], target.nan_to_num(), reduction="none")
            out[name] = _mean(each, clean & target.isfinite())
        for name in REGRESSIONS:
            target = truth.get(name, torch.full_like(found["origin"], math.nan)).to(tokens.values.dtype)
            real = clean & target.isfinite()
            target = to_standard(name, target.nan_to_num(1.0))
            mean, log_variance = found[name].unbind(-1)
            # Outliers (a parton that lost half its momentum) would rule a Gaussian: their pull is capped.
            error2 = (target - mean).clamp(-10, 10) ** 2
            out[name] = 0.1 * _mean(0.5 * (error2 / log_variance.exp() + log_variance), real)
        particle = self.particle(tokens.values[:, 1:])
        mean, log_variance, species = particle[..., 0], particle[..., 1].clamp(-6, 6), particle[..., 2:]
        fraction = 0.5 * (at.z.clamp(min=1e-8).log() + 5)
        nll = 0.5 * ((fraction - mean) ** 2 / log_variance.exp() + log_variance)
        label = kind[..., : len(event.SPECIES)].argmax(-1)
        cross = functional.cross_entropy(species.flatten(0, 1), label.flatten(), reduction="none").view_as(nll)
        out["masked_pt"] = 0.1 * _mean(nll, masked.hidden)
        out["masked_species"] = 0.1 * _mean(cross, masked.hidden)
        return out


def _mean(values: Tensor, real: Tensor) -> Tensor:
    """Mean over the real entries; zero, with a gradient of zero, if there is none."""
    return torch.where(real, values, 0.0).sum() / real.sum().clamp(min=1)


def class_truth(truth: dict[str, Tensor], count: int, like: Tensor) -> dict[str, Tensor]:
    """Return the classes as 0 or 1 from the truth of a batch, NaN where it is not known; each (count,)."""
    unknown = torch.full((count,), math.nan, dtype=like.dtype, device=like.device)
    top, mass, number = (truth.get(n, unknown).to(like.dtype) for n in ("top", "jet_mass", "num_constituents"))
    return {
        "origin": top,
        "mass_class": torch.where(mass.isnan(), mass, (mass > HEAVY_GEV).to(mass.dtype)),
        "multiplicity_class": torch.where(number.isnan(), number, (number > MANY).to(number.dtype)),
    }


def answers(found: dict[str, Tensor]) -> list[dict[str, str]]:
    """Turn logits of a batch into the closed words of every class, per item."""
    yes = {name: (found[name] > 0).tolist() for name in CLASSES}
    return [{name: ANSWERS[name][int(yes[name][i])] for name in CLASSES} for i in range(len(found[CLASSES[0]]))]


# Calibration ----------------------------------------------------------------------------------------------------


def calibrate(encoder: EventEncoder, batches: Iterable[Batch]) -> dict[str, float]:
    """Fit one temperature per class and one scale per regression on held-out batches, and store them.

    Returns
    -------
    fitted
        ``temperature.NAME`` and ``sigma_scale.NAME``.
    """
    encoder.eval()
    with torch.no_grad():
        pairs = [(encoder.predict(batch), batch.truth) for batch in batches]
    found = {k: torch.cat([f[k] for f, _ in pairs]).double() for k in pairs[0][0]}
    truth = {k: torch.cat([t[k] for _, t in pairs]).double() for k in pairs[0][1]}
    heads, count, fitted = encoder.tasks, len(found["origin"]), {}
    for i, (name, target) in enumerate(class_truth(truth, count, found["origin"]).items()):
        heads.temperature[i] = _temperature(found[name], target)
        fitted[f"temperature.{name}"] = float(heads.temperature[i])
    for i, name in enumerate(REGRESSIONS):
        mean, log_variance = found[name].unbind(-1)
        pull = (to_standard(name, truth[name]) - mean).abs() / (0.5 * log_variance).exp()
        heads.sigma_scale[i] = float(torch.quantile(pull, 0.6827))
        fitted[f"sigma_scale.{name}"] = float(heads.sigma_scale[i])
    heads.calibration_items.fill_(count)
    return fitted


def _temperature(logit: Tensor, target: Tensor) -> float:
    """Temperature that minimises the cross-entropy, by golden section in its logarithm."""

    def cost(log_t: float) -> float:
        return float(functional.binary_cross_entropy_with_logits(logit / math.exp(log_t), target))

    low, high, golden = -3.0, 3.0, (math.sqrt(5) - 1) / 2
    for _ in range(60):
        a, b = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, b) if cost(a) < cost(b) else (a, high)
    return math.exp((low + high) / 2)


# Measuring ------------------------------------------------------------------------------------------------------


def is_jet(sample: Sample) -> bool:
    """Whether an item is one jet given by its constituents."""
    return sample.meta.get("item") == "jet" and len(sample.inputs["p4"]) >= 2


def measure(encoder: EventEncoder, samples: Sequence[Sample]) -> list[Measured]:
    """Measure every item: sums over its objects directly, and for jets the calibrated heads."""
    batch_size = 64
    jets = [i for i, s in enumerate(samples) if is_jet(s)]
    # Jets of like length share a batch, so that little padding is computed.
    jets.sort(key=lambda i: len(samples[i].inputs["p4"]))
    heads: dict[int, list[Measurement]] = {}
    encoder.eval()
    for start in range(0, len(jets), batch_size):
        chosen = jets[start : start + batch_size]
        with torch.no_grad():
            found = encoder.predict(encoder.collate([samples[i] for i in chosen]))
        for row, i in enumerate(chosen):
            heads[i] = _from_heads(encoder.tasks, {k: v[row] for k, v in found.items()})
    return [
        Measured(s.id, (*(_direct_jet(s) if i in heads else _direct_event(s)), *heads.get(i, _cannot(s))))
        for i, s in enumerate(samples)
    ]


def _from_heads(heads: Tasks, found: dict[str, Tensor]) -> list[Measurement]:
    count = int(heads.calibration_items)
    fitted = f"calibrated on {count} held-out jets" if count else "not calibrated"
    method = f"graph transformer head, trained on anti-kT 0.8 jets of 550 to 650 GeV, {fitted}"
    out = []
    for i, name in enumerate(CLASSES):
        chance = float(torch.sigmoid(found[name] / heads.temperature[i]))
        if name == "origin":
            out.append(Measurement("top", chance, math.sqrt(chance * (1 - chance)), "1", f"probability; {method}"))
        out.append(Measurement(name, ANSWERS[name][int(chance > 0.5)], min(chance, 1 - chance), "1", method))
    mean, log_variance = found["parton_pt"].unbind(-1)
    value, sigma = from_standard("parton_pt", mean, (0.5 * log_variance).exp() * heads.sigma_scale[2])
    out.append(Measurement("parton_pt", float(value), float(sigma), "GeV", method))
    return out


def _cannot(sample: Sample) -> list[Measurement]:
    why = "the heads need one jet given by its constituents; this item is an event of reconstructed objects"
    if sample.meta.get("item") == "jet":
        why = "a jet of fewer than two constituents has no substructure"
    return [Measurement("origin", CANNOT_TELL, None, "1", why)]


def _physical(sample: Sample) -> tuple[Tensor, Tensor]:
    from physfm.units import factor

    return sample.inputs["p4"].double() * factor(sample.units["p4"], "GeV"), sample.inputs["kind"]


def _direct_jet(sample: Sample) -> list[Measurement]:
    p4, _ = _physical(sample)
    total, how = p4.sum(0), f"sum of {len(p4)} constituents"
    return [
        Measurement("jet_pt", float(event.pt(total)), None, "GeV", how),
        Measurement("jet_eta", float(event.eta(total)), None, "1", how),
        Measurement("jet_mass", float(event.invariant_mass(p4)), None, "GeV", how),
        Measurement("num_constituents", float(len(p4)), None, "1", "counted"),
    ]


def _direct_event(sample: Sample) -> list[Measurement]:
    p4, kind = _physical(sample)
    pt = event.pt(p4)
    is_met = kind[:, event.SPECIES.index("met")] > 0.5
    is_jet_object = kind[:, event.SPECIES.index("jet")] > 0.5
    visible = p4[~is_met]
    out = [Measurement("num_objects", float(len(visible)), None, "1", "counted, without overlap removal")]
    if is_jet_object.any():
        out.append(Measurement("ht", float(pt[is_jet_object].sum()), None, "GeV", "sum over the jets in the file"))
    if is_met.any():
        out.append(Measurement("missing_pt", float(pt[is_met].sum()), None, "GeV", "as the file gives it"))
    if len(visible) >= 2:
        how = f"sum of {len(visible)} objects"
        out.append(Measurement("visible_mass", float(event.invariant_mass(visible)), None, "GeV", how))
    for species in ("muon", "electron"):
        mass = event.dilepton_mass(p4, kind, species)
        if mass is not None:
            charges = [int(kind[i, -1].round()) for i in event.leading(p4, kind, species)[:2]]
            signs = {-1: "opposite", 1: "equal"}.get(charges[0] * charges[1], "unknown")
            how = f"two leading {species}s, {signs} charges, no selection"
            out.append(Measurement("dilepton_mass", mass, None, "GeV", how))
            break
    return out
