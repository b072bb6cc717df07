"""The errors a user can act on.

Every one derives from a built-in (`ValueError`, `ImportError`, `LookupError`), so that code which knows nothing of
physfm still catches it. The command line prints the message alone, in one line, and exits with 1; ``--debug`` shows
the traceback. A message says what was expected, what came, and what to do.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class PhysfmError(Exception):
    """Base of all errors that physfm raises for the user."""


class InputError(PhysfmError, ValueError):
    """A file or an argument that cannot be used as it is."""


class UnitError(InputError):
    """A quantity in a unit of the wrong dimension, or without a unit."""


class MissingDependency(PhysfmError, ImportError):
    """An optional library is needed for what was asked."""

    def __init__(self, purpose: str, module: str, extra: str) -> None:
        super().__init__(f'{purpose} needs {module}, which is not installed. Run: pip install "physfm[{extra}]"')


class EncoderNotFound(PhysfmError, LookupError):
    """No installed encoder has this name, or none reads this file."""


class EncoderLoadError(PhysfmError, ImportError):
    """An encoder is installed but its module did not import."""


class WeightsError(PhysfmError, ValueError):
    """Weights that are missing, of another architecture, or made for another backbone."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``" Did you mean 'x'?"`` for the nearest known name, or an empty string."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.4)
    return f" Did you mean {near[0]!r}?" if near else ""
