r"""Reactions: ``n \to p + e^- + \bar\nu_e``, "a neutron decays into ...", ``^{14}N(\alpha,p)^{17}O``.

Both sides are compared as bags of canonical names (`physfm.evaluation.grading.particles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from physfm.evaluation.grading.particles import ascii_names, particles
from physfm.evaluation.grading.values import Particles

_ARROW = re.compile(
    r"-{1,2}>|=>|→|⟶|⇒|"
    r"\b(?:decays?|disintegrates?|transforms?|turns?|annihilates?|goes|changes?)\s+(?:in)?to\b|"
    r"\b(?:yields?|produces?|becomes?|gives?)\b"
)
_NUCLEUS = re.compile(r"\^?\d[A-Z]|\balpha\b")
_D, _T = (re.compile(rf"(?<![\w^-]){letter}(?![\w^-])") for letter in "dt")
_TRANSFER = re.compile(r"^\s*(?P<target>[^()]+)\(\s*(?P<in>[^(),]+),\s*(?P<out>[^()]+)\)\s*(?P<rest>[^()]+)$")
_LEAD = re.compile(
    r"^\W*(?:(?:so|thus|hence|therefore|and)\W+)*(?:(?:it|this|that|they|these)(?:\s+(?:is|are|must be|would be)|'s)|"
    r"(?:the|a)\s+(?:[\w-]+\s+){1,5}?(?:is|are|must be|:)(?=\s)|(?:[\w-]+\s+){0,4}?[\w-]+:(?=\s))\s*(?:called"
    r"|known as)?\s*",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\([^()]*(?:quark|content|decay|boson|meson|fusion|fission|process|particle)[^()]*\)", re.IGNORECASE
)
_BESIDE = re.compile(
    r"([^(),:]+?)\s*(?:\((?:an? |the )?([^()]+)\)|(?:,|:|\bor\b)\s*(?:i\.e\.,?\s*)?(?:an? |the )?([^(),:]+))"
)


def read(text: str) -> Particles | None:
    """Read a text that is a reaction, or a list of particles, and nothing else."""
    if len(text) > 400:
        return None
    flat = ascii_names(_ASIDE.sub(" ", text)).strip(" .")
    if beside := _BESIDE.fullmatch(flat):
        flat = _named_twice(beside[1], beside[2] or beside[3]) or flat
    if transfer := _TRANSFER.match(flat):
        flat = f"{transfer['target']} + {transfer['in']} -> {transfer['out'].replace(',', ' + ')} + {transfer['rest']}"
    sides = _ARROW.split(flat)
    if len(sides) > 2:
        return None
    if len(sides) == 2 and _NUCLEUS.search(flat):
        sides = [_T.sub("triton", _D.sub("deuteron", side)) for side in sides]
    read_ = [particles(side) for side in sides]
    if any(side is None for side in read_):
        return None
    found = [side for side in read_ if side is not None]
    names = [side.names for side in found]
    evident = len(sides) == 2 or any(side.evident for side in found)
    return Particles(names[0] if len(names) == 2 else (), names[-1], evident, text)


def _named_twice(one: str, other: str) -> str | None:
    """The first of two texts where one is the name and the other the symbol of the same: "a positron, e+"."""
    first, second = particles(one), particles(other)
    in_words = [
        re.search(r"[a-z]{4}", re.sub(r"gamma(?! (?:ray|photon|quantum))|alpha(?! particle)", "", each))
        for each in (one, other)
    ]
    same = first is not None and second is not None and first.names == second.names
    return one if same and bool(in_words[0]) != bool(in_words[1]) else None


def readings(passage: str) -> Iterator[Particles]:
    """Yield what a passage says of particles, as it stands and behind its subject."""
    _, as_, behind = re.sub(
        r".*\b(?:as|is|via|by|reaction|process|decay)\b:?\s+(?=.*(?:→|->|\\to\b))", "\0", passage
    ).rpartition("\0")
    named = behind if as_ else re.sub(r"^[^:→]{1,40}:\s", "", passage)
    for text in (passage, _LEAD.sub("", passage, count=1), named, *re.findall(r"\$([^$]+)\$", passage)):
        if (found := read(text)) is not None:
            yield found
            return


def difference(answer: Particles, gold: Particles) -> str:
    """Return why two readings name different particles, an empty string if they name the same."""
    if not (answer.evident or gold.evident):
        return "neither is surely about particles"
    if answer.final != gold.final or (gold.initial and answer.initial != gold.initial):
        return f"expected {gold}, got {answer}"
    return ""
