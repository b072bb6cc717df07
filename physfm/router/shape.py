"""The shape of a question: its words, with particles, constants and quantities replaced by their kind."""

from __future__ import annotations

import re

from physfm.router import signs

_PARTICLE = (
    r"(?<![A-Za-z_\d])(?:anti-?)?(?:"
    r"(?:pi|K|D|B|Sigma|Xi|Omega|Lambda|Delta|rho|tau|mu|e|nu|p|phi|psi|eta|omega|W|Z|N|X|H|D_?s|B_?[sc]|[afhb])"
    r"(?:_[a-z0-9]{1,3})*(?:\*?\(\d[\dSPD]*\)|[*']|\((?:s|c)\))?(?:\+{1,2}|-{1,2}|0)(?![\d.A-Za-z])"
    r"|(?:psi|Upsilon|chi_?[bc]?\d?|eta(?:_[bc])?|phi|rho|omega|[afhb]_?\d|K_?\d?\*?|D_?s?\d?\*?|Delta|N|X|Z_c|Lambda|Sigma)"
    r"'?\((?:\d{3,5}|\d[SPD])\)\d?[+-]*0?"
    r"|(?:K_?[SL]|K0_?[SL]|J/psi|eta'|eta_[bc]|D_?s|B_?[sc]|B_c|D\*|B\*|K\*|T_cc|Lambda_[bc]|Sigma_[bc]|Xi_[bc]{1,2}|Omega_[bc]"
    r"|nu_?(?:e|mu|tau)|Upsilon|Lambda|Sigma|Xi|Omega|pi|tau|mu|Z|W|H0?|K|B|D)(?:[+-]{1,2}|0)?(?![A-Za-z_'*\d=])"
    r")"
)
_NAMED = (
    r"\b(?:anti-?)?(?:(?:z|w|higgs|gauge)[ -]?bosons?|higgs|(?:top|bottom|charm|strange|up|down|[tbcsud])[ -]quarks?|"
    r"(?:(?:charged|neutral|short-lived|long-lived|electron|muon|tau) )*"
    r"(?:muons?|taus?|tauons?|pions?|kaons?|neutrinos?|antineutrinos?|[bd] mesons?)|"
    r"(?:tau )?leptons?|(?:rho|phi|omega|eta) mesons?|"
    r"hyperons?|antiprotons?|antineutrons?|protons?|neutrons?|electrons?|positrons?|photons?|gluons?|deuterons?|alphas?)\b"
)
_NUMBER = r"[+-]?\d+(?:[.,]\d+)*(?:\s*(?:[eE]|x\s*10\^|\*\s*10\^)\{?[+-]?\d+\}?)?"
# Signs that nobody types stand for the kinds, so that none is found in another.
_KINDS = (
    ("\ue000", re.compile(rf"{_NUMBER}\s*(?:{signs.MASS_SUN}|suns\b)", re.IGNORECASE)),
    ("\ue001", re.compile(rf"{_NUMBER}\s*(?:[kmg]?pc|(?:kilo|mega|giga)?parsecs?)\b", re.IGNORECASE)),
    ("\ue002", re.compile(rf"{_NUMBER}\s*(?:[kmgtpe]?ev(?:/c(?:\^?2)?)?)(?![a-z^])", re.IGNORECASE)),
    ("\ue003", re.compile(rf"{_NUMBER}\s*[mkMGT]?(?:[hH]z|hertz)\b")),
    ("\ue004", re.compile(rf"{_NUMBER}\s*{signs.UNIT}(?![A-Za-z])")),
    ("\ue005", re.compile(r"\s*(?:--?>)\s*")),
    ("\ue006", re.compile(rf"(?:\bthe )?(?:{signs.CONSTANT})", re.IGNORECASE)),
    ("\ue007", re.compile(rf"(?:{signs.PDE})(?:s\b)?", re.IGNORECASE)),
    ("\ue008", re.compile(_PARTICLE)),
    ("\ue008", re.compile(_NAMED, re.IGNORECASE)),
    ("\ue009", re.compile(_NUMBER)),
)


def shape(text: str) -> list[str]:
    """Words of a plain question in which one sign stands for a kind of thing, whichever it is.

    ``How far does a 5 GeV K+ fly`` and ``How far does a 20 GeV Lambda_b fly`` become the same words. What is asked
    often shows in how kinds of things are put together.
    """
    for sign, pattern in _KINDS:
        text = pattern.sub(f" {sign} ", text)
    return re.findall(r"[a-z_]+|[^\sa-z_]", text.lower())
