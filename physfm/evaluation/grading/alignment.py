"""Names that mean the same on two sides: ``v`` and ``v_f`` where no other v is there, ``k`` and ``k_B``, ``MR^2``.

What one side calls ``w`` may be the other's ``omega``; letters written without blanks are products of the letters that
the other side knows; primes are derivatives where the other side has those. An index is only dropped where neither side
has another symbol of the letter, and never one that says which of several things is meant: a component (``E_x``), a
number (``R_1``), a mean or an extreme (``v_rms``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from physfm.evaluation.grading.assumptions import canonical
from physfm.evaluation.grading.values import Formula
from physfm.symbolic import symbols
from physfm.symbolic.functions import ALIASES, CONSTANTS, LETTERS
from physfm.symbolic.tree import Constant, Derivative, Integral, Node, Number, Product, Quotient, Symbol, replace, walk

_ALIKE = (
    {"w", "omega"}, {"l", "ell"}, {"l", "L"}, {"L", "ell"}, {"k", "kB"}, {"u", "mu"}, {"p", "P"}, {"lam", "lambda"},
    {"th", "theta"}, {"eps", "epsilon"}, {"eps0", "epsilon0"}, {"e0", "epsilon0"}, {"u0", "mu0"}, {"C", "c1"},
    {"C", "const"},
)  # fmt: skip
_SAME_INDEX = (
    {"0", "i", "initial", "init", "in", "start"}, {"f", "final", "fin", "end"}, {"max", "maximum", "m"},
    {"min", "minimum"}, {"avg", "av", "mean", "ave", "bar"}, {"tot", "total", "T"}, {"eq", "equilibrium"},
    {"E", "earth", "Earth"}, {"S", "sun", "Sun", "s"}, {"c", "cr", "crit", "critical"}, {"esc", "escape", "e"},
    {"k", "kin", "kinetic", "K"}, {"c", "C", "cold", "low"}, {"h", "H", "hot", "high"}, {"p", "pot", "potential"},
    {"th", "threshold"}, {"T", "t", "terminal", "term"},
)  # fmt: skip
_ENDS = ({"1", "i"}, {"2", "f"}, {"1", "initial"}, {"2", "final"})
_TELLING = re.compile(
    r"[1-9]\d*|[xyzr]|theta|phi|rho|perp|parallel|n|A|B|C|D|a|b|rms|max|min|avg|av|mean|ave|eff|bar|tilde|prime|"
    r"d?dot|.*wrt.*"
)
_NAME = re.compile(r"(?P<base>[A-Za-z]+?)_?(?P<index>\d+|(?<=_).+)?")


Read = Callable[[str], Formula | None]


def aligned(one: Formula, other: Formula, read: Read) -> tuple[Formula, Formula]:
    """Return two formulas with one name for what can only be the same; ``read`` reads a text again."""
    known_one, known_other = set(symbols(one.tree)), set(symbols(other.tree))
    if {canonical(n) for n in known_one} != {canonical(n) for n in known_other}:
        one, other = _spaced(one, known_other, read), _spaced(other, known_one, read)
        for rule in (_vectors, _primes, _differentials, _alike, _planck):
            one, other = rule(one, other)
            other, one = rule(other, one)
        one = _indices(_ends(one, other), other)
    return one, other


def _renamed(formula: Formula, names: dict[str, str]) -> Formula:
    parts: dict[str, Node] = {old: Symbol(new) for old, new in names.items()}
    return Formula(formula.text, replace(formula.tree, parts)) if parts else formula


def _unmatched(one: Formula, other: Formula) -> tuple[list[str], list[str]]:
    here, there = set(symbols(one.tree)), set(symbols(other.tree))
    names_here, names_there = {canonical(n) for n in here}, {canonical(n) for n in there}
    return (
        sorted(n for n in here if canonical(n) not in names_there),
        sorted(n for n in there if canonical(n) not in names_here),
    )


def _vectors(one: Formula, other: Formula) -> tuple[Formula, Formula]:
    """``F_vec`` and ``p_hat`` of one side are ``F`` and ``p`` where the other side has those and this one has not."""
    here, there = _unmatched(one, other)
    names = {name: name[:-4] for name in here if name.endswith(("_vec", "_hat")) and name[:-4] in there}
    names |= {name: name[5:] for name in here if name.startswith("Delta") and name[5:] in there}  # m g Δh
    return _renamed(one, names), other


def _primes(one: Formula, other: Formula) -> tuple[Formula, Formula]:
    """``x''`` of one side is the second derivative that the other side has; so are ``u_tt`` and ``xdot``."""
    here, there = _unmatched(one, other)
    names: dict[str, str] = {}
    for name in here:
        primes = name.count("_prime")
        base = name.replace("_prime", "")
        if twice := re.fullmatch(r"(\w+)_([a-z])(\2?)", name):
            primes, base = 1 + bool(twice[3]), twice[1]
        if dotted := re.fullmatch(r"([A-Za-z]+?)_?(d?)dot", name):
            primes, base = 0, dotted[1]
            if (dots := f"{base}_{dotted[2]}dot") in there:
                names[name] = dots
        pattern = {1: r"_(?:dot|wrt_\w+)", 2: r"_(?:ddot|wrt2_\w+)"}.get(primes, rf"_wrt{primes}_\w+")
        fits = [n for n in there if primes and re.fullmatch(re.escape(base) + pattern, n)]
        if twice:
            fits = [n for n in fits if n.endswith({"t": "dot"}.get(twice[2], f"_{twice[2]}"))]
        if len(fits) == 1:
            names[name] = fits[0]
    return _renamed(one, names), other


def _differentials(one: Formula, other: Formula) -> tuple[Formula, Formula]:
    """``x_dot`` of one side as ``dx/dt`` where the other side is written with ``dx`` and ``dt``."""
    here, there = _unmatched(one, other)
    parts: dict[str, Node] = {}
    for name in here:
        found = re.fullmatch(r"(\w+)_(?:dot|wrt_(\w+))", name)
        if found and {f"d{found[1]}", f"d{found[2] or 't'}"} <= set(there):
            parts[name] = Quotient(Symbol(f"d{found[1]}"), Symbol(f"d{found[2] or 't'}"))
    return (Formula(one.text, replace(one.tree, parts)) if parts else one), other


def _alike(one: Formula, other: Formula) -> tuple[Formula, Formula]:
    """One spelling for letters that are typed for one another."""
    here, there = _unmatched(one, other)
    names = {}
    for name in here:
        fits = [n for n in there for pair in _ALIKE if {canonical(name), canonical(n)} == pair]
        if len(fits) == 1:
            names[name] = fits[0]
    return _renamed(one, names), other


def _planck(one: Formula, other: Formula) -> tuple[Formula, Formula]:
    """Write ħ as h/2π where one side has the one and the other the other."""
    here, there = symbols(one.tree), symbols(other.tree)
    if "hbar" in here and "h" not in here and "h" in there and "hbar" not in there:
        reduced = Quotient(Symbol("h"), Product((Number(2), Constant("pi"))))
        return Formula(one.text, replace(one.tree, {"hbar": reduced})), other
    return one, other


def _indices(one: Formula, other: Formula) -> Formula:
    """Give the symbols of one side the index that the other side writes, or take it away."""
    here, there = _unmatched(one, other)
    if len(here) != len(there) or not here:
        return one
    names: dict[str, str] = {}
    for name in here:
        base, index = _parts(name)
        counts = [[b for b, _ in map(_parts, symbols(side.tree))].count(base) for side in (one, other)]
        fits = [n for n in there if _parts(n)[0] == base and _same_index(index, _parts(n)[1])]
        if len(fits) != 1 or fits[0] in names.values():
            return one
        if counts != [1, 1] and not (index and _parts(fits[0])[1]):  # an index is dropped only where there is no other
            return one
        names[name] = fits[0]
    return _renamed(one, names)


def _ends(one: Formula, other: Formula) -> Formula:
    """``V_i`` and ``V_f`` as ``V_1`` and ``V_2``, where one side numbers what the other calls initial and final."""
    here, there = _unmatched(one, other)
    names = {}
    for name in here:
        base, index = _parts(name)
        fits = [n for n in there for pair in _ENDS if _parts(n)[0] == base and {index, _parts(n)[1]} == pair]
        if len(fits) != 1 or len(here) != len(there):
            return one
        names[name] = fits[0]
    return _renamed(one, names)


def _parts(name: str) -> tuple[str, str]:
    base, _, index = name.partition("_")
    if not index and (digits := re.fullmatch(r"([A-Za-z]+?)(\d+)", base)):
        base, index = digits[1], digits[2]
    return base, index


def same_quantity(one: str, other: str) -> bool:
    """Whether two names are one letter, with indices that do not tell different things apart."""
    (first, index), (second, other_index) = _parts(one), _parts(other)
    return first == second and _same_index(index, other_index)


def _same_index(one: str, other: str) -> bool:
    if one and other:
        return one == other or any({one, other} <= pair for pair in _SAME_INDEX)
    return not _TELLING.fullmatch(one or other)


# Letters without blanks -----------------------------------------------------------------------------------------------


def _spaced(formula: Formula, known: set[str], read: Read) -> Formula:
    """Read names of several letters as products of the letters that the other side knows."""
    if "\\" in formula.text or not known:
        return formula
    letters = {*known, *(canonical(n) for n in known)}
    letters |= {b for b, _ in map(_parts, known)} | {n for pair in _ALIKE if pair & letters for n in pair}
    letters |= {"k"} if letters & {"epsilon0", "mu0"} else set()  # Coulomb's
    letters |= {"k_B"} if "k" in letters or "kB" in letters else set()
    letters |= {name for name in symbols(formula.tree) if re.fullmatch(r"[A-Za-z]_\w", name)}
    pool = sorted({*letters, *ALIASES, *CONSTANTS}, key=len, reverse=True)

    def split(match: re.Match[str]) -> str:
        name = "".join(LETTERS.get(letter, letter) for letter in match[0])
        if name in known or name in ALIASES or name in CONSTANTS:
            return name
        parts = _split(name, pool) or (_split(name.replace("_", ""), pool) if re.search(r"_\d[A-Za-z]", name) else None)
        if (
            parts
            and match.string[: match.start()].endswith("/")
            and not match.string.startswith(("^", "**"), match.end())
        ):
            return f"({' '.join(parts)})"
        return " ".join(parts) if parts else name

    text = re.sub(r"(?<![\\A-Za-zα-ωΑ-Ω_])[A-Za-zα-ωΑ-Ω][A-Za-zα-ωΑ-Ω0-9_]+", split, formula.text)
    if text == formula.text:
        return formula
    return read(text) or formula


def _split(name: str, pool: Sequence[str]) -> list[str] | None:
    """Cut a name into pieces of the pool, longest first; None if that leaves a rest."""
    parts: list[str] = []
    while name:
        piece = next((p for p in pool if name.startswith(p)), None)
        if piece is None or len(parts) > 20:
            return None
        parts.append(piece)
        name = name[len(piece) :]
    return parts


def has_calculus(tree: Node) -> bool:
    """Whether a tree holds a derivative or an integral."""
    return any(isinstance(n, Derivative | Integral) for n in walk(tree))
