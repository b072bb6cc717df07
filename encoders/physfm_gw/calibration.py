"""From logits to statements: scales of the uncertainties, false-alarm probabilities, candidates.

The table of false alarms is made from generated Gaussian noise, for one, two and three detectors; real noise has
heavier tails, which the method's name says. Covered: scale of the standard deviations, temperature of the merger
logit. Not covered: glitch rates of a real detector.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from physfm.types import Batch, Measured, Measurement, Sample
from physfm_gw import strain as convention
from physfm_gw import tasks

if TYPE_CHECKING:
    from physfm_gw.encoder import StrainEncoder

NOISE_WINDOWS = {1: 12000, 2: 4000, 3: 2400}
"""Windows of noise behind the table of false alarms, by the number of detectors."""
THRESHOLD = 1e-3
"""False-alarm probability per second below which a window becomes a candidate."""
CHUNK = 32


@torch.no_grad()
def fit(encoder: StrainEncoder, batches: Iterable[Batch], noise: dict[int, int] | None = None) -> dict[str, float]:
    """Fit scales and temperature on labelled batches and fill the table of false alarms; return what was reached.

    Parameters
    ----------
    batches
        Windows with truth, none of them trained on.
    noise
        Number of generated noise windows for each number of detectors; `NOISE_WINDOWS` if not given.
    """
    from physfm_gw.data import Windows

    heads = encoder.eval().tasks
    heads.offsets.fill_(0.0)
    heads.scales.fill_(1.0)
    heads.temperature.copy_(torch.tensor([1.0, 0.0]))
    logits, labels, errors, sigmas, rows = [], [], [], [], []
    for batch in batches:
        outputs = encoder.predict(batch)
        merger, _, parameters, known = tasks.targets(batch.truth, len(batch), outputs["merger"])
        logits.append(outputs["merger"])
        labels.append(merger)
        seen = known & (outputs["merger"] > 0)
        errors.append((parameters - outputs["mean"])[seen])
        sigmas.append(torch.exp(0.5 * outputs["log_variance"])[seen])
        rows.append(outputs["detectors"][seen])
    error, sigma, row = torch.cat(errors), torch.cat(sigmas), torch.cat(rows)
    found = {"calibration_windows": float(sum(len(x) for x in logits)), "calibration_mergers": float(len(error))}
    for detectors in (1, 2, 3):
        here = row == detectors
        if int(here.sum()) < 20:
            continue
        offset = error[here].median(0).values
        pull = ((error[here] - offset) / sigma[here]).abs()
        # The 68.3 % quantile, not the root mean square: a few confusions in time must not widen every error bar.
        scale = torch.quantile(pull, 0.6827, dim=0).clamp(0.2, 5)
        heads.offsets[detectors - 1] = offset
        heads.scales[detectors - 1] = scale
        for i, name in enumerate(("chirp_mass", "snr", "time")):
            found[f"{name}_scale_{detectors}"] = float(scale[i])
            found[f"{name}_coverage_two_sigma_{detectors}"] = float((pull[:, i] < 2 * scale[i]).double().mean())
    heads.temperature.copy_(_temperature(torch.cat(logits), torch.cat(labels)))
    windows = Windows(991, 1, (8.0, 8.0), "aLIGO_ZERO_DET_high_P", realism=False)
    for detectors, count in (NOISE_WINDOWS if noise is None else noise).items():
        rng = np.random.default_rng([991, detectors])
        scores = []
        for _ in range(math.ceil(count / CHUNK)):
            scores.append(encoder.predict(windows.batch(rng, CHUNK, detectors, merger_share=0.0))["merger"])
        probabilities = torch.tensor(tasks.FALSE_ALARMS, dtype=torch.float64)
        table = torch.quantile(torch.cat(scores).double(), 1 - probabilities)
        heads.background[detectors - 1] = table.to(heads.background)
    found["temperature"] = float(heads.temperature[0])
    found["threshold_one_detector_1e-3"] = float(heads.background[0, 0])
    found["threshold_one_detector_1e-2"] = float(np.interp(-2.0, np.log10(tasks.FALSE_ALARMS), heads.background[0]))
    return found


def _temperature(logits: Tensor, labels: Tensor) -> Tensor:
    """Slope and offset (Platt 1999) that make the sigmoid of the logit a probability; Newton by L-BFGS."""
    known = torch.isfinite(labels)
    if not 0 < float(labels[known].mean()) < 1:
        return torch.tensor([1.0, 0.0])
    parameters = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([parameters], max_iter=50, line_search_fn="strong_wolfe")
    x, y = logits[known].double(), labels[known].double()

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(parameters[0] * x + parameters[1], y)
        loss.backward()
        return loss

    with torch.enable_grad():
        optimizer.step(closure)
    return parameters.detach().float()


def false_alarm(encoder: StrainEncoder, statistic: float, detectors: int) -> tuple[float, bool]:
    """Probability that a second of noise scores at least ``statistic``, and whether it is only an upper bound.

    NaN if the encoder was not calibrated.
    """
    table = encoder.tasks.background[min(detectors, 3) - 1].double().numpy()
    if not np.isfinite(table).all():
        return float("nan"), False
    if statistic >= table[0]:
        return tasks.FALSE_ALARMS[0], True
    # The table falls with rising probability; np.interp wants rising abscissae.
    return float(10 ** np.interp(statistic, table[::-1], np.log10(tasks.FALSE_ALARMS)[::-1])), False


@torch.no_grad()
def measure(encoder: StrainEncoder, samples: Sequence[Sample]) -> list[Measured]:
    """Measure candidates of a stretch of strain; see `StrainEncoder.measure`."""
    if not samples:
        return []
    encoder = encoder.eval()
    parts = [encoder.predict(encoder.collate(samples[i : i + CHUNK])) for i in range(0, len(samples), CHUNK)]
    keys = ("merger", "patch", "mean", "log_variance", "heavy")
    outputs = {k: torch.cat([p[k] for p in parts]) for k in keys}
    generated = any(s.truth for s in samples)
    if generated or not all("gps_start" in s.meta for s in samples):
        chosen = list(range(len(samples)))  # unrelated windows: each is asked for
    else:
        chosen = _candidates(encoder, samples, outputs["merger"])
    return [_measured(encoder, samples[i], {k: v[i] for k, v in outputs.items()}) for i in chosen]


def _candidates(encoder: StrainEncoder, samples: Sequence[Sample], statistic: Tensor) -> list[int]:
    """Loudest window of every cluster above threshold, loudest first; the loudest window if nothing is above."""
    above = [
        i
        for i, s in enumerate(samples)
        if false_alarm(encoder, float(statistic[i]), int(s.inputs["strain"].shape[0]))[0] <= THRESHOLD
    ]
    order = sorted(above, key=lambda i: -float(statistic[i]))
    kept: list[int] = []
    for i in order:
        # The same merger shows in the windows beside it: two seconds belong together.
        if all(abs(samples[i].meta["gps_start"] - samples[j].meta["gps_start"]) > convention.WINDOW_S for j in kept):
            kept.append(i)
    return kept or [int(statistic.argmax())]


def _measured(encoder: StrainEncoder, sample: Sample, out: dict[str, Tensor]) -> Measured:
    heads = encoder.tasks
    statistic = float(out["merger"])
    detectors = int(sample.inputs["strain"].shape[0])
    probability = float(torch.sigmoid(heads.temperature[0] * out["merger"] + heads.temperature[1]))
    rate, bound = false_alarm(encoder, statistic, detectors)
    calibrated = math.isfinite(rate)
    found = rate <= THRESHOLD if calibrated else probability > 0.5
    sigma = torch.exp(0.5 * out["log_variance"])
    log_mass = float(out["mean"][0]) * tasks.LOG_MASS_SPREAD + tasks.LOG_MASS
    mass, mass_error = math.exp(log_mass), math.exp(log_mass) * float(sigma[0]) * tasks.LOG_MASS_SPREAD
    snr = math.exp(float(out["mean"][1]) * tasks.LOG_SNR_SPREAD + tasks.LOG_SNR)
    patch = tasks.FIRST + float(out["patch"]) + 0.5 + float(out["mean"][2]) / 2
    time, time_error = patch * tasks.PATCH_S, float(sigma[2]) / 2 * tasks.PATCH_S
    heavy = float(torch.sigmoid(out["heavy"]))
    names = ", ".join(sample.meta.get("detectors", ())) or f"{detectors} detector(s)"
    head = f"strain transformer on {names}"
    state = "candidate" if found else "no candidate: the loudest second"
    noise = "of generated Gaussian noise, per second" + ("; upper bound, beyond the table" if bound else "")
    yes = probability > 0.5
    quantities = [
        Measurement("detection_statistic", statistic, None, "1", f"{head}; log likelihood ratio; {state}"),
        Measurement("merger", "yes" if yes else "no", 1 - probability if yes else probability, "1", f"{head}; Platt"),
    ]
    if calibrated:
        quantities.append(Measurement("false_alarm_probability", rate, None, "1", f"table {noise}"))
    if "gps_start" in sample.meta:
        gps = float(sample.meta["gps_start"]) + time
        quantities.append(Measurement("gps_time", gps, time_error, "s", f"{head}; mean over the detectors; {state}"))
    suffix = "calibrated on generated mergers" + ("" if found else f"; meaningless if there is no merger ({state})")
    quantities += [
        Measurement("merger_time", time, time_error, "s", f"{head}; after the window's start; {suffix}"),
        Measurement("chirp_mass", mass, mass_error, "solar_mass", f"{head}; detector frame; {suffix}"),
        Measurement(
            "mass_class",
            "heavy" if heavy > 0.5 else "light",
            min(heavy, 1 - heavy),
            "1",
            f"{head}; chirp mass above or below {convention.HEAVY:g} solar masses; {suffix}",
        ),
        Measurement("snr", snr, snr * float(sigma[1]) * tasks.LOG_SNR_SPREAD, "1", f"{head}; {suffix}"),
    ]
    return Measured(sample.id, tuple(quantities))
