"""Builds for the tests: the command as a person runs it, in this process."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from physfm.corpus.cli import add_commands


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true")
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(), common)

    def call(*arguments: str) -> dict[str, Any]:
        options = parser.parse_args(["corpus", "build", *arguments])
        result = options.run(options)
        options.show(result)
        json.dumps(result)
        capsys.readouterr()
        return dict(result)

    return call


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a folder of JSON lines, one document for each text."""

    def make(texts: dict[str, str], name: str = "texts.jsonl") -> Path:
        path = tmp_path / "sources" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items()))
        return path

    return make
