r"""Files into documents, by what they hold: papers, abstracts, LaTeX, textbooks, notes.

Notable: a source is told by its content, never by its name alone; a large file of JSON lines is several units of work,
cut at byte ranges, so that the number of workers changes nothing in the result; nothing is skipped silently (every
`Skipped` is counted in the report).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from io import BufferedIOBase
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from physfm.corpus import archives, latex, licences, papers
from physfm.corpus.record import Record, Skipped
from physfm.errors import InputError
from physfm.retrieval import document, openstax

LINES, HARVEST, LATEX, SOURCES, TEXTBOOK, TEXT = "lines", "harvest", "latex", "sources", "textbook", "text"
MAX_LINE = 32 * 2**20
"""Bytes of one line of JSON; a longer one is skipped."""
_NOTES = (".md", ".markdown", ".txt", ".text")


@dataclass(frozen=True)
class Unit:
    """A piece of work: a file or folder, how it is read, and for JSON lines the bytes in which the lines start.

    ``name`` is the path from the folder that was given, which is what a document remembers of it.
    """

    path: str
    name: str
    kind: str
    start: int
    stop: int
    digest: str

    def as_dict(self) -> dict[str, Any]:
        """Return the unit for JSON."""
        return asdict(self)


def sniff(path: Path) -> str | None:
    """Return how a file is to be read, from its content; None if nothing here reads it."""
    head = archives.head(path)
    if archives.is_tar(head):
        return _archive(path)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"{":
        return LINES
    if start[:1] == b"<":
        return HARVEST if b"<OAI-PMH" in start[:5000] else TEXTBOOK if b"cnxml" in start[:5000] else None
    if b"\x00" in head and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return None
    if re.search(rb"\\(documentclass|documentstyle|begin\{document\})", head) or path.suffix in (".tex", ".ltx"):
        return LATEX
    return TEXT if path.suffix in _NOTES else None


def _archive(path: Path) -> str | None:
    try:
        names = [each[0] for each in archives.members(path, path.name) if not isinstance(each, Skipped)]
    except InputError:
        return SOURCES if path.name.endswith((".tar", ".tar.gz", ".tgz")) else None  # its reader says what is wrong
    if any(name.endswith(".cnxml") for name in names):
        return TEXTBOOK
    return SOURCES if any(name.lower().endswith((".tex", ".ltx")) for name in names) else None


def read(unit: Unit, exercises: bool = False) -> Iterator[Record | Skipped]:
    """Yield the documents of a unit, and what could not be read.

    Parameters
    ----------
    exercises
        Keep the exercises of textbooks with their solutions. They are left out by default: models are tested on them.
    """
    try:
        if unit.kind == LINES:
            yield from _lines(unit)
        elif unit.kind == HARVEST:
            with archives.opened(Path(unit.path)) as stream:
                yield from papers.harvested(stream, unit.name, _common(unit, ""))
        elif unit.kind == LATEX:
            yield _latex(unit, archives.decoded(archives.content(Path(unit.path)), unit.name), "")
        elif unit.kind == SOURCES:
            yield from _sources(unit)
        elif unit.kind == TEXTBOOK:
            yield from _textbook(unit, exercises)
        else:
            yield _note(unit)
    except InputError as err:
        yield Skipped(unit.name, str(err))
    except archives.DAMAGED as err:
        yield Skipped(unit.name, f"a damaged file ({err})")


def _common(unit: Unit, place: str) -> dict[str, Any]:
    provenance = {"file": unit.name, "file_sha256": unit.digest} | ({"place": place} if place else {})
    return {"path": unit.name, "provenance": provenance}


# JSON lines ---------------------------------------------------------------------------


def _lines(unit: Unit) -> Iterator[Record | Skipped]:
    """Documents of the lines that start within the unit's bytes."""
    with archives.opened(Path(unit.path)) as stream:
        place = unit.start
        if unit.start:  # a line that starts before belongs to the unit before
            stream.seek(unit.start - 1)
            place = unit.start - 1 + _skip_line(stream)
        while place < unit.stop or unit.stop < 0:
            where = f"{unit.name}, byte {place}"
            try:
                line = stream.readline(MAX_LINE)
            except archives.DAMAGED as err:
                yield Skipped(where, f"a compressed file that breaks off ({err})")
                return
            if not line:
                return
            size = len(line)
            if size == MAX_LINE and not line.endswith(b"\n"):
                size += _skip_line(stream)
                yield Skipped(where, f"a line of more than {MAX_LINE >> 20} MiB")
            elif line.strip():
                yield _object(line, where, unit, place)
            place += size


def _skip_line(stream: BufferedIOBase) -> int:
    """Read to the end of the line; return the bytes read."""
    count = 0
    while piece := stream.readline(2**20):
        count += len(piece)
        if piece.endswith(b"\n"):
            break
    return count


def _object(line: bytes, where: str, unit: Unit, place: int) -> Record | Skipped:
    try:
        fields = json.loads(line)
    except UnicodeDecodeError as err:
        return Skipped(where, f"a line that is not UTF-8 (byte {err.start} of it)")
    except (ValueError, RecursionError) as err:
        cut = not line.endswith(b"\n")
        return Skipped(where, "a line that breaks off" if cut else f"a line that is no JSON ({str(err)[:80]})")
    return papers.read(fields, where, _common(unit, f"byte {place}"))


# LaTeX ---------------------------------------------------------------------------


def _latex(unit: Unit, source: str, member: str) -> Record:
    cleaned = latex.clean(source)
    name = f"{unit.name}/{member}" if member else unit.name
    return Record(
        id=f"latex:{name}",
        text=cleaned.text,
        kind=LATEX,
        title=cleaned.title or document.heading(cleaned.text) or PurePosixPath(name).stem,
        source=name,
        licence=licences.found(source),
        authors=tuple(each.strip() for each in cleaned.authors.split(",") if each.strip()),
        **_common(unit, member),
    )


def _sources(unit: Unit) -> Iterator[Record | Skipped]:
    """Documents of an archive of LaTeX files, such as arXiv gives out: each main file, its inputs put in place."""
    files: dict[str, str] = {}
    for each in archives.texts(Path(unit.path), unit.name, (".tex", ".ltx")):
        if isinstance(each, Skipped):
            yield each
            continue
        try:
            files[each[0].removeprefix("./")] = archives.decoded(each[1], f"{unit.name}, member {each[0][:100]!r}")
        except InputError as err:
            yield Skipped(f"{unit.name}, member {each[0][:100]!r}", str(err))
    mains = [name for name, text in files.items() if re.search(r"\\(begin\{document\}|documentstyle)", text)]
    if not mains:
        yield Skipped(unit.name, "an archive without a LaTeX file that begins a document")
    for name in mains:
        yield _latex(unit, _joined(files, name), name)


def _joined(files: dict[str, str], main: str, depth: int = 0) -> str:
    r"""A LaTeX file with the files that it takes in by ``\input`` and ``\include``; each at most once."""
    taken = {main}

    def put(match: re.Match[str], level: int) -> str:
        wanted = match[1].strip().removeprefix("./")
        found = next((n for n in (wanted, f"{wanted}.tex") if n in files and n not in taken), None)
        if found is None or level > 8:
            return ""
        taken.add(found)
        return pattern.sub(lambda inner: put(inner, level + 1), files[found])

    pattern = re.compile(r"(?<!\\)\\(?:input|include|subfile)\s{0,3}\{([^{}\n]{1,200})\}")
    return pattern.sub(lambda match: put(match, depth), files[main])


# Textbooks and notes ---------------------------------------------------------------------------


def _textbook(unit: Unit, exercises: bool) -> Iterator[Record | Skipped]:
    path = Path(unit.path)
    if path.is_file() and not path.name.endswith(".cnxml"):
        yield from (each for each in archives.members(path, unit.name) if isinstance(each, Skipped))
    for module in openstax.modules(path):
        made = module.document()
        parts = [made.text]
        if exercises and module.exercises:
            solved = (f"{e.text}\n\nSolution: {e.solution}" if e.solution else e.text for e in module.exercises)
            parts.append("## Exercises\n\n" + "\n\n".join(solved))
        text = "\n\n".join(filter(None, parts))
        if not text.strip():
            yield Skipped(f"{unit.name}, module {module.id}", "a textbook module without text")
            continue
        yield Record(
            id=made.id,
            text=f"# {made.title}\n\n{text}",
            kind=TEXTBOOK,
            title=made.title,
            source=made.source,
            licence=made.licence,
            authors=("OpenStax",),
            **_common(unit, module.id),
        )


def _note(unit: Unit) -> Record:
    path = Path(unit.path)
    if path.stat().st_size > archives.MAX_MEMBER:
        raise InputError(f"Expected notes of at most {archives.MAX_MEMBER >> 20} MiB, {unit.name!r} holds more.")
    (made,) = document.read([path])
    said = made.metadata
    return Record(
        id=f"note:{unit.name}",
        text=made.text.strip(),
        kind=TEXT,
        title=made.title,
        source=made.source if made.source != path.name else unit.name,
        url=said.get("url", ""),
        licence=licences.name(made.licence or licences.found(made.text)),
        authors=tuple(filter(None, re.split(r",\s*", said.get("authors") or said.get("author") or ""))),
        **_common(unit, ""),
    )


# What there is to read ---------------------------------------------------------------------------


def units(paths: Sequence[str | Path], piece: int = 8 * 2**20) -> tuple[list[Unit], list[Skipped]]:
    """Return the pieces of work in the files and folders, in order, and what was passed over.

    Parameters
    ----------
    paths
        Files, and folders that are searched recursively in the order of names (hidden files are left alone).
    piece
        Bytes of JSON lines in one unit.

    Raises
    ------
    InputError
        If a path does not exist, or a file that was named (not found in a folder) is nothing that can be read.
    """
    found: list[Unit] = []
    passed: list[Skipped] = []
    for given in paths:
        path = Path(given)
        if not path.exists():
            raise InputError(f"Expected a file or folder of sources, got {str(path)!r}, which does not exist.")
        root = path.resolve()
        for each, problem in _walk(root):
            name = (
                (PurePosixPath(root.name) / each.relative_to(root).as_posix()).as_posix() if each != root else root.name
            )
            if problem is None and not each.is_dir() and not each.stat().st_size:
                problem = "an empty file"
            kind = None if problem else TEXTBOOK if each.is_dir() else sniff(each)
            if kind is None:
                reason = problem or "no source of a corpus that is known here"
                if each == root:
                    raise InputError(
                        f"Expected arXiv metadata, unarXive or other JSON lines, LaTeX, OpenStax CNXML, Markdown or "
                        f"text, got {str(path)!r}: {reason}."
                    )
                passed.append(Skipped(name, reason))
                continue
            found += _cut(each, name, kind, piece)
    return found, passed


def _walk(root: Path) -> Iterator[tuple[Path, str | None]]:
    """Files below a folder (or the file itself), and books as folders; each with what forbids it."""
    if not root.is_dir():
        yield root, None if root.is_file() else "neither a file nor a folder"
        return
    if openstax.is_book(root):
        yield root, None
        return
    for each in sorted(root.iterdir()):
        if each.name.startswith("."):
            continue
        if each.is_symlink():
            yield each, "a symbolic link in a folder"
        else:
            yield from _walk(each)


def _cut(path: Path, name: str, kind: str, piece: int) -> list[Unit]:
    digest = _digest(path)
    size = path.stat().st_size
    if kind != LINES or size <= piece or archives.compressed(path):
        return [Unit(str(path), name, kind, 0, -1, digest)]
    cuts = [*range(0, size, piece), size]
    return [Unit(str(path), name, kind, a, b, digest) for a, b in pairwise(cuts)]


def _digest(path: Path) -> str:
    """SHA-256 of a file, or of the names and files of a folder."""
    import hashlib

    if path.is_dir():
        whole = hashlib.sha256()
        for each in sorted(p for p in path.rglob("*") if p.is_file()):
            whole.update(f"{each.relative_to(path).as_posix()}\0{_digest(each)}\n".encode())
        return whole.hexdigest()
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
