"""The learned router: a linear head on meaning, spelling and signs of the question, calibrated, with abstention.

The weights beside this file are made by ``python -m benchmarks routing --fit``; see ``weights/CARD.md``. An encoder
that is installed with examples (entry-point group ``physfm.routing``) and was not in that fit joins when the router is
loaded; one that is not installed leaves.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

import numpy as np

from physfm.errors import EncoderLoadError
from physfm.router import examples, features
from physfm.router.decision import SEVERAL, Belief, decide
from physfm.router.examples import DATA
from physfm.router.head import FOLDER, Head
from physfm.router.plan import ABSTAIN, CLARIFY, ENCODER, Plan

_JOINT = re.compile(
    r"(?<=[\w)\]$%}])(?:[.;?!]+\s+|,?\s+(?:and|then|also|plus|as well as|versus|vs\.?|[&+])\s+(?=[a-z$\\]{2}))"
    r"|\b(?:compare|agree|compatible|consistent)\w*\b(?: (?:it|that|them|this))?\s*(?:to|with)\b",
    re.IGNORECASE,
)
_PARTS = 3
# A question is read in parts from this probability of "several"; parts that lead to different experts raise its odds,
# others lower them. Chosen on development questions.
_DOUBT, _AGREED, _ALONE, _HEARD = 0.25, 10.0, 0.35, 0.02

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
        meaning = features.embed([question])
        table = features.features([question], meaning)
        whole = beliefs(self.head, table, [attachments])[0]
        return self._parted(question, attachments, whole), float(self.head.novelty(meaning)[0])

    def _parted(self, question: str, attachments: Sequence[str], whole: Belief) -> Belief:
        """Read the parts of a question that may ask for several things each by itself, and add what they say."""
        parts = [part for part in _JOINT.split(question[: features.LONGEST]) if len(part.split()) > 1][:_PARTS]
        if len(parts) < 2 or whole.several < _DOUBT:
            return whole
        read = beliefs(self.head, features.features(parts), [attachments] * len(parts))
        best = [max(part.shares, key=lambda name: part.shares[name]) for part in read]
        # A part alone may seem to want what the whole rules out: "and tell the SNR" of a wave to be simulated.
        heard = {name for name, share in whole.shares.items() if share > _HEARD} - {ABSTAIN, CLARIFY, DATA}
        sure = heard & {name for name, part in zip(best, read, strict=True) if part.shares[name] > 0.5}
        shares = {n: s / 2 + sum(part.shares[n] for part in read) / (2 * len(read)) for n, s in whole.shares.items()}
        odds = whole.several / max(1 - whole.several, 1e-6) * (_AGREED if len(sure) > 1 else _ALONE)
        several = odds / (1 + odds)
        return Belief(shares if several > SEVERAL else whole.shares, several, whole.why)


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
    installed = examples.installed()
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
