"""Reading a text: what kinds of answer it may be, and what it says as one given kind.

The gold is read first; then the answer is read as what the gold is. Both may be whole sentences. The first passage that
holds an answer of the kind counts (`physfm.evaluation.grading.statement` puts the last statement first).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

from physfm.evaluation.grading import formulas, lists, numbers, words
from physfm.evaluation.grading.markup import plain
from physfm.evaluation.grading.statement import passages
from physfm.evaluation.grading.values import Formula, Hedged, Measured, Span, Undetermined, Value
from physfm.symbolic import symbols

SECONDS = 1.2
"""After this time no further passage is read."""
_BRACKETED = re.compile(r"(?:\\?\{|[(\[⟨<]|\\langle)[^()\[\]{}]{1,120},[^()\[\]{}]{1,120}(?:\\?\}|[)\]⟩>]|\\rangle)(?:\s*[A-Za-zµΩ][\w/^*-]*)?")
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
    found: list[Value] = []
    for passage, _ in passages(text):
        if found := list(_whole(passage)):
            break
    for passage, _ in passages(text) if not found else ():
        if found := list(_inside(passage)):
            break
    for passage, _ in passages(text):
        if (spoken := words.words(passage)) and not any(v.kind in ("truth", "undetermined") for v in found):
            found.append(spoken)
        break
    return found


def _whole(passage: str) -> Iterator[Value]:
    """What a passage is, if it is an answer and nothing else."""
    if words.unknown(passage):
        yield Undetermined()
        return
    for value in (words.truth(passage), words.choice(passage), lists.matrix(passage)):
        if value is not None:
            yield value
            if value.kind != "choice":
                return
    before = [*lists.sets(passage), *lists.spans(passage), *lists.tuples(passage)]
    yield from before
    if before and not any(isinstance(value, Span) and value.closed_low is None for value in before):
        return
    flat = plain(passage)
    number = numbers.alone(flat) or numbers.alone(re.split(r"[=≈]", flat)[-1])
    if number is not None:
        yield number
    formula = next(filter(None, map(formulas.read, formulas.candidates(passage))), None)
    if formula is not None and formulas.is_formula(formula):
        yield formula


def _inside(passage: str) -> Iterator[Value]:
    """What a sentence says."""
    for read in (_matrix, _tuple, _set, _interval):
        yield from read(passage, None)
    try:
        number = numbers.stated(passage)
    except Hedged:
        number = None
    if number is not None:
        yield number
    formula = _formula(passage, None)
    if formula is not None:
        yield formula
    for value in (words.choice(passage, loose=True), words.truth(passage, loose=True)):
        if value is not None and number is None:
            yield value


def as_kind(text: str, kind: str, fits: Callable[[Value], bool] | None) -> Iterator[Value]:
    """Yield what a text says as an answer of a kind: the readings of the first passage that has any.

    Parameters
    ----------
    fits
        Whether a reading can be compared with the gold at all; a passage with such a reading goes first.

    Raises
    ------
    Hedged
        If it gives two different answers.
    """
    end = time.monotonic() + SECONDS
    rest: list[Value] = []
    for passage, _ in passages(text):
        if time.monotonic() > end:
            break
        found = list(_READERS[kind](passage, fits))
        if found and (fits is None or any(map(fits, found))):
            yield from found
            return
        rest = rest or found
    yield from rest


Fits = Callable[[Value], bool] | None


def _number(passage: str, fits: Fits) -> Iterator[Value]:
    found = numbers.stated(passage, (lambda unit: fits(Measured(0.0, unit))) if fits else None)
    if found is None and (formula := _formula(passage, None)) is not None:
        value = formulas.number_of(formula)
        found = None if value is None else Measured(value)
    if found is not None:
        yield found


def _formulas(passage: str, fits: Fits) -> Iterator[Value]:
    if (found := _formula(passage, fits)) is not None:
        yield found


def _formula(passage: str, fits: Fits) -> Formula | None:
    if _ALTERNATIVES.search(passage):
        raise Hedged(passage[:60])
    for text in formulas.candidates(passage):
        found = formulas.read(text)
        if found is not None and (formulas.is_formula(found) or (fits is not None and not symbols(found.tree))):
            return found
    return None


def _places(passage: str) -> Iterator[str]:
    """The passage, the formulas in it, and its last bracket."""
    yield from dict.fromkeys([passage, *formulas.candidates(passage)])
    if brackets := _BRACKETED.findall(passage):
        yield brackets[-1]


def _matrix(passage: str, fits: Fits) -> Iterator[Value]:
    for text in _places(passage):
        if (found := lists.matrix(text)) is not None:
            yield found
            return


def _tuple(passage: str, fits: Fits) -> Iterator[Value]:
    for text in _places(passage):
        if found := list(lists.tuples(text)):
            yield from found
            return


def _set(passage: str, fits: Fits) -> Iterator[Value]:
    for text in _places(passage):
        if found := list(lists.sets(text)):
            yield from found
            return


def _interval(passage: str, fits: Fits) -> Iterator[Value]:
    for text in _places(passage):
        if found := list(lists.spans(text)):
            yield from found
            return


def _truth(passage: str, fits: Fits) -> Iterator[Value]:
    found = words.truth(passage) or words.truth(passage, loose=True)
    if found is not None:
        yield found


def _choice(passage: str, fits: Fits) -> Iterator[Value]:
    found = words.choice(passage) or words.choice(passage, loose=True)
    if found is not None:
        yield found


def _unknown(passage: str, fits: Fits) -> Iterator[Value]:
    if words.unknown(passage):
        yield Undetermined()


def _words(passage: str, fits: Fits) -> Iterator[Value]:
    if (found := words.words(passage)) is not None:
        yield found


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
