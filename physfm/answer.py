"""Answers: what may be said, and what it rests on.

Measurements are written with the digits their errors deserve; a number in the language model's text that neither the
question, the closed answers nor the evidence holds is found here. Training and answering write the user's turn with the
same function, `prompt`, so that they cannot drift apart. Covered: numbers. Not covered: wrong words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from physfm import chat
from physfm.router import Route
from physfm.types import Measurement


@dataclass(frozen=True)
class Evidence:
    """What an answer rests on.

    Parameters
    ----------
    kind
        ``"measurement"``, ``"words"`` (the language model reading physics tokens), ``"warning"``.
    source
        File and item, and the method.
    content
        The fact, with value, uncertainty and unit.
    """

    kind: str
    source: str
    content: str


@dataclass(frozen=True)
class Answer:
    """Answer to a question: text, the evidence behind it, and the route it took."""

    text: str
    evidence: tuple[Evidence, ...]
    route: Route

    def __str__(self) -> str:
        lines = [self.text, *(f"  [{e.kind}] {e.content}  ({e.source})" for e in self.evidence)]
        return "\n".join(lines)

    def _repr_markdown_(self) -> str:
        """Jupyter shows the text and the evidence as a list."""
        return "\n".join([self.text, "", *(f"- *{e.kind}*: {e.content} ({e.source})" for e in self.evidence)])


def say(quantity: Measurement) -> str:
    """Write a measurement for people: ``jet_mass = 172.4 ± 6.1 GeV``."""
    if isinstance(quantity.value, str):
        if quantity.uncertainty is None:
            return f"{quantity.name} = {quantity.value}"
        # No calibration sample of ours is large enough to tell smaller probabilities from zero.
        doubt = "below 0.0001" if quantity.uncertainty < 1e-4 else f"{quantity.uncertainty:.2g}"
        return f"{quantity.name} = {quantity.value} (probability of error {doubt})"
    unit = "" if quantity.unit == "1" else f" {quantity.unit}"
    if quantity.uncertainty is None:
        # Six digits are what float32 holds; GPS times have more before the point.
        digits = 6 if abs(quantity.value) < 1e6 else 10
        return f"{quantity.name} = {quantity.value:.{digits}g}{unit}"
    if not quantity.uncertainty > 0:
        return f"{quantity.name} = {quantity.value:.6g} ± {quantity.uncertainty:.2g}{unit}"
    # Two significant digits of the uncertainty decide how many decimals the value deserves (PDG rounds alike).
    exponent = int(f"{quantity.uncertainty:e}".partition("e")[2])
    decimals = max(0, 1 - exponent)
    return f"{quantity.name} = {quantity.value:.{decimals}f} ± {quantity.uncertainty:.{decimals}f}{unit}"


def prompt(question: str, attachments: int, facts: Sequence[str] = ()) -> str:
    """Write the user's turn: one placeholder per attachment, the measured facts, the question.

    Training (`physfm.data`) and answering use this one function, so that they cannot drift apart.
    """
    lines = [chat.PLACEHOLDER] * attachments
    lines += [f"Measured: {fact}." for fact in facts]
    return "\n".join([*lines, chat.escape(question)])


_WORD = re.compile(r"[a-z]+")


def relevant(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Measurements whose every word the question uses: "What is the jet mass?" asks for ``jet_mass``."""
    words = set(_WORD.findall(question.lower()))
    found = []
    for fact in evidence:
        name = set(_WORD.findall(fact.content.partition(" = ")[0].lower().replace("_", " ")))
        if fact.kind == "measurement" and name and name <= words:
            found.append(fact)
    return found


_NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


def unsupported_numbers(text: str, sources: Sequence[str]) -> list[str]:
    """Numbers in a text that none of its sources holds (to 1 %, the rounding of prose)."""
    known = [float(n) for source in sources for n in _NUMBER.findall(source)]
    return [n for n in _NUMBER.findall(text) if not any(abs(float(n) - k) <= 0.01 * abs(k) for k in known)]
