"""Fundamental constants with their uncertainty: CODATA, from the edition that SciPy ships.

Notable: the edition is read from SciPy, not assumed; values that SciPy keeps from older editions are never given; a
name that fits several constants gives the choice. CODATA also tabulates a few electroweak constants (the Fermi coupling
constant, the weak mixing angle) that it takes from the Review of Particle Physics, and the result says so.

Not covered: astronomical constants (units of `convert`), particle properties (tool ``pdg``).
Source: P. J. Mohr, D. B. Newell, B. N. Taylor, E. Tiesinga, CODATA recommended values, through `scipy.constants`.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import Annotated, Any

from pydantic import Field

from physfm.errors import InputError, MissingDependency
from physfm.tools.quantity import tidy
from physfm.tools.tool import Result, Tool

SYMBOLS = {
    "c": "speed of light in vacuum", "h": "Planck constant", "hbar": "reduced Planck constant",
    "ℏ": "reduced Planck constant", "k": "Boltzmann constant", "k_B": "Boltzmann constant",
    "G": "Newtonian constant of gravitation", "G_N": "Newtonian constant of gravitation", "e": "elementary charge",
    "alpha": "fine-structure constant", "α": "fine-structure constant", "1/alpha": "inverse fine-structure constant",
    "alpha^-1": "inverse fine-structure constant", "N_A": "Avogadro constant", "R": "molar gas constant",
    "F": "Faraday constant", "sigma": "Stefan-Boltzmann constant", "sigma_SB": "Stefan-Boltzmann constant",
    "σ": "Stefan-Boltzmann constant", "R_inf": "Rydberg constant", "R_∞": "Rydberg constant", "a_0": "Bohr radius",
    "r_e": "classical electron radius", "lambda_C": "Compton wavelength", "mu_B": "Bohr magneton",
    "mu_N": "nuclear magneton", "epsilon_0": "vacuum electric permittivity", "ε_0": "vacuum electric permittivity",
    "eps_0": "vacuum electric permittivity", "mu_0": "vacuum mag. permeability", "μ_0": "vacuum mag. permeability",
    "Z_0": "characteristic impedance of vacuum", "m_e": "electron mass", "m_p": "proton mass", "m_n": "neutron mass",
    "m_mu": "muon mass", "m_tau": "tau mass", "m_d": "deuteron mass", "m_u": "atomic mass constant",
    "u": "atomic mass constant", "amu": "atomic mass constant", "eV": "electron volt", "E_h": "Hartree energy",
    "Phi_0": "mag. flux quantum", "Φ_0": "mag. flux quantum", "G_0": "conductance quantum", "K_J": "Josephson constant",
    "R_K": "von Klitzing constant", "sigma_T": "Thomson cross section", "σ_T": "Thomson cross section",
    "b": "Wien wavelength displacement law constant", "g": "standard acceleration of gravity",
    "g_n": "standard acceleration of gravity", "G_F": "Fermi coupling constant", "sin2thetaW": "weak mixing angle",
    "m_P": "Planck mass", "l_P": "Planck length", "t_P": "Planck time", "T_P": "Planck temperature",
    "hbar c": "reduced Planck constant times c in MeV fm", "ħ": "reduced Planck constant",
    "hbarc": "reduced Planck constant times c in MeV fm", "a_e": "electron mag. mom. anomaly",
    "a_mu": "muon mag. mom. anomaly", "g_e": "electron g factor", "r_p": "proton rms charge radius",
}  # fmt: skip
"""Symbols, upper and lower case distinguished; a comparison ignores braces, backslashes and spaces."""

_WORDS = {
    "gravitational constant": "Newtonian constant of gravitation",
    "newton constant": "Newtonian constant of gravitation",
    "vacuum permittivity": "vacuum electric permittivity",
    "electric constant": "vacuum electric permittivity",
    "vacuum permeability": "vacuum mag. permeability",
    "magnetic constant": "vacuum mag. permeability",
    "gas constant": "molar gas constant",
    "electron charge": "elementary charge",
    "dirac constant": "reduced Planck constant",
    "avogadro number": "Avogadro constant",
    "magnetic flux quantum": "mag. flux quantum",
    "atomic mass unit": "atomic mass constant",
    "impedance of free space": "characteristic impedance of vacuum",
}
_FROM_PDG = ("Fermi coupling constant", "weak mixing angle", "W to Z mass ratio", "tau ")


@cache
def _table() -> tuple[str, dict[str, tuple[float, str, float]]]:
    """Edition and the constants of that edition: name to (value, unit, uncertainty)."""
    try:
        from scipy import constants
    except ImportError as err:
        raise MissingDependency("Looking up constants", err.name or "scipy", "tools") from err
    edition = re.search(r"CODATA[ _]?(\d{4})", constants.__doc__ or "")
    # physical_constants also keeps the names of older editions, with their old values; find() lists the current ones.
    names = constants.find(None, disp=False)
    return edition[1] if edition else "(edition of SciPy)", {name: constants.physical_constants[name] for name in names}


def _folded(symbol: str) -> str:
    """A symbol without its typography."""
    text = re.sub(r"\\(?:mathrm|text|rm|operatorname)|[\\${}\s]", "", symbol)
    return text.replace("varepsilon", "epsilon").replace("μ", "mu").replace("µ", "mu").replace("infty", "inf")


@cache
def _symbols() -> dict[str, str]:
    """`SYMBOLS` by their comparison form, and without underscores where that is still one constant (not a_mu, amu)."""
    found = {_folded(symbol): name for symbol, name in SYMBOLS.items()}
    squeezed: dict[str, set[str]] = {}
    for symbol, name in found.items():
        squeezed.setdefault(symbol.replace("_", ""), set()).add(name)
    return {symbol: next(iter(names)) for symbol, names in squeezed.items() if len(names) == 1} | found


def _candidates(name: str) -> list[str]:
    """Constants that a name fits: one if it is clear, several if not."""
    table = _table()[1]
    if symbol := _symbols().get(_folded(name)):
        return [symbol]
    words = " ".join(name.lower().replace("’", "'").replace("'s ", " ").split()).removeprefix("the ")
    words = re.sub(r"\bmagnetic moment\b", "mag. mom.", words)
    if words in _WORDS:
        return [_WORDS[words]]
    parts = re.findall(r"[a-z0-9.]+", words)
    if exact := [key for key in table if re.findall(r"[a-z0-9.]+", key.lower()) == parts]:
        return exact
    holding = [key for key in table if parts and all(part in re.findall(r"[a-z0-9.]+", key.lower()) for part in parts)]
    starting = [key for key in holding if key.lower().startswith(words)]
    for few in (starting, holding):
        if len(few) == 1:
            return few
    return sorted(starting or holding, key=len)


def _number(value: float, uncertainty: float) -> str:
    """Value with its uncertainty at two digits, or all digits if exact."""
    from decimal import Decimal

    if not uncertainty:
        return f"{value:.15g}"
    exponent = Decimal(repr(value)).adjusted()
    digits = max(0, exponent - Decimal(repr(uncertainty)).adjusted() + 1)
    mantissa, error = value / 10.0**exponent, uncertainty / 10.0**exponent
    if -4 < exponent < 6:
        decimals = max(0, digits - exponent)
        return f"{value:.{decimals}f} ± {uncertainty:.{decimals}f}"
    return f"({mantissa:.{digits}f} ± {error:.{digits}f})e{exponent:+d}"


def _pint(unit: str) -> str:
    """A unit as CODATA writes it, for pint."""
    return {"": "1", "(GeV/c^2)^-2": "GeV^-2*c^4"}.get(unit) or tidy(unit)


def constant(
    name: Annotated[
        str,
        Field(description="Name or symbol: 'speed of light', 'hbar', 'k_B', 'alpha', 'electron mass'", max_length=100),
    ],
) -> Result:
    """Look up a fundamental constant (CODATA): value, uncertainty, unit and edition; exact ones say so.

    Returns
    -------
    result
        ``value`` None where several constants fit: ``details["candidates"]`` lists them.

    Raises
    ------
    InputError
        If CODATA has no such constant; the message gives the nearest.
    """
    edition, table = _table()
    found = [key for key in _candidates(name) if key in table]
    if not found:
        known = {key.lower(): key for key in (*table, *_WORDS, *SYMBOLS)}
        near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6)
        hint = f" Did you mean {known[near[0]]!r}?" if near else ""
        raise InputError(
            f"CODATA {edition} has no constant {name!r}.{hint} Properties of particles are found by the tool 'pdg', "
            "astronomical units by 'convert'."
        )
    source = f"CODATA {edition} recommended values, through scipy.constants"
    if len(found) > 1:
        rows = [{"name": key, "value": table[key][0], "unit": table[key][1] or "1"} for key in found]
        text = f"{name!r} fits {len(found)} constants of CODATA {edition}: say which. {'; '.join(found[:10])}."
        return Result(text, source=source, details={"candidates": rows, "edition": edition})
    key = found[0]
    value, unit, uncertainty = table[key]
    note = ""
    if key.startswith(_FROM_PDG):
        note = " CODATA takes it from the Review of Particle Physics."
    exact = uncertainty == 0
    shown = f" {unit}" if unit else ""
    words = f"{_number(value, uncertainty)}{shown}" + (" (exact)" if exact else "")
    details: dict[str, Any] = {"name": key, "exact": exact, "edition": edition}
    return Result(
        text=f"The {key} is {words} (CODATA {edition}).{note}",
        value=float(value),
        unit=_pint(unit),
        uncertainty=(float(uncertainty), float(uncertainty)),
        source=source,
        details=details,
    )


TOOLS = (Tool(constant),)
