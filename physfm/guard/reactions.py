r"""Reactions named in a text: ``B0 -> K*(892)0 mu+ mu-``, ``$\pi^+ \to \mu^+\nu_\mu$``, "a neutron decays into ...".

An arrow or a verb of decay is looked for, and particles are read from it to both sides as far as there are any.
Notable: a list that ends in something that is no word of prose and no particle (``[phi pi]+``) is open, not complete;
"X", "anything", "hadrons" make it inclusive; ``-> K+ pi-, K+ K-`` is two final states, "into a muon, an electron and a
neutrino" one. Every search is bounded in characters from its arrow: the time is linear in the text.

Not covered: reactions in the short form ``14N(alpha,p)17O``, and those of which a text names only one side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from physfm.guard.listed import Listed, listed, listed_before
from physfm.guard.species import Term
from physfm.tools.decays import ARROW

REACH = 320
"""Characters right of an arrow in which its products must stand."""
MOST = 400
"""Reactions that are read of one text."""


@dataclass(frozen=True)
class Reaction:
    """What a text says becomes what.

    Parameters
    ----------
    initial, final
        The particles.
    span
        Where it stands.
    open
        Why it cannot be checked; empty if it can.
    chained
        Whether the left side is the right side of another arrow, of which only the last particle may react.
    others
        Further final states of the same left side.
    verb
        Whether it is told with a verb.
    """

    initial: tuple[Term, ...]
    final: tuple[Term, ...]
    span: tuple[int, int]
    open: str = ""
    chained: bool = False
    others: tuple[tuple[Term, ...], ...] = ()
    verb: bool = False


_VERB = re.compile(
    r"\b(?P<verb>decay(?:s|ed|ing)?|disintegrat(?:es?|ed|ing)|annihilat(?:es?|ed|ing)"
    r"|transform(?:s|ed)?|convert(?:s|ed)?"
    r"|turn(?:s|ed)?|split(?:s)?)\b(?P<between>(?:[^.;:\n]|\.(?=\d)){0,70}?)\s\b(?:in)?to\b\s*"
)
_AUXILIARY = re.compile(
    r"(?:[\s,]*\b(?:can|may|might|could|would|will|does|do|did|not|cannot|also|then|usually|mostly|mainly|often|rarely"
    r"|sometimes|never|quickly|subsequently|promptly|spontaneously|eventually|readily|which"
    r"|that|has|have|been|is|are|was"
    r"|predominantly|always|only|thus|therefore|each|both|at rest)\b)*[\s,]*$"
)
_ADVERBS = re.compile(
    r"(?:\s*(?:\b(?:predominantly|mostly|mainly|usually|primarily|almost|always|exclusively"
    r"|often|rarely|weakly|strongly"
    r"|electromagnetically|directly|promptly|spontaneously|quickly|then|down|up|back|about|around|nearly|only|in|"
    r"approximately|of the time|of all cases|of cases|via \w+ \w+|by beta decay|with a "
    r"probability of|further|at rest|per cent|percent|the)\b"
    r"|[\d.]+\s*\\?%|,))*\s*"
)
_SUBJECT = re.compile(r"\s*of\s+(?P<subject>.+)", re.DOTALL)
_PARTNER = re.compile(r"\s*with\s+(?P<subject>.+)", re.DOTALL)
_TRANSITION = re.compile(
    r"[\s)]*(?:quark-level\s+)?(?:transitions?|form factors?|oscillations?|mixing|conversion|processes)\b"
)


def _told(text: str, floor: int, match: re.Match[str]) -> tuple[Listed | None, int]:
    """The subject of a verb of decay, and where it begins."""
    between, at = match["between"], match.start("between")
    if (of := _SUBJECT.fullmatch(between)) and match["verb"].startswith("decay"):
        start = at + of.start("subject")
        found = listed(text, start, match.end("between"), joined=False)
        whole = (
            found.terms
            and not found.open
            and not _ADVERBS.sub("", text[found.end : match.end("between")], count=1).strip()
        )
        return (replace(found, end=match.start()), match.start()) if whole else (None, 0)
    together = match["verb"].startswith("annihil")
    partner = _PARTNER.fullmatch(between) if together else None
    if partner is None and _ADVERBS.fullmatch(between) is None:
        return None, 0
    stop = match.start() - len(text[max(floor, match.start() - 60) : match.start()])
    tail = _AUXILIARY.search(text, stop, match.start())
    found_left = listed_before(text, floor, tail.start() if tail else match.start(), joined=together)
    if found_left is None:
        return None, 0
    if partner is not None:
        other = listed(text, at + partner.start("subject"), match.end("between"), joined=False)
        if not other.terms or other.open:
            return None, 0
        return replace(found_left, groups=(*found_left.groups, *other.groups)), found_left.end
    return found_left, found_left.end


def reactions(text: str) -> Iterator[Reaction]:
    """Yield the reactions of a text as `physfm.guard.script.symbols` shows it, at most `MOST`."""
    floor = 0
    marks = sorted([*ARROW.finditer(text), *_VERB.finditer(text)], key=lambda m: m.start())
    found = 0
    for i, mark in enumerate(marks):
        if found >= MOST:
            return
        verb = mark.re is _VERB
        chained = False
        if verb:
            left, begin = _told(text, floor, mark)
        else:
            left = listed_before(text, floor, mark.start(), joined=False)
            begin = left.end if left else 0
            chained = i > 0 and left is not None and begin - floor < 80
        floor = mark.end()
        if left is None:
            continue
        limit = min(len(text), mark.end() + REACH)
        paragraph = text.find("\n\n", mark.end(), limit)
        right = listed(text, mark.end(), limit if paragraph < 0 else paragraph)
        if not right.terms and not (
            right.open and any(verb or t.word or re.search(r"[\d+(-]", t.name) for t in left.terms)
        ):
            continue  # "n -> infinity"
        reaction = _reaction(text, left, right, begin, verb, chained)
        if reaction is not None:
            found += 1
            yield reaction


def _baryonic(term: Term) -> bool:
    """Whether it is surely a baryon or a nucleus."""
    return bool(term.options) and all(abs(option[1]) >= 3 for option in term.options)


def _reaction(text: str, left: Listed, right: Listed, begin: int, verb: bool, chained: bool) -> Reaction | None:
    """Both sides together; None where it is no reaction (``n -> p`` of a formula)."""
    initial, groups = left.terms, right.groups
    final = groups[0] if groups else ()
    others = groups[1:]
    reason = right.open or left.open
    single = len(initial) == 1 and sum(map(len, groups)) == 1
    if single and not reason:
        names = [initial[0].name, final[0].name]
        if all(len(name) == 1 for name in names):
            return None  # any two letters in a formula
        if verb:
            reason = "only one product is named: others may be left unsaid"
    if not reason and (_TRANSITION.match(text, right.end) or (single and any(t.quark for t in (*initial, *final)))):
        reason = "a transition, of which the rest is left unsaid"
    if not reason and len(initial) == 2 and all(map(_baryonic, initial)) and not any(map(_baryonic, right.terms)):
        reason = "of colliding hadrons the remnants are left unsaid"
    bound = any(t.states and all({"M", "B"} & set(state.kind) for state in t.states) for t in initial)
    if not reason and bound and any(term.quark and term.name != "g" for term in right.terms):
        reason = "a quark of a hadron decays, and the rest is left unsaid"  # "B -> s gamma"
    hadrons = any({"M", "B"} & set(state.kind) for term in right.terms for state in term.states)
    if not reason and len(initial) == 1 and initial[0].quark and initial[0].name != "t" and hadrons:
        reason = "a quark becomes hadrons only with others"
    end = max(right.end, begin)
    return Reaction(initial, final, (begin, end), reason, chained, others, verb)
