"""Traces: written whole, read back, refused when they are something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from physfm.agent.trace import Trace
from physfm.errors import InputError


def test_a_trace_comes_back_as_it_was(tmp_path: Path) -> None:
    trace = Trace()
    trace.add("question", text="Is π < 4?\n", files=[], item=None)
    trace.add("answer", text="Yes.", evidence=[], links=[])
    path = trace.write(tmp_path / "a.jsonl")
    assert Trace.read(path).events == trace.events
    assert [line.split()[2] for line in str(trace).splitlines()] == ["question", "answer"]
    with pytest.raises(InputError, match="is not overwritten"):
        trace.write(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is no trace of schema 1"),
        ("{}\n", "line 1: expected an event of a trace"),
        ('{"event": "question"}\n', "is no trace of schema 1"),
        ('{"event": "question", "schema": 1}\n{"event": "ans', "line 2: expected one JSON object"),
        ("[" * 100_000, "line 1: expected one JSON object"),
    ],
)
def test_what_is_no_trace_is_refused_in_one_line(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text(content)
    with pytest.raises(InputError) as caught:
        Trace.read(path)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bytes_are_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read as a trace"):
        Trace.read(path)
