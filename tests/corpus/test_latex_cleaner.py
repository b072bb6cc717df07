"""LaTeX as Markdown: equations stay, what is no text goes, and no source makes it fail or take long."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physfm.corpus.latex import clean


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"Mass $m$ and \(E\) give $E = m c^2$.", "Mass $m$ and $E$ give $E = m c^2$."),
        (r"\[ x = 1 \]", "$$ x = 1 $$"),
        (r"\begin{equation}\label{a} x = 1 \end{equation}", "$$ x = 1 $$"),
        (
            r"\begin{align} a &= b \\ c &= d \nonumber\end{align}",
            r"$$ \begin{aligned} a &= b \\ c &= d \end{aligned} $$",
        ),
        (r"\begin{eqnarray*}a&=&b\end{eqnarray*}", r"$$ \begin{array}{rcl} a&=&b \end{array} $$"),
        (r"$x$ % a comment $y$" + "\nmore", "$x$ more"),
        (r"50\% of it", "50% of it"),
        (r"as shown in~\cite{a,b} and \ref{c}", "as shown in and"),
        (r"\section*{Heat \& work} Text.", "## Heat & work\n\nText."),
        (r"\emph{very} \textbf{bold} text", "very bold text"),
        (r"Schr\"odinger, Poincar\'{e}, \AA ngstr\"om, \c{c}", "Schrödinger, Poincaré, Ångström, ç"),
        (r"\begin{itemize}\item one \item two\end{itemize}", "- one\n- two"),
        (r"\begin{figure}\includegraphics[width=3cm]{f.png}\caption{A jet.}\end{figure}", "Figure: A jet."),
        (r"\begin{tabular}{lr} a & 1 \\ b & 2 \end{tabular}", "a | 1\nb | 2"),
        (r"Text\footnote{And more.} goes on.", "Text (And more.) goes on."),
        (r"\verb|a_b$c| stays", "`a_b$c` stays"),
        ("\\begin{verbatim}\nx = $1\n\\end{verbatim}", "```\nx = $1\n```"),
        (r"$v_{\text{max $k$}} = 1$", r"$v_{\text{max $k$}} = 1$"),
        (r"\href{http://a.b}{the book}", "the book"),
        (r"a\iffalse hidden \fi b", "a b"),
        (r"$\alpha x$", r"$\alpha x$"),
    ],
)
def test_pieces_of_latex_become_markdown(source: str, text: str) -> None:
    assert re.sub(r"\s+", " ", clean(source).text) == re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("source", "formula"),
    [
        (r"\newcommand{\dd}{\mathrm{d}} $\dd x$", r"$\mathrm{d} x$"),
        (r"\newcommand{\ket}[1]{|#1\rangle} $\ket{\psi}$", r"$|\psi\rangle$"),
        (r"\newcommand{\half}[2][1]{\frac{#1}{#2}} $\half{2} + \half[3]{4}$", r"$\frac{1}{2} + \frac{3}{4}$"),
        (r"\def\bra#1{\langle#1|} $\bra{x}$", r"$\langle x|$"),
        (r"\DeclareMathOperator{\tr}{tr} $\tr A$", r"$\operatorname{tr} A$"),
        (r"\newcommand{\be}{\begin{equation}}\newcommand{\ee}{\end{equation}} \be x=1 \ee", "$$ x=1 $$"),
        (r"\let\eps\varepsilon $\eps_0$", r"$\varepsilon_0$"),
    ],
)
def test_macros_of_the_author_are_expanded(source: str, formula: str) -> None:
    assert clean(source).text.replace(" ", "") == formula.replace(" ", "")


def test_the_preamble_gives_title_and_authors_and_no_text() -> None:
    source = (
        r"\documentclass{article}\title{On \emph{waves}}\author{A. Bee}\newcommand{\x}{y}"
        r"\begin{document}\maketitle Body $\x$.\end{document} after"
    )
    cleaned = clean(source)
    assert (cleaned.text, cleaned.title, cleaned.authors) == ("Body $y$.", "On waves", "A. Bee")


def test_every_formula_of_real_notes_is_kept(data: Path) -> None:
    """An independent count: inline and displayed formulas found by regular expressions in the sources."""
    for path in sorted((data / "text").glob("*.tex")):
        source = path.read_text()
        body = re.sub(r"(?<!\\)%.*", "", source.split(r"\begin{document}")[1])
        block = r"\\begin\{(align|equation|multline|gather|eqnarray)(\*?)\}.*?\\end\{\1\2\}|\\\[.*?\\\]|\$\$.*?\$\$"
        rest, displayed = re.subn(block, "", body, flags=re.DOTALL)
        inline = len(re.findall(r"(?<![\\$])\$[^$]+\$", rest))
        text = clean(source).text
        assert text.count("$$") == 2 * displayed, path.name
        assert len(re.findall(r"(?<!\$)\$(?!\$)[^$]+\$(?!\$)", text)) == inline, path.name
        assert not re.search(r"\\(label|cite|begin\{document|includegraphics|vskip|newcommand)", text)
        braces = re.findall(r"(?<!\\)[{}]", text)
        assert braces.count("{") == braces.count("}"), path.name


_PIECES = [
    "\\", "{", "}", "$", "$$", "%", "\n", "\n\n", "[", "]", "&", "~", "#", "#1", "a", " b ", "\\begin{align}",
    "\\end{align}",
    "\\begin{x}", "\\end{x}", "\\newcommand{\\a}[2]{#1\\b#2}", "\\def\\b#1{\\a{#1}{#1}}", "\\a", "\\b", "\\section{",
    "\\[",
    "\\]", "\\(", "\\)", "\\verb|", "\\text{", "\\cite{", "\\footnote{", "\\item[", "\\'", "\\c", "\\let", "\\iffalse",
    "\\fi", "\\begin{verbatim}", "\\begin{document}", "\\end{document}", "\\title{", "\\Large", "\x00", "é",
    "\\begin{tikzpicture}",
]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60))
def test_no_arrangement_of_latex_is_an_error(pieces: list[str]) -> None:
    clean("".join(pieces))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_no_text_is_an_error(text: str) -> None:
    clean(text)


_NESTED = [
    "\\section{\\footnote{",
    "{$",
    "\\newcommand\\x{\\x\\x}\\x",
    "$\\text{",
    "\\cite{",
    "\\begin{x}",
    "\\verb|",
    "\\item[",
]


@pytest.mark.parametrize("piece", [*_NESTED, "{", "$", "\\[", "\\begin{verbatim}", "\\title{"])
def test_the_time_is_linear_in_the_length(piece: str) -> None:
    """Ten times the length may take at most 30 times as long (the machine may be busy), or less than half a second."""
    times = []
    for count in (200, 2_000):
        start = time.process_time()
        clean(piece * count)
        times.append(time.process_time() - start)
    assert times[1] < max(30 * times[0], 0.5)


def test_macros_that_grow_are_cut_off() -> None:
    doubling = "".join(f"\\def\\{chr(98 + n)}{{\\{chr(97 + n)}\\{chr(97 + n)}}}" for n in range(20))
    assert len(clean("\\def\\a{xxxxxxxxxx}" + doubling + " \\u").text) < 300_000


def test_random_bytes_of_notes_are_no_error(data: Path) -> None:
    source = (data / "text" / "ntuphys_05_complex_oscillations.tex").read_text()
    chance = random.Random(0)
    for _ in range(12):
        a, b = sorted(chance.sample(range(len(source)), 2))
        cut = source[:a] + source[b:] if chance.random() < 0.5 else source[a:b]
        clean(cut)
