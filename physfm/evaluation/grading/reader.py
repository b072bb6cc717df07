"""Reading a text: what kinds of answer it may be, and what it says as one given kind.

The gold is read first; then the answer is read as what the gold is. Both may be whole sentences. The first passage that
holds an answer of the kind counts (`physfm.evaluation.grading.statement` puts the last statement first).
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from physfm.evaluation.grading import (
    aloud,
    components,
    constants,
    definitions,
    enumerations,
    formulas,
    labels,
    lists,
    matrices,
    numbers,
    options,
    reactions,
    unions,
    words,
)
from physfm.evaluation.grading.conversion import CELSIUS, DIFFERENCE
from physfm.evaluation.grading.markup import is_formula_alone, is_unread, plain
from physfm.evaluation.grading.spoken import of_light, warmed
from physfm.evaluation.grading.statement import passages
from physfm.evaluation.grading.values import (
    Choice,
    Formula,
    Hedged,
    Matrix,
    Measured,
    Span,
    Truth,
    Undetermined,
    Value,
    Words,
)
from physfm.symbolic import to_text
from physfm.symbolic.tree import Relation, Symbol

_BRACKETED = re.compile(
    r"(?:\\?\{|[(\[⟨<]|\\langle)[^()\[\]{}]{1,120},[^()\[\]{}]{1,120}(?:\\?\}|[)\]⟩>]|"
    r"\\rangle)(?:\s*[A-Za-zµΩ][\w/^*-]*)?"
)
_PRODUCT = re.compile(r"[\d)]\s*\*\s*[A-Za-z]|^\s*\$\d+\s*[A-Za-z]+\s*\$\s*$")  # 2*m*g is no two metre grams
_UPRIGHT = re.compile(r"\\(?:mathrm|text|rm|unit|SI|qty|si|operatorname)(?![a-z])|^[^\\$]*$")  # how LaTeX sets units
_ORDINAL = re.compile(
    r"\W*the\s+(first|second|third|fourth|fifth|last|former|latter)(?:\s+(?:one|option|case))?\W*", re.IGNORECASE
)
_ROOT = re.compile(r"√\s?(\d*[A-Za-zα-ω]{2,}|\d+[A-Za-zα-ω]+)(?![\w(^/²³])")
_FACTOR = re.compile(
    r"(?:(?<!\\left)(?<!\\left\\)\w|[\d)}]\s+|[-−]\s*|[)}])$"
)  # what stands before a bracket is not the answer
_POLES = {"N": "north", "S": "south", "E": "east", "W": "west"}
_ONE = re.compile(r"\W*(?:about |exactly |just )?(?:an?|one) ([a-z]{3,}(?: per [a-z]+)?)\W*")
_SUMMED = re.compile(r"\s*\\?(?:sum|prod|lim)(?![a-z]).*=|\s*[∑Σ]_.*=", re.DOTALL)
_DOUBTED = re.compile(r"\bor (?:perhaps|maybe|possibly)\b|[(,]\s*(?:perhaps|maybe|possibly)\b", re.IGNORECASE)
_VERB = re.compile(r"\b(?:is|are|reads?|gives?|be)\b|:")
_ALTERNATIVES = re.compile(r"\$\s*,?\s*(?:or|or maybe|or perhaps)\s+(?:\w+\s+){0,2}\$", re.IGNORECASE)


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
    if (change := words.factor(text)) is not None:
        return [change, *filter(None, (words.words(text),))]
    named = reactions.read(text)
    if named is not None and named.initial:
        return [named]
    if named is not None and named.evident:
        return [named, *filter(None, (words.words(text),))]
    found = [_warmed(value, text) for value in _plausible(text)]
    if pole := _POLES.get(text.strip(" .")):
        found.append(Words((pole,), False, text))
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
    if isinstance(value, Formula) and len(names := re.findall(r"[a-z]{5,}", value.text)) > 1:
        return "\\" not in value.text and "-".join(names) == value.text
    return isinstance(value, Choice | Truth) or _is_name(value)


def _whole(passage: str) -> Iterator[Value]:
    """What a passage is, if it is an answer and nothing else."""
    if words.unknown(passage):
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
        named = len(sides) == 1 or not (re.search(r"[\w)]\s*[-+]", sides[0]) or is_unread(text))
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
            if number is None and (value := constants.value(formula)) is not None:
                yield value
            yield from definitions.inserted(passage)
            return
        if number is not None:
            return


def _inside(passage: str) -> Iterator[Value]:
    """What a sentence says."""
    for kind in ("matrix", "tuple", "set", "interval"):
        yield from _READERS[kind](passage, None)
    if is_unread(passage) or (is_formula_alone(passage) and re.search(r"[A-Za-z]", plain(passage))):
        return  # a formula that could not be read says no number
    try:
        number = numbers.stated(passage)
    except Hedged:
        number = None
    if number is not None:
        yield number
    formula = _formula(passage, None)
    if formula is not None:
        yield formula
        yield from definitions.inserted(passage)
    for value in (options.choice(passage, loose=True), words.truth(passage, loose=True)):
        if value is not None and number is None:
            yield value


def as_kind(text: str, kind: str, fits: Callable[[Value], bool] | None, end: float = math.inf) -> Iterator[Value]:
    """Yield what a text says as an answer of a kind: the readings of the first passage that has any.

    Parameters
    ----------
    fits
        Whether a reading can be compared with the gold at all; a passage with such a reading goes first.
    end
        Time of the monotonic clock after which no further passage is read.

    Raises
    ------
    Hedged
        If it gives two different answers.
    """
    rest: list[Value] = []
    committed = False
    if kind in ("set", "tuple") and (listed := enumerations.bulleted(text)) is not None:
        yield from _READERS[kind](listed, fits)
        return
    for passage, marked in passages(text):
        if time.monotonic() > end or (rest and not marked and committed):
            break  # what stands before "the answer is" or before a correction no longer counts
        found = list(_READERS[kind](passage, fits))
        committed = committed or marked
        if found and (fits is None or any(map(fits, found))):
            yield from found
            return
        rest = rest or found
    yield from rest


def _is_name(value: Value) -> bool:
    return isinstance(value, Formula) and isinstance(value.tree, Symbol)


Fits = Callable[[Value], bool] | None


def _number(passage: str, fits: Fits) -> Iterator[Value]:
    found = numbers.stated(passage, (lambda unit: fits(Measured(0.0, unit))) if fits else None)
    if found is None and (formula := _formula(passage, None)) is not None:
        value = formulas.number_of(formula)
        found = None if value is None else Measured(value)
    if found is not None:
        yield found
    if (signs := aloud.written(plain(passage))) is not None and (spoken_ := formulas.read(signs)) is not None:
        if (size := formulas.number_of(spoken_)) is not None:
            yield Measured(size)
    if (one := _ONE.fullmatch(plain(passage))) and (unit := numbers.is_unit(one[1])) is not None:
        yield Measured(1.0, unit)
    if (speed := of_light(plain(passage))) is not None:
        yield from filter(None, (numbers.stated(speed),))
    if found is not None and found.unit in CELSIUS and warmed(passage):
        yield replace(found, unit=DIFFERENCE)
    for text in formulas.candidates(passage):
        if (whole := formulas.read(text)) is not None:
            if (value_ := constants.value(whole)) is not None:
                yield value_
            break


def _formulas(passage: str, fits: Fits) -> Iterator[Value]:
    if (found := _formula(passage, fits)) is not None:
        yield found
    rooted = _ROOT.sub(r"√(\1)", passage)  # √2gh is typed for the root of all of it
    if rooted != passage and (found := _formula(rooted, fits)) is not None:
        yield found
    if (signs := aloud.written(passage)) is not None and (found := formulas.read(signs)) is not None:
        yield found
    yield from definitions.inserted(passage)


def _formula(passage: str, fits: Fits) -> Formula | None:
    if _ALTERNATIVES.search(passage):
        raise Hedged(passage[:60])
    for text in formulas.candidates(passage):
        found = formulas.read(text)
        if found is not None and formulas.is_formula(found, names=fits is not None):
            return found
    for text in formulas.candidates(passage) if fits is not None else ():
        if _SUMMED.match(text) and (found := formulas.read(text.rpartition("=")[2])) is not None:
            return found
    return None


def _places(passage: str) -> Iterator[str]:
    """The passage, the formulas in it, and its last bracket."""
    yield passage
    flat = passage.replace("$", " ")
    for verb in list(_VERB.finditer(flat))[:1]:
        yield flat[verb.end() :]
    yield from formulas.candidates(passage)
    brackets = [m for m in _BRACKETED.finditer(passage) if not _FACTOR.search(passage[: m.start()])]
    if brackets:
        yield brackets[-1][0]


def _matrix(passage: str, fits: Fits) -> Iterator[Value]:
    for text in _places(passage):
        if (found := matrices.matrix(text)) is not None:
            yield found
            return
    for text in _places(passage):
        if columns := list(lists.tuples(text)):  # (1, 2)^T, which a matrix of one column or row may be
            yield from (Matrix(tuple((item,) for item in column.items)) for column in columns)
            if "^" not in text:
                yield from (Matrix((column.items,)) for column in columns)
            return


def _tuple(passage: str, fits: Fits) -> Iterator[Value]:
    if (both := lists.polar(passage)) is not None:
        yield both
    if (both := components.resolved(passage)) is not None:
        yield both
        return
    if found := list(components.directed(passage)):
        yield from found
    for text in _places(passage):
        if found := list(lists.tuples(text)):
            yield from found
            return


def _set(passage: str, fits: Fits) -> Iterator[Value]:
    for text in _places(passage):
        if found := list(unions.unions(text)) or list(lists.sets(text, indexed=True)):
            yield from found
            return


def _interval(passage: str, fits: Fits) -> Iterator[Value]:
    if (number := numbers.alone(plain(passage))) is not None and number.low and number.low == number.high:
        low, high = (
            replace(number, value=number.value + size, low=0.0, high=0.0) for size in (-number.low, number.low)
        )
        yield Span(low, high, None, None)
        return
    for text in _places(passage):
        if found := list(unions.spans(text)):
            yield from found
            return
    if (formula := _formula(passage, None)) is not None and (span := _between(formula)) is not None:
        yield span


def _between(formula: Formula) -> Span | None:
    """``-a < x < a`` as an interval, also where both ends are formulas."""
    tree = formula.tree
    if not isinstance(tree, Relation) or len(tree.sides) != 3 or not isinstance(tree.sides[1], Symbol):
        return None
    signs = tree.operators if tree.operators[0][0] == "<" else tree.operators[::-1]
    low, _, high = tree.sides if tree.operators[0][0] == "<" else tree.sides[::-1]
    if {sign[0] for sign in tree.operators} not in ({"<"}, {">"}):
        return None
    first, last = (Formula(to_text(end), end) for end in (low, high))
    return Span(first, last, signs[0].endswith("="), signs[1].endswith("="))


def _truth(passage: str, fits: Fits) -> Iterator[Value]:
    found = words.truth(passage) or words.truth(passage, loose=True)
    if found is not None:
        yield found


def _choice(passage: str, fits: Fits) -> Iterator[Value]:
    found = options.choice(passage) or options.choice(passage, loose=True)
    if found is not None:
        yield found


def _unknown(passage: str, fits: Fits) -> Iterator[Value]:
    if words.unknown(passage):
        yield Undetermined()


def _words(passage: str, fits: Fits) -> Iterator[Value]:
    if _DOUBTED.search(passage):
        raise Hedged(passage[:60])
    yield from reactions.readings(passage)
    if (named := labels.label(passage)) is not None:
        yield Words((named,), False, passage)
    if (change := words.factor(passage)) is not None:
        yield change
    if (found := words.words(passage)) is not None:
        yield found
    if said := re.match(r"\W*(yes|no)\b\s*(?:[,.;:!—–-]|it\b|that\b|$)", passage, re.IGNORECASE):
        for word in ("allowed", "possible"):
            yield Words((word,), said[1].lower() == "no", passage)


_READERS: dict[str, Callable[[str, Fits], Iterator[Value]]] = {
    "number": _number,
    "expression": _formulas,
    "equation": _formulas,
    "interval": _interval,
    "tuple": _tuple,
    "set": _set,
    "matrix": _matrix,
    "truth": _truth,
    "choice": _choice,
    "undetermined": _unknown,
    "words": _words,
}


def says_unknown(text: str) -> bool:
    """Whether a text says that the question cannot be decided."""
    return any(words.unknown(passage) for passage, _ in passages(text))
