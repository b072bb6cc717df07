"""A corpus as one memory-mapped stream of tokens, made once and named by the hashes of all that it depends on.

Each document is the end-of-text token, which opens it, and its text; one more end-of-text token closes the stream.
Blocks are windows of the stream that touch without overlap: every token is the input once, and every token but the
first is the target once. A text is only ever text: a control token spelled in it is split into plain tokens.

Attention does not cross documents: positions start again at every end-of-text token (`positions`), and transformers
builds from them a mask in which each document of a block sees itself alone (tests hold it to documents run one by one).
The part of a document that begins a block has lost what stood before, as in every packing into blocks.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, final

import numpy as np
import torch
from jaxtyping import Int
from numpy.typing import NDArray
from torch import Tensor

from physfm import checkpoint
from physfm.adaptation import text
from physfm.adaptation.augmentation import Augmentation, Count
from physfm.adaptation.text import Text
from physfm.bases import BASES, cache_dir
from physfm.errors import InputError, MissingDependency
from physfm.llm import IGNORED, LanguageModel

SCHEMA = 1
CHUNK = 64  # documents tokenised together
ENDS = ("<|endoftext|>", "<|end_of_text|>")


class Blocks(NamedTuple):
    """A batch of blocks: token ids, positions in their documents, and the next tokens (-100 past the stream)."""

    ids: Int[Tensor, "batch tokens"]
    positions: Int[Tensor, "batch tokens"]
    targets: Int[Tensor, "batch tokens"]


@final
class Words:
    """The tokenizer of a base without its weights.

    Parameters
    ----------
    base
        As `physfm.llm.load` takes it.
    """

    def __init__(self, base: str) -> None:
        try:
            from transformers import AutoTokenizer
        except ImportError as err:
            raise MissingDependency("A language model", err.name or "transformers", "language") from err
        where = cache_dir() / base if base in BASES else Path(base).expanduser()
        local = where.is_dir()
        try:
            tokenizer: Any = AutoTokenizer.from_pretrained(
                where if local else base, trust_remote_code=False, local_files_only=local
            )
        except Exception as err:  # transformers raises whatever its parts raise
            reason = next(iter(str(err).splitlines()), type(err).__name__)
            raise InputError(f"The tokenizer of {base!r} cannot be loaded: {reason}") from err
        # Only for its hash: the same definition for a tokenizer with and without its model.
        self.hash: str = LanguageModel(torch.nn.Identity(), tokenizer, base, "").tokenizer_hash
        self.end = end_of_text(tokenizer)
        self.tokenizer = tokenizer

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of texts, without control tokens."""
        return tokenise(self.tokenizer, texts)


def end_of_text(tokenizer: Any) -> int:
    """Return the token that parts documents: the base's end of text, else whatever ends its sequences."""
    vocabulary = tokenizer.get_vocab()
    found = next((vocabulary[t] for t in ENDS if t in vocabulary), tokenizer.eos_token_id)
    if found is None:
        raise InputError(f"Expected a tokenizer with an end-of-text token ({', '.join(ENDS)} or eos), got none.")
    return int(found)


def tokenise(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    """Token ids of texts as mere text: control tokens in them are spelled out."""
    rows: list[list[int]] = tokenizer(
        list(texts), add_special_tokens=False, split_special_tokens=True, return_attention_mask=False, verbose=False
    ).input_ids
    return rows


def positions(ids: Int[Tensor, "batch tokens"], end: int) -> Int[Tensor, "batch tokens"]:
    """Place of each token in its document, counted from the end-of-text token that opens it, or from the block."""
    index = torch.arange(ids.shape[1], device=ids.device).expand_as(ids)
    return index - torch.where(ids == end, index, 0).cummax(1).values


@final
class Stream:
    """A packed stream on disk, read by blocks.

    Parameters
    ----------
    path
        The ``.bin`` file that `pack` wrote, beside its ``.json``.
    context
        Tokens of a block.
    """

    def __init__(self, path: Path, context: int) -> None:
        if context < 2:
            raise InputError(f"Expected blocks of two tokens or more, got {context}.")
        self.facts: dict[str, Any] = json.loads(path.with_suffix(".json").read_text())
        self.tokens: NDArray[Any] = np.memmap(path, dtype=self.facts["dtype"], mode="r")
        if len(self.tokens) != self.facts["tokens"] + 1:
            raise InputError(
                f"{path} holds {len(self.tokens)} tokens, not the {self.facts['tokens'] + 1} of its card; delete it."
            )
        self.context = context

    def __len__(self) -> int:
        """Blocks, the last one perhaps not full."""
        return -(-int(self.facts["tokens"]) // self.context)

    def blocks(self, chosen: Sequence[int]) -> Blocks:
        """Return blocks by their numbers as one batch."""
        end, size = int(self.facts["end"]), int(self.facts["tokens"])
        ids = torch.full((len(chosen), self.context), end)
        targets = torch.full((len(chosen), self.context), IGNORED)
        for row, number in enumerate(chosen):
            start = number * self.context
            window = torch.from_numpy(np.asarray(self.tokens[start : start + self.context + 1], dtype=np.int64))
            filled = min(self.context, size - start)
            ids[row, :filled] = window[:filled]
            targets[row, :filled] = window[1 : filled + 1]
        return Blocks(ids, positions(ids, end), targets)


@dataclass(frozen=True)
class Recipe:
    """What a stream is made of; equal recipes over equal files and tokenizers are one file in the cache.

    Parameters
    ----------
    held_out
        The validation documents, or all the others.
    share
        Of documents that are held out.
    documents
        Only so many, the first in the order of their hashes; all if None.
    augmentation
        How equations get trees; None: plain text.
    """

    held_out: bool
    share: float
    documents: int | None = None
    augmentation: Augmentation | None = None

    def select(self, files: Sequence[Path]) -> Iterator[Text]:
        """Yield the documents of the recipe, in the order of the files."""
        wanted: frozenset[str] | None = None
        if self.documents is not None:
            hashes = {d.sha256 for d in text.read(files) if d.held_out(self.share) == self.held_out}
            wanted = frozenset(heapq.nsmallest(self.documents, hashes))
        for document in text.read(files):
            if document.held_out(self.share) == self.held_out and (wanted is None or document.sha256 in wanted):
                yield document


def pack(files: Sequence[Path], recipe: Recipe, words: Words, folder: Path) -> Path:
    """Return the stream of a recipe in the cache ``folder``, made if it is not there yet.

    Raises
    ------
    InputError
        If a line cannot be used, or the recipe selects no document.
    """
    made_of = {
        "schema": SCHEMA,
        "shards": [checkpoint.sha256(path) for path in files],
        "tokenizer": words.hash,
        "end": words.end,
        **asdict(recipe),
    }
    key = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
    path = Path(folder) / f"{'validation' if recipe.held_out else 'training'}-{key[:16]}.bin"
    # The card is written last: with it, the stream is whole.
    if path.exists() and path.with_suffix(".json").exists():
        return path
    dtype = np.dtype(np.uint16 if max(words.tokenizer.get_vocab().values()) < 1 << 16 else np.uint32)
    facts: dict[str, Any] = {"tokens": 0, "documents": 0, "bytes": 0}
    count = Count()

    def write(temporary: Path) -> None:
        with temporary.open("wb") as stream:
            for some in _chunks(recipe.select(files)):
                texts = [recipe.augmentation(d, count) if recipe.augmentation else d.text for d in some]
                for document, ids in zip(some, words(texts), strict=True):
                    stream.write(np.array([words.end, *ids], dtype=dtype).tobytes())
                    facts["tokens"] += len(ids) + 1
                    facts["documents"] += 1
                    facts["bytes"] += len(document.text.encode())
            stream.write(np.array([words.end], dtype=dtype).tobytes())
        if not facts["documents"]:
            side = "held out" if recipe.held_out else "to train on"
            raise InputError(f"Expected documents {side} in {len(files)} file(s), got none: change the share held out.")

    checkpoint.write_atomically(path, write)
    card = {**made_of, **facts, "dtype": dtype.name, "equations": count.as_dict(), "files": [f.name for f in files]}
    checkpoint.write_atomically(path.with_suffix(".json"), lambda p: p.write_text(json.dumps(card, indent=2) + "\n"))
    return path


def _chunks(documents: Iterable[Text]) -> Iterator[list[Text]]:
    iterator = iter(documents)
    while some := list(islice(iterator, CHUNK)):
        yield some
