"""A process of its own: its deadline, its limits, and what comes back hold whatever the function does."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from physfm import process
from physfm.errors import InputError, MissingDependency, UnitError

CODE = """
import os, subprocess, sys, time
from pathlib import Path
from physfm.errors import InputError, MissingDependency, UnitError

def double(x): return {"twice": 2 * x}
def loud():
    print("noise"); os.system("echo more noise"); os.write(1, b"x"); return {"ok": True}
def sleep(where):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(where).write_text(f"{os.getpid()} {child.pid}")
    time.sleep(60)
def deaf():
    import signal
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(number, signal.SIG_IGN)
    while True: pass
def crash(): os.abort()
def leave(): sys.exit(3)
def wrong(kind):
    raise {"input": InputError("one"), "unit": UnitError("two"), "missing": MissingDependency("A", "b", "c"),
           "other": ZeroDivisionError("line\\nline"), "memory": MemoryError()}[kind]
def big(size): return {"length": len(bytearray(size))}
def write(where, size): Path(where).write_bytes(bytes(size)); return {}
def infinite(): return {"x": float("inf")}
"""


@pytest.fixture(autouse=True)
def _module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "played.py").write_text(CODE)
    monkeypatch.syspath_prepend(str(tmp_path))


def gone(pid: int) -> bool:
    """Whether a process has ended (a zombie that nobody collects in a container has, too)."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_a_function_answers_and_what_it_prints_does_not_matter() -> None:
    assert process.call("played:double", {"x": 21}, 30) == {"twice": 42}
    assert process.call("played:loud", {}, 30) == {"ok": True}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_at_the_deadline_the_process_and_its_children_are_killed(tmp_path: Path) -> None:
    before = time.monotonic()
    with pytest.raises(InputError, match=r"longer than 1.5 s and was stopped"):
        process.call("played:sleep", {"where": str(tmp_path / "pids")}, 1.5)
    assert time.monotonic() - before < 5
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)


def test_a_loop_that_ignores_signals_is_stopped() -> None:
    with pytest.raises(InputError, match="was stopped"):
        process.call("played:deaf", {}, 1.0)


def test_the_process_ends_by_itself_even_if_nobody_kills_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    child = process.start("physfm.process", "serve")
    request = {"function": "played:deaf", "arguments": {}, "seconds": 0.3}
    request |= {"memory_bytes": process.MEMORY_BYTES, "file_bytes": 1000}
    assert child.stdin is not None
    child.stdin.write(json.dumps(request).encode())
    child.stdin.close()
    assert child.wait(process.GRACE_S + 10) < 0  # by a signal, and not by us
    process.end(child)


@pytest.mark.parametrize(
    ("kind", "error", "message"),
    [
        ("input", InputError, "^one$"),
        ("unit", UnitError, "^two$"),
        ("missing", MissingDependency, r'^A needs b, which is not installed. Run: pip install "physfm\[c\]"$'),
        ("other", InputError, "It failed: ZeroDivisionError: line line"),
        ("memory", InputError, "needs too much memory"),
    ],
)
def test_errors_arrive_as_what_they_are_in_one_line(kind: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        process.call("played:wrong", {"kind": kind}, 30)
    assert type(caught.value) is error


def test_a_crash_is_one_line() -> None:
    with pytest.raises(InputError, match=r"ended without an answer \(signal SIGABRT\)"):
        process.call("played:crash", {}, 30)
    with pytest.raises(InputError, match=r"ended without an answer \(exit status 3\)"):
        process.call("played:leave", {}, 30)
    with pytest.raises(InputError, match="It failed: ValueError"):
        process.call("played:infinite", {}, 30)


@pytest.mark.skipif(os.name != "posix", reason="kernel limits")
def test_memory_and_files_are_limited(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too much memory"):
        process.call("played:big", {"size": 2**30}, 30, memory_bytes=2**29)
    with pytest.raises(InputError, match=r"It failed: OSError: .*File too large"):
        process.call("played:write", {"where": str(tmp_path / "big"), "size": 10_000}, 30, file_bytes=5_000)
    process.call("played:write", {"where": str(tmp_path / "small"), "size": 4_000}, 30, file_bytes=5_000)
