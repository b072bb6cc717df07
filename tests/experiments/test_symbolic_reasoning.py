"""Symbolic reasoning: derivations are right by other routes, the test is kept apart, the engine sees no gold."""

from __future__ import annotations

import dataclasses
import itertools
import random
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from experiments.protocol import command, configured
from experiments.symbolic_reasoning import checking, dimension, scratch
from experiments.symbolic_reasoning.answering import Derivation
from experiments.symbolic_reasoning.drawing import MAKERS, examination, first, one, stream
from experiments.symbolic_reasoning.problem import NAMES, NUMBERS, SPLITS, STEPS, TASK, TREE, Problem
from experiments.symbolic_reasoning.settings import Settings
from physfm.errors import InputError
from physfm.symbolic import delinearise, parse

FOLDER = Path(__file__).resolve().parents[2] / "experiments" / "symbolic_reasoning"
PROBLEMS = examination(STEPS, 2, seed=77) + list(itertools.islice(stream("train", STEPS, 77), 36))


def sympy_of(text: str) -> object:
    """Read by SymPy itself, every letter a positive symbol."""
    import sympy

    names = {name: sympy.Symbol(name, positive=True) for name in NAMES}
    return sympy.sympify(text.replace("^", "**"), locals=names)


@pytest.mark.parametrize("problem", [p for p in PROBLEMS if p.given], ids=lambda p: p.template)
def test_every_line_of_algebra_holds_by_sympy_alone(problem: Problem) -> None:
    import sympy

    sides = [[sympy_of(side) for side in text.split(" = ")] for text in problem.given]
    values: dict[object, object] = {}
    for name, body in sides:
        values[name] = body.subs(values)  # type: ignore[attr-defined]
    draw = random.Random(5)
    for line in problem.lines:
        shown = [sympy_of(side).subs(values) for side in line.split(" = ")]  # type: ignore[attr-defined]
        free = sorted(set().union(*(side.free_symbols for side in shown)), key=str)
        points = [{s: sympy.Float(draw.uniform(0.5, 3), 30) for s in free} for _ in range(3)]
        for point in points:
            numbers = [sympy.N(side.subs(point), 25) for side in shown]
            assert all(abs(n - numbers[0]) < 1e-15 * (1 + abs(n)) for n in numbers), line
    last = problem.lines[-1].split(" = ")
    assert last[0] == problem.target
    assert last[-1] == problem.answer
    assert {str(s) for s in sympy_of(problem.answer).free_symbols} <= set(problem.allowed)  # type: ignore[attr-defined]


@pytest.mark.parametrize("problem", [p for p in PROBLEMS if p.units], ids=lambda p: p.template)
def test_every_dimension_is_that_of_pint(problem: Problem) -> None:
    import pint

    registry = pint.UnitRegistry()
    names = {name: registry.Quantity(1.0, unit) for name, unit in problem.units.items()}
    names |= {"sqrt": lambda q: q**0.5}  # type: ignore[dict-item]
    bases = {"M": registry.kilogram, "L": registry.meter, "T": registry.second, "": registry.dimensionless}

    def of(text: str) -> object:
        total = registry.Quantity(1.0, "")
        for word in text.split():
            base, _, power = word.partition("^")
            total *= 1.0 * bases["" if base == "1" else base] ** int(power or 1)
        return total.dimensionality

    for line in problem.lines:
        equation, _, stated = line.partition(": ")
        label, _, body = equation.partition(" = ")
        names[label] = eval(body.replace("^", "**"), {"__builtins__": {}}, names)
        assert names[label].dimensionality == of(stated), line
    whole = eval(problem.target.replace("^", "**"), {"__builtins__": {}}, names)
    assert whole.dimensionality == of(problem.answer)


@pytest.mark.parametrize("family", MAKERS)
@pytest.mark.parametrize("steps", STEPS)
def test_held_out_problems_share_no_template_with_training(family: str, steps: int) -> None:
    draw = random.Random(3)
    train, held_out = ([one(family, steps, split, draw) for _ in range(80)] for split in SPLITS)
    assert len({p.template for p in held_out}) >= 2
    assert not {p.template for p in train} & {p.template for p in held_out}
    units = [{unit for p in some for unit in p.units.values()} for some in (train, held_out)]
    assert not units[0] & units[1]
    assert all(len(p.lines) == p.steps == steps for p in train + held_out)


def test_numbers_and_dimensions_of_the_splits_are_disjoint() -> None:
    assert not set(NUMBERS["train"]) & set(NUMBERS["held-out"])
    assert not set(dimension.QUANTITIES["train"]) & set(dimension.QUANTITIES["held-out"])
    assert len(set(dimension.QUANTITIES["train"])) == len(set(dimension.QUANTITIES["held-out"])) == 10


def test_tokens_of_the_model_from_scratch_come_back_to_the_letter() -> None:
    tokenizer = scratch.tokenizer()
    for problem in PROBLEMS:
        for trees in (False, True):
            text = problem.prompt(trees) + problem.derivation(trees)
            ids = tokenizer(text).input_ids
            assert tokenizer.unk_token_id not in ids
            assert tokenizer.decode(ids) == text


def test_an_examination_has_its_items_of_each_task_and_number_of_steps() -> None:
    problems = examination(STEPS, 6, seed=1)
    assert len({p.question for p in problems}) == len(problems)
    for k in STEPS:
        for task in set(TASK.values()):
            assert sum(p.steps == k and TASK[p.family] == task for p in problems) == 6
    assert problems == examination(STEPS, 6, seed=1)
    assert {(TASK[p.family], p.steps) for p in first(problems, 1)} == {(t, k) for t in TASK.values() for k in STEPS}


def test_a_tree_is_that_of_its_line() -> None:
    for problem in PROBLEMS[:30]:
        for line, plain in zip(problem.derivation(trees=True).split("\n"), problem.lines, strict=True):
            text, _, tree = line.partition(TREE)
            assert text == plain
            assert delinearise(tree.split(" ")) == parse(plain.partition(":")[0], "text")
            assert checking.formula(line) == plain


def test_the_engine_accepts_every_gold_derivation_and_sees_no_gold() -> None:
    for problem in PROBLEMS[:40]:
        blind = dataclasses.replace(problem, lines=(), answer="none")
        verdicts = checking.judge(blind, problem.lines)
        assert all(v.right for v in verdicts), problem
        assert [v.answers for v in verdicts] == [False] * (problem.steps - 1) + [True], problem
        assert checking.is_right(problem, problem.lines)


@pytest.mark.parametrize(
    ("question", "line", "right"),
    [
        ("isolate", "V*h = b + r", True),
        ("isolate", "b = V*h + r", False),  # the sign
        ("isolate", "b = V*h - a", False),  # a symbol that is not there
        ("isolate", "b = ", False),
        ("isolate", "b is the answer", False),
        ("isolate", "b > 0", False),
        ("dimension", "z1 = a^2: T^-2", True),
        ("dimension", "z1 = a^2: T^2", False),
        ("dimension", "z1 = a^2", False),
        ("dimension", "z1 = q^2: T^-2", False),
        ("dimension", "a = a^2: T^-2", False),
    ],
)
def test_the_engine_refuses_what_does_not_follow(question: str, line: str, right: bool) -> None:
    given = "h = (b + r)/V"
    problems = {
        "isolate": Problem("isolate", 2, "", f"{given}. Solve for b.", (), "V*h - r", "b", (given,), ("V", "h", "r")),
        "dimension": Problem(
            "dimension", 2, "", "a: T^-1, v: L T^-1. Dimension of v*a^2?", (), "L T^-3", "v*a^2",
            units={"a": "s**-1", "v": "m*s**-1"},
        ),
    }  # fmt: skip
    assert checking.judge(problems[question], [line])[0].right is right


def test_an_answer_that_is_not_in_the_allowed_symbols_is_not_complete() -> None:
    given = ("p = m*v", "V = p^2/m")
    problem = Problem("substitute", 1, "", "", (), "m*v^2", "V", given, ("m", "v"))
    found = checking.judge(problem, ["V = p*v", "V = (m*v)^2/m", "V = V"])
    assert [v.right for v in found] == [True, True, True]
    assert [v.answers for v in found] == [False, True, False]
    assert checking.is_right(problem, ["V = (m*v)^2/m = m*v^2"])
    assert not checking.is_right(problem, ["V = p*v"])
    assert not checking.is_right(problem, ["p = m*v^2"])
    assert not checking.is_right(problem, [])


def test_a_derivation_goes_on_from_the_last_line_that_was_accepted() -> None:
    problem = next(p for p in PROBLEMS if p.family == "isolate" and p.steps == 3)
    good = list(problem.lines)
    derivation = Derivation(problem)
    derivation.take([good[0], "nonsense", good[2]], ended=True)
    assert (derivation.lines, derivation.rest, derivation.refused) == ([good[0]], ["nonsense", good[2]], 1)
    derivation.take([good[0]], ended=False)  # what was there before brings nothing
    assert derivation.refused == 2
    derivation.take([good[1]], ended=False)
    assert (derivation.lines, derivation.refused, derivation.done) == (good[:2], 0, False)
    derivation.take([], ended=True)  # an end without an answer
    assert derivation.refused == 1
    derivation.take([good[2]], ended=False)
    assert derivation.done
    assert derivation.lines == good
    other = Derivation(problem)
    other.take(["nonsense", good[1]], ended=True)
    other.give_up()
    assert other.lines == ["nonsense", good[1]]


@pytest.mark.parametrize("text", ["M L^2 T^-2", "1", "T^-1", "M^2"])
def test_dimensions_are_read_as_they_are_written(text: str) -> None:
    found = dimension.read(text)
    assert found is not None
    powers = dict(found.powers)
    assert dimension.written(tuple(int(powers.get(b, Fraction(0))) for b in dimension.BASES.values())) == text  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "kg", "M L^x", "M*L", "L^1.5"])
def test_what_is_no_dimension_is_not_read(text: str) -> None:
    assert dimension.read(text) is None


def test_rule_and_engine_alone_answer_the_questions() -> None:
    some = first(PROBLEMS, 2)
    found = [checking.alone(problem.question) for problem in some]
    right = [answer is not None and checking.graded(p, answer) for p, answer in zip(some, found, strict=True)]
    assert all(right)
    assert checking.alone("What is the mass of the muon?") is None


@pytest.mark.parametrize("name", ["full", "smoke", "gpu"])
def test_the_configurations_are_complete(name: str) -> None:
    settings = configured(Settings, FOLDER / f"{name}.yaml")
    written = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())
    assert written.keys() == {field.name for field in dataclasses.fields(Settings)}
    if name != "smoke":
        assert len(settings.seeds) >= 3
        assert settings.floor_items <= settings.items


def test_the_gpu_form_names_layers_of_a_llama() -> None:
    import torch
    from transformers import AutoModelForCausalLM, LlamaConfig

    settings = configured(Settings, FOLDER / "gpu.yaml")
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(LlamaConfig(num_hidden_layers=1))
    layers = {name.rsplit(".", 1)[-1] for name, _ in model.named_modules()}
    assert set(settings.lora_targets) <= layers
    assert settings.device == "cuda"


def test_steps_beyond_the_names_are_refused() -> None:
    with pytest.raises(InputError, match="steps from 1 to 6"):
        Settings(steps=(1, 9))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of a random Llama of two layers whose tokens are bytes."""
    pytest.importorskip("transformers", reason='the language extra is not installed: pip install "physfm[language]"')
    import torch
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={letter: i for i, letter in enumerate(letters)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken("<|im_end|>", special=True)])
    folder = tmp_path_factory.mktemp("base") / "tiny"
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|im_end|>").save_pretrained(folder)
    torch.manual_seed(5)
    config = LlamaConfig(
        vocab_size=257, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=1024, tie_word_embeddings=True, eos_token_id=256,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    return str(folder)


def changed(to: Path, **values: object) -> Path:
    """Write the smoke form with other values."""
    to.write_text(yaml.safe_dump({**yaml.safe_load((FOLDER / "smoke.yaml").read_text()), **values}))
    return to


@pytest.mark.parametrize("kind", ["scratch", "base"])
def test_the_experiment_runs_and_goes_on(kind: str, tiny: str, tmp_path: Path) -> None:
    from experiments.symbolic_reasoning.__main__ import conduct

    file = changed(tmp_path / "tiny.yaml", base=kind if kind == "scratch" else tiny, floor=tiny, floor_items=1)
    out = tmp_path / "out"
    arguments = ["--config", str(file), "--out", str(out)]
    assert command("symbolic_reasoning", Settings, conduct, arguments) == 0
    first_results = (out / "results.json").read_text()
    results = yaml.safe_load(first_results)["results"]
    assert results["accuracy"]["engine alone"]["algebra"]["value"] == 1.0
    assert results["accuracy"]["language model"]["algebra"]["value"] == 0.0
    assert {c["first"] for c in results["comparisons"]} == {"+ trees", "+ tools", "both"}
    text, trees = results["trainings"]["text-1"], results["trainings"]["trees-1"]
    assert text["with_trees"] == 0 < trees["with_trees"]
    assert trees["derivations"] < text["derivations"]
    assert abs(text["tokens"] - trees["tokens"]) < 500  # the last sequence may go beyond
    assert (out / "steps.png").stat().st_size > 5000
    table = (out / "table.md").read_text()
    assert "| engine alone | 1.00 [1.00, 1.00] |" in table
    assert "| both minus + tools | algebra |" in table
    before = (out / "ledger.jsonl").read_text()
    assert command("symbolic_reasoning", Settings, conduct, arguments) == 0  # nothing is done twice
    assert (out / "ledger.jsonl").read_text() == before


def test_a_batch_answers_as_one_by_one(tiny: str) -> None:
    from experiments.symbolic_reasoning.answering import Speaker
    from physfm import llm

    language = llm.load(tiny)
    problems = examination((1, 2, 3), 1, seed=2)
    before: list[list[str]] = [[] for _ in problems]
    together = Speaker(language, 8, 20, 1.0, seed=0).rest(problems, before)
    assert together == [Speaker(language, 1, 20, 1.0, seed=0).rest([p], [[]])[0] for p in problems]
