"""From a file to a task: the layout is recognised by the content, or said.

``file:PATH``, ``file:PATH?layout=mmlu``, ``file:PATH?mapping=map.yaml``, ``file:PATH?shots=5`` (MMLU; the examples are
in ``dev=PATH``, by default the development file beside it).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from physfm.errors import InputError, did_you_mean
from physfm.evaluation.importing import large_physics, mapped, mmlu, scibench, source, textbook, theoremqa, yale
from physfm.evaluation.importing.collected import Collected
from physfm.evaluation.item import Item
from physfm.evaluation.problems.splits import Split
from physfm.evaluation.task import Task
from physfm.retrieval import openstax

LAYOUTS = ("scibench", "physics", "mmlu", "theoremqa", "openstax", "large-physics", "csv", "json", "jsonl")
SETTINGS = ("layout", "mapping", "shots", "dev")
_LINES = ("physics", "large-physics")
"""Layouts of one object a line, or a list of them."""
_ARCHIVES = (".tar", ".tgz", ".gz", ".bz2", ".xz")


def task_of_file(given: str | Path) -> Task:
    """A task of the questions in a file.

    Parameters
    ----------
    given
        Path, perhaps with settings behind a question mark; see the module.

    Raises
    ------
    InputError
        If the file is broken, in no layout that is known, or none of its questions makes an item.
    """
    path, settings = _split(str(given))
    found = collected(path, **settings)
    if not found.items:
        words = " Answers in words are graded if a mapping says 'form: text'." if "in words" in found.left_out else ""
        raise InputError(f"None of the questions in {str(path)!r} makes an item. {found.told}.{words}")

    def items(split: Split, n: int) -> Iterator[Item]:
        return iter(found.items[:n])

    asked = "".join(f"?{key}={value}" for key, value in settings.items() if key == "shots")
    return Task(f"file:{path.name}{asked}", found.told, items, _version(path, settings), False, found.left_out)


def collected(path: Path, layout: str = "", mapping: str = "", shots: str = "0", dev: str = "") -> Collected:
    """The items in a file, and what was left out.

    Raises
    ------
    InputError
        As `task_of_file`; a file without items is no error here.
    """
    if layout and layout not in LAYOUTS:
        raise InputError(f"No layout {layout!r}.{did_you_mean(layout, LAYOUTS)} Known: {', '.join(LAYOUTS)}.")
    found = _read(path, layout, mapping, shots, dev)
    if (dev or shots != "0") and any(item.tags["set"] != "mmlu" for item in found.items):
        raise InputError(
            f"Examples (shots, dev) are shown before questions of MMLU only, not before those in {str(path)!r}."
        )
    return found


def _read(path: Path, layout: str, mapping: str, shots: str, dev: str) -> Collected:
    name = path.name.split(".")[0]
    if layout == "openstax" or (not layout and not mapping and _is_book(path)):
        if not path.exists():
            raise InputError(f"Expected a textbook, but {str(path)!r} does not exist.")
        return textbook.read(path, name)
    data = source.read(path)
    beside = Path(mapping) if mapping else mapped.beside(path)
    content = layout or _content(data, path, beside is not None)
    if content == "csv":
        if beside is None and not layout and mmlu.fits(source.rows(data, str(path))):
            return _mmlu(data, path, name, shots, dev)
        return _mapped(source.table(data, str(path)), path, name, beside)
    if content == "mmlu":
        return _mmlu(data, path, name, shots, dev)
    lines = content == "jsonl" or (content in _LINES and not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["))
    records = source.lines(data, str(path)) if lines else source.records(data, str(path))
    readers = {"scibench": scibench, "theoremqa": theoremqa, "physics": yale, "large-physics": large_physics}
    if layout in readers:
        _expect(records, readers[layout].FIELDS, path)
        return readers[layout].read(records, name)
    for module in readers.values() if beside is None and not layout else ():
        if set(module.FIELDS) <= set(records[0]):
            return module.read(records, name)
    return _mapped(records, path, name, beside)


def _split(given: str) -> tuple[Path, dict[str, str]]:
    if "?" not in given or Path(given).exists():
        return Path(given), {}
    path, _, query = given.partition("?")
    settings = dict(parse_qsl(query, keep_blank_values=True))
    for key in settings:
        if key not in SETTINGS:
            raise InputError(
                f"No setting {key!r} of a file.{did_you_mean(key, SETTINGS)} Known: {', '.join(SETTINGS)}."
            )
    return Path(path), settings


def _version(path: Path, settings: Mapping[str, str]) -> int:
    """A number for the content: scores of two contents are not compared."""
    said = repr(sorted(settings.items())).encode()
    if path.is_dir():
        return source.digest(said + b"".join(each.read_bytes() for each in sorted(path.rglob("*.cnxml"))))
    files = [path, *(Path(value) for key, value in settings.items() if key in ("mapping", "dev"))]
    return source.digest(said + b"".join(each.read_bytes() for each in files))


def _is_book(path: Path) -> bool:
    return openstax.is_book(path) if path.is_dir() else path.suffix in (*_ARCHIVES, ".cnxml")


def _content(data: bytes, path: Path, has_mapping: bool) -> str:
    """``json``, ``jsonl`` or ``csv``, from the first character and the name."""
    first = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if first == b"[":
        return "json"
    if first == b"{":
        return "jsonl"
    if path.suffix.lower() in (".csv", ".tsv", ".txt", "") or has_mapping or b"," in data:
        return "csv"
    raise InputError(
        f"Expected JSON, JSON lines or CSV in {str(path)!r}, got something else. Known layouts: {', '.join(LAYOUTS)}."
    )


def _expect(records: Sequence[Mapping[str, Any]], fields: Sequence[str], path: Path) -> None:
    there = {key for record in records for key in record}
    for each in fields:
        if each not in there:
            raise InputError(f"No field {each!r} in {str(path)!r}, which has: {', '.join(sorted(there))}.")


def _mapped(records: Sequence[Mapping[str, Any]], path: Path, name: str, beside: Path | None) -> Collected:
    if not records:
        raise InputError(f"Expected questions in {str(path)!r}, found a first row alone.")
    columns = mapped.load(beside) if beside is not None else mapped.plain(list(records[0]))
    if columns is None:
        there = ", ".join(map(repr, list(records[0])[:12]))
        raise InputError(
            f"Expected a layout that is known ({', '.join(LAYOUTS)}) in {str(path)!r}, its fields are {there}. Say "
            f"which is which in a mapping ('question: ...', 'gold: ...') beside it, {path.name}{mapped.SUFFIXES[0]}."
        )
    return mapped.read(records, name, columns, str(path))


def _mmlu(data: bytes, path: Path, name: str, shots: str, dev: str) -> Collected:
    rows = source.rows(data, str(path))
    if all(len(row) != mmlu.OPTIONS + 2 for row in rows):
        raise InputError(f"Expected six columns (question, four options, letter) in {str(path)!r}, got {len(rows[0])}.")
    if not shots.isdecimal():
        raise InputError(f"Expected a number of examples as shots, got {shots!r}.")
    shown: list[list[str]] = []
    origin = Path(dev) if dev else mmlu.examples(path)
    if int(shots):
        shown = source.rows(source.read(origin), str(origin))[: int(shots)]
        if len(shown) < int(shots):
            raise InputError(f"Expected {shots} examples in {str(origin)!r}, found {len(shown)}.")
    return mmlu.read(rows, name, mmlu.subject(path), shown, str(origin))
