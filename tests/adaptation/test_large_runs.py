"""The configurations for GPUs, which are not run here: they parse, build without weights, and fit a Llama."""

import sys
from pathlib import Path

import pytest
import torch
import yaml

from physfm import llm, lora
from physfm.adaptation.continued import Adaptation
from physfm.adaptation.data import CorpusData

FOLDER = Path(__file__).resolve().parents[2] / "experiments" / "domain_adaptation" / "gpu"
YAMLS = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of jsonargparse, by Lightning's own use of it
@pytest.mark.parametrize("path", YAMLS, ids=lambda p: p.stem)
def test_a_configuration_parses_and_its_parts_are_built_without_weights(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lightning.pytorch.cli import LightningCLI

    class Parsed(LightningCLI):
        """Model, data, callbacks and strategy, but no trainer, which would look for its GPUs."""

        def instantiate_classes(self) -> None:
            self.built = self.parser.instantiate_classes(self.config)

    monkeypatch.setattr(sys, "argv", ["physfm", "--config", str(path)])
    built = Parsed(subclass_mode_model=True, subclass_mode_data=True, run=False).built
    model, data, trainer = built.model, built.data, built.trainer
    assert isinstance(model, Adaptation)
    assert isinstance(data, CorpusData)
    assert model.base == data.base
    assert not list(model.parameters())  # they come in configure_model
    assert "NOT RUN HERE" in path.read_text()
    # As the comments say.
    gpus = trainer["devices"] * trainer["num_nodes"]
    step = gpus * data.batch_size * trainer["accumulate_grad_batches"] * data.context
    assert step == 1_048_576
    assert data.blocks_per_epoch * data.context * trainer["max_epochs"] == pytest.approx(2.0e9, rel=0.01)


def test_the_sharding_policy_names_the_layers_of_a_llama() -> None:
    from transformers.models.llama.modeling_llama import LlamaDecoderLayer

    settings = yaml.safe_load((FOLDER / "llama3-full.yaml").read_text())["trainer"]["strategy"]["init_args"]
    assert settings["auto_wrap_policy"] == [f"{LlamaDecoderLayer.__module__}.{LlamaDecoderLayer.__name__}"]


def test_lora_of_the_configuration_fits_a_llama_of_that_size(base: str) -> None:
    """On the meta device, 8 billion parameters in no memory: as many trainable ones as rank and widths say."""
    from transformers import AutoModelForCausalLM, LlamaConfig

    settings = yaml.safe_load((FOLDER / "llama3-lora.yaml").read_text())["model"]["init_args"]
    config = LlamaConfig(
        vocab_size=128256,
        hidden_size=4096,
        intermediate_size=14336,
        num_hidden_layers=32,
        num_attention_heads=32,
        num_key_value_heads=8,
    )
    tokenizer = llm.load(base).tokenizer
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config)
        assert sum(p.numel() for p in model.parameters()) == pytest.approx(8.03e9, rel=1e-3)
        language = llm.LanguageModel(model, tokenizer, "llama", "")
        lora.add(language, settings["lora_rank"], settings["lora_alpha"], settings["lora_targets"])
        trained = lora.parameters(language)
    # q, o: 4096 to 4096; k, v: 4096 to 1024; gate, up, down: between 4096 and 14336
    widths = (4096 + 4096) * 2 + (4096 + 1024) * 2 + (4096 + 14336) * 3
    assert sum(p.numel() for p in trained) == 32 * settings["lora_rank"] * widths
