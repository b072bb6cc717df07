"""Packing: every token once, boundaries where documents begin, attention within documents, and a cache by hashes."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
import torch

from physfm import llm
from physfm.adaptation import packing, text
from physfm.adaptation.augmentation import Augmentation, trees
from physfm.adaptation.packing import Recipe, Stream, Words, pack, positions, tokenise
from physfm.errors import InputError
from physfm.llm import IGNORED

Write = Callable[[list[str]], Path]


@pytest.fixture(scope="module")
def words(base: str) -> Words:
    return Words(base)


@pytest.mark.parametrize("context", [16, 97, 100_000])
def test_every_token_is_the_input_once_and_the_target_once(
    context: int, corpus: Write, prose: list[str], words: Words, tmp_path: Path
) -> None:
    stream = Stream(pack([corpus(prose)], Recipe(False, 0.2), words, tmp_path), context)
    expected: list[int] = []
    for document in text.read([corpus(prose)]):
        if not document.held_out(0.2):
            # The tokenizer of the test: one token a byte, so the bytes of the text are the authority.
            expected += [words.end, *words([document.text])[0]]
            assert words.tokenizer.decode(expected[-len(document.text.encode()) :]) == document.text
    batch = stream.blocks(range(len(stream)))
    real = batch.targets != IGNORED
    assert batch.ids[real].tolist() == expected
    assert batch.targets[real].tolist() == [*expected[1:], words.end]
    assert len(stream) == -(-len(expected) // context)
    assert stream.facts["documents"] == sum(not d.held_out(0.2) for d in text.read([corpus(prose)]))
    assert stream.facts["bytes"] == len(expected) - stream.facts["documents"]


def test_blocks_may_be_asked_for_in_any_order(corpus: Write, prose: list[str], words: Words, tmp_path: Path) -> None:
    stream = Stream(pack([corpus(prose)], Recipe(False, 0.2), words, tmp_path), 32)
    whole, some = stream.blocks(range(len(stream))), stream.blocks([5, 0, 5])
    for all_, few in zip(whole, some, strict=True):
        assert torch.equal(all_[[5, 0, 5]], few)


def test_no_document_is_on_both_sides_and_none_is_lost(corpus: Write, prose: list[str]) -> None:
    path = corpus([*prose, prose[3], prose[8]])  # two copies
    train, held = (list(Recipe(side, 0.4).select([path])) for side in (False, True))
    assert len(train) + len(held) == len(prose) + 2
    assert not {d.sha256 for d in train} & {d.sha256 for d in held}
    assert train
    assert held


def test_a_number_of_documents_is_taken_by_hash_whatever_their_order(corpus: Write, prose: list[str]) -> None:
    first = {d.text for d in Recipe(False, 0.2, 5).select([corpus(prose)])}
    assert first == {d.text for d in Recipe(False, 0.2, 5).select([corpus(prose[::-1])])}
    assert len(first) == 5
    assert first < {d.text for d in Recipe(False, 0.2, 9).select([corpus(prose)])}


def test_positions_start_again_with_every_document() -> None:
    end = 9
    ids = torch.tensor([[1, 2, end, 3, 4, end, end, 5], [end, 1, 2, 3, 4, 5, 6, 7]])
    assert positions(ids, end).tolist() == [[0, 1, 0, 1, 2, 0, 0, 1], [0, 1, 2, 3, 4, 5, 6, 7]]


def test_attention_does_not_cross_documents(base: str, prose: list[str]) -> None:
    """The logits of a block are those of its documents, run one by one."""
    language = llm.load(base, dtype=torch.float64)
    rows = [[256, *row] for row in tokenise(language.tokenizer, prose[:4])]
    block = torch.tensor([list(chain.from_iterable(rows))])
    with torch.no_grad():
        together = language.model(input_ids=block, position_ids=positions(block, 256), use_cache=False).logits[0]
        alone = torch.cat([language.model(input_ids=torch.tensor([r]), use_cache=False).logits[0] for r in rows])
        mixed = language.model(input_ids=block, use_cache=False).logits[0]
    torch.testing.assert_close(together, alone, rtol=0, atol=1e-10)
    assert (mixed - alone).abs().max() > 1e-3  # without the positions it would have


def test_a_control_token_in_a_text_is_only_text(corpus: Write, words: Words, tmp_path: Path) -> None:
    assert words.end == 256
    path = corpus(["Say <|endoftext|> and <|im_end|> loudly."])
    stream = Stream(pack([path], Recipe(False, 1e-9), words, tmp_path), 64)
    assert (np.asarray(stream.tokens) >= 256).sum() == 2  # the opening and the closing one
    assert words.tokenizer.decode(stream.tokens[1:-1].tolist()) == "Say <|endoftext|> and <|im_end|> loudly."


def test_the_cache_is_used_again_and_only_for_the_same_content(
    corpus: Write, prose: list[str], words: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = corpus(prose)
    plain = pack([path], Recipe(False, 0.2), words, tmp_path)
    tree = pack([path], Recipe(False, 0.2, None, Augmentation()), words, tmp_path)
    assert len({plain, tree, pack([path], Recipe(True, 0.2), words, tmp_path)}) == 3
    assert pack([path], Recipe(False, 0.2, None, Augmentation(seed=1)), words, tmp_path) != tree
    with monkeypatch.context() as patch:
        patch.setattr(packing, "tokenise", None)
        patch.setattr(Recipe, "select", None)
        assert pack([path], Recipe(False, 0.2), words, tmp_path) == plain
    assert pack([corpus(prose[:-1])], Recipe(False, 0.2), words, tmp_path) != plain


def test_the_augmented_stream_holds_the_trees_and_the_card_their_number(
    corpus: Write, prose: list[str], words: Words, tmp_path: Path
) -> None:
    stream = Stream(pack([corpus(prose)], Recipe(False, 0.2, None, Augmentation()), words, tmp_path), 64)
    found = trees(words.tokenizer.decode(stream.tokens.tolist()))
    assert len(found) == stream.facts["equations"]["followed"] > 30


def test_a_corpus_cut_short_is_told(corpus: Write, prose: list[str], words: Words, tmp_path: Path) -> None:
    path = pack([corpus(prose)], Recipe(False, 0.2), words, tmp_path)
    path.write_bytes(path.read_bytes()[:-6])
    with pytest.raises(InputError, match="delete it"):
        Stream(path, 16)


def test_a_failure_leaves_nothing_in_the_cache(corpus: Write, prose: list[str], words: Words, tmp_path: Path) -> None:
    path = corpus(prose)
    with path.open("a") as file:
        file.write("{broken\n")
    with pytest.raises(InputError, match="line 41"):
        pack([path], Recipe(False, 0.2), words, tmp_path / "cache")
    assert not list((tmp_path / "cache").iterdir())


def test_nothing_to_train_on_is_told(corpus: Write, words: Words, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="documents held out"):
        pack([corpus(["one text"])], Recipe(True, 1e-9), words, tmp_path)
