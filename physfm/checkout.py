"""Which commit of physfm runs: for weights, reports and benchmarks, so that their numbers can be made again."""

from __future__ import annotations

import subprocess
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


def commit() -> str:
    """Short hash of the commit that is checked out, with ``+`` if tracked files differ from it.

    Empty where physfm was installed without its repository, or git is missing.
    """
    if not (_ROOT / ".git").exists():
        return ""
    try:
        head = _git("rev-parse", "--short", "HEAD")
        return head and head + ("+" if _git("status", "--porcelain", "-uno") else "")
    except OSError:
        return ""


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=_ROOT, capture_output=True, text=True, check=False).stdout.strip()
