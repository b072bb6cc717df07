"""Base language models: load any Hugging Face causal LM, and put physics tokens into its chat.

A conversation comes from `physfm.chat` as token ids cut at the placeholders; `LanguageModel` splices the attachments'
projected embeddings in between (as LLaVA does for images), so that several attachments of different modalities can
stand in one conversation. Batches are padded on the left, so that the same batch serves training and generation, and
all answers end together: `answer_loss` has the model make logits at answer positions only. Everything is frozen and
deterministic. How the bases are got (`pull`, `available`, `remove`, ...) is in `physfm.bases`.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, final

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from physfm.bases import BASES, cache_dir, manifest, quiet_transformers
from physfm.chat import PLACEHOLDER, Chat, Message
from physfm.checkpoint import sha256
from physfm.errors import InputError, MissingDependency, WeightsError, did_you_mean

IGNORED = -100
# (tokens, width); attachments of one conversation differ in tokens, so the axes are not named together.
Attachment = Float[Tensor, "_ _"]


class Spliced(NamedTuple):
    """A batch for the language model: embeddings, attention mask (1 real, 0 padding), labels (-100 not trained on)."""

    embeds: Float[Tensor, "batch tokens width"]
    mask: Int[Tensor, "batch tokens"]
    labels: Int[Tensor, "batch tokens"]


@final
class LanguageModel:
    """A frozen causal language model with its tokenizer; deliberately no ``nn.Module``.

    Whatever trains an adapter holds it without taking its half gigabyte into its own state dict; move it with `to`.

    Parameters
    ----------
    model
        A Hugging Face causal LM. It is put in eval mode and frozen; LoRA may be injected into it afterwards.
    tokenizer
        Its tokenizer; `chat` writes conversations with it.
    name
        Under which it was loaded.
    weights
        The safetensors files that `backbone_hash` stands for, or the hash itself where it is known.
    """

    def __init__(self, model: nn.Module, tokenizer: Any, name: str, weights: Sequence[Path] | str) -> None:
        self.model: Any = model.eval().requires_grad_(False)
        self.tokenizer = tokenizer
        self.name = name
        self._weights = weights
        self.chat = Chat(tokenizer)

    @property
    def width(self) -> int:
        """Width of the token embeddings."""
        return int(self.model.get_input_embeddings().weight.shape[1])

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        device: torch.device = self.model.get_input_embeddings().weight.device
        return device

    @cached_property
    def context(self) -> int:
        """Most tokens that the model takes."""
        return int(getattr(self.model.config, "max_position_embeddings", 0) or 1 << 20)

    @cached_property
    def backbone_hash(self) -> str:
        """SHA-256 of the weights' safetensors file; for several, of the list of their hashes."""
        if isinstance(self._weights, str):
            return self._weights
        hashes = [sha256(path) for path in self._weights]
        return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()

    @cached_property
    def tokenizer_hash(self) -> str:
        """SHA-256 of what the tokenizer does: vocabulary, chat template, and the ids of a text that exercises it."""
        probe = 'Jet p_T = 1234.5 GeV,  \tm² ≈ 80.4 GeV/c²; don\'t <|x|> Grüße\n\n"ΔE" 10^{-19}   42'
        what = [
            sorted(self.tokenizer.get_vocab().items()),
            self.tokenizer.chat_template,
            self.tokenizer(probe, add_special_tokens=False).input_ids,
        ]
        return hashlib.sha256(json.dumps(what).encode()).hexdigest()

    def require(self, trained_for: Mapping[str, str], weights: str, advice: str) -> None:
        """See to it that weights which were trained for a base model are for this one.

        Parameters
        ----------
        trained_for
            ``name``, ``sha256`` and ``tokenizer_sha256`` of that base.
        weights, advice
            What the weights are and what to do, for the message.

        Raises
        ------
        WeightsError
            If they are for another base, or another tokenizer.
        """
        for what, expected, got in (
            ("base model", trained_for["sha256"], self.backbone_hash),
            ("tokenizer", trained_for["tokenizer_sha256"], self.tokenizer_hash),
        ):
            if expected != got:
                raise WeightsError(
                    f"{weights} was trained for another {what} ({trained_for['name']}, sha256 {expected[:12]}), got "
                    f"{self.name} with {got[:12]}. {advice}"
                )

    def to(self, device: torch.device | str) -> LanguageModel:
        """Move the weights; return self."""
        self.model.to(device)
        return self

    def embed(self, token_ids: Int[Tensor, "*shape"]) -> Float[Tensor, "*shape width"]:
        """Embeddings of token ids, as the model itself makes them (scaled where it scales them)."""
        embedded: Tensor = self.model.get_input_embeddings()(token_ids.to(self.device))
        return embedded

    # Physics among the tokens --------------------------------------------------------------------------------------

    def chat_embeddings(
        self, messages: Sequence[Message], attachments: Sequence[Attachment] = ()
    ) -> tuple[Float[Tensor, "1 tokens width"], Int[Tensor, "1 tokens"]]:
        """Embeddings and attention mask of one conversation, ready for `generate`.

        Parameters
        ----------
        messages
            ``{"role": ..., "content": ...}``; `physfm.chat.SYSTEM_PROMPT` is put first unless a system message is
            there. ``<physics>`` stands once for each attachment, in order; users' text must have gone through
            `physfm.chat.escape`.
        attachments
            (tokens, width) each, already projected to the model's width.

        Raises
        ------
        ValueError
            If placeholders and attachments differ in number, or an attachment has another width.
        """
        embeds, mask, _ = self.batch_embeddings([(messages, attachments, None)])
        return embeds, mask

    def batch_embeddings(self, items: Sequence[tuple[Sequence[Message], Sequence[Attachment], str | None]]) -> Spliced:
        """Left-padded batch of conversations with their answers (None: to be generated).

        Labels are the tokens of the answer and its end of turn, -100 elsewhere. Gradients reach the attachments.

        Raises
        ------
        ValueError
            As `chat_embeddings`, or if a conversation is longer than the model takes.
        """
        rows: list[list[int]] = []
        lengths: list[int] = []
        attached: list[Tensor] = []
        for messages, attachments, answer in items:
            pieces, after = self.chat.pieces(messages, answer)
            if len(pieces) - 1 != len(attachments):
                raise ValueError(
                    f"The conversation has {len(pieces) - 1} placeholder(s) {PLACEHOLDER} and {len(attachments)} "
                    "attachment(s); give one for each, and pass users' text through escape()."
                )
            row = list(pieces[0])
            for attachment, piece in zip(attachments, pieces[1:], strict=True):
                if attachment.ndim != 2 or attachment.shape[1] != self.width:
                    raise ValueError(
                        f"An attachment must be (tokens, {self.width}) for {self.name}, got {tuple(attachment.shape)}."
                    )
                row += [-1] * attachment.shape[0]  # -1: a physics token stands here
                row += piece
                attached.append(attachment)
            lengths.append(len(after))
            rows.append([*row, *after])
        longest = max(map(len, rows))
        if longest > self.context:
            raise ValueError(f"The conversation has {longest} tokens; {self.name} takes at most {self.context}.")
        # -2: padding
        ids = torch.tensor([[-2] * (longest - len(row)) + row for row in rows], device=self.device)
        answers = torch.tensor(lengths, device=self.device).unsqueeze(1)
        trained = torch.arange(longest, device=self.device) >= longest - answers  # (batch, tokens)
        embeds = self.embed(ids.clamp(min=0))
        if attached:
            physics = torch.cat([a.to(embeds) for a in attached])
            embeds = embeds.masked_scatter((ids == -1).unsqueeze(-1), physics)
        return Spliced(embeds, (ids != -2).long(), ids.masked_fill(~trained, IGNORED))

    # Tokens to text ------------------------------------------------------------------------------------------------

    @torch.no_grad()
    def generate(
        self,
        inputs_embeds: Float[Tensor, "batch tokens width"],
        attention_mask: Int[Tensor, "batch tokens"],
        max_new_tokens: int = 64,
        on_text: Callable[[str], object] | None = None,
        repetition_penalty: float = 1.0,
    ) -> list[str]:
        """Continue greedily; return one text an item, without control tokens.

        Parameters
        ----------
        inputs_embeds, attention_mask
            From `chat_embeddings` or `batch_embeddings`.
        on_text
            Called with each new piece of text as it comes; for a batch of one.
        repetition_penalty
            Above 1 a word already said is less likely to come again (small models like to loop).

        Raises
        ------
        ValueError
            If ``on_text`` is given for more than one item.
        """
        from transformers import GenerationConfig

        if on_text and len(inputs_embeds) != 1:
            raise ValueError(f"on_text streams a batch of one, got {len(inputs_embeds)} items.")
        own = getattr(self.model, "generation_config", None)
        stops = getattr(own, "eos_token_id", None)
        ends = {
            *(stops if isinstance(stops, list) else [stops]),
            self.tokenizer.eos_token_id,
            self.chat.end_of_turn,
        } - {None}
        config = GenerationConfig(
            max_new_tokens=max_new_tokens,
            do_sample=False,
            repetition_penalty=repetition_penalty,
            eos_token_id=sorted(ends),
            pad_token_id=self.chat.end_of_turn,
        )
        stream = _Stream(self.tokenizer, on_text) if on_text else None
        with quiet_transformers():
            ids = self.model.generate(
                inputs_embeds=inputs_embeds, attention_mask=attention_mask, generation_config=config, streamer=stream
            )
        return [text.strip() for text in self.tokenizer.batch_decode(ids, skip_special_tokens=True)]


def answer_loss(
    model: nn.Module,
    embeds: Float[Tensor, "batch tokens width"],
    attention_mask: Int[Tensor, "batch tokens"],
    labels: Int[Tensor, "batch tokens"],
) -> Float[Tensor, ""]:
    """Mean cross-entropy of the answers' tokens, in nats; equals transformers' own loss.

    Logits are made only at positions from which an answer token is predicted: for a vocabulary of 49152 the head over
    a whole sequence would cost as much as a quarter of the network.

    Parameters
    ----------
    model
        A Hugging Face causal LM, also one wrapped by peft (``language.model``).
    embeds, attention_mask, labels
        From `LanguageModel.batch_embeddings`.

    Raises
    ------
    ValueError
        If no label is set.
    """
    targets = labels[:, 1:]
    wanted = targets != IGNORED  # (batch, tokens - 1)
    if not wanted.any():
        raise ValueError("No label is set: give every item an answer.")
    keep = wanted.any(0).nonzero().squeeze(1)
    unwrap: Any = getattr(model, "get_base_model", lambda: model)  # peft's wrapper hides the signature
    base = unwrap()
    extra = {}
    if "position_ids" in inspect.signature(base.forward).parameters:
        # With padding on the left a token's place is not its index (matters for learned positions, not for rotary).
        extra["position_ids"] = (attention_mask.cumsum(1) - 1).clamp(min=0)
    logits = model(
        inputs_embeds=embeds, attention_mask=attention_mask, use_cache=False, logits_to_keep=keep, **extra
    ).logits  # (batch, kept, vocabulary)
    wanted, targets = wanted[:, keep], targets[:, keep]
    return nn.functional.cross_entropy(logits[wanted].float(), targets[wanted])


def load(
    name: str | Path = "smollm2-135m", device: torch.device | str = "cpu", dtype: torch.dtype = torch.float32
) -> LanguageModel:
    """Load a base language model, frozen and in eval mode.

    Parameters
    ----------
    name
        A known base that was pulled, the folder of a Hugging Face causal LM, or a hub id ``owner/name``. Only
        safetensors are read, and no code that comes with a model is run.

    Raises
    ------
    InputError
        If there is no such model.
    WeightsError
        If it was not pulled, or cannot be loaded.
    MissingDependency
        If transformers is not installed.
    """
    where: str | Path
    weights: list[Path] | str
    if str(name) in BASES:
        weights, where = manifest(str(name))["model_sha256"], cache_dir() / str(name)
    elif (folder := Path(name).expanduser()).is_dir():
        if not (folder / "config.json").is_file():
            raise InputError(f"{folder} is not a Hugging Face model: it has no config.json.")
        weights, where = sorted(folder.glob("*.safetensors")), folder
    elif isinstance(name, str) and name.count("/") == 1 and not name.startswith((".", "/", "~")):
        weights, where = [], name
    else:
        raise InputError(
            f"No language model {str(name)!r}.{did_you_mean(str(name), BASES)} "
            f"Give one of {', '.join(BASES)}, a folder, or a hub id owner/name."
        )
    try:
        from transformers import AutoModelForCausalLM, AutoTokenizer
        from transformers.utils import cached_file
    except ImportError as err:
        raise MissingDependency("A language model", err.name or "transformers", "language") from err
    options: dict[str, Any] = {"trust_remote_code": False, "local_files_only": isinstance(where, Path)}
    try:
        with quiet_transformers():
            model: Any = AutoModelForCausalLM.from_pretrained(
                where, dtype=dtype, use_safetensors=True, attn_implementation="sdpa", **options
            )
            tokenizer = AutoTokenizer.from_pretrained(where, **options)
            if not weights:
                weights = sorted(Path(str(cached_file(where, "config.json"))).parent.glob("*.safetensors"))
    except Exception as err:  # transformers raises whatever its parts raise on a damaged folder
        reason = next(iter(str(err).splitlines()), type(err).__name__)
        raise WeightsError(f"Language model {str(name)!r} cannot be loaded: {reason}") from err
    return LanguageModel(model.to(device), tokenizer, str(name), weights)


class _Stream:
    """Hands text on as tokens come, whole characters only (transformers' streamer protocol)."""

    def __init__(self, tokenizer: Any, on_text: Callable[[str], object]) -> None:
        self._tokenizer, self._on_text = tokenizer, on_text
        self._ids: list[int] = []
        self._said = 0

    def put(self, value: Tensor) -> None:
        self._ids += value.flatten().tolist()
        text = self._tokenizer.decode(self._ids, skip_special_tokens=True)
        # A character of several bytes is not complete yet.
        if len(text) > self._said and not text.endswith("\ufffd"):
            self._on_text(text[self._said :])
            self._said = len(text)

    def end(self) -> None:
        """Nothing is held back but half a character."""
