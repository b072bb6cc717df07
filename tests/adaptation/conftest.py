"""A tiny random Llama in a folder, with a byte tokenizer of its own, and a tiny corpus."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

pytest.importorskip("transformers", reason='the language extra is not installed: pip install "physfm[language]"')


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of a Llama of two layers whose tokens are bytes, with the control tokens of a chat model."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={letter: i for i, letter in enumerate(letters)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(t, special=True) for t in ("<|endoftext|>", "<|im_end|>")])
    folder = tmp_path_factory.mktemp("base") / "tiny"
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|im_end|>").save_pretrained(folder)
    torch.manual_seed(5)
    config = LlamaConfig(
        vocab_size=258,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        tie_word_embeddings=True,
        eos_token_id=257,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return str(folder)


def line(number: int, text: str, **fields: object) -> str:
    """Return one line as the corpus writes it."""
    facts = {"id": f"doc-{number}", "text": text, "title": f"Title {number}", "source": "book", "license": "CC0-1.0"}
    facts |= {"categories": ["hep-ph", "hep-ex"], "sha256": hashlib.sha256(text.encode()).hexdigest()}
    return json.dumps({**facts, **fields}) + "\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[[list[str]], Path]:
    """Write texts as a corpus of one shard."""

    def write(texts: list[str]) -> Path:
        path = tmp_path / "corpus" / "part-00000.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(line(i, text) for i, text in enumerate(texts)))
        return path

    return write


@pytest.fixture
def prose() -> list[str]:
    """Forty short texts, some with equations, some beyond ASCII."""
    return [
        f"Section {i}. The force is $F_{{{i}}} = m a / {i + 2}$ and ΔE ≈ {i} eV."
        + " It moves on." * (i % 7)
        + (f"\n\n$$ E = \\frac{{1}}{{2}} m v^{{{i + 2}}} . $$\n" if i % 3 == 0 else "")
        for i in range(40)
    ]
