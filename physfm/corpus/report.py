"""``corpus.json``: what went into a corpus, what was left out and why, so that each can be looked up and made again.

Counts and characters at every stage for every archive and kind; licences; shards with their digests; every repeated
document with the one that it repeats; every passage that was an evaluation item with the item and the test; what was
skipped; settings, sources with digests, versions. Nothing in it depends on time, machine or number of workers.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from physfm.corpus import files, plan
from physfm.corpus.duplicates import SIMILAR
from physfm.corpus.meaning import COEFFICIENTS, SHARED_WEIGHT, THRESHOLD
from physfm.corpus.record import Record
from physfm.corpus.verbatim import GRAM, RUN, SHARE

STAGES = ("read", "physics", "text", "unique", "corpus")
NAME = "corpus.json"
_LISTED = 1000


class Counts:
    """Documents and characters by stage, and there by archive, kind and licence."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.characters: Counter[tuple[str, str, str]] = Counter()

    def add(self, stage: str, each: Record) -> None:
        """Count a document at a stage; a paper counts in the archive of its first category."""
        archive = each.categories[0].partition(".")[0] if each.categories else "none"
        for key in (("archive", archive), ("kind", each.kind), ("licence", each.licence or "unknown"), ("all", "")):
            self.counts[stage, *key] += 1
            self.characters[stage, *key] += len(each.text)

    def as_dict(self) -> list[list[Any]]:
        """Return rows of stage, sort, name, documents, characters, for JSON."""
        return [[*key, self.counts[key], self.characters[key]] for key in sorted(self.counts)]


def write(folder: Path) -> None:
    """Gather the parts of a build into ``corpus.json`` and remove what only the build needed."""
    planned = plan.load(folder)
    shards = range(len(planned.tasks))
    before = [files.load(folder / "documents" / f"{n:05d}.counts.json") for n in shards]
    after = [files.load(folder / "shards" / f"{n:05d}.counts.json") for n in shards]
    rows = _sum(row for part in (*before, *after) for row in part["counts"])
    skipped = [
        *({"where": each.where, "reason": each.reason} for each in planned.passed),
        *(each for part in before for each in part["skipped"]),
    ]
    dropped = [pair for part in (*before, *after) for pair in part["dropped"]]
    repeated = [each for part in after for each in part["duplicates"]]
    result = {
        "format": plan.FORMAT,
        "documents": _of(rows, "corpus", "all").get("", [0, 0])[0],
        "characters": _of(rows, "corpus", "all").get("", [0, 0])[1],
        "stages": [
            {
                "stage": stage,
                **_plain(_of(rows, stage, "all").get("", [0, 0])),
                "archives": {name: _plain(two) for name, two in _of(rows, stage, "archive").items()},
                "kinds": {name: _plain(two) for name, two in _of(rows, stage, "kind").items()},
            }
            for stage in STAGES
        ],
        "licences": {name: _plain(two) for name, two in _of(rows, "corpus", "licence").items()},
        "dropped": dict(sorted(Counter([*(why for _, why in dropped), *(["duplicate"] * len(repeated))]).items())),
        "dropped_documents": dropped[:_LISTED],
        "skipped": dict(sorted(Counter(_kind(each["reason"]) for each in skipped).items())),
        "skipped_places": skipped[:_LISTED],
        "duplicates": repeated,
        "contaminated": [each for part in after for each in part["contaminated"]],
        "evaluation": {"sets": planned.sets, "too_short": after[0]["too_short"] if after else []},
        "settings": {
            **planned.as_dict()["settings"],
            "similar": SIMILAR,
            "gram": GRAM,
            "run": RUN,
            "share": SHARE,
            "shared_weight": SHARED_WEIGHT,
            "meaning_coefficients": list(COEFFICIENTS),
            "meaning_threshold": THRESHOLD,
        },
        "sources": [
            {"file": unit.name, "kind": unit.kind, "sha256": unit.digest}
            for task in planned.tasks
            for unit in task
            if unit.start == 0
        ],
        "versions": planned.versions,
        "shards": [_shard(path) for n in shards if (path := folder.parent / f"{n:05d}.jsonl").exists()],
        "plan": planned.digest,
    }
    files.save(folder.parent / NAME, result, indent=1)
    for name in ("documents", "signatures", "pairs", "shards", "logs"):
        if name != "logs":  # datatrove still writes its marker of this very task there
            shutil.rmtree(folder / name, ignore_errors=True)


def _kind(reason: str) -> str:
    """A reason without what differs from place to place."""
    return reason.partition("(")[0].partition(",")[0].strip()[:80]


def _sum(rows: Iterable[list[Any]]) -> dict[tuple[str, str], dict[str, list[int]]]:
    found: dict[tuple[str, str], dict[str, list[int]]] = {}
    for stage, sort, name, documents, characters in rows:
        two = found.setdefault((stage, sort), {}).setdefault(name, [0, 0])
        two[0] += documents
        two[1] += characters
    return found


def _of(rows: dict[tuple[str, str], dict[str, list[int]]], stage: str, sort: str) -> dict[str, list[int]]:
    return dict(sorted(rows.get((stage, sort), {}).items()))


def _plain(two: list[int]) -> dict[str, int]:
    return {"documents": two[0], "characters": two[1]}


def _shard(path: Path) -> dict[str, Any]:
    whole, documents = hashlib.sha256(), 0
    with path.open("rb") as stream:
        for line in stream:
            whole.update(line)
            documents += 1
    return {"file": path.name, "documents": documents, "bytes": path.stat().st_size, "sha256": whole.hexdigest()}


def read(corpus: Path) -> dict[str, Any]:
    """Return the report of a corpus."""
    return dict(json.loads((corpus / NAME).read_bytes()))
