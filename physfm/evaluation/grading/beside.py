"""The number beside the name that the gold gives: of "the radius is 4 cm, thus the diameter is 8 cm" a gold "radius
4 cm" means the first.
"""

from __future__ import annotations

import re

from physfm.evaluation.grading.markup import plain
from physfm.evaluation.grading.statement import passages

_FIGURE = r"[-+−]?\.?\d"
_GOLD = re.compile(
    rf"^\W*(?:(?:the|its|a|an)\s+)?(?P<name>[a-z][a-z-]{{2,}}(?:\s+[a-z][a-z-]{{2,}}){{0,2}})\s*(?:\bis\b|\bof\b|[=:≈])?\s*"
    rf"(?={_FIGURE})",
    re.IGNORECASE,
)
_SAYS = (
    r"\s*(?:(?:is|was|of|equals|must be|will be|comes? to|comes? out (?:as|to)|amounts to|[=:≈])\s*)?"
    r"(?:about\s+|therefore\s+|thus\s+)?"
)
_ENDS = re.compile(
    r"[,;]?\s+(?:and (?:the|its|hence|thus|so|therefore)|so|thus|hence|therefore|which|giving|while"
    r"|whereas|with|then|but the)\b"
    r"|;\s|[.;](?:\s+(?=[A-Z])|\s*$)|,\s+(?:the|its)\b",
)
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        "about approximately roughly around exactly nearly almost some only just over under minus plus negative "
        "positive zero one and the for with from between",
    )
)


def name(gold: str) -> str | None:
    """Return the name that a gold gives its number, None without one."""
    found = _GOLD.match(plain(gold))
    if found is None or _NO_NAMES & set(found["name"].lower().split()):
        return None
    return " ".join(found["name"].lower().split())


def clause(answer: str, wanted: str) -> str | None:
    """Return what an answer's last statement says of the name, None where it gives no number right behind it."""
    said = plain(next((passage for passage, _ in passages(answer)), answer))
    spelled = r"\s+".join(map(re.escape, wanted.split()))
    pattern = rf"\b{spelled}{_SAYS}(?={_FIGURE})"
    places = [
        m
        for m in re.finditer(pattern, said, re.IGNORECASE)
        if not re.search(r"\bnot\W+(?:the\W+)?$", said[: m.start()])
    ]
    if not places:
        return None
    rest = said[places[-1].end() :]
    return rest[: end.start()] if (end := _ENDS.search(rest)) else rest
