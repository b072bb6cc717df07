r"""Training questions, drawn from templates.

The files in ``templates/`` hold a template a line under the experts that should answer it:

    [tool:pdg]                     one expert
    [tool:pdg + tool:convert]      all of them are needed
    [tool:pdg | tool:constant]     any of them is right

``<a|b>`` stands for ``a`` or ``b``, ``{name}`` for a filler of ``fillers.txt`` (which may hold fillers itself), ``{{``
and ``}}`` for braces. Beside experts there is the intent ``data``: a question about an attached file of any kind. The
examples of encoders come through the entry-point group ``physfm.routing``, ours as any other's.

Two templates never yield the same group, so that splits by group have no template in common; `fillers` can be split
too, so that the development part holds particles, expressions or topics that the other part has not.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from random import Random
from typing import Any

from physfm.errors import EncoderLoadError
from physfm.router.plan import ENCODER

GROUP = "physfm.routing"
"""Entry-point group: a tuple of (question, whether it needs an attachment), named as the encoder."""

DATA = "data"
"""Intent: what is asked is about the attached file, of whatever kind it is."""

FREE = ":free"
"""Suffix of the intent of an encoder's questions that need no attachment."""

_FOLDER = Path(__file__).with_name("templates")
_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_OPEN = "\x01"  # an escaped brace, while fillers are put in
_FILLER = re.compile(r"\{([a-z]+\d?)\}")


@dataclass(frozen=True)
class Template:
    """A line of the files.

    Parameters
    ----------
    text
        With choices and fillers.
    intents
        Experts (or `DATA`).
    together
        Whether all of the intents are needed; otherwise any is right.
    """

    text: str
    intents: tuple[str, ...]
    together: bool = False


@dataclass(frozen=True)
class Example:
    """A question with what should answer it.

    Parameters
    ----------
    question
        Text.
    intents, together
        As of its template.
    group
        Template, or both templates of a compound question.
    """

    question: str
    intents: tuple[str, ...]
    together: bool
    group: str


@cache
def templates() -> tuple[Template, ...]:
    """All templates of the files and of the installed encoders."""
    return (*shipped(), *(Template(text, (intent,)) for name in offered() for text, intent in brought(name)))


@cache
def shipped() -> tuple[Template, ...]:
    """All templates of the files."""
    paths = [path for path in sorted(_FOLDER.glob("*.txt")) if path.name != "fillers.txt"]
    return tuple(each for path in paths for each in _read(path.read_text(encoding="utf-8").splitlines()))


def _read(lines: Iterable[str]) -> Iterator[Template]:
    intents: tuple[str, ...] = ()
    together = False
    for line in lines:
        if heading := re.fullmatch(r"\[([a-z_]+(?::[a-z_]+)?(?: [+|] [a-z_:]+)*)\]", line):
            together = "+" in heading[1]
            intents = tuple(re.split(r" [+|] ", heading[1]))
        elif line.strip() and not line.startswith("#"):
            yield Template(line.strip(), intents, together)


def installed() -> frozenset[str]:
    """Intents of the installed encoders; from metadata, since `physfm.discovery` imports torch."""
    return frozenset(ENCODER + point.name for point in entry_points(group="physfm.encoders"))


def offered() -> dict[str, Any]:
    """Entry points of routing examples by the encoder's name; imports none of them."""
    return {point.name: point for point in entry_points(group=GROUP)}


def brought(name: str) -> tuple[tuple[str, str], ...]:
    """Questions that one plug-in brings, each with its intent.

    Raises
    ------
    EncoderLoadError
        If the module does not import, or holds something else than (question, needs attachment) pairs.
    """
    point = offered()[name]
    try:
        pairs = [(text, needs) for text, needs in point.load()]
    except (Exception, SystemExit) as err:  # a module that exits must not take the others with it
        raise EncoderLoadError(f"Routing examples of {name!r} ({point.value}) did not load: {err}") from err
    if not pairs or not all(isinstance(t, str) and isinstance(n, bool) for t, n in pairs):
        raise EncoderLoadError(
            f"Routing examples of {name!r} ({point.value}) are no tuple of (question, needs attachment: bool)."
        )
    return tuple((text, f"{ENCODER}{name}{'' if needs else FREE}") for text, needs in pairs)


@cache
def fillers() -> Mapping[str, tuple[str, ...]]:
    """Fillers by name."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in (_FOLDER / "fillers.txt").read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\(([a-z]+\d?)\)", line):
            name = heading[1]
            found[name] = []
        elif line.strip() and not line.startswith("#"):
            found[name].append(line)
    return {key: tuple(values) for key, values in found.items()}


def part(text: str, parts: int) -> int:
    """Part of 0 ... parts - 1 to which a template or filler belongs, always the same."""
    return zlib.crc32(text.encode()) % parts


def draw(text: str, random: Random, pool: Mapping[str, Sequence[str]] | None = None) -> str:
    """One question of a template.

    Parameters
    ----------
    pool
        Fillers to choose from; all if None.
    """
    pool = fillers() if pool is None else pool
    for _ in range(4):  # a choice may hold a filler and a filler another
        text = text.replace("{{", _OPEN)
        text = _CHOICE.sub(lambda match: random.choice(match[1].split("|")), text)
        text = _FILLER.sub(lambda match: _fill(match[1], random, pool), text)
    return re.sub(r" +", " ", text.replace(_OPEN, "{").replace("}}", "}")).strip()


def _fill(name: str, random: Random, pool: Mapping[str, Sequence[str]]) -> str:
    if name == "digit":
        return str(random.randint(2, 9))
    if name in ("num", "num2", "num3"):
        return str(random.choice([random.randint(2, 12), random.randint(10, 99), random.randint(100, 900)]))
    return random.choice(list(pool[name])) if name in pool else f"{{{name}}}"  # LaTeX: \bar{b}


def examples(
    chosen: Sequence[Template], count: int, seed: int = 0, pool: Mapping[str, Sequence[str]] | None = None
) -> list[Example]:
    """Up to ``count`` different questions of each template, the same for every call, without variations of style."""
    found = []
    for template in chosen:
        random = Random(f"{seed}/{template.text}")
        drawn = dict.fromkeys(draw(template.text, random, pool) for _ in range(count))
        found += [Example(text, template.intents, template.together, template.text) for text in drawn]
    return found
