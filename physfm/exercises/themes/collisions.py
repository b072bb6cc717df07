"""Kinematics, one call each: decays, invariant masses, thresholds, boosts, flight, rapidity."""

from __future__ import annotations

import math

from physfm.exercises.drawing import Draw, plain
from physfm.exercises.family import Family, call
from physfm.exercises.fillers import FLYING, TWO_BODY
from physfm.exercises.themes.energies import REACTIONS
from physfm.exercises.themes.flights import ENERGIES

BEAMS = (("p", "e-", "pi-", "K+", "mu-", "proton", "electron", "pi+"), ("K-", "pbar", "mu+", "antiproton", "deuteron"))
MASSIVE = (
    ("electron", "muon", "proton", "pi+", "K+", "B0", "D0", "Z", "W+", "tau-", "Lambda", "e-", "mu-", "p", "J/psi(1S)"),
    ("neutron", "B+", "D(s)+", "Upsilon(1S)", "Higgs", "top quark", "Omega-"),
)


def _decay(draw: Draw) -> dict[str, str]:
    parent, first, second = draw.of(*TWO_BODY)
    if draw.chance.random() < 0.3:  # masses in place of names
        m1, m2 = draw.real(0.01, 2.0), draw.real(0.01, 2.0)
        first, second = f"{plain(m1)} GeV", f"{plain(m2)} GeV"
        parent = f"{plain(float(f'{(m1 + m2) * draw.chance.uniform(1.1, 4.0):.4g}'))} GeV"
    return {"parent": parent, "first": first, "second": second}


def _vectors(draw: Draw) -> dict[str, str]:
    vectors = []
    for _ in range(2):
        p = [round(draw.chance.uniform(-60.0, 60.0), 1) for _ in range(3)]
        energy = math.ceil(10 * (math.hypot(*p) + draw.chance.choice((0.0, 0.5, 5.0)))) / 10
        vectors.append([energy, *p])
    a, b = ("[" + ", ".join(plain(x) for x in v) + "]" for v in vectors)
    return {"first": a, "second": b, "momenta": f"[{a}, {b}]", "unit": draw.of(("GeV", "MeV"), ("TeV", "keV"))}


def _detected(draw: Draw) -> dict[str, str]:
    vectors = []
    mass = draw.one((0.0, 0.000511, 0.1057))
    for _ in range(2):
        pt, eta = draw.chance.uniform(5.0, 120.0), draw.chance.uniform(-2.4, 2.4)
        vectors.append([round(pt, 1), round(eta, 2), round(draw.chance.uniform(-3.14, 3.14), 2), mass])
    a, b = ("[" + ", ".join(f"{x:g}" for x in v) + "]" for v in vectors)
    name = {0.0: ("photons", "massless jets"), 0.000511: ("electrons",) * 2, 0.1057: ("muons",) * 2}[mass]
    return {"first": a, "second": b, "momenta": f"[{a}, {b}]", "objects": draw.of(name[:1], name[1:])}


def _boost(draw: Draw) -> dict[str, str]:
    name, key = draw.one((("momentum", "momentum"), ("total energy", "energy"), ("kinetic energy", "kinetic")))
    energy = draw.quantity(("GeV", 200.0, 5000.0), ("TeV", 0.2, 7.0), ("MeV", 2e5, 9e6))
    return {"particle": draw.of(*MASSIVE), "energy": energy, "what": name, "key": key}


def _two_beams(draw: Draw) -> dict[str, str]:
    return {
        "beam": draw.of(*BEAMS),
        "other": draw.of(*BEAMS),
        "energy": draw.quantity(("GeV", 3.0, 900.0), ("TeV", 0.1, 8.0)),
        "energy2": draw.quantity(("GeV", 3.0, 900.0), ("TeV", 0.1, 8.0)),
    }


def _fixed(draw: Draw) -> dict[str, str]:
    return {
        "beam": draw.of(*BEAMS),
        "target": draw.of(("p", "n", "proton", "neutron"), ("deuteron", "e-")),
        "energy": draw.quantity(("GeV", 3.0, 900.0), ("TeV", 0.1, 8.0), ("MeV", 3000.0, 9e5)),
    }


def _rapid(draw: Draw) -> dict[str, str]:
    return {
        "particle": draw.of(*MASSIVE),
        "pt": draw.quantity(("GeV", 1.0, 400.0), ("MeV", 500.0, 9e4)),
        "eta": f"{draw.chance.uniform(-4.5, 4.5):.{draw.one((1, 2))}f}",
    }


FAMILIES = (
    Family(
        name="two-body-decay",
        kind="single",
        train="""
            What is the momentum of the products of {parent} -> {first} {second} in the rest frame of the parent?
            momentum in {parent} -> {first} {second}
            A particle {parent} at rest decays into {first} and {second}. With which momentum do they fly apart?
            Find the break-up momentum of {parent} -> {first} + {second}.
            How fast, as a momentum, do {first} and {second} leave a {parent} at rest?
            p* for {parent} to {first} {second}?
            In the decay {parent} -> {first} {second}, give the momentum of the {first}.
            Compute the two-body decay momentum: parent {parent}, products {first} and {second}.
            What momentum do both products have in {parent} -> {first} {second}?
            Kinematics of {parent} -> {first} {second}, please: the momentum.
            Two-body decay of {parent} to {first} and {second}: momentum?
            how large is the momentum if {parent} goes to {first} {second}
        """,
        held_out="""
            Decay momentum wanted: {parent} into {first} and {second}.
            When {parent} breaks up into {first} and {second}, what momentum results?
            State p of the daughters for {parent} -> {first} {second}.
            Back-to-back {first} and {second} from a resting {parent}: which momentum each?
            {parent} decays to {first} {second}; find the centre-of-mass momentum.
        """,
        draw=_decay,
        calls=(call("two_body_decay", parent="{parent}", first="{first}", second="{second}"),),
        solution="The momentum in {parent} -> {first} {second} is {answer}.",
    ),
    Family(
        name="invariant-mass",
        kind="single",
        train="""
            What is the invariant mass of {first} and {second} (E, px, py, pz in {unit})?
            Two particles have [E, px, py, pz] = {first} and {second} in {unit}. Invariant mass?
            invariant mass of {first} + {second}, {unit}
            Combine the four-momenta {first} and {second}, both in {unit}, to an invariant mass.
            Find m from the four-vectors {first} and {second} ({unit}).
            Four-momenta (E px py pz, {unit}): {first}, {second}. What mass do they make?
            Mass of the pair {first}, {second} in {unit}?
            Please add {first} and {second} ({unit}) and give the mass of the sum.
            A pair with {first} {unit} and {second} {unit}: which invariant mass?
            I measured {first} and {second}, in {unit}. What mass did the parent have?
            compute sqrt(E^2-p^2) of {first} and {second}, unit {unit}
            From E, px, py, pz = {first} and {second} in {unit}, get the mass of the system.
        """,
        held_out="""
            Reconstruct the mass of a system with four-momenta {first} and {second}, in {unit}.
            In {unit}: E px py pz {first} and {second}; invariant mass of both?
            Given four-vectors {first} and {second} ({unit}), what is the mass of their sum?
            Which parent mass fits {first} plus {second} ({unit})?
            Pair mass from {first} and {second}, all numbers in {unit}.
        """,
        draw=_vectors,
        calls=(call("invariant_mass", momenta="{momenta}", unit="{unit}"),),
        solution="The invariant mass is {answer}.",
    ),
    Family(
        name="invariant-mass-detector",
        kind="single",
        train="""
            Two {objects} have (pt, eta, phi, mass) = {first} and {second} in GeV. Invariant mass?
            What is the mass of two {objects} with pt eta phi mass {first} and {second} (GeV)?
            invariant mass, {objects}, pt eta phi mass in GeV: {first}, {second}
            From pt, eta, phi, m of two {objects}, {first} and {second}, find the pair mass in GeV.
            Our {objects} are {first} and {second} (pt, eta, phi, mass; GeV). Which mass do they form?
            Combine {objects} {first} and {second}, given as pt eta phi mass in GeV.
            Please compute the di-object mass of {objects} {first} and {second} in pt, eta, phi, mass (GeV).
            pt/eta/phi/mass {first} and {second} in GeV, two {objects}: m?
            A detector saw {objects} at {first} and {second}, that is pt, eta, phi, mass in GeV. Invariant mass?
            Mass of the pair of {objects} with pt eta phi mass = {first}, {second}, GeV?
            what mass do {objects} {first} and {second} have together, pt eta phi mass, GeV
            In GeV, two {objects} with pt, eta, phi, mass of {first} and {second} have which invariant mass?
        """,
        held_out="""
            Reconstruct the parent of two {objects}: pt eta phi mass {first} and {second}, GeV.
            {objects} measured as (pt, eta, phi, mass) {first} and {second} in GeV; pair mass?
            Give m of the {objects} {first}, {second} (GeV; pt, eta, phi, mass).
            Which resonance mass do {objects} with pt eta phi mass {first} and {second} GeV point to?
            Two {objects}, pt-eta-phi-mass {first} and {second} in GeV. Mass of their sum?
        """,
        draw=_detected,
        calls=(call("invariant_mass", momenta="{momenta}", coordinates="pt eta phi mass"),),
        solution="The invariant mass is {answer}.",
    ),
    Family(
        name="threshold",
        kind="single",
        train="""
            What beam energy is needed for {reaction} with the target at rest?
            threshold of {reaction}
            At which total beam energy does {reaction} become possible?
            Find the threshold energy of {reaction} on a fixed target.
            How much energy must the {beam} have for {reaction}?
            Minimum {beam} energy for {reaction}?
            A {beam} hits a resting {target}. From what energy on is {reaction} allowed?
            Give me the production threshold of {reaction}.
            {reaction}: threshold beam energy?
            What is the lowest {beam} energy that allows {reaction}?
            From which {beam} energy can {reaction} happen on {target} at rest?
            tell me the threshold for {reaction}, fixed target
        """,
        held_out="""
            When does {reaction} open up, in beam energy?
            The onset of {reaction} on a stationary {target}: total {beam} energy?
            Least beam energy to see {reaction}?
            How energetic a {beam} is required to drive {reaction}?
            State the fixed-target threshold of {reaction}.
        """,
        draw=lambda draw: (
            lambda reaction: {
                "reaction": reaction,
                "beam": reaction.split()[0],
                "target": reaction.split()[1],
            }
        )(draw.of(*REACTIONS)),
        calls=(call("threshold", reaction="{reaction}"),),
        solution="The threshold of {reaction} is a total beam energy of {1|total beam energy of }.",
    ),
    Family(
        name="lorentz-gamma",
        kind="single",
        train="""
            What is the Lorentz factor of a {particle} with {what} {energy}?
            gamma of {particle}, {what} {energy}
            How large is gamma for a {particle} of {energy} {what}?
            A {particle} has a {what} of {energy}. Find its Lorentz factor.
            Compute gamma for a {particle} if the {what} is {energy}.
            {particle}, {what} = {energy}: gamma?
            Give the boost factor of a {particle} with {what} {energy}.
            With a {what} of {energy}, what gamma has the {particle}?
            How relativistic is a {particle} of {what} {energy}? I want gamma.
            Please find E/m for a {particle} with {energy} of {what}.
            lorentz factor? {particle} {energy} {what}
            At a {what} of {energy} a {particle} has which gamma?
        """,
        held_out="""
            By what factor is the time of a {particle} with {what} {energy} dilated?
            State the Lorentz gamma: {particle}, {energy} {what}.
            The {what} of a {particle} is {energy}. How big is gamma?
            Boost of a {particle} whose {what} amounts to {energy}?
            Which Lorentz factor belongs to {energy} of {what} for a {particle}?
        """,
        draw=_boost,
        calls=(call("lorentz_gamma", **{"mass": "{particle}", "{key}": "{energy}"}),),
        solution="The Lorentz factor is {answer}.",
    ),
    Family(
        name="fixed-target",
        kind="single",
        train="""
            What is the centre-of-mass energy of a {beam} of {energy} on a {target} at rest?
            sqrt(s) for {beam} of {energy} on fixed {target}
            A {beam} with total energy {energy} hits a {target} at rest. Find sqrt(s).
            Fixed target: {beam}, {energy}, target {target}. Centre-of-mass energy?
            How much energy is in the centre of mass if a {energy} {beam} strikes a resting {target}?
            Compute root s of {energy} {beam} on {target}.
            cms energy of a {energy} {beam} on a {target} target
            If we shoot {beam} of {energy} at {target} at rest, what is sqrt(s)?
            Give me the invariant energy of {beam} ({energy}) on stationary {target}.
            The beam is {beam} at {energy}, the target {target}. sqrt(s)?
            Please work out the centre-of-mass energy: {energy} {beam} on fixed {target}.
            What collision energy does a {energy} {beam} on {target} at rest give?
        """,
        held_out="""
            Available centre-of-mass energy when {beam} of {energy} bombard {target}?
            A {target} at rest is struck by a {energy} {beam}. How large is root s?
            State sqrt(s): fixed {target}, {beam} beam of {energy}.
            {energy} {beam} onto {target}: energy in the centre of mass?
            In a fixed-target run with {beam} at {energy} and {target} target, what is sqrt(s)?
        """,
        draw=_fixed,
        calls=(call("center_of_mass_energy", beam="{beam}", energy="{energy}", target="{target}"),),
        solution="The centre-of-mass energy is {answer}.",
    ),
    Family(
        name="collider",
        kind="single",
        train="""
            {beam} of {energy} collide head-on with {other} of {energy2}. Centre-of-mass energy?
            What is sqrt(s) for {beam} at {energy} against {other} at {energy2}?
            sqrt(s): {beam} {energy} and {other} {energy2}, head-on
            A collider has {beam} of {energy} and {other} of {energy2}. Find the centre-of-mass energy.
            Compute root s for colliding {beam} ({energy}) and {other} ({energy2}).
            How much centre-of-mass energy do {energy} {beam} and {energy2} {other} give when they meet head-on?
            Two beams, {beam} {energy} and {other} {energy2}: sqrt(s)?
            Asymmetric collider with {beam} at {energy} and {other} at {energy2}; what is the collision energy?
            cms energy of {energy} {beam} on {energy2} {other}
            If {beam} with {energy} hit oncoming {other} with {energy2}, what is the invariant energy?
            Please give sqrt(s) of a machine with {energy} {beam} and {energy2} {other} beams.
            Beam one: {beam}, {energy}. Beam two: {other}, {energy2}. Centre-of-mass energy?
        """,
        held_out="""
            Head-on: {beam} ({energy}) versus {other} ({energy2}). Energy in the centre of mass?
            State root s when {energy} {beam} meet {energy2} {other}.
            Which sqrt(s) does a storage ring with {beam} of {energy} and {other} of {energy2} reach?
            Invariant collision energy, {beam} at {energy} and {other} at {energy2}?
            Beams of {beam} and {other} with {energy} and {energy2} cross head-on; collision energy?
        """,
        draw=_two_beams,
        calls=(
            call(
                "center_of_mass_energy",
                beam="{beam}",
                energy="{energy}",
                target="{other}",
                target_energy="{energy2}",
            ),
        ),
        solution="The centre-of-mass energy is {answer}.",
    ),
    Family(
        name="decay-length",
        kind="single",
        train="""
            How far does a {particle} with a momentum of {energy} fly before it decays?
            decay length of {particle} at {energy}
            What is the mean decay length of a {particle} with momentum {energy}?
            A {particle} has a momentum of {energy}. Mean flight distance?
            Find the average decay length: {particle}, p = {energy}.
            {particle}, {energy} momentum: decay length?
            How long is the average path of a {particle} of momentum {energy}?
            Give the mean distance that a {energy} {particle} travels.
            Where, on average, does a {particle} with momentum {energy} decay?
            I simulate {particle} with a momentum of {energy}. What decay length should I see?
            mean flight length for p={energy}, {particle}
            Please compute how far a {particle} of {energy} momentum goes on average.
        """,
        held_out="""
            Typical flight distance of {particle} at momentum {energy}?
            After what distance does a {particle} carrying {energy} of momentum decay, on average?
            State the decay length for {particle} with p of {energy}.
            With momentum {energy}, the {particle} covers which mean distance?
            How many metres does a {particle} of {energy} momentum last?
        """,
        draw=lambda draw: {"particle": draw.of(*FLYING), "energy": draw.quantity(*ENERGIES)},
        calls=(call("decay_length", particle="{particle}", momentum="{energy}"),),
        solution="The mean decay length is {answer}.",
    ),
    Family(
        name="rapidity",
        kind="single",
        train="""
            What is the rapidity of a {particle} with pt {pt} and pseudorapidity {eta}?
            rapidity: {particle}, pt {pt}, eta {eta}
            A {particle} has a transverse momentum of {pt} at eta = {eta}. Find its rapidity.
            Compute y for a {particle}, pt = {pt}, eta = {eta}.
            {particle} at eta {eta} with pt {pt}: rapidity?
            How large is the rapidity if a {particle} has pt = {pt} and eta = {eta}?
            Give the rapidity of a {particle} measured at pt {pt}, eta {eta}.
            With transverse momentum {pt} and pseudorapidity {eta}, what rapidity has a {particle}?
            For {particle}: pt is {pt}, eta is {eta}. y?
            Please turn eta = {eta} into a rapidity for a {particle} of pt {pt}.
            y of {particle} (pt {pt}, eta {eta})
            Rapidity, not pseudorapidity, of a {particle} with pt {pt} at eta {eta}?
        """,
        held_out="""
            From pt = {pt} and eta = {eta}, get the rapidity y of a {particle}.
            State y: {particle}, eta {eta}, transverse momentum {pt}.
            A {particle} goes out at eta = {eta} with {pt} of pt. What is its rapidity?
            Which rapidity corresponds to eta {eta} for a {particle} having pt {pt}?
            Longitudinal rapidity of a {particle}, pt {pt}, pseudorapidity {eta}?
        """,
        draw=_rapid,
        calls=(call("rapidity", mass="{particle}", pt="{pt}", eta="{eta}"),),
        solution="The rapidity is {1|rapidity is }.",
    ),
)
