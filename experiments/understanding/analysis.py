"""What is concluded from: comparisons of diets, correlations in three senses, instruments, pretrained models."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from experiments.understanding.asking import Record
from experiments.understanding.association import (
    Correlation,
    across,
    centred,
    clustered,
    disattenuated,
    mantel_haenszel,
    partial,
    phi,
    reliability,
    shuffled,
    spearman,
    tables,
    within,
)
from experiments.understanding.scoring import PARTS, Contrast, Small, contrast
from physfm.evaluation.problems import LEVELS
from physfm.statistics import holm, wilson

LEVEL = 0.05
TAUGHT = "why + what if"
BOTH = (TAUGHT, "all three")
"""Diets in which both levels were taught."""
PRIMARY = [(TAUGHT, other, "direction", "probe") for other in ("what if", "what + what if", "shuffled why + what if")]
FURTHER = [
    *((one, other, "what-if", part) for one, other, _, _ in PRIMARY for part in PARTS),
    *((one, other, "direction", "bridge") for one, other, _, _ in PRIMARY),
    ("all three", "what + what if", "direction", "probe"),
    ("all three", "what + what if", "what", "probe"),
    (TAUGHT, "why", "why", "bridge"),
    (TAUGHT, "why", "why", "probe"),
]
"""(diet, against, score, part); without adjustment, and no evidence of their own."""


def effects(models: Sequence[Small]) -> dict[str, Any]:
    """The primary comparisons, adjusted for their number, and further ones."""
    known = {m.diet for m in models}

    def found(listed: list[tuple[str, str, str, str]]) -> list[tuple[tuple[str, str, str, str], Contrast]]:
        return [(each, contrast(models, *each)) for each in listed if set(each[:2]) <= known]

    first = found(PRIMARY)
    adjusted = holm([_p(each.p) for _, each in first])
    return {
        "primary": [
            {**_row(*each), "adjusted_p": p, "evidence": p < LEVEL and each[1].same_sign}
            for each, p in zip(first, adjusted, strict=True)
        ],
        "further": [_row(*each) for each in found(FURTHER)],
    }


def _row(names: tuple[str, str, str, str], each: Contrast) -> dict[str, Any]:
    one, other, score, part = names
    return {
        "diet": one, "against": other, "score": score, "part": part,
        "difference": each.difference, "p": each.p, "seeds": each.seeds,
    }  # fmt: skip


def correlations(models: Sequence[Small], resamples: int) -> dict[str, Any]:
    """Explanatory against predictive scores: across models, within diets, within models."""
    whys = [m.score("why") for m in models]
    diets, read = [m.diet for m in models], [m.read["tokens"] for m in models]
    found: dict[str, Any] = {}
    for name in ("what", "what-if"):
        other = [m.score(name) for m in models]
        reliable = [reliability([m.right(each) for m in models]) for each in ("why", name)]
        rho = across(spearman, whys, other, resamples=resamples)
        kept = list(dict.fromkeys(diets))
        means = [[float(np.mean([v for v, d in zip(s, diets, strict=True) if d == k])) for k in kept]
                 for s in (whys, other)]  # fmt: skip
        found[f"why and {name}"] = {
            "across models": rho,
            "across means of diets": across(spearman, *means, resamples=resamples),
            "given the tokens read": across(partial, whys, other, read, resamples=resamples),
            "reliability of why": reliable[0],
            f"reliability of {name}": reliable[1],
            "disattenuated": disattenuated(rho.value.value, *reliable),
        }
    taught = [m for m in models if m.diet in BOTH]
    within_diets = across(within, [m.score("why") for m in taught], [m.score("what-if") for m in taught],
                          [m.diet for m in taught], groups=[m.diet for m in taught],
                          resamples=resamples) if taught else None  # fmt: skip
    found["why and what-if"]["within diets that teach both"] = within_diets
    found["within models"] = {
        f"why and {name}": situations(taught, name, resamples) for name in ("what-if", "direction", "what") if taught
    }
    listed = {
        "across models": found["why and what-if"]["across models"].p,
        "within diets": within_diets.p if within_diets else math.nan,
        "within models, by chain": found["within models"]["why and what-if"]["by chain"]["p"] if taught else math.nan,
    }
    found["listed"] = dict(zip(listed, holm([_p(p) for p in listed.values()]), strict=True))
    return found


def situations(models: Sequence[Small], name: str, resamples: int) -> dict[str, Any]:
    """Are situations whose why is answered right those whose other question is? Beyond family, and beyond chain."""
    if name == "what":
        models = [m for m in models if m.read.get("what items", 0)]
    records = [(m, m.records[part]) for m in models for part in PARTS]
    x = [v for _, r in records for v in r["why"]]
    y = [v for _, r in records for v in r[name]]
    families = [f for _, r in records for f in r["family"]]
    by_family = [(m.diet, m.seed, f) for m, r in records for f in r["family"]]
    by_chain = [(m.diet, m.seed, c) for m, r in records for c in r["chain"]]
    return odds(x, y, families, {"by family": by_family, "by chain": by_chain}, resamples) if x else {}


def odds(
    x: Sequence[int], y: Sequence[int], families: Sequence[str], strata: Mapping[str, Sequence[Any]], resamples: int
) -> dict[str, Any]:
    """Association of two rows of right and wrong: phi, and common odds ratios over strata beside their null."""
    found: dict[str, Any] = {"n": len(x), "phi": phi(x, y)}
    for key, groups in strata.items():
        common = mantel_haenszel(tables(x, y, groups))
        found[key] = {
            "ratio": common.ratio,
            "over families": clustered(x, y, groups, families, resamples),
            "p": common.p,
            "informative strata": common.informative,
            "pairing shuffled": mantel_haenszel(tables(x, shuffled(y, groups), groups)).ratio,
        }
    return found


def instruments(records: Mapping[str, Record], resamples: int) -> dict[str, Any]:
    """Scores of planted respondents, and whether those that go together or apart are seen to."""
    scores = {name: {level: float(np.mean(r[level])) for level in LEVELS if level in r} for name, r in records.items()}
    found: dict[str, Any] = {"scores": {n: s for n, s in scores.items() if n in ("causal model", "what without why")}}
    for kind in ("together", "apart"):
        names = [name for name in records if name.startswith(f"{kind} ")]
        x = [v for name in names for v in records[name]["why"]]
        y = [v for name in names for v in records[name]["what-if"]]
        families = [f for name in names for f in records[name]["family"]]
        strata = [(name, c) for name in names for c in records[name]["chain"]]
        whys, others = ([scores[name][level] for name in names] for level in ("why", "what-if"))
        found[kind] = {
            "across": across(spearman, whys, others, resamples=resamples),
            **odds(x, y, families, {"by chain": strata}, resamples),
        }
    return found


def pretrained(records: Mapping[str, Mapping[str, Any]], resamples: int) -> dict[str, Any]:
    """Profiles of the pretrained models beside chance, and correlations over them where there are enough."""
    from scipy.stats import binomtest

    cells = [(name, level) for name in records for level in LEVELS]
    beyond = [
        float(binomtest(sum(r[level]), len(r[level]), r["chance"][level], "greater").pvalue)
        for r, level in ((records[name], level) for name, level in cells)
    ]
    adjusted = dict(zip(cells, holm(beyond), strict=True))
    profiles = {
        name: {
            level: {
                "right": wilson(sum(r[level]), len(r[level])),
                "chance": r["chance"][level],
                "above": adjusted[name, level] < LEVEL,
            }
            for level in LEVELS
        }
        for name, r in records.items()
    }
    found: dict[str, Any] = {
        "models": profiles,
        "above chance": sum(p[v]["above"] for p in profiles.values() for v in p),
    }
    if len(records) < 4:  # three points rank in six ways: no permutation could tell anything
        return found
    for name in ("what", "what-if"):
        x, y = ([float(np.mean(r[level])) for r in records.values()] for level in ("why", name))
        reliable = [reliability([r[level] for r in records.values()]) for level in ("why", name)]
        rho: Correlation = across(spearman, x, y, resamples=resamples)
        strata = [model for model, r in records.items() for _ in r["why"]]
        whys, others = ([v for r in records.values() for v in r[level]] for level in ("why", name))
        families = [f for r in records.values() for f in r["family"]]
        found[f"why and {name}"] = {
            "across models": rho,
            "reliability of why": reliable[0],
            f"reliability of {name}": reliable[1],
            "disattenuated": disattenuated(rho.value.value, *reliable),
            "within models": odds(whys, others, families, {"by model": strata}, resamples),
        }
    return found


def residuals(models: Sequence[Small], name: str) -> list[float]:
    """Scores less the mean of their diet, for the figure."""
    return [float(v) for v in centred([m.score(name) for m in models], [m.diet for m in models])]


def _p(value: float) -> float:
    return 1.0 if math.isnan(value) else value
