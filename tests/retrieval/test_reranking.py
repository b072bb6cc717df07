"""Features, reranker and threshold: what they must do by construction, and that the shipped ones fit each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from physfm.errors import WeightsError
from physfm.retrieval import Document
from physfm.retrieval.chunking import passages
from physfm.retrieval.features import NAMES, RRF, Candidate, features
from physfm.retrieval.fitting import Asked, balanced, fit
from physfm.retrieval.frequencies import TermStatistics
from physfm.retrieval.ranking import SUPPORT, Ranker
from physfm.retrieval.search import found
from physfm.retrieval.terms import terms

TEXTS = {
    "tides": "The Moon raises tides in the sea.",
    "rust": "Iron rusts in humid air.",
    "moon": "The Moon has craters.",
}


def candidates(question: str) -> list[Candidate]:
    every = [
        (passages(Document(key, text, title=key))[0], tuple(terms(f"{key} {text}"))) for key, text in TEXTS.items()
    ]
    words = set(terms(question))
    return [Candidate(p, t, len(words & set(t)) / 5, place, place) for place, (p, t) in enumerate(every)]


STATISTICS = TermStatistics.count([" ".join(terms(f"{k} {t}")) for k, t in TEXTS.items()], len(TEXTS))


def test_reciprocal_rank_fusion_is_that_of_lancedb() -> None:
    pa = pytest.importorskip("pyarrow")
    from lancedb.rerankers import RRFReranker

    words, meaning = [3, 1, 2], [1, 4, 3]
    tables = [pa.table({"_rowid": ids, "text": [str(i) for i in ids]}) for ids in (meaning, words)]
    expected = {
        row["_rowid"]: row["_relevance_score"] for row in RRFReranker(K=RRF).rerank_hybrid("", *tables).to_pylist()
    }
    (passage,) = passages(Document("d", "text"))
    for key, score in expected.items():
        places = (words.index(key) if key in words else None, meaning.index(key) if key in meaning else None)
        assert Candidate(passage, (), 0.0, *places).fusion == pytest.approx(score * (RRF + 1) / 2, rel=1e-5)


def test_rare_words_weigh_more() -> None:
    assert STATISTICS.idf("tide") > STATISTICS.idf("moon") > 0
    question = "Moon tides"
    table = features(question, candidates(question), STATISTICS)
    coverage = dict(zip(TEXTS, table[:, NAMES.index("coverage")], strict=True))
    assert coverage["tides"] == pytest.approx(1)
    assert 0 < coverage["moon"] < 0.5
    assert coverage["rust"] == 0


def test_statistics_survive_storage() -> None:
    assert TermStatistics.from_dict(STATISTICS.as_dict()) == STATISTICS


def made_up(count: int, answerable: bool, seed: int) -> list[Asked]:
    """Questions where one candidate is marked by its cosine, if there is an answer."""
    rng = np.random.default_rng(seed)
    asked = []
    for number in range(count):
        table = rng.random((12, len(NAMES))) * 0.3
        right = np.zeros(12, dtype=bool)
        right[rng.integers(12)] = answerable
        table[right, NAMES.index("cosine")] += rng.normal(0.5, 0.15)
        asked.append(Asked(table, right, answerable, f"{answerable}{seed}{number % 17}"))
    return asked


def test_the_fit_finds_what_marks_an_answer_and_its_probabilities_are_true() -> None:
    ranker = fit([*made_up(300, True, 0), *made_up(200, False, 1)], {})
    assert np.argmax(np.abs(ranker.weights)) == NAMES.index("cosine")
    fresh = [*made_up(300, True, 2), *made_up(200, False, 3)]
    best = [int(np.argmax(ranker.scores(each.features))) for each in fresh]
    assert np.mean([e.answers[b] for e, b in zip(fresh, best, strict=True) if e.answerable]) > 0.85
    support = np.array([ranker.support(e.features)[b] for e, b in zip(fresh, best, strict=True)])
    answerable = np.array([e.answerable for e in fresh])
    # A tenth is three standard deviations of a fraction of 200.
    assert (
        abs((support[~answerable] >= ranker.threshold).mean() - (support[answerable] < ranker.threshold).mean()) < 0.1
    )
    assert support.mean() == pytest.approx(np.mean([e.answers[b] for e, b in zip(fresh, best, strict=True)]), abs=0.05)


def test_the_threshold_balances_both_errors() -> None:
    claimed = np.array([0.1, 0.2, 0.6, 0.3, 0.8, 0.9, 0.95, 0.99])
    answerable = np.array([False, False, False, True, True, True, True, True])
    threshold = balanced(claimed, answerable)
    assert 0.3 < threshold <= 0.6


def test_the_shipped_ranker_is_sound(tmp_path: Path) -> None:
    ranker = Ranker.load()
    assert ranker.weights.shape == (len(NAMES),)
    assert ranker.support_weights.shape == (SUPPORT,)
    assert 0.1 < ranker.threshold < 0.9
    assert ranker.made["questions"] > 1000
    ranker.save(tmp_path / "r.json")
    again = Ranker.load(tmp_path / "r.json")
    question = "Why are there tides?"
    table = features(question, candidates(question), STATISTICS)
    assert np.allclose(again.scores(table), ranker.scores(table), atol=1e-4)
    assert np.all((ranker.support(table) > 0) & (ranker.support(table) < 1))
    with pytest.raises(WeightsError, match="No reranker"):
        Ranker.load(tmp_path / "none.json")
    (tmp_path / "old.json").write_text((tmp_path / "r.json").read_text().replace("cosine_to_best", "another"))
    with pytest.raises(WeightsError, match="other features"):
        Ranker.load(tmp_path / "old.json")


def test_not_found_says_what_came_nearest() -> None:
    question = "Moon tides"
    given = candidates(question)
    everything = found(question, given, STATISTICS, Ranker.load(), 2, threshold=0.0)
    assert everything.passages[0].passage.document == "tides"
    assert everything.citations[0] == "“tides”, characters 0-33, licence unknown"
    nothing = found(question, given, STATISTICS, Ranker.load(), 2, threshold=1.0)
    assert not nothing.supported
    assert nothing.passages == ()
    assert nothing.nearest == everything.passages
