"""Stages 2 and 3 from end to end on the toy encoder, with the real base model: what they write loads and answers."""

from pathlib import Path

import pytest
import torch
from lightning.pytorch import Trainer, seed_everything

from physfm import adapter as adapters
from physfm import checkpoint, discovery, llm, lora
from physfm.data import EncodedData
from physfm.errors import WeightsError
from physfm.instruction import Instruction, SaveAdapter
from physfm.latent import LatentSpace
from physfm.model import BASE, PhysicsModel
from physfm.training import Alignment, SaveLatent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*does not have many workers"),
    pytest.mark.filterwarnings("ignore:.*number of training batches"),
    pytest.mark.filterwarnings("ignore:Found .* in eval mode"),  # the frozen language model
]


def trainer(callback: object, steps: int) -> Trainer:
    return Trainer(
        max_steps=steps,
        callbacks=[callback],  # type: ignore[list-item]
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        accelerator="cpu",
        num_sanity_val_steps=0,
    )


@pytest.fixture
def weights(toy: str, tmp_path: Path) -> Path:
    """Train all three stages for a moment and return the folder of what they wrote."""
    seed_everything(1, verbose=False)
    torch.set_num_threads(2)
    folder = tmp_path / "weights"
    encoder = discovery.load(toy)(width=32)
    checkpoint.save(folder / toy, "encoder", encoder, encoder.config, {})

    def data() -> EncodedData:
        return EncodedData({toy: 64}, 24, str(tmp_path / "data"), str(folder), batch_size=8)

    space = LatentSpace({toy: 32}, latent_width=48, latent_tokens=4, trunk_depth=1, num_heads=4)
    trainer(SaveLatent(str(folder)), 30).fit(Alignment(space, warmup_steps=5), data())
    module = Instruction(str(folder), lora_from_step=3, warmup_steps=2, several=0.0, quantities=0.3)
    trainer(SaveAdapter(str(folder), limit=16), 6).fit(module, data())
    return folder


def test_what_the_stages_write_loads_and_answers_with_evidence(weights: Path, tmp_path: Path) -> None:
    path = tmp_path / "swings.csv"
    discovery.load("toy").kinds()[0].generate(path, items=3, seed=5)
    model = PhysicsModel.load(weights)
    latents = model.encode(path)
    assert latents.tokens.shape == (3, 4, 48)
    assert latents.aligned
    answer = model.look("Is the swing damped?", path)
    assert answer.text
    assert any(e.content.startswith("length = ") for e in answer.evidence)
    assert answer.route.encoders == ("toy",)
    proof = model.proof["toy"]["damping"]
    assert {"n", "words", "head", "majority", "zeroed", "swapped", "random_encoder"} <= set(proof)


def test_the_adapter_loads_strictly_or_not_at_all(weights: Path) -> None:
    language = llm.load(BASE)
    sha256 = str(checkpoint.read_card(weights, "latent")["sha256"])
    adapters.load(weights, language, sha256)
    assert any(v.abs().max() > 0 for k, v in lora.state(language).items() if "lora_B" in k), "LoRA never moved"
    with pytest.raises(WeightsError, match="trained for another latent space"):
        adapters.load(weights, llm.load(BASE), "0" * 64)
    other = llm.load(BASE)
    other.__dict__["backbone_hash"] = "0" * 64
    with pytest.raises(WeightsError, match="trained for another base model"):
        adapters.load(weights, other, sha256)
    (weights / "adapter.safetensors").write_bytes(b"damaged")
    with pytest.raises(WeightsError, match="does not match the sha256"):
        adapters.load(weights, llm.load(BASE), sha256)
