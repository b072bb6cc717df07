"""A small language model from scratch: a Llama whose tokens are the symbols of the derivations and of their trees.

One token a sign, a letter, a digit, a whole power, a piece of the fixed wording, and a word of
`physfm.symbolic.linearise`; a letter after a space is a token of its own. What is tokenised comes back to the letter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from experiments.symbolic_reasoning.problem import NAMES, TREE, WRITE_TREES
from experiments.symbolic_reasoning.settings import Settings
from physfm.llm import LanguageModel

NAME = "scratch"
END = "<end>"
WORDING = (
    ". Solve for ",
    ". Write ",
    " in ",
    ". Dimension of ",
    WRITE_TREES,
    TREE,
    "\n",
    " = ",
    " + ",
    " - ",
    ": ",
    ", ",
    "sqrt",
)
WORDS = ("SUM", "PRODUCT", "QUOTIENT", "POWER", "END")
POWERS = (*(f"^{n}" for n in range(1, 10)), *(f"^-{n}" for n in range(1, 10)))
SIGNS = "0123456789+-*/^().?=: "


def tokenizer() -> Any:
    """Return the tokenizer."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = [*NAMES, "M", "L", "T", "z"]
    pieces = [*WORDING, *WORDS, *(f" {word}" for word in WORDS), *POWERS, *SIGNS, *letters]
    pieces += [f" {letter}" for letter in letters] + [f" @{digit}" for digit in range(10)]
    pieces = list(dict.fromkeys(pieces))
    pattern = "|".join(_escaped(piece) for piece in sorted(pieces, key=len, reverse=True))
    made = Tokenizer(models.WordLevel({piece: i for i, piece in enumerate([END, "<unknown>", *pieces])}, "<unknown>"))
    made.pre_tokenizer = pre_tokenizers.Split(Regex(pattern), "isolated")
    made.decoder = decoders.Fuse()
    return PreTrainedTokenizerFast(
        tokenizer_object=made, eos_token=END, unk_token="<unknown>", clean_up_tokenization_spaces=False
    )


def _escaped(piece: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\^$.|?*+()[]{}-/" else sign for sign in piece)


def fresh(settings: Settings, seed: int) -> LanguageModel:
    """Return an untrained model."""
    from transformers import Lfm2Config, Lfm2ForCausalLM

    words = tokenizer()
    torch.manual_seed(seed)
    config = Lfm2Config(
        vocab_size=len(words),
        hidden_size=settings.width,
        intermediate_size=8 * settings.width // 3,
        num_hidden_layers=settings.layers,
        num_attention_heads=settings.width // 32,
        num_key_value_heads=settings.width // 32,
        block_auto_adjust_ff_dim=False,
        layer_types=["full_attention" if layer % 2 else "conv" for layer in range(settings.layers)],
        max_position_embeddings=1024,
        tie_word_embeddings=True,
        pad_token_id=words.eos_token_id,
        bos_token_id=None,
        eos_token_id=words.eos_token_id,
    )
    model: Any = Lfm2ForCausalLM(config)
    return LanguageModel(model.to(settings.device), words, NAME, "0" * 64)


def save(language: LanguageModel, folder: Path) -> None:
    """Write it as a Hugging Face folder, which `physfm.llm.load` reads."""
    language.model.save_pretrained(folder)
    language.tokenizer.save_pretrained(folder)
