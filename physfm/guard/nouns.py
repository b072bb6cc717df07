"""Nouns of prose that name particles: "two muons", "an electron antineutrino", "a pair of charged pions".

Notable: a plural without its number is left open; a noun that gives no sign stands for every sign that it may have.
"""

from __future__ import annotations

import re
from functools import lru_cache

from physfm.guard.species import Term, conjugate, symbol

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
        options = frozenset(map(conjugate, own))
    elif name in _LOOSE:
        options |= frozenset(map(conjugate, options))
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
