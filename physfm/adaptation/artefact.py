"""Adapted models on disk: LoRA beside the hashes of its base, or all weights as a folder any Hugging Face tool loads.

``adaptation.json`` says which, with the hashes of corpus, base and tokenizer, seeds, commit and metrics. LoRA is one
safetensors file and loads strictly onto the very base that it was trained on; `merge` folds it into the base's weights,
after which the model can be exported, or be given the LoRA of stage 3.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from physfm import checkpoint, llm
from physfm import lora as low_rank
from physfm.bases import quiet_transformers
from physfm.errors import InputError, WeightsError
from physfm.llm import LanguageModel

NAME = "adaptation"


def save(
    folder: Path,
    language: LanguageModel,
    lora: Mapping[str, Any] | None,
    state: Mapping[str, Tensor],
    facts: Mapping[str, Any],
) -> Path:
    """Write an adapted model; return the path of its card.

    Parameters
    ----------
    language
        The model that was trained, for its base's hashes, configuration and tokenizer.
    lora
        ``{"rank", "alpha", "targets"}``; None if all weights were trained.
    state
        Tensors of ``language.model`` by name, on any device.
    facts
        Corpus, training, metrics, provenance.
    """
    made_of = {
        "mode": "lora" if lora else "full",
        "lora": dict(lora) if lora else None,
        "base": {
            "name": language.name,
            "sha256": language.backbone_hash,
            "tokenizer_sha256": language.tokenizer_hash,
        },
        **facts,
    }
    if lora:
        tensors = {k: v for k, v in state.items() if "lora_" in k}
        parameters = sum(v.numel() for v in tensors.values())
        return checkpoint.save_tensors(folder, NAME, tensors, {**made_of, "parameters": parameters})
    return _save_folder(Path(folder), language, state, made_of)


def _save_folder(
    folder: Path, language: LanguageModel, state: Mapping[str, Tensor] | None, card: Mapping[str, Any]
) -> Path:
    """Write a Hugging Face folder whole or not at all; the card names the hash of each file of weights."""
    temporary = folder.with_name(f".{folder.name}.writing")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    try:
        options = {} if state is None else {"state_dict": {k: v.detach().cpu() for k, v in state.items()}}
        with quiet_transformers():
            language.model.save_pretrained(temporary, **options)
            language.tokenizer.save_pretrained(temporary)
        files = {p.name: checkpoint.sha256(p) for p in sorted(temporary.glob("*.safetensors"))}
        full = {
            "schema": checkpoint.SCHEMA,
            "sha256": files,
            "parameters": sum(p.numel() for p in language.model.parameters()),
            **card,
        }
        (temporary / f"{NAME}.json").write_text(json.dumps(full, indent=2, sort_keys=True) + "\n")
        if folder.exists():
            shutil.rmtree(folder)
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder / f"{NAME}.json"


def load(folder: str | Path, device: torch.device | str = "cpu") -> tuple[LanguageModel, dict[str, Any]]:
    """Load an adapted model and its card, LoRA inserted but not merged.

    Raises
    ------
    WeightsError
        If a file is missing, damaged or replaced, or the base here is not the one that was adapted.
    """
    folder = Path(folder)
    card = checkpoint.read_card(folder, NAME)
    if card["mode"] == "full":
        for name, sha256 in card["sha256"].items():
            if not (folder / name).is_file() or checkpoint.sha256(folder / name) != sha256:
                raise WeightsError(f"{folder / name} is missing or does not match its sha256 in {NAME}.json.")
        return llm.load(folder, device), card
    language = llm.load(card["base"]["name"], device)
    return insert(language, folder), card


def insert(language: LanguageModel, folder: str | Path) -> LanguageModel:
    """Give a base its stored LoRA; return it.

    Raises
    ------
    WeightsError
        If it was trained on another base or tokenizer, or is no LoRA.
    """
    card, state = checkpoint.load_tensors(Path(folder), NAME)
    if not card["lora"]:
        raise WeightsError(f"{folder} holds all weights, not LoRA; load it as a model.")
    language.require(card["base"], f"The LoRA in {folder}", "Train it for this one (experiments/domain_adaptation).")
    low_rank.insert(language, card["lora"], state)
    return language


def merge(language: LanguageModel) -> LanguageModel:
    """Fold LoRA into the weights and take its layers out; return the model, which gives the same logits.

    Raises
    ------
    InputError
        If the model has no LoRA.
    """
    from peft.tuners.tuners_utils import BaseTunerLayer

    layers = [(name, layer) for name, layer in language.model.named_modules() if isinstance(layer, BaseTunerLayer)]
    if not layers:
        raise InputError(f"{language.name} carries no LoRA that could be merged.")
    for name, layer in layers:
        layer.merge()
        parent, _, own = name.rpartition(".")
        setattr(language.model.get_submodule(parent), own, layer.get_base_layer())
    # transformers takes a model with this mark for one whose LoRA it should save.
    if hasattr(language.model, "peft_config"):
        del language.model.peft_config
    return language


def export(folder: str | Path, target: str | Path) -> Path:
    """Write the LoRA of ``folder``, merged into its base, as the Hugging Face folder ``target``; return its card."""
    language, card = load(folder)
    if card["mode"] != "lora":
        raise InputError(f"{folder} is a Hugging Face folder already.")
    kept = {k: v for k, v in card.items() if k not in ("schema", "sha256", "parameters", "mode", "lora")}
    kept |= {"mode": "full", "lora": None, "merged": card["lora"]}
    return _save_folder(Path(target), merge(language), None, kept)
