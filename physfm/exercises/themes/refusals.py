"""Refusals: questions that are mistaken, as a tool's error says, and questions for no tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from physfm.exercises.drawing import Draw
from physfm.exercises.exercise import Answer
from physfm.exercises.family import Family, call
from physfm.exercises.fillers import UNITS
from physfm.tools.tool import Result


def cannot(slots: Mapping[str, str], results: Sequence[Result]) -> Answer:
    """That there is no answer."""
    return Answer(kind="none")


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


FAMILIES = (
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
