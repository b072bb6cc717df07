"""Planted explanations: chains of causes told in words that the grader did not write, right ones and acausal ones.

Chains and graphs come from the problem families; the wording stands here, by hand, in styles that students, textbooks
and language models use. A right explanation names every link of the chain with its sign. The wrong ones: every arrow
turned round, one arrow turned round, one sign wrong, the quantities in another order, a mediator left out, a quantity
that does not pass the change on, a link denied. Right is what `physfm.evaluation.scoring` calls right: all that is
stated holds and the whole chain is stated.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from physfm.evaluation.grading import Causal, grade_explanation
from physfm.evaluation.problems import generate, public

Step = tuple[str, int]
"""A quantity, and whether it becomes larger (+1) or smaller (-1)."""
KINDS = ("right", "backwards", "one arrow turned", "wrong sign", "shuffled", "link missing", "foreign link", "denied")
_UP = ("increases", "rises", "goes up", "grows", "becomes larger", "gets bigger", "is raised")
_DOWN = ("decreases", "falls", "goes down", "drops", "becomes smaller", "is reduced", "shrinks")
_MORE = ("a larger", "a higher", "a greater", "an increased")
_LESS = ("a smaller", "a lower", "a diminished", "a decreased")  # "reduced mass" is a quantity
_ING = (("Increasing", "Raising"), ("Decreasing", "Reducing", "Lowering"))
_WILL = (("increase", "grow", "go up"), ("decrease", "fall", "go down"))
_VERB = (("raises", "increases", "boosts"), ("lowers", "reduces", "decreases"))


@dataclass(frozen=True)
class Planted:
    """An explanation, the graph, the chain that was asked for, what is wrong with it, and its style."""

    text: str
    graph: Causal
    chain: tuple[str, ...]
    kind: str
    style: str

    @property
    def right(self) -> bool:
        """Whether it is right."""
        return self.kind == "right"


def verdict(planted: Planted) -> bool:
    """Grade as `physfm.evaluation.scoring` does."""
    found = grade_explanation(planted.text, planted.graph)
    return found.follows and all(edge in found.right for edge in pairwise(planted.chain))


# Wording --------------------------------------------------------------------------------------------------------------


def _does(sign: int, chance: random.Random) -> str:
    return chance.choice(_UP if sign > 0 else _DOWN)


def _size(sign: int, chance: random.Random) -> str:
    return chance.choice(_MORE if sign > 0 else _LESS)


def _er(sign: int) -> str:
    return "larger" if sign > 0 else "smaller"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _when(steps: Sequence[Step], chance: random.Random) -> str:
    return " ".join(
        f"{chance.choice(('When', 'If', 'As'))} the {a} {_does(s, chance)}, the {b} {_does(t, chance)}."
        for (a, s), (b, t) in pairwise(steps)
    )


def _makes(steps: Sequence[Step], chance: random.Random) -> str:
    return " ".join(
        f"{_capital(_size(s, chance))} {a} {chance.choice(('gives', 'means', 'produces', 'leads to'))} "
        f"{_size(t, chance)} {b}."
        for (a, s), (b, t) in pairwise(steps)
    )


def _in_turn(steps: Sequence[Step], chance: random.Random) -> str:
    first, *rest = steps
    sign = first[1]
    words = [f"{_ING[sign < 0][0]} the {first[0]} {chance.choice(_VERB[rest[0][1] < 0])} the {rest[0][0]}"]
    words += [f"which in turn {chance.choice(_VERB[t < 0])} the {b}" for b, t in rest[1:]]
    return ", ".join(words) + "."


def _because(steps: Sequence[Step], chance: random.Random) -> str:
    """From the last effect back to its cause."""
    return " ".join(
        f"The {b} {_does(t, chance)} because the {a} {_does(s, chance)}."
        for (a, s), (b, t) in reversed(list(pairwise(steps)))
    )


def _arrows(steps: Sequence[Step], chance: random.Random) -> str:
    marks = {1: chance.choice(("↑", "(up)", "↑")), -1: ""}
    marks[-1] = {"↑": "↓", "(up)": "(down)"}[marks[1]]
    return chance.choice((" → ", " -> ", " ⇒ ")).join(f"{name} {marks[sign]}" for name, sign in steps)


def _numbered(steps: Sequence[Step], chance: random.Random) -> str:
    lines = [f"1. The {steps[0][0]} {_does(steps[0][1], chance)}."]
    for n, (b, t) in enumerate(steps[1:], 2):
        lines.append(
            f"{n}. {chance.choice(('Therefore', 'Hence', 'As a result,', 'Consequently,'))} the {b} {_does(t, chance)}."
        )
    return "\n".join(lines)


def _the_more(steps: Sequence[Step], chance: random.Random) -> str:
    return " ".join(
        f"The {_er(s)} the {a}, the {_er(t)} the {b}{chance.choice(('.', ' is.', ' becomes.'))}"
        for (a, s), (b, t) in pairwise(steps)
    )


def _so(steps: Sequence[Step], chance: random.Random) -> str:
    text = f"The {steps[0][0]} {_does(steps[0][1], chance)}"
    for b, t in steps[1:]:
        text += f"{chance.choice((', so', ', and so', ', hence', ', therefore', '; thus'))} the {b} {_does(t, chance)}"
    return text + "."


def _depends(steps: Sequence[Step], chance: random.Random) -> str:
    return " ".join(
        f"The {b} is "
        f"{chance.choice(('', 'directly ')) if s == t else 'inversely '}proportional to the {a}"
        f"{chance.choice(('.', f', so it {_does(t, chance)}.'))}"
        for (a, s), (b, t) in pairwise(steps)
    )


def _since(steps: Sequence[Step], chance: random.Random) -> str:
    return " ".join(
        f"{chance.choice(('Since', 'Because'))} the {a} {_does(s, chance)}, the {b} {_does(t, chance)} "
        f"{chance.choice(('too', 'as well')) if s == t else 'instead'}."
        for (a, s), (b, t) in pairwise(steps)
    )


def _chatty(steps: Sequence[Step], chance: random.Random) -> str:
    """As language models explain: bold names, a lead, a summary without a further claim."""
    lines = ["Let's trace the effect step by step:", ""]
    for (a, s), (b, t) in pairwise(steps):
        lines.append(f"- **{_capital(a)} → {b}**: when the {a} {_does(s, chance)}, the {b} {_does(t, chance)}.")
    return "\n".join([*lines, "", "That is the whole mechanism."])


def _caused(steps: Sequence[Step], chance: random.Random) -> str:
    return " ".join(
        f"The {b} {_does(t, chance)} {chance.choice(('as a result of', 'due to', 'owing to'))} {_size(s, chance)} {a}."
        for (a, s), (b, t) in pairwise(steps)
    )


def _change(steps: Sequence[Step], chance: random.Random) -> str:
    noun = {1: ("an increase", "a rise"), -1: ("a decrease", "a drop", "a reduction")}
    return " ".join(
        _capital(
            f"{chance.choice(noun[s])} in the {a} "
            f"{chance.choice(('causes', 'results in', 'brings about', 'leads to'))} "
            f"{chance.choice(noun[t])} in the {b}."
        )
        for (a, s), (b, t) in pairwise(steps)
    )


def _this(steps: Sequence[Step], chance: random.Random) -> str:
    text = f"Suppose the {steps[0][0]} {_does(steps[0][1], chance)}."
    for b, t in steps[1:]:
        text += f" This {chance.choice(_VERB[t < 0])} the {b}."
    return text


def _with(steps: Sequence[Step], chance: random.Random) -> str:
    return " ".join(
        f"With {_size(s, chance)} {a}, the {b} "
        f"{chance.choice(('must ', 'has to ', 'will '))}{chance.choice(_WILL[t < 0])}."
        for (a, s), (b, t) in pairwise(steps)
    )


def _were(steps: Sequence[Step], chance: random.Random) -> str:
    return " ".join(
        chance.choice(
            (
                f"Were the {a} {_er(s)}, the {b} would be {_er(t)}.",
                f"The {b} would be {_er(t)} if the {a} were {_er(s)}.",
                f"If the {a} were {_er(s)}, the {b} would be {_er(t)}.",
            )
        )
        for (a, s), (b, t) in pairwise(steps)
    )


def _follows(steps: Sequence[Step], chance: random.Random) -> str:
    return " ".join(
        chance.choice(
            (
                f"From {_size(s, chance)} {a} follows {_size(t, chance)} {b}.",
                f"{_capital(_size(t, chance))} {b} follows from {_size(s, chance)} {a}.",
                f"It is {_size(s, chance)} {a} that makes the {b} {_er(t)}.",
            )
        )
        for (a, s), (b, t) in pairwise(steps)
    )


def _factors(steps: Sequence[Step], chance: random.Random) -> str:
    return " ".join(
        chance.choice(
            (
                f"{'Doubling' if s > 0 else 'Halving'} the {a} {'raises' if t > 0 else 'lowers'} the {b}.",
                f"With the {a} {'doubled' if s > 0 else 'halved'}, the {b} {_does(t, chance)}.",
                f"If we {'double' if s > 0 else 'halve'} the {a}, the {b} {'climbs' if t > 0 else 'declines'}.",
            )
        )
        for (a, s), (b, t) in pairwise(steps)
    )


def _pushes(steps: Sequence[Step], chance: random.Random) -> str:
    text = f"The {steps[0][0]} {'climbs' if steps[0][1] > 0 else 'declines'}"
    for b, t in steps[1:]:
        up = t > 0
        text += chance.choice(
            (
                f", and that pushes the {b} {'up' if up else 'down'}",
                f", which drives the {b} {'up' if up else 'down'}",
                f", thereby {'increasing' if up else 'reducing'} the {b}",
                f", causing the {b} to {'rise' if up else 'fall'}",
                f", making the {b} {_er(t)}",
            )
        )
    return text + "."


def _question(steps: Sequence[Step], chance: random.Random) -> str:
    lines = []
    for (a, s), (b, t) in reversed(list(pairwise(steps))):
        lines.append(f"Why does the {b} {'rise' if t > 0 else 'fall'}? Because the {a} {_does(s, chance)}.")
    return " ".join(lines)


def _varies(steps: Sequence[Step], chance: random.Random) -> str:
    same = ("scales with", "grows with", "increases with", "rises with")
    other = ("scales inversely with", "falls with", "decreases with", "varies inversely with", "drops with increasing")
    return " ".join(
        f"The {b} {chance.choice(same if s == t else other)} the {a}{', ' if k < len(steps) - 2 else '.'}"
        + ("and" if k < len(steps) - 2 else "")
        for k, ((a, s), (b, t)) in enumerate(pairwise(steps))
    ).replace("and The", "and the")


def _formula(steps: Sequence[Step], chance: random.Random) -> str:
    """With formulas beside the words, and what stays the same."""
    lines = []
    for (a, s), (b, t) in pairwise(steps):
        law = chance.choice(
            ("By definition", "From the law given above", "Everything else being equal", "Since $F = ma$")
        )
        lines.append(f"{law}, {_size(s, chance)} {a} leads to {_size(t, chance)} {b}.")
    return " ".join(lines)


def _controls(steps: Sequence[Step], chance: random.Random) -> str:
    return " ".join(
        f"The {a} {chance.choice(('determines', 'controls', 'sets'))} the {b}: as the {a} {_does(s, chance)}, the {b} "
        f"{_does(t, chance)}."
        for (a, s), (b, t) in pairwise(steps)
    )


def _pronoun(steps: Sequence[Step], chance: random.Random) -> str:
    (first, sign), (second, other), *rest = steps
    text = f"Start with the {first}. When it {_does(sign, chance)}, the {second} {_does(other, chance)}."
    for b, t in rest:
        lead = chance.choice(("Because of that", "Because of this", "As a consequence", "For that reason"))
        text += f" {lead}, the {b} {_does(t, chance)}."
    return text


def _passive(steps: Sequence[Step], chance: random.Random) -> str:
    return " ".join(
        f"The {b} is {chance.choice(('raised', 'increased') if t > 0 else ('lowered', 'reduced'))} by "
        f"{_size(s, chance)} {a}."
        for (a, s), (b, t) in pairwise(steps)
    )


def _short(steps: Sequence[Step], chance: random.Random) -> str:
    return "; ".join(
        f"{'more' if s > 0 else 'less'} {a} {chance.choice(('means', '->', '=>', ', so'))} "
        f"{'more' if t > 0 else 'less'} {b}"
        for (a, s), (b, t) in pairwise(steps)
    ).replace(" ,", ",")


def _padded(steps: Sequence[Step], chance: random.Random) -> str:
    """With remarks that state no link."""
    remarks = ("This is the key point.", "Note the direction.", "Nothing else is changed from outside.", "We go on.")
    return " ".join(
        f"A change in the {a} passes on to the {b}: if the {a} {_does(s, chance)}, then the {b} {_does(t, chance)}. "
        f"{chance.choice(remarks)}"
        for (a, s), (b, t) in pairwise(steps)
    )


STYLES: dict[str, Callable[[Sequence[Step], random.Random], str]] = {
    "when": _when, "gives": _makes, "in turn": _in_turn, "because": _because, "arrows": _arrows, "numbered": _numbered,
    "the more": _the_more, "so": _so, "proportional": _depends, "since": _since, "chatty": _chatty, "due to": _caused,
    "an increase in": _change, "this": _this, "with": _with,
    "were": _were, "follows": _follows, "factors": _factors, "pushes": _pushes, "question": _question,
    "varies": _varies, "with laws": _formula, "controls": _controls, "pronoun": _pronoun, "passive": _passive,
    "short": _short, "padded": _padded,
}  # fmt: skip


# Planting -------------------------------------------------------------------------------------------------------------


def explanations(seed: int, count: int = 540) -> list[Planted]:
    """Planted explanations: half of them right, the faults in turn; every style alike."""
    chance = random.Random(f"explanations/{seed}")
    items = list(generate(public(), level="why", form="explanation", n=count, start=seed))
    found: list[Planted] = []
    styles = list(STYLES)
    for n, item in enumerate(items):
        path = tuple(item.gold.split(" -> "))
        graph = Causal(edges={(cause, effect): sign for cause, effect, sign in item.edges})
        kind = "right" if n % 2 == 0 else KINDS[1 + (n // 2) % (len(KINDS) - 1)]
        style = styles[(n // 2 + n // 30) % len(styles)]
        if any(graph.edges[edge] == 0 for edge in pairwise(path)) or (kind != "right" and len(path) < 3):
            continue
        text = _planted(kind, path, graph, STYLES[style], chance)
        if text is not None:
            found.append(Planted(text, graph, path, kind, style))
    return found


def _directions(path: Sequence[str], graph: Causal, first: int) -> list[Step]:
    steps = [(path[0], first)]
    for cause, effect in pairwise(path):
        sign = graph.edges.get((cause, effect)) or graph.effects[cause].get(effect) or 1
        steps.append((effect, steps[-1][1] * sign))
    return steps


def _planted(
    kind: str,
    path: tuple[str, ...],
    graph: Causal,
    style: Callable[[Sequence[Step], random.Random], str],
    chance: random.Random,
) -> str | None:
    steps = _directions(path, graph, chance.choice((1, -1)))
    match kind:
        case "backwards":
            return style(steps[::-1], chance)
        case "one arrow turned":
            at = chance.randrange(len(steps) - 1)
            pieces = [style(steps[k : k + 2][:: -1 if k == at else 1], chance) for k in range(len(steps) - 1)]
            return " ".join(piece if piece.endswith(".") else piece + "." for piece in pieces)
        case "wrong sign":
            at = chance.randrange(1, len(steps))
            return style([(name, -sign if k >= at else sign) for k, (name, sign) in enumerate(steps)], chance)
        case "shuffled":
            order = list(range(len(steps)))
            while order == sorted(order) or order == sorted(order, reverse=True):
                chance.shuffle(order)
            return style([steps[k] for k in order], chance)
        case "link missing":
            at = chance.randrange(1, len(steps) - 1)
            return style([*steps[:at], *steps[at + 1 :]], chance)
        case "foreign link":
            others = [
                name
                for name in graph.variables
                if name not in path and path[0] not in graph.effects[name] and name not in graph.effects[path[0]]
            ]
            if not others:
                return None
            return style([steps[0], (chance.choice(others), steps[0][1]), *steps[1:]], chance)
        case "denied":
            text = style(steps, chance)
            cause, effect = path[-2:]
            return f"{text if text.endswith('.') else text + '.'} However, the {effect} does not depend on the {cause}."
    return style(steps, chance)


def verdicts(seed: int, count: int = 540) -> Iterator[tuple[Planted, bool]]:
    """Yield each planted explanation and whether it was called right."""
    for planted in explanations(seed, count):
        yield planted, verdict(planted)
