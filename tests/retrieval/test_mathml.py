"""MathML as LaTeX, on formulas of the kinds that textbooks have."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from physfm.retrieval import openstax
from physfm.retrieval.chunking import equations
from physfm.retrieval.mathml import latex


@pytest.mark.parametrize(
    ("mathml", "expected"),
    [
        ("<mfrac><mi>x</mi><mn>2</mn></mfrac>", r"\frac{x}{2}"),
        ("<msub><mi>v</mi><mrow><mi>t</mi><mi>o</mi></mrow></msub>", "v_{t o}"),
        ("<msubsup><mi>v</mi><mn>0</mn><mn>2</mn></msubsup>", "v_{0}^{2}"),
        ("<mover accent='true'><mi>F</mi><mo>→</mo></mover>", r"\vec{F}"),
        ("<msqrt><mrow><mi>k</mi><mo>/</mo><mi>m</mi></mrow></msqrt>", r"\sqrt{k / m}"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", r"\sqrt[3]{x}"),
        ("<mi>α</mi><mi>x</mi>", r"\alpha x"),
        ("<mi>sin</mi><mi>θ</mi>", r"\sin \theta"),
        ("<mn>5</mn><mtext>kg</mtext>", r"5 \text{kg}"),
        ("<munderover><mo>∑</mo><mi>i</mi><mi>N</mi></munderover>", r"\sum_{i}^{N}"),
        ("<mfenced><mi>x</mi><mi>t</mi></mfenced>", "(x, t)"),
        (
            "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable>",
            r"\begin{matrix} a & b \end{matrix}",
        ),
        ("<msup><msup><mi>a</mi><mn>2</mn></msup><mn>3</mn></msup>", "{a^{2}}^{3}"),
        ("<mfrac/>", r"\frac{}{}"),
        ("", ""),
        ("<unheardof><mi>x</mi></unheardof>", "x"),
    ],
)
def test_formulas_become_the_latex_that_a_person_would_write(mathml: str, expected: str) -> None:
    assert latex(ElementTree.fromstring(f"<math>{mathml}</math>")) == expected


def test_braces_of_every_formula_of_a_book_balance(modules: list[openstax.Module]) -> None:
    formulas = [m.body[s.start : s.end] for m in modules for s in equations(m.body)]
    assert len(formulas) > 300
    for formula in formulas:
        bare = formula.replace(r"\{", "").replace(r"\}", "")
        assert bare.count("{") == bare.count("}"), formula
