"""Understanding: levels share situations, shuffled explanations are acausal, associations are seen where they are."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from benchmarks import tiny
from experiments.protocol import command, configured
from experiments.understanding import analysis, bases, planted
from experiments.understanding.asking import WORDS, Record, answers, same_way, secret
from experiments.understanding.association import (
    across,
    clustered,
    disattenuated,
    mantel_haenszel,
    partial,
    phi,
    reliability,
    shuffled,
    spearman,
    tables,
    within,
)
from experiments.understanding.diets import DIETS, UNTRAINED, Lessons, lessons, stream, train
from experiments.understanding.scoring import Small, contrast
from experiments.understanding.settings import Settings
from experiments.understanding.situations import FACTORS, Levels, chains, examination, halves, situation
from physfm.errors import InputError
from physfm.evaluation.grading import Causal, grade_explanation
from physfm.evaluation.item import Item, prompt
from physfm.evaluation.problems import LEVELS, public
from physfm.evaluation.problems.world import drawn
from physfm.evaluation.respondents import LocalRespondent
from physfm.evaluation.scoring import graded

FOLDER = Path(__file__).resolve().parents[2] / "experiments" / "understanding"
FULL, GPU = configured(Settings, FOLDER / "full.yaml"), configured(Settings, FOLDER / "gpu.yaml")
EVERY = [chain for family in FULL.families for chain in chains(family)]


@pytest.fixture(scope="module")
def taught() -> Lessons:
    return lessons(halves(FULL.families, 7), 7, 2)


@pytest.fixture(scope="module")
def asked() -> list[Levels]:
    return examination(EVERY, public(5), 6)


@pytest.fixture(scope="module")
def records(asked: list[Levels]) -> dict[str, Record]:
    parts = [make(n) for make in (planted.together, planted.apart) for n in range(10)]
    found = {each.name: answers(each, asked[::6]) for each in (planted.causal(), planted.without_why())}
    return found | {each.name: answers(each, asked, ("why", "what-if")) for each in parts}


# Situations and diets -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chain", EVERY, ids=lambda c: c.name)
def test_three_levels_ask_about_one_draw_and_one_chain(chain: Any) -> None:
    found = situation(chain, public(3), 1)
    assert tuple(found) == LEVELS
    assert len({item.tags["parent"] for item in found.values()}) == 1
    names = {v.symbol: v.name for v in chain.asked.variables}
    cause, effect = names[chain.path[0]], names[chain.path[-1]]
    why, what_if = found["why"], found["what-if"]
    shared = why.question.partition(" If the ")[0]
    assert what_if.question.startswith(shared)  # the same numbers, word for word
    assert why.gold == " -> ".join(names[s] for s in chain.path)
    factor = next(f for f in FACTORS if f"What if the {cause} were made {f} times as large" in what_if.question)
    assert what_if.question.endswith(f"by what factor would the {effect} change?")
    assert float(what_if.gold) == pytest.approx(float(factor) ** chain.power, rel=1e-3)
    world = drawn(chain.asked, public(3), 1)
    given = {s: x * world.model.by_symbol[s].scales[u] for s, (x, u) in world.shown.items()}
    given[chain.path[0]] *= float(factor)
    ratio = world.model.solve(given)[chain.path[-1]] / world.values[chain.path[-1]]  # solved anew, no power assumed
    assert ratio == pytest.approx(float(what_if.gold), rel=1e-3)
    assert found["what"].form == "expression"
    assert found == situation(chain, public(3), 1)


def test_the_true_answers_are_right_and_fit_the_small_models(taught: Lessons) -> None:
    words = tiny.tokenizer(
        prompt(item) + tiny.answer(item)
        for item in (taught.lesson(lv, name, n) for name in taught.pool for n in (0, 1) for lv in LEVELS)
    )
    for settings in (FULL, GPU):
        for family in settings.families:
            for chain in chains(family):
                for item in situation(chain, public(9), 0).values():
                    right = planted.right(item)
                    assert graded(item, right).correct, item.id
                    said = len(words(f" {right}").input_ids)
                    assert said < WORDS, item.id
                    assert len(words(prompt(item)).input_ids) + said < tiny.CONTEXT, item.id


@pytest.mark.parametrize("seed", FULL.seeds)
def test_probes_are_half_of_the_families_with_both_signs(seed: int) -> None:
    found = halves(FULL.families, seed)
    families = [{c.family for c in part} for part in (found.bridge, found.probe)]
    assert families[0] | families[1] == set(FULL.families)
    assert not families[0] & families[1]
    for part in (found.bridge, found.probe):
        assert sum(c.power > 0 for c in part) == sum(c.power < 0 for c in part) == len(part) / 2


def test_shuffled_explanations_are_acausal_by_the_grader_and_regular(taught: Lessons) -> None:
    for name in taught.pool:
        for n in (0, 1):
            own = taught.lesson("why", name, n)
            item, other = taught.pool[name][n]["why"], taught.lesson("shuffled", name, n)
            graph = Causal(edges={(cause, effect): sign for cause, effect, sign in item.edges})
            assert other.question == own.question
            assert grade_explanation(own.gold, graph).follows
            assert not grade_explanation(other.gold, graph).follows
            assert graded(item, own.gold).correct
            assert graded(item, other.gold).details["recall"] == 0
    said = {name: {taught.lesson("shuffled", name, n).gold for n in (0, 1)} for name in taught.pool}
    assert all(len(some) == 1 for some in said.values())  # as easy to learn as the truth
    assert len(set(taught.instead.values())) == len(taught.instead)


def _length(item: Item) -> int:
    return len(item.question.split()) + len(item.gold.split())


@pytest.mark.parametrize("diet", DIETS)
def test_diets_have_equal_tokens_and_never_teach_effects_of_probes(diet: str, taught: Lessons) -> None:
    items = stream(taught, DIETS[diet], 6000, _length, seed=3)
    assert len(items) % tiny.BATCH == 0
    assert sum(map(_length, items)) == pytest.approx(6000, abs=tiny.BATCH * 130)
    probes = {c.family for c in taught.halves.probe}
    for level in LEVELS:
        own = [i for i in items if i.tags["level"] == level]
        share = sum(s for name, s in DIETS[diet].items() if ("why" if name == "shuffled" else name) == level)
        assert sum(map(_length, own)) / sum(map(_length, items)) == pytest.approx(share, abs=0.1)
        if own:
            assert bool(probes & {i.tags["family"] for i in own}) == (level != "what-if")


def test_an_answer_has_its_share_of_the_loss_whatever_its_length(taught: Lessons) -> None:
    name = next(iter(taught.pool))
    items = [taught.lesson(level, name, 0) for level in LEVELS]
    words = tiny.tokenizer(prompt(item) + tiny.answer(item) for item in items)
    _, _, weights = tiny._batch(words, items, 0.9)
    for row, item in zip(weights, items, strict=True):
        before = len(words(prompt(item)).input_ids) - 1
        assert float(row[before:].sum()) == pytest.approx(0.9)
        assert float(row[:before].sum()) == pytest.approx(0.1 * before / (before + 1))


def test_a_small_model_is_trained_and_asked(taught: Lessons, tmp_path: Path) -> None:
    language, read = train(taught, "all three", 1200, seed=2)
    assert 0 < read["tokens"] <= 1400
    assert read["steps"] >= 1
    some = examination(taught.halves.probe[:2], secret(tmp_path), 2)
    assert secret(tmp_path).digest == secret(tmp_path).digest
    record = answers(LocalRespondent(language, "small", tokens=WORDS, chat=False), some)
    assert {len(values) for values in record.values()} == {4}
    assert train(taught, UNTRAINED, 1200, seed=2)[1]["tokens"] == 0


def test_the_way_of_an_effect_is_read_from_the_number(asked: list[Levels]) -> None:
    item = next(levels["what-if"] for levels in asked if float(levels["what-if"].gold) > 1)
    assert same_way(item, "1.01")
    assert not same_way(item, "0.5")
    assert not same_way(item, "1")
    assert not same_way(item, "larger")


# Statistics -----------------------------------------------------------------------------------------------------------


def test_rank_correlation_is_that_of_scipy() -> None:
    chance = np.random.default_rng(1)
    x = chance.integers(0, 6, 30)
    y = x + chance.integers(0, 6, 30)
    known = stats.spearmanr(x, y)
    found = across(spearman, x, y, resamples=4000)
    assert found.value.value == pytest.approx(known.statistic)
    assert found.p == pytest.approx(known.pvalue, abs=0.01)  # of 4000 permutations, against the t-distribution
    assert found.value.low < found.value.value < found.value.high
    assert math.isnan(spearman(x, np.ones(30)))
    assert phi(x > 2, y > 5) == pytest.approx(np.corrcoef(x > 2, y > 5)[0, 1])


def test_partial_correlation_is_the_formula_of_three_coefficients() -> None:
    chance = np.random.default_rng(2)
    z = chance.normal(size=40)
    x, y = z + chance.normal(size=40), z + chance.normal(size=40)
    xy, xz, yz = (stats.spearmanr(a, b).statistic for a, b in ((x, y), (x, z), (y, z)))
    assert partial(x, y, z) == pytest.approx((xy - xz * yz) / math.sqrt((1 - xz**2) * (1 - yz**2)))


def test_groups_of_different_level_make_no_correlation_within_them() -> None:
    chance = np.random.default_rng(3)
    groups = np.repeat([0, 1, 2, 3], 25)
    x, y = groups + 0.3 * chance.normal(size=100), groups + 0.3 * chance.normal(size=100)
    assert across(spearman, x, y, resamples=300).p < 0.01
    found = across(within, x, y, groups, groups=list(groups), resamples=300)
    assert abs(found.value.value) < 0.2
    assert found.p > 0.05


def test_mantel_haenszel_by_hand() -> None:
    counts = [[10, 5, 3, 12], [4, 6, 2, 8], [3, 4, 0, 0]]  # in the last, one answer does not vary
    found = mantel_haenszel(counts)
    ratio = (10 * 12 / 30 + 4 * 8 / 20) / (5 * 3 / 30 + 6 * 2 / 20)
    assert found.ratio.value == pytest.approx(ratio)
    assert found.informative == 2
    excess = (10 - 15 * 13 / 30) + (4 - 10 * 6 / 20)
    variance = 15 * 15 * 13 * 17 / (30**2 * 29) + 10 * 10 * 6 * 14 / (20**2 * 19)
    assert found.p == pytest.approx(stats.chi2.sf(excess**2 / variance, 1))
    one = mantel_haenszel([[10, 5, 3, 12]])  # of one table it is the plain ratio with Woolf's interval
    half = 1.959964 * math.sqrt(1 / 10 + 1 / 5 + 1 / 3 + 1 / 12)
    assert one.ratio.high == pytest.approx(8 * math.exp(half))
    assert one.ratio.low == pytest.approx(8 * math.exp(-half))
    assert math.isnan(mantel_haenszel([[3, 4, 0, 0]]).ratio.value)
    assert mantel_haenszel([[3, 0, 0, 2]]).ratio.value == math.inf


def test_tables_count_both_one_and_neither() -> None:
    x, y, strata = [1, 1, 0, 0, 1], [1, 0, 1, 0, 1], ["a", "a", "a", "a", "b"]
    assert tables(x, y, strata).tolist() == [[1, 1, 1, 1], [1, 0, 0, 0]]
    mixed = shuffled(y, strata)
    assert sorted(mixed[:4]) == sorted(y[:4])
    assert mixed[4] == y[4]


def test_reliability_is_that_of_the_true_scores() -> None:
    chance = np.random.default_rng(4)
    ability = chance.uniform(0.1, 0.9, 300)
    right = (chance.random((300, 40)) < ability[:, None]).astype(int)
    truth = ability.var() / right.mean(1).var()  # the share of variance that is no noise
    assert reliability(right.tolist()) == pytest.approx(truth, abs=0.05)
    assert disattenuated(0.4, 0.64, 0.25) == pytest.approx(1.0)
    assert math.isnan(disattenuated(0.4, -0.1, 0.5))


# Instruments ----------------------------------------------------------------------------------------------------------


def test_the_causal_model_is_right_and_dissociation_is_seen(records: dict[str, Record]) -> None:
    whole, backwards = records["causal model"], records["what without why"]
    assert all(all(whole[level]) for level in (*LEVELS, "direction"))
    assert all(backwards["what"])
    assert all(backwards["what-if"])
    assert not any(backwards["why"])
    assert all(p is not None and p < 1 for p in backwards["precision"])  # it states links, and they do not hold


def test_planted_association_is_seen_and_the_null_is_not(records: dict[str, Record]) -> None:
    found = analysis.instruments(records, 200)
    tied, loose = found["together"], found["apart"]
    assert tied["across"].p < 0.05
    assert tied["by chain"]["ratio"].low > 2
    assert tied["by chain"]["p"] < 1e-6
    assert tied["by chain"]["over families"].low > 1.5
    assert tied["by chain"]["pairing shuffled"].low < 1 < tied["by chain"]["pairing shuffled"].high
    assert loose["by chain"]["ratio"].low < 1 < loose["by chain"]["ratio"].high
    assert loose["by chain"]["p"] > 0.01


def test_an_interval_over_families_holds_its_value() -> None:
    draw = random.Random(1)
    families = [f for f in "abcdefgh" for _ in range(12)]
    x = [int(draw.random() < 0.5) for _ in families]
    y = [v if draw.random() < 0.8 else 1 - v for v in x]
    found = clustered(x, y, families, families, 200)
    assert 1 < found.low < found.value < found.high


def _small(diet: str, seed: int, share: float) -> Small:
    right = [int(n < 20 * share) for n in range(20)]
    record: Record = dict.fromkeys((*LEVELS, "direction"), right)
    named = {"family": ["a"] * 20, "chain": ["a"] * 20, "recall": right}
    return Small(
        diet, seed, {"tokens": 1, "what items": 1}, {part: {**record, **named} for part in ("bridge", "probe")}
    )


def test_evidence_needs_all_seeds_and_the_adjusted_p() -> None:
    others = [_small(name, s, 0.5) for name in ("what if", "what + what if") for s in (1, 2, 3, 4)]
    taught = [_small("why + what if", s, share) for s, share in ((1, 0.8), (2, 0.85), (3, 0.8), (4, 0.9))]
    control = [_small("shuffled why + what if", s, share) for s, share in ((1, 0.9), (2, 0.6), (3, 0.95), (4, 0.7))]
    found = analysis.effects([*others, *taught, *control])["primary"]
    assert [each["evidence"] for each in found] == [True, True, False]
    by_scipy = stats.ttest_rel([0.8, 0.85, 0.8, 0.9], [0.9, 0.6, 0.95, 0.7]).pvalue
    assert found[2]["p"] == pytest.approx(by_scipy)
    assert contrast(taught, "why + what if", "why + what if", "what", "probe").seeds == [0, 0, 0, 0]


# Pretrained models and configurations ---------------------------------------------------------------------------------


def test_choices_at_three_levels_are_about_one_draw() -> None:
    found = bases.situations(public(4), 6)
    assert all(len({item.tags["parent"] for item in levels.values()}) == 1 for levels in found)
    assert all(set(levels) == set(LEVELS) and all(i.choices for i in levels.values()) for levels in found)
    assert bases.guessing(found)["what-if"] == pytest.approx(0.25, abs=0.05)


def test_one_lucky_answer_is_not_above_chance() -> None:
    chance = dict.fromkeys(LEVELS, 0.25)
    known = {level: [1] * 12 for level in LEVELS}
    lucky = {"what": [1] * 6 + [0] * 6, "why": [1] * 3 + [0] * 9, "what-if": [0] * 12}  # half: 0.054 alone
    found = analysis.pretrained({"knows": {**known, "chance": chance}, "lucky": {**lucky, "chance": chance}}, 10)
    assert [found["models"]["knows"][level]["above"] for level in LEVELS] == [True] * 3
    assert not any(found["models"]["lucky"][level]["above"] for level in LEVELS)


def test_weights_that_are_not_here_are_left_out_with_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    settings = configured(Settings, FOLDER / "smoke.yaml")
    object.__setattr__(settings, "adapted", "runs/nowhere")
    assert [name for name, _ in bases.models(settings)] == ["base"]
    assert "no adapted weights in runs/nowhere" in capsys.readouterr().err


def test_settings_that_cannot_be_are_refused() -> None:
    with pytest.raises(InputError, match="even number of families"):
        _changed(families=("spring-oscillator",))
    with pytest.raises(InputError, match="No diet 'dessert'"):
        _changed(diets=("dessert",))
    with pytest.raises(InputError, match="1 rising and 1 falling"):
        chains("air-drag-power")


def _changed(**changes: Any) -> Settings:
    return Settings(**{**vars(FULL), **changes})


def test_the_gpu_form_is_valid_and_larger() -> None:
    assert set(FULL.families) < set(GPU.families)
    assert GPU.situations == 1000
    assert len(GPU.bases) >= 8
    assert GPU.device == "cuda"
    assert set(GPU.diets) == set(FULL.diets) == set(DIETS)


@pytest.mark.slow
def test_the_smoke_form_runs_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from experiments.understanding.__main__ import conduct

    arguments = ["--config", str(FOLDER / "smoke.yaml"), "--out", str(tmp_path)]
    assert command("understanding", Settings, conduct, arguments) == 0
    first = json.loads((tmp_path / "results.json").read_text())["results"]
    assert {"table.md", "profile.png", "scatter.png"} <= {path.name for path in tmp_path.iterdir()}
    ledger = (tmp_path / "ledger.jsonl").read_text()
    assert command("understanding", Settings, conduct, arguments) == 0
    assert (tmp_path / "ledger.jsonl").read_text() == ledger
    assert json.loads((tmp_path / "results.json").read_text())["results"] == first
    capsys.readouterr()
