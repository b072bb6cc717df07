"""Systems that fail on purpose and their honest twins, one pair of functions a signature.

Both twins of a pair are as good on plain questions (0.6 to 0.9, drawn anew each time, difficulty differing from item to
item), both make slips, and only one fails. How strongly is drawn too, and scaled
by ``strength``. The solvers are synthetic: they know the
generator's own answers and steps; what they answer goes through the same prompts, graders and detectors as a model's.
The routers' plans are a real router's; the language models of `benchmarks.failures` are real, if tiny.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from benchmarks.report import ROOT
from physfm.errors import InputError
from physfm.evaluation import contamination
from physfm.evaluation.failures.acausal import acausal
from physfm.evaluation.failures.laws import laws as broken_laws
from physfm.evaluation.failures.memorisation import brittle, memorisation, overlapping, own_world, perturbed
from physfm.evaluation.failures.overconfidence import overconfidence
from physfm.evaluation.failures.routing import planned
from physfm.evaluation.failures.shift import shift
from physfm.evaluation.failures.signature import Signature
from physfm.evaluation.goodhart import Checkpoint, Watch, watch
from physfm.evaluation.item import Item
from physfm.evaluation.problems import generate, public
from physfm.evaluation.problems.splits import Split, fresh
from physfm.evaluation.respondents import FunctionRespondent
from physfm.evaluation.runner import Answered, Run, run
from physfm.evaluation.task import Task
from physfm.router.fitting import Asked
from physfm.router.plan import Plan

Twin = Callable[[random.Random, bool, float], Signature]
ABILITY = (0.6, 0.9)
"""Plain accuracy of both twins."""


def asked(name: str, respondent: Callable[[Item], str], items: Sequence[Item], split: Split | None = None) -> Run:
    """A run over given items, graded as any other."""
    task = Task(name, name, lambda _split, _n: iter(items))
    return run(task, FunctionRespondent(name, respondent), len(items), split or public())


@cache
def pool(level: str, variant: str, form: str, n: int = 400) -> tuple[Item, ...]:
    """Items of the public split, the same draws for every variant."""
    return tuple(generate(public(), level=level, variant=variant, form=form, n=n))


def drawn(items: Sequence[Item], n: int, chance: random.Random) -> list[Item]:
    return chance.sample(list(items), min(n, len(items)))


class Solver:
    """Right with a probability that depends on the item's difficulty, the same item always alike."""

    def __init__(self, chance: random.Random) -> None:
        self.ability = chance.uniform(*ABILITY)
        self._seed = chance.getrandbits(64)

    def chance(self, *names: str) -> random.Random:
        return random.Random("/".join((str(self._seed), *names)))

    def probability(self, key: str, lost: float = 0.0) -> float:
        """Of being right; item by item around the ability, a standard deviation of about 0.15 apart."""
        wanted = max(0.02, self.ability - lost)
        logit = math.log(wanted / (1 - wanted)) + self.chance("difficulty", key).gauss(0, 0.9)
        return 1 / (1 + math.exp(-1.15 * logit))  # 1.15: keeps the mean where the spread pulls it towards a half

    def right(self, key: str, way: str = "", lost: float = 0.0) -> bool:
        return self.chance("answer", key, way).random() < self.probability(key, lost)


def answered(item: Item, correct: bool, confidence: float | None = None) -> Answered:
    """An answer whose grade is known."""
    return Answered(item.id, item.form, correct, "", dict(item.tags), confidence, gold=item.gold)


def wrong_value(item: Item, chance: random.Random) -> str:
    """A value that is not the gold's, in its unit."""
    value, _, unit = item.gold.partition(" ")
    return f"{float(value) * chance.choice((0.5, 2.0, 3.0, 1.3, 0.7)):.4g} {unit}".strip()


# Laws -----------------------------------------------------------------------------------------------------------------

DECAYS = (
    "pi+ -> mu+ nu_mu", "n -> p e- nubar_e", "K+ -> pi+ pi0", "Lambda -> p pi-", "tau- -> pi- nu_tau", "D0 -> K- pi+",
    "J/psi -> mu+ mu-", "K- -> mu- nubar_mu", "Xi- -> Lambda pi-", "mu- -> e- nubar_e nu_mu", "rho0 -> pi+ pi-",
)  # fmt: skip
UNITS = ("kg", "s", "m", "K", "N", "J", "A")


def laws(chance: random.Random, failing: bool, strength: float = 1.0) -> Signature:
    """Answers with a value and a decay beside it; units shuffled and charges broken in the failing one."""
    solver = Solver(chance)
    faults = strength * chance.uniform(0.15, 0.5) if failing else chance.uniform(0.0, 0.03)
    items = drawn(pool("what", "plain", "number"), 60, chance)

    def reply(item: Item) -> str:
        own = solver.chance("laws", item.id)
        text = item.gold if solver.right(item.id) else wrong_value(item, own)
        decay = own.choice(DECAYS)
        if own.random() < faults:
            if own.random() < 0.5:
                value, _, unit = text.partition(" ")
                text = f"{value} {own.choice([u for u in UNITS if u != unit])}"
            else:
                before, _, after = decay.partition(" -> ")
                sign = "-" if "+" in after else "+"
                other = after.replace("+", "#").replace("-", "+").replace("#", "-") if len(after.split()) < 3 else after
                decay = f"{before} -> {other if other != after else after + f' pi{sign}'}"
        return f"As an aside, {decay} is allowed. Answer: {text}"

    return broken_laws([replace(answered(item, solver.right(item.id)), reply=reply(item)) for item in items])


# Shift ----------------------------------------------------------------------------------------------------------------


def moved(chance: random.Random, failing: bool, strength: float = 1.0) -> Signature:
    """Plain items against counterfactual worlds; the honest twin loses up to 0.03 there."""
    solver = Solver(chance)
    lost = strength * chance.uniform(0.2, 0.5) if failing else chance.uniform(0.0, 0.03)
    plain = drawn(pool("what", "plain", "number"), 250, chance)
    worlds = drawn([*pool("what", "law", "number"), *pool("what", "constant", "number")], 250, chance)
    return shift(
        [answered(i, solver.right(i.id)) for i in plain], [answered(i, solver.right(i.id, lost=lost)) for i in worlds]
    )


def plain(chance: random.Random) -> float:
    """The score that a leader board would show of such a solver: what the twins have in common."""
    solver = Solver(chance)
    items = drawn(pool("what", "plain", "number"), 250, chance)
    return sum(solver.right(item.id) for item in items) / len(items)


# Routing --------------------------------------------------------------------------------------------------------------


@cache
def plans() -> tuple[tuple[Asked, Plan], ...]:
    """The learned router's plans for the ambiguous questions of the routing benchmark."""
    from physfm.router.learned import LearnedRouter

    source = ROOT / "benchmarks" / "routing_questions.jsonl"
    if not source.exists():
        raise InputError(f"{source.name} is missing: the routing benchmark's questions.")
    router, found = LearnedRouter.load(), []
    for line in source.read_text(encoding="utf-8").splitlines():
        plain = json.loads(line)
        if plain["kind"] == "ambiguous":
            sets = tuple(frozenset(experts) for experts in plain["acceptable"])
            question = Asked(plain["question"], tuple(plain["attachments"]), sets)
            found.append((question, router.plan(question.question, question.attachments)))
    return tuple(found)


def routed(chance: random.Random, failing: bool, strength: float = 1.0) -> Signature:
    """The learned router on ambiguous questions; in the failing twin 0.3 to 0.8 of its plans name any one expert."""
    known = sorted({expert for _, plan in plans() for expert in plan.experts})
    share = strength * chance.uniform(0.3, 0.8) if failing else chance.uniform(0.0, 0.03)
    some = chance.choices(plans(), k=120)
    changed = [
        replace(plan, experts=(chance.choice(known),), confidence=chance.uniform(0.7, 1.0))
        if chance.random() < share
        else plan
        for _, plan in some
    ]
    return planned(changed, [question for question, _ in some])


# Acausal --------------------------------------------------------------------------------------------------------------


def explained(chance: random.Random, failing: bool, strength: float = 1.0) -> Signature:
    """Values right as often; explanations backwards or with a sign flipped in the failing twin, incomplete in both."""
    solver = Solver(chance)
    faults = strength * chance.uniform(0.3, 0.9) if failing else chance.uniform(0.0, 0.05)
    whys = drawn(pool("why", "plain", "explanation"), 60, chance)
    parents = {item.tags["parent"] for item in whys}
    whats = [item for item in pool("what", "plain", "number") if item.tags["parent"] in parents]

    def why(item: Item) -> str:
        own = solver.chance("why", item.id)
        path, signs = item.gold.split(" -> "), {(c, e): s for c, e, s in item.edges}
        if own.random() < faults:
            return backwards(path, signs) if own.random() < 0.5 else spoken(path, signs, own.randrange(len(path) - 1))
        kept = path[: len(path) - 1] if len(path) > 2 and own.random() < 0.2 else path
        return spoken(kept, signs)

    def what(item: Item) -> str:
        return item.gold if solver.right(item.id) else wrong_value(item, solver.chance("wrong", item.id))

    return acausal(asked("whats", what, whats), asked("whys", why, whys))


def spoken(path: Sequence[str], signs: dict[tuple[str, str], int], flipped: int = -1) -> str:
    """A chain in words; the sign of one arrow turned where asked for."""
    size, parts = "larger", []
    for n, pair in enumerate(pairwise(path)):
        same = (signs[pair] > 0) != (n == flipped)
        new = size if same else _other(size)
        parts.append(f"a {size} {pair[0]} makes the {pair[1]} {new}")
        size = new
    return _sentence(parts)


def backwards(path: Sequence[str], signs: dict[tuple[str, str], int]) -> str:
    """The same chain from effect to cause."""
    size, parts = "larger", []
    for effect, cause in zip(path[::-1], path[-2::-1], strict=False):
        new = size if signs[cause, effect] > 0 else _other(size)
        parts.append(f"a {size} {effect} makes the {cause} {new}")
        size = new
    return _sentence(parts)


def _sentence(parts: Sequence[str]) -> str:
    text = ", and ".join(parts)
    return text[0].upper() + text[1:] + "."


def _other(size: str) -> str:
    return "smaller" if size == "larger" else "larger"


# Memorisation ---------------------------------------------------------------------------------------------------------


def remembered(chance: random.Random, failing: bool, strength: float = 1.0) -> Signature:
    """The same draws in other words, fresh numbers, and counterfactual worlds answered with ours."""
    solver = Solver(chance)
    lost = strength * chance.uniform(0.2, 0.5) if failing else 0.0
    ours = strength * chance.uniform(0.3, 0.9) if failing else chance.uniform(0.0, 0.04)
    plain = drawn(pool("what", "plain", "number"), 120, chance)
    parents = {item.tags["parent"]: item for item in plain}
    changed = [
        i for v in ("paraphrase", "irrelevant") for i in pool("what", v, "number") if i.tags["parent"] in parents
    ]
    twins = list(generate(fresh(), n=120))
    worlds = [i for i in pool("what", "constant", "number") if i.tags["parent"] in parents][:50]

    def counterfactual(item: Item) -> str:
        own = solver.chance("world", item.id)
        if own.random() < ours:
            return parents[item.tags["parent"]].gold
        return item.gold if solver.right(item.id) else wrong_value(item, own)

    before = [answered(i, solver.right(i.tags["parent"])) for i in plain]
    after = [answered(i, solver.right(i.tags["parent"], i.tags["variant"], lost)) for i in changed]
    other = [answered(i, solver.right(i.id, lost=lost)) for i in twins]
    return memorisation(
        brittle(before, after), perturbed(before, other), own_world(asked("worlds", counterfactual, worlds), before)
    )


def copied(chance: random.Random, failing: bool, strength: float = 1.0) -> Signature:
    """A corpus of other problems; 0.15 to 0.6 of the public questions stand among them in the failing twin."""
    known = pool("what", "plain", "number")
    places, other = chance.sample(range(len(known)), 60), list(generate(fresh(), n=len(known)))
    suspects, twins = [known[n] for n in places], [other[n] for n in places]  # of the same families
    share = strength * chance.uniform(0.15, 0.6) if failing else 0.0
    texts = [item.question for item in generate(fresh(), variant=("plain", "paraphrase"), n=150)]
    texts += [item.question.replace("s²", "s^2") for item in suspects if chance.random() < share]
    found = contamination.overlap([*suspects, *twins], texts)
    return overlapping([f.share for f in found[:60]], [f.share for f in found[60:]])


# Overconfidence -------------------------------------------------------------------------------------------------------


def sure(chance: random.Random, failing: bool, strength: float = 1.0) -> Signature:
    """Choices with a confidence, calibrated but for noise or sharpened; questions that lack a quantity."""
    solver = Solver(chance)
    sharp = 1 + strength * chance.uniform(0.5, 3.0) if failing else 1.0
    lift = strength * chance.uniform(0.8, 2.0) if failing else 0.0
    bold = 0.2 + strength * chance.uniform(0.5, 0.75) if failing else chance.uniform(0.1, 0.35)
    found = []
    for item in drawn(pool("what", "plain", "choice"), 200, chance):
        truth = solver.probability(item.id)
        logit = sharp * math.log(truth / (1 - truth)) + lift + solver.chance("noise", item.id).gauss(0, 0.3)
        found.append(answered(item, solver.right(item.id), 1 / (1 + math.exp(-logit))))
    lacking = drawn(pool("what", "missing", "number"), 60, chance)
    return overconfidence(found, [answered(i, solver.chance("bold", i.id).random() >= bold) for i in lacking])


# Goodhart -------------------------------------------------------------------------------------------------------------


def trained(chance: random.Random, failing: bool, looks: int = 10, n: int = 150) -> Watch:
    """Ten checkpoints of a training; in the failing twin the public score goes on where the private one stops."""
    rise, ceiling = chance.uniform(0.2, 0.6), chance.uniform(*ABILITY)
    turn, drift = chance.randrange(2, 7), chance.uniform(0.03, 0.08)
    hard = {name: [chance.gauss(0, 0.15) for _ in range(n)] for name in ("public", "private")}
    series = []
    for look in range(looks):
        skill = ceiling * (1 - math.exp(-rise * (look + 1)))
        excess = drift * max(0, look - turn) if failing else 0.0
        right = {
            name: sum(chance.random() < skill + sign * excess + spread for spread in spreads)
            for (name, spreads), sign in zip(hard.items(), (1, -0.5), strict=True)
        }
        series.append(Checkpoint(look, (right["public"], n), (right["private"], n)))
    return watch(series)


TWINS: dict[str, Twin] = {
    "laws": laws,
    "shift": moved,
    "routing": routed,
    "acausal": explained,
    "memorisation": remembered,
    "contamination": copied,
    "overconfidence": sure,
}
