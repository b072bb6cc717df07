"""Kinds of physical quantities: the words for them, the units they may have, and the range that physics allows.

A bound stands here only if it holds in every convention that a text may use: pressures may be gauge pressures,
energies depend on their zero, image distances have signs, so these have none. Bounds are inclusive.

Source: definitions, or the law named in the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from physfm.symbolic.dimensions import Dimension, of_unit


@dataclass(frozen=True)
class Kind:
    """One kind of quantity.

    Parameters
    ----------
    name
        As it is called in reasons.
    words
        A regular expression of its names, lower case.
    units
        One unit of every dimension in which it is stated, the first that of the bounds; ``"1"`` for a pure number.
    low, high
        Bounds in the first unit; None for none.
    reason
        Why they hold.
    unless
        Words right before the name that make it something else.
    """

    name: str
    words: str
    units: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    reason: str = ""
    unless: str = ""

    @property
    def dimensions(self) -> frozenset[Dimension]:
        """The dimensions that it may have."""
        return _dimensions(self.units)


@cache
def _dimensions(units: tuple[str, ...]) -> frozenset[Dimension]:
    return frozenset(map(of_unit, units))


_NUMBER = ("1",)
_ENERGY = ("J", "J/mol", "J/kg")
_LENGTH = ("m", "1/eV")
_TIME = ("s", "1/eV")
_MASS = ("kg", "eV", "kg/mol")
_SHARE = "a part of a whole lies between 0 and 1"
_CHANCE = "a probability lies between 0 and 1"
_SIZE = "it is a size and cannot be negative"
_LIGHT = 299_792_458.0

KINDS = (
    # Pure numbers.
    Kind("probability", r"probabilit(?:y|ies)", _NUMBER, 0, 1, _CHANCE, "log|conditional|density"),
    Kind(
        "branching fraction",
        r"branching (?:fraction|ratio)s?|(?:\\mathcal\s*)?(?:BR|BF|Br|B)\s?\(\s?R{4,}\s?\)",
        _NUMBER,
        0,
        1,
        "it is the share of one decay in all",
    ),
    Kind(
        "efficiency",
        r"(?:quantum |thermal |detection |carnot |trigger |selection |conversion )?efficienc(?:y"
        r"|ies)",
        _NUMBER,
        0,
        1,
        "output cannot exceed input",
        "fuel|luminous|internal quantum|external quantum|quantum",
    ),
    Kind("confidence level", r"confidence level", _NUMBER, 0, 1, _CHANCE),
    Kind("p-value", r"p-values?", _NUMBER, 0, 1, _CHANCE),
    Kind("emissivity", r"emissivity|absorptivity|absorptance", _NUMBER, 0, 1, "a black body, 1, emits most"),
    Kind("reflectance", r"reflectance|reflectivity|transmittance|transmissivity", _NUMBER, 0, 1, _SHARE),
    Kind("fraction", r"(?:mass|mole|molar|volume|void|packing|ionization|escape) fraction", _NUMBER, 0, 1, _SHARE),
    Kind("degree of polarization", r"degree of polari[sz]ation", _NUMBER, 0, 1, _SHARE),
    Kind("power factor", r"power factor", _NUMBER, 0, 1, "it is the cosine of an angle within a quarter turn"),
    Kind("duty cycle", r"duty (?:cycle|factor)", _NUMBER, 0, 1, _SHARE),
    Kind("fidelity", r"fidelity", _NUMBER, 0, 1, "it is an overlap of normalised states"),
    Kind("correlation coefficient", r"correlation coefficient", _NUMBER, -1, 1, "Cauchy-Schwarz inequality"),
    Kind("eccentricity", r"(?:orbital )?eccentricity", _NUMBER, 0, None, "it is zero for a circle, the least there is"),
    Kind(
        "redshift",
        r"(?:cosmological )?redshift",
        _NUMBER,
        -1,
        None,
        "1 + z is a ratio of wavelengths, which are positive",
        "gravitational|doppler",
    ),
    Kind("Lorentz factor", r"lorentz (?:gamma )?factor", _NUMBER, 1, None, "1/sqrt(1 - v^2/c^2) is at least 1"),
    Kind(
        "symmetric mass ratio",
        r"symmetric mass ratio",
        _NUMBER,
        0,
        0.25,
        "m1 m2/(m1 + m2)^2 is largest for equal masses",
    ),
    Kind(
        "black-hole spin",
        r"(?:dimensionless|effective|black[- ]hole|kerr) spin(?: parameter| magnitude)?|spin "
        r"parameter|"
        r"effective (?:inspiral )?spin",
        _NUMBER,
        -1,
        1,
        "a black hole spins at most at the Kerr bound, 1",
    ),
    Kind(
        "coefficient of friction",
        r"coefficient of (?:static |kinetic |rolling |sliding )?friction",
        _NUMBER,
        0,
        None,
        _SIZE,
    ),
    Kind(
        "sine or cosine",
        r"\\?(?:cos|sin)\s?\(?\s?(?:\\?(?:theta|phi|alpha|beta|delta|psi)"
        r"|[θφαβδψ])(?:_\(?\w\)?)?\s?\)?",
        _NUMBER,
        -1,
        1,
        "a sine or cosine of a real angle lies between -1 and 1",
    ),
    Kind("Mach number", r"mach number", _NUMBER, 0, None, _SIZE),
    Kind("index of refraction", r"(?:refractive index|index of refraction)", _NUMBER),
    Kind("strain", r"(?:tensile|shear|gravitational[- ]wave|peak) strain", _NUMBER),
    Kind("signal-to-noise ratio", r"signal-to-noise ratio", _NUMBER),
    # Mechanics.
    Kind(
        "mass",
        r"(?:total |rest |chirp |molar |invariant |component |primary |secondary |final |remnant "
        r"|proper )?mass(?:es)?",
        _MASS,
        0,
        None,
        "no body of negative mass is known",
        "effective|center of|centre of|negative|effective-|renormali[sz]ed",
    ),
    Kind(
        "speed",
        r"(?:orbital |escape |average |terminal |root[- ]mean[- ]square |rms |final |initial "
        r")?speed",
        ("m/s", "1"),
        0,
        _LIGHT,
        "nothing moves faster than light",
        "phase|group|angular|rotational|apparent|superluminal|recession(?:al)?|expansion|wind",
    ),
    Kind(
        "velocity",
        r"(?:escape |orbital |terminal |drift |average |final |initial )?velocity",
        ("m/s", "1"),
        -_LIGHT,
        _LIGHT,
        "nothing moves faster than light",
        "phase|group|angular|apparent|superluminal|recession(?:al)?|expansion|rotational",
    ),
    Kind(
        "acceleration",
        r"(?:centripetal |gravitational |tangential |average )?acceleration",
        ("m/s^2",),
        unless="angular",
    ),
    Kind(
        "force",
        r"(?:net |normal |centripetal |frictional |gravitational |magnetic |electric |buoyant "
        r"|drag )?force",
        ("N", "eV/m"),
    ),
    Kind("weight", r"weight", ("N", "kg"), unless="statistical|atomic|molecular"),
    Kind(
        "kinetic energy",
        r"(?:translational |rotational )?kinetic energ(?:y|ies)",
        (*_ENERGY, "K"),
        0,
        None,
        "it is quadratic in the velocity",
        "change in",
    ),
    Kind(
        "energy",
        r"(?:potential |binding |total |rest |internal |mechanical |ionization |photon |thermal "
        r"|threshold |beam |"
        r"activation |cent(?:er|re)-of-mass |fermi )?energ(?:y|ies)",
        (*_ENERGY, "K", "1/m", "Hz"),
        unless="kinetic|free",
    ),
    Kind("rest energy", r"rest(?:[- ]mass)? energy", ("J",), 0, None, "no body of negative mass is known"),
    Kind("work", r"work done|work function", _ENERGY),
    Kind(
        "power",
        r"(?:average |output |input |radiated |electrical |total )?power",
        ("W",),
        unless="resolving|thermoelectric|stopping|lens|optical|magnifying|refractive|third|fourth|second|n-th|horse",
    ),
    Kind(
        "momentum",
        r"(?:linear |transverse |total |initial |final )?momentum",
        ("kg*m/s", "eV", "1/m"),
        unless="angular|orbital|spin",
    ),
    Kind("angular momentum", r"(?:orbital |total )?angular momentum", ("J*s", "1")),
    Kind("torque", r"torque", ("N*m",)),
    Kind(
        "moment of inertia", r"moment of inertia", ("kg*m^2",), 0, None, "it is a sum of masses times squares", "second"
    ),
    Kind("impulse", r"impulse", ("N*s",), unless="specific"),
    Kind(
        "spring constant",
        r"(?:spring|force) constant|spring stiffness",
        ("N/m",),
        0,
        None,
        "else the spring would be unstable",
    ),
    Kind(
        "pressure", r"(?:atmospheric |gauge |absolute |vapou?r |blood |partial |osmotic |radiation )?pressure", ("Pa",)
    ),
    Kind("absolute pressure", r"absolute pressure", ("Pa",), 0, None, "a gas only pushes"),
    Kind("Young's modulus", r"(?:young's|bulk|shear|elastic) modulus", ("Pa",), 0, None, "matter would be unstable"),
    Kind(
        "density",
        r"(?:mass |average |mean )?density",
        (
            "kg/m^3",
            "1/m^3",
            "kg/m^2",
            "kg/m",
            "eV/m^3",
            "C/m^3",
            "C/m^2",
            "A/m^2",
            "1/m^2",
            "1/m",
            "C/m",
            "J/m^3",
            "eV^4",
            "W/m^2",
            "1",
            "mol/m^3",
        ),
        0,
        None,
        _SIZE,
        "charge|current|energy|flux|probability|potential",
    ),
    Kind("viscosity", r"(?:dynamic )?viscosity", ("Pa*s", "m^2/s"), 0, None, "friction dissipates"),
    Kind("volume", r"volume", ("m^3", "m^3/mol"), 0, None, _SIZE, "change in|molar|specific"),
    Kind("area", r"(?:surface |cross-sectional )?area", ("m^2",), 0, None, _SIZE),
    Kind(
        "length", r"(?:path |bond |arc |wave |proper |contracted )?length", _LENGTH, 0, None, _SIZE, "focal|scattering"
    ),
    Kind("focal length", r"focal length", ("m",)),
    Kind("distance", r"distance", (*_LENGTH, "s"), 0, None, _SIZE, "image|object|signed"),
    Kind("radius", r"(?:orbital |schwarzschild |charge |mean )?radius(?! of curvature)", _LENGTH, 0, None, _SIZE),
    Kind("diameter", r"diameter|thickness|circumference|perimeter", _LENGTH, 0, None, _SIZE),
    Kind("height", r"height|altitude|depth|displacement|amplitude of oscillation", ("m",)),
    Kind("wavelength", r"wavelength", ("m",), 0, None, _SIZE),
    # Time.
    Kind(
        "time",
        r"(?:travel |elapsed |reaction |total |flight )?time",
        ("s", "1/eV"),
        unless="dead|first|second|third|last|next|each|this",
    ),
    Kind(
        "lifetime",
        r"(?:mean |proper |average )?life-?time|mean life",
        _TIME,
        0,
        None,
        "nothing decays before it is made",
    ),
    Kind("half-life", r"half-li(?:fe|ves)", _TIME, 0, None, "nothing decays before it is made"),
    Kind("period", r"(?:orbital |rotation(?:al)? |oscillation )?period", ("s",), 0, None, _SIZE, "grace|time"),
    Kind("age", r"age", ("s",), 0, None, _SIZE, "the|an|this|every"),
    Kind(
        "frequency",
        r"(?:resonan(?:t|ce) |cyclotron |plasma |natural |angular |beat |fundamental |peak "
        r")?frequency",
        ("Hz",),
        0,
        None,
        _SIZE,
        "detuning",
    ),
    Kind("angular velocity", r"angular (?:velocity|speed)|rotational speed", ("1/s",)),
    Kind("angular acceleration", r"angular acceleration", ("1/s^2",)),
    Kind(
        "activity",
        r"(?:radio)?activity",
        ("Bq", "Bq/kg", "Bq/m^3"),
        0,
        None,
        _SIZE,
        "optical|specific|human|physical|seismic",
    ),
    Kind("width", r"width", ("m", "eV"), 0, None, _SIZE),
    Kind("decay width", r"(?:decay|total|full|natural) width", ("eV",), 0, None, _SIZE),
    # Thermodynamics.
    Kind(
        "temperature",
        r"(?:absolute |critical |surface |room |curie |debye |hawking |effective |core |boiling "
        r"|melting )?temperature",
        ("K", "eV"),
        0,
        None,
        "nothing is colder than absolute zero",
        "negative|spin|noise|change in|difference in|potential|virtual|nuclear spin",
    ),
    Kind("entropy", r"entropy", ("J/K", "J/(K*mol)", "J/(K*kg)", "1"), unless="rate of"),
    Kind("heat capacity", r"heat capacity", ("J/K", "J/(K*mol)", "J/(K*kg)"), unless="molar|specific"),
    Kind("specific heat", r"specific heat(?: capacity)?", ("J/(kg*K)", "J/(mol*K)", "1")),
    Kind("latent heat", r"latent heat(?: of (?:fusion|vaporization))?", ("J/kg", "J/mol", "J")),
    Kind("thermal conductivity", r"thermal conductivity", ("W/(m*K)",), 0, None, "heat flows from hot to cold"),
    # Electromagnetism.
    Kind(
        "charge", r"(?:electric |net |total |point |test )charge|charge", ("C", "1", "A*s"), unless="color|colour|in|of"
    ),
    Kind("current", r"electric(?:al)? current", ("A",)),
    Kind("voltage", r"voltage|potential difference|electromotive force|emf", ("V",)),
    Kind(
        "resistance",
        r"(?:electrical |internal |equivalent |total )resistance",
        ("ohm",),
        0,
        None,
        "a passive resistor dissipates",
    ),
    Kind("resistivity", r"resistivity", ("ohm*m",), 0, None, "a passive conductor dissipates"),
    Kind("capacitance", r"capacitance", ("F",), 0, None, "the energy of its field is positive"),
    Kind("inductance", r"(?:self-|mutual )?inductance", ("H",)),
    Kind("electric field", r"electric field(?: strength| magnitude)?", ("V/m",)),
    Kind("magnetic field", r"magnetic field(?: strength| magnitude)?", ("T", "A/m")),
    Kind("magnetic flux", r"magnetic flux", ("Wb",)),
    Kind("impedance", r"impedance|reactance", ("ohm",)),
    # Particles, light and stars.
    Kind(
        "cross section",
        r"(?:total |inclusive |production |scattering |differential )?cross[- ]section",
        ("barn", "1/eV^2"),
        0,
        None,
        _SIZE,
        "differential",
    ),
    Kind("luminosity", r"luminosity", ("W", "1/(m^2*s)", "1/m^2"), 0, None, _SIZE, "instantaneous|integrated"),
    Kind("integrated luminosity", r"integrated luminosity", ("1/m^2",), 0, None, _SIZE),
    Kind("intensity", r"(?:light |sound |radiation )?intensity", ("W/m^2", "W/sr"), 0, None, _SIZE, "field|magnetic"),
    Kind("Hubble constant", r"hubble(?:'s)? (?:constant|parameter)", ("1/s", "1")),
)

BY_NAME = {kind.name: kind for kind in KINDS}
CHIRP_SHARE = 2 ** (-6 / 5)
"""Chirp mass over total mass, at most: for equal masses."""

# The longest name wins, and the special ("absolute pressure") before the general.
_ORDER = sorted(
    range(len(KINDS)), key=lambda i: (KINDS[i].name not in ("absolute pressure", "rest energy"), -len(KINDS[i].words))
)
_SPECIAL = [
    i
    for i in _ORDER
    if KINDS[i].name in ("absolute pressure", "rest energy", "symmetric mass ratio", "black-hole spin")
]
_REST = [i for i in range(len(KINDS)) if i not in _SPECIAL]
# Angular and specific names begin where the general one does not, so the leftmost match is the right one.
NAMED = re.compile(
    r"(?<![\w-])(?=[A-Za-z\\θφαβδψ])(?:"
    + "|".join(f"(?P<k{i}>{KINDS[i].words})" for i in (*_SPECIAL, *_REST))
    + r")(?![\w-])",
    re.IGNORECASE,
)


def kind_of(match: re.Match[str]) -> Kind:
    """The kind of a match of `NAMED`."""
    return KINDS[int((match.lastgroup or "k0")[1:])]
