"""Decay modes of the PDG Listings as a tree with sub-decays, and finding the mode that a person means.

The Listings indent modes below others: ``B0 --> J/psi(1S) K^*(892)0`` stands under ``B0 --> J/psi(1S) K+ pi-``. The
`pdg` API hides those by default; here every level is in the tree, and a mode is found at any level. Notable: some
particles have no absolute branching fractions, their modes are relative to one that is "DEFINED AS 1"; the Listings of
the nucleon give limits on partial mean lives instead.

Covered by `matching`: names in any spelling, generic names (``nu``, ``K``), counts (``2pi0``), written together
(``mu+mu-``, ``WW``), charge conjugation for antiparticles. Not covered: intermediate states written as chains.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from physfm.errors import InputError
from physfm.tools.listing import Entry, all_branching, best, edition, family
from physfm.tools.names import State, catalogue, select, states
from physfm.tools.quantum import numbers
from physfm.tools.spelling import plain

ARROW = re.compile(r"\\(?:long)?(?:rightarrow|to)\b|→|-+>(?!=)|=>")
_NUCLEON = "S016"  # its modes hold limits on tau / B in 1e30 years
MAX_PRODUCTS = 12


@dataclass(frozen=True)
class Product:
    """One kind of decay product: its name in the Listings, how often, and the states that the name stands for."""

    name: str
    count: int
    states: frozenset[State]


@dataclass(frozen=True)
class Mode:
    """One decay mode.

    Parameters
    ----------
    identifier
        PDG identifier with edition.
    decay
        Products as the PDG writes them.
    products
        The same as names with counts.
    inclusive
        Whether anything else may come with them.
    entry
        Branching fraction as listed; None without a value.
    others
        Further values of the same mode (a fit beside the Summary Table's).
    relative_to
        Mode whose rate is 1, where the listing has only relative rates.
    partial_life
        Whether the number is a partial mean life in 1e30 years instead of a branching fraction.
    below
        Modes indented under this one.
    """

    identifier: str
    decay: str
    products: tuple[Product, ...]
    inclusive: bool
    entry: Entry | None
    others: tuple[Entry, ...]
    relative_to: str | None
    partial_life: bool
    below: tuple[Mode, ...]

    @property
    def base(self) -> str:
        """Identifier without the edition."""
        return self.identifier.partition("/")[0]

    def walk(self) -> Iterator[Mode]:
        """This mode and all below it."""
        yield self
        for mode in self.below:
            yield from mode.walk()

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON, sub-decays included."""
        value = self.entry.as_dict() if self.entry is not None else {"pdg_id": self.identifier, "value": None}
        return value | {
            "mode": self.decay,
            "products": [
                {"name": p.name, "count": p.count, "states": sorted(s.name for s in p.states)} for p in self.products
            ],
            "inclusive": self.inclusive,
            "relative_to": self.relative_to,
            "partial_mean_life_1e30_years": self.partial_life,
            "others": [entry.as_dict() for entry in self.others],
            "submodes": [mode.as_dict() for mode in self.below],
        }


@lru_cache(maxsize=512)
def modes(listing: str) -> tuple[Mode, ...]:
    """Return the decay modes of a listing (``"S042"``) as trees, in the PDG's order."""
    rows = select(
        "SELECT pdgid, parent_pdgid, description, data_type FROM pdgid"
        " WHERE parent_pdgid BETWEEN ? AND ? AND data_type LIKE 'BF%' ORDER BY sort",
        *family(listing),
    )
    values = all_branching(listing)
    products: dict[str, list[Product]] = {}
    query = (
        "SELECT d.pdgid, d.pdgitem_id, i.name, d.multiplier FROM pdgdecay d JOIN pdgitem i ON i.id = d.pdgitem_id"
        " WHERE d.pdgid BETWEEN ? AND ? AND d.is_outgoing = 1 ORDER BY d.pdgid, d.sort"
    )
    for identifier, item, name, count in select(query, *family(listing)):
        found = frozenset(catalogue().item(item)) or _loose(name)
        products.setdefault(identifier, []).append(Product(name, count, found))
    known = {row[0] for row in rows}
    children: dict[str, list[str]] = {}
    for row in rows:
        children.setdefault(row[1] if row[1] in known else "", []).append(row[0])
    unit = [row[2] for row in rows if any(e.listed_as == "DEFINED AS 1" for e in values.get(row[0], ()))]

    built: dict[str, Mode] = {}
    for identifier, _, description, kind in reversed(rows):  # what is indented under a mode comes after it
        listed = values.get(identifier, ())
        entry = best(listed)
        relative = bool(unit) and entry is not None and not entry.listed_as.endswith("E-2")
        built[identifier] = Mode(
            identifier=f"{identifier}/{edition()}",
            decay=_products(description),
            products=tuple(products.get(identifier, ())),
            inclusive=kind.startswith("BFI"),
            entry=entry,
            others=tuple(e for e in listed if e is not entry),
            relative_to=_products(unit[0]) if relative else None,
            partial_life=listing == _NUCLEON,
            below=tuple(built[child] for child in children.get(identifier, ())),
        )
    return tuple(built[identifier] for identifier in children.get("", ()))


def _products(description: str) -> str:
    """What stands right of the first arrow."""
    return description.split(" --> ", 1)[-1]


@lru_cache(maxsize=4096)
def _loose(name: str) -> frozenset[State]:
    """States of a name that the PDG's decays use without defining it (``rho+``, ``Z^*``); none for mere text."""
    name = name.strip()
    if re.fullmatch(r"(?:lepton|l)([+-]?)", name):
        sign = name[-1] if name[-1] in "+-" else ""
        return frozenset(s for flavour in ("e", "mu", "tau") for s in states(flavour + sign))
    if not name or len(name) > 40 or re.search(r"[\s\[\],>=]", name) or name.isdigit():
        return frozenset()
    return frozenset(states(name)) or frozenset(states(name.rstrip("*").rstrip("^")) if name.endswith("^*") else ())


def tokens(text: str) -> list[str]:
    """Split a list of particles into names: ``"mu+ nu"``, ``"2pi0"``, ``"mu+mu-"``, LaTeX without spaces, ``"WW"``.

    Raises
    ------
    InputError
        If there are more than twelve.
    """
    # A LaTeX command ends the name before it, unless it decorates that name.
    spaced = re.sub(r"(?<=[A-Za-z0-9}+\-)])(?=\\(?!prime|ast|star|pm|mp|left|right))", " ", text[:400])
    spaced = re.sub(r"\\(bar|overline)\s+", r"\\\1", spaced)
    found: list[str] = []
    for word in re.split(r"\s+|[,;&]|\band\b", plain(spaced)):
        if word in ("", "+"):
            continue
        count = re.fullmatch(r"(\d{1,2})([A-Za-z(].*)", word)
        if count and not _known(word):
            found.extend(tokens(count[2]) * min(int(count[1]), MAX_PRODUCTS + 1))
        else:
            found.extend([word] if _known(word) else _apart(word))
        if len(found) > MAX_PRODUCTS:
            raise InputError(f"Expected at most {MAX_PRODUCTS} particles, got {text[:60]!r}.")
    return found


def _known(word: str) -> bool:
    """Whether a word is a particle, or names one loosely."""
    return len(word) <= 40 and bool(_loose(word))


def _apart(word: str) -> list[str]:
    """Cut a word that is no name into as few names as possible; the word itself if that does not work."""
    if len(word) > 24:
        return [word]
    shortest: dict[int, list[str]] = {0: []}
    for end in range(1, len(word) + 1):
        for start in range(end):
            if start in shortest and not (start and word[start] in "+-0*_^'~{(") and _known(word[start:end]):
                cut = [*shortest[start], word[start:end]]
                if end not in shortest or len(cut) < len(shortest[end]):
                    shortest[end] = cut
    return shortest.get(len(word), [word])


def _rank(asked: tuple[str, frozenset[State]], listed: tuple[str, frozenset[State]], loose: bool) -> int:
    """How well a name asked for fits one of a listed mode: 3 the same, 2 one includes the other, 1 overlap, 0 not."""
    (name, mine), (other, theirs) = asked, listed
    if not mine or not theirs:
        return 3 * (re.sub(r"\W", "", name).lower() == re.sub(r"\W", "", other).lower())
    if loose:
        mine, theirs = (frozenset(s.listing for s in group) for group in (mine, theirs))  # type: ignore[assignment]
    if mine == theirs:
        return 3
    return 2 if mine < theirs or theirs < mine else int(bool(mine & theirs))


def _fit(asked: Sequence[tuple[str, frozenset[State]]], mode: Mode, loose: bool) -> int:
    """The best total rank of a one-to-one assignment; 0 if there is none."""
    listed = [(p.name, p.states) for p in mode.products for _ in range(max(1, p.count))]
    if len(listed) != len(asked):
        return 0
    ranks = [[_rank(a, b, loose) for b in listed] for a in asked]
    totals = {0: 0}  # by the set of listed products already used
    for row in ranks:
        following: dict[int, int] = {}
        for used, total in totals.items():
            for j, rank in enumerate(row):
                if rank and not used & (1 << j):
                    key = used | (1 << j)
                    following[key] = max(following.get(key, 0), total + rank)
        totals = following
    return max(totals.values(), default=0)


def _squeezed(text: str) -> str:
    """A mode without its typography."""
    return re.sub(r"[\s_^{}()]", "", text).lower()


def matching(state: State, tree: Iterable[Mode], wanted: str) -> tuple[list[Mode], list[str]]:
    """Return the modes that a question fits best, and the spellings nearest to it where none fits.

    Parameters
    ----------
    state
        The decaying particle. For an antiparticle the products are charge-conjugated first, because the Listings hold
        the decays of the particle.
    wanted
        Such as ``"mu+ nu"`` or ``"pi+ -> mu+ nu"``.

    Raises
    ------
    InputError
        If the left side names another particle, or there are more than twelve products.
    """
    every = [mode for root in tree for mode in root.walk()]
    literal = [m for m in every if _squeezed(m.decay) == _squeezed(wanted)]
    if literal and not state.antiparticle:
        return literal[:1], []
    head, *tail = ARROW.split(wanted, maxsplit=1)
    if tail and head.strip() and state not in states(head):
        raise InputError(f"Expected a decay of {state.name}, got {wanted[:100]!r}.")
    body = (tail[0] if tail else head).strip()
    asked = [(name, _loose(name)) for name in tokens(body)]
    if state.antiparticle:
        conjugate = catalogue().conjugate
        asked = [(n, frozenset(c for s in group if (c := conjugate(s)) is not None)) for n, group in asked]
    if asked:
        for loose in (False, True):
            fits = [(score, mode) for mode in every if (score := _fit(asked, mode, loose))]
            if fits:
                top = max(score for score, _ in fits)
                found = [mode for score, mode in fits if score == top]
                return _conserving(state, found), []
    names = [m.decay for m in every]
    return [], difflib.get_close_matches(" ".join(tokens(body)), names, n=3, cutoff=0.5)


def _balanced(state: State, mode: Mode) -> bool:
    """Whether a mode of the state's listing conserves the lepton numbers; True where generic names leave it open."""
    total = [0, 0, 0]
    for product in mode.products:
        leptons = {(n.electron, n.muon, n.tau) for n in map(numbers, product.states)}
        if len(leptons) != 1:
            return True
        total = [t + product.count * x for t, x in zip(total, next(iter(leptons)), strict=True)]
    own = numbers(state)
    sign = -1 if state.antiparticle else 1  # the listing holds the particle's modes
    return total == [sign * own.electron, sign * own.muon, sign * own.tau]


def _conserving(state: State, found: list[Mode]) -> list[Mode]:
    """Of several modes, those that conserve the lepton numbers: ``mu+ nu`` of a pion is not the search for nu_e."""

    kept = [mode for mode in found if _balanced(state, mode)] if len(found) > 1 else []
    return kept or found
