"""Causal models: quantities with units, and laws that give one quantity from its causes.

A law ``t = 2*v*sin(theta)/g`` says that ``t`` follows from ``v``, ``theta`` and ``g``: the arrows of the graph are the
symbols of the laws. Everything about a problem is derived from that: values, solution steps, the formula in what is
given, which quantities matter, in which direction, and what happens if one is held or changed (Pearl's ``do``).

Values are floats in coherent SI units. Source of the idea: J. Pearl, Causality (2009), chapters 1 and 7.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from typing import Any, Literal

from physfm.errors import InputError
from physfm.symbolic import Node, parse
from physfm.symbolic.dimensions import of_unit
from physfm.symbolic.evaluate import Arithmetic, Program, program
from physfm.symbolic.tree import Number, symbols
from physfm.symbolic.tree import replace as put
from physfm.units import factor

Kind = Literal["given", "constant", "derived"]
Values = Mapping[str, float]


@cache
def _plain() -> Arithmetic:
    """Real numbers by Python's own `math`: ten times the speed of NumPy on single numbers."""
    names = (
        "sqrt exp log10 log2 sin cos tan sinh cosh tanh erf erfc arcsin:asin arccos:acos arctan:atan arctan2:atan2 "
        "arcsinh:asinh arccosh:acosh arctanh:atanh ln:log abs:fabs gammafn:gamma"
    )
    functions: dict[str, Any] = {name.split(":")[0]: getattr(math, name.split(":")[-1]) for name in names.split()}
    functions |= {"min": min, "max": max, "sign": lambda x: math.copysign(1.0, x) if x else 0.0}
    functions |= {"cot": lambda x: 1 / math.tan(x), "sec": lambda x: 1 / math.cos(x), "csc": lambda x: 1 / math.sin(x)}
    functions |= {"coth": lambda x: 1 / math.tanh(x), "factorial": lambda x: math.gamma(x + 1)}
    return Arithmetic(_number, math.pi, pow, functions)


@lru_cache(4096)
def _number(node: Number) -> float:
    return float(node.value)


@dataclass(frozen=True)
class Variable:
    """A quantity.

    Parameters
    ----------
    symbol
        As in the laws: ``v``, ``theta``, ``m_1``.
    name
        A noun phrase that an article can stand before: ``"launch speed"``; names differ within a model.
    unit
        In which it is written, as pint reads it; ``"1"`` without dimension.
    kind
        ``given`` in the question, a ``constant`` (known, or stated where it is no constant of nature), or ``derived``.
    low, high
        Range of a given quantity, in ``unit``; drawn evenly in its logarithm where it spans a factor of five.
    value
        Of a constant, in ``unit``.
    units
        Other units in which it may be written; with their usual ranges they must make sense to a reader.
    whole
        Whether it is a whole number (a count, a quantum number).
    real
        Whether it may be negative; quantities are positive otherwise.
    stated
        Of a constant: whether the question states its value (``g``), since a solver cannot know the digits used.
    """

    symbol: str
    name: str
    unit: str
    kind: Kind = "derived"
    low: float = 0.0
    high: float = 0.0
    value: float = 0.0
    units: tuple[str, ...] = ()
    whole: bool = False
    real: bool = False
    stated: bool = False

    @cached_property
    def coherent(self) -> str:
        """The coherent SI unit."""
        return of_unit(self.unit).unit

    @cached_property
    def scales(self) -> dict[str, float]:
        """For each unit in which it may be written, the SI value of one."""
        return {unit: factor(unit, self.coherent) for unit in (self.unit, *self.units)}


@dataclass(frozen=True)
class Law:
    """An effect and the expression of its causes.

    Parameters
    ----------
    effect
        Symbol of what is given by the law.
    expression
        In the notation of `physfm.symbolic.parse`, in coherent units: no factor that a unit brings.
    why
        The law's name or reason, a phrase that can follow "by": ``"the definition of work"``.
    """

    effect: str
    expression: str
    why: str = ""

    @cached_property
    def tree(self) -> Node:
        """The expression's tree."""
        return parse(self.expression, "text")

    @cached_property
    def causes(self) -> tuple[str, ...]:
        """Symbols that the expression holds."""
        return symbols(self.tree)

    @cached_property
    def _program(self) -> Program:
        return program(self.tree)

    def of(self, values: Values) -> float:
        """The effect's value.

        Raises
        ------
        InputError
            If it is not a real, finite number.
        """
        return real(self._program, values, f"{self.effect} = {self.expression}")


def real(run: Program, values: Values, what: str) -> float:
    """The value of a tree's program.

    Raises
    ------
    InputError
        If it is not a real, finite number; ``what`` says which expression it was.
    """
    try:
        found = run.run(values, _plain())
    except (ArithmeticError, ValueError) as err:
        raise InputError(f"{what} has no value here: {err}") from err
    if isinstance(found, complex) and not found.imag:
        found = found.real
    if isinstance(found, complex) or not math.isfinite(found):
        raise InputError(f"{what} has no real value here.")
    return float(found)


@dataclass(frozen=True)
class Model:
    """Variables and laws, without loops.

    Raises
    ------
    ValueError
        If a symbol is unknown or given twice, a derived quantity has no law, or the laws run in a circle.
    """

    variables: tuple[Variable, ...]
    laws: tuple[Law, ...]
    by_symbol: Mapping[str, Variable] = field(init=False, repr=False, compare=False)
    order: tuple[Law, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {v.symbol: v for v in self.variables}
        if len(known) != len(self.variables):
            raise ValueError("A symbol stands for two quantities.")
        effects = [law.effect for law in self.laws]
        derived = sorted(s for s, v in known.items() if v.kind == "derived")
        if sorted(effects) != derived:
            raise ValueError(f"Laws give {sorted(effects)}, the derived quantities are {derived}.")
        ready = {s for s, v in known.items() if v.kind != "derived"}
        order: list[Law] = []
        waiting = list(self.laws)
        while waiting:
            able = [law for law in waiting if set(law.causes) <= ready]
            if not able:
                raise ValueError(f"Circular, or of unknown symbols: {[w.expression for w in waiting]}.")
            order += able
            ready |= {law.effect for law in able}
            waiting = [law for law in waiting if law not in able]
        object.__setattr__(self, "by_symbol", known)
        object.__setattr__(self, "order", tuple(order))

    @cached_property
    def constants(self) -> dict[str, float]:
        """SI values of the constants."""
        return {v.symbol: v.value * v.scales[v.unit] for v in self.variables if v.kind == "constant"}

    @cached_property
    def law(self) -> dict[str, Law]:
        """The law of each derived quantity."""
        return {law.effect: law for law in self.laws}

    @cached_property
    def ancestors(self) -> dict[str, frozenset[str]]:
        """For each quantity all on which it depends, constants included."""
        found: dict[str, frozenset[str]] = {v.symbol: frozenset() for v in self.variables}
        for law in self.order:
            found[law.effect] = frozenset(law.causes).union(*(found[c] for c in law.causes))
        return found

    def solve(
        self, given: Values, do: Values | None = None, instead: Mapping[str, Callable[[Values], float]] | None = None
    ) -> dict[str, float]:
        """Values of all quantities.

        Parameters
        ----------
        given
            SI values of the given quantities; of constants too where they are not to have their own.
        do
            Quantities that are set from outside: their laws are cut.
        instead
            What takes the place of a law, by its effect: a function of all values before it.

        Raises
        ------
        InputError
            If a law has no real value, or a positive quantity is not.
        """
        values = {**self.constants, **given, **(do or {})}
        for law in self.order:
            if do and law.effect in do:
                continue
            found = (instead or {}).get(law.effect, law.of)(values)
            if found <= 0 and not self.by_symbol[law.effect].real:
                raise InputError(f"{law.effect} = {found:g} is not positive here.")
            values[law.effect] = found
        return values

    def with_laws(self, laws: Iterable[Law], variables: Iterable[Variable] = ()) -> Model:
        """The model with other laws for the same effects, and perhaps further quantities."""
        new = {law.effect: law for law in laws}
        kept = [new.pop(law.effect, law) for law in self.laws]
        return Model((*self.variables, *variables), (*kept, *new.values()))

    def path(self, cause: str, effect: str) -> tuple[str, ...] | None:
        """The one chain of quantities from cause to effect, both included; None if there is none, or several."""
        paths = self._paths(cause, effect)
        return paths[0] if len(paths) == 1 else None

    def _paths(self, cause: str, effect: str) -> list[tuple[str, ...]]:
        if cause == effect:
            return [(cause,)]
        law = self.law.get(effect)
        found: list[tuple[str, ...]] = []
        for each in law.causes if law else ():
            found += [(*p, effect) for p in self._paths(cause, each)]
        return found

    def elasticity(self, effect: str, cause: str, values: Values, total: bool = True) -> float:
        """Relative change of an effect for a small relative change of a cause: d ln|y| / d ln|x|.

        Parameters
        ----------
        values
            Of all quantities.
        total
            Through all paths; otherwise through the effect's own law alone, with its other causes held.
        """
        step = 1e-5
        results = []
        for sign in (1.0, -1.0):
            moved = values[cause] * (1 + sign * step)
            if total:
                base = {s: values[s] for s, v in self.by_symbol.items() if v.kind != "derived"}
                results.append(self.solve(base, {cause: moved})[effect])
            else:
                results.append(self.law[effect].of({**values, cause: moved}))
        if not values[effect]:
            return 0.0
        return (results[0] - results[1]) / (2 * step * values[effect])

    def formula(self, target: str) -> Node:
        """The target in given quantities and constants alone."""
        parts: dict[str, Node] = {}
        for law in self.order:
            parts[law.effect] = put(law.tree, parts)
        return parts[target]

    def used(self, target: str) -> tuple[Law, ...]:
        """The laws that lead to a target, in their order."""
        wanted = self.ancestors[target] | {target}
        return tuple(law for law in self.order if law.effect in wanted)


# What families are written with -------------------------------------------------------------------------------------


def given(symbol: str, name: str, low: float, high: float, unit: str, *units: str, whole: bool = False) -> Variable:
    """A quantity that the question gives, drawn between two numbers in its unit; see `Variable`."""
    return Variable(symbol, name, unit, "given", low, high, units=units, whole=whole)


def derived(symbol: str, name: str, unit: str, *units: str, real: bool = False) -> Variable:
    """A quantity that a law gives."""
    return Variable(symbol, name, unit, "derived", units=units, real=real)


def stated(symbol: str, name: str, value: float, unit: str) -> Variable:
    """A constant whose value the question states."""
    return Variable(symbol, name, unit, "constant", value=value, stated=True)


def constant(symbol: str, name: str = "") -> Variable:
    """A constant of nature by its symbol in CODATA (``c``, ``h``, ``hbar``, ``k_B``, ``G``, ``e``, ``m_e`` ...).

    Raises
    ------
    ValueError
        If it is not in `CONSTANTS`.
    """
    if symbol not in CONSTANTS:
        raise ValueError(f"Expected one of {', '.join(CONSTANTS)}, got {symbol!r}.")
    from scipy.constants import physical_constants

    key, called, unit = CONSTANTS[symbol]
    value = physical_constants[key][0] if isinstance(key, str) else key
    return Variable(symbol, name or called, unit, "constant", value=float(value))


G_EARTH = stated("g", "gravitational acceleration", 9.81, "m/s^2")
CONSTANTS: dict[str, tuple[str | float, str, str]] = {
    "c": ("speed of light in vacuum", "speed of light", "m/s"),
    "h": ("Planck constant", "Planck constant", "J*s"),
    "hbar": ("reduced Planck constant", "reduced Planck constant", "J*s"),
    "k_B": ("Boltzmann constant", "Boltzmann constant", "J/K"),
    "G": ("Newtonian constant of gravitation", "gravitational constant", "m^3/(kg*s^2)"),
    "e": ("elementary charge", "elementary charge", "C"),
    "N_A": ("Avogadro constant", "Avogadro constant", "1/mol"),
    "R": ("molar gas constant", "gas constant", "J/(mol*K)"),
    "sigma": ("Stefan-Boltzmann constant", "Stefan-Boltzmann constant", "W/(m^2*K^4)"),
    "epsilon_0": ("vacuum electric permittivity", "vacuum permittivity", "F/m"),
    "mu_0": ("vacuum mag. permeability", "vacuum permeability", "N/A^2"),
    "m_e": ("electron mass", "electron mass", "kg"),
    "m_p": ("proton mass", "proton mass", "kg"),
    "m_n": ("neutron mass", "neutron mass", "kg"),
    "m_u": ("atomic mass constant", "atomic mass unit", "kg"),
    "mu_B": ("Bohr magneton", "Bohr magneton", "J/T"),
    "alpha": ("fine-structure constant", "fine-structure constant", "1"),
    "a_0": ("Bohr radius", "Bohr radius", "m"),
    "sigma_T": ("Thomson cross section", "Thomson cross section", "m^2"),
    "M_sun": (1.988409902147041637e30, "solar mass", "kg"),
}
"""Key in `scipy.constants.physical_constants` (or value), name, unit."""


def scaled(variable: Variable, value: float) -> Variable:
    """A constant with another value, stated: how counterfactual worlds are made."""
    return replace(variable, value=value, stated=True)
