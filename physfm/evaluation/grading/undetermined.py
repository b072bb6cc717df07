"""Whether a text says that a question cannot be decided, and means it."""

from __future__ import annotations

import re

_UNKNOWN = re.compile(
    r"\b(?:(?:can(?:not|'t| not)|could not|couldn't) be (?:\w+ )?(?:determined|decided|computed|"
    r"calculated|answered|known|found|"
    r"inferred|concluded|said|deduced)|(?:not|insufficient|too little|not enough|"
    r"lacks?(?: of)?) (?:\w+ )?(?:enough |sufficient )?"
    r"(?:information|data|evidence)|(?:is|are) (?:undetermined|indeterminate|underdetermined|unknown)|"
    r"(?:impossible|unable) to "
    r"(?:tell|say|determine|know|decide)|no unique (?:answer|solution|value)|"
    r"(?:one |we |you |i )?(?:cannot|can't|can not) (?:tell|say|"
    r"determine|know|decide|"
    r"be sure)|(?:not|\w+n't) determined|(?:more|further) (?:information|data) (?:is|are) (?:needed|required|necessary)"
    r"|not (?:possible to (?:tell|say|determine|decide)|determinable|determined)|undetermined|indeterminate"
    r"|no way (?:to (?:tell|know|say|determine|find out)|of (?:telling|knowing))|(?:do|does) not suffice"
    r"|(?:is|are) insufficient"
    r"|(?:not|\w+n't) (?:think|believe) (?:that )?(?:\w+ ){1,4}can be (?:determined|found|known|calculated))\b",
    re.IGNORECASE,
)
# "I doubt that it cannot", "at first sight it cannot ..., but"
_UNKNOWN_DENIED = re.compile(
    r"(?:\b(?:not|hardly)|n't)\s+(?:(?:think|believe|say|agree|mean|follow|true|right|correct|the case)\b[^.;,:]*)?$"
    r"|\b(?:wrong|false|untrue|incorrect|mistaken|doubt|deny|disagree)\b[^.;,:]*$",
    re.IGNORECASE,
)
_SEEMS_UNKNOWN = re.compile(
    r"\b(?:at first (?:sight|glance)|(?:you|one|some|we|i) (?:might|may|could|would) (?:think|say|believe|argue)"
    r"|(?:it )?(?:seems?|appears?|looks?)|i thought)\b[^.;]*$",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(?:but|yet|however|though)\b", re.IGNORECASE)
_UNCONDITIONAL = r"(?:(?!\b(?:if|when|with|would|assum\w+|suppos\w+|given|at least|at most|only|between)\b)[^.])*"
_BUT_A_VALUE = re.compile(
    rf"^{_UNCONDITIONAL}\b(?:but|yet|however)\b{_UNCONDITIONAL}"
    r"(?:\b(?:is|gives?|yields?|be)\b|'s|=)\s*[-+]?\d",
    re.IGNORECASE,
)


def unknown(text: str) -> bool:
    """Whether a text says that the question cannot be decided."""
    found = _UNKNOWN.search(text)
    if found is None or (re.search(r"\bcan (?:in fact )?be determined\b", text.replace(found[0], ""), re.IGNORECASE)):
        return False
    before, behind = text[: found.start()], text[found.end() :]
    if _UNKNOWN_DENIED.search(before) or (_SEEMS_UNKNOWN.search(before) and _BUT.search(behind)):
        return False
    return _BUT_A_VALUE.match(behind) is None
