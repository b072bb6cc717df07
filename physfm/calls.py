"""Tool calls in conversations: how they are offered, written, read and answered, for any chat template.

Conversations are kept in the form of OpenAI-compatible endpoints (``tool_calls`` in an assistant's message, role
``tool`` for what came back), which many chat templates take as it is. For a template that knows no tools (SmolLM2's),
`plain` writes the same conversation as text: one line a tool in the system turn, calls as
``<tool_call>{"name": ..., "arguments": {...}}</tool_call>``, the form of Hermes, Qwen and SmolLM3. `read` understands
this form, bare JSON (Llama 3) and ``[TOOL_CALLS]`` (Mistral). Whether a call is *right* is for the tool to say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from physfm import chat
from physfm.errors import InputError

NAME = "calling"  # of the low-rank updates that make a small model call tools
SYSTEM_PROMPT = "Use the tools. Answer with their numbers and units."
OPEN, CLOSE = "<tool_call>", "</tool_call>"
MAX_SIGNATURE = 155  # characters of a tool in a small model's prompt
MAX_CALLS = 8  # in one turn; whoever writes more has lost the thread
MAX_CHARACTERS = 20_000  # of one turn that holds calls

Conversation = Sequence[Mapping[str, Any]]
"""Messages in the form of OpenAI-compatible endpoints."""


@dataclass(frozen=True)
class Call:
    """One call of a tool.

    Parameters
    ----------
    name
        Of the tool, as the model wrote it: it may not exist.
    arguments
        JSON, not validated yet.
    id
        What an endpoint calls this call; empty for local models.
    """

    name: str
    arguments: Mapping[str, Any]
    id: str = ""


# Writing ------------------------------------------------------------------------------------------------------------


def write(call: Call) -> str:
    """Write a call as text."""
    body = json.dumps({"name": call.name, "arguments": dict(call.arguments)}, ensure_ascii=False)
    return f"{OPEN}{body}{CLOSE}"


def begin(tool: str) -> str:
    """Return the words with which a call of this tool begins: a model that continues them has no choice of tool."""
    return f'{OPEN}{{"name": {json.dumps(tool)}, "arguments": {{"'


def asked(calls: Sequence[Call], words: str = "") -> dict[str, Any]:
    """Return the assistant's message that makes these calls."""
    made = [
        {
            "id": call.id or f"call_{number}",
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(dict(call.arguments), ensure_ascii=False)},
        }
        for number, call in enumerate(calls)
    ]
    return {"role": "assistant", "content": words, "tool_calls": made}


def answered(call: Call, text: str, number: int = 0) -> dict[str, Any]:
    """Return the message with what a call brought, a result or an error."""
    return {"role": "tool", "tool_call_id": call.id or f"call_{number}", "name": call.name, "content": text}


def signature(schema: Mapping[str, Any]) -> str:
    """Write a tool in one short line, optional arguments with a question mark: ``pdg(particle, property, mode?)``.

    Small models have no room for whole schemas; the ones that ship were trained with these lines.
    """
    function = schema["function"]
    required = set(function["parameters"].get("required", ()))
    names = [name if name in required else f"{name}?" for name in function["parameters"].get("properties", {})]
    written = f"{function['name']}({', '.join(names)})"
    while len(written) > MAX_SIGNATURE and names:  # a simulator's twenty options: the first say what it is about
        names.pop()
        written = f"{function['name']}({', '.join([*names, '...'])})"
    return written


def plain(messages: Conversation, schemas: Sequence[Mapping[str, Any]] = ()) -> list[dict[str, str]]:
    """Write a conversation with tools as one without, for chat templates that know none.

    The system turn receives the signatures. Every other turn is escaped (`physfm.chat.escape`; twice is as once): what
    a tool says is text, whatever it contains. Users' turns are left alone: placeholders may stand there.
    """
    lines = [f"Tools: {'; '.join(signature(schema) for schema in schemas)}."] if schemas else []
    turns: list[dict[str, str]] = []
    for message in messages:
        role, content = message["role"], str(message.get("content") or "")
        if role == "system":
            lines.insert(0, content)
            continue
        made = [
            Call(c["function"]["name"], json.loads(c["function"]["arguments"])) for c in message.get("tool_calls", ())
        ]
        text = "\n".join(filter(None, [content, *map(write, made)]))
        turns.append({"role": role, "content": text if role == "user" else chat.escape(text)})
    return [{"role": "system", "content": "\n".join(lines)}, *turns] if lines else turns


# Reading ------------------------------------------------------------------------------------------------------------


def read(text: str) -> tuple[list[Call], str]:
    """Find the calls in what a model wrote.

    Returns
    -------
    calls, words
        In order; and the text around them. No call at all is an answer in words.

    Raises
    ------
    InputError
        If a call was begun but is no JSON object with a name and arguments, or there are too many: the line says what
        to write, so that the model can repair it once.
    """
    if len(text) > MAX_CHARACTERS and (OPEN in text or "[TOOL_CALLS]" in text):
        raise InputError(f"A turn with tool calls holds at most {MAX_CHARACTERS} characters, got {len(text)}.")
    if OPEN in text:
        before, *parts = text.split(OPEN)
        calls, words = [], [before]
        for part in parts:
            body, _, after = part.partition(CLOSE)
            calls += _calls(body)
            words.append(after)
    elif "[TOOL_CALLS]" in text:
        before, _, body = text.partition("[TOOL_CALLS]")
        calls, words = _calls(body), [before]
    elif (stripped := text.strip().removeprefix("<|python_tag|>")).startswith("{") and '"name"' in stripped:
        calls, words = _calls(stripped), []
    else:
        return [], text.strip()
    if len(calls) > MAX_CALLS:
        raise InputError(f"Expected at most {MAX_CALLS} tool calls in one turn, got {len(calls)}.")
    return calls, " ".join(word.strip() for word in words if word.strip())


def _calls(body: str) -> list[Call]:
    expected = f'Expected {OPEN}{{"name": "...", "arguments": {{...}}}}{CLOSE}'
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as err:
        reason = err.msg if isinstance(err, json.JSONDecodeError) else type(err).__name__
        raise InputError(f"{expected}, got no valid JSON ({reason}): {body.strip()[:80]}") from err
    calls = []
    for each in found if isinstance(found, list) else [found]:
        arguments = each.get("arguments", each.get("parameters")) if isinstance(each, dict) else None
        if isinstance(arguments, str):  # some models write the arguments as JSON in a string
            try:
                arguments = json.loads(arguments)
            except ValueError:
                arguments = None
        if not isinstance(each, dict) or not isinstance(each.get("name"), str) or not isinstance(arguments, dict):
            raise InputError(f"{expected}, got {str(each)[:80]}.")
        calls.append(Call(each["name"], arguments))
    return calls
