"""Runs: resumed after a cut, secret where private, reported with intervals, held to a gate."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Literal

import pytest

from physfm.errors import InputError
from physfm.evaluation import gate, rendering, report
from physfm.evaluation.importing import collected
from physfm.evaluation.item import Item
from physfm.evaluation.problems import fresh, private, public
from physfm.evaluation.respondents import FunctionRespondent, Likelihood
from physfm.evaluation.runner import Run, load, run
from physfm.evaluation.scoring import named
from physfm.evaluation.task import find, tasks
from physfm.statistics import Interval, holm, paired

KEY = "a key that only this test knows"


def oracle(item: Item) -> str:
    """Knows every answer."""
    return item.gold


class Careful:
    """Likeliest letter right on plain items, wrong on others; and sure of itself."""

    name = "careful"
    choices: Literal["letters"] = "letters"

    def replies(self, items: list[Item]) -> list[str]:
        return [item.gold for item in items]

    def likelihoods(self, pairs: list[tuple[str, str]]) -> list[Likelihood]:
        return [Likelihood((-1.0 if letter == " A" else -3.0,), False) for _, letter in pairs]


@pytest.mark.parametrize(
    "name", ["problems", "choices", "formulas", "counterfactual", "unanswerable", "why", "what-if"]
)
def test_who_knows_all_answers_is_right(name: str) -> None:
    result = run(find(name), FunctionRespondent("oracle", oracle), 30)
    assert result.accuracy == 1, [a for a in result.answered if not a.correct]


@pytest.mark.parametrize("name", ["problems", "choices", "formulas", "explanations"])
def test_who_says_nothing_is_wrong(name: str) -> None:
    assert run(find(name), FunctionRespondent("silent", lambda item: ""), 20).accuracy == 0


def test_the_reference_explanation_is_right_and_the_reversed_one_is_not() -> None:
    def reference(item: Item) -> str:
        return item.steps[0]

    def reversed_chain(item: Item) -> str:
        names = item.gold.split(" -> ")[::-1]
        return ". ".join(f"A larger {a} makes the {b} larger" for a, b in itertools.pairwise(names))

    right = run(find("explanations"), FunctionRespondent("reference", reference), 60)
    assert right.accuracy == 1, [a for a in right.answered if not a.correct][:3]
    assert run(find("explanations"), FunctionRespondent("reversed", reversed_chain), 60).accuracy == 0


def test_a_cut_run_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(item: Item) -> str:
        asked.append(item.id)
        return item.gold

    log = tmp_path / "run.jsonl"
    run(find("problems"), FunctionRespondent("me", answer), 40, log=log)
    whole = log.read_bytes()
    log.write_bytes(whole[: int(len(whole) * 0.6)])  # killed while a line was written
    asked.clear()
    again = run(find("problems"), FunctionRespondent("me", answer), 40, log=log)
    assert 0 < len(asked) < 40
    assert len(again.answered) == 40
    assert again.accuracy == 1
    assert load(log) == again
    with pytest.raises(InputError, match="holds answers of another run: task problems, not choices"):
        run(find("choices"), FunctionRespondent("me", answer), 5, log=log)
    (tmp_path / "other").write_text("no log\n")
    with pytest.raises(InputError, match="is no answer of an evaluation"):
        run(find("problems"), FunctionRespondent("me", answer), 5, log=tmp_path / "other")


def test_nothing_private_is_written_in_clear(tmp_path: Path) -> None:
    split, log = private(KEY), tmp_path / "private.jsonl"
    result = run(find("problems"), FunctionRespondent("oracle", oracle), 20, split, log)
    assert result.accuracy == 1
    text = log.read_text()
    for item in find("problems").items(split, 20):
        assert item.question not in text
        assert f'"{item.gold}"' not in text
    assert KEY not in text
    assert "question" in text
    assert all(a.question == "" and a.reason == "" for a in load(log).answered)


def test_an_option_is_named_word_for_word_by_its_letter_or_by_its_content() -> None:
    item = Item("x", "When?", "choice", "C", ("always", "never", "less than 3 A", "3 A", "mg/2"))
    for reply, letter in {
        "never.": "B",
        "Never": "B",
        "(b)": "B",
        "The answer is C.": "C",
        "less than 3 A": "C",
        "3000 mA": "D",
        "mg/2": "E",
        "always or never": "",
        "": "",
    }.items():
        assert named(item, reply) == letter, reply


def test_every_option_of_mmlu_names_itself(data: Path) -> None:
    for file in ("mmlu_conceptual_physics_test.csv", "mmlu_high_school_physics_test.csv"):
        for item in collected(data / "qa" / file).items:
            for letter, option in zip("ABCD", item.choices, strict=True):
                twice = item.choices.count(option) > 1
                assert twice or named(item, option) == letter, (item.id, option)


def test_a_choice_is_the_likeliest_letter_with_its_confidence() -> None:
    result = run(find("choices"), Careful(), 60)
    assert {a.reply for a in result.answered} == {"A"}
    assert all(0.2 < (a.confidence or 0) < 1 for a in result.answered)
    assert 0.05 < result.accuracy < 0.5
    found = report.metrics(result)
    assert "expected calibration error" in found
    assert found["accuracy"].low < result.accuracy < found["accuracy"].high


def made(name: str, correct: dict[str, bool]) -> Run:
    """A run whose variants are right as told."""
    items = list(find("surface").items(public(1), 100))
    answers = {item.id: correct.get(item.tags["variant"], True) for item in items}

    def answer(item: Item) -> str:
        return item.gold if answers[item.id] else "no idea"

    return run(find("surface"), FunctionRespondent(name, answer), 100, public(1))


def test_variants_are_compared_in_pairs_and_respondents_on_the_same_items() -> None:
    honest, surface = made("honest", {}), made("surface", {"renamed": False})
    found = {(c.first, c.second): c for c in report.comparisons([honest, surface])}
    renamed = found["surface, surface: renamed", "plain"]
    assert renamed.difference.value == -1
    assert renamed.p_adjusted < 0.01
    assert found["honest, surface: renamed", "plain"].p_adjusted == 1
    between = found["honest, surface", "surface"]
    assert between.pairs == 100
    assert between.difference.low > 0


def test_draws_are_right_in_every_wording_or_in_none() -> None:
    def kind(item: Item) -> int:
        return sum(map(ord, item.tags["family"])) % 3

    def moody(item: Item) -> str:
        """Right on a third of the families, wrong on a third, else right but where symbols are renamed."""
        right = [True, False, item.tags["variant"] != "renamed"][kind(item)]
        return item.gold if right else "0 kg"

    items = list(find("surface").items(public(), 150))
    draws = {n: {item.tags["parent"] for item in items if kind(item) == n} for n in range(3)}
    renamed = {item.tags["parent"] for item in items if item.tags["variant"] == "renamed"}
    assert draws[2] <= renamed
    found = report.metrics(run(find("surface"), FunctionRespondent("moody", moody), 150))
    number = sum(map(len, draws.values()))
    assert found["consistency"].value == pytest.approx(len(draws[0]) / number)
    assert found["failure"].value == pytest.approx(len(draws[1]) / number)
    plain = report.metrics(run(find("problems"), FunctionRespondent("moody", moody), 30))
    assert "consistency" not in plain  # one wording a draw says nothing


def test_reports_are_written_in_three_formats(tmp_path: Path) -> None:
    found = report.as_dict([made("a <b> | c", {"units": False})])
    for suffix in rendering.FORMATS:
        rendering.write(found, tmp_path / f"report{suffix}")
    page = (tmp_path / "report.html").read_text()
    assert "a &lt;b&gt; | c" in page
    assert "<b>" not in page
    assert "<svg" in page
    assert "a <b> \\| c" in (tmp_path / "report.md").read_text() or "a <b> | c" in (tmp_path / "report.md").read_text()
    assert json.loads((tmp_path / "report.json").read_text())["runs"][0]["n"] == 100
    with pytest.raises(InputError, match="Expected a report named"):
        rendering.write(found, tmp_path / "report.pdf")


def test_p_values_and_pairs_agree_with_scipy() -> None:
    from scipy.stats import binomtest

    result = paired([1, 1, 1, 1, 0, 1], [0, 0, 1, 0, 1, 1])
    assert result.p == pytest.approx(binomtest(3, 4).pvalue)
    assert result.difference.value == pytest.approx(2 / 6)
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    with pytest.raises(ValueError, match="one length"):
        paired([1], [1, 0])


# The gate -----------------------------------------------------------------------------------------------------------

GATE = """
runs:
  - {task: choices, n: 40}
require:
  - {task: choices, metric: accuracy, at_least: 0.5}
  - {task: choices, metric: expected calibration error, at_most: 0.3, bound: value}
"""


def test_a_gate_holds_the_interval_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "gate.yaml"
    path.write_text(GATE)
    found = gate.read(path)
    assert found.runs == ({"task": "choices", "n": 40},)
    good = {"accuracy": Interval(0.6, 0.52, 0.7), "expected calibration error": Interval(0.25, 0.1, 0.4)}
    assert all(each["met"] for each in gate.check(found, [good]))
    lucky = good | {"accuracy": Interval(0.6, 0.45, 0.7)}
    assert [each["met"] for each in gate.check(found, [lucky])] == [False, True]
    assert [each["met"] for each in gate.check(found, [{}])] == [False, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "to hold 'runs' and 'require'"),
        ("a: [", "is no YAML"),
        ("runs: [{task: what, n: 5, n: 6}]\nrequire: []", "is no YAML: 'n' is said twice"),
        ("runs: [{[a]: b}]\nrequire: []", "is no YAML|Expected"),
        ("runs: []\nrequire: []", "a list of runs"),
        ("runs: [{task: choices}]\nrequire: [{task: choices, metric: accuracy, at_least: 1}]", "'n', 'task'"),
        ("runs: [{task: choices, n: 0}]\nrequire: [{task: choices, metric: accuracy, at_least: 1}]", "positive whole"),
        ("runs: [{task: choices, n: 5}]\nrequire: [{task: choices, metric: accuracy}]", "one number"),
        ("runs: [{task: choices, n: 5}]\nrequire: [{task: why, metric: accuracy, at_least: 1}]", "does not run"),
        (
            "runs: [{task: [choices], n: 5}]\nrequire: [{task: choices, metric: accuracy, at_least: 1}]",
            "name of a task",
        ),
        (
            "runs: [{task: choices, n: true}]\nrequire: [{task: choices, metric: accuracy, at_least: 1}]",
            "positive whole",
        ),
        ("runs: [{task: choices, n: 5}]\nrequire: [{task: choices, metric: accuracy, at_least: .nan}]", "one number"),
        ("runs: [{task: choices, n: 5}]\nrequire: [{task: choices, metric: acuracy, at_least: 1}]", "mean 'accuracy'"),
        (
            "runs: [{task: choices, n: 5}]\nrequire: [{task: choices, metric: accuracy/vriant=law, at_least: 1}]",
            "No metric",
        ),
        (
            "runs: [{task: choices, n: 5, split: privat}]\nrequire: [{task: choices, metric: accuracy, at_least: 1}]",
            "a split",
        ),
        (
            "runs: [{task: what, n: 5}, {task: what, n: 6}]\nrequire: [{task: what, metric: accuracy, at_least: 1}]",
            "2 times",
        ),
        (
            "runs: [{task: choices, n: 5}]\nrequire: [{task: choices, split: private, metric: accuracy, at_least: 1}]",
            "does not run",
        ),
    ],
)
def test_a_gate_that_is_none_is_refused_in_a_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "gate.yaml"
    path.write_text(text)
    with pytest.raises(InputError, match=words):
        gate.read(path)


# The command ----------------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_cannot_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from physfm.cli import main

    assert main(["evaluate"]) == 0
    assert "counterfactual" in capsys.readouterr().out
    for arguments, words in (
        (["nosuch"], "No task named 'nosuch'"),
        (["choices", "--model", "/nowhere"], "No language model"),
        (["choices", "--split", "private", "--model", "x"], "PHYSFM_EVALUATION_KEY"),
        (["choices", "--split", "fresh", "--seed", "1"], "public split"),
        (["choices", "--report", str(tmp_path / "a.pdf")], "Expected a report named"),
        (["choices", "--gate", "x.yaml"], "tasks or --gate"),
        (["choices", "--endpoint", "http://localhost:1/v1"], "which one is to answer"),
    ):
        assert main(["evaluate", *arguments]) == 1, arguments
        assert words in capsys.readouterr().err


def test_every_task_makes_items_of_its_own() -> None:
    names = [name for name in tasks() if not name.startswith("data-")]
    split = fresh()
    for name in names:
        found = list(find(name).items(split, 7))
        assert len({item.id for item in found}) == 7, name
