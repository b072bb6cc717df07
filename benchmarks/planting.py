"""Plants for the corpus benchmark: near-duplicates of documents, leaked evaluation items, and what is neither.

Every plant is a function of its random generator alone. The rewording knows nothing of the detectors: it has its own
table of synonyms, and keeps numbers and names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

STRENGTHS = {
    "header": (0.0, 0.0, 0.0),
    "light": (0.03, 0.0, 0.1),
    "medium": (0.08, 0.03, 0.25),
    "strong": (0.15, 0.08, 0.5),
}
"""Share of words dropped or replaced, of sentences left out, and of neighbouring sentences exchanged."""

_MACROS = [
    (r"\\mathbf\{", r"\\boldsymbol{"), (r"\\frac", r"\\dfrac"), (r"\\leq?(?![a-z])", r"\\leqslant"),
    (r"\\left|\\right", ""),
    (r"\\varphi", r"\\phi"), (r"\\,", " "), (r"\\text\{", r"\\mathrm{"), (r"\\epsilon", r"\\varepsilon"),
]  # fmt: skip
_FILL = ["also", "thus", "here", "indeed", "then", "clearly", "however", "moreover", "generally", "simply", "now"]


def sentences(text: str) -> list[str]:
    """Sentences with the blanks and line breaks behind them, so that joining them gives the text."""
    return [piece for piece in re.split(r"(?<=[.?!])(?=\s)|(?<=\n\n)", text) if piece]


def near_duplicate(text: str, strength: str, chance: Random) -> str:
    """A copy with another header, other macros, words dropped or replaced, sentences left out and exchanged."""
    drop, omit, swap = STRENGTHS[strength]
    pieces = [p for p in sentences(text) if not (omit and chance.random() < omit)]
    for place in range(0, len(pieces) - 1, 2):
        if chance.random() < swap:
            pieces[place], pieces[place + 1] = pieces[place + 1], pieces[place]
    copy = "".join(" " + p if n and not pieces[n - 1][-1:].isspace() and not p[:1].isspace() else p
                   for n, p in enumerate(pieces))  # fmt: skip
    for old, new in _MACROS:
        if strength != "header" and chance.random() < 0.5:
            copy = re.sub(old, new, copy)

    def word(match: re.Match[str]) -> str:
        if chance.random() >= drop:
            return match[0]
        return f"{chance.choice(_FILL)} " if chance.random() < 0.4 else ""

    copy = re.sub(r"(?<![\\{$])\b[A-Za-z]{2,}\b\s(?![^$\n]*\$\$)", word, copy) if drop else copy
    heading = f"# Lecture {chance.randint(1, 40)}: {' '.join(chance.sample(_FILL, 3))}"
    date = f"Version of {chance.randint(1, 28)} May"
    return f"{heading}\n\n{date}\n\n" + re.sub(r"\A#[^\n]*\n+", "", copy)


def mixture(texts: Sequence[str], words: int, chance: Random) -> list[str]:
    """Paragraphs of several documents in a new order, about so many words: generated text that repeats none of them.

    No paragraph is more than a sixth of it: one that were (an abstract is a single paragraph) would make it a copy.
    """
    paragraphs = [p for text in chance.sample(list(texts), min(12, len(texts))) for p in text.split("\n\n")]
    paragraphs = [p for p in paragraphs if len(p) > 80 and len(p.split()) <= words / 6]
    chance.shuffle(paragraphs)
    taken, count = [], 0
    for paragraph in paragraphs:
        taken.append(paragraph)
        count += len(paragraph.split())
        if count >= words:
            break
    return taken


def sibling(text: str, texts: Sequence[str], share: float, chance: Random) -> str:
    """A document that has a share of its words in common with another and is not its copy."""
    total = len(text.split())
    own, count = [], 0
    for paragraph in (p for p in text.split("\n\n") if p.strip()):
        if count >= share * total:
            break
        own.append(paragraph)
        count += len(paragraph.split())
    return "\n\n".join([*own, *mixture(texts, round(count * (1 - share) / share), chance)])


# Leaks ---------------------------------------------------------------------------

_SYNONYMS = {
    "find": "determine", "determine": "work out", "calculate": "compute", "compute": "find", "what is": "give",
    "how much": "what amount of", "how many": "what number of", "how long": "for what time",
    "how far": "over what distance",
    "show that": "prove that", "initially": "at first", "speed": "velocity", "moves": "travels", "moving": "travelling",
    "is placed": "is put", "placed": "put", "located": "situated", "begins": "starts", "starts": "begins",
    "releases": "lets go of", "released": "let go", "thrown": "tossed", "falls": "drops", "large": "big",
    "small": "little",
    "rapidly": "quickly", "constant": "unchanging", "uniform": "even", "horizontal": "level", "distance": "separation",
    "approximately": "about", "about": "roughly", "each": "every", "contains": "holds", "carries": "bears",
    "connected": "joined", "attached": "fastened", "hangs": "is suspended", "suspended": "hung", "rests": "lies",
    "slides": "glides", "strikes": "hits", "hits": "strikes", "object": "thing", "body": "object", "block": "brick",
    "ball": "sphere", "car": "vehicle", "person": "someone", "student": "pupil", "container": "vessel",
    "tank": "vessel",
    "rod": "bar", "string": "cord", "rope": "cord", "surface": "face", "floor": "ground", "assume": "suppose",
    "suppose": "assume", "consider": "take", "given": "known", "which": "what", "following": "listed below",
    "correct": "right", "true": "right", "greater": "larger", "less": "smaller", "increases": "grows",
    "decreases": "shrinks", "produces": "makes", "causes": "brings about", "because": "since", "when": "once",
    "while": "as", "between": "in the middle of", "total": "overall", "maximum": "largest", "minimum": "smallest",
    "required": "needed", "obtain": "get", "use": "employ", "using": "with", "depends on": "is governed by",
    "equal": "the same", "due to": "owing to", "same": "identical", "different": "unlike", "per": "in every",
    "is": "turns out to be", "are": "happen to be", "has": "possesses", "have": "possess", "and": "as well as",
    "on": "upon",
    "with": "having", "by": "through", "its": "its own", "from": "out of", "at": "right at", "will": "is going to",
    "if": "provided that", "then": "in that case", "into": "to the inside of", "so that": "such that",
    "must": "has to",
    "can": "is able to", "one": "a single one", "both": "the two", "after": "following", "before": "prior to",
    "acts": "works", "force": "push or pull", "mass": "inertial mass", "with respect to": "relative to",
    "has a": "owns a",
    "explain": "say why", "state": "tell", "estimate": "guess", "describe": "outline", "write down": "give",
}  # fmt: skip
_OPENINGS = [
    "",
    "Consider this situation. ",
    "Suppose the following. ",
    "Here is a question. ",
    "In a book one reads: ",
]


def reworded(text: str, chance: Random) -> str:
    """A question in other words: synonyms, articles, order of sentences; numbers and names stay."""

    def article(match: re.Match[str]) -> str:
        return "" if chance.random() < 0.35 else chance.choice((match[0], "this ", match[0]))

    pieces = [p.strip() for p in sentences(text) if p.strip()]
    if len(pieces) > 2 and chance.random() < 0.5:
        pieces[0], pieces[1] = pieces[1], pieces[0]
    out = " ".join(pieces)
    for old in sorted(_SYNONYMS, key=len, reverse=True):
        new = _SYNONYMS[old].replace(" ", "\x00")  # what was put in is not replaced again
        places = [m for m in re.finditer(rf"(?<![\w\\$]){old}(?![\w}}])", out, re.IGNORECASE) if chance.random() < 0.75]
        for match in reversed(places):
            out = out[: match.start()] + _like(match[0], new) + out[match.end() :]
    out = out.replace("\x00", " ")
    out = re.sub(r"(?<!\\)\b(the|a|an) (?=[a-z])", article, out)
    out = re.sub(r"(?<=[a-z]) (?=[a-z])", lambda m: f" {chance.choice(_FILL)} " if chance.random() < 0.08 else " ", out)
    out = re.sub(r", (?=[a-z])", lambda m: chance.choice((" and ", ", ", "; ")), out)
    return chance.choice(_OPENINGS) + out


def _like(old: str, new: str) -> str:
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "theta": "θ", "lambda": "λ", "mu": "μ", "nu": "ν", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "omega": "ω", "epsilon": "ε", "Delta": "Δ", "Omega": "Ω",
    "kappa": "κ", "eta": "η", "chi": "χ", "psi": "ψ",
}  # fmt: skip
_PLAIN: list[tuple[str, str | Callable[[re.Match[str]], str]]] = [
    (r"\\d?frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1)/(\2)"), (r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)"),
    (r"\\(?:mathrm|text|textbf|mathbf|vec|hat|mathit|operatorname|rm)\s*\{([^{}]*)\}", r"\1"),
    (r"\^\{?\\circ\}?", "°"), (r"\\times", "×"), (r"\\cdot", "·"), (r"\\leq?(?![a-z])", "≤"), (r"\\geq?(?![a-z])", "≥"),
    (r"\\approx", "≈"), (r"\\pm", "±"), (r"\\infty", "∞"), (r"\\partial", "∂"), (r"\\int(?![a-z])", "∫"),
    (r"\\sum", "∑"),
    (r"\\(?:left|right|quad|qquad|displaystyle|limits)(?![a-z])", " "), (r"\\[,;:! ]", " "), (r"~", " "),
    (rf"\\({'|'.join(_GREEK)})(?![a-z])", lambda m: _GREEK[m[1]]),
    (r"\^\{?(-?\d)\}?(?!\d)", lambda m: "".join("⁰¹²³⁴⁵⁶⁷⁸⁹⁻"["0123456789-".index(c)] for c in m[1])),
    (r"[{}$]", ""), (r"\\\\", "\n"), (r"\\([A-Za-z]+)", r"\1"),
]  # fmt: skip


def translated(text: str, chance: Random) -> str:
    """The same item in another notation: LaTeX as plain text with Unicode, or plain numbers as LaTeX."""
    if "$" in text:
        for old, new in _PLAIN:
            text = re.sub(old, new, text)
        return text
    text = re.sub(r"(\d+(?:\.\d+)?)[- ]?(kg|m/s|cm|m|s|N|J|W|K|V|A|C|Hz|g)\b", r"$\1\\,\\mathrm{\2}$", text)
    return re.sub(r"(?<![\d$.])(\d+(?:\.\d+)?)(?=[ ,.?%])", r"$\1$", text)


def partial(text: str, chance: Random) -> str:
    """A run of 60 to 90 % of the words."""
    found = list(re.finditer(r"\S+", text))
    count = max(1, -(-len(found) * chance.randint(60, 90) // 100))
    first = chance.randint(0, len(found) - count)
    return text[found[first].start() : found[first + count - 1].end()]


def inserted(text: str, leak: str, chance: Random) -> tuple[str, int, int]:
    """A document with a leak as a paragraph of its own or inside of one, and the characters that it fills."""
    cuts = [m.end() for m in re.finditer(r"\n\n(?!\n)", text)] or [len(text)]
    place = chance.choice(cuts)
    before, after = "", "\n\n"
    if chance.random() < 0.5:
        inside = [m.end() for m in re.finditer(r"[.?!]\s", text)]
        if inside:
            place = chance.choice(inside)
            before, after = "", " "
    return text[:place] + before + leak + after + text[place:], place + len(before), place + len(before) + len(leak)
