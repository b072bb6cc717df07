"""Reading the bytes of a set of questions: JSON, JSON lines, CSV; whatever is broken is one error in one line."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from physfm.errors import InputError

LARGEST = 512 * 2**20
"""Bytes of a file of questions."""


def read(path: Path) -> bytes:
    """The content of a file.

    Raises
    ------
    InputError
        If there is none, it is empty, too large, or cannot be read.
    """
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "does not exist"
        raise InputError(f"Expected a file of questions, but {str(path)!r} {what}.")
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"Expected a file of questions of at most {LARGEST >> 20} MiB, got a larger one: {path}.")
        data = path.read_bytes()
    except OSError as err:
        raise InputError(f"Expected a file of questions, could not read {str(path)!r}: {err}.") from err
    if not data.strip():
        raise InputError(f"Expected questions in {str(path)!r}, but the file is empty.")
    return data


def digest(data: bytes) -> int:
    """A number that stands for the content."""
    return int(hashlib.sha256(data).hexdigest()[:8], 16)


def text(data: bytes, name: str) -> str:
    """Text from UTF-8.

    Raises
    ------
    InputError
        If it is in another encoding.
    """
    try:
        found = data.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        likely = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin1"
        raise InputError(
            f"Expected UTF-8 in {name!r}, byte {err.start} is {data[err.start]:#04x}. Convert it, as with: "
            f"iconv -f {likely} -t utf-8"
        ) from err
    if "\0" in found:
        raise InputError(f"Expected text in {name!r}, found a zero byte: another encoding (UTF-16?), or no text.")
    return found


def records(data: bytes, name: str) -> list[Mapping[str, Any]]:
    """Objects of a JSON list.

    Raises
    ------
    InputError
        If the text is no such list.
    """
    found = _json(text(data, name), f"{name!r}")
    if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
        raise InputError(f"Expected a JSON list of objects in {name!r}, got {_kind(found)}.")
    return found


def lines(data: bytes, name: str) -> list[Mapping[str, Any]]:
    """Objects, one a line.

    Raises
    ------
    InputError
        If a line is no object; the line is named.
    """
    found: list[Mapping[str, Any]] = []
    for number, line in enumerate(text(data, name).split("\n"), start=1):
        if not line.strip():
            continue
        each = _json(line, f"line {number} of {name!r}")
        if not isinstance(each, dict):
            raise InputError(f"Expected a JSON object in line {number} of {name!r}, got {_kind(each)}.")
        found.append(each)
    return found


def rows(data: bytes, name: str) -> list[list[str]]:
    """Rows of a CSV file, without empty ones.

    Raises
    ------
    InputError
        If it is no CSV, or ends within quotation marks.
    """
    content = text(data, name)
    try:
        found = [
            row for row in csv.reader(io.StringIO(content, newline=""), delimiter=_cut(content), strict=True) if row
        ]
    except csv.Error as err:
        raise InputError(f"Expected CSV in {name!r}, which does not parse: {err}. Is it cut off?") from err
    if not found:
        raise InputError(f"Expected rows in {name!r}, found none.")
    return found


def _cut(content: str) -> str:
    """What stands between columns: a comma, or what the first line has instead, a tab or a semicolon."""
    first = content.lstrip("\n").partition("\n")[0]
    return next((mark for mark in ",\t;" if mark in first), ",")


def table(data: bytes, name: str) -> list[Mapping[str, Any]]:
    """Rows of a CSV file by the names in its first row.

    Raises
    ------
    InputError
        As `rows`, and if rows have other lengths than the first, or names come twice.
    """
    head, *rest = rows(data, name)
    head = [cell.strip() for cell in head]
    if len(set(head)) < len(head):
        raise InputError(f"Expected distinct columns in the first row of {name!r}, got {', '.join(head)}.")
    for number, row in enumerate(rest, start=2):
        if len(row) != len(head):
            raise InputError(
                f"Expected {len(head)} columns in row {number} of {name!r}, got {len(row)}. Is it cut off?"
            )
    return [dict(zip(head, row, strict=True)) for row in rest]


def word(value: Any) -> str:
    """A field as text without blanks around it; empty for null, NaN and infinities."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    found = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "" if found.strip().lower() in ("nan", "null", "none", "inf", "-inf", "n/a") else found.strip()


def _json(content: str, where: str) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as err:
        reason = "nested too deeply" if isinstance(err, RecursionError) else str(err)
        raise InputError(f"Expected JSON in {where}, which does not parse: {reason}. Is it cut off?") from err


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return "an empty list" if not value else "a list of other things"
    return {dict: "an object", str: "a text", type(None): "null"}.get(type(value), type(value).__name__)
