"""Make the texts of this experiment as JSON lines: OpenStax to train on, abstracts and Python's manual to test on.

Run: python experiments/adaptation/make_texts.py DATA FOLDER (DATA: the folder of real data). The lines are those of
``physfm corpus build`` (id, text, title, source, license, categories, sha256), whose output can take their place.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from pydoc_data.topics import topics
from typing import Any

from physfm.retrieval.document import read


def main() -> None:
    """Write three files and say how much is in them."""
    data, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in (
        ("openstax", openstax(data)),
        ("abstracts", abstracts(data)),
        ("manual", manual()),
    ):
        chosen = list(lines)
        for line in chosen:
            line["sha256"] = hashlib.sha256(line["text"].encode()).hexdigest()
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in chosen))
        print(f"{name}: {len(chosen)} documents, {sum(len(line['text'].encode()) for line in chosen)} bytes")


def openstax(data: Path) -> Iterator[dict[str, Any]]:
    """Sections of University Physics, volumes 1 and 2."""
    for document in read(sorted((data / "text").glob("openstax_*.tar.gz"))):
        book = document.metadata["book"]
        yield _line(document.id, document.text, document.title, book, document.licence, ["physics"])


def abstracts(data: Path) -> Iterator[dict[str, Any]]:
    """Titles and abstracts of arXiv, April 2007."""
    with (data / "text" / "arxiv_oai_0704_odd.jsonl").open() as file:
        for fields in map(json.loads, file):
            title = " ".join(fields["title"].split())
            text = f"# {title}\n\n{' '.join(fields['abstract'].split())}"
            yield _line(f"arXiv:{fields['id']}", text, title, "arXiv abstracts", "", fields["categories"].split())


def manual() -> Iterable[dict[str, Any]]:
    """Python's language reference as it comes with Python (no physics; English, technical)."""
    source = "Python language reference"
    for name, text in sorted(topics.items()):
        if len(text) > 2000:
            yield _line(f"python{platform.python_version()}:{name}", text, name, source, "PSF-2.0", [])


def _line(id_: str, text: str, title: str, source: str, licence: str, categories: list[str]) -> dict[str, Any]:
    return {
        "id": id_, "text": text, "title": title, "source": source, "license": licence, "categories": categories,
    }  # fmt: skip


if __name__ == "__main__":
    main()
