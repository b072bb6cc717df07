"""How an experiment runs: one YAML, one command, a ledger of what is done, one result that says where it comes from.

    python -m experiments.NAME                  full.yaml, into experiments/NAME/results; a run that was cut goes on
    python -m experiments.NAME --smoke          smoke.yaml, into runs/NAME-smoke, anew
    python -m experiments.NAME --config FILE --out FOLDER

An experiment is a folder with README (question, protocol fixed before the run, result, conclusion), ``full.yaml``,
``smoke.yaml`` and ``gpu.yaml`` (validated, not run here), and a ``__main__.py`` that calls `command`. Its configuration
is a frozen dataclass; everything on which numbers depend is in it, seeds included.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from benchmarks.report import ROOT, hardware, log, versions
from physfm.checkout import commit
from physfm.errors import InputError, PhysfmError
from physfm.statistics import Interval

Config = TypeVar("Config")


class Study(Generic[Config]):
    """One run of an experiment.

    Parameters
    ----------
    name
        Of the experiment's folder.
    config
        Everything on which its numbers depend.
    out
        Receives ``ledger.jsonl``, ``results.json`` and figures.

    Raises
    ------
    InputError
        If ``out`` holds the ledger of another configuration.
    """

    def __init__(self, name: str, config: Config, out: Path) -> None:
        self.name, self.config, self.out = name, config, out
        self.scratch = ROOT / "runs" / out.parent.name / out.name if out.name == "results" else out / "scratch"
        """For weights and whatever else is not committed."""
        self._file = out / "ledger.jsonl"
        self._done: dict[str, Any] = {}
        head = {"experiment": name, "config": plain(dataclasses.asdict(config))}  # type: ignore[call-overload]
        out.mkdir(parents=True, exist_ok=True)
        if not self._file.exists():
            self._append(head)
            return
        whole = self._file.read_text().splitlines(keepends=True)
        lines = [json.loads(line) for line in whole if line.endswith("\n")]  # a line cut by a kill is done again
        if not lines or lines[0] != head:
            raise InputError(
                f"{self._file} holds a run of another configuration; give another --out, or remove it to start anew."
            )
        if len(lines) < len(whole):
            self._file.write_text("".join(whole[: len(lines)]))
        self._done = {line["unit"]: line["found"] for line in lines[1:]}

    def once(self, unit: str, make: Callable[[], Any]) -> Any:
        """Return what ``make`` found, from the ledger if this unit was done before; JSON values only."""
        if unit not in self._done:
            begun = time.monotonic()
            found = plain(make())
            took = round(time.monotonic() - begun, 1)
            self._append({"unit": unit, "found": found, "seconds": took})
            self._done[unit] = found
            log(f"{self.name}: {unit} ({took} s)")
        return self._done[unit]

    def _append(self, line: Mapping[str, Any]) -> None:
        with self._file.open("a") as file:
            file.write(json.dumps(line, sort_keys=True) + "\n")


def plain(value: Any) -> Any:
    """As JSON holds it: intervals as value, low and high; NaN as null; paths as texts."""
    if isinstance(value, Interval):
        return plain(value.as_dict())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return plain(dataclasses.asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value


def configured(kind: type[Config], file: Path) -> Config:
    """Read a YAML into the configuration's dataclass; a wrong key or type is refused with its name.

    Raises
    ------
    InputError
        If the file is missing or does not fit.
    """
    from jsonargparse import ArgumentError, ArgumentParser

    if not file.is_file():
        raise InputError(f"No configuration {str(file)!r}.")
    parser = ArgumentParser(exit_on_error=False)
    parser.add_class_arguments(kind, "config")
    try:
        read = parser.parse_object({"config": _yaml(file)})
    except (ArgumentError, KeyError, TypeError) as err:
        raise InputError(f"{file}: {' '.join(str(err).split())}") from err
    made: Config = parser.instantiate(read).config
    return made


def _yaml(file: Path) -> Any:
    import yaml

    try:
        read = yaml.safe_load(file.read_text())
    except yaml.YAMLError as err:
        raise InputError(f"{file} is no YAML: {' '.join(str(err).split())}") from err
    if not isinstance(read, dict):
        raise InputError(f"{file}: expected names with values, got {type(read).__name__}.")
    return read


def command(
    name: str, kind: type[Config], conduct: Callable[[Study[Config]], Any], arguments: list[str] | None = None
) -> int:
    """Run an experiment from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog=f"python -m experiments.{name}")
    parser.add_argument("--smoke", action="store_true", help="a minute's version: does every part run?")
    parser.add_argument("--config", type=Path, default=None, help="YAML (default full.yaml of the experiment)")
    parser.add_argument("--out", type=Path, default=None, help="folder for ledger, results and figures")
    options = parser.parse_args(arguments)
    folder = ROOT / "experiments" / name
    config = options.config or folder / ("smoke.yaml" if options.smoke else "full.yaml")
    out = options.out or (ROOT / "runs" / f"{name}-smoke" if options.smoke else folder / "results")
    if options.smoke and options.out is None:
        shutil.rmtree(out, ignore_errors=True)
    begun = time.monotonic()
    try:
        study = Study(name, configured(kind, config), out)
        results = plain(conduct(study))
    except PhysfmError as err:
        print(f"{name}: {err}", file=sys.stderr)
        return 1
    record = {
        "experiment": name,
        "command": " ".join(["python -m experiments." + name, *(sys.argv[1:] if arguments is None else arguments)]),
        "config": plain(dataclasses.asdict(study.config)),  # type: ignore[call-overload]
        "results": results,
        "commit": commit(),
        "hardware": hardware(),
        "versions": versions(),
        "seconds_of_this_run": round(time.monotonic() - begun, 1),
    }
    (out / "results.json").write_text(json.dumps(record, indent=1) + "\n")
    print(json.dumps({"experiment": name, "results": results, "file": str(out / "results.json")}))
    return 0
