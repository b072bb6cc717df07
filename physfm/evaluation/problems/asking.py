"""What-questions: a number, a formula, or a choice, in every variant."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import replace

from physfm.errors import InputError
from physfm.evaluation.item import LETTERS, UNDETERMINED, Form
from physfm.evaluation.problems import world as worlds
from physfm.evaluation.problems import wrong
from physfm.evaluation.problems.family import Family
from physfm.evaluation.problems.world import World
from physfm.evaluation.problems.writing import number, quantity, template
from physfm.symbolic.tree import Symbol
from physfm.symbolic.tree import replace as put
from physfm.symbolic.writing import to_text

VARIANTS: dict[str, Callable[[World, random.Random], World | None]] = {
    "paraphrase": worlds.reworded,
    "renamed": worlds.renamed,
    "units": worlds.rescaled,
    "irrelevant": worlds.crowded,
    "law": worlds.altered,
    "constant": worlds.counterfactual,
    "missing": worlds.incomplete,
}
"""What is done to the plain world; ``inverse`` is asked apart."""
OPTIONS = 4
Parts = dict[str, object]
"""Fields of an item, by name."""


def plain(world: World, form: Form, chance: random.Random) -> Parts:
    """Ask for the world's target."""
    ask = world.family.asks[world.target][world.phrase]
    if form == "expression":
        return _formula(world, ask)
    missing = bool(world.without)
    if form == "choice":
        right = wrong.written(world, world.values[world.target])
        lures = [wrong.written(world, value) for value in _lures(world, chance)]
        options, place = wrong.arranged(right, lures, chance)
        options = (*options, UNDETERMINED)
        return {
            "question": f"{world.scenery} {ask}",
            "choices": options,
            "gold": LETTERS[len(options) - 1 if missing else place],
            "steps": () if missing else steps(world),
        }
    return {
        "question": f"{world.scenery} {ask}",
        "gold": UNDETERMINED if missing else world.answer(world.target),
        "steps": () if missing else steps(world),
    }


def _lures(world: World, chance: random.Random) -> list[float]:
    """Wrong values; in another world the value in ours comes first, for who answers from memory."""
    found: list[float] = []
    right = world.values[world.target]
    if world.model is not world.family.model or world.constants:
        ordinary = replace(world, model=world.family.model, constants={}, shown=_ordinary(world))
        with contextlib.suppress(InputError):  # a world that ours has no counterpart of
            found.append(ordinary.values[world.target])
    for value in wrong.values(world, chance):
        if len(found) == OPTIONS - 1:
            break
        if all(abs(value - other) > wrong.APART * max(abs(value), abs(other)) for other in found):
            found.append(value)
    return [value for value in found if abs(value - right) > 0.03 * abs(right)]


def _ordinary(world: World) -> dict[str, worlds.Shown]:
    known = {v.symbol for v in world.family.variables}
    return {s: shown for s, shown in world.shown.items() if s in known}


def steps(world: World) -> tuple[str, ...]:
    """The solution: each law in its turn, with the value that it gives."""
    values = world.values
    lines = []
    for law in world.model.used(world.target):
        variable = world.model.by_symbol[law.effect]
        value = quantity(values[law.effect] / variable.scales[variable.unit], variable.unit, 4)
        because = f" ({law.why})" if law.why else ""
        lines.append(f"{variable.name}: {law.effect} = {law.expression} = {value}{because}")
    return tuple(lines)


def _formula(world: World, ask: str) -> Parts:
    """Ask for the target in symbols."""
    shown = replace(world, symbols="only")
    tree = world.model.formula(world.target)
    tree = put(tree, {s: Symbol(name) for s, name in world.names.items()})
    wanted = world.model.ancestors[world.target]
    able = [v for v in world.model.variables if v.kind != "derived" and v.symbol in wanted]
    names = [world.called(v.symbol) for v in able if v.kind == "given"]
    constants = [f"the {v.name} {world.called(v.symbol)}" for v in able if v.kind == "constant"]
    terms = _listed([*names, *constants])
    return {
        "question": f"{shown.scenery} {ask} Give a formula in terms of {terms}.",
        "gold": to_text(tree),
        "assumptions": {world.called(v.symbol): "real" if v.real else "positive" for v in able},
        "rel_tol": None,
        "steps": tuple(f"{law.effect} = {law.expression}" for law in world.model.used(world.target)),
    }


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def inverse(family: Family, world: World, form: Form, chance: random.Random) -> Parts | None:
    """Tell a derived quantity and ask for a given one; None if the family has no such question."""
    pairs = [(x, y) for x in family.inverse for y in family.told if x in family.model.ancestors[y]]
    if not pairs:
        return None
    given, told = chance.choice(pairs)
    variable = family.model.by_symbol[told]
    value = world.values[told] / variable.scales[variable.unit]
    text = f"{told} = {number(value, 4)}" if world.symbols else quantity(value, variable.unit, 5)
    sentence = template(chance.choice(family.told[told])).fill(lambda _: text)
    asked = replace(world, without=frozenset({given}), target=told, after=(*world.after, sentence))
    question = f"{asked.scenery} {chance.choice(family.inverse[given])}"
    known = family.model.by_symbol[given]
    right = world.shown[given][0]
    if form == "number":
        return {"question": question, "gold": worlds.gold(*world.shown[given], 4), "steps": steps(asked)}
    factors = chance.sample(wrong.FACTORS, OPTIONS - 1)
    lures = [quantity(float(worlds.gold(right * f, "1", 3)), known.unit, 3) for f in factors]
    options, place = wrong.arranged(quantity(right, known.unit, 3), lures, chance)
    options = (*options, UNDETERMINED)
    return {"question": question, "choices": options, "gold": LETTERS[place], "steps": steps(asked)}
