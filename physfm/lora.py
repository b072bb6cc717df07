"""Low-rank updates of a frozen language model (LoRA, arXiv 2106.09685), several side by side under names.

One base model serves several purposes: reading physics tokens, calling tools, a domain. Each purpose has its own set of
updates; `using` makes one set (or none) act for the length of a ``with`` block. peft writes the layers, we keep the
books: which tensors are whose, and that a stored set fits exactly.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from physfm import checkpoint
from physfm.errors import MissingDependency, WeightsError
from physfm.llm import LanguageModel

READING = "default"  # peft's own name: the stored adapters that read physics tokens were written with it


def add(language: LanguageModel, rank: int, alpha: int, targets: Sequence[str], name: str = READING) -> None:
    """Insert trainable low-rank updates into the frozen language model; they alone are trained and act.

    Parameters
    ----------
    rank, alpha
        Rank of the updates; their scale is ``alpha / rank``.
    targets
        Names of the linear layers, such as ``q_proj``.
    name
        Of this set of updates.

    Raises
    ------
    MissingDependency
        If peft is not installed.
    """
    try:
        from peft import LoraConfig, inject_adapter_in_model
    except ImportError as err:
        raise MissingDependency("LoRA", "peft", "language") from err
    config = LoraConfig(r=rank, lora_alpha=alpha, target_modules=list(targets), lora_dropout=0.0, bias="none")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Already found a `peft_config`")  # several sets are what we want
        inject_adapter_in_model(config, language.model, adapter_name=name)
    _activate(language, name)
    for key, parameter in language.model.named_parameters():
        parameter.requires_grad_(_belongs(key, name))


def parameters(language: LanguageModel, name: str = READING) -> list[nn.Parameter]:
    """Return the low-rank parameters of one set; empty if there is none of this name."""
    return [p for key, p in language.model.named_parameters() if _belongs(key, name)]


def state(language: LanguageModel, name: str = READING) -> dict[str, Tensor]:
    """Return the low-rank tensors of one set; empty if there is none of this name."""
    return {key: value for key, value in language.model.state_dict().items() if _belongs(key, name)}


def insert(
    language: LanguageModel, lora: Mapping[str, Any], tensors: Mapping[str, Tensor], name: str = READING
) -> None:
    """Give the language model a stored set of updates, strictly.

    Parameters
    ----------
    lora
        ``{"rank", "alpha", "targets"}`` as stored.
    tensors
        As `state` returned them.

    Raises
    ------
    WeightsError
        If the stored tensors are not exactly the ones that the backbone takes.
    """
    add(language, lora["rank"], lora["alpha"], lora["targets"], name)
    own = state(language, name)
    if own.keys() != tensors.keys():
        different = sorted(own.keys() ^ tensors.keys())[:3]
        raise WeightsError(f"Stored LoRA does not fit {language.name}: {different} differ.")
    with torch.no_grad():
        for key, tensor in own.items():
            tensor.copy_(tensors[key])
    language.model.requires_grad_(False)


def save(folder: Path, name: str, language: LanguageModel, lora: Mapping[str, Any], card: Mapping[str, Any]) -> Path:
    """Write one set of updates as an artefact of its own, ``NAME.safetensors`` and ``NAME.json``.

    Parameters
    ----------
    lora
        ``{"rank", "alpha", "targets"}`` with which it was added.
    card
        What else the card should say: at least ``class_path`` and ``provenance``.
    """
    backbone = {
        "name": language.name,
        "sha256": language.backbone_hash,
        "tokenizer_sha256": language.tokenizer_hash,
    }
    return checkpoint.save_tensors(
        folder, name, state(language, name), {**card, "lora": dict(lora), "backbone": backbone}
    )


def load(folder: Path, name: str, language: LanguageModel) -> dict[str, Any]:
    """Put a stored artefact of updates into a language model; return its card.

    Raises
    ------
    WeightsError
        If it is missing, was made for another backbone or tokenizer, or does not fit.
    """
    card, tensors = checkpoint.load_tensors(folder, name)
    language.require(card["backbone"], f"{name!r} in {folder}", "Train it for this one, or load that one.")
    insert(language, card["lora"], tensors, name)
    return card


@contextmanager
def using(language: LanguageModel, name: str | None) -> Iterator[None]:
    """Let one set of updates act, or none of them, and put back what acted before."""
    layers = _layers(language)
    before = [(layer, list(layer.active_adapters), layer.disable_adapters) for layer in layers]
    try:
        _activate(language, name)
        yield
    finally:
        for layer, active, disabled in before:
            layer.enable_adapters(not disabled)
            if not disabled:
                layer.set_adapter(active)
        language.model.requires_grad_(False)


def _layers(language: LanguageModel) -> list[Any]:
    return [module for module in language.model.modules() if hasattr(module, "lora_A")]


def _activate(language: LanguageModel, name: str | None) -> None:
    for layer in _layers(language):
        layer.enable_adapters(name is not None)
        if name is not None:
            layer.set_adapter([name])


def _belongs(key: str, name: str) -> bool:
    # Such as "model.layers.0.self_attn.q_proj.lora_A.default.weight".
    return "lora_" in key and key.rsplit(".", 2)[-2] == name
