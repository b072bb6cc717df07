r"""Lists as people write them, as entries with commas: bullets, "2, 3 as well as 5", ``0, ±1``, ``1 \pm \sqrt2``."""

from __future__ import annotations

import re

MAX_ENTRIES = 100
_BULLET = re.compile(r"^\s*(?:[-–—*•·‣▪+]\s+|\(?(?:\d{1,2}|[a-j]|[ivx]{1,4})[.)]\s+)(?=\S)")
_LABELLED = re.compile(r"^\s*[A-Za-z][\w ]{0,30}\s*[:=]\s*[-+]?\.?\d[^:=]*$")
_BARE = re.compile(r"^\s*[-+−±]?\.?\d[^=]{0,30}$")
_ALSO = re.compile(
    r"\s*,?\s*\b(?:as well as|and also|along with|together with|plus also|and then|and finally|then)\b\s*"
)
_LEAD = re.compile(
    r"^\W*(?:(?:the|all|possible|allowed|only|two|three|four|five|its?|their|corresponding|following|energy|"
    r"energies|[A-Za-z]+(?:values|states|roots|solutions|numbers|masses|levels|times|positions|wavelengths"
    r"|frequencies))"
    r"\s+)*[A-Za-z]{3,}\s*(?::|\bare\b)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:are|is)\s+(?:(?:all|both)\s+)?(?:the|its|all|both|allowed|possible)\b.*$|,?\s+(?:are|is)\s+(?:allowed"
    r"|possible)\W*$"
)
_FIRST = re.compile(r"^\s*(?:either|both|first|firstly)\s+", re.IGNORECASE)
_TWICE = re.compile(
    r"([-+]?[\w./√\\^{}]+)\s*\((?:twice|double(?: root)?|(?:two|2)[- ]?fold(?: degenerate)?"
    r"|doubly degenerate|multiplicity (?:2|two)|[×x]\s?2|2\s?[×x])\)"
)
_SHARED_INDEX = re.compile(r"(\\?[A-Za-zα-ω]+)_\{?(\d),\s?(\d)\}?\s*=\s*([^,;$]+)")
_SIGN = re.compile(r"±|\\pm(?![a-z])|\+/-")


def bulleted(text: str) -> str | None:
    """Return the items of a list with bullets or numbers with commas between them, None for other texts."""
    lines = [line for line in text.splitlines() if line.strip()]
    while lines and not _BULLET.match(lines[0]) and lines[0].rstrip().endswith(":"):
        lines.pop(0)
    if not 2 <= len(lines) <= MAX_ENTRIES:
        return None
    if not any(all(map(pattern.match, lines)) for pattern in (_BULLET, _LABELLED, _BARE)):
        return None
    return ", ".join(_BULLET.sub("", line).strip().rstrip(",;.") for line in lines)


def enumerated(text: str) -> str:
    """Return a list in words as entries between commas, without what is said before and behind."""
    text = re.sub(r"\bplus[ /-]or[ /-]minus\s*", "±", text)
    text = _FIRST.sub("", _TAIL.sub("", _LEAD.sub("", text.strip())))
    return re.sub(r"(?:,\s*)+", ", ", _ALSO.sub(", ", text))


def repeated(text: str) -> str | None:
    """Return a list with each entry as often as it is said to stand: ``1 (twice)``; None where nothing is said."""
    found = _TWICE.sub(r"\1, \1", _SHARED_INDEX.sub(r"\1_\2 = \4, \1_\3 = \4", text))
    return found if found != text else None


def signs(entries: list[str], *, figures: bool = False) -> list[str]:
    r"""Return entries with each ``±a`` and ``a ± b`` as two.

    Parameters
    ----------
    figures
        Whether ``3.0 ± 0.2`` is two numbers as well, and not one with its error.
    """
    found: list[str] = []
    for entry in entries:
        signs_ = _SIGN.findall(entry)
        measured = re.search(r"\d\)?\s*(?:[A-Za-zµΩ°%][\w/^*]*)?\s*(?:±|\\pm|\+/-)\s*\.?\d", entry)
        if len(signs_) != 1 or (measured and not figures):
            found.append(entry)
            continue
        upper, lower = (re.sub(r"∓|\\mp(?![a-z])", other, _SIGN.sub(sign, entry)) for sign, other in ("+-", "-+"))
        upper = re.sub(r"(^|[({=,])\s*\+\s*", r"\1", upper)
        found += [upper.strip(), lower.strip()]
    return found[:MAX_ENTRIES]
