"""Held-out problems: generated ones of a public and of a private split, and real sets; none is in the corpus."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from pathlib import Path

from experiments.domain_adaptation.config import Config
from experiments.domain_adaptation.texts import data
from physfm.evaluation.item import Item
from physfm.evaluation.problems import generator
from physfm.evaluation.problems.splits import Split, private, public
from physfm.evaluation.task import find


def splits(folder: Path) -> tuple[Split, Split]:
    """The public split, and a private one whose key is drawn for this run and stays beside its weights."""
    key = folder / "key"
    if not key.exists():
        folder.mkdir(parents=True, exist_ok=True)
        key.write_text(secrets.token_hex())
    return public(), private(key.read_text())


def generated(config: Config, folder: Path, form: str) -> list[Item]:
    """Problems of both splits, as numbers (with their solutions) or as choices."""
    return [item for split in splits(folder) for item in generator.generate(split, form=form, n=config.problems)]


def real(files: Sequence[str], count: int) -> list[Item]:
    """The first questions of each file, in the order of their hashes."""
    found: list[Item] = []
    for file in files:
        task = find(f"file:{data() / file}")
        items = sorted(task.items(public(), 1_000_000), key=lambda i: hashlib.sha256(i.question.encode()).hexdigest())
        found += items[:count]
    return found
