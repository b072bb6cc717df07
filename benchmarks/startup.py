"""Seconds until physfm answers: its import (which must not load torch) and ``physfm --help``, limit 0.5 s each."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time

import numpy as np

from benchmarks.report import Report, Row, log
from physfm.errors import InputError
from physfm.statistics import Interval

LIMIT_S = 0.5


def run(options: argparse.Namespace) -> Report:
    """Start fresh interpreters and take the median."""
    turns = 5 if options.quick else 15
    imports, helps, bare = [], [], []
    modules: set[str] = set()
    for _ in range(turns):
        taken, modules = _importtime("import physfm")
        imports.append(taken)
        helps.append(_wall(["-m", "physfm", "--help"]))
        bare.append(_wall(["-c", "pass"]))
    torch_s = _wall(["-c", "import torch"])
    log(f"import {np.median(imports):.3f} s, --help {np.median(helps):.3f} s, bare interpreter {np.median(bare):.3f} s")
    rows = [
        Row(
            "physfm",
            "ours",
            {"import_s": _spread(imports), "help_s": _spread(helps)},
            {"imports_torch": "torch" in modules, "modules": len(modules)},
        ),
        Row("limit", "limit", {"import_s": Interval(LIMIT_S, LIMIT_S, LIMIT_S), "help_s": Interval(*[LIMIT_S] * 3)}),
        Row("bare Python interpreter", "baseline", {"help_s": _spread(bare)}),
        Row("import torch, for comparison", "baseline", {"import_s": Interval(torch_s, torch_s, torch_s)}),
    ]
    ratio = {name: LIMIT_S / value.value for name, value in rows[0].metrics.items()}
    ratio["no_torch"] = 0.0 if "torch" in modules else 1.0
    return Report(
        name="startup",
        rows=rows,
        headline="physfm",
        ratio=ratio,
        target=dict.fromkeys(ratio, 1.0),
        seeds=[],
        protocol=f"{turns} fresh interpreters; median, lowest and highest. import_s: cumulative `-X importtime`; "
        "help_s: wall time of `python -m physfm --help`, the interpreter's own start included.",
    )


def _importtime(statement: str) -> tuple[float, set[str]]:
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", statement], capture_output=True, text=True)
    if done.returncode:
        raise InputError(f"`{statement}` failed: {done.stderr.strip().splitlines()[-1]}")
    lines = re.findall(r"import time:\s*(\d+) \|\s*(\d+) \| ( *)(\S+)", done.stderr)
    modules = {name for _, _, _, name in lines}
    total = next(int(cumulative) for _, cumulative, indent, name in lines if name == "physfm" and len(indent) <= 1)
    return total / 1e6, modules


def _wall(arguments: list[str]) -> float:
    started = time.monotonic()
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise InputError(f"`python {' '.join(arguments)}` failed: {done.stderr.strip().splitlines()[-1]}")
    return time.monotonic() - started


def _spread(values: list[float]) -> Interval:
    return Interval(float(np.median(values)), min(values), max(values))
