"""lm-evaluation-harness runs our tasks, and finds the numbers that our runner finds."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from physfm.errors import InputError
from physfm.evaluation.harness import documents, folder
from physfm.evaluation.item import STOPS, prompt
from physfm.evaluation.problems import generator
from physfm.evaluation.problems.splits import public
from physfm.evaluation.respondents import LONGEST_ANSWER, LocalRespondent
from physfm.evaluation.runner import Run, run
from physfm.evaluation.task import find, tasks

pytest.importorskip("lm_eval")
# Their warnings are not ours: deprecations within lm_eval, evaluate, datasets and their dependencies.
pytestmark = pytest.mark.filterwarnings("ignore")
IN_WORDS = {name for name in tasks() if not name.startswith("data-")}  # a model there sees no attached data


def _configs() -> dict[str, dict[str, Any]]:
    from lm_eval.tasks._yaml_loader import load_yaml

    found = [load_yaml(path) for path in sorted(folder().glob("*.yaml"))]
    return {config["task"]: config for config in found if isinstance(config.get("task"), str)}


# Task files ----------------------------------------------------------------------------------------------------------


def test_every_task_has_its_file_and_every_file_its_task() -> None:
    asked = {config["dataset_kwargs"]["task"]: name for name, config in _configs().items()}
    assert asked.keys() == IN_WORDS | {documents.FILE, documents.MMLU}
    assert all(asked[name] == f"physfm_{name.replace('-', '_')}" for name in IN_WORDS)


def test_task_files_ask_as_the_runner_does() -> None:
    for name, config in _configs().items():
        assert config["metadata"]["version"] == generator.VERSION, name
        if config["output_type"] == "generate_until":
            assert config["generation_kwargs"]["until"] == list(STOPS)
            assert config["generation_kwargs"]["max_gen_toks"] == LONGEST_ANSWER
            assert not config["generation_kwargs"]["do_sample"]


@pytest.mark.parametrize("name", sorted(IN_WORDS))
def test_task_files_know_whether_a_task_is_a_choice(name: str) -> None:
    config = _configs()[f"physfm_{name.replace('-', '_')}"]
    (item,) = tasks()[name].items(public(), 1)
    assert (config["output_type"] == "multiple_choice") == bool(item.choices)
    (document,) = config["custom_dataset"](n=1, pretrained="ignored", **config["dataset_kwargs"])["test"]
    assert config["doc_to_text"](document) == prompt(item)
    assert documents.unpacked(document["item"]) == item
    if item.choices:
        assert documents.letters(document)[documents.place(document)] == item.gold
    else:
        assert set(documents.judged(document, ["I do not know."])) <= {"acc", "recall"}


def test_the_groups_hold_every_generated_task_once() -> None:
    from lm_eval.tasks import TaskManager

    manager = TaskManager(include_path=str(folder()), include_defaults=False)
    members = [
        name for group in ("physfm_likelihood", "physfm_generation") for name in manager.task_index[group].cfg["task"]
    ]
    assert sorted(members) == sorted(f"physfm_{name.replace('-', '_')}" for name in IN_WORDS)
    assert {"physfm", "physfm_mmlu", "physfm_file", "physfm_file_choices"} <= manager.task_index.keys()


def test_a_grade_is_the_runner_s() -> None:
    (document,) = documents.answers("problems", n=1)["test"]
    assert documents.judged(document, [f" {document['gold']}\n"]) == {"acc": 1.0}
    assert documents.judged(document, ["no idea"]) == {"acc": 0.0}


@pytest.mark.parametrize(
    ("task", "settings", "message"),
    [
        ("file", {}, "Expected a file of questions"),
        ("problems", {"n": "many"}, "Expected n as a whole number"),
        ("problems", {"n": -1}, "not to be negative"),
        ("mmlu", {"data": ""}, "Expected MMLU files"),
        ("choices", {"n": 2}, "Expected questions to be answered in words in the task 'choices', found none"),
    ],
)
def test_wrong_settings_are_one_clear_line(
    task: str, settings: dict[str, Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PHYSFM_FILE", "PHYSFM_N", "PHYSFM_DATA", "PHYSFM_SHOTS"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(InputError, match=message):
        documents.answers(task, **settings)


def test_the_number_of_items_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHYSFM_N", "3")
    assert len(documents.choices("what")["test"]) == 3


# Runs ----------------------------------------------------------------------------------------------------------------


def _theirs(lm: Any, task: Any, chat: bool = False, **metadata: Any) -> tuple[float, list[Any]]:
    """Accuracy and samples that lm-evaluation-harness finds."""
    import lm_eval
    from lm_eval.tasks import TaskManager

    manager = TaskManager(include_path=str(folder()), include_defaults=False, metadata=metadata)
    found = lm_eval.simple_evaluate(
        model=lm, tasks=[task], task_manager=manager, apply_chat_template=chat, bootstrap_iters=0, log_samples=True
    )
    ((name, results),) = found["results"].items()
    return results["acc,none"], found["samples"][name]


def _replies(samples: list[Any]) -> list[str]:
    return [sample["resps"][0][0].strip() for sample in samples]


def _likelihoods(samples: list[Any]) -> list[float]:
    return [answer[0][0] for sample in samples for answer in sample["resps"]]


def _ours(found: Run) -> list[float]:
    return [value for each in found.answered for value in each.details["log_likelihoods"].values()]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random model that knows bytes, as a folder."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.manual_seed(0)
    where = tmp_path_factory.mktemp("tiny")
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: n for n, letter in enumerate(alphabet)} | {"<|end|>": len(alphabet)}
    raw = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=raw, eos_token="<|end|>", bos_token="<|end|>", pad_token="<|end|>"
    )
    sizes = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 2}
    end = {"bos_token_id": len(alphabet), "eos_token_id": len(alphabet), "pad_token_id": len(alphabet)}
    # Large weights, so that no two tokens are nearly as likely.
    config = LlamaConfig(
        vocab_size=len(vocabulary), max_position_embeddings=2048, initializer_range=0.5, **sizes, **end
    )
    LlamaForCausalLM(config).save_pretrained(where)
    tokenizer.save_pretrained(where)
    return where


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")


@pytest.mark.usefixtures("offline")
def test_a_tiny_model_has_the_same_numbers_in_both(tiny: Path) -> None:
    from lm_eval.models.huggingface import HFLM

    from physfm import llm

    lm, mine = HFLM(str(tiny), dtype="float32", device="cpu", batch_size=4), LocalRespondent(llm.load(tiny), chat=False)
    accuracy, samples = _theirs(lm, "physfm_choices", n=6)
    ours = run(find("choices"), mine, 6)
    assert accuracy == ours.accuracy
    assert _likelihoods(samples) == pytest.approx(_ours(ours), abs=1e-3)  # float32, batches padded in other ways
    accuracy, samples = _theirs(lm, "physfm_problems", n=2)
    ours = run(find("problems"), mine, 2)
    assert accuracy == ours.accuracy
    assert _replies(samples) == [each.reply for each in ours.answered]


@pytest.mark.slow
def test_the_command_of_lm_evaluation_harness_runs_our_tasks(tiny: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [sys.executable, "-m", "physfm.evaluation.harness"], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert Path(where) == folder()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "lm_eval", "--model", "hf", "--model_args", f"pretrained={tiny},dtype=float32"),
            *("--tasks", "physfm_choices,physfm_problems", "--include_path", where, "--device", "cpu"),
            *("--metadata", '{"n": 2}', "--output_path", str(tmp_path / "out")),
        ],
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "HF_DATASETS_OFFLINE": "1", "HF_HUB_OFFLINE": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    (path,) = (tmp_path / "out").rglob("results_*.json")
    results = json.loads(path.read_text())["results"]
    assert results.keys() == {"physfm_choices", "physfm_problems"}


@pytest.fixture(scope="module")
def smollm() -> tuple[Any, Any]:
    """SmolLM2 in lm-evaluation-harness and here."""
    from lm_eval.models.huggingface import HFLM

    from physfm import llm
    from physfm.bases import available, cache_dir

    if not any(base.name == "smollm2-135m" and base.pulled for base in available()):
        pytest.skip("smollm2-135m was not pulled")
    lm = HFLM(str(cache_dir() / "smollm2-135m"), dtype="float32", device="cpu", batch_size=8)
    return lm, llm.load()


@pytest.mark.slow
@pytest.mark.usefixtures("offline")
def test_choices_are_the_same_in_both(smollm: tuple[Any, Any]) -> None:
    lm, language = smollm
    accuracy, samples = _theirs(lm, "physfm_choices", n=40)
    ours = run(find("choices"), LocalRespondent(language), 40)
    assert accuracy == ours.accuracy
    assert _likelihoods(samples) == pytest.approx(_ours(ours), abs=1e-3)  # float32, batches padded in other ways


@pytest.mark.slow
@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("chat", [False, True])
def test_generated_answers_are_the_same_in_both(smollm: tuple[Any, Any], chat: bool) -> None:
    lm, language = smollm
    accuracy, samples = _theirs(lm, "physfm_problems", chat, n=8)
    ours = run(find("problems"), LocalRespondent(language, chat=chat), 8)
    assert accuracy == ours.accuracy
    assert _replies(samples) == [each.reply for each in ours.answered]


@pytest.mark.slow
@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize(("shots", "n"), [(0, 154), (5, 6)])  # all rows of the file; a few with examples
def test_mmlu_is_the_harness_s_own(smollm: tuple[Any, Any], data: Path, shots: int, n: int) -> None:
    lm, language = smollm
    where = data / "qa" / "mmlu_high_school_physics_test.csv"
    official, theirs = _theirs(lm, _official(data / "qa", shots, n))
    plugged, samples = _theirs(lm, "physfm_mmlu", file=str(where), shots=shots, n=n)
    assert [each["arguments"] for each in samples] == [each["arguments"] for each in theirs]
    ours = run(find(f"file:{where}?shots={shots}"), LocalRespondent(language), n)
    assert official == plugged == ours.accuracy
    assert _likelihoods(theirs) == pytest.approx(_ours(ours), abs=1e-3)


def _official(where: Path, shots: int, n: int) -> Any:
    """lm-evaluation-harness's own task mmlu_high_school_physics, with rows from local files."""
    import lm_eval
    from datasets import Dataset
    from lm_eval.api.task import ConfigurableTask
    from lm_eval.tasks._yaml_loader import load_yaml

    def rows(part: str) -> Dataset:
        with (where / f"mmlu_high_school_physics_{part}.csv").open(encoding="utf-8", newline="") as stream:
            found = [{"question": r[0], "choices": r[1:5], "answer": "ABCD".index(r[5])} for r in csv.reader(stream)]
        return Dataset.from_list(found[:n] if part == "test" else found)

    config = load_yaml(Path(lm_eval.__file__).parent / "tasks" / "mmlu" / "default" / "mmlu_high_school_physics.yaml")
    del config["tag"]
    made = {"test": rows("test"), "dev": rows("dev")}
    return ConfigurableTask(config={**config, "custom_dataset": lambda **_: made, "num_fewshot": shots})
