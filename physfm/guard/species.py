r"""One word, one set of particles: what a name counts for in a conservation law.

`physfm.tools.names` resolves symbols in any spelling; here come the generic names (lepton, ``\ell``, quark, ``h+``),
nuclei (``^{14}_{6}C``, ``C-14``, carbon-14) and the nouns of prose. Notable: a name that leaves something open counts
with everything it may mean ("muon" in prose may have either sign, ``nu`` any flavour), so a violation is one under
every reading. Quantum numbers are those of `physfm.tools.quantum`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from physfm.errors import InputError
from physfm.tools import names
from physfm.tools.decays import tokens
from physfm.tools.names import State
from physfm.tools.quantum import numbers
from physfm.tools.spelling import plain

Counted = tuple[int, int, int, int, int]
"""Charge and baryon number in thirds, then electron, muon and tau number."""


@dataclass(frozen=True)
class Term:
    """A particle of a reaction.

    Parameters
    ----------
    name
        As understood.
    options
        Every set of quantum numbers that the name allows.
    states
        The particles it may be; empty for nuclei (see ``nucleus``) and generic names.
    nucleus
        Monte Carlo id of a nucleus, else None.
    word
        Whether it is a noun of prose instead of a symbol.
    """

    name: str
    options: frozenset[Counted]
    states: frozenset[State] = frozenset()
    nucleus: int | None = None
    word: bool = False

    @property
    def quark(self) -> bool:
        """Whether it is a quark or a gluon: what becomes hadrons without being counted."""
        return (bool(self.options) and all(abs(o[1]) == 1 for o in self.options)) or self.name == "g"

    @property
    def neutrino(self) -> bool:
        """Whether it is a neutrino of any flavour."""
        return all(o[0] == 0 and any(o[2:]) for o in self.options)


@lru_cache(maxsize=8192)
def counted(state: State) -> Counted:
    """Quantum numbers of one state in whole numbers."""
    n = numbers(state)
    return int(3 * n.charge), int(3 * n.baryon), n.electron, n.muon, n.tau


def _conjugate(option: Counted) -> Counted:
    return -option[0], -option[1], -option[2], -option[3], -option[4]


def _of(name: str, states: Iterable[State], word: bool = False, either: bool = False) -> Term | None:
    """A term of some states, with their antiparticles if ``either``."""
    found = frozenset(states)
    options = frozenset(counted(s) for s in found)
    return (
        Term(name, options | frozenset(map(_conjugate, options)) if either else options, found, word=word)
        if found
        else None
    )


_LEPTONS: tuple[Counted, ...] = ((-3, 0, 1, 0, 0), (-3, 0, 0, 1, 0), (-3, 0, 0, 0, 1))
_NEUTRINOS: tuple[Counted, ...] = ((0, 0, 1, 0, 0), (0, 0, 0, 1, 0), (0, 0, 0, 0, 1))
_QUARKS: tuple[Counted, ...] = ((2, 1, 0, 0, 0), (-1, 1, 0, 0, 0))
_PLUS = frozenset(map(_conjugate, _LEPTONS))
_NUBAR = frozenset(map(_conjugate, _NEUTRINOS))
_QBAR = frozenset(map(_conjugate, _QUARKS))
_HADRON = {c: frozenset({(c, 0, 0, 0, 0), (c, 3, 0, 0, 0), (c, -3, 0, 0, 0)}) for c in (-3, 0, 3)}
_GENERIC: dict[str, frozenset[Counted]] = {
    "l-": frozenset(_LEPTONS), "l+": _PLUS, "l": frozenset(_LEPTONS) | _PLUS, "l+-": frozenset(_LEPTONS) | _PLUS,
    "l-+": frozenset(_LEPTONS) | _PLUS, "nul": frozenset(_NEUTRINOS), "nubarl": _NUBAR, "nulbar": _NUBAR,
    "nu": frozenset(_NEUTRINOS) | _NUBAR, "nubar": _NUBAR, "nus": frozenset(_NEUTRINOS) | _NUBAR,
    "q": frozenset(_QUARKS), "qbar": _QBAR, "q'": frozenset(_QUARKS), "qbar'": _QBAR, "q'bar": _QBAR,
    "h+": _HADRON[3], "h-": _HADRON[-3], "h0": _HADRON[0], "h+-": _HADRON[3] | _HADRON[-3],
    "h-+": _HADRON[3] | _HADRON[-3],
    "gamma*": frozenset({(0, 0, 0, 0, 0)}), "z*": frozenset({(0, 0, 0, 0, 0)}), "w*+": frozenset({(3, 0, 0, 0, 0)}),
    "w*-": frozenset({(-3, 0, 0, 0, 0)}), "w*": frozenset({(3, 0, 0, 0, 0), (-3, 0, 0, 0, 0)}),
}  # fmt: skip
_GENERIC_SPELLING = re.compile(r"[\s_^{}()]|\bell(?:ipse)?\b")


def _generic(name: str) -> Term | None:
    """A generic symbol such as ``ell+`` or ``nubar_lepton``."""
    text = plain(name).replace("lepton", "l").replace("ell", "l")
    text = re.sub(r"[\s_^{}()$]", "", text).lower()
    text = re.sub(r"^anti-?(nu|q)", r"\1bar", text)
    options = _GENERIC.get(text)
    return None if options is None else Term(name, options)


# Elements by atomic number, from 1.
_ELEMENTS = [
    "H",
    "He",
    "Li",
    "Be",
    "B",
    "C",
    "N",
    "O",
    "F",
    "Ne",
    "Na",
    "Mg",
    "Al",
    "Si",
    "P",
    "S",
    "Cl",
    "Ar",
    "K",
    "Ca",
    "Sc",
    "Ti",
    "V",
    "Cr",
    "Mn",
    "Fe",
    "Co",
    "Ni",
    "Cu",
    "Zn",
    "Ga",
    "Ge",
    "As",
    "Se",
    "Br",
    "Kr",
    "Rb",
    "Sr",
    "Y",
    "Zr",
    "Nb",
    "Mo",
    "Tc",
    "Ru",
    "Rh",
    "Pd",
    "Ag",
    "Cd",
    "In",
    "Sn",
    "Sb",
    "Te",
    "I",
    "Xe",
    "Cs",
    "Ba",
    "La",
    "Ce",
    "Pr",
    "Nd",
    "Pm",
    "Sm",
    "Eu",
    "Gd",
    "Tb",
    "Dy",
    "Ho",
    "Er",
    "Tm",
    "Yb",
    "Lu",
    "Hf",
    "Ta",
    "W",
    "Re",
    "Os",
    "Ir",
    "Pt",
    "Au",
    "Hg",
    "Tl",
    "Pb",
    "Bi",
    "Po",
    "At",
    "Rn",
    "Fr",
    "Ra",
    "Ac",
    "Th",
    "Pa",
    "U",
    "Np",
    "Pu",
    "Am",
    "Cm",
    "Bk",
    "Cf",
    "Es",
    "Fm",
    "Md",
    "No",
    "Lr",
    "Rf",
    "Db",
    "Sg",
    "Bh",
    "Hs",
    "Mt",
    "Ds",
    "Rg",
    "Cn",
    "Nh",
    "Fl",
    "Mc",
    "Lv",
    "Ts",
    "Og",
]
_Z = {symbol: z for z, symbol in enumerate(_ELEMENTS, 1)}
_ELEMENT_NAMES = {
    "hydrogen": 1, "helium": 2, "lithium": 3, "beryllium": 4, "boron": 5, "carbon": 6, "nitrogen": 7, "oxygen": 8,
    "fluorine": 9, "neon": 10, "sodium": 11, "magnesium": 12, "aluminum": 13, "aluminium": 13, "silicon": 14,
    "phosphorus": 15, "sulfur": 16, "argon": 18, "potassium": 19, "calcium": 20, "iron": 26, "cobalt": 27, "nickel": 28,
    "krypton": 36, "rubidium": 37, "strontium": 38, "yttrium": 39, "zirconium": 40, "technetium": 43, "iodine": 53,
    "xenon": 54, "cesium": 55, "caesium": 55, "barium": 56, "lead": 82, "bismuth": 83, "polonium": 84, "radon": 86,
    "radium": 88, "actinium": 89, "thorium": 90, "protactinium": 91, "uranium": 92, "neptunium": 93, "plutonium": 94,
    "americium": 95,
}  # fmt: skip
_NUCLEUS = re.compile(
    r"(?:\^?(?P<a1>\d{1,3})(?:_(?P<z1>[+-]?\d{1,3}))?|_(?P<z2>[+-]?\d{1,3})\^(?P<a2>\d{1,"
    r"3}))(?P<e1>[A-Z][a-z]?|[enp]|gamma|alpha|nu)"
    r"(?P<charge>[+-])?|(?P<e2>[A-Z][a-z]?|[A-Za-z]{4,12})-(?P<a3>\d{1,3})"
)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-0123456789+-")


def _scripts(text: str) -> str:
    """Unicode scripts as ``^`` and ``_``, without braces and fonts."""
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+", lambda m: "^" + m[0].translate(_SUPERSCRIPT), text)
    text = re.sub("[₀₁₂₃₄₅₆₇₈₉₊₋]+", lambda m: "_" + m[0].translate(_SUPERSCRIPT), text)
    text = re.sub(r"\\(?:mathrm|text|rm|mathbf|left|right|ce|isotope)\b|[{}$\s]", "", text)
    return text.replace("\\", "").replace("γ", "gamma").replace("α", "alpha")


def _nucleus(raw: str) -> Term | None:
    """A nucleus, or a light particle with its numbers written at its left (``^0_{-1}e``)."""
    if not any(c.isdigit() for c in raw) or len(raw) > 60:
        return None
    match = _NUCLEUS.fullmatch(_scripts(raw))
    if match is None:
        return None
    part = match.groupdict()
    element = part["e1"] or part["e2"]
    mass, atomic = part["a1"] or part["a2"] or part["a3"], part["z1"] or part["z2"]
    if element in ("e", "n", "p", "gamma", "nu", "alpha"):
        if element == "e" and atomic in ("-1", "1", "+1"):
            return symbol("e-" if atomic == "-1" else "e+")
        return symbol(element) if match["a1"] is None or atomic is not None or match[0][0] == "^" else None
    z = _Z.get(element, _ELEMENT_NAMES.get(element.lower()))
    if (
        z is None
        or not z <= int(mass) <= 300
        or (part["a1"] and match[0][0] != "^" and atomic is None and int(mass) < 2)
    ):
        return None
    # The number written at the element counts, not the element: a wrong one does not balance.
    charge = int(atomic) if atomic is not None else z
    return Term(raw, frozenset({(3 * charge, 3 * int(mass), 0, 0, 0)}), nucleus=10**9 + z * 10**4 + int(mass) * 10)


@lru_cache(maxsize=8192)
def symbol(name: str) -> Term | None:
    """Return the particle of one symbol; None if it is none."""
    if not name or len(name) > 60 or name.isdigit():
        return None
    if (found := _generic(name)) is not None:
        return found
    try:
        states = names.states(name) or (names.states(name.rstrip("*^")) if name.endswith("*") else ())
    except InputError:
        return None
    return _of(name, states)


_PLAIN_WORD = re.compile(r"(?:[a-z]{2,}|[A-Z][a-z]{3,}|[A-Z]{4,})(?:['-][a-z]+)*")
_GREEK_WORDS = frozenset(
    [
        "pi",
        "mu",
        "nu",
        "eta",
        "rho",
        "phi",
        "omega",
        "tau",
        "gamma",
        "psi",
        "chi",
        "xi",
        "alpha",
        "sigma",
        "delta",
        "kaon",
        "lambda",
        "Lambda",
        "Sigma",
        "Delta",
        "Omega",
        "Upsilon",
        "ee",
        "bb",
        "pp",
        "tt",
        "gg",
        "mumu",
        "pipi",
        "tautau",
        "cc",
        "dd",
        "uu",
        "ss",
        "ppbar",
        "ttbar",
        "bbbar",
        "ccbar",
        "ssbar",
        "pbar",
        "nbar",
        "bbar",
        "tbar",
        "cbar",
        "sbar",
        "dbar",
        "ubar",
        "qqbar",
        "qbar",
        "nubar",
        "ell",
        "lepton",
        "deuteron",
        "triton",
    ]
)


_LETTERS = frozenset("udscbtegHNKBDWZ")
_TOGETHER = re.compile(
    r"(?:\\?(?:bar|overline)\{?[udscbtpnqDB]\}?|[udscbtgepnqHWZKDB](?:bar|\u0304|\*)?|[- ]"
    r"|\\ell|/)+|(?:[WZHKDBN]|\\?gamma|γ){2}"
)


@lru_cache(maxsize=8192)
def symbols(raw: str) -> tuple[Term, ...]:
    r"""Return the particles of one written word (``mu+mu-``, ``2pi0``, ``K^+\pi^-``); none if it is no such word."""
    if len(raw) > 80 or not raw or raw.isdigit():
        return ()
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") for c in raw):
        return ()
    if (nucleus := _nucleus(raw)) is not None:
        return (nucleus,)
    if _PLAIN_WORD.fullmatch(raw) and raw not in _GREEK_WORDS and not raw.endswith("bar"):
        return ()
    if (single := symbol(raw)) is not None:
        return (single,)
    if len(raw) < 2 or re.fullmatch(r"[-+.\d%<>=~≈]+|\W+", raw):
        return ()
    try:
        split = tokens(raw)
    except InputError:
        return ()
    # "eta_2" is not e t a_2: single letters stand side by side only among themselves ("ttbar", "gg").
    if any(name in _LETTERS for name in split) and not _TOGETHER.fullmatch(raw):
        return ()
    found: list[Term] = []
    for name in split:
        term = symbol(name)
        if term is None:
            generic = re.fullmatch(
                r"(q)(qbar)|(b)(bbar)|(c)(cbar)|(t)(tbar)|(s)(sbar)|(d)(dbar)|(u)(ubar)|(ell|l)([+-].*)", name
            )
            parts = [symbol(g) for g in generic.groups() if g] if generic else []
            if not parts or None in parts:
                return ()
            found.extend(p for p in parts if p is not None)
            continue
        found.append(term)
    return tuple(found)


_NOUNS = {
    "proton": "p", "neutron": "n", "electron": "e", "positron": "e+", "muon": "mu", "tau": "tau", "tauon": "tau",
    "photon": "gamma", "gluon": "g", "pion": "pi", "kaon": "K", "neutrino": "nu", "higgs": "H", "lepton": "l",
    "quark": "q", "antiquark": "qbar", "deuteron": "deuteron", "triton": "t3", "antineutrino": "nubar",
    "antimuon": "mu+", "antitau": "tau+", "antiproton": "pbar", "antineutron": "nbar", "antikaon": "Kbar",
    "gamma ray": "gamma", "gamma-ray": "gamma", "alpha particle": "alpha", "alpha": "alpha", "beta particle": "e",
    "electron neutrino": "nu_e", "muon neutrino": "nu_mu", "tau neutrino": "nu_tau",
    "electron antineutrino": "nubar_e", "muon antineutrino": "nubar_mu", "tau antineutrino": "nubar_tau",
    "electron-neutrino": "nu_e", "muon-neutrino": "nu_mu", "tau-neutrino": "nu_tau", "tau lepton": "tau",
    "up quark": "u", "down quark": "d", "strange quark": "s", "charm quark": "c", "bottom quark": "b",
    "beauty quark": "b", "top quark": "t", "helium nucleus": "alpha", "k-short": "K(S)0", "k-long": "K(L)0",
}  # fmt: skip
_SIGNED = {"positive": 3, "positively charged": 3, "negative": -3, "negatively charged": -3, "neutral": 0}
_LOOSE = ("e", "mu", "tau", "pi", "K", "nu", "q", "l", "u", "d", "s", "c", "b", "t")
NOUN = re.compile(
    r"(?:(?P<number>an?|the|one|two|three|four|five|six|single)\s+)?"
    r"(?:(?P<pair>pairs?) of\s+)?"
    r"(?:(?:high-energy|energetic|virtual|real|free|bound|thermal|fast|slow|massless|oppositely charged)\s+)?"
    r"(?:(?P<sign>positive|negative|neutral|charged|positively charged|negatively charged)\s+)?"
    r"(?P<anti>anti-?\s?)?"
    r"(?P<noun>" + "|".join(sorted(map(re.escape, _NOUNS), key=len, reverse=True)) + r")"
    r"(?:\s+(?:boson|lepton|particle))?(?P<plural>s)?\b(?!-\w)(?:\s+(?P<pairs>pairs?)\b)?",
    re.IGNORECASE,
)  # fmt: skip
_COUNTS = {"a": 1, "an": 1, "the": 1, "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


@lru_cache(maxsize=1024)
def _loose(name: str, anti: bool, sign: int | None) -> Term | None:
    base = symbol(name) if name not in ("t3",) else Term("triton", frozenset({(3, 9, 0, 0, 0)}), nucleus=1000010030)
    if base is None:
        return None
    options = base.options
    if anti:
        # "antielectron" is the positron: of the two signs that the bare noun leaves open, the PDG's antiparticle.
        own = [o for o in options if sum(o[2:]) > 0 or o[1] > 0] or list(options)
        options = frozenset(map(_conjugate, own))
    elif name in _LOOSE:
        options |= frozenset(map(_conjugate, options))
    if sign is not None:
        options = frozenset(o for o in options if o[0] == sign)
    return Term(base.name, options, base.states, base.nucleus, word=True) if options else None


def noun(match: re.Match[str]) -> tuple[Term, ...] | None:
    """Return the particles of a `NOUN`; None if their number is left open ("muons")."""
    sign = _SIGNED.get((match["sign"] or "").lower())
    name = _NOUNS[match["noun"].lower()]
    term = _loose(name, bool(match["anti"]), sign)
    if term is None:
        return None
    count = _COUNTS.get((match["number"] or "").lower(), 1)
    if match["pair"] or match["pairs"]:
        return (term,) * (2 if count == 1 else 2 * count)
    if match["plural"] and (match["number"] or "the").lower() == "the":
        return None
    return (term,) * count
