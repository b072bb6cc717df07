"""Reference pages from the sources: one page a package, and what the program says of itself.

Python pages are lists of modules for mkdocstrings, which parses and does not import. The command line comes from the
parser, tools and tasks from their tables.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {"physfm": ROOT, **{f"physfm_{name}": ROOT / "encoders" for name in ("lhc", "gw", "fields")}}
DATA = ("themes",)
"""Packages of data: their modules are listed, without members."""


def modules(package: str) -> Iterator[str]:
    """Dotted names of a package's public modules, packages before what they hold."""
    base = PACKAGES[package]
    for path in sorted((base / package).rglob("*.py"), key=lambda p: p.relative_to(base).with_suffix("").parts):
        parts = path.relative_to(base).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        if not any(part.startswith("_") for part in parts):
            yield ".".join(parts)


def source(module: str) -> Path:
    """The file of a module."""
    path = PACKAGES[module.partition(".")[0]].joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def summary(module: str) -> str:
    """The first sentence of a module's docstring."""
    text = ast.get_docstring(ast.parse(source(module).read_text(encoding="utf-8"))) or ""
    return " ".join(text.partition("\n\n")[0].split())


def names(module: str) -> tuple[list[str], list[str]]:
    """Public names that a module defines, and those that it hands on from modules below (its ``__all__``)."""
    tree = ast.parse(source(module).read_text(encoding="utf-8"))
    own = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    listed = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and [ast.unparse(t) for t in node.targets] == ["__all__"]
    ]
    own = [name for name in own if not name.startswith("_")]
    is_package = source(module).name == "__init__.py"
    return own, [name for name in listed[0] if name not in own] if listed and is_package else []


def pages() -> dict[str, list[str]]:
    """For each page (a package, or a module beside it at the top) the modules that it shows."""
    found: dict[str, list[str]] = {}
    for package in PACKAGES:
        for module in modules(package):
            is_package = source(module).name == "__init__.py"
            top = module.count(".") == 1 and package == "physfm"
            page = module if is_package or top else module.rpartition(".")[0]
            found.setdefault(page, []).append(module)
    return found


def uri(page: str) -> str:
    """Where a page lies."""
    return f"reference/python/{page}.md"


def page_of(page: str, shown: list[str]) -> str:
    """Markdown of one page."""
    lines = [f"# {page}", ""]
    if page.rpartition(".")[2] in DATA:
        lines += [summary(page), "", "| module | what |", "| --- | --- |"]
        lines += [f"| `{module}` | {summary(module)} |" for module in shown if module != page]
        return "\n".join(lines)
    for module in shown:
        own, exported = names(module)
        lines += [f"::: {module}", "    options:", "      heading_level: 2"]
        if exported:
            links = ", ".join(f'<autoref optional identifier="{module}.{name}">`{name}`</autoref>' for name in exported)
            lines += [f"      members: [{', '.join(own)}]", "", f"Its public names: {links}."]
        lines.append("")
    return "\n".join(lines)


def overview() -> str:
    """Markdown of the table of all pages."""
    lines = ["# Python packages", "", "From the docstrings; public names only.", ""]
    for package in PACKAGES:
        lines += [f"## {package}", "", "| module | what |", "| --- | --- |"]
        for page in pages():
            if page.partition(".")[0] == package:
                lines.append(f"| [`{page}`]({page}.md) | {summary(page).replace('|', chr(92) + '|')} |")
        lines.append("")
    return "\n".join(lines)


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and those of its commands, in order."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in dict.fromkeys(action.choices.values()):
                yield from parsers(command)


def command_line() -> str:
    """Markdown of the command line, from the parser's own help."""
    from physfm.cli import parser

    os.environ["COLUMNS"] = "100"
    lines = [
        "# Command line",
        "",
        "What `--help` says of each command. With `--json` a command prints one JSON object on standard output; logs",
        "go to standard error. It ends with 0 on success, 1 on a failure that one line explains (`--debug` shows the",
        "traceback), 2 on bad usage. `physfm fit`, `validate`, `test` and `predict` are LightningCLI's: see",
        "`physfm fit --help`, and `physfm fit --config FILE --print_config` for all settings of a configuration.",
        "",
    ]
    for each in parsers(parser()):
        lines += [f"## {each.prog}", "", "```text", each.format_help().rstrip(), "```", ""]
    return "\n".join(lines)


def tools() -> str:
    """Markdown of the tools, from their schemas."""
    from physfm.tools import tools as known

    lines = ["# Tools", "", "`physfm tool NAME KEY=VALUE ...`; the agent calls the same functions.", ""]
    for each in known().values():
        schema = each.schema["function"]
        lines += [f"## {schema['name']}", "", schema["description"], "", "| argument | what |", "| --- | --- |"]
        needed = schema["parameters"].get("required", [])
        for name, about in schema["parameters"].get("properties", {}).items():
            words = about.get("description", "") + ("" if name in needed else " (optional)")
            words += f" One of {', '.join(map(str, about['enum']))}." if "enum" in about else ""
            lines.append(f"| `{name}` | {words.strip().replace('|', chr(92) + '|')} |")
        lines.append("")
    return "\n".join(lines)


def tasks() -> str:
    """Markdown of the evaluation tasks."""
    from physfm.evaluation.task import tasks as known

    lines = ["# Evaluation tasks", "", "`physfm evaluate NAME`; `file:PATH` runs items of a file of yours.", ""]
    lines += ["| task | what | version |", "| --- | --- | --- |"]
    lines += [f"| `{each.name}` | {each.title} | {each.version} |" for each in known().values()]
    return "\n".join(lines)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the pages of the packages to the navigation."""
    for folder in ("", "encoders"):
        sys.path.insert(0, str(ROOT / folder))
    (reference,) = [section["Reference"] for section in config.nav if "Reference" in section]
    python: list[Any] = ["reference/python/index.md"]
    for package in PACKAGES:
        python.append({package: [uri(page) for page in pages() if page.partition(".")[0] == package]})
    reference.append({"Python": python})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages themselves."""
    made = {uri(page): page_of(page, shown) for page, shown in pages().items()}
    made["reference/python/index.md"] = overview()
    made["reference/command-line.md"] = command_line()
    made["reference/tools.md"] = tools()
    made["reference/tasks.md"] = tasks()
    for where, text in made.items():
        files.append(File.generated(config, where, content=text))
    return files
