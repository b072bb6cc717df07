"""A release gate: what a model must reach before it is released, in a YAML file that can be reviewed.

    runs:
      - {task: choices, n: 200}
      - {task: counterfactual-choices, n: 200, split: private}
    require:
      - {task: choices, metric: accuracy, at_least: 0.30}
      - {task: counterfactual-choices, metric: accuracy/variant=law, at_least: 0.25, bound: value}
      - {task: choices, metric: expected calibration error, at_most: 0.10, bound: value}

A requirement is met if the interval says so: its lower end for ``at_least``, its upper end for ``at_most``, so that a
gate is not passed by a lucky draw; ``bound: value`` takes the value itself. A task that is run in two splits is named
with its ``split`` in each requirement.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from physfm.errors import InputError, did_you_mean
from physfm.evaluation import SPLITS
from physfm.evaluation.report import GROUPS, OVERALL
from physfm.statistics import Interval

_RUN = {"task", "n", "split"}
_RULE = {"task", "metric", "at_least", "at_most", "bound", "split"}


@dataclass(frozen=True)
class Rule:
    """One requirement; one of ``at_least`` and ``at_most`` is a number."""

    task: str
    metric: str
    at_least: float | None = None
    at_most: float | None = None
    bound: str = ""
    split: str = ""

    @property
    def named(self) -> str:
        """The task, with its split where the gate says it."""
        return f"{self.task} ({self.split})" if self.split else self.task

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
        return ok, f"{self.named}, {self.metric}: {text}; {which} must be {sign} {limit:g}"


@dataclass(frozen=True)
class Gate:
    """What is run, and what must come out."""

    runs: tuple[Mapping[str, Any], ...]
    rules: tuple[Rule, ...]

    def of(self, rule: Rule) -> int:
        """Which run a rule is about: its place."""
        return self._places(rule)[0]

    def _places(self, rule: Rule) -> list[int]:
        return [
            n
            for n, run in enumerate(self.runs)
            if run["task"] == rule.task and (not rule.split or run.get("split", SPLITS[0]) == rule.split)
        ]


def read(path: str | Path) -> Gate:
    """Read a gate.

    Raises
    ------
    InputError
        If it is no gate: what was expected is said.
    """
    import yaml

    try:
        given = yaml.load(Path(path).read_text(encoding="utf-8"), _once())
    except OSError as err:
        raise InputError(f"Expected a gate in {str(path)!r}, which cannot be read: {err.strerror}.") from err
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as err:
        raise InputError(f"{path} is no YAML: {' '.join(str(err).split())[:200]}") from err
    if not isinstance(given, dict) or set(given) != {"runs", "require"}:
        raise InputError(f"Expected {path} to hold 'runs' and 'require', got {_kind(given)}.")
    runs = [_checked(each, _RUN, {"task", "n"}, path) for each in _list(given["runs"], "runs", path)]
    for run in runs:
        _task(run, path)
        if not isinstance(run["n"], int) or isinstance(run["n"], bool) or run["n"] < 1:
            raise InputError(
                f"Expected n of {run['task']!r} in {path} to be a positive whole number, got {run['n']!r}."
            )
    for (name, split), times in Counter((run["task"], run.get("split", SPLITS[0])) for run in runs).items():
        if times > 1:
            raise InputError(f"{path} runs {name!r} of the {split} split {times} times. Once says it all.")
    rules = [
        _rule(_checked(each, _RULE, {"task", "metric"}, path), path)
        for each in _list(given["require"], "require", path)
    ]
    found = Gate(tuple(runs), tuple(rules))
    for rule in rules:
        places = found._places(rule)
        if not places:
            raise InputError(f"{path} requires something of {rule.named!r}, which it does not run.")
        if len(places) > 1:
            raise InputError(
                f"{path} runs {rule.task!r} in several splits: say in each requirement which split is meant."
            )
    return found


def _once() -> Any:
    """YAML's safe loader that refuses a key said twice: the later one would win in silence."""
    import yaml

    class Loader(yaml.SafeLoader):
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            keys = [self.construct_object(key, deep=True) for key, _ in node.value]
            if twice := [key for key in keys if keys.count(key) > 1]:
                raise yaml.YAMLError(f"{twice[0]!r} is said twice{node.start_mark}")
            return super().construct_mapping(node, deep)

    return Loader


def _rule(each: Mapping[str, Any], path: str | Path) -> Rule:
    limits = [each.get(name) for name in ("at_least", "at_most")]
    numbers = [x for x in limits if isinstance(x, int | float) and not isinstance(x, bool) and math.isfinite(x)]
    if len(numbers) != 1 or len([x for x in limits if x is not None]) != 1:
        raise InputError(f"Expected one number, at_least or at_most, for {each['metric']!r} in {path}, got {limits}.")
    if each.get("bound", "") not in ("", "value", "interval"):
        raise InputError(f"Expected bound 'value' or 'interval' in {path}, got {each['bound']!r}.")
    _task(each, path)
    _metric(each["metric"], path)
    how = {name: each[name] for name in ("at_least", "at_most", "bound", "split") if name in each}
    return Rule(each["task"], each["metric"], **how)


def _task(each: Mapping[str, Any], path: str | Path) -> None:
    if not isinstance(each["task"], str):
        raise InputError(f"Expected the name of a task in {path}, got {_kind(each['task'])}.")
    if (split := each.get("split", SPLITS[0])) not in SPLITS:
        raise InputError(f"Expected a split of {', '.join(SPLITS)} in {path}, got {_kind(split)}.")


def _metric(name: Any, path: str | Path) -> None:
    """Refuse a metric that no run can have, before hours are spent on one."""
    if not isinstance(name, str):
        raise InputError(f"Expected the name of a metric in {path}, got {_kind(name)}.")
    groups = [f"accuracy/{group}=" for group in GROUPS]
    if name not in OVERALL and not any(name.startswith(group) and name != group for group in groups):
        raise InputError(
            f"No metric {name!r} for {path}.{did_you_mean(name, (*OVERALL, *groups))} Known: {', '.join(OVERALL)}, and "
            f"accuracy/GROUP=VALUE for {', '.join(GROUPS)}."
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


def check(gate: Gate, metrics: Sequence[Mapping[str, Interval]]) -> list[dict[str, Any]]:
    """Hold metrics against the rules: for each ``met`` and ``reason``; a missing metric is unmet.

    Parameters
    ----------
    metrics
        Of each run, in the order of the gate's.
    """
    found = []
    for rule in gate.rules:
        there = metrics[gate.of(rule)]
        value = there.get(rule.metric)
        if value is None:
            ok, reason = False, f"{rule.named} has no metric {rule.metric!r} (it has {', '.join(there)})"
        else:
            ok, reason = rule.met(value)
        found.append({"task": rule.named, "metric": rule.metric, "met": ok, "reason": reason})
    return found
