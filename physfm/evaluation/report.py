"""What runs show, as data: accuracies with intervals, by tag; paired comparisons; cost; where the numbers come from.

Notable: variants of one draw are compared in pairs, and so are respondents on the same items; p-values are adjusted for
the number of comparisons in the report (Holm), because one in twenty would look significant by chance.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from physfm import __version__
from physfm.checkout import commit
from physfm.evaluation import rendering
from physfm.evaluation.failures import diagnose
from physfm.evaluation.runner import Answered, Run
from physfm.evaluation.task import SURFACE
from physfm.statistics import Interval, bootstrap, holm, paired, wilson

OVERALL = (
    "accuracy",
    "consistency",
    "failure",
    "expected calibration error",
    "mean confidence",
    "explanation precision",
    "explanation recall",
)
"""Metrics of a run; accuracies of groups are named ``accuracy/GROUP=VALUE``."""
GROUPS = ("variant", "level", "form", "domain", "difficulty")
"""Tags by which accuracies are given; an item of two domains counts in both."""
LEAST = 5
"""Answers from which a group is given."""
BINS = 10


@dataclass(frozen=True)
class Report:
    """Finished runs, and what they show; Jupyter shows it as the page that `write` makes.

    Parameters
    ----------
    runs
        With every answer.
    gate
        Of each requirement ``task``, ``metric``, ``met`` and ``reason``, where the runs were held to some.
    """

    runs: tuple[Run, ...]
    gate: tuple[Mapping[str, Any], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every requirement is met; true where there is none."""
        return all(each["met"] for each in self.gate)

    @cached_property
    def _dict(self) -> dict[str, Any]:
        return as_dict(self.runs) | ({"gate": [dict(each) for each in self.gate]} if self.gate else {})

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON, without the answers."""
        return dict(self._dict)

    def write(self, path: str | Path) -> None:
        """Write it to a new file, in the format that the suffix names.

        Raises
        ------
        InputError
            If the file exists, or the suffix is none of `physfm.evaluation.rendering.FORMATS`.
        """
        rendering.writable(path)
        rendering.write(self._dict, path)

    def __str__(self) -> str:
        return rendering.markdown(self._dict)

    def _repr_markdown_(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return rendering.fragment(self._dict)


@dataclass(frozen=True)
class Comparison:
    """Two sets of answers to the same items or draws; ``difference`` is first minus second."""

    first: str
    second: str
    difference: Interval
    p: float
    p_adjusted: float
    pairs: int


def metrics(run: Run) -> dict[str, Interval]:
    """Accuracy of all answers and of each group (``"accuracy/variant=law"``), and calibration where it is known.

    Where draws are asked in several wordings, ``consistency`` is the share of draws that are right in every one and
    ``failure`` that of draws that are right in none, after S. Imani et al., SymPyBench (arXiv 2512.05954).
    """
    found = {"accuracy": _share(run.answered)}
    for group in GROUPS:
        values = sorted({value for a in run.answered for value in _values(a, group)})
        if len(values) < 2:
            continue
        for value in values:
            some = [a for a in run.answered if value in _values(a, group)]
            if len(some) >= LEAST:
                found[f"accuracy/{group}={value}"] = _share(some)
    draws = _draws(run)
    if len(draws) >= LEAST:
        found["consistency"] = wilson(sum(all(each) for each in draws), len(draws))
        found["failure"] = wilson(sum(not any(each) for each in draws), len(draws))
    sure = [a for a in run.answered if a.confidence is not None]
    if len(sure) >= 2 * BINS:
        confidence, right = [a.confidence for a in sure], [float(a.correct) for a in sure]
        found["expected calibration error"] = bootstrap(calibration_error, confidence, right)  # type: ignore[arg-type]
        found["mean confidence"] = bootstrap(lambda x: float(x.mean()), confidence)  # type: ignore[arg-type]
    for name in ("precision", "recall"):
        values_of = [float(a.details[name]) for a in run.answered if a.details.get(name) is not None]
        if len(values_of) >= LEAST:
            found[f"explanation {name}"] = bootstrap(lambda x: float(x.mean()), values_of)
    return found


def calibration_error(confidence: Any, right: Any) -> float:
    """Expected calibration error over ten bins of equal content (Naeini et al., AAAI 2015)."""
    import numpy as np

    order = np.argsort(confidence, kind="stable")
    parts = np.array_split(order, BINS)
    return float(sum(len(p) * abs(confidence[p].mean() - right[p].mean()) for p in parts if len(p)) / len(order))


def _share(answered: Sequence[Answered]) -> Interval:
    return wilson(sum(a.correct for a in answered), len(answered))


def _values(answered: Answered, group: str) -> tuple[str, ...]:
    if group == "form":
        return (answered.form,)
    if group == "domain":
        return tuple(answered.tags.get("domains", ()))
    value = answered.tags.get(group)
    return () if value is None else (str(value),)


def comparisons(runs: Sequence[Run]) -> list[Comparison]:
    """Variants against the plain question of the same draw; respondents against each other on the same items."""
    raw: list[tuple[str, str, Any]] = []
    for run in runs:
        plain = {_draw(a): a.correct for a in run.answered if a.tags.get("variant") == "plain"}
        for variant in sorted({a.tags.get("variant", "plain") for a in run.answered} - {"plain"}):
            some = [a for a in run.answered if a.tags.get("variant") == variant and _draw(a) in plain]
            if len(some) >= LEAST:
                result = paired([a.correct for a in some], [plain[_draw(a)] for a in some])
                raw.append((f"{run.respondent}, {run.task}: {variant}", "plain", result))
    for place, run in enumerate(runs):
        for other in runs[place + 1 :]:
            if (run.task, run.version, run.split) != (other.task, other.version, other.split):
                continue
            theirs = {a.id: a.correct for a in other.answered}
            some = [a for a in run.answered if a.id in theirs]
            if len(some) >= LEAST:
                result = paired([a.correct for a in some], [theirs[a.id] for a in some])
                raw.append((f"{run.respondent}, {run.task}", other.respondent, result))
    adjusted = holm([result.p for *_, result in raw]) if raw else []
    return [
        Comparison(first, second, result.difference, result.p, p, result.pairs)
        for (first, second, result), p in zip(raw, adjusted, strict=True)
    ]


def _draws(run: Run) -> list[list[bool]]:
    """Which answers are right, for each draw that is asked in two or more wordings."""
    found: dict[tuple[Any, ...], list[bool]] = {}
    for each in run.answered:
        if each.tags.get("variant") in SURFACE:
            found.setdefault(_draw(each), []).append(each.correct)
    return [draw for draw in found.values() if len(draw) > 1]


def _draw(answered: Answered) -> tuple[Any, ...]:
    return (answered.tags.get("parent"), answered.tags.get("level"), answered.form)


def as_dict(runs: Sequence[Run]) -> dict[str, Any]:
    """Everything that JSON, Markdown and HTML show."""
    tables = [
        {
            "task": run.task,
            "version": run.version,
            "respondent": run.respondent,
            "split": run.split,
            "n": len(run.answered),
            **{
                name: value
                for name in ("seed", "weights", "left_out", "blind")
                if (value := getattr(run, name)) not in (None, "", {}, False)
            },
            **({"chance": chance} if (chance := by_chance(run)) is not None else {}),
            "metrics": {name: value.as_dict() for name, value in metrics(run).items()},
            "seconds": round(sum(a.seconds for a in run.answered), 2),
            **({"tokens": tokens} if (tokens := _tokens(run)) else {}),
        }
        for run in runs
    ]
    found = signatures(runs)
    compared = [{**vars(c), "difference": c.difference.as_dict()} for c in comparisons(runs)]
    return {
        "runs": tables,
        "comparisons": compared,
        "signatures": found,
        "note": "Accuracies with Wilson 95 % intervals."
        + (_COMPARED.format(len(compared)) if compared else "")
        + (_SIGNATURES.format(len(found)) if found else ""),
        "made": made(),
    }


_COMPARED = (
    " Differences with paired bootstrap intervals and McNemar's exact test, p-values adjusted by Holm's method for the "
    "number of comparisons, which is {}."
)
_SIGNATURES = " Of honest respondents at most 2.5 % are accused by a signature, each of the {} by itself."


_TOLD = ("name", "raised", "score", "threshold", "p_value", "n", "reason")


def signatures(runs: Sequence[Run]) -> list[dict[str, Any]]:
    """The failure signatures of each respondent for which its runs hold answers (`physfm.evaluation.failures`)."""
    return [
        {"respondent": name, **{key: getattr(each, key) for key in _TOLD}}
        for name in dict.fromkeys(run.respondent for run in runs)
        for each in diagnose(run for run in runs if run.respondent == name)
    ]


def by_chance(run: Run) -> float | None:
    """Accuracy of guessing; None where not all answers are choices."""
    options = [a.options for a in run.answered]
    return sum(1 / n for n in options) / len(options) if all(options) else None


def _tokens(run: Run) -> dict[str, int]:
    """What the answers cost, where the respondent says it."""
    names = dict.fromkeys(name for a in run.answered for name in a.tokens)
    return {name: round(sum(a.tokens.get(name, 0.0) for a in run.answered)) for name in names}


def made() -> dict[str, str]:
    """When, by which versions and, in a checkout, from which commit."""
    found = {"date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"), "physfm": __version__}
    found |= {"python": platform.python_version(), "machine": platform.machine(), "commit": commit()}
    for name in ("torch", "transformers", "sympy"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
