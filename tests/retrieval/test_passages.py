"""Chunking: nothing is lost, nothing is cut that belongs together, and every passage can be cited."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from physfm.retrieval import Document, cite, openstax
from physfm.retrieval.chunking import equations, passages

WORDS = st.lists(
    st.sampled_from(re.findall(r"\S+", "the mass of a body. Force is not energy, it has units! Why? Fig. e.g. J.")),
    max_size=30,
)
EQUATIONS = st.sampled_from(
    [
        "$E = m c^2$",
        r"$\frac{1}{2} m v^2. Not$",
        "$$ a = b . C = d $$",
        "\\[ x = y.\n\nZ = 3 \\]",
        "\\begin{align}\na &= b \\\\\n\nc &= d. E\n\\end{align}",
        r"\(p = m v\)",
    ]
)
PIECES = st.one_of(
    WORDS.map(" ".join), EQUATIONS, st.sampled_from(["\n\n", "\n# Heading\n", "\n- item\n", " costs $5 or $10 "])
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25), st.integers(20, 400))
def test_no_equation_is_cut_and_no_word_is_lost(pieces: list[str], limit: int) -> None:
    document = Document("d", "\n".join(pieces))
    found = passages(document, limit)
    kept = [(p.start, p.end) for p in found]
    for span in equations(document.text):
        assert any(start <= span.start and span.end <= end for start, end in kept), document.text[span.start : span.end]
    assert all(before[1] <= after[0] for before, after in pairwise(kept))
    assert all(document.text[p.start : p.end] == p.text and p.text.strip() == p.text != "" for p in found)
    outside = list(document.text)
    for start, end in kept:
        outside[start:end] = " " * (end - start)
    rest = "".join(outside)
    assert set(re.findall(r"\S+", rest)) <= {"#", "Heading"}


def test_equations_are_found_as_a_reader_sees_them() -> None:
    text = r"It costs $5 to $10, but $x$ and $5.0\,\text{m}$ are lengths; $$ y $$ stands alone. \$3 is money."
    assert [text[s.start : s.end] for s in equations(text)] == ["$x$", r"$5.0\,\text{m}$", "$$ y $$"]


def test_sections_and_sentences_are_the_borders() -> None:
    text = (
        "# Title\n\nIntro, see Fig. 3 of it.\n\n## One\n\n"
        + "A short sentence. " * 60
        + "\n\n\\subsection{Two}\nLast words here."
    )
    found = passages(Document("d", text, title="Title"), 200)
    assert [p.section for p in (found[0], found[1], found[-1])] == ["", "One", "One > Two"]
    assert found[0].text == "Intro, see Fig. 3 of it."
    assert all(len(p.text) <= 240 for p in found)
    assert all(p.text.endswith(".") for p in found)
    assert [p.id for p in found] == [f"d#{n}" for n in range(len(found))]


def test_a_displayed_equation_stays_with_the_words_before_it() -> None:
    text = "Some words to begin with are here. " * 4 + "Newton found\n\n$$ F = m a $$\n\nwhich holds."
    (with_equation,) = [p for p in passages(Document("d", text), 160) if "F = m a" in p.text]
    assert "Newton found" in with_equation.text


def test_a_whole_document_is_one_passage() -> None:
    assert [p.text for p in passages(Document("d", " A. " * 900, whole=True))] == [(" A. " * 900).strip()]
    assert passages(Document("d", "  \n")) == []


def test_a_citation_is_one_line_with_source_title_section_and_licence() -> None:
    document = Document("a", "## Why\n\nBecause of\nthat.", "arXiv:0704.0001", "On\nforces", "CC BY 4.0")
    (passage,) = passages(document)
    assert cite(passage) == "arXiv:0704.0001, “On forces”, Why, CC BY 4.0"
    (unknown,) = passages(Document("a", "Text.", "notes.md"))
    assert cite(unknown) == "notes.md, characters 0-5, licence unknown"


def test_no_equation_of_a_real_book_is_cut(modules: list[openstax.Module]) -> None:
    seen = 0
    for module in modules:
        document = module.document()
        kept = passages(document)
        for span in equations(document.text):
            assert any(p.start <= span.start and span.end <= p.end for p in kept)
            seen += 1
    assert seen > 500
