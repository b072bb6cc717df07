"""How should physics data be shown to a transformer? ``python -m experiments.representation``; see README.md."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import torch

from experiments.protocol import Study, command, plain
from experiments.representation import drawing, evidence
from experiments.representation.config import Config
from experiments.representation.data import Data, facts, prepared
from experiments.representation.representations import CONTROLS, NAMES, REFERENCE, build, parameters
from experiments.representation.training import Budget, as_records, baseline, development_loss, step_flops, train
from physfm.statistics import over_seeds

Points = list[dict[str, float]]


def trained(config: Config, data: Data, name: str, rate: float, seed: int, *, scored: bool) -> Points:
    """One training: of a scored seed on all that it may cost, of the seed that chooses rates on a share of it."""
    torch.manual_seed(seed)
    network = build(name, data.task, data.known, data.train, config.size).to(config.device)
    share = 1.0 if scored else config.rate_share
    samples = config.samples if scored else None
    budget = Budget(config.flops * share, samples, config.batch)
    test = data.tests[config.seeds.index(seed)] if scored else None
    points = train(network, data.known.scale, data.train, data.development, test, rate, seed, budget)
    return as_records(points)


def chosen(study: Study[Config], data: Data, name: str) -> dict[str, Any]:
    """Find the rate with the least loss on development items; controls take that of continuous."""
    config = study.config
    found = {}
    for rate in config.rates:
        one = partial(trained, config, data, name, rate, config.rate_seed, scored=False)
        points: Points = study.once(f"rate/{data.task.name}/{name}/{rate:g}", one)
        found[rate] = min(map(development_loss, points))
    best = min(found, key=found.__getitem__)
    return {"rate": best, "development": {f"{rate:g}": value for rate, value in found.items()}}


def cost(config: Config, data: Data, name: str) -> dict[str, Any]:
    """Parameters, tokens and operations of a representation."""
    network = build(name, data.task, data.known, data.train, config.size).to(config.device)
    operations = step_flops(network, data.known.scale, data.train[slice(config.batch)])
    with torch.no_grad():
        tokens = network.tokens(data.train[slice(1)]).values.shape[1]
    return {
        "task": data.task.name,
        "representation": name,
        "parameters": parameters(network),
        "tokens": tokens,
        "flops_an_item": operations / config.batch,
        "items_within_budget": int(config.flops // operations) * config.batch,
    }


def baselines(data: Data) -> dict[str, Any]:
    """Linear read-outs of summaries and of the bare features, on the test items of every seed."""
    views: dict[str, Callable[[Any], torch.Tensor]] = {
        "summaries": data.task.summaries,
        "features": lambda items: data.known.scale.features(items.numbers).flatten(1),
    }
    found: dict[str, Any] = {}
    train_items = data.train.to("cpu")
    for name, view in views.items():
        each = []
        for test in (items.to("cpu") for items in data.tests):
            each.append(baseline((view(train_items), view(test)), train_items, test, data.known.scale))
        found[name] = {score: over_seeds([e[score] for e in each]).as_dict() for score in evidence.SCORES}
    return found


def conduct(study: Study[Config]) -> dict[str, Any]:
    """Run what the ledger lacks; one seed of everything before the next seed."""
    config = study.config
    torch.set_num_threads(max(1, int(os.environ.get("OMP_NUM_THREADS", "1"))))
    every = {name: prepared(config, name, study.scratch) for name in config.tasks}
    rates = {task: {name: chosen(study, data, name) for name in NAMES} for task, data in every.items()}
    for found in rates.values():
        found |= {control: {"rate": found[REFERENCE]["rate"]} for control in CONTROLS}
    curves: dict[tuple[str, str], list[Points]] = {}
    for seed in config.seeds:
        for task, data in every.items():
            for name in (*NAMES, *CONTROLS):
                one = partial(trained, config, data, name, rates[task][name]["rate"], seed, scored=True)
                points: Points = study.once(f"train/{task}/{name}/{seed}", one)
                curves.setdefault((task, name), []).append(points)
    costs = [cost(config, data, name) for data in every.values() for name in (*NAMES, *CONTROLS)]
    for each in costs:
        each["rate"] = rates[each["task"]][each["representation"]]["rate"]
    result = {
        "tasks": {task: facts(data) for task, data in every.items()},
        "rates": rates,
        "costs": costs,
        "baselines": {task: study.once(f"baseline/{task}", partial(baselines, data)) for task, data in every.items()},
        **evidence.assemble(curves, config.flops, config.samples),
        "curves": [{"task": task, "representation": name, "seeds": seeds} for (task, name), seeds in curves.items()],
    }
    drawing.figure(curves, result["baselines"], config.flops, study.out / "curves.png")
    drawing.tables(plain(result), study.out)
    return result


if __name__ == "__main__":
    sys.exit(command("representation", Config, conduct))
