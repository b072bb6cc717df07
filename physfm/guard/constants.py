r"""Quoted constants, held against CODATA and the Review of Particle Physics.

"The mass of the Z boson is 91.19 GeV", ``c = 3.0e8 m/s``, ``m_{\mu} = 105.66 MeV``, "B(K+ -> mu+ nu) = 63.6 %". It
agrees if it lies within three standard deviations (its own, if stated, and the table's) or within one unit of the last
digit written; after "about" within five per cent. Notable: a symbol counts as a constant only where dimension and order
of magnitude leave no other meaning (``h = 5 m`` is a height, ``c = 343 m/s`` the speed of sound); limits of the PDG and
the scheme-dependent masses of the light quarks are not compared.

Source: CODATA through `physfm.tools.constants`, PDG through `physfm.tools.particles`; each check names its entry.
"""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from physfm.errors import InputError, UnitError
from physfm.guard.listed import listed, listed_before
from physfm.guard.quantities import Stated
from physfm.guard.reactions import Reaction
from physfm.guard.species import Term, symbol
from physfm.guard.statements import CONNECTOR, HEDGE, Statement, named_before, over
from physfm.guard.verdict import Check
from physfm.symbolic.dimensions import of_unit
from physfm.tools.constants import constant
from physfm.tools.particles import pdg
from physfm.tools.tool import Result

SIGMAS = 3.0
ROUGH = 0.05
"""Relative tolerance after "about"."""

NAMES = {
    r"speed of light|light speed": "c", r"reduced planck(?:'s)? constant|dirac(?:'s)? constant": "hbar",
    r"planck(?:'s)? constant": "h", r"boltzmann(?:'s)? constant": "k_B", r"avogadro(?:'s)? (?:number|constant)": "N_A",
    r"elementary charge": "e",
    r"(?:newton(?:'s|ian)? )?(?:universal )?gravitational constant|newton(?:'s)? constant": "G",
    r"inverse fine[- ]structure constant": "1/alpha", r"fine[- ]structure constant": "alpha",
    r"(?:universal |ideal |molar )?gas constant": "R", r"stefan-boltzmann constant": "sigma",
    r"rydberg constant": "R_inf", r"bohr radius": "a_0",
    r"vacuum permittivity|permittivity of (?:free space|(?:the )?vacuum)|electric constant": "epsilon_0",
    r"vacuum permeability|permeability of (?:free space|(?:the )?vacuum)|magnetic constant": "mu_0",
    r"faraday(?:'s)? constant": "F", r"bohr magneton": "mu_B", r"nuclear magneton": "mu_N",
    r"fermi (?:coupling )?constant": "G_F", r"thomson cross[- ]section": "sigma_T",
    r"classical electron radius": "r_e", r"atomic mass (?:constant|unit)": "u", r"josephson constant": "K_J",
    r"von klitzing constant": "R_K", r"(?:magnetic )?flux quantum": "Phi_0", r"conductance quantum": "G_0",
    r"hartree energy": "E_h", r"planck mass": "m_P", r"planck length": "l_P", r"planck time": "t_P",
    r"wien(?:'s)?(?: wavelength)? displacement (?:law )?constant": "b", r"impedance of free space": "Z_0",
}  # fmt: skip
_NAMED = re.compile(
    r"(?<![\w-])(?=[A-Za-z])(?:" + "|".join(f"(?P<k{i}>{words})" for i, words in enumerate(NAMES)) + r")(?![\w-])",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\s*(?:,?\s*\(?(?:in (?:a |the )?(?:vacuum|free space)|(?:[A-Za-zμεασℏ]|hbar|\\?(?:alpha"
    r"|sigma|mu|(?:var)?epsilon))(?:_\(?\\?\w{1,6}\)?)?(?!\w))\)?,?\s*){0,2}"
    rf"(?P<connector>{CONNECTOR})(?P<hedge>(?:\s*\b{HEDGE}\b|\s*[~≈])*)\s*\(?\s*\Z",
    re.IGNORECASE,
)
_SYMBOLS = {
    "c": "c", "h": "h", "ℏ": "hbar", "hbar": "hbar", "k_B": "k_B", "k_(B)": "k_B", "k": "k_B", "N_A": "N_A",
    "N_(A)": "N_A",
    "e": "e", "G": "G", "G_N": "G", "α": "alpha", "alpha": "alpha", "\\alpha": "alpha", "R": "R", "σ": "sigma",
    "\\sigma": "sigma",
    "a_0": "a_0", "a_(0)": "a_0", "ε_0": "epsilon_0", "\\epsilon_0": "epsilon_0", "\\varepsilon_0": "epsilon_0",
    "ε_(0)": "epsilon_0", "\\epsilon_(0)": "epsilon_0", "\\varepsilon_(0)": "epsilon_0", "epsilon_0": "epsilon_0",
    "μ_0": "mu_0", "μ_(0)": "mu_0", "mu_0": "mu_0", "μ_B": "mu_B", "μ_(B)": "mu_B", "mu_B": "mu_B",
    "G_F": "G_F", "G_(F)": "G_F",
    "m_e": "m_e", "m_(e)": "m_e", "m_p": "m_p", "m_(p)": "m_p", "m_n": "m_n", "m_(n)": "m_n", "R_\\infty": "R_inf",
    "R_(\\infty)": "R_inf", "R_∞": "R_inf", "σ_T": "sigma_T", "m_u": "u",
}  # fmt: skip
_SYMBOL = re.compile(
    r"(?<![\w\\/^*)])(?P<symbol>" + "|".join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True)) + r")"
    r"\s*(?:=|≈|:=|\\equiv|≡)\s*\Z"
)
_PROPERTY = re.compile(
    r"(?<![\w\\])(?P<what>[mM]|\\tau|τ|tau|\\Gamma|Γ|Gamma)_(?:\((?P<group>[^()=\s]{1,"
    r"24}(?:\([^()]{1,8}\))?[^()=\s]{0,6})\)|(?P<bare>\\?[A-Za-z]{1,8}))\s*(?:=|≈|:=)\s*\Z"
)
_UNAMBIGUOUS = frozenset({"hbar", "k_B", "N_A", "mu_B", "G_F", "R_inf", "sigma_T"})
_MATTER = {
    "mass": "mass",
    "rest energy": "mass",
    "lifetime": "lifetime",
    "half-life": "lifetime",
    "decay width": "width",
    "width": "width",
}
_LIGHT_QUARKS = frozenset({1, 2, 3, 4, 5})
_ARTICLE = re.compile(r"\s*(?:of|for)\s+(?:(?:the|a|an|one)\s+)?", re.IGNORECASE)
_AFTER_SUBJECT = re.compile(
    r"\s*,?\s*(?:(?:boson|meson|baryon|quark|lepton|hyperon|particle)s?|at rest|itself|is|in vacuum|,|\)|\$)*\s*\Z"
)
_HAS = re.compile(
    r"(?:\s*,?\s*(?:has|have|had|having|with|and has)\s+(?:an?|the|its)\s*(?:measured|mean"
    r"|known|well-known|rest|average|invariant|total|full|decay|natural|proper)?\s*|\s*'s\s*"
    r"|\s+)\Z"
)
_NOT_BARE = re.compile(
    r"\b(?:transverse|invariant|reduced|effective|missing|constituent|running|pole|average"
    r"|chirp|component|gravitino|total)\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reference:
    """A tabulated value, its standard deviation, unit and source."""

    value: float
    error: float
    unit: str
    name: str
    source: str


def _reference(result: Result, name: str) -> Reference | None:
    """A table's answer as a reference; None for limits and words."""
    if isinstance(result.value, bool) or not isinstance(result.value, (int, float)) or result.limit is not None:
        return None
    return Reference(float(result.value), max(result.uncertainty or (0.0,)), result.unit, name, result.source)


@cache
def _codata(name: str) -> Reference:
    found = _reference(constant(name), str(constant(name).details["name"]))
    if found is None:
        raise InputError(f"CODATA has no single value for {name!r}.")
    return found


@lru_cache(maxsize=2048)
def _listed_value(term: Term, what: str, mode: str = "") -> tuple[Reference, ...]:
    """What the PDG lists for every particle that a name may mean."""
    found = []
    for state in sorted(term.states, key=lambda s: s.name):
        if what == "mass" and abs(state.mcid or 0) in _LIGHT_QUARKS:
            return ()
        try:
            result = pdg(str(state.mcid) if state.mcid else state.name, what, mode)
        except InputError:
            return ()
        reference = _reference(result, f"{what} of {state.name}")
        if reference is None and (derived := result.details.get("derived") or result.details.get("related")):
            errors = derived.get("uncertainty") or (0.0,)
            if isinstance(derived.get("value"), float) and not derived.get("limit"):
                source = f"{result.source} ({derived.get('formula', 'listed elsewhere')})"
                reference = Reference(derived["value"], max(errors), derived["unit"], f"{what} of {state.name}", source)
        if reference is None:
            return ()
        found.append(reference)
    return tuple(found)


def _value(quantity: Stated, unit: str, text: str) -> tuple[float, float, float] | None:
    """Value, error and worth of the last digit in the unit of a reference; None in another dimension."""
    if not quantity.written:
        value, digit, _ = over(text, quantity)
        return (value, quantity.error or 0.0, digit) if of_unit(unit) == of_unit("1") else None
    for wanted in (unit, f"({unit})/c^2" if "eV" in unit else unit, f"({unit})/hbar" if "eV" in unit else unit):
        for reading in {quantity.unit, quantity.other}:
            try:
                value, error, digit = replace(quantity, unit=reading).within(wanted)
            except UnitError:
                continue
            return value, error, digit
    return None


def _compared(
    values: tuple[float, float, float], reference: Reference, rough: bool, scale: float = 1.0
) -> tuple[bool, str]:
    """Whether a value agrees with a table's, and the comparison in words."""
    value, error, digit = values
    wanted, spread = reference.value * scale, reference.error * scale
    away = abs(abs(value) - abs(wanted)) if reference.name == "elementary charge" else abs(value - wanted)
    tolerance = max(
        SIGMAS * math.hypot(error, spread),
        digit * (1 + 1e-9),
        ROUGH * abs(wanted) if rough else 0.0,
        1e-9 * abs(wanted),
    )
    unit = "" if reference.unit == "1" else f" {reference.unit}"
    table = f"{wanted:.9g}{f' ± {spread:.2g}' if spread else ''}{unit}"
    if away <= tolerance:
        return True, f"{value:.9g}{unit} agrees with the {reference.name}, {table}."
    sigma = math.hypot(error, spread)
    far = (
        f"{away / sigma:.1f} standard deviations"
        if sigma and away / sigma < 1e6
        else f"{away / abs(wanted):.2g} of the value"
    )
    return False, f"{value:.9g}{unit} is {far} from the {reference.name}, {table}."


def _check(text: str, span: tuple[int, int], verdict: tuple[bool, str], source: str, law: str = "constant") -> Check:
    start, end = span
    while start and (text[start - 1].isalpha() or text[start - 1] == "\\") and "\\" in text[max(0, start - 12) : start]:
        start -= 1  # "\\hbar" is shown as one letter at its end
    if fraction := re.match(r"\s?/\s?\d[\d.]*\d|\s?/\s?\d", text[end : end + 24]):
        end += fraction.end()
    span = (start, end)
    return Check(law, text[slice(*span)], verdict[0], verdict[1], span, source)


def _rough(text: str, start: int) -> bool:
    return (
        re.search(
            r"(?:about|approximately|roughly|around|nearly|almost|~|≈|close to|order of|some)\s*\(?\s*\Z",
            text[max(0, start - 24) : start],
        )
        is not None
    )


def named(text: str, shown: str, quantities: Sequence[Stated], starts: Sequence[int]) -> Iterator[Check]:
    """Check constants that are called by name or by symbol."""
    for quantity, name, start in named_before(quantities, list(_NAMED.finditer(shown)), starts):
        begin = quantity.span[0]
        if name is not None and name.start() >= start and begin - name.end() < 70 and name.lastgroup:
            link = _LINK.match(shown[name.end() : begin])
            if link is not None:
                symbol_name = list(NAMES.values())[int(name.lastgroup[1:])]
                span = (name.start(), quantity.span[1])
                yield from _constant(text, shown, symbol_name, quantity, span, sure=True)
                continue
        before = shown[max(0, begin - 40) : begin]
        found = _SYMBOL.search(before)
        if found is not None and text[begin - len(before) + found.end("symbol")] == "}":
            continue  # the end of a fraction
        if found:
            span = (begin - len(before) + found.start("symbol"), quantity.span[1])
            name_of = _SYMBOLS[found["symbol"]]
            only = (name_of in _UNAMBIGUOUS and len(found["symbol"].strip("\\")) > 1) or found["symbol"] == "ℏ"
            yield from _constant(text, shown, name_of, quantity, span, sure=False, only=only)
        elif found := _PROPERTY.search(before):
            span = (begin - len(before) + found.start("what"), quantity.span[1])
            yield from _property(text, shown, found, quantity, span)


def _constant(text: str, shown: str, name: str, quantity: Stated, span: tuple[int, int], sure: bool,
              only: bool = False) -> Iterator[Check]:  # fmt: skip
    """Compare with CODATA; ``sure`` if called by its name, ``only`` if by a symbol that has no other meaning."""
    reference = _codata(name)
    values = _value(quantity, reference.unit, shown)
    if values is None:
        if quantity.written and (sure or only) and quantity.unit != "%" and not _natural(name, quantity):
            written, unit = quantity.written, quantity.dimension.unit
            reason = f"The {reference.name} is in {reference.unit}, but {written!r} is in {unit}."
            yield _check(text, span, (False, reason), reference.source, "units")
        return
    plausible = 0.5 < abs(values[0] / reference.value) < 2.0 if reference.value else False
    if not sure and not plausible and not (only or (quantity.written and name in ("h", "k_B", "G"))):
        return
    if not sure and reference.unit == "1" and not 0.9 < values[0] / reference.value < 1.1:
        return  # alpha is also an angle, a coefficient, ...
    yield _check(text, span, _compared(values, reference, _rough(shown, quantity.span[0])), reference.source)


def _natural(name: str, quantity: Stated) -> bool:
    """Whether a constant may stand in another customary dimension (k_B in eV/K is one already; masses in GeV)."""
    energy = of_unit("eV")
    return name in ("m_e", "m_p", "m_n", "u", "m_P", "G", "G_F", "R_inf", "alpha", "h", "hbar") and any(
        quantity.dimension == d
        for d in (energy, energy ** _minus(2), energy ** _minus(1), of_unit("eV*m"), of_unit("Hz"))
    )


def _minus(power: int):  # type: ignore[no-untyped-def]
    from fractions import Fraction

    return Fraction(-power)


def _property(text: str, shown: str, found: re.Match[str], quantity: Stated, span: tuple[int, int]) -> Iterator[Check]:
    """``m_Z = ...``, ``\\tau_\\mu = ...``, ``\\Gamma_Z = ...``."""
    name = (found["group"] or found["bare"] or "").strip()
    what = {"m": "mass", "M": "mass"}.get(
        found["what"], "lifetime" if "au" in found["what"] or found["what"] == "τ" else "width"
    )
    if len(name) == 1 and name not in "WZH":
        return  # m_p is as often a pulley's as a proton's; those of the table of symbols are found there
    term = symbol(name.replace("(", "{").replace(")", "}") if "{" in name else name)
    if term is None or not term.states:
        return
    references = _listed_value(term, what)
    values = _value(quantity, references[0].unit, shown) if references else None
    if values is None or not any(0.01 < abs(values[0] / r.value) < 100 for r in references if r.value):
        return
    yield _best(text, shown, values, references, quantity, span)


def _best(text: str, shown: str, values: tuple[float, float, float], references: Sequence[Reference], quantity: Stated,
          span: tuple[int, int], scale: float = 1.0) -> Check:  # fmt: skip
    """A check against the reference that fits best."""
    rough = _rough(shown, quantity.span[0])
    verdicts = [(_compared(values, r, rough, scale), r) for r in references]
    (verdict, reference) = min(verdicts, key=lambda v: (not v[0][0], abs(values[0] - v[1].value * scale)))
    return _check(text, span, verdict, reference.source)


def _subject(symbols: str, shown: str, statement: Statement, floor: int) -> Term | None:
    """The particle whose property a statement gives."""
    if statement.subject is not None:
        start, end = statement.subject
        article = _ARTICLE.match(shown, start, end)
        if article is None:
            return None
        found = listed(symbols, article.end(), end, joined=False)
        if len(found.terms) == 1 and not found.open and _AFTER_SUBJECT.match(shown[found.end : end]):
            return found.terms[0]
        return None
    start = statement.name_span[0]
    has = _HAS.search(shown[max(floor, start - 40) : start])
    left = listed_before(symbols, max(floor, start - 50), start - (len(has.group()) if has else 0), joined=False)
    if left is None or left.open or len(left.terms) != 1:
        return None
    return left.terms[0]


def properties(
    text: str, shown: str, symbols: str, found: Sequence[Statement], starts: Sequence[int]
) -> Iterator[Check]:
    """Check masses, widths and lifetimes of particles.

    Parameters
    ----------
    symbols
        The text as `physfm.guard.script.symbols` shows it.
    starts
        Where sentences begin.
    """
    for statement in found:
        what = _MATTER.get(statement.kind.name)
        if what is None or statement.bounded or not statement.quantity.written:
            continue
        words = shown[slice(*statement.name_span)].lower()
        floor = starts[bisect.bisect_right(starts, statement.name_span[0]) - 1]
        if re.match(r"chirp|total|molar|component|primary|secondary|final|remnant|invariant", words):
            continue
        if _NOT_BARE.search(shown[max(floor, statement.name_span[0] - 24) : statement.name_span[0]]):
            continue
        term = _subject(symbols, shown, statement, floor)
        if (
            term is None
            or not term.states
            or term.nucleus is not None
            or (
                len(term.name) == 1
                and term.name not in "WZH"
                and not term.word
                and "electron_volt" not in statement.quantity.unit
            )
        ):
            continue
        references = _listed_value(term, what)
        values = _value(statement.quantity, references[0].unit, shown) if references else None
        if values is None:
            continue
        scale = math.log(2) if statement.kind.name == "half-life" else 1.0
        yield _best(text, shown, values, references, statement.quantity, statement.span, scale)


def branching(text: str, shown: str, found: Sequence[Statement], reactions: Sequence[Reaction]) -> Iterator[Check]:
    """Check branching fractions of decays that are named with them."""
    for statement in found:
        if statement.kind.name != "branching fraction" or statement.bounded:
            continue
        start, end = statement.name_span[0], statement.quantity.span[0]
        inside = [r for r in reactions if start <= r.span[0] and r.span[1] <= end and not r.others]
        if len(inside) != 1 or inside[0].open or len(inside[0].initial) != 1:
            continue
        reaction = inside[0]
        parent = reaction.initial[0]
        if any(t.word or not t.states for t in reaction.final) or len(parent.states) != 1:
            continue
        try:
            references = _listed_value(parent, "branching fraction", " ".join(t.name for t in reaction.final))
        except InputError:
            continue
        values = (
            _value(statement.quantity, "1", shown)
            if not statement.quantity.written
            else statement.quantity.within("1")
            if statement.quantity.unit == "%"
            else None
        )
        if values is None or not references or references[0].unit != "1":
            continue
        yield _best(text, shown, values, references, statement.quantity, statement.span)
