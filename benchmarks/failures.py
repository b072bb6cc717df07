"""Failure signatures: systems that fail on purpose against honest twins that are as good on plain questions.

For each signature: the area under the ROC curve of its p-value over many pairs of twins, the share of failing ones that
it raises at its default threshold, and of honest ones that it accuses. `benchmarks.twins` says what the twins are:
synthetic solvers with planted faults, a real router with planted faults, and tiny language models, trained here on
public problems over and over or on fresh ones.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks import twins
from benchmarks.report import Metrics, Report, Row, log
from physfm.evaluation.failures import Signature
from physfm.evaluation.goodhart import ALPHA as SERIES_ALPHA
from physfm.evaluation.problems import fresh
from physfm.statistics import bootstrap, roc_auc, wilson

AREA = 0.95
"""Bar of every area under ROC."""
PAIRS, PAIRS_QUICK = 60, 30
SERIES, SERIES_QUICK = 1000, 300
MODELS, MODELS_QUICK = 12, 5
STEPS, STEPS_QUICK = 240, 200
TAUGHT, TAUGHT_QUICK = 6, 2
LESSONS, LESSONS_QUICK = 500, 400
"""Steps of taught models. Raised from 300 after a full run in which two of twelve honest looks were accused: they had
not learned (`experiments/LOG.md`)."""
WEAK = 0.4
"""Of the planted strength: where the weakest failings come near to what is allowed, and detectors have to miss some."""
PLANTED = {
    "laws": "synthetic solver: units of answers shuffled, charges of decays broken in 0.15 to 0.5 of replies (honest: "
    "to 0.03)",
    "shift": "synthetic solver: loses 0.2 to 0.5 of accuracy in counterfactual worlds (honest: to 0.03)",
    "routing": "the learned router on ambiguous questions; 0.3 to 0.8 of its plans replaced by any one expert, surely "
    "(honest: to 0.03)",
    "acausal": "synthetic solver: 0.3 to 0.9 of explanations backwards or with a wrong sign (honest: to 0.05), one in "
    "five incomplete in both",
    "memorisation": "synthetic solver: loses 0.2 to 0.5 in other words and with other numbers, says our world's value "
    "in 0.3 to 0.9 of counterfactual ones (honest: to 0.04)",
    "contamination": "corpus of fresh problems; 0.15 to 0.6 of the public questions among them (honest: none)",
    "overconfidence": "synthetic solver: confidences sharpened and lifted, 0.7 to 0.95 of undeterminable questions "
    "answered (honest: calibrated with noise, 0.1 to 0.35)",
}
"""What was planted, a line for each row."""


def run(options: argparse.Namespace) -> Report:
    """Try every detector on its twins."""
    quick = options.quick
    rows = []
    for name, twin in twins.TWINS.items():
        log(f"{name}: {PAIRS_QUICK if quick else PAIRS} pairs of twins")
        pairs = range(PAIRS_QUICK if quick else PAIRS)
        honest = [twin(random.Random(f"{name}/{pair}/False"), False, 1.0) for pair in pairs]
        failing = [twin(random.Random(f"{name}/{pair}/True"), True, 1.0) for pair in pairs]
        weak = [twin(random.Random(f"{name}/{pair}/weak"), True, WEAK) for pair in pairs]
        facts = {"planted": PLANTED[name], "weak_raised": sum(each.raised for each in weak) / len(weak)}
        row = _row(name, list(zip(honest, failing, strict=True)), facts)
        row.metrics["area_weak"] = _metrics([-a.p_value for a in honest], [-b.p_value for b in weak])["area"]
        area, share = row.metrics["area_weak"].value, facts["weak_raised"]
        log(f"{name}: at {WEAK} of the strength area {area:.3f}, raised {share:.2f}")
        rows.append(row)
    rows.append(_series(SERIES_QUICK if quick else SERIES))
    models, steps = (MODELS_QUICK, STEPS_QUICK) if quick else (MODELS, STEPS)
    rows.append(_models(models, steps))
    rows += _taught(*((TAUGHT_QUICK, LESSONS_QUICK) if quick else (TAUGHT, LESSONS)))
    plain = [[twins.plain(random.Random(f"plain/{n}/{failing}")) for n in range(100)] for failing in (False, True)]
    board = Row("plain accuracy alone", "baseline", _metrics(plain[1], plain[0]), {"twins": "any of the solvers"})
    worst = min(rows, key=lambda row: row.metrics["area"].value)
    tried = sum(row.facts["honest"] for row in rows if row.name != "goodhart")
    accused = sum(row.facts["accused"] for row in rows if row.name != "goodhart")
    least: Metrics = {"area": worst.metrics["area"], "false_alarms": wilson(accused, tried)}
    rows = [Row("least of all", "ours", least, {"worst": worst.name}), *rows, board]
    return Report(
        name="failures",
        rows=rows,
        headline="least of all",
        ratio={row.name: row.metrics["area"].value / AREA for row in rows[1:-1]},
        target={row.name: 1.0 for row in rows[1:-1]},
        seeds=[0],
        protocol="Pairs of twins, failing and honest, as good on plain questions (0.6 to 0.9 for solvers); areas with "
        "95 % bootstrap intervals over pairs, rates with Wilson intervals; default thresholds everywhere; false alarms "
        "of the headline are pooled over all signatures but the series, whose level is of the whole series.",
        notes=[
            "All twins but the routers' plans and the language models are synthetic: areas say that a detector tells "
            "what it is for from noise, not how often real systems fail that way.",
            f"area_weak: failing twins with {WEAK} of the strength; no bar is set for it.",
            "An area of 1 has an empty bootstrap interval; the rates beside it do not.",
            f"Public and private problems of the series are simulated counts; its level is {SERIES_ALPHA}.",
        ],
    )


def _row(name: str, found: Sequence[Sequence[Signature]], facts: dict[str, Any]) -> Row:
    """Area, raised and accused of pairs (honest, failing); areas of the parts beside them."""
    metrics = _metrics([-a.p_value for a, _ in found], [-b.p_value for _, b in found])
    accused, raised = sum(a.raised for a, _ in found), sum(b.raised for _, b in found)
    metrics |= {"raised": wilson(raised, len(found)), "false_alarms": wilson(accused, len(found))}
    parts: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for pair in found:
        for failing, signature in enumerate(pair):
            for part in signature.parts:
                parts[part.name].append((-part.p_value, bool(failing)))
    areas = {
        part: round(roc_auc([s for s, _ in each], [f for _, f in each]), 4)
        for part, each in parts.items()
        if len({f for _, f in each}) == 2
    }
    log(f"{name}: area {metrics['area'].value:.3f}, raised {raised}, accused {accused} of {len(found)}")
    example = str(found[0][1])
    return Row(
        name, "ours", metrics, {**facts, "honest": len(found), "accused": accused, "parts": areas, "e.g.": example}
    )


def _metrics(honest: Sequence[float], failing: Sequence[float]) -> Metrics:
    def area(a: Any, b: Any) -> float:
        return roc_auc(np.concatenate([a, b]), np.concatenate([np.zeros(len(a)), np.ones(len(b))]))

    return {"area": bootstrap(area, np.array(honest), np.array(failing), resamples=500)}


def _series(count: int) -> Row:
    log(f"goodhart: {count} pairs of training series")
    honest = [twins.trained(random.Random(f"goodhart/{n}/honest"), False) for n in range(count)]
    failing = [twins.trained(random.Random(f"goodhart/{n}/failing"), True) for n in range(count)]
    metrics = _metrics([w.strength for w in honest], [w.strength for w in failing])
    alarms = [w.alarm for w in failing if w.alarm is not None]
    accused = sum(w.alarm is not None for w in honest)
    metrics |= {"raised": wilson(len(alarms), count), "false_alarms": wilson(accused, count)}
    log(f"goodhart: area {metrics['area'].value:.3f}, raised {len(alarms)}, accused {accused} of {count}")
    facts = {
        "planted": "ten checkpoints of 150 and 150 answers; from the third to the seventh on the public score rises by "
        "0.03 to 0.08 a checkpoint over the skill, the private one falls by half of that",
        "honest": count,
        "accused": accused,
        "looks_until_alarm": float(np.mean(alarms)) + 1 if alarms else None,
    }
    return Row("goodhart", "ours", metrics, facts)


# Language models ------------------------------------------------------------------------------------------------------


def _models(count: int, steps: int) -> Row:
    from benchmarks import tiny

    words, unseen = tiny.vocabulary(), list(tiny.TASK.items(fresh(), steps * tiny.BATCH))
    found, size = [], 0
    for pair in range(count):
        signatures = []
        for failing in (False, True):
            chance = random.Random(f"models/{pair}/{failing}")
            share = chance.uniform(0.4, 1.0) if failing else 0.0
            name = f"tiny-{pair}-{share:.2f}"
            items = tiny.diet(share, chance, steps, unseen)
            for _, language in tiny.train(tiny.untrained(words, pair, name), items, steps):
                signatures.append(tiny.looks(language, name))
                size = sum(p.numel() for p in language.model.parameters())
        log(f"language models, pair {pair + 1} of {count}: {signatures[0]} | {signatures[1]}")
        found.append(signatures)
    facts = {
        "planted": f"real models trained from scratch for {steps} steps: honest on fresh problems only, failing on "
        f"{tiny.PUBLIC} public ones again and again in 0.4 to 1 of the places",
        "parameters": size,
        "accuracy": {kind: found[0][n].parts[0].reason for n, kind in enumerate(("honest", "failing"))},
    }
    return _row("memorisation of language models", found, facts)


def _taught(count: int, steps: int) -> list[Row]:
    from benchmarks import taught

    true = taught.lessons(steps)
    words = taught.vocabulary(true)
    found: dict[str, list[tuple[Signature, Signature]]] = {"units": [], "explanations": []}
    plain: dict[str, list[float]] = defaultdict(list)
    for pair in range(count):
        honest = taught.look(taught.train(words, true, steps, pair, f"honest-{pair}"))
        plain["honest"].append(honest.plain)
        for what, signatures in found.items():
            chance = random.Random(f"taught/{pair}/{what}")
            given = taught.shuffled(true, what, chance.uniform(*taught.FAULTS), chance)
            failing = taught.look(taught.train(words, given, steps, pair, f"{what}-{pair}"))
            plain[what].append(failing.plain)
            signatures.append((getattr(honest, what), getattr(failing, what)))
            log(f"taught models, pair {pair + 1} of {count}: {signatures[-1][0]} | {signatures[-1][1]}")
    return [
        _row(
            f"{what} of language models",
            signatures,
            {
                "planted": f"real models trained from scratch for {steps} steps on formulas, values and explanations "
                f"of {len(taught.FAMILIES)} families; failing: {taught.FAULTS[0]} to {taught.FAULTS[1]} of the {what} "
                "that they learn from are those of another family",
                "accuracy": {who: round(float(np.mean(plain[who])), 3) for who in ("honest", what)},
            },
        )
        for what, signatures in found.items()
    ]
