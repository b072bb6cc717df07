"""The tool loop: a language model calls tools until it answers, each call validated, repaired once, else refused.

What is covered: unknown tools and arguments, wrong types and units (the tools' own validation), calls that are no JSON,
the same call over and over, limits on steps, seconds and tokens, and numbers that a small model makes up: what it puts
into a call must stand in the question or in a result. What is not: a right call to the wrong tool, which the router
narrows and the evidence shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from physfm import calls
from physfm.agent.limits import Spent
from physfm.agent.speaker import Speaker
from physfm.agent.trace import Trace
from physfm.calls import Call
from physfm.errors import InputError, PhysfmError
from physfm.evidence import Evidence, invented
from physfm.tools.tool import Result, Tool

MAX_TOKENS = 160  # of one turn
MAX_RESULT = 600  # characters of a result that the model is shown; the evidence holds all of it
REPAIRS = 1


@dataclass(frozen=True)
class Called:
    """What came of a tool loop.

    Parameters
    ----------
    words
        The model's last words; empty if it never came to any.
    evidence
        One a successful call, in order.
    refusal
        Why the loop ended without an answer: a call that could not be repaired, or a limit. Empty otherwise.
    tools
        Names of the tools that answered.
    """

    words: str
    evidence: tuple[Evidence, ...]
    refusal: str
    tools: tuple[str, ...]


def run(
    speaker: Speaker,
    question: str,
    offered: Mapping[str, Tool],
    spent: Spent,
    trace: Trace,
    history: Sequence[Mapping[str, Any]] = (),
    folder: Path | None = None,
    first: str = "",
) -> Called:
    """Let a model call tools until it answers in words.

    Parameters
    ----------
    question
        The user's turn, measured facts and passages included.
    offered
        Tools by name; no other may be called.
    history
        Earlier turns of the conversation.
    folder
        Where tools may write files; the current folder if None.
    first
        Name of the tool that the first turn is to call; the model's choice if empty.
    """
    schemas = [tool.schema for tool in offered.values()]
    messages: list[dict[str, Any]] = [{"role": "system", "content": calls.SYSTEM_PROMPT}, *map(dict, history)]
    messages.append({"role": "user", "content": question})
    evidence: list[Evidence] = []
    used: list[str] = []
    made: list[Call] = []
    failures, reason = 0, ""
    spoken = len(trace.of("words"))
    while not (limit := spent.exhausted):
        room = min(MAX_TOKENS, spent.limits.tokens - spent.tokens)
        reply = speaker.reply(messages, schemas, room, first if len(trace.of("words")) == spoken else "")
        spent.tokens += reply.tokens
        trace.add("words", speaker=speaker.name, text=reply.text, tokens=reply.tokens)
        if not reply.calls and not reply.problem:
            return Called(reply.words, tuple(evidence), "", tuple(dict.fromkeys(used)))
        if reply.problem:
            spent.steps += 1
            trace.add("refused", reason=reply.problem)
            messages += [{"role": "assistant", "content": reply.text}, {"role": "user", "content": reply.problem}]
            failures, reason = failures + 1, reply.problem
        else:
            messages.append(calls.asked(reply.calls, reply.words))
            for number, call in enumerate(reply.calls):
                spent.steps += 1
                trace.add("call", tool=call.name, arguments=dict(call.arguments))
                try:
                    if call in made:
                        raise InputError(f"{call.name} was called with these arguments before.")
                    made_up = [] if speaker.fluent else invented(call.arguments, _said(messages))
                    if made_up:
                        where = "stands neither in the question nor in a result; copy numbers, do not compute them"
                        raise InputError(f"{made_up[0]} {where}.")
                    result = perform(call, offered, folder)
                except PhysfmError as err:
                    said = " ".join(str(err).split())
                    trace.add("refused", tool=call.name, reason=said)
                    failures, reason = failures + 1, said
                else:
                    said = result.text
                    trace.add("result", tool=call.name, result=result.as_dict())
                    evidence.append(Evidence("tool", f"{_spelled(call)}; {result.source}", said))
                    used.append(call.name)
                made.append(call)
                messages.append(calls.answered(call, said[:MAX_RESULT], number))
        if failures > REPAIRS:
            return Called("", tuple(evidence), reason, tuple(dict.fromkeys(used)))
    trace.add("limit", reached=limit)
    return Called("", tuple(evidence), f"The limit of {limit} was reached.", tuple(dict.fromkeys(used)))


def perform(call: Call, offered: Mapping[str, Tool], folder: Path | None = None) -> Result:
    """Validate and make one call.

    Raises
    ------
    PhysfmError
        In one line: the tool was not offered, its arguments are wrong, or it cannot answer.
    """
    if call.name not in offered:
        raise InputError(f"No tool named {call.name[:60]!r} was offered. Offered: {', '.join(offered)}.")
    return offered[call.name](call.arguments, **({"folder": folder} if folder is not None else {}))


def _said(messages: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the user and the tools said."""
    return [str(message["content"]) for message in messages if message["role"] in ("user", "tool")]


def _spelled(call: Call) -> str:
    return f"{call.name}({', '.join(f'{k}={v!r}' for k, v in call.arguments.items())})"
