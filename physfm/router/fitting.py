"""How the learned router is fitted: convex, from templates, and calibrated on questions whose templates it did not see.

1. Questions are drawn from every template, varied in style, and joined at random into compound ones; each is given
   attachments that suit it, or not.
2. The softmax learns intents, a logistic regression whether several are wanted (ridge, L-BFGS).
3. Calibration: for each fold of templates a head is fitted without them; how often its plans for them are right, and
   for development questions that somebody wrote by hand, gives the probability that a plan is right.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.router import examples, features, style
from physfm.router.decision import Belief, decide, outcome
from physfm.router.examples import DATA, Example
from physfm.router.head import Array, Head
from physfm.router.learned import LearnedRouter, beliefs
from physfm.router.plan import CLARIFY, ENCODER

RIDGE = 5e-5
DRAWN = 5
"""Questions of each template; every second one varied in style."""
COMPOUNDS = 1500
FOLDS = 3
BACKGROUND = 700
_PLAIN = (0.0, 1.0, 0.0, 0.0)  # calibration that changes nothing


@dataclass(frozen=True)
class Asked:
    """A question with its attachments and the plans that are right.

    Parameters
    ----------
    question, attachments
        As `physfm.router.plan.Router` takes them.
    acceptable
        Sets of experts.
    """

    question: str
    attachments: tuple[str, ...]
    acceptable: tuple[frozenset[str], ...]

    def right(self, experts: Sequence[str]) -> bool:
        """Whether a plan is one of the acceptable sets, or, of several, a part of their union."""
        chosen = frozenset(experts)
        if chosen in self.acceptable:
            return True
        return len(self.acceptable) > 1 and chosen <= frozenset().union(*self.acceptable)


@dataclass(frozen=True)
class Table:
    """Training questions as numbers."""

    asked: tuple[Example, ...]
    attachments: tuple[tuple[str, ...], ...]
    meaning: Array
    features: Array


def questions(seed: int = 0) -> list[Example]:
    """All training questions."""
    random = Random(seed)
    found = []
    for place, example in enumerate(examples.examples(examples.templates(), DRAWN, seed)):
        own = Random(f"{seed}/{example.question}")
        text = style.varied(example.question, own) if place % 2 else example.question
        found.append(Example(text, example.intents, example.together, example.group))
    single = [e for e in found if len(e.intents) == 1 and e.intents[0] not in ("abstain", "clarify", DATA)]
    by_intent: dict[str, list[Example]] = {}
    for each in single:
        by_intent.setdefault(each.intents[0], []).append(each)
    for _ in range(COMPOUNDS):
        first, second = (random.choice(by_intent[name]) for name in random.sample(sorted(by_intent), 2))
        joined = style.compound(first, second, random)
        found.append(Example(style.varied(joined.question, random), joined.intents, True, joined.group))
    return list({(e.question, e.intents): e for e in found}.values())


def attachments(example: Example, kinds: Sequence[str], random: Random) -> tuple[str, ...]:
    """Attachments that suit a question, or not: none, the right one, another, two."""
    own = [i.removeprefix(ENCODER) for i in example.intents if i.startswith(ENCODER)]
    chance = random.random()
    if own:
        right = tuple(name for name in own if name in kinds)
        other = random.choice(list(kinds))
        return right if chance < 0.6 else () if chance < 0.75 else (other,) if chance < 0.88 else (*right, other)
    if DATA in example.intents:
        return () if chance < 0.35 else (random.choice(list(kinds)),)
    return () if chance < 0.88 else tuple(random.sample(list(kinds), 1 if chance < 0.97 else 2))


def wanted(example: Example, attached: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Sets of experts that are right for a training question with these attachments."""
    sets = [frozenset(outcome(intent, attached)) for intent in example.intents]
    if not example.together:
        return tuple(dict.fromkeys(sets))
    return (frozenset({CLARIFY}),) if frozenset({CLARIFY}) in sets else (frozenset().union(*sets),)


def table(seed: int = 0) -> Table:
    """Training questions with attachments and features; embedding them takes a minute on one core."""
    asked = questions(seed)
    random = Random(seed + 1)
    kinds = sorted({i.removeprefix(ENCODER) for e in asked for i in e.intents if i.startswith(ENCODER)})
    given = tuple(tuple(dict.fromkeys(attachments(e, kinds, random))) for e in asked)
    meaning = features.embed([e.question for e in asked])
    return Table(tuple(asked), given, meaning, features.features([e.question for e in asked], meaning))


def fit(given: Table, development: Sequence[Asked], iterations: int = 60) -> tuple[Head, dict[str, Any]]:
    """Fit head and calibration; return the head and figures for its card.

    Parameters
    ----------
    development
        Questions written by hand, in no template; they calibrate and count as much as all folds together.
    """
    log = logging.getLogger(__name__)
    groups = np.array([examples.part(e.group.split("\n")[0], FOLDS) for e in given.asked])
    others = np.array([examples.part(e.group.split("\n")[-1], FOLDS) for e in given.asked])
    found: list[tuple[float, bool, float, bool]] = []
    for fold in range(FOLDS):
        # A compound of two templates is used only where both are on the same side.
        inside, outside = (groups != fold) & (others != fold), (groups == fold) & (others == fold)
        head = _head(given, np.flatnonzero(inside), iterations)
        held = np.flatnonzero(outside)
        asked = [
            Asked(given.asked[i].question, given.attachments[i], wanted(given.asked[i], given.attachments[i]))
            for i in held
        ]
        found += _outcomes(head, asked, given.features[held], given.meaning[held])
        log.info("fold %d: %.3f of %d right", fold, np.mean([r for *_, r in found]), len(found))
    head = _head(given, np.arange(len(given.asked)), iterations)
    by_hand = _by_hand(head, development)
    calibration = _calibration(found, by_hand)
    figures = {
        "questions": len(given.asked),
        "templates": len({e.group for e in given.asked if "\n" not in e.group}),
        "right_in_folds": round(float(np.mean([r for *_, r in found])), 4),
        "right_by_hand": round(float(np.mean([r for *_, r in by_hand])), 4) if by_hand else None,
    }
    return Head(**{**vars(head), "calibration": calibration}), figures


def _outcomes(head: Head, asked: Sequence[Asked], rows: Array, meaning: Array) -> list[tuple[float, bool, float, bool]]:
    """For every question: share of the plan, whether it holds several experts, novelty, whether it is right."""
    found = beliefs(head, rows, [a.attachments for a in asked])
    return [_outcome(a, b, float(n)) for a, b, n in zip(asked, found, head.novelty(meaning), strict=True)]


def _by_hand(head: Head, asked: Sequence[Asked]) -> list[tuple[float, bool, float, bool]]:
    """The same, as the router itself does it: parts of questions included."""
    router = LearnedRouter(head)
    return [_outcome(each, *router.belief(each.question, each.attachments)) for each in asked]


def _outcome(each: Asked, belief: Belief, novelty: float) -> tuple[float, bool, float, bool]:
    seen: list[tuple[float, bool]] = []

    def remember(share: float, many: bool) -> float:
        seen.append((share, many))
        return share

    plan = decide(belief, each.attachments, "", remember)
    return (*seen[0], novelty, each.right(plan.experts))


def _head(given: Table, rows: NDArray[np.int64], iterations: int) -> Head:
    import torch

    asked = [given.asked[i] for i in rows]
    attached = [given.attachments[i] for i in rows]
    intents = tuple(sorted({intent for e in asked for intent in e.intents}))
    target = np.zeros((len(asked), len(intents)), np.float32)
    for row, example in enumerate(asked):
        for intent in example.intents:
            target[row, intents.index(intent)] += 1 / len(example.intents)
    weight = (target / np.sqrt(target.sum(0))).sum(1)  # half-way between questions and intents weighing the same
    several = np.array([e.together for e in asked], np.float32)
    empty = np.zeros(0, np.float32)
    draft = Head(intents, empty, empty, empty, 0.0, empty, 0.0, empty, empty, np.zeros(0, np.int64), _PLAIN)
    x, y, w = (
        torch.from_numpy(given.features[rows]),
        torch.from_numpy(target),
        torch.from_numpy(weight.astype(np.float32)),
    )
    anything = torch.tensor([[float(bool(names))] for names in attached])
    own = torch.from_numpy(np.stack([draft.owned(names) for names in attached]))
    matrix = torch.zeros(x.shape[1], len(intents) + 1, requires_grad=True)  # the last column is "several"
    bias = torch.zeros(len(intents) + 1, requires_grad=True)
    on_file = torch.zeros(1, len(intents), requires_grad=True)
    on_own = torch.zeros(1, requires_grad=True)
    parameters = [matrix, bias, on_file, on_own]
    search = torch.optim.LBFGS(parameters, max_iter=iterations, history_size=8, line_search_fn="strong_wolfe")
    many = torch.from_numpy(several)

    def closure() -> Any:
        search.zero_grad()
        raw = x @ matrix + bias
        logits = raw[:, :-1] + anything * on_file + own * on_own
        loss = -(w * (y * torch.log_softmax(logits, 1)).sum(1)).sum() / w.sum()
        loss = loss + torch.nn.functional.binary_cross_entropy_with_logits(raw[:, -1], many)
        loss = loss + RIDGE * ((matrix**2).sum() + (on_file**2).sum())
        loss.backward()
        return loss

    search.step(closure)
    solved = matrix.detach().numpy(), bias.detach().numpy()
    chosen = _sample(asked, given.meaning[rows])
    weights = np.ascontiguousarray(solved[0][:, :-1])
    return Head(
        intents=intents,
        weight=weights,
        bias=solved[1][:-1].copy(),
        attached=on_file.detach().numpy()[0].copy(),
        own=float(on_own.detach()),
        several=solved[0][:, -1].copy(),
        several_bias=float(solved[1][-1]),
        background=given.meaning[rows][chosen],
        logits=(given.features[rows[chosen]] @ weights + solved[1][:-1]).astype(np.float32),
        truth=np.array([intents.index(asked[i].intents[0]) for i in chosen]),
        calibration=_PLAIN,
    )


def _sample(asked: Sequence[Example], meaning: Array) -> NDArray[np.int64]:
    """A sample of single-intent questions far from each other: each next one is the farthest from those before."""
    able = np.array([i for i, e in enumerate(asked) if len(e.intents) == 1])
    near = meaning[able] @ meaning[able[0]]
    chosen = [0]
    for _ in range(min(BACKGROUND, len(able)) - 1):
        chosen.append(int(np.argmin(near)))
        near = np.maximum(near, meaning[able] @ meaning[able[chosen[-1]]])
    return able[chosen]


def _calibration(
    folds: Sequence[tuple[float, bool, float, bool]], by_hand: Sequence[tuple[float, bool, float, bool]]
) -> tuple[float, float, float, float]:
    """Logistic regression of "right" on share, several, novelty; folds and hand-written questions weigh the same."""
    import torch

    rows = [*folds, *by_hand]
    share = np.clip([r[0] for r in rows], 1e-5, 1 - 1e-5)
    columns = np.stack([np.ones(len(rows)), np.log(share / (1 - share)), [r[1] for r in rows], [r[2] for r in rows]], 1)
    part = [np.full(len(each), 0.5 / len(each)) for each in (folds, by_hand) if each]
    x, w = torch.tensor(columns), torch.tensor(np.concatenate(part))
    right = torch.tensor([float(r[3]) for r in rows], dtype=torch.double)
    found = torch.tensor([0.0, 1.0, 0.0, 0.0], dtype=torch.double, requires_grad=True)
    search = torch.optim.LBFGS([found], max_iter=200, line_search_fn="strong_wolfe")
    entropy = torch.nn.functional.binary_cross_entropy_with_logits

    def closure() -> Any:
        search.zero_grad()
        loss = (w * entropy(x @ found, right, reduction="none")).sum() + 1e-4 * (found[2:] ** 2).sum()
        loss.backward()
        return loss

    search.step(closure)
    a, b, c, d = (round(value, 5) for value in found.detach().tolist())
    return a, b, c, d
