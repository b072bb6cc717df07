"""A family: a causal model and the words in which people ask about it; all questions are derived from it."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from physfm.errors import InputError
from physfm.evaluation.problems.causal import Law, Model, Variable
from physfm.evaluation.problems.writing import Template, rounded, template

DOMAINS = (
    "mechanics",
    "electromagnetism",
    "thermodynamics",
    "statistical mechanics",
    "waves and optics",
    "quantum",
    "relativity",
    "particle physics",
    "gravitational waves",
    "astrophysics",
    "fluids",
    "condensed matter",
)
ATTEMPTS = 200


@dataclass(frozen=True)
class Alteration:
    """Another law of nature, or another set-up that changes a law: counterfactual physics.

    Parameters
    ----------
    statement
        A sentence that is put before the question: ``"Suppose that gravity fell off as 1/r³ ..."``. It gives the law
        in full, so that a reader without the answer in memory can compute; slots of further quantities are allowed.
    laws
        Take the place of the model's laws for the same effects; those of further derived quantities too.
    variables
        Further quantities that the laws need.
    """

    statement: str
    laws: tuple[Law, ...]
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True)
class Family:
    """Questions about one kind of situation.

    Parameters
    ----------
    name
        Such as ``"projectile-range"``.
    domains
        One of `DOMAINS`, or two where one domain's principle is at work in another's context.
    variables, laws
        Of the causal model.
    scenes
        Templates of the situation (`physfm.evaluation.problems.writing`), at least three, each with a segment for
        every given quantity and none for a derived one. Stated constants are added by themselves.
    asks
        For each derived quantity that is asked for at least two questions without slots: ``"How far does it fly?"``.
    told
        For derived quantities a sentence with a slot, for inverse questions: ``"It lands {R} away."``
    inverse
        For given quantities that follow from what is told (the model must be monotonic in them) questions that ask
        for them.
    alterations
        Counterfactual laws, at least one.
    beside
        True facts that do not matter, with a slot ``{}`` and (low, high, unit) of it; at least two.
    requires
        Expressions in coherent units that must be positive for a draw to make sense: ``"L - 2*r"``.
    rel_tol
        Relative difference from the exact answer that is still right; covers rounding on the way.
    """

    name: str
    domains: tuple[str, ...]
    variables: tuple[Variable, ...]
    laws: tuple[Law, ...]
    scenes: tuple[str, ...]
    asks: Mapping[str, tuple[str, ...]]
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inverse: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alterations: tuple[Alteration, ...] = ()
    beside: tuple[tuple[str, float, float, str], ...] = ()
    requires: tuple[str, ...] = ()
    rel_tol: float = 0.02

    @cached_property
    def model(self) -> Model:
        """The causal model."""
        return Model(self.variables, self.laws)

    @cached_property
    def altered(self) -> tuple[Model, ...]:
        """The model under each alteration."""
        return tuple(self.model.with_laws(each.laws, each.variables) for each in self.alterations)

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """The scenes, read."""
        return tuple(template(scene) for scene in self.scenes)

    @cached_property
    def conditions(self) -> tuple[Law, ...]:
        """What must be positive."""
        return tuple(Law("", text) for text in self.requires)

    def draw(self, chance: random.Random, variables: tuple[Variable, ...] | None = None) -> dict[str, float]:
        """Given quantities in their own units, with two or three digits.

        Raises
        ------
        RuntimeError
            If no draw of many makes sense: the family is wrong.
        """
        wanted = self.variables if variables is None else variables
        for _ in range(ATTEMPTS):
            shown = {v.symbol: _drawn(v, chance) for v in wanted if v.kind == "given"}
            if variables is not None or self._sensible(shown):
                return shown
        raise RuntimeError(f"Family {self.name!r} gave no sensible draw in {ATTEMPTS}.")

    def _sensible(self, shown: Mapping[str, float]) -> bool:
        known = self.model.by_symbol
        values = {s: x * known[s].scales[known[s].unit] for s, x in shown.items()}
        try:
            solved = self.model.solve(values)
            return all(law.of(solved) > 0 for law in self.conditions)
        except InputError:
            return False


def _drawn(variable: Variable, chance: random.Random) -> float:
    low, high = variable.low, variable.high
    if variable.whole:
        return float(chance.randint(round(low), round(high)))
    if low > 0 and high / low >= 5:
        value = math.exp(chance.uniform(math.log(low), math.log(high)))
    else:
        value = chance.uniform(low, high)
    return rounded(value, chance.choice((2, 3, 3)))
