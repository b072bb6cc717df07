"""Representations: equal parameters, counted operations, symbols that give back what they say, and planted results."""

from __future__ import annotations

import copy
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch

from experiments.protocol import Study, configured
from experiments.representation import evidence, fields, jets, strain
from experiments.representation.__main__ import conduct
from experiments.representation.codec import Bins, Text
from experiments.representation.config import Config
from experiments.representation.data import Data, prepared
from experiments.representation.items import Items, Scale
from experiments.representation.representations import CONTROLS, NAMES, Graph, Known, build, parameters
from experiments.representation.training import Budget, batches, step_flops, train, within
from physfm.errors import InputError

FOLDER = Path(__file__).resolve().parents[2] / "experiments" / "representation"
TASKS = ("jets", "strain", "fields")
EVERY = (*NAMES, *CONTROLS)


def drawn(name: str, count: int = 48) -> Items:
    """Items of the right form without a simulator: only their physics is not there."""
    rng = torch.Generator().manual_seed(5)
    numbers = torch.randn(count, 16, 3, generator=rng)
    if name == "jets":
        numbers = numbers * 0.2
        numbers[..., 0] = (3 + 4 * numbers[..., 0]).exp()
    classes = torch.arange(count) % (4 if name == "fields" else 2)
    return Items(numbers, torch.ones(count, 16, dtype=torch.bool), classes, torch.randn(count, generator=rng))


@cache
def full() -> Config:
    return configured(Config, FOLDER / "full.yaml")


@cache
def data(name: str) -> Data:
    items = drawn(name)
    config = full()
    task = {
        "jets": jets.task(config.jets),
        "strain": strain.task(config.strain),
        "fields": fields.task(config.fields),
    }[name]
    known = Known.fit(task, items, config.digits, config.powers, config.bins)
    return Data(task, known, items, items, (items,))


def built(name: str, task: str) -> torch.nn.Module:
    torch.manual_seed(0)
    of = data(task)
    return build(name, of.task, of.known, of.train, full().size)


@pytest.mark.parametrize("task", TASKS)
def test_all_representations_have_equally_many_parameters(task: str) -> None:
    counts = {name: parameters(built(name, task)) for name in EVERY}
    wanted = full().size.parameters
    assert all(abs(count - wanted) <= 0.01 * wanted for count in counts.values()), counts


def test_a_representation_that_is_too_large_is_refused() -> None:
    of = data("jets")
    with pytest.raises(ValueError, match="more than 20000"):
        build("discrete", of.task, of.known, of.train, replace(full().size, parameters=20_000))


@pytest.mark.parametrize(("name", "tokens"), [("text", 144), ("discrete", 48), ("continuous", 16)])
def test_operations_are_those_counted_by_hand(name: str, tokens: int) -> None:
    network, of, batch = built(name, "strain"), data("strain"), 8
    size = full().size
    w, hidden = size.width, network.trunk[0].mlp.outer.in_features  # type: ignore[union-attr, index]
    linear = 4 * w * w + 3 * w * hidden  # multiplications a token and block: query, key, value, out; gate, value, outer
    attention = 2 * tokens * w  # a token: logits and weighted sum
    block = tokens * (linear + attention)
    # Two operations each; the backward pass costs twice the forward pass. The map of the numbers needs no gradient
    # of its input, look-ups are no products.
    embedding = 2 * 2 * tokens * 3 * w if name == "continuous" else 0
    head = 3 * 2 * w * 3  # two classes and the target
    by_hand = batch * (3 * 2 * size.depth * block + embedding + head)
    assert step_flops(network, of.known.scale, of.train[slice(batch)]) == by_hand  # type: ignore[arg-type]


def test_a_budget_ends_at_its_operations_and_samples() -> None:
    assert Budget(1000.0, None, 4).marks(10.0) == [12, 25, 50, 100]
    assert Budget(1000.0, 480, 4).marks(10.0) == [12, 25, 50, 100, 120]
    assert Budget(1000.0, 480, 4).marks(600.0)[0] == 1


@pytest.mark.parametrize("digits", [1, 2, 3])
def test_text_gives_back_a_number_to_its_digits(digits: int) -> None:
    codec = Text(digits, (-2, 2))
    rng = np.random.default_rng(3)
    size = 10 ** rng.uniform(-2, 2.95, 4000) * rng.choice([-1, 1], 4000)
    numbers = torch.tensor(np.concatenate([size, [0.0, 9.96, -0.0996, 0.0034, 999.0]]), dtype=torch.float32)
    symbols = codec.encode(numbers)
    assert symbols.shape == (len(numbers), 1 + digits)
    assert int(symbols.min()) >= 0
    assert int(symbols.max()) < codec.vocabulary
    back = codec.decode(symbols)
    relative, absolute = 0.5 * 10.0 ** (1 - digits), 0.5 * 10.0 ** (-2 + 1 - digits)
    allowed = torch.maximum(relative * numbers.abs(), torch.tensor(absolute)) * (1 + 1e-5)
    inside = numbers.abs() < (10.0 - relative * 1) * 100  # above, the largest number that can be written
    assert bool(((back - numbers).abs() <= allowed)[inside].all())
    assert torch.equal(codec.encode(back), symbols), "what is read is written the same"
    written = torch.tensor([float(codec.spell(s)) for s in symbols])
    assert torch.allclose(written, back, rtol=1e-6)


@pytest.mark.parametrize("task", TASKS)
def test_bins_give_back_a_feature_to_half_a_step(task: str) -> None:
    of = data(task)
    codec = of.known.codecs["discrete"]
    assert isinstance(codec, Bins)
    symbols = codec.encode(of.train.numbers)
    back = codec.decode(symbols)
    apart = (of.known.scale.features(back) - of.known.scale.features(of.train.numbers)).abs()
    inside = codec.inside(of.train.numbers)
    assert bool((apart <= 0.5 * codec.step * (1 + 1e-3))[inside].all())
    assert float(inside.float().mean()) > 0.99
    assert torch.equal(codec.encode(back), symbols)
    assert len(set(of.task.kinds)) * full().bins == codec.vocabulary


def test_controls_see_what_their_codec_says_and_nothing_else() -> None:
    of = data("jets")
    for name, codec in CONTROLS.items():
        network = built(name, "jets").eval()
        numbers = of.known.codecs[codec].decode(of.known.codecs[codec].encode(of.train.numbers))
        rounded = replace(of.train, numbers=numbers)
        assert torch.equal(network(of.train)[0], network(rounded)[0])
        assert not torch.equal(numbers, of.train.numbers)


@pytest.mark.parametrize(("name", "invariant"), [("graph", True), ("field", True), ("continuous", False)])
def test_order_of_particles_says_nothing_to_graph_and_field(name: str, invariant: bool) -> None:
    of, network = data("jets"), built(name, "jets").eval()
    items = replace(of.train, mask=torch.rand(48, 16) < 0.8)
    items.mask[:, 0] = True
    order = torch.randperm(16)
    moved = replace(items, numbers=items.numbers[:, order], mask=items.mask[:, order])
    with torch.no_grad():
        apart = float((network(items)[0] - network(moved)[0]).abs().max())
    assert (apart < 1e-5) == invariant, apart  # outputs are of order one, in float32


def test_a_graph_of_a_field_does_not_know_where_the_line_begins() -> None:
    network = built("graph", "fields").eval()
    items = data("fields").train
    moved = replace(items, numbers=items.numbers.roll(5, 1))
    assert torch.allclose(network(items)[0], network(moved)[0], atol=1e-4)
    assert isinstance(network.tokens, Graph)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("name", NAMES)
def test_padding_says_nothing(name: str, task: str) -> None:
    of, network = data(task), built(name, task).eval()
    mask = of.train.mask.clone()
    mask[:, 11:] = False
    items = replace(of.train, mask=mask)
    other = items.numbers.clone()
    other[:, 11:] = 1.0
    assert torch.allclose(network(items)[0], network(replace(items, numbers=other))[0], atol=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_learns_and_training_repeats(name: str) -> None:
    of = data("strain")
    budget = Budget(3 * step_flops(built(name, "strain"), of.known.scale, of.train[slice(16)]), None, 16)  # type: ignore[arg-type]
    found = []
    for _ in range(2):
        network = built(name, "strain")
        before = copy.deepcopy(network.state_dict())
        points = train(network, of.known.scale, of.train, of.development, of.tests[0], 1e-2, 1, budget)  # type: ignore[arg-type]
        still = {k for k, v in network.named_parameters() if torch.equal(v, before[k])}
        assert not still
        found.append([(p.steps, p.flops, p.development, p.auc, p.r2) for p in points])
    assert found[0] == found[1]
    assert found[0][-1][1] <= budget.flops


def test_an_epoch_shows_every_item_once() -> None:
    order = batches(10, 5, seed=1)
    first, second = (torch.cat([next(order), next(order)]) for _ in range(2))
    assert sorted(first.tolist()) == sorted(second.tolist()) == list(range(10))
    assert not torch.equal(first, second)


def test_scale_is_inverse_and_knows_known_targets_alone() -> None:
    items, task = drawn("jets"), data("jets").task
    items.target[::2] = torch.nan
    scale = Scale.fit(task, items)
    assert torch.allclose(scale.numbers(scale.features(items.numbers)), items.numbers, rtol=1e-4, atol=1e-5)
    assert scale.target[0] == pytest.approx(float(items.target[1::2].mean()))
    flat = scale.features(items.numbers).flatten(0, 1)
    assert torch.allclose(flat.std(0), torch.ones(3), atol=1e-3)


def test_strain_has_the_ratio_that_was_asked_for() -> None:
    options = strain.StrainOptions(snr=(40.0, 40.0), waveforms=40)
    loud, none = (strain.generate(300, 4, replace(options, snr=(r, r))) for r in (40.0, 0.0))
    wave = (loud.numbers - none.numbers).flatten(1).norm(dim=1)
    merger = loud.classes.bool()
    assert torch.allclose(wave[merger], torch.full((int(merger.sum()),), 40.0), rtol=1e-3)
    assert float(wave[~merger].max()) == 0
    assert float(none.numbers.std()) == pytest.approx(1, abs=0.02)
    assert bool(loud.target.isfinite().eq(merger).all())
    peak = (loud.numbers - none.numbers).flatten(1).abs().argmax(1)[merger].float() / 48
    assert 0.6 < float(peak.median()) < 0.95


def test_fields_carry_the_shift_that_is_their_target() -> None:
    options = fields.FieldOptions(sites=32, frames=3, resolution=32)
    items = fields.generate(160, 9, options)
    moved = items[items.target.isfinite()]
    assert {int(c) for c in moved.classes} == {fields.CLASSES.index("advection_diffusion")}
    # An independent estimate: the shift that brings the first frame nearest to the second. Flow across the line changes
    # the frames too, so that it is rough.
    tried = torch.linspace(-0.12, 0.12, 97)
    turn = torch.exp(-2j * np.pi * tried[:, None] * torch.arange(17))  # (shifts, waves)
    first, second = torch.fft.rfft(moved.numbers, dim=1)[..., :2].unbind(-1)
    apart = (first[:, None] * turn - second[:, None]).abs().square().sum(-1)
    assert float(np.corrcoef(tried[apart.argmin(1)], moved.target)[0, 1]) > 0.6


@pytest.mark.parametrize("name", ["full", "smoke", "gpu"])
def test_a_configuration_is_whole(name: str) -> None:
    config = configured(Config, FOLDER / f"{name}.yaml")
    assert set(config.tasks) == set(TASKS)
    assert config.size.width % config.size.num_heads == 0
    if name == "full":
        assert len(config.seeds) >= 5
        assert len(config.rates) == 3
    if name == "gpu":
        assert set(config.files) == set(TASKS)
        assert config.size.parameters >= 100 * full().size.parameters
        assert config.device == "cuda"


def test_configurations_that_would_mislead_are_refused() -> None:
    with pytest.raises(InputError, match="not scored"):
        replace(full(), rate_seed=1)
    with pytest.raises(InputError, match="train, development, test"):
        replace(full(), files={"jets": {"train": {}}})


@pytest.mark.parametrize("task", TASKS)
def test_the_networks_of_the_gpu_form_have_equally_many_parameters(task: str) -> None:
    config = configured(Config, FOLDER / "gpu.yaml")
    sites = {"jets": (config.jets.particles, 3), "strain": (64, 4), "fields": (64, 4)}[task]
    of = {"jets": jets, "strain": strain, "fields": fields}[task].task(getattr(config, task))
    numbers = torch.rand(64, *sites) + 0.1
    items = Items(numbers, torch.ones(64, sites[0], dtype=torch.bool), torch.arange(64) % 2, torch.rand(64))
    known = Known.fit(of, items, config.digits, config.powers, config.bins)
    for name in EVERY:
        count = parameters(build(name, of, known, items, config.size))
        assert abs(count - config.size.parameters) <= 0.01 * config.size.parameters, (name, count)


def test_missing_real_data_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHYSFM_DATA", str(tmp_path))
    config = configured(Config, FOLDER / "gpu.yaml")
    for task in TASKS:
        with pytest.raises(InputError, match="PHYSFM_DATA"):
            prepared(config, task, tmp_path)


def test_noise_of_a_real_file_takes_mergers(data: Path) -> None:
    files = {"noise": [data / "gw" / "H-H1_LOSC_4_V2-1126259446-32.hdf5"]}
    items = strain.read(files, 20, 3, strain.StrainOptions(waveforms=20))
    assert items.numbers.shape == (20, 16, 3)
    assert int(items.classes.sum()) == 10
    assert float(items.numbers[items.classes == 0].std()) == pytest.approx(1, abs=0.5)
    with pytest.raises(InputError, match="found"):
        strain.read(files, 2000, 3, strain.StrainOptions(waveforms=20))


def test_jets_of_files_are_read_class_by_class(tmp_path: Path) -> None:
    from physfm_lhc import synthetic

    path = tmp_path / "jets.root"
    synthetic.jets(path, 12, 3, workers=1, progress=False)
    items = jets.read({"one": [path], "other": [path]}, 20, 1, jets.JetOptions())
    assert items.classes.tolist() == [0] * 10 + [1] * 10
    assert torch.equal(items.numbers[:10], items.numbers[10:])
    assert bool((items.numbers[..., 0].diff(dim=1)[items.mask[:, 1:]] <= 0).all()), "hardest first"
    momenta = (jets.p4(items.numbers) * items.mask.unsqueeze(-1)).sum(1)
    assert bool(((momenta[:, 1] ** 2 + momenta[:, 2] ** 2).sqrt() < 650).all()), "a part of a jet of at most 650 GeV"
    with pytest.raises(InputError, match="found 12"):
        jets.read({"one": [path]}, 20, 1, jets.JetOptions())


def test_fields_of_the_well_are_read(tmp_path: Path) -> None:
    from physfm_fields import synthetic

    files = {}
    for family in ("wave", "burgers"):
        synthetic.generate(tmp_path / f"{family}.hdf5", 6, 1, family=family, resolution=32)
        files[family] = [tmp_path / f"{family}.hdf5"]
    items = fields.read(files, 12, 1, fields.FieldOptions())
    assert items.numbers.shape == (12, 16, 3)
    assert items.classes.tolist() == [0] * 6 + [1] * 6
    assert torch.allclose(items.numbers.flatten(1).std(1), torch.ones(12), atol=1e-4)


def points(level: float, chance: np.random.Generator) -> list[dict[str, float]]:
    return [
        {
            "flops": flops,
            "samples": samples,
            "development": 1 / samples,
            "auc": level + chance.normal(0, 0.002),
            "r2": 0.5 + chance.normal(0, 0.01),
        }
        for flops, samples in ((1e9, 100), (2e9, 200), (4e9, 400))
    ]


def test_the_rule_finds_what_was_planted_and_nothing_else() -> None:
    chance = np.random.default_rng(8)
    levels = {"text": 0.7, "graph": 0.95}
    curves = {(t, n): [points(levels.get(n, 0.85), chance) for _ in range(5)] for t in TASKS for n in EVERY}
    found = evidence.assemble(curves, 4e9, 200)
    assert len(found["comparisons"]) == 4 * 3 * 2 * 2
    assert sorted({claim.split(": ")[1] for claim in found["claims"]}) == [
        "graph above continuous",
        "text below continuous",
    ]
    assert len(found["claims"]) == 2 * 3 * 2
    part = next(p for p in found["parts"] if p["representation"] == "continuous of text" and p["score"] == "auc")
    assert part["of the form alone"]["value"] == pytest.approx(-0.15, abs=0.01)
    assert part["lost by rounding"]["value"] == pytest.approx(0, abs=0.01)


def test_the_rule_seldom_finds_what_is_not_there() -> None:
    chance = np.random.default_rng(9)
    false = 0
    for _ in range(30):
        curves = {(t, n): [points(0.8, chance) for _ in range(5)] for t in TASKS for n in EVERY}
        false += bool(evidence.assemble(curves, 4e9, 200)["claims"])
    assert false <= 5  # 5 % of 30 are 1.5; 6 or more have a probability of 0.003


def test_a_target_that_nobody_knows_is_left_out() -> None:
    chance = np.random.default_rng(2)
    curves = {("jets", n): [points(0.8, chance) for _ in range(2)] for n in EVERY}
    for seeds in curves.values():
        for point in (p for run in seeds for p in run):
            point["r2"] = None  # type: ignore[assignment]
    found = evidence.assemble(curves, 4e9, 200)
    assert {e["score"] for e in found["scores"]} == {"auc"}


def test_early_stopping_looks_within_the_budget_and_at_development_alone() -> None:
    curve = [
        {"flops": 1.0, "samples": 10, "development": 0.5, "auc": 0.6},
        {"flops": 2.0, "samples": 20, "development": 0.4, "auc": 0.7},
        {"flops": 4.0, "samples": 40, "development": 0.6, "auc": 0.9},
        {"flops": 8.0, "samples": 80, "development": 0.1, "auc": 0.8},
        {"flops": 9.0, "samples": 90, "development": None, "auc": 0.5},  # diverged
    ]
    assert within(curve)["auc"] == 0.8
    assert within(curve, flops=4.0)["auc"] == 0.7
    assert within(curve, samples=10)["auc"] == 0.6
    with pytest.raises(ValueError, match="No point"):
        within(curve, flops=0.5)


@pytest.mark.slow
def test_a_run_that_was_cut_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    config = replace(configured(Config, FOLDER / "smoke.yaml"), tasks=("strain",))
    whole = conduct(Study("small", config, tmp_path / "whole"))
    cut = tmp_path / "cut"
    conduct(Study("small", config, cut))
    ledger = cut / "ledger.jsonl"
    lines = ledger.read_text().splitlines(keepends=True)
    ledger.write_text("".join(lines[:9]) + lines[9][:20])
    again = conduct(Study("small", config, cut))
    assert again["comparisons"] == whole["comparisons"]
    assert (cut / "curves.png").stat().st_size > 10_000
    assert "minus continuous" in (cut / "table.md").read_text()
