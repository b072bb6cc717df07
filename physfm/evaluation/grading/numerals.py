"""Numbers in words: "five thousand seven hundred and thirty", "one point six", "three quarters of", "a tenth of a".

Only for texts without figures: where those stand, a number in words counts things ("the two resistors").
"""

from __future__ import annotations

import re

_ONES = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen ",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety ")
_SMALL = {word: value for value, word in enumerate(_ONES)} | {w: 10 * k for k, w in enumerate(_TENS, 2)}
_LARGE = {"thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ORDINALS = re.findall(
    r"\w+",
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth ",
)
_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
          "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "hundredth": 100, "thousandth": 1000,
          "millionth": 10**6, "billionth": 10**9}  # fmt: skip
_WORD = rf"(?:{'|'.join(sorted((*_SMALL, *_LARGE, 'hundred', 'dozen'), key=len, reverse=True))})"
_RUN = re.compile(
    rf"\b(?:an?\s+(?=hundred|thousand|million|billion|trillion|dozen))?{_WORD}(?:(?:\s+and\s+|[\s-]+){_WORD})*"
    rf"(?:\s+point(?:\s+(?:{'|'.join(_ONES[:10])}|oh))+(?:\s+(?:{'|'.join(_LARGE)}))?)?\b"
    r"(?!-?\s*(?:of\s+)?(?:the\s+)?(?:one|half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|"
    r"ninths?|tenths?|hundredths?|thousandths?|millionths?|billionths?)\b)",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"\b({'|'.join(_ONES[1:13])}|an?)[ -]({'|'.join(_PARTS)})s?\b(?!-|\s+(?:of\s+)?(?:law|order|time|harmonic|lives|"
    r"life|overtone))(?:\s+of(?:\s+an?)?\b)?",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"\b(?:an?|one) ([a-z]{3,}) and a half\b", re.IGNORECASE)
_PART_ALONE = re.compile(rf"^\W*({'|'.join(_PARTS)})(?=\s+of\b)", re.IGNORECASE)
_FIGURES = re.compile(r"(?<![\w^])(?<!\^-)(?<!\^\()(?<!\^\(-)\d|[½⅓¼π]")  # not those of m/s^2
_MIXED = re.compile(rf"\b({'|'.join(_ONES[1:])}|an?)\s+and\s+(?=(?:a|an|one|two|three)[ -](?:{'|'.join(_PARTS)}))")
_POWER = re.compile(
    rf"(?<=to the )((?:minus |negative )?)(?:({'|'.join(_TENS)})[- ])?({'|'.join(_ORDINALS[1:])})\b(?:\s+power)?",
    re.IGNORECASE,
)
_HALF = re.compile(r"\bhalf\b(?:\s+of\b)?(?:\s+an?\b)?", re.IGNORECASE)
_POINTED = re.compile(
    r"\b(?:the|this|that|which|each|any|no|last|next|other|correct|right|'s) $|(?:st|nd|rd|th) $", re.I
)


def figures(text: str) -> str:
    """Return a text without figures with its numbers in words as figures; a text with figures as it is."""
    if _FIGURES.search(text):
        return text
    text = _AND_A_HALF.sub(r"1.5 \1", text)
    if _FIGURES.search(text):
        return text
    text = _POWER.sub(lambda m: f"{m[1]}{(_SMALL[m[2].lower()] if m[2] else 0) + _ORDINALS.index(m[3].lower())}", text)
    text = fractions(text)
    text = _RUN.sub(_number, text)
    return _HALF.sub("0.5", text) if not re.search(r"\d", text) else text


def fractions(text: str) -> str:
    """``two thirds`` as 2/3, ``two and a quarter`` as 2.25."""
    if _FIGURES.search(text):
        return text
    text = _PART_ALONE.sub(r"one \1", text)
    if (mixed := _MIXED.search(text)) and (part := _FRACTION.match(text, mixed.end())):
        value = _count(mixed[1]) + _count(part[1]) / _PARTS[part[2].lower()]
        return f"{text[: mixed.start()]}{value:.12g}{text[part.end() :]}"
    return _FRACTION.sub(lambda m: f"{_count(m[1])}/{_PARTS[m[2].lower()]}", text)


def _count(word: str) -> int:
    return _SMALL.get(word.lower(), 1)


def _number(found: re.Match[str]) -> str:
    """The value of a run of number words, or the run as it is where it is no one number ("two three")."""
    if found[0].lower() == "one" and _POINTED.search(found.string[: found.start()]):
        return found[0]  # "the second one"
    whole, _, decimals = found[0].lower().partition(" point")
    total, group, last = 0, 0, 10**15
    for word in re.findall(r"[a-z]+", whole):
        if word in ("and", "a", "an"):
            continue
        if word == "dozen":
            group = 12 * (group or 1)
        elif word == "hundred":
            group *= 100 if group else 1
            group = group or 100
        elif word in _LARGE:
            total, group = total + (group or 1) * _LARGE[word], 0
        else:
            if group and (group % 100 and not (group % 10 == 0 and _SMALL[word] < 10 and group % 100 >= 20)):
                return found[0]
            group += _SMALL[word]
        last = min(last, _LARGE.get(word, last))
    digits = [str(_SMALL.get(word, 0)) for word in decimals.split() if word not in _LARGE]
    scale = next((_LARGE[word] for word in decimals.split() if word in _LARGE), 1)
    text = f"{total + group}.{''.join(digits)}" if digits else str(total + group)
    return f"{float(text) * scale:.15g}" if scale > 1 else text
