"""``physfm evaluate TASK... --model M``; `physfm.cli` wires it in with `add_commands`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from physfm.errors import InputError
from physfm.evaluation import OURS, SPLITS

ITEMS = 100


def add_commands(commands: Any, *parents: argparse.ArgumentParser) -> None:
    """Add ``evaluate`` to argparse's subparsers.

    Parameters
    ----------
    commands
        What ``ArgumentParser.add_subparsers`` returned.
    parents
        Parsers of the options that every command has (``--json``, ``--debug``).
    """
    text = "ask a model physics problems and grade its answers, with intervals"
    command = commands.add_parser("evaluate", help=text, description=text, parents=parents)
    command.add_argument("tasks", nargs="*", metavar="TASK", help="tasks, or file:PATH; without one, all are listed")
    command.add_argument(
        "--model", default=OURS, metavar="M",
        help="'physfm' (the agent: tools, passages, encoders; the default), a base model (name, folder, hub id), or "
        "a folder of an adapted one",
    )  # fmt: skip
    command.add_argument("--endpoint", metavar="URL", help="ask the model M behind an OpenAI-compatible endpoint")
    command.add_argument(
        "--choices",
        choices=["letters", "texts", "information"],
        default="letters",
        help="by what an option is chosen: likelihood of its letter, of its text per character (sentences beat "
        "numbers), or what the question says about it",
    )
    command.add_argument("-n", type=_positive, metavar="N", help=f"items of each task (default {ITEMS})")
    command.add_argument("--split", choices=SPLITS, default="public", help="where the problems come from")
    command.add_argument("--seed", type=int, metavar="S", help="of the public split")
    command.add_argument("--tokens", type=_positive, metavar="N", help="longest answer, in tokens")
    command.add_argument(
        "--connections", type=_positive, metavar="N", help="questions under way at an endpoint at the same time"
    )
    command.add_argument("--log", metavar="FOLDER", help="write answers there as JSON lines, and go on with a cut run")
    command.add_argument("--report", metavar="FILE", help="write a report: FILE.md, FILE.html or FILE.json")
    command.add_argument(
        "--from", dest="logs", nargs="+", metavar="LOG",
        help="ask nobody: report the runs in these logs or folders of logs, and compare respondents",
    )  # fmt: skip
    command.add_argument(
        "--export", metavar="FILE.jsonl", help="ask nobody: write the questions for the Large Physics Benchmark"
    )
    command.add_argument("--gate", metavar="GATE.yaml", help="run what a gate asks for; exit 1 if it is not met")
    command.set_defaults(run=evaluate, show=_show)


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a positive whole number, got {text!r}")
    return int(text)


def evaluate(options: argparse.Namespace) -> dict[str, Any]:
    """Run tasks; return what ``--json`` prints.

    Raises
    ------
    InputError
        If a task or model is unknown. That a gate is not met stands in ``failure``.
    """
    from physfm.evaluation import rendering, task

    _fit(options)
    if options.export:
        return _export(options)
    if not options.tasks and not options.gate and not options.logs:
        return {"tasks": [{"name": t.name, "title": t.title, "version": t.version} for t in task.tasks().values()]}
    if options.report:
        rendering.writable(options.report)
    found = _found(options)
    result = found.as_dict()
    if unmet := [each["reason"] for each in found.gate if not each["met"]]:
        result["failure"] = f"The gate {options.gate} is not met: {'; '.join(unmet)}."
    if options.report:
        try:
            rendering.write(result, options.report)
            result["report"] = options.report
        except OSError as err:  # what was found is shown all the same
            unwritten = f"The report {options.report} could not be written: {err.strerror}."
            result["failure"] = " ".join(filter(None, (result.get("failure"), unwritten)))
    runs = result["runs"]
    return {**{k: runs[0][k] for k in ("task", "version", "n", "metrics")}, **result} if len(runs) == 1 else result


def _found(options: argparse.Namespace) -> Any:
    from physfm.evaluation import evaluating

    if options.logs:
        return evaluating.from_logs(options.logs)
    names = ("split", "seed", "gate", "endpoint", "choices", "tokens", "connections", "log")
    how = {name: getattr(options, name) for name in names}
    return evaluating.evaluate(options.tasks, options.model, options.n or ITEMS, **how, tell=_tell)


def _fit(options: argparse.Namespace) -> None:
    """Refuse options that do not fit together: none is dropped in silence."""
    if options.seed is not None and options.split != "public":
        raise InputError(f"--seed belongs to the public split; the {options.split} split has a key.")
    if options.tasks and options.gate:
        raise InputError("A gate says itself which tasks it runs: give tasks or --gate, not both.")
    if options.gate and options.n:
        raise InputError("A gate says itself how many items it asks: give -n or --gate, not both.")
    if options.logs and (options.tasks or options.gate or options.log or options.export):
        raise InputError("--from reports what is in logs and asks nobody: no tasks, --gate, --log or --export.")
    if options.export and (options.gate or options.report or options.log):
        raise InputError("--export writes the questions of tasks and asks nobody: no --gate, --report or --log.")
    if not options.tasks and not options.gate and not options.logs:
        for name in ("export", "report", "log", "endpoint", "model"):
            if getattr(options, name) not in (None, OURS):
                raise InputError(f"--{name} needs a task: physfm evaluate TASK... Without options, all are listed.")


def _export(options: argparse.Namespace) -> dict[str, Any]:
    from physfm.evaluation import evaluating, task
    from physfm.evaluation.importing import large_physics

    if options.split == "private":
        raise InputError("Private problems are never written to a file: export the public or a fresh split.")
    split = evaluating.of_name(options.split, options.seed)
    asked = [item for name in options.tasks for item in task.find(name).items(split, options.n or ITEMS)]
    found = large_physics.write(asked, Path(options.export))
    return {"export": options.export, "questions": len(found.items), "left_out": found.left_out, "told": found.told}


def _tell(line: str) -> None:
    print(f"physfm: {line}", file=sys.stderr)


def _show(result: dict[str, Any]) -> None:
    if "tasks" in result:
        for each in result["tasks"]:
            print(f"{each['name']:24} {each['title']}")
        return
    if "export" in result:
        print(f"{result['export']}: {result['told']}")
        return
    from physfm.evaluation.rendering import markdown

    print(markdown(result))
