"""Why- and what-if-questions: which chain of causes brings a change about, and what an intervention would do.

A why-question states a true dependence and asks for its mechanism, as a choice among chains or in free words; a
what-if-question changes one quantity from outside (Pearl's ``do``), holds another where the question says so, and asks
by what factor a third one changes.

Source of the three kinds: K. M. Barman et al., Towards a benchmark for scientific understanding in humans and machines
(Minds and Machines 34, 2024), who ask what, why and what if things had been different.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

from physfm.errors import InputError
from physfm.evaluation.item import LETTERS, Form
from physfm.evaluation.problems import wrong
from physfm.evaluation.problems.asking import Parts
from physfm.evaluation.problems.family import Family
from physfm.evaluation.problems.world import World, gold
from physfm.evaluation.problems.writing import number

FLAT = 1e-3
"""An elasticity below this is no dependence."""
FACTORS = (2.0, 3.0, 0.5, 1.5, 0.8, 1.2, 4.0)


@dataclass(frozen=True)
class Mechanism:
    """A chain of quantities and the sign of each of its arrows."""

    path: tuple[str, ...]
    signs: tuple[int, ...]

    @property
    def sign(self) -> int:
        """Of the whole chain."""
        product = 1
        for sign in self.signs:
            product *= sign
        return product


def chains(family: Family) -> tuple[tuple[str, ...], ...]:
    """Chains from a given quantity to one that is asked for, where there is one chain only; mediated ones if any."""
    givens = [v.symbol for v in family.variables if v.kind == "given"]
    found = [path for y in family.asks for x in givens if (path := family.model.path(x, y))]
    return tuple([path for path in found if len(path) > 2] or found)


def mechanism(world: World, path: tuple[str, ...]) -> Mechanism | None:
    """The chain with the signs it has at the world's values; None where an arrow is flat."""
    values = world.values
    signs = []
    for cause, effect in itertools.pairwise(path):
        slope = world.model.elasticity(effect, cause, values, total=False) * values[effect] * values[cause]
        if abs(world.model.elasticity(effect, cause, values, total=False)) < FLAT:
            return None
        signs.append(1 if slope > 0 else -1)
    return Mechanism(path, tuple(signs))


def why(family: Family, world: World, form: Form, chance: random.Random) -> Parts | None:
    """Ask for the mechanism behind a dependence; None if the family has no single chain here."""
    able = [m for path in chains(family) if (m := mechanism(world, path)) is not None]
    if not able:
        return None
    chosen = chance.choice(able)
    names = {v.symbol: v.name for v in family.variables}
    first, last = chosen.path[0], chosen.path[-1]
    change = "larger" if chosen.sign > 0 else "smaller"
    claim = (
        f"If the {names[first]} were larger and nothing else were changed from outside, the {names[last]} would be "
        f"{change}."
    )
    reference = " -> ".join(names[s] for s in chosen.path)
    if form == "explanation":
        return {
            "question": f"{world.scenery} {claim} Explain step by step why, naming each quantity that passes the "
            "change on and whether it becomes larger or smaller.",
            "gold": reference,
            "edges": edges(world),
            "steps": (said(chosen, names),),
        }
    lures = list(dict.fromkeys(_lures(family, chosen, names, chance)))
    options, place = wrong.arranged(said(chosen, names), lures, chance)
    return {
        "question": f"{world.scenery} {claim} Why?",
        "choices": options,
        "gold": LETTERS[place],
        "steps": (reference,),
    }


def edges(world: World) -> tuple[tuple[str, str, int], ...]:
    """The causal graph around the world's values: names of cause and effect, and the sign."""
    names = {v.symbol: v.name for v in world.model.variables}
    values = world.values
    found = []
    for law in world.model.laws:
        for cause in law.causes:
            slope = world.model.elasticity(law.effect, cause, values, total=False) * values[law.effect] * values[cause]
            found.append((names[cause], names[law.effect], (slope > 0) - (slope < 0)))
    return tuple(found)


def said(chosen: Mechanism, names: dict[str, str]) -> str:
    """A chain in words, from cause to effect."""
    words = []
    size = "larger"
    for cause, effect, sign in zip(chosen.path, chosen.path[1:], chosen.signs, strict=False):
        new = size if sign > 0 else _other(size)
        words.append(f"a {size} {names[cause]} makes the {names[effect]} {new}")
        size = new
    return _sentence(words)


def _lures(family: Family, chosen: Mechanism, names: dict[str, str], chance: random.Random) -> list[str]:
    """Chains that are wrong: backwards, with wrong signs in between, through a quantity that does not move."""
    found = [_backwards(chosen, names)]
    if len(chosen.signs) > 1:
        place = chance.randrange(len(chosen.signs) - 1)
        flipped = tuple(-s if n in (place, place + 1) else s for n, s in enumerate(chosen.signs))
        found.append(said(Mechanism(chosen.path, flipped), names))
    first, last = chosen.path[0], chosen.path[-1]
    still = [v.symbol for v in family.variables if v.kind == "given" and v.symbol != first]
    moved = [v.symbol for v in family.variables if v.kind == "derived" and v.symbol not in chosen.path]
    others = chance.sample(still, len(still)) + chance.sample(moved, len(moved))
    for other in others:
        if first in family.model.ancestors[other] and other in family.model.ancestors[last]:
            continue  # another true chain
        signs = (1, chosen.sign) if chance.random() < 0.5 else (-1, -chosen.sign)
        found.append(said(Mechanism((first, other, last), signs), names))
        if len(found) >= 3:
            break
    return found[:3]


def _backwards(chosen: Mechanism, names: dict[str, str]) -> str:
    """The chain with its arrows turned round."""
    size = "larger" if chosen.sign > 0 else "smaller"
    words = []
    path, signs = chosen.path[::-1], chosen.signs[::-1]
    for cause, effect, sign in zip(path, path[1:], signs, strict=False):
        new = size if sign > 0 else _other(size)
        words.append(f"a {size} {names[cause]} makes the {names[effect]} {new}")
        size = new
    return _sentence(words)


def _sentence(words: list[str]) -> str:
    text = ", and ".join(words)
    return text[0].upper() + text[1:] + "."


def _other(size: str) -> str:
    return "smaller" if size == "larger" else "larger"


# What if ------------------------------------------------------------------------------------------------------------


def what_if(family: Family, world: World, form: Form, chance: random.Random) -> Parts | None:
    """Ask by what factor a quantity changes under an intervention; None if no intervention has an effect here."""
    for _ in range(20):
        found = _intervention(world, chance)
        if found is not None:
            question, factor, lures = found
            break
    else:
        return None
    if form == "number":
        return {"question": question, "gold": gold(factor, "1", 4)}
    texts = list(dict.fromkeys(_factor(x) for x in lures if abs(x - factor) > wrong.APART * max(x, factor)))
    options, place = wrong.arranged(_factor(factor), texts[:3], chance)
    return {"question": question, "choices": options, "gold": LETTERS[place]}


def _factor(value: float) -> str:
    return "it would not change" if abs(value - 1) < 1e-6 else f"by a factor of {number(value, 3)}"


def _intervention(world: World, chance: random.Random) -> tuple[str, float, list[float]] | None:
    model, target = world.model, world.target
    values = world.values
    names = {v.symbol: v.name for v in model.variables}
    causes = sorted(s for s in model.ancestors[target] if model.by_symbol[s].kind != "constant")
    cause = chance.choice(causes)
    factor = chance.choice((2.0, 3.0) if model.by_symbol[cause].whole else FACTORS)
    between = [s for s in causes if s != cause and cause in model.ancestors[s]]
    held = chance.choice(between) if between and chance.random() < 0.4 else ""
    base = {s: values[s] for s, v in model.by_symbol.items() if v.kind != "derived"}
    changed = {cause: factor * values[cause]}
    try:
        free = model.solve(base, changed)[target] / values[target]
        after = model.solve(base, {**changed, **({held: values[held]} if held else {})})
        found = after[target] / values[target]
        if any(law.of(after) <= 0 for law in world.family.conditions):
            return None
    except InputError:
        return None
    if (not held and abs(found - 1) < 0.02) or not 1e-6 < found < 1e6:
        return None
    way = "" if model.by_symbol[cause].kind == "given" else " by some other means, with what it depends on left alone"
    hold = (
        f" while the {names[held]} were held at its value by other means"
        if held
        else ", and nothing else were changed from outside"
    )
    question = (
        f"{world.scenery} What if the {names[cause]} were made {number(factor)} times as large{way}{hold}: by what "
        f"factor would the {names[target]} change?"
    )
    powers = [factor, factor**2, 1 / factor, factor**0.5, factor**3]
    return question, found, [free, 1.0, *chance.sample(powers, len(powers))]
