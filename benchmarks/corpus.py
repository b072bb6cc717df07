"""The corpus: planted near-duplicates and planted leaks of evaluation items, found and not found; MB/s by workers.

Real texts (textbooks, lecture notes, papers, abstracts) and documents mixed from their paragraphs hold the plants
(`benchmarks.planting`), and what must not be taken for one: documents that share a fifth to a third of their words, and
textbook exercises that are in no evaluation set. `physfm.corpus.build` runs on them as anyone would run it, and its
report is compared with the list of plants.

Texts, items and exercises are split in halves by a hash: thresholds were chosen, and the weights of the look by meaning
fitted (``--fit``), on one half; the reported plants come from the other, with other seeds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from benchmarks import leak_fit
from benchmarks.planting import STRENGTHS, inserted, mixture, near_duplicate, partial, reworded, sibling, translated
from benchmarks.report import ROOT, Report, Row, exactly, log
from physfm.corpus import Settings, Where, build, items, readers
from physfm.corpus.leaks import PROSE, prose
from physfm.corpus.readers import Skipped
from physfm.corpus.verbatim import GRAM, question
from physfm.corpus.words import words
from physfm.errors import InputError
from physfm.retrieval import openstax
from physfm.statistics import Interval, wilson

KINDS = ("verbatim", "partial", "reworded", "translated")
BAR = 0.95


def add_arguments(parser: argparse.ArgumentParser) -> None:
    default = Path(os.environ.get("PHYSFM_DATA", ROOT / ".." / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=default, help="folder of real data (default: PHYSFM_DATA)")
    parser.add_argument(
        "--fit", action="store_true", help="only fit the look by meaning on the other half, and print it"
    )
    parser.add_argument("--development", action="store_true", help="plant in the half that thresholds were chosen on")
    parser.add_argument("--megabytes", type=float, default=None, help="text for the timing (default 12, quick 4)")


@dataclass
class Half:
    """Texts, items and exercises of one half; ids of texts for the message that they are."""

    texts: list[str]
    items: list[items.Item]
    exercises: list[str]


@dataclass
class Planted:
    """What was put where: copies with their source and strength; characters of leaks and decoys by document."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    copies: dict[str, tuple[str, str]] = field(default_factory=dict)
    leaks: dict[str, tuple[str, int, int, items.Item]] = field(default_factory=dict)
    decoys: int = 0
    siblings: int = 0


def run(options: argparse.Namespace) -> Report:
    """Plant, build, compare; then time builds."""
    if options.fit:
        made = leak_fit.fit(half(options.data, 0), options.data)
        row = Row("fitted", "ours", {k: exactly(v) for k, v in made.items()})
        return Report("corpus", [row], "fitted", {}, {}, [1000], "Fitted on the development half; nothing is tested.")
    texts = half(options.data, 0 if options.development else 1)
    first = 1000 if options.development else 100  # 0 to 2 were looked at while the plants were being made
    seeds = [first + n for n in range(options.seeds or (1 if options.quick else 3))]
    tally = Tally()
    for seed in seeds:
        planted = plant(texts, Random(seed), 15 if options.quick else 30)
        log(f"seed {seed}: {len(planted.lines)} documents, {len(planted.copies)} copies, {len(planted.leaks)} leaks")
        with tempfile.TemporaryDirectory() as folder:
            report = _built(planted.lines, Path(folder), options.data)
        tally.add(planted, report)
        log(f"  {tally.line()}")
    speeds, facts = _speed(texts, options)
    metrics = tally.metrics() | speeds
    headline = Row("physfm corpus build", "ours", metrics, {"false": tally.false, "missed": tally.missed, **facts})
    bar = ("duplicates_precision", "duplicates_recall", "leaks_precision", "leaks_recall")
    return Report(
        name="corpus",
        rows=[headline, *tally.baselines(), Row("bar of the issue", "limit", {name: exactly(BAR) for name in bar})],
        headline=headline.name,
        ratio={name: metrics[name].value / BAR for name in bar},
        target=dict.fromkeys(bar, 1.0),
        seeds=seeds,
        protocol=f"{len(texts.texts)} real texts, {len(texts.items)} items and {len(texts.exercises)} exercises of the "
        f"{'development' if options.development else 'held-out'} half; a seed plants {tally.copies // len(seeds)} "
        f"copies (four strengths), {tally.siblings // len(seeds)} documents that share 20 to 30 %, "
        f"{tally.leaks // len(seeds)} leaks (four kinds) and {tally.decoys // len(seeds)} exercises as decoys. "
        "A leak is found if a reported passage overlaps it; a reported passage that overlaps none is false; a copy is "
        "found if the report names its source. "
        "Intervals: Wilson 95 %, over all seeds; of rates in MB/s: lowest and highest turn.",
        notes=[
            "Rewording is mechanical (synonyms, articles, fillers, order of sentences; numbers and names stay): a free "
            "paraphrase by a person may share less, and then is not found.",
            "Two items of five words or fewer with their choices, and the rows of the Feynman table in other words, "
            "are not planted: the first cannot be looked for (the report says so), the second have none.",
            "Only the fit of meaning keeps to the development half: similarity, buckets and n-gram rules were chosen "
            "looking at all texts. False leaks are the same few statements again and again, so that their interval is "
            "too narrow.",
            "Modules that two volumes of the textbook share word by word are natural duplicates and not counted.",
        ],
    )


# Plants ---------------------------------------------------------------------------


def of_half(text: str) -> int:
    """Half to which a text belongs, by its hash."""
    return hashlib.sha256(text.encode()).digest()[0] % 2


def half(data: Path, number: int) -> Half:
    """Return one half of texts, items and exercises.

    Raises
    ------
    InputError
        If the data are not there.
    """
    if not (data / "text").is_dir():
        raise InputError(f"No texts in {str(data)!r}. Set PHYSFM_DATA or give --data.")
    read = [each for unit in readers.units([data / "text"])[0] for each in readers.read(unit)]
    texts = {each.text: each.id for each in read if not isinstance(each, Skipped) and len(each.text) > 600}
    exercises = [
        exercise.text
        for book in sorted((data / "text").glob("openstax_*"))
        for module in openstax.modules(book)
        for exercise in module.exercises
        if len(words(exercise.text)) >= GRAM
    ]
    return Half(
        [text for text, name in texts.items() if of_half(name) == number],
        [item for item in items.read([data / "qa"]) if of_half(item.id) == number],
        [text for text in dict.fromkeys(exercises) if of_half(text) == number],
    )


def plantable(item: items.Item) -> bool:
    """Whether an item is a question in words that can be looked for."""
    found = words(question(item)).words
    return len(found) >= GRAM and prose(found) >= PROSE and not item.id.startswith("FeynmanEquations")


def leak(kind: str, item: items.Item, chance: Random) -> str:
    """An item as it leaks: its question (a short one with its choices), and verbatim often with its solution."""
    asked = question(item)
    if kind == "verbatim":
        return "\n\n".join(filter(None, (asked, item.solution if chance.random() < 0.5 else "")))
    return {"partial": partial, "reworded": reworded, "translated": translated}[kind](asked, chance)


def plant(texts: Half, chance: Random, each: int) -> Planted:
    """Return documents with plants: ``each`` copies of every strength, and as many leaks of every kind."""
    made = Planted()

    def put(name: str, text: str) -> None:
        made.lines.append({"id": name, "text": text, "title": name, "license": "CC BY 4.0"})

    for number, text in enumerate(texts.texts):
        put(f"real:{number}", text)
    sources = chance.sample(range(len(texts.texts)), min(len(STRENGTHS) * each, len(texts.texts)))
    for place, number in enumerate(sources):
        strength = list(STRENGTHS)[place % len(STRENGTHS)]
        name = f"copy:{strength}:{place}"
        put(name, near_duplicate(texts.texts[number], strength, chance))
        made.copies[name] = (f"real:{number}", strength)
    for number in range(each):
        text = chance.choice([t for t in texts.texts if len(t) > 3000])
        put(f"sibling:{number}", sibling(text, texts.texts, chance.uniform(0.2, 0.3), chance))
        made.siblings += 1
    chosen = [item for item in texts.items if plantable(item)]
    for kind in KINDS:
        for number, item in enumerate(chance.sample(chosen, each)):
            carrier = "\n\n".join(mixture(texts.texts, chance.randint(200, 800), chance))
            text, start, end = inserted(carrier, leak(kind, item, chance), chance)
            put(f"leak:{kind}:{number}", text)
            made.leaks[f"leak:{kind}:{number}"] = (kind, start, end, item)
    for number in range(2 * each):
        text = "\n\n".join(mixture(texts.texts, chance.randint(200, 800), chance))
        for exercise in chance.sample(texts.exercises, 2):
            text, _, _ = inserted(text, exercise, chance)
            made.decoys += 1
        put(f"decoy:{number}", text)
    return made


def _built(lines: Sequence[dict[str, Any]], folder: Path, data: Path) -> dict[str, Any]:
    source = folder / "source.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return build([source], folder / "corpus", [data / "qa"], Settings(shard_bytes=2**20))


# Comparison ---------------------------------------------------------------------------


class Tally:
    """Plants found, missed and imagined, over all seeds."""

    def __init__(self) -> None:
        self.found: dict[str, list[bool]] = defaultdict(list)
        self.right: dict[str, list[bool]] = defaultdict(list)
        self.false: list[dict[str, Any]] = []
        self.missed: list[str] = []
        self.copies = self.leaks = self.siblings = self.decoys = 0

    def add(self, planted: Planted, report: dict[str, Any]) -> None:
        """Count one build."""
        self.copies, self.leaks = self.copies + len(planted.copies), self.leaks + len(planted.leaks)
        self.siblings, self.decoys = self.siblings + planted.siblings, self.decoys + planted.decoys
        self._duplicates(planted, report)
        self._leaks(planted, report)

    def _duplicates(self, planted: Planted, report: dict[str, Any]) -> None:
        text = {line["id"]: line["text"] for line in planted.lines}
        removed = {each["document"]: each for each in report["duplicates"]}
        for name, (source, strength) in planted.copies.items():
            kept = {source, removed.get(source, {}).get("of")}
            found = removed.get(name, {}).get("of") in kept
            self.found["duplicates"].append(found)
            self.found[f"duplicates, {strength}"].append(found)
            self.found["exact"].append(_plain(text[name]) == _plain(text[source]))
            if not found:
                self.missed.append(f"{name} of {len(text[name])} characters")
        for name, each in removed.items():
            if name in planted.copies:
                self.right["duplicates"].append(
                    each["of"] in (planted.copies[name][0], removed.get(each["of"], {}).get("of"))
                )
            elif _triples(text[name], text[each["of"]]) < 0.9:  # textbooks share modules word by word
                self.right["duplicates"].append(False)
                self.false.append(each)

    def _leaks(self, planted: Planted, report: dict[str, Any]) -> None:
        text = {line["id"]: line["text"] for line in planted.lines}
        passages: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for each in report["contaminated"]:
            passages[each["document"]].append(each)
        for name, (kind, start, end, item) in planted.leaks.items():
            hits = [each for each in passages[name] if each["start"] < end and each["end"] > start]
            self.found["leaks"].append(bool(hits))
            self.found[f"leaks, {kind}"].append(bool(hits))
            self.found["leaks by their words"].append(any(each["test"] != "meaning" for each in hits))
            self.found["thirteen"].append(_thirteen(text[name][start:end], item))
            if hits:
                asked = words(question(item)).words
                twins = {i.id for _, _, _, i in planted.leaks.values() if words(question(i)).words == asked}
                self.found["leaks named"].append(any(each["item"] in twins for each in hits))
            else:
                self.missed.append(f"{name}, {item.id}: {text[name][start:end][:100]}")
        for name, some in passages.items():
            _, start, end, _ = planted.leaks.get(name, ("", 0, 0, None))
            for group in _apart(some):
                right = any(each["start"] < end and each["end"] > start for each in group)
                self.right["leaks"].append(right)
                if not right:
                    self.false.append(group[0])

    def metrics(self) -> dict[str, Interval]:
        """Return precision and recall, and recall by strength and kind."""
        rates = {f"{name}_precision": self.right[name] for name in ("duplicates", "leaks")}
        rates |= {f"{name}_recall": self.found[name] for name in ("duplicates", "leaks")}
        rates |= {
            f"recall of {name}": some for name, some in self.found.items() if ", " in name or name == "leaks named"
        }
        return {name: wilson(sum(some), len(some)) for name, some in rates.items() if some}

    def baselines(self) -> list[Row]:
        """Return what simpler looks find of the same plants."""
        exact, runs, by_words = self.found["exact"], self.found["thirteen"], self.found["leaks by their words"]
        return [
            Row("same text but for case and blanks", "baseline", {"duplicates_recall": wilson(sum(exact), len(exact))}),
            Row(
                "13 words in a row, split at blanks, symbols deleted",
                "baseline",
                {"leaks_recall": wilson(sum(runs), len(runs))},
            ),
            Row("ours without the look by meaning", "baseline", {"leaks_recall": wilson(sum(by_words), len(by_words))}),
        ]

    def line(self) -> str:
        """Return precision and recall so far, for a person."""
        return ", ".join(f"{name} {value.value:.3f}" for name, value in self.metrics().items())


def _apart(passages: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Passages of one document that overlap, together."""
    group: list[dict[str, Any]] = []
    for each in sorted(passages, key=lambda p: p["start"]):
        if group and each["start"] >= max(p["end"] for p in group):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _triples(a: str, b: str) -> float:
    """Jaccard similarity of the triples of words, exactly."""
    one, two = ({tuple(w[i : i + 3]) for i in range(len(w) - 2)} for w in (words(a).words, words(b).words))
    return len(one & two) / max(len(one | two), 1)


def _thirteen(text: str, item: items.Item) -> bool:
    """Whether 13 words in a row of a passage are in an item, words being what is left when symbols are deleted."""

    def runs(some: str) -> set[tuple[str, ...]]:
        found = "".join(c if c.isalnum() or c.isspace() else "" for c in some.lower()).split()
        return {tuple(found[i : i + 13]) for i in range(len(found) - 12)}

    return bool(runs(text) & (runs(question(item)) | runs(item.solution)))


# Speed ---------------------------------------------------------------------------


def _speed(texts: Half, options: argparse.Namespace) -> tuple[dict[str, Interval], dict[str, Any]]:
    """MB of text per second of a whole build but for embedding the items once, with one and two workers in turn."""
    size = (options.megabytes or (4 if options.quick else 12)) * 1e6
    chance, total = Random(7), 0
    lines: list[dict[str, Any]] = []
    while total < size:
        text = "\n\n".join(mixture(texts.texts, 2500, chance))
        lines.append({"id": f"mixed:{len(lines)}", "text": text, "license": "CC BY 4.0"})
        total += len(text.encode())
    rates: dict[str, list[float]] = defaultdict(list)
    used: dict[str, list[float]] = defaultdict(list)
    stages: dict[str, dict[str, float]] = {}
    for turn in range(2):
        for workers in (1, 2) if turn % 2 == 0 else (2, 1):
            for meaning in (False, True) if turn == 0 or not options.quick else (False,):
                name = f"{workers} worker{'s' * (workers > 1)}{'' if meaning else ', words only'}"
                wall, processor, stages[name] = _timed(lines, options.data, workers, meaning)
                rates[f"MB/s, {name}"].append(total / 1e6 / wall)
                used[name].append(processor / (total / 1e6))
                log(f"{name}: {total / 1e6 / wall:.2f} MB/s, load {os.getloadavg()[0]:.1f}")
    found = {name: Interval(float(np.median(some)), min(some), max(some)) for name, some in sorted(rates.items())}
    for end in ("", ", words only"):
        gains = [b / a for a, b in zip(rates[f"MB/s, 1 worker{end}"], rates[f"MB/s, 2 workers{end}"], strict=True)]
        found[f"gain of a second worker{end}"] = Interval(float(np.median(gains)), min(gains), max(gains))
    facts = {
        "megabytes": round(total / 1e6, 1),
        # With more workers the time of the pool's processes is not seen from here.
        "processor_s_per_MB": {n: round(float(np.median(s)), 2) for n, s in used.items() if n.startswith("1 ")},
        "stage_s": stages,
        "load_average_1min": round(os.getloadavg()[0], 1),
    }
    return found, facts


def _timed(
    lines: Sequence[dict[str, Any]], data: Path, workers: int, meaning: bool
) -> tuple[float, float, dict[str, float]]:
    """Wall and processor seconds of a build without its stage of items, and wall seconds of each stage."""
    marks: list[tuple[str, float, float]] = []

    def mark(line: str) -> None:
        marks.append((line.partition(":")[0], time.perf_counter(), _processor()))

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.jsonl"
        source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        tell: Callable[[str], None] = mark
        build(
            [source],
            Path(folder) / "corpus",
            [data / "qa"],
            Settings(shard_bytes=2**20, meaning=meaning),
            Where(workers=workers),
            tell=tell,
        )
    stages = {b[0]: round(b[1] - a[1], 2) for a, b in pairwise(marks)}
    return marks[-1][1] - marks[0][1], marks[-1][2] - marks[0][2], stages


def _processor() -> float:
    """Processor seconds of this process and of its children that have ended."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)
