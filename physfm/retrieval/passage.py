"""A passage: the piece of a document that is indexed, found and cited; and how it is cited, in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Passage:
    """A piece of one document.

    Parameters
    ----------
    id
        The document's id, ``#`` and the passage's number in it.
    document, number
        Which document, and which passage of it, from 0.
    text
        As in the document.
    source, title, licence
        The document's.
    section
        Headings above the passage, from the outermost, joined by `` > ``; empty at the top.
    start, end
        Characters of the document's text that the passage spans.
    metadata
        The document's.
    """

    id: str
    document: str
    number: int
    text: str
    source: str
    title: str
    licence: str
    section: str
    start: int
    end: int
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def locator(self) -> str:
        """Where in the document it stands: a PDG identifier where it has one, else section and characters."""
        if identifier := self.metadata.get("pdg_id"):
            return str(identifier)
        return f"{self.section + ', ' if self.section else ''}characters {self.start}-{self.end}"

    @property
    def context(self) -> str:
        """Title and section in front of the text: what an embedding model reads."""
        return "\n".join(filter(None, (self.title, self.section, self.text)))

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self) | {"metadata": dict(self.metadata), "locator": self.locator, "citation": cite(self)}


def cite(passage: Passage) -> str:
    """One line: source, title, section or PDG identifier, licence; what is unknown is said to be unknown."""
    title = passage.title if passage.title and passage.title not in passage.source else ""
    where = passage.metadata.get("pdg_id") or passage.section or f"characters {passage.start}-{passage.end}"
    quoted = f"“{title}”" if title else ""
    parts = [passage.source, quoted, str(where), passage.licence or "licence unknown"]
    return " ".join(", ".join(part for part in parts if part).split())
