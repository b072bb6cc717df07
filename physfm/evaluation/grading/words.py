"""Answers without mathematics: yes and no, "cannot be determined", plain words."""

from __future__ import annotations

import re
from dataclasses import replace

from physfm.evaluation.grading import labels, terms
from physfm.evaluation.grading.markup import is_formula_alone, is_unread, plain
from physfm.evaluation.grading.synonyms import listed, unified
from physfm.evaluation.grading.values import Hedged, Truth, Words
from physfm.symbolic.functions import LETTERS

_TRUTH = {"yes": True, "yeah": True, "yep": True, "true": True, "correct": True, "right": True, "indeed": True}
_TRUTH |= {"no": False, "nope": False, "false": False, "incorrect": False, "wrong": False}
_TRUTH |= {"affirmative": True, "negative": False, "certainly": True, "ja": True, "nein": False, "nay": False}
_LEADS = re.compile(
    rf"^\W*(?:(?:so|thus|well|hence|therefore|answer|is|it is|that is|that's)\W+)*({'|'.join(_TRUTH)})\b", re.IGNORECASE
)
_SAID = re.compile(
    r"\b(?:is|be|say|answer|so|thus|therefore|hence)\s*[:,]?\s*(?:a |an |clear(?:ly)? )*(yes|no|true|"
    r"false)\b(?!\s+\w+er\b)",
    re.IGNORECASE,
)
_ADJECTIVES = ("right", "no", "correct", "wrong", "negative")
_NOT_TRUE = re.compile(
    r"\b(?:not|n't|never|isn't)\s+(?:\w+\s+)?(?:true|correct|right|the case)\b|\bfalse\s+that\b", re.IGNORECASE
)
_EMPHATIC = re.compile(
    r"^\W*(?:absolutely|certainly|definitely|of course|surely|clearly|obviously) not\b", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:not|no|never|neither|nor|cannot|without|none)\b|n't\b", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:it|they|this|that|he|she|which|one|\w+)\s+(?:is|are|was|does|do|did|will|can|has|have|would|"
    r"could)(?:\s+not|n't)\b|\bcannot\b",
    re.IGNORECASE,
)
_AFFIRMS = re.compile(r"^\W*(?:it|they|this|that)\s+(?:is|are|does|do|will|can|has)\W*$", re.IGNORECASE)
_DROPPED = frozenset(
    [
        "a",
        "an",
        "the",
        "it",
        "is",
        "its",
        "it's",
        "are",
        "was",
        "be",
        "to",
        "of",
        "in",
        "that",
        "this",
        "they",
        "by",
        "so",
        "thus",
        "hence",
        "therefore",
        "answer",
        "s",
        "very",
        "just",
        "simply",
        "i",
        "think",
        "believe",
        "would",
        "say",
        "must",
        "should",
        "clearly",
        "will",
        "as",
        "which",
        "we",
        "get",
        "find",
        "for",
        "and",
        "does",
        "do",
        "did",
        "has",
        "have",
        "on",
    ]
)


_CHARGE = re.compile(r"(?<=[A-Za-zα-ωΑ-Ωµ])(?:_?\^\s*\(?\d?|\d?(?=[-+]{1,2}(?:[\s).,;]|$)))([-+]{1,2})\)?(?![\w+-])")
_TURNS = re.compile(
    r"\b(?:then|but|later|finally|afterwards|eventually)\s+(?:it\s+)?(?:is\s+|stays\s+|remains\s+)?"
    r"(increases|decreases|unchanged|doubles|halves|raised|lowered|reduced)\b"
)
_TURNED = {"raised": "increases", "lowered": "decreases", "reduced": "decreases"}
_CONTRARY = re.compile(
    r"(?<!not )(?<!no )\b(?:opposite|different|unequal)\b|\bnothing (?:stays|remains|is|unchanged)\b"
)
_TYPESET = re.compile(
    r"\\(?:left|right|vec|mathbf|boldsymbol|bm|mathrm|text|displaystyle)(?![a-z])|\\[,;:!()\[\] ]|[\s{}$*.]"
)
_GREAT = r"(?!small|slow|weak|low|short|few|little)\w+"
_KEEPS = "(?:remains?|stays?|keeps?|is|are|be)"
_SAME = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"\b(?:counter|anti)[ -]?clockwise\b", "counterclockwise"),
        (r"\b(left|right|up|down|north|south|east|west)wards?\b", r"\1"),
        (rf"\b{_KEEPS}\s+(?:exactly\s+)?(?:the same|constant|unchanged|unaffected)\b", "unchanged"),
        (
            r"\b(?:(?:does|do|will|did|would) not|doesn't|don't|won't|didn't) (?:change|vary)\b|\bno change\b",
            "unchanged",
        ),
        (
            r"\b(?:(?:increase|rise|grow)[sn]?|goes up|go up|is (?:increased|multiplied))(?: by)? (?:a )?(?:factor "
            r"(?:of )?)?"
            r"(?:2|two)\b(?!\s*%|\s*percent|[.\d])|\b(?:is|are|gets?|becomes?|will be) doubled\b|"
            rf"\b(?:is |are |becomes? )?(?:twice|two times) (?:as {_GREAT}|{_GREAT}er\b|the original|what it was"
            r"|its \w+ value)|\bdouble\b",
            "doubles",
        ),
        (
            r"\b(?:increases?|rises?|grows?|is multiplied)(?: by)? (?:a )?(?:factor (?:of )?)?(?:3|three)\b(?!\s*%|"
            r"[.\d])|"
            rf"\b(?:is|gets?|becomes?) tripled\b|\b(?:is |becomes? )?three times (?:as {_GREAT}|{_GREAT}er\b)",
            "triples",
        ),
        (
            r"\b(?:increases?|rises?|grows?|is multiplied)(?: by)? (?:a )?(?:factor (?:of )?)?(?:4|four)\b(?!\s*%|"
            r"[.\d])|"
            rf"\b(?:is|gets?|becomes?) quadrupled\b|\b(?:is |becomes? )?four times (?:as {_GREAT}|{_GREAT}er\b)",
            "quadruples",
        ),
        (
            r"\b(?:decreases?|drops?|falls?|is (?:reduced|divided))(?: by)? (?:a )?(?:factor (?:of )?)?(?:2|two|"
            r"half)\b(?!\s*%|[.\d])|"
            r"\b(?:is|gets?|becomes?) halved\b|\b(?:is |becomes? )?half (?:as \w+|the original|what it was)",
            "halves",
        ),
        (r"\b(?:increase[sd]?|increasing|rises?|rose|grows?|grew|goes up|go up|went up)\b", "increases"),
        (r"\b(?:decrease[sd]?|decreasing|falls?|fell|drops?|dropped|goes down|go down|went down)\b", "decreases"),
        (r"\b(?:is|are|was|gets?|be) (?:raised|boosted|enhanced|amplified)\b", "increases"),
        (r"\b(?:is|are|was|gets?|be) (?:reduced|lowered|diminished)\b", "decreases"),
        (r"\b(?:becomes?|gets?|will be|grows?) (?:larger|greater|higher|bigger|stronger)\b", "increases"),
        (r"\b(?:becomes?|gets?|will be) (?:smaller|less|lower|weaker)\b(?! than)", "decreases"),
    )
)


_COMPARATIVE = re.compile(
    r"\W*(?:it (?:is|becomes|gets) )?(?:(larger|greater|higher|bigger|more|magnified|enlarged)|"
    r"smaller|less|lower|diminished|minified|reduced(?: in size)?)\W*"
)
_CHANGES = "doubles|halves|triples|quadruples|increases|decreases|vanishes"


def truth(text: str, *, loose: bool = False) -> Truth | None:
    """Read yes or no from a passage; ``loose`` also from a sentence without either word, if it is negated."""
    text = plain(text).strip("*_\"'` ")
    if _NOT_TRUE.search(text) or _EMPHATIC.match(text):
        return Truth(False)
    if lead := _LEADS.match(text):
        rest = text[lead.end() :]
        said = _TRUTH[lead[1].lower()]
        if re.match(r"\W*(?:and|or|/)\W*(?:yes|no)\b", rest, re.IGNORECASE):
            raise Hedged("yes and no")
        # "No torque acts", "right angle": no answer to yes or no, unless nothing better is found.
        if not loose and re.match(r"\s+\w", rest) and lead[1].lower() in _ADJECTIVES:
            return None
        return Truth(said)
    if said_words := _SAID.findall(text):
        return Truth(_TRUTH[said_words[-1].lower()])
    if not loose:
        return None
    if plainly := re.findall(r"\b(yes|no)\b(?!\s+\w)", text, re.IGNORECASE):
        return Truth(_TRUTH[plainly[-1].lower()])
    if _AUXILIARY.search(text):
        return Truth(False)
    return Truth(True) if _AFFIRMS.match(text) else None


def _spelled(text: str) -> str:
    """One spelling: lower case, charges and infinity as words, one word for what goes up, goes down or stays."""
    text = re.sub(r"_[({](\\?\w+)[)}]", r"_\1", re.sub(r"(\^\{\d?[-+]{1,2}\})(?=\\?\w)", r"\1 ", text))
    text = _CHARGE.sub(
        lambda m: re.sub(r"\D", "", m[0]) + "plus" * m[1].count("+") + "minus" * m[1].count("-"), plain(text)
    ).lower()
    text = unified(text)
    text = re.sub(r"(?:-\s*|\bminus\s+)(?:∞|infinity\b)", " minusinfinity ", text)
    text = re.sub(r"\+?∞|\binfinite(?:ly large)?\b", " infinity ", text)
    text = "".join(LETTERS.get(letter, letter) for letter in text)
    for pattern, word in _SAME:
        text = pattern.sub(word, text)
    if spoken := _COMPARATIVE.fullmatch(text):
        return "increases" if spoken[1] else "decreases"
    return re.sub(r"(?<=[a-z]{3})is(?=(?:e[ds]?|ing|ation)\b)", "iz", text)  # polarised


def predicate(text: str) -> Words | None:
    """What a whole sentence says of its subject: "turbulent" in "The flow is turbulent"."""
    found = re.match(
        r"^\s*the\s+(?:\w+\s+){1,3}?(?:is|are|will be|becomes?)\s+((?:not\s+)?\w+)\W*$", text, re.IGNORECASE
    )
    if found is None:
        found = re.fullmatch(rf"\s*the\s+(?:[\w-]+\s+){{1,4}}?((?:{_CHANGES})|unchanged)\W*", _spelled(text))
    said = words(found[1]) if found else None
    return replace(said, subject=text) if said else None


def other_subject(answer: str, gold: str) -> bool:
    """Whether an answer says something of another thing than the gold does ("the potential energy doubles")."""
    said, wanted = (
        re.match(rf"\W*(?:the|its)\s+((?:[\w-]+\s+){{1,4}}?)(?:{_CHANGES}|unchanged|is\b)", _spelled(t))
        for t in (answer, gold)
    )
    return bool(said and wanted and not set(said[1].split()) <= set(wanted[1].split()))


def words(text: str) -> Words | None:
    """Read plain words: lower case, no articles, no punctuation."""
    if is_unread(text) or is_formula_alone(text):  # compared sign by sign
        return Words((_TYPESET.sub("", text),), False, text)
    text = _spelled(text)
    text = re.sub(r"\([^()]*\)", " ", text) if re.search(r"\w", re.sub(r"\([^()]*\)", "", text)) else text
    found = tuple(w.strip("'-") for w in re.findall(r"[^\W_][\w'+-]*", text))
    kept = tuple(w for w in found if w and w not in _DROPPED and not _NOT.fullmatch(w))
    return Words(kept, len(_NOT.findall(text)) % 2 == 1, text) if kept else None


def difference(answer: Words, gold: Words) -> str:
    """Return why an answer in words is not the gold, an empty string if it is.

    What the answer negates ("not a proton") or offers as an alternative ("a proton or a neutron") does not count.
    """
    if gold.subject and other_subject(answer.text, gold.subject):
        return "it says so of something else"
    if answer == gold:
        return ""
    glued = ["".join(each.words).replace("-", "") for each in (answer, gold)]
    if answer.negated == gold.negated and glued[0] == glued[1] and len(glued[0]) > 5:
        return ""
    if (is_unread(gold.text) or is_formula_alone(gold.text)) and terms.same(answer.text, gold.text):
        return ""
    if (lists := [listed(each.text) for each in (answer, gold)]) and all(lists):
        bags = [sorted(str(words(part)) for part in parts or ()) for parts in lists]
        if bags[0] == bags[1]:
            return ""
    if labels.element(gold.text) and labels.several_elements(answer.text):
        return "it names several elements"
    if gold.words == ("unchanged",) and not gold.negated and _CONTRARY.search(answer.text):
        return "something is said to differ"
    turns = _TURNS.search(answer.text)
    if turns and _TURNED.get(turns[1], turns[1]) not in gold.words:
        return f"then it {turns[1]}"
    if answer.negated != gold.negated and answer.words == gold.words:
        return "one is negated"
    stated = re.sub(
        r"\b(?:rather than|instead of|as opposed to|unlike|compared (?:to|with))\b[^,.;]*", " ", answer.text
    )
    kept = []
    beside = re.findall(r"\(([^\s()]+)\)", stated)  # "a kaon (K+)"
    for clause in (*re.split(r"[,;.]|\bbut\b", stated), *beside):
        read = words(clause)
        if read is None:
            continue
        if not gold.negated and _NOT.search(clause):
            continue
        kept.append((read, clause))
    for read, clause in kept:
        place = _place(read.words, gold.words)
        if place is None or read.negated != gold.negated:
            continue
        if re.search(r"\bor\b", clause) and "or" not in gold.words:
            return f"it offers alternatives: {clause.strip():.60}"
        if len(read.words) - len(gold.words) > 8:
            continue
        return ""
    return f"expected {str(gold)!r:.60}"


def _place(inside: tuple[str, ...], wanted: tuple[str, ...]) -> int | None:
    for start in range(len(inside) - len(wanted) + 1):
        if all(_same(a, b) for a, b in zip(inside[start:], wanted, strict=False)):
            return start
    return None


def _same(one: str, other: str) -> bool:
    return one == other or _stem(one) == _stem(other)


def _stem(word: str) -> str:
    """Without plural and the endings that make an adjective or an adverb: elliptical, elliptically."""
    word = re.sub(r"(?<=[a-z]{4}ic)al(?:ly)?$|(?<=[a-z]{5})ly$", "", word)
    return re.sub(r"(?<=[a-z]{4}iz)(?:ed|ation)$", "e", word).rstrip("s")
