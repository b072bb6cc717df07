"""Top against QCD jets: every network trained from scratch in this run, on the same jets, batches and epochs.

Labels alone are used by all (our masked and auxiliary objectives are off), so the rows compare architectures. Our
shipped weights, which saw more jets and more objectives, have a row of their own, and jet mass with multiplicity is the
trivial baseline. Jets are at particle level: the numbers compare with nothing but the other rows.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from benchmarks import jets, peer
from benchmarks.peers import loop
from benchmarks.report import Metrics, Report, Row, log
from physfm import checkpoint, discovery
from physfm.errors import WeightsError
from physfm.statistics import over_seeds

BAR = 0.94
"""AUC asked of the shipped weights."""
PEERS = {
    "small": ("particle_transformer", {"config": "small"}, "Particle Transformer, small (weaver-core)"),
    "published": ("particle_transformer", {"config": "published"}, "Particle Transformer, published (weaver-core)"),
    "slim": ("lgatr_slim", {}, "L-GATr-slim xs (lgatr)"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--train", type=Path, default=None, help="ROOT file of jets to train on (default: generated)")
    parser.add_argument("--test", type=Path, default=None, help="ROOT file of jets to test on (default: generated)")
    parser.add_argument("--items", type=int, nargs=2, default=None, metavar=("TRAIN", "TEST"), help="jets used")
    parser.add_argument("--epochs", type=int, default=None)
    parser.add_argument("--particles", type=int, default=64, help="leading particles of a jet that everybody sees")
    parser.add_argument("--peers", nargs="*", default=["small", "slim"], choices=list(PEERS), help="which to train")
    parser.add_argument("--weights", type=Path, default=None, help="folder of trained weights (default: shipped)")


def run(options: argparse.Namespace) -> Report:
    """Train, score, compare."""
    torch.set_num_threads(2)
    if options.peers:
        peer.python()
    quick = options.quick
    many, few = options.items or ((3000, 3000) if quick else (12_000, 20_000))
    epochs = options.epochs or (2 if quick else 3)
    seeds = list(range(options.seeds or (1 if quick else 3)))
    train = jets.load(
        options.train or jets.file(*((40004, 3000) if quick else (10001, 60000))), many, options.particles
    )
    test = jets.load(options.test or jets.file(*((40005, 3000) if quick else (30003, 20000))), few, options.particles)
    settings = {"seeds": seeds, "epochs": epochs, "batch_size": 64, "mode": "train", "threads": 2}
    label = test["label"]
    rows = [ours(train, test, settings)]
    for key in options.peers:
        script, extra, name = PEERS[key]
        log(f"training {name}")
        facts: dict[str, Any] = {"learning_rate": 1e-3, "optimiser": "its own", "epochs": epochs}
        try:
            found = peer.run(script, jets.for_peers(train, test), {**settings, **extra})
        except peer.PeerFailed as err:
            rows.append(Row(name, "peer", {}, {**facts, "failed": str(err)}))
            continue
        scores = [found[f"score_{seed}"] for seed in seeds]
        times = np.array([found[f"seconds_{seed}"] for seed in seeds])
        facts |= {"parameters": int(found["parameters"]), **_seconds(times)}
        rows.append(Row(name, "peer", summary(scores, label), facts))
    rows.append(mass_and_multiplicity(train, test))
    shipped = shipped_weights(options.weights, test)
    rows += [shipped] if shipped else []
    ratio = _ratio(rows, shipped)
    return Report(
        name="lhc-tagging",
        rows=rows,
        headline=rows[0].name,
        ratio=ratio,
        target=dict.fromkeys(ratio, 1.0),
        seeds=seeds,
        protocol=f"{len(train['label'])} training and {len(label)} test jets of other seeds, leading "
        f"{options.particles} particles with species and charge, {epochs} epochs, batches of 64, labels only. "
        "Intervals: t interval over seeds where there are several, else bootstrap (AUC) and binomial (rejections) "
        "over test jets. "
        "Ratios: 1 - AUC of the best peer over ours; rejections, ours over the best peer's; shipped: AUC over its bar.",
        notes=[] if shipped else ["The shipped weights are not there yet: no row."],
    )


def ours(train: jets.Arrays, test: jets.Arrays, settings: Mapping[str, Any]) -> Row:
    """EventEncoder from scratch, supervised by the label alone."""
    kind: Any = discovery.load("lhc")
    config, learning_rate = jets.recipe()
    scores, times, parameters = [], [], 0
    for seed in settings["seeds"]:
        torch.manual_seed(seed)
        encoder = kind(**config)
        parameters = loop.parameters(encoder)
        target = torch.from_numpy(train["label"])

        def loss(rows: torch.Tensor, encoder: Any = encoder, target: torch.Tensor = target) -> torch.Tensor:
            logit = encoder.predict(jets.inputs(train, rows))["origin"]
            return functional.binary_cross_entropy_with_logits(logit, target[rows])

        trained = loop.train(
            encoder,
            loss,
            len(target),
            seed=seed,
            epochs=settings["epochs"],
            batch_size=settings["batch_size"],
            learning_rate=learning_rate,
            weight_decay=0.01,
            name="EventEncoder",
        )
        score, took = predict(encoder, test)
        scores.append(score)
        times.append((trained, took))
    facts = {
        "parameters": parameters,
        "learning_rate": learning_rate,
        "optimiser": "AdamW, cosine",
        "config": encoder.config,
    }
    facts |= {"epochs": settings["epochs"], **_seconds(np.array(times))}
    return Row("physfm EventEncoder, from scratch", "ours", summary(scores, test["label"]), facts)


def predict(encoder: Any, arrays: jets.Arrays) -> tuple[NDArray[Any], float]:
    """Logits of all jets, and the seconds it took."""
    found, took = loop.infer(
        encoder, lambda r: encoder.predict(jets.inputs(arrays, r))["origin"], len(arrays["mask"]), 256
    )
    return found.double().numpy(), took


def shipped_weights(folder: Path | None, test: jets.Arrays) -> Row | None:
    """The row of the trained weights; None while there are none."""
    where = folder or discovery.load("lhc").weights()
    try:
        card = checkpoint.read_card(where, "encoder")
        encoder = checkpoint.load(where, "encoder")
    except WeightsError as err:
        log(str(err))
        return None
    score, took = predict(encoder, test)
    facts = {"parameters": card["parameters"], "sha256": card["sha256"], "inference_s": round(took, 1)}
    return Row("physfm EventEncoder, shipped weights", "ours", jets.figures(score, test["label"]), facts)


def mass_and_multiplicity(train: jets.Arrays, test: jets.Arrays, bins: int = 24) -> Row:
    """Likelihood ratio of a 2D histogram of mass and number of constituents, filled with the training jets."""
    started = time.monotonic()
    both = np.concatenate([train["count"], test["count"]])
    edges = [np.linspace(0, 260, bins + 1), np.linspace(both.min(), both.max() + 1, bins + 1)]

    def filled(chosen: NDArray[Any]) -> NDArray[Any]:
        counts, _, _ = np.histogram2d(np.clip(train["mass"][chosen], 0, 259), train["count"][chosen], edges)
        return (counts + 0.5) / (counts.sum() + 0.5 * bins**2)

    ratio = np.log(filled(train["label"] > 0.5) / filled(train["label"] < 0.5))
    at = [np.clip(np.digitize(test[n], e) - 1, 0, bins - 1) for n, e in zip(("mass", "count"), edges, strict=True)]
    # Ties within a bin are broken by the mass, which is what a cut would do.
    score = ratio[at[0], at[1]] + 1e-6 * test["mass"]
    facts = {"parameters": bins**2, "seconds": round(time.monotonic() - started, 3)}
    return Row("jet mass and multiplicity", "baseline", jets.figures(score, test["label"]), facts)


def summary(scores: Sequence[NDArray[Any]], label: NDArray[Any]) -> Metrics:
    """Figures of one seed, or their mean over several with the t interval."""
    each = [jets.figures(score, label) for score in scores]
    if len(each) == 1:
        return each[0]
    return {name: over_seeds([figures[name].value for figures in each]) for name in each[0]}


def _seconds(times: NDArray[Any]) -> dict[str, float]:
    return {"train_s": round(float(times[:, 0].mean()), 1), "inference_s": round(float(times[:, 1].mean()), 1)}


def _ratio(rows: Sequence[Row], shipped: Row | None) -> dict[str, float]:
    against = [r for r in rows if r.kind in ("peer", "baseline") and r.metrics]
    mine = rows[0].metrics
    best = max(r.metrics["auc"].value for r in against)
    out = {"auc": (1 - best) / (1 - mine["auc"].value)}
    for name in ("r50", "r30"):
        out[name] = mine[name].value / max(r.metrics[name].value for r in against)
    if shipped:
        out["shipped_auc_over_bar"] = shipped.metrics["auc"].value / BAR
    return out
