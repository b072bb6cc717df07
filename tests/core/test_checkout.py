"""The commit in cards and reports: physfm's own, whatever folder it is called from, and never an error."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from physfm import checkout


def _git(folder: Path, *arguments: str) -> str:
    named = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    return subprocess.run(
        ["git", *named, *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_commit_says_if_files_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _git(tmp_path, "init", "-q")
    (tmp_path / "a").write_text("1")
    _git(tmp_path, "add", "a")
    _git(tmp_path, "commit", "-q", "-m", "one")
    monkeypatch.setattr(checkout, "_ROOT", tmp_path)
    monkeypatch.chdir(Path(tmp_path.anchor))
    clean = checkout.commit()
    assert len(clean) >= 7
    assert _git(tmp_path, "rev-parse", "HEAD").startswith(clean)
    (tmp_path / "a").write_text("2")
    assert checkout.commit() == clean + "+"


def test_without_repository_or_git_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkout, "_ROOT", tmp_path)
    assert checkout.commit() == ""
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", "")
    assert checkout.commit() == ""
