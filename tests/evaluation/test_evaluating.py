"""One call and one command for an evaluation: what is refused, what is kept, what a report says."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from physfm.cli import main
from physfm.errors import InputError
from physfm.evaluation import evaluate, from_logs
from physfm.evaluation.item import Item
from physfm.evaluation.problems import private, public
from physfm.evaluation.respondents import FunctionRespondent, Spent
from physfm.evaluation.runner import load, run
from physfm.evaluation.task import find

KEY = "a key that only this test knows"


def always(letter: str, name: str = "") -> FunctionRespondent:
    return FunctionRespondent(name or f"always {letter}", lambda item: letter)


class Counting:
    """Says A, writes three tokens an answer, and every second answer is cut."""

    name, at_once, weights = "counting", 2, "abc"

    def __init__(self) -> None:
        self.spent = Spent()

    def replies(self, items: list[Item]) -> list[str]:
        self.spent.read += 10 * len(items)
        self.spent.written += 3 * len(items)
        self.spent.cut += len(items) // 2
        return ["A" for _ in items]


# One call -------------------------------------------------------------------------------------------------------------


def test_a_report_shows_itself_and_says_what_it_rests_on(tmp_path: Path) -> None:
    found = evaluate(["choices", "why"], Counting(), n=6, seed=5, log=tmp_path / "log")
    assert [run.task for run in found.runs] == ["choices", "why"]
    first = found.as_dict()["runs"][0]
    assert first["seed"] == 5
    assert first["weights"] == "abc"
    assert first["chance"] == pytest.approx(0.2)
    assert first["tokens"] == {"read": 60, "written": 18, "cut": 3}
    for text in (str(found), found._repr_markdown_(), found._repr_html_()):
        assert "seed 5" in text
        assert "Guessing reaches 0.200" in text
        assert "3 answers were cut" in text
        assert "60 tokens read, 18 written" in text
    assert "<!doctype" not in found._repr_html_()
    assert from_logs([tmp_path / "log"]).as_dict()["runs"] == found.as_dict()["runs"]


def test_a_report_of_one_page_holds_the_numbers_of_its_json_and_nothing_from_elsewhere(tmp_path: Path) -> None:
    found = evaluate("surface-choices", always("A"), n=60)
    for suffix in ("md", "html", "json"):
        found.write(tmp_path / f"report.{suffix}")
    data = json.loads((tmp_path / "report.json").read_text())
    page, text = (tmp_path / "report.html").read_text(), (tmp_path / "report.md").read_text()
    for name, value in data["runs"][0]["metrics"].items():
        told = f"{value['low']:.3f} to {value['high']:.3f}"
        assert f"<td>{name}</td><td class=n>{value['value']:.3f}</td><td class=n>{told}</td>" in page
        assert f"| {name} | {value['value']:.3f} | {told} |" in text
    assert data["comparisons"]
    for each in data["comparisons"]:
        assert f"<td class=n>{each['difference']['value']:+.3f}</td>" in page
    assert f"which is {len(data['comparisons'])}" in data["note"]
    fetched = re.findall(r'(?:src|href)="?([^"\s>]+)|url\(([^)]+)\)|@import', page)
    assert all(one.startswith("#") or two.startswith("#") for one, two in fetched)
    with pytest.raises(InputError, match="exists; a report is not overwritten"):
        found.write(tmp_path / "report.md")


def test_without_comparisons_none_is_spoken_of() -> None:
    assert "comparisons" not in evaluate("choices", always("A"), n=2).as_dict()["note"]


def test_failure_signatures_stand_in_the_report() -> None:
    who = FunctionRespondent("metres", lambda item: "It is 5 m.")
    found = evaluate("problems", who, n=40)
    (laws,) = (each for each in found.as_dict()["signatures"] if each["name"] == "laws")
    assert laws["raised"]
    assert laws["respondent"] == "metres"
    assert laws["reason"] in str(found)
    assert "<td>raised</td>" in found._repr_html_()
    honest = evaluate("problems", FunctionRespondent("oracle", lambda item: item.gold), n=40)
    assert not any(each["raised"] for each in honest.as_dict()["signatures"])


def test_logs_of_several_respondents_are_compared_without_asking_again(tmp_path: Path) -> None:
    for letter in "AB":
        evaluate("choices", always(letter), n=20, log=tmp_path)
    (compared,) = from_logs([tmp_path]).as_dict()["comparisons"]
    assert (compared["first"], compared["second"]) == ("always A, choices", "always B")
    assert compared["pairs"] == 20
    with pytest.raises(InputError, match="found none"):
        from_logs([])


def test_one_model_is_compared_before_and_after_its_weights_changed(tmp_path: Path) -> None:
    for weights in ("before", "after"):
        who = Counting()
        who.weights = weights  # type: ignore[misc]
        evaluate("choices", who, n=20, log=tmp_path / weights)
    (compared,) = from_logs([tmp_path / "before", tmp_path / "after"]).as_dict()["comparisons"]
    assert (compared["first"], compared["second"]) == ("counting (before), choices", "counting (after)")


def test_what_a_file_left_out_is_in_its_report(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('{"question": "How far?", "gold": "4 m"}\n{"question": "How far?", "gold": null}\n')
    told: list[str] = []
    found = evaluate(f"file:{path}", always("4 m"), n=50, tell=told.append)
    assert found.as_dict()["runs"][0]["left_out"] == {"without an answer": 1}
    assert "Left out of the file: 1 without an answer." in str(found)
    assert "file:mine.jsonl has 1 items, not 50" in told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"tasks": ()}, "No task is named"),
        ({"tasks": "choice"}, "Did you mean 'choices'"),
        ({"n": 0}, "positive number of items"),
        ({"split": "secret"}, "Expected a split of"),
        ({"split": "fresh", "seed": 3}, "A seed belongs to the public split"),
        ({"split": public(3), "seed": 3}, "no seed beside it"),
        ({"model": 3}, "got int"),
        ({"model": len}, "FunctionRespondent"),
        ({"model": "physfm", "tokens": 5}, "limits of its own"),
        ({"connections": 5}, "those to an endpoint"),
        ({"model": "physfm", "endpoint": "http://localhost:1/v1"}, "which one is to answer"),
        ({"log": "/proc/nowhere"}, "Expected a folder for logs"),
    ],
)
def test_what_cannot_be_is_refused_before_anybody_is_asked(options: dict[str, Any], words: str) -> None:
    asked: list[Item] = []
    given: dict[str, Any] = {
        "tasks": "choices",
        "model": FunctionRespondent("who", lambda item: asked.append(item) or ""),
    }  # type: ignore[func-returns-value]
    with pytest.raises(InputError, match=words):
        evaluate(**given | options)
    assert not asked


# Runs -----------------------------------------------------------------------------------------------------------------


def test_answers_are_kept_as_soon_as_they_are_there(tmp_path: Path) -> None:
    """A paid model that fails at the ninth question loses none of the eight before it."""
    asked: list[str] = []

    def answer(item: Item) -> str:
        asked.append(item.id)
        if len(asked) == 9:
            raise InputError("The endpoint did not answer.")
        return "A"

    log = tmp_path / "log.jsonl"
    with pytest.raises(InputError, match="did not answer"):
        run(find("choices"), FunctionRespondent("paid", answer), 20, log=log)
    assert len(load(log).answered) == 8
    assert len(run(find("choices"), FunctionRespondent("paid", answer), 20, log=log).answered) == 20
    assert len(asked) == 21


def test_answers_of_other_weights_are_not_gone_on_with(tmp_path: Path) -> None:
    who = Counting()
    evaluate("choices", who, n=2, log=tmp_path)
    who.weights = "retrained"  # type: ignore[misc]
    with pytest.raises(InputError, match="weights abc, not retrained"):
        evaluate("choices", who, n=2, log=tmp_path)


def test_a_log_of_an_older_version_is_gone_on_with(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    run(find("choices"), always("A"), 4, log=log)
    head, *answers = log.read_text().splitlines()
    old = {key: value for key, value in json.loads(head)["run"].items() if key != "seed"}
    log.write_text("\n".join([json.dumps({"run": old}), *answers, ""]))
    assert len(run(find("choices"), always("A"), 6, log=log).answered) == 6


@pytest.mark.parametrize(
    "head", ["{}", '{"run": 5}', '{"run": {"task": "choices"}}', '{"run": {"task": 1, "x": 2}}', "[]"]
)
def test_a_log_without_its_beginning_is_refused(tmp_path: Path, head: str) -> None:
    (tmp_path / "log.jsonl").write_text(head + "\n{}\n")
    with pytest.raises(InputError, match=r"Line 1 of .* is no answer of an evaluation"):
        load(tmp_path / "log.jsonl")


def test_no_letter_of_a_private_choice_can_be_told_from_the_log(tmp_path: Path) -> None:
    """Likelihoods and letters would tell the reply, and with it the gold; so would fingerprints that repeat."""
    from physfm.evaluation.respondents import Likelihood

    class Sure:
        name, choices = "sure", "letters"

        def replies(self, items: list[Item]) -> list[str]:
            raise AssertionError

        def likelihoods(self, pairs: list[tuple[str, str]]) -> list[Likelihood]:
            return [Likelihood((-1.0 if letter == " C" else -3.0,), False) for _, letter in pairs]

    for name, who in (("sure", Sure()), ("words", always("C"))):
        log = tmp_path / f"{name}.jsonl"
        found = run(find("choices"), who, 40, private(KEY), log).answered  # type: ignore[arg-type]
        assert all(not each.details and not each.reason and not each.question for each in found)
        assert len({each.reply for each in found}) == 40
        assert len({each.gold for each in found}) == 40
        assert all((each.reply == each.gold) == each.correct for each in found)
        assert not re.search(r'"[A-E]"', log.read_text())


def test_private_explanations_keep_their_shares_only() -> None:
    (found, *_) = run(find("explanations"), always("More force, more acceleration."), 5, private(KEY)).answered
    assert set(found.details) == {"precision", "recall", "beside"}


def test_no_private_file_of_data_can_be_made_again_from_the_log(tmp_path: Path) -> None:
    """Its seed would do: the simulator is public."""
    log, names = tmp_path / "log.jsonl", set()

    def look(item: Item) -> str:
        names.add(Path(item.data[0]).name)
        return item.gold

    split = private(KEY)
    run(find("data-fields"), FunctionRespondent("looks", look), 2, split, log)
    seed = split.chance("data-fields", 2).randrange(2**31)
    assert str(seed) not in log.read_text()
    assert names.pop().startswith("fields-2-")


def test_files_of_a_process_that_was_killed_are_taken_away(tmp_path: Path) -> None:
    code = """if True:
        import os, sys, time
        from physfm.evaluation.data import _folder
        print(_folder(), flush=True)
        if sys.argv[1] == "killed":
            os.kill(os.getpid(), 9)
        sys.stdin.read()
    """

    def start(what: str) -> tuple[Path, subprocess.Popen[str]]:
        made = subprocess.Popen(
            [sys.executable, "-c", code, what], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "TMPDIR": str(tmp_path)},
        )  # fmt: skip
        assert made.stdout is not None
        return Path(made.stdout.readline().strip()), made

    dead, killed = start("killed")
    killed.communicate()
    assert dead.is_dir()
    one, first = start("alive")
    two, second = start("alive")
    assert not dead.exists()
    assert one.is_dir()
    assert two.is_dir()
    first.communicate()
    second.communicate()
    assert not list(tmp_path.iterdir())


def test_who_is_not_shown_the_data_is_said_so(tmp_path: Path) -> None:
    class Blind:
        name, blind = "blind", True

        def replies(self, items: list[Item]) -> list[str]:
            return ["A" for _ in items]

    told: list[str] = []
    found = evaluate("data-fields", Blind(), n=2, log=tmp_path, tell=told.append)
    assert evaluate("data-fields", Blind(), n=2, log=tmp_path).runs == found.runs
    assert "blind is not shown the data of data-fields: it is asked the questions alone" in told
    assert found.as_dict()["runs"][0]["blind"]
    assert "The data were not shown" in str(found)
    assert "The data were not shown" not in str(evaluate("data-fields", always("A"), n=2))
    assert "The data were not shown" not in str(evaluate("choices", Blind(), n=2))


@pytest.mark.parametrize("answer", [None, 5, ["A"], b"A"])
def test_who_gives_no_words_is_told(answer: Any) -> None:
    class Odd:
        name = "odd"

        def replies(self, items: Any) -> Any:
            return [answer for _ in items]

    with pytest.raises(InputError, match=r"Expected words of 'odd' for '.+/choice/.+', got"):
        evaluate("choices", Odd(), n=1)


def test_who_gives_too_few_answers_is_told() -> None:
    class Few(Counting):
        def replies(self, items: list[Item]) -> list[str]:
            return ["A"]

    with pytest.raises(InputError, match="Expected 2 answers of 'counting', got 1"):
        evaluate("choices", Few(), n=2)


@pytest.mark.parametrize("reply", ["\ud83d", "\0", "9" * 5000, "a\rb\u2028c\nd", "\\frac{" * 500])
def test_odd_replies_are_kept_as_they_are(tmp_path: Path, reply: str) -> None:
    found = evaluate(["choices", "problems"], FunctionRespondent("odd", lambda item: reply), n=2, log=tmp_path)
    assert {a.reply for run in from_logs([tmp_path]).runs for a in run.answered} == {reply}
    assert found.as_dict()["runs"] == from_logs([tmp_path]).as_dict()["runs"]
    run(find("choices"), FunctionRespondent("odd", lambda item: reply), 2, private(KEY), tmp_path / "private")
    assert json.dumps(reply) not in (tmp_path / "private").read_text()


def test_who_finds_every_option_impossible_is_not_sure(tmp_path: Path) -> None:
    from physfm.evaluation.respondents import Likelihood

    class Never:
        name, choices = "never", "letters"

        def replies(self, items: list[Item]) -> list[str]:
            raise AssertionError

        def likelihoods(self, pairs: list[tuple[str, str]]) -> list[Likelihood]:
            return [Likelihood((-math.inf,), False) for _ in pairs]

    found = evaluate("choices", Never(), n=30)
    assert all(each.confidence is None for each in found.runs[0].answered)
    found.write(tmp_path / "report.json")
    assert "NaN" not in (tmp_path / "report.json").read_text()


# The command ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--report", "r.md"], "--report needs a task"),
        (["--log", "l"], "--log needs a task"),
        (["--export", "e.jsonl"], "--export needs a task"),
        (["--model", "smollm2-135m"], "--model needs a task"),
        (["--gate", "g.yaml", "-n", "3"], "give -n or --gate"),
        (["--gate", "nosuch.yaml"], "Expected a gate in 'nosuch.yaml'"),
        (["choices", "--from", "l"], "asks nobody"),
        (["--from", "nosuch"], "nosuch"),
        (["choices", "--report", "/proc/x/r.md"], "cannot write to '/proc'"),
        (["choices", "--report", "r.pdf"], "Expected a report named"),
        (["choices", "--connections", "2"], "those to an endpoint"),
    ],
)
def test_the_command_refuses_in_one_line(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", *arguments]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert words in said[0]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", ["0", "-1", "x", "1e3", "²"])
def test_a_number_of_items_that_is_none_is_bad_usage(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["evaluate", "choices", "-n", number])
    assert raised.value.code == 2
    assert "expected a positive whole number" in capsys.readouterr().err


def test_what_was_found_is_shown_if_the_report_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from physfm.evaluation import rendering

    def full(report: Any, path: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rendering, "write", full)
    evaluate("choices", always("A"), n=5, log=tmp_path / "log")
    assert main(["evaluate", "--from", str(tmp_path / "log"), "--report", str(tmp_path / "r.md"), "--json"]) == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out)["n"] == 5
    assert "could not be written: No space left on device" in shown.err


def test_the_command_compares_logs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for letter in "AB":
        evaluate("choices", always(letter), n=20, log=tmp_path / letter)
    assert main(["evaluate", "--from", str(tmp_path / "A"), str(tmp_path / "B"), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["comparisons"]) == 1


def test_the_package_is_light_until_somebody_is_asked() -> None:
    code = "import physfm.evaluation, sys; print([m for m in ('torch', 'numpy', 'transformers') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
    import physfm.evaluation

    with pytest.raises(AttributeError, match="no attribute 'nosuch'"):
        _ = physfm.evaluation.nosuch  # type: ignore[attr-defined]


# The gate -------------------------------------------------------------------------------------------------------------


def test_a_gate_over_two_splits_holds_each_to_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHYSFM_EVALUATION_KEY", KEY)
    knows = {item.id for item in find("choices").items(public(), 10)}
    who = FunctionRespondent("remembers", lambda item: item.gold if item.id in knows else "no idea")
    path = tmp_path / "gate.yaml"
    runs = "runs: [{task: choices, n: 10}, {task: choices, n: 10, split: private}]\n"
    path.write_text(
        runs + "require:\n"
        "  - {task: choices, split: public, metric: accuracy, at_least: 0.5}\n"
        "  - {task: choices, split: private, metric: accuracy, at_least: 0.5}\n"
    )
    found = evaluate(model=who, gate=path)
    assert [each["met"] for each in found.gate] == [True, False]
    assert not found.passed
    assert "NOT met: choices (private), accuracy: 0.000" in str(found)
    assert "NOT met: choices (private), accuracy: 0.000" in found._repr_html_()
    assert [run.seed for run in evaluate(model=who, gate=path, seed=3).runs] == [3, None]
    path.write_text(runs + "require: [{task: choices, metric: accuracy, at_least: 0.5}]\n")
    with pytest.raises(InputError, match="in several splits: say in each requirement"):
        evaluate(model=who, gate=path)


def test_a_gate_holds_a_file_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text('{"question": "How far?", "gold": "4 m"}\n')
    name = f"file:{tmp_path}/mine.jsonl"
    (tmp_path / "gate.yaml").write_text(
        f"runs: [{{task: '{name}', n: 1}}]\n"
        f"require: [{{task: '{name}', metric: accuracy, at_least: 1, bound: value}}]\n"
    )
    assert evaluate(model=always("4 m"), gate=tmp_path / "gate.yaml").passed
