r"""Numbers as people say and type them, in the one form that is read: "6.0 times 10 to the 24", "2 : 1", "0.8 c".

Applied to plain text (`physfm.evaluation.grading.markup`), before numbers and units are looked for.
"""

from __future__ import annotations

import math
import re

from physfm.errors import UnitError
from physfm.evaluation.grading.compound import joined
from physfm.evaluation.grading.numerals import figures, fractions
from physfm.units import factor

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
_LARGE = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SCALED = re.compile(rf"(?<![\w.])({_NUMBER})\s+({'|'.join(_LARGE)})s?\b", re.IGNORECASE)
_POWER_SAID = re.compile(
    r"\s*(?:×|\*|\btimes|\bx)\s*(?:10|ten)\s+to\s+the\s+(?:power\s+(?:of\s+)?)?(minus\s+|negative\s+|[-−])?(\d{1,3})"
    r"(?:th|st|nd|rd)?\b(?:\s+power)?",
    re.IGNORECASE,
)
_TEN_TO = re.compile(
    r"(?<![\w.*×] )(?<![\w.*×])10\s+to\s+the\s+(?:power\s+(?:of\s+)?)?(minus\s+|negative\s+|[-−])?(\d{1,3})(?:th"
    r"|st|nd|rd)?\b",
    re.IGNORECASE,
)
_RATIO = re.compile(
    rf"(?:(?:a|the) )?(?:ratio (?:of|is) )?({_NUMBER})\s*(?::|\bto\b)\s*({_NUMBER})(?:\s+ratio)?", re.IGNORECASE
)
_SAID_RATIO = re.compile(rf"\bratio\b[^.;\d]{{0,40}}?({_NUMBER})\s*(?::|\bto\b)\s*({_NUMBER})\W*$", re.IGNORECASE)
_SHARED = re.compile(rf"({_NUMBER})\s+(?:in|out of)\s+({_NUMBER})", re.IGNORECASE)
_PARTS_IN = re.compile(rf"({_NUMBER})\s+parts?\s+(?:in|out of)\s+(?:an?\s+)?({_NUMBER})\W*$", re.IGNORECASE)
_TWO_UNITS = re.compile(rf"({_NUMBER})\s*([A-Za-zµΩ°][\w/^*]*)\s*±\s*({_NUMBER})\s*([A-Za-zµΩ°][\w/^*]*)")
_SHARE = re.compile(rf"({_NUMBER})\s*±\s*({_NUMBER})\s*%(?=\s*[A-Za-zµΩ°])")
_KINDS = r"\s*(?:\(?\s*(?:stat|syst?)\w*\.?\s*\)?)?"
_TWICE = re.compile(rf"({_NUMBER})\s*±\s*({_NUMBER}){_KINDS}\s*±\s*({_NUMBER}){_KINDS}")
_WARMED = re.compile(
    r"\b(?:rise|increase|decrease|drop|fall|change|differ\w*|warm\w*|cool\w*|heat\w*|hotter|colder)s?\b(?! to\b)|"
    r"[ΔδΔ]\s*(?:T|θ|t)\b|\\Delta\s*(?:T|t|\\theta)(?![a-z])",
    re.IGNORECASE,
)
_VANISHES = re.compile(
    r"^\W*(?:none|nil|null|nothing)\W*$|\b(?:vanish(?:es|ed|ing)?(?: identically)?|is (?:identically )?null)"
    r"\b(?!\s+(?:at|for|when|if))",
    re.IGNORECASE,
)
_BASE = r"(?:[fpnµmckMG]?(?:m|s|g|K|mol|Pa|J|W|A|V|T|Hz|N|C|eV|L|rad|sr|pc)|min|h|yr|cd|ohm|Ω)"
_BODIES = {"solar": "solar", "sun": "solar", "earth": "earth", "lunar": "lunar", "jupiter": "jupiter",
           "jovian": "jupiter"}  # fmt: skip
_ENDS = {"mass": "", "radi": "us", "luminosit": "y"}
_RAISED = re.compile(
    rf"(?<=\d)(\s?(?:{_BASE}(?:\^-?\d)?[ *.])*{_BASE})-([1-4])(?![\w.])(?!\s?{_BASE}\b(?!-\d))"
)  # km s-1 Mpc-1, but not 3 m-5 m
_RULES = (
    (re.compile(r"(?<=\d)\s?\*\^\s?(?=[-+]?\d)|(?<=\d\.)[dD](?=[-+]?\d{1,3}(?![\w.]))|(?<=\.\d)[dD](?=[-+]?\d{1,3}(?![\w.]))"
                r"|(?<=\.\d\d)[dD](?=[-+]?\d{1,3}(?![\w.]))|(?<=\d{4})[dD](?=[-+]\d{1,3}(?![\w.]))"), "e"),
    (re.compile(r"\bper\s+(?:degrees?\s+(?:[Cc]elsius|[Cc]entigrade|[Kk]elvin|C\b)|°\s?C\b)"), "per K"),
    (re.compile(r"\bJulian\s+(?=years?\b)"), ""),
    (re.compile(r"(?<![\w.:])(\d{1,3}):([0-5]\d):([0-5]\d(?:\.\d+)?)\s*(?:\(\s*h+:m+:s+\s*\)|\bh(?:ours?)?\b)"),
     r"\1 h \2 min \3 s"),
    (re.compile(r"(?<![\w.])(\d{1,4})\s?h\s?([0-5]?\d)\s?m\s?([0-5]?\d(?:\.\d+)?)\s?s(?![\w^/])"), r"\1 h \2 min \3 s"),
    (re.compile(r"\b(kilo|mega|giga|milli|micro|nano|centi)-(?=[a-z]{3})", re.IGNORECASE), r"\1"),
    (re.compile(r"\ban? (hour|minute|day|year|metre|meter|mile) and a half\b", re.IGNORECASE), r"1.5 \1"),
    (re.compile(r"\b(\d+) and a half\b", re.IGNORECASE), r"\1.5"),
    (re.compile(r"\bhalf an? (?=[a-z]{3})", re.IGNORECASE), "0.5 "),
    (re.compile(r"^((?:[^=]*=)?\s*[-+]?)\s*\(?(\d*)\s*\(?(hbar|[ceg])\)?\s*/\s*(\d+)\s*$"),
     lambda m: f"{m[1]}{m[2] or 1}/{m[4]} {m[3]}"),
    (re.compile(r"(?<=\d)\s*%\s*(?:of\s+)?(?:the speed of light\b|c\b)"), "e-2 c"),
    (re.compile(r"(?<=\d)\s*(?:times|of)?\s*the speed of light\b"), " c"),
    (re.compile(r"(?<=[a-z]{3})-(?=\d+/\d)"), " "),  # spin-1/2  # ħ/2
    (re.compile(r"(?<=\d)\s*e\s*\{\s*([-+]?\d+)\s*\}"), r"e\1"),  # 6.63\mathrm{e}{-34}
    (re.compile(r"(?<=\d)\s*\^\s*\(?o\)?(?![a-z])|(?<=\d)\s*º"), "°"),
    (re.compile(r"(?<=\d)\s*(?:°\s*|deg(?:rees?)?\.?\s+)(?:C|[Cc]elsius|centigrade)\b"), " °C"),
    (re.compile(r"(?<=\d)\s*(?:°\s*|deg(?:rees?)?\.?\s+)(?:F|[Ff]ahrenheit)\b"), " °F"),
    (re.compile(r"(?<=\d)\s+(?=10\^)"), " × "),  # 6.0 10^24 kg
    (re.compile(r"(\d\s*[A-Za-z]+)\s+(?:an?|(?:(?:in|for|with)\s+)?(?:each|every))\s+(second|minute|hour|day|year)\b"),
     r"\1 per \2"),
    (re.compile(r"\b(\w*(?:joule|newton|watt|volt|amp(?:ere)?|pascal|coulomb|tesla|gram))s?-(\w*(?:second|met(?:er|"
                r"re)|hour)s?)\b",
                re.IGNORECASE), r"\1 \2"),
    (re.compile(r"\b(?:minus|negative)\s+(?=\d)"), "-"),
    (re.compile(r"(?<![\w.])(\d+)\s+dozens?\b"), lambda m: str(12 * int(m[1]))),
    (re.compile(r"(?<![\w.])(\d{1,2})\s+orders? of magnitude\b"), r"1e\1"),
    (re.compile(r"(?<=\d)\s?([kM])\s+(?=Ω|[Oo]hms?\b)|(?<=\d)\s([kMGmµ])(?=Ohms?\b)"), lambda m: f" {m[1] or m[2]}"),
    (re.compile(r"(?<=[\skMGmµ])Ohm"), "ohm"),
    (re.compile(r"\bmillimet(?:er|re)s? of mercury\b|\bmm Hg\b"), "mmHg"),
    (re.compile(r"(?:(?<=\d\d)|(?<=e\d)|(?<=\.\d))\s+y(?![\w/^*'])"), " year"),
    (re.compile(r"(?<=\d)\s+/\s?(?=[A-Za-zµ])"), " 1/"),  # 6e23 /mol
    (re.compile(r"([A-Za-zµΩ]+/[A-Za-z]+)\s+per\s+([A-Za-zµ]+/[A-Za-z]+)"), r"\1/(\2)"),
    (re.compile(r"\b([Ss]olar|[Ss]un|[Ee]arth|[Ll]unar|[Jj]upiter|[Jj]ovian)('s)?[- ](mass|radi|luminosit)(?:es"
                r"|us|i|y|ies)?\b"),
     lambda m: f"{_BODIES[m[1].lower()]}_{m[3]}{_ENDS[m[3]]}"),
    (re.compile(r"(?<=\d)\s*times the (?=(?:solar|earth|jupiter|lunar)_)"), " "),
    (re.compile(r"\b(?:minus|negative)\s+(?=(?:one|two|three|four|five|six|seven|eight|nine|ten|half|zero)\b)"), "-"),
)  # fmt: skip


def spelled(text: str) -> str:
    """Return a plain text with its numbers in figures and each quantity in one unit."""
    text = " ".join(text.split())  # runs of blanks would cost time
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    for _ in range(3):
        text = _RAISED.sub(r"\1^-\2", text)
    text = _TEN_TO.sub(
        lambda m: f"1e{'-' if m[1] else ''}{m[2]}", _POWER_SAID.sub(lambda m: f"e{'-' if m[1] else ''}{m[2]}", text)
    )
    text = _SCALED.sub(lambda m: f"{m[1]}e{_LARGE[m[2].lower()]}", text)
    text = fractions(text)
    text = _TWICE.sub(lambda m: f"{m[1]} ± {math.hypot(float(m[2]), float(m[3])):.6g}", text)
    text = re.sub(rf"\(\s*({_NUMBER} ± {_NUMBER})\s*\)(?=\s*[^\s\d×*e])", r"(\1)", text)
    text = _SHARE.sub(lambda m: f"({m[1]} ± {abs(float(m[1]) * float(m[2])) / 100:.12g})", text)
    return joined(_TWO_UNITS.sub(_in_one_unit, text))


def of_light(text: str) -> str | None:
    """``β = 0.8`` and ``v/c = 0.8`` as a speed, None for other texts."""
    found = re.search(r"(?<![\w\\])(?:\\?beta|β|v\s*/\s*c)\s*(?:=|≈|\bis\b)\s*(-?\d*\.?\d+)(?=\W*$)", text)
    return f"v = {found[1]} c" if found else None


def warmed(text: str) -> bool:
    """Whether a text speaks of a difference of temperatures."""
    return _WARMED.search(text) is not None


def ratio(text: str) -> float | None:
    """Return the value of a text that is a ratio and nothing else: ``2:1``, "2 to 1"."""
    text = text.strip(" .") if re.search(r"\d", text) else " to ".join(map(figures, text.strip(" .").split(" to ")))
    found = _RATIO.fullmatch(text) or _SHARED.fullmatch(text) or _PARTS_IN.search(text) or _SAID_RATIO.search(text)
    return float(found[1]) / float(found[2]) if found and float(found[2]) else None


def vanishes(text: str) -> bool:
    """Whether a text says that something is zero without the word."""
    return _VANISHES.search(text) is not None and not re.search(r"\bnot\b|n't\b|\bnon-?vanish|\bonly\b|\d", text)


def _in_one_unit(found: re.Match[str]) -> str:
    """``2.50 cm ± 0.5 mm`` with the error in the unit of the value."""
    try:
        return f"({found[1]} ± {float(found[3]) * factor(found[4], found[2]):.12g}) {found[2]}"
    except (UnitError, ValueError):
        return found[0]
