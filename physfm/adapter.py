"""The language adapter: shared latents into the token space of a language model, and the proof that they are used.

One artefact, ``adapter.safetensors`` with ``adapter.json``: projector, LoRA, configuration, the hashes of the backbone,
its tokenizer and the latent space it was trained on, and the proof (accuracy with the physics tokens, with them zeroed,
swapped, or from a random encoder). It loads strictly or not at all: most connector bugs people report about LLaVA are
about loading half of one. The projector stays in float32 whatever the backbone (L3M, arXiv 2506.14757).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jaxtyping import Float
from torch import Tensor, nn

from physfm import checkpoint
from physfm import lora as low_rank
from physfm.errors import WeightsError
from physfm.llm import LanguageModel

NAME = "adapter"


class Adapter(nn.Module):
    """Two-layer projector from the shared latent space into a language model's token space.

    Parameters
    ----------
    latent_width
        Width of the shared latents.
    llm_width
        Width of the language model's token embeddings.
    scale
        Root mean square of the language model's own token embeddings: projected tokens start at that size.
    """

    def __init__(self, latent_width: int, llm_width: int, scale: float) -> None:
        super().__init__()
        self.config = {"latent_width": latent_width, "llm_width": llm_width, "scale": scale}
        self.inner = nn.Linear(latent_width, llm_width)
        self.outer = nn.Linear(llm_width, llm_width)
        self.norm = nn.RMSNorm(llm_width)
        nn.init.constant_(self.norm.weight, scale)

    def forward(self, latents: Float[Tensor, "*items latent_width"]) -> Float[Tensor, "*items llm_width"]:
        """Project latents; float32 in and out."""
        return self.norm(self.outer(nn.functional.gelu(self.inner(latents))))


def embedding_scale(language: LanguageModel) -> float:
    """Root mean square of the language model's token embeddings."""
    weight: Tensor = language.model.get_input_embeddings().weight
    return float(weight.detach().float().pow(2).mean().sqrt())


def save(
    folder: Path,
    adapter: Adapter,
    language: LanguageModel,
    latent_sha256: str,
    lora: Mapping[str, Any] | None,
    proof: Mapping[str, Any],
    provenance: Mapping[str, Any],
) -> Path:
    """Write the artefact.

    Parameters
    ----------
    latent_sha256
        Hash of the latent space's weights file that the adapter was trained on.
    lora
        ``{"rank", "alpha", "targets"}`` if the language model carries LoRA, None otherwise.
    proof
        What the modality check measured (`physfm.training.prove`).
    """
    state = {f"projector.{k}": v for k, v in adapter.state_dict().items()}
    state |= {f"lora.{k}": v for k, v in low_rank.state(language).items()}
    card = {
        "class_path": "physfm.adapter.Adapter",
        "config": adapter.config,
        "parameters": sum(v.numel() for v in state.values()),
        "lora": dict(lora) if lora else None,
        "backbone": {
            "name": language.name,
            "sha256": language.backbone_hash,
            "tokenizer_sha256": language.tokenizer_hash,
        },
        "latent_sha256": latent_sha256,
        "proof": dict(proof),
        "provenance": dict(provenance),
    }
    return checkpoint.save_tensors(folder, NAME, state, card)


def load(folder: Path, language: LanguageModel, latent_sha256: str) -> tuple[Adapter, dict[str, Any]]:
    """Load the artefact and put its LoRA into ``language``; return the projector and the card.

    Raises
    ------
    WeightsError
        If it was made for another backbone, tokenizer or latent space, or does not fit.
    """
    card, state = checkpoint.load_tensors(folder, NAME)
    advice = "Train one for it (experiments/instruct) or load that one."
    language.require(card["backbone"], f"The adapter in {folder}", advice)
    if card["latent_sha256"] != latent_sha256:
        raise WeightsError(
            f"The adapter in {folder} was trained for another latent space (sha256 {card['latent_sha256'][:12]}), got "
            f"{latent_sha256[:12]}. {advice}"
        )
    adapter = Adapter(**card["config"])
    projector = {k.removeprefix("projector."): v for k, v in state.items() if k.startswith("projector.")}
    checkpoint.fit(adapter, projector, f"{folder}/{NAME}.safetensors")
    if card["lora"]:
        updates = {k.removeprefix("lora."): v for k, v in state.items() if k.startswith("lora.")}
        low_rank.insert(language, card["lora"], updates)
    return adapter.eval(), card
