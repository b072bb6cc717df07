"""What the Review of Particle Physics says of one property of one state, or that it says nothing.

Notable: a limit never looks like a value with error 0, a range never like an error, a rate relative to another mode
never like a branching fraction; what the PDG gives in words stays in words (``"seen"``); what it does not list is "not
found", with a hint where a related listing answers.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from physfm.errors import InputError
from physfm.tools import names
from physfm.tools.decays import Mode, matching, modes
from physfm.tools.listing import Entry, citation, edition, entries, main_entry, searched
from physfm.tools.names import State
from physfm.tools.tool import Result


def _details(state: State, **more: Any) -> dict[str, Any]:
    """What every answer about a state carries."""
    where = {"particle": state.name, "mcid": state.mcid, "listing": state.listing or None}
    return where | {"edition": edition(), "citation": citation(), "licence": "CC BY 4.0"} | more


def _source(identifier: str) -> str:
    """Citation of one entry."""
    return f"PDG {edition()}, {identifier}: {citation()}"


def _absent(state: State, what: str, hint: str = "", **more: Any) -> Result:
    """Nothing is listed: not zero, and not a limit."""
    where = f"the listing of {state.symbol} ({state.listing})" if state.listing else f"any listing for {state.symbol}"
    text = f"Not found: the PDG {edition()} has no {what} in {where}."
    return Result(
        f"{text} {hint}".strip(), source=_source(state.listing or "no listing"), details=_details(state, **more)
    )


def _quantity(state: State, what: str, entry: Entry, others: Sequence[Entry] = ()) -> Result:
    """One entry of the Listings as a result."""
    others_json = [other.as_dict() for other in others]
    return Result(
        text=f"The {what} of {state.symbol} {entry.words()} (PDG {edition()}, {entry.base}).",
        value=entry.value,
        unit=entry.unit if entry.value is not None else "",
        uncertainty=entry.uncertainty,
        limit=entry.limit,
        source=_source(entry.identifier),
        details=_details(state, **entry.as_dict(), others=others_json),
    )


_KINDS = {"mass": "M", "width": "G", "lifetime": "T"}
# K(S)0 and K(L)0 have the mass of the K0, and neutrino masses are listed by what was measured.
_ELSEWHERE = {
    ("S012", "mass"): "S011M", ("S013", "mass"): "S011M",
    ("S001", "mass"): "S066MAE", ("S002", "mass"): "S066MNM", ("S036", "mass"): "S066MNT",
}  # fmt: skip


def _listed(state: State, what: str) -> Result:
    """Mass, width or lifetime."""
    found, others = main_entry(state, _KINDS[what])
    if found is not None:
        return _quantity(state, {"lifetime": "mean life"}.get(what, what), found, others)
    if elsewhere := _ELSEWHERE.get((state.listing, what)):
        entry = entries(elsewhere)[0]
        hint = f"Listed elsewhere: {entry.description} {entry.words()} ({entry.base})."
        return _absent(state, what, hint, related=entry.as_dict())
    if what in ("width", "lifetime") and state.listing:
        return _from_partner(state, what)
    return _absent(state, what)


def _from_partner(state: State, what: str) -> Result:
    """No width but a mean life, or the reverse: say what the other means by Gamma = hbar / tau, as no PDG value."""
    from physfm.units import factor, registry

    other = "lifetime" if what == "width" else "width"
    entry, _ = main_entry(state, _KINDS[other])
    if entry is None or not isinstance(entry.value, float) or entry.value == 0 or entry.limit:
        return _absent(state, what)
    unit, dimension = ("GeV", "s") if what == "width" else ("s", "GeV")
    hbar = registry().Quantity(1.0, "hbar").to("GeV*s").magnitude
    value = entry.value * factor(entry.unit, dimension)
    related: dict[str, Any] = {"value": hbar / value, "unit": unit, "formula": "Gamma = hbar / tau"}
    if entry.uncertainty is not None:
        up, down = (error / entry.value * hbar / value for error in entry.uncertainty)
        related["uncertainty"] = [down, up]  # a longer life is a smaller width
    hint = (
        f"Its {'mean life' if other == 'lifetime' else 'width'} {entry.words()} ({entry.base}), which means "
        f"{hbar / value:.4g} {unit} by Gamma = hbar / tau."
    )
    return _absent(state, what, hint, derived=related | {"from": entry.as_dict()})


_QUANTUM = {"isospin": 0, "G parity": 1, "spin": 2, "parity": 3, "C parity": 4}
_SYMBOL = {"isospin": "I", "G parity": "G", "spin": "J", "parity": "P", "C parity": "C"}


def _quantum(state: State, what: str) -> Result:
    """I, G, J, P or C, as the PDG's table of particles has them."""
    value = state.quantum[_QUANTUM[what]]
    if value is None:
        return _absent(state, f"{what} {_SYMBOL[what]}", "It is not defined for this state, or not given.")
    if value == "?":
        return _absent(state, f"{what} {_SYMBOL[what]}", "The PDG marks it '?': not determined.", listed_as="?")
    text = f"The {what} of {state.symbol} is {_SYMBOL[what]} = {value} (PDG {edition()}, {state.listing})."
    return Result(text, value, "1", source=_source(state.listing), details=_details(state))


def _charge(state: State) -> Result:
    """Electric charge."""
    value = float(Fraction(round(3 * state.charge), 3))
    words = str(Fraction(round(3 * state.charge), 3))
    where = f"PDG {edition()}, {state.listing}" if state.listing else "`particle`"
    source = _source(state.listing) if state.listing else particle_source()
    return Result(
        f"The charge of {state.symbol} is {words} e ({where}).", value, "e", source=source, details=_details(state)
    )


def _mcid(state: State) -> Result:
    """Monte Carlo id."""
    if state.mcid is None:
        return _absent(state, "Monte Carlo id")
    text = f"The Monte Carlo id of {state.symbol} is {state.mcid} (PDG numbering scheme, edition {edition()})."
    return Result(text, state.mcid, "1", source=_source(state.listing or "numbering scheme"), details=_details(state))


def particle_source() -> str:
    """How `particle` is cited."""
    from importlib.metadata import version

    return f"particle {version('particle')} (scikit-hep), from the PDG's tables"


def _quarks(state: State) -> Result:
    """Valence quarks."""
    from particle import InvalidParticle, Particle, ParticleNotFound

    try:
        raw = Particle.from_pdgid(state.mcid or 0).quarks
    except (ParticleNotFound, InvalidParticle):
        raw = ""
    if not raw or "non" in raw:
        hint = "It may be no quark-antiquark state." if raw else "It has none, or they are not tabulated."
        return _absent(state, "quark content", hint)
    # An upper-case letter is an antiquark, as in "uD"; p, q, x and y are mixing coefficients.
    spaced = re.sub(r"(?<=[a-zA-Z])(?=[a-zA-Z])", " ", raw).replace("s q r t", "sqrt")
    words = re.sub(r"[UDSCBT]", lambda m: m[0].lower() + "bar", spaced)
    text = f"The quark content of {state.symbol} is {words} ({particle_source()})."
    return Result(text, words, source=particle_source(), details=_details(state))


def _mode_text(mode: Mode) -> str:
    """What is known of one mode, in words that follow its name."""
    if mode.entry is None:
        return "is listed without a value"
    if mode.partial_life:
        return f"has a partial mean life (1e30 years) of {mode.entry.listed_as}"
    return mode.entry.words() + (f" relative to {mode.relative_to}" if mode.relative_to else "")


def _conjugate_note(state: State) -> str:
    """The Listings hold one member of a pair; the other decays into the antiparticles."""
    return " Listed for its antiparticle: read every mode charge-conjugated." if state.antiparticle else ""


def _decays(state: State) -> Result:
    """All decay modes with their sub-decays."""
    tree = modes(state.listing) if state.listing else ()
    every = [m for root in tree for m in root.walk()]
    if not every:
        return _absent(state, "decay mode")
    first = "; ".join(f"{m.decay} {_mode_text(m)}" for m in tree[:3])
    lead = f" The first in its order: {first}."
    return Result(
        f"The PDG {edition()} lists {len(every)} decay modes of {state.symbol}.{lead}{_conjugate_note(state)}",
        len(every),
        "1",
        source=_source(state.listing),
        details=_details(
            state, pdg_id=state.listing, modes=[m.as_dict() for m in tree], conjugated=bool(state.antiparticle)
        ),
    )


def branching(state: State, mode: str) -> Result:
    """The branching fraction of one mode."""
    if not mode.strip():
        raise InputError("A branching fraction needs the mode: give mode='mu+ nu', or ask for property='decays'.")
    tree = modes(state.listing) if state.listing else ()
    found, near = matching(state, tree, mode)
    if not found:
        known = f"It lists {sum(1 for r in tree for _ in r.walk())} modes." if tree else "It lists no decay modes."
        hint = f"{known} Near it: {'; '.join(near)}." if near else known
        return _absent(state, f"decay mode {mode!r}", hint, nearest=near)
    if len(found) > 1:
        rows = [m.as_dict() for m in found]
        options = "; ".join(f"{m.decay} {_mode_text(m)}" for m in found[:8])
        text = f"{mode!r} fits {len(found)} decay modes of {state.symbol}: say which. {options}."
        return Result(text, source=_source(state.listing), details=_details(state, candidates=rows))
    (only,) = found
    what = f"decay {state.symbol} -> {only.decay}"
    if state.antiparticle:
        what = f"decay of {state.symbol} into the charge conjugate of {only.decay}"
    entry = only.entry
    details = _details(state, **only.as_dict())
    source = _source(only.identifier)
    if entry is None or entry.value is None:
        return Result(f"The PDG {edition()} lists the {what} without a value.", source=source, details=details)
    if only.partial_life:
        # The Listings print limits on tau / B of the nucleon in 1e30 years here, no branching fractions.
        text = f"For the {what} the PDG {edition()} gives no branching fraction but the partial mean life in units of"
        text += f" 1e30 years: {entry.listed_as} ({only.base})."
        return Result(text, entry.listed_as, source=source, limit=entry.limit, details=details)
    subject = f"The branching fraction of the {what}"
    if only.relative_to is not None:
        subject = f"The rate of the {what}, relative to that into {only.relative_to},"
    return Result(
        f"{subject} {entry.words()} (PDG {edition()}, {only.base}).",
        entry.value,
        entry.unit,
        entry.uncertainty,
        entry.limit,
        source,
        details,
    )


def other(state: State, words: str) -> Result:
    """Any property whose title in the listing holds these words."""
    found = searched(state, words)
    titles = {entry.description for entry in found}
    for narrower in (
        {t for t in titles if t.lower().endswith(words.lower())},
        {t for t in titles if state in names.states(t[: -len(words)].strip() or "-")},  # not "pbar MAGNETIC MOMENT"
    ):
        titles = narrower if len(titles) > 1 and narrower else titles
    if not titles:
        near = difflib.get_close_matches(words.lower(), [*ALIASES, "branching fraction"], n=1, cutoff=0.7)
        hint = f" Did you mean {ALIASES.get(near[0], near[0])!r}?" if near else ""
        return _absent(state, f"property {words!r}", f"Known of most: {', '.join(PROPERTIES)}.{hint}")
    rows = [entry for entry in found if entry.description in titles]
    if len(titles) > 1:
        text = f"{words!r} fits {len(titles)} properties of {state.symbol}: say which. {'; '.join(sorted(titles)[:8])}."
        candidates = [entry.as_dict() for entry in rows]
        return Result(text, source=_source(state.listing), details=_details(state, candidates=candidates))
    return _quantity(state, f"property {rows[0].description!r}", rows[0], rows[1:])


PROPERTIES: dict[str, Callable[[State], Result]] = {
    "mass": lambda s: _listed(s, "mass"),
    "width": lambda s: _listed(s, "width"),
    "lifetime": lambda s: _listed(s, "lifetime"),
    "charge": _charge,
    "spin": lambda s: _quantum(s, "spin"),
    "parity": lambda s: _quantum(s, "parity"),
    "C parity": lambda s: _quantum(s, "C parity"),
    "G parity": lambda s: _quantum(s, "G parity"),
    "isospin": lambda s: _quantum(s, "isospin"),
    "quarks": _quarks,
    "mcid": _mcid,
    "decays": _decays,
}
"""What may be asked of any particle."""
ALIASES = {
    "j": "spin", "p": "parity", "c": "C parity", "g": "G parity", "i": "isospin", "cparity": "C parity",
    "gparity": "G parity", "chargeconjugation": "C parity", "decaywidth": "width", "fullwidth": "width",
    "totalwidth": "width", "meanlife": "lifetime", "meanlifetime": "lifetime", "life": "lifetime",
    "electriccharge": "charge", "quarkcontent": "quarks", "valencequarks": "quarks", "pdgid": "mcid",
    "montecarloid": "mcid", "pdgcode": "mcid", "decaymodes": "decays", "modes": "decays", "restmass": "mass",
    "intrinsicparity": "parity", "totalangularmomentum": "spin",
} | {re.sub("[^a-z]", "", name.lower()): name for name in PROPERTIES}  # fmt: skip
"""Their names as people write them, letters alone."""
