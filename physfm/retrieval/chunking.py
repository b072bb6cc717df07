r"""Documents into passages: whole sentences, whole equations, never across a section.

A Markdown text is cut at headings (also LaTeX's ``\section``), then into blocks, sentences and display equations, and
these are packed into passages of about the length that the embedding model was trained on (128 word pieces). Notable:
an equation is never cut, neither displayed nor inline, even where that makes a passage longer than asked; a displayed
equation stays with the words that introduce it.

Not covered: code blocks are kept whole but not understood; a sentence longer than the limit stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from physfm.retrieval.document import Document
from physfm.retrieval.passage import Passage

MAX_CHARACTERS = 700
"""Characters of a passage, about 150 word pieces of prose; only a single sentence or equation may exceed it."""

_ENVIRONMENTS = "equation|align|alignat|gather|multline|eqnarray|displaymath|math|flalign|split|subequations"
_DISPLAY = re.compile(
    rf"\$\$.{{1,20000}}?\$\$|\\\[.{{1,20000}}?\\\]|\\begin\{{({_ENVIRONMENTS})(\*?)\}}.{{1,20000}}?\\end\{{\1\2\}}"
    r"|^```.{0,20000}?^```[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
# As pandoc: no space inside the dollars and no digit after them ("$5 to $10" is money), no blank line between them.
_INLINE = re.compile(
    r"(?<![\\$])\$(?=\S)(?:[^$\\\n]|\\.|\n(?![ \t]*\n)){1,1000}?(?<=\S)\$(?!\d)|\\\(.{1,1000}?\\\)", re.DOTALL
)
_HEADING = re.compile(
    r"^(#{1,6})[ \t]+(.+?)[ \t]*#*$|^\\(part|chapter|section|subsection|subsubsection|paragraph)\*?\{(.+?)\}",
    re.MULTILINE,
)
_LEVELS = {"part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5}
_ABBREVIATION = re.compile(
    r"\b(?:Fig|Figs|Eq|Eqs|Ref|Refs|Sec|Tab|Dr|Prof|Mr|Mrs|vs|cf|al|approx|ca|No|[A-Z])\.$|\b(?:e\.g|i\.e)\.$"
)
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“(\[*$\\A-Z0-9])|\n[ \t]*\n\s*|\n(?=[-*+] |\d+[.)] |\|)")


@dataclass(frozen=True)
class Span:
    """Characters of a text that are not to be cut, and whether they are a displayed equation."""

    start: int
    end: int
    display: bool = False


def passages(document: Document, max_characters: int = MAX_CHARACTERS) -> list[Passage]:
    """Cut a document into passages; a document without text has none.

    Parameters
    ----------
    max_characters
        Aimed length; only a single sentence or equation may exceed it.
    """
    found: list[Passage] = []
    for section, piece in _pieces(document, max_characters):
        if piece.end > piece.start:
            number = len(found)
            found.append(
                Passage(
                    id=f"{document.id}#{number}",
                    document=document.id,
                    number=number,
                    text=document.text[piece.start : piece.end],
                    source=document.source,
                    title=document.title,
                    licence=document.licence,
                    section=section,
                    start=piece.start,
                    end=piece.end,
                    metadata=document.metadata,
                )
            )
    return found


def _pieces(document: Document, limit: int) -> Iterator[tuple[str, Span]]:
    """Sections and what is packed in them; a whole document is one piece."""
    text = document.text
    if document.whole:
        yield "", Span(len(text) - len(text.lstrip()), len(text.rstrip()))
        return
    for section, start, end in _sections(document):
        yield from ((section, piece) for piece in _packed(text, list(_atoms(text, start, end)), limit))


def equations(text: str) -> list[Span]:
    """Return the displayed and inline equations (and code blocks) of a text, in order, without overlap."""
    shown = [Span(m.start(), m.end(), True) for m in _DISPLAY.finditer(text)]
    masked = list(text)
    for span in shown:
        masked[span.start : span.end] = "\0" * (span.end - span.start)
    inline = [Span(m.start(), m.end()) for m in _INLINE.finditer("".join(masked)) if "\0" not in m[0]]
    return sorted([*shown, *inline], key=lambda span: span.start)


def _sections(document: Document) -> Iterator[tuple[str, int, int]]:
    """Heading path, start and end of every section; headings themselves are left out of the text."""
    text, title = document.text, document.title
    kept = equations(text)
    path: list[tuple[int, str]] = []
    start = 0
    for match in _HEADING.finditer(text):
        if any(span.start <= match.start() < span.end for span in kept):
            continue
        yield _path(path, title), start, match.start()
        level = len(match[1]) if match[1] else _LEVELS[match[3]]
        path = [*((depth, name) for depth, name in path if depth < level), (level, match[2] or match[4])]
        start = match.end()
    yield _path(path, title), start, len(text)


def _path(path: list[tuple[int, str]], title: str) -> str:
    names = [name.strip(" *") for _, name in path]
    return " > ".join(names[1:] if names and names[0] == title else names)


def _atoms(text: str, start: int, end: int) -> Iterator[Span]:
    """Sentences, list items, table rows and displayed equations between two places."""
    body = text[start:end]
    masked = list(body)
    shown = []
    for span in equations(body):
        # Letters inside an equation end no sentence; what follows it may.
        masked[span.start : span.end] = "x" * (span.end - span.start)
        if not span.display:
            masked[span.start] = "$"
        else:
            shown.append(span)
    plain = "".join(masked)
    cuts = {0, len(body)} | {edge for span in shown for edge in (span.start, span.end)}
    for match in _SENTENCE.finditer(plain):
        inside = any(span.start < match.end() <= span.end for span in shown)
        if not inside and ("\n" in match[0] or not _ABBREVIATION.search(plain[: match.start() + 1].rstrip())):
            cuts.add(match.end())
    edges = sorted(cuts)
    for first, last in pairwise(edges):
        piece = body[first:last]
        if piece.strip():
            left = start + first + len(piece) - len(piece.lstrip())
            display = any(span.start <= first + len(piece) - len(piece.lstrip()) < span.end for span in shown)
            yield Span(left, start + first + len(piece.rstrip()), display)


def _packed(text: str, atoms: list[Span], limit: int) -> Iterator[Span]:
    """Join neighbours up to the limit, equations with what stands before them; a short rest joins its neighbour."""
    groups: list[Span] = []
    for atom in atoms:
        if atom.display and groups and text[groups[-1].end : atom.start].strip() == "":
            groups[-1] = Span(groups[-1].start, atom.end, True)
        else:
            groups.append(atom)
    pieces: list[Span] = []
    for group in groups:
        if pieces and group.end - pieces[-1].start <= limit:
            pieces[-1] = Span(pieces[-1].start, group.end)
        else:
            pieces.append(Span(group.start, group.end))
    if len(pieces) > 1 and pieces[-1].end - pieces[-1].start < limit // 5:
        last = pieces.pop()
        pieces[-1] = Span(pieces[-1].start, last.end)
    yield from pieces
