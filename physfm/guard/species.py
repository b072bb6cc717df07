r"""One word, one set of particles: what a name counts for in a conservation law.

`physfm.tools.names` resolves symbols in any spelling; here come the generic names (lepton, ``\ell``, quark, ``h+``);
nuclei are read in `physfm.guard.nuclei`, the nouns of prose in `physfm.guard.nouns`. Notable: a name that leaves
something open counts with everything it may mean ("muon" in prose may have either sign, ``nu`` any flavour), so a
violation is one under every reading. Quantum numbers are those of `physfm.tools.quantum`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from physfm.errors import InputError
from physfm.guard.nuclei import numbered
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


def conjugate(option: Counted) -> Counted:
    """Quantum numbers of the antiparticle."""
    return -option[0], -option[1], -option[2], -option[3], -option[4]


def _of(name: str, states: Iterable[State], word: bool = False, either: bool = False) -> Term | None:
    """A term of some states, with their antiparticles if ``either``."""
    found = frozenset(states)
    options = frozenset(counted(s) for s in found)
    return (
        Term(name, options | frozenset(map(conjugate, options)) if either else options, found, word=word)
        if found
        else None
    )


_LEPTONS: tuple[Counted, ...] = ((-3, 0, 1, 0, 0), (-3, 0, 0, 1, 0), (-3, 0, 0, 0, 1))
_NEUTRINOS: tuple[Counted, ...] = ((0, 0, 1, 0, 0), (0, 0, 0, 1, 0), (0, 0, 0, 0, 1))
_QUARKS: tuple[Counted, ...] = ((2, 1, 0, 0, 0), (-1, 1, 0, 0, 0))
_PLUS = frozenset(map(conjugate, _LEPTONS))
_NUBAR = frozenset(map(conjugate, _NEUTRINOS))
_QBAR = frozenset(map(conjugate, _QUARKS))
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


def _nucleus(raw: str) -> Term | None:
    """A nucleus, or a light particle with its numbers written at its left (``^0_{-1}e``)."""
    found = numbered(raw)
    if found is None or isinstance(found, str):
        return symbol(found) if found else None
    return Term(raw, frozenset({(3 * found.charge, 3 * found.mass, 0, 0, 0)}), nucleus=found.id)


_PLAIN_WORD = re.compile(r"(?:[a-z]{2,}|[A-Z][a-z]{3,}|[A-Z]{4,})(?:['-][a-z]+)*")
_GREEK_WORDS = frozenset((
    "pi", "mu", "nu", "eta", "rho", "phi", "omega", "tau", "gamma", "psi", "chi", "xi", "alpha", "sigma", "delta",
    "kaon", "lambda", "Lambda", "Sigma", "Delta", "Omega", "Upsilon", "ee", "bb", "pp", "tt", "gg", "mumu", "pipi",
    "tautau", "cc", "dd", "uu", "ss", "ppbar", "ttbar", "bbbar", "ccbar", "ssbar", "pbar", "nbar", "bbar", "tbar",
    "cbar", "sbar", "dbar", "ubar", "qqbar", "qbar", "nubar", "ell", "lepton", "deuteron", "triton",
))  # fmt: skip


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
