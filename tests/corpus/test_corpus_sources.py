"""Sources by content, and bad ones: every one is read, skipped with its reason, or refused; none silently."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from physfm.corpus import archives, readers
from physfm.corpus.readers import Skipped
from physfm.corpus.record import Record, parse
from physfm.errors import InputError


def everything(*paths: Path, **options: Any) -> list[Record | Skipped]:
    units, passed = readers.units(paths, **options)
    return [*passed, *(each for unit in units for each in readers.read(unit))]


def reasons(*paths: Path) -> list[str]:
    return [each.reason for each in everything(*paths) if isinstance(each, Skipped)]


def documents(*paths: Path, **options: Any) -> list[Record]:
    return [each for each in everything(*paths, **options) if isinstance(each, Record)]


def archive(path: Path, members: dict[str, bytes], *more: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as made:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            made.addfile(info, io.BytesIO(content))
        for info in more:
            made.addfile(info)
    return path


@pytest.fixture
def book(data: Path, tmp_path: Path) -> Path:
    """Four modules of the textbook, as an archive of their own."""
    with tarfile.open(data / "text" / "openstax_university_physics_vol1_cnxml.tar.gz") as whole:
        names = [name for name in whole.getnames() if name.endswith(".cnxml")][10:14]
        chosen = [*names, next(name for name in whole.getnames() if name.endswith(".xml"))]
        return archive(tmp_path / "book.tar.gz", {name: whole.extractfile(name).read() for name in chosen})  # type: ignore[union-attr]


def test_the_given_texts_are_read_with_title_licence_and_equations(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "text"
    folder.mkdir()
    for name, lines in (
        ("arxiv_oai_0704_odd.jsonl", 20),
        ("unarxive_physics_a.jsonl", 2),
        ("ntuphys_01_mathfunctions.tex", 0),
    ):
        text = (data / "text" / name).read_text()
        (folder / name).write_text("".join(text.splitlines(keepends=True)[: lines or None]))
    made = documents(folder)
    assert [each.kind for each in made] == ["arxiv-metadata"] * 20 + ["latex"] + ["unarxive"] * 2
    assert all(each.title and "\n" not in each.title and each.source for each in made)
    assert [each.licence for each in made[20:]] == ["CC BY-SA 4.0", "CC BY 4.0", "CC BY 4.0"]
    assert all(each.text.count("$") > 100 for each in made[20:])
    assert not any("{{formula" in each.text or "{{cite" in each.text for each in made)
    first = made[0]
    assert (first.id, first.authors[0], first.categories) == ("arxiv:0704.0001#abstract", "C. Balázs", ("hep-ph",))


def test_exercises_of_a_book_are_left_out_unless_they_are_asked_for(book: Path) -> None:
    (unit,), _ = readers.units([book])
    without = [each for each in readers.read(unit) if isinstance(each, Record)]
    having = [each for each in readers.read(unit, exercises=True) if isinstance(each, Record)]
    assert {(each.licence, each.kind) for each in without} == {("CC BY 4.0", "textbook")}
    assert "## Exercises" in "".join(each.text for each in having)
    assert "## Exercises" not in "".join(each.text for each in without)


def test_lines_are_the_same_however_they_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps({"id": str(n), "text": "é" * (n % 37)}) + "\n" for n in range(40)))
    whole = [each.id for each in documents(path)]
    for piece in (13, 1000):
        assert [each.id for each in documents(path, piece=piece)] == whole


def test_a_line_of_the_corpus_comes_back_and_is_read_by_retrieval(tmp_path: Path) -> None:
    from physfm.retrieval.document import read

    record = Record(
        "arxiv:1", "# T\n\nA $x$ \u2028 text", "unarxive", "T", "arXiv:1", licence="CC BY 4.0", authors=("A",)
    )
    assert parse(record.line()) == record
    (tmp_path / "00000.jsonl").write_text(record.line() + "\n", encoding="utf-8")
    (document,) = read([tmp_path])
    assert (document.id, document.title, document.licence, document.source) == ("arxiv:1", "T", "CC BY 4.0", "arXiv:1")


def test_oai_records_are_read_and_deleted_ones_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_text(
        '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>'
        "<record><header><identifier>oai:arXiv.org:0704.0001</identifier></header><metadata>"
        '<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>0704.0001</id><authors><author><keyname>Bee</keyname><forenames>A.'
        "</forenames></author></authors><title>On waves</title><categories>hep-ph hep-th</categories>"
        "<license>http://creativecommons.org/licenses/by/4.0/</license><abstract>Waves of $50\\%$.</abstract></arXiv>"
        '</metadata></record><record><header status="deleted"><identifier>x</identifier></header></record>'
        "</ListRecords></OAI-PMH>"
    )
    (made,) = documents(path)
    assert (made.id, made.title, made.authors, made.licence) == (
        "arxiv:0704.0001#abstract",
        "On waves",
        ("A. Bee",),
        "CC BY 4.0",
    )
    assert made.categories == ("hep-ph", "hep-th")
    assert not reasons(path)
    path.write_text(path.read_text()[:600])
    assert any("breaks off" in each for each in reasons(path))


def test_an_archive_of_latex_joins_its_files(tmp_path: Path) -> None:
    main = b"\\documentclass{article}\\title{Joined}\\begin{document}Start \\input{part} \\input{../../etc/passwd} end."
    path = archive(
        tmp_path / "paper.tar.gz", {"main.tex": main, "part.tex": b"middle $x^2$ \\input{part}", "fig.png": b"\x00"}
    )
    (made,) = documents(path)
    assert " ".join(made.text.split()) == "Start middle $x^2$ end."
    assert made.title == "Joined"


def test_bad_lines_are_skipped_and_the_others_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_LINE", 1000)
    path = tmp_path / "bad.jsonl"
    good = json.dumps({"id": "a", "text": "good"}).encode()
    deep = b'{"a":' * 100_000 + b"1"
    path.write_bytes(b"\n".join([good, b'{"id": "b", "text"', b'{"x": "\xff"}', b'{"y": 1}', deep, b"[1]", good[:-5]]))
    assert [each.id for each in documents(path)] == ["a"]
    found = reasons(path)
    assert len(found) == 6
    assert found[-1] == "a line that breaks off"
    assert any("more than" in each for each in found)
    assert any("not UTF-8" in each for each in found)


def test_a_truncated_gzip_gives_what_it_holds_and_says_that_it_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    whole = gzip.compress(
        b"".join(json.dumps({"id": str(n), "text": str(n) * 900}).encode() + b"\n" for n in range(500))
    )
    path.write_bytes(whole[: len(whole) // 2])
    assert documents(path)
    assert any("breaks off" in each for each in reasons(path))


def test_half_characters_and_control_characters_are_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text('{"id": "a", "text": "x\\ud800y\\u0000z\\u000b"}\n')
    (made,) = documents(path)
    made.legible().line().encode("utf-8")
    assert made.legible().text == "x?yz"


def test_hostile_members_are_skipped_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = tarfile.TarInfo("link.tex")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    text = b"\\begin{document}Fine.\\end{document}"
    monkeypatch.setattr(archives, "MAX_MEMBER", 5000)
    members = {"main.tex": text, "../out.tex": text, "/abs.tex": text, "big.tex": b"x" * 6000}
    path = archive(tmp_path / "hostile.tar.gz", members, link)
    assert [each.text for each in documents(path)] == ["Fine."]
    assert sorted(each.split(" of more")[0] for each in reasons(path)) == [
        "a link or device in an archive", "a member", "a path that leads out of its archive",
        "a path that leads out of its archive",
    ]  # fmt: skip


def test_an_archive_that_expands_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ARCHIVE", 10_000)
    path = archive(tmp_path / "bomb.tar.gz", {f"{n}.tex": b"0" * 4000 for n in range(5)})
    assert any("GiB" in each for each in reasons(path))


def test_a_truncated_archive_is_skipped_with_its_reason(tmp_path: Path, book: Path) -> None:
    path = tmp_path / "cut.tar.gz"
    whole = book.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert not documents(path)
    assert len(reasons(path)) == 1


def test_what_is_no_source_is_passed_over_in_a_folder_and_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\x00\x00")
    (tmp_path / "table.csv").write_text("a,b\n")
    (tmp_path / "link.md").symlink_to("/etc/hostname")
    (tmp_path / "latin.md").write_bytes(b"caf\xe9")
    (tmp_path / ".hidden.md").write_text("no")
    assert len(reasons(tmp_path)) == 5
    for name in ("empty.jsonl", "picture.png", "table.csv", "absent"):
        with pytest.raises(InputError, match=name):
            readers.units([tmp_path / name])
