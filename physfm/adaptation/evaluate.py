"""Was the adaptation worth it: bits per byte on held-out plain text, and right-hand sides of equations.

Bits per byte, not perplexity per token: it means the same for every tokenizer. Each text is read alone from an
end-of-text token on and every one of its tokens is scored, so all models are scored on the same bytes. Intervals
resample documents, differences to the base are paired by document. Not covered: what the model says (generation).
"""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from physfm.adaptation.packing import end_of_text, tokenise
from physfm.adaptation.text import Text
from physfm.errors import InputError
from physfm.llm import LanguageModel
from physfm.statistics import bootstrap, wilson
from physfm.symbolic import equivalent, parse, to_latex
from physfm.symbolic.repair import slips
from physfm.symbolic.tree import Symbol


@torch.no_grad()
def bits(language: LanguageModel, texts: Sequence[str]) -> list[float]:
    """Information in each text under a model, in bits: minus the binary logarithm of its likelihood.

    Raises
    ------
    InputError
        If a text is longer than the model takes.
    """
    end = end_of_text(language.tokenizer)
    found = []
    for row in tokenise(language.tokenizer, texts):
        if len(row) >= language.context:
            raise InputError(f"Expected texts below {language.context} tokens for {language.name}, got {len(row)}.")
        ids = torch.tensor([[end, *row]], device=language.device)
        logits = language.model(input_ids=ids[:, :-1], use_cache=False).logits[0].float()
        found.append(float(nn.functional.cross_entropy(logits, ids[0, 1:], reduction="sum")) / math.log(2))
    return found


def passage(document: Text, characters: int) -> str:
    """Return about so many characters from the middle of a document, from the start of a paragraph where there is one.

    Not its beginning: title and list of objectives of a textbook's sections are the same words again and again.
    """
    text = document.text
    if len(text) <= characters:
        return text
    middle = (len(text) - characters) // 2
    start = text.find("\n\n", middle, middle + characters)
    start = middle if start < 0 else start + 2
    return text[start : start + characters]


def per_byte(bits_: Sequence[float], texts: Sequence[str], base: Sequence[float] | None = None) -> dict[str, Any]:
    """Bits per byte over texts with a bootstrap interval over them, and the paired difference to a base."""
    sizes = [len(t.encode()) for t in texts]
    found: dict[str, Any] = {"documents": len(texts), "bytes": sum(sizes)}
    found |= bootstrap(lambda b, n: float(np.sum(b) / np.sum(n)), bits_, sizes).as_dict()
    if base is not None:
        difference = bootstrap(lambda b, a, n: float((np.sum(b) - np.sum(a)) / np.sum(n)), bits_, base, sizes)
        found["minus_base"] = difference.as_dict()
    return found


def groups(documents: Iterable[Text]) -> dict[str, list[int]]:
    """Rows of the documents of each source and of each main category."""
    found: dict[str, list[int]] = {}
    for row, document in enumerate(documents):
        found.setdefault(f"source {document.source or 'unknown'}", []).append(row)
        if document.categories:
            # hep-ph, but math.AG as math: subjects are too small to stand alone
            found.setdefault(f"category {document.categories[0].partition('.')[0]}", []).append(row)
    return found


@dataclass(frozen=True)
class Choice:
    """An equation begun (``$E = ``), its right-hand side, and wrong ones that differ from it by one slip."""

    name: str
    prefix: str
    right: str
    wrong: tuple[str, ...]


def equation_choices(table: Path, wrong: int = 3, seed: int = 0) -> list[Choice]:
    """Make the task of right-hand sides from the table of Feynman equations (Udrescu & Tegmark, AI Feynman).

    A wrong side is the right one with a single slip: a sign, an exponent, a factor, a function's neighbour, something
    on the wrong side of a fraction line (`physfm.symbolic.repair.slips`). That it is not equal after all is checked at
    random points. Equations with fewer than ``wrong`` such slips are left out.

    Raises
    ------
    InputError
        If the table lacks its columns.
    """
    found = []
    with Path(table).open(newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or not {"Filename", "Output", "Formula"} <= rows[0].keys():
        raise InputError(f"Expected columns Filename, Output and Formula in {str(table)!r}.")
    for row in rows:
        if not row["Formula"]:
            continue
        # In this table ~ has the place of a minus sign.
        tree = parse(row["Formula"].replace("~", "-"), "text")
        right = to_latex(tree)
        chosen: list[str] = []
        candidates = [c for c, _ in slips(tree)]
        random.Random(f"{seed}:{row['Filename']}").shuffle(candidates)
        for candidate in candidates:
            if len(chosen) == wrong:
                break
            shown = to_latex(candidate)
            if shown not in (right, *chosen) and equivalent(tree, candidate, prove=False).equal is False:
                chosen.append(shown)
        if len(chosen) == wrong:
            found.append(Choice(row["Filename"], f"${to_latex(Symbol(row['Output']))} = ", right, tuple(chosen)))
    return found


def prefers_right(language: LanguageModel, choices: Sequence[Choice]) -> dict[str, Any]:
    """How often the right side is likelier than every wrong one, per byte and as it is, with Wilson intervals."""
    hits = {"per_byte": 0, "total": 0}
    for choice in choices:
        sides = (choice.right, *choice.wrong)
        scores = bits(language, [f"{choice.prefix}{side}$" for side in sides])
        rates = [score / len(side.encode()) for score, side in zip(scores, sides, strict=True)]
        hits["per_byte"] += rates[0] < min(rates[1:])
        hits["total"] += scores[0] < min(scores[1:])
    chance = 1 / (1 + len(choices[0].wrong))
    return {"n": len(choices), "chance": chance} | {k: wilson(v, len(choices)).as_dict() for k, v in hits.items()}


def weigh(
    language: LanguageModel,
    documents: Sequence[Text],
    choices: Sequence[Choice],
    base: Mapping[str, Any] | None = None,
    characters: int = 1500,
) -> dict[str, Any]:
    """Weigh a model on passages of held-out documents and on equations.

    Parameters
    ----------
    base
        What this function returned for the base, with the same documents, for the differences.

    Returns
    -------
    result
        ``{"text": {group: bits per byte}, "equations": accuracy, "bits": [of each document]}``.
    """
    texts = [passage(d, characters) for d in documents]
    scored = bits(language, texts)
    result: dict[str, Any] = {"bits": [round(b, 3) for b in scored], "text": {}}
    for group, rows in groups(documents).items():
        if len(rows) >= 5:  # fewer give no interval worth the name
            before = [base["bits"][r] for r in rows] if base else None
            result["text"][group] = per_byte([scored[r] for r in rows], [texts[r] for r in rows], before)
    if choices:
        result["equations"] = prefers_right(language, choices)
    return result
