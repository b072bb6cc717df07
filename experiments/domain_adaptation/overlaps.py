"""What questions and held-out passages share with the texts that were trained on: runs of words, and leaks."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from experiments.domain_adaptation import texts, weighing
from experiments.domain_adaptation.config import Config
from physfm.adaptation import text
from physfm.evaluation.contamination import overlap
from physfm.evaluation.item import Item


def report(config: Config, folder: Path) -> dict[str, Any]:
    """Look for every question and every held-out passage in all training texts, read by the arms or not."""
    training = [d.text for d in text.read([folder / "texts" / "training.jsonl"])]
    kinds: dict[str, list[Item]] = {}
    for item in weighing.asked(config, folder):
        kinds.setdefault(f"{item.tags.get('split', 'real')} questions", []).append(item)
    for each in texts.held_out(folder / "texts"):
        kinds.setdefault(f"passages: {texts.group(each)}", []).append(Item(each.id, each.text, "text", ""))
    return {kind: _of(items, training) for kind, items in kinds.items()}


def _of(items: list[Item], training: list[str]) -> dict[str, Any]:
    found = overlap(items, training)
    shares = [each.share for each in found]
    return {
        "n": len(found),
        "mean_share": float(np.mean(shares)),
        "largest_share": float(np.max(shares)),
        "longest_words": max(each.longest for each in found),
        "leaks": [asdict(each) for each in found if each.leaks],
    }
