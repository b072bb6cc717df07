"""From how many copies in the training text on is a problem remembered, and from how many on is it seen?

``python -m experiments.memorisation``; the README says what is asked and how it is judged.
"""

from __future__ import annotations

import itertools
import sys
import time
from functools import partial
from typing import Any

import torch

from experiments.memorisation import asking, planting, report, training
from experiments.memorisation.config import Config, Learner
from experiments.memorisation.summary import summarise
from experiments.memorisation.texts import CLEAN, PLANTED, texts
from experiments.protocol import Study, command, plain


def one(study: Study[Config], name: str, learner: Learner, seed: int, arm: str) -> dict[str, Any]:
    """Train a model of one arm and ask it everything."""
    torch.set_num_threads(1)
    begun = time.process_time()
    source = planting.split(study.scratch, name, seed)
    suspects = planting.suspects(study.config, learner, source, seed)
    words = training.tokenizer(learner, planting.vocabulary(study.config, learner, seed))
    arms, skill = texts(
        learner, suspects, source, seed, lambda text: len(words(text, add_special_tokens=False).input_ids)
    )
    language = training.untrained(learner, words, seed)
    read = training.train(language, learner, arms[arm])
    trained = time.process_time()
    asked = asking.ask(language, learner, suspects, skill, list(itertools.chain.from_iterable(arms[arm])))
    return {
        **asked,
        "training": read,
        "texts": sum(map(len, arms[arm])),
        "split": source.digest,
        "training_seconds": round(trained - begun, 1),
        "asking_seconds": round(time.process_time() - trained, 1),
    }


def conduct(study: Study[Config]) -> dict[str, Any]:
    """Run all units that the ledger does not hold, and summarise."""
    config, results = study.config, {}
    for name, learner in config.learners.items():
        found = [
            {
                arm: study.once(f"{name}/{seed}/{arm}", partial(one, study, name, learner, seed, arm))
                for arm in (PLANTED, CLEAN)
            }
            for seed in learner.seeds
        ]
        results[name] = plain(summarise(found, config.doses, config.permutations))
        results[name]["trainings"] = [
            {arm: {key: value for key, value in each.items() if key != "rows"} for arm, each in arms.items()}
            for arms in found
        ]
    report.table(results, config.doses, study.out)
    report.draw(results, config.doses, study.out)
    return results


if __name__ == "__main__":
    sys.exit(command("memorisation", Config, conduct))
