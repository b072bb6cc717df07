"""What goes into an index: one text with its provenance, and how files become such texts.

JSON lines (``text`` and ``id``, with ``source``, ``title``, ``licence``, ``metadata``: what ``physfm corpus`` writes),
Markdown, plain text, and OpenStax CNXML (one module, a folder of a book, or its tar archive). Notable: the text of a
document is Markdown with equations as LaTeX, whatever it was, so that one chunker serves all; and a document carries a
digest of everything in it, by which an index knows that nothing changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from physfm.errors import InputError

TEXT = (".md", ".markdown", ".txt", ".text")
SUFFIXES = (*TEXT, ".jsonl", ".cnxml", ".tar.gz", ".tgz")
"""Endings of the files that `read` takes."""


@dataclass(frozen=True)
class Document:
    """One text with its provenance.

    Parameters
    ----------
    id
        Unique in an index; a document of the same id and another content replaces it.
    text
        Markdown; equations are LaTeX in ``$...$``, ``$$...$$``, ``\\[...\\]`` or an environment.
    source
        Where a person finds it: a book, a DOI, an arXiv number, a path.
    title
        As it is cited; the first heading of the text if empty.
    licence
        As a name such as ``"CC BY 4.0"`` or an SPDX identifier; empty if unknown.
    metadata
        Anything else, as JSON.
    whole
        Index it as one passage, however long it is.
    """

    id: str
    text: str
    source: str = ""
    title: str = ""
    licence: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = False

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything in the document, hexadecimal."""
        plain = json.dumps(asdict(self) | {"metadata": dict(self.metadata)}, sort_keys=True, default=str)
        return hashlib.sha256(plain.encode()).hexdigest()


def read(paths: Iterable[str | Path]) -> Iterator[Document]:
    """Yield the documents of files and, recursively, of folders (there only of known endings, in order of their names).

    Raises
    ------
    InputError
        If a path does not exist, has an unknown ending, or does not hold what its ending says.
    """
    from physfm.retrieval import openstax

    for path in map(Path, paths):
        if not path.exists():
            raise InputError(f"Expected a file or folder of documents, got {str(path)!r}, which does not exist.")
        if path.is_dir():
            if openstax.is_book(path):
                yield from openstax.documents(path)
            else:
                yield from read(p for p in sorted(path.iterdir()) if (p.is_dir() or _known(p)) and p.name[0] != ".")
        elif path.suffix == ".cnxml" or path.name.endswith((".tar.gz", ".tgz")):
            yield from openstax.documents(path)
        elif path.suffix == ".jsonl":
            yield from _json_lines(path)
        elif path.suffix in TEXT:
            yield _plain(path)
        else:
            raise InputError(f"Expected documents in a file ending in {', '.join(SUFFIXES)}, got {str(path)!r}.")


def _known(path: Path) -> bool:
    return path.name.endswith(SUFFIXES)


def heading(text: str) -> str:
    """Return the first heading of a Markdown text; empty if it has none."""
    match = re.search(r"^#{1,6}\s+(.+?)\s*#*$", text, re.MULTILINE)
    return match[1] if match else ""


def _plain(path: Path) -> Document:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as err:
        raise InputError(f"Expected text in UTF-8, got other bytes in {str(path)!r} at {err.start}.") from err
    front, body = _front_matter(text) if path.suffix in (".md", ".markdown") else ({}, text)
    return Document(
        id=path.resolve().as_posix(),
        text=body,
        source=front.pop("source", path.name),
        title=front.pop("title", "") or heading(body) or path.stem,
        licence=front.pop("licence", "") or front.pop("license", ""),
        metadata=front,
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Strings of the YAML front matter of a Markdown file, lower-case keys, and the text after it."""
    match = re.match(r"---\s*\n(.*?)\n---\s*\n", text, re.DOTALL)
    if match is None:
        return {}, text
    pairs = (line.partition(":") for line in match[1].splitlines() if re.match(r"[A-Za-z_]+:\s*\S", line))
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}, text[match.end() :]


def _json_lines(path: Path) -> Iterator[Document]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _record(line, f"{path}, line {number}")


def _record(line: str, where: str) -> Document:
    expected = f"Expected one JSON object with the strings 'id' and 'text' in {where}"
    try:
        record = json.loads(line)
    except ValueError as err:
        raise InputError(f"{expected}, got no JSON: {err}.") from err
    if not isinstance(record, dict) or not all(isinstance(record.get(key), str) for key in ("id", "text")):
        keys = sorted(record) if isinstance(record, dict) else type(record).__name__
        raise InputError(f"{expected}, got {str(keys)[:200]}.")
    metadata = record.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise InputError(f"{expected}; 'metadata' must be an object, got {type(metadata).__name__}.")
    licence = record.get("licence") or record.get("license") or metadata.get("licence") or ""
    title = record.get("title") or metadata.get("title") or heading(record["text"])
    return Document(
        id=record["id"],
        text=record["text"],
        source=_words(record.get("source")) or record["id"],
        title=_words(title),
        licence=_words(licence),
        metadata=metadata,
    )


def _words(value: Any) -> str:
    """A field as one line of text: a string, or an object with a name or URL in it."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("name", "title", "url", "path", "id") if value.get(key)), "")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        value = ", ".join(map(str, value))
    return " ".join(str(value or "").split())
