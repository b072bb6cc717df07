"""OpenStax modules: text, place in the book, licence; exercises and glossary apart."""

from __future__ import annotations

import io
import re
import tarfile
from pathlib import Path

import pytest

from physfm.errors import InputError
from physfm.retrieval import openstax
from physfm.retrieval.document import read

MODULE = """<document xmlns="http://cnx.rice.edu/cnxml" xmlns:m="http://www.w3.org/1998/Math/MathML"
 xmlns:md="http://cnx.rice.edu/mdml"><title>Resonance</title>
<metadata><md:content-id>m1</md:content-id>
<md:abstract><list><item>Explain resonance</item></list></md:abstract></metadata>
<content><para>See <link target-id="CNX_1"/>. A <term>driven</term> mass has
<m:math><m:mrow><m:mi>F</m:mi><m:mo>=</m:mo><m:mi>m</m:mi><m:mi>a</m:mi><m:mo>.</m:mo></m:mrow></m:math></para>
<section><title>Bridges</title><equation><m:math><m:mi>x</m:mi></m:math></equation>
<note class="check-understanding"><exercise><problem><para>Why?</para></problem></exercise></note></section>
<section class="review-conceptual-questions"><exercise><problem><para>How?</para></problem>
<solution><para>So.</para></solution></exercise></section>
<section class="key-concepts"><list><item>It grows.</item></list></section></content>
<glossary><definition><term>driven</term><meaning>pushed</meaning></definition></glossary></document>"""
BOOK = """<col:collection xmlns:col="http://cnx.rice.edu/collxml" xmlns:md="http://cnx.rice.edu/mdml">
<metadata><md:title>Waves</md:title><md:license url="http://creativecommons.org/licenses/by/4.0/"/></metadata>
<col:content><col:module document="m0"/><col:subcollection><md:title>Part</md:title><col:content>
<col:subcollection><md:title>First</md:title><col:content><col:module document="m9"/><col:module document="m1"/>
</col:content></col:subcollection></col:content></col:subcollection></col:content></col:collection>"""


def test_a_module_becomes_markdown_with_its_exercises_apart(tmp_path: Path) -> None:
    file = tmp_path / "index.cnxml"
    file.write_text(MODULE)
    (module,) = openstax.modules(file)
    assert module.body == "See the figure. A **driven** mass has $F = m a$.\n\n## Bridges\n\n$$ x $$"
    assert module.objectives == ("Explain resonance",)
    assert module.glossary == {"driven": "pushed"}
    assert [(e.kind, e.text, e.solution) for e in module.exercises] == [
        ("check", "Why?", ""),
        ("conceptual", "How?", "So."),
    ]
    whole = module.document().text
    assert "It grows." in whole
    assert "**driven**: pushed" in whole
    assert "Why?" not in whole


def test_the_collection_gives_number_chapter_and_licence(tmp_path: Path) -> None:
    archive = tmp_path / "book.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, text in {"b/modules/m1/index.cnxml": MODULE, "b/collection.xml": BOOK}.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
    (document,) = read([archive])
    assert document.id == "openstax:Waves/m1"
    assert document.title == "1.1 Resonance"
    assert document.licence == "CC BY 4.0"
    assert document.metadata["chapter"] == "First"


def test_what_is_no_book_is_refused_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "x.cnxml"
    broken.write_text("<document>")
    with pytest.raises(InputError, match="does not parse"):
        list(read([broken]))
    noise = tmp_path / "x.tar.gz"
    noise.write_bytes(b"no archive")
    with pytest.raises(InputError, match="Expected a tar archive"):
        list(read([noise]))


def test_a_real_book_is_read_whole(book: Path, modules: list[openstax.Module]) -> None:
    with tarfile.open(book) as archive:
        raw = [archive.extractfile(n).read().decode() for n in archive.getnames() if n.endswith(".cnxml")]  # type: ignore[union-attr]
    assert len(modules) == len(raw) > 12
    assert sum(len(m.exercises) for m in modules) == sum(text.count("<exercise") for text in raw)
    # Some solutions are pictures alone.
    solved = sum(bool(e.solution) for m in modules for e in m.exercises)
    assert 0.9 < solved / sum(text.count("<solution") for text in raw) <= 1
    assert sum(len(m.glossary) for m in modules) == sum(text.count("<definition") for text in raw)
    assert {m.licence for m in modules} == {"CC BY 4.0"}
    work = next(m for m in modules if m.id == "m58333")
    assert (work.number, work.title) == ("10.8", "Work and Power for Rotational Motion")
    assert work.chapter == "Fixed-Axis Rotation"
    assert r"$$ W = \int \sum \vec{\tau} \cdot d \vec{\theta} . $$" in work.body
    assert not any(re.search(r"</?m?:?\w+>", m.body) for m in modules)
