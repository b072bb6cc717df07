"""Documents of the repository as pages, and links as they hold in the repository.

A page of the site, and a document beside the code, link to files by their place in the repository, so that they can
be read there. Here such a link becomes one to the page of that document, or, where a file has none, its path. A
comment ``<!-- section: FILE#Heading -->`` is filled with that section, ``<!-- experiments -->`` and
``<!-- notebooks -->`` with lists of what is there.
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
SHOWN = (
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "experiments/README.md",
    "experiments/LOG.md",
    "experiments/*/README.md",
    "experiments/**/*.png",
    "experiments/**/*.svg",
    "benchmarks/*.md",
    "benchmarks/results/*.md",
    "encoders/*/README.md",
    "encoders/*/weights/CARD.md",
    "physfm/**/weights/CARD.md",
    "notebooks/*.md",
)
PREFIX = "project"
# Code is left alone; a link's text may hold code.
_LINK = re.compile(
    r"(?P<fence>^(?P<ticks>```+).*?^(?P=ticks))|(?P<code>(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`))"
    r"|(?P<link>!?\[(?P<text>(?:[^\[\]`]|`[^`]*`)*)\]\((?P<target>[^)\s]+)\))",
    re.MULTILINE | re.DOTALL,
)
_FENCE = re.compile(r"^```(?P<language>\w+) +(?P<mark>[^\s={}]+)$", re.MULTILINE)
_SECTION = re.compile(r"<!-- section: (?P<path>[^#]+)#(?P<heading>.+?) -->")
_LIST = re.compile(r"<!-- (?P<what>experiments|notebooks) -->")
MARKS = {"parse": "read by the parser in the tests, not run", "no-run": "shown only"}


def shown() -> list[str]:
    """Paths of the documents that become pages, with their figures."""
    return sorted({str(p.relative_to(ROOT)) for pattern in SHOWN for p in ROOT.glob(pattern)})


def title(path: str) -> str:
    """The first heading of a document."""
    for line in (ROOT / path).read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return Path(path).stem


def resolved(path: str, known: set[str]) -> str | None:
    """The page that shows a path of the repository."""
    if path == "README.md":
        return "index.md"
    if path == "docs" or path.startswith("docs/"):
        return path[5:] or "index.md"
    for each in (path, f"{path}/README.md"):
        if each in known:
            return f"{PREFIX}/{each}"
    return {"experiments": f"{PREFIX}/index.md", "notebooks": "tutorials/notebooks.md"}.get(path)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the documents to the navigation."""
    (project,) = [section["Project"] for section in config.nav if "Project" in section]
    documents = [path for path in shown() if path.endswith(".md")]
    groups = {
        "Experiments": [p for p in documents if p.startswith("experiments/")],
        "Benchmarks": [p for p in documents if p.startswith("benchmarks/")],
        "Encoders": [p for p in documents if p.startswith("encoders/") and p.endswith("README.md")],
        "Model cards": [p for p in documents if p.endswith("CARD.md")],
        "About the notebooks": [p for p in documents if p.startswith("notebooks/")],
    }
    for name, paths in groups.items():
        if paths:
            project.append({name: [{title(path): f"{PREFIX}/{path}"} for path in paths]})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the documents and their figures."""
    for path in shown():
        files.append(File.generated(config, f"{PREFIX}/{path}", abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Fill comments, point links at pages, and say of a block of code how it is tested if it is not run."""
    here = page.file.src_uri
    mirrored = here.startswith(f"{PREFIX}/") and here != f"{PREFIX}/index.md"
    text = linked(markdown, here, here.removeprefix(f"{PREFIX}/") if mirrored else f"docs/{here}")
    text = _FENCE.sub(lambda m: f'```{m["language"]} title="{MARKS.get(m["mark"], m["mark"])}"', text)
    text = _SECTION.sub(lambda m: linked(section(m["path"], m["heading"]), here, m["path"]), text)
    return _LIST.sub(lambda m: linked(LISTS[m["what"]](), here, "INDEX.md"), text)


def linked(markdown: str, here: str, place: str) -> str:
    """Markdown of a page ``here``, written for a ``place`` in the repository, with links to pages."""
    known = set(shown())

    def link(found: re.Match[str]) -> str:
        if not found["link"] or re.match(r"[a-z]+:|#", found["target"]):
            return found[0]
        target, hash_sign, anchor = found["target"].partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(place), target))
        where = resolved(path, known)
        if where is not None:
            start = found[0].rindex("(")
            return f"{found[0][:start]}({posixpath.relpath(where, posixpath.dirname(here))}{hash_sign}{anchor})"
        if not (ROOT / path).exists():
            return found[0]  # MkDocs says that it leads nowhere
        return found["text"] if "`" in found["text"] or path in found["text"] else f"{found['text']} (`{path}`)"

    return _LINK.sub(link, markdown)


def section(path: str, heading: str) -> str:
    """What stands under a heading of the second level.

    Raises
    ------
    ValueError
        If there is none.
    """
    text = (ROOT / path).read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}\n(?P<body>.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if not found:
        raise ValueError(f"Expected a section {heading!r} in {path}.")
    return found["body"].strip()


def experiments() -> str:
    """A list of the experiments."""
    paths = [path for path in shown() if re.fullmatch(r"experiments/[^/]+/README\.md", path)]
    return "\n".join(f"- [{title(path)}]({path}) (`{posixpath.dirname(path)}`)" for path in paths)


def notebooks() -> str:
    """A list of the notebooks with their first heading."""
    lines = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        heading = re.search(r"^# +(.+)$", text, re.MULTILINE)
        lines.append(f"- `notebooks/{path.name}`" + (f": {heading[1].strip()}" if heading else ""))
    return "\n".join(lines) or "There are none yet."


LISTS = {"experiments": experiments, "notebooks": notebooks}
