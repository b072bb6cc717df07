"""The edition test: particle data as they stood in one edition of the Review of Particle Physics, not in another.

Masses and widths move. Who answers "80.4 GeV" to the mass of the W has read about it; who gives the value, the error
and the edition that they belong to can be held to it. Items are asked of the tables that the ``particle`` package
brings (2008, 2025, 2026), for states that are in all of them under the same name and number, with one error for both
sides, and whose value moved; each is right only if value (to its last figure), error and edition are.

Not covered: states with unequal errors, limits, branching fractions.

Source: the Particle Data Group's files of masses and widths, editions of 2008, 2025 and 2026.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any, Literal

from physfm.errors import InputError
from physfm.evaluation.item import Item
from physfm.evaluation.problems.splits import Split

EDITIONS = {2008: "mass_width_2008.fwf", 2025: "mass_width_2025.txt", 2026: "mass_width_2026.txt"}
"""Files of the ``particle`` package; its only older edition is that of 2008."""
_WIDTHS_2025 = (8, 8, 8, 8, 19, 9, 9, 19, 9, 9, 22)
_YEAR = re.compile(
    r"(?:\(|\bin\s+(?:the\s+)?|\bfrom\s+(?:the\s+)?)?(?<![\d.,])(?P<year>(?:19|20)\d\d)(?![.,]?\d)"
    r"(?!\s*(?:±|\+|[kMGT]?eV))(?:\s*edition)?\)?"
)
"""A year that is no value, with what hangs on it: all of it goes before the value is read."""
Quantity = Literal["mass", "width"]


@dataclass(frozen=True)
class Entry:
    """A mass or width as printed.

    Parameters
    ----------
    name
        The table's, without charge.
    value, error
        GeV, with the figures that are printed; the error is that of both sides.
    """

    name: str
    value: Decimal
    error: Decimal

    @property
    def last_place(self) -> Decimal:
        """One unit of the last figure."""
        return Decimal(1).scaleb(int(self.value.as_tuple().exponent))


Table = dict[tuple[int, Quantity], Entry]
"""By PDG number and quantity."""


@cache
def table(edition: int) -> Table:
    """The entries of an edition that have a positive value and the same error on both sides.

    Raises
    ------
    InputError
        If the edition is not there, or the ``particle`` package is not installed.
    """
    if edition not in EDITIONS:
        raise InputError(f"No table of the edition {edition}. There are {', '.join(map(str, EDITIONS))}.")
    try:
        from particle import data
    except ImportError as err:
        raise InputError(
            'The edition test needs particle, which is not installed. Run: pip install "physfm[tools]"'
        ) from err
    text = data.basepath.joinpath(EDITIONS[edition]).read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.strip() and not line.startswith("*")]
    found: Table = {}
    for row in rows:
        numbers, name, cells, scale = _of_2008(row) if edition == 2008 else _of_today(row)
        for quantity, (value, up, down) in zip(("mass", "width"), cells, strict=True):
            entry = _entry(name, value, up, down, scale)
            if entry is not None:
                found |= {(number, quantity): entry for number in numbers}  # type: ignore[misc]
    return found


Cells = tuple[tuple[str, str, str], tuple[str, str, str]]


def _of_2008(row: str) -> tuple[list[int], str, Cells, int]:
    """Comma-separated, MeV."""
    cells = [cell.strip() for cell in row.split(",", 17)]
    numbers = [int(cells[12])] if cells[12] else []
    return numbers, cells[16], ((cells[0], cells[1], cells[2]), (cells[3], cells[4], cells[5])), -3


def _of_today(row: str) -> tuple[list[int], str, Cells, int]:
    """Fixed columns, GeV."""
    cells, at = [], 0
    for width in _WIDTHS_2025:
        cells.append(row[at : at + width].strip())
        at += width
    numbers = [int(cell) for cell in cells[:4] if cell]
    name = cells[10].split()[0]
    return numbers, name, ((cells[4], cells[5], cells[6]), (cells[7], cells[8], cells[9])), 0


def _entry(name: str, value: str, up: str, down: str, scale: int) -> Entry | None:
    if not value or not up or not down or Decimal(value) <= 0 or Decimal(up) <= 0:
        return None
    if Decimal(up) != -Decimal(down) and Decimal(up) != Decimal(down):
        return None
    return Entry(name, Decimal(value).scaleb(scale), Decimal(up).scaleb(scale))


@cache
def moved() -> tuple[tuple[int, Quantity], ...]:
    """What is in every edition under one name and moved, in order of number: every two values are told apart."""
    tables = [table(edition) for edition in EDITIONS]
    found = []
    for key in sorted(set(tables[0]).intersection(*tables[1:])):
        entries = [each[key] for each in tables]
        if len({entry.name for entry in entries}) == 1 and abs(entries[0].value - entries[2].value) > max(
            entry.last_place for entry in entries
        ):
            found.append(key)
    return tuple(found)


def items(split: Split | None = None, n: int | None = None) -> Iterator[Item]:
    """Yield items: each state and quantity in each edition whose value no other edition prints.

    Parameters
    ----------
    split
        Not heeded: these are facts.
    n
        How many; all if None. The order mixes states and editions, and is always the same.
    """
    asked = [(key, edition) for key in moved() for edition in EDITIONS if _alone(key, edition)]
    random.Random("editions").shuffle(asked)
    yield from islice((_item(number, quantity, edition) for (number, quantity), edition in asked), n)


def _alone(key: tuple[int, Quantity], edition: int) -> bool:
    own = table(edition)[key]
    return all(abs(own.value - table(other)[key].value) > own.last_place / 2 for other in EDITIONS if other != edition)


def _item(number: int, quantity: Quantity, edition: int) -> Item:
    entry = table(edition)[number, quantity]
    return Item(
        id=f"editions/{number}/{quantity}/{edition}",
        question=f"What {quantity} of the {_called(number)} (Monte Carlo number {number}) does the {edition} edition "
        "of the Review of Particle Physics give, in GeV? State the value, its error, and the year of the edition.",
        form="text",
        gold=f"{_plain(entry.value)} +- {_plain(entry.error)} GeV",
        rel_tol=None,
        tags={"family": "editions", "domains": ("particles",), "edition": edition, "quantity": quantity},
    )


def _called(number: int) -> str:
    from particle import Particle

    return str(Particle.from_pdgid(number).name)


def _plain(value: Decimal) -> str:
    """As a grader reads it: all figures, the exponent where it is small."""
    return f"{value:f}" if value >= Decimal("1e-4") else f"{value:e}"


def judge(reply: str, gold: str, edition: int) -> Any:
    """Grade a reply: value to its last figure, error within a quarter, and the year of this edition and no other.

    Returns
    -------
    grade
        A `physfm.evaluation.grading.Grade`.
    """
    from physfm.evaluation.grading import Grade, grade

    years = {int(found["year"]) for found in _YEAR.finditer(reply)}
    if years != {edition}:
        named = ", ".join(map(str, sorted(years))) or "no edition"
        return Grade(False, f"names {named}, asked was the edition of {edition}")
    return grade(_YEAR.sub(" ", reply), gold, rel_tol=None, sigmas=0.0, match_error=True, kind="number")
