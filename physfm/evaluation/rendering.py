"""A report for people: Markdown for a repository, HTML for a browser; both from `physfm.evaluation.report.as_dict`."""

from __future__ import annotations

import html
import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from physfm.errors import InputError

Report = Mapping[str, Any]
FORMATS = (".md", ".html", ".json")
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .75rem;border-bottom:1px solid #ddd;"
    "text-align:left}td.n{text-align:right;font-variant-numeric:tabular-nums}h2{margin-top:2.5rem}svg{max-width:100%}"
    "@media(prefers-color-scheme:dark){body{background:#161616;color:#ddd}td,th{border-color:#444}}"
)


def writable(path: str | Path) -> None:
    """See to it that a report can be written, before the work for it is done.

    Raises
    ------
    InputError
        If the suffix is none of `FORMATS`, the file exists, or its folder cannot be written to.
    """
    path = Path(path)
    if path.suffix not in FORMATS:
        raise InputError(f"Expected a report named {', '.join('*' + f for f in FORMATS)}, got {path.name!r}.")
    if path.exists():
        raise InputError(f"{path} exists; a report is not overwritten. Give another name.")
    folder = next(each for each in path.absolute().parents if each.exists())
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as err:
        raise InputError(
            f"Expected a folder for {path.name}, cannot write to {str(folder)!r}: {err.strerror}."
        ) from err


def write(report: Report, path: str | Path) -> None:
    """Write a report in the format that the file's suffix names; one that is there is replaced.

    Raises
    ------
    InputError
        If the suffix is none of `FORMATS`.
    """
    import json

    from physfm.checkpoint import write_atomically

    path = Path(path)
    if path.suffix not in FORMATS:
        raise InputError(f"Expected a report named {', '.join('*' + f for f in FORMATS)}, got {path.name!r}.")
    text = {
        ".md": lambda: markdown(report),
        ".html": lambda: page(report),
        ".json": lambda: json.dumps(report, indent=2, default=str, allow_nan=False) + "\n",
    }[path.suffix]()
    write_atomically(path, lambda part: part.write_text(text, encoding="utf-8"))


def markdown(report: Report) -> str:
    """The report as Markdown."""
    out = ["# Evaluation", ""]
    for run in report["runs"]:
        out += [f"## {run['task']}, answered by {run['respondent']}", "", _about(run), ""]
        out += _table(("metric", "value", "95 %"), _metrics(run))
    if report["comparisons"]:
        out += ["## Comparisons", ""]
        out += _table(("first", "second", "difference", "95 %", "p, adjusted", "pairs"), _compared(report))
    if report.get("signatures"):
        out += ["## Failure signatures", ""]
        out += _table(_SIGNATURE, _raised(report))
    if report.get("gate"):
        out += ["## Gate", "", *(f"- {_held(each)}" for each in report["gate"]), ""]
    return "\n".join([*out, report["note"], "", _made(report), ""])


def page(report: Report) -> str:
    """The report as one HTML page without anything from elsewhere."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Evaluation</title>'
        f"<style>{_STYLE}</style>"
    )
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n{fragment(report)}\n</body></html>\n'


def fragment(report: Report) -> str:
    """The report as a piece of HTML."""
    parts = ["<h1>Evaluation</h1>", _figure(report["runs"])]
    for run in report["runs"]:
        parts += [
            f"<h2>{_safe(run['task'])}, answered by {_safe(run['respondent'])}</h2>",
            f"<p>{_safe(_about(run))}</p>",
        ]
        parts.append(_html_table(("metric", "value", "95 %"), _metrics(run)))
    if report["comparisons"]:
        parts.append("<h2>Comparisons</h2>")
        parts.append(_html_table(("first", "second", "difference", "95 %", "p, adjusted", "pairs"), _compared(report)))
    if report.get("signatures"):
        parts.append("<h2>Failure signatures</h2>")
        parts.append(_html_table(_SIGNATURE, _raised(report)))
    if report.get("gate"):
        held = "".join(f"<li>{_safe(_held(each))}</li>" for each in report["gate"])
        parts.append(f"<h2>Gate</h2><ul>{held}</ul>")
    return "\n".join([*parts, f"<p>{_safe(report['note'])}</p>", f"<p><small>{_safe(_made(report))}</small></p>"])


def _held(requirement: Report) -> str:
    return f"{'met' if requirement['met'] else 'NOT met'}: {requirement['reason']}"


def _safe(text: object) -> str:
    return html.escape(str(text))


def _about(run: Report) -> str:
    said = [f"{run['n']} items, version {run['version']}"]
    if run["split"]:
        said.append(f"split {run['split']}" + (f" (seed {run['seed']})" if "seed" in run else ""))
    if "weights" in run:
        said.append(f"weights {run['weights']}")
    if tokens := run.get("tokens"):
        said.append(f"{tokens['read']} tokens read, {tokens['written']} written")
    said.append(f"{run['seconds']:.0f} s")
    lines = [", ".join(said) + "."]
    if "chance" in run:
        lines.append(f"Guessing reaches {run['chance']:.3f}.")
    if tokens and tokens["cut"]:
        lines.append(f"{tokens['cut']} answers were cut at the longest that was allowed.")
    if run.get("blind"):
        lines.append("The data were not shown: this is what the questions alone give.")
    if left := run.get("left_out"):
        lines.append(f"Left out of the file: {', '.join(f'{n} {why}' for why, n in left.items())}.")
    return " ".join(lines)


def _made(report: Report) -> str:
    return ", ".join(f"{name} {value}" for name, value in report["made"].items() if value)


def _metrics(run: Report) -> list[tuple[str, ...]]:
    return [(name, f"{v['value']:.3f}", f"{v['low']:.3f} to {v['high']:.3f}") for name, v in run["metrics"].items()]


def _compared(report: Report) -> list[tuple[str, ...]]:
    return [
        (
            c["first"],
            c["second"],
            f"{c['difference']['value']:+.3f}",
            f"{c['difference']['low']:+.3f} to {c['difference']['high']:+.3f}",
            f"{c['p_adjusted']:.2g}",
            str(c["pairs"]),
        )
        for c in report["comparisons"]
    ]


_SIGNATURE = ("respondent", "signature", "verdict", "p", "cases", "why")


def _raised(report: Report) -> list[tuple[str, ...]]:
    return [
        (
            each["respondent"],
            each["name"],
            "raised" if each["raised"] else "not raised",
            f"{each['p_value']:.2g}",
            str(each["n"]),
            each["reason"],
        )
        for each in report["signatures"]
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = [" | ".join(row) for row in [head, ["---"] * len(head), *cells]]
    return [*(f"| {line} |" for line in lines), ""]


_NUMBERS = re.compile(r"[-+.\de]+(?: to [-+.\de]+)?")


def _html_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{_safe(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td{' class=n' if _NUMBERS.fullmatch(c) else ''}>{_safe(c)}</td>" for c in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _figure(runs: Sequence[Report]) -> str:
    """Accuracies with their intervals, a row each, as SVG."""
    from matplotlib.figure import Figure

    rows = [
        (
            f"{run['task']}, {run['respondent']}" + name.removeprefix("accuracy").replace("/", ": "),
            value,
            run.get("chance"),
        )
        for run in runs
        for name, value in run["metrics"].items()
        if name.startswith("accuracy")
    ]
    figure = Figure(figsize=(8, 0.9 + 0.26 * len(rows)), layout="constrained")
    axes = figure.subplots()
    places = range(len(rows), 0, -1)
    for place, (name, value, chance) in zip(places, rows, strict=True):
        whole = ":" not in name
        axes.plot([value["low"], value["high"]], [place, place], color="tab:blue", lw=2.5 if whole else 1.2)
        axes.plot(value["value"], place, "o", color="tab:blue", ms=6 if whole else 4)
        if whole and chance is not None:
            axes.plot(chance, place, "|", color="tab:red", ms=12)
    axes.set_yticks(list(places), [name for name, *_ in rows], fontsize=8)
    axes.set_ylim(0.4, len(rows) + 0.6)
    axes.set_xlim(-0.01, 1.01)
    guessed = any(chance is not None for *_, chance in rows)
    axes.set_xlabel("accuracy, 95 % interval" + ("; red: guessing" if guessed else ""))
    axes.grid(axis="x", alpha=0.3)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None})
    text = stream.getvalue()
    return text[text.index("<svg") :]
