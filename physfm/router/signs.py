r"""Signs of what a question asks for: words, units, patterns of mathematics, numbers.

Every expert has cues, each a pattern with a weight; the sum of the weights found is the expert's score. The rule router
decides by these scores, the learned router takes them as features beside the meaning of the words. Notable: quantities
(``36 Msun``), reactions (``p p -> p p pi0``), expressions and chains of equations are found first and counted, so that
cues speak of them and not of their spelling.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from physfm.router import spelling

_NUMBER = r"[+-]?\d+(?:[.,]\d+)?(?:\s*(?:e|E|\\times\s*10\^|x\s*10\^|\*\s*10\^)\{?[+-]?\d+\}?)?"
_PREFIX = r"(?:[yzafpnumkMGTPE\u00b5]|micro|milli|nano|pico|femto|kilo|mega|giga|tera|centi)?"
UNIT = (
    r"(?:solar[ -]mass(?:es)?|M_?\\?(?:sun|odot|\{?\\odot\}?)|light[ -]?years?|ly|degrees?(?: celsius| fahrenheit)?|"
    r"nautical miles?|"
    + _PREFIX
    + r"(?:eV|e[vV]|ev|parsecs?|pc|electron ?volts?|met(?:re|er)s?|joules?|grams?|watts?|newtons?|volts?|amperes?|"
    r"pascals?|teslas?|gauss|hertz|ohms?|farads?|henrys?|seconds?|hours?|barns?|kelvins?|"
    r"Hz|Pa|Wh|cal|bar|mol|[smgJWNVATKFHCblhu])|"
    r"minutes?|min|years?|yr|days?|inch(?:es)?|feet|foot|ft|miles?|mph|psi|atm|torr|angstroms?|\u00c5|\u00e5ngstr\u00f6m|"
    r"celsius|fahrenheit|erg|dyn|u|amu|AU|curie|percent|%)"
)
_TARGET = rf"(?:\b(?:in|In|to|into|as|need|want)|->|=>|⟶|→)\s+{UNIT}(?![A-Za-z])"
MASS_SUN = r"(?:solar[ -]mass(?:es)?|M_?\\?(?:sun|odot)|M_\{?\\odot\}?|msun|m_sun|\(solar\))"
_PARTICLE = (
    r"(?:z|w|higgs)[ -]bosons?|higgs|(?:top|bottom|charm|strange|up|down|[tbcsud])[ -]quarks?|top\b|quarks?|bosons?|"
    r"muons?|taus?(?: lepton)?|tauons?|pions?|kaons?|mesons?|baryons?|hyperons?|neutrinos?|antiprotons?|protons?|"
    r"neutrons?|electrons?|positrons?|photons?|gluons?|deuterons?|leptons?|j/psi|upsilon|lambda(?:_[bc])?|omega[-_ ]|"
    r"sigma[+0-]|xi[-0_]|delta\+*\(?|rho\(?|phi\(\d|eta'|eta meson|charmonium"
)
_PARTICLE_SIGNED = (
    r"\b(?:Z|W|H0|pi[+0-]|\\pi|K[+0-]|K_?\{?[SL0]|K0[SL]|K\*|D[+0-]|D\(?_?s|D\*|B[+0-]|B\(?_?[sc]\b|\\Lambda|\\tau|\\mu|"
    r"\\rho|\\Upsilon|J/\\psi|psi\(|\\Omega|chi_|[XZT]_?c?c?[+]?\(?\d{4}|f0\(|a1\(|N\(\d|\\Xi|Xi[-_0]|Ds\+?|\\Sigma|T_cc)"
)
_ARROW = r"(?:->|→|\\to\b|\\rightarrow)"
CONSTANT = (
    r"speed of light|planck(?:'s)?(?: constant| mass| length| time)?\b|boltzmann|avogadro|elementary charge|"
    r"permittivity|"
    r"permeability|fine[- ]structure|rydberg|stefan|gas constant|bohr (?:radius|magneton)|nuclear magneton|faraday|"
    r"josephson|klitzing|flux quantum|conductance quantum|hartree|classical electron radius|thomson cross|"
    r"compton wavelength|atomic mass (?:constant|unit)|wien|standard gravity|impedance of (?:vacuum|free space)|"
    r"gravitational constant|newton's (?:constant|g)|big g\b|h-?bar|\u0127|codata|loschmidt|k_b\b|epsilon_0|mu_0|n_a\b|"
    r"radiation constant|electron charge|charge of (?:an|the) electron"
)
_VERB_SIMULATE = (
    r"simulat\w*|generat\w*|produce\b|run\b|creat\w+|make (?:me )?(?:a|some|\d)|evolve|synthes\w+|mock|fake|artificial|"
    r"toy|pseudo|monte carlo|let .{0,30}(?:throw|run|produce)|time-step|inject|solver|numerical(?:ly)?"
)
PDE = (
    r"heat equation|diffusion|burgers|navier[- ]stokes|wave equation|advection|gray[- ]scott|kuramoto|cahn[- ]hilliard|"
    r"allen[- ]cahn|shallow[- ]water|korteweg|fisher|vorticity equation|euler equations?|turbulence|pde|spinodal|"
    r"vortex|"
    r"kolmogorov flow|shear layer|dam break|reaction[- ]diffusion|poisson|schr[o\u00f6]dinger equation|laplace"
)
_DEIXIS = (
    r"\b(?:this|these|the attached|attached|attachment|attach|upload(?:ed)?|my (?:file|data|strain|root|field|"
    r"simulation|"
    r"events?|jets?|flow|grid|snapshots?|ntuple|measurement|recording)|in here|here|the file|the data|file|data)\b"
)


LONGEST = 1000
"""Characters of a question that are read for patterns."""


@cache
def _pattern(pattern: str, ignore_case: bool = True) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE if ignore_case else 0)


@dataclass(frozen=True)
class Read:
    """A question, read for its patterns.

    Parameters
    ----------
    text, low
        As asked; in lower case.
    counts
        Of quantities, numbers, equals signs ... by name.
    """

    text: str
    low: str
    counts: Mapping[str, int]


def read(question: str) -> Read:
    """Find quantities, reactions, equations and the like."""
    raw = question[:LONGEST]
    text = spelling.plain(raw)
    low = text.lower()
    quantities = _pattern(rf"{_NUMBER}\s*{UNIT}(?![A-Za-z])", False).findall(text)
    counts = {
        "numbers": len(re.findall(r"\d+(?:\.\d+)?", text)),
        "quantities": len(quantities),
        "targets": len(_pattern(_TARGET, False).findall(text)),
        "solar": len(re.findall(rf"\d\s*\$?\s*{MASS_SUN}", low)) + len(re.findall(r"m_?[12]\s*=", low)),
        "distances": len(
            re.findall(r"\d\s*(?:[mgk]pc|megaparsecs?|gigaparsecs?|(?:million|billion) (?:light|parsec))", low)
        ),
        "hertz": len(re.findall(r"\d\s*k?hz\b", low)),
        "energies": len(re.findall(r"\d\s*[kmgt]?ev\b", low)),
        "equals": len(re.findall(r"(?<![<>!])=(?!>)", text)),
        "arrows": len(re.findall(_ARROW, text)),
        "implies": len(re.findall(r"=>|\n|;|\bline \d|\bstep \d|\d\)", low)),
        "latex": len(re.findall(r"\\[a-z]+|\$", raw)),
        "particles": len(re.findall(_PARTICLE, low)) + len(re.findall(_PARTICLE_SIGNED, text)),
        "operators": len(
            re.findall(
                r"[*^]|(?<=[\d\s)])/(?=[\s\d(])|(?<=\s)[+-](?=\s)|sqrt|\\frac|\b(?:sin|cos|tan|exp|ln|log)\b", text
            )
        ),
        "variables": len(re.findall(r"(?<![A-Za-z\\])[a-zA-Z](?=\s*(?:[=*^/+]|\^|\)|$))", text)),
        "questions": text.count("?"),
        "sentences": len(re.findall(r"[.?!](?:\s|$)", text)),
        "words": len(text.split()),
        "deixis": len(re.findall(_DEIXIS, low)),
    }
    return Read(text, low, counts)


CUES_FILE = Path(__file__).with_name("cues.txt")
_NAMED = {
    "NUMBER": _NUMBER, "UNIT": UNIT, "PARTICLE": _PARTICLE, "CONSTANT": CONSTANT, "PDE": PDE, "DEIXIS": _DEIXIS,
    "ARROW": _ARROW, "VERB_SIMULATE": _VERB_SIMULATE,
}  # fmt: skip


def _cues() -> dict[str, tuple[tuple[float, re.Pattern[str]], ...]]:
    found: dict[str, list[tuple[float, re.Pattern[str]]]] = {}
    name = ""
    for line in CUES_FILE.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\[([a-z_:]+)\]", line):
            name = heading[1]
            found[name] = []
        elif line and not line.startswith("#"):
            weight, _, pattern = line.partition(" ")
            named = re.sub(r"\{([A-Z_]+)\}", lambda match: f"(?:{_NAMED[match[1]]})", pattern)
            found[name].append((float(weight), re.compile(named, re.IGNORECASE)))
    return {key: tuple(values) for key, values in found.items()}


CUES: Mapping[str, tuple[tuple[float, re.Pattern[str]], ...]] = _cues()
"""Cues of every intent."""

_PHYSICS = re.compile(
    rf"(?:{_PARTICLE}|{CONSTANT}|{PDE}|physic|mass\b|energy|momentum|gravit|quantum|relativ|entropy|thermo|magnet|"
    r"electr|photon|nuclear|nucleus|atom|wave|field|force|velocity|accelerat|black hole|neutron star|galax|universe|"
    r"cosm|redshift|star\b|stars\b|laser|optic|spectr|plasma|supercond|symmetr|lagrang|hamilton|newton|einstein|"
    r"detector|collider|lhc|ligo|interferom|jet|decay|radiation|temperature|pressure|fluid|turbul|oscillat|pendulum)"
)


def scores(question: Read) -> dict[str, float]:
    """Sum of the weights of the cues found, for every intent, and adjusted by what was counted."""
    found = {name: _score(name, question.low) for name in CUES}
    n = question.counts
    chain = n["implies"] + n["arrows"]
    if n["equals"] >= 2 and chain >= 1:
        found["tool:check_steps"] += 2
    elif n["equals"] + n["operators"] == 0:
        found["tool:check_steps"] -= 1.5
    if n["quantities"] == 1 and n["targets"] and not n["operators"]:
        found["tool:convert"] += 2
    if n["operators"] and n["variables"]:
        found["tool:symbolic"] += 1
    if not (n["operators"] or n["equals"] or n["latex"]):
        found["tool:symbolic"] -= 1.5
    if n["numbers"] >= 2 and n["operators"] and not n["variables"]:
        found["tool:calculate"] += 1.5
    if n["numbers"] == 0:
        for name in (
            "tool:calculate",
            "tool:convert",
            "tool:invariant_mass",
            "tool:lorentz_gamma",
            "tool:time_to_merger",
        ):
            found[name] -= 2
    if n["solar"] == 0 and not re.search(r"\d\s*(?:and|\+)\s*\d", question.low):
        found["tool:chirp_mass"] -= 1.5
    if n["distances"] == 0:
        found["tool:redshift"] -= 1.5
    if n["deixis"] == 0:
        for name in ("encoder:lhc", "encoder:gw", "encoder:fields"):
            found[name] -= 0.5
    if not _PHYSICS.search(question.low) and n["quantities"] + n["operators"] + n["equals"] == 0:
        found["abstain"] += 1.5
    if n["words"] <= 3 and n["numbers"] == 0 and max(found.values()) < 1:
        found["clarify"] += 1
    return found


NAMES = tuple(CUES)
COUNTED = tuple(read("").counts)
WIDTH = 2 * len(NAMES) + 2 * len(COUNTED) + 2


def features(question: str) -> NDArray[np.float32]:
    """Scores, whether they are positive, and counts (present, and their logarithm), of order one, (`WIDTH`,)."""
    seen = read(question)
    by_name = scores(seen)
    score = np.array([by_name[name] for name in NAMES], np.float32)
    count = np.array([seen.counts[name] for name in COUNTED], np.float32)
    physics = float(bool(_PHYSICS.search(seen.low)))
    together = float(bool(re.search(r"\b(?:and|also|then|compare|both|plus|as well)\b|[;&]", seen.low)))
    parts = (score / 3, score > 0, count > 0, np.log1p(count) / 2, [physics, together])
    return np.concatenate([np.asarray(each, np.float32) for each in parts])


def _score(name: str, low: str) -> float:
    return sum(weight for weight, pattern in CUES[name] if pattern.search(low))
