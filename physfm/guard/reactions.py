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
from itertools import islice

from physfm.guard.species import NOUN, Term, noun, symbols
from physfm.tools.decays import ARROW

REACH = 320
"""Characters right of an arrow in which its products must stand."""
BEFORE = 120
"""Characters left of it in which the decaying or colliding particles must stand."""
MOST = 400
"""Reactions that are read of one text."""
_MANY = 24


@dataclass(frozen=True)
class Listed:
    """Particles read from a text.

    Parameters
    ----------
    groups
        The particles, cut where an enumeration may begin another final state.
    end
        Where the last one ends.
    open
        Why the list is not complete; empty if it is.
    """

    groups: tuple[tuple[Term, ...], ...]
    end: int
    open: str = ""

    @property
    def terms(self) -> tuple[Term, ...]:
        """All particles."""
        return tuple(term for group in self.groups for term in group)


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


_CONNECTOR = re.compile(
    r"\s*(?:,?\s*\b(?:and(?: then)?|plus|along with|together with|accompanied by|as well as"
    r"|(?:and|while) emit(?:s|ting)"
    r"|emitting|releasing|with the emission of|by emitting)\b|,|&|\+(?=\s))\s*"
)
_ALTERNATIVE = re.compile(r"\s*,?\s*(?:\bor\b|\|\|?)\s*")
_ARTICLE = re.compile(r"(?:(an?|the|one|two|three|four|five|both|[2-9])\s+)(?=\S)", re.IGNORECASE)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_WORD = re.compile(r"(?:\\(?:bar|overline|widebar|tilde|widetilde)\s+)?[^\s,;]{1,81}")
_TWO_PART = re.compile(r"(?:_|\^)\s*$")
_FILLER = re.compile(
    r"\s+(?:(?:vector |pseudoscalar |scalar |gauge )?(?:mesons?|baryons?|bosons?|quarks?|hyperons?|leptons?|particles?"
    r"|resonances?|final states?)\b(?![-+^_*(]))"
)
_PAIRED = re.compile(
    r"(?:an?\s+|the\s+)?(electron-positron|positron-electron|proton-antiproton|quark-antiquark"
    r"|muon-antimuon)(?:\s+pair)?\b",
    re.IGNORECASE,
)
_PAIR_NAMES = {
    "electron-positron": "e+e-", "positron-electron": "e+e-", "proton-antiproton": "p pbar",
    "quark-antiquark": "q qbar", "muon-antimuon": "mu+mu-",
}  # fmt: skip
_GROUP = re.compile(r"(\d{1,2})\s*\(([^()]{1,60})\)")
_NOTE = re.compile(r"\s*\((?:(?:[SPDFG][- ]wave|[LIJS]\s*=|\[|non)[^()]{0,40}|s|p)\)")
_INCLUSIVE = re.compile(
    r"(?:anything|something|everything|hadrons?|neutrals?|jets?|others?|missing|invisible"
    r"|nothing|undetected|unseen|dark"
    r"|lighter|heavier|leptons|quarks|mesons|baryons|particles|pions|kaons|muons|electrons|photons|neutrinos|charged"
    r"|prongs?|etc|ellipsis|X(?:_?\{?[a-z]*\}?)?\d?|Y|DM|nuclei|nucleus|fragments?|recoil"
    r"|axions?|ALPs?|gravitons?|sterile|neutralinos?|sfermions?"
    r"|squarks?|gluinos?|sleptons?|majorons?|familons?|semileptonic|leptonic|hadronic"
    r"|positronium|muonium|atoms?)\b|\.\.+|…|\\l?dots|\\cdots|n\s?\S{0,3}pi\b|[≥>]=?\s*\d"
    r"|\\geq?\b",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"[\"'(\[]?(?:[a-z]{2,}|[A-Z][a-z]{2,}|[A-Z]{3,}\w*|[aAI])(?:[-'][A-Za-z]+)*[\"')\].,:;!?]*(?=\s|$)"
)
_NUMBER = re.compile(r"[-+(=<>~≈]*\s*\d[\d.,]*\s*(?:%|\\?%|[±×)(\s]|$|\w*\b)|[=<>~≈:|?!)\]}\"'.-]")
_TRAILING = re.compile(r"[.:!?\"]+$")


def _strip(word: str) -> str:
    """A word without punctuation behind it and a bracket that it does not open."""
    word = _TRAILING.sub("", word)
    while word and word[-1] in ")]}" and word.count(word[-1]) > word.count({")": "(", "]": "[", "}": "{"}[word[-1]]):
        word = _TRAILING.sub("", word[:-1])
    return word


def _closing(text: str, at: int, limit: int) -> int:
    """Place after the bracket that closes the one at ``at``; -1 if none does."""
    depth = 0
    for i in range(at, limit):
        depth += (text[i] == "(") - (text[i] == ")")
        if not depth:
            return i + 1
    return -1


def listed(text: str, at: int, limit: int, joined: bool = True) -> Listed:
    """Read particles from ``at`` on.

    Parameters
    ----------
    limit
        Where to stop at the latest.
    joined
        Whether commas and "and" may stand between them.
    """
    groups: list[list[Term]] = [[]]
    end, fresh, reason = at, True, ""
    separated = True  # whether a connector stands before the place
    fused = 0  # particles of the present group since its last connector
    added = False  # whether that connector was a comma or a word
    while at < limit and sum(map(len, groups)) <= _MANY:
        at += len(text[at:limit]) - len(text[at:limit].lstrip())
        if at >= limit:
            break
        if not fresh and ARROW.match(text, at):
            if added and fused == 1:  # "-> gamma gamma, H -> ...": what follows begins something else
                groups[-1].pop()
            break
        connector = None if fresh or separated else (_CONNECTOR.match(text, at) or _ALTERNATIVE.match(text, at))
        if connector is not None and connector.end() > at:
            plus = connector.group().strip() in ("+", "&")
            if not joined and not plus:
                break
            begins = bool(_ALTERNATIVE.fullmatch(connector.group())) or fused >= 2
            if begins:
                groups.append([])
            at, separated, fused, added = connector.end(), True, 0, not plus
            continue
        terms, after, why = _next(text, at, limit, separated, fresh)
        if why:
            reason = why
            break
        if not terms:
            reason = "" if _ends(text, at, limit, separated) else f"{text[at : at + 20].split()[0]!r} is not understood"
            if separated and not fresh and not groups[-1]:
                groups.pop()
            break
        if not separated and len(terms) == 1 and groups[-1] and _named_twice(groups[-1][-1], terms[0]):
            groups[-1][-1] = terms[0]
            at = end = after
            continue
        groups[-1].extend(terms)
        fused += len(terms)
        at = end = after
        fresh = separated = False
    if sum(map(len, groups)) > _MANY:
        reason = f"more than {_MANY} particles"
    return Listed(tuple(tuple(g) for g in groups if g), end, reason)


def _named_twice(noun_term: Term, symbol_term: Term) -> bool:
    """Whether a symbol only repeats the noun before it: "the muon mu-"."""
    return noun_term.word and not symbol_term.word and symbol_term.options <= noun_term.options


def _next(text: str, at: int, limit: int, separated: bool, fresh: bool = False) -> tuple[tuple[Term, ...], int, str]:
    """The particles of the next word or noun, where it ends, and why the list is open if that is seen here."""
    if text[at] == "(":
        return _bracket(text, at, limit, fresh)
    if (group := _GROUP.match(text, at, limit)) and int(group[1]) <= _MANY:
        inner = listed(text, group.start(2), group.end(2))
        if inner.terms and not inner.open:
            return inner.terms * int(group[1]), group.end(), ""
    if pair := _PAIRED.match(text, at, limit):
        names = _PAIR_NAMES[pair[1].lower()].split()
        return tuple(t for name in names for t in symbols(name)), pair.end(), ""
    match = NOUN.match(text, at, limit)
    # "lepton+" is a symbol, "ELECTRON" a heading.
    if (
        match
        and match["noun"] in (match["noun"].lower(), match["noun"].title())
        and not _SIGN.match(text, match.end("noun"))
    ):
        if not separated and not fresh:
            return (), at, ""  # "-> mu+ nu_mu the muon is ...": prose again
        found = noun(match)
        return (found, match.end(), "") if found else ((), match.end(), f"{match.group()!r} leaves their number open")
    count, start = 1, at
    article = _ARTICLE.match(text, at, limit)
    if article is not None and (separated or article[1].isdigit()):
        count, start = int(article[1]) if article[1].isdigit() else _COUNTS.get(article[1].lower(), 1), article.end()
    if inclusive := _INCLUSIVE.match(text, start, limit):
        whole = _WORD.match(text, start, limit)
        if whole and not symbols(_strip(whole.group())):
            return (), at, f"{inclusive.group()!r} stands for anything"
    word = _WORD.match(text, start, limit)
    if word is None or ARROW.match(text, start) or _DIFFERENCE.match(text, start):
        return (), at, ""
    raw = word.group()
    if (inside := ARROW.search(raw)) is not None and inside.start() > 0:
        raw = raw[: inside.start()]
    raw = _strip(raw)
    bare = raw.strip()
    end = start + len(raw)
    # "K*(892)0(-> K+ pi-)": what the arrow in brackets says belongs to another reaction.
    terms = symbols(bare)
    if not terms and "(" in bare:
        cut = bare.index("(") if bare.count("(") > bare.count(")") else -1
        if cut > 0:
            terms, end = symbols(bare[:cut]), start + raw.index("(")
    if not terms and bare.startswith(("^", "_")) and (glued := re.match(r"[^\s]+\s[^\s,;]+", text[start:limit])):
        terms, end = symbols(glued.group().replace(" ", "")), start + glued.end()  # "^{14} C"
    if not terms:
        return (), at, ""
    if filler := _FILLER.match(text, end, limit):
        end = filler.end()
    return terms * count, end, ""


def _bracket(text: str, at: int, limit: int, fresh: bool) -> tuple[tuple[Term, ...], int, str]:
    """What stands in brackets after a particle: a decay of it, its symbol, or something else."""
    close = _closing(text, at, limit)
    if close < 0:
        return (), at, ""
    inner = text[at + 1 : close - 1].strip()
    start = at + 1 + len(text[at + 1 : close - 1]) - len(text[at + 1 : close - 1].lstrip())
    if connector := re.match(r"(?:and|plus|\+)\s+", inner):
        more = listed(text, start + connector.end(), close - 1)
        return (more.terms, close, more.open) if more.terms else ((), at, "")
    if ARROW.match(inner):
        following = (
            _next(text, close + len(text[close:limit]) - len(text[close:limit].lstrip()), limit, False)
            if text[close:limit].strip()
            else ((), at, "")
        )
        return following if following[0] or following[2] else ((), at, "")
    read = listed(text, start, close - 1)
    if text[close : close + 1] in ("+", "-", "_", "^", "*"):
        return (), at, f"the group {text[at:close]!r} has a charge of its own"
    whole = not read.open and read.end >= start + len(inner)
    if text[close : close + 1] == "(" and not _NOTE.match(text, close):
        return (), at, f"{text[at:close]!r} is a factor"
    if fresh and read.terms and whole and not _NOTE.match(text, close):
        return read.terms, close, ""
    if read.terms and whole and (note := _NOTE.match(text, close, limit)):
        return read.terms, note.end(), ""  # "(K- pi+)(S-wave)"
    if read.terms and (not whole or len(read.terms) > 1):
        return (), at, f"{text[at:close]!r} may be products or what one decays into"
    rest = text[close:limit]
    skip = close + len(rest) - len(rest.lstrip())
    if skip >= limit or text[skip] == "(":
        return (), at, ""
    following = _next(text, skip, limit, False)
    return following if following[0] else ((), at, "")


def _ends(text: str, at: int, limit: int, separated: bool) -> bool:
    """Whether a list ends properly here: before prose, a number or punctuation."""
    rest = text[at:limit]
    return bool(_PROSE.match(rest) or _NUMBER.match(rest) or rest[0] in ",;\n(" or ARROW.match(rest))


_BOUNDARY = re.compile(r"[;?!\n]|\.(?=\s|$)|:(?=\s)")
_STARTS = re.compile(r"(?<![^\s(\[{,/|=])\S")
_BEFORE = re.compile(
    r"(?:(?:^|[\s(\[\"'])[A-Za-z][a-z]*(?:-[A-Za-z]+)*|[,:=(\[{|\"'/]|[A-Z]{2,}\w*|(?:^"
    r"|\s)\(?\d+[.)]?|[a-z]\.|>|→)\s*$|^\s*$"
)


def _left(text: str, floor: int, end: int, joined: bool) -> Listed | None:
    """The particles that end at ``end``, as many as there are; None if there are none."""
    begin = max(floor, end - BEFORE)
    if begin > floor:
        begin = next((m.end() for m in re.finditer(r"\s", text[begin:end])), 0) + begin
    for boundary in _BOUNDARY.finditer(text, begin, end):
        begin = boundary.end()
    while end > begin and text[end - 1].isspace():
        end -= 1
    while end > begin and text[end - 1] in "([":
        end -= 1
        while end > begin and text[end - 1].isspace():
            end -= 1
    for match in islice(_STARTS.finditer(text, begin, end), 60):
        start = match.start()
        if text[start] in "([{|/=,":
            continue
        found = listed(text, start, end, joined)
        if found.terms and not found.open and not text[found.end : end].strip(" )]},"):
            whole = start == begin or _BEFORE.search(text[max(begin, start - 30) : start])
            # Of a left side its beginning counts.
            return replace(found, end=start, open="" if whole else "what stands before it is not understood")
    return None


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
_DIFFERENCE = re.compile(r"(?:\\Delta|Δ)\s*\\?[A-Za-z](?![a-z]*bar)")  # "\\Delta t", no baryon
_SIGN = re.compile(r"[\^_+\-*(]")
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
    found_left = _left(text, floor, tail.start() if tail else match.start(), joined=together)
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
            left = _left(text, floor, mark.start(), joined=False)
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
