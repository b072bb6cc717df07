"""The shell's door: ``physfm COMMAND``; every command takes ``--json`` and prints one JSON object on stdout.

Logs go to stderr. Exit codes: 0 success, 1 a failure the user can act on (one line; ``--debug`` shows the traceback),
2 bad usage. torch and everything heavy is imported inside the commands (`physfm.commands`), so that ``--help`` answers
at once. Training (``fit | validate | test | predict``) is LightningCLI's own and keeps its options.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from physfm import __version__, commands
from physfm.chatting import HELP as CHAT
from physfm.corpus.cli import add_commands as add_corpus_commands
from physfm.errors import InputError, PhysfmError
from physfm.evaluation.cli import add_commands as add_evaluation_commands
from physfm.probing.cli import add_commands as add_probing_commands
from physfm.retrieval.cli import add_commands as add_index_commands

TRAINING = ("fit", "validate", "test", "predict")
Command = Callable[[argparse.Namespace], dict[str, Any]]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    if args and args[0] in TRAINING:
        return _guarded(lambda: commands.train(args), debug="--debug" in args)
    options = parser().parse_args(args)
    if not hasattr(options, "run"):
        parser().print_help()
        return 2
    return _guarded(lambda: _run(options), options.debug)


def _run(options: argparse.Namespace) -> None:
    if options.json:
        # Libraries warn on stderr; whoever parses stdout wants neither.
        warnings.simplefilter("ignore")
    result = options.run(options)
    if options.json:
        print(json.dumps(_finite(result), default=str, allow_nan=False))
    elif result:
        options.show(result)
    if result and "failure" in result:  # what was asked for ran, and did not come out as it must
        raise InputError(result["failure"])


def _finite(value: Any) -> Any:
    """JSON knows no NaN and no infinity: what is not a number becomes null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(v) for key, v in value.items()}
    return [_finite(v) for v in value] if isinstance(value, (list, tuple)) else value


def _guarded(command: Callable[[], Any], debug: bool) -> int:
    try:
        command()
    except (PhysfmError, OSError) as err:
        if debug:
            raise
        if isinstance(err, BrokenPipeError):
            sys.stderr.close()
            return 0
        text = " ".join(str(err).split())
        print(f"physfm: {text}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("physfm: interrupted.", file=sys.stderr)
        return 130
    return 0


def parser() -> argparse.ArgumentParser:
    """All commands with their options; LightningCLI's own (`TRAINING`) have another parser."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print one JSON object on stdout")
    common.add_argument("--debug", action="store_true", help="show the traceback of a failure")
    weights = argparse.ArgumentParser(add_help=False)
    weights.add_argument("--weights", metavar="FOLDER", help="weights to use (default: those that ship)")
    weights.add_argument("--encoder", metavar="NAME", help="read with this encoder instead of asking the file")
    weights.add_argument("--limit", type=_positive, metavar="N", help="read at most N items")

    parser = argparse.ArgumentParser(
        prog="physfm",
        description="Large Physics Models: language models that see physics data.",
        epilog="Training: physfm fit | validate | test | predict --config FILE (LightningCLI).",
    )
    parser.add_argument("--version", action="version", version=f"physfm {__version__}")
    added = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, run: Command, show: Callable[[dict[str, Any]], None], text: str, *parents: Any) -> Any:
        command = added.add_parser(name, help=text, description=text, parents=[common, *parents])
        command.set_defaults(run=run, show=show)
        return command

    command = add("info", commands.info, commands.show_json, "say what a file holds, with units")
    command.add_argument("file")
    command.add_argument("--encoder", metavar="NAME", help="read with this encoder instead of asking the file")
    command = add("encode", commands.encode, commands.show_json, "encode a file into the shared latent space", weights)
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument("-o", "--output", required=True, metavar="OUT.npz")
    command = add("measure", commands.measure, commands.show_measured, "measure quantities with uncertainties", weights)
    command.add_argument("files", nargs="+", metavar="FILE")
    speaker = argparse.ArgumentParser(add_help=False)
    speaker.add_argument("--weights", metavar="FOLDER", help="weights to use (default: those that ship)")
    speaker.add_argument("--data", action="append", default=[], metavar="FILE", help="a file to look at; repeatable")
    speaker.add_argument("--base", metavar="MODEL", help="base language model (name, folder or hub id)")
    speaker.add_argument("--endpoint", metavar="URL", help="let a model behind an OpenAI-compatible endpoint speak")
    speaker.add_argument("--endpoint-model", metavar="NAME", help="name of the model at the endpoint")
    speaker.add_argument("--index", metavar="INDEX", help="retrieve from this index (default: the PDG Listings)")
    command = add(
        "ask", commands.ask, commands.show_answer, "ask a physics question, with or without data, in words", speaker
    )
    command.add_argument("question")
    command.add_argument("--item", metavar="ID", help="ask about this item of the file")
    command.add_argument("--trace", metavar="FILE.jsonl", help="write every decision, call and result as JSON lines")
    command = add("chat", commands.chat, commands.show_nothing, "talk about physics data in the terminal", speaker)
    command.formatter_class, command.epilog = argparse.RawDescriptionHelpFormatter, CHAT
    command = add("trace", commands.trace, commands.show_trace, "show the trace of an answer, and replay it")
    command.add_argument("file", metavar="FILE.jsonl")
    command.add_argument(
        "--replay", action="store_true", help="make its decisions, calls and searches again and compare"
    )
    command.add_argument("--index", metavar="INDEX", help="index to search in again (default: the PDG Listings)")
    command = add("generate", commands.generate, commands.show_json, "generate physics data with a simulator")
    command.add_argument("kind", help="what to generate, such as jets, strain or fields")
    command.add_argument("-o", "--output", required=True, metavar="FILE")
    command.add_argument("--items", type=_positive, default=100)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="option of the generator")
    command = add(
        "tool", commands.tool, commands.show_tool, "call a tool: particle data, constants, units, kinematics, algebra"
    )
    command.add_argument("name", nargs="?", help="name of the tool; without one, all tools are listed")
    command.add_argument("arguments", nargs="*", metavar="KEY=VALUE", help="arguments of the tool")
    command.add_argument("--folder", metavar="FOLDER", help="where a tool writes its files (default: this folder)")
    add_corpus_commands(added, common)
    add_index_commands(added, common)
    add_evaluation_commands(added, common)
    add_probing_commands(added, common)
    command = add("models", commands.models, commands.show_json, "list, pull or remove base language models")
    command.add_argument("action", choices=("list", "pull", "remove", "show"), nargs="?", default="list")
    command.add_argument("name", nargs="?")
    command.add_argument("--accept-terms", action="store_true", help="accept the terms of the base model")
    command = add(
        "demo", commands.demo, commands.show_nothing, "generate, measure, ask and draw one file of each kind", weights
    )
    command.add_argument("--data", action="append", default=[], metavar="FILE", help="use this file too; repeatable")
    command.add_argument("-o", "--output", default="demo", metavar="FOLDER")
    return parser


def _positive(text: str) -> int:
    try:
        value = int(text)
    except ValueError as err:
        raise argparse.ArgumentTypeError(f"expected a positive whole number, got {text!r}") from err
    if value < 1:
        raise argparse.ArgumentTypeError(f"expected a positive whole number, got {value}")
    return value
