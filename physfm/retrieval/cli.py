"""``physfm index build PATH... -o INDEX`` and ``physfm index search INDEX QUESTION``.

The door of physfm (`physfm.cli`) wires these in with `add_commands`; each command returns what ``--json`` prints.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from physfm.errors import InputError


def add_commands(commands: Any, *parents: argparse.ArgumentParser) -> None:
    """Add ``index build`` and ``index search`` to argparse's subparsers.

    Parameters
    ----------
    commands
        What ``ArgumentParser.add_subparsers`` returned.
    parents
        Parsers of the options that every command has (``--json``, ``--debug``).
    """
    text = "index documents and PDG listings, and search them with citations"
    actions = commands.add_parser("index", help=text, description=text).add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    text = "build an index or bring it up to date: new and changed documents are embedded, absent ones removed"
    command = actions.add_parser("build", help=text, description=text, parents=parents)
    command.add_argument("paths", nargs="*", metavar="PATH", help="JSONL, Markdown, text, OpenStax CNXML, or folders")
    command.add_argument("-o", "--output", required=True, metavar="INDEX", help="folder of the index")
    command.add_argument("--no-pdg", action="store_true", help="leave the PDG Listings out")
    command.set_defaults(run=build, show=_show_built)
    text = "search an index: passages with source, section and licence, or 'not found'"
    command = actions.add_parser("search", help=text, description=text, parents=parents)
    command.add_argument("index", metavar="INDEX")
    command.add_argument("question", metavar="QUESTION")
    command.add_argument("-k", type=int, default=5, metavar="N", help="passages at most (default 5)")
    command.add_argument("--threshold", type=float, metavar="P", help="probability of support that counts as found")
    command.set_defaults(run=search, show=_show_found)


def build(options: argparse.Namespace) -> dict[str, Any]:
    """Make the index hold the documents of the paths and the PDG Listings, and no others.

    Raises
    ------
    InputError
        If there is nothing to index, or a path cannot be read.
    """
    from physfm.retrieval.document import read
    from physfm.retrieval.index import Index

    if not options.paths and options.no_pdg:
        raise InputError("Nothing to index: give files or folders, or leave out --no-pdg.")
    for path in options.paths:
        if not Path(path).exists():  # before anything is made
            raise InputError(f"Expected a file or folder of documents, got {path!r}, which does not exist.")
    start = time.perf_counter()
    index = Index.open(options.output) if Index.exists(options.output) else Index.create(options.output)

    def report(documents: int, passages: int) -> None:
        print(f"physfm: {documents} documents, {passages} passages committed", file=sys.stderr, flush=True)

    kept: set[str] = set()

    def noted() -> Any:
        for document in read(options.paths):
            kept.add(document.id)
            yield document

    added = index.add(noted(), report, optimize=False)
    listings = None
    if not options.no_pdg:
        from physfm.retrieval import pdg

        listings = pdg.update(index, report)
        kept |= {each for each in index.documents() if each.startswith(pdg.PREFIX)}
    removed = index.remove(each for each in index.documents() if each not in kept)
    index.optimize()
    return {
        "index": options.output,
        "documents": len(index.documents()),
        "passages": len(index),
        "added": added.documents + (listings.documents if listings else 0),
        "unchanged": added.unchanged + (listings.unchanged if listings else 0),
        "removed": removed,
        "pdg": None if options.no_pdg else pdg.version(),
        "seconds": round(time.perf_counter() - start, 3),
    }


def search(options: argparse.Namespace) -> dict[str, Any]:
    """Find passages that answer a question."""
    from physfm.retrieval.index import Index

    found = Index.open(options.index).search(options.question, options.k, options.threshold)
    return found.as_dict()


def _show_built(result: dict[str, Any]) -> None:
    print(
        f"{result['index']}: {result['documents']} documents, {result['passages']} passages "
        f"({result['added']} added, {result['unchanged']} unchanged, {result['removed']} removed)"
    )


def _show_found(result: dict[str, Any]) -> None:
    if not result["supported"]:
        print("Not found: nothing in the index supports an answer.")
    for number, hit in enumerate(result["passages"] or result["nearest"][:3], 1):
        label = f"[{number}]" if result["supported"] else "nearest:"
        print(f"\n{label} {hit['text']}\n    {hit['citation']}  (support {hit['support']:.2f})")
