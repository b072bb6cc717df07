"""What every generated exercise promises: copied arguments, executed calls, disjoint splits, the same again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest

from physfm.errors import InputError
from physfm.exercises import Exercise, families, generate, was
from physfm.exercises import fillers as names
from physfm.exercises.family import Call
from physfm.tools import find, tools

# Others are being written, and get their families when they are tools.
COVERED = {
    "pdg", "constant", "convert", "dimension", "two_body_decay", "invariant_mass", "threshold", "lorentz_gamma",
    "center_of_mass_energy", "decay_length", "rapidity", "luminosity_distance", "redshift", "chirp_mass",
    "time_to_merger", "schwarzschild_radius", "isco_frequency", "symbolic", "check_steps", "calculate",
}  # fmt: skip


def leaves(value: Any) -> Iterator[str]:
    """Texts and numbers of a call's arguments, as the model would write them."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from leaves(each)
    else:
        yield value if isinstance(value, str) else json.dumps(value)


def test_every_tool_has_a_family_of_single_calls() -> None:
    asked = {step.tool for f in families().values() if f.kind == "single" for step in f.calls}
    assert asked >= COVERED & set(tools())


def test_at_least_twelve_chains_and_most_need_several_tools() -> None:
    chains = [f for f in families().values() if f.kind == "chain"]
    assert len(chains) >= 12
    assert all(2 <= len(f.calls) <= 4 for f in chains)


@pytest.mark.parametrize("name", families())
def test_a_family_has_templates_enough_and_the_splits_share_none(name: str) -> None:
    family = families()[name]
    train, held_out = family.templates("train"), family.templates("held-out")
    assert len(set(train)) == len(train) >= 12
    assert len(set(held_out)) == len(held_out) >= 5
    plain = [{" ".join(t.lower().rstrip("?.!").split()) for t in split} for split in (train, held_out)]
    assert not plain[0] & plain[1]


def test_what_is_held_out_is_not_trained_on(exercises: tuple[Exercise, ...]) -> None:
    by_split = defaultdict(set)
    for exercise in exercises:
        by_split[exercise.split].add(exercise.question)
        assert exercise.template.startswith(f"{exercise.family}/{exercise.split}/")
    assert not by_split["train"] & by_split["held-out"]
    for train, held_out in (names.FLYING, names.WIDE, names.HEAVY, names.QUANTUM, names.CONSTANTS, names.DECAYS,
                            names.TWO_BODY):  # fmt: skip
        assert not set(train) & set(held_out)


def test_questions_are_short_and_have_no_empty_slot(exercises: tuple[Exercise, ...]) -> None:
    for exercise in exercises:
        assert len(exercise.question.split()) <= 60, exercise.question
        assert "{" not in exercise.question.replace("{high}", ""), exercise.question
        assert "{" not in exercise.solution


def test_calls_were_executed_and_their_results_are_the_tools_own(exercises: tuple[Exercise, ...]) -> None:
    for exercise in exercises[::5]:
        for step in exercise.steps:
            if step.tool not in tools():
                assert step.refused
                continue
            try:
                said, refused = find(step.tool)(json.loads(json.dumps(step.arguments))).text, False
            except InputError as err:
                said, refused = str(err), True
            assert (said, refused) == (step.result, step.refused), exercise.id


def test_every_argument_stands_in_the_question_or_in_an_earlier_result(exercises: tuple[Exercise, ...]) -> None:
    """A small model can copy, not compute: only what the family itself fixes may be new (names, formulas, units)."""
    for exercise in exercises:
        fixed = {leaf for call in families()[exercise.family].calls for leaf in leaves(call.arguments)}
        seen = exercise.question
        for step in exercise.steps:
            for leaf in leaves(step.arguments):
                if leaf in fixed or leaf in seen or leaf == "true":
                    continue
                if exercise.family == "repair-thousands" and leaf.split()[0] == exercise.slots["typed"].split()[
                    0
                ].replace(",", ""):
                    continue
                # "{1!}": the uncertainty is left out, the number and the unit are copied.
                assert any(all(part in text for part in leaf.split(" ")) for text in seen.split("\n")), (
                    exercise.id,
                    leaf,
                )
            seen += "\n" + step.result


def test_kinds_are_what_they_say(exercises: tuple[Exercise, ...]) -> None:
    for exercise in exercises:
        taught = [step for step in exercise.steps if step.taught]
        match exercise.kind:
            case "single":
                assert [s.refused for s in exercise.steps] == [False]
            case "chain":
                assert len(taught) == len(exercise.steps) >= 2
                assert not any(s.refused for s in taught)
            case "repair":
                assert [s.refused for s in exercise.steps] == [True, False]
                assert [s.taught for s in exercise.steps] == [False, True]
            case "refused":
                assert len(taught) == 1
                assert exercise.answer.kind == "none"
            case _:
                assert exercise.steps == ()


def test_every_solution_is_graded_right_and_another_number_wrong(exercises: tuple[Exercise, ...]) -> None:
    for exercise in exercises:
        assert was(exercise.solution, exercise), (exercise.solution, exercise.answer)
        if exercise.answer.kind == "number" and exercise.answer.value:
            unit = "" if exercise.answer.unit == "1" else exercise.answer.unit
            off = exercise.answer.value * (1 + 3 * max(exercise.tolerance, 1e-3))
            assert was(f"It is {exercise.answer.value!r} {unit}", exercise)
            assert not was(f"It is {off!r} {unit}", exercise)


def test_the_same_arguments_give_the_same_exercises() -> None:
    first = [asdict(p) for p in generate("chain", 6, seed=3, split="held-out")]
    assert first == [asdict(p) for p in generate("chain", 6, seed=3, split="held-out")]
    assert first[4:] == [asdict(p) for p in generate("chain", 2, seed=3, split="held-out", start=4)]
    assert first != [asdict(p) for p in generate("chain", 6, seed=4, split="held-out")]


def test_all_means_every_family_in_turn() -> None:
    assert [p.family for p in generate("all", 3, seed=0)] == list(families())[:3]
    assert [p.family for p in generate(["constant", "convert"], 4)] == ["constant", "convert"] * 2


def test_a_family_that_there_is_not_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean 'constant'"):
        next(generate("constants", 1))


def test_a_family_whose_calls_fail_says_so() -> None:
    from dataclasses import replace

    broken = replace(families()["constant"], calls=(Call("constant", {"name": "no such thing"}),))
    with pytest.raises(RuntimeError, match="gave no exercise in 50 draws"):
        broken.make(__import__("random").Random(0), "train", "x")
