r"""Nuclei as people write them: ``^{14}_{6}C``, ``¹⁴C``, ``C-14``, carbon-14, and ``^0_{-1}e`` for what leaves them."""

from __future__ import annotations

import re
from dataclasses import dataclass

ELEMENTS = (
    "H", "He", "Li", "Be", "B", "C", "N", "O", "F", "Ne", "Na", "Mg", "Al", "Si", "P", "S", "Cl", "Ar", "K", "Ca",
    "Sc", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Ga", "Ge", "As", "Se", "Br", "Kr", "Rb", "Sr", "Y",
    "Zr", "Nb", "Mo", "Tc", "Ru", "Rh", "Pd", "Ag", "Cd", "In", "Sn", "Sb", "Te", "I", "Xe", "Cs", "Ba", "La", "Ce",
    "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Hf", "Ta", "W", "Re", "Os", "Ir",
    "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Po", "At", "Rn", "Fr", "Ra", "Ac", "Th", "Pa", "U", "Np", "Pu", "Am", "Cm",
    "Bk", "Cf", "Es", "Fm", "Md", "No", "Lr", "Rf", "Db", "Sg", "Bh", "Hs", "Mt", "Ds", "Rg", "Cn", "Nh", "Fl",
    "Mc", "Lv", "Ts", "Og",
)  # fmt: skip
"""By atomic number, from 1."""
_Z = {symbol: z for z, symbol in enumerate(ELEMENTS, 1)}
_ELEMENT_NAMES = {
    "hydrogen": 1, "helium": 2, "lithium": 3, "beryllium": 4, "boron": 5, "carbon": 6, "nitrogen": 7, "oxygen": 8,
    "fluorine": 9, "neon": 10, "sodium": 11, "magnesium": 12, "aluminum": 13, "aluminium": 13, "silicon": 14,
    "phosphorus": 15, "sulfur": 16, "argon": 18, "potassium": 19, "calcium": 20, "iron": 26, "cobalt": 27, "nickel": 28,
    "krypton": 36, "rubidium": 37, "strontium": 38, "yttrium": 39, "zirconium": 40, "technetium": 43, "iodine": 53,
    "xenon": 54, "cesium": 55, "caesium": 55, "barium": 56, "lead": 82, "bismuth": 83, "polonium": 84, "radon": 86,
    "radium": 88, "actinium": 89, "thorium": 90, "protactinium": 91, "uranium": 92, "neptunium": 93, "plutonium": 94,
    "americium": 95,
}  # fmt: skip
_WRITTEN = re.compile(
    r"(?:\^?(?P<a1>\d{1,3})(?:_(?P<z1>[+-]?\d{1,3}))?|_(?P<z2>[+-]?\d{1,3})\^(?P<a2>\d{1,"
    r"3}))(?P<e1>[A-Z][a-z]?|[enp]|gamma|alpha|nu)"
    r"(?P<charge>[+-])?|(?P<e2>[A-Z][a-z]?|[A-Za-z]{4,12})-(?P<a3>\d{1,3})"
)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-0123456789+-")


def _scripts(text: str) -> str:
    """Unicode scripts as ``^`` and ``_``, without braces and fonts."""
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+", lambda m: "^" + m[0].translate(_SUPERSCRIPT), text)
    text = re.sub("[₀₁₂₃₄₅₆₇₈₉₊₋]+", lambda m: "_" + m[0].translate(_SUPERSCRIPT), text)
    text = re.sub(r"\\(?:mathrm|text|rm|mathbf|left|right|ce|isotope)\b|[{}$\s]", "", text)
    return text.replace("\\", "").replace("γ", "gamma").replace("α", "alpha")


@dataclass(frozen=True)
class Nucleus:
    """A nucleus as written.

    Parameters
    ----------
    charge
        The number written at the element, not the element's own: a wrong one does not balance. The element's without.
    mass
        Number of nucleons.
    id
        Monte Carlo id.
    """

    charge: int
    mass: int
    id: int


def numbered(raw: str) -> Nucleus | str | None:
    """Read an element or a light particle with its numbers.

    Returns
    -------
    found
        A nucleus, the name of a light particle, or None if the word is neither.
    """
    if not any(c.isdigit() for c in raw) or len(raw) > 60:
        return None
    match = _WRITTEN.fullmatch(_scripts(raw))
    if match is None:
        return None
    part = match.groupdict()
    element = part["e1"] or part["e2"]
    mass, atomic = part["a1"] or part["a2"] or part["a3"], part["z1"] or part["z2"]
    if element in ("e", "n", "p", "gamma", "nu", "alpha"):
        if element == "e" and atomic in ("-1", "1", "+1"):
            return "e-" if atomic == "-1" else "e+"
        return element if match["a1"] is None or atomic is not None or match[0][0] == "^" else None
    z = _Z.get(element, _ELEMENT_NAMES.get(element.lower()))
    if (
        z is None
        or not z <= int(mass) <= 300
        or (part["a1"] and match[0][0] != "^" and atomic is None and int(mass) < 2)
    ):
        return None
    return Nucleus(int(atomic) if atomic is not None else z, int(mass), 10**9 + z * 10**4 + int(mass) * 10)
