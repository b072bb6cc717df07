"""Statements "quantity = value unit" in prose, held to the dimensions and the range of what they name.

"The lifetime of the muon is 2.2 GeV" has the wrong dimension, "an efficiency of 120 %" is out of range. Notable: a name
counts only if nothing but a subject, a verb and hedges stand between it and the number, and no word before it makes it
something else ("change in temperature", "ratio of masses"): a guard that cries wolf is switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from physfm.errors import UnitError
from physfm.guard.quantities import Stated
from physfm.guard.ranges import CHIRP_SHARE, Kind, kind_of
from physfm.guard.script import Sentences
from physfm.guard.verdict import Check
from physfm.symbolic.dimensions import DIMENSIONLESS, of_unit
from physfm.units import factor

REACH = 170
"""Characters between a name and its value."""
HEDGE = (
    r"(?:about|approximately|roughly|around|nearly|only|exactly|just|some|almost|close to|at "
    r"least|at most|less than|more than"
    r"|over|up to|the order of|on the order of|currently|now|then|also|≈|~|given as|measured (?:to be|as)|found to be"
    r"|known to be|equal to|simply|precisely|given by|estimated (?:to be|at|as)|therefore|thus|typically|still)"
)
CONNECTOR = (
    r"(?:=|≈|~|:=?|<|>|≤|≥|\\leq?|\\geq?|\b(?:is|was|are|were|be|equals?|of|being|reaches"
    r"|reached|becomes|has the value(?: of)?|amounts to|"
    r"to be|comes out as|turns out to be|with a value of|has a value of)(?![\w-]))"
)
_SYMBOL = r"(?:\s*,?\s*\(?(?:\\[A-Za-z]{2,10}|[A-Za-zα-ωΑ-Ω]|eta)(?:_\s?\(?[\w ,+*-]{1,12}\)?)?(?![A-Za-z])\)?\s*,?)?"
_SUBJECT = (
    r"(?P<subject>\s+(?:of|for|in|between|to|on|from|that|inside|within|near|with which"
    r"|carried by|across|through|above|below)\s"
    r"(?:(?!\b(?:is|was|are|were|if|when|which|whose|because|but|while|than|so|where|has|have"
    r"|will|be|that|it|they)\b)[^;:=<>≈?!\n\d])"
    r"(?:(?!\b(?:is|was|are|were|if|when|which|whose|because|but|while|than|so|where|has|have|will|that|it|they)\b)"
    r"(?!, (?:the|a|an|its)\b)(?:[^;:=<>≈?!\n\d]|(?<=[A-Za-z_(^*+\-)\d])\d)){0,150}?)?"
)
LINK = re.compile(
    rf"{_SYMBOL}{_SUBJECT}\s*,?\s*(?P<connector>{CONNECTOR})(?:\s*\b{HEDGE}\b)*\s*[~≈(]?\s*\Z", re.IGNORECASE
)
_SHORT_LINK = re.compile(rf"{_SYMBOL}\s*(?P<connector>{CONNECTOR})(?:\s*\b{HEDGE}\b)*\s*[~≈(]?\s*\Z", re.IGNORECASE)
_ALTERED = re.compile(
    r"\b(?:changes?|differences?|ratios?|increases?|increased|decreases?|decreased|rises?"
    r"|drops?|falls?|reductions?|loss|gains?"
    r"|derivatives?|logarithms?|log|squared?|cubed?|inverse|reciprocal|sums?|products?|roots?"
    r"|errors?|uncertaint(?:y|ies)"
    r"|shifts?|variations?|fractions?|rates?|components?|corrections?|factors?|gradients?"
    r"|percentages?|slopes?|limits?|resolution"
    r"|units?|functions?|multiples?|precision|deviations?|imbalances?|powers?|twice|half"
    r"|double|magnitude of the change|number)\s+"
    r"(?:of|in|on|for|between|to|per)\s+(?:(?:the|its|a|an|this|their|both|each)\s+)?(?:\S+\s+){0,2}\Z",
    re.IGNORECASE,
)
_LINKED = re.compile(r"\b(?:of|in|on|for|between|to|per)\s")
_CHANGED = re.compile(
    r"(?:Δ|\\Delta|δ|delta|relative|fractional|differential|excess|net change|log"
    r"|dimensionless|normali[sz]ed|reduced|scaled)[\s_]*\Z",
    re.IGNORECASE,
)
_PER = re.compile(r"\bper\s+(?:unit\s+)?\Z", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:\b(?:at|in|with|due to|by|under|from|on)|\b(?:between|at)\b.{2,60}\band)\s+(?:(?:the"
    r"|its|a|an|this|that|some|each|certain|given|same)\s+){0,3}\Z",
    re.IGNORECASE,
)
_ANGLES = frozenset(("degree", "radian", "arcminute", "arcsecond"))
_VECTORS = frozenset(
    (
        "force",
        "height",
        "velocity",
        "acceleration",
        "momentum",
        "magnetic field",
        "electric field",
        "speed",
        "mass",
        "radius",
    )
)
_FACTOR = re.compile(r"[-+*/\w)}]\s*\Z")
_PLURAL = re.compile(r"\band\b\s*(?:the\s+|a\s+|an\s+|its\s+)?(?:\S+\s+){0,2}\Z", re.IGNORECASE)
_FOLLOWED = re.compile(
    r"\s*(?:times\b|-?fold\b|×|\bx\b|(?:higher|lower|more|less|larger|smaller|greater|above"
    r"|below|faster|slower)\b|of (?:the|its|that|this|those)\b"
    r"|in \d|in (?:diameter|radius|length|height|width|thickness|circumference)|\.?\s?\)?\s*/"
    r"|by \d|[·^]|per\b|out of\b|to one\b|sigma\b|σ|standard dev|or (?:higher|lower|more|less"
    r"|greater)\b|\\sigma|order|[!^]|\*\*|(?:per|for) (?:every|each)\b)"
)
_OF_COUNT = re.compile(
    r"\s*(?:[.,;:)!?]|$|(?:and|for|that|to|at|in|with|while|but|or|as|is|was|means|when|if|by|over)\b)"
)
_RESPECTIVE = re.compile(
    r"\brespectively\b|\bif\b.{0,80}\bwere\b|\bimpossible\b|\bunphysical\b|\bcannot\b", re.IGNORECASE
)
_FRACTION = re.compile(r"\s?/\s?(\d{1,9}(?:\.\d{1,9})?)(?![\d/])")


_COORDINATE = re.compile(r"\s*[xyzt]\b")
_OF = re.compile(r"\s+of\s+[A-Za-z]")
_SINGLE = re.compile(r"(?:(?<![A-Za-z])[A-Za-zα-ωΔ]|\\[A-Za-z]+|\))(?:_\(?\w{1,6}\)?)?\s*(?:=|≈|~|<|>)\s*\(?\s*\Z")
_UNIT_OF = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|years?|met(?:er|re)s?|units?|joules?|newtons?|watts?)\s+of\s+(?:\w+\s+)?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """A named quantity with its value.

    Parameters
    ----------
    kind
        What is named.
    quantity
        Its value.
    name_span
        Where the name stands.
    subject
        Where what stands between "of" and the verb is; None without.
    span
        From the name to the end of the value.
    bounded
        Whether the text gives a bound ("below 5 GeV") instead of a value.
    """

    kind: Kind
    quantity: Stated
    name_span: tuple[int, int]
    subject: tuple[int, int] | None
    span: tuple[int, int]
    bounded: bool


_BOUND = re.compile(
    r"(?:<|>|≤|≥|\\leq?|\\geq?|less than|more than|at least|at most|over|up to)\s*\(?\s*\Z", re.IGNORECASE
)


def over(text: str, quantity: Stated) -> tuple[float, float, int]:
    """Value and worth of the last digit of a quantity that may be a fraction such as ``1/137``, and where it ends."""
    match = _FRACTION.match(text, quantity.number_end) if not quantity.written else None
    if match is None or float(match[1]) == 0:
        return quantity.value, quantity.digit, quantity.span[1]
    below = float(match[1])
    decimals = len(match[1].partition(".")[2])
    value = quantity.value / below
    relative = 10.0**-decimals / below if decimals or below >= 100 else 0.0
    return value, abs(value) * relative, match.end()


def named_before(
    quantities: Sequence[Stated], names: Sequence[re.Match[str]], starts: Sequence[int]
) -> Iterator[tuple[Stated, re.Match[str] | None, int]]:
    """Yield each quantity with the last name that ends before it, None without, and where its sentence starts."""
    place = sentence = 0
    for quantity in quantities:
        begin = quantity.span[0]
        while place < len(names) and names[place].end() <= begin:
            place += 1
        while sentence + 1 < len(starts) and starts[sentence + 1] <= begin:
            sentence += 1
        yield quantity, names[place - 1] if place else None, starts[sentence]


def statements(
    text: str, names: Sequence[re.Match[str]], parts: Sentences, quantities: Sequence[Stated]
) -> Iterator[Statement]:
    """Yield the statements of a text in prose; ``names`` are the matches of `physfm.guard.ranges.NAMED` in it."""
    for quantity, name, start in named_before(quantities, names, parts.starts):
        begin = quantity.span[0]
        floor = max(start, begin - REACH)
        if name is None or name.start() < floor:
            continue
        link = LINK.match(text[name.end() : begin])
        if link is None or (quantity.written and text[quantity.number_end] == "-"):
            continue  # "a 50-kg skydiver"
        if not _meant(text, name, link, quantity, floor):
            continue
        subject = None
        if link["subject"]:
            subject = (name.end() + link.start("subject"), name.end() + link.end("subject"))
        bounded = _BOUND.search(text, max(floor, begin - 16), begin) is not None
        yield Statement(kind_of(name), quantity, name.span(), subject, (name.start(), quantity.span[1]), bounded)


def _meant(text: str, name: re.Match[str], link: re.Match[str], quantity: Stated, floor: int) -> bool:
    """Whether a name and a number that are linked make a statement about what is named."""
    before = text[max(floor, name.start() - 60) : name.start()]
    kind = kind_of(name)
    if (_LINKED.search(before) and _ALTERED.search(before)) or _CHANGED.search(before) or _PER.search(before):
        return False
    if link["connector"].lower() in ("is", "was", "equals", "are", "were") and _ASIDE.search(before):
        return False  # "the energy stored in its magnetic field is 2 J"
    if kind.name == "sine or cosine":
        end = over(text, quantity)[2]
        return not quantity.written and not _FACTOR.search(before[-3:]) and bool(_OF_COUNT.match(text, end))
    if kind.name in _VECTORS and quantity.unit in _ANGLES:
        return False  # a direction
    if kind.name in ("force", "weight") and quantity.unit == "milligram":
        return False  # "a force of 2mg"
    if kind.unless and re.search(rf"\b(?:{kind.unless})\s+\Z", before, re.IGNORECASE):
        return False
    plural = re.search(r"\b(?:are|were)\b", link["connector"], re.IGNORECASE)
    if plural and (_PLURAL.search(before) or (link["subject"] and " and " in link["subject"])):
        return False
    if _FOLLOWED.match(text, over(text, quantity)[2]) or _RESPECTIVE.search(
        text, quantity.span[1], quantity.span[1] + 90
    ):
        return False
    connector = link["connector"].lower()
    if connector == "of" and (link["subject"] or (quantity.written and _OF.match(text, quantity.span[1]))):
        return False  # "the temperature of 1 g of water", "... at a rate of 5 W"
    if (
        link["subject"]
        and connector in ("=", "≈", "~", "<", ">")
        and _SINGLE.search(text[max(floor, quantity.span[0] - 16) : quantity.span[0]])
    ):
        return False  # "the velocity of the car at t = 2 s"
    moving = kind.name in ("speed", "velocity", "acceleration", "force", "mass")
    if moving and connector in ("=", "≈") and _COORDINATE.match(text, name.end()):
        return False  # "... to maximum speed x = 5 m"
    if _UNIT_OF.search(before):
        return False
    counts = link["connector"].lower() in ("of", "at") and not quantity.written
    return not counts or bool(_OF_COUNT.match(text, over(text, quantity)[2]))


def judged(text: str, shown: str, found: Sequence[Statement]) -> Iterator[Check]:
    """Check dimensions and ranges.

    Parameters
    ----------
    text
        As written: what claims are quoted from.
    shown
        The same in prose.
    """
    totals: dict[str, Statement] = {}
    for statement in found:
        yield from _dimension(text, shown, statement)
        words = shown[slice(*statement.name_span)].lower()
        if statement.kind.name == "mass" and words.startswith(("chirp", "total")):
            totals.setdefault(words.split()[0], statement)
    if len(totals) == 2:
        yield from _chirp(text, totals["chirp"], totals["total"])


def _dimension(text: str, shown: str, statement: Statement) -> Iterator[Check]:
    kind, quantity = statement.kind, statement.quantity
    claim = text[slice(*statement.span)]
    pure = DIMENSIONLESS in kind.dimensions
    if quantity.other in ("%", "degC", "degF"):
        quantity = replace(quantity, other="1")
    if not quantity.written and not pure:
        return  # a number without its unit may be in any
    if quantity.dimension not in kind.dimensions and of_unit(quantity.other) in kind.dimensions:
        quantity = replace(quantity, unit=quantity.other)
        statement = replace(statement, quantity=quantity)
    if kind.name == "acceleration" and quantity.unit == "gram":
        return  # "10 g"
    dimension = quantity.dimension
    allowed = dimension in kind.dimensions or (quantity.unit == "pound" and kind.name in ("force", "weight"))
    if kind.name == "speed" and "revolution" in quantity.unit:
        return
    if quantity.unit == "%" and kind.units[0] != "1":
        return  # "the speed is 30 %" of something
    if quantity.written:
        wanted = " or ".join("no unit" if unit == "1" else unit for unit in kind.units[:3])
        subject = f"A{'n' if kind.name[0] in 'aeiou' else ''} {kind.name}"
        reason = f"{subject} is in {wanted}, but {quantity.written!r} is in {dimension.unit}."
        if allowed:
            reason = f"{subject} may be in {quantity.written!r}."
        yield Check("units", claim, allowed, reason, statement.span, "dimensional analysis (pint)")
    if allowed and dimension in kind.dimensions:
        yield from _range(shown, statement, claim)


def _range(shown: str, statement: Statement, claim: str) -> Iterator[Check]:
    kind, quantity = statement.kind, statement.quantity
    if kind.low is None and kind.high is None:
        return
    unit = next(unit for unit in kind.units if Kind("", "", (unit,)).dimensions == {quantity.dimension})
    span = statement.span
    if not quantity.written:
        value, digit, end = over(shown, quantity)
        span, error = (span[0], end), quantity.error or 0.0
    else:
        try:
            value, error, digit = quantity.within(unit)
        except UnitError:
            return
    # In another dimension than the first (a temperature in eV) only the sign is bounded.
    low = kind.low if unit == kind.units[0] or kind.low in (None, 0) else None
    high = kind.high if unit == kind.units[0] else None
    if kind.name in ("speed", "velocity") and not quantity.written:
        return  # 0.5 may be in units of c, 5 in m/s
    tolerance = 0.5 * digit * (1 + 1e-9)
    outside = (low is not None and value < low - 1e-12 * abs(low)) or (high is not None and value > high * (1 + 1e-12))
    rounded = (low is None or value >= low - (tolerance if low else 0.0)) and (
        high is None or value <= high + (tolerance if high != 1 else 0.0)
    )
    limits = f"{'-inf' if low is None else f'{low:.6g}'} to {'inf' if high is None else f'{high:.6g}'}"
    shown_unit = "" if unit == "1" else f" {unit}"
    passed: bool | None = not outside or rounded
    reason = f"{value:.6g}{shown_unit} lies {'within' if passed else 'outside'} {limits}{shown_unit}: {kind.reason}."
    if (
        not passed
        and error
        and (low is None or value + 3 * error >= low)
        and (high is None or value - 3 * error <= high)
    ):
        passed, reason = None, f"{reason[:-1]}; but within three of its own standard deviations ({error:.2g})."
    yield Check("range", claim, passed, reason, span, f"definition of {kind.name}: {kind.reason}")


def _chirp(text: str, chirp: Statement, total: Statement) -> Iterator[Check]:
    """A chirp mass is at most 0.435 of the total mass."""
    try:
        small, error, digit = chirp.quantity.within("kg")
        large, other, last = total.quantity.within("kg")
    except UnitError:
        return
    solar = factor("solar_mass", "kg")  # 60 solar masses are not rounded to tens
    margin = 0.5 * min(digit, solar) + 3 * error + CHIRP_SHARE * (0.5 * min(last, solar) + 3 * other)
    passed = small <= CHIRP_SHARE * large + margin
    relation = "not above" if passed else "above"
    reason = (
        f"The chirp mass is {small / large:.3f} of the total mass, {relation} the {CHIRP_SHARE:.3f} of equal masses."
    )
    yield Check("range", text[slice(*chirp.span)], passed, reason, chirp.span, "chirp mass M eta^(3/5), eta <= 1/4")
