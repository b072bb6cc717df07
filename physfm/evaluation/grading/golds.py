"""Reading a gold: every kind of answer that it may be, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from physfm.evaluation.grading import (
    components,
    constants,
    definitions,
    factors,
    formulas,
    labels,
    lists,
    matrices,
    numbers,
    operators,
    options,
    reactions,
    undetermined,
    unions,
    words,
)
from physfm.evaluation.grading.conversion import CELSIUS, DIFFERENCE
from physfm.evaluation.grading.markup import is_formula_alone, is_unread, plain
from physfm.evaluation.grading.numerals import figures
from physfm.evaluation.grading.reader import READERS, as_kind, between, stated_formula
from physfm.evaluation.grading.spoken import warmed
from physfm.evaluation.grading.statement import passages
from physfm.evaluation.grading.values import (
    Choice,
    Formula,
    Hedged,
    Measured,
    Span,
    Truth,
    Undetermined,
    Value,
    Words,
)
from physfm.symbolic.tree import Relation, Symbol

_PRODUCT = re.compile(r"[\d)]\s*\*\s*[A-Za-z]|^\s*\$\d+\s*[A-Za-z]+\s*\$\s*$")  # 2*m*g is no two metre grams
_UPRIGHT = re.compile(r"\\(?:mathrm|text|rm|unit|SI|qty|si|operatorname)(?![a-z])|^[^\\$]*$")  # how LaTeX sets units
_ORDINAL = re.compile(
    r"\W*the\s+(first|second|third|fourth|fifth|last|former|latter)(?:\s+(?:one|option|case))?\W*", re.IGNORECASE
)
_POLES = {"N": "north", "S": "south", "E": "east", "W": "west"}


def plausible(text: str, kind: str | None = None) -> list[Value]:
    """Return what a gold may mean, the likeliest first; empty if it cannot be read.

    Parameters
    ----------
    kind
        One of `physfm.evaluation.grading.values.KINDS`, where the caller knows it.
    """
    if kind is not None:
        return list(as_kind(text, kind, None))
    if (label := labels.label(text, alone=True)) is not None:
        return [*filter(None, (reactions.read(text),)), Words((label,), False, text)]
    if re.fullmatch(r"\W*no\s+(?!one\b)[a-z]+\W*", text, re.IGNORECASE) and (said := words.words(text)):
        return [said]  # "no change" says more than no
    if ordinal := _ORDINAL.fullmatch(text):
        return [Words((ordinal[1].lower(),), False, text)]
    if (change := factors.factor(text)) is not None:
        others = (words.words(text), numbers.alone(figures(text)))  # a quarter
        return [change, *(value for value in others if value is not None)]
    named = reactions.read(text)
    if named is not None and named.initial:
        return [named]
    if named is not None and named.evident:
        return [named, *filter(None, (words.words(text),))]
    found = [_warmed(value, text) for value in _plausible(text)]
    if pole := _POLES.get(text.strip(" .")):
        found.append(Words((pole,), False, text))
    if len(text.strip(" .$")) > 1 and (element := labels.element(text)) is not None:  # not K, which is much else
        found.append(Words((f"element {element}",), False, text))
    return [*found, *([named] if named is not None else [])]


def _warmed(value: Value, text: str) -> Value:
    """A difference of temperatures in degrees Celsius as one: 25 °C of it are 25 K."""
    if isinstance(value, Measured) and value.unit in CELSIUS and warmed(text):
        return replace(value, unit=DIFFERENCE)
    return value


def names_particles(text: str) -> bool:
    """Whether a text says particles and nothing else."""
    return any(any(reactions.readings(passage)) for passage, _ in [*passages(text)][:1])


def _plausible(text: str) -> list[Value]:
    found: list[Value] = []
    if (both := lists.polar(text)) is not None:
        return [both, *filter(None, (components.resolved(text),))]
    for passage, _ in passages(text):
        if found := list(_whole(passage)):
            break
    bounded = [span for value in found if isinstance(value, Formula) and (span := between(value)) is not None]
    found += bounded
    for passage, _ in passages(text) if not found else ():
        if found := list(_inside(passage)):
            break
    for passage, _ in passages(text):
        # A name alone may be a symbol or a word ("up"); what is read as anything else is no word, nor is one letter.
        spoken = words.words(passage)
        said_yes = re.match(
            r"\W*(?!right\W*$)(?:yes|no|true|false|correct|incorrect|right|wrong)\b", passage, re.IGNORECASE
        )
        if spoken and not said_yes and "".join(spoken.words)[1:] and all(map(_may_be_words, found)):
            found.append(spoken)
            if said := words.predicate(passage):
                found.append(said)
        break
    return found


def _may_be_words(value: Value) -> bool:
    """Also yes, in "right", and no, in "It is not conserved"; and "counter-clockwise" is no difference."""
    if isinstance(value, Formula) and len(names := re.findall(r"[a-z]{3,}", value.text)) > 1:
        return "\\" not in value.text and "-".join(names) == value.text
    return isinstance(value, Choice | Truth) or _is_symbol(value)


def _whole(passage: str) -> Iterator[Value]:
    """What a passage is, if it is an answer and nothing else."""
    if undetermined.unknown(passage):
        yield Undetermined()
        return
    if (said := words.truth(passage)) is not None:
        yield said
        return
    try:
        letter = options.choice(passage)
    except Hedged:  # "proton or neutron" as a gold is words
        letter = None
    if letter is not None:
        yield letter
    if (grid := matrices.matrix(passage)) is not None:
        yield grid
        yield from lists.tuples(passage)
        return
    if re.search(r"\\[dt]?binom\s*\{[^{}]*[A-Za-z]", passage) and (chosen := formulas.read(passage)) is not None:
        yield chosen
    before: list[Value] = [
        *(list(unions.unions(passage)) or lists.sets(passage)),
        *unions.spans(passage),
        *lists.tuples(passage),
    ]
    yield from before
    in_words = re.search(r"\b(?:between|from|to)\b|[–—]", passage)
    if before and (in_words or not any(isinstance(value, Span) and value.closed_low is None for value in before)):
        return
    for text in (passage, *formulas.candidates(passage)):
        flat = plain(text)
        sides = re.split(r"[=≈]", flat)
        # x + 2y = 3 is an equation, no number with a name.
        named = len(sides) == 1 or not (
            operators.is_pair(text) or re.search(r"[\w)]\s*[-+]", sides[0]) or is_unread(text)
        )
        number = numbers.alone(sides[-1]) if named else None
        formula = formulas.read(text)
        if number is None and formula is not None and "\\" in text:  # \ln 2
            value = None if isinstance(formula.tree, Relation) else formulas.number_of(formula)
            number = None if value is None else Measured(value)
        if number is not None:
            yield number
        if (
            formula is not None
            and formulas.is_formula(formula)
            and (number is None or len(sides) > 1 or _PRODUCT.search(text) or not (number.low or _UPRIGHT.search(text)))
        ):
            yield formula
            if number is None and (size := constants.value(formula)) is not None:
                yield size
            yield from definitions.inserted(passage)
            return
        if number is not None:
            return


def _inside(passage: str) -> Iterator[Value]:
    """What a sentence says."""
    for kind in ("matrix", "tuple", "set", "interval"):
        yield from READERS[kind](passage, None)
    if is_unread(passage) or (is_formula_alone(passage) and re.search(r"[A-Za-z]", plain(passage))):
        return  # a formula that could not be read says no number
    try:
        number = numbers.stated(passage)
    except Hedged:
        number = None
    if number is not None:
        yield number
    formula = stated_formula(passage, None)
    if formula is not None:
        yield formula
        yield from definitions.inserted(passage)
    for value in (options.choice(passage, loose=True), words.truth(passage, loose=True)):
        if value is not None and number is None:
            yield value


def _is_symbol(value: Value) -> bool:
    return isinstance(value, Formula) and isinstance(value.tree, Symbol)
