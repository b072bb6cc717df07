"""Which documents are text worth reading: few rules, each against something that real sources contain.

- too short: an abstract that says "withdrawn", an empty module, a stub. 20 words teach nothing.
- not English: the evaluation sets and the readers are English. English prose has 35 to 50 % function words, other
  languages and tables below 10 %; the threshold between lies far from both, so formulas are left out of the count.
- symbols: tables, code, base64 and broken encodings. Formulas do not count, they are what the corpus is for.
- repeated: the same lines again and again (headers of pages, logs).

Thresholds are those of Gopher's rules (J. Rae et al., arXiv 2112.11446, appendix A) where they fit texts with formulas.
"""

from __future__ import annotations

import re
from collections import Counter

MIN_WORDS = 20
_FUNCTION = frozenset(
    re.findall(
        r"\w+",
        """the of and to in a is that for it as with be by on are this we at from or an which can not has have was
        but if its these when where then there such was were will may one also between our than into only so each
        other""",
    )
)
_MATH = re.compile(r"\$\$[^$]*+\$\$|\$[^$\n]*+\$|^```.*?^```[ \t]*$", re.DOTALL | re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+")
_WITHDRAWN = re.compile(r"\b(?:paper|article|manuscript|submission) (?:has been|is|was) withdrawn\b", re.IGNORECASE)

REASONS = ("too short", "withdrawn", "symbols", "not English", "repeated")


def reason(text: str) -> str | None:
    """Return why a document does not belong in the corpus, one of `REASONS`; None if it does."""
    prose = _MATH.sub(" ", text)
    found = _WORD.findall(prose)
    if len(found) < MIN_WORDS:
        return "too short"
    if len(found) < 200 and _WITHDRAWN.search(prose):
        return "withdrawn"
    visible = sum(not c.isspace() for c in prose)
    if sum(map(len, found)) < 0.6 * visible:
        return "symbols"
    if sum(word.lower() in _FUNCTION for word in found) < 0.12 * len(found):
        return "not English"
    lines = Counter(line for raw in text.splitlines() if len(line := raw.strip()) > 20)
    if (total := sum(lines.values())) >= 10 and len(lines) < 0.5 * total:
        return "repeated"
    return None
