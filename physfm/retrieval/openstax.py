"""OpenStax textbooks in CNXML: modules with their place in the book, as Markdown with LaTeX equations.

A book is ``collection.xml`` and ``modules/*/index.cnxml``, in a folder or a tar archive, which is read in memory and
never unpacked. Notable: terms that the book introduces are bold in the text (``**resonance**``), and glossary, summary,
learning objectives and exercises are kept apart from the running text: exercises are no source to cite, and questions
made from the other three (`physfm.retrieval.questions`) must not find themselves.

Source of the format: OpenStax CNXML 0.7; Python's expat bounds the expansion of entities.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from physfm.errors import InputError
from physfm.retrieval.document import Document
from physfm.retrieval.mathml import latex, local

_LICENCES = {"by": "CC BY", "by-nc": "CC BY-NC", "by-sa": "CC BY-SA", "by-nc-sa": "CC BY-NC-SA"}
_APART = ("key-concepts", "key-equations", "review", "check-understanding", "contrib-auth", "media-2", "interactive")
_MAX_BYTES = 64 * 2**20
BODY, GLOSSARY, SUMMARY = "body", "glossary", "summary"


@dataclass(frozen=True)
class Exercise:
    """One exercise: where it stands (``conceptual``, ``check`` in the text, or ``problem``), text and solution."""

    kind: str
    text: str
    solution: str


@dataclass(frozen=True)
class Module:
    """One section of a textbook.

    Parameters
    ----------
    id
        OpenStax identifier such as ``"m58333"``.
    title, number
        Of the section, such as ``"10.8"``; the number is empty outside a book.
    chapter, book, licence
        As the collection gives them; empty outside one.
    body
        Running text with examples.
    summary
        The section's key concepts, one a line.
    glossary
        Meaning by term.
    objectives
        What the reader will be able to do.
    exercises
        In order.
    """

    id: str
    title: str
    number: str
    chapter: str
    book: str
    licence: str
    body: str
    summary: tuple[str, ...]
    glossary: dict[str, str]
    objectives: tuple[str, ...]
    exercises: tuple[Exercise, ...]

    @property
    def document_id(self) -> str:
        """Id as a document; the book is part of it, since volumes share modules such as the preface."""
        return f"openstax:{self.book}/{self.id}" if self.book else f"openstax:{self.id}"

    def document(self, parts: tuple[str, ...] = (BODY, SUMMARY, GLOSSARY)) -> Document:
        """Return the module as a document that holds the named parts."""
        pieces = [self.body] if BODY in parts else []
        if SUMMARY in parts and self.summary:
            pieces.append("## Summary\n\n" + "\n".join(f"- {line}" for line in self.summary))
        if GLOSSARY in parts and self.glossary:
            pieces.append("## Glossary\n\n" + "\n\n".join(f"**{t}**: {m}" for t, m in self.glossary.items()))
        numbered = f"{self.number} {self.title}".strip()
        return Document(
            id=self.document_id,
            text="\n\n".join(pieces),
            source=f"OpenStax {self.book}".strip() + f", {self.id}",
            title=numbered,
            licence=self.licence,
            metadata={"chapter": self.chapter, "book": self.book, "module": self.id},
        )


def is_book(folder: Path) -> bool:
    """Whether a folder holds modules of a book."""
    return any(folder.glob("modules/*/index.cnxml"))


def documents(path: Path) -> Iterator[Document]:
    """Yield the modules of a book (archive or folder) or of one CNXML file as documents.

    Raises
    ------
    InputError
        As `modules`.
    """
    for module in modules(path):
        document = module.document()
        if document.text.strip():
            yield document


def modules(path: Path) -> Iterator[Module]:
    """Yield the modules of a book in its order; those that no collection names come last.

    Raises
    ------
    InputError
        If the archive or a file in it cannot be read, or none of its files is CNXML.
    """
    files = dict(_files(path))
    collections = [_parsed(data, name) for name, data in files.items() if not name.endswith(".cnxml")]
    places: dict[str, tuple[str, str, str, str]] = {}
    for collection in collections:
        places.update(_places(collection))
    sources = {}
    for name, data in files.items():
        if name.endswith(".cnxml"):
            root = _parsed(data, name)
            sources[_identifier(root) or PurePosixPath(name).parent.name or PurePosixPath(name).stem] = root
    if not sources:
        raise InputError(f"Expected OpenStax modules (modules/*/index.cnxml), found no .cnxml file in {str(path)!r}.")
    for key in [*(key for key in places if key in sources), *(key for key in sources if key not in places)]:
        yield _module(key, sources[key], places.get(key, ("", "", "", "")))


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every CNXML file and collection."""
    if path.is_dir():
        names = [*sorted(path.rglob("*.cnxml")), *sorted(path.rglob("*collection*.xml"))]
        yield from ((p.as_posix(), p.read_bytes()) for p in names)
    elif path.suffix == ".cnxml":
        yield path.as_posix(), path.read_bytes()
    else:
        try:
            with tarfile.open(path) as archive:
                for member in archive:
                    wanted = re.search(r"\.cnxml$|collection[^/]*\.xml$", member.name)
                    if wanted and member.isfile() and member.size <= _MAX_BYTES:
                        stream = archive.extractfile(member)
                        if stream is not None:
                            yield member.name, stream.read()
        except (tarfile.TarError, EOFError, OSError) as err:
            reason = " ".join(str(err).split())
            raise InputError(
                f"Expected a tar archive of OpenStax modules, could not read {str(path)!r}: {reason}."
            ) from err


def _parsed(data: bytes, name: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as err:
        raise InputError(f"Expected XML in {name!r}, which does not parse: {err}.") from err


def _find(element: ElementTree.Element, *names: str) -> Iterator[ElementTree.Element]:
    """Yield descendants by local name."""
    return (e for e in element.iter() if local(e) in names)


def _first(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next(_find(element, name), None)


def _title(element: ElementTree.Element) -> str:
    found = _first(element, "title")
    return "" if found is None else _inline(found)


def _identifier(root: ElementTree.Element) -> str:
    found = _first(root, "content-id")
    return "" if found is None else (found.text or "").strip()


def _places(collection: ElementTree.Element) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    """Number, chapter, book and licence of every module of a collection; its chapters are the innermost parts."""
    licence = next((e.get("url", "") for e in _find(collection, "license")), "")
    match = re.search(r"licenses/([a-z-]+)/([\d.]+)", licence)
    named = f"{_LICENCES.get(match[1], 'CC ' + match[1].upper())} {match[2]}" if match else licence
    book, chapters = _title(collection), 0
    for module in _find(collection, "module"):  # preface and appendices stand in no chapter
        yield module.get("document", ""), ("", "", book, named)
    for part in _find(collection, "subcollection"):
        if _first(part[-1], "subcollection") is not None:
            continue
        chapters += 1
        for place, module in enumerate(_find(part, "module")):
            # The first module of a chapter is its introduction, without a number of its own.
            number = f"{chapters}.{place}" if place else str(chapters)
            yield module.get("document", ""), (number, _title(part), book, named)


def _module(key: str, root: ElementTree.Element, place: tuple[str, str, str, str]) -> Module:
    content, abstract = _first(root, "content"), _first(root, "abstract")
    number, chapter, book, licence = place
    glossary = {}
    for definition in _find(root, "definition"):
        term, meaning = _first(definition, "term"), _first(definition, "meaning")
        if term is not None and meaning is not None:
            glossary[_inline(term).strip("*")] = _inline(meaning)
    summary: list[str] = []
    exercises: list[Exercise] = []
    if content is not None:
        for section in _find(content, "section"):
            if section.get("class") == "key-concepts":
                summary += [_inline(item) for item in _find(section, "item")]
        exercises = list(_exercises(content, "problem"))
    return Module(
        id=key,
        title=_title(root),
        number=number,
        chapter=chapter,
        book=book,
        licence=licence,
        body="" if content is None else _tidy(_blocks(content, 1)),
        summary=tuple(summary),
        glossary=glossary,
        objectives=() if abstract is None else tuple(_inline(item) for item in _find(abstract, "item")),
        exercises=tuple(exercises),
    )


def _exercises(element: ElementTree.Element, kind: str) -> Iterator[Exercise]:
    for child in element:
        if local(child) == "exercise":
            problem, solution = _first(child, "problem"), _first(child, "solution")
            if problem is not None:
                yield Exercise(kind, _inline(problem), "" if solution is None else _inline(solution))
            continue
        if local(child) not in ("section", "note", "example", "content"):
            continue
        named = child.get("class", "")
        inner = {"check-understanding": "check", "review-conceptual-questions": "conceptual"}.get(named, kind)
        yield from _exercises(child, inner)


def _inline(element: ElementTree.Element) -> str:
    """Text of an element on one line, formulas in dollar signs."""
    return " ".join(_spans(element).split())


def _spans(element: ElementTree.Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        name = local(child)
        if name == "math":
            formula = latex(child)
            tail = child.tail or ""
            # "$F = ma.$" reads worse than "$F = ma$."
            end = re.search(r"\s*([.,;])$", formula)
            if end and not re.match(r"\s*[.,;]", tail):
                formula, tail = formula[: end.start()], end[1] + tail
            pieces += [f"${formula}$" if formula else "", tail]
            continue
        if name == "term":
            pieces.append(f"**{_spans(child).strip()}**")
        elif name in ("sup", "sub"):
            script = _spans(child).strip()
            pieces.append(f"${'^' if name == 'sup' else '_'}{{{script}}}$" if script else "")
        elif name == "newline":
            pieces.append("\n")
        elif name == "link" and not (child.text or len(child)):
            # Pictures have ids such as CNX_UPhysics_10_08_RigBody; other targets do not say what they are.
            pieces.append("the figure" if child.get("target-id", "").startswith("CNX_") else "[see there]")
        elif name not in ("label", "media", "iframe", "footnote"):
            pieces.append(_spans(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _blocks(element: ElementTree.Element, level: int) -> str:
    """Block elements as Markdown."""
    pieces: list[str] = []
    for child in element:
        name = local(child)
        if any(child.get("class", "").startswith(apart) for apart in _APART) or name in ("exercise", "media", "label"):
            continue
        if name == "section":
            title = next((_inline(c) for c in child if local(c) == "title"), "")
            pieces.append((f"{'#' * min(level + 1, 6)} {title}\n\n" if title else "") + _blocks(child, level + 1))
        elif name == "title":
            if local(element) != "section":
                pieces.append(f"**{_inline(child)}**")
        elif name == "para":
            pieces.append(_paragraph(child))
        elif name == "equation":
            pieces.append("\n\n".join(f"$$ {latex(math)} $$" for math in _find(child, "math") if latex(math)))
        elif name == "list":
            pieces.append("\n".join(f"- {_inline(item)}" for item in child if local(item) == "item"))
        elif name == "figure":
            pieces += [f"Figure: {_inline(c)}" for c in child if local(c) == "caption"]
        elif name == "table":
            pieces.append(_table(child))
        elif name in ("note", "example", "content"):
            pieces.append(_blocks(child, level))
    return "\n\n".join(filter(None, pieces))


def _paragraph(element: ElementTree.Element) -> str:
    """A paragraph; its own title in front, in bold."""
    title = next((c for c in element if local(c) == "title"), None)
    text = _inline(element)
    if title is None:
        return text
    words = _inline(title)
    return f"**{words}** {text.removeprefix(words).strip()}"


def _table(element: ElementTree.Element) -> str:
    rows = [[_inline(e).replace("|", "\\|") for e in row if local(e) == "entry"] for row in _find(element, "row")]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip()
