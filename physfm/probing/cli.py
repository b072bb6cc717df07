"""``physfm probe A B``; `physfm.cli` wires it in with `add_commands`."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from physfm.errors import InputError

PICTURES = (".png", ".pdf", ".svg")


def add_commands(commands: Any, *parents: argparse.ArgumentParser) -> None:
    """Add ``probe`` to argparse's subparsers.

    Parameters
    ----------
    commands
        What ``ArgumentParser.add_subparsers`` returned.
    parents
        Parsers of the options that every command has (``--json``, ``--debug``).
    """
    text = "does what one encoder's data teach help with another's? transfer matrix with controls"
    command = commands.add_parser("probe", help=text, description=text, parents=parents)
    command.add_argument("a", metavar="A", help="an installed encoder")
    command.add_argument("b", metavar="B", help="another one")
    command.add_argument("--items", type=int, default=150, help="generated items of each to learn from (default 150)")
    command.add_argument("--seeds", type=int, default=3, help="repetitions behind every interval (default 3)")
    command.add_argument("--seed", type=int, default=1, help="of the generated data (default 1)")
    command.add_argument(
        "--weights", choices=("random", "shipped"), default="random", help="of the encoders (default random)"
    )
    command.add_argument("--text", action="append", default=[], metavar="FILE", help="add a text as source and control")
    command.add_argument(
        "--set", action="append", default=[], metavar="A.KEY=VALUE", help="option of an encoder's generator"
    )
    command.add_argument("-o", "--output", metavar="FIGURE", help="draw the matrix: FIGURE.png, .pdf or .svg")
    command.set_defaults(run=probe, show=_show)


def probe(options: argparse.Namespace) -> dict[str, Any]:
    """Run a small transfer study of two encoders; return what ``--json`` prints.

    Raises
    ------
    InputError, EncoderNotFound, EncoderLoadError, WeightsError
        Before anything is generated, if the two are one, unknown, or an option does not fit.
    """
    _check(options)
    settings_of = _settings(options.set, (options.a, options.b))

    from physfm import discovery

    for name in (options.a, options.b):
        discovery.load(name)

    import torch

    from physfm.probing import trunk
    from physfm.probing.domain import generate, passages
    from physfm.probing.matrix import assemble
    from physfm.probing.transfer import Comparison, conduct

    begun = time.perf_counter()
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # small tensors: more threads only wait for each other
    try:
        settings = trunk.QUICK
        held = max(20 * options.seeds, options.items // 3)
        domains = [
            generate(name, options.items, held, options.seed, options.weights, settings_of.get(name))
            for name in (options.a, options.b)
        ]
        texts = []
        if options.text:
            texts = [passages("text", [Path(f) for f in options.text], options.items, held, options.seed)]
        study = Comparison(
            tuple(d.thinned(settings.tokens) for d in domains),
            settings,
            tuple(range(1, options.seeds + 1)),
            tuple(t.thinned(settings.tokens) for t in texts),
        )
        found = conduct(study)
    finally:
        torch.set_num_threads(threads)
    result = assemble(found, list(study.sources()), [d.name for d in domains], [t.name for t in texts])
    if options.output:
        from physfm.probing.figure import heatmap

        heatmap(result, Path(options.output))
    return {
        "encoders": [options.a, options.b],
        "weights": options.weights,
        "domains": [
            {
                "name": d.name,
                "question": d.question,
                "answers": list(d.answers),
                "shuffled_physics": d.shuffle,
                "items": len(d.train),
                "test_items": len(d.test),
            }
            for d in domains
        ],
        "seeds": options.seeds,
        **result,
        "pretraining": found["pretraining"],
        **({"figure": options.output} if options.output else {}),
        "seconds": round(time.perf_counter() - begun, 1),
    }


def _check(options: argparse.Namespace) -> None:
    if options.a == options.b:
        raise InputError(f"Transfer needs two encoders, got {options.a!r} twice; each is its own target anyway.")
    if options.seeds < 2:
        raise InputError(f"Expected at least 2 seeds, without which there is no interval, got {options.seeds}.")
    if options.items < 20:
        raise InputError(f"Expected at least 20 items to learn from, got {options.items}.")
    for file in options.text:
        if not Path(file).exists():
            raise InputError(f"No such text: {file}")
    if options.output:
        if Path(options.output).suffix not in PICTURES:
            raise InputError(f"Expected a figure ending in {', '.join(PICTURES)}, got {options.output!r}.")
        if Path(options.output).exists():
            raise InputError(f"{options.output} exists; a figure is not overwritten. Give another name.")


def _settings(texts: list[str], encoders: tuple[str, str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for text in texts:
        path, equals, value = text.partition("=")
        name, dot, key = path.partition(".")
        if not equals or not dot or name not in encoders or not key.isidentifier():
            raise InputError(f"Expected --set {encoders[0]}.KEY=VALUE or {encoders[1]}.KEY=VALUE, got {text!r}.")
        try:
            found.setdefault(name, {})[key] = json.loads(value)
        except ValueError:
            found.setdefault(name, {})[key] = value
    return found


def _show(result: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    from physfm.probing.matrix import written

    console = Console()
    targets = [d["name"] for d in result["domains"]]
    for score, title in (("probe", "Linear probe"), ("few_shot", "Fine-tuning, mean over shares of labels")):
        table = Table(title=f"{title}: AUC, and gain over each control", title_justify="left")
        for head in ("trunk from", *targets):
            table.add_column(head)
        rows: dict[str, dict[str, str]] = {}
        for entry in result["matrix"]:
            if entry["score"] == score:
                gains = [f"{name.replace('_', ' ')} {written(v)}" for name, v in entry["gain_over"].items()]
                mark = " *" if entry["helps"] else ""
                lines = [f"[bold]{_escaped(written(entry['value']))}{mark}[/bold]", *map(_escaped, gains)]
                rows.setdefault(entry["source"], {})[entry["target"]] = "\n".join(lines)
        for control in result["controls"]:
            if control["score"] == score and control["row"] in ("random", "home", "home-taught"):
                rows.setdefault(control["row"], {})[control["target"]] = _escaped(written(control["value"]))
        for row, columns in rows.items():
            table.add_row(row, *(columns.get(t, "") for t in targets))
        console.print(table)
    print(
        "\n".join(f"{claim}: beats every control." for claim in result["claims"]) or "No transfer beats every control."
    )
    print("home: the target's own resampler and trunk; home-taught: trained on all its labels.")
    print(f"95 % intervals over {result['seeds']} seeds; {result['seconds']:.0f} s.")


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")
