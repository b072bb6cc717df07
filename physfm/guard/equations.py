r"""Units balance: ``F = (2 kg)(3 m/s^2) = 6 N``, ``1 eV = 1.602e-19 J``, ``E = m v`` where the text says what m is.

Quantities with units become symbols of their dimension, `physfm.symbolic` reads the rest and checks every sum and side.
Notable: a side that holds bare decimals ("= 0.5 (3.0)(2.0)^2") has lost its units and is left out; an equation that
balances with hbar = c = k_B = 1, and holds neither, is not decided instead of called wrong.

Not covered: equations whose symbols the text does not define, except those of constants (c, hbar, k_B).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from physfm.errors import InputError, UnitError
from physfm.guard.quantities import FORMULA, Stated
from physfm.guard.ranges import kind_of
from physfm.guard.verdict import Check
from physfm.symbolic import Node, check_dimensions, parse
from physfm.symbolic.dimensions import Dimension, of_unit
from physfm.symbolic.tree import Number, Relation, symbols, walk

MOST = 200
"""Equations that are read of one text."""
_LONGEST = 400
_SOURCE = "dimensional analysis (pint)"
_MATH = re.compile(r"\$\$?([^$]{3,400}?)\$\$?|\\\[(.{3,400}?)\\\]|\\\((.{3,400}?)\\\)", re.DOTALL)
_ATOM = r"\(?\s?(?:[A-Za-z](?:_\w{1,8})?|[\ue000-\uf8ff]|\d{1,6}(?:\.\d{1,6})?)\s?\)?(?:\s?\^\s?\(?-?\d\)?|[²³])?"
_SIDE = rf"{_ATOM}(?:\s?[*/+×·-]\s?{_ATOM}|\s?(?=\(){_ATOM}){{0,12}}"
_PLAIN = re.compile(
    rf"(?<![\w.^\\]){_SIDE}(?:\s?=\s?{_SIDE}){{1,5}}(?!\s?(?:[A-Za-z](?![A-Za-z])|[\d(^\ue000-\uf8ff]))(?!\w)"
)
_CONSTANTS = {"hbar": "J*s", "k_B": "J/K"}
_DEFINED = re.compile(
    r"(?<![\w\\^])(?P<symbol>\\?[A-Za-z]+(?:_\(?\w{1,6}\)?)?|[α-ωΑ-Ω])\s+(?:is|denotes|stands "
    r"for|means)\s+(?:the|its|a|an|their)\s+\Z"
)
_RELATIVISTIC = re.compile(r"\b[kMGT]?eV\b|natural units|relativis|particle physics|collider", re.IGNORECASE)
_LIGHT = re.compile(r"\blight\b|relativ|\bE\s?=\s?m|[kMGT]eV|c\s?\^", re.IGNORECASE)
_RUN_ON = re.compile(r"Q_\{\d+\}\s+[A-Za-z\\][^=Q]{0,24}=")
# Units left out ("16 (5)^2", "1.6 t^2"), a function at a value ("x(5 s)"), logarithms of symbols, "sin^{-1} (a)(b)".
_LOOSE = re.compile(
    r"\d\.\d|\(\s*[-+]?\d+\s*\)|[A-Za-z}]\s*(?:\\left)?\(\s*(?:Q_\{\d+\}|ZQ\d+Z)\s*\)|\\l(?:n"
    r"|og)|^\s*log|(?:sin|cos|tan)\s?\^\s?\{?\s?-"
)
_FRACTIONS = re.compile(r"(?<![\d.])(?:0\.5|0\.25|1\.5|2\.5)0?(?![\d.])")
_NATURAL = re.compile(r"natural units|\\?hbar\s*=\s*(?:\\?c\s*=\s*)?1\b|\bc\s*=\s*(?:\\?hbar\s*=\s*)?1\b")


def _joined(text: str, start: int, end: int) -> int:
    """Where a quantity ends with the braces that it opened."""
    depth = text.count("{", start, end) - text.count("}", start, end)
    while depth > 0 and end < len(text) and text[end] in "} ":
        depth -= text[end] == "}"
        end += 1
    return end


def _spliced(
    text: str, begin: int, stop: int, quantities: Sequence[Stated], pattern: str
) -> tuple[str, dict[str, Stated]]:
    """A piece of text with every quantity that has a unit replaced by a symbol."""
    pieces, at = [], begin
    found: dict[str, Stated] = {}
    for quantity in quantities:
        start, end = quantity.span
        start += text[start] in "+-−"  # an operator stays one
        if start < at or end > stop or not quantity.written or quantity.unit in ("%", "degC", "degF"):
            continue
        name = pattern.format(len(found))
        found[name] = quantity
        pieces += [text[at:start], f" {name} "]
        at = _joined(text, start, end)
    return "".join([*pieces, text[at:stop]]), found


def _bare(side: Node) -> bool:
    """Whether a side holds decimals without a unit: its units were left out."""
    numbers = [node.value for node in walk(side) if isinstance(node, Number)]
    return any(n.denominator not in (1, 2, 3, 4) or abs(n) > 1000 for n in numbers)


def _relation(source: str, notation: str) -> Relation | None:
    try:
        tree = parse(source, "latex" if notation == "latex" else "text")
    except InputError:
        return None
    return tree if isinstance(tree, Relation) and set(tree.operators) == {"="} else None


def _energy_power(dimension: Dimension) -> tuple[tuple[str, Fraction], ...]:
    """A dimension with hbar = c = k_B = 1: one power of energy, and what is left."""
    powers = dict(dimension.powers)
    time = powers.pop("[time]", Fraction(0))
    length = powers.pop("[length]", Fraction(0))
    total = powers.pop("[mass]", Fraction(0)) - length - time + powers.pop("[temperature]", Fraction(0))
    return (("energy", total), *sorted(powers.items()))


def _natural(relation: Relation, units: Mapping[str, str]) -> bool:
    """Whether a relation balances in natural units and holds none of the constants that these set to one."""
    if {"c", "hbar", "k_B"} & set(symbols(relation)):
        return False
    energies = {}
    for name, unit in units.items():
        (_, power), *rest = _energy_power(of_unit(unit))
        if rest:
            return False
        energies[name] = f"eV**({power})" if power else "1"
    return not check_dimensions(relation, energies).problems


def _amount(quantity: Stated, other: Stated) -> Check | None:
    """Whether two ways to write one quantity agree: "1 eV = 1.602e-19 J"."""
    unit = other.dimension.unit
    try:
        (a, ea, da), (b, eb, db) = quantity.within(unit), other.within(unit)
    except UnitError:
        return None
    # A short integer in front ("1 eV", "5 km") is meant exactly; the other side is rounded.
    exact = quantity.digit >= 1 and quantity.value == int(quantity.value)
    margin = (0.0 if exact else da) + db + 3 * math.hypot(ea, eb) + 1e-9 * abs(b)
    passed = abs(a - b) <= max(margin, 0.006 * abs(b))
    relation = "is" if passed else "is not"
    sides = f"{quantity.value:.9g} {quantity.written} {relation} {other.value:.9g} {other.written}"
    reason = f"{sides} ({a:.6g} and {b:.6g} in {unit})."
    return Check("units", "", passed, reason, (0, 0), _SOURCE)


def _judged(
    text: str,
    relation: Relation,
    found: Mapping[str, Stated],
    known: Mapping[str, str],
    span: tuple[int, int],
    natural: bool,
) -> Iterator[Check]:
    claim = text[slice(*span)].strip()
    units = {name: quantity.unit for name, quantity in found.items()}
    sides = [side for side in relation.sides if not _bare(side)]
    used = set(symbols(relation))
    units |= {name: unit for name, unit in {**_CONSTANTS, **known}.items() if name in used and name not in units}
    if "c" in used and "c" not in units and len(units) > len(found) and _LIGHT.search(text):
        units["c"] = "m/s"
    # A number alone has no unit here because none was written.
    sides = [side for side in sides if any(n not in found or found[n].dimension.powers for n in symbols(side))]
    if len(sides) < 2 or not units:
        return
    tree = Relation(("=",) * (len(sides) - 1), tuple(sides)) if len(sides) != len(relation.sides) else relation
    try:
        report = check_dimensions(tree, {n: u for n, u in units.items() if n in symbols(tree)})
    except InputError:
        return
    if report.problems and any(q.other != q.unit for q in found.values()):
        units |= {name: quantity.other for name, quantity in found.items()}
        report = check_dimensions(tree, {n: u for n, u in units.items() if n in symbols(tree)})
    if any("pound" in quantity.unit for quantity in found.values()):
        return  # a mass or a force
    if report.problems:
        reason = report.problems[0]
        for name, quantity in found.items():
            reason = re.sub(rf"\b{re.escape(name)}\b", f"{quantity.value:g} {quantity.written}", reason)
        stated = {n: u for n, u in units.items() if n in symbols(tree)}
        speeds = any(_energy_power(of_unit(u))[0][1] == 0 and of_unit(u) != of_unit("1") for u in stated.values())
        loose = natural or ((not speeds or _RELATIVISTIC.search(text) is not None) and _natural(tree, stated))
        passed = None if loose else False
        note = " It balances where hbar = c = k_B = 1." if loose else ""
        yield Check("units", claim, passed, reason + note, span, _SOURCE)
    elif len({name for name in symbols(tree) if name in units}) >= 2 and not report.unknown:
        yield Check("units", claim, True, "Every sum and side has the same dimension.", span, _SOURCE)
    plain = [symbols(side) for side in sides]
    for (one, first), (two, second) in zip(
        zip(plain, sides, strict=True), zip(plain[1:], sides[1:], strict=True), strict=False
    ):
        if len(one) == len(two) == 1 and {one[0], two[0]} <= set(found) and not first.children and not second.children:
            amount = _amount(found[one[0]], found[two[0]]) if not report.problems else None
            if amount is not None:
                yield Check("units", claim, amount.passed, amount.reason, span, _SOURCE)


def definitions(shown: str, names: Sequence[re.Match[str]]) -> dict[str, str]:
    """Units of the symbols that a text defines in words ("m is the mass"); one defined twice differently has none."""
    found: dict[str, set[str]] = {}
    for name in names:
        before = _DEFINED.search(shown[max(0, name.start() - 50) : name.start()])
        if before is not None and not re.match(
            r"\s+(?:of|per|in)\s+(?:mass|energy|charge)|\s*(?:per|density|ratio|difference|rate|number)\b",
            shown[name.end() : name.end() + 24],
        ):
            symbol = before["symbol"].strip("\\").replace("(", "").replace(")", "")
            found.setdefault(symbol, set()).add(kind_of(name).units[0])
    return {symbol: next(iter(units)) for symbol, units in found.items() if len(units) == 1}


def equations(text: str, shown: str, names: Sequence[re.Match[str]], quantities: Sequence[Stated]) -> Iterator[Check]:
    """Check the equations of a text.

    Parameters
    ----------
    shown
        The text in prose, of the same length.
    names
        Where it names quantities, by `physfm.guard.ranges.NAMED`.
    """
    known = definitions(shown, names)
    natural = _NATURAL.search(text) is not None
    count = place = 0
    covered: list[tuple[int, int]] = []
    for match in _MATH.finditer(text):
        begin, stop = match.span(match.lastindex or 0)
        covered.append(match.span())
        if "=" not in text[begin:stop] or count >= MOST:
            continue
        while place < len(quantities) and quantities[place].span[0] < begin:
            place += 1
        within = [q for q in quantities[place : place + 60] if q.span[1] <= stop]
        if not within and not known:
            continue
        count += 1
        source, found = _spliced(text, begin, stop, within, "Q_{{7{:03d}}}")
        if _RUN_ON.search(source) or _LOOSE.search(_FRACTIONS.sub("1", source)):
            continue  # several equations in a row, or one without all its units
        found = {f"Q_7{i:03d}": q for i, q in enumerate(found.values())}
        relation = _relation(source.rstrip(" .,;"), "latex")
        if relation is not None:
            yield from _judged(text, relation, found, known, (begin, stop), natural)
    covered = sorted({*covered, *(match.span() for match in FORMULA.finditer(text))})
    if "=" not in shown:
        return
    # In plain text a quantity becomes one character of the private use area, so that places stay true.
    places: dict[str, Stated] = {}
    pieces, at = [], 0
    for quantity in quantities[:6000]:
        start, end = quantity.span
        start += shown[start] in "+-"
        if quantity.written and quantity.unit not in ("%", "degC", "degF") and start >= at:
            name = chr(0xE000 + len(places))
            places[name] = quantity
            pieces += [shown[at:start], name, " " * (end - start - 1)]
            at = end
    squeezed, where = _squeezed("".join([*pieces, shown[at:]]))
    cover = iter(covered)
    current = next(cover, None)
    for match in _PLAIN.finditer(squeezed):
        lead = match.start() + len(match.group()) - len(match.group().lstrip())
        begin, stop = where[lead], where[match.end() - 1] + 1
        while current is not None and current[1] <= begin:
            current = next(cover, None)
        if (
            (current is not None and current[0] <= begin)
            or count >= MOST
            or _CUT.search(squeezed[max(0, lead - 6) : lead])
        ):
            continue
        inside = re.findall(r"[\ue000-\uf8ff]", match.group())
        if not inside and not known:
            continue
        count += 1
        source = re.sub(r"[×·]", "*", match.group()).replace("²", "^2").replace("³", "^3")
        source = re.sub(r"\)\s?\(", ")*(", source)
        found = {f"ZQ{i}Z": places[name] for i, name in enumerate(inside)}
        for i, name in enumerate(inside):
            source = source.replace(name, f"ZQ{i}Z", 1)
        relation = None if _LOOSE.search(_FRACTIONS.sub("1", source)) else _relation(source, "text")
        if relation is not None:
            ends = inside and match.group().rstrip(") ").endswith(inside[-1])
            last = places[inside[-1]].span[1] if ends else stop
            yield from _judged(text, relation, found, known, (begin, max(stop, last)), natural)


_CUT = re.compile(r"(?:[+*/·×^=-]|\b[A-Za-z\d]|sin|cos|tan|log|ln|exp|times)\s*\(?\s*\Z")


def _squeezed(text: str) -> tuple[str, list[int]]:
    """A text with runs of spaces as one, and the place that each character had."""
    characters, where = [], []
    space = False
    for i, char in enumerate(text):
        if char in " \n":
            if not space:
                characters.append(" " if char == " " else ";")
                where.append(i)
            space = True
        else:
            characters.append(char)
            where.append(i)
            space = False
    return "".join(characters), where
