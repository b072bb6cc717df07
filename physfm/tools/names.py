"""Which particle a name means: every name that the PDG and `particle` know, and how people spell them.

The states are those of the PDG's own database (edition of the installed `pdg` package). Their names are looked up in
layers, the first that knows a spelling wins: the PDG's names and aliases, the names it used before, the names of
`particle` (``B(s)0``), of EvtGen (``anti-K*0``), and a short list of English words. Notable: nothing is ever guessed.
A name that stands for several states gives them all, a name without a bar never means a state written with one
(``Lambda`` is the particle, not ``Lambdabar0``), and an unknown name gives none.

Source of names: PDG database (CC BY 4.0); `particle` and its EvtGen table (BSD-3-Clause).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from physfm.errors import InputError, MissingDependency
from physfm.tools.spelling import MAX_LENGTH, Key, plain, readings


@dataclass(frozen=True)
class State:
    """One particle with a definite charge.

    Parameters
    ----------
    name
        As the PDG writes it in ASCII, such as ``"B_s()0"``.
    mcid
        Monte Carlo id; None where the numbering scheme has none.
    listing
        PDG identifier of the particle's listing, such as ``"S086"``; empty where it has none (nuclei, diquarks).
    charge
        In units of e.
    antiparticle
        Whether the PDG calls it the antiparticle of its listing; None for a self-conjugate state.
    kind
        Flags of the listing: ``G`` gauge boson or Higgs, ``L`` lepton, ``Q`` quark, ``M`` meson, ``B`` baryon.
    quantum
        I, G, J, P and C as the PDG writes them; None where not applicable or unknown, ``"?"`` where undetermined.
    """

    name: str
    mcid: int | None
    listing: str
    charge: float
    antiparticle: bool | None
    kind: str
    quantum: tuple[str | None, str | None, str | None, str | None, str | None]

    @property
    def symbol(self) -> str:
        """The name as people write it, ``"B_s0"``: without the empty brackets of the PDG's ASCII names."""
        return self.name.replace("()", "")


WORDS = {
    "proton": "p", "neutron": "n", "nucleon": "N", "electron": "e-", "positron": "e+", "muon": "mu-", "tauon": "tau-",
    "tau lepton": "tau-", "photon": "gamma", "gluon": "g", "higgs": "H", "pion": "pi", "kaon": "K", "neutrino": "nu",
    "electron neutrino": "nu_e", "muon neutrino": "nu_mu", "tau neutrino": "nu_tau", "k short": "K(S)0",
    "k long": "K(L)0", "up": "u", "down": "d", "strange": "s", "charm": "c", "bottom": "b", "beauty": "b", "top": "t",
}  # fmt: skip
"""English words, lower case. The PDG and `particle` know the symbols of all these, but no English."""

_SQUEEZED = {re.sub(r"[^a-z]", "", word): symbol for word, symbol in WORDS.items()}
_FILLERS = re.compile(
    r"(?<=\w)[\s-]+(mesons?|baryons?|(?:gauge )?bosons?|quarks?|leptons?|hyperons?|particles?|resonances?)$"
)
_CHARGED = {"charged": (-1, 1), "neutral": (0,), "positive": (1,), "negative": (-1,)}


@contextmanager
def quiet() -> Iterator[None]:
    """`pdg` 2026.0 makes SQLAlchemy warn about its use of ``distinct()``; the results are right."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*unary distinct", category=Warning)
        yield


@cache
def database() -> Any:
    """Return the connected `pdg.PdgApi`.

    Raises
    ------
    MissingDependency
        If `pdg` is not installed.
    """
    try:
        import pdg
    except ImportError as err:
        raise MissingDependency("Looking up particles", err.name or "pdg", "tools") from err
    with quiet():
        return pdg.connect()


def select(query: str, *values: Any) -> list[Any]:
    """Rows of the PDG database for one SQL query with ``?`` placeholders."""
    with database().engine.connect() as connection:
        return list(connection.exec_driver_sql(query, values))


def _sign(charge: float) -> str:
    """Charge as names write it."""
    return "0" if charge == 0 else ("+" if charge > 0 else "-") * max(1, abs(round(charge)))


class Catalogue:
    """All states, and every spelling that leads to them."""

    def __init__(self) -> None:
        rows = select(
            "SELECT s.name, s.mcid, s.pdgid, s.charge, s.cc_type, l.flags, s.quantum_i, s.quantum_g, s.quantum_j,"
            " s.quantum_p, s.quantum_c, s.pdgitem_id FROM pdgparticle s JOIN pdgid l ON l.pdgid = s.pdgid ORDER BY s.id"
        )
        # The PDG marks mu- and tau- as self-conjugate, K(S)0 and K(L)0 as not: the Monte Carlo ids know better.
        numbers = {row[1] for row in rows}
        own = [(r[4] == "S" or r[1] is not None) and r[3] == 0 and (r[1] is None or -r[1] not in numbers) for r in rows]
        self.states = [
            State(row[0], row[1], row[2], row[3], None if same else row[4] == "A", row[5] or "", tuple(row[6:11]))
            for row, same in zip(rows, own, strict=True)
        ]
        self.by_id = {s.mcid: s for s in self.states if s.mcid is not None}
        self.by_listing: dict[str, list[State]] = {}
        self._item: dict[int, list[State]] = {}
        self._full: dict[Key, list[State]] = {}
        self._bare: dict[Key, list[State]] = {}
        self.spellings: dict[str, str] = {word: word for word in WORDS}
        for row, state in zip(rows, self.states, strict=True):
            self.by_listing.setdefault(state.listing, []).append(state)
            self._item.setdefault(row[11], []).append(state)
        names = [(s.name, [s]) for s in self.states]
        items = {i: (name, kind) for i, name, kind in select("SELECT id, name, item_type FROM pdgitem")}
        self._targets: dict[int, list[int]] = {}
        for source, target in select("SELECT pdgitem_id, target_id FROM pdgitem_map"):
            self._targets.setdefault(source, []).append(target)
        aliases = [(name, self.item(i)) for i, (name, kind) in items.items() if kind in "GBSA"]
        former = [(name, self.item(i)) for i, (name, kind) in items.items() if kind == "W"]
        self._layer([*names, *aliases])
        self._layer(former)
        for layer in self._other_names():
            self._layer(layer)
        self._folded: dict[Key, list[State]] = {}
        for index in (self._full, self._bare):
            for key, states in index.items():
                known = self._folded.setdefault(key._replace(text=key.text.lower()), [])
                known.extend(s for s in states if s not in known)

    def item(self, identifier: int) -> list[State]:
        """Return the states of one ``pdgitem`` of the database (a name in a decay); none for plain text."""
        if identifier in self._item:
            return self._item[identifier]
        return [state for target in self._targets.get(identifier, ()) for state in self.item(target)]

    def _other_names(self) -> Iterator[list[tuple[str, list[State]]]]:
        """Names that `particle` and EvtGen use for the PDG's states."""
        from particle import InvalidParticle, Particle, ParticleNotFound
        from particle.exceptions import MatchingIDNotFound

        evtgen: list[tuple[str, list[State]]] = []
        named: list[tuple[str, list[State]]] = []
        for number, state in self.by_id.items():
            try:
                each = Particle.from_pdgid(number)
                named.append((each.name, [state]))
                evtgen.append((each.evtgen_name, [state]))
            except (ParticleNotFound, InvalidParticle, MatchingIDNotFound):
                continue
        yield named
        yield evtgen

    def _layer(self, names: Sequence[tuple[str, list[State]]]) -> None:
        """Add names; a spelling that an earlier layer knows keeps its meaning."""
        full: dict[Key, list[State]] = {}
        bare: dict[Key, list[State]] = {}
        for name, states in names:
            self.spellings.setdefault(name.lower(), name)
            for key in readings(plain(name)):
                for state in states:
                    if key.charge in (None, _sign(state.charge)) or (key.charge == "+-" and abs(state.charge) == 1):
                        places = {key: full, key._replace(charge=None): bare}
                        if key.charge != "+-" and len(states) == 1:
                            places[key._replace(charge=_sign(state.charge))] = full
                        for one, where in places.items():
                            known = where.setdefault(one, [])
                            if state not in known and (key.bar or "bar" not in state.name or len(states) == 1):
                                known.append(state)
        for index, new in ((self._full, full), (self._bare, bare)):
            for key, states in new.items():
                index.setdefault(key, states)

    def conjugate(self, state: State) -> State | None:
        """Return the antiparticle; itself for a self-conjugate state; None where the PDG lists none."""
        if state.antiparticle is None:
            return state
        if state.mcid is not None and -state.mcid in self.by_id:
            return self.by_id[-state.mcid]
        if not state.listing:
            return None if state.mcid is None else _outside(-state.mcid)
        partners = [
            other
            for other in self.by_listing[state.listing]
            if other.antiparticle is not None
            and other.antiparticle != state.antiparticle
            and other.charge == -state.charge
        ]
        return partners[0] if len(partners) == 1 else None

    def _read(self, name: str, fold: bool) -> list[State]:
        """States of one ASCII name, without English words."""
        found: list[State] = []
        for key in readings(name):
            if fold:
                if len(re.sub(r"[^A-Za-z]", "", key.text)) == 1:  # of one letter the case says much: P, g, b_1 and B_1
                    continue
                key = key._replace(text=key.text.lower())
            full, bare = (self._folded, self._folded) if fold else (self._full, self._bare)
            keys = [key._replace(charge=c) for c in "+-"] if key.charge == "+-" else [key]
            for one in keys:
                unbarred = one._replace(bar=False)
                own = full.get(one) or (bare.get(one) if one.charge is None else None) or []
                if one.bar and (not own or re.match("anti", name, re.IGNORECASE)):
                    other = full.get(unbarred) or (bare.get(unbarred) if one.charge is None else None) or []
                    own = [*own, *(c for s in other if (c := self.conjugate(s)) is not None)]
                found.extend(s for s in own if s not in found)
        return found

    def find(self, name: str) -> list[State]:
        """Return the states that a name may mean, in any of its spellings; an empty list if none."""
        text = " ".join(name.split())
        if re.fullmatch(r"[+-]?[0-9]{1,10}", text):
            state = self.by_id.get(int(text)) or _outside(int(text))
            return [] if state is None else [state]
        if re.fullmatch(r"[A-Za-z]\d{3}", text) and text.upper() in self.by_listing:
            return [s for s in self.by_listing[text.upper()] if not s.antiparticle]
        return self._words(plain(text))

    def _words(self, text: str, depth: int = 0) -> list[State]:
        """States of a name in ASCII, with English words; ``depth`` ends "anti anti ... boson boson"."""
        if depth > 4:
            return []
        if found := self._read(text, False):
            return found
        lower = text.lower()
        if match := re.fullmatch(r"(?:(.+?)[\s-]+)?anti[\s-]*(.+)", text, re.IGNORECASE):  # electron antineutrino
            inner = self._words(" ".join(filter(None, match.groups())), depth + 1)
            if inner:
                return [c for s in inner if (c := self.conjugate(s)) is not None]
        adjective, _, rest = text.partition(" ")
        if rest and adjective.lower() in _CHARGED:
            return [s for s in self._words(rest, depth + 1) if s.charge in _CHARGED[adjective.lower()]]
        if match := re.fullmatch(r"([a-z][a-z\s_-]*?)\s*(\+{1,2}|-{1,2}|0)?", lower):
            symbol = _SQUEEZED.get(re.sub(r"[^a-z]", "", match[1]))
            if symbol is not None:
                return self._read(symbol if match[2] is None else symbol.rstrip("+-0") + match[2], False)
        if match := _FILLERS.search(text):
            shorter = text[: match.start()]
            quark = match[1].startswith("quark") and len(shorter) == 1
            if found := self._words(shorter.lower() if quark else shorter, depth + 1):
                return found
        return _nucleus(text) or self._read(text, True)


@cache
def catalogue() -> Catalogue:
    """Return the catalogue, built once (a fifth of a second)."""
    return Catalogue()


@cache
def _outside(number: int) -> State | None:
    """A state that only `particle` knows (nuclei, diquarks); None if it does not."""
    from particle import InvalidParticle, Particle, ParticleNotFound
    from particle.exceptions import MatchingIDNotFound

    try:
        each = Particle.from_pdgid(number)
        name = each.evtgen_name  # a word that is also understood, "deuteron" in place of "D2"
    except (ParticleNotFound, InvalidParticle):
        return None
    except MatchingIDNotFound:
        name = each.name
    anti = None if each.is_self_conjugate else number < 0
    return State(name, number, "", float(each.charge or 0), anti, "", (None, None, None, None, None))


def _nucleus(word: str) -> list[State]:
    """A light nucleus by EvtGen's word for it: ``deuteron``, ``triton``, ``He3``, ``alpha``."""
    from particle import InvalidParticle, Particle, ParticleNotFound
    from particle.exceptions import MatchingIDNotFound

    try:
        number = int(Particle.from_evtgen_name(word).pdgid)
    except (MatchingIDNotFound, ParticleNotFound, InvalidParticle):
        return []
    state = _outside(number) if number > 10**9 else None
    return [] if state is None else [state]


@lru_cache(maxsize=4096)
def states(name: str) -> tuple[State, ...]:
    """Return every state that the name may mean: none if unknown, several if it does not say which.

    Parameters
    ----------
    name
        A symbol (``B(s)0``, ``K*(892)0``), LaTeX, Unicode, English, a Monte Carlo id or a PDG identifier.

    Raises
    ------
    InputError
        If the name is empty, longer than 120 characters or holds control characters.
    MissingDependency
        If `pdg` or `particle` is not installed.
    """
    if len(name) > MAX_LENGTH:
        raise InputError(f"Expected a particle name of at most {MAX_LENGTH} characters, got {len(name)}.")
    if not name.strip() or any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") for c in name):
        raise InputError(f"Expected a particle name such as 'B(s)0', '\\\\pi^+' or '531', got {name!r}.")
    try:
        return tuple(catalogue().find(name))
    except ImportError as err:
        if isinstance(err, MissingDependency):
            raise
        raise MissingDependency("Looking up particles", err.name or "particle", "tools") from err


def known(name: str) -> tuple[State, ...]:
    """As `states`, for a name that must exist.

    Raises
    ------
    InputError
        If no particle has this name; the message gives the nearest.
    """
    found = states(name)
    if not found:
        spellings = catalogue().spellings
        near = difflib.get_close_matches(plain(name).lower(), spellings, n=3, cutoff=0.6)
        hint = f" Did you mean {' or '.join(repr(spellings[n]) for n in near)}?" if near else ""
        raise InputError(
            f"Neither the PDG nor `particle` knows a particle {name!r}.{hint} "
            "Give a symbol ('B(s)0', 'K*(892)0'), LaTeX, a common word or a Monte Carlo id."
        )
    return found


def one(name: str) -> State:
    """As `known`, for a name that must mean one state.

    Raises
    ------
    InputError
        If it is unknown, or stands for several; the message lists them.
    """
    found = known(name)
    if len(found) > 1:
        raise InputError(f"{name!r} stands for {listed(found)}: say which.")
    return found[0]


def listed(found: Sequence[State]) -> str:
    """States as words: ``"pi+, pi0 or pi-"``."""
    names = [s.name if sum(o.name == s.name for o in found) == 1 else f"{s.name} [{s.listing}]" for s in found]
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))
