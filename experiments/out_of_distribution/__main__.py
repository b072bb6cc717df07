"""Does a model find the principles of one domain in the context of another?

``python -m experiments.out_of_distribution``; the README says what is asked and how it is judged.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from statistics import fmean
from typing import Any

from experiments.out_of_distribution import asking, drawing, summary, training
from experiments.out_of_distribution.design import CONDITIONS, changed_by, design
from experiments.out_of_distribution.settings import Settings
from experiments.protocol import Study, command
from physfm.evaluation.item import Item
from physfm.llm import LanguageModel


def conduct(study: Study[Settings]) -> dict[str, Any]:
    """Run all units that the ledger does not hold, and summarise."""
    settings = study.config
    runs: dict[str, dict[int, Any]] = {diet: {} for diet in settings.diets}
    read_before: dict[str, int] = {}
    asked = {}
    for seed in settings.seeds:
        test = training.examination(settings, seed)
        asked[seed] = {condition: _described(items) for condition, items in test.items()}
        for diet in settings.diets:
            unit = f"{diet}, seed {seed}"
            found = study.once(unit, partial(_taught_and_asked, settings, diet, seed, test))
            runs[diet][seed] = found["conditions"]
            read_before[unit] = found["read_before"]

    results: dict[str, Any] = {
        "accuracy": summary.accuracies(runs),
        "guess": {c: fmean(each[c]["guess"] for each in asked.values()) for c in CONDITIONS},
        "our_law_instead": {diet: _ours(seeds) for diet, seeds in runs.items()},
        "comparisons": summary.verdicts(summary.gaps(runs, asked), summary.able(runs)),
        "shift": summary.detected(runs, asked),
        "doubts": summary.doubts(runs["apart"]),
        "matrix": {c: summary.matrix(runs["apart"], asked, c) for c in ("same", "crossed")},
        "test_questions_read_in_training": read_before,
        "designs": {seed: design(seed) for seed in settings.seeds},
        "choosers": _choosers(study),
    }
    drawing.conditions(results["accuracy"], results["guess"], study.out / "conditions.png")
    drawing.matrices(results["matrix"]["same"], results["matrix"]["crossed"], study.out / "matrix.png")
    (study.out / "table.md").write_text(drawing.table(results))
    return results


def _described(items: list[Item]) -> dict[str, Any]:
    factors = [changed_by(item.question) for item in items]
    return {
        "families": [item.tags["family"].removesuffix("/other wording") for item in items],
        "guess": summary.guessed(factors, [item.gold for item in items]),
    }


def _taught_and_asked(settings: Settings, diet: str, seed: int, test: dict[str, list[Item]]) -> dict[str, Any]:
    language, read = training.trained(settings, design(seed), diet, seed)
    known = {item.question for item in read}
    return {
        "conditions": {condition: asking.answers(language, items) for condition, items in test.items()},
        "read_before": sum(item.question in known for items in test.values() for item in items),
    }


def _ours(seeds: dict[int, Any]) -> float:
    """Share of the questions with another law that got the answer of ours."""
    return fmean(x for found in seeds.values() for x in found["altered"]["ours"])


def _choosers(study: Study[Settings]) -> dict[str, Any]:
    if not study.config.choices:
        return {}
    questions = asking.choices(study.config.choices, study.scratch)
    found = {
        name: study.once(f"choices of {name}", partial(_chosen, load, questions))
        for name, load in asking.ready(study.config).items()
    }
    return summary.choosers(found)


def _chosen(load: Callable[[], LanguageModel], questions: dict[str, list[Item]]) -> dict[str, Any]:
    return asking.chosen(load(), questions)


if __name__ == "__main__":
    sys.exit(command("out_of_distribution", Settings, conduct))
