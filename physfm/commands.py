"""What each command of the shell does, and what it shows to people; `physfm.cli` reads the command line.

A command takes its options and returns what ``--json`` prints. torch and everything heavy is imported inside of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from physfm import __version__
from physfm.errors import EncoderLoadError, InputError, did_you_mean


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


def show_json(result: dict[str, Any]) -> None:
    """Print a result as it is."""
    print(json.dumps(result, indent=2, default=str))


def show_tool(result: dict[str, Any]) -> None:
    """Print a tool's result with its source, or all tools with their arguments."""
    if "tools" in result:
        for known in result["tools"]:
            print(f"{known['name']:16} {known['description']}")
            print(f"{'':16} {', '.join(known['parameters'].get('properties', {}))}")
        return
    found = result["result"]
    print(found["text"])
    if found["source"]:
        print(f"  [source] {found['source']}")


def show_nothing(_: dict[str, Any]) -> None:
    """What was to be said has been said while it ran."""


def show_answer(result: dict[str, Any]) -> None:
    """Print an answer and its evidence."""
    from physfm.answer import shown
    from physfm.evidence import Evidence

    print(result["text"])
    for fact in result["evidence"]:
        print(f"  {shown(Evidence(**fact))}")


def show_trace(result: dict[str, Any]) -> None:
    """Print a trace, and whether its replay is the same."""
    from physfm.agent import Trace

    print(Trace(result["events"]))
    if "replayed" in result:
        for difference in result["replayed"]["differences"]:
            print(f"differs: {difference}")
        print("Replayed: the same." if result["replayed"]["same"] else "Replayed: it differs.")


def show_measured(result: dict[str, Any]) -> None:
    """Print measurements with their methods, item by item."""
    from physfm.evidence import say
    from physfm.types import Measurement

    for item in result["items"]:
        print(item["id"])
        for quantity in item["quantities"]:
            print(f"  {say(Measurement(**quantity))}   [{quantity['method']}]")
