"""A situation with its numbers, as it is about to be written down: what a variant changes, before it becomes text."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from physfm.evaluation.problems.causal import Model, Values
from physfm.evaluation.problems.family import Family
from physfm.evaluation.problems.splits import Split
from physfm.evaluation.problems.writing import quantity, rounded, template, unit_text

Shown = tuple[float, str]
"""A number and its unit, as they are written."""


@dataclass(frozen=True)
class World:
    """One draw of a family.

    Parameters
    ----------
    family, model
        The model is the family's own, or an altered one.
    shown
        Given quantities as they are written.
    scene, target, phrase
        Number of the scene's template, symbol of what is asked for, number of the question's phrasing.
    constants
        SI values of constants that differ from nature's.
    names
        What symbols are called in the text, where it shows any.
    symbols
        Whether the text shows ``v = 12 m/s`` (``"both"``), ``v`` (``"only"``), or ``12 m/s`` (``""``).
    without
        Given quantities that are left out.
    before, after
        Sentences around the scene; the ones before it may have slots.
    """

    family: Family
    model: Model
    shown: Mapping[str, Shown]
    scene: int
    target: str
    phrase: int
    constants: Values = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    symbols: str = ""
    without: frozenset[str] = frozenset()
    before: str = ""
    after: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, float]:
        """SI values of all quantities, from the numbers as they are written.

        Raises
        ------
        InputError
            If the laws have no value here.
        """
        given = {s: x * self.model.by_symbol[s].scales[unit] for s, (x, unit) in self.shown.items()}
        return self.model.solve({**self.constants, **given})

    def called(self, symbol: str) -> str:
        """What a symbol is called here."""
        return self.names.get(symbol, symbol)

    def write(self, symbol: str) -> str:
        """A quantity as it stands in the text."""
        if self.symbols == "only":
            return self.called(symbol)
        text = quantity(*self.shown[symbol])
        return f"{self.called(symbol)} = {text}" if self.symbols else text

    @property
    def scenery(self) -> str:
        """The situation in words: altered laws first, then the scene, then constants and facts besides."""
        scene = self.family.templates[self.scene].fill(self.write, self.without)
        before = template(self.before).fill(self.write)
        return " ".join(filter(None, (before, scene, *self._stated(), *self.after)))

    def _stated(self) -> list[str]:
        """Constants whose value the reader cannot know."""
        wanted = self.model.ancestors[self.target]
        found = []
        for variable in self.model.variables:
            if not variable.stated or variable.symbol not in wanted or variable.symbol in self.constants:
                continue
            if self.symbols != "only":
                text = quantity(variable.value, variable.unit)
                found.append(f"Take {self.called(variable.symbol)} = {text} for the {variable.name}.")
        return found

    def answer(self, symbol: str, digits: int = 4) -> str:
        """A quantity's value with so many digits, in its own unit: ``"12.35 m"``, as graders read it."""
        variable = self.model.by_symbol[symbol]
        return gold(self.values[symbol] / variable.scales[variable.unit], variable.unit, digits)


def gold(value: float, unit: str, digits: int = 4) -> str:
    """A value and unit in plain ASCII for a grader."""
    return f"{rounded(value, digits):.{digits}g}" + ("" if unit == "1" else f" {unit}")


def drawn(family: Family, split: Split, index: int) -> World:
    """The plain world of an index: a function of (split, family, index) alone."""
    chance = split.chance(family.name, index)
    numbers = family.draw(chance)
    shown = {s: (x, family.model.by_symbol[s].unit) for s, x in numbers.items()}
    target = chance.choice(list(family.asks))
    scene, phrase = chance.randrange(len(family.scenes)), chance.randrange(len(family.asks[target]))
    return World(family, family.model, shown, scene, target, phrase)


# Variants -------------------------------------------------------------------------------------------------------------


def reworded(world: World, chance: random.Random) -> World:
    """Another scene and another phrasing of the same question."""
    scenes, phrases = len(world.family.scenes), len(world.family.asks[world.target])
    return replace(
        world,
        scene=(world.scene + 1 + chance.randrange(scenes - 1)) % scenes,
        phrase=(world.phrase + 1 + chance.randrange(phrases - 1)) % phrases,
    )


POOL = (*tuple("ABDFHJKLMNPQRSUVWXYZabdfhjklmnpqrsuvwxyz"), "xi", "zeta", "kappa", "eta", "chi", "psi")
"""Letters for renamed symbols: none that stands for a constant of nature, or reads as a number."""


def renamed(world: World, chance: random.Random) -> World:
    """Symbols that nobody uses for these quantities."""
    known = [v.symbol for v in world.model.variables if v.kind != "constant" or v.stated]
    letters = [letter for letter in POOL if letter not in {v.symbol for v in world.model.variables}]
    names = dict(zip(known, chance.sample(letters, len(known)), strict=True))
    return replace(world, names=names, symbols=world.symbols or "both")


def rescaled(world: World, chance: random.Random) -> World | None:
    """The same quantities in other units, at least one of them; None if no quantity has another unit."""
    able = [s for s in world.shown if world.model.by_symbol[s].units]
    if not able:
        return None
    changed = chance.sample(able, chance.randint(1, len(able)))
    shown = dict(world.shown)
    for symbol in changed:
        variable, (value, unit) = world.model.by_symbol[symbol], shown[symbol]
        other = chance.choice(variable.units)
        shown[symbol] = (rounded(value * variable.scales[unit] / variable.scales[other], 4), other)
    return replace(world, shown=shown)


def crowded(world: World, chance: random.Random) -> World:
    """One or two facts that do not matter."""
    facts = chance.sample(world.family.beside, chance.randint(1, min(2, len(world.family.beside))))
    return replace(world, after=tuple(beside(fact, chance) for fact in facts))


def beside(fact: tuple[str, float, float, str], chance: random.Random) -> str:
    """A fact that does not matter, with its number."""
    text, low, high, unit = fact
    return text.replace("{}", quantity(rounded(chance.uniform(low, high), 2), unit))


def altered(world: World, chance: random.Random) -> World | None:
    """Another law of nature, stated; None if no alteration of the family matters to what is asked."""
    able = [
        n
        for n, each in enumerate(world.family.alterations)
        if any(law.effect == world.target or law.effect in world.model.ancestors[world.target] for law in each.laws)
    ]
    if not able:
        return None
    number = chance.choice(able)
    alteration, model = world.family.alterations[number], world.family.altered[number]
    extra = world.family.draw(chance, alteration.variables)
    shown = {**world.shown, **{s: (x, model.by_symbol[s].unit) for s, x in extra.items()}}
    return replace(world, model=model, shown=shown, before=alteration.statement)


def counterfactual(world: World, chance: random.Random) -> World | None:
    """A constant of nature, or of the place, with another value, stated; None if none matters."""
    able = [
        v for v in world.model.variables if v.kind == "constant" and v.symbol in world.model.ancestors[world.target]
    ]
    if not able:
        return None
    constant = chance.choice(able)
    factor = chance.choice((chance.uniform(0.1, 0.8), chance.uniform(1.25, 10.0)))
    value = rounded(constant.value * factor, 3)
    statement = (
        f"Suppose that the {constant.name} {world.called(constant.symbol)} were {quantity(value, constant.unit)} "
        f"instead of {quantity(constant.value, constant.unit, 3)}, and all other constants and all units of "
        "measurement were as they are."
    )
    return replace(world, constants={constant.symbol: value * constant.scales[constant.unit]}, before=statement)


def incomplete(world: World, chance: random.Random) -> World | None:
    """A given quantity that matters left out; None if none does."""
    values = world.values
    able = [
        s
        for s in world.shown
        if s in world.model.ancestors[world.target]
        and s in world.family.templates[world.scene].segments
        and abs(world.model.elasticity(world.target, s, values)) > 1e-3
    ]
    return replace(world, without=frozenset({chance.choice(able)})) if able else None


def asked_unit(world: World, symbol: str) -> str:
    """The unit in which an answer is asked for, as words: ``" in m/s²"``; nothing for a pure number."""
    unit = world.model.by_symbol[symbol].unit
    return f" in {unit_text(unit)}" if unit != "1" else ""
