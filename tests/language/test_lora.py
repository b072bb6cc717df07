"""Several sets of low-rank updates in one language model, and the artefact that holds one."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from physfm import chat, llm, lora
from physfm.errors import WeightsError
from physfm.model import BASE


@pytest.fixture
def language() -> llm.LanguageModel:
    return llm.load(BASE)


def _logits(language: llm.LanguageModel) -> torch.Tensor:
    embeds, mask = language.chat_embeddings([chat.user_message("What is a quark?")])
    with torch.no_grad():
        found: torch.Tensor = language.model(inputs_embeds=embeds, attention_mask=mask).logits
    return found


def _randomise(language: llm.LanguageModel, name: str, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in lora.parameters(language, name):
            parameter.copy_(0.05 * torch.randn(parameter.shape, generator=generator))


def test_new_updates_change_nothing_and_two_sets_act_one_at_a_time(language: llm.LanguageModel) -> None:
    bare = _logits(language)
    lora.add(language, 2, 4, ["q_proj"])
    assert torch.equal(_logits(language), bare), "B starts at zero"
    lora.add(language, 3, 3, ["q_proj", "v_proj"], "calling")
    assert [p.requires_grad for p in lora.parameters(language)] == [False] * 60, "only the new set is trained"
    assert all(p.requires_grad for p in lora.parameters(language, "calling"))
    _randomise(language, "default", 1)
    _randomise(language, "calling", 2)
    with lora.using(language, "default"):
        reading = _logits(language)
    with lora.using(language, "calling"):
        calling = _logits(language)
        with lora.using(language, None):
            assert torch.equal(_logits(language), bare)
        assert torch.equal(_logits(language), calling), "using() puts back what acted before"
    assert not torch.allclose(reading, calling, atol=1e-2)
    assert not torch.allclose(reading, bare, atol=1e-2)


def test_an_artefact_comes_back_exactly_and_only_into_its_backbone(language: llm.LanguageModel, tmp_path: Path) -> None:
    lora.add(language, 2, 4, ["q_proj"], "calling")
    _randomise(language, "calling", 3)
    expected = _logits(language)
    facts = {"rank": 2, "alpha": 4, "targets": ["q_proj"]}
    lora.save(tmp_path, "calling", language, facts, {"class_path": "physfm.calling.Calling", "provenance": {}})
    other = llm.load(BASE)
    lora.load(tmp_path, "calling", other)
    with lora.using(other, "calling"):
        assert torch.equal(_logits(other), expected)
    assert not any(p.requires_grad for p in other.model.parameters())
    stranger = llm.LanguageModel(other.model, other.tokenizer, "stranger", "0" * 64)
    with pytest.raises(WeightsError, match=r"trained for another base model \(smollm2-135m.* got stranger"):
        lora.load(tmp_path, "calling", stranger)
