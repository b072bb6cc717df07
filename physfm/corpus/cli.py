"""``physfm corpus build PATH... -o CORPUS --against SET...``.

The door of physfm (`physfm.cli`) wires this in with `add_commands`; the command returns what ``--json`` prints.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any


def add_commands(commands: Any, *parents: argparse.ArgumentParser) -> None:
    """Add ``corpus build`` to argparse's subparsers.

    Parameters
    ----------
    commands
        What ``ArgumentParser.add_subparsers`` returned.
    parents
        Parsers of the options that every command has (``--json``, ``--debug``).
    """
    text = "build a corpus of physics texts"
    actions = commands.add_parser("corpus", help=text, description=text).add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    text = "gather sources, clean them, leave out repetitions and evaluation items; a killed build goes on"
    command = actions.add_parser("build", help=text, description=text, parents=parents)
    command.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="arXiv metadata, unarXive, LaTeX, OpenStax, Markdown, or folders of them",
    )
    command.add_argument("-o", "--output", required=True, metavar="CORPUS", help="folder of the corpus")
    command.add_argument(
        "--against", nargs="+", action="extend", default=[], metavar="SET",
        help="evaluation sets to keep out: files, folders, or FILE:question=FIELD,solution=FIELD,id=FIELD",
    )  # fmt: skip
    command.add_argument("--no-decontamination", action="store_true", help="look for no evaluation items")
    command.add_argument(
        "--no-embedding", action="store_true", help="look for them by their words only, not by meaning"
    )
    command.add_argument("--categories", nargs="+", metavar="NAME", help="arXiv archives or classes (default: physics)")
    command.add_argument(
        "--exercises", action="store_true", help="keep exercises of textbooks (models are tested on them)"
    )
    command.add_argument("--shard", type=float, default=8.0, metavar="MB", help="sources in a shard (default 8 MB)")
    command.add_argument("--executor", choices=("local", "slurm", "ray"), default="local", help="where the tasks run")
    command.add_argument("--workers", type=int, default=1, metavar="N", help="tasks at the same time (default 1)")
    command.add_argument("--partition", default="", help="of SLURM")
    command.add_argument("--time", default="24:00:00", help="of SLURM, for each job (default 24:00:00)")
    command.add_argument("--qos", default="", help="of SLURM (default: the cluster's own)")
    command.add_argument("--memory", type=int, default=4, metavar="GB", help="of a task on SLURM or Ray (default 4)")
    command.add_argument("--fresh", action="store_true", help="replace an earlier build in the folder")
    command.set_defaults(run=build, show=_show)


def build(options: argparse.Namespace) -> dict[str, Any]:
    """Build the corpus; of its report, what fits on a screen.

    Raises
    ------
    InputError
        If an option is out of range, or something cannot be read.
    """
    from physfm.corpus import build as make
    from physfm.corpus.building import Where
    from physfm.corpus.categories import PHYSICS
    from physfm.corpus.plan import Settings
    from physfm.errors import InputError

    if options.workers < 1 or not 0.001 <= options.shard <= 100_000:
        raise InputError(
            f"Expected at least one worker and shards of 0.001 to 100000 MB, got {options.workers}, {options.shard}."
        )
    start = time.perf_counter()
    settings = Settings(
        archives=tuple(options.categories or PHYSICS),
        exercises=options.exercises,
        decontaminate=not options.no_decontamination,
        meaning=not options.no_embedding,
        shard_bytes=round(options.shard * 1e6),
    )
    where = Where(options.executor, options.workers, options.partition, options.time, options.qos, options.memory)
    report = make(
        options.paths,
        options.output,
        options.against,
        settings,
        where,
        options.fresh,
        lambda line: print(f"physfm: {line}", file=sys.stderr, flush=True),
    )
    if "jobs" in report:
        return report
    return {
        "corpus": options.output,
        "documents": report["documents"],
        "characters": report["characters"],
        "stages": {each["stage"]: each["documents"] for each in report["stages"]},
        "dropped": report["dropped"],
        "skipped": report["skipped"],
        "duplicates": len(report["duplicates"]),
        "contaminated": len(report["contaminated"]),
        "licences": {name: each["documents"] for name, each in report["licences"].items()},
        "shards": len(report["shards"]),
        "report": f"{options.output}/corpus.json",
        "seconds": round(time.perf_counter() - start, 3),
    }


def _show(result: dict[str, Any]) -> None:
    if "jobs" in result:
        print(f"{result['corpus']}: {len(result['jobs'])} jobs with SLURM: {', '.join(result['jobs'].values())}")
        return
    print(f"{result['corpus']}: {result['documents']} documents, {result['characters']} characters")
    print("  " + ", ".join(f"{count} {stage}" for stage, count in result["stages"].items()))
    for title in ("dropped", "skipped", "licences"):
        if result[title]:
            print(f"  {title}: " + ", ".join(f"{name} {count}" for name, count in result[title].items()))
    print(f"  {result['contaminated']} passages of evaluation items cut out; see {result['report']}")
