"""The functions that an expression may call: their names, how many arguments they take, and what they do to dimensions.

This is the whitelist. Nothing outside of it is ever called, whatever a text says; the number-crunching and the SymPy
side of each function stand in `evaluate` and `bridge` under the same names (a test holds the tables together).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rule = Literal["plain", "root", "same", "ratio", "any"]
"""What a function asks of its arguments' dimensions: ``plain`` wants and gives none; ``root`` halves; ``same`` wants
one dimension and keeps it; ``ratio`` wants one dimension and gives none; ``any`` takes any and gives none."""

PLUS_MINUS = "±"
"""Pseudo-function of a measured number: value and one standard deviation, both plain numbers."""


@dataclass(frozen=True)
class Function:
    """One function of the whitelist.

    Parameters
    ----------
    name
        As `physfm.symbolic.tree.Call` holds it and as it is written in text.
    arity
        Number of arguments, lowest and highest.
    latex
        The LaTeX command without its backslash; empty where LaTeX has none (then ``\\operatorname``).
    aliases
        Other names that are read as this one.
    rule
        What it does to dimensions.
    """

    name: str
    arity: tuple[int, int] = (1, 1)
    latex: str = ""
    aliases: tuple[str, ...] = ()
    rule: Rule = "plain"


_ALL = (
    Function("sqrt", latex="sqrt", rule="root"),
    Function("exp", latex="exp"),
    Function("ln", latex="ln", aliases=("log",)),  # log is natural, as in SymPy and in the Feynman table
    Function("log10", aliases=("lg",)),
    Function("log2", aliases=("lb",)),
    Function("sin", latex="sin"),
    Function("cos", latex="cos"),
    Function("tan", latex="tan"),
    Function("cot", latex="cot"),
    Function("sec", latex="sec"),
    Function("csc", latex="csc"),
    Function("arcsin", latex="arcsin", aliases=("asin",)),
    Function("arccos", latex="arccos", aliases=("acos",)),
    Function("arctan", latex="arctan", aliases=("atan",)),
    Function("arctan2", (2, 2), aliases=("atan2",), rule="ratio"),
    Function("sinh", latex="sinh"),
    Function("cosh", latex="cosh"),
    Function("tanh", latex="tanh"),
    Function("coth", latex="coth"),
    Function("sech"),
    Function("csch"),
    Function("arcsinh", aliases=("asinh", "arsinh")),
    Function("arccosh", aliases=("acosh", "arcosh")),
    Function("arctanh", aliases=("atanh", "artanh")),
    Function("abs", aliases=("Abs",), rule="same"),
    Function("sign", aliases=("sgn",), rule="any"),
    Function("min", (2, 8), latex="min", aliases=("Min",), rule="same"),
    Function("max", (2, 8), latex="max", aliases=("Max",), rule="same"),
    Function("factorial"),
    Function("gammafn"),  # not "gamma" nor "Gamma": those are the Lorentz factor and a decay width
    Function("erf"),
    Function("erfc"),
    Function("besselj", (2, 2)),  # order, argument
    Function("bessely", (2, 2)),
    Function("besseli", (2, 2)),
    Function("besselk", (2, 2)),
    Function("LambertW"),
    Function(PLUS_MINUS, (2, 2), rule="same"),
)
FUNCTIONS: dict[str, Function] = {function.name: function for function in _ALL}
ALIASES: dict[str, str] = {alias: function.name for function in _ALL for alias in (function.name, *function.aliases)}
"""Every name that is read as a function, with the name it is kept under."""

CONSTANTS = {"pi": "pi", "oo": "oo", "inf": "oo", "infinity": "oo", "infty": "oo"}
"""Names that are read as a constant; everything else (``e``, ``i``, ``c``, ``h``) is a symbol of the caller."""

OPERATORS = ("diff", "integrate")
"""Written like functions, read as `Derivative` and `Integral`."""

_GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi omicron varpi rho "
    "varrho sigma varsigma tau upsilon phi varphi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega hbar ell"
)
GREEK = tuple(_GREEK.split(" "))
"""Greek letters (and two friends) as LaTeX names them; a symbol keeps that name."""

LETTERS = dict(
    zip("αβγδεζηθικλμνξορστυφχψω", [g for g in GREEK[:-2] if g[0].islower() and g[:3] != "var"], strict=True)
) | dict(zip("ΓΔΘΛΞΠΣΥΦΨΩ", [g for g in GREEK if g[0].isupper()], strict=True))
LETTERS |= {"ϵ": "epsilon", "ϑ": "vartheta", "ϕ": "phi", "ς": "varsigma", "µ": "mu", "ℏ": "hbar", "ℓ": "ell"}
LETTERS["π"] = "pi"
"""Greek letters of Unicode with their names; µ is the micro sign, which is typed for the letter."""
