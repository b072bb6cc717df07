"""Repairs: a slip that a tool refuses, and the call that puts it right.

The error texts are the tools' own. A repair needs nothing but the question and the error.
"""

from __future__ import annotations

from physfm.errors import did_you_mean
from physfm.exercises.drawing import Draw
from physfm.exercises.family import Family, call, slip
from physfm.exercises.fillers import CONSTANTS, DECAYS, FLYING, HEAVY, WIDE
from physfm.exercises.themes.flights import ENERGIES

PAIRS = (
    (("GeV^-1", "fm"), ("MeV", "K"), ("GeV", "kg"), ("eV", "K")),
    (("MeV^-1", "m"), ("K", "MeV"), ("fm", "GeV^-1")),
)


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
)
