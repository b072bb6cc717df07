"""The PDG Listings as documents: one a particle, with names, quantum numbers, mass, width, lifetime, leading decays.

The values come through `physfm.tools`, so that limits, ranges and words stay what they are in the Listings. Notable: a
listing holds a family of charges (``rho(770)0``, ``rho(770)+``); where a value is not the same for all of it, the text
says for which it is. Every document carries PDG identifier, edition and citation; the data are CC BY 4.0.

Not covered: single measurements, reviews, other properties and rare modes (`physfm.tools.particles` finds those).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from physfm.retrieval.document import Document
from physfm.retrieval.index import Added, Index
from physfm.tools.decays import Mode, modes
from physfm.tools.listing import citation, edition, main_entry
from physfm.tools.names import WORDS, State, catalogue, states
from physfm.tools.quantum import numbers

FORMAT = 1
"""Raised when the words of the documents change, so that indexes are brought up to date."""

PREFIX = "pdg:"
"""How the ids of the documents begin; the PDG identifier of the listing follows."""

LEADING = 6
"""How many decay modes a document names."""

_KINDS = {"G": "boson", "L": "lepton", "Q": "quark", "M": "meson", "B": "baryon"}
_BARE = {1: "down", 2: "up", 3: "strange", 4: "charm", 5: "bottom (beauty)", 6: "top"}
_PROPERTIES = {"M": "mass", "G": "full width", "T": "mean life (lifetime)"}


def version() -> str:
    """What the documents depend on: edition of the PDG's database and `FORMAT`."""
    return f"PDG {edition()}, format {FORMAT}"


def count() -> int:
    """How many documents there are."""
    return len(catalogue().by_listing)


def documents(listings: Iterable[str] | None = None) -> Iterator[Document]:
    """Yield one document for each particle listing of the installed PDG edition (about 15 seconds for all).

    Parameters
    ----------
    listings
        PDG identifiers such as ``"S008"``, if not all are wanted.

    Raises
    ------
    MissingDependency
        If `pdg` or `particle` is not installed.
    """
    words = _english()
    every = catalogue().by_listing
    for listing in every if listings is None else listings:
        yield _document(listing, every[listing], words.get(listing, []))


def update(index: Index, report: Callable[[int, int], None] | None = None) -> Added:
    """Bring the listings in an index up to the installed edition; nothing is read where they are already.

    Parameters
    ----------
    report
        As in `Index.add`.
    """
    held = index.metadata(PREFIX)
    if len(held) == count() and all(each.get("version") == version() for each in held.values()):
        return Added(0, len(held), 0)
    added = index.add(documents(), report, optimize=False)
    index.remove(held.keys() - {f"{PREFIX}{listing}" for listing in catalogue().by_listing})
    return added


def _english() -> dict[str, list[str]]:
    """English words by listing."""
    found: dict[str, list[str]] = {}
    for word in WORDS:
        for state in states(word):
            names = found.setdefault(state.listing, [])
            if word not in names:
                names.append(word)
    return found


def _document(listing: str, members: list[State], english: list[str]) -> Document:
    particles = [s for s in members if not s.antiparticle] or members
    pieces = [
        f"{_title(particles, english)}: {_kind(particles[0])}, PDG listing {listing}.",
        _names(members),
        _quantum(particles),
        *(_property(particles, kind) for kind in _PROPERTIES),
        _decays(listing, particles[0]),
    ]
    return Document(
        id=f"{PREFIX}{listing}",
        text=" ".join(filter(None, pieces)),
        source=citation(),
        title=_title(particles, english),
        licence="CC BY 4.0",
        metadata={
            "pdg_id": f"{listing}/{edition()}",
            "edition": edition(),
            "mcid": [s.mcid for s in members if s.mcid is not None],
            "version": version(),
        },
        whole=True,
    )


def _title(particles: list[State], english: list[str]) -> str:
    names = ", ".join(s.name for s in particles)
    return f"{names} ({', '.join(english)})" if english else names


def _kind(state: State) -> str:
    """What sort of particle it is, with its flavours: ``"strange bottom meson"``."""
    noun = next((word for flag, word in _KINDS.items() if flag in state.kind), "particle")
    if noun == "boson":
        return "Higgs boson" if state.quantum[2] == "0" else "gauge boson"
    if noun == "quark":
        return f"{_BARE.get(abs(state.mcid or 0), '')} quark".strip()
    if noun == "lepton":
        return "charged lepton" if state.charge else "neutrino (neutral lepton)"
    own = numbers(state)
    flavours = zip(("strange", "charmed", "bottom"), (own.strangeness, own.charm, own.beauty), strict=True)
    named = [word for word, number in flavours if number]
    flavour = " ".join(named) if named or own.strangeness is None else "unflavoured"
    return f"{flavour} {noun} (hadron)".strip()


def _names(members: list[State]) -> str:
    """Antiparticles, LaTeX and Monte Carlo ids."""
    from particle import InvalidParticle, Particle, ParticleNotFound

    latex = []
    for state in members:
        try:
            latex.append(f"${Particle.from_pdgid(state.mcid or 0).latex_name}$")
        except (ParticleNotFound, InvalidParticle):
            continue
    anti = [s.name for s in members if s.antiparticle]
    ids = [str(s.mcid) for s in members if s.mcid is not None]
    return " ".join(
        filter(
            None,
            (
                f"Antiparticle: {', '.join(anti)}." if anti else "",
                f"In LaTeX: {', '.join(latex)}." if latex else "",
                f"Monte Carlo id: {', '.join(ids)}." if ids else "",
            ),
        )
    )


def _quantum(particles: list[State]) -> str:
    charges = ", ".join(str(Fraction(round(3 * s.charge), 3)) for s in particles)
    labels = ("isospin I", "G parity G", "spin J", "parity P", "charge conjugation C")
    known = [f"{label} = {value}" for label, value in zip(labels, particles[0].quantum, strict=True) if value]
    return f"Quantum numbers: {', '.join([f'electric charge {charges} e', *known])}."


def _property(particles: list[State], kind: str) -> str:
    """Mass, width or lifetime, once for all members that share it."""
    found: dict[str, list[str]] = {}
    for state in particles:
        entry, _ = main_entry(state, kind)
        if entry is not None and entry.value is not None:
            found.setdefault(f"{entry.words()} ({entry.base})", []).append(state.name)
    name = _PROPERTIES[kind]
    if len(found) == 1 and len(next(iter(found.values()))) == len(particles):
        return f"The {name} {next(iter(found))}."
    return " ".join(f"The {name} of {', '.join(who)} {words}." for words, who in found.items())


def _decays(listing: str, first: State) -> str:
    """The largest exclusive modes; where none has a number, the first of the Listings."""
    every = [mode for root in modes(listing) for mode in root.walk() if mode.entry is not None and not mode.inclusive]
    if every and every[0].partial_life:
        return f"No decay is seen; the Listings hold limits on {len(every)} partial mean lives."
    sized = [(size, mode) for mode in every if (size := _size(mode)) is not None]
    leading = [mode for _, mode in sorted(sized, key=lambda pair: -pair[0])] or every
    if not leading:
        return ""
    rows = [f"{_arrow(mode)} {_fraction(mode)}" for mode in leading[:LEADING]]
    return f"Leading decay modes of {first.name} (branching fractions): {'; '.join(rows)}."


def _size(mode: Mode) -> float | None:
    """Branching fraction to sort by: the number, the middle of a range, what the words say; None for limits."""
    entry = mode.entry
    if entry is None or entry.limit is not None or mode.relative_to is not None:
        return None
    if entry.range is not None:
        return sum(entry.range) / 2
    if isinstance(entry.value, float):
        return entry.value
    words = re.fullmatch(r"(?:about )?([\d.]+)(?:-([\d.]+))? %", entry.value or "")
    if words is None:
        return 0.9 if entry.value == "dominant" else None
    return (float(words[1]) + float(words[2] or words[1])) / 200


def _arrow(mode: Mode) -> str:
    return "to " + re.sub(r"\s+", " ", mode.decay)


def _fraction(mode: Mode) -> str:
    assert mode.entry is not None
    relative = f" relative to {mode.relative_to}" if mode.relative_to else ""
    return f"{mode.entry.words()}{relative} ({mode.entry.base})"
