"""Six principles, each told in four contexts: every cell and every chain of two is a family that the generator proves.

A context gives the nouns (a ball and a bell in a workshop, a boulder and a comet in empty space), a principle the
sentences around them. So every word of an unseen cell stands in other cells, and only the pairing is new. All laws are
powers: the factor that a what-if-question asks for follows from which law is at work, whatever the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from physfm.evaluation.problems.causal import Law, Variable, derived, given
from physfm.evaluation.problems.family import Alteration, Family

Range = tuple[float, float]


@dataclass(frozen=True)
class Context:
    """A setting: its domain, its nouns, two openings, and the size of things in it (in the units of `ROLES`)."""

    domain: str
    body: str
    source: str
    agent: str
    openings: tuple[str, str]
    sizes: Mapping[str, Range]

    def told(self, text: str) -> str:
        """A sentence with the nouns of this context; slots of quantities stay."""
        for role in ("body", "source", "agent"):
            text = text.replace(f"<{role}>", getattr(self, role))
        return text


@dataclass(frozen=True)
class Principle:
    """A law and its words.

    Parameters
    ----------
    law
        Of the quantity that it gives.
    causes
        Symbols that its questions give.
    sentences
        Two that are trained on, and a third for the test of other wording.
    altered
        A counterfactual law, its statement, and the further quantity that it needs.
    """

    law: Law
    causes: tuple[str, ...]
    sentences: tuple[str, str, str]
    altered: tuple[str, str, Variable]


# Unit and name of each quantity.
ROLES: Mapping[str, tuple[str, str]] = {
    "F": ("N", "force on the <body>"),
    "t": ("s", "duration of the push"),
    "t_w": ("s", "duration of the kicks"),
    "m": ("kg", "mass of the <body>"),
    "v": ("m/s", "speed of the <body>"),
    "r": ("m", "radius of the circle"),
    "a": ("m/s^2", "acceleration of the <body>"),
    "K": ("J", "kinetic energy of the <body>"),
    "Q": ("J", "energy of the pulse"),
    "d": ("m", "distance from the <source>"),
    "H": ("J/m^2", "energy per area"),
    "k": ("N/m", "stiffness of the pull"),
    "T": ("s", "period of the <body>"),
    "D": ("m^2/s", "diffusion constant of the <body>"),
    "L": ("m", "spread of the <body>"),
}

PRINCIPLES: Mapping[str, Principle] = {
    "impulse": Principle(
        Law("v", "F*t/m", "the impulse of a constant force"),
        ("F", "t", "m"),
        (
            "From rest, the <body> is pushed steadily by <agent>[ with a force of {F}][ for {t}][; its mass is {m}]. "
            "So it gets its speed.",
            "The <body>[ of {m}] gets its speed from rest by a steady push[ of {F}] from <agent>[, which lasts {t}].",
            "By a steady push[ of {F}] from <agent>[, which lasts {t}], the <body> gets its speed from rest[; its mass "
            "is {m}].",
        ),
        (
            "Suppose that in this world a push from rest gave a speed equal to the force times the square of its "
            "duration, over the mass and over a fixed time of {t_0}.",
            "F*t^2/(m*t_0)",
            given("t_0", "fixed time", 1, 9, "s"),
        ),
    ),
    "circle": Principle(
        Law("a", "v^2/r", "uniform motion on a circle"),
        ("v", "r"),
        (
            "At its speed[ of {v}], the <body> goes round a circle[ with a radius of {r}], held there by <agent>.",
            "The <body> is held by <agent> on a circle[ of radius {r}] and goes round at its speed[, {v}].",
            "The <body> goes round at its speed[ of {v}], held by <agent> on a circle[ with a radius of {r}].",
        ),
        (
            "Suppose that in this world the acceleration on a circle were the cube of the speed, over the radius and "
            "over a fixed speed of {v_0}.",
            "v^3/(r*v_0)",
            given("v_0", "fixed speed", 1, 9, "m/s"),
        ),
    ),
    "kinetic": Principle(
        Law("K", "m*v^2/2", "the energy of motion"),
        ("m", "v"),
        (
            "The <body>[ of {m}] moves freely at its speed[ of {v}].",
            "At its speed[, {v}], the <body> moves freely[; its mass is {m}].",
            "The <body> moves freely at its speed[, {v}][; its mass is {m}].",
        ),
        (
            "Suppose that in this world the kinetic energy were the mass times the cube of the speed, over a fixed "
            "speed of {v_0}.",
            "m*v^3/v_0",
            given("v_0", "fixed speed", 1, 9, "m/s"),
        ),
    ),
    "spreading": Principle(
        Law("H", "Q/(4*pi*d^2)", "the even spreading over a sphere"),
        ("Q", "d"),
        (
            "The <source> gives off one pulse[ with an energy of {Q}], evenly in all directions[, and a probe is {d} "
            "away].",
            "A probe[, {d} away,] meets one pulse[ of {Q}], which the <source> gives off evenly in all directions.",
            "The <source> gives off, evenly in all directions, one pulse[ of {Q}], which meets a probe[, {d} away].",
        ),
        (
            "Suppose that in this world the energy per area fell off as the third power of the distance: it were the "
            "energy times a fixed length of {d_0}, over 4π times the cube of the distance.",
            "Q*d_0/(4*pi*d^3)",
            given("d_0", "fixed length", 1, 9, "m"),
        ),
    ),
    "oscillation": Principle(
        Law("T", "2*pi*sqrt(m/k)", "harmonic motion"),
        ("m", "k"),
        (
            "The <body>[ of {m}] swings to and fro, pulled back by <agent>[ with a stiffness of {k}].",
            "By <agent> the <body> is pulled back[ with a stiffness of {k}] and swings to and fro[; its mass is {m}].",
            "The <body>[ of {m}] is pulled back[ with a stiffness of {k}] by <agent> and swings to and fro.",
        ),
        (
            "Suppose that in this world the period were 2π times the mass, over the stiffness and over a fixed time "
            "of {t_0}.",
            "2*pi*m/(k*t_0)",
            given("t_0", "fixed time", 20, 90, "s"),
        ),
    ),
    "walk": Principle(
        Law("L", "sqrt(2*D*t_w)", "diffusion along one direction"),
        ("D", "t_w"),
        (
            "The <body> is kicked at random by <agent>[ for {t_w}][, with a diffusion constant of {D}].",
            "For a time[ of {t_w}], the <body> is kicked at random by <agent>[; the diffusion constant is {D}].",
            "The <body> is kicked by <agent> at random[; the diffusion constant is {D}], for a time[ of {t_w}].",
        ),
        (
            "Suppose that in this world the spread were the diffusion constant times the duration, over a fixed "
            "length of {d_0}.",
            "D*t_w/d_0",
            given("d_0", "fixed length", 0.001, 0.009, "m"),
        ),
    ),
}

# What the first gives is an input of the second, under its own name, or as the sentence between them says.
CHAINS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("impulse", "circle"): ("v", ""),
    ("impulse", "kinetic"): ("v", ""),
    ("kinetic", "spreading"): ("Q", "The energy of the pulse is the kinetic energy of the <body>."),
    ("oscillation", "impulse"): ("t", "The duration of the push is the period of the <body>."),
    ("oscillation", "walk"): ("t_w", "The duration of the kicks is the period of the <body>."),
    ("walk", "spreading"): ("d", "The distance from the <source> is the spread of the <body>."),
}


def _openings(body: str, source: str, agent: str, place: str) -> tuple[str, str]:
    return (
        f"A {body} and a {source} are in {place}, where {agent} acts. There is no friction.",
        f"There is no friction in {place}, and {agent} acts on a {body}. A {source} is there.",
    )


def _context(domain: str, body: str, source: str, agent: str, place: str, **sizes: Range) -> Context:
    return Context(domain, body, source, agent, _openings(body, source, agent, place), sizes)


CONTEXTS: Mapping[str, Context] = {
    each.domain: each
    for each in (
        _context(
            "mechanics", "ball", "bell", "a spring", "a workshop",
            F=(1, 90), t=(0.1, 5), t_w=(1, 60), m=(0.1, 5), v=(1, 30), r=(0.2, 9), Q=(0.01, 2), d=(1, 80), k=(5, 900),
            D=(0.001, 0.09),
        ),
        _context(
            "electromagnetism", "bead", "plate", "an electric field", "a vacuum tube",
            F=(0.01, 2), t=(0.01, 0.9), t_w=(1, 90), m=(0.002, 0.09), v=(1, 80), r=(0.01, 0.9), Q=(0.01, 9),
            d=(0.05, 3), k=(0.1, 20), D=(0.001, 0.05),
        ),
        _context(
            "astrophysics", "boulder", "comet", "gravity", "empty space",
            F=(10, 9000), t=(100, 90000), t_w=(1000, 90000), m=(500, 90000), v=(100, 9000), r=(5000, 900000),
            Q=(1000, 900000), d=(1000, 900000), k=(0.01, 2), D=(10, 5000),
        ),
        _context(
            "fluids", "buoy", "hull", "the current", "a water tank",
            F=(5, 500), t=(0.5, 20), t_w=(20, 900), m=(2, 80), v=(0.1, 4), r=(0.5, 20), Q=(0.1, 50), d=(2, 400),
            k=(20, 2000), D=(0.005, 0.5),
        ),
    )
}  # fmt: skip
BESIDE = (
    ("A clock nearby is {} fast.", 1, 50, "s"),
    ("A ruler nearby is {} long.", 0.1, 2, "m"),
)


@cache
def cell(principle: str, context: str, wording: str = "usual") -> Family:
    """A principle in a context.

    Parameters
    ----------
    wording
        ``"usual"``, or ``"other"`` for the sentence that no training reads.
    """
    return _family((principle,), context, wording)


@cache
def chain(first: str, second: str, context: str) -> Family:
    """Two principles in a context, the first giving an input of the second; a key of `CHAINS`."""
    return _family((first, second), context, "usual")


def _family(names: tuple[str, ...], context: str, wording: str) -> Family:
    place = CONTEXTS[context]
    principles = [PRINCIPLES[name] for name in names]
    last = principles[-1]
    laws, input_, link, fed = [principles[0].law], "", "", ""
    if len(names) == 2:
        input_, link = CHAINS[names[0], names[1]]
        fed = principles[0].law.effect
        laws.append(Law(last.law.effect, _renamed(last.law.expression, input_, fed), last.law.why))
    inputs = dict.fromkeys(s for p in principles for s in p.causes if s not in (input_, fed))
    statement, expression, extra = last.altered
    target = last.law.effect
    name = place.told(ROLES[target][1])
    variables = [_given(symbol, place) for symbol in inputs] + [_derived(law.effect, place) for law in laws]
    return Family(
        name="/".join((*names, context)) + ("" if wording == "usual" else "/other wording"),
        domains=(place.domain,),
        variables=tuple(variables),
        laws=tuple(laws),
        scenes=tuple(place.told(text) for text in _scenes(principles, place, wording, input_, link)),
        asks={target: (f"What is the {name}?", f"Find the {name}.")},
        alterations=(
            Alteration(
                statement,
                (Law(target, _renamed(expression, input_, fed)),),
                (extra,),
            ),
        ),
        beside=BESIDE,
    )


def _scenes(principles: Sequence[Principle], place: Context, wording: str, input_: str, link: str) -> list[str]:
    one, two = place.openings
    if wording == "other":
        told = principles[0].sentences[2]
        return [f"{one} {told}", f"{two} {told}", f"{told} {one}"]
    if len(principles) == 1:
        return [f"{opening} {told}" for opening in (one, two) for told in principles[0].sentences[:2]]
    first, second = principles
    known = {input_, *first.causes}
    bodies = [
        " ".join(filter(None, (a, link, _without(b, known))))
        for a, b in zip(first.sentences[:2], second.sentences[:2], strict=True)
    ]
    return [f"{opening} {body}" for opening in (one, two) for body in bodies]


def _without(sentence: str, symbols: set[str]) -> str:
    """A sentence without the segments of quantities that were told, or follow."""
    return re.sub(r"\[[^\[\]]*\{(\w+)\}[^\[\]]*\]", lambda found: "" if found[1] in symbols else found[0], sentence)


def _renamed(expression: str, symbol: str, other: str) -> str:
    return re.sub(rf"\b{symbol}\b", other, expression) if symbol else expression


def _given(symbol: str, place: Context) -> Variable:
    unit, name = ROLES[symbol]
    return given(symbol, place.told(name), *place.sizes[symbol], unit)


def _derived(symbol: str, place: Context) -> Variable:
    unit, name = ROLES[symbol]
    return derived(symbol, place.told(name), unit)
