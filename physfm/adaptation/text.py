"""Reading a corpus: the JSON lines of ``physfm corpus build``, and which of its documents are held out.

Notable: a document is held out by the hash of its text alone, so that it stays on its side whatever files it comes in
and however the corpus grows, and two copies of a text are never on both sides. Not covered: near-duplicates, which
the corpus removes before.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from physfm.errors import InputError

SUFFIXES = (".jsonl", ".jsonl.gz")


@dataclass(frozen=True)
class Text:
    """One document of a corpus.

    Parameters
    ----------
    id
        As the corpus names it.
    text
        Prose with equations as LaTeX.
    source
        The kind of source that it was read from (``kind`` of the line), or the source itself where no kind is named:
        one of the groups of the evaluation.
    categories
        Such as ``("hep-ph", "hep-ex")``; the first is the main one.
    """

    id: str
    text: str
    source: str = ""
    categories: tuple[str, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def held_out(self, share: float) -> bool:
        """Whether the document belongs to the validation, a given share of all documents."""
        return int(self.sha256[:13], 16) / 16**13 < share


def shards(paths: Iterable[str | Path]) -> list[Path]:
    """Return the files of a corpus: those named, and those of the folders named, in the order of their names.

    Raises
    ------
    InputError
        If a path does not exist, has another ending, or a folder holds no shard.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.name.endswith(SUFFIXES) and p.is_file())
            if not inside:
                raise InputError(f"Expected files ending in {' or '.join(SUFFIXES)} in {str(path)!r}, got none.")
            found += inside
        elif not path.is_file():
            raise InputError(f"Expected a corpus at {str(path)!r}, which does not exist.")
        elif not path.name.endswith(SUFFIXES):
            raise InputError(f"Expected a corpus ending in {' or '.join(SUFFIXES)}, got {str(path)!r}.")
        else:
            found.append(path)
    if not found:
        raise InputError("Expected one or more files or folders of a corpus, got none.")
    return found


def read(paths: Sequence[Path]) -> Iterator[Text]:
    """Yield the documents of shards, in order.

    Raises
    ------
    InputError
        With file and line: if a line is no JSON object, has no text, or another text than its sha256 says; or if a
        file is damaged or holds no document.
    """
    for path in paths:
        count = number = 0
        try:
            with gzip.open(path, "rb") if path.name.endswith(".gz") else path.open("rb") as stream:
                for number, line in enumerate(stream, 1):
                    if line.strip():
                        count += 1
                        yield _document(line, f"{path}, line {number}")
        except (EOFError, gzip.BadGzipFile, zlib.error) as err:
            raise InputError(f"{path} is damaged after line {number}: {err}.") from err
        if not count:
            raise InputError(f"Expected documents in {str(path)!r}, got an empty file. Delete it or build it again.")


def _document(line: bytes, where: str) -> Text:
    try:
        fields: Any = json.loads(line)
    except (ValueError, RecursionError) as err:
        raise InputError(f"{where}: expected a JSON object, got {line[:40]!r}... ({err}).") from err
    if not isinstance(fields, dict):
        raise InputError(f"{where}: expected a JSON object, got a {type(fields).__name__}.")
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{where}: expected a text under 'text', got {text!r:.40}; its keys are {sorted(fields)[:8]}.")
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise InputError(f"{where}: expected text, got NUL or half a surrogate pair in it; clean the corpus.")
    categories = fields.get("categories") or ()
    if isinstance(categories, str):
        categories = categories.split()
    if not isinstance(categories, (list, tuple)) or not all(isinstance(c, str) for c in categories):
        raise InputError(f"{where}: expected 'categories' as a list of names, got {categories!r:.40}.")
    source = str(fields.get("kind") or fields.get("source") or "")
    document = Text(str(fields.get("id") or where), text, source, tuple(categories))
    if fields.get("sha256") not in (None, document.sha256):
        raise InputError(f"{where}: the text is not the one that its sha256 was made of; build the corpus again.")
    return document
