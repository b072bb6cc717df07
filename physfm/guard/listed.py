r"""Particles enumerated in a text, from a place on or up to a place: ``K+ pi-``, "a muon, an electron and a neutrino".

Notable: a list that ends in something that is no word of prose and no particle (``[phi pi]+``) is open, not complete;
"X", "anything", "hadrons" make it inclusive. Every search is bounded in characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from physfm.guard.nouns import NOUN, noun
from physfm.guard.species import Term, symbols
from physfm.tools.decays import ARROW

BEFORE = 120
"""Characters left of a place in which the particles before it must stand."""
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
_SIGN = re.compile(r"[\^_+\-*(]")
_DIFFERENCE = re.compile(r"(?:\\Delta|Δ)\s*\\?[A-Za-z](?![a-z]*bar)")  # "\\Delta t", no baryon
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


def listed_before(text: str, floor: int, end: int, joined: bool) -> Listed | None:
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
