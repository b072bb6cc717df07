"""Who writes the words and the tool calls: a language model in this process, or one behind an endpoint.

One interface: a conversation and the tools that may be called go in, words and calls come out. The shipped base (135
million parameters) carries low-rank updates that make it call tools; any other Hugging Face model is asked in its own
chat template, with the tools' whole schemas where the template takes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, final, runtime_checkable

import torch

from physfm import calls, llm, lora
from physfm.calls import Call, Conversation
from physfm.chat import MARK, escape
from physfm.errors import InputError

FLUENT = 10**9
"""Parameters from which a model may write an answer from facts; below, models lose or invent them."""


@dataclass(frozen=True)
class Reply:
    """One turn of a language model.

    Parameters
    ----------
    text
        As it was written.
    calls, words
        The tool calls in it, and the text around them.
    problem
        Why the calls in it could not be read; empty if they could.
    tokens, read
        Tokens that were written, and read before it; 0 where nobody says.
    cut
        Whether it ended because it may be no longer.
    """

    text: str
    calls: tuple[Call, ...] = ()
    words: str = ""
    problem: str = ""
    tokens: int = 0
    read: int = 0
    cut: bool = False


@runtime_checkable
class Speaker(Protocol):
    """Whoever continues a conversation.

    Attributes
    ----------
    name
        For the trace.
    fluent
        Whether it may write an answer of its own from passages and facts. A small model may only call tools and
        restate what they said.
    """

    name: str
    fluent: bool

    def reply(
        self, messages: Conversation, schemas: Sequence[Mapping[str, Any]], max_tokens: int, tool: str = ""
    ) -> Reply:
        """Continue a conversation.

        Parameters
        ----------
        messages
            In the form of OpenAI-compatible endpoints (`physfm.calls`); text not escaped.
        schemas
            Tools that may be called (`physfm.tools.tool.Tool.schema`).
        max_tokens
            Written at most.
        tool
            Name of the tool that this turn is to call; its own choice if empty.
        """


@final
class LocalSpeaker:
    """A Hugging Face causal language model in this process.

    Parameters
    ----------
    language
        The model; if it carries the low-rank updates named ``calling``, they act while it speaks here.
    """

    def __init__(self, language: llm.LanguageModel) -> None:
        self.language = language
        self.name = language.name
        self.trained = bool(lora.parameters(language, calls.NAME))
        parameters = sum(p.numel() for p in language.model.parameters())
        self.fluent = not self.trained and parameters >= FLUENT

    def reply(
        self, messages: Conversation, schemas: Sequence[Mapping[str, Any]], max_tokens: int, tool: str = ""
    ) -> Reply:
        """Continue greedily."""
        return self.replies([(messages, schemas, tool)], max_tokens)[0]

    def replies(
        self, conversations: Sequence[tuple[Conversation, Sequence[Mapping[str, Any]], str]], max_tokens: int
    ) -> list[Reply]:
        """Continue several conversations at once, each with the tools that it may call and the one that it must."""
        begun = [calls.begin(tool) if tool else "" for *_, tool in conversations]
        rows = [
            torch.cat([self._ids(messages, schemas), self._opening(text)])
            for (messages, schemas, _), text in zip(conversations, begun, strict=True)
        ]
        longest = max(len(row) for row in rows)
        # Padding stands on the left, where every conversation ends at the same place.
        ids = torch.stack([torch.nn.functional.pad(row, (longest - len(row), 0)) for row in rows])  # (batch, tokens)
        real = torch.arange(longest) >= longest - torch.tensor([len(row) for row in rows]).unsqueeze(1)
        embeds = self.language.embed(ids)  # (batch, tokens, width)
        with lora.using(self.language, calls.NAME if self.trained else None):
            texts = self.language.generate(embeds, real.long().to(embeds.device), max_new_tokens=max_tokens)
        tokens = [len(self.language.tokenizer(text, add_special_tokens=False).input_ids) for text in texts]
        return [parsed(first + rest, count) for first, rest, count in zip(begun, texts, tokens, strict=True)]

    def _opening(self, text: str) -> torch.Tensor:
        """Token ids of the words that a turn is made to begin with, cut as training cut them."""
        ids = [
            i
            for part in escape(text).split(MARK)
            if part
            for i in self.language.tokenizer(part, add_special_tokens=False).input_ids
        ]
        return torch.tensor(ids, dtype=torch.long)

    def _ids(self, messages: Conversation, schemas: Sequence[Mapping[str, Any]]) -> torch.Tensor:
        chat = self.language.chat
        safe = [_escaped(message) for message in messages]
        if chat.knows_tools and not self.trained:
            return chat.ids_with_tools(safe, schemas)
        return chat.tokens(calls.plain(safe, schemas))[0]


def parsed(text: str, tokens: int) -> Reply:
    """Find the calls in what a model wrote; a call that cannot be read is a problem for it to repair."""
    try:
        found, words = calls.read(text)
    except InputError as err:
        return Reply(text, problem=str(err), tokens=tokens)
    return Reply(text, tuple(found), words, tokens=tokens)


def _escaped(message: Mapping[str, Any]) -> dict[str, Any]:
    return {**message, "content": escape(str(message.get("content") or ""))}
