"""Detectors: their statistics against SciPy and repeated draws, their verdicts on answers made for them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest, mannwhitneyu

from physfm.errors import InputError
from physfm.evaluation.failures import (
    Signature,
    acausal,
    brittle,
    calibration,
    diagnose,
    laws,
    memorisation,
    overconfidence,
    own_world,
    perturbed,
    reordered,
    routing,
    shift,
)
from physfm.evaluation.failures.memorisation import lures
from physfm.evaluation.failures.signature import ALPHA, area, combined, paired, rate, unpaired
from physfm.evaluation.item import LETTERS, UNDETERMINED, Item
from physfm.evaluation.problems import generate, public
from physfm.evaluation.respondents import FunctionRespondent
from physfm.evaluation.runner import Answered, Run, run
from physfm.evaluation.task import Task, find
from physfm.router.fitting import Asked
from physfm.router.plan import Plan

FAMILY = "projectile-range"


def answers(rights: Sequence[bool], **tags: Any) -> list[Answered]:
    return [
        Answered(str(n), "number", right, "", {"parent": str(n), "level": "what", "variant": "plain", **tags})
        for n, right in enumerate(rights)
    ]


def asked(respond: Callable[[Item], str], items: Sequence[Item]) -> Run:
    task = Task("made", "", lambda _split, _n: iter(items))
    return run(task, FunctionRespondent("made", respond), len(items))


# Statistics -----------------------------------------------------------------------------------------------------------


def test_a_rate_is_judged_by_the_exact_test() -> None:
    found = rate("x", 9, 60, 0.05, "cases")
    exact = binomtest(9, 60, 0.05, "greater")
    assert found.p_value == pytest.approx(exact.pvalue)
    interval = binomtest(9, 60).proportion_ci(0.95, "exact")
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((interval.low, interval.high))
    assert found.raised == (found.interval.low > 0.05)


def test_an_area_is_that_of_mann_and_whitney() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(0.8, 1, 40), rng.normal(0, 1, 50)
    found, peer = area("x", x, y, "x"), mannwhitneyu(x, y, alternative="greater")
    assert found.score == pytest.approx(peer.statistic / (40 * 50))
    assert found.p_value == pytest.approx(peer.pvalue)


def at_allowance(rng: np.random.Generator, kind: str) -> Signature:
    """A system whose true failing is its allowance."""
    if kind == "rate":
        return rate("x", int(rng.binomial(80, 0.1)), 80, 0.1, "cases")
    if kind == "unpaired":
        first, second = rng.random(100) < 0.8, rng.random(100) < 0.75
        return unpaired("x", first.tolist(), second.tolist(), 0.05, "x")
    if kind == "paired":  # plain right 0.8; 0.05 is lost, half of the errors are shared
        plain = rng.random(100) < 0.8
        other = np.where(rng.random(100) < 0.5, plain, rng.random(100) < 0.7)
        return paired("x", plain.astype(float) - other, 0.05, "x")
    return area("x", rng.normal(size=40), rng.normal(size=40), "x")


@pytest.mark.parametrize("kind", ["rate", "unpaired", "paired", "area"])
def test_systems_at_the_allowance_are_seldom_accused(kind: str) -> None:
    rng = np.random.default_rng(7)
    accused = sum(at_allowance(rng, kind).raised for _ in range(1000))
    # ALPHA of 1000, and three standard errors of a binomial count (5 each) for the seed
    assert accused <= 1000 * ALPHA + 15


def test_a_combination_pays_for_its_number_of_looks() -> None:
    parts = [rate("one", 9, 60, 0.05, "cases"), rate("two", 3, 60, 0.05, "cases")]
    found = combined("both", parts)
    assert found.p_value == pytest.approx(2 * parts[0].p_value)
    assert found.parts == tuple(parts)
    with pytest.raises(InputError, match="Nothing to look for 'both' in"):
        combined("both", [])


def test_a_few_equal_differences_are_no_certainty() -> None:
    assert not paired("x", [1.0, 1.0], 0.05, "x").raised
    assert paired("x", [1.0] * 12, 0.05, "x").raised


# Laws -----------------------------------------------------------------------------------------------------------------


def test_broken_laws_are_counted() -> None:
    right = ["The decay pi+ -> mu+ nu_mu is allowed."] * 20
    wrong = ["The decay pi+ -> mu- nu_mu is allowed."] * 8
    assert not laws([*right, "I do not know."]).raised
    found = laws([*right, *wrong])
    assert found.raised
    assert (found.score, found.n) == (pytest.approx(8 / 28), 28)


def test_an_answer_of_another_dimension_breaks_a_law() -> None:
    items = list(generate(public(), FAMILY, n=12))
    found = laws(asked(lambda item: "3 kg" if item.gold.endswith(" m") else item.gold, items))
    assert found.score == pytest.approx(sum(item.gold.endswith(" m") for item in items) / 12)


def test_fingerprints_are_no_replies() -> None:
    hidden = Answered("1", "number", True, "", {"split": "private"}, reply="5e1f")
    with pytest.raises(InputError, match="Replies of the private split are not kept"):
        laws([hidden])


# Shift and memorisation -----------------------------------------------------------------------------------------------


def test_a_shift_is_raised_unpaired_and_over_families() -> None:
    plain, other = answers([True] * 80 + [False] * 20), answers([True] * 45 + [False] * 55)
    found = shift(plain, other)
    assert found.raised
    assert found.score == pytest.approx(0.35)
    many = [
        [Answered("", "number", k < r, "", {"family": str(f)}) for f in range(10) for k in range(10)] for r in (8, 5)
    ]
    assert "over 10 families" in shift(*many).reason
    assert shift(*many).raised
    assert "over" not in shift([a for a in many[0] if a.tags["family"] < "5"], many[1]).reason
    assert not shift(plain, plain).raised


def test_surface_changes_are_paired_by_draw() -> None:
    plain = answers([True] * 40 + [False] * 20)
    same = answers([True] * 40 + [False] * 20, variant="paraphrase")
    lost = answers([True] * 25 + [False] * 35, variant="paraphrase")
    assert brittle(plain, same).score == 0
    assert brittle(plain, lost).raised
    assert brittle(plain, lost).n == 60
    with pytest.raises(InputError, match="No draw was asked plainly and changed"):
        brittle(plain, [])


def test_other_numbers_need_no_allowance() -> None:
    assert perturbed(answers([True] * 60), answers([True] * 40 + [False] * 20)).threshold == 0
    assert perturbed(answers([True] * 60), answers([True] * 40 + [False] * 20)).raised


def test_our_worlds_value_is_found_in_numbers_and_letters() -> None:
    plain = list(generate(public(), FAMILY, n=40))
    worlds = list(generate(public(), FAMILY, variant="constant", n=40))
    ours = {item.tags["parent"]: item.gold for item in plain}
    before = asked(lambda item: item.gold, plain)
    memory = own_world(asked(lambda item: ours[item.tags["parent"]], worlds), before)
    assert memory.raised
    assert memory.score == 1
    assert own_world(asked(lambda item: item.gold, worlds), before).score == 0

    choices = list(generate(public(), FAMILY, form="choice", n=40))
    other = list(generate(public(), FAMILY, variant="constant", form="choice", n=40))
    letters = lures(other, choices)
    assert len(letters) > 20
    remembered = asked(lambda item: letters.get(item.id, item.gold), other)
    assert own_world(remembered, asked(lambda item: item.gold, choices), letters).score == 1


def test_choices_change_places_and_stay_right() -> None:
    items = list(generate(public(), form="choice", variant=("plain", "missing"), n=20))
    for before, after in zip(items, reordered(items, public()), strict=True):
        assert sorted(before.choices) == sorted(after.choices)
        assert before.choices[LETTERS.index(before.gold)] == after.choices[LETTERS.index(after.gold)]
        assert after.choices[-1] == UNDETERMINED
        assert (before.gold == after.gold) == (before.choices[LETTERS.index(before.gold)] == UNDETERMINED)
        assert (after.tags["parent"], after.tags["variant"]) == (before.tags["parent"], "reordered")


def test_memorisation_tells_its_parts() -> None:
    plain = answers([True] * 60)
    found = memorisation(brittle(plain, answers([True] * 60, variant="units")), perturbed(plain, answers([False] * 60)))
    assert [part.raised for part in found.parts] == [False, True]
    assert found.reason.startswith("Raised by numbers (of 2)")


# Acausal --------------------------------------------------------------------------------------------------------------


def test_right_answers_with_turned_chains_are_acausal() -> None:
    whats = list(generate(public(), FAMILY, n=30))
    whys = list(generate(public(), FAMILY, level="why", form="explanation", n=30))

    def turned(item: Item) -> str:
        text = item.steps[0]
        return text.replace("larger", "#").replace("smaller", "larger").replace("#", "smaller") + " " + _wrong(item)

    right = asked(lambda item: item.gold, whats)
    against, beside = acausal(right, asked(lambda item: item.steps[0], whys)).parts
    assert (against.score, beside.score) == (0, 0)
    assert acausal(right, asked(turned, whys)).reason.startswith("Raised by against")
    with pytest.raises(InputError, match="Nothing to look for 'acausal' in"):
        acausal(asked(lambda item: "0 kg", whats), asked(turned, whys))


def test_right_answers_with_explanations_of_something_else_are_acausal() -> None:
    whats = asked(lambda item: item.gold, list(generate(public(), FAMILY, n=30)))
    whys = list(generate(public(), FAMILY, level="why", form="explanation", n=30))
    others = list(generate(public(), "solenoid-energy", level="why", form="explanation", n=30))
    told = {why.id: other.steps[0] for why, other in zip(whys, others, strict=True)}
    found = acausal(whats, asked(lambda item: told[item.id], whys))
    assert found.raised
    assert found.reason.startswith("Raised by beside (of 1): 30 of 30")
    # Who tells no change explains nothing, and is not accused.
    with pytest.raises(InputError, match="Nothing to look for 'acausal' in"):
        acausal(whats, asked(lambda item: "Because physics says so.", whys))


def _wrong(item: Item) -> str:
    path = item.gold.split(" -> ")
    return f"A larger {path[-1]} makes the {path[0]} larger."


# Overconfidence -------------------------------------------------------------------------------------------------------


def sure(confidence: float, right: int, n: int = 100) -> list[Answered]:
    return [Answered(str(k), "choice", k < right, "", {"variant": "plain"}, confidence) for k in range(n)]


def test_calibration_is_told() -> None:
    found = calibration(sure(0.9, 60))
    # equal confidences in bins of seven: the mean distance of bins that are all right or all wrong
    assert found.gap == pytest.approx(0.3)
    assert found.brier == pytest.approx(0.6 * 0.01 + 0.4 * 0.81)
    assert found.error >= found.gap - 1e-9
    with pytest.raises(InputError, match="No answer has a confidence"):
        calibration(answers([True]))


def test_overconfidence_is_of_both_kinds() -> None:
    missing = answers([False] * 30, variant="missing")
    assert overconfidence(sure(0.9, 60)).raised
    assert not overconfidence(sure(0.9, 88)).raised
    assert overconfidence(missing=missing).raised
    both = overconfidence(sure(0.9, 88), missing)
    assert [part.name for part in both.parts if part.raised] == ["undeterminable"]


# Routing --------------------------------------------------------------------------------------------------------------


class Single:
    """Always one expert, surely."""

    def __init__(self, experts: tuple[str, ...], confidence: float) -> None:
        self.experts, self.confidence = experts, confidence

    def plan(self, question: str, attachments: Sequence[str] = ()) -> Plan:
        return Plan(self.experts, self.confidence)


def test_a_sure_single_expert_is_raised_where_two_are_needed() -> None:
    both = frozenset(("tool:pdg", "tool:convert"))
    questions = [Asked(f"question {n}", (), (both,)) for n in range(40)]
    assert routing(Single(("tool:pdg",), 0.99), questions).raised
    assert {p.name for p in routing(Single(("tool:pdg",), 0.99), questions).parts} >= {"single expert", "wrong plans"}
    assert not routing(Single(tuple(both), 0.95), questions).raised


# All together ---------------------------------------------------------------------------------------------------------


def test_diagnosis_says_what_the_runs_allow() -> None:
    def solver(item: Item) -> str:
        if item.form == "explanation":
            return item.steps[0]
        return item.gold if random.Random(item.tags["parent"]).random() < 0.8 else "1e9 kg"

    runs = [
        run(find(name), FunctionRespondent("x", solver), 60)
        for name in ("problems", "surface", "counterfactual", "unanswerable", "explanations")
    ]
    found = {signature.name: signature for signature in diagnose(runs)}
    assert set(found) == {"laws", "shift", "acausal", "memorisation", "overconfidence"}
    assert not any(found[name].raised for name in ("shift", "acausal", "memorisation", "overconfidence"))
    assert found["laws"].raised  # wrong values in kilograms
    with pytest.raises(InputError, match="Expected runs of one respondent"):
        diagnose([runs[0], Run("problems", 1, "y", "", runs[0].answered)])
