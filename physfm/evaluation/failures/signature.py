"""A failure signature: one number that tells a kind of failing from honest error, with its uncertainty and a verdict.

One rule for all: a signature is raised when the data reject, at `ALPHA`, that the failing stays within its allowance.
An allowance is what honest systems show too, so noise alone does not raise one, and few cases raise nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import beta, binom, norm, t

from physfm.errors import InputError
from physfm.statistics import Interval

ALPHA = 0.025
"""One-sided: what lies beyond one end of a 95 % interval. At most this share of systems within the allowance is
accused, by each signature."""


@dataclass(frozen=True)
class Signature:
    """What one detector found.

    Parameters
    ----------
    name
        Of the signature, or of one of its parts.
    raised
        Whether it is there.
    score
        The statistic: a rate, a difference of rates, an area; of a combination, -log10 of its p-value.
    interval
        95 % interval of the score; None for a combination.
    threshold
        Allowance: the signature is raised when the score is significantly above it.
    reason
        One line with the numbers.
    n
        Cases that were counted.
    p_value
        One-sided, of a score as large as this if the true one were at the allowance.
    parts
        Of a combination.
    """

    name: str
    raised: bool
    score: float
    interval: Interval | None
    threshold: float
    reason: str
    n: int
    p_value: float
    parts: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}: {'RAISED' if self.raised else 'not raised'}. {self.reason}"

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self)


def rate(name: str, hits: int, n: int, allowance: float, what: str) -> Signature:
    """Judge a rate by the exact binomial test; the interval is that of Clopper and Pearson, which agrees with it.

    Parameters
    ----------
    what
        What was counted, for the reason: ``"replies break a law"``.

    Raises
    ------
    InputError
        If nothing could be counted.
    """
    if n < 1:
        raise InputError(f"No case to look for {name!r} in: nothing of which {what!r} could be said.")
    low = float(beta.ppf(ALPHA, hits, n - hits + 1)) if hits else 0.0
    high = float(beta.ppf(1 - ALPHA, hits + 1, n - hits)) if hits < n else 1.0
    p_value = float(binom.sf(hits - 1, n, allowance))
    reason = f"{hits} of {n} {what} ({hits / n:.2f}, {low:.2f} to {high:.2f}; allowed {allowance:.2f})."
    return Signature(name, p_value <= ALPHA, hits / n, Interval(hits / n, low, high), allowance, reason, n, p_value)


def paired(name: str, differences: ArrayLike, allowance: float, what: str) -> Signature:
    """Judge the mean of differences between -1 and 1, one a pair.

    One pair of +1 and one of -1 are added before mean and variance are taken, so that a few equal differences are no
    certainty.

    Raises
    ------
    InputError
        If there is no pair.

    Notes
    -----
    Source: D. G. Bonett and R. M. Price, J. Educ. Behav. Stat. 37 (2012) 479, for paired proportions; here for any
    bounded differences, with Student's t for the few.
    """
    data = np.asarray(differences, float)
    if not len(data):
        raise InputError(f"No pair to look for {name!r} in.")
    all_of_them = np.concatenate([data, [1.0, -1.0]])
    n = len(all_of_them)
    centre, error = float(all_of_them.mean()), float(all_of_them.std() / math.sqrt(n))
    half = float(t.ppf(1 - ALPHA, n - 1)) * error
    p_value = float(t.sf((centre - allowance) / error, n - 1))
    mean = float(data.mean())
    reason = f"{what}: {mean:+.2f} ({centre - half:+.2f} to {centre + half:+.2f}; allowed {allowance:.2f})."
    return Signature(
        name,
        p_value <= ALPHA,
        mean,
        Interval(mean, min(mean, centre - half), max(mean, centre + half)),
        allowance,
        reason,
        len(data),
        p_value,
    )


def unpaired(name: str, first: Sequence[bool], second: Sequence[bool], allowance: float, what: str) -> Signature:
    """Judge how much larger the first of two independent rates is.

    Raises
    ------
    InputError
        If one of them is empty.
    """
    if not len(first) or not len(second):
        raise InputError(f"No cases to compare for {name!r}.")
    (a, n), (b, m) = (sum(first), len(first)), (sum(second), len(second))
    p, q, error = eased(a, n, b, m)
    half = float(norm.ppf(1 - ALPHA)) * error
    p_value = float(norm.sf((p - q - allowance) / error))
    found = a / n - b / m
    low, high = min(found, p - q - half), max(found, p - q + half)
    reason = (
        f"{what}: {a / n:.2f} of {n} against {b / m:.2f} of {m}, {found:+.2f} ({low:+.2f} to {high:+.2f}; allowed "
        f"{allowance:.2f})."
    )
    return Signature(name, p_value <= ALPHA, found, Interval(found, low, high), allowance, reason, n + m, p_value)


def eased(a: int, n: int, b: int, m: int) -> tuple[float, float, float]:
    """Two rates, a of n and b of m, drawn a little to the middle, and the standard error of their difference.

    Notes
    -----
    Source: A. Agresti and B. Caffo, Am. Stat. 54 (2000) 280: one success and one failure are added to each.
    """
    p, q = (a + 1) / (n + 2), (b + 1) / (m + 2)
    return p, q, math.sqrt(p * (1 - p) / (n + 2) + q * (1 - q) / (m + 2))


def clustered(name: str, differences: ArrayLike, least_error: float, allowance: float, what: str) -> Signature:
    """Judge the mean of differences, one a group, by Student's t.

    Parameters
    ----------
    least_error
        Standard error of the mean from the cases inside the groups: the spread of few groups may come out below it by
        chance, and is not believed then.

    Raises
    ------
    InputError
        If there are fewer than two groups.
    """
    data = np.asarray(differences, float)
    if len(data) < 2:
        raise InputError(f"{name!r} needs two groups at least, got {len(data)}.")
    mean = float(data.mean())
    error = max(float(data.std(ddof=1) / math.sqrt(len(data))), least_error)
    half = float(t.ppf(1 - ALPHA, len(data) - 1)) * error
    p_value = float(t.sf((mean - allowance) / error, len(data) - 1))
    reason = f"{what}: {mean:+.2f} ({mean - half:+.2f} to {mean + half:+.2f}; allowed {allowance:.2f})."
    interval = Interval(mean, mean - half, mean + half)
    return Signature(name, p_value <= ALPHA, mean, interval, allowance, reason, len(data), p_value)


def area(name: str, suspects: ArrayLike, twins: ArrayLike, what: str) -> Signature:
    """Judge the area under the ROC curve of suspects against twins that are like them but for the suspicion.

    The Mann-Whitney test gives the p-value, exact under exchangeability up to its normal approximation; DeLong's
    variance the interval.

    Raises
    ------
    InputError
        If one of them has fewer than two values.

    Notes
    -----
    Source: E. DeLong, D. DeLong and D. Clarke-Pearson, Biometrics 44 (1988) 837.
    """
    from scipy.stats import mannwhitneyu

    x, y = np.asarray(suspects, float), np.asarray(twins, float)
    if len(x) < 2 or len(y) < 2:
        raise InputError(f"{name!r} needs two suspects and two twins at least, got {len(x)} and {len(y)}.")
    wins = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])  # (suspects, twins)
    found = float(wins.mean())
    error = math.sqrt(wins.mean(1).var(ddof=1) / len(x) + wins.mean(0).var(ddof=1) / len(y))
    half = float(norm.ppf(1 - ALPHA)) * error
    p_value = float(mannwhitneyu(x, y, alternative="greater").pvalue)
    low, high = max(0.0, found - half), min(1.0, found + half)
    reason = f"{what}: area under ROC {found:.2f} ({low:.2f} to {high:.2f}; 0.5 where there is no difference)."
    return Signature(name, p_value <= ALPHA, found, Interval(found, low, high), 0.5, reason, len(x) + len(y), p_value)


def combined(name: str, parts: Sequence[Signature]) -> Signature:
    """Combine: raised if any part is, at a level that is shared among them (Bonferroni), whatever their dependence.

    Raises
    ------
    InputError
        If there is no part.
    """
    if not parts:
        raise InputError(f"Nothing to look for {name!r} in: give answers of at least one kind that it needs.")
    worst = min(parts, key=lambda part: part.p_value)
    p_value = min(1.0, len(parts) * worst.p_value)
    score = -math.log10(max(p_value, 1e-300))
    raised = p_value <= ALPHA
    reason = f"{'Raised by' if raised else 'Nearest'} {worst.name} (of {len(parts)}): {worst.reason}"
    n = sum(part.n for part in parts)
    return Signature(name, raised, score, None, -math.log10(ALPHA), reason, n, p_value, tuple(parts))
