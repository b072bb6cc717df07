"""Mistakes: slips that a tool refuses and their repair; questions that a tool refuses; questions for no tool.

The error texts are the tools' own. A repair needs nothing but the question and the error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from physfm.errors import did_you_mean
from physfm.problems.drawing import Draw
from physfm.problems.family import Family, call, slip
from physfm.problems.fillers import CONSTANTS, DECAYS, FLYING, HEAVY, UNITS, WIDE
from physfm.problems.problem import Answer
from physfm.problems.themes.flights import ENERGIES
from physfm.tools.tool import Result

SUNS = (("solar_mass", 3.0, 900.0), ("kg", 1e3, 1e31), ("g", 1e3, 1e33))
PAIRS = (
    (("GeV^-1", "fm"), ("MeV", "K"), ("GeV", "kg"), ("eV", "K")),
    (("MeV^-1", "m"), ("K", "MeV"), ("fm", "GeV^-1")),
)


def cannot(slots: Mapping[str, str], results: Sequence[Result]) -> Answer:
    """That there is no answer."""
    return Answer(kind="none")


def _misspelled(draw: Draw) -> dict[str, str]:
    """A constant with a typing error that the tool's hint repairs."""
    pool = [name for name in draw.part(*CONSTANTS) if len(name) > 7]
    while True:
        name = draw.one(pool)
        at = draw.chance.randrange(1, len(name) - 1)
        kind = draw.chance.randrange(3)
        typed = (
            name[:at] + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + name[at] + name[at:],
        )[kind]
        # Of all names the right one must be nearest; the tool has more names, and the family asks for its hint.
        if typed != name and did_you_mean(typed, pool) == f" Did you mean {name!r}?":
            return {"typed": typed, "name": name}


def _grouped(draw: Draw) -> dict[str, str]:
    unit = draw.of(("kg", "g", "solar_mass"), ("ton", "lb"))
    value = draw.chance.randint(1001, 999_999)
    return {"typed": f"{value:,} {unit}", "mass": f"{value} {unit}"}


def _lookup(draw: Draw) -> dict[str, str]:
    what, pool = draw.one((("mass", HEAVY), ("lifetime", FLYING), ("width", WIDE)))
    return {"particle": draw.of(*pool), "what": what}


def _decay(draw: Draw) -> dict[str, str]:
    parent, products = draw.of(*DECAYS)
    return {"parent": parent, "products": products}


def _natural(draw: Draw) -> dict[str, str]:
    unit, to = draw.of(*PAIRS)
    return {"value": draw.number(0.05, 900.0), "unit": unit, "to": to}


def _dimensional(draw: Draw) -> dict[str, str]:
    value, unit = draw.number(0.02, 9e4), draw.one(draw.of(*UNITS))
    return {"value": value, "unit": unit, "to": draw.one(draw.of(*UNITS))}


def _invented(draw: Draw) -> dict[str, str]:
    """A particle that there is not; the tool must refuse it."""
    first = draw.of(("blur", "zor", "qua", "flim", "gra", "tru", "wib", "neb"), ("skro", "plu", "vex", "mog"))
    middle = draw.of(("g", "b", "ff", "ck", "zz", "mp"), ("rt", "ll", "nd"))
    end = draw.of(("on", "ino", "ron", "ion", "eon"), ("tron", "ulon", "aron"))
    return {"particle": first + middle + end, "what": draw.one(("mass", "lifetime", "width", "charge", "spin"))}


def _too_slow(draw: Draw) -> dict[str, str]:
    particle, mass = draw.of(
        (("proton", 0.93), ("B0", 5.2), ("Z", 91.0), ("D0", 1.8), ("tau-", 1.7)), (("Higgs", 125.0), ("W+", 80.0))
    )
    return {"particle": particle, "energy": draw.quantity(("GeV", mass / 20, mass * 0.98), loose=False)}


def _unequal(draw: Draw) -> dict[str, str]:
    a, b = draw.chance.sample(range(len(UNITS[0])), 2)
    first, second = draw.one(draw.part(*UNITS)[a]), draw.one(draw.part(*UNITS)[b])
    return {"sum": f"{draw.number(0.5, 90.0)} {first} + {draw.number(0.5, 90.0)} {second}"}


AMBIGUOUS = (("pion", "kaon", "D meson", "Sigma", "Xi", "Delta"), ("B meson", "K", "pi", "D", "Sigma(1385)"))
FORBIDDEN = (
    (
        ("pi+", "K+", "gamma"), ("K+", "D0", "pi+"), ("D0", "B+", "pi-"), ("Lambda", "p", "K-"), ("mu-", "pi-", "nu"),
        ("tau-", "D-", "nu"), ("B0", "Z", "pi0"), ("phi(1020)", "p", "pbar"), ("Z", "W+", "W-"), ("W+", "t", "bbar"),
    ),
    (
        ("eta", "K+", "K-"), ("Sigma+", "p", "eta"), ("Upsilon(1S)", "B+", "B-"), ("Higgs", "t", "tbar"),
        ("K+", "p", "pi0"),
    ),
)  # fmt: skip

OUTSIDE = (
    (
        "What is the weather in {place} on {day}?",
        "Who won the football match in {place} on {day}?",
        "Write a poem about {thing}.",
        "Which restaurant in {place} is good on a {day}?",
        "What do you think of {thing}?",
        "Translate '{thing}' into Latin.",
        "Can you book a train to {place} for {day}?",
        "Who discovered {thing}, and in which year?",
        "Tell me a joke about {thing}.",
        "How many people live in {place}?",
        "Explain the history of {thing} in {place}.",
        "What is the phone number of the institute in {place}?",
        "Will my paper on {thing} be accepted by {day}?",
        "Draw a picture of {thing}.",
        "Which professor in {place} works on {thing}?",
    ),
    (
        "Is there a concert in {place} this {day}?",
        "Send an email about {thing} to my group in {place}.",
        "What was the price of {thing} on {day}?",
        "Recommend a novel about {thing}.",
        "Who is the mayor of {place}?",
        "Summarise the newspaper of {day} on {thing}.",
    ),
)
PLACES = (("Geneva", "Hamburg", "Chicago", "Tokyo", "Rome", "Kyoto", "Delhi", "Oslo"), ("Madrid", "Lagos", "Prague"))
DAYS = (("Monday", "Tuesday", "Wednesday", "Thursday", "1 May", "14 July", "3 June"), ("Friday", "Sunday", "9 March"))
THINGS = (
    (
        "string theory", "dark matter", "the electron", "black holes", "the Higgs boson", "antimatter", "neutrinos",
        "time travel", "the Big Bang", "superconductors", "quantum computers", "gravitational waves", "the muon",
    ),
    ("supersymmetry", "dark energy", "wormholes", "the proton", "cosmic rays", "pulsars"),
)  # fmt: skip


_LOOKUP = (
    """
            What is the {what} of the {particle}?
            {what} of {particle}
            Please look up the {what} of the {particle}.
            Give me the {particle} {what}.
            {particle}: {what}?
            I need the {what} of the {particle} from the PDG.
            Tell me the {what} of a {particle}.
            Which {what} does the {particle} have?
            For my talk: the {what} of the {particle}?
            PDG value of the {what} of {particle}?
            How large is the {what} of the {particle}?
            find the {what} of {particle}
    """,
    """
            Could you fetch the {particle} {what}?
            State the {what} listed for {particle}.
            {particle}, its {what}, please.
            The {what} for {particle} is what?
            Find out the {what} of the particle {particle}.
    """,
)

FAMILIES = (
    Family(
        name="repair-argument-name",
        kind="repair",
        train=_LOOKUP[0],
        held_out=_LOOKUP[1],
        calls=(
            slip("pdg", name="{particle}", property="{what}"),
            call("pdg", particle="{particle}", property="{what}"),
        ),
        solution="The {what} of {particle} is {answer}.",
        draw=_lookup,
    ),
    Family(
        name="repair-missing-property",
        kind="repair",
        train=_LOOKUP[0],
        held_out=_LOOKUP[1],
        calls=(slip("pdg", particle="{particle}"), call("pdg", particle="{particle}", property="{what}")),
        solution="The {what} of {particle} is {answer}.",
        draw=_lookup,
    ),
    Family(
        name="repair-tool-name",
        kind="repair",
        train=_LOOKUP[0],
        held_out=_LOOKUP[1],
        calls=(
            slip("particle_data", particle="{particle}", property="{what}"),
            call("pdg", particle="{particle}", property="{what}"),
        ),
        solution="The {what} of {particle} is {answer}.",
        draw=_lookup,
    ),
    Family(
        name="repair-missing-mode",
        kind="repair",
        train="""
            What is the branching fraction of {parent} -> {products}?
            How often does {parent} go to {products}?
            branching ratio of {parent} to {products}
            BR({parent} -> {products})?
            Look up how likely {parent} -> {products} is.
            The fraction of {parent} decays to {products}, please.
            Which fraction of {parent} becomes {products}?
            {parent} -> {products}: branching fraction?
            I want the branching fraction for {parent} into {products}.
            How probable is the mode {products} of the {parent}?
            Tell me B({parent} -> {products}).
            decay {parent} to {products}, what fraction
        """,
        held_out="""
            State the branching fraction {parent} -> {products}.
            What part of {parent} decays gives {products}?
            Fetch the rate of {parent} -> {products} as a fraction.
            How common is {products} among {parent} decays?
            {products} from {parent}: which branching fraction?
        """,
        calls=(
            slip("pdg", particle="{parent}", property="branching fraction"),
            call("pdg", particle="{parent}", property="branching fraction", mode="{products}"),
        ),
        solution="The branching fraction of {parent} -> {products} is {answer}.",
        draw=_decay,
    ),
    Family(
        name="repair-spelling",
        kind="repair",
        train="""
            What is the {typed}?
            value of the {typed}
            Give me the {typed}.
            Look up the {typed}, please.
            How large is the {typed}?
            I need the {typed} in SI units.
            {typed}?
            Tell me the CODATA value of the {typed}.
            what's the {typed}
            Please find the {typed} with its unit.
            Which value has the {typed}?
            The {typed}, with uncertainty?
        """,
        held_out="""
            State the {typed}.
            Could I have the {typed}?
            The best value of the {typed} is?
            Numerically, what is the {typed}?
            Fetch the {typed} from CODATA.
        """,
        calls=(slip("constant", error="Did you mean '{name}'?", name="{typed}"), call("constant", name="{name}")),
        solution="The {name} is {answer}.",
        draw=_misspelled,
    ),
    Family(
        name="repair-unit-in-number",
        kind="repair",
        train="""
            Convert {value} {unit} to {to} in natural units.
            {value} {unit} in {to}, with hbar = c = 1?
            How many {to} are {value} {unit} in natural units?
            natural units: {value} {unit} to {to}
            Please change {value} {unit} to {to}, c = hbar = k_B = 1.
            What is {value} {unit} in {to} if c and hbar are one?
            Express {value} {unit} in {to} (natural units).
            In natural units, {value} {unit} is how many {to}?
            Turn {value} {unit} into {to} by inserting hbar and c.
            {value} {unit} = ? {to} (hbar=c=1)
            With c = hbar = k_B = 1, convert {value} {unit} to {to}.
            give {value} {unit} in {to}, natural units
        """,
        held_out="""
            Restore hbar and c: {value} {unit} in {to}?
            Natural units apply. {value} {unit} becomes how many {to}?
            Go from {value} {unit} to {to} with hbar = c = 1.
            Rewrite {value} {unit} in {to}, natural units understood.
            {value} {unit} -> {to}, setting c = hbar = 1
        """,
        calls=(
            slip("convert", value="{value} {unit}", unit="{unit}", to="{to}", natural=True),
            call("convert", value="{value}", unit="{unit}", to="{to}", natural=True),
        ),
        solution="In natural units {value} {unit} is {answer}.",
        draw=_natural,
    ),
    Family(
        name="repair-natural",
        kind="repair",
        train="""
            What is {value} {unit} in {to}?
            {value} {unit} in {to}
            Convert {value} {unit} to {to}.
            How many {to} are {value} {unit}?
            A theorist says {value} {unit}. How much is it in {to}?
            Express {value} {unit} in {to}.
            {value} {unit} = ? {to}
            Please give {value} {unit} in {to}.
            Turn {value} {unit} into {to}.
            change {value} {unit} to {to}
            I have {value} {unit} and need {to}.
            {value} {unit} corresponds to how many {to}?
        """,
        held_out="""
            Rewrite {value} {unit} in {to}.
            In {to}, what would {value} {unit} be?
            {value} {unit} -> {to}
            How is {value} {unit} written in {to}?
            Go from {value} {unit} to {to}.
        """,
        calls=(
            slip("convert", error="natural=True", value="{value}", unit="{unit}", to="{to}"),
            call("convert", value="{value}", unit="{unit}", to="{to}", natural=True),
        ),
        solution="In natural units {value} {unit} is {answer}.",
        draw=_natural,
    ),
    Family(
        name="repair-thousands",
        kind="repair",
        train="""
            What is the Schwarzschild radius of {typed}?
            How large is a black hole of {typed}?
            schwarzschild radius of {typed}
            Find 2GM/c^2 for {typed}.
            A black hole weighs {typed}. Its radius?
            Horizon radius for a mass of {typed}?
            Compute r_s for {typed}.
            Please give the Schwarzschild radius of {typed}.
            If {typed} became a black hole, what radius?
            r_s of {typed}?
            Tell me the horizon size of a {typed} black hole.
            black hole, {typed}, radius
        """,
        held_out="""
            State the horizon radius of {typed}.
            To what radius must {typed} shrink to be a black hole?
            Gravitational radius of {typed}?
            How far out is the horizon of a black hole with {typed}?
            A mass of {typed} collapses. Schwarzschild radius?
        """,
        calls=(slip("schwarzschild_radius", mass="{typed}"), call("schwarzschild_radius", mass="{mass}")),
        solution="The Schwarzschild radius is {answer}.",
        draw=_grouped,
    ),
    Family(
        name="repair-forgotten-unit",
        kind="repair",
        train="""
            How far does a {particle} of momentum {energy} fly on average?
            mean decay length of {particle} at {energy}
            What is the decay length of a {particle} with momentum {energy}?
            {particle}, p = {energy}: decay length?
            Average flight distance of a {particle} at {energy} momentum?
            Where does a {particle} with {energy} of momentum decay, on average?
            Give the mean path of a {particle}, momentum {energy}.
            Find gamma beta c tau of a {particle} at {energy}.
            A {particle} has momentum {energy}. Mean decay length?
            Please compute the decay length of {particle}, momentum {energy}.
            how far goes a {particle} with p={energy}
            Tell me the mean distance a {energy} {particle} travels.
        """,
        held_out="""
            State the decay length: {particle} at {energy}.
            With p of {energy}, what is the mean range of the {particle}?
            Typical flight of a {particle} carrying {energy}?
            How long is the mean path of {particle}, {energy} momentum?
            After which distance does a {energy} {particle} decay?
        """,
        calls=(
            slip("decay_length", particle="{particle}", momentum="{number}"),
            call("decay_length", particle="{particle}", momentum="{energy}"),
        ),
        solution="The mean decay length is {answer}.",
        draw=lambda draw: (
            lambda energy: {"particle": draw.of(*FLYING), "energy": energy, "number": energy.split()[0]}
        )(draw.quantity(*ENERGIES, loose=False)),
    ),
    Family(
        name="no-such-particle",
        kind="refused",
        train="""
            What is the {what} of the {particle}?
            {what} of {particle}
            Look up the {particle} {what}.
            Give me the {what} of a {particle}.
            {particle}: {what}?
            Which {what} does the PDG list for the {particle}?
            I need the {what} of the {particle}.
            Tell me the {what} of {particle}, please.
            The {particle} has what {what}?
            How large is the {what} of the {particle}?
            find {what} of the {particle}
            PDG {what} for {particle}?
        """,
        held_out="""
            Could you fetch the {what} of the {particle}?
            State the {particle} {what}.
            {particle}, its {what}, please.
            What does the Review of Particle Physics say on the {what} of {particle}?
            Find out the {what} of the particle {particle}.
        """,
        draw=_invented,
        calls=(call("pdg", particle="{particle}", property="{what}"),),
        solution="I cannot tell: no particle called {particle} is known.",
        answer=cannot,
    ),
    Family(
        name="wrong-dimension",
        kind="refused",
        train="""
            Add {sum}.
            What is {sum}?
            {sum} = ?
            Calculate {sum}.
            Please compute {sum}.
            How much is {sum}?
            Evaluate {sum}.
            {sum}
            Work out {sum}.
            I need {sum}.
            Give the sum {sum}.
            compute {sum}
        """,
        held_out="""
            Find the value of {sum}.
            Do the sum {sum}.
            {sum} comes to what?
            Tell me what {sum} makes.
            The total of {sum}?
        """,
        draw=_unequal,
        calls=(call("calculate", expression="{sum}"),),
        solution="That cannot be added: the terms have different dimensions.",
        answer=cannot,
    ),
    Family(
        name="below-rest-energy",
        kind="refused",
        train="""
            What is the Lorentz factor of a {particle} with total energy {energy}?
            gamma of a {particle}, total energy {energy}
            A {particle} has a total energy of {energy}. Find gamma.
            How large is gamma for a {particle} of {energy} total energy?
            Compute the Lorentz factor: {particle}, total energy {energy}.
            {particle} with {energy} of total energy: gamma?
            Give me gamma of a {particle} if its total energy is {energy}.
            Boost factor of a {particle}, total energy {energy}?
            With a total energy of {energy}, which gamma has a {particle}?
            lorentz factor, {particle}, total energy {energy}
            Please find E/m for a {particle} with {energy} in total.
            At {energy} total energy, how relativistic is a {particle}?
        """,
        held_out="""
            State the Lorentz gamma of a {particle}: total energy {energy}.
            The total energy of a {particle} is {energy}; gamma?
            How strongly is a {particle} of total energy {energy} boosted?
            By what factor is time dilated for a {particle} with total energy {energy}?
            Which gamma goes with {energy} of total energy for a {particle}?
        """,
        draw=_too_slow,
        calls=(call("lorentz_gamma", mass="{particle}", energy="{energy}"),),
        solution="That is not possible: {energy} is less than the rest energy of the {particle}.",
        answer=cannot,
    ),
    Family(
        name="say-which",
        kind="refused",
        train="""
            What is the mass of the {particle}?
            mass of {particle}
            How heavy is the {particle}?
            Give me the {particle} mass.
            {particle}: mass?
            Look up the mass of a {particle}.
            I need the mass of the {particle}.
            Tell me the mass of {particle}, please.
            m({particle})?
            Which mass does a {particle} have?
            find the mass of the {particle}
            The PDG mass of the {particle}?
        """,
        held_out="""
            Could you fetch the {particle} mass?
            State the mass of a {particle}.
            {particle}, its mass, please.
            How massive is a {particle}?
            Find out the mass of the particle {particle}.
        """,
        draw=lambda draw: {"particle": draw.of(*AMBIGUOUS)},
        calls=(call("pdg", particle="{particle}", property="mass"),),
        solution="{particle} stands for several particles of different mass. Which one do you mean?",
        answer=cannot,
    ),
    Family(
        name="forbidden-decay",
        kind="refused",
        train="""
            What is the momentum in {parent} -> {first} {second}?
            momentum of {first} in {parent} -> {first} {second}
            A {parent} at rest decays to {first} and {second}. Their momentum?
            Find the momentum of the products of {parent} -> {first} {second}.
            How fast do {first} and {second} leave a decaying {parent}?
            p* in {parent} -> {first} {second}?
            Two-body decay {parent} to {first} {second}: momentum?
            Compute the break-up momentum of {parent} into {first} {second}.
            Give me the momentum in the decay of {parent} to {first} and {second}.
            {parent} -> {first} {second}, momentum please
            With which momentum does the {first} come out of {parent} -> {first} {second}?
            what momentum has {second} in {parent} -> {first} {second}
        """,
        held_out="""
            State the decay momentum of {parent} -> {first} {second}.
            When {parent} breaks up into {first} and {second}, how large is the momentum?
            Kinematics of {parent} to {first} {second}: momentum of each?
            {first} and {second} from {parent} at rest: which momentum?
            Centre-of-mass momentum of {parent} -> {first} {second}?
        """,
        draw=lambda draw: dict(zip(("parent", "first", "second"), draw.of(*FORBIDDEN), strict=True)),
        calls=(call("two_body_decay", parent="{parent}", first="{first}", second="{second}"),),
        solution="That decay is not possible: {first} and {second} together are heavier than the {parent}.",
        answer=cannot,
    ),
    Family(
        name="no-tool",
        kind="none",
        train="\n".join(OUTSIDE[0]),
        held_out="\n".join(OUTSIDE[1]),
        draw=lambda draw: {"place": draw.of(*PLACES), "day": draw.of(*DAYS), "thing": draw.of(*THINGS)},
        calls=(),
        solution="None of my tools can answer that.",
        answer=cannot,
    ),
)
