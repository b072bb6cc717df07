r"""Names that look like numbers: isotopes (``{}^{14}\mathrm{N}``, C-14, "nitrogen-14"), spectroscopic terms (``²P₃/₂``)
and electron configurations (``1s² 2s² 2p⁴``). Read as one label each, never as a number.
"""

from __future__ import annotations

import re

SYMBOLS = re.findall(
    r"\w+",
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr "
    "Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W "
    "Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm ",
)
_NAMES = re.findall(
    r"\w+",
    "hydrogen helium lithium beryllium boron carbon nitrogen oxygen fluorine neon sodium magnesium aluminium "
    "silicon phosphorus sulfur chlorine argon potassium calcium scandium titanium vanadium chromium manganese "
    "iron cobalt nickel copper zinc gallium germanium arsenic selenium bromine krypton rubidium strontium "
    "yttrium zirconium niobium molybdenum technetium ruthenium rhodium palladium silver cadmium indium tin "
    "antimony tellurium iodine xenon caesium barium lanthanum cerium praseodymium neodymium promethium "
    "samarium europium gadolinium terbium dysprosium holmium erbium thulium ytterbium lutetium hafnium "
    "tantalum tungsten rhenium osmium iridium platinum gold mercury thallium lead bismuth polonium astatine "
    "radon francium radium actinium thorium protactinium uranium neptunium plutonium americium curium "
    "berkelium californium einsteinium fermium ",
)
ELEMENTS = dict(zip(_NAMES, SYMBOLS, strict=True)) | {"aluminum": "Al", "cesium": "Cs", "sulphur": "S"}
_ABOUT_ELEMENT = re.compile(
    r"\b(?:an?|the|it|is|it's|this|that|called|named|chemical|element|symbol|atoms?|gas|metal|vapou?r)\b", re.IGNORECASE
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_X = rf"({'|'.join(sorted(SYMBOLS, key=len, reverse=True))})"
_ISOTOPES = (
    re.compile(rf"\^(\d{{1,3}})(?:_\d{{1,3}})?\s*{_X}(?![a-z])"),
    re.compile(rf"_\d{{1,3}}\s*\^(\d{{1,3}})\s*{_X}(?![a-z])"),
)
_HYPHEN = re.compile(rf"(?<![\w-])(?:{_X}|({'|'.join(ELEMENTS)}))[- ](\d{{1,3}})(?![\w.])", re.IGNORECASE)
_TERM = re.compile(r"(\^?)(\d)\s*([SPDFG])(_?)(\d{1,2}(?:/2)?)(?![\w/])")
_SHELL = r"(\d[spdf])(?:\^?(\d{1,2}?)(?=\s*(?:\d[spdf]|[^\w\s]|$)))?"
_CONFIGURATION = re.compile(rf"(?:\[[A-Z][a-z]?\]\s*)?(?:{_SHELL}\s*){{1,20}}(?!\w)")
_ATOM = re.compile(r"\s(?:nucle(?:us|i)|nuclide|isotope)$")
_CORES = {"He": "1s2"}
for _gas, _before, _outer in (
    ("Ne", "He", "2s2 2p6"),
    ("Ar", "Ne", "3s2 3p6"),
    ("Kr", "Ar", "3d10 4s2 4p6"),
    ("Xe", "Kr", "4d10 5s2 5p6"),
    ("Rn", "Xe", "4f14 5d10 6s2 6p6"),
):
    _CORES[_gas] = f"{_CORES[_before]} {_outer}"
_CORE = re.compile(rf"\[({'|'.join(_CORES)})\]\s*(?=\d[spdf])")


def element(text: str) -> str | None:
    """Return the symbol of the element that a text names and nothing else: "a cesium atom", "Fe (iron)"."""
    bare = _ABOUT_ELEMENT.sub(" ", re.sub(r"\\(?:mathrm|text|ce)(?![a-z])|[{}$]", " ", text)).strip(" .")
    parts = [part.strip() for part in re.split(r"[(),:]|\bor\b", bare) if part.strip()]
    found = {ELEMENTS.get(part.lower()) or (part if part in SYMBOLS else None) for part in parts[:3]}
    return found.pop() if len(found) == 1 else None


def several_elements(text: str) -> bool:
    """Whether a text names two elements side by side: "hydrogen and helium"."""
    pairs = re.findall(r"([A-Za-z]+),? (?:and|or|plus|with) ([A-Za-z]+)", text)
    return any(element(one) and element(other) and element(one) != element(other) for one, other in pairs)


def _bare(text: str) -> str:
    """Without fonts and braces; superscripts as ``^14``, subscripts as ``_7``."""
    text = re.sub(r"[⁰¹²³⁴-⁹]+", lambda m: "^" + m[0].translate(_RAISED), text)
    text = re.sub(r"[₀-₉]+(?:/₂|/[₀-₉])?", lambda m: "_" + m[0].translate(_RAISED), text).replace("/_", "/")
    text = re.sub(r"\\(?:mathrm|text|rm|ce|mathsf)(?![a-z])|\\[,;:! ]|[{}$*]", " ", text)
    return " ".join(re.sub(r"\s*([\^_])\s*", r"\1", text).split())


def label(text: str, *, alone: bool = False) -> str | None:
    """Return the label that a text holds, in one spelling, None without.

    Parameters
    ----------
    alone
        Only where it is the whole text, and cannot be a number with its unit.
    """
    bare = _CORE.sub(lambda m: f"{_CORES[m[1]]} ", _ATOM.sub("", _bare(text).rstrip(".")))
    search = (lambda pattern: pattern.fullmatch(bare)) if alone else (lambda pattern: pattern.search(bare))
    if (found := search(_TERM)) and (not alone or found[1] or found[4] or "/" in found[5]):
        return f"term {found[2]}{found[3]}{found[5]}"
    for pattern in _ISOTOPES:
        if found := search(pattern):
            return f"{found[1]}{found[2]}"
    if (found := search(_HYPHEN)) and (found[2] or found[1] in SYMBOLS):
        return f"{found[3]}{found[1] or ELEMENTS[found[2].lower()]}"
    if (found := search(_CONFIGURATION)) and len(shells := re.findall(_SHELL, found[0])) > alone:
        return " ".join(sorted(f"{shell}{count or 1}" for shell, count in shells))
    return None
