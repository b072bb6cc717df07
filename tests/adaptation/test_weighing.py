"""Bits per byte against the definition, paired differences, and the choice of right-hand sides."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from physfm import llm
from physfm.adaptation.evaluate import Kind, bits, equation_choices, groups, passage, per_byte, prefers_right, weigh
from physfm.adaptation.text import Text
from physfm.errors import InputError
from physfm.symbolic import equivalent, parse


def test_a_model_that_knows_nothing_needs_eight_bits_a_byte_and_a_little(base: str) -> None:
    """With all weights zero every one of the 258 tokens is as likely: log2(258) bits for every byte."""
    language = llm.load(base)
    with torch.no_grad():
        for parameter in language.model.parameters():
            parameter.zero_()
    texts = ["Plain.", "ΔE ≈ 3 eV <|endoftext|>"]
    expected = [len(t.encode()) * math.log2(258) for t in texts]
    assert bits(language, texts) == pytest.approx(expected, rel=1e-6)
    assert per_byte(expected, texts)["value"] == pytest.approx(math.log2(258))


def test_bits_are_those_of_transformers_own_loss(base: str) -> None:
    language = llm.load(base)
    text = "The force is $F = m a$."
    ids = torch.tensor([[256, *text.encode()]])
    # The test's vocabulary lists bytes in another order; the tokenizer is asked, one character a token.
    ids[0, 1:] = torch.tensor(language.tokenizer(text, add_special_tokens=False).input_ids)
    with torch.no_grad():
        own = float(language.model(input_ids=ids, labels=ids).loss) * len(text) / math.log(2)
    assert bits(language, [text])[0] == pytest.approx(own, rel=1e-5)


def test_a_text_longer_than_the_model_is_refused(base: str) -> None:
    with pytest.raises(InputError, match="below 512 tokens"):
        bits(llm.load(base), ["x" * 600])


def test_the_difference_is_paired() -> None:
    """Documents differ a lot, the models little: the interval of the difference is far narrower than of either."""
    rng = np.random.default_rng(0)
    texts = ["x" * int(n) for n in rng.integers(500, 1500, 40)]
    base = [len(t) * float(rng.uniform(0.5, 2)) for t in texts]
    ours = [b - 0.05 * len(t) for b, t in zip(base, texts, strict=True)]
    found = per_byte(ours, texts, base)
    assert found["minus_base"]["value"] == pytest.approx(-0.05)
    assert found["minus_base"]["high"] - found["minus_base"]["low"] < 1e-9
    assert found["high"] - found["low"] > 0.1


def test_a_passage_is_from_the_middle_and_starts_a_paragraph() -> None:
    paragraphs = [f"Paragraph {i} " + "word " * 30 for i in range(30)]
    found = passage(Text("", "\n\n".join(paragraphs)), 500)
    assert found.startswith("Paragraph 1")
    assert len(found) == 500
    assert passage(Text("", "short"), 500) == "short"


def test_documents_are_grouped_by_source_and_subject() -> None:
    documents = [Text("a", "x", "arXiv", ("math.AG", "hep-th")), Text("b", "x", "arXiv", ("math.DG",)), Text("c", "x")]
    assert groups(documents) == {"source arXiv": [0, 1], "category math": [0, 1], "source unknown": [2]}


@pytest.fixture(scope="module")
def table(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the first twenty Feynman equations: the whole table takes seconds under the type checks of the tests."""
    path = tmp_path_factory.mktemp("table") / "feynman.csv"
    path.write_text("".join((data / "qa" / "FeynmanEquations.csv").read_text().splitlines(keepends=True)[:21]))
    return path


@pytest.mark.parametrize(("kind", "count"), [("slip", 20), ("exchange", 16)])
def test_wrong_sides_of_feynman_equations_are_wrong(kind: Kind, count: int, table: Path) -> None:
    choices = equation_choices(table, kind)
    assert len(choices) == count
    for choice in choices[::5]:
        assert len({choice.right, *choice.wrong}) == 1 + len(choice.wrong)
        for side in choice.wrong:
            assert equivalent(parse(choice.right, "latex"), parse(side, "latex"), prove=False).equal is False
            if kind == "exchange":
                assert len(side) == len(choice.right)


def test_length_tells_nothing_where_symbols_are_exchanged(base: str, table: Path) -> None:
    choices = equation_choices(table, "exchange")[:6]
    found = prefers_right(llm.load(base), choices)
    assert found["shortest"] == pytest.approx(found["chance"])
    assert found["per_byte"] == found["total"]


def test_a_model_that_was_told_prefers_the_right_side(base: str, table: Path) -> None:
    """Trained on the right sides alone the tiny model prefers them; at random it is within chance."""
    choices = sorted(equation_choices(table, "exchange"), key=lambda c: len(c.right))[:8]
    language = llm.load(base)
    before = prefers_right(language, choices)
    assert before["n"] == 8
    model = language.model.requires_grad_(True)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    rows = [language.tokenizer(f"{c.prefix}{c.right}$", add_special_tokens=False).input_ids for c in choices]
    for _ in range(60):
        losses = []
        for row in rows:
            ids = torch.tensor([[256, *row]])
            out = model(input_ids=ids[:, :-1], use_cache=False).logits[0]
            losses.append(nn.functional.cross_entropy(out, ids[0, 1:]))
        optimizer.zero_grad()
        torch.stack(losses).mean().backward()
        optimizer.step()
    after = prefers_right(language, choices)
    assert after["per_byte"]["value"] >= 0.75
    assert after["per_byte"]["value"] > before["per_byte"]["value"]


def test_a_model_weighed_against_itself_differs_by_nothing(base: str) -> None:
    documents = [Text(str(i), f"Text number {i} says a little more. " * 3, "book") for i in range(6)]
    language = llm.load(base)
    first = weigh(language, documents)
    again = weigh(language, documents, first)
    assert again["text"]["source book"]["minus_base"]["value"] == pytest.approx(0, abs=1e-4)
    assert again["text"]["source book"]["documents"] == 6


def test_a_table_without_formulas_is_refused(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="Filename, Output and Formula"):
        equation_choices(tmp_path / "table.csv", "slip")
