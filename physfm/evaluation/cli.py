"""``physfm evaluate TASK... --model M``; `physfm.cli` wires it in with `add_commands`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from physfm.errors import InputError

OURS = "physfm"
SPLITS = ("public", "private", "fresh")


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
        help="by what an option is chosen: likelihood of its letter, of its text per character, or its information",
    )
    command.add_argument("-n", type=_positive, default=100, help="items of each task (default 100)")
    command.add_argument("--split", choices=SPLITS, default="public", help="where the problems come from")
    command.add_argument("--seed", type=int, metavar="S", help="of the public split")
    command.add_argument("--log", metavar="FOLDER", help="write answers there as JSON lines, and go on with a cut run")
    command.add_argument("--report", metavar="FILE", help="write a report: FILE.md, FILE.html or FILE.json")
    command.add_argument(
        "--export", metavar="FILE.jsonl", help="ask nobody: write the questions for the Large Physics Benchmark"
    )
    command.add_argument("--gate", metavar="GATE.yaml", help="run what a gate asks for; exit 1 if it is not met")
    command.set_defaults(run=evaluate, show=_show)


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"expected a positive whole number, got {value}")
    return value


def evaluate(options: argparse.Namespace) -> dict[str, Any]:
    """Run tasks; return what ``--json`` prints.

    Raises
    ------
    InputError
        If a task or model is unknown. That a gate is not met stands in ``failure``.
    """
    from physfm.evaluation import gate, rendering, report, runner, task

    if not options.tasks and not options.gate:
        return {"tasks": [{"name": t.name, "title": t.title, "version": t.version} for t in task.tasks().values()]}
    if options.seed is not None and options.split != "public":
        raise InputError(f"--seed belongs to the public split; the {options.split} split has a key.")
    if options.export:
        return _export(options)
    if options.tasks and options.gate:
        raise InputError("A gate says itself which tasks it runs: give tasks or --gate, not both.")
    if options.report:
        if Path(options.report).exists():
            raise InputError(f"{options.report} exists; a report is not overwritten. Give another name.")
        if Path(options.report).suffix not in rendering.FORMATS:
            raise InputError(
                f"Expected --report FILE with one of {', '.join(rendering.FORMATS)}, got {options.report!r}."
            )
    required = gate.read(options.gate) if options.gate else None
    wanted = required.runs if required else [{"task": name, "n": options.n} for name in options.tasks]
    known = [task.find(str(each["task"])) for each in wanted]  # before any model is loaded
    chosen = [str(each.get("split", options.split)) for each in wanted]
    if unknown := [name for name in chosen if name not in SPLITS]:
        raise InputError(f"Expected a split of {', '.join(SPLITS)}, got {unknown[0]!r}.")
    made = {name: _split(name, options.seed) for name in dict.fromkeys(chosen)}
    who = respondent(options.model, options.endpoint, options.choices)

    runs = []
    for each, name, found in zip(wanted, chosen, known, strict=True):
        of = f"{_plain(found.name)}-{_plain(who.name)}-{name}-{made[name].digest}.jsonl"
        log = Path(options.log) / of if options.log else None
        runs.append(runner.run(found, who, int(each["n"]), made[name], log, _tell))
    result = report.as_dict(runs)
    if required:
        result["gate"] = gate.check(required, {run.task: report.metrics(run) for run in runs})
        if unmet := [each["reason"] for each in result["gate"] if not each["met"]]:
            result["failure"] = f"The gate {options.gate} is not met: {'; '.join(unmet)}."
    if options.report:
        rendering.write(result, options.report)
        result["report"] = options.report
    first = result["runs"][0]
    return {**{k: first[k] for k in ("task", "version", "n", "metrics")}, **result} if len(runs) == 1 else result


def _export(options: argparse.Namespace) -> dict[str, Any]:
    from physfm.evaluation import task
    from physfm.evaluation.importing import large_physics

    if not options.tasks or options.gate or options.report or options.log:
        raise InputError("--export writes the questions of tasks and asks nobody: no --gate, --report or --log.")
    if options.split == "private":
        raise InputError("Private problems are never written to a file: export the public or a fresh split.")
    split = _split(options.split, options.seed)
    asked = [item for name in options.tasks for item in task.find(name).items(split, options.n)]
    found = large_physics.write(asked, Path(options.export))
    return {"export": options.export, "questions": len(found.items), "left_out": found.left_out, "told": found.told}


def _split(name: str, seed: int | None) -> Any:
    from physfm.evaluation.problems import splits

    if name == "public":
        return splits.public() if seed is None else splits.public(seed)
    return {"private": splits.private, "fresh": splits.fresh}[name]()


def respondent(model: str, endpoint: str | None = None, choices: Any = "letters") -> Any:
    """Whoever the options name.

    Raises
    ------
    InputError
        If there is no such model, or it gives no likelihoods and these are asked for.
    """
    if choices != "letters" and (endpoint or model == OURS):
        raise InputError(
            f"--choices {choices} needs a model whose likelihoods are known: a base model, a folder or a hub id."
        )
    from physfm.evaluation import respondents

    if endpoint:
        if model == OURS:
            raise InputError("--endpoint needs --model NAME: which model is to answer there?")
        return respondents.EndpointRespondent(endpoint, model)
    if model == OURS:
        import physfm

        return respondents.AgentRespondent(physfm.load())
    from physfm import llm
    from physfm.adaptation import artefact

    if (Path(model) / f"{artefact.NAME}.json").is_file():
        language, _ = artefact.load(model)
        return respondents.LocalRespondent(language, name=model, choices=choices)
    return respondents.LocalRespondent(llm.load(model), choices=choices)


def _tell(line: str) -> None:
    print(f"physfm: {line}", file=sys.stderr)


def _plain(name: str) -> str:
    """A name as part of a file's name."""
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name)[-80:]


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
    for each in result.get("gate", ()):
        print(f"{'met' if each['met'] else 'NOT met'}: {each['reason']}")
