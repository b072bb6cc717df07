"""Evidence: the facts that an answer rests on, and which fact every number in a text comes from.

A number is linked to the first fact that holds it to the digits it is written with ("140" is 139.57 rounded, "139.7" is
not). What no fact and not the question holds is unsupported: an answer is not allowed to say it. Covered: numbers in
digits, with powers of ten. Not covered: numbers in words, and whether the right quantity was picked among the facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from physfm.types import Measurement


@dataclass(frozen=True)
class Evidence:
    """What an answer rests on.

    Parameters
    ----------
    kind
        ``"measurement"``, ``"tool"``, ``"passage"``, ``"check"`` (a law that holds or fails) or ``"warning"``.
    source
        File and item and the method; edition, identifier and citation; the call that was made.
    content
        The fact, with value, uncertainty and unit.
    """

    kind: str
    source: str
    content: str


@dataclass(frozen=True)
class Link:
    """A number in a text and the evidence that holds it.

    Parameters
    ----------
    text
        As written.
    start, end
        Where it stands in the text.
    evidence
        Place in the list of evidence; None where the question itself gave the number.
    """

    text: str
    start: int
    end: int
    evidence: int | None


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


# Numbers ------------------------------------------------------------------------------------------------------------

_NUMBER = re.compile(
    r"(?<![\w.\[])([-+−]?)(\d+(?:\.\d+)?)"  # not inside a word (H1), not the mark of a citation ([1])
    r"(?:[eE]([-+]?\d{1,3})|\s?(?:×|\*|\\times|\\cdot|x)\s?10(?:\^|\*\*)\{?([-+−]?\d{1,3})\}?)?"
)


@dataclass(frozen=True)
class _Number:
    value: float
    step: float  # unit of the last digit written
    start: int
    end: int


def _numbers(text: str) -> Sequence[_Number]:
    found = []
    for match in _NUMBER.finditer(text):
        sign, digits, e, power = match.groups()
        if len(digits) > 40:
            continue
        exponent = int((e or power or "0").replace("−", "-"))
        whole, _, decimals = digits.partition(".")
        # Zeros at the end of a whole number may be rounding.
        last = -len(decimals) if decimals else len(whole) - len(whole.rstrip("0")) if whole.strip("0") else 0
        value = float(f"{'-' if sign in ('-', '−') else ''}{digits}e{exponent}")
        found.append(_Number(value, float(f"1e{last + exponent}"), match.start(), match.end()))
    return found


def link(text: str, evidence: Sequence[Evidence], question: str = "") -> tuple[list[Link], list[str]]:
    """Find the fact behind every number of a text.

    Returns
    -------
    links, unsupported
        The second are the numbers, as written, that neither the evidence nor the question holds.
    """
    # A warning may quote the very number that nothing holds.
    facts = [() if fact.kind in ("warning", "check") else _numbers(fact.content) for fact in evidence]
    asked = _numbers(question)
    links, unsupported = [], []
    for number in _numbers(text):
        written = text[number.start : number.end]
        place = next((k for k, known in enumerate(facts) if any(_agree(number, other) for other in known)), None)
        if place is not None or any(_agree(number, other) for other in asked):
            links.append(Link(written, number.start, number.end, place))
        else:
            unsupported.append(written)
    return links, unsupported


def _agree(said: _Number, known: _Number) -> bool:
    # Half a unit of the last digit said; a number of one digit ("5e-7", "0.3") would else agree with its double.
    room = min(0.5001 * said.step, 0.1 * abs(said.value)) if said.value else 0.0
    return abs(said.value - known.value) <= room
