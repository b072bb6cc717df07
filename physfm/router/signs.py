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

import numpy as np
from numpy.typing import NDArray

_NUMBER = r"[+-]?\d+(?:[.,]\d+)?(?:\s*(?:e|E|\\times\s*10\^|x\s*10\^|\*\s*10\^)\{?[+-]?\d+\}?)?"
_PREFIX = r"(?:[yzafpnumkMGTPE\u00b5]|micro|milli|nano|pico|femto|kilo|mega|giga|tera|centi)?"
_UNIT = (
    r"(?:solar[ -]mass(?:es)?|M_?\\?(?:sun|odot|\{?\\odot\}?)|light[ -]?years?|ly|degrees?(?: celsius| fahrenheit)?|"
    r"nautical miles?|"
    + _PREFIX
    + r"(?:eV|e[vV]|ev|parsecs?|pc|electron ?volts?|met(?:re|er)s?|joules?|grams?|watts?|newtons?|volts?|amperes?|"
    r"pascals?|teslas?|gauss|hertz|ohms?|farads?|henrys?|seconds?|hours?|barns?|kelvins?|"
    r"Hz|Pa|Wh|cal|bar|mol|[smgJWNVATKFHCblhu])|"
    r"minutes?|min|years?|yr|days?|inch(?:es)?|feet|foot|ft|miles?|mph|psi|atm|torr|angstroms?|\u00c5|\u00e5ngstr\u00f6m|"
    r"celsius|fahrenheit|erg|dyn|u|amu|AU|curie|percent|%)"
)
_MASS_SUN = r"(?:solar[ -]mass(?:es)?|M_?\\?(?:sun|odot)|M_\{?\\odot\}?|msun|m_sun|\(solar\))"
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
_CONSTANT = (
    r"speed of light|planck(?:'s)?(?: constant| mass| length| time)?\b|boltzmann|avogadro|elementary charge|permittivity|"
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
_PDE = (
    r"heat equation|diffusion|burgers|navier[- ]stokes|wave equation|advection|gray[- ]scott|kuramoto|cahn[- ]hilliard|"
    r"allen[- ]cahn|shallow[- ]water|korteweg|fisher|vorticity equation|euler equations?|turbulence|pde|spinodal|vortex|"
    r"kolmogorov flow|shear layer|dam break|reaction[- ]diffusion|poisson|schr[o\u00f6]dinger equation|laplace"
)
_DEIXIS = (
    r"\b(?:this|these|the attached|attached|attachment|attach|upload(?:ed)?|my (?:file|data|strain|root|field|simulation|"
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
    text = question[:LONGEST]
    low = text.lower()
    quantities = _pattern(rf"{_NUMBER}\s*{_UNIT}(?![A-Za-z])", False).findall(text)
    counts = {
        "numbers": len(re.findall(r"\d+(?:\.\d+)?", text)),
        "quantities": len(quantities),
        "solar": len(re.findall(rf"\d\s*\$?\s*{_MASS_SUN}", low)) + len(re.findall(r"m_?[12]\s*=", low)),
        "distances": len(re.findall(r"\d\s*(?:[mgk]pc|megaparsecs?|gigaparsecs?|(?:million|billion) (?:light|parsec))", low)),
        "hertz": len(re.findall(r"\d\s*k?hz\b", low)),
        "energies": len(re.findall(r"\d\s*[kmgt]?ev\b", low)),
        "equals": len(re.findall(r"(?<![<>!])=(?!>)", text)),
        "arrows": len(re.findall(_ARROW, text)),
        "implies": len(re.findall(r"=>|\\Rightarrow|\\n|\n|;|\bline \d|\bstep \d|\d\)", low)),
        "latex": len(re.findall(r"\\[a-z]+|\$", text)),
        "particles": len(re.findall(_PARTICLE, low)) + len(re.findall(_PARTICLE_SIGNED, text)),
        "operators": len(re.findall(r"[*^/]|(?<=\s)[+-](?=\s)|sqrt|\\frac|\b(?:sin|cos|tan|exp|ln|log)\b", text)),
        "variables": len(re.findall(r"(?<![A-Za-z\\])[a-zA-Z](?=\s*(?:[=*^/+]|\^|\)|$))", text)),
        "questions": text.count("?"),
        "sentences": len(re.findall(r"[.?!](?:\s|$)", text)),
        "words": len(text.split()),
        "deixis": len(re.findall(_DEIXIS, low)),
    }
    return Read(text, low, counts)


# Pattern (of the question in lower case) and weight.
Cue = tuple[str, float]

_ANY = r"[\s\S]"
CUES: Mapping[str, tuple[Cue, ...]] = {
    "tool:pdg": (
        (rf"(?:mass|heav|lifetime|width|spin|decay|branching|live|parity|quark content|charge|massive)\b{_ANY}{{0,60}}(?:{_PARTICLE})", 2),
        (rf"(?:{_PARTICLE}){_ANY}{{0,40}}(?:mass|heav|lifetime|width|spin|decays?\b|branching|\blive|parity|quantum numbers)", 2),
        (r"\bpdg\b|particle data group|review of particle|mc id|monte carlo particle number", 3),
        (r"branching|decay modes?|decay channels?|upper limit on", 2),
        (r"quark (?:content|composition)|valence quarks|\bckm\b|\|v_", 2),
    ),
    "tool:constant": ((_CONSTANT, 3), (rf"(?:value|number|codata|exact|uncertainty){_ANY}{{0,40}}(?:{_CONSTANT})", 1.5)),
    "tool:convert": (
        (rf"{_NUMBER}\s*{_UNIT}\)?,?\s*(?:\?|=|in|to|into|->|as)\s+(?:units of )?\??\s*{_UNIT}\b", 3),
        (r"\bconvert|conversion|\bexpress\b|\btranslate\b|\brewrite\b", 2),
        (rf"how (?:many|much) {_UNIT}\b{_ANY}{{0,20}}(?:\bin\b|\bis\b|\bare\b|make)", 2.5),
        (r"natural units|correspond(?:s)? to", 1.5),
    ),
    "tool:dimension": (
        (r"\bdimensions?\b|dimensional|dimensionality|base units|same unit|units? of measure", 2.5),
        (r"\bm,? ?l,? ?t\b|kind of quantity", 2),
    ),
    "tool:two_body_decay": (
        (rf"(?:moment|energ|energetic|break-?up){_ANY}{{0,60}}{_ARROW}", 2.5),
        (rf"{_ARROW}{_ANY}{{0,60}}(?:moment|energies|energy|rest frame)", 2.5),
        (r"two-body|break-?up momentum|daughters?\b|at rest (?:decays|becomes|to)|decay products", 2),
    ),
    "tool:invariant_mass": (
        (rf"(?:invariant|combined|dimuon|dijet|diphoton|dielectron|pair) mass{_ANY}*\d", 3),
        (r"four-?(?:momenta|momentum|vectors?)|\be, ?px|\bpt[ =]+\d.*eta[ =]+[-\d].*phi", 2.5),
    ),
    "tool:threshold": (
        (r"threshold", 2),
        (rf"(?:minimum|lowest|required|how much|how energetic|at what|at which|which beam){_ANY}{{0,60}}(?:{_ARROW}|produc|make)", 2.5),
        (r"become possible|opens? up|kinematically allowed", 2),
    ),
    "tool:lorentz_gamma": (
        (r"lorentz (?:factor|gamma)|\bgamma\b|\bbeta\b|boost|v/c|fraction of (?:c|light|the speed)|relativistic\b", 2),
        (r"(?:how fast|speed|velocity|time dilat)\w*.{0,60}\d\s*[kmgt]?ev", 2.5),
    ),
    "tool:center_of_mass_energy": (
        (r"cent(?:re|er)[- ]of[- ](?:mass|momentum)|\bcm energy|\bc\.?m\.? (?:energy|frame)|sqrt\(?s|sqrt\{s|root s|mandelstam", 3),
        (r"fixed[- ]target|collid\w+|collision energy", 1),
    ),
    "tool:decay_length": (
        (r"decay length|flight (?:length|distance|path)|decay path|displace|gamma beta c|beta gamma c", 3),
        (r"(?:how far|distance|how many (?:metres|meters|mm|cm|millimet)).{0,60}(?:fly|travel|decay|cover|surviv)", 3),
    ),
    "tool:rapidity": ((r"rapidity|polar angle|\btheta\b", 2), (r"\beta\b.{0,6}[-\d.]|pseudorapidity.{0,10}\d", 1.5)),
    "tool:luminosity_distance": (
        (rf"(?:distance|far|ago|lookback|old|mpc|gpc|light years){_ANY}{{0,60}}(?:\bz ?=? ?\d|redshift(?: of| ?=)? ?\d)", 3),
        (rf"(?:\bz ?(?:=|of)? ?\d|redshift(?: of| ?=)? ?\d){_ANY}{{0,60}}(?:distance|far|ago|lookback|old|mpc|gpc|light years)", 3),
        (r"lookback|comoving|distance modulus|angular diameter", 1.5),
    ),
    "tool:redshift": (
        (rf"(?:redshift|\bz\b){_ANY}{{0,80}}\d\s*(?:[mg]pc|megaparsec|billion light|million light)", 2.5),
        (rf"\d\s*(?:[mg]pc|megaparsecs?|billion light years|million light years){_ANY}{{0,60}}(?:redshift|\bz\b)", 3),
    ),
    "tool:chirp_mass": ((rf"(?:chirp mass|m_?chirp|\bmc\b){_ANY}*\d", 3), (rf"\d{_ANY}*chirp mass", 2)),
    "tool:time_to_merger": (
        (r"(?:how long|time|when|soon|seconds|minutes|remaining).{0,80}(?:merge|coalesc|collide|spiral)", 2.5),
        (r"inspiral (?:time|duration)|peters|time (?:to|until|before) (?:the )?(?:merger|coalescence)", 3),
    ),
    "tool:schwarzschild_radius": (
        (r"schwarzschild radius|horizon (?:radius|size)|event horizon|r_s\b|2 ?gm ?/ ?c", 2.5),
        (rf"(?:black hole|horizon){_ANY}{{0,60}}(?:radius|big|large|size|small)|(?:radius|big|large|small|size|tiny){_ANY}{{0,60}}black hole", 2),
    ),
    "tool:isco_frequency": ((r"\bisco\b|innermost stable|last (?:stable|circular) orbit|6 ?g ?m", 3.5),),
    "tool:symbolic": (
        (r"\b(?:solve|simplify|factor(?:i[sz]e)?|differentiate|derivative|integrat\w+|integral|antiderivative|taylor|maclaurin)\b", 2),
        (r"\\int|\\frac\{d|\bd/d[a-z]|series|partial fractions?|rearrange|subject of|isolate|roots? of|\bexpand\b|for all [a-z]\b", 2),
        (r"equivalent|dimensionally (?:correct|consistent|fine)|make \w subject|stands alone", 1.5),
    ),
    "tool:check_steps": (
        (r"(?:check|verify|audit|proofread|grade|wrong|mistake|error|blunder|slip|correct|follow|valid|justified|fails?)", 1),
        (r"derivation|steps?\b|line by line|my (?:work|working|algebra|proof|solution|calculation)|which line", 1.5),
    ),
    "tool:calculate": (
        (r"^\W*(?:calculate|compute|evaluate|work out|what is|how much is)?\W*[-+(\d][\d\s.,+*/^()e%-]+\W*\??$", 3.5),
        (r"\bcalculate|compute|calculator|plug .* into|error propagation|propagate|multiply|divide|square root", 1.5),
        (r"kinetic energy|potential energy|resistor|pendulum|spring|force between|ideal gas|dropped from|thrown", 1.5),
        (r"\+-|\u00b1|\+/-", 1.5),
    ),
    "tool:simulate_collisions": (
        (rf"(?:{_VERB_SIMULATE}){_ANY}{{0,80}}(?:events?|collisions?|pythia|drell|t ?t ?bar|ttbar|top-pair|dijets?|minimum bias|minbias|histogram)", 3),
        (r"pythia|event generator|histogram", 2),
    ),
    "tool:simulate_waveform": (
        (rf"(?:{_VERB_SIMULATE}){_ANY}{{0,80}}(?:waveform|strain|chirp\b|merger|inspiral|gravitational)", 3),
        (r"waveform|imrphenom|seobnr|taylorf2|\blal\b|lalsimulation|h\(t\)|h_?(?:plus|cross|\+|x)\b", 2),
    ),
    "tool:simulate_field": (
        (rf"(?:{_VERB_SIMULATE}){_ANY}{{0,60}}(?:{_PDE})", 3),
        (rf"(?:{_PDE}){_ANY}{{0,60}}(?:{_VERB_SIMULATE}|grid|steps|points|cells)", 2),
    ),
    "retrieval": (
        (r"\b(?:explain|explanation|why|describe|define|definition|concept|meaning|overview|understand|intuition|meant)\b", 2),
        (r"\b(?:papers?|literature|references?|review|articles?|cite|history|discovered|discovery|who predicted|evidence)\b", 2),
        (r"\bhow (?:do|does|did|is|are|can|were)\b|\bdifference between\b|\bwhat (?:causes|happens|makes)\b", 1),
        (r"^what (?:is|are) (?:a |an |the )?[a-z -]+\??$|tell me about", 0.8),
    ),
    "encoder:lhc": (
        (r"\bjets?\b|\bmuons\b|met\b|missing (?:transverse|energy|pt|momentum)|dilepton|nanoaod|root file|\bht\b|constituents", 1.5),
        (rf"(?:{_DEIXIS}){_ANY}{{0,50}}(?:jets?\b|events?\b|leptons|muons|electrons|photons|collision)", 1.5),
        (r"\.root\b|parton|delphes|physlite|edm4hep|tag (?:this|the)|top or|qcd jet", 1),
    ),
    "encoder:gw": (
        (r"strain\b|merger\b|coalescence|gwosc|\bligo\b|\bvirgo\b|\bgwf\b|gps time|glitch|\bh1\b|\bl1\b|snr\b|signal-to-noise", 1.5),
        (rf"(?:is|any|was|find|detect|search)\b{_ANY}{{0,40}}(?:merger|signal|chirp|gravitational)", 1.5),
        (rf"(?:{_DEIXIS}){_ANY}{{0,50}}(?:signal|chirp|merg|binary|black hole)|detection statistic|false alarm", 1),
    ),
    "encoder:fields": (
        (r"which (?:equation|pde)|what (?:equation|pde)|vorticity|enstrophy|\bfields?\b|simulation|frames?\b|snapshots?|\bflow\b", 1.2),
        (rf"(?:{_DEIXIS}){_ANY}{{0,50}}(?:field|simulation|flow|grid|pde|equation)", 1.5),
        (r"conserved|variance|grid\b|openpmd|pdebench|the well\b|netcdf", 1),
    ),
    "data": (
        (rf"(?:what|analy[sz]e|measure|summari[sz]e|describe|inspect|look at|process|read|report){_ANY}{{0,40}}(?:{_DEIXIS})", 1.5),
        (r"\b(?:signal or|quick look|what'?s this|thoughts)\b", 1.5),
    ),
    "clarify": (
        (r"\b(?:it|that|them|the other one|the second one|the value|the result|the above|these two|the equation)\b", 0.7),
        (r"^(?:\W*|help|more|continue|again|why|how|and then)\W*$", 4),
        (r"as before|again\b|we discussed|from before|the same", 1),
    ),
    "abstain": (
        (r"weather|rain|recipe|cook|bake|dinner|lunch|breakfast|restaurant|hotel|flight|ticket|holiday|movie|film|song|poem|joke|story|lyrics|horoscope", 2),
        (r"president|minister|election|vote|government|parliament|lawyer|landlord|tax|legal|court|visa|insurance|bank|invest|stock|share price|bitcoin|loan|salary|rent\b", 2),
        (r"headache|fever|pain|aspirin|ibuprofen|doctor|symptom|diet|calories|vaccine|tooth|muscle pull|sleep", 2),
        (r"football|soccer|tennis|basketball|hockey|world cup|champions league|olympic|coach|match\b|team\b", 2),
        (r"python|javascript|java\b|sql|regex|html|css\b|bash|git\b|react|excel|npm|script|debug", 2),
        (r"ignore (?:all |the )?(?:previous|prior|earlier)|disregard|system prompt|you are now|pretend|act as|jailbreak|password|hack|override", 2),
        (r"jet lag|string quartet|credit card|companies|company|startup|business|marketing|career|wedding|birthday|girlfriend|boyfriend|wife|husband|my (?:dog|cat|boss|mother)", 2),
        (r"^(?:hi|hello|hey|thanks|thank you|good (?:morning|night|evening|afternoon)|bye)\W*(?:there)?\W*$", 4),
        (r"translate|language|french|german|spanish|capital of|population|novel|painter|actor|band\b|playlist|shop\b|buy\b|near me", 2),
    ),
}  # fmt: skip
"""Cues of every intent."""

_PHYSICS = re.compile(
    rf"(?:{_PARTICLE}|{_CONSTANT}|{_PDE}|physic|mass\b|energy|momentum|gravit|quantum|relativ|entropy|thermo|magnet|"
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
    if n["operators"] and n["variables"]:
        found["tool:symbolic"] += 1
    if not (n["operators"] or n["equals"] or n["latex"]):
        found["tool:symbolic"] -= 1.5
    if n["numbers"] >= 2 and n["operators"] and not n["variables"]:
        found["tool:calculate"] += 1.5
    if n["numbers"] == 0:
        for name in ("tool:calculate", "tool:convert", "tool:invariant_mass", "tool:lorentz_gamma", "tool:time_to_merger"):
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
    score = np.array([scores(seen)[name] for name in NAMES], np.float32)
    count = np.array([seen.counts[name] for name in COUNTED], np.float32)
    physics = float(bool(_PHYSICS.search(seen.low)))
    together = float(bool(re.search(r"\b(?:and|also|then|compare|both|plus|as well)\b|[;&]", seen.low)))
    parts = (score / 3, score > 0, count > 0, np.log1p(count) / 2, [physics, together])
    return np.concatenate([np.asarray(each, np.float32) for each in parts])


def _score(name: str, low: str) -> float:
    return sum(weight for pattern, weight in CUES[name] if _pattern(pattern).search(low))
