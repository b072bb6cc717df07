"""Asking the SymPy process, with a deadline that holds.

SymPy cannot be interrupted from inside, so it runs in a process of its own (`physfm.process`) that is started on first
use and kept. When a request takes too long that process is killed, waited for (no zombie stays) and replaced at once,
so that the next request finds a warm one. Starting costs half a second, a request some milliseconds
(`python -m benchmarks symbolic`).
"""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import queue
import threading
import time
from collections.abc import Mapping
from typing import Any

from physfm import process
from physfm.errors import InputError, MissingDependency

SECONDS = 5.0
"""Deadline of a request where nothing else is asked for."""
MAX_SECONDS = 300.0
STARTUP_S = 60.0


class Worker:
    """One SymPy process. Use `ask`; a worker of one's own is for tests."""

    def __init__(self) -> None:
        if importlib.util.find_spec("sympy") is None:
            raise MissingDependency("Symbolic algebra", "sympy", "tools")
        self.process = process.start("physfm.symbolic.worker", "serve")
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._ready = False

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(b"")

    def wait_until_ready(self) -> None:
        """Return when the process has loaded SymPy.

        Raises
        ------
        InputError
            If it does not start within `STARTUP_S`.
        """
        if not self._ready:
            line = self._line(STARTUP_S)
            if not line:
                self.stop()
                raise InputError("The SymPy process did not start. Try python -c 'import sympy'.")
            self._ready = True

    def ask(self, request: Mapping[str, Any], seconds: float) -> dict[str, Any] | None:
        """Return the answer, or None if there was none in time: the process is gone then."""
        self.wait_until_ready()
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps({**request, "seconds": seconds}).encode() + b"\n")
            self.process.stdin.flush()
            line = self._line(seconds)
        except BrokenPipeError:
            line = b""
        except BaseException:  # an interrupt: its late answer must not be taken for that of the next request
            self.stop()
            raise
        if not line:
            self.stop()
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _line(self, seconds: float) -> bytes:
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return b""

    def stop(self) -> None:
        """Kill the process and collect it."""
        process.end(self.process)


_lock = threading.Lock()
_worker: Worker | None = None


def ask(request: Mapping[str, Any], seconds: float | None = None) -> dict[str, Any]:
    """Ask the SymPy process of this Python process; requests of several threads wait for each other.

    Parameters
    ----------
    request
        As `physfm.symbolic.worker.answer` takes it.
    seconds
        Deadline, counted from when the process is free and loaded.

    Raises
    ------
    InputError
        If it took too long, or SymPy refused.
    """
    global _worker
    seconds = SECONDS if seconds is None else seconds
    if not 0 < seconds <= MAX_SECONDS:
        raise InputError(f"Expected a time limit between 0 and {MAX_SECONDS:g} s, got {seconds:g} s.")
    with _lock:
        if _worker is not None and _worker.process.poll() is not None:
            _worker.stop()
            _worker = None
        _worker = _worker or Worker()
        started = time.monotonic()
        answer = _worker.ask(request, seconds)
        if answer is None:
            late = time.monotonic() - started >= seconds
            _worker = Worker()  # warms up while nobody waits
            why = f"took longer than {seconds:g} s" if late else "needed too much memory or failed"
            raise InputError(f"The calculation {why}: simplify the expression, or allow more time.")
    if "error" in answer:
        raise InputError(answer["error"])
    return answer


def warm() -> None:
    """Start the SymPy process, if there is none, and return when it is loaded."""
    ask({"action": "resolve", "trees": [], "assumptions": {}})


def stop() -> None:
    """End the SymPy process, if there is one; the next request starts another."""
    global _worker
    with _lock:
        if _worker is not None:
            _worker.stop()
        _worker = None


_inherited: list[Worker] = []


def _after_fork() -> None:
    """In a forked child: the process and the lock belong to the parent; keep, never touch."""
    global _lock, _worker
    if _worker is not None:
        _inherited.append(_worker)
    _lock, _worker = threading.Lock(), None


atexit.register(stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
