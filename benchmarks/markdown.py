"""``python -m benchmarks.markdown FILE.json > benchmarks/results/NAME_HARDWARE_YYYYMM.md``: a result as a page.

The page holds what is needed to doubt the numbers: command, commit, hardware and its load, versions, protocol, every
row with its intervals, and the notes. Few metrics make one row a model, many make one row a metric.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SHARED = """:
the machine was shared, so wall times and rates are lower bounds; models took turns, so their ratios mean more"""


def page(report: Mapping[str, Any]) -> str:
    """Markdown of one benchmark's JSON object."""
    hardware, seconds = report["hardware"], f"{report['wall_s']:.0f} s wall time"
    cores, load = hardware["cores"], hardware["load_average_1min"]
    where = [f"{cores} core{'s' if cores > 1 else ''} of {hardware['processor']}", f"{hardware['memory_gib']} GiB"]
    where.append(hardware["accelerator"] or "no accelerator")
    shared = load and load > 1.5 * cores
    lines = [
        f"# {report['name']}",
        f"Command: `{report['command']}`, {report['date']}, commit {report['commit']}, {seconds}.",
        f"Hardware: {', '.join(where)}; load average {load} at the end{SHARED if shared else ''}.",
        f"Versions: {', '.join(f'{name} {number}' for name, number in report['versions'].items())}.",
        f"Protocol: {report['protocol']}",
        _rows(report["rows"]),
        "Square brackets: 95 % intervals (lowest and highest turn for timings).",
        _ratios(report["ratio"], report["target"]),
    ]
    if report["notes"]:
        lines.append("\n".join(f"- {note}" for note in report["notes"]))
    return "\n\n".join(lines) + "\n"


def _rows(rows: list[Mapping[str, Any]]) -> str:
    metrics = list(dict.fromkeys(name for row in rows for name in row["metrics"]))
    facts = [n for n in dict.fromkeys(k for row in rows for k in row) if n not in ("name", "kind", "metrics")]
    facts = [n for n in facts if all(isinstance(row.get(n, ""), (int, float, str)) for row in rows)]

    def cell(row: Mapping[str, Any], name: str) -> str:
        if name in row["metrics"]:
            return interval(row["metrics"][name])
        value = row.get(name, "-")
        return f"{value:.4g}" if isinstance(value, float) else str(value)

    columns = metrics + facts
    if len(metrics) > 4:
        table = [["metric", *(row["name"] for row in rows)], *([n, *(cell(r, n) for r in rows)] for n in columns)]
    else:
        table = [["model", *columns], *([r["name"], *(cell(r, n) for n in columns)] for r in rows)]
    return _table(table)


def _ratios(ratio: Mapping[str, float], target: Mapping[str, float]) -> str:
    body = [[n, f"{v:.3f}", f"{target[n]:.2g}" if n in target else "-"] for n, v in ratio.items()]
    return _table([["ratio, larger is better for us", "value", "target"], *body])


def _table(rows: list[list[str]]) -> str:
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body])


def interval(value: Mapping[str, float | None]) -> str:
    """``0.956 [0.954, 0.959]``, or the number alone where there is no interval."""
    low, high = value["low"], value["high"]
    number = f"{value['value']:.4g}"
    return number if low is None or high is None else f"{number} [{low:.4g}, {high:.4g}]"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m benchmarks.markdown FILE.json")
    print(page(json.loads(Path(sys.argv[1]).read_text())), end="")
