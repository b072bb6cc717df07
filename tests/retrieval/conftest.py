"""An embedding without a network: words hashed to fixed directions, so that texts that share words lie near."""

from __future__ import annotations

import hashlib
import re
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from physfm.retrieval import openstax


def hashed(texts: Sequence[str]) -> Any:
    vectors = np.zeros((len(texts), 384), dtype=np.float32)
    for row, text in zip(vectors, texts, strict=True):
        for word in re.findall(r"\w+", text.lower()):
            seed = int.from_bytes(hashlib.md5(word.encode()).digest()[:4])
            row += np.random.default_rng(seed).standard_normal(384, dtype=np.float32)
        row /= max(np.linalg.norm(row), 1e-6)
    return vectors


class Counting:
    """`hashed`, which remembers what it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Any:
        self.texts += texts
        return hashed(texts)


@pytest.fixture
def embed() -> Counting:
    return Counting()


@pytest.fixture(scope="session")
def book(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every eighth module of a real textbook, in its own archive: the whole takes half a minute under type checks."""
    source = data / "text" / "openstax_university_physics_vol1_cnxml.tar.gz"
    if not source.exists():
        pytest.skip("no OpenStax archive")
    path = tmp_path_factory.mktemp("book") / "book.tar.gz"
    with tarfile.open(source) as whole, tarfile.open(path, "w:gz") as some:
        modules = sorted(name for name in whole.getnames() if name.endswith("index.cnxml"))
        wanted = {*modules[::8], next(name for name in modules if "m58333" in name)}
        for member in whole:
            if member.name in wanted or "collection" in member.name:
                some.addfile(member, whole.extractfile(member))
    return path


@pytest.fixture(scope="session")
def modules(book: Path) -> list[openstax.Module]:
    """The modules of that archive, read once."""
    return list(openstax.modules(book))
