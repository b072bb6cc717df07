"""The particles that a question names, in any spelling that `physfm.tools.names` reads, as PDG listings.

Notable: most words are no particles although a particle is spelled so (``a``, ``W`` for work, ``omega`` for a
frequency), so a bare letter counts only with the word for its class behind it; and a name with a mass label that no
listing has is reported too: what is found for it is about another particle.
"""

from __future__ import annotations

import re

from physfm.errors import MissingDependency

UNKNOWN = "pdg:unknown"
"""Stands for a particle that is named and does not exist."""

_MENTION = re.compile(r"\$[^$]{1,60}\$|[^\s,;:?!\"]+")
_CLASSES = ("meson", "baryon", "boson", "quark", "lepton", "hyperon", "particle", "resonance", "hadron")
_PARTICLE_WORDS = re.compile(
    r"(?i)anti[\w-]*|protons?|neutrons?|electrons?|positrons?|muons?|photons?|gluons?|higgs|pions?|kaons?|tau|taus|"
    r"neutrinos?|tauons?"
)
# Charge, label, star or subscript: a Greek letter or a capital alone is a variable more often than a particle.
_MARKED = re.compile(r"[A-Za-zα-ωΑ-Ω\\].*[\d+*(_^⁺⁻⁰′'].*|[A-Za-zα-ωΑ-Ω\\]+-")
# m(B_s^0), Gamma(K*(892)), BR(tau-)
_OF = re.compile(r"[A-Za-zΓτ]{1,5}\(([A-Za-zα-ωΑ-Ω\\].*[\d+*(_^'-].*)\)")
_LABELLED = re.compile(r"[A-Za-zα-ωΑ-Ω\\][\w^*'{}/\\]*\(\d{3,5}\)[+\-0⁺⁻⁰^{}]*")


def mentions(question: str) -> list[str]:
    """Return the PDG listings of the particles that a question names, as terms; empty where `pdg` is not installed.

    A bare letter counts with the word for its class behind it (``Z boson``, ``b quark``), a plain English word only
    where it names a particle and nothing else. A name with a mass label that no listing has is `UNKNOWN`: whatever is
    found is then about another particle.
    """
    try:
        from physfm.tools.names import states
    except ImportError:
        return []
    words = [_bare(word) for word in _MENTION.findall(question)]
    found: list[str] = []
    place = 0
    while place < len(words):
        for length in (3, 2, 1):
            phrase = words[place : place + length]
            if len(phrase) == length and _may_be_particle(phrase):
                try:
                    listings = {s.listing for s in states(_singular(" ".join(phrase))) if s.listing}
                except (MissingDependency, ValueError):
                    listings = set()
                if 0 < len(listings) <= 4:
                    found += [term for each in sorted(listings) if (term := f"pdg:{each}") not in found]
                    place += length - 1
                    break
                if length == 1 and not listings and _LABELLED.fullmatch(phrase[0]):
                    found.append(UNKNOWN)
        place += 1
    return found


def _bare(word: str) -> str:
    """A word without what belongs to the sentence: dollars, full stops, parentheses around all of it, ``'s``."""
    word = re.sub(r"['’]s$", "", word.strip("$.…"))
    if of := _OF.fullmatch(word):
        word = of[1]
    return word[1:-1] if re.fullmatch(r"\([^()]*\)", word) else word


def _singular(phrase: str) -> str:
    return re.sub(r"(?<=[a-z]{3})s$", "", phrase) if phrase.islower() or " " in phrase else phrase


def _may_be_particle(words: list[str]) -> bool:
    """Whether it is worth asking: particles are marked by charge, label or Greek letter, or said in words."""
    if len(words) > 1:
        last = words[-1].lower().rstrip("s")
        special = f"{words[0]} {words[1]}".lower() in ("k long", "k short", "tau lepton")
        adjective = words[0].lower() in ("charged", "neutral", "positive", "negative", "electron", "muon", "tau")
        if len(words) == 2:
            return special or last in _CLASSES or (adjective and _may_be_particle(words[1:]))
        return last in _CLASSES and words[0].lower() in ("charged", "neutral", "anti")
    word = words[0]
    if re.fullmatch(r"[A-Za-z]\d{3}", word):  # a PDG identifier
        return True
    return len(word) <= 40 and bool(_PARTICLE_WORDS.fullmatch(word) or (_MARKED.fullmatch(word) and len(word) > 1))
