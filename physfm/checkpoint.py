"""Weights on disk: safetensors for numbers, JSON for everything else, never pickle; written whole or not at all.

`save` / `load` keep one module (``NAME.safetensors`` and ``NAME.json``: class path, constructor arguments, sha256 of
the weights, provenance). `SafetensorsIO` does the same for a whole Lightning checkpoint, optimizer and random state
included, in one file, so that a killed run resumes exactly.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor, nn

from physfm.errors import WeightsError

SCHEMA = 1


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Call ``write`` on a temporary file beside ``path`` and move it into place when it is complete.

    An existing file is replaced only by a whole one; on any error it stays as it was and nothing is left behind.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        # mkstemp makes a private file; give it what the umask would have given.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def save(folder: Path, name: str, module: nn.Module, config: Mapping[str, Any], provenance: Mapping[str, Any]) -> Path:
    """Write a module as ``folder/name.safetensors`` and ``folder/name.json``; return the path of the JSON.

    Parameters
    ----------
    module
        Its state dict is stored as it is.
    config
        Arguments that rebuild the module: ``type(module)(**config)``.
    provenance
        What a reader should know: command, seeds, commit, data, metrics.
    """
    card = {
        "class_path": f"{type(module).__module__}.{type(module).__qualname__}",
        "config": dict(config),
        "parameters": sum(p.numel() for p in module.parameters()),
        "provenance": dict(provenance),
    }
    return save_tensors(folder, name, module.state_dict(), card)


def save_tensors(folder: Path, name: str, state: Mapping[str, Tensor], card: Mapping[str, Any]) -> Path:
    """Write tensors and the card that describes them; the card gains schema and sha256. Returns the card's path."""
    weights, target = Path(folder) / f"{name}.safetensors", Path(folder) / f"{name}.json"
    tensors = {k: v.detach().cpu().contiguous().clone() for k, v in state.items()}
    write_atomically(weights, lambda p: safetensors.torch.save_file(tensors, p))
    full = {"schema": SCHEMA, "sha256": sha256(weights), **card}
    write_atomically(target, lambda p: p.write_text(json.dumps(full, indent=2, sort_keys=True) + "\n"))
    return target


def read_card(folder: Path, name: str) -> dict[str, Any]:
    """Read and check ``folder/name.json``.

    Raises
    ------
    WeightsError
        If it is missing, unreadable, or of another schema.
    """
    path = Path(folder) / f"{name}.json"
    try:
        card = json.loads(path.read_text())
    except FileNotFoundError as err:
        raise WeightsError(f"No weights at {path}. Train them (experiments/) or give another folder.") from err
    except (OSError, ValueError, RecursionError) as err:
        raise WeightsError(f"{path} cannot be read as JSON: {err}") from err
    if not isinstance(card, dict) or card.get("schema") != SCHEMA:
        raise WeightsError(
            f"{path} has schema {card.get('schema') if isinstance(card, dict) else card!r}, expected {SCHEMA}."
        )
    if "sha256" not in card:
        raise WeightsError(f"{path} lacks 'sha256', without which the weights cannot be trusted; save them again.")
    return card


def load_tensors(folder: Path, name: str) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Read card and tensors that `save_tensors` wrote, after checking the hash.

    Raises
    ------
    WeightsError
        If one of the files is missing, damaged or replaced.
    """
    card = read_card(folder, name)
    weights = Path(folder) / f"{name}.safetensors"
    try:
        if sha256(weights) != card["sha256"]:
            raise WeightsError(
                f"{weights} does not match the sha256 in {name}.json; the file is damaged or was replaced."
            )
        return card, safetensors.torch.load_file(weights)
    except (OSError, safetensors.SafetensorError) as err:
        raise WeightsError(f"{weights} cannot be read: {err}") from err


def load_state(folder: Path, name: str, module: nn.Module) -> dict[str, Any]:
    """Load weights into ``module``, strictly, after checking the hash; return the card.

    Raises
    ------
    WeightsError
        If the file is damaged or belongs to another architecture; the message names the differing keys.
    """
    card, state = load_tensors(folder, name)
    fit(module, state, f"{Path(folder) / name}.safetensors")
    return card


def fit(module: nn.Module, state: Mapping[str, Tensor], source: str) -> None:
    """Load a state dict strictly, with a message that names what differs.

    Raises
    ------
    WeightsError
        If keys or shapes differ.
    """
    own = module.state_dict()
    missing, extra = sorted(own.keys() - state.keys()), sorted(state.keys() - own.keys())
    shapes = sorted(k for k in own.keys() & state.keys() if own[k].shape != state[k].shape)
    if missing or extra or shapes:
        raise WeightsError(
            f"{source} does not fit {type(module).__name__}: missing {missing[:3]}, unexpected {extra[:3]}, "
            f"other shape {shapes[:3]}."
        )
    module.load_state_dict(dict(state))


def load(folder: Path, name: str) -> nn.Module:
    """Rebuild the module that `save` wrote, in eval mode.

    Raises
    ------
    WeightsError
        If its class cannot be imported or the weights do not fit.
    """
    card = read_card(folder, name)
    lacking = [key for key in ("class_path", "config") if key not in card]
    if lacking:
        raise WeightsError(
            f"{Path(folder) / name}.json lacks {lacking}: it holds weights, but not how to build a module."
        )
    module_name, _, class_name = str(card["class_path"]).rpartition(".")
    try:
        module_class = getattr(importlib.import_module(module_name), class_name)
    except (ImportError, AttributeError, ValueError) as err:
        raise WeightsError(
            f"{Path(folder) / name}.json names class {card['class_path']!r}, which is not here: {err}"
        ) from err
    if not (isinstance(module_class, type) and issubclass(module_class, nn.Module)):
        raise WeightsError(f"{card['class_path']!r} is not a torch module.")
    try:
        module: nn.Module = module_class(**card["config"])
    except (TypeError, ValueError) as err:
        raise WeightsError(
            f"{Path(folder) / name}.json has a config that {card['class_path']} does not take: {err}"
        ) from err
    load_state(folder, name, module)
    return module.eval()


# A whole training state -----------------------------------------------------------------------------------------


def _flatten(tree: Any, tensors: dict[str, Tensor], where: str) -> Any:
    """Turn a nested state into JSON, moving tensors into ``tensors``."""
    if isinstance(tree, Tensor):
        if where in tensors:  # {"a.b": x} beside {"a": {"b": y}}
            where = f"{where}#{len(tensors)}"
        tensors[where] = tree.detach().cpu().contiguous().clone()
        return {"tensor": where}
    if isinstance(tree, Mapping):
        return {"map": [[_flatten(k, tensors, ""), _flatten(v, tensors, f"{where}.{k}")] for k, v in tree.items()]}
    if isinstance(tree, (list, tuple)):
        kind = "list" if isinstance(tree, list) else "tuple"
        return {kind: [_flatten(v, tensors, f"{where}.{i}") for i, v in enumerate(tree)]}
    if tree is None or isinstance(tree, (bool, int, float, str)):
        return tree
    if isinstance(tree, Path):
        return str(tree)
    raise WeightsError(
        f"A training state may hold tensors, numbers, text, lists and maps; {where} is a {type(tree)!r}."
    )


def _restore(tree: Any, tensors: Mapping[str, Tensor]) -> Any:
    if not isinstance(tree, dict):
        return tree
    ((kind, content),) = tree.items()
    if kind == "tensor":
        return tensors[content]
    if kind == "map":
        return {_restore(k, tensors): _restore(v, tensors) for k, v in content}
    items = [_restore(v, tensors) for v in content]
    return items if kind == "list" else tuple(items)


def save_state(path: Path, state: Mapping[str, Any]) -> None:
    """Write a nested training state (tensors, numbers, text, lists, maps) as one safetensors file, atomically."""
    tensors: dict[str, Tensor] = {}
    tree = _flatten(state, tensors, "state")
    # A 0-d placeholder: safetensors refuses an empty file.
    tensors.setdefault("schema", torch.tensor(SCHEMA))
    write_atomically(Path(path), lambda p: safetensors.torch.save_file(tensors, p, metadata={"tree": json.dumps(tree)}))


def load_training_state(path: Path) -> dict[str, Any]:
    """Read what `save_state` wrote.

    Raises
    ------
    WeightsError
        If the file is missing, damaged, or not a training state.
    """
    try:
        with safetensors.safe_open(path, framework="pt") as stream:
            tree = json.loads((stream.metadata() or {})["tree"])
            tensors = {key: stream.get_tensor(key) for key in stream.keys()}  # noqa: SIM118
    except (OSError, KeyError, ValueError, safetensors.SafetensorError) as err:
        raise WeightsError(f"{path} is not a physfm training state: {err}") from err
    restored: dict[str, Any] = _restore(tree, tensors)
    return restored
