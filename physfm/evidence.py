"""Evidence: the facts that an answer rests on, and which fact every number in a text comes from.

A number is linked to the first fact that holds it to the digits it is written with ("140" is 139.57 rounded, "139.7" is
not). What no fact and not the question holds is unsupported: an answer is not allowed to say it. Covered: numbers in
digits, with powers of ten. Not covered: numbers in words, and whether the right quantity was picked among the facts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # graders read numbers with this module, and must not wait for torch
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

_POWER = r"(?:[eE]([-+]?\d{1,3})|\s?(?:×|\*|\\times|\\cdot|x)\s?10(?:\^|\*\*)\{?([-+−]?\d{1,3})\}?)"
# Not inside a word (H1), not the mark of a citation ([1]).
_NUMBER = re.compile(rf"(?<![\w.\[])([-+−]?)(\d+(?:\.\d+)?)(?:{_POWER})?")
_SHARED = re.compile(rf"\(([^()]{{1,80}})\)(?:{_POWER})")  # (2.6033 ± 0.0005) × 10^-8


@dataclass(frozen=True)
class Number:
    """A number as it is written in a text.

    Parameters
    ----------
    value
        Powers of ten included, also those behind a bracket: ``(2.60 ± 0.01)e-8`` holds 2.60e-8 and 1e-10.
    step
        Unit of the last digit written.
    start, end
        Where it stands.
    """

    value: float
    step: float
    start: int
    end: int


def numbers(text: str) -> list[Number]:
    """Find all numbers in digits of a text, in order."""
    powers = [(m.start(1), m.end(1), m.end(), int((m[2] or m[3]).replace("−", "-"))) for m in _SHARED.finditer(text)]
    found = []
    for match in _NUMBER.finditer(text):
        sign, digits, e, power = match.groups()
        shared = next((p for start, end, _, p in powers if start <= match.start() and match.end() <= end), 0)
        if len(digits) > 40 or any(end < match.start() < stop for _, end, stop, _ in powers):
            continue  # the second: the power of ten itself
        exponent = int((e or power or "0").replace("−", "-")) + shared
        whole, _, decimals = digits.partition(".")
        # Zeros at the end of a whole number may be rounding.
        last = -len(decimals) if decimals else len(whole) - len(whole.rstrip("0")) if whole.strip("0") else 0
        value = float(f"{'-' if sign in ('-', '−') else ''}{digits}e{exponent}")
        found.append(Number(value, float(f"1e{last + exponent}"), match.start(), match.end()))
    return found


def link(text: str, evidence: Sequence[Evidence], question: str = "") -> tuple[list[Link], list[str]]:
    """Find the fact behind every number of a text.

    Returns
    -------
    links, unsupported
        The second are the numbers, as written, that neither the evidence nor the question holds.
    """
    # A warning may quote the very number that nothing holds.
    facts = [() if fact.kind in ("warning", "check") else numbers(fact.content) for fact in evidence]
    asked = numbers(question)
    links, unsupported = [], []
    for number in numbers(text):
        written = text[number.start : number.end]
        place = next((k for k, known in enumerate(facts) if any(_agree(number, other) for other in known)), None)
        if place is not None or any(_agree(number, other) for other in asked):
            links.append(Link(written, number.start, number.end, place))
        else:
            unsupported.append(written)
    return links, unsupported


def _agree(said: Number, known: Number) -> bool:
    # Half a unit of the last digit said; a number of one digit ("5e-7", "0.3") would else agree with its double.
    room = min(0.5001 * said.step, 0.1 * abs(said.value)) if said.value else 0.0
    return abs(said.value - known.value) <= room


def invented(value: object, sources: Sequence[str]) -> list[str]:
    """Numbers in a tool's arguments that stand in none of the texts, as written.

    Parameters
    ----------
    value
        JSON. Whole numbers of one digit pass: powers, factors and orders are no data.
    """
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in invented(each, sources)]
    if isinstance(value, (list, tuple)):
        return [text for each in value for text in invented(each, sources)]
    if value is None or isinstance(value, bool):
        return []
    text = str(value)
    known = [number.value for source in sources for number in numbers(source)]
    return [
        text[n.start : n.end]
        for n in numbers(text)
        if not (n.value.is_integer() and abs(n.value) < 10)
        and not any(abs(abs(n.value) - abs(k)) <= 1e-9 * abs(k) for k in known)
    ]
