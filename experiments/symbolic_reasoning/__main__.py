"""Do syntax trees in training and symbolic tools at inference help a small language model to derive?

``python -m experiments.symbolic_reasoning``; the README says what is asked and how it is judged.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from experiments.protocol import Study, command
from experiments.symbolic_reasoning import arms, report
from experiments.symbolic_reasoning.drawing import examination, first
from experiments.symbolic_reasoning.settings import Settings

# What is answered plainly, with tools and by a vote: by the model trained on text, by the one trained with trees, and
# by the latter when it is asked to write trees.
TEXT = {"plain": "language model", "tools": "+ tools", "vote": "vote of samples"}
TREES = {"plain": "+ trees", "tools": "both"}
WRITTEN = {"plain": "+ trees, written", "tools": "both, written"}
FLOOR = {"plain": "untrained, three examples", "tools": "untrained + tools"}
ENGINE, AGENT = "engine alone", "shipped agent"


def conduct(study: Study[Settings]) -> dict[str, Any]:
    """Run all units that the ledger does not hold, and summarise."""
    settings = study.config
    rows: dict[str, list[report.Rows]] = {}
    trainings: dict[str, Any] = {}

    def keep(names: dict[str, str], found: dict[str, arms.Record]) -> None:
        for key, name in names.items():
            rows.setdefault(name, []).append(found[key]["rows"])

    def answered(seed: int, model: str, *, trees: bool = False, vote: bool = False) -> dict[str, arms.Record]:
        test = examination(settings.steps, settings.items, seed)
        speaker = arms.speaker(settings, study.scratch / model, seed, trees=trees)
        return arms.answers(speaker, test, settings.attempts, vote=vote)

    for seed in settings.seeds:
        text, trees = f"text-{seed}", f"trees-{seed}"
        for model, with_trees in ((text, False), (trees, True)):
            train = partial(arms.trained, settings, seed, with_trees, study.scratch / model)
            trainings[model] = study.once(f"train {model}", train)
        keep(TEXT, study.once(f"answers of {text}", partial(answered, seed, text, vote=True)))
        keep(TREES, study.once(f"answers of {trees}", partial(answered, seed, trees)))
        keep(WRITTEN, study.once(f"answers of {trees} with trees", partial(answered, seed, trees, trees=True)))

    for seed in settings.seeds:
        test = examination(settings.steps, settings.items, seed)
        found = study.once(f"engine alone, seed {seed}", partial(arms.engine_alone, test))
        rows.setdefault(ENGINE, []).append(found["rows"])
    test = first(examination(settings.steps, settings.items, settings.seeds[0]), max(settings.floor_items, 2))
    if settings.floor_items:
        some = first(test, settings.floor_items)
        keep(FLOOR, study.once("untrained", partial(arms.untrained, settings, some, settings.seeds[0])))
    if settings.asked:
        found = study.once("shipped agent", partial(arms.shipped_agent, test[: settings.asked]))
        rows[AGENT] = [found["rows"]]

    results = report.tables(rows)
    (study.out / "table.md").write_text(report.markdown(results))
    report.figure(results["by_steps"], study.out / "steps.png")
    return {**results, "trainings": trainings}


if __name__ == "__main__":
    sys.exit(command("symbolic_reasoning", Settings, conduct))
