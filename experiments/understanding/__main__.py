"""Do models that explain also predict? What, why and what if of the same situations.

``python -m experiments.understanding``; the README says what is asked and how it is judged.
"""

from __future__ import annotations

import sys
from functools import cache, partial
from typing import Any

from experiments.protocol import Study, command
from experiments.understanding import analysis, bases, planted, report
from experiments.understanding.asking import WORDS, Record, answers, secret
from experiments.understanding.diets import UNTRAINED, Lessons, lessons, train
from experiments.understanding.scoring import PARTS, Small, profile
from experiments.understanding.settings import Settings
from experiments.understanding.situations import Levels, examination, halves

PLANTED = 12
"""Respondents that are together, and as many that are apart."""


def small(study: Study[Settings]) -> list[Small]:
    """Train and ask every small model that the ledger does not hold; one seed of every diet before the next seed."""
    from physfm.evaluation.respondents import LocalRespondent

    settings = study.config

    @cache
    def taught(seed: int) -> Lessons:
        return lessons(halves(settings.families, seed), seed, settings.lessons)

    @cache
    def asked(seed: int) -> dict[str, list[Levels]]:
        return examinations(study, seed)

    def make(diet: str, seed: int) -> dict[str, Any]:
        language, read = train(taught(seed), diet, settings.tokens, seed)
        respondent = LocalRespondent(language, diet, tokens=WORDS, batch=64, chat=False)
        return {"read": read, "records": {part: answers(respondent, some) for part, some in asked(seed).items()}}

    found = []
    for seed in settings.seeds:
        for diet in (UNTRAINED, *settings.diets):
            unit = study.once(f"{diet}/{seed}", partial(make, diet, seed))
            found.append(Small(diet, seed, unit["read"], unit["records"]))
    return found


def examinations(study: Study[Settings], seed: int) -> dict[str, list[Levels]]:
    """Situations of the run's private split, by part."""
    split, chosen = secret(study.scratch), halves(study.config.families, seed)
    return {part: examination(getattr(chosen, part), split, study.config.asked) for part in PARTS}


def instruments(study: Study[Settings]) -> dict[str, Record]:
    """Planted respondents, asked what the small models of the first seed are asked."""
    some = [each for part in examinations(study, study.config.seeds[0]).values() for each in part]
    whole = [planted.causal(), planted.without_why()]
    parts = [make(n) for make in (planted.together, planted.apart) for n in range(PLANTED)]
    found = {each.name: answers(each, some) for each in whole}
    return found | {each.name: answers(each, some, ("why", "what-if")) for each in parts}


def pretrained(study: Study[Settings]) -> dict[str, Any]:
    """Records of the pretrained models that are here."""
    found = {}
    some = cache(lambda: bases.situations(secret(study.scratch), study.config.situations))
    for name, load in bases.models(study.config):

        def make(load: Any = load) -> dict[str, Any]:
            return {**bases.examine(load, study.config, some()), "chance": bases.guessing(some())}

        found[name] = study.once(f"pretrained/{name}", make)
    return found


def conduct(study: Study[Settings]) -> dict[str, Any]:
    """Run all units that the ledger does not hold, and summarise."""
    import torch

    torch.set_num_threads(1)
    settings = study.config
    secret(study.scratch)
    models = small(study)
    others = pretrained(study)
    records = study.once("instruments", partial(instruments, study))
    results = {
        "probes": {seed: [c.name for c in halves(settings.families, seed).probe] for seed in settings.seeds},
        "profile": profile(models),
        "effects": analysis.effects(models),
        "correlations": analysis.correlations(models, settings.resamples),
        "instruments": analysis.instruments(records, settings.resamples),
        "pretrained": analysis.pretrained(others, settings.resamples),
    }
    (study.out / "table.md").write_text(report.markdown(results))
    report.profiles(results, study.out / "profile.png")
    report.scatter(models, results, study.out / "scatter.png")
    return results


if __name__ == "__main__":
    sys.exit(command("understanding", Settings, conduct))
