"""Words, yes and no, choices, and that something cannot be determined."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.grading_pair import Pair, some

NOUNS = (
    "proton",
    "neutron",
    "electron neutrino",
    "Higgs boson",
    "superconductor",
    "torque",
    "angular momentum",
    "entropy",
    "diffraction",
    "total internal reflection",
    "the photoelectric effect",
    "Pauli exclusion principle",
    "north",
    "upwards",
    "increases",
    "decreases",
    "stays constant",
    "elliptical",
    "adiabatic",
    "a red shift",
    "gamma radiation",
    "concave lens",
)
CLAIMS = (
    ("Momentum is conserved", "momentum is not conserved"),
    ("the force is attractive", "the force is not attractive"),
    ("the gas expands", "the gas does not expand"),
    ("energy is conserved", "energy is not conserved"),
    ("the process is reversible", "the process is not reversible"),
    ("the state is stable", "the state is not stable"),
)


def words(rng: random.Random, count: int) -> Iterator[Pair]:
    """Words, yes and no, choices, and that something cannot be determined."""
    for index in range(count):
        noun = NOUNS[index % len(NOUNS)]
        other = NOUNS[(index + 5) % len(NOUNS)]
        bare = noun.removeprefix("the ").removeprefix("a ")
        right = {
            "capital": bare.capitalize() + ".",
            "sentence": f"It is {noun}.",
            "marker": f"Answer: {bare}",
            "upper": bare.upper(),
            "boxed": rf"\boxed{{\text{{{bare}}}}}",
            "held:bold": f"**{bare}**",
            "held:corrected": f"It is {other}. Wait, no. It is {noun}.",
            "held:not": f"{noun}, not {other}",
        }
        yield from some("words", right, noun, rng, 2)
        wrong = [
            ("other", f"It is {other}."),
            ("negated", f"It is not {noun}."),
            ("hedged", f"{noun} or {other}"),
            ("corrected", f"It is {noun}. Wait, no. It is {other}."),
        ]
        yield Pair("words", wrong[index % 4][0], False, False, wrong[index % 4][1], noun)
        claim, denial = CLAIMS[index % len(CLAIMS)]
        truth = rng.random() < 0.5
        gold, said, not_said = ("Yes", claim, denial) if truth else ("No", denial, claim)
        no = "No" if truth else "Yes"
        right = {
            "lead": f"{gold}, {said}.",
            "lower": gold.lower(),
            "marker": f"The answer is {gold.lower()}.",
            "because": f"{gold}, because {said}.",
            "boxed": rf"\boxed{{\text{{{gold}}}}}",
            "held:corrected": f"{no}. Wait, that is wrong. {gold}.",
            "held:bold": f"**{gold}** - {said}.",
            "held:so": f"There is no external force, so {gold.lower()}.",
        }
        yield from some("truth", right, gold, rng, 3)
        wrong = [
            ("other", f"{no}, {not_said}."),
            ("corrected", f"{gold}. Wait, that is wrong. {no}."),
            ("both", f"{gold} and {no.lower()}."),
        ]
        yield Pair("truth", wrong[index % 3][0], False, False, wrong[index % 3][1], gold)
        letter, another = rng.sample("ABCD", 2)
        right = {
            "brackets": f"({letter})",
            "sentence": f"The answer is ({letter}).",
            "option": f"Option {letter} is correct.",
            "dot": f"{letter}. 3.2 m",
            "boxed": rf"\boxed{{{letter}}}",
            "because": f"({letter}), because ({another}) violates causality.",
            "held:bold": f"The correct option is **{letter}**",
            "held:choose": f"So I choose {letter}.",
            "held:corrected": f"The answer is {another}. Wait, I made a mistake. The answer is {letter}.",
            "held:text": rf"\boxed{{\text{{({letter})}}}}",
        }
        yield from some("choice", right, rng.choice([letter, f"({letter})"]), rng, 3)
        wrong = [
            ("other", f"The answer is ({another})."),
            ("hedged", f"({letter}) or ({another})"),
            ("corrected", f"The answer is {letter}. Wait, I made a mistake. The answer is {another}."),
        ]
        yield Pair("choice", wrong[index % 3][0], False, False, wrong[index % 3][1], letter)
        unknown = rng.choice(["cannot be determined", "Cannot be determined from the given data."])
        right = {
            "cannot": "It cannot be determined.",
            "information": "There is not enough information to answer.",
            "impossible": "It is impossible to tell from this plot.",
            "held:insufficient": "The question cannot be answered because the mass is missing.",
            "held:unknown": "Insufficient data.",
        }
        yield from some("undetermined", right, unknown, rng, 1)
        yield Pair("undetermined", "claims", False, False, f"It is {index + 2} m.", unknown)
