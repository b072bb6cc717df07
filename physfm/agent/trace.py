"""The trace of an answer: every decision, call and result as JSON lines, which can be read, audited and replayed.

One event a line, in order, each with the seconds since the question. `replay` calls the tools, the router and the
search again with what the trace says they were given and reports every difference: a trace that replays without one
holds what those parts really say. The language model's words are in it and are not made again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from physfm import __version__
from physfm.answer import Answer
from physfm.checkpoint import write_atomically
from physfm.errors import InputError

SCHEMA = 1
KINDS = (
    "question",  # text, files with sha256, limits, versions
    "route",  # experts, confidence, reason, alternatives
    "measured",  # encoder, files, facts
    "words",  # what the language model wrote, with its name
    "call",  # tool and arguments as the model wrote them
    "result",  # what the tool returned
    "refused",  # why a call was not made, or failed
    "passages",  # what the index found, with citations
    "check",  # a law of the guard and whether it holds
    "limit",  # which limit ended the loop
    "answer",  # the text, with every number's evidence
)
"""Kinds of events, and what they hold."""


@dataclass
class Trace:
    """Events of one answer."""

    events: list[dict[str, Any]] = field(default_factory=list)
    start: float = field(default_factory=time.monotonic)

    def add(self, kind: str, **facts: Any) -> None:
        """Append one event.

        Parameters
        ----------
        kind
            One of `KINDS`.
        facts
            Plain JSON.
        """
        assert kind in KINDS, kind
        first = {"schema": SCHEMA, "physfm": __version__} if not self.events else {}
        self.events.append({"event": kind, "seconds": round(time.monotonic() - self.start, 3), **first, **facts})

    @classmethod
    def of_answer(cls, answer: Answer) -> Trace:
        """The trace of an answer: ``print(Trace.of_answer(answer))``, or ``.write("answer.jsonl")``."""
        return cls([dict(event) for event in answer.events])

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Events of one kind."""
        return [event for event in self.events if event["event"] == kind]

    def __str__(self) -> str:
        return "\n".join(line(event) for event in self.events)

    def dump(self) -> str:
        """Return the events as JSON lines."""
        return "".join(json.dumps(event, ensure_ascii=False, default=str) + "\n" for event in self.events)

    def write(self, path: str | Path) -> Path:
        """Write JSON lines to a new file.

        Raises
        ------
        InputError
            If the file exists: a trace is evidence and is not overwritten.
        """
        path = Path(path)
        if path.exists():
            raise InputError(f"{path} exists; a trace is not overwritten. Give another name.")
        write_atomically(path, lambda to: to.write_text(self.dump()))
        return path

    @classmethod
    def read(cls, path: str | Path) -> Trace:
        """Read a trace.

        Raises
        ------
        InputError
            In one line, if the file is no trace.
        """
        path = Path(path)
        try:
            lines = path.read_text().splitlines()
        except (OSError, UnicodeDecodeError) as err:
            raise InputError(f"{path} cannot be read as a trace: {err}") from err
        events = []
        for number, text in enumerate(lines, 1):
            try:
                event = json.loads(text)
            except (ValueError, RecursionError) as err:
                raise InputError(f"{path}, line {number}: expected one JSON object a line, got {text[:60]!r}.") from err
            if not isinstance(event, dict) or event.get("event") not in KINDS:
                raise InputError(f"{path}, line {number}: expected an event of a trace, got {text[:60]!r}.")
            events.append(event)
        if not events or events[0].get("schema") != SCHEMA:
            raise InputError(f"{path} is no trace of schema {SCHEMA}; 'physfm ask --trace FILE' writes one.")
        return cls(events)


def line(event: Mapping[str, Any]) -> str:
    """Write one event for people."""
    facts = {
        k: v for k, v in event.items() if k not in ("event", "seconds", "schema", "physfm") and v not in ("", [], {})
    }
    shown = "; ".join(f"{k}: {_short(v)}" for k, v in facts.items())
    return f"{event['seconds']:8.3f} s  {event['event']:9} {shown}"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if len(text) <= 200 else f"{text[:199]}…"
