"""The option of a choice: ``(b)``, "Option C", "(iii)", "the second one", "not A, so B".

What is excluded goes first: a clause that calls options wrong, or says what was thought before, chooses none of them.
"""

from __future__ import annotations

import re

from physfm.evaluation.grading.values import Choice, Hedged

_LETTER = r"[A-J]"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN_WORD = r"(?:i{1,3}|iv|v|vi{1,3}|ix)"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_KIND = r"(?i:option|choice|answer|letter|alternative|statement|item|case|part)"
_CHOSEN = (
    re.compile(rf"^\W*[(\[]?\s*({_LETTER})\s*[)\]]?[^\w^+-]*$", re.IGNORECASE),
    re.compile(rf"^\W*[(\[]?({_LETTER})[)\].:](?=\s|\*|$)"),
    re.compile(rf"\b(?i:option|choice|answer|letter|alternative)(?:'s)?\s*:?\s*(?:is\s*)?\W{{0,4}}({_LETTER})\b(?!')"),
    re.compile(
        rf"\b(?:is|choose|chose|pick|select|go (?:with|for)|be)\s*:?\s*\W{{0,4}}\(?({_LETTER})\b\)?"
        r"(?=\W*$|\s*[.,;)]|\s+(?:because|since|as))"
    ),
    re.compile(rf"[(\[]({_LETTER})[)\]]"),
    re.compile(rf"^\W*({_LETTER})\b(?=\s+(?:is (?:correct|right|true|the)|because|since)|,|\s*[-–—])"),
)  # fmt: skip
_LABELLED = re.compile(r"^\W*\(?([a-j])\)(?=\s|\W*$)|^\W*\(([a-j])\)")
_SEVERAL = re.compile(
    rf"^\W*(?i:(?:the (?:correct )?)?(?:answers?|options?|choices?)\s*(?:are|is|:)?\s*)?(?i:both\s+)?"
    rf"((?:[(\[]?{_LETTER}[)\]]?(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s*))+)"
    rf"(?:(?:are|is)\s+(?:both\s+)?(?:correct|right|true))?\W*$"
)
_SEVERAL_BRACKETS = re.compile(
    r"^\W*(?i:both\s+)?((?:\(([a-j])\)(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s*)){2,})\W*$"
)
_NUMERAL = re.compile(
    rf"^\W*(?:the\s+)?{_KIND}\s*:?\s*\(?({_ROMAN_WORD}|{_ROMAN_WORD.upper()})\)?(?![\w'])", re.IGNORECASE
)
_NUMERAL_ALONE = re.compile(
    rf"\W*(?:\(({_ROMAN_WORD})\)|({_ROMAN_WORD}|II|III|IV|VI|VII|VIII|IX)\)?)\W*(?:$|(?<=\))\s)"
)
_ORDINAL = re.compile(
    rf"^\W*(?:(?:so|thus|hence|therefore|it is|it's|i choose|i pick"
    rf"|the answer is)\W+)*(?:the\s+)?({'|'.join(_ORDINALS)})"
    rf"\s+(?:one|{_KIND})\b(?:\s+(?:is|was)\s+(?:right|correct|true))?\W*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\s*(?:[,;.]\s+|\bbut\b|\bso\b|\bhence\b|\btherefore\b|\bthus\b|\bhowever\b|\bleaving\b|\bwhereas\b)\s*"
)
_NAMED = r"(?:[(\[]\s*([A-Ja-j])\s*[)\]]|\b([A-J])\b(?!'))"
_MAYBE = r"(?:perhaps|maybe|possibly|(?:it\s+)?(?:may|might|could)(?:\s+(?:also|equally|well|even))*\s+be)"
_WAVERS = (
    re.compile(
        rf"{_NAMED}[\s,.;]*(?:but\s+|though\s+)?\(?\s*(?:or\s+)?{_MAYBE}[\s,]*(?:option\s+)?{_NAMED}", re.IGNORECASE
    ),
    re.compile(
        rf"{_NAMED}[^.;]{{0,20}}?{_NAMED}\s+is\s+(?:also|equally)\s+(?:possible|plausible|likely|good|defensible)"
    ),
    re.compile(r"[(\[]([a-j])[)\]]()\s*,?\s+or\s+(?:option\s+)?[(\[]([a-j])[)\]]()"),
)
_NOTHING_BUT = re.compile(
    r"(?:\bnot|n't|\bcannot|\bnothing|\bnone)\s+(?:be\s+)?(?:anything\s+|any\s+)?(?:else\s+)?"
    r"(?:except|but|other than)\s+"
)
_DENIED = re.compile(
    rf"(?:\b(?:not|never|neither|nor|except|anything but|(?:anything )?other than|rules? out|excludes?|eliminates?"
    rf"|cannot)|n't)\s+(?:(?:be|the|that|it|necessarily|really|simply|even)\s+)*(?:(?:{_KIND}|one)\s+)?{_NAMED}"
    rf"|{_NAMED}\s*(?:(?:is|was|are|can|could|would|must|has to|seems|looks)(?:\s+be|\s+to be)?\s+"
    rf"(?:clearly\s+|definitely\s+)?"
    rf"(?:wrong|incorrect|false|excluded|eliminated|ruled out|impossible|out)\b"
    rf"|(?:is|was|can|could)(?:\s*not|n't)\s+(?:be\s+)?(?:the\s+)?(?:correct|right|true|it|possible|(?:answer|one|{_KIND}))\b)"
)
_EXCLUDES = re.compile(
    r"\b(?:not|neither|nor|wrong|incorrect|false|excluded?|eliminated?|ruled out|rules out|torn|thought|tempting"
    r"|hesitated|"
    r"considered|doubt|no way|unlikely|hardly|impossible|guess(?:ed)?|looks? like|seem(?:s|ed)?|except)\b|n't\b",
    re.IGNORECASE,
)


def choice(text: str, *, loose: bool = False) -> Choice | None:
    """Read the letter, the numeral or the place of a choice.

    Parameters
    ----------
    loose
        Whether it may stand in a sentence.

    Raises
    ------
    Hedged
        If two letters stand side by side.
    """
    text = re.sub(r"\\(?:text|mathrm|textbf|mathbf|boxed)\s*\{([^{}]*)\}", r" \1 ", text).replace("$", " ").strip()
    text = _NOTHING_BUT.sub(" is ", text)
    for pattern in _WAVERS:
        for either in pattern.finditer(text):
            first, second = (g.upper() for g in either.groups() if g)
            if first != second and not re.search(_NAMED, text[either.end() :]):
                raise Hedged(f"{first} and {second}")
    if _EXCLUDES.search(text) and len(clauses := [c for c in _CLAUSE.split(text) if c.strip()]) > 1:
        kept = [clause for clause in clauses if not _EXCLUDES.search(clause)]
        kept = [clause for clause in kept if _bare(clause) or re.search(rf"\b{_LETTER}\b|\([a-j]\)", clause)]
        return _chosen(kept[-1], True) or _bare(kept[-1]) if kept else None
    if (rest := _DENIED.sub(" ", text)) != text:
        return _chosen(rest, loose) if re.search(_NAMED, rest) else None
    return _chosen(text, loose)


def _bare(clause: str) -> Choice | None:
    """A clause that is a letter and hardly more: "C", "the answer must be D", "C is right"."""
    found = re.fullmatch(
        rf"\W*(?:(?:it|the answer|this)\s+)?(?:(?:is|must be|has to be)\s+)?\W*(?:{_KIND}\s+)?\(?({_LETTER}"
        rf"|(?<=\()[a-j])\)?"
        r"(?:\s+(?:is|must be|remains)(?:\s+(?:right|correct|true|it|the (?:answer|one)))?)?\W*",
        clause,
    )
    return Choice(found[1].upper()) if found else None


def _chosen(text: str, loose: bool) -> Choice | None:
    if re.search(r"\b(?:doubt|no way|unlikely|hardly)\b", text, re.IGNORECASE):
        raise Hedged(text[:60])
    text = re.sub(r"^\W*(?i:so|thus|hence|therefore|it's|it is|that's|that is)\b[\s:,]*(?=\()", "", text)
    text = re.sub(rf",?\s*\b(?i:not|rather than|instead of)\s+(?i:option\s+)?\W?{_LETTER}\b\)?", "", text)
    if re.search(rf"(?:^|\W){_LETTER}\W.*?\W(?:because|since)\b", text, re.DOTALL):
        text = re.sub(r"(?<=\W)(?:because|since)\b.*$", "", text, flags=re.DOTALL)
    for several, letter in ((_SEVERAL.match(text), r"[A-J]"), (_SEVERAL_BRACKETS.match(text), r"(?<=\()[a-j](?=\))")):
        if several and len(letters := sorted(set(re.findall(letter, several[1])))) > 1:
            return Choice("".join(letters).upper())
    if found := _ORDINAL.match(text):
        return Choice(f"#{_ORDINALS.index(found[1].lower()) + 1}")
    if found := _NUMERAL.match(text) or _NUMERAL_ALONE.match(text):
        return Choice(next(g for g in found.groups() if g).upper())
    if found := _LABELLED.match(text):
        return Choice((found[1] or found[2]).upper())
    pair = re.search(
        rf"[(\[]?\b({_LETTER})\b[)\]]?\s*(?:or|and)\s*(?:option\s+)?[(\[]?\b({_LETTER})\b[)\]]?(?:\W|$)", text
    )
    if pair and pair[1] != pair[2] and not re.search(r"(?:because|since|violate|wrong|exclud|than|,\s*not)", text):
        raise Hedged(f"{pair[1]} and {pair[2]}")
    for pattern in _CHOSEN if loose else _CHOSEN[:2]:
        hits = [
            m
            for m in pattern.finditer(text)
            if not re.search(r"\b(?:not|n't|neither|rule out|eliminate)\s+(?:option\s+)?\W*$", text[: m.start(1)])
        ]
        if hits and (pattern is not _CHOSEN[0] or loose or hits[-1][1].isupper()):
            return Choice(hits[-1][1].upper())
    bracketed = set(re.findall(r"\(([a-j])\)", text)) if loose else set()
    if len(bracketed) == 1:
        return Choice(bracketed.pop().upper())
    last = (
        re.search(r"\b(?:choose|pick|select|option|choice|answer|is|go (?:with|for))\s+\(?([a-j])\)?(?=\W*$|:)", text)
        if loose
        else None
    )
    return Choice(last[1].upper()) if last else None


def same(one: Choice, other: Choice) -> bool:
    """Whether two choices are one: by name, or by place where one says a place ("the second one" is B, and (ii))."""
    if one == other:
        return True
    places = [_place(each.letter) for each in (one, other)]
    return "#" in one.letter + other.letter and None not in places and places[0] == places[1]


def _place(name: str) -> int | None:
    if name.startswith("#"):
        return int(name[1:])
    if name in _ROMAN and name != "I":
        return _ROMAN.index(name) + 1
    return ord(name) - ord("A") + 1 if len(name) == 1 and "A" <= name <= "J" else None
