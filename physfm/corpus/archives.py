"""Archives and compressed files from strangers: read in memory within limits, never unpacked.

Guarded: path traversal and links (a member is only ever a name and bytes; such members are skipped and counted), many
or huge members, and compression bombs (what a file expands to is bounded before it is kept). Not guarded: archives in
archives are not opened.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path, PurePosixPath

from physfm.corpus.record import Skipped
from physfm.errors import InputError

MAX_MEMBER = 64 * 2**20
"""Bytes of one member or one file that is read as a whole."""
MAX_ARCHIVE = 2 * 2**30
"""Bytes that an archive may expand to."""
MAX_MEMBERS = 100_000
DAMAGED = (EOFError, OSError, zlib.error, tarfile.TarError)


def is_gzip(head: bytes) -> bool:
    """Whether a file that starts so is compressed by gzip."""
    return head[:2] == b"\x1f\x8b"


def is_tar(head: bytes) -> bool:
    """Whether a file that starts so, after decompression, is a tar archive."""
    return head[257:262] == b"ustar"


def head(path: Path, size: int = 65_536) -> bytes:
    """Return the first bytes of a file, decompressed if it is compressed; what can be had of a damaged one."""
    with path.open("rb") as stream:
        start = stream.read(size)
    if not is_gzip(start):
        return start
    try:
        return zlib.decompressobj(wbits=31).decompress(start, size)
    except zlib.error:
        return b""


def compressed(path: Path) -> bool:
    """Whether a file is compressed by gzip."""
    with path.open("rb") as stream:
        return is_gzip(stream.read(2))


def opened(path: Path) -> BufferedIOBase:
    """Return a file as a stream of bytes, decompressed if it is compressed."""
    return gzip.open(path, "rb") if compressed(path) else path.open("rb")


def content(path: Path) -> bytes:
    """Return the bytes of a file, decompressed.

    Raises
    ------
    InputError
        If it is damaged or larger than `MAX_MEMBER`.
    """
    try:
        with opened(path) as stream:
            data = stream.read(MAX_MEMBER + 1)
    except DAMAGED as err:
        raise InputError(f"Expected a whole file, could not read {path.name!r}: {err}.") from err
    if len(data) > MAX_MEMBER:
        raise InputError(f"Expected at most {MAX_MEMBER >> 20} MiB, {path.name!r} holds more.")
    return data


def members(path: Path, where: str) -> Iterator[tuple[str, int] | Skipped]:
    """Yield name and size of the plain files of an archive, and what is wrong with the other members.

    Raises
    ------
    InputError
        If the archive is damaged, or holds or expands to more than the limits.
    """
    for each in _walk(path, where):
        yield each if isinstance(each, Skipped) else (each[1].name, each[1].size)


def texts(path: Path, where: str, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes] | Skipped]:
    """Yield name and content of the members with one of the endings, what is wrong with others; raises as `members`."""
    for each in _walk(path, where):
        if isinstance(each, Skipped):
            yield each
        elif each[1].name.lower().endswith(endings):
            try:
                stream = each[0].extractfile(each[1])
                yield each[1].name, b"" if stream is None else stream.read(MAX_MEMBER)
            except DAMAGED as err:
                raise InputError(f"Expected a whole archive, {where!r} breaks off: {err}.") from err


def _walk(path: Path, where: str) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo] | Skipped]:
    total = count = 0
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                count, total = count + 1, total + member.size
                if count > MAX_MEMBERS or total > MAX_ARCHIVE:
                    raise InputError(
                        f"Expected an archive of at most {MAX_MEMBERS} members and {MAX_ARCHIVE >> 30} GiB, "
                        f"{where!r} holds more."
                    )
                place = f"{where}, member {member.name[:100]!r}"
                if member.isdir():
                    continue
                if not member.isfile():
                    yield Skipped(place, "a link or device in an archive")
                elif PurePosixPath(member.name).is_absolute() or ".." in PurePosixPath(member.name).parts:
                    yield Skipped(place, "a path that leads out of its archive")
                elif member.size > MAX_MEMBER:
                    yield Skipped(place, f"a member of more than {MAX_MEMBER >> 20} MiB")
                else:
                    yield archive, member
    except DAMAGED as err:
        raise InputError(f"Expected a whole tar archive, could not read {where!r}: {err}.") from err


def decoded(data: bytes, where: str) -> str:
    r"""Return bytes as text: UTF-8, UTF-16 with its mark, or Latin-1 where a LaTeX preamble declares it.

    Raises
    ------
    InputError
        If it is none of these.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"[latin1]{inputenc}" in data[:20_000] or b"[latin9]{inputenc}" in data[:20_000]:
        encoding = "latin-1"
    else:
        encoding = "utf-8-sig"
    try:
        return io.TextIOWrapper(io.BytesIO(data), encoding=encoding).read()
    except UnicodeDecodeError as err:
        raise InputError(f"Expected text in UTF-8, {where!r} holds other bytes at {err.start}.") from err
