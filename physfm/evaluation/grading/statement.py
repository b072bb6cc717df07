r"""Where in a text the answer stands: ``\boxed{}``, "Answer:", "the answer is", a correction, the last sentence.

A person who corrects himself counts by the last statement. What comes out is a short list of passages, the likeliest
first; who reads them takes the first that holds what is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_CHARACTERS = 4000
"""Longer texts are read from their end: what counts stands last."""
MAX_PASSAGE = 800
"""So is a passage without an end of a sentence."""
_RUN = re.compile(r"\S{400,}")
MAX_SENTENCES = 12
_MARKER = re.compile(
    r"(?:\bfinal\s+(?:answer|result)|\bthe\s+(?:correct\s+|right\s+)?(?:answer|option|choice|result|solution)|\banswer"
    r"|\bans|\bresult|####)"
    r"(?:\s+(?:is|of(?=\s+(?:about\s+)?[-$\d\\])|equals|would be|should be|must be|comes? out (?:as|to))"
    r"|\s*(?::|=|\bare\b)|(?<=####))"
    r"(?:\s+(?:therefore|thus|then|simply))?[\s:*]*",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"\b(?:wait|actually|correction|scratch that|strike that|i mean|on second thoughts?|let me correct|let me redo|"
    r"i made (?:a|an) (?:mistake|error)|(?:no|sorry|oops|hmm),|or rather|my mistake|"
    r"that is wrong|that's wrong|i was wrong)"
    r"[\s:,.!;—]*(?:-+\s+)?",
    re.IGNORECASE,
)
_THOUGHT = re.compile(r"<(think|thinking|scratchpad)>.*?</\1>", re.DOTALL)
_TAGGED = re.compile(r"<(answer|final_answer|final|result)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z$\\(*\[{\"'<])|\s*\n+\s*|;\s+")


def boxed(text: str) -> tuple[str, int] | None:
    r"""Return the content of the last ``\boxed{}`` and where it ends, or None."""
    start = max(text.rfind("\\boxed"), text.rfind("\\fbox"))
    if start < 0:
        return None
    opening = re.match(r"\\f?b?o?x?(?:boxed|box)?\s*", text[start:])
    at = text.find("{", start, start + 12)
    if opening is None or at < 0:
        rest = re.match(r"\\(?:boxed|fbox)\s+([^\s$]+)", text[start:])
        return (rest[1], start + rest.end()) if rest else None
    level = 0
    for place in range(at, len(text)):
        level += (text[place] == "{") - (text[place] == "}")
        if not level:
            return text[at + 1 : place], place + 1
    return None


def sentences(text: str) -> list[str]:
    """Split a text at the ends of sentences, lines and semicolons."""
    return [s for s in (part.strip() for part in _SENTENCE.split(text)) if s]


def passages(text: str) -> Iterator[tuple[str, bool]]:
    """Yield passages that may hold the answer, the likeliest first, and whether it was marked as the answer."""
    text = _THOUGHT.sub(" ", text[-4 * MAX_CHARACTERS :])
    if tagged := _TAGGED.findall(text):
        text = tagged[-1][1]
    for passage, marked in _passages(_RUN.sub(" ", text)[-MAX_CHARACTERS:].strip()):
        yield passage[-MAX_PASSAGE:], marked


def _passages(text: str) -> Iterator[tuple[str, bool]]:
    box = boxed(text)
    marks = list(_MARKER.finditer(text))
    corrections = [m for m in _CORRECTION.finditer(text) if m.start() or not m[0].lower().startswith("no")]
    mark = marks[-1].end() if marks else -1
    corrected = corrections[-1].end() if corrections else -1
    if box and box[1] > corrected and box[1] >= mark:
        yield box[0], True
        tail = re.match(r"\s*\$?\s*(?!\w+ (?:is|as|and|in|for)\b)([^\s.,;][^.,;\n]{0,30})", text[box[1] :])
        if tail:
            yield f"{box[0]} {tail[1]}", True
        return
    if mark >= 0 and text[mark:].strip(" .*$"):
        if corrected > mark:
            yield from ((s, True) for s in _latest(text[corrected:]))
        for sentence in sentences(text[mark:])[:2]:
            yield sentence, True
        if box:
            yield box[0], True
        return
    if corrected >= 0:
        yield from ((s, True) for s in _latest(text[corrected:]))
    if box:
        yield box[0], True
        return
    if "\n" not in text and len(text) <= 400:
        yield text, False
    yield from ((s, False) for s in _latest(text))


def _latest(text: str) -> list[str]:
    return sentences(text)[: -MAX_SENTENCES - 1 : -1]
