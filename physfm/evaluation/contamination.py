r"""Contamination: whether the questions of a task stand in a corpus, and whether a model has seen them.

Against a corpus: the runs of eight words that a question shares with it, by the words of `physfm.corpus` (so notation
does not hide a copy), the verdicts of its two looks for leaks, and on demand its look for other words of the same
meaning. Against a model: min-k% and min-k%++, the mean log-likelihood of the least likely tokens of a question, plain
and standardised over the vocabulary at each place.

Notable: neither means much by itself; templates are shared by all items of a family, and short questions are likelier
than long ones. Compare with fresh items of the same families, as `physfm.evaluation.failures.memorisation` does.

Sources: W. Shi et al., Detecting pretraining data from large language models (arXiv 2310.16789), k = 20 %; J. Zhang et
al., Min-K%++ (arXiv 2404.02936).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.corpus.items import Item as Wanted
from physfm.corpus.verbatim import GRAM, Verbatim, question
from physfm.corpus.words import words
from physfm.errors import InputError
from physfm.evaluation.item import Item
from physfm.evaluation.respondents import Scorer

K = 0.2
"""Share of tokens that count, the least likely ones: the best of those that Shi et al. tried."""
BATCH = 16


@dataclass(frozen=True)
class Overlap:
    """What a question shares with a corpus.

    Parameters
    ----------
    id
        Of the item.
    share
        Of the question's words, those in runs of eight that the corpus holds.
    longest
        Words of the longest passage of the question whose runs of eight the corpus holds all.
    leaks
        Which tests for a leak found it: ``"13 words"``, ``"share"``, ``"meaning"``.
    """

    id: str
    share: float
    longest: int
    leaks: tuple[str, ...] = ()


def texts(corpus: str | Path) -> Iterator[str]:
    """Yield the texts of a corpus: a folder or file that ``physfm corpus`` reads, exercises of textbooks included.

    Raises
    ------
    InputError
        If the path does not exist or is nothing that can be read.
    """
    from physfm.corpus import readers
    from physfm.corpus.record import Record

    units, _ = readers.units([corpus])
    for unit in units:
        for found in readers.read(unit, exercises=True):
            if isinstance(found, Record):
                yield found.text


def overlap(items: Sequence[Item], corpus: str | Path | Iterable[str], meaning: bool = False) -> list[Overlap]:
    """Look for questions in a corpus.

    Parameters
    ----------
    corpus
        A path, as `texts` takes it, or the texts themselves.
    meaning
        Whether to look for other words of the same meaning too (needs the embedding model; slow).

    Returns
    -------
    overlaps
        One an item, in their order.
    """
    wanted = [Wanted(i.id, i.question, "\n".join(i.choices), "\n".join(i.steps)) for i in items]
    grams = [_grams(question(each)) for each in wanted]
    unseen = {gram for each in grams for gram in each}
    verbatim, by_meaning = Verbatim(wanted), _meaning(wanted) if meaning else None
    seen: set[str] = set()
    leaks: dict[str, dict[str, None]] = {each.id: {} for each in wanted}
    for text in texts(corpus) if isinstance(corpus, str | Path) else corpus:
        found = words(text)
        for place in range(len(found) - GRAM + 1):
            gram = " ".join(found.words[place : place + GRAM])
            if gram in unseen:
                seen.add(gram)
        findings = verbatim.find(found)
        if by_meaning is not None:
            findings = [*findings, *by_meaning.find(text, found)]
        for finding in findings:
            leaks[finding.item][finding.test] = None
    return [
        Overlap(each.id, *_covered(own, seen), tuple(leaks[each.id])) for each, own in zip(wanted, grams, strict=True)
    ]


def _meaning(wanted: Sequence[Wanted]) -> Any:
    from physfm.corpus.meaning import Meaning, vectors

    return Meaning(wanted, vectors(wanted))


def _grams(text: str) -> list[str]:
    found = words(text).words
    return [" ".join(found[place : place + GRAM]) for place in range(len(found) - GRAM + 1)]


def _covered(grams: Sequence[str], seen: set[str]) -> tuple[float, int]:
    """Share of words in runs that were seen, and the longest passage of them."""
    covered = np.zeros(len(grams) + GRAM - 1, bool)
    longest = run = 0
    for place, gram in enumerate(grams):
        run = run + 1 if gram in seen else 0
        longest = max(longest, run + GRAM - 1 if run else 0)
        if run:
            covered[place : place + GRAM] = True
    return (float(covered.mean()) if grams else 0.0), longest


# Likelihoods ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tokens:
    """How likely a text is, token by token from the second on.

    Parameters
    ----------
    own
        (tokens,), log-probability of each token, nats.
    mean, spread
        (tokens,), mean and standard deviation of the log-probability under the model's own distribution at that place.
    """

    own: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]


def tokens(language: Any, asked: Sequence[str], batch: int = BATCH) -> list[Tokens]:
    """Read texts with a Hugging Face model.

    Parameters
    ----------
    language
        From `physfm.llm.load`: has ``model``, ``tokenizer``, ``device``.

    Raises
    ------
    InputError
        If a text has fewer than two tokens.
    """
    import torch

    rows = [language.tokenizer(text, add_special_tokens=False).input_ids for text in asked]
    if any(len(row) < 2 for row in rows):
        raise InputError("A text needs two tokens at least for its likelihood.")
    out: dict[int, Tokens] = {}
    order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
    for first in range(0, len(order), batch):
        some = order[first : first + batch]
        ids = torch.zeros(len(some), len(rows[some[-1]]), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for row, n in enumerate(some):  # padding on the right: causal attention never sees it
            ids[row, : len(rows[n])] = torch.tensor(rows[n])
            mask[row, : len(rows[n])] = 1
        with torch.inference_mode():
            ids = ids.to(language.device)
            logits = language.model(input_ids=ids, attention_mask=mask.to(language.device), use_cache=False).logits
            said = logits[:, :-1].float().log_softmax(-1)  # (texts, tokens, vocabulary)
            chances = said.exp()
            own = said.gather(2, ids[:, 1:, None]).squeeze(2)
            mean = (chances * said).sum(-1)
            spread = ((chances * said**2).sum(-1) - mean**2).clamp_min(0).sqrt()
        for row, n in enumerate(some):
            kept = slice(0, len(rows[n]) - 1)
            out[n] = Tokens(*(np.asarray(part[row, kept].cpu(), float) for part in (own, mean, spread)))
    return [out[n] for n in range(len(rows))]


def min_k(own: Sequence[float] | NDArray[np.float64], k: float = K) -> float:
    """Mean of the lowest share k of log-probabilities, nats; of one token at least."""
    ordered = np.sort(np.asarray(own, float))
    return float(ordered[: max(1, round(k * len(ordered)))].mean())


def min_k_plus(found: Tokens, k: float = K) -> float:
    """The same of log-probabilities that are standardised at each place, over what else could come there."""
    return min_k((found.own - found.mean) / np.maximum(found.spread, 1e-6), k)


def surprise(respondent: Scorer, asked: Sequence[str], k: float = K) -> list[float]:
    """`min_k` of texts for a respondent that knows likelihoods."""
    return [min_k(found.tokens, k) for found in respondent.likelihoods([("", text) for text in asked])]
