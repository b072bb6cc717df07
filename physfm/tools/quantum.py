"""Additive quantum numbers of a particle: what conservation laws count.

Charge is the PDG's; baryon number and flavours are those of `particle`, from the quark content in the PDG's tables; a
state without a Monte Carlo id (``T_c_c(3875)+``, ``Xi_cc()++``) gets them from its symbol, which the PDG's naming
scheme ties to the quarks. Source: Review of Particle Physics, "Naming scheme for hadrons".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from physfm.tools import names
from physfm.tools.names import State
from physfm.tools.spelling import plain, readings


@dataclass(frozen=True)
class Numbers:
    """The additive quantum numbers of one state, as conservation laws count them.

    Parameters
    ----------
    charge
        In units of e.
    baryon
        Baryon number, 1/3 for a quark.
    electron, muon, tau
        Lepton numbers by flavour, +1 for the negative lepton and its neutrino.
    strangeness, charm, beauty, top
        With the PDG's signs: the flavour has the sign of the quark's charge (K+ has strangeness +1, Bbar0 beauty -1).
        None for a state without a definite value (``K(S)0``) or of unknown content.
    """

    charge: Fraction
    baryon: Fraction
    electron: int
    muon: int
    tau: int
    strangeness: int | None
    charm: int | None
    beauty: int | None
    top: int | None


_HIDDEN = {"p": 0, "n": 0, "N": 0, "Delta": 0, "Lambda": 1, "Sigma": 1, "Xi": 2, "Omega": 3}
_OPEN = {"K": (1, 0, 0), "D": (0, 1, 0), "Ds": (1, 1, 0), "B": (0, 0, 1), "Bs": (-1, 0, 1), "Bc": (0, 1, 1)}


def _named_flavours(state: State) -> tuple[int, int, int] | None:
    """Strangeness, charm and beauty from the PDG's naming scheme, for states that `particle` does not number.

    Source: Review of Particle Physics, "Naming scheme for hadrons": the symbol fixes the flavours. A baryon of the
    Lambda, Sigma, Xi or Omega family holds 1, 1, 2 or 3 quarks other than u and d; the subscript names the heavy ones.
    """
    sign = -1 if state.antiparticle else 1
    text = readings(plain(state.name))[0].text
    exotic = re.match(r"[TP]_((?:[csb](?:bar)?[_ ]?)+)", state.name)
    if exotic:
        quarks = re.findall(r"[csb](?:bar)?", exotic[1])
        count = {q: quarks.count(q) - quarks.count(q + "bar") for q in "csb"}
        return -sign * count["s"], sign * count["c"], -sign * count["b"]
    if state.antiparticle is None:
        return 0, 0, 0
    family = re.match(r"(p|n|N|Delta|Lambda|Sigma|Xi|Omega)([cb]*)", text) if "B" in state.kind else None
    if family:
        charm, beauty = family[2].count("c"), family[2].count("b")
        return sign * (charm + beauty - _HIDDEN[family[1]]), sign * charm, -sign * beauty
    letters = re.sub(r"[\dJ]", "", text)
    if letters in _OPEN:
        strange, charm, beauty = _OPEN[letters]
        return sign * strange, sign * charm, sign * beauty
    return (0, 0, 0) if "M" in state.kind else None


@lru_cache(maxsize=4096)
def numbers(state: State) -> Numbers:
    """Quantum numbers of a state (see `quantum_numbers`)."""
    from particle import InvalidParticle, Particle, ParticleNotFound

    charge = Fraction(round(3 * state.charge), 3)
    number = state.mcid or 0
    sign = 1 if number > 0 else -1
    leptons = [sign if abs(number) in pair else 0 for pair in ((11, 12), (13, 14), (15, 16))]
    try:
        each = Particle.from_pdgid(number)
        baryon = Fraction(each.baryon_number)
        flavours: tuple[int | None, ...] = (
            *((int(each.strangeness),) if number not in (130, 310) else (None,)),
            int(each.charmness),
            int(each.bottomness),
            int(each.topness),
        )
    except (ParticleNotFound, InvalidParticle):
        baryon = Fraction(("B" in state.kind) * (-1 if state.antiparticle else 1))
        named = _named_flavours(state)
        flavours = (None, None, None, 0) if named is None else (*named, 0)
    return Numbers(charge, baryon, *leptons, *flavours)


def quantum_numbers(name: str) -> Numbers:
    """Return charge, baryon number, lepton numbers by flavour and quark flavours of one particle.

    Parameters
    ----------
    name
        Any spelling, see `physfm.tools.names.states`.

    Raises
    ------
    InputError
        If the name is unknown, or stands for several states: the message lists them.

    Notes
    -----
    Source: `particle` (quark content of the PDG's tables); for states without a Monte Carlo id the PDG's naming scheme.
    """
    return numbers(names.one(name))
