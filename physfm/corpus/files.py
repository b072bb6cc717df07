"""Files of a build: written under another name and renamed when whole, so that a killed build leaves none in pieces."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing that gets its name only at the end, after its bytes are on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def save(path: Path, value: Any, indent: int | None = None) -> None:
    """Write a value as JSON, whole or not at all."""
    with whole(path) as stream:
        stream.write(json.dumps(value, ensure_ascii=False, indent=indent).encode() + b"\n")


def load(path: Path) -> Any:
    """Return the value of a JSON file."""
    return json.loads(path.read_bytes())
