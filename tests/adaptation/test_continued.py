"""Training: LoRA starts as the base, losses fall, a killed run resumes exactly, processes share the blocks."""

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from lightning.pytorch import Callback, Trainer
from lightning.pytorch.callbacks import ModelCheckpoint

from physfm import checkpoint, llm
from physfm.adaptation import artefact
from physfm.adaptation.continued import Adaptation, SaveAdaptation
from physfm.adaptation.data import Batches, CorpusData
from physfm.errors import InputError, WeightsError
from physfm.resume import SafetensorsIO, SeedEpochs

Write = Callable[[list[str]], Path]
pytest.importorskip("peft", reason='the language extra is not installed: pip install "physfm[language]"')


@pytest.fixture
def make_data(base: str, corpus: Write, prose: list[str], tmp_path: Path) -> Callable[..., CorpusData]:
    path = corpus(prose)

    def make(**options: Any) -> CorpusData:
        chosen = {"context": 64, "batch_size": 2, "validation_share": 0.2, "blocks_per_epoch": 8, **options}
        return CorpusData([str(path)], base, str(tmp_path / "streams"), **chosen)

    return make


def make_trainer(folder: Path, epochs: int, *callbacks: Callback, **options: Any) -> Trainer:
    saver = ModelCheckpoint(dirpath=folder, save_last=True, save_top_k=1, save_on_train_epoch_end=True)
    saver.FILE_EXTENSION = ".safetensors"
    return Trainer(
        max_epochs=epochs,
        callbacks=[saver, SeedEpochs(), *callbacks],
        plugins=[SafetensorsIO()],
        accumulate_grad_batches=2,
        accelerator="cpu",
        logger=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        num_sanity_val_steps=0,
        **options,
    )


def make_module(base: str, mode: str, **options: Any) -> Adaptation:
    return Adaptation(base, mode, lora_rank=4, lora_alpha=8, learning_rate=1e-2, warmup_steps=2, **options)


@pytest.mark.parametrize("mode", ["lora", "full"])
def test_the_first_loss_is_the_base_s_own(base: str, mode: str, make_data: Callable[..., CorpusData]) -> None:
    """LoRA changes nothing at the start, and our loss is transformers' own where a block is one document."""
    module = make_module(base, mode)
    module.configure_model()
    data = make_data()
    data.setup("fit")
    blocks = data.streams["training"].blocks([0, 1])
    untouched = llm.load(base).model
    with torch.no_grad():
        logits = untouched(input_ids=blocks.ids, position_ids=blocks.positions, use_cache=False).logits
        expected = -logits.log_softmax(-1).gather(-1, blocks.targets.unsqueeze(-1)).mean()
        torch.testing.assert_close(module.loss(blocks), expected)
    trained = {n for n, p in module.named_parameters() if p.requires_grad}
    assert trained
    if mode == "lora":
        assert all("lora_" in n for n in trained)
    else:
        assert len(trained) == len(list(module.parameters()))


def test_decay_falls_on_matrices_alone(base: str, make_data: Callable[..., CorpusData], tmp_path: Path) -> None:
    module = make_module(base, "full", weight_decay=0.1)
    make_trainer(tmp_path / "states", 1).fit(module, make_data())
    (optimizer,) = module.trainer.optimizers
    for group in optimizer.param_groups:
        assert {p.ndim >= 2 for p in group["params"]} == {group["weight_decay"] == 0.1}
    assert sum(len(g["params"]) for g in optimizer.param_groups) == len(list(module.parameters()))


@pytest.mark.parametrize("mode", ["lora", "full"])
def test_the_loss_falls_and_the_base_stays_where_it_is_frozen(
    base: str, mode: str, make_data: Callable[..., CorpusData], tmp_path: Path
) -> None:
    module = make_module(base, mode)
    seen: list[float] = []

    class Losses(Callback):
        def on_train_batch_end(self, trainer: Trainer, module: Any, outputs: Any, *rest: Any) -> None:
            seen.append(float(outputs["loss"]) * trainer.accumulate_grad_batches)

    trainer = make_trainer(tmp_path / "states", 12, Losses())
    trainer.fit(module, make_data())
    assert trainer.global_step == 12 * 8 // 2 // 2
    least = 0.1 if mode == "lora" else 1.0  # LoRA cannot move the random embeddings
    assert sum(seen[-4:]) / 4 < sum(seen[:4]) / 4 - least
    assert float(trainer.callback_metrics["val/loss"]) < seen[0] - least
    before = llm.load(base).model.state_dict()
    same = [torch.equal(v, module.language.model.state_dict()[k]) for k, v in before.items()
            if k in module.language.model.state_dict()]  # fmt: skip
    assert all(same) if mode == "lora" else not any(same)


class Crash(Callback):
    """Fail in the middle of the third epoch."""

    def on_train_batch_end(self, trainer: Trainer, *args: object) -> None:
        if trainer.current_epoch == 2:
            raise OSError("the node went down")


@pytest.mark.filterwarnings("ignore:Checkpoint directory .* exists and is not empty")  # that is the point here
@pytest.mark.parametrize("mode", ["lora", "full"])
def test_a_run_that_crashed_and_resumed_equals_one_that_did_not(
    base: str, mode: str, make_data: Callable[..., CorpusData], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(folder: Path, *callbacks: Callback, resume: Path | None = None) -> dict[str, torch.Tensor]:
        # LoRA's start is drawn: a resumed process draws another one, which the state must replace.
        torch.manual_seed(99 if resume else 3)
        monkeypatch.setitem(os.environ, "PL_GLOBAL_SEED", "3")
        module = make_module(base, mode)
        make_trainer(folder, 4, *callbacks).fit(module, make_data(augment=True), ckpt_path=resume)
        return module.state_dict()

    whole = run(tmp_path / "whole")
    with pytest.raises(OSError, match="went down"):
        run(tmp_path / "part", Crash())
    state = tmp_path / "part" / "last.safetensors"
    resumed = run(tmp_path / "part", resume=state)
    assert whole.keys() == resumed.keys()
    for name, value in whole.items():
        assert torch.equal(value, resumed[name]), name
    stored = checkpoint.load_training_state(state)["state_dict"]
    assert all("lora_" in k for k in stored) if mode == "lora" else stored.keys() == whole.keys()


# The order --------------------------------------------------------------------------------------------------------


def batches(data: CorpusData, rank: int, world: int, epoch: int) -> list[int]:
    """First tokens of the blocks that a process sees in an epoch, as their numbers."""
    data.trainer = SimpleNamespace(  # type: ignore[assignment]
        global_rank=rank, world_size=world, current_epoch=epoch, lightning_module=None
    )
    data.setup("fit")
    stream = data.streams["training"]
    places = {tuple(stream.blocks([i]).ids[0].tolist()): i for i in range(len(stream))}
    assert len(places) == len(stream)
    return [places[tuple(row.tolist())] for batch in data.train_dataloader() for row in batch.ids]


def test_an_endless_list_in_which_every_pass_holds_every_block_once(make_data: Callable[..., CorpusData]) -> None:
    data = make_data()
    first = batches(data, 0, 1, 0)
    assert first == batches(data, 0, 1, 0)
    size = len(data.streams["training"])
    order = data.train_dataloader()
    stream = [number for epoch in range(2 * size // 8 + 1) for number in order.order(epoch)]
    assert stream[:8] == first
    assert sorted(stream[:size]) == sorted(stream[size : 2 * size]) == list(range(size))
    assert stream[:size] != stream[size : 2 * size] != list(range(size))
    assert make_data(seed=8).recipes == data.recipes
    assert batches(make_data(seed=8), 0, 1, 0) != first


def test_processes_share_an_epoch_without_overlap(make_data: Callable[..., CorpusData]) -> None:
    data = make_data()
    alone = batches(data, 0, 1, 3)
    shared = [batches(data, rank, 2, 3) for rank in (0, 1)]
    assert sorted(shared[0] + shared[1]) == sorted(alone)
    assert len(shared[0]) == len(shared[1]) == 4


def test_held_out_blocks_come_in_order_and_all(make_data: Callable[..., CorpusData]) -> None:
    data = make_data(validation_blocks=5, batch_size=2)
    data.setup("fit")
    loader = data.val_dataloader()
    assert isinstance(loader, Batches)
    ids = torch.cat([b.ids for b in loader])
    assert torch.equal(ids, data.streams["validation"].blocks(range(5)).ids)


# What is refused --------------------------------------------------------------------------------------------------


def test_weights_in_bfloat16_on_the_cpu_are_refused(
    base: str, make_data: Callable[..., CorpusData], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="float32 on the CPU"):
        make_trainer(tmp_path / "a", 1, precision="bf16-true").fit(make_module(base, "lora"), make_data())
    with pytest.raises(InputError, match="float32 on the CPU"):
        make_trainer(tmp_path / "b", 1).fit(make_module(base, "lora", dtype="bfloat16"), make_data())
    with pytest.raises(InputError, match="All weights are trained in float32"):
        make_module(base, "full", dtype="bfloat16")


@pytest.mark.parametrize("mode", ["lora", "full"])
def test_mixed_precision_on_the_cpu_trains_weights_in_float32(
    base: str, mode: str, make_data: Callable[..., CorpusData], tmp_path: Path
) -> None:
    module = make_module(base, mode)
    trainer = make_trainer(tmp_path / "states", 2, precision="bf16-mixed")
    trainer.fit(module, make_data())
    assert {p.dtype for p in module.parameters()} == {torch.float32}
    plain = make_module(base, mode)
    other = make_trainer(tmp_path / "other", 2)
    other.fit(plain, make_data())
    # Eight bits of mantissa in the products: the loss agrees to about one part in a hundred, and is not the same.
    losses = [float(each.callback_metrics["val/loss"]) for each in (trainer, other)]
    assert losses[0] == pytest.approx(losses[1], rel=1e-2)
    assert losses[0] != losses[1]


def test_data_for_another_base_are_refused(base: str, make_data: Callable[..., CorpusData], tmp_path: Path) -> None:
    data = make_data()
    data.base = "another"
    with pytest.raises(InputError, match=r"another"):
        make_trainer(tmp_path / "states", 1).fit(make_module(base, "lora"), data)


# What is left of it -----------------------------------------------------------------------------------------------


def trained(base: str, mode: str, data: CorpusData, folder: Path) -> Adaptation:
    module = make_module(base, mode)
    make_trainer(folder / "states", 2, SaveAdaptation(str(folder / "out"))).fit(module, data)
    return module


def logits(language: llm.LanguageModel) -> torch.Tensor:
    with torch.no_grad():
        return language.model.eval()(input_ids=torch.arange(50)[None], use_cache=False).logits


@pytest.mark.parametrize("mode", ["lora", "full"])
def test_the_artefact_gives_the_trained_model_back(
    base: str, mode: str, make_data: Callable[..., CorpusData], tmp_path: Path
) -> None:
    module = trained(base, mode, make_data(augment=True), tmp_path)
    loaded, card = artefact.load(tmp_path / "out")
    assert torch.equal(logits(loaded), logits(module.language))
    assert (logits(loaded) - logits(llm.load(base))).abs().max() > 1e-3
    assert card["mode"] == mode
    assert card["base"]["sha256"] == llm.load(base).backbone_hash
    assert card["corpus"]["training"]["shards"][0] == checkpoint.sha256(Path(make_data().corpus[0]))
    assert card["corpus"]["training"]["equations"]["followed"] > 0
    assert card["metrics"]["val/loss"] > 0
    assert card["training"]["steps"] == 4
    assert {"commit", "seed", "command"} <= card["provenance"].keys()
    assert not any(p.requires_grad for p in loaded.model.parameters())
    if mode == "full":
        assert torch.equal(logits(llm.load(tmp_path / "out")), logits(loaded))
        assert loaded.tokenizer_hash == module.language.tokenizer_hash


def test_merged_lora_gives_the_same_logits_and_an_ordinary_folder(
    base: str, make_data: Callable[..., CorpusData], tmp_path: Path
) -> None:
    module = trained(base, "lora", make_data(), tmp_path)
    artefact.export(tmp_path / "out", tmp_path / "merged")
    merged = llm.load(tmp_path / "merged")
    torch.testing.assert_close(logits(merged), logits(module.language), rtol=0, atol=1e-5)
    assert merged.model.state_dict().keys() == llm.load(base).model.state_dict().keys()
    assert artefact.load(tmp_path / "merged")[1]["merged"]["rank"] == 4
    with pytest.raises(InputError, match="no LoRA"):
        artefact.merge(merged)
    with pytest.raises(InputError, match="already"):
        artefact.export(tmp_path / "merged", tmp_path / "again")


def test_a_lora_of_another_base_or_a_damaged_file_is_refused(
    base: str, make_data: Callable[..., CorpusData], tmp_path: Path
) -> None:
    trained(base, "lora", make_data(), tmp_path)
    artefact.export(tmp_path / "out", tmp_path / "merged")
    with pytest.raises(WeightsError, match="trained for another base model"):
        artefact.insert(llm.load(tmp_path / "merged"), tmp_path / "out")
    weights = tmp_path / "merged" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-4] + b"\x00\x01\x02\x03")
    with pytest.raises(WeightsError, match="does not match"):
        artefact.load(tmp_path / "merged")
    with pytest.raises(WeightsError, match="No weights"):
        artefact.load(tmp_path / "absent")
