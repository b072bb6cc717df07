"""One document of the corpus, as the line of JSON that every later reader of it sees.

``id``, ``text`` (Markdown with equations as LaTeX), ``title``, ``source`` (where a person finds it), ``kind`` (of what
it was read from), ``path``, ``url``, ``license``, ``authors``, ``categories``, ``sha256`` (of the text) and
``provenance`` (file, its digest, place in it). `physfm.retrieval.document.read` and `physfm.adaptation` read these
lines.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Record:
    """One document; see the module's docstring. Texts are empty, and sequences too, where a source does not say."""

    id: str
    text: str
    kind: str
    title: str = ""
    source: str = ""
    path: str = ""
    url: str = ""
    licence: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def line(self) -> str:
        """The document as one line of JSON, without the line break; the same document gives the same bytes."""
        fields = {
            "id": self.id,
            "text": self.text,
            "title": self.title,
            "source": self.source or self.id,
            "kind": self.kind,
            "path": self.path,
            "url": self.url,
            "license": self.licence,
            "authors": list(self.authors),
            "categories": list(self.categories),
            "sha256": hashlib.sha256(self.text.encode()).hexdigest(),
            "provenance": dict(self.provenance),
        }
        return json.dumps(fields, ensure_ascii=False)

    def legible(self) -> Record:
        """The document without characters that are no text: control characters, halves of surrogate pairs."""
        return replace(
            self, text=characters(self.text), title=characters(self.title), authors=tuple(map(characters, self.authors))
        )


@dataclass(frozen=True)
class Skipped:
    """Something that was not read, where it is, and why; every one is counted in the report."""

    where: str
    reason: str


def characters(text: str) -> str:
    """Return a text that UTF-8 can hold, without control characters other than tab and line break."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text)
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def parse(line: str) -> Record:
    """Return the document of a line that `Record.line` wrote."""
    fields = json.loads(line)
    return Record(
        id=fields["id"],
        text=fields["text"],
        kind=fields["kind"],
        title=fields["title"],
        source=fields["source"],
        path=fields["path"],
        url=fields["url"],
        licence=fields["license"],
        authors=tuple(fields["authors"]),
        categories=tuple(fields["categories"]),
        provenance=fields["provenance"],
    )
