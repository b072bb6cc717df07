r"""Goodhart's law, watched: when a measure becomes the target, public and private scores part.

At each checkpoint the model answers public and private items of the same generator. Until something was tuned to the
public ones the two scores have the same expectation, so any significant lead of the public score is an alarm.

Looking at every checkpoint would raise false alarms sooner or later; here the whole series has one false-alarm
probability. It is spent over the looks, :math:`\alpha_i = \alpha \cdot 6 / (\pi^2 i^2)`, which sums to :math:`\alpha`
over any number of them. By the union bound that holds whatever the dependence of the looks, which matters: the same
items are asked again at each, so sequential tests that need independent increments (the usual boundaries of group
sequential trials, betting e-processes) do not apply.

Sources: C. Goodhart (1975), in M. Strathern's words (1997); alpha spending: K. Lan and D. DeMets, Biometrika 70 (1983)
659; exact test: R. A. Fisher (1935).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from scipy.stats import hypergeom

from physfm.errors import InputError
from physfm.evaluation.runner import Run
from physfm.statistics import Interval, wilson

ALPHA = 0.05
"""Probability of any false alarm in a series, however long."""


@dataclass(frozen=True)
class Checkpoint:
    """Both scores at one point of training.

    Parameters
    ----------
    step
        Of training: updates, tokens, whatever rises.
    public, private
        Right answers and answers.
    """

    step: float
    public: tuple[int, int]
    private: tuple[int, int]

    @property
    def gap(self) -> float:
        """Public accuracy less private accuracy."""
        return self.public[0] / self.public[1] - self.private[0] / self.private[1]


@dataclass(frozen=True)
class Watch:
    """A series of checkpoints and the verdict on each.

    Parameters
    ----------
    checkpoints
        In the order of training.
    p_values
        One-sided, that public is above private, one a checkpoint.
    spent
        Level of each look; they sum to less than ``alpha``.
    alpha
        Probability of a false alarm anywhere in the series.
    """

    checkpoints: tuple[Checkpoint, ...]
    p_values: tuple[float, ...]
    spent: tuple[float, ...]
    alpha: float = ALPHA

    @property
    def alarm(self) -> int | None:
        """Number of the first checkpoint at which the scores have parted; None if they have not."""
        looks = zip(self.p_values, self.spent, strict=True)
        return next((n for n, (p, level) in enumerate(looks) if p <= level), None)

    @property
    def strength(self) -> float:
        """Largest log10 of level over p-value: above 0 is an alarm."""
        return max(math.log10(a / max(p, 1e-300)) for p, a in zip(self.p_values, self.spent, strict=True))

    @property
    def reason(self) -> str:
        """One line."""
        n = self.alarm
        if n is None:
            last = self.checkpoints[-1]
            return f"No alarm in {len(self.checkpoints)} looks; the gap is {last.gap:+.2f} at the end."
        at = self.checkpoints[n]
        return (
            f"Alarm at step {at.step:g}: public {at.public[0] / at.public[1]:.2f}, private "
            f"{at.private[0] / at.private[1]:.2f} (p = {self.p_values[n]:.1g}, level {self.spent[n]:.1g})."
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON: the series, the tests, the alarm."""
        return {**asdict(self), "alarm": self.alarm, "reason": self.reason}


def watch(series: Iterable[Checkpoint | tuple[float, Run, Run]], alpha: float = ALPHA) -> Watch:
    """Test a series.

    Parameters
    ----------
    series
        Checkpoints, or (step, public run, private run), in the order of training. A longer series with the same
        beginning gives the same verdicts on it: call again as checkpoints come.
    alpha
        Probability of a false alarm anywhere.

    Raises
    ------
    InputError
        If there is no checkpoint, one without answers, the runs of one are of different tasks, or steps fall.
    """
    checkpoints = tuple(each if isinstance(each, Checkpoint) else _counted(*each) for each in series)
    if not checkpoints:
        raise InputError("A series needs one checkpoint at least.")
    if any(later.step <= earlier.step for earlier, later in pairwise(checkpoints)):
        raise InputError(f"Steps have to rise, got {[c.step for c in checkpoints]}.")
    if any(not c.public[1] or not c.private[1] for c in checkpoints):
        raise InputError("A checkpoint has no answers.")
    p_values = tuple(_parted(c) for c in checkpoints)
    return Watch(checkpoints, p_values, tuple(levels(len(checkpoints), alpha)), alpha)


def levels(looks: int, alpha: float = ALPHA) -> list[float]:
    """The level of each look."""
    return [alpha * 6 / (math.pi**2 * n**2) for n in range(1, looks + 1)]


def _counted(step: float, public: Run, private: Run) -> Checkpoint:
    if (public.task, public.version) != (private.task, private.version):
        raise InputError(f"Runs of different tasks are not compared: {public.task!r} and {private.task!r}.")
    counts = [(sum(a.correct for a in run.answered), len(run.answered)) for run in (public, private)]
    return Checkpoint(step, counts[0], counts[1])


def _parted(at: Checkpoint) -> float:
    """Fisher's exact test, one-sided."""
    (a, n), (b, m) = at.public, at.private
    return float(hypergeom.sf(a - 1, n + m, a + b, n))


def figure(found: Watch, title: str = "") -> Any:
    """Draw both scores with Wilson intervals, and the alarm; returns a matplotlib figure."""
    from matplotlib.figure import Figure

    drawing = Figure(figsize=(6, 3.6), layout="constrained")
    axes = drawing.subplots()
    steps = [c.step for c in found.checkpoints]
    for name, counts, colour in (
        ("public", [c.public for c in found.checkpoints], "tab:blue"),
        ("private", [c.private for c in found.checkpoints], "tab:orange"),
    ):
        values = [wilson(*each) for each in counts]
        axes.errorbar(
            steps, [v.value for v in values], yerr=_bars(values), color=colour, marker="o", capsize=2, label=name
        )
    if found.alarm is not None:
        axes.axvline(steps[found.alarm], color="tab:red", linestyle="--", label="alarm")
    axes.set(xlabel="step", ylabel="accuracy", ylim=(0, 1), title=title)
    axes.legend(frameon=False)
    return drawing


def _bars(values: Sequence[Interval]) -> list[list[float]]:
    return [[v.value - v.low for v in values], [v.high - v.value for v in values]]
