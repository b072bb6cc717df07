"""A release gate: what a model must reach before it is released, in a YAML file that can be reviewed.

    runs:
      - {task: choices, n: 200}
      - {task: counterfactual-choices, n: 200, split: private}
    require:
      - {task: choices, metric: accuracy, at_least: 0.30}
      - {task: counterfactual-choices, metric: accuracy/variant=law, at_least: 0.25, bound: value}
      - {task: choices, metric: expected calibration error, at_most: 0.10, bound: value}

A requirement is met if the interval says so: its lower end for ``at_least``, its upper end for ``at_most``, so that a
gate is not passed by a lucky draw; ``bound: value`` takes the value itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from physfm.errors import InputError
from physfm.statistics import Interval

_RUN = {"task", "n", "split"}
_RULE = {"task", "metric", "at_least", "at_most", "bound"}


@dataclass(frozen=True)
class Rule:
    """One requirement; one of ``at_least`` and ``at_most`` is a number."""

    task: str
    metric: str
    at_least: float | None = None
    at_most: float | None = None
    bound: str = ""

    def met(self, value: Interval) -> tuple[bool, str]:
        """Whether a value meets it, and why in one line."""
        if self.at_least is not None:
            held = value.value if self.bound == "value" else value.low
            ok, sign, limit = held >= self.at_least, ">=", self.at_least
        else:
            assert self.at_most is not None
            held = value.value if self.bound == "value" else value.high
            ok, sign, limit = held <= self.at_most, "<=", self.at_most
        text = f"{value.value:.3f} [{value.low:.3f}, {value.high:.3f}]"
        which = "the value" if self.bound == "value" else f"the {'lower' if sign == '>=' else 'upper'} end"
        return ok, f"{self.task}, {self.metric}: {text}; {which} must be {sign} {limit:g}"


@dataclass(frozen=True)
class Gate:
    """What is run, and what must come out."""

    runs: tuple[Mapping[str, Any], ...]
    rules: tuple[Rule, ...]


def read(path: str | Path) -> Gate:
    """Read a gate.

    Raises
    ------
    InputError
        If it is no gate: what was expected is said.
    """
    import yaml

    try:
        found = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as err:
        raise InputError(f"{path} is no YAML: {' '.join(str(err).split())[:200]}") from err
    if not isinstance(found, dict) or set(found) != {"runs", "require"}:
        raise InputError(f"Expected {path} to hold 'runs' and 'require', got {_kind(found)}.")
    runs = [_checked(each, _RUN, {"task", "n"}, path) for each in _list(found["runs"], "runs", path)]
    for run in runs:
        if not isinstance(run["n"], int) or run["n"] < 1:
            raise InputError(
                f"Expected n of {run['task']!r} in {path} to be a positive whole number, got {run['n']!r}."
            )
    rules = [
        _rule(_checked(each, _RULE, {"task", "metric"}, path), path)
        for each in _list(found["require"], "require", path)
    ]
    missing = {rule.task for rule in rules} - {run["task"] for run in runs}
    if missing:
        raise InputError(f"{path} requires something of {sorted(missing)}, which it does not run.")
    return Gate(tuple(runs), tuple(rules))


def _rule(each: Mapping[str, Any], path: str | Path) -> Rule:
    limits = [each.get(name) for name in ("at_least", "at_most")]
    numbers = [x for x in limits if isinstance(x, int | float) and not isinstance(x, bool)]
    if len(numbers) != 1 or len([x for x in limits if x is not None]) != 1:
        raise InputError(f"Expected one number, at_least or at_most, for {each['metric']!r} in {path}, got {limits}.")
    if each.get("bound", "") not in ("", "value", "interval"):
        raise InputError(f"Expected bound 'value' or 'interval' in {path}, got {each['bound']!r}.")
    return Rule(
        str(each["task"]), str(each["metric"]), each.get("at_least"), each.get("at_most"), each.get("bound", "")
    )


def _list(value: Any, name: str, path: str | Path) -> Sequence[Any]:
    if not isinstance(value, list) or not value:
        raise InputError(f"Expected a list of {name} in {path}, got {_kind(value)}.")
    return value


def _checked(each: Any, known: set[str], needed: set[str], path: str | Path) -> Mapping[str, Any]:
    if not isinstance(each, dict) or not needed <= set(each) <= known:
        raise InputError(
            f"Expected {sorted(needed)} and perhaps {sorted(known - needed)} in {path}, got {_kind(each)}."
        )
    return each


def _kind(value: Any) -> str:
    return f"{sorted(map(str, value))}" if isinstance(value, dict) else f"{value!r}"[:80]


def check(gate: Gate, metrics: Mapping[str, Mapping[str, Interval]]) -> list[dict[str, Any]]:
    """Hold metrics of tasks against the rules: for each ``met`` and ``reason``; a missing metric is unmet."""
    found = []
    for rule in gate.rules:
        value = metrics.get(rule.task, {}).get(rule.metric)
        if value is None:
            ok, reason = (
                False,
                f"{rule.task} has no metric {rule.metric!r} (it has {', '.join(metrics.get(rule.task, {}))})",
            )
        else:
            ok, reason = rule.met(value)
        found.append({"task": rule.task, "metric": rule.metric, "met": ok, "reason": reason})
    return found
