"""Reading an answer: what a text says as one given kind.

The gold is read first (`physfm.evaluation.grading.golds`); then the answer is read as what the gold is. The
first passage that holds an answer of the kind counts (`physfm.evaluation.grading.statement` puts the last statement
first).
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from physfm.evaluation.grading import (
    aloud,
    asides,
    bounds,
    components,
    constants,
    definitions,
    enumerations,
    factors,
    formulas,
    labels,
    lists,
    matrices,
    numbers,
    options,
    reactions,
    undetermined,
    unions,
    words,
)
from physfm.evaluation.grading.conversion import CELSIUS, DIFFERENCE
from physfm.evaluation.grading.markup import plain
from physfm.evaluation.grading.spoken import of_light, warmed
from physfm.evaluation.grading.statement import passages
from physfm.evaluation.grading.values import (
    Formula,
    Hedged,
    Listed,
    Matrix,
    Measured,
    Span,
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
_ROOT = re.compile(r"√\s?(\d*[A-Za-zα-ω]{2,}|\d+[A-Za-zα-ω]+)(?![\w(^/²³])")
_FACTOR = re.compile(
    r"(?:(?<!\\left)(?<!\\left\\)\w|[\d)}]\s+|[-−]\s*|[)}])$"
)  # what stands before a bracket is not the answer
_ONE = re.compile(r"\W*(?:about |exactly |just )?(?:an?|one) ([a-z]{3,}(?: per [a-z]+)?)\W*")
_SUMMED = re.compile(r"\s*\\?(?:sum|prod|lim)(?![a-z]).*=|\s*[∑Σ]_.*=", re.DOTALL)
_DOUBTED = re.compile(r"\bor (?:perhaps|maybe|possibly)\b|[(,]\s*(?:perhaps|maybe|possibly)\b", re.IGNORECASE)
_UNSURE = r"(?:(?:may|might|could)\s+(?:also\s+|well\s+|equally\s+|just as well\s+)?be|perhaps|maybe|possibly)"
_WAVERS = re.compile(
    rf"\b{_UNSURE}\b[^?]*\b{_UNSURE}\b(?!.*\b(?:it|this|that|answer)\s+(?:is|must be)\b)"
    r"|(?:,|;|\bbut|\bor|\bthough|\balthough)\s+(?:it\s+|this\s+)?(?:may|might|could)\s+"
    r"(?:also|well|equally|just as well)\s+be\b",
    re.IGNORECASE | re.DOTALL,
)
_VERB = re.compile(r"\b(?:is|are|reads?|gives?|be)\b|:")
_ALTERNATIVES = re.compile(r"\$\s*,?\s*(?:or|or maybe|or perhaps)\s+(?:\w+\s+){0,2}\$", re.IGNORECASE)


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
        yield from READERS[kind](listed, fits)
        return
    for passage, marked in passages(text):
        if time.monotonic() > end or (rest and not marked and committed):
            break  # what stands before "the answer is" or before a correction no longer counts
        found = list(READERS[kind](passage, fits))
        committed = committed or marked
        if found and (fits is None or any(map(fits, found))):
            yield from found
            return
        rest = rest or found
        if kind == "undetermined" and passage == text.strip():
            break  # one of its sentences may deny what another says
    yield from rest


Fits = Callable[[Value], bool] | None


def _number(passage: str, fits: Fits) -> Iterator[Value]:
    found = numbers.stated(passage, (lambda unit: fits(Measured(0.0, unit))) if fits else None)
    if found is None and (formula := stated_formula(passage, None)) is not None:
        value = formulas.number_of(formula)
        found = None if value is None else Measured(value)
    if found is not None:
        yield found
    special = formulas.read(passage) if found is None and re.search(r"Gamma|zeta|[Γζ]", passage) else None
    if special is not None and (size := formulas.number_of(special)) is not None:
        yield Measured(size)
    signs = formulas.read(aloud.written(plain(passage)) or "")
    if signs is not None and (size := formulas.number_of(signs)) is not None:
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
    defined = list(definitions.beside(passage))
    if (found := stated_formula(passage, fits)) is not None:
        yield replace(found, given=defined[0].given) if defined else found
    rooted = _ROOT.sub(r"√(\1)", passage)  # √2gh is typed for the root of all of it
    if rooted != passage and (found := stated_formula(rooted, fits)) is not None:
        yield found
    if (signs := aloud.written(passage)) is not None and (found := formulas.read(signs)) is not None:
        yield found
    yield from definitions.inserted(passage)
    yield from defined
    yield from asides.stated(passage) if not defined else ()
    if (bound := bounds.inequality(passage)) is not None and (found := formulas.read(bound)) is not None:
        yield found


def stated_formula(passage: str, fits: Fits) -> Formula | None:
    """Return the formula that a passage states; where ``fits`` is None, a name alone is none."""
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
    passage = re.sub(r"\\[,;:!](?=\s*(?:\\left\s*)?(?:[(⟨]|\\langle))\s*", "", passage)  # a\,(1, 2) is a(1, 2)
    yield passage
    flat = passage.replace("$", " ")
    for verb in list(_VERB.finditer(flat))[:1]:
        yield flat[verb.end() :]
    yield from formulas.candidates(passage)
    brackets = [
        m
        for m in _BRACKETED.finditer(passage)
        if not _FACTOR.search(passage[: m.start()]) and not re.match(r"\s*[/*]\s*\d", passage[m.end() :])
    ]
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
    if re.fullmatch(r"\W*(?:(?:it is|the answer is)\s+)?(?:the )?(?:zero|null) vector\W*", passage, re.IGNORECASE):
        yield from (Listed((Measured(0.0),) * count, True) for count in (2, 3))
    for text in _places(passage):
        if found := [*lists.tuples(text), *(lists.tuples(again) if (again := enumerations.repeated(text)) else ())]:
            yield from found
            return


def _set(passage: str, fits: Fits) -> Iterator[Value]:
    for text in _places(passage):
        again = enumerations.repeated(text)
        every = [*lists.sets(text, indexed=True), *(lists.sets(again, indexed=True) if again else ())]
        if found := list(unions.unions(text)) or every:
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
    if (formula := stated_formula(passage, None)) is not None and (span := between(formula)) is not None:
        yield span


def between(formula: Formula) -> Span | None:
    """``-a < x < a`` as an interval, also where both ends are formulas."""
    tree = formula.tree
    if not isinstance(tree, Relation) or len(tree.sides) != 3 or not isinstance(tree.sides[1], Symbol):
        return None
    signs = tree.operators if tree.operators[0][0] == "<" else tree.operators[::-1]
    low, _, high = tree.sides if tree.operators[0][0] == "<" else tree.sides[::-1]
    if {sign[0] for sign in tree.operators} not in ({"<"}, {">"}):
        return None
    first, last = (Formula(to_text(end), end) for end in (low, high))
    return Span(first, last, signs[0].endswith("="), signs[1].endswith("="), tree.sides[1].name)


def _truth(passage: str, fits: Fits) -> Iterator[Value]:
    if _WAVERS.search(passage):
        raise Hedged(passage[:60])
    found = words.truth(passage) or words.truth(passage, loose=True)
    if found is not None:
        yield found


def _choice(passage: str, fits: Fits) -> Iterator[Value]:
    found = options.choice(passage) or options.choice(passage, loose=True)
    if found is not None:
        yield found


def _unknown(passage: str, fits: Fits) -> Iterator[Value]:
    if undetermined.unknown(passage):
        yield Undetermined()


def _words(passage: str, fits: Fits) -> Iterator[Value]:
    if _DOUBTED.search(passage) or _WAVERS.search(passage):
        raise Hedged(passage[:60])
    yield from reactions.readings(passage)
    if (named := labels.label(passage)) is not None:
        yield Words((named,), False, passage)
    if (element := labels.element(passage)) is not None:
        yield Words((f"element {element}",), False, passage)
    if (change := factors.factor(passage, shares=True)) is not None:
        yield change
    if (found := words.words(passage)) is not None:
        yield found
    if said := re.match(r"\W*(yes|no)\b\s*(?:[,.;:!—–-]|it\b|that\b|$)", passage, re.IGNORECASE):
        for word in ("allowed", "possible"):
            yield Words((word,), said[1].lower() == "no", passage)


READERS: dict[str, Callable[[str, Fits], Iterator[Value]]] = {
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
    return any(undetermined.unknown(passage) for passage, _ in passages(text))
