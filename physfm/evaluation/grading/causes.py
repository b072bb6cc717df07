"""Causal statements in running text: which of two named things is said to act on the other, and in which direction.

Sentence by sentence, the variables are found by their names; the words between two neighbours decide. Directions come
from words of change beside the variables ("larger A", "B falls"), from the verb ("A reduces B") or from "proportional".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MAX_CHARACTERS = 20_000
_UP = (
    r"(?:increas\w*|ris(?:e|es|ing)|rose|raises?|raised|raising|grow(?:s|n|ing)?|grew|higher|larger|"
    r"greater|bigger|longer|more|faster|"
    r"stronger|hotter|heavier|up|gains?|enhanc\w+|amplif\w+|boosts?|strengthens?|doubl\w+|accelerates?|"
    r"wider|deeper|lengthens?|expands?|climb\w*|swells?|surges?|soars?)"
)
_DOWN = (
    r"(?:decreas\w*|fall(?:s|ing)?|fell|drop(?:s|ped|ping)?|lower(?:s|ed|ing)?|smaller|less|fewer|shorter|"
    r"slower|weaker|colder|cooler|"
    r"lighter|reduc\w+|down|shrink(?:s|ing)?|diminish\w*|suppress\w*|inhibits?|weakens?|limits?|hal(?:f|"
    r"v\w+)|lessens?|sinks?|dwindles?|narrower|shortens?|declin\w+)"
)
_CHANGE = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b")
_INVERSE = r"inversely (?:proportional|related)|\binversely\b|anti-?correlat\w+|inverse(?:ly)? with"
_BACKWARD = re.compile(
    rf"\bbecause(?: of)?\b|\bsince\b|\bdue to\b|\bdepends? (?:up)?on\b|\bproportional to\b|{_INVERSE}|"
    rf"\b(?:is |are )?(?:caused|driven|determined|"
    r"set|given|controlled|governed|produced|fixed|affected|influenced|increased|decreased|reduced|raised|"
    r"lowered) by\b|\bresults? from\b|"
    r"\bfollows? from\b|\bowing to\b|\bthanks to\b|\bas a (?:result|consequence) of\b|"
    r"\bscales? (?:\w+ )?(?:with|as)\b|\bvar(?:y|ies) (?:\w+ )?(?:with|as)\b|"
    r"\b(?:increas\w+|grow\w*|ris\w+|decreas\w+|fall\w*|drop\w*|goes|shrinks?|declines?) (?:\w+ )?(?:with|"
    r"as)\b|\bcomes from\b|\bfunction of\b|←|<-|∝"
)
_FORWARD = re.compile(
    r"\bleads?(?: in turn)? to\b|\bled to\b|\bcaus(?:es?|ed|ing)\b|\bso\b|\btherefore\b|\bhence\b|"
    r"\bthus\b|\bconsequently\b|\bas a (?:result|consequence)\b|"
    r"\bresult(?:s|ing)? in\b|\bdetermin(?:es?|ing)\b|\bmak(?:es?|ing)\b|\bimpl(?:y|ies)\b|\bmeans?\b|"
    r"\bproduc(?:es?|ing)\b|\bdriv(?:es?|ing)\b|\bgives?(?: rise to)?\b|"
    r"\baffects?\b|\binfluenc\w+\b|\bcontrols?\b|\bsets?\b|\bthen\b|\bbrings?\b|\bcreates?\b|"
    r"\bincreas(?:es|ing)\b|\braises\b|\blowers\b|\bdecreas(?:es|ing)\b|"
    r"\breduc(?:es|ing)\b|\bboosts\b|\bsuppresses\b|\binhibits\b|\bweakens\b|\bstrengthens\b|"
    r"\bamplifies\b|\bthereby\b|\bpush(?:es|ing)?\b|\bpull(?:s|ing)?\b|\bdrag(?:s|ging)?\b|\bforc(?:es|ing)\b|"
    r"\bhalv(?:es|ing)\b|\bdoubl(?:es|ing)\b|\blimits\b|\bshortens\b|\blengthens\b|→|->|=>|⇒|⟶"
)
_TRANSITIVE = re.compile(
    r"\b(?P<up>increas(?:es?|ing)|raises?|boosts?|enhances?|strengthens?|amplif(?:y|ies)|lengthens?|accelerates?)\b|"
    r"\b(?P<down>decreas(?:es?|ing)|lowers?|reduc(?:es?|ing)|suppress(?:es)?|inhibits?|weakens?|limits?|"
    r"diminishes|shortens?)\b"
)
_NEGATED = re.compile(
    r"\b(?:does|do|did|is|are) not\b|n't\b|\bno (?:effect|influence) on\b|\bindependent of\b|\bnever\b|\bneither\b"
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+|:\W*\s(?=(?:as|when|whenever|if|the \w+er) )", re.IGNORECASE)
_LEADS = re.compile(
    r"^\s*(?:\d+[.)]\s*|[-*•]\s*)?(?:therefore|hence|thus|so|consequently|accordingly|as a (?:result|consequence)|"
    r"in (?:turn|consequence)|"
    r"because of (?:this|that)|for (?:this|that) reason|(?:this|that|the latter)(?: change)?(?: then| in turn| also)"
    r"? (?:leads to|causes|"
    r"means|makes|results in|produces|drives|pushes|brings|gives|forces|implies|(?:rais|increas|boost|enhanc|lower|"
    r"reduc|decreas|"
    r"diminish|suppress|weaken|strengthen|shorten|lengthen|limit|doubl|halv)\w*)|then|which)\b"
)
_PARTED = re.compile(r",|;|\bthereby\b|\bwhich\b|\bthat\b")
_ASKED = re.compile(
    r"\bwhy (?:does|do|is|are|did|would|will) ([^?]{3,200}?)\?\s*(?:(?:it|this|that) is |it's )?because\b"
)
_IT = re.compile(r"^(\s*(?:as|when|whenever|if|because|since|once)\s+)it\b")
_WHEN = re.compile(
    r"^\s*(?:so |then |thus |hence |and )?(?:as|when|whenever|if|because|since|with|were|should|once|given|the "
    r"(?:\w+er|more|less))\b"
)


@dataclass(frozen=True)
class Stated:
    """One statement: cause, effect, sign (0 where none is said), and whether it is denied."""

    cause: str
    effect: str
    sign: int = 0
    denied: bool = False


@dataclass(frozen=True)
class _Mention:
    name: str
    start: int
    end: int


def tells(text: str) -> bool:
    """Whether a text says of one change that it makes another, whatever quantities it speaks of."""
    for sentence in _SENTENCE.split(text[:MAX_CHARACTERS].lower()):
        for link in itertools.chain(_FORWARD.finditer(sentence), _BACKWARD.finditer(sentence)):
            if _CHANGE.search(sentence[: link.start()]) and _CHANGE.search(sentence[link.end() :]):
                return True
    return False


def statements(text: str, names: Mapping[str, str]) -> Iterator[Stated]:
    """Yield the causal statements of a text.

    Parameters
    ----------
    names
        Every name in lower case, with its variable.
    """
    pattern = re.compile(
        "|".join(rf"(?<!\w){re.escape(n)}(?:e?s)?(?!\w)" for n in sorted(names, key=len, reverse=True))
    )
    last: _Mention | None = None
    before = ""
    text = re.sub(r"↑|\(\s*up\s*\)", " up", re.sub(r"↓|\(\s*down\s*\)", " down", text[:MAX_CHARACTERS]))
    lower = _ASKED.sub(r"\1 because", text[:MAX_CHARACTERS].lower())
    for sentence in _SENTENCE.split(lower):
        sentence = " ".join(sentence.split())
        if last is not None:
            sentence = _IT.sub(rf"\g<1>the {before[last.start : last.end]}", sentence)
        found = []
        for match in pattern.finditer(sentence):
            name = names.get(match[0]) or names.get(match[0].removesuffix("s")) or names[match[0].removesuffix("es")]
            found.append(_Mention(name, match.start(), match.end()))
        if found and last is not None and _LEADS.match(sentence) and found[0].name != last.name:
            lead = sentence[: found[0].start]
            changed = _around(before, last)  # "this" is the change that was told of, not the quantity
            sign = changed * _around(sentence, found[0]) if changed else _verb_sign(lead)
            yield Stated(last.name, found[0].name, sign, bool(_NEGATED.search(lead)))
        yield from _within(sentence, found)
        if found:
            last, before = found[-1], sentence


def _within(sentence: str, found: list[_Mention]) -> Iterator[Stated]:
    conditional = bool(found) and _WHEN.match(sentence) is not None
    for one, two in itertools.pairwise(found):
        between = sentence[one.end : two.start]
        if one.name == two.name or len(between) > 160:
            continue
        clauses = re.split(r",|\bthen\b", between, maxsplit=1)
        backward, forward = _BACKWARD.search(between), _FORWARD.search(between)
        denied = bool(_NEGATED.search(between))
        if conditional and one is found[0] and len(clauses) == 2 and not re.search(r"\bdepends|proportional", between):
            yield Stated(
                one.name, two.name, _around(sentence, one) * _around(sentence, two), denied
            )  # when A rises, B falls
            continue
        if re.match(r"\s*from\b", sentence) and re.search(r"\b(?:follows?|results?|comes?)\b(?! from)", between):
            yield Stated(one.name, two.name, _around(sentence, one) * _around(sentence, two), denied)
        elif re.search(r"\bindependent of\b", between):
            yield Stated(two.name, one.name, 0, True)
        elif backward and not (forward and forward.end() > backward.end() and not _overlap(forward, backward)):
            yield Stated(two.name, one.name, _backward_sign(sentence, between, one, two, backward), denied)
        elif forward:
            sign = _verb_sign(between) if _is_transitive(between, forward) else 0
            own = _before(sentence, one)
            if not own and _PARTED.search(between[: forward.end()]):  # "A falls, reducing B": the verb is not A's own
                own = _behind(sentence, one)
            sign = sign * (own or 1) if sign else _around(sentence, one) * _around(sentence, two)
            yield Stated(one.name, two.name, sign, denied)
        elif re.search(r"\b(?:as|when|if|whenever)\b", between) and _CHANGE.search(between):  # B falls when A rises
            yield Stated(two.name, one.name, _around(sentence, one) * _around(sentence, two), denied)


def _overlap(one: re.Match[str], two: re.Match[str]) -> bool:
    return one.start() < two.end() and two.start() < one.end()


def _is_transitive(between: str, forward: re.Match[str]) -> bool:
    verb = _TRANSITIVE.search(between)
    return verb is not None and re.fullmatch(r"\s*(?:\w+)?(?:\s+\w+){0,2}\s*", between[verb.end() :]) is not None


def _verb_sign(text: str) -> int:
    verbs = list(_TRANSITIVE.finditer(text))
    return 0 if not verbs else 1 if verbs[-1]["up"] else -1


def _backward_sign(sentence: str, between: str, one: _Mention, two: _Mention, link: re.Match[str]) -> int:
    if re.search(_INVERSE, between):
        return -1
    if re.search(r"proportional|∝|scales? (?:\w+ )?with", between):
        return 1
    if with_ := re.search(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN})) (?:\w+ )?(?:with|by|as)\b", between):
        own = 1 if with_["up"] else -1
        return own * (_near(sentence, two) or 1)
    return _around(sentence, one) * _near(sentence, two)


def _around(sentence: str, mention: _Mention) -> int:
    """The direction of change said of a mention, before or right behind it."""
    return _before(sentence, mention) or _behind(sentence, mention)


def _near(sentence: str, mention: _Mention) -> int:
    return _before(sentence, mention) or _behind(sentence, mention)


def _before(sentence: str, mention: _Mention) -> int:
    words = re.split(r"[,;:]", sentence[max(0, mention.start - 40) : mention.start])[-1]
    found = re.search(
        rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\s+(?:(?:the|a|an|in|of|its|initial|total)\s+){{0,3}}$", words
    )
    return 0 if found is None else 1 if found["up"] else -1


def _behind(sentence: str, mention: _Mention) -> int:
    words = re.split(
        r"[,;:]|\b(?:because|since|so|and|when|as|if|which|due)\b", sentence[mention.end : mention.end + 40]
    )[0]
    found = re.match(
        rf"\s*(?:(?:is|are|gets?|becomes?|become|also|will|would|could|should|can|has|have|to|then|it|must|be|being|"
        rf"was|were|goes|go)\s+){{0,4}}(?:(?P<up>{_UP})|"
        rf"(?P<down>{_DOWN}))\b",
        words,
    )
    return 0 if found is None else 1 if found["up"] else -1
