"""A language model behind an OpenAI-compatible endpoint (vLLM, llama.cpp, Ollama, a hosted one): the same tools.

The key is read from the environment (``OPENAI_API_KEY``) and never written anywhere. What the endpoint says is treated
like what any model says: its calls are validated, its numbers held to the evidence.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, final
from urllib.parse import urlsplit

from physfm.agent.speaker import Reply, parsed
from physfm.calls import MAX_CALLS, Call, Conversation
from physfm.errors import InputError, MissingDependency


@final
class EndpointSpeaker:
    """A model served at a URL.

    Parameters
    ----------
    url
        Base of the API, such as ``http://localhost:8000/v1``.
    model
        Name of the model there.
    timeout_s
        Seconds until a request is given up.
    retries
        How often a request is made again that met a full server, an error of the server's, or no answer, later each
        time, or when the server says.

    Raises
    ------
    InputError
        If the URL is none.
    MissingDependency
        If the client is not installed.
    """

    fluent = True

    def __init__(self, url: str, model: str, timeout_s: float = 60.0, retries: int = 1) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise InputError(f"Expected the URL of an endpoint, such as http://localhost:8000/v1, got {url!r}.")
        try:
            import openai
        except ImportError as err:
            raise MissingDependency("An endpoint", "openai", "serve") from err
        self.name = f"{model} at {parts.netloc.rpartition('@')[2]}"
        self.model = model
        key = os.environ.get("OPENAI_API_KEY") or "none"  # local servers want none, the client wants a text
        self._client = openai.OpenAI(base_url=url, api_key=key, timeout=timeout_s, max_retries=retries)

    def reply(
        self, messages: Conversation, schemas: Sequence[Mapping[str, Any]], max_tokens: int, tool: str = ""
    ) -> Reply:
        """Continue a conversation with temperature 0.

        Raises
        ------
        InputError
            In one line, if the endpoint cannot be reached, refuses, or answers nonsense.
        """
        import openai

        offered: dict[str, Any] = {"tools": list(schemas)} if schemas else {}
        if tool:
            offered["tool_choice"] = {"type": "function", "function": {"name": tool}}
        try:
            answer = self._client.chat.completions.create(
                model=self.model,
                messages=[dict(message) for message in messages],  # type: ignore[misc]
                temperature=0.0,
                max_tokens=max_tokens,
                **offered,
            )
        except (openai.OpenAIError, ValueError) as err:
            reason = (" ".join(str(err).split())[:200] or type(err).__name__).rstrip(".")
            raise InputError(f"The endpoint {self.name} did not answer: {reason}. Check URL, model and key.") from err
        try:
            first, usage = answer.choices[0], answer.usage
            written, read = (int(usage.completion_tokens or 0), int(usage.prompt_tokens or 0)) if usage else (0, 0)
            cut = first.finish_reason == "length"
            return replace(_read(first.message), tokens=written, read=read, cut=cut)
        except (IndexError, AttributeError, TypeError, ValueError) as err:
            raise InputError(
                f"The endpoint {self.name} answered something else than a chat completion. Check URL, model and key."
            ) from err


def _read(message: Any) -> Reply:
    """Words and calls of a message."""
    text = message.content or ""
    if not isinstance(text, str):
        raise TypeError(f"Expected words, got {type(text).__name__}.")
    if not message.tool_calls:
        # A server without a parser for its model's calls hands them on as text.
        return parsed(text, 0)
    found = []
    for call in message.tool_calls[:MAX_CALLS]:
        if call.type != "function":  # the API also knows free-form calls, which nobody offered
            continue
        try:
            arguments = json.loads(call.function.arguments or "{}")
        except ValueError:
            arguments = None
        if not isinstance(arguments, dict):
            given = f"{call.function.name!r} as a JSON object, got {call.function.arguments[:80]!r}"
            return Reply(text, problem=f"Expected the arguments of {given}.")
        found.append(Call(call.function.name, arguments, call.id))
    return Reply(text, tuple(found), text)
