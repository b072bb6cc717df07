"""A Python process of its own for what cannot be interrupted from inside: a deadline that holds, limits, JSON between.

`call` runs one function in a fresh process and kills it, and all that it started, at the deadline; memory and the size
of files are bounded by the kernel, and the process ends itself some seconds after its deadline even if nobody is left
to kill it. `start`, `end` and what a process calls on itself also serve whoever keeps a process for longer
(`physfm.symbolic.deadline`). A plain subprocess, not multiprocessing: it must work in scripts without a main guard, in
threads and after a fork.

What is covered: time, memory, size of each file, what libraries print, a library that ends its process. What is not
covered: the process has its user's rights; it is for our own functions, not for code of others.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from physfm import errors
from physfm.errors import InputError, PhysfmError

GRACE_S = 2.0
"""Seconds after its deadline until a process ends itself."""
MEMORY_BYTES = 8 * 2**30
"""Address space of a called function; NumPy, torch and their libraries map 3 GiB without using them."""
_ROOT = str(Path(__file__).resolve().parents[1])
_CODE = "import sys; sys.path[:] = {path!r}; from {module} import {function}; {function}()"


def start(module: str, function: str) -> subprocess.Popen[bytes]:
    """Start a Python process that imports what this one can, and calls one function without arguments.

    Its standard input and output are pipes; what it writes on standard error is lost.
    """
    # -P: the folder one happens to be in is no place to import from.
    path = [*filter(None, sys.path), _ROOT]
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _CODE.format(path=path, module=module, function=function)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},  # or NumPy reserves gigabytes
        start_new_session=True,  # Ctrl-C is for the asking side, and one signal ends the whole group
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that `start` started with all its children, and collect it: no zombie stays."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):  # a request that was never read
                stream.close()


def call(
    function: str,
    arguments: Mapping[str, Any],
    seconds: float,
    memory_bytes: int = MEMORY_BYTES,
    file_bytes: int = 2**30,
) -> dict[str, Any]:
    """Call ``"module:function"`` with JSON arguments in a process of its own, and return the JSON object it gives.

    Parameters
    ----------
    seconds
        Wall-clock deadline, from the start of the process to its answer.
    memory_bytes, file_bytes
        Limits of the process's address space and of any file it writes.

    Raises
    ------
    InputError
        If it takes too long, needs too much memory, writes too much, or ends without an answer. Errors of physfm that
        the function raises arrive as what they are.
    """
    request = {"function": function, "arguments": dict(arguments), "seconds": seconds}
    request |= {"memory_bytes": memory_bytes, "file_bytes": file_bytes}
    process = start("physfm.process", "serve")
    try:
        out, _ = process.communicate(json.dumps(request).encode(), timeout=seconds)
    except subprocess.TimeoutExpired as err:
        raise InputError(
            f"It took longer than {seconds:g} s and was stopped. Ask for less, or allow more time."
        ) from err
    finally:  # also on an interrupt
        end(process)
    try:
        answer: dict[str, Any] = json.loads(out)
    except ValueError as err:
        raise InputError(f"The process ended without an answer ({_why(process.returncode)}).") from err
    if "error" not in answer:
        return answer
    kind = getattr(errors, answer["kind"], InputError)
    error = PhysfmError.__new__(kind, answer["error"])  # not every error is made from its text alone
    raise error


def _why(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    return f"signal {signal.Signals(-status).name}"


# In the process -------------------------------------------------------------------------------------------------------


def serve() -> None:
    """Answer the one request on standard input; what `start` makes the process of `call` do."""
    out = answers()
    request = json.loads(sys.stdin.read())
    end_after(request["seconds"] + GRACE_S)
    limit("RLIMIT_AS", request["memory_bytes"])
    limit("RLIMIT_FSIZE", request["file_bytes"])
    json.dump(_answer(request), out, allow_nan=False)
    out.close()
    # What libraries registered to do at exit is of no use, and some of them (frame readers) crash there.
    os._exit(0)


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    module, _, name = request["function"].partition(":")
    try:
        found: dict[str, Any] = getattr(importlib.import_module(module), name)(**request["arguments"])
        json.dumps(found, allow_nan=False)
    except PhysfmError as err:
        return {"kind": type(err).__name__, "error": str(err)}
    except (MemoryError, RecursionError) as err:
        return {"kind": "InputError", "error": f"It needs too much memory ({type(err).__name__}). Ask for less."}
    except Exception as err:  # a simulator raises anything; one line must reach who asked
        return {"kind": "InputError", "error": f"It failed: {type(err).__name__}: {' '.join(str(err).split())[:300]}"}
    return found


def answers() -> TextIO:
    """Return the stream for answers; from now on what a library prints, in Python or in C, goes nowhere."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


def limit(resource: str, size: int) -> None:
    """Lower one of the kernel's limits of this process, such as ``RLIMIT_AS``, to ``size`` bytes."""
    try:
        import resource as kernel
    except ImportError:  # not on Windows: the deadline still holds
        return
    which = getattr(kernel, resource)
    hard = kernel.getrlimit(which)[1]
    if hard == kernel.RLIM_INFINITY or hard > size:
        kernel.setrlimit(which, (size, hard))


def end_after(seconds: float) -> None:
    """Let the kernel end this process after so many seconds (0: not any more); no loop in C can hold that up."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
