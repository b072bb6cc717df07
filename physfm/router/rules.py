"""The rule router: cues, counted and weighed by hand, no learning.

The baseline that a learned router has to beat, and what routes where the embedding model is not installed: it needs no
library beyond NumPy and decides in about two milliseconds. Intents are weighed by the cues of `physfm.router.signs`;
two strong intents with a word that joins them make a plan of several experts. An encoder that joined by its entry point
is known by the words of its examples.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from physfm.errors import EncoderLoadError
from physfm.router import examples, signs
from physfm.router.decision import Belief, decide
from physfm.router.examples import DATA
from physfm.router.plan import ABSTAIN, CLARIFY, ENCODER, Plan

_SHARPNESS = 1.3
"""By which scores are multiplied before they become shares."""

_LEAST = 0.75
"""Score below which no cue counts as found."""

_JOINED = re.compile(r"\b(?:and|also|then|compare|both|plus|as well)\b|[;&]|\?.+\?", re.IGNORECASE)
_STRONG = 2.4
_WORD = re.compile(r"[a-z]{4,}")

# Logit of being right = offset + slope * logit(share): logistic regression on 1200 questions drawn from the templates.
_OFFSET, _SLOPE = 0.26, 0.47


class RuleRouter:
    """Routes by cues."""

    name = "rules"

    def plan(self, question: str, attachments: Sequence[str] = ()) -> Plan:
        """Decide; see `physfm.router.plan.Router`."""
        return decide(self.belief(question, attachments), attachments, self.name, _calibrated)

    def belief(self, question: str, attachments: Sequence[str] = ()) -> Belief:
        """Shares of all intents, from the scores of their cues."""
        scores = signs.scores(signs.read(question))
        installed = examples.installed()
        scores = {n: s for n, s in scores.items() if not n.startswith(ENCODER) or n in installed}
        for name in _others():
            scores[ENCODER + name] = _overlap(question, name)
        for name in attachments:
            if scores.get(ENCODER + name, 0.0) > 0:
                scores[ENCODER + name] += 0.5
        if max(scores.values()) < _LEAST:
            scores[DATA if attachments else CLARIFY if _vague(question) else ABSTAIN] = _LEAST
        best = max(scores, key=lambda n: scores[n])
        raised = {n: math.exp(_SHARPNESS * (s - scores[best])) for n, s in scores.items()}
        total = sum(raised.values())
        able = sorted((s for n, s in scores.items() if n not in (ABSTAIN, CLARIFY)), reverse=True)
        joined = bool(_JOINED.search(question)) and able[1] >= _STRONG
        return Belief({n: v / total for n, v in raised.items()}, 0.9 if joined else 0.1, f"cues of {best}")


def _vague(question: str) -> bool:
    return len(question.split()) <= 4 and not re.search(r"[a-zA-Z]{8,}", question)


def _calibrated(share: float, several: bool) -> float:
    share = min(max(share, 1e-4), 1 - 1e-4)
    return 1 / (1 + math.exp(-(_OFFSET + _SLOPE * math.log(share / (1 - share)))))


@cache
def _others() -> tuple[str, ...]:
    """Encoders that bring routing examples and have no cues of their own."""
    return tuple(name for name in examples.offered() if ENCODER + name not in signs.CUES)


@cache
def _words(name: str) -> frozenset[str]:
    """Words of an encoder's examples that no template of other experts holds."""
    try:
        own = {w for text, _ in examples.brought(name) for w in _WORD.findall(text.lower())}
    except EncoderLoadError:
        return frozenset()
    common = {w for t in examples.shipped() for w in _WORD.findall(t.text.lower())}
    return frozenset(own - common)


def _overlap(question: str, name: str) -> float:
    """Score of an encoder without cues: 2.5 for the first of its own words, 1 for each further."""
    found = set(_WORD.findall(question.lower())) & _words(name)
    return 1.5 + len(found) if found else 0.0
