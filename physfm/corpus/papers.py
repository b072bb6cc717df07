"""Papers as JSON objects or OAI records: unarXive full texts, arXiv metadata with abstracts, and lines of a corpus.

Notable: which of them an object is follows from its keys, not from the file's name; formulas of unarXive are put back
where they stood, a formula alone on its line as a displayed one; an abstract and a full text of the same paper are two
documents (``arxiv:0704.0001#abstract``, ``arxiv:0704.0001``).

Source of the formats: unarXive 2022 (T. Saier et al., JCDL 2023), arXiv OAI-PMH interface (formats ``arXiv`` and
``arXivRaw``) and its JSON snapshot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from physfm.corpus import categories, latex, licences
from physfm.corpus.record import Record, Skipped

_FORMULA = re.compile(r"\{\{formula:([0-9A-Za-z-]{1,64})\}\}")
_OTHER = re.compile(r"\s?\{\{[a-z_]{1,20}:[0-9A-Za-z_-]{0,64}\}\}")


def read(fields: Any, where: str, common: Mapping[str, Any]) -> Record | Skipped:
    """Return the document of one JSON object.

    Parameters
    ----------
    fields
        What the line held.
    where
        Place of the line, for messages.
    common
        Arguments of `Record` that all documents of the file share (``path``, ``provenance``).
    """
    if not isinstance(fields, dict):
        return Skipped(where, "a JSON value that is no object")
    try:
        if isinstance(fields.get("body_text"), list) and isinstance(fields.get("metadata"), dict):
            return _unarxive(fields, common)
        if all(isinstance(fields.get(key), str) for key in ("id", "abstract", "title")):
            return _metadata(fields, common)
        if isinstance(fields.get("text"), str):
            return _line(fields, where, common)
    except (TypeError, AttributeError, KeyError) as err:
        return Skipped(where, f"a paper whose fields are of other types than expected ({type(err).__name__})")
    return Skipped(where, "a JSON object that is neither unarXive, arXiv metadata nor a text")


def harvested(stream: Any, where: str, common: Mapping[str, Any]) -> Iterator[Record | Skipped]:
    """Yield the abstracts of an OAI-PMH response (one ``ListRecords`` page or several in one file)."""
    root, number = None, 0
    try:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            root = element if root is None else root
            if event == "start" or _local(element) != "record":
                continue
            number += 1
            fields = {_local(e): " ".join((e.text or "").split()) for e in element.iter() if not len(e)}
            people = [
                " ".join(filter(None, (_child(author, "forenames"), _child(author, "keyname"))))
                for author in element.iter()
                if _local(author) == "author" and len(author)
            ]
            fields["authors"] = ", ".join(people) or fields.get("authors", "")
            if "abstract" in fields:
                yield read(fields, f"{where}, record {number}", common)
            elif not any(_local(e) == "header" and e.get("status") == "deleted" for e in element.iter()):
                yield Skipped(f"{where}, record {number}", "an OAI record without an abstract")
            root.clear()
    except ElementTree.ParseError as err:
        yield Skipped(where, f"XML that breaks off or does not parse after record {number} ({err})")


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: ElementTree.Element, name: str) -> str:
    return next((" ".join((e.text or "").split()) for e in element if _local(e) == name), "")


def _unarxive(fields: Mapping[str, Any], common: Mapping[str, Any]) -> Record:
    about, formulas = fields["metadata"], fields.get("ref_entries") or {}
    number = str(fields.get("paper_id") or about["id"])
    title = _prose(" ".join(str(about.get("title") or "").split()))
    abstract = fields.get("abstract") or {}
    pieces = [f"# {title}"] if title else []
    if summary := _prose(str(abstract.get("text") or about.get("abstract") or "")):
        pieces.append(f"## Abstract\n\n{summary}")
    section = None
    for block in fields["body_text"]:
        if block.get("section") != section:
            section = block.get("section")
            level = 2 + len(str(block.get("sec_number") or "").split(".")[1:])
            pieces.append(f"{'#' * min(level, 6)} {_filled(str(section), formulas)}" if section else "")
        pieces.append(_filled(str(block.get("text") or ""), formulas))
    return _paper(number, title, about, "unarxive", "\n\n".join(filter(None, pieces)), common)


def _filled(text: str, formulas: Mapping[str, Any]) -> str:
    """A paragraph of unarXive with its formulas, without its citations and figures."""

    def formula(match: re.Match[str]) -> str:
        entry = formulas.get(match[1]) or {}
        written = " ".join(str(entry.get("latex") or "").split())
        return f"${written}$" if written else ""

    lines = []
    for line in text.split("\n"):
        alone = _FORMULA.fullmatch(line.strip(" ,.;"))
        filled = _FORMULA.sub(formula, _OTHER.sub(lambda m: m[0] if "formula" in m[0] else "", line)).rstrip()
        lines.append(f"\n$${filled.strip(' ,.;')[1:-1]}$$\n" if alone and filled.strip(" ,.;") else filled)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]{2,}", " ", "\n".join(lines))).strip()


def _metadata(fields: Mapping[str, Any], common: Mapping[str, Any]) -> Record:
    title = _prose(" ".join(fields["title"].split()))
    text = f"# {title}\n\n{_prose(fields['abstract'])}"
    return _paper(fields["id"], title, fields, "arxiv-metadata", text, common, "#abstract")


def _paper(
    number: str, title: str, about: Mapping[str, Any], kind: str, text: str, common: Mapping[str, Any], part: str = ""
) -> Record:
    authors = [_prose(each) for each in re.split(r",\s+|\s+and\s+", str(about.get("authors") or ""))]
    return Record(
        id=f"arxiv:{number}{part}",
        text=text,
        kind=kind,
        title=title,
        source=f"arXiv:{number}",
        url=f"https://arxiv.org/abs/{number}",
        licence=licences.name(about.get("license")),
        authors=tuple(filter(None, authors)),
        categories=categories.names(about.get("categories")),
        **common,
    )


def _line(fields: Mapping[str, Any], where: str, common: Mapping[str, Any]) -> Record:
    """A line with a text, such as another corpus."""
    authors = fields.get("authors") or ()
    return Record(
        id=str(fields.get("id") or f"line:{where}"),
        text=fields["text"],
        kind=str(fields.get("kind") or "lines"),
        title=str(fields.get("title") or ""),
        source=fields["source"] if isinstance(fields.get("source"), str) else "",
        url=str(fields.get("url") or ""),
        licence=licences.name(str(fields.get("license") or fields.get("licence") or "")),
        authors=(authors,) if isinstance(authors, str) else tuple(map(str, authors)),
        categories=categories.names(fields.get("categories")),
        **common,
    )


def _prose(text: str) -> str:
    """Title, name or abstract of arXiv: LaTeX on wrapped lines, in which a per cent sign is no comment."""
    text = re.sub(r"(?<!\\)%", r"\\%", text)
    text = re.sub(r"\n[ \t]+(?=\S)", "\n\n", text.strip()) if "\n" in text else text
    paragraphs = (" ".join(each.split()) for each in latex.clean(text).text.split("\n\n"))
    return "\n\n".join(filter(None, paragraphs))
