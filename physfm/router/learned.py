"""The learned router: a linear head on meaning, spelling and signs of the question, calibrated, with abstention.

The weights beside this file are made by ``python -m benchmarks routing --fit``; see ``weights/CARD.md``. An encoder
that is installed with examples (entry-point group ``physfm.routing``) and was not in that fit joins when the router is
loaded; one that is not installed leaves.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

import numpy as np

from physfm.errors import EncoderLoadError
from physfm.retrieval import embedding
from physfm.router import examples, features
from physfm.router.decision import Belief, decide
from physfm.router.head import FOLDER, Head
from physfm.router.plan import ENCODER, Plan

_DRAWN = 3
"""Questions drawn of each template that a plug-in brings."""


class LearnedRouter:
    """Routes by what it has learned; build it with `load`.

    Parameters
    ----------
    head
        Fitted weights.
    """

    name = "learned"

    def __init__(self, head: Head) -> None:
        self.head = head

    @staticmethod
    @cache
    def load(folder: Path = FOLDER) -> LearnedRouter:
        """Read the weights that ship (or those in a folder) and let installed plug-ins join; kept in memory.

        Raises
        ------
        WeightsError
            If there are no weights.
        MissingDependency
            If the embedding model is not installed.
        """
        return LearnedRouter(_joined(Head.load(folder)))

    def plan(self, question: str, attachments: Sequence[str] = ()) -> Plan:
        """Decide; see `physfm.router.plan.Router`."""
        belief, novelty = self.belief(question, attachments)
        return decide(belief, attachments, self.name, lambda share, many: self.head.confidence(share, many, novelty))

    def belief(self, question: str, attachments: Sequence[str] = ()) -> tuple[Belief, float]:
        """Shares of all intents, and how far the question is from those of training."""
        meaning = embedding.embed([question[: features.LONGEST]])
        table = features.features([question], meaning)
        found = beliefs(self.head, table, [attachments])[0]
        return found, float(self.head.novelty(meaning)[0])


def beliefs(head: Head, table: np.ndarray, attachments: Sequence[Sequence[str]]) -> list[Belief]:
    """What a head makes of questions, given their features."""
    logits = head.score(table, attachments)
    several = 1 / (1 + np.exp(-(table @ head.several + head.several_bias)))
    shares = np.exp(logits - logits.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    found = []
    for row, many in zip(shares, several, strict=True):
        best = np.argsort(-row)[:2]
        why = ", ".join(f"{head.intents[i]} {row[i]:.2f}" for i in best)
        found.append(Belief(dict(zip(head.intents, row.tolist(), strict=True)), float(many), f"learned: {why}"))
    return found


def _joined(head: Head) -> Head:
    """Heed which encoders are installed and what they bring."""
    from physfm import discovery  # it imports torch, which naming a plan's types must not

    installed = {ENCODER + name for name in discovery.names()}
    known = {name for name in head.intents if name.startswith(ENCODER)}
    head = head.without(sorted(name for name in known if name.removesuffix(examples.FREE) not in installed))
    for name in sorted(examples.offered()):
        if ENCODER + name in known:
            continue
        try:
            pairs = examples.brought(name)
        except EncoderLoadError as err:  # one broken plug-in breaks nothing else
            logging.getLogger(__name__).warning("%s", err)
            continue
        for intent in sorted({intent for _, intent in pairs}):
            random = Random(name)
            texts = [text for text, its in pairs if its == intent]
            drawn = dict.fromkeys(examples.draw(text, random) for text in texts for _ in range(_DRAWN))
            head = head.joined(intent, list(drawn))
    return head
