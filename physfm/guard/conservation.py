"""Conservation laws in a reaction: charge, baryon number, the three lepton numbers, energy.

A name that leaves something open counts with everything it may mean: of all assignments that the names allow, the one
that violates fewest laws is judged. Energy is checked where masses decide: a decay into products heavier than the
parent, or a collision below its threshold if the text names the energy. Notable: resonances have no sharp mass, so a
state is given its mass plus or minus twenty-five widths (H -> Z Z* is no violation); a massless particle cannot decay
in vacuum, and a single product is allowed only with the mass of the parent.

Not covered: quark flavours (the weak interaction changes them), angular momentum, C and P.
Source: Review of Particle Physics, "Tests of conservation laws"; quantum numbers as `physfm.tools.quantum`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from physfm.errors import InputError
from physfm.guard.reactions import Reaction
from physfm.guard.species import Counted, Term
from physfm.guard.verdict import Check
from physfm.tools.listing import citation, edition, main_entry
from physfm.tools.names import State
from physfm.tools.particles import mass
from physfm.units import factor

LAWS = ("charge", "baryon number", "electron number", "muon number", "tau number")
WIDTHS = 25.0
"""How far from its mass a resonance may be, in its widths: Z* in H -> Z Z* is twelve below."""
_ZERO: Counted = (0, 0, 0, 0, 0)


def _add(a: Counted, b: Counted) -> Counted:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]


def _totals(terms: Sequence[Term]) -> frozenset[Counted]:
    """All sums that the names allow."""
    totals = frozenset({_ZERO})
    for term in terms:
        totals = frozenset(_add(total, option) for total in totals for option in term.options)
    return totals


def _best(initial: Sequence[Term], final: Sequence[Term]) -> tuple[Counted, Counted]:
    """The sums of both sides that break fewest laws."""
    left, right = _totals(initial), _totals(final)
    if common := left & right:
        both = min(common)
        return both, both

    def broken(pair: tuple[Counted, Counted]) -> tuple[int, int, tuple[Counted, Counted]]:
        differences = [b - a for a, b in zip(*pair, strict=True)]
        return sum(map(bool, differences)), sum(map(abs, differences)), pair

    return min(((a, b) for a in left for b in right), key=broken)


@cache
def _bounds(state: State) -> tuple[float, float] | None:
    """Lowest and highest mass of a state in GeV; None where it is unknown."""
    try:
        centre, error, _ = mass(state.name if not state.mcid else str(state.mcid))
    except InputError:
        return None
    width, _ = main_entry(state, "G")
    lifetime, _ = main_entry(state, "T")
    if width is not None and isinstance(width.value, float) and width.limit in (None, "upper"):
        spread = WIDTHS * width.value * factor(width.unit, "GeV")
    elif (
        (lifetime is not None and isinstance(lifetime.value, float))
        or state.kind in ("L", "G")
        or centre == 0
        or (state.mcid is not None and abs(state.mcid) in (2212, 2112, 11, 22))
    ):
        spread = 0.0
    else:
        return None  # a resonance of unknown width
    spread += 5 * error
    return max(0.0, centre - spread), centre + spread


@cache
def _nucleus(identifier: int) -> tuple[float, float] | None:
    try:
        centre, error, _ = mass(str(identifier))
    except InputError:
        return None
    return centre - 5 * error - 1e-5, centre + 5 * error + 1e-5  # the binding of electrons is a fit


def _masses(term: Term) -> tuple[float, float] | None:
    """Lowest and highest mass that a name allows."""
    if term.nucleus is not None:
        return _nucleus(term.nucleus)
    if not term.states:
        return (0.0, 0.0) if term.options and all(o[:2] == (0, 0) and any(o[2:]) for o in term.options) else None
    found = [_bounds(state) for state in term.states]
    if any(bound is None for bound in found):
        return None
    known = [bound for bound in found if bound is not None]
    return min(low for low, _ in known), max(high for _, high in known)


_ENERGY = re.compile(
    r"(?:\\sqrt\s*\{?\s*s\s*\}?|√\s?s|√\(s\)|sqrt\(s\)|cent(?:er|re)[- ]of[- ]mass energy"
    r"|c\.?m\.? energy|collision energy)"
    r"\s*(?:=|of|is|≈|~)?\s*(?:about\s+)?(\d+(?:\.\d+)?)\s*(?:\\?[,;~ ])?\s*(?:\\(?:text"
    r"|mathrm)\{)?\s*(keV|MeV|GeV|TeV)"
)


def _shorthand(name: str, sentence: str) -> bool:
    """Whether a name without a mass may stand for one of the sentence with it: ``eta_c`` after ``eta_c(3945)``."""
    bare = name.replace("()", "").rstrip("+-")
    return any(re.search(rf"{re.escape(head)}\(\d", sentence) for head in {bare, bare.rstrip("0")} if head)


def _energy(initial: Sequence[Term], final: Sequence[Term], sentence: str) -> tuple[bool | None, str] | None:
    """Whether there is energy enough; None where masses do not tell."""
    quarks = any(term.quark and term.name not in ("t", "tbar") for term in (*initial, *final))
    if quarks or any(term.word and not term.states and term.nucleus is None and not term.neutrino for term in initial):
        return None
    right = [_masses(term) for term in final]
    lowest = sum(bound[0] for bound in right if bound is not None)
    names = " + ".join(t.name for t in final)
    if len(initial) > 1:
        named = _ENERGY.search(sentence)
        if named is None:
            return None
        available = float(named[1]) * factor(named[2], "GeV")
        complete = "" if all(right) else " at least"
        if available < lowest:
            return False, f"{names} needs{complete} {lowest:.6g} GeV, but {available:.6g} GeV are there."
        return (True, f"{available:.6g} GeV suffice for {lowest:.6g} GeV.") if all(right) else None
    parent = _masses(initial[0])
    if parent is None or _shorthand(initial[0].name, sentence):
        return None
    name, highest = initial[0].name, parent[1]
    if highest == 0:
        if initial[0].neutrino or len(final) < 2:
            return None
        return None, f"A massless {name} becomes {names} only if it is virtual or another particle takes momentum."
    if lowest > highest:
        return False, f"{names} is heavier ({lowest:.6g} GeV) than {name} ({highest:.6g} GeV)."
    if len(final) == 1:
        only = right[0]
        if only is None or len(initial[0].options) > 1:
            return None
        if only[1] < parent[0] and not final[0].quark:
            return False, f"{name} ({parent[0]:.6g} GeV) cannot become {names} alone ({only[1]:.6g} GeV)."
        return None
    if any(bound is None for bound in right):
        return None
    return True, f"{lowest:.6g} GeV of {names} are below the {highest:.6g} GeV of {name}."


def _number(value: int, thirds: bool) -> str:
    return f"{Fraction(value, 3) if thirds else value}"


def _judged(initial: Sequence[Term], final: Sequence[Term]) -> list[tuple[str, bool, str]]:
    """Law, verdict and reason for every number that the particles carry."""
    before, after = _best(initial, final)
    names = f"{' + '.join(t.name for t in initial)} -> {' + '.join(t.name for t in final)}"
    if len(initial) == len(final) == 1 and initial[0].neutrino and final[0].neutrino:
        same = sum(before[2:]) == sum(after[2:])
        reason = f"{names}: total lepton number {sum(before[2:])} before, {sum(after[2:])} after; flavours oscillate."
        return [("lepton number", same, reason)]
    carried = {i for term in (*initial, *final) for option in term.options for i in range(2, 5) if option[i]}
    found: list[tuple[str, bool, str]] = []
    for i, law in enumerate(LAWS):
        if i < 2 or i in carried:
            a, b = _number(before[i], i < 2), _number(after[i], i < 2)
            holds = before[i] == after[i]
            relation = "before and after" if holds else f"before, {b} after"
            found.append((law, holds, f"{names}: {law} {a} {relation}."))
    return found


def _source() -> str:
    return f"quantum numbers and masses of PDG {edition()} ({citation()}) and particle"


def conservation(reaction: Reaction, claim: str, sentence: str, admitted: bool) -> Iterator[Check]:
    """Check one reaction.

    Parameters
    ----------
    claim
        The text of it.
    sentence
        The sentence around it, which may name an energy.
    admitted
        Whether the sentence itself calls the reaction forbidden or searched for: said in the reason, never hidden.
    """
    if reaction.open:
        reason = f"Not decided: {reaction.open}."
        yield Check("conservation", claim, None, reason, reaction.span, _source())
        return
    together = (*reaction.final, *(term for group in reaction.others for term in group))
    readings = [(reaction.initial, together)]
    if reaction.others:
        readings.append((reaction.initial, reaction.final))
    if reaction.chained and len(reaction.initial) > 1:
        readings += [((one,), final) for one in (reaction.initial[-1], reaction.initial[0]) for _, final in readings]
    judged: list[list[tuple[str, bool | None, str]]] = []
    for initial, final in readings:
        energy = _energy(initial, final, sentence)
        judged.append([*_judged(initial, final), *([("energy", *energy)] if energy is not None else [])])
    chosen = min(range(len(readings)), key=lambda i: sum(holds is False for _, holds, _ in judged[i]))
    note = " The text itself calls it forbidden, unseen or searched for." if admitted else ""
    results = judged[chosen]
    initial, final = readings[chosen]
    if reaction.others and len(final) < len(together):
        for group in reaction.others:
            results += [(law, holds, why) for law, holds, why in _judged(initial, group) if not holds]
    for law, holds, reason in results:
        yield Check(law, claim, holds, reason + (note if holds is False else ""), reaction.span, _source())
