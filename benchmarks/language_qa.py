"""Questions about data answered in words, beside the heads' answers, the majority answer, and tokens taken away.

Files are generated anew with a seed of their own, read by the plug-ins' own readers, encoded by the shipped encoders,
and asked about one item at a time through the base language model, decoded greedily; an answer counts only if it is the
right sentence. What decides whether the physics tokens are used: zeroed, or taken from another item, the score must
fall to the majority answer. The encoder's heads, on the same items, are what the words are held to.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import torch

import physfm
from benchmarks.report import ROOT, Report, Row, log
from physfm import discovery
from physfm.statistics import Interval

SEED = 990_301  # of items that no training stage has generated
CONDITIONS = {
    "words": ("words, through the language model", "ours"),
    "head": ("the encoder's own heads", "limit"),
    "majority": ("majority answer", "baseline"),
    "zeroed": ("words, physics tokens zeroed", "baseline"),
    "swapped": ("words, tokens of another item", "baseline"),
    "random_encoder": ("words, encoder with random weights", "baseline"),
}
BAR = 0.90


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--items", type=int, default=None, help="items per modality (default 300, quick 24)")
    parser.add_argument("--encoders", nargs="*", default=None, help="which modalities (default: all that are aligned)")
    parser.add_argument("--weights", type=Path, default=None, help="folder of the model's weights (default: shipped)")


def run(options: argparse.Namespace) -> Report:
    """Ask every closed question about fresh items, with its controls."""
    from physfm.data import encode_items
    from physfm.instruction import prove

    torch.set_num_threads(2)
    count = options.items or (24 if options.quick else 300)
    model = physfm.load(options.weights).model
    names = options.encoders or [name for name in physfm.encoders() if name in model.latent.trained]
    items, untrained = {}, {}
    for name in names:
        log(f"generating and encoding {count} items of {name}")
        samples = list(islice(discovery.load(name).read([_file(name, count)]), count))
        trained = model.encoder(name)
        torch.manual_seed(SEED)
        items[name] = encode_items(trained, samples)
        untrained[name] = encode_items(type(trained)(**trained.config).eval(), samples)
    log(f"asking {model.base}")
    proof = prove(model.language, model.adapter, model.latent, items, untrained, limit=count)
    rows = [Row(title, kind, _metrics(proof, key)) for key, (title, kind) in CONDITIONS.items()]
    ratio = {key: v.value / max(rows[1].metrics[key].value, 1e-9) for key, v in rows[0].metrics.items()}
    controls = {
        f"{key} {condition} over majority": rows[place].metrics[key].value / max(rows[2].metrics[key].value, 1e-9)
        for place, condition in ((3, "zeroed"), (4, "swapped"))
        for key in rows[0].metrics
    }
    return Report(
        name="language-qa",
        rows=rows,
        headline=rows[0].name,
        ratio=ratio,
        target=dict.fromkeys(ratio, BAR),
        seeds=[SEED],
        protocol=f"{count} fresh items per modality, canonical questions, greedy decoding, whole sentences compared; "
        "Wilson 95 % intervals. Ratio: accuracy in words over that of the head.",
        notes=[f"Controls, 1 is where they belong: { {k: round(v, 3) for k, v in controls.items()} }"],
    )


def _file(name: str, count: int) -> Path:
    encoder = discovery.load(name)
    kind = encoder.kinds()[0]
    path = ROOT / "data" / "benchmarks" / f"{kind.name}_{count}{encoder.suffixes[0]}"
    if not path.exists():
        kind.generate(path, items=count, seed=SEED)
    return path


def _metrics(proof: Mapping[str, Mapping[str, Mapping[str, Any]]], condition: str) -> dict[str, Interval]:
    return {
        f"{name} {kind}": Interval(**result[condition])
        for name, kinds in proof.items()
        for kind, result in kinds.items()
    }
