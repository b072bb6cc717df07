"""The stages of a build as steps of datatrove pipelines: the same objects run locally, on SLURM and on Ray.

documents (a shard each: read, keep physics, keep text, write, sign) → buckets → pairs (one task: which document
repeats which) → corpus (a shard each: leave out the repeated, cut out leaked items, write) → report (one task); items
(one task) embeds the evaluation items first. Each stage reads files of the one before and writes its own whole or not
at all; datatrove's markers say what is done, so a killed build goes on where it was.

This module imports datatrove; `physfm.corpus.building` imports it when a build starts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.dedup.minhash import MinhashDedupBuckets, MinhashDedupSignature
from datatrove.utils.word_tokenizers import WordTokenizer

from physfm.corpus import categories, duplicates, files, filters, leaks, meaning, plan, readers, record, report
from physfm.corpus.items import Item
from physfm.corpus.leaks import Finding
from physfm.corpus.meaning import Meaning
from physfm.corpus.plan import Plan
from physfm.corpus.record import Record, Skipped
from physfm.corpus.verbatim import Verbatim
from physfm.corpus.words import words

MOST_CUTS = 10
"""Paragraphs that may be cut out of a document before it goes as a whole (as for GPT-3)."""


class Comparable(WordTokenizer):
    """`physfm.corpus.words` as datatrove wants it: the words whose triples are signed."""

    def word_tokenize(self, text: str) -> list[str]:
        """Return the comparable words of a text."""
        return words(text).words

    def sent_tokenize(self, text: str) -> list[str]:
        """Return the text as one sentence; signatures do not ask for more."""
        return [text]

    def span_tokenize(self, text: str) -> list[tuple[int, int]]:
        """Return the text as one span."""
        return [(0, len(text))]


class _Step(PipelineStep):
    """A step of a build that has its plan, and all else that it reads, in a folder."""

    type = "corpus"

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder


class Items(_Step):
    """Embed the evaluation items."""

    name = "items"

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> None:
        """Write ``vectors.npy``."""
        folder = Path(self.folder)
        settings = plan.load(folder).settings
        if not (settings.decontaminate and settings.meaning):
            return
        with _one_thread(), files.whole(folder / "vectors.npy") as stream:
            np.save(stream, meaning.vectors(_items(folder)))


class Documents(_Step):
    """Read the sources of a shard; keep physics and text; hand on what is kept, to be signed."""

    name = "documents"

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Yield the kept documents after writing each."""
        folder = Path(self.folder)
        planned = plan.load(folder)
        counts, skipped, dropped = report.Counts(), [], []
        names: list[tuple[str, str]] = []
        with files.whole(folder / "documents" / f"{rank:05d}.jsonl") as stream:
            for unit in planned.tasks[rank]:
                for each in readers.read(unit, planned.settings.exercises):
                    if isinstance(each, Skipped):
                        skipped.append(asdict(each))
                        continue
                    kept, why = _kept(each, planned, counts)
                    if kept is None:
                        dropped.append([each.id, why])
                        continue
                    line = kept.line()
                    stream.write(line.encode() + b"\n")
                    names.append((kept.id, json.loads(line)["sha256"]))
                    yield Document(text=kept.text, id=kept.id)
        files.save(folder / "documents" / f"{rank:05d}.names.json", names)
        files.save(
            folder / "documents" / f"{rank:05d}.counts.json",
            {"counts": counts.as_dict(), "skipped": skipped, "dropped": dropped},
        )


def _kept(each: Record, planned: Plan, counts: report.Counts) -> tuple[Record | None, str]:
    """A document as it is kept, or why it is not; counted at every stage that it reaches."""
    each = each.legible()
    counts.add("read", each)
    if each.categories and not categories.belongs(each.categories, planned.settings.archives):
        return None, "category"
    counts.add("physics", each)
    if (why := filters.reason(each.text)) is not None:
        return None, why
    counts.add("text", each)
    return each, ""


class Buckets(_Step):
    """Find the pairs that share a bucket: datatrove's step for one bucket after the other, shared out over the tasks.

    It takes a task for each of its 64 buckets, most of which are done sooner than a process starts.
    """

    name = "buckets"

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> None:
        """Write the pairs of every ``world_size``-th bucket."""
        signatures, pairs = (str(Path(self.folder) / name) for name in ("signatures", "pairs"))
        step = MinhashDedupBuckets(signatures, pairs, config=duplicates.config(), lines_to_buffer=1000)
        for bucket in range(rank, duplicates.BUCKETS, world_size):
            step.run(None, bucket, duplicates.BUCKETS)


class Pairs(_Step):
    """Decide which documents repeat which, and give documents of the same id different ones."""

    name = "pairs"

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> None:
        """Write ``removed.json`` and ``renamed.json``, by shard and number of the document."""
        folder = Path(self.folder)
        shards = len(plan.load(folder).tasks)
        names = {n: files.load(folder / "documents" / f"{n:05d}.names.json") for n in range(shards)}
        candidates = duplicates.pairs(folder / "pairs")
        places = {place for pair in candidates for place in pair}
        signed = duplicates.signatures(folder / "signatures", places)
        removed: dict[str, dict[str, Any]] = {}
        gone = set()
        for each in duplicates.repeated(candidates, signed):
            (shard, number), (kept, other) = each.place, each.of
            gone.add(each.place)
            removed.setdefault(str(shard), {})[str(number)] = {
                "document": names[shard][number][0],
                "of": names[kept][other][0],
                "similarity": each.similarity,
            }
        renamed: dict[str, dict[str, str]] = {}
        seen: Counter[str] = Counter()
        for shard, some in names.items():
            for number, (name, digest) in enumerate(some):
                if (shard, number) in gone:
                    continue
                if seen[name]:
                    renamed.setdefault(str(shard), {})[str(number)] = f"{name}~{seen[name]}.{digest[:8]}"
                seen[name] += 1
        files.save(folder / "removed.json", removed)
        files.save(folder / "renamed.json", renamed)


class Corpus(_Step):
    """Write a shard of the corpus: without repeated documents, and without leaked items."""

    name = "corpus"

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> None:
        """Write ``00000.jsonl`` into the corpus (none if nothing is left), and what was found."""
        folder = Path(self.folder)
        look = _look(self.folder)
        removed = files.load(folder / "removed.json").get(str(rank), {})
        renamed = files.load(folder / "renamed.json").get(str(rank), {})
        counts, found, dropped, wrote = report.Counts(), [], [], False
        target = folder.parent / f"{rank:05d}.jsonl"
        target.unlink(missing_ok=True)
        part = folder / "shards" / f"{rank:05d}.jsonl"
        with (
            _one_thread(look.meaning is not None),
            (folder / "documents" / f"{rank:05d}.jsonl").open(encoding="utf-8") as lines,
            files.whole(part) as out,
        ):
            for number, line in enumerate(lines):
                if str(number) in removed:
                    continue
                each = record.parse(line)
                each = replace(each, id=renamed.get(str(number), each.id))
                counts.add("unique", each)
                cleaned, some = look.clean(each)
                found += some
                if cleaned is None:
                    dropped.append([each.id, "contaminated"])
                    continue
                counts.add("corpus", cleaned)
                out.write(cleaned.line().encode() + b"\n")
                wrote = True
        if wrote:
            part.replace(target)
        files.save(
            folder / "shards" / f"{rank:05d}.counts.json",
            {
                "counts": counts.as_dict(),
                "duplicates": [removed[key] for key in sorted(removed, key=int)],
                "contaminated": found,
                "dropped": dropped,
                "too_short": look.too_short,
            },
        )


class _Look:
    """Both looks for evaluation items, or none."""

    def __init__(self, folder: Path) -> None:
        settings = plan.load(folder).settings
        found = _items(folder)
        self.verbatim = Verbatim(found) if settings.decontaminate else None
        self.meaning = None
        if settings.decontaminate and settings.meaning:
            self.meaning = Meaning(found, np.load(folder / "vectors.npy"))
        self.too_short = self.verbatim.too_short if self.verbatim else []

    def clean(self, each: Record) -> tuple[Record | None, list[dict[str, Any]]]:
        """Return a document without what leaked into it (None if too little is left), and what was found."""
        if self.verbatim is None:
            return each, []
        found = words(each.text)
        findings: list[Finding] = self.verbatim.find(found)
        if self.meaning is not None:
            known = [(f.start, f.end) for f in findings]
            by_meaning = self.meaning.find(each.text, found)
            findings += [f for f in by_meaning if not any(f.start < end and f.end > start for start, end in known)]
        if not findings:
            return each, []
        text, cuts = leaks.cut(each.text, findings)
        kept = cuts <= MOST_CUTS and filters.reason(text) is None
        passages = [
            {
                "document": each.id,
                "item": f.item,
                "test": f.test,
                "score": f.score,
                "start": f.start,
                "end": f.end,
                "passage": " ".join(each.text[f.start : f.end].split())[:160],
                "removed": "paragraph" if kept else "document",
            }
            for f in sorted(findings, key=lambda f: (f.start, f.item))
        ]
        provenance = {**each.provenance, "cut": cuts}
        return (replace(each, text=text, provenance=provenance) if kept else None), passages


@cache
def _look(folder: str) -> _Look:
    """Both looks of a build, made once in a process however many shards it writes."""
    return _Look(Path(folder))


class Report(_Step):
    """Gather what the stages counted and found into ``corpus.json``."""

    name = "report"

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> None:
        """Write the report and let go of what only the build needed."""
        report.write(Path(self.folder))


def stages(folder: Path, tasks: int) -> dict[str, tuple[list[Any], int]]:
    """Return the pipeline and the number of tasks of each stage, in order."""
    here = str(folder)
    signature = MinhashDedupSignature(str(folder / "signatures"), duplicates.config(), Comparable())
    return {
        "items": ([Items(here)], 1),
        "documents": ([Documents(here), signature], tasks),
        "buckets": ([Buckets(here)], min(tasks, duplicates.BUCKETS)),
        "pairs": ([Pairs(here)], 1),
        "corpus": ([Corpus(here)], tasks),
        "report": ([Report(here)], 1),
    }


def _items(folder: Path) -> list[Item]:
    return [Item(**fields) for fields in files.load(folder / "items.json")]


@contextmanager
def _one_thread(embedding: bool = True) -> Iterator[None]:
    """Give torch one thread: the work is shared out over tasks, and results do not depend on the number of cores."""
    if not embedding:
        yield
        return
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


__all__ = ["Buckets", "Comparable", "Corpus", "Documents", "Items", "Pairs", "Report", "stages"]
