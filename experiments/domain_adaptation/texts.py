"""The corpus of this experiment, and its two sides: what is trained on, and passages that no arm has read.

``physfm corpus build`` makes the corpus from real sources, without the evaluation sets and the generated problems that
the models are asked. Notable: a document is held out by the hash of its text; abstracts of arXiv are all held out. The
training side is cut into pieces, of which the trainer takes the first so many in the order of their hashes, so that few
tokens are of many sections.
"""

from __future__ import annotations

import bisect
import json
import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path
from pydoc_data.topics import topics
from typing import Any

from experiments.domain_adaptation.config import Config
from physfm.adaptation import text
from physfm.adaptation.evaluate import passage
from physfm.adaptation.text import Text
from physfm.corpus import build
from physfm.corpus.plan import Settings
from physfm.errors import InputError
from physfm.evaluation.item import Item

ARCHIVES = (
    "hep-ph", "hep-th", "hep-ex", "hep-lat", "astro-ph", "gr-qc", "cond-mat", "physics", "nucl-th", "nucl-ex",
    "quant-ph", "nlin", "math-ph", "math",
)  # fmt: skip
"""Kept by the build; mathematics is only tested on, as what is not physics."""
APART = ("hep-ph", "astro-ph", "cond-mat")
Groups = dict[str, list[tuple[str, Text]]]
"""Passages of each group with the hashes of their documents."""
MANUAL = 2000
"""Characters that a chapter of Python's manual has at least."""


def data() -> Path:
    """The folder of real data, from the environment variable ``PHYSFM_DATA``.

    Raises
    ------
    InputError
        If there is none.
    """
    folder = Path(os.environ.get("PHYSFM_DATA", "../shared/data"))
    if not folder.is_dir():
        raise InputError(f"Expected the folder of real data in PHYSFM_DATA, {str(folder)!r} is none.")
    return folder


def make(config: Config, items: Sequence[Item], folder: Path) -> dict[str, Any]:
    """Build the corpus and its sides in ``folder``; return what is in them."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = folder / "problems.jsonl"
    asked.write_text(
        "".join(
            json.dumps({"id": i.id, "question": i.question, "solution": "\n".join(i.steps)}) + "\n"
            for i in {i.question: i for i in items}.values()
        )
    )
    here = data()
    report = build(
        [here / each for each in config.sources],
        folder / "corpus",
        [asked, *(here / each for each in config.against)],
        Settings(archives=ARCHIVES, meaning=config.meaning),
    )
    groups: Groups = {}
    documents = count = 0
    with (folder / "training.jsonl").open("w") as out:
        for each in text.read(text.shards([folder / "corpus"])):
            if _held_out(each, config):
                _keep(groups, each, config)
                continue
            documents += 1
            for piece in pieces(each, config.piece):
                out.write(_line(piece))
                count += 1
    for each in manual():
        _keep(groups, each, config)
    (folder / "held_out.jsonl").write_text("".join(_line(each[1]) for name in sorted(groups) for each in groups[name]))
    return {
        "corpus": {key: report[key] for key in ("documents", "characters", "dropped", "licences")},
        "contaminated": len(report["contaminated"]),
        "training": {"documents": documents, "pieces": count},
        "held_out": {name: len(of) for name, of in sorted(groups.items())},
    }


def _keep(groups: Groups, document: Text, config: Config) -> None:
    """Take a document's passage into its group, which holds the first so many in the order of the documents' hashes."""
    of = groups.setdefault(group(document), [])
    shown = Text(document.id, passage(document, config.characters), document.source, document.categories)
    bisect.insort(of, (document.sha256, shown), key=lambda pair: pair[0])
    del of[config.most :]


def held_out(folder: Path) -> list[Text]:
    """The passages that no arm has read."""
    return list(text.read([folder / "held_out.jsonl"]))


def group(document: Text) -> str:
    """What a held-out document counts as."""
    if document.source == "arxiv-metadata":
        archive = document.categories[0].partition(".")[0]
        return archive if archive in APART else "mathematics" if archive.startswith("math") else "other physics"
    return document.source


def pieces(document: Text, characters: int) -> Iterator[Text]:
    """Cut a document at the ends of paragraphs into pieces of about so many characters."""
    kept: list[str] = []
    number = size = 0
    for block in document.text.split("\n\n"):
        if kept and size + len(block) > characters:
            yield Text(f"{document.id}#part{number}", "\n\n".join(kept), document.source, document.categories)
            kept, size, number = [], 0, number + 1
        kept.append(block)
        size += len(block) + 2
    if any(block.strip() for block in kept):
        yield Text(f"{document.id}#part{number}", "\n\n".join(kept), document.source, document.categories)


def manual() -> Iterator[Text]:
    """Chapters of Python's language reference as it comes with Python: no physics, English, technical."""
    for name, content in sorted(topics.items()):
        if len(content) > MANUAL:
            yield Text(f"python{platform.python_version()}:{name}", content, "Python manual")


def _held_out(document: Text, config: Config) -> bool:
    share = config.held_out.get(document.source, 0.0)
    return share > 0 and document.held_out(share)


def _line(document: Text) -> str:
    fields = {
        "id": document.id,
        "text": document.text,
        "kind": document.source,
        "categories": list(document.categories),
        "sha256": document.sha256,
    }
    return json.dumps(fields, ensure_ascii=False) + "\n"
