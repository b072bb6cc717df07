"""The shell's door: ``physfm COMMAND``; every command takes ``--json`` and prints one JSON object on stdout.

Logs go to stderr. Exit codes: 0 success, 1 a failure the user can act on (one line; ``--debug`` shows the traceback),
2 bad usage. torch and everything heavy is imported inside the commands, so that ``--help`` answers at once. Training
(``fit | validate | test | predict``) is LightningCLI's own and keeps its options.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from physfm import __version__
from physfm.chatting import HELP as CHAT
from physfm.corpus.cli import add_commands as add_corpus_commands
from physfm.errors import EncoderLoadError, InputError, PhysfmError, did_you_mean
from physfm.evaluation.cli import add_commands as add_evaluation_commands
from physfm.probing.cli import add_commands as add_probing_commands
from physfm.retrieval.cli import add_commands as add_index_commands

TRAINING = ("fit", "validate", "test", "predict")
Command = Callable[[argparse.Namespace], dict[str, Any]]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    if args and args[0] in TRAINING:
        return _guarded(lambda: train(args), debug="--debug" in args)
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
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, run: Command, show: Callable[[dict[str, Any]], None], text: str, *parents: Any) -> Any:
        command = commands.add_parser(name, help=text, description=text, parents=[common, *parents])
        command.set_defaults(run=run, show=show)
        return command

    command = add("info", info, _show_json, "say what a file holds, with units")
    command.add_argument("file")
    command.add_argument("--encoder", metavar="NAME", help="read with this encoder instead of asking the file")
    command = add("encode", encode, _show_json, "encode a file into the shared latent space", weights)
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument("-o", "--output", required=True, metavar="OUT.npz")
    command = add("measure", measure, _show_measured, "measure quantities with uncertainties", weights)
    command.add_argument("files", nargs="+", metavar="FILE")
    speaker = argparse.ArgumentParser(add_help=False)
    speaker.add_argument("--weights", metavar="FOLDER", help="weights to use (default: those that ship)")
    speaker.add_argument("--data", action="append", default=[], metavar="FILE", help="a file to look at; repeatable")
    speaker.add_argument("--base", metavar="MODEL", help="base language model (name, folder or hub id)")
    speaker.add_argument("--endpoint", metavar="URL", help="let a model behind an OpenAI-compatible endpoint speak")
    speaker.add_argument("--endpoint-model", metavar="NAME", help="name of the model at the endpoint")
    speaker.add_argument("--index", metavar="INDEX", help="retrieve from this index (default: the PDG Listings)")
    command = add("ask", ask, _show_answer, "ask a physics question, with or without data, in words", speaker)
    command.add_argument("question")
    command.add_argument("--item", metavar="ID", help="ask about this item of the file")
    command.add_argument("--trace", metavar="FILE.jsonl", help="write every decision, call and result as JSON lines")
    command = add("chat", chat, _show_nothing, "talk about physics data in the terminal", speaker)
    command.formatter_class, command.epilog = argparse.RawDescriptionHelpFormatter, CHAT
    command = add("trace", trace, _show_trace, "show the trace of an answer, and replay it")
    command.add_argument("file", metavar="FILE.jsonl")
    command.add_argument(
        "--replay", action="store_true", help="make its decisions, calls and searches again and compare"
    )
    command.add_argument("--index", metavar="INDEX", help="index to search in again (default: the PDG Listings)")
    command = add("generate", generate, _show_json, "generate physics data with a simulator")
    command.add_argument("kind", help="what to generate, such as jets, strain or fields")
    command.add_argument("-o", "--output", required=True, metavar="FILE")
    command.add_argument("--items", type=_positive, default=100)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="option of the generator")
    command = add("tool", tool, _show_tool, "call a tool: particle data, constants, units, kinematics, algebra")
    command.add_argument("name", nargs="?", help="name of the tool; without one, all tools are listed")
    command.add_argument("arguments", nargs="*", metavar="KEY=VALUE", help="arguments of the tool")
    command.add_argument("--folder", metavar="FOLDER", help="where a tool writes its files (default: this folder)")
    add_corpus_commands(commands, common)
    add_index_commands(commands, common)
    add_evaluation_commands(commands, common)
    add_probing_commands(commands, common)
    command = add("models", models, _show_json, "list, pull or remove base language models")
    command.add_argument("action", choices=("list", "pull", "remove", "show"), nargs="?", default="list")
    command.add_argument("name", nargs="?")
    command.add_argument("--accept-terms", action="store_true", help="accept the terms of the base model")
    command = add("demo", demo, _show_nothing, "generate, measure, ask and draw one file of each kind", weights)
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


# Commands -------------------------------------------------------------------------------------------------------


def train(args: list[str]) -> None:
    """Run LightningCLI with our checkpoints (safetensors) and exact resume."""
    from lightning.pytorch import Trainer
    from lightning.pytorch.callbacks import ModelCheckpoint
    from lightning.pytorch.cli import LightningCLI

    from physfm.resume import SeedEpochs

    class CLI(LightningCLI):
        """LightningCLI whose trainer always seeds its epochs: a YAML's own callbacks would replace a default."""

        def instantiate_trainer(self, **kwargs: Any) -> Trainer:
            trainer: Trainer = super().instantiate_trainer(**kwargs)
            trainer.callbacks.insert(0, SeedEpochs())  # type: ignore[attr-defined]
            return trainer

    ModelCheckpoint.FILE_EXTENSION = ".safetensors"
    # LightningCLI reads the command line itself, and warns when it is handed one.
    sys.argv = ["physfm", *(a for a in args if a != "--debug")]
    CLI(
        subclass_mode_model=True,
        subclass_mode_data=True,
        save_config_kwargs={"overwrite": True},
        trainer_defaults={"plugins": [{"class_path": "physfm.resume.SafetensorsIO"}]},
    )


def info(options: argparse.Namespace) -> dict[str, Any]:
    """Say what a file holds."""
    from physfm.router import attach

    found = attach([options.file], options.encoder)[0]
    declared = [
        {"name": q.name, "axes": list(q.axes), "unit": q.unit, "meaning": q.meaning} for q in found.encoder.inputs
    ]
    return {
        "file": options.file,
        "encoder": found.encoder.name,
        "inputs": declared,
        **found.encoder.info(found.paths[0]),
    }


def _model(options: argparse.Namespace) -> Any:
    from physfm.model import BASE, PhysicsModel

    return PhysicsModel.load(options.weights, base=getattr(options, "base", None) or BASE)


def encode(options: argparse.Namespace) -> dict[str, Any]:
    """Encode files and write latents as ``tokens``, ``pooled``, ``ids`` in one npz."""
    import time

    import numpy as np

    from physfm.checkpoint import write_atomically

    start = time.perf_counter()
    latents = _model(options).encode(options.files, options.encoder, options.limit)
    arrays = {"tokens": latents.tokens.numpy(), "pooled": latents.pooled.numpy(), "ids": np.array(latents.ids)}

    def write(path: Path) -> None:
        with path.open("wb") as stream:
            np.savez(stream, encoder=np.array(latents.encoder), **arrays)

    write_atomically(Path(options.output), write)
    return {
        "encoder": latents.encoder,
        "items": len(latents.ids),
        "tokens_shape": list(latents.tokens.shape),
        "pooled_shape": list(latents.pooled.shape),
        "aligned": latents.aligned,
        "seconds": round(time.perf_counter() - start, 3),
        "file": options.output,
    }


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Measure the files of one observation."""
    from dataclasses import asdict

    from physfm.router import attach

    found = attach(options.files, options.encoder)[0]
    measured = _model(options).measure(options.files, options.encoder, options.limit)
    return {"encoder": found.encoder.name, "items": [asdict(m) for m in measured]}


def agent(options: argparse.Namespace) -> Any:
    """Make the agent that the options of ``ask`` and ``chat`` describe."""
    import physfm

    speaker = None
    if options.endpoint:
        from physfm.agent.endpoint import EndpointSpeaker

        if not options.endpoint_model:
            raise InputError("--endpoint needs --endpoint-model NAME: which model is to speak there?")
        speaker = EndpointSpeaker(options.endpoint, options.endpoint_model)
    return physfm.load(options.weights, base=options.base, speaker=speaker, index=options.index)


def ask(options: argparse.Namespace) -> dict[str, Any]:
    """Answer one question."""
    from physfm.agent import Trace

    if options.trace and Path(options.trace).exists():  # before anything is spent
        raise InputError(f"{options.trace} exists; a trace is not overwritten. Give another name.")
    answer = agent(options).ask(options.question, options.data, options.item)
    if options.trace:
        Trace.of_answer(answer).write(options.trace)
    found: dict[str, Any] = answer.as_dict()
    return found


def chat(options: argparse.Namespace) -> dict[str, Any]:
    """Talk until the input ends."""
    from rich.console import Console

    from physfm.chatting import talk

    turns = talk(agent(options), Console(stderr=options.json), [Path(file) for file in options.data])
    return {"turns": [{"question": question, **answer.as_dict()} for question, answer in turns]}


def trace(options: argparse.Namespace) -> dict[str, Any]:
    """Show or replay a trace."""
    from physfm.agent import Trace

    found = Trace.read(options.file)
    result: dict[str, Any] = {"trace": options.file, "events": found.events}
    if options.replay:
        from physfm.agent.replay import replay

        differences = replay(found, options.index)
        result["replayed"] = {"differences": differences, "same": not differences}
    return result


def generate(options: argparse.Namespace) -> dict[str, Any]:
    """Write a file of simulated data."""
    from physfm import discovery

    known: dict[str, Any] = {}
    for name in discovery.names():
        try:
            known |= {kind.name: (name, kind) for kind in discovery.load(name).kinds()}
        except EncoderLoadError as err:  # one broken plug-in breaks nothing else
            print(f"physfm: {err}", file=sys.stderr)
    if options.kind not in known:
        near = did_you_mean(options.kind, known)
        raise InputError(f"No generator named {options.kind!r}.{near} Known: {', '.join(sorted(known))}.")
    name, kind = known[options.kind]
    settings = dict(_setting(text) for text in options.set)
    try:
        items = kind.generate(Path(options.output), items=options.items, seed=options.seed, **settings)
    except TypeError as err:
        if not settings:
            raise
        raise InputError(f"Generator {kind.name!r} does not take {sorted(settings)}: {err}") from err
    return {
        "file": options.output,
        "items": items,
        "seed": options.seed,
        "generator": f"{name}/{kind.name}",
        "version": __version__,
    }


def _setting(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not key.isidentifier():
        raise InputError(f"Expected --set KEY=VALUE, got {text!r}.")
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


def tool(options: argparse.Namespace) -> dict[str, Any]:
    """Call one tool, or list them all."""
    from physfm import tools

    if options.name is None:
        known = [t.schema["function"] for t in tools.tools().values()]
        return {"tools": known}
    arguments = {}
    for text in options.arguments:
        key, sign, value = text.partition("=")
        if not key or not sign:
            raise InputError(f"Expected KEY=VALUE, got {text!r}. 'physfm tool' lists the arguments of every tool.")
        # Lists and truth values are JSON; everything else is text, which the tool's own types then read.
        arguments[key] = json.loads(value) if _is_json(value) else value
    folder = {"folder": Path(options.folder)} if options.folder else {}
    result = tools.find(options.name)(arguments, **folder)
    return {"tool": options.name, "arguments": arguments, "result": result.as_dict()}


def _is_json(text: str) -> bool:
    if not (text.startswith(("[", "{")) or text in ("true", "false", "null")):
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def models(options: argparse.Namespace) -> dict[str, Any]:
    """Manage base models, and show what the shipped adapter proved."""
    from physfm import bases

    if options.action == "list":
        return {"models": [vars(m) for m in bases.available()]}
    if options.action == "show":
        from physfm.model import PhysicsModel

        return {"proof": PhysicsModel.load().proof}
    if options.name is None:
        raise InputError(f"physfm models {options.action} needs a name: {', '.join(bases.BASES)}.")
    if options.action == "remove":
        bases.remove(options.name)
        return {"removed": options.name}
    path = bases.pull(options.name, accept_terms=options.accept_terms)
    return {"name": options.name, "path": str(path)}


def demo(options: argparse.Namespace) -> dict[str, Any]:
    """Run the demonstration."""
    from physfm.demo import run

    return run(_model(options), Path(options.output), [Path(f) for f in options.data], quiet=options.json)


# For people -----------------------------------------------------------------------------------------------------


def _show_json(result: dict[str, Any]) -> None:
    print(json.dumps(result, indent=2, default=str))


def _show_tool(result: dict[str, Any]) -> None:
    if "tools" in result:
        for known in result["tools"]:
            print(f"{known['name']:16} {known['description']}")
            print(f"{'':16} {', '.join(known['parameters'].get('properties', {}))}")
        return
    found = result["result"]
    print(found["text"])
    if found["source"]:
        print(f"  [source] {found['source']}")


def _show_nothing(_: dict[str, Any]) -> None:
    """What was to be said has been said while it ran."""


def _show_answer(result: dict[str, Any]) -> None:
    from physfm.answer import shown
    from physfm.evidence import Evidence

    print(result["text"])
    for fact in result["evidence"]:
        print(f"  {shown(Evidence(**fact))}")


def _show_trace(result: dict[str, Any]) -> None:
    from physfm.agent import Trace

    print(Trace(result["events"]))
    if "replayed" in result:
        for difference in result["replayed"]["differences"]:
            print(f"differs: {difference}")
        print("Replayed: the same." if result["replayed"]["same"] else "Replayed: it differs.")


def _show_measured(result: dict[str, Any]) -> None:
    from physfm.evidence import say
    from physfm.types import Measurement

    for item in result["items"]:
        print(item["id"])
        for quantity in item["quantities"]:
            print(f"  {say(Measurement(**quantity))}   [{quantity['method']}]")
