"""From files to encoders: each installed encoder looks at a file and says whether it knows the layout.

The rule behind it is deliberate: content decides, not the file's ending, and a file that two encoders claim is said
to be ambiguous instead of guessed. A plug-in takes part by its entry point alone.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from physfm import discovery
from physfm.encoder import Encoder
from physfm.errors import EncoderLoadError, EncoderNotFound, InputError


@dataclass(frozen=True)
class Attachment:
    """Files that belong to one observation, with the encoder that reads them."""

    encoder: type[Encoder]
    layout: str
    paths: tuple[Path, ...] = field(default_factory=tuple)


def check_readable(path: str | Path) -> Path:
    """Return the path if it is a readable, non-empty file.

    Raises
    ------
    InputError
        In one line, if it is missing, a folder, empty, or not permitted.
    """
    path = Path(path)
    if not path.exists():
        raise InputError(f"{path}: no such file.")
    if path.is_dir():
        raise InputError(f"{path} is a folder; give a file.")
    try:
        with path.open("rb") as stream:
            empty = not stream.read(1)
    except OSError as err:
        raise InputError(f"{path} cannot be opened: {os.strerror(err.errno or 0)}. Check its permissions.") from err
    if empty:
        raise InputError(f"{path} is empty (0 bytes).")
    return path


def recognise(path: str | Path) -> Attachment:
    """Find the one encoder that reads a file.

    Raises
    ------
    InputError
        If the file cannot be opened, or several encoders claim it.
    EncoderNotFound
        If no encoder recognises it; the message says what each reads.
    """
    path = check_readable(path)
    claims: dict[str, str] = {}
    broken: list[str] = []
    readers: list[str] = []
    for name in discovery.names():
        try:
            encoder = discovery.load(name)
        except EncoderLoadError as err:
            broken.append(str(err))
            continue
        readers.append(f"{name} ({' '.join(encoder.suffixes)})")
        layout = encoder.sniff(path)
        if layout is not None:
            claims[name] = layout
    if len(claims) > 1:
        listed = ", ".join(f"{name} as {layout}" for name, layout in claims.items())
        raise InputError(f"{path} is claimed by several encoders: {listed}. Say which with --encoder.")
    if not claims:
        hint = f" Not loaded: {' '.join(broken)}" if broken else ""
        raise EncoderNotFound(
            f"{path}: no encoder recognises this file; it may be truncated or of an unknown layout. "
            f"Installed: {', '.join(readers) or 'none'}.{hint}"
        )
    ((name, layout),) = claims.items()
    return Attachment(discovery.load(name), layout, (path,))


def attach(paths: Sequence[str | Path], encoder: str | None = None) -> list[Attachment]:
    """Group files into observations: files of one encoder belong together (H1 and L1), in the order they were given.

    Parameters
    ----------
    encoder
        Name of the encoder to use for all files, instead of asking each file.
    """
    groups: dict[str, Attachment] = {}
    for path in paths:
        if encoder is None:
            found = recognise(path)
        else:
            found = Attachment(discovery.load(encoder), "as told", (check_readable(path),))
        name = found.encoder.name
        before = groups[name].paths if name in groups else ()
        groups[name] = Attachment(found.encoder, found.layout, (*before, *found.paths))
    return list(groups.values())
