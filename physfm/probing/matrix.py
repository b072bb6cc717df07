"""From scores to claims: intervals over seeds, differences to every control on the same seeds, one family of tests.

*A helps B* is claimed only if its trunk scores higher in B than every control: random initialisation, the same source
without its physics, its own weights permuted, and a trunk trained on text where there is one. The p-value of a claim
is the largest of the one-sided paired t-tests (an intersection-union test, Berger 1982), adjusted for the number of
claims by Holm's method.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from physfm.probing.transfer import HOME, RANDOM, SHUFFLED, TAUGHT, WEIGHTS, by_seed
from physfm.statistics import Interval, holm, over_seeds

LEVEL = 0.05
SCORES = {
    "probe": lambda cell: float(cell["probe"]["auc"]),
    "few_shot": lambda cell: float(np.mean(list(cell["curve"].values()))),
}
"""AUC of the linear probe, and the mean AUC of the learning curve over its shares of labels."""


def assemble(
    found: Mapping[str, Any], sources: Sequence[str], targets: Sequence[str], texts: Sequence[str] = ()
) -> dict[str, Any]:
    """Return ``matrix``, ``controls``, ``curves``, ``numbers``, ``similarity`` and ``claims``, JSON all through.

    Parameters
    ----------
    found
        What `physfm.probing.transfer.conduct` returned.
    sources, targets, texts
        Rows and columns of the matrix; texts are sources and controls at once.
    """
    cells = found["cells"]
    entries = []
    for target in targets:
        for source in sources:
            for score in SCORES:
                entries.append(_entry(cells, source, target, score, [t for t in texts if t != source]))
    for entry, p in zip(entries, holm([e["p"] for e in entries]), strict=True):
        entry["p_adjusted"] = p
        entry["helps"] = entry["source"] not in texts and p < LEVEL
    every = sorted({cell["row"] for cell in cells}, key=[c["row"] for c in cells].index)
    return {
        "matrix": entries,
        "controls": [
            {"row": row, "target": target, "score": score, "value": over_seeds(values).as_dict()}
            for target in targets
            for row in every
            for score, of in SCORES.items()
            if row not in sources and (values := by_seed(cells, row, target, of))
        ],
        "home": [
            _home(cells, row, target, score) for target in targets for row in (HOME, HOME + TAUGHT) for score in SCORES
        ],
        "curves": _curves(cells, every, targets),
        "numbers": _numbers(cells, every, targets),
        "similarity": _similarity(found["similarity"]),
        "claims": [
            f"{e['source']} helps {e['target']} ({e['score'].replace('_', ' ')})" for e in entries if e["helps"]
        ],
    }


def _entry(
    cells: Sequence[Mapping[str, Any]], source: str, target: str, score: str, texts: Sequence[str]
) -> dict[str, Any]:
    of = SCORES[score]
    own = by_seed(cells, source, target, of)
    rows = {"random": RANDOM, "shuffled_physics": source + SHUFFLED, "shuffled_weights": source + WEIGHTS}
    rows |= {text: text for text in texts}
    beside = {name: values for name, row in rows.items() if (values := by_seed(cells, row, target, of))}
    return {
        "source": source,
        "target": target,
        "score": score,
        "value": over_seeds(own).as_dict(),
        "gain_over": {name: over_seeds(np.subtract(own, values)).as_dict() for name, values in beside.items()},
        "p": max(greater(np.subtract(own, values)) for values in beside.values()),
    }


def _home(cells: Sequence[Mapping[str, Any]], row: str, target: str, score: str) -> dict[str, Any]:
    home, random = (by_seed(cells, name, target, SCORES[score]) for name in (row, RANDOM))
    gain = np.subtract(home, random)
    return {
        "row": row,
        "target": target,
        "score": score,
        "gain_over_random": over_seeds(gain).as_dict(),
        "p": greater(gain),
    }


def greater(differences: ArrayLike) -> float:
    """One-sided p-value that the mean difference is above zero (Student's t); 1 where seeds are fewer than two."""
    from scipy.stats import ttest_1samp

    values = np.asarray(differences, float)
    if len(values) < 2 or not np.isfinite(values).all():
        return 1.0
    if np.ptp(values) == 0:  # no spread, no test
        return 1.0
    return float(ttest_1samp(values, 0, alternative="greater").pvalue)


def _curves(cells: Sequence[Mapping[str, Any]], rows: Sequence[str], targets: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for target in targets:
        for row in rows:
            for share in cells[0]["curve"]:
                here = [cell for cell in cells if cell["row"] == row and cell["target"] == target]
                values = [cell["curve"][share] for cell in here]
                if values:
                    point = {"share": float(share), "value": over_seeds(values).as_dict()}
                    found.append({"target": target, "row": row, **point})
    return found


def _numbers(cells: Sequence[Mapping[str, Any]], rows: Sequence[str], targets: Sequence[str]) -> list[dict[str, Any]]:
    """R^2 of the probe for every numeric target."""
    found = []
    for target in targets:
        for row in rows:
            here = [cell["probe"] for cell in cells if cell["row"] == row and cell["target"] == target]
            for name in here[0] if here else ():
                if name.startswith("r2 ") and all(name in probe for probe in here):
                    values = over_seeds([probe[name] for probe in here]).as_dict()
                    found.append({"target": target, "row": row, "quantity": name.removeprefix("r2 "), "value": values})
    return found


def _similarity(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Means over seeds, and the excess over that of two random trunks on the same items."""
    found = []
    for target in dict.fromkeys(r["target"] for r in records):
        here = [r for r in records if r["target"] == target]
        two_random = {r["seed"]: r for r in here if tuple(r["pair"]) == (RANDOM, RANDOM)}
        for pair in dict.fromkeys(tuple(r["pair"]) for r in here):
            same = [r for r in here if tuple(r["pair"]) == pair]
            for measure in ("cka", "neighbours", "procrustes"):
                beyond = [r[measure]["excess"] - two_random[r["seed"]][measure]["excess"] for r in same]
                found.append(
                    {
                        "target": target,
                        "pair": list(pair),
                        "measure": measure,
                        **{k: over_seeds([r[measure][k] for r in same]).as_dict() for k in ("value", "excess")},
                        "null_mean": float(np.mean([r[measure]["null_mean"] for r in same])),
                        "null_high": float(np.mean([r[measure]["null_high"] for r in same])),
                        "p": max(r[measure]["p"] for r in same),
                        "beyond_two_random": over_seeds(beyond).as_dict(),
                    }
                )
    return found


def written(value: Mapping[str, float | None], digits: int = 3) -> str:
    """Write an interval: ``0.912 [0.901, 0.923]``; without brackets where it has no width."""
    found = Interval(*(float("nan") if value[k] is None else float(value[k] or 0) for k in ("value", "low", "high")))
    if not np.isfinite(found.low):
        return f"{found.value:.{digits}f}"
    return f"{found.value:.{digits}f} [{found.low:.{digits}f}, {found.high:.{digits}f}]"
