"""Routing of questions: the learned router beside the rule baseline, per kind of question, with calibration and speed.

Asked are the held-out questions of ``routing_questions.jsonl``, written without sight of the training templates; where
that file is missing, the development questions, on which the routers were tuned, and the report says so. Accuracy: the
plan is one of the acceptable sets of experts or, where several are acceptable, a part of their union. False abstention
is counted over all questions of which abstaining is no acceptable plan.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import ROOT, Metrics, Report, Row, exactly, log
from physfm.checkout import commit
from physfm.errors import InputError
from physfm.router.fitting import Asked
from physfm.router.plan import ABSTAIN, Plan, Router
from physfm.statistics import bootstrap, wilson

HELD_OUT = ROOT / "benchmarks" / "routing_questions.jsonl"
DEVELOPMENT = ROOT / "benchmarks" / "routing_development.jsonl"
TARGETS = {"clear": 0.97, "ambiguous": 0.85, "out_of_scope": 0.90}
FALSE_ABSTENTION, ECE, LIMIT_MS = 0.03, 0.05, 20.0
BINS = 15


@dataclass(frozen=True)
class Question:
    """One line of a file of questions."""

    kind: str
    asked: Asked


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fit", action="store_true", help="fit the learned router anew and write it into the package")
    parser.add_argument("--questions", type=Path, default=None, metavar="FILE", help="JSON lines to ask instead")
    parser.add_argument("--wrong", action="store_true", help="list the questions that were routed wrongly")


def run(options: argparse.Namespace) -> Report:
    """Ask both routers every question."""
    from physfm.router.learned import LearnedRouter
    from physfm.router.rules import RuleRouter

    if options.fit:
        fit(read(DEVELOPMENT))
    source = options.questions or (HELD_OUT if HELD_OUT.exists() else DEVELOPMENT)
    questions = read(source)
    log(f"asking {len(questions)} questions of {source.name}")
    routers: dict[str, Router] = {"learned": LearnedRouter.load(), "rules": RuleRouter()}
    rows = {}
    for name, router in routers.items():
        plans, seconds = _ask(router, questions)
        metrics, facts = score(questions, plans)
        milliseconds = 1e3 * np.array(seconds)
        metrics |= {
            "ms_median": bootstrap(lambda v: float(np.median(v)), milliseconds, resamples=300),
            "ms_p95": bootstrap(lambda v: float(np.quantile(v, 0.95)), milliseconds, resamples=300),
        }
        if options.wrong:
            facts["wrong"] = _wrong(questions, plans)
        rows[name] = Row(name, "ours" if name == "learned" else "baseline", metrics, facts)
    ours = rows["learned"].metrics
    ratio = {kind: ours[kind].value for kind in TARGETS if kind in ours}
    ratio["false_abstention"] = FALSE_ABSTENTION / max(ours["false_abstention"].value, 1e-3)
    ratio["ece_adaptive"] = ECE / max(ours["ece_adaptive"].value, 1e-3)
    ratio["ece_equal_width"] = ECE / max(ours["ece_equal_width"].value, 1e-3)
    ratio["ms_median"] = LIMIT_MS / ours["ms_median"].value
    target = {name: TARGETS.get(name, 1.0) for name in ratio}
    held_out = source.name == HELD_OUT.name
    notes = (
        [] if held_out else ["These are development questions: thresholds and templates were chosen with them in view."]
    )
    return Report(
        name="routing",
        rows=[
            *rows.values(),
            Row("limit of the issue", "limit", {"ms_median": exactly(LIMIT_MS), "ece": exactly(ECE)}),
        ],
        headline="learned",
        ratio=ratio,
        target=target,
        seeds=[0],
        protocol=f"{len(questions)} questions of {source.name} ({'held out' if held_out else 'development'}); Wilson "
        f"intervals, 95 %; ECE over {BINS} bins of equal width and of equal content; times of single decisions after "
        "ten to warm up, threads as torch is set; ratio of the accuracies is the accuracy, of others limit over ours.",
        notes=notes,
    )


def read(path: Path) -> list[Question]:
    """Read questions.

    Raises
    ------
    InputError
        If the file is missing or a line lacks a field.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file of routing questions.")
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            plain = json.loads(line)
            sets = tuple(frozenset(experts) for experts in plain["acceptable"])
            found.append(Question(plain["kind"], Asked(plain["question"], tuple(plain["attachments"]), sets)))
        except (ValueError, KeyError, TypeError) as err:
            raise InputError(
                f"{path}, line {number}: expected question, attachments, kind, acceptable; {err!r}."
            ) from err
    return found


def _ask(router: Router, questions: Sequence[Question]) -> tuple[list[Plan], list[float]]:
    for question in questions[:10]:
        router.plan(question.asked.question, question.asked.attachments)
    plans, seconds = [], []
    for question in questions:
        began = time.perf_counter()
        plans.append(router.plan(question.asked.question, question.asked.attachments))
        seconds.append(time.perf_counter() - began)
    return plans, seconds


def score(questions: Sequence[Question], plans: Sequence[Plan]) -> tuple[Metrics, dict[str, Any]]:
    """Accuracy per kind, abstention, calibration."""
    right = np.array([q.asked.right(p.experts) for q, p in zip(questions, plans, strict=True)])
    kinds = np.array([q.kind for q in questions])
    metrics: Metrics = {"all": wilson(int(right.sum()), len(right))}
    for kind in sorted(set(kinds)):
        metrics[kind] = wilson(int(right[kinds == kind].sum()), int((kinds == kind).sum()))
    answerable = [p for q, p in zip(questions, plans, strict=True) if frozenset({ABSTAIN}) not in q.asked.acceptable]
    metrics["false_abstention"] = wilson(sum(p.abstain for p in answerable), len(answerable))
    confidence = np.array([p.confidence for p in plans])
    metrics["ece_adaptive"] = exactly(calibration_error(confidence, right, adaptive=True))
    metrics["ece_equal_width"] = exactly(calibration_error(confidence, right, adaptive=False))
    facts = {
        "questions": {kind: int((kinds == kind).sum()) for kind in sorted(set(kinds))},
        "mean_confidence": round(float(confidence.mean()), 4),
        "several_experts": sum(len(p.experts) > 1 for p in plans),
    }
    return metrics, facts


def calibration_error(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], adaptive: bool, bins: int = BINS
) -> float:
    """Expected calibration error: mean distance of confidence and accuracy over bins, weighted by their content."""
    order = np.argsort(confidence, kind="stable")
    if adaptive:
        parts = [part for part in np.array_split(order, bins) if len(part)]
    else:
        place = np.minimum((confidence * bins).astype(int), bins - 1)
        parts = [np.flatnonzero(place == number) for number in range(bins) if (place == number).any()]
    gaps = [len(part) * abs(confidence[part].mean() - right[part].mean()) for part in parts]
    return float(sum(gaps) / len(confidence))


def _wrong(questions: Sequence[Question], plans: Sequence[Plan]) -> list[Mapping[str, Any]]:
    return [
        {
            "question": q.asked.question,
            "attachments": list(q.asked.attachments),
            "kind": q.kind,
            "acceptable": [sorted(s) for s in q.asked.acceptable],
            "plan": list(p.experts),
            "confidence": round(p.confidence, 3),
            "reason": p.reason,
        }
        for q, p in zip(questions, plans, strict=True)
        if not q.asked.right(p.experts)
    ]


def fit(development: Sequence[Question]) -> None:
    """Fit the learned router on the templates and write weights and card into the package."""
    from physfm.router import fitting
    from physfm.router.head import FOLDER
    from physfm.router.learned import LearnedRouter

    logging.getLogger(fitting.__name__).addHandler(logging.StreamHandler())
    logging.getLogger(fitting.__name__).setLevel(logging.INFO)
    log("drawing and embedding the training questions")
    table = fitting.table()
    log(f"fitting {len(table.asked)} questions")
    head, figures = fitting.fit(table, [q.asked for q in development])
    head.save(FOLDER, {"provenance": {"command": "python -m benchmarks routing --fit", "commit": commit(), **figures}})
    LearnedRouter.load.cache_clear()
    log(f"written: {figures}")
