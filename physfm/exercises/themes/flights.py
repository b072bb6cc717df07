"""Flights of unstable particles: mean life, Lorentz factor, path."""

from __future__ import annotations

from physfm.exercises.drawing import Draw
from physfm.exercises.family import Family, call
from physfm.exercises.fillers import FLYING, TWO_BODY

ENERGIES = (("GeV", 3.0, 500.0), ("GeV", 10.0, 60.0), ("TeV", 0.2, 7.0), ("MeV", 8000.0, 9e5))


def _flying(draw: Draw) -> dict[str, str]:
    name, key = draw.one((("momentum", "momentum"), ("total energy", "energy"), ("kinetic energy", "kinetic")))
    return {"particle": draw.of(*FLYING), "energy": draw.quantity(*ENERGIES), "what": name, "key": key}


def _moving(draw: Draw) -> dict[str, str]:
    return {"particle": draw.of(*FLYING), "energy": draw.quantity(*ENERGIES)}


def _timed(draw: Draw) -> dict[str, str]:
    return {
        "particle": draw.of(*FLYING),
        "gamma": draw.number(1.5, 300.0),
        "unit": draw.of(("s", "ns", "us"), ("ps", "ms")),
    }


def _light(draw: Draw) -> dict[str, str]:
    return {"particle": draw.of(*FLYING), "unit": draw.of(("m", "mm", "km", "um"), ("cm", "inch"))}


def _product(draw: Draw) -> dict[str, str]:
    parent, first, second = draw.of(*TWO_BODY)
    return {"parent": parent, "first": first, "second": second}


def _surviving(draw: Draw) -> dict[str, str]:
    return {
        "particle": draw.of(
            ("muon", "mu-", "mu+", "pi+", "pi-", "K+", "K-", "charged pion"), ("charged kaon", "K(L)0")
        ),
        "energy": draw.quantity(("GeV", 1.0, 60.0), ("MeV", 900.0, 50_000.0)),
        "distance": draw.quantity(("m", 2.0, 400.0), ("km", 0.02, 0.5), loose=False),
    }


FAMILIES = (
    Family(
        name="dilated-life",
        kind="chain",
        train="""
            What is the mean life of a {particle} in the laboratory if its {what} is {energy}?
            A {particle} has a {what} of {energy}. How long does it live on average in the lab frame?
            lab-frame lifetime of {particle} at {what} {energy}
            Because of time dilation a fast {particle} lives longer. How long for a {what} of {energy}?
            Compute the dilated mean lifetime of a {particle} with {what} {energy}.
            For a {particle} of {what} {energy}, find gamma times tau.
            We have a beam of {particle} particles, {what} {energy} each. What mean life does the laboratory see?
            gamma*tau for {particle}, {what} = {energy}?
            How long, as seen by an observer at rest, does a {particle} with {what} {energy} live?
            Time dilation: {particle}, {what} {energy}. Mean life in the lab?
            Our detector records a {particle} with a {what} of {energy}; tell me its average lifetime in our frame.
            Taking special relativity into account, what is the observed mean life of a {particle} of {what} {energy}?
        """,
        held_out="""
            If a {particle} carries a {what} of {energy}, by how long does it survive on average for someone at rest?
            Relativistic mean lifetime wanted: {particle}, {energy} of {what}.
            A storage ring holds {particle} with {what} {energy}. What lifetime do we measure?
            With {what} {energy}, what does the mean life of the {particle} become in the lab?
            Apply time dilation to the {particle}: its {what} is {energy}.
        """,
        draw=_flying,
        calls=(
            call("pdg", particle="{particle}", property="lifetime"),
            call("lorentz_gamma", **{"mass": "{particle}", "{key}": "{energy}"}),
            call("calculate", expression="g*t", values={"g": "{2|gamma = }", "t": "{1}"}),
        ),
        solution="In the laboratory the {particle} lives {answer} on average.",
        tolerance=1e-2,
    ),
    Family(
        name="decay-path",
        kind="chain",
        train="""
            A {particle} has a momentum of {energy}. Using its PDG mean life and mass, how far does it fly on average?
            From lifetime and mass, compute the mean flight distance of a {particle} with momentum {energy}.
            mean path p*tau/m for {particle} at {energy}
            Work out beta gamma c tau for a {particle} of momentum {energy} from its mass and mean life.
            Look up mass and lifetime of the {particle} and give its average path at {energy} of momentum.
            With p = {energy}, tau and m from the PDG: mean path of the {particle}?
            How far does a {particle} with {energy} momentum travel before decaying? Use its listed mass and lifetime.
            Take mass and mean life of {particle}; for momentum {energy} calculate the distance c tau p / m.
            path of {particle}, momentum {energy}, from m and tau, please
            What distance does a {particle} at {energy} (momentum) cover, from tau and m of the PDG?
            I want p c tau/m for the {particle} with p = {energy}, step by step.
            Calculate, from tabulated mass and mean life, how far {particle} of momentum {energy} go on average.
        """,
        held_out="""
            Starting from the tabulated mean life and mass, find the average path of a {particle} with p = {energy}.
            {particle}, {energy} momentum: path length from tau and mass?
            Show the mean distance travelled by a {particle} of momentum {energy}, using lifetime and mass.
            Evaluate p*tau/m (in metres) for {particle} when p = {energy}.
            From m and tau of the {particle}, deduce its mean range at momentum {energy}.
        """,
        draw=_moving,
        calls=(
            call("pdg", particle="{particle}", property="lifetime"),
            call("pdg", particle="{particle}", property="mass"),
            call("calculate", expression="p*t*c/m", values={"p": "{energy}", "t": "{1}", "m": "{2}"}, unit="m"),
        ),
        solution="The {particle} flies {answer} on average before it decays.",
        tolerance=1e-2,
    ),
    Family(
        name="life-times-gamma",
        kind="chain",
        train="""
            A {particle} moves with Lorentz factor {gamma}. What is its mean life in the lab, in {unit}?
            At gamma = {gamma}, how many {unit} does a {particle} live on average?
            {particle} with gamma {gamma}: dilated lifetime in {unit}?
            Multiply the mean life of the {particle} by a gamma of {gamma} and give it in {unit}.
            How long (in {unit}) does a {particle} live if time runs {gamma} times slower for it?
            dilated lifetime, {particle}, gamma={gamma}, unit {unit}
            For a boost of gamma = {gamma}, express the lifetime of {particle} in {unit}.
            The Lorentz factor of a {particle} is {gamma}; its lab lifetime in {unit} is what?
            Give me the observed mean life in {unit} of a {particle} whose gamma is {gamma}.
            What mean life, in {unit}, do we see for a {particle} boosted by gamma {gamma}?
            lifetime of a {particle} in the lab frame for gamma {gamma} ({unit})
            Suppose gamma = {gamma}. Then the {particle} lives how many {unit}?
        """,
        held_out="""
            With a time dilation factor of {gamma}, what is the {particle} mean life in {unit}?
            Boosted {particle}: gamma is {gamma}. Lifetime, in {unit}?
            In {unit}: the lab lifetime of {particle} at Lorentz factor {gamma}.
            How many {unit} would a {particle} with gamma {gamma} last on average?
            Dilate the PDG lifetime of the {particle} by {gamma}. Answer in {unit}.
        """,
        draw=_timed,
        calls=(
            call("pdg", particle="{particle}", property="lifetime"),
            call("calculate", expression="g*t", values={"g": "{gamma}", "t": "{1}"}, unit="{unit}"),
        ),
        solution="With gamma = {gamma} the {particle} lives {answer} on average.",
        tolerance=1e-2,
    ),
    Family(
        name="light-in-a-life",
        kind="chain",
        train="""
            How far does light travel in {unit} during the mean life of the {particle}?
            What is c tau of the {particle}, in {unit}?
            c*tau {particle} in {unit}
            Give the distance, in {unit}, that light covers in one {particle} lifetime.
            Compute c times the mean life of {particle} in {unit}.
            In one mean life of a {particle}, light goes how many {unit}?
            Please find c tau ({unit}) for the {particle}.
            Multiply the lifetime of the {particle} by the speed of light; {unit} please.
            What length in {unit} corresponds to the lifetime of a {particle} times c?
            If a {particle} could fly at c for its mean life, how many {unit} would it go?
            ctau of {particle}? unit: {unit}
            I need the proper decay length of the {particle} in {unit}.
        """,
        held_out="""
            During the mean life of a {particle}, how many {unit} does a light pulse go?
            Express the {particle} lifetime as a light travel distance in {unit}.
            {particle}: lifetime times speed of light, in {unit}?
            Tell me in {unit} how long the proper decay length c tau of {particle} is.
            Light crosses which distance ({unit}) while a {particle} lives?
        """,
        draw=_light,
        calls=(
            call("pdg", particle="{particle}", property="lifetime"),
            call("calculate", expression="c*t", values={"t": "{1}"}, unit="{unit}"),
        ),
        solution="Light travels {answer} in the mean life of the {particle}.",
        tolerance=1e-2,
    ),
    Family(
        name="gamma-of-product",
        kind="chain",
        train="""
            In {parent} -> {first} {second} at rest, what is the Lorentz factor of the {first}?
            A {parent} at rest decays to {first} {second}. Find gamma of the {first}.
            gamma of {first} from {parent} -> {first} {second} (parent at rest)
            How relativistic is the {first} from {parent} -> {first} {second}? Give gamma in the parent's frame.
            Compute the momentum in {parent} -> {first} {second}, then the Lorentz factor of the {first}.
            What gamma does a {first} get when a {parent} at rest decays into {first} {second}?
            For {parent} going to {first} and {second}, tell me the Lorentz factor of {first} in the parent's frame.
            Lorentz factor of the {first} in {parent} -> {first} {second}?
            Consider {parent} -> {first} {second}. With what gamma does the {first} come out?
            the {first} in {parent} decaying to {first} {second}: gamma?
            Please work out gamma for the {first} produced by a resting {parent} in {parent} -> {first} {second}.
            Two-body decay {parent} -> {first} {second}: E/m of the {first} in the rest frame?
        """,
        held_out="""
            When a stationary {parent} decays as {parent} -> {first} {second}, which Lorentz factor has the {first}?
            {parent} -> {first} {second}, parent at rest. Boost factor gamma of {first}?
            Determine how large gamma is for {first} emitted in {parent} -> {first} {second}.
            A {first} comes from {parent} -> {first} {second}. What is its E/m in the {parent} frame?
            Find the rest-frame gamma of {first} for the decay {parent} -> {first} {second}.
        """,
        draw=_product,
        calls=(
            call("two_body_decay", parent="{parent}", first="{first}", second="{second}"),
            call("lorentz_gamma", mass="{first}", energy="{1|energies of }"),
        ),
        solution="The {first} from {parent} -> {first} {second} has gamma = {answer}.",
    ),
    Family(
        name="survival",
        kind="chain",
        train="""
            What fraction of {particle} with momentum {energy} survives a flight of {distance}?
            A beam of {particle} at {energy} momentum flies {distance}. Which fraction has not decayed?
            survival probability: {particle}, p = {energy}, distance {distance}
            With what probability does a {particle} of momentum {energy} live through {distance}?
            How likely is it that a {particle} with {energy} momentum reaches a detector {distance} away?
            Find exp(-L/lambda) for a {particle} of momentum {energy} and L = {distance}.
            Fraction of {particle} left after {distance} at a momentum of {energy}?
            The decay pipe is {distance} long. What part of the {particle} at {energy} momentum gets through undecayed?
            Please compute the survival probability of a {particle} over {distance} if p = {energy}.
            which share of {particle} (momentum {energy}) is left after {distance}
            {particle}, momentum {energy}: chance to fly {distance} without decaying?
            If {particle} have {energy} of momentum, what fraction of them passes {distance}?
        """,
        held_out="""
            Over {distance}, how much of a {particle} beam of momentum {energy} remains?
            Probability that a {particle} (p = {energy}) does not decay within {distance}?
            Starting with many {particle} of momentum {energy}, what fraction exists after {distance}?
            Give the undecayed fraction: {particle}, {energy} momentum, path {distance}.
            What are the odds for a {particle} carrying {energy} of momentum to survive {distance}?
        """,
        draw=_surviving,
        calls=(
            call("decay_length", particle="{particle}", momentum="{energy}"),
            call("calculate", expression="exp(-L/d)", values={"L": "{distance}", "d": "{1}"}),
        ),
        solution="The fraction of the {particle} that survives {distance} is {answer}.",
        tolerance=1e-2,
    ),
)
