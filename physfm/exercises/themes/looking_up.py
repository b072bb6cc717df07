"""Looking up: properties of particles (PDG) and fundamental constants (CODATA), one call each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from physfm.errors import InputError
from physfm.exercises.drawing import Draw
from physfm.exercises.exercise import Answer
from physfm.exercises.family import Family, call
from physfm.exercises.fillers import CONSTANTS, DECAYS, FLYING, HEAVY, QUANTUM, WIDE
from physfm.tools.tool import Result


def _decay(draw: Draw) -> dict[str, str]:
    parent, products = draw.of(*DECAYS)
    return {"parent": parent, "products": products}


def _quantum(draw: Draw) -> dict[str, str]:
    return {"particle": draw.of(*QUANTUM), "what": draw.one(("spin", "isospin"))}


def _fraction(slots: Mapping[str, str], results: Sequence[Result]) -> Answer:
    try:
        return Answer(float(Fraction(str(results[-1].value))), "1")
    except ValueError as err:
        raise InputError(f"Expected a quantum number, got {results[-1].value!r}.") from err


def _words(slots: Mapping[str, str], results: Sequence[Result]) -> Answer:
    return Answer(text=str(results[-1].value), kind="word")


def _constant(draw: Draw) -> dict[str, str]:
    return {"name": draw.of(*CONSTANTS)}


FAMILIES = (
    Family(
        name="pdg-mass",
        kind="single",
        train="""
            What is the mass of the {particle}?
            mass of {particle}
            How heavy is the {particle}?
            Please give me the mass of a {particle} from the PDG.
            m({particle})?
            Look up the {particle} mass.
            Which mass does the Particle Data Group list for {particle}?
            Tell me the rest mass of the {particle} with its error.
            {particle}: mass?
            How much does a {particle} weigh, in the PDG's units?
            What value and uncertainty has the mass of {particle}?
            I need the current mass of the {particle} for a fit.
            what's the {particle} mass
            The Review of Particle Physics has a mass for the {particle}. Which?
        """,
        held_out="""
            Could I have the PDG mass value for {particle}?
            {particle} rest mass, please.
            At what mass is the {particle} listed?
            Find out how massive the {particle} is.
            Give the best known mass of {particle}.
            State the mass (with error) of the particle {particle}.
        """,
        draw=lambda draw: {"particle": draw.of(*HEAVY)},
        calls=(call("pdg", particle="{particle}", property="mass"),),
        solution="The mass of {particle} is {answer}.",
    ),
    Family(
        name="pdg-lifetime",
        kind="single",
        train="""
            What is the mean life of the {particle}?
            lifetime of {particle}
            How long does a {particle} live on average?
            Give me the {particle} lifetime from the PDG.
            tau({particle})?
            Look up the mean lifetime of {particle}.
            How long-lived is the {particle}?
            After what time does a {particle} at rest decay, on average?
            {particle}: mean life?
            What lifetime is listed for the {particle}, with its error?
            I need the proper lifetime of the {particle}.
            Tell me the average life span of a {particle}.
            how long does {particle} exist before decaying
            Which mean life does the Particle Data Group give for {particle}?
        """,
        held_out="""
            Could I have the PDG lifetime of the {particle}?
            {particle} mean lifetime, please.
            A resting {particle} survives for how long on average?
            Find the listed tau of {particle}.
            What is known about how long the {particle} lives?
            State the mean life of the particle {particle}.
        """,
        draw=lambda draw: {"particle": draw.of(*FLYING)},
        calls=(call("pdg", particle="{particle}", property="lifetime"),),
        solution="The mean life of {particle} is {answer}.",
    ),
    Family(
        name="pdg-width",
        kind="single",
        train="""
            What is the width of the {particle}?
            total width of {particle}
            How broad is the {particle} resonance?
            Give me the decay width of the {particle}.
            Gamma({particle})?
            Look up the full width of {particle}.
            Which width does the PDG list for the {particle}?
            {particle}: width?
            Tell me the natural width of the {particle} and its error.
            How wide is the {particle}?
            I need Gamma of the {particle} for a Breit-Wigner.
            what width has {particle}
            The {particle} is a resonance. What is its width?
            Please find the total decay width of {particle}.
        """,
        held_out="""
            Could I have the PDG width of the {particle}?
            {particle} decay width, please.
            What Gamma should I use for the {particle} line shape?
            Find out how broad the {particle} is.
            State the full width of the particle {particle}.
            By how much is the {particle} peak spread (total width)?
        """,
        draw=lambda draw: {"particle": draw.of(*WIDE)},
        calls=(call("pdg", particle="{particle}", property="width"),),
        solution="The width of {particle} is {answer}.",
    ),
    Family(
        name="pdg-branching",
        kind="single",
        train="""
            What is the branching fraction of {parent} -> {products}?
            branching ratio {parent} -> {products}
            How often does a {parent} decay to {products}?
            With what probability does the {parent} go to {products}?
            BR({parent} -> {products})?
            Look up the branching fraction of {parent} to {products}.
            Which fraction of {parent} decays ends in {products}?
            B({parent} -> {products}), please.
            What share of the {parent} decays is {products}?
            Give me the PDG branching ratio for {parent} to {products}.
            In how many per cent of cases is {parent} -> {products} seen?
            I need the probability of {parent} -> {products}.
            how likely is {parent} -> {products}
            The decay mode {products} of the {parent}: branching fraction?
        """,
        held_out="""
            Could I have the branching fraction for {parent} into {products}?
            {parent}, mode {products}: what fraction?
            Out of all {parent} decays, what part gives {products}?
            Find the PDG value of BF({parent} -> {products}).
            How frequent is the channel {products} for a {parent}?
            State how probable {parent} -> {products} is.
        """,
        draw=_decay,
        calls=(call("pdg", particle="{parent}", property="branching fraction", mode="{products}"),),
        solution="The branching fraction of {parent} -> {products} is {answer}.",
    ),
    Family(
        name="pdg-charge",
        kind="single",
        train="""
            What is the electric charge of the {particle}?
            charge of {particle}
            How is the {particle} charged, in units of e?
            Give me the charge of a {particle}.
            Is the {particle} charged? Give its charge.
            Look up the {particle} charge.
            {particle}: electric charge?
            Which charge does the {particle} carry?
            Q of the {particle}?
            How many elementary charges does a {particle} have?
            Tell me the charge of the {particle} in e.
            what charge has {particle}
        """,
        held_out="""
            Could I have the electric charge of {particle}?
            {particle} charge in e, please.
            What multiple of e is the {particle} charge?
            State the charge of the particle {particle}.
            Find out which electric charge belongs to {particle}.
        """,
        draw=lambda draw: {"particle": draw.of((*QUANTUM[0], *HEAVY[0]), (*QUANTUM[1], *HEAVY[1]))},
        calls=(call("pdg", particle="{particle}", property="charge"),),
        solution="The charge of {particle} is {answer}.",
    ),
    Family(
        name="pdg-spin",
        kind="single",
        train="""
            What is the {what} of the {particle}?
            {what} of {particle}
            Which {what} does the {particle} have?
            Give me the {what} of a {particle}.
            Look up the {particle} {what}.
            {particle}: {what}?
            Tell me the {what} quantum number of {particle}.
            what {what} has {particle}
            I need the {what} of the {particle}.
            The {particle} has a definite {what}. Which one?
            For the {particle}, what does the PDG say about {what}?
            Please state the {what} of {particle} from the PDG.
        """,
        held_out="""
            Could I have the {what} of {particle}?
            {particle} {what}, please.
            Find out the {particle}'s {what}.
            What {what} is assigned to the {particle}?
            How large is the {what} of the particle {particle}?
        """,
        draw=_quantum,
        calls=(call("pdg", particle="{particle}", property="{what}"),),
        solution="The {what} of {particle} is {1| = }.",
        answer=_fraction,
    ),
    Family(
        name="pdg-quarks",
        kind="single",
        train="""
            What is the quark content of the {particle}?
            quarks in {particle}
            Which quarks make up the {particle}?
            Of what quarks does a {particle} consist?
            Give me the valence quarks of the {particle}.
            {particle}: quark content?
            Look up the quark composition of {particle}.
            What is a {particle} made of?
            Tell me the quark content of {particle}.
            List the valence quarks in the {particle}.
            what quarks does {particle} have
            I forgot which quarks are inside the {particle}.
        """,
        held_out="""
            Could I have the quark composition of {particle}?
            {particle} valence quarks, please.
            Find out which quarks form a {particle}.
            Constituents (quarks) of the {particle}?
            State the quark content of the particle {particle}.
        """,
        draw=lambda draw: {
            "particle": draw.of(
                (
                    "proton",
                    "neutron",
                    "pi+",
                    "pi-",
                    "K+",
                    "K-",
                    "K0",
                    "Lambda",
                    "Sigma+",
                    "Sigma-",
                    "Xi-",
                    "Xi0",
                    "D0",
                    "D+",
                    "B0",
                    "B+",
                    "B-",
                    "Delta(1232)++",
                    "Lambda(b)0",
                    "Xi(c)+",
                    "K*(892)0",
                    "Sigma(1385)+",
                    "Omega(c)0",
                    "D*(2010)+",
                    "rho(770)+",
                    "Xi(b)-",
                    "J/psi(1S)",
                ),
                (
                    "Omega-",
                    "D(s)+",
                    "B(s)0",
                    "Sigma0",
                    "Lambda(c)+",
                    "B(c)+",
                    "Upsilon(1S)",
                    "Delta(1232)+",
                    "Xi(c)0",
                    "Omega(b)-",
                    "antiproton",
                    "D-",
                ),
            )
        },
        calls=(call("pdg", particle="{particle}", property="quarks"),),
        solution="The quark content of {particle} is {answer}.",
        answer=_words,
    ),
    Family(
        name="pdg-number",
        kind="single",
        train="""
            What is the Monte Carlo id of the {particle}?
            pdg id of {particle}
            Which PDG code has the {particle}?
            MC number of {particle}?
            Give me the Monte Carlo particle number of {particle}.
            Under which number does a generator know the {particle}?
            {particle}: Monte Carlo id?
            Look up the PDG id of a {particle}.
            I need the mcid of {particle} for my event loop.
            In the PDG numbering scheme, what is {particle}?
            Tell me the PDG code for the {particle}.
            what number stands for {particle} in Pythia
        """,
        held_out="""
            Could I have the Monte Carlo number of {particle}?
            {particle} PDG code, please.
            What integer identifies the {particle} in event records?
            Find the particle number (mcid) of {particle}.
            State the numbering-scheme id of the particle {particle}.
        """,
        draw=lambda draw: {"particle": draw.of((*QUANTUM[0], *WIDE[0]), (*QUANTUM[1], *WIDE[1]))},
        calls=(call("pdg", particle="{particle}", property="mcid"),),
        solution="The Monte Carlo id of {particle} is {answer}.",
        tolerance=0.0,
    ),
    Family(
        name="constant",
        kind="single",
        train="""
            What is the value of {name}?
            {name}
            Look up the constant {name}.
            Give me {name} with its uncertainty.
            What does CODATA recommend for {name}?
            Value and unit of {name}?
            I need {name} for a calculation.
            how large is {name}
            Please find the CODATA value of {name}.
            Tell me the constant {name} in SI units.
            {name} = ?
            What number should I use for {name}?
            Which value has {name} in the latest CODATA adjustment?
        """,
        held_out="""
            Could I have {name} from CODATA?
            {name}, current best value?
            State {name} with unit.
            What is known as {name}, numerically?
            Find the recommended value for {name}.
            How big is {name}, and how precisely is it known?
        """,
        draw=_constant,
        calls=(call("constant", name="{name}"),),
        solution="The value of {name} is {answer}.",
    ),
)
