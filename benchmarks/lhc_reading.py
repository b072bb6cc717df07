"""Jets per second from disk: our reader, down to samples and down to flat arrays, beside bare uproot.

Bare uproot reads the same branches into awkward arrays and does nothing else: it is the limit, not a rival, since our
reader also detects the layout, converts units, makes four-momenta and species, and checks every number.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks import jets
from benchmarks.report import Report, Row, log
from physfm import discovery
from physfm.errors import InputError
from physfm.statistics import Interval


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--file", type=Path, default=None, help="ROOT file that physfm reads (default: generated jets)")


def run(options: argparse.Namespace) -> Report:
    """Time each reader, in turns."""
    import uproot

    from physfm_lhc import read
    from physfm_lhc.layouts import detect

    path = options.file or jets.file(40004, 3000)
    encoder = discovery.load("lhc")
    with uproot.open(path) as file:
        found = [
            (name, detect(name, file[name].keys())) for name in file.keys(cycle=False) if hasattr(file[name], "keys")
        ]
        known = [(name, layout) for name, layout in found if layout is not None]
        if not known:
            raise InputError(f"{path}: no tree that physfm reads, only {[name for name, _ in found]}.")
        name, layout = known[0]
        branches, item, entries = layout.branches, layout.item, int(file[name].num_entries)

    def bare() -> int:
        with uproot.open(path) as file:
            return sum(len(chunk) for chunk in file[name].iterate(branches, step_size=2000))

    def samples() -> int:
        return sum(1 for _ in encoder.read([Path(path)]))

    def arrays() -> int:
        return sum(len(chunk.lengths) for chunk in read.jet_arrays(Path(path), 128))

    ways: dict[str, Callable[[], int]] = {"samples": samples, "uproot": bare}
    if item == "jet":
        ways["arrays"] = arrays
    rates: dict[str, list[float]] = {}
    for turn in range(4 if options.quick else 8):
        for key, act in ways.items():
            started = time.monotonic()
            count = act()
            if turn:  # the first turn warms the page cache and the imports
                rates.setdefault(key, []).append(count / (time.monotonic() - started))
    log(f"{entries} items: " + ", ".join(f"{k} {np.median(v):.0f}/s" for k, v in rates.items()))
    titles = {
        "samples": ("physfm EventEncoder.read, samples with units", "ours"),
        "arrays": ("physfm_lhc.read.jet_arrays, for training", "ours"),
        "uproot": ("bare uproot, same branches", "limit"),
    }
    rows = [
        Row(titles[k][0], titles[k][1], {"items_per_s": Interval(float(np.median(v)), min(v), max(v))})
        for k, v in rates.items()
    ]
    limit = float(np.median(rates["uproot"]))
    ratio = {"items_per_s" if k == "samples" else f"{k}_per_s": float(np.median(v)) / limit for k, v in rates.items()}
    ratio.pop("uproot_per_s")
    return Report(
        name="lhc-reading",
        rows=rows,
        headline=rows[0].name,
        ratio=ratio,
        target={},
        seeds=[],
        protocol=f"{entries} items of {Path(path).name}, {len(branches)} branches, chunks of 2000, "
        f"{len(rates['uproot'])} turns after a warm-up; median, lowest and highest.",
    )
