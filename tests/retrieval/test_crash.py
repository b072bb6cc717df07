"""A build that is killed with SIGKILL, more than once, loses nothing that it had committed."""

from __future__ import annotations

import importlib.util
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from physfm.retrieval import Document, Index
from physfm.retrieval.chunking import passages

COUNT = 60
# The child commits a few documents at a time and brings its indexes up to date after every ten, so that a kill may
# fall into either.
BUILD = """
import importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("crash", sys.argv[2])
crash = importlib.util.module_from_spec(spec)
spec.loader.exec_module(crash)
crash.build(Path(sys.argv[1]))
"""


def document(number: int) -> Document:
    words = random.Random(number)
    text = " ".join(f"Word{words.randrange(500)} moves word{words.randrange(500)} here." for _ in range(60))
    return Document(f"doc{number}", text, source="crash test", title=f"Number{number}")


def embedding() -> Any:
    spec = importlib.util.spec_from_file_location("hashing", Path(__file__).with_name("conftest.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.hashed


def build(path: Path) -> None:
    """What the child does: print how many documents are committed, as soon as they are."""
    hashed = embedding()

    def slowly(texts: Sequence[str]) -> Any:
        time.sleep(0.01)
        return hashed(texts)

    index = Index.open(path, slowly) if Index.exists(path) else Index.create(path, slowly)
    for start in range(0, COUNT, 10):
        some = [document(number) for number in range(start, start + 10)]
        held = sum(index.documents().get(d.id) == d.digest for d in some)
        index.add(some, lambda done, _, first=start + held: print(first + done, flush=True), commit=8)


def committed(path: Path, commits: int, delay_s: float) -> int:
    """Start a build, kill it a moment after some commits, and return how many documents it had reported."""
    command = [sys.executable, "-c", BUILD, str(path), __file__]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        reported = [int(child.stdout.readline()) for _ in range(commits)]
        time.sleep(delay_s)
        child.send_signal(signal.SIGKILL)
        reported += [int(line) for line in child.stdout.read().split()]
        assert child.wait() == -signal.SIGKILL
    return reported[-1]


def test_a_killed_build_loses_nothing_committed_and_goes_on(tmp_path: Path, embed: Any) -> None:
    path = tmp_path / "index"
    total = 0
    for commits, delay_s in ((3, 0.0), (4, 0.03)):
        total = committed(path, commits, delay_s)
        index = Index.open(path, embed)
        held = index.documents()
        assert {f"doc{number}" for number in range(total)} <= held.keys()
        # Every document that is there is there whole, and is found.
        there = list(index.passages())
        for key, digest in held.items():
            wanted = document(int(key[3:]))
            assert digest == wanted.digest
            assert sorted(p.text for p in there if p.document == key) == sorted(p.text for p in passages(wanted))
        assert index.search(f"Number{total - 1}", 1, threshold=0).passages[0].passage.document == f"doc{total - 1}"
    assert 10 <= total < COUNT
    index = Index.open(path, embed)
    before, embed.texts = index.documents(), []
    index.add([document(number) for number in range(COUNT)])
    fresh = [document(number) for number in range(COUNT) if f"doc{number}" not in before]
    assert len(embed.texts) == sum(len(passages(d)) for d in fresh)  # nothing was embedded twice
    assert index.documents() == {f"doc{n}": document(n).digest for n in range(COUNT)}
    assert len(index) == sum(len(passages(document(n))) for n in range(COUNT))
