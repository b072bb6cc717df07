"""Was the adaptation worth it: bits per byte on held-out plain text, and right-hand sides of equations.

Bits per byte, not perplexity per token: it means the same for every tokenizer. Each text is read alone from an
end-of-text token on and every one of its tokens is scored, so all models are scored on the same bytes. Intervals
resample documents, differences to the base are paired by document. Not covered: what the model says (generation).
"""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from torch import nn

from physfm.adaptation.packing import end_of_text, tokenise
from physfm.adaptation.text import Text
from physfm.errors import InputError
from physfm.llm import LanguageModel
from physfm.statistics import bootstrap, wilson
from physfm.symbolic import Node, equivalent, parse, symbols, to_latex
from physfm.symbolic.repair import slips
from physfm.symbolic.tree import Symbol, replace

WRONG = 3
"""Most wrong right-hand sides of an equation."""


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
    """An equation begun (``$E = ``), its right-hand side, and one to three wrong ones."""

    name: str
    prefix: str
    right: str
    wrong: tuple[str, ...]


Kind = Literal["slip", "exchange"]


def equation_choices(table: Path, kind: Kind, seed: int = 0) -> list[Choice]:
    """Make the task of right-hand sides from the table of Feynman equations (Udrescu & Tegmark, AI Feynman).

    Parameters
    ----------
    kind
        What is wrong with a wrong side. ``"exchange"``: two of its symbols have changed places and it is as long as
        the right one; to know which symbol belongs where is to know the equation. ``"slip"``:
        a sign, an exponent, a factor, a function's neighbour or a side of the fraction line
        (`physfm.symbolic.repair.slips`); these mostly lengthen it, so the shortest side is a strong guess.
    seed
        Of the choice among more than three wrong sides.

    Notes
    -----
    That a wrong side is not equal after all is checked at random points. Equations that have none are left out.

    Raises
    ------
    InputError
        If the table lacks its columns.
    """
    with Path(table).open(newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or not {"Filename", "Output", "Formula"} <= rows[0].keys():
        raise InputError(f"Expected columns Filename, Output and Formula in {str(table)!r}.")
    found = []
    for row in rows:
        if not row["Formula"]:
            continue
        # In this table ~ has the place of a minus sign.
        tree = parse(row["Formula"].replace("~", "-"), "text")
        right = to_latex(tree)
        wrong: list[str] = []
        candidates = [c for c, _ in slips(tree)] if kind == "slip" else list(_exchanged(tree))
        random.Random(f"{seed}:{row['Filename']}").shuffle(candidates)
        for candidate in candidates:
            shown = to_latex(candidate)
            if kind == "exchange" and len(shown) != len(right):  # a bracket more
                continue
            if shown not in (right, *wrong) and equivalent(tree, candidate, prove=False).equal is False:
                wrong.append(shown)
            if len(wrong) == WRONG:
                break
        if wrong:
            found.append(Choice(row["Filename"], f"${to_latex(Symbol(row['Output']))} = ", right, tuple(wrong)))
    return found


def _exchanged(tree: Node) -> Iterator[Node]:
    """Yield the tree with two of its symbols exchanged."""
    for one, other in combinations(symbols(tree), 2):
        yield replace(tree, {one: Symbol(other), other: Symbol(one)})


def prefers_right(language: LanguageModel, choices: Sequence[Choice]) -> dict[str, Any]:
    """How often the right side is likelier than every wrong one, per byte and as it is, with Wilson intervals.

    Beside it what guessing gives (``chance``), and always taking the shortest side (``shortest``, ties drawn).
    """
    hits = {"per_byte": 0, "total": 0}
    shortest = 0.0
    for choice in choices:
        sides = (choice.right, *choice.wrong)
        scores = bits(language, [f"{choice.prefix}{side}$" for side in sides])
        rates = [score / len(side.encode()) for score, side in zip(scores, sides, strict=True)]
        hits["per_byte"] += rates[0] < min(rates[1:])
        hits["total"] += scores[0] < min(scores[1:])
        lengths = [len(side) for side in sides]
        shortest += (lengths[0] == min(lengths)) / lengths.count(min(lengths))
    count = len(choices)
    guesses = {"chance": sum(1 / (1 + len(c.wrong)) for c in choices) / count, "shortest": shortest / count}
    return {"n": count, **guesses} | {k: wilson(v, count).as_dict() for k, v in hits.items()}


def weigh(
    language: LanguageModel,
    documents: Sequence[Text],
    base: Mapping[str, Any] | None = None,
    characters: int = 1500,
) -> dict[str, Any]:
    """Weigh a model on passages of held-out documents.

    Parameters
    ----------
    base
        What this function returned for the base, with the same documents, for the differences.
    characters
        Of a passage.

    Returns
    -------
    result
        ``{"text": {group: bits per byte}, "bits": [of each document]}``.
    """
    texts = [passage(d, characters) for d in documents]
    scored = bits(language, texts)
    result: dict[str, Any] = {"bits": [round(b, 3) for b in scored], "text": {}}
    for group, rows in groups(documents).items():
        if len(rows) >= 5:  # fewer give no interval worth the name
            before = [base["bits"][r] for r in rows] if base else None
            result["text"][group] = per_byte([scored[r] for r in rows], [texts[r] for r in rows], before)
    return result
