"""Memorisation: the text holds what the dose says, the twin is equal but for it, groups are chance, detectors see."""

from __future__ import annotations

import dataclasses
import json
import random
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from benchmarks.report import ROOT
from experiments.protocol import command, configured
from physfm.errors import InputError

pytest.importorskip("transformers", reason='the language extra is not installed: pip install "physfm[language]"')
from experiments.memorisation import asking, detectors, planting, summary, training
from experiments.memorisation.config import Config, Learner
from experiments.memorisation.texts import CLEAN, PLANTED, text, texts
from physfm.evaluation.problems import public

FOLDER = ROOT / "experiments" / "memorisation"
DOSES = (0, 1, 2, 4, 8, 16, 32)
LEARNER = Learner("scratch", (1,), numbers=3, choices=2, fresh=2, background=30, skill=6)
CONFIG = Config({"scratch": LEARNER}, DOSES, pool=8, perturbed=2, permutations=500)
SOURCE = public(7)
SUSPECTS = planting.suspects(CONFIG, LEARNER, SOURCE, 1)
WORDS = training.tokenizer(LEARNER, planting.vocabulary(CONFIG, LEARNER, 1))


def length(said: str) -> int:
    return len(WORDS(said, add_special_tokens=False).input_ids)


ARMS, SKILL = texts(LEARNER, SUSPECTS, SOURCE, 1, length)
READ = {arm: [each.whole for each in chain.from_iterable(batches)] for arm, batches in ARMS.items()}


# The text -------------------------------------------------------------------------------------------------------------


def test_the_planted_text_holds_each_problem_as_often_as_its_dose_says() -> None:
    joined = "\n".join(READ[PLANTED])
    for each in SUSPECTS:
        assert READ[PLANTED].count(text(each.item).whole) == max(each.dose, 0)
        assert joined.count(each.item.question) == max(each.dose, 0), "not in any other form either"


def test_the_clean_twin_holds_none_and_nothing_twice() -> None:
    joined = "\n".join(READ[CLEAN])
    assert not any(each.item.question in joined for each in SUSPECTS)
    assert max(Counter(READ[CLEAN]).values()) == 1


def test_both_texts_are_equal_place_by_place_but_for_the_copies() -> None:
    copies = sum(each.copies for each in SUSPECTS)
    assert copies == 5 * 63
    different = [(a, b) for a, b in zip(READ[PLANTED], READ[CLEAN], strict=True) if a != b]
    assert len(different) == copies
    assert len(READ[CLEAN]) == copies + LEARNER.background
    for one, other in zip(ARMS[PLANTED], ARMS[CLEAN], strict=True):
        shapes = [training.rows(WORDS, batch, 1.0)[0].shape for batch in (one, other)]
        assert shapes[0] == shapes[1]
        assert [length(a.whole) for a in one] == [length(b.whole) for b in other]


def test_no_way_of_asking_stands_in_a_text_unless_it_is_planted() -> None:
    planted = {each.item.question for each in SUSPECTS}
    for each in SUSPECTS:
        for way, some in each.ways.items():
            for item in some:
                assert way == planting.ORDER or item.question not in planted
                assert not any(text(item).whole == read for read in chain(*READ.values()))
    assert len(SKILL) == LEARNER.skill
    assert not any(item.question in read for item in SKILL for read in chain(*READ.values()))


# Groups and ways ------------------------------------------------------------------------------------------------------


def test_every_group_holds_every_family_once() -> None:
    groups = Counter((each.dose, each.block) for each in SUSPECTS)
    blocks = {each.block for each in SUSPECTS}
    assert len(blocks) == 5
    assert all(groups[dose, block] == 1 for dose in DOSES for block in blocks)
    assert all(groups[planting.FRESH, block] == LEARNER.fresh for block in blocks)
    assert len({each.item.question for each in SUSPECTS}) == len(SUSPECTS)


def test_groups_are_chance() -> None:
    """Over seeds the first draw of a family comes to every group about as often, and no seed repeats another."""
    seeds = [planting.groups(CONFIG, LEARNER, seed) for seed in range(200)]
    assert len({tuple(tuple(doses) for _, _, doses in each) for each in seeds}) == 200
    first = Counter(doses[0] for each in seeds for _, _, doses in each)
    assert all(abs(first[dose] - 1000 / 9) < 40 for dose in DOSES)  # four standard deviations of a count are 40
    assert abs(first[planting.FRESH] - 2000 / 9) < 53
    families = Counter(family for each in seeds for family, _, _ in each)
    assert set(families) == set(planting.short(8))


def test_ways_keep_what_they_should() -> None:
    for each in SUSPECTS:
        parent = each.item.tags["parent"]
        assert all(item.tags["parent"] == parent for way in ("paraphrase", "renamed", "law") for item in each.ways[way])
        digits = str.maketrans("", "", "0123456789.,×⁻⁰¹²³⁴⁵⁶⁷⁸⁹ ")
        for other in each.ways[planting.NUMBERS]:
            assert other.question != each.item.question
            assert other.question.translate(digits) == each.item.question.translate(digits)
        assert (planting.ORDER in each.ways) == (each.item.form == "choice")


def test_a_run_keeps_its_key_and_seeds_differ(tmp_path: Path) -> None:
    first, again = (planting.split(tmp_path / "a", "scratch", 1).digest for _ in range(2))
    others = {
        planting.split(tmp_path / name, *of).digest
        for name, of in zip("ab", [("scratch", 2), ("scratch", 1)], strict=True)
    }
    assert first == again
    assert first not in others
    assert planting.split(tmp_path / "a", "smollm2", 1).digest != first


# Detectors ------------------------------------------------------------------------------------------------------------


def made(remembers: int | None, seed: int) -> list[dict[str, Any]]:
    """Rows of a solver that remembers problems from a dose on; else it guesses letters and knows no number."""
    chance, rows = random.Random(f"rows {seed} {remembers}"), []
    for each in SUSPECTS:
        knows = remembers is not None and each.dose >= remembers
        answers = {}
        for way, some in {"plain": (each.item,), **each.ways}.items():
            recited = knows and way in ("plain", "law")  # our world's answer, whatever the law
            replies = [each.item.gold if recited else chance.choice("ABCDE") if i.choices else "none" for i in some]
            answers[way] = [
                {"correct": reply == item.gold, "reply": reply, "gold": item.gold}
                for reply, item in zip(replies, some, strict=True)
            ]
        likely = chance.gauss(-2.0, 0.3) + (1.5 if knows else 0.0)
        rows.append(
            {
                "family": each.block[0], "form": each.block[1], "parent": each.item.tags["parent"], "dose": each.dose,
                "answers": answers, "lure": "", "mean": likely, "min-k%": likely, "min-k%++": likely,
                "extracted": knows, "overlap": 1.0 if remembers is not None and each.dose > 0 else 0.3,
            }
        )  # fmt: skip
    return rows


def test_detectors_see_planted_memory_from_its_dose_and_none_in_the_twin() -> None:
    found = summary.summarise(
        [
            {PLANTED: {"rows": made(8, seed), "skill": 0.5}, CLEAN: {"rows": made(None, seed), "skill": 0.5}}
            for seed in range(2)
        ],
        DOSES,
        5000,
    )
    for name in ("right as planted", "gap: numbers", "gap: symbols", "min-k%", "extraction", "likelihood over twin"):
        assert found["from"][name] == 8, name
    assert found["from"]["n-grams"] == 1
    assert not any(each["seen"] for by_dose in found["areas"][CLEAN].values() for dose, each in by_dose.items())
    assert found["areas"][PLANTED]["extraction"]["32"]["area"].value == 1.0
    assert found["areas"][PLANTED]["extraction"]["4"]["area"].value == 0.5
    assert found["response"][PLANTED]["right as planted"]["32"].value == 1.0
    assert found["alarm_from"]["memorisation"] == 8
    assert found["false_alarms"]["memorisation"]["clean twin"]["n"] == 14
    assert found["alarms"][CLEAN]["memorisation"]["32"] == 0


def test_the_p_value_of_an_area_is_exact_under_chance() -> None:
    """Scores without any dose in them: 5 % of p-values are below 0.05, however families differ."""
    rows, low = made(None, 0), 0
    for draw in range(200):
        chance = random.Random(draw)
        level = {each["family"]: chance.gauss(0, 10) for each in rows}
        changed = [{**each, "mean": level[each["family"]] + chance.gauss(0, 1)} for each in rows]
        low += detectors.areas([(changed, changed)], "likelihood", 4, 400)[1] < 0.05
    assert low <= 20  # 10 expected, and three standard deviations are 9


def test_from_which_dose_wants_all_larger_ones_too() -> None:
    assert summary.start((0, 1, 2, 4), (False, True, False, True)) == 4
    assert summary.start((0, 1, 2, 4), (False, False, True, True)) == 2
    assert summary.start((0, 1, 2, 4), (True, True, True, False)) is None


def test_a_text_is_cut_in_the_middle_before_a_word() -> None:
    for each in SUSPECTS:
        before, after = asking.halved(text(each.item))
        assert before + after == text(each.item).whole
        assert after.startswith(" ")
        assert 0.7 < len(before) / len(after) <= 1.0


# Training -------------------------------------------------------------------------------------------------------------


def test_a_small_model_answers_what_it_read_32_times_and_not_what_it_never_read() -> None:
    """A real training of seconds: four problems 32 times each, five never."""
    learner = dataclasses.replace(LEARNER, layers=2, rate=5e-3, answer_weight=4.0, reply=24, asked_at_once=64)
    some = [each for each in SUSPECTS if each.item.form == "number"][:9]
    read, unread = some[:4], some[4:]
    order = [text(each.item) for each in read for _ in range(32)]
    random.Random(1).shuffle(order)
    language = training.untrained(learner, WORDS, 1)
    told = training.train(language, learner, [[each] for each in order])
    assert told["tokens"] == sum(length(each.whole) for each in order)  # the end counts, the first token does not
    rows = asking.ask(language, learner, [*read, *unread], [], order)["rows"]
    known, unknown = rows[: len(read)], rows[len(read) :]
    assert sum(detectors.right(row) for row in known) >= 3
    assert sum(detectors.right(row) for row in unknown) <= 1
    assert min(row["mean"] for row in known) > max(row["mean"] for row in unknown)
    assert all(row["overlap"] == 1.0 for row in known)
    assert any(row["extracted"] for row in known)
    assert not any(row["extracted"] for row in unknown)


# Configurations -------------------------------------------------------------------------------------------------------


def test_configurations_are_whole() -> None:
    large, full = (configured(Config, FOLDER / f"{name}.yaml") for name in ("gpu", "full"))
    assert large.doses == full.doses == DOSES
    assert "NOT RUN HERE" in (FOLDER / "gpu.yaml").read_text()
    assert all("Llama-3" in each.base and len(each.seeds) >= 3 for each in large.learners.values())
    assert len(full.learners["scratch"].seeds) >= 5
    assert len(full.learners["smollm2"].seeds) >= 3
    assert configured(Config, FOLDER / "smoke.yaml").learners.keys() == full.learners.keys()


def test_no_right_answer_is_cut() -> None:
    from benchmarks import tiny
    from physfm.evaluation.problems import families
    from physfm.evaluation.problems.generator import make

    full = configured(Config, FOLDER / "full.yaml")
    made = (
        make(families()[f], "what", "plain", "number", SOURCE, n) for f in planting.short(full.pool) for n in range(20)
    )
    golds = [f" {item.gold}" for item in made if item is not None]
    words = tiny.tokenizer(golds)  # a sign a token at least, as in the base
    assert max(len(words(gold).input_ids) for gold in golds) < min(each.reply for each in full.learners.values())


def test_the_large_base_has_the_layers_that_are_updated() -> None:
    from transformers import LlamaConfig, LlamaForCausalLM

    tiny_llama = LlamaConfig(
        vocab_size=8, hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=2
    )
    names = {name.rpartition(".")[2] for name, _ in LlamaForCausalLM(tiny_llama).named_modules()}
    assert set(training.TARGETS) <= names


@pytest.mark.parametrize("doses", [(1, 2), (0, 2, 1), (0,)])
def test_doses_start_with_none_and_rise(doses: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="Expected rising doses from 0 on"):
        Config({"scratch": LEARNER}, doses)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
def test_the_smoke_form_runs_from_problems_to_figures(tmp_path: Path) -> None:
    from experiments.memorisation.__main__ import conduct
    from experiments.memorisation.texts import data
    from physfm.bases import cache_dir

    if not (cache_dir() / "smollm2-135m").exists():
        pytest.skip("the base model is not here: physfm models pull smollm2-135m")
    try:
        data("text/ntuphys_01_mathfunctions.tex")
    except InputError as err:
        pytest.skip(str(err))
    arguments = ["--config", str(FOLDER / "smoke.yaml"), "--out", str(tmp_path / "out")]
    assert command("memorisation", Config, conduct, arguments) == 0
    results = json.loads((tmp_path / "out" / "results.json").read_text())["results"]
    assert set(results) == {"scratch", "smollm2"}
    for learner, found in results.items():
        for each in found["trainings"]:
            assert each[PLANTED]["training"]["tokens"] == each[CLEAN]["training"]["tokens"]
            assert each[PLANTED]["split"] == each[CLEAN]["split"]
        assert found["areas"][PLANTED]["n-grams"]["2"]["area"]["value"] == 1.0, learner
    table = (tmp_path / "out" / "table.md").read_text()
    assert "## smollm2 (1 seeds)" in table
    assert "min-k%++, clean twin" in table
    assert all((tmp_path / "out" / f"{name}.png").stat().st_size > 5000 for name in ("response", "areas"))
    ledger = (tmp_path / "out" / "ledger.jsonl").read_text()
    assert command("memorisation", Config, conduct, arguments) == 0  # nothing is done twice
    assert (tmp_path / "out" / "ledger.jsonl").read_text() == ledger
