"""Names that fill questions, as people write them, in two parts: the first for training, the second held out.

Every name is one that the PDG or `particle` knows; the tests look each of them up.
"""

from __future__ import annotations


def names(text: str) -> tuple[str, ...]:
    """Names written with ``|`` between them."""
    return tuple(text.split("|"))


FLYING = (
    names(
        "muon|mu-|mu+|pi+|pi-|charged pion|K+|K-|charged kaon|D0|D+|D-|B0|B+|B-|B(s)0|Lambda|Lambda0|Sigma-|Sigma+|Xi-|"
        "Lambda(b)0|Xi(c)+|Omega(c)0|neutron|n|Xi(b)-"
    ),
    names("tau-|tau+|tau lepton|D(s)+|D(s)-|B(c)+|Omega-|Xi0|Lambda(c)+|Xi(c)0|Xi(b)0|Omega(b)-"),
)
"""Particles with a mass and a mean life in the Listings."""

WIDE = (
    names(
        "Z|Z0|W|W+|W boson|Z boson|top quark|top|t|rho(770)0|rho(770)+|K*(892)0|K*(892)+|K(2)*(1430)0|phi(1020)|"
        "omega(782)|f(2)(1270)|f(2)'(1525)|a(2)(1320)+|J/psi(1S)|J/psi|Upsilon(1S)|psi(2S)|psi(3770)|eta'(958)|"
        "D*(2010)+|eta(c)(1S)|chi(c0)(1P)|Sigma(1385)+|Sigma(1385)0|Xi(1530)0|Sigma(c)(2455)++|f(1)(1285)|"
        "rho(1450)0|phi(1680)|f(0)(1710)|K(1)(1270)+|psi(4040)|psi(4160)|D(1)(2420)0|Xi(1820)-|Lambda(c)(2595)+|"
        "K(3)*(1780)0|rho(3)(1690)0|f(4)(2050)|omega(3)(1670)|phi(3)(1850)|a(4)(1970)0|h(1)(1170)|b(1)(1235)0"
    ),
    names(
        "W-|eta|chi(c1)(1P)|chi(c2)(1P)|Upsilon(2S)|Upsilon(3S)|Upsilon(4S)|K(2)*(1430)+|K*(1410)0|K*(1680)0|"
        "D(2)*(2460)0|D(s2)*(2573)+|B(2)*(5747)0|Sigma(c)(2520)++|Sigma(b)+|Xi(c)(2645)+|f(1)(1420)|omega(1420)|"
        "omega(1650)|eta(1295)|eta(1405)|eta(1475)|psi(4415)|Upsilon(10860)|Xi(1530)-|Sigma(1385)-|pi(1800)+|"
        "f(0)(1500)|f(2)(1950)|f(2)(2010)|f(2)(2300)|K(2)*(1980)0|a(2)(1700)+|h(c)(1P)|Omega(2250)-"
    ),
)
"""Particles with a width in the Listings."""

HEAVY = (
    (
        *FLYING[0],
        *WIDE[0],
        *names(
            "proton|p|electron|e-|positron|Higgs|Higgs boson|H|pi0|neutral pion|K0|eta(b)(1S)|Delta(1232)++|"
            "Delta(1232)0|Lambda(1520)|N(1440)+|B*0|D*(2007)0|b quark|bottom quark|D(s0)*(2317)+|"
            "Lambda(1405)|N(1520)0|chi(b1)(1P)|"
            "N(1680)+|Delta(1600)0|Lambda(1670)|Sigma(1670)+|Xi(1690)0|Lambda(1820)|Delta(1905)+|Xi(2030)-"
        ),
    ),
    (
        *FLYING[1],
        *WIDE[1],
        *names(
            "antiproton|strange quark|charm quark|c|D(s)*+|B(s)*0|chi(b0)(1P)|chi(b2)(1P)|Delta(1232)+|Delta(1620)0|"
            "N(1535)+|N(1650)0|Lambda(1690)|Sigma0|Sigma(1775)+|Omega(c)(2770)0|a(1)(1260)+|D(s1)(2460)+|h(b)(1P)"
        ),
    ),
)
"""Particles with a mass in the Listings."""

DECAYS = (
    tuple(
        tuple(line.split(" -> "))
        for line in (
            "pi+ -> mu+ nu", "K+ -> mu+ nu", "K+ -> pi+ pi0", "K(S)0 -> pi+ pi-", "K(S)0 -> pi0 pi0", "Z -> mu+ mu-",
            "Z -> e+ e-", "W+ -> e+ nu", "W+ -> mu+ nu", "Lambda -> p pi-", "D0 -> K- pi+", "D+ -> K- pi+ pi+",
            "tau- -> mu- nubar nu", "Higgs -> gamma gamma", "Higgs -> b bbar", "B+ -> J/psi(1S) K+",
            "phi(1020) -> K+ K-", "J/psi(1S) -> mu+ mu-",
            "Sigma+ -> p pi0", "eta -> gamma gamma", "pi0 -> gamma gamma",
            "omega(782) -> pi+ pi- pi0", "B0 -> K+ pi-", "D0 -> K+ K-",
        )
    ),
    tuple(
        tuple(line.split(" -> "))
        for line in (
            "Upsilon(1S) -> mu+ mu-", "Lambda -> n pi0", "Sigma+ -> n pi+", "J/psi(1S) -> e+ e-", "Z -> tau+ tau-",
            "B(s)0 -> mu+ mu-", "W+ -> tau+ nu", "Omega- -> Lambda K-", "D0 -> pi+ pi-", "psi(2S) -> mu+ mu-",
            "Xi0 -> Lambda pi0",
        )
    ),
)  # fmt: skip
"""Parent and products of decays with a measured branching fraction."""

TWO_BODY = (
    tuple(
        tuple(line.split())
        for line in (
            "B0 pi+ pi-", "B0 K+ pi-", "D0 K- pi+", "D0 pi+ pi-", "Lambda p pi-", "K(S)0 pi+ pi-", "K+ mu+ nu",
            "K+ pi+ pi0", "Xi- Lambda pi-", "Sigma+ p pi0", "J/psi(1S) mu+ mu-", "Z mu+ mu-", "B(s)0 K+ K-",
            "phi(1020) K+ K-", "B+ J/psi(1S) K+", "rho(770)0 pi+ pi-", "pi+ mu+ nu", "D+ K+ pi0", "Lambda(b)0 p K-",
            "K*(892)0 K+ pi-", "Delta(1232)++ p pi+", "W+ tau+ nu",
        )
    ),
    tuple(
        tuple(line.split())
        for line in (
            "Omega- Lambda K-", "B(s)0 J/psi(1S) phi(1020)", "D(s)+ mu+ nu", "Upsilon(1S) tau+ tau-", "Sigma- n pi-",
            "Xi0 Lambda pi0", "B0 D- pi+", "tau- pi- nu", "Lambda(c)+ Lambda pi+", "psi(2S) e+ e-",
        )
    ),
)  # fmt: skip
"""Parent and the two products of decays that the masses allow; the first product is massive."""

QUANTUM = (
    names(
        "proton|neutron|pi+|pi0|K+|K0|Lambda|Sigma+|Sigma-|Xi-|Xi0|phi(1020)|J/psi(1S)|rho(770)0|omega(782)|eta|D0|D+|"
        "B0|B+|Delta(1232)++|Upsilon(1S)|K*(892)0|f(2)(1270)|a(2)(1320)+|psi(2S)|eta'(958)|Sigma(1385)+|"
        "Lambda(1520)|D*(2010)+|Xi(1530)0|rho(3)(1690)0|chi(c0)(1P)|h(c)(1P)|pi(2)(1670)+|Delta(1950)+|N(1520)0"
    ),
    names(
        "Omega-|D(s)+|B(s)0|Sigma0|chi(c1)(1P)|chi(c2)(1P)|Upsilon(2S)|eta(c)(1S)|K(2)*(1430)+|Delta(1232)0|"
        "Delta(1232)+|Lambda(c)+|a(1)(1260)+|f(4)(2050)|N(1440)+|B*0|K(3)*(1780)0|Delta(1905)+|omega(3)(1670)"
    ),
)
"""Hadrons whose spin, parity, isospin and charge the PDG gives."""

CONSTANTS = (
    names(
        "speed of light|c|Planck constant|h|hbar|reduced Planck constant|Boltzmann constant|k_B|gravitational constant|"
        "G|elementary charge|e|fine-structure constant|alpha|Avogadro constant|N_A|molar gas constant|R|"
        "Stefan-Boltzmann constant|Rydberg constant|Bohr radius|a_0|electron mass|m_e|proton mass|m_p|neutron mass|"
        "muon mass|Bohr magneton|mu_B|vacuum permittivity|epsilon_0|atomic mass constant|Faraday constant|F|"
        "classical electron radius|Compton wavelength|Hartree energy|conductance quantum|Thomson cross section|"
        "Planck mass|Planck length|proton rms charge radius|deuteron mass|alpha particle mass|electron g factor|"
        "proton-electron mass ratio|inverse fine-structure constant"
    ),
    names(
        "nuclear magneton|mu_N|vacuum permeability|mu_0|magnetic flux quantum|von Klitzing constant|R_K|"
        "Josephson constant|K_J|Planck time|t_P|Planck temperature|tau mass|helion mass|r_e|sigma_T|E_h|Z_0|"
        "characteristic impedance of vacuum|Wien wavelength displacement law constant|"
        "standard acceleration of gravity|muon g factor|triton mass|neutron-proton mass ratio|Fermi coupling constant|"
        "weak mixing angle|electron volt|hbarc"
    ),
)
"""Names and symbols of constants in CODATA."""

UNITS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("m", "km", "cm", "nm", "fm", "light_year", "parsec", "mile", "inch", "angstrom"),
        ("kg", "g", "solar_mass", "u", "lb", "ton"),
        ("s", "ns", "minute", "hour", "day", "year"),
        ("J", "eV", "keV", "MeV", "GeV", "kWh", "erg", "cal"),
        ("Pa", "bar", "atm", "psi"),
        ("m/s", "km/h", "cm/s", "mph"),
        ("T", "gauss"),
        ("barn", "m^2", "pb", "cm^2", "fb"),
        ("W", "kW", "horsepower"),
        ("N", "dyne", "kN"),
    ),
    (
        ("um", "pm", "ft", "au", "yard", "Mpc"),
        ("mg", "oz", "stone"),
        ("ms", "us", "week"),
        ("TeV", "meV", "kcal", "Btu"),
        ("mmHg", "kPa", "torr"),
        ("ft/s", "knot"),
        ("mT", "uT"),
        ("mb", "nb", "ub"),
        ("MW", "mW"),
        ("pound_force", "mN"),
    ),
)
"""Units by dimension, in the same order in both parts; the held-out part converts between the two."""
