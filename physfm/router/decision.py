"""From what a question may want to a plan: attachments decide what learning cannot know.

A router says how likely every intent is, and whether several are wanted at once. Here attachments enter as hard
constraints: an encoder without a file of its kind cannot answer, so the plan is to ask back, and says why; a question
about "the file" goes to the encoder that reads it. The reason of every decision is a sentence for the trace.

Several experts are planned when the question asks for several things, or when two experts are about equally likely and
hardly anything else is: both may then answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from physfm.router.examples import DATA, FREE
from physfm.router.plan import ABSTAIN, CLARIFY, ENCODER, Plan

SEVERAL = 0.5
"""Probability above which a question asks for several things."""

PART = 0.12
"""Least share of an expert in a plan of several."""

TIE, TIED = 0.44, 0.94
"""Two experts share a plan when the second has this share and both together that."""

_SHOWN = 3


@dataclass(frozen=True)
class Belief:
    """What a router makes of a question before attachments are heeded.

    Parameters
    ----------
    shares
        Probability of every intent (expert or `DATA`); they add up to 1.
    several
        Probability that several experts are wanted.
    why
        What spoke for the likeliest intent, in a few words.
    """

    shares: Mapping[str, float]
    several: float
    why: str = ""


Outcome = tuple[str, ...]
"""Experts of a plan."""


def decide(belief: Belief, attachments: Sequence[str], router: str, calibrated: Callable[[float, bool], float]) -> Plan:
    """Return the plan.

    Parameters
    ----------
    attachments
        Names of the encoders that read the attached files.
    calibrated
        From the share of the chosen outcome, and whether it holds several experts, to the probability that it is right.
    """
    attached = tuple(dict.fromkeys(attachments))
    outcomes = _outcomes(belief.shares, attached)
    ranked = sorted(outcomes.items(), key=lambda item: -item[1])
    chosen, share = ranked[0]
    missing = _missing(belief.shares, attached)
    how = ""
    wanted = _wanted(belief, attached) if belief.several > SEVERAL and chosen != (ABSTAIN,) else ()
    lacking = tuple(name for name in wanted if _lacks(name, attached))
    if lacking:
        chosen, share = (CLARIFY,), max(share if chosen == (CLARIFY,) else 0.0, belief.several * sum(outcomes.values()))
        missing = lacking[0]
    elif len(parts := _united(wanted, attached)) > 1:
        share = belief.several * min(1.0, sum(belief.shares[name] for name in wanted))
        chosen, how = parts, "the question asks for several things"
    elif _tied(ranked):
        chosen, share = tuple(dict.fromkeys((*ranked[0][0], *ranked[1][0]))), ranked[0][1]
        how = "either may be meant, so both answer"
    confidence = calibrated(min(share, 1.0), len(chosen) > 1)
    others = [(" + ".join(names), round(value, 4)) for names, value in ranked if not set(names) <= set(chosen)]
    question, reason = _words(chosen, missing, attached, belief, how)
    return Plan(chosen, confidence, question, reason, tuple(others[:_SHOWN]), router)


def outcome(intent: str, attached: Sequence[str]) -> Outcome:
    """Experts to which one intent leads with these attachments."""
    if intent == DATA:
        return tuple(ENCODER + name for name in attached) or (CLARIFY,)
    if _lacks(intent, attached):
        return (CLARIFY,)
    return (intent.removesuffix(FREE),)


def _lacks(intent: str, attached: Sequence[str]) -> bool:
    """Whether the intent needs a file that is not attached."""
    if intent == DATA:
        return not attached
    return intent.startswith(ENCODER) and not intent.endswith(FREE) and intent.removeprefix(ENCODER) not in attached


def _outcomes(shares: Mapping[str, float], attached: Sequence[str]) -> dict[Outcome, float]:
    found: dict[Outcome, float] = {}
    for intent, share in shares.items():
        key = outcome(intent, attached)
        found[key] = found.get(key, 0.0) + share
    return found


def _missing(shares: Mapping[str, float], attached: Sequence[str]) -> str:
    """The likeliest intent that needs a file which is not attached; empty if a plain refusal is likelier."""
    lacking = {name: share for name, share in shares.items() if _lacks(name, attached)}
    best = max(lacking, key=lambda name: lacking[name], default="")
    return best if best and lacking[best] >= shares.get(CLARIFY, 0.0) else ""


def _wanted(belief: Belief, attached: Sequence[str]) -> Outcome:
    """Up to three intents of a question that asks for several things."""
    able = {name: share for name, share in belief.shares.items() if name not in (ABSTAIN, CLARIFY)}
    ranked = sorted(able, key=lambda name: -able[name])
    return tuple(name for place, name in enumerate(ranked[:3]) if able[name] >= (PART if place < 2 else 1.6 * PART))


def _united(wanted: Sequence[str], attached: Sequence[str]) -> Outcome:
    return tuple(dict.fromkeys(expert for name in wanted for expert in outcome(name, attached)))


def _tied(ranked: Sequence[tuple[Outcome, float]]) -> bool:
    if len(ranked) < 2 or {CLARIFY, ABSTAIN} & {*ranked[0][0], *ranked[1][0]}:
        return False
    return ranked[1][1] >= TIE and ranked[0][1] + ranked[1][1] >= TIED


def _words(chosen: Outcome, missing: str, attached: Sequence[str], belief: Belief, how: str) -> tuple[str, str]:
    """Clarifying question (empty if none is needed) and reason."""
    why = f" ({belief.why})" if belief.why else ""
    if chosen == (ABSTAIN,):
        return "", f"Out of scope: no expert here answers this{why}."
    if chosen == (CLARIFY,):
        return _clarification(missing, attached, why)
    names = " and ".join(chosen)
    given = f"; attached: {', '.join(attached)}" if attached else ""
    return "", f"To {names}: {how or 'the likeliest reading'}{why}{given}."


def _clarification(missing: str, attached: Sequence[str], why: str) -> tuple[str, str]:
    kind = missing.removeprefix(ENCODER)
    if missing and missing != DATA and attached:
        had = " and ".join(attached)
        return (
            f"This is about data of the kind {kind!r}, but the attached is of the kind {had!r}. Can you attach one "
            f"of {kind!r}, or do you mean the one that is here?",
            f"The attachment ({had}) contradicts the question, which is about {kind} data{why}.",
        )
    if missing:
        what = "a file" if missing == DATA else f"a file of the kind {kind!r}"
        return (
            f"Which data is this about? Please attach {what}.",
            f"The question needs {what}, and none is attached{why}.",
        )
    return (
        "What exactly is meant? Please name the quantity, particle, expression, values or file.",
        f"The question cannot be answered without saying more{why}.",
    )
