"""Questions from files: the layouts, the golds, and what is left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from physfm.cli import main
from physfm.errors import InputError
from physfm.evaluation.grading import grade
from physfm.evaluation.importing import Collected, collected, golds, large_physics, task_of_file
from physfm.evaluation.item import prompt
from physfm.evaluation.problems.splits import private, public
from physfm.evaluation.task import find


def _written(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def _lines(path: Path, records: list[dict[str, Any]]) -> Path:
    return _written(path, "".join(json.dumps(each) + "\n" for each in records))


# Golds -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "right", "wrong"),
    [
        ("4.8", " m", "480 cm", "4.8 km"),
        ("1.4", r" $10^3 \mathrm{~kg} / \mathrm{m}^3$", "1.4 g/cm^3", "1.4 kg/m^3"),
        ("9.30", r"$10^{-15} \mathrm{C} \cdot \mathrm{m}$ ", "9.3e-15 C m", "9.3 C m"),
        ("-131.1", r" $\mathrm{~kJ} \mathrm{~mol}^{-1}$", "-131100 J/mol", "131.1 kJ/mol"),
        ("8.44", r" $10^{34} \mathrm{~m}^{-3} \mathrm{~s}^{-1}$", "8.44e28 cm^-3 s^-1", "8.44e34 m^-3"),
        ("6.64", r" $10^3 \mathrm{~J}^{\circ} \mathrm{C}^{-1}$", "6.64 kJ/K", "6.64 J/K"),
        ("-4.37 ", " $10 ^ {-6}m/s^2$", "-4.37 µm/s^2", "-4.37 m/s^2"),
        ("3.54", r"$\mu \mathrm{C}$ ", "3.54e-6 C", "3.54 C"),
        ("7.82", r" $\mathrm{~J} \mathrm{~mol}^{-1} \mathrm{~K}^{-1}$", "7.82 J/(mol K)", "7.82 J/mol"),
        ("12", " $Å$", "1.2 nm", "12 nm"),
        ("4.16", "$10^{42}$", "4.16e42", "4.16"),
        ("12,500", "Hz", "12.5 kHz", "12.5 Hz"),
    ],
)
def test_a_gold_holds_the_power_of_ten_that_stands_with_the_unit(value: str, unit: str, right: str, wrong: str) -> None:
    gold = golds.number(value, unit)
    assert gold.form == "number"
    assert grade(right, gold.text)
    assert not grade(wrong, gold.text)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (r"R = 2.7 \times 10^3 \ \text{m}", "2.7 km"),
        (r"5000 \, \text{N}", "5 kN"),
        (r"\theta' = 21.8^\circ", "21.8°"),
        (r"10^{-2} \text{ cm/sec}", "0.1 mm/s"),
        (r"$2.5 \times {10}^{- 6} {\text{m/s}}^{2}$.", "2.5e-6 m/s^2"),
        ("–6200 J", "-6.2 kJ"),
        (r"F = w \left( 1 + \frac{a}{g} \right)", "w + a*w/g"),
        (r"\sqrt{2\mu Rh}", "sqrt(2*R*h*mu)"),
        (r"\frac{v}{c} = \frac{12}{13}", "12/13"),
    ],
)
def test_answers_in_latex_are_golds(text: str, right: str) -> None:
    assert grade(right, golds.read(text).text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "without an answer"),
        (r"\text{Length increases}", "in words"),
        ("It stays the same", "in words"),
        ("yes", "in words"),
        (r"N_1 = \sqrt{\epsilon + g}, \quad N_2 = \sqrt{\epsilon - g}", "with several answers in one"),
        ("0.68 A, 0.015 A", "with several answers in one"),
        (r"\ddot{x} + \frac{2gx}{a} = 0", "with operators beyond formulas"),
        (r"\mathbf{H} = \frac{n}{\mu c} \mathbf{K} \times \mathbf{E}", "with a vector product"),
        (r"P = 720 \sin^{2} 120 \pi t \text{W}", "with units in a formula"),
        ("(c)", "of one letter"),
        (r"4.5 \, \text{H.P.}", ""),
    ],
)
def test_answers_that_could_be_misread_are_no_golds(text: str, reason: str) -> None:
    with pytest.raises(golds.Unreadable, match=f"^{reason}"):
        golds.read(text)


def test_a_symbol_of_the_question_is_no_unit() -> None:
    with pytest.raises(golds.Unreadable, match="may be a symbol"):
        golds.read("v = 2V", "The velocity of a point on the equator is $V$.")
    assert golds.read(r"v = 2 \, \text{V}", "The voltage is $V$.").text == "2 V"


def test_a_vector_is_no_number() -> None:
    with pytest.raises(golds.Unreadable, match="with a vector"):
        golds.number("0.829", r" $\mathrm{~N} \hat{\mathrm{i}}$")


# Layouts -----------------------------------------------------------------------------------------------------------


def test_scibench(tmp_path: Path) -> None:
    records = [
        {
            "problem_text": "How long?",
            "answer_number": "2",
            "unit": " $10^6$ m",
            "problemid": " 1.01",
            "source": "fund",
        },
        {
            "problem_text": "How many?",
            "answer_number": "2.00",
            "unit": r"$10^{10} \text { electrons; }$",
            "problemid": "1",
        },
        {"problem_text": "How much?", "answer_number": float("nan"), "unit": "", "problemid": "2"},
        {"problem_text": "How wide?", "answer_number": "3", "unit": "m", "problemid": " 1.01"},
    ]
    task = find(f"file:{_written(tmp_path / 'some.json', records)}")
    first, second = task.items(public(), 10)
    assert grade("2000 km", first.gold)
    assert (first.id, second.id) == ("some/1.01", "some/1.01-2")
    assert task.left_out == {"with a unit that is not known": 1, "without an answer": 1}
    assert task.title == "SciBench: 2 items, 2 left out (1 with a unit that is not known, 1 without an answer)"
    assert not task.split


def test_physics_makes_an_item_of_each_part_that_has_an_answer(tmp_path: Path) -> None:
    question = "A man of weight $w$ is in an elevator.\n\n(a) What is his weight?\n\n(b) And the power?"
    solution = "(a) It is\n$$F = w(1 + a/g).$$\n\n(b) It is $$P = 2wV.$$"
    records = [
        {"id": "m/1", "questions": question, "solutions": solution, "final_answers": ["F = w(1 + a/g)", "P = 2wV"]},
        {"id": "m/2", "questions": question, "solutions": solution, "final_answers": ["P = 2wV", "F = w(1 + a/g)"]},
        {"id": "m/3", "questions": question, "solutions": solution, "final_answers": ["F = w(1 + a/g)"]},
        {
            "id": "m/4",
            "questions": "Find $R$ and $L$.",
            "solutions": "",
            "final_answers": [r"R = 3 \, \Omega", "C = 2"],
        },
    ]
    found = collected(_lines(tmp_path / "p.jsonl", records))
    assert [(item.id, item.form) for item in found.items] == [
        ("p/m-1-a", "expression"),
        ("p/m-1-b", "expression"),
        ("p/m-4-1", "number"),
    ]
    assert found.items[1].question == f"{question}\n\nAnswer part (b) only."
    assert found.items[1].steps == ("It is $$P = 2wV.$$",)
    assert found.items[2].question == "Find $R$ and $L$.\n\nAnswer with $R$ only."
    assert found.left_out == {
        "that the solution of their part does not hold": 2,
        "of which answers and parts are not as many": 1,
        "of which it is not said what they answer": 1,
    }


THEOREMS = [
    {"Question": "What is det(A+B)?", "Answer": 0.0, "Answer_type": "float", "Picture": None, "id": "a/one.json"},
    {"Question": "How many?", "Answer": 5, "Answer_type": "integer", "Picture": None, "field": "Physics"},
    {"Question": "Is it?", "Answer": True, "Answer_type": "bool", "Picture": None},
    {"Question": "Mean and variance?", "Answer": [1, 0], "Answer_type": "list of integer", "Picture": None},
    {"Question": "(a) x; (b) y; (c) z?", "Answer": "(c)", "Answer_type": "option", "Picture": None},
    {"Question": "Angle?", "Answer": 63.4, "Answer_type": "float", "Picture": "images/geometry_6.jpg"},
    {"Question": "Odd?", "Answer": "perhaps", "Answer_type": "bool", "Picture": None},
]


def test_theoremqa(tmp_path: Path) -> None:
    found = collected(_written(tmp_path / "t.json", THEOREMS))
    golds = {item.question: item.gold for item in found.items}
    assert len(golds) == 5
    assert found.items[0].id == "t/a/one"
    assert found.items[1].tags["field"] == "Physics"
    assert grade("Yes.", golds["Is it?"])
    assert not grade("No.", golds["Is it?"])
    assert grade("[1, 0]", golds["Mean and variance?"])
    assert not grade("[0, 1]", golds["Mean and variance?"])
    assert grade("(c)", golds["(a) x; (b) y; (c) z?"])
    assert found.left_out == {"that need a picture": 1, "with an answer of another type": 1}


def test_mmlu_is_asked_as_lm_evaluation_harness_does(tmp_path: Path) -> None:
    _written(tmp_path / "mmlu_high_school_physics_dev.csv", 'Why?,"a, b",c,d,e,B\nAnd?,1,2,3,4,D\n')
    path = _written(tmp_path / "mmlu_high_school_physics_test.csv", " How fast? ,1,2,3,4,C\nbad,,2,3,4,A\n")
    (item,) = task_of_file(path).items(public(), 9)
    head = "The following are multiple choice questions (with answers) about high school physics.\n\n"
    asked = "How fast?\nA. 1\nB. 2\nC. 3\nD. 4\nAnswer:"
    assert prompt(item) == head + asked
    assert (item.gold, item.form) == ("C", "choice")
    (shown,) = find(f"file:{path}?shots=1").items(public(), 9)
    assert prompt(shown) == f"{head}Why?\nA. a, b\nB. c\nC. d\nD. e\nAnswer: B\n\n{asked}"
    assert task_of_file(path).left_out == {"with an empty option": 1}


MODULE = """<document xmlns="http://cnx.rice.edu/cnxml" xmlns:m="http://www.w3.org/1998/Math/MathML"
  xmlns:md="http://cnx.rice.edu/mdml"><title>Speed</title><metadata><md:content-id>m1</md:content-id></metadata><content>
{}</content></document>"""
EXERCISE = "<exercise><problem><para>{}</para></problem>{}</exercise>"


def test_exercises_of_a_textbook(tmp_path: Path) -> None:
    ten = "<m:msup><m:mn>10</m:mn><m:mn>6</m:mn></m:msup>"
    power = f"<m:math><m:mn>2.5</m:mn><m:mo>×</m:mo>{ten}<m:mtext>V</m:mtext></m:math>"
    pairs = [
        ("How fast?", "34 m/s"),
        ("What voltage?", power),
        ("(a) What is the mass? (b) What is the force?", "a. 10 kg; b. 140 N;"),
        ("Why?", "Because it falls."),
        ("Find the force as shown below.", "3 N"),
        ("Find it.", ""),
    ]
    body = "".join(EXERCISE.format(q, f"<solution><para>{a}</para></solution>" if a else "") for q, a in pairs)
    found = collected(_written(tmp_path / "m1.cnxml", MODULE.format(body)))
    assert [item.gold for item in found.items[:1]] == ["34 m/s"]
    assert grade("2500 kV", found.items[1].gold)
    assert [grade(a, item.gold).correct for a, item in zip(("10000 g", "0.14 kN"), found.items[2:], strict=True)] == [
        True
    ] * 2
    assert found.left_out == {"in words": 1, "that lean on a picture or another exercise": 1, "without a solution": 1}


MAPPING = "question: Problem\ngold: Answer\nunit: Unit\ntags: {topic: Topic}\nrel_tol: 0.1\n"


def test_a_table_with_a_mapping(tmp_path: Path) -> None:
    path = _written(tmp_path / "my.csv", "Problem,Answer,Unit,Topic\nHow far?,3e2,km,maps\nNone,1,m,x\nWhy?,soon,,y\n")
    _written(
        tmp_path / "my.map.yaml", "question: Problem\ngold: Answer\nunit: Unit\ntags: {topic: Topic}\nrel_tol: 0.1\n"
    )
    (item,) = task_of_file(path).items(public(), 5)
    assert grade("300000 m", item.gold)
    assert (item.rel_tol, item.tags["topic"]) == (0.1, "maps")
    assert task_of_file(path).left_out == {"without a question": 1, "in words": 1}
    other = _written(tmp_path / "other.json", {"question": "Problem", "gold": "Answer", "form": "text"})
    assert len(list(find(f"file:{path}?mapping={other}").items(public(), 5))) == 2


def test_lines_with_choices(tmp_path: Path) -> None:
    records = [
        {"q": {"text": "Which?"}, "options": ["x", "y", "z"], "right": 2},
        {"q": {"text": "Which one?"}, "options": ["x", "y"], "right": 7},
        {"q": {"text": "Who?"}, "options": ["x"], "right": 0},
    ]
    path = _lines(tmp_path / "c.jsonl", records)
    _written(
        tmp_path / "c.jsonl.map.json", {"question": "q.text", "gold": "right", "choices": "options", "first_choice": 0}
    )
    (item,) = task_of_file(path).items(public(), 5)
    assert (item.choices, item.gold, item.form) == (("x", "y", "z"), "C", "choice")
    assert sum(task_of_file(path).left_out.values()) == 2


def test_fields_of_our_names_map_themselves(tmp_path: Path) -> None:
    path = _lines(tmp_path / "own.jsonl", [{"id": "x", "question": "How much?", "gold": "5 N", "ignored": 1}])
    (item,) = task_of_file(path).items(public(), 5)
    assert (item.id, item.gold) == ("own/x", "5 N")


def test_the_large_physics_benchmark(tmp_path: Path) -> None:
    right = {"type": "multiple choice", "question": "Which?", "options": ["x", "y", "z"], "answer": "y"}
    records: list[dict[str, Any]] = [
        {**right, "correctness": [1, 1, 0], "difficulty": [2, 3, 4], "surprise": 5, "author": "A. B."},
        {
            "type": "Analytical",
            "question": "Speed?",
            "answer": "sqrt(2*g*h)",
            "solution": "m g h\nm v^2/2",
            "surprise": 1,
        },
        {"type": "analytical", "question": "How far?", "answer": "3.2 km"},
        {"type": "analytical", "question": "How fast?", "answer": "mu*g*theta", "assumptions": {"mu": "positive"}},
        {"type": "open-ended", "question": "Find four top quarks.", "answer": "AUC 0.9"},
        {**right, "correctness": [0, 1]},
        {**right, "difficulty": 7},
        {**right, "surprise": "high"},
        {**right, "answer": "w"},
        {**right, "type": "essay"},
    ]
    found = collected(_lines(tmp_path / "lpb.jsonl", records))
    choice, formula, number, named = found.items
    assert (choice.gold, choice.tags["difficulty"], choice.tags["surprise"], choice.tags["author"]) == (
        "B",
        3,
        5,
        "A. B.",
    )
    assert (formula.form, formula.steps) == ("expression", ("m g h", "m v^2/2"))
    assert (number.form, number.gold) == ("number", "3.2 km")
    assert (named.form, named.gold, named.assumptions) == ("expression", "mu*g*theta", {"mu": "positive"})
    assert found.left_out == {
        "whose answer is a program": 1,
        "that reviewers call incorrect": 1,
        "with a difficulty that is not between 1 and 5": 1,
        "with a surprise that is not between 1 and 5": 1,
        "with an answer that is none of the choices": 1,
        "of an unknown type": 1,
    }


@pytest.mark.parametrize(
    "name", ["choices", "why", "what-if", "problems", "formulas", "counterfactual", "unanswerable"]
)
def test_generated_questions_come_back_from_the_large_physics_benchmark(name: str, tmp_path: Path) -> None:
    asked = list(find(name).items(public(), 24))
    path = tmp_path / "out.jsonl"
    assert large_physics.write(asked, path).left_out == {}
    found = collected(path)
    assert found.left_out == {}
    for item, back in zip(asked, found.items, strict=True):
        assert (back.question, back.choices, back.steps) == (item.question, item.choices, item.steps)
        assert back.assumptions == dict(item.assumptions)
        assert grade(back.gold, item.gold, assumptions=item.assumptions), item
        assert "difficulty" not in back.tags  # laws needed, which no expert gave


def test_no_private_problem_is_written_to_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Private problems are never written"):
        large_physics.write(find("choices").items(private("a secret of sixteen letters"), 3), tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()
    (tmp_path / "mine.jsonl").write_text("mine")
    with pytest.raises(InputError, match="exists"):
        large_physics.write(find("choices").items(public(), 3), tmp_path / "mine.jsonl")
    assert (tmp_path / "mine.jsonl").read_text() == "mine"
    with pytest.raises(InputError, match="2 graded on causes"):
        large_physics.write(find("explanations").items(public(), 2), tmp_path / "out.jsonl")


def test_the_command_exports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "out.jsonl")
    assert main(["evaluate", "choices", "formulas", "-n", "4", "--export", path]) == 0
    assert "Large Physics Benchmark: 8 items" in capsys.readouterr().out
    assert len(collected(Path(path)).items) == 8
    assert main(["evaluate", "choices", "--export", path]) == 1
    assert main(["evaluate", "choices", "--split", "private", "--export", str(tmp_path / "p.jsonl")]) == 1
    assert "never written" in capsys.readouterr().err


def test_the_version_of_a_task_is_its_content(tmp_path: Path) -> None:
    path = _lines(tmp_path / "own.jsonl", [{"question": "How much?", "gold": "5 N"}])
    before = task_of_file(path)
    assert task_of_file(path).version == before.version
    _lines(path, [{"question": "How much?", "gold": "6 N"}])
    assert task_of_file(path).version != before.version


# What is there -----------------------------------------------------------------------------------------------------


def _numbers(found: Collected) -> int:
    return sum(found.left_out.values())


def test_the_real_files_are_read_and_every_question_is_counted(data: Path) -> None:
    fund = collected(data / "qa" / "scibench_fund.json")
    assert (len(fund.items), _numbers(fund)) == (69, 2)
    thermo = collected(data / "qa" / "scibench_thermo.json")
    assert (len(thermo.items), _numbers(thermo)) == (66, 0)
    mechanics = collected(data / "qa" / "yale_PHYSICS_mechanics_textonly.jsonl")
    assert len(mechanics.items) >= 40
    assert len(mechanics.items) + _numbers(mechanics) == 344
    assert len(collected(data / "qa" / "mmlu_high_school_physics_test.csv").items) == 154
    for item in (*fund.items, *thermo.items, *mechanics.items):
        assert grade(item.gold, item.gold, rel_tol=item.rel_tol), item


def test_the_real_textbook(data: Path) -> None:
    found = collected(data / "text" / "openstax_university_physics_vol1_cnxml.tar.gz")
    assert len(found.items) > 400
    assert {item.form for item in found.items} == {"number", "expression"}
    assert len({item.id for item in found.items}) == len(found.items)
