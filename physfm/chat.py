"""Conversations as text and tokens: a placeholder for each attachment, harmless user text, the model's chat template.

A conversation is plain messages in which ``<physics>`` stands once for each attachment; `Chat` renders the tokenizer's
own chat template and tokenises the text between the placeholders. Text from users goes through `escape`: it can then
neither name the placeholder nor end a turn. Not covered: what a text asks for in plain words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, final

import torch
from torch import Tensor

PLACEHOLDER = "<physics>"
# Chat templates (SmolLM2's among them) put in a long system prompt of their own where there is none.
SYSTEM_PROMPT = "Answer from the physics data."
# A Unicode noncharacter, "intended for internal use": text is cut here before it is tokenised, and it vanishes.
MARK = "\ufdd0"
# For models that come without a chat template (base models such as Gemma 3 270M).
PLAIN_TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}{% if m['role'] == 'system' %}{{ m['content'] }}\n\n"
    "{% elif m['role'] == 'user' %}Question: {{ m['content'] }}\n"
    "{% else %}Answer: {{ m['content'] }}{{ eos_token }}\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}Answer:{% endif %}"
)

Message = Mapping[str, str]
Turns = tuple[tuple[str, str], ...]
Ids = tuple[int, ...]


def user_message(text: str, attachments: int = 0) -> dict[str, str]:
    """Return a user's message: one placeholder an attachment, then the user's text, escaped."""
    return {"role": "user", "content": f"{PLACEHOLDER}\n" * attachments + escape(text)}


def escape(text: str, special: Sequence[str] = ()) -> str:
    """Make text of unknown origin harmless: after this it is only text, whatever it contains.

    Every ``<`` and ``[`` is cut from what follows before tokenisation, so that neither the placeholder nor a control
    token written with them (``<|im_end|>``, ``<eos>``, ``[INST]``) can be spelled; ``special`` names further control
    tokens. The model still sees the same characters. Applying it twice is the same as once.
    """
    text = text.replace(MARK, "")
    for sign in ("<", "[", *(s[0] for s in special if s)):
        text = text.replace(sign + MARK, sign).replace(sign, sign + MARK)
    return text


@final
class Chat:
    """How the turns of a conversation are written for one language model.

    Parameters
    ----------
    tokenizer
        A Hugging Face tokenizer; without a chat template it gets a plain "Question: ... Answer: ..." one.
    """

    def __init__(self, tokenizer: Any) -> None:
        self.tokenizer = tokenizer
        if not tokenizer.chat_template:
            tokenizer.chat_template = PLAIN_TEMPLATE
        self._special = frozenset(tokenizer.all_special_ids) | frozenset(
            token for token, added in tokenizer.added_tokens_decoder.items() if added.special
        )
        self._pieces = lru_cache(maxsize=1 << 14)(self._tokenise)

    def escape(self, text: str) -> str:
        """`escape` for this tokenizer: also where its control tokens are spelled in an unusual way."""
        return escape(text, self.tokenizer.convert_ids_to_tokens(sorted(self._special)))

    def pieces(self, messages: Sequence[Message], answer: str | None = None) -> tuple[tuple[Ids, ...], Ids]:
        """Token ids of a conversation, cut at the placeholders, and of the answer to it with its end of turn.

        There is one piece more than there are placeholders. Without an answer (None) its ids are empty.
        """
        return self._pieces(_turns(messages), answer, True)

    def tokens(self, messages: Sequence[Message], add_generation_prompt: bool = True) -> list[Tensor]:
        """Token ids of a conversation, cut at the placeholders: one piece more than there are placeholders."""
        pieces, _ = self._pieces(_turns(messages), None, add_generation_prompt)
        return [torch.tensor(piece, dtype=torch.long) for piece in pieces]

    def labelled(self, messages: Sequence[Message], taught: Sequence[bool] = ()) -> tuple[Ids, tuple[bool, ...]]:
        """Token ids of a whole conversation without placeholders, and which of them the assistant wrote.

        For training on every turn of the assistant at once; its ends of turn belong to it.

        Parameters
        ----------
        taught
            For every turn of the assistant whether it is to be learned (a slip that sets the scene for its repair is
            not); all of them if empty.

        Raises
        ------
        ValueError
            If the template writes a turn otherwise once others follow it: then no such ids exist.
        """
        ids: Ids = ()
        written: tuple[bool, ...] = ()
        turn = 0
        for place, message in enumerate(messages):
            if message["role"] != "assistant":
                continue
            (prompt,), answer = self.pieces(messages[:place], message["content"])
            if prompt[: len(ids)] != ids:
                raise ValueError(
                    "This chat template rewrites earlier turns; train on one turn of the assistant a time."
                )
            own = not taught or taught[turn]
            written += (False,) * (len(prompt) - len(ids)) + (own,) * len(answer)
            ids, turn = prompt + answer, turn + 1
        return ids, written

    def ids_with_tools(self, messages: Sequence[Mapping[str, Any]], tools: Sequence[Mapping[str, Any]]) -> Tensor:
        """Token ids of a conversation with tools, by a chat template that knows them (`knows_tools`).

        Parameters
        ----------
        messages
            In the form of OpenAI-compatible endpoints; arguments of calls as JSON text.
        """
        turns = []
        for message in messages:
            made = [
                {**call, "function": {**call["function"], "arguments": json.loads(call["function"]["arguments"])}}
                for call in message.get("tool_calls", ())
            ]
            turns.append({**message, "tool_calls": made} if made else dict(message))
        text = self.tokenizer.apply_chat_template(
            turns, tools=list(tools) or None, tokenize=False, add_generation_prompt=True
        )
        return torch.tensor(self._ids(str(text)), dtype=torch.long)

    @property
    def knows_tools(self) -> bool:
        """Whether the model's chat template takes tools and tool calls."""
        template = self.tokenizer.chat_template
        return "tools" in (template if isinstance(template, str) else json.dumps(template))

    @cached_property
    def end_of_turn(self) -> int:
        """The token that ends an assistant's turn in this model's chat template."""
        _, after = self.pieces([user_message("a")], "b")
        return after[-1]

    def _render(self, turns: Turns, generation: bool) -> str:
        from jinja2 import TemplateError

        def apply(turns: Turns) -> str:
            messages = [{"role": role, "content": content} for role, content in turns]
            text = self.tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=generation)
            return str(text)

        try:
            return apply(turns)
        except TemplateError:
            # Some templates refuse a system turn (Gemma 2, Mistral): say it at the head of the first question.
            (_, system), (role, content), *rest = turns
            return apply(((role, f"{system}\n{content}"), *rest))

    def _ids(self, text: str) -> Ids:
        """Token ids of text in which `MARK` cuts."""
        ids: list[int] = []
        for part in text.split(MARK):
            ids += self.tokenizer(part, add_special_tokens=False).input_ids if part else ()
        return tuple(ids)

    def _tokenise(self, turns: Turns, answer: str | None, generation: bool) -> tuple[tuple[Ids, ...], Ids]:
        """Pieces of the prompt between the placeholders, and the answer with its end of turn."""
        prompt = self._render(turns, generation)
        pieces = tuple(self._ids(part) for part in prompt.split(PLACEHOLDER))
        if answer is None:
            return pieces, ()
        whole = self._render((*turns, ("assistant", self.escape(answer))), False)
        if whole.startswith(prompt):
            after = self._ids(whole[len(prompt) :])
        else:  # a template that writes finished turns in another way than it opens them
            after = (*self._ids(self.escape(answer)), self.tokenizer.eos_token_id)
        ends = [i for i, token in enumerate(after) if token in self._special]
        # The answer itself is escaped, so the first control token is the end of the turn.
        return pieces, after[: ends[0] + 1] if ends else (*after, self.tokenizer.eos_token_id)


def _turns(messages: Sequence[Message]) -> Turns:
    """Messages as a hashable key, with the system prompt first."""
    turns = tuple((message["role"], message["content"]) for message in messages)
    return turns if turns and turns[0][0] == "system" else (("system", SYSTEM_PROMPT), *turns)
