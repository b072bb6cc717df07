"""What all simulators share: a deadline that holds, bounds on size, and files that go where the caller wants, whole.

The rule for files. A tool's arguments may come from a language model, so a file is given by its name alone: letters,
digits, ``. _ -``, not hidden, with a suffix of the tool's own; no folder, no ``..``, no ``/``. The folder is not an
argument: the calling program gives it (``tool(arguments, folder=...)``), the current folder otherwise. Nothing that
exists is ever replaced, be it a file, a folder or a link. The simulation writes into a hidden folder beside the target
and is moved into place when it is complete; whatever happens, that folder is removed (unless the asking process itself
is killed).
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from physfm import process
from physfm.errors import InputError, MissingDependency
from physfm.tools import quantity

DEFAULT_TIME = "60 s"
MAX_SECONDS = 600.0
MAX_BYTES = 64 * 2**20
"""Largest file that a simulator may write, and largest array that it may return."""
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")

TimeLimit = Annotated[
    str, Field(description="Wall-clock limit with unit, at most 10 minutes; the simulation is then stopped")
]
Seed = Annotated[int, Field(ge=0, lt=2**31, description="Seed of everything random: the same seed, the same result")]


def seconds(text: str) -> float:
    """Read a time limit.

    Raises
    ------
    InputError
        If it is not positive or longer than `MAX_SECONDS`.
    """
    found = quantity.in_unit(text, "s")
    if not 0 < found <= MAX_SECONDS:
        raise InputError(f"Expected a time limit of more than 0 and at most {MAX_SECONDS:g} s, got {text[:60]!r}.")
    return found


def within(text: str, unit: str, low: float, high: float, what: str) -> float:
    """Read a quantity in ``unit`` that must lie between two bounds, both included.

    Raises
    ------
    InputError
        If it does not; the message names ``what`` and the bounds.
    """
    found = quantity.in_unit(text, unit)
    if not low <= found <= high:
        raise InputError(f"Expected {what} between {low:g} and {high:g} {unit}, got {text[:60]!r}.")
    return found


def require(purpose: str, extra: str, *modules: str) -> None:
    """Say what to install, without importing it.

    Raises
    ------
    MissingDependency
        If one of the modules is not installed.
    """
    for module in modules:
        if importlib.util.find_spec(module) is None:
            raise MissingDependency(purpose, module, extra)


def destination(name: str, folder: Path | None, suffixes: Sequence[str]) -> Path | None:
    """Return where a file of this name goes; None for an empty name.

    Raises
    ------
    InputError
        If the name is not a plain one, has another suffix or is taken, or the folder is none.
    """
    if not name:
        return None
    if not _NAME.fullmatch(name) or not name.lower().endswith(tuple(suffixes)) or name.lower() in suffixes:
        raise InputError(
            f"Expected a plain file name that ends in {' or '.join(suffixes)}, without a folder, got {name[:100]!r}."
        )
    where = Path.cwd() if folder is None else Path(folder)
    if not where.is_dir():
        raise InputError(f"Expected an existing folder for {name}, got {where}.")
    target = where / name
    if os.path.lexists(target):  # a dangling link exists, too
        raise InputError(f"{target} exists and is not overwritten. Give another name.")
    return target


def bounded(size: float, what: str) -> None:
    """Refuse what would be too large before it is made.

    Raises
    ------
    InputError
        If an estimate of bytes exceeds `MAX_BYTES`.
    """
    if size > MAX_BYTES:
        raise InputError(f"{what} would be {size / 2**20:.0f} MiB; at most {MAX_BYTES / 2**20:.0f} MiB are written.")


def simulate(
    function: str, arguments: Mapping[str, Any], time_limit: str, files: Mapping[str, Path | None]
) -> dict[str, Any]:
    """Run ``"module:function"`` in a process of its own and put the files it wrote into place.

    Parameters
    ----------
    arguments
        JSON; for every entry of ``files`` that is not None the function gets a path to write to, otherwise None.
    files
        Where its files go, by the name of the argument, as `destination` returned it.

    Returns
    -------
    answer
        What the function returned.

    Raises
    ------
    InputError
        If the simulation fails, takes longer than its limit, writes too much or nothing, or a target came into being
        meanwhile; no file is left behind.
    """
    limit = seconds(time_limit)
    wanted = {key: target for key, target in files.items() if target is not None}
    if len(set(wanted.values())) < len(wanted):
        raise InputError(f"Expected different names for the files, got {', '.join(t.name for t in wanted.values())}.")
    with _workplace(wanted) as places:
        given: dict[str, Any] = {key: str(places[key]) if key in places else None for key in files}
        answer = process.call(function, {**arguments, **given}, limit, file_bytes=2 * MAX_BYTES)
        _publish({places[key]: target for key, target in wanted.items()})
    return answer


@contextlib.contextmanager
def _workplace(wanted: Mapping[str, Path]) -> Iterator[dict[str, Path]]:
    """Paths of the same names in a hidden folder beside the targets, gone in the end."""
    if not wanted:
        yield {}
        return
    beside = next(iter(wanted.values())).parent
    try:
        folder = Path(tempfile.mkdtemp(prefix=".physfm-", dir=beside))
    except OSError as err:
        raise InputError(f"{beside} cannot be written to: {err.strerror or err}.") from err
    try:
        yield {key: folder / target.name for key, target in wanted.items()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _publish(moves: Mapping[Path, Path]) -> None:
    """Move all files to where nothing may be, or none."""
    done: list[Path] = []
    try:
        for source, target in moves.items():
            if not source.is_file():
                raise InputError(f"The simulation wrote no {target.name}.")
            _claim(target)
            done.append(target)
            source.replace(target)
    except BaseException:
        for target in done:
            target.unlink(missing_ok=True)
        raise


def _claim(target: Path) -> None:
    """Create an empty file, which nobody else can from then on.

    Raises
    ------
    InputError
        If there is something already.
    """
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except FileExistsError as err:
        raise InputError(f"{target} exists and is not overwritten. Give another name.") from err
