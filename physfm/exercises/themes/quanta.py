"""Quanta: photons, thermal energies, natural units, with the constants looked up."""

from __future__ import annotations

from physfm.exercises.drawing import Draw
from physfm.exercises.family import Family, call
from physfm.exercises.fillers import HEAVY, WIDE

PHOTONS = (("eV", 0.5, 90.0), ("keV", 0.5, 900.0), ("MeV", 0.1, 90.0))
MASSIVE = (
    ("electron", "proton", "muon", "neutron", "pi+", "K+", "tau-", "D0", "e-", "p"),
    ("B0", "Lambda", "pi0", "mu-", "Omega-"),
)


def _photon(draw: Draw) -> dict[str, str]:
    return {
        "energy": draw.quantity(*PHOTONS),
        "unit": draw.of(("nm", "m", "um"), ("pm", "angstrom")),
        "kind": draw.of(
            ("transition", "photon", "spectral line", "gamma ray", "quantum of light"),
            ("X-ray", "nuclear line", "emission line"),
        ),
    }


def _wave(draw: Draw) -> dict[str, str]:
    return {
        "wavelength": draw.quantity(("nm", 0.5, 2000.0), ("um", 0.2, 30.0), ("m", 0.01, 30.0), ("mm", 0.1, 90.0)),
        "unit": draw.of(("eV", "keV", "J"), ("meV", "MeV")),
    }


def _hot(draw: Draw) -> dict[str, str]:
    return {
        "temperature": draw.quantity(("K", 2.7, 5e9), ("kelvin", 100.0, 1e7), ("MK", 0.5, 50.0), loose=False),
        "unit": draw.of(("eV", "keV", "J"), ("MeV", "meV")),
    }


def _hot_particle(draw: Draw) -> dict[str, str]:
    return {
        "temperature": draw.quantity(("K", 1e7, 5e13), ("kelvin", 1e8, 1e12), loose=False),
        "particle": draw.of(*MASSIVE),
    }


def _resonance(draw: Draw) -> dict[str, str]:
    return {"particle": draw.of(*WIDE)}


def _matter(draw: Draw) -> dict[str, str]:
    return {
        "particle": draw.of(*MASSIVE),
        "momentum": draw.quantity(("MeV", 0.5, 900.0), ("GeV", 0.2, 60.0), ("keV", 5.0, 900.0)),
        "unit": draw.of(("fm", "m", "pm"), ("nm", "angstrom")),
    }


def _frequency(draw: Draw) -> dict[str, str]:
    return {
        "frequency": draw.quantity(("Hz", 1e9, 1e20), ("THz", 0.1, 900.0), ("GHz", 1.0, 900.0)),
        "unit": draw.of(("eV", "J", "keV"), ("meV", "MeV")),
    }


def _rest(draw: Draw) -> dict[str, str]:
    return {"particle": draw.of(*HEAVY), "unit": draw.of(("kg", "g", "u"), ("ug", "lb"))}


FAMILIES = (
    Family(
        name="photon-wavelength",
        kind="chain",
        train="""
            What is the wavelength, in {unit}, of a {kind} of {energy}?
            Find lambda = h c / E in {unit} for a {kind} with E = {energy}.
            wavelength of a {energy} {kind} in {unit}
            A {kind} has an energy of {energy}. How long is its wave in {unit}?
            Look up h and c and compute the wavelength in {unit} of a {kind} of {energy}.
            Using the Planck constant: which wavelength ({unit}) has a {kind} at {energy}?
            {kind}, {energy}: wavelength in {unit}?
            Light from a {kind} of {energy} has how many {unit} of wavelength?
            Convert the {kind} energy {energy} to a wavelength in {unit}.
            Please calculate the wavelength in {unit} that belongs to a {kind} with energy {energy}.
            h c over {energy}, in {unit}, for a {kind}?
            I measured a {kind} at {energy}; give its wavelength in {unit}.
        """,
        held_out="""
            How many {unit} is the wavelength of light from a {kind} with {energy}?
            Energy {energy} ({kind}): express as wavelength in {unit}.
            Determine the vacuum wavelength, in {unit}, of a {kind} carrying {energy}.
            What lambda in {unit} goes with a {kind} of {energy}?
            From h, c and E = {energy} get the {kind} wavelength in {unit}.
        """,
        draw=_photon,
        calls=(
            call("constant", name="h"),
            call("constant", name="c"),
            call("calculate", expression="h*c/E", values={"h": "{1}", "c": "{2}", "E": "{energy}"}, unit="{unit}"),
        ),
        solution="The wavelength at {energy} is {answer}.",
    ),
    Family(
        name="photon-energy",
        kind="chain",
        train="""
            What is the energy in {unit} of a photon of wavelength {wavelength}?
            Find E = h c / lambda in {unit} for lambda = {wavelength}.
            photon energy at {wavelength} in {unit}
            Light has a wavelength of {wavelength}. How many {unit} does one photon carry?
            Look up h and c: what energy, in {unit}, does a {wavelength} photon have?
            Convert a wavelength of {wavelength} to a photon energy in {unit}.
            h c / {wavelength} in {unit}?
            One quantum of {wavelength} radiation is how many {unit}?
            Radiation at {wavelength}: photon energy in {unit}, please.
            Compute the energy ({unit}) of a quantum of light with wavelength {wavelength}.
            Our laser emits at {wavelength}. Photon energy in {unit}?
            i want the energy of a photon, wavelength {wavelength}, unit {unit}
        """,
        held_out="""
            How energetic, in {unit}, is a single photon at {wavelength}?
            Wavelength {wavelength}; state the quantum's energy in {unit}.
            Determine E in {unit} of electromagnetic radiation with lambda = {wavelength}.
            Each photon of {wavelength} light delivers how many {unit}?
            From h, c and {wavelength} get the photon energy in {unit}.
        """,
        draw=_wave,
        calls=(
            call("constant", name="h"),
            call("constant", name="c"),
            call("calculate", expression="h*c/w", values={"h": "{1}", "c": "{2}", "w": "{wavelength}"}, unit="{unit}"),
        ),
        solution="A photon of wavelength {wavelength} has an energy of {answer}.",
    ),
    Family(
        name="energy-of-frequency",
        kind="chain",
        train="""
            What energy, in {unit}, has a photon of frequency {frequency}?
            Find E = h f in {unit} for f = {frequency}.
            h*f for {frequency} in {unit}
            A wave oscillates at {frequency}. How many {unit} is one quantum?
            Photon at {frequency}: energy in {unit}?
            Multiply the Planck constant by {frequency}; result in {unit}.
            Use h to find the energy ({unit}) of a {frequency} photon.
            How many {unit} does a quantum at {frequency} have?
            Give the photon energy in {unit} that belongs to a frequency of {frequency}.
            energy of light with frequency {frequency}, in {unit}
            At {frequency}, what is the quantum of energy in {unit}?
            Please convert the frequency {frequency} to a photon energy in {unit} with E = h f.
        """,
        held_out="""
            Radiation of {frequency} comes in quanta of how many {unit}?
            Express h times {frequency} in {unit}.
            Frequency {frequency}, photon energy in {unit}?
            Planck's relation for f = {frequency}: E in {unit}?
            What does one photon of {frequency} carry, in {unit}?
        """,
        draw=_frequency,
        calls=(
            call("constant", name="h"),
            call("calculate", expression="h*f", values={"h": "{1}", "f": "{frequency}"}, unit="{unit}"),
        ),
        solution="A photon of frequency {frequency} has an energy of {answer}.",
    ),
    Family(
        name="thermal-energy",
        kind="chain",
        train="""
            What is the thermal energy k T at {temperature}, in {unit}?
            Find k_B T in {unit} for T = {temperature}.
            kT at {temperature} in {unit}
            A gas has a temperature of {temperature}. How large is kT in {unit}?
            Multiply the Boltzmann constant by {temperature} and give {unit}.
            Express the temperature {temperature} as an energy kT in {unit}.
            How many {unit} is kT at {temperature}?
            thermal energy for T={temperature} ({unit})
            At {temperature}, what energy scale kT do we have, in {unit}?
            Please compute Boltzmann's constant times {temperature} in {unit}.
            The plasma is at {temperature}; kT in {unit}?
            Which energy in {unit} corresponds to {temperature} through k T?
        """,
        held_out="""
            A temperature of {temperature} means a typical thermal energy kT of how many {unit}?
            Give the characteristic thermal energy in {unit} at {temperature}.
            k times T with T = {temperature}; in {unit}?
            In {unit}, what is kT of a body at {temperature}?
            Turn {temperature} into kT, unit {unit}.
        """,
        draw=_hot,
        calls=(
            call("constant", name="k_B"),
            call("calculate", expression="k*T", values={"k": "{1}", "T": "{temperature}"}, unit="{unit}"),
        ),
        solution="At {temperature} the thermal energy kT is {answer}.",
    ),
    Family(
        name="heat-against-mass",
        kind="chain",
        train="""
            At {temperature}, what is kT divided by the rest energy of the {particle}?
            How does kT at {temperature} compare with the mass of the {particle}? Give the ratio.
            kT/m for the {particle} at T = {temperature}
            In the early universe at {temperature}: ratio of kT to the {particle} mass?
            Is a {particle} relativistic at {temperature}? Compute kT over its rest energy.
            Find k T / m c^2 for {particle}, T = {temperature}.
            Thermal energy at {temperature} in units of the {particle} mass?
            With T = {temperature}, what fraction of the {particle} rest energy is kT?
            ratio kT to rest energy, {particle}, {temperature}
            A plasma of {temperature} holds {particle}; give kT relative to the mass.
            Please look up the {particle} mass and k_B, then kT/mc^2 at {temperature}.
            By what factor does kT at {temperature} differ from the {particle} rest energy?
        """,
        held_out="""
            For {particle} at a temperature of {temperature}, evaluate kT over mc^2.
            How big is the thermal energy at {temperature} as a multiple of the {particle} mass?
            T = {temperature}; {particle}; kT relative to rest energy?
            Dimensionless temperature kT/mc^2 of {particle} when T is {temperature}?
            Can {temperature} create {particle} pairs? Give kT divided by the mass.
        """,
        draw=_hot_particle,
        calls=(
            call("pdg", particle="{particle}", property="mass"),
            call("constant", name="k_B"),
            call("calculate", expression="k*T/m", values={"k": "{2}", "T": "{temperature}", "m": "{1}"}),
        ),
        solution="At {temperature} the ratio of kT to the rest energy of the {particle} is {answer}.",
        tolerance=1e-2,
    ),
    Family(
        name="life-from-width",
        kind="chain",
        train="""
            From its width, how long does the {particle} live?
            What mean life, in s, follows from the width of the {particle}?
            tau = hbar/Gamma for {particle}
            Use hbar and the PDG width to get the lifetime of the {particle}.
            The {particle} has a natural width. What is its lifetime hbar/Gamma in seconds?
            Compute the lifetime of the {particle} resonance from its width.
            Divide hbar by the width of {particle}; how many s?
            lifetime of {particle} via uncertainty relation, in s
            How short-lived is the {particle}? Take hbar over its width.
            Please turn the decay width of {particle} into a mean life in seconds.
            Which tau does the measured Gamma of the {particle} imply (in s)?
            Find hbar / Gamma in s, where Gamma is the {particle} width.
        """,
        held_out="""
            Infer the {particle} mean lifetime in s from how wide it is.
            Given the listed Gamma of {particle}, what is tau, in seconds?
            The decay width of {particle} means a lifetime of how many s?
            By tau = hbar/Gamma, the {particle} exists for how long?
            For {particle}: width to lifetime, seconds please.
        """,
        draw=_resonance,
        calls=(
            call("pdg", particle="{particle}", property="width"),
            call("constant", name="hbar"),
            call("calculate", expression="hbar/G", values={"hbar": "{2}", "G": "{1}"}, unit="s"),
        ),
        solution="By its width the {particle} lives {answer}.",
        tolerance=1e-2,
    ),
    Family(
        name="matter-wave",
        kind="chain",
        train="""
            What is the de Broglie wavelength, in {unit}, of a {particle} with momentum {momentum}?
            lambda = h c/(p c) for {particle} at p = {momentum}, in {unit}?
            de Broglie wavelength: {particle}, {momentum}, in {unit}
            A {particle} has a momentum of {momentum}. How long is its matter wave in {unit}?
            Divide h c by {momentum} to get the {particle} wavelength in {unit}.
            Matter wave of a {particle}, momentum {momentum}: {unit}?
            What size in {unit} can a {particle} of momentum {momentum} resolve, that is h/p?
            Compute h/p in {unit} for a {particle} with p = {momentum}.
            Look up h and find the wavelength ({unit}) of a {particle} with {momentum} of momentum.
            wavelength of {particle} at momentum {momentum} ({unit})
            For scattering with {particle} of momentum {momentum}, what wavelength in {unit} applies?
            Please give the quantum wavelength h/p of a {particle}, p = {momentum}, in {unit}.
        """,
        held_out="""
            In {unit}, the matter wavelength of {particle} at momentum {momentum} is?
            How fine a structure, h/p in {unit}, does a {particle} with {momentum} see?
            {particle} beam, momentum {momentum}: find Planck's constant over momentum in {unit}.
            State lambda = h/p in {unit} for {particle}, momentum {momentum}.
            A {particle} of {momentum} momentum behaves as a wave of how many {unit}?
        """,
        draw=_matter,
        calls=(
            call("constant", name="h"),
            call("calculate", expression="h*c/p", values={"h": "{1}", "p": "{momentum}"}, unit="{unit}"),
        ),
        solution="The wavelength of the {particle} with momentum {momentum} is {answer}.",
    ),
    Family(
        name="mass-in-other-units",
        kind="chain",
        train="""
            What is the mass of the {particle} in {unit}?
            Give the {particle} mass in {unit}.
            {particle} mass in {unit}
            How many {unit} does a {particle} weigh?
            Look up the mass of the {particle} and express it in {unit}.
            Convert the PDG mass of {particle} to {unit}.
            In {unit}, how heavy is the {particle}?
            I need m({particle}) in {unit}, by E/c^2.
            Please state the mass of a {particle}, unit {unit}.
            mass of one {particle}, expressed in {unit}
            A single {particle} has what mass in {unit}?
            The mass of {particle} divided by c^2, in {unit}?
        """,
        held_out="""
            Weigh one {particle}: how many {unit}?
            Translate the rest energy of {particle} to a mass in {unit}.
            What would a {particle} add to a scale, in {unit}?
            {particle}: rest mass, in {unit}, please.
            Expressed in {unit}, what is the PDG value of the {particle} mass?
        """,
        draw=_rest,
        calls=(
            call("pdg", particle="{particle}", property="mass"),
            call("calculate", expression="E/c^2", values={"E": "{1}"}, unit="{unit}"),
        ),
        solution="The mass of the {particle} is {answer}.",
        tolerance=1e-2,
    ),
)
