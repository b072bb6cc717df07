"""Contamination: questions found in corpora, likelihoods against their definition."""

from __future__ import annotations

import json
import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import numpy as np
import pytest
import torch

from physfm.errors import InputError
from physfm.evaluation.contamination import Tokens, min_k, min_k_plus, overlap, surprise, texts, tokens
from physfm.evaluation.failures import familiar, overlapping
from physfm.evaluation.problems import fresh, generate, public
from physfm.evaluation.respondents import Likelihood


def test_copied_questions_stand_out_of_a_corpus() -> None:
    items, twins = list(generate(public(), n=30)), list(generate(fresh(), n=30))
    corpus = [item.question.replace("s²", "s^2") for item in items]  # notation hides nothing
    found = overlap([*items, *twins], corpus)
    assert all(f.share == 1 and f.leaks for f in found[:30])
    assert np.mean([f.share for f in found[30:]]) < 0.9  # they share their templates
    assert overlapping([f.share for f in found[:30]], [f.share for f in found[30:]]).raised


def test_a_corpus_is_a_folder_or_a_file(tmp_path: Path) -> None:
    items = list(generate(public(), n=3))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(f"# Notes\n\n{items[0].question}\n\nNothing else.\n")
    found = overlap(items, tmp_path / "notes")
    assert found[0].share == 1
    assert found[0].longest > 13
    assert "13 words" in found[0].leaks
    lines = tmp_path / "corpus.jsonl"
    record = {"id": "1", "text": items[1].question, "title": "Notes", "source": "notes"}
    lines.write_text(json.dumps(record) + "\n")
    assert any(items[1].question[:40] in text for text in texts(lines))
    with pytest.raises(InputError, match="does not exist"):
        overlap(items, tmp_path / "nowhere")


def test_min_k_is_the_mean_of_the_least_likely() -> None:
    assert min_k([-1.0, -5.0, -2.0, -3.0, -4.0, -0.1, -0.2, -0.3, -0.4, -0.5]) == -4.5
    assert min_k([-1.0, -2.0]) == -2.0


class Uneven:
    """A causal model of three tokens whose distribution depends on the last one only."""

    table = torch.tensor([[2.0, 0.0, -1.0], [0.0, 1.0, 0.0], [-1.0, 0.5, 3.0]])

    def __call__(self, input_ids: Any, attention_mask: Any, use_cache: bool) -> Any:
        return SimpleNamespace(logits=self.table[input_ids])


def test_tokens_hold_the_models_own_spread() -> None:
    ids = {"abc": [0, 1, 2], "ab": [0, 1]}
    language = SimpleNamespace(
        model=Uneven(), tokenizer=lambda text, **_: SimpleNamespace(input_ids=ids[text]), device="cpu"
    )
    long, short = tokens(language, ["abc", "ab"])
    said = Uneven.table[0].log_softmax(-1)
    mean = float((said.exp() * said).sum())
    spread = math.sqrt(float((said.exp() * (said - mean) ** 2).sum()))
    assert (long.own[0], long.mean[0], long.spread[0]) == pytest.approx((float(said[1]), mean, spread), rel=1e-5)
    assert short.own == pytest.approx(long.own[:1])
    assert min_k_plus(short) == pytest.approx((float(said[1]) - mean) / spread, rel=1e-5)
    with pytest.raises(InputError, match="two tokens at least"):
        tokens(SimpleNamespace(tokenizer=lambda *_, **__: SimpleNamespace(input_ids=[0])), ["a"])


def test_seen_questions_are_familiar() -> None:
    rng = np.random.default_rng(0)
    seen, unseen = ([min_k(rng.normal(m, 1, 60)) for _ in range(40)] for m in (-1.0, -1.6))
    assert familiar(seen, unseen).raised
    assert not familiar(unseen, unseen).raised


def test_a_respondent_with_likelihoods_is_enough() -> None:
    class Known:
        choices: Literal["letters"] = "letters"

        def likelihoods(self, pairs: Any) -> list[Likelihood]:
            return [Likelihood((-1.0, -float(len(text))), False) for _, text in pairs]

    assert surprise(Known(), ["ab", "abcd"]) == [-2.0, -4.0]
    assert min_k_plus(Tokens(*(np.array([x]) for x in (-1.0, -2.0, 0.5)))) == 2.0


def test_likelihoods_are_those_of_the_respondent(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two routes through one model: batches padded on the right, and the respondent's continuations of nothing."""
    monkeypatch.syspath_prepend(str(root))
    from benchmarks import tiny

    asked = [item.question for item in tiny.TASK.items(public(), 5)]
    words = tiny.vocabulary()
    language = tiny.untrained(words, 0, "untrained", 16, 1)
    ours = [min_k(found.own) for found in tokens(language, asked, batch=2)]
    assert ours == pytest.approx(surprise(tiny.respondent(language, "untrained"), asked), rel=1e-4)
