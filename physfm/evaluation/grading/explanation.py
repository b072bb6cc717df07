"""Explanations graded on their causal structure, apart from the answer: does the chain that is told follow the graph?

"The ball flies longer because it was launched faster" states the edge launch speed -> time of flight. Statements are
found by the variables' names and the words between them (`physfm.evaluation.grading.causes`); the direction of the
influence and that of the sentence are kept apart ("A because B" is B -> A). A statement that skips a mediator is true,
but does not count as having named the steps between. Not covered: pronouns, negated conditions, and causes that are
told across more than two sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from physfm.errors import InputError
from physfm.evaluation.grading.causes import Stated, statements, tells

Edge = tuple[str, str]


@dataclass(frozen=True)
class Causal:
    """A causal graph as plain data.

    Parameters
    ----------
    edges
        From cause to effect, with the sign of the influence: +1, -1, or 0 where it is not monotonic or not known.
    aliases
        Other names of the variables, as texts have them.

    Raises
    ------
    InputError
        If there is no edge, a sign is none of the three, or the graph has a cycle.
    """

    edges: Mapping[Edge, int]
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.edges or any(sign not in (-1, 0, 1) for sign in self.edges.values()):
            raise InputError('Expected edges such as {("launch speed", "time of flight"): +1}, with signs +1, -1 or 0.')
        if unknown := [name for name in self.aliases if name not in self.variables]:
            raise InputError(f"Expected aliases of variables in the graph, got {unknown[0]!r}.")
        if any(name in self.effects[name] for name in self.variables):
            raise InputError("Expected a graph without cycles: name the variable at two times by two names.")

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """Names of all variables."""
        return tuple(dict.fromkeys(name for edge in self.edges for name in edge))

    @cached_property
    def effects(self) -> Mapping[str, Mapping[str, int]]:
        """For every variable all that it influences, with the sign if all paths agree on it, else 0."""
        found: dict[str, dict[str, int]] = {name: {} for name in self.variables}
        for start in self.variables:
            signs: dict[str, set[int]] = {}
            paths = [(start, 1)]
            for _ in range(10_000):  # paths, not variables: a bound for dense graphs
                if not paths:
                    break
                at, sign = paths.pop()
                for (cause, effect), own in self.edges.items():
                    if cause == at and sign * own not in signs.get(effect, set()):
                        signs.setdefault(effect, set()).add(sign * own)
                        paths.append((effect, sign * own))
            found[start] = {name: next(iter(s)) if len(s) == 1 else 0 for name, s in signs.items()}
        return found

    def names(self) -> dict[str, str]:
        """Every name and alias in lower case, with its variable."""
        table = {name.lower().replace("_", " "): name for name in self.variables}
        for name, others in self.aliases.items():
            table |= {other.lower(): name for other in others}
        return table


@dataclass(frozen=True)
class ExplanationGrade:
    """How well an explanation follows a causal graph.

    Parameters
    ----------
    precision
        Part of the stated links that hold (as edges or through mediators); None if nothing was stated.
    recall
        Part of the graph's edges that are stated as such.
    f1
        Their harmonic mean, 0 where nothing holds.
    right
        Stated edges of the graph.
    skipping
        Stated links that hold only through mediators.
    reversed, wrong_sign, unfounded, denied
        Stated links against the direction, with the wrong sign, that are not in the graph, and edges of the graph that
        the text denies.
    missing
        Edges of the graph that are not stated.
    beside
        Whether changes are told to make changes, none of them between two quantities of the graph: the text explains
        something else, or gives its quantities names that are not known here.
    """

    precision: float | None
    recall: float
    f1: float
    right: tuple[Edge, ...]
    skipping: tuple[Edge, ...]
    reversed: tuple[Edge, ...]
    wrong_sign: tuple[Edge, ...]
    unfounded: tuple[Edge, ...]
    denied: tuple[Edge, ...]
    missing: tuple[Edge, ...]
    beside: bool

    @property
    def follows(self) -> bool:
        """Whether something was stated and all of it holds."""
        return self.precision == 1.0


def grade_explanation(text: str, graph: Causal) -> ExplanationGrade:
    """Grade an explanation on its causal structure.

    Parameters
    ----------
    text
        Running text; never raises, whatever it holds.
    graph
        What causes what.
    """
    kinds: dict[str, dict[Edge, None]] = {
        kind: {} for kind in ("right", "skipping", "reversed", "wrong_sign", "unfounded", "denied")
    }
    for stated in statements(text, graph.names()):
        if (kind := _kind(stated, graph)) is not None:
            kinds[kind][(stated.cause, stated.effect)] = None
    for edge in kinds["wrong_sign"]:  # who says both is not right
        kinds["right"].pop(edge, None)
        kinds["skipping"].pop(edge, None)
    found = {kind: tuple(edges) for kind, edges in kinds.items()}
    holding = len(found["right"]) + len(found["skipping"])
    total = sum(map(len, found.values()))
    precision = holding / total if total else None
    recall = len(found["right"]) / len(graph.edges)
    f1 = 2 * precision * recall / (precision + recall) if precision and recall else 0.0
    missing = tuple(edge for edge in graph.edges if edge not in kinds["right"])
    return ExplanationGrade(precision, recall, f1, **found, missing=missing, beside=not total and tells(text))


def _kind(stated: Stated, graph: Causal) -> str | None:
    edge = (stated.cause, stated.effect)
    influence = graph.effects[stated.cause].get(stated.effect)
    if stated.denied:
        return "denied" if influence is not None else None  # that two things are not linked is no link
    if influence is None:
        return "reversed" if stated.cause in graph.effects[stated.effect] else "unfounded"
    sign = graph.edges.get(edge, influence)
    if stated.sign and sign and stated.sign != sign:
        return "wrong_sign"
    return "right" if edge in graph.edges else "skipping"
