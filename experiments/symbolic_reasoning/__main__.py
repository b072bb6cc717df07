"""Do syntax trees in training and symbolic tools at inference help a small language model to derive? ``python -m
experiments.symbolic_reasoning``; the README says what is asked and how it is judged."""

from __future__ import annotations

import sys
from typing import Any

from experiments.protocol import Study, command
from experiments.symbolic_reasoning import arms, report
from experiments.symbolic_reasoning.drawing import examination, first
from experiments.symbolic_reasoning.settings import Settings

WRITTEN, BASE, BASE_TOOLS = "+ trees, written", "untrained, three examples", "untrained + tools"
ENGINE, AGENT = "engine alone", "shipped agent"


def conduct(study: Study[Settings]) -> dict[str, Any]:
    """Run all units that the ledger does not hold, and summarise."""
    settings, folder = study.config, study.scratch / "updates"
    rows: dict[str, list[report.Rows]] = {}
    trainings: dict[str, Any] = {}

    def keep(name: str, record: arms.Record) -> None:
        rows.setdefault(name, []).append(record["rows"])

    for seed in settings.seeds:
        test = examination(settings.steps, settings.items, seed)
        few = first(test, settings.few)
        keep(ENGINE, study.once(f"engine alone, seed {seed}", lambda test=test: arms.engine_alone(test)))
        for trees, plain, tools in ((False, "language model", "+ tools"), (True, "+ trees", "both")):
            updates = arms.name(seed, trees)
            trainings[updates] = study.once(
                f"train {updates}", lambda seed=seed, trees=trees: arms.trained(settings, seed, trees, folder)
            )

            def answered(seed: int = seed, updates: str = updates, test: Any = test) -> dict[str, arms.Record]:
                language = arms.loaded(settings, updates, folder)
                return arms.answers(arms.speaker(settings, language, seed), test, settings.attempts)

            found = study.once(f"answers of {updates}", answered)
            keep(plain, found["plain"])
            keep(tools, found["tools"])

        def written(seed: int = seed, few: Any = few) -> arms.Record:
            language = arms.loaded(settings, arms.name(seed, True), folder)
            return arms.answers(arms.speaker(settings, language, seed, trees=True), few, None)["plain"]

        if settings.few:
            keep(WRITTEN, study.once(f"trees written, seed {seed}", written))

        def untrained(seed: int = seed, few: Any = few) -> dict[str, arms.Record]:
            language = arms.loaded(settings, None, folder)
            speaker = arms.speaker(settings, language, seed, examples=arms.examples(settings, seed))
            return arms.answers(speaker, few, settings.attempts)

        if settings.few and seed == settings.seeds[0]:
            found = study.once(f"untrained, seed {seed}", untrained)
            keep(BASE, found["plain"])
            keep(BASE_TOOLS, found["tools"])
        if settings.asked and seed == settings.seeds[0]:
            asked = few[:: max(1, len(few) // settings.asked)][: settings.asked]
            keep(AGENT, study.once("shipped agent", lambda asked=asked: arms.shipped_agent(asked)))

    results = report.tables(rows)
    report.figure(results["by_steps"], study.out / "steps.png")
    return {**results, "trainings": trainings}


if __name__ == "__main__":
    sys.exit(command("symbolic_reasoning", Settings, conduct))
