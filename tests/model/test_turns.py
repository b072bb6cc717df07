"""Conversations are true by construction, and the same prompt serves training and answering."""

import random
from pathlib import Path

from physfm.data import EncodedData
from physfm.turns import draw_turns, majority, quantity_turn


def items(weights: Path, tmp_path: Path) -> EncodedData:
    data = EncodedData({"toy": 12}, validation_items=6, folder=str(tmp_path), weights=str(weights), batch_size=4)
    data.prepare_data()
    data.setup("fit")
    return data


def test_a_word_turn_answers_its_question_truly(toy_weights: Path, tmp_path: Path) -> None:
    batch = {"toy": items(toy_weights, tmp_path).train["toy"]}
    for turn in draw_turns(batch, random.Random(0), several=0.0, quantities=0.0):
        ((name, row),) = turn.attachments
        assert turn.answer in [q.answer for q in batch[name].words[row].questions]
        assert turn.content.count("<physics>") == 1


def test_a_quantity_turn_quotes_the_measurement_that_it_gives(toy_weights: Path, tmp_path: Path) -> None:
    batch = items(toy_weights, tmp_path).train["toy"]
    turn = quantity_turn("toy", 0, batch.truth[0], random.Random(1))
    assert turn is not None
    quoted = turn.answer.removesuffix(".").partition(" is ")[2]
    assert f"= {quoted}." in turn.content
    assert quantity_turn("toy", 0, {}, random.Random(1)) is None


def test_an_epoch_has_the_same_order_whenever_it_is_drawn_and_another_next_time(
    toy_weights: Path, tmp_path: Path
) -> None:
    data = items(toy_weights, tmp_path)
    first = [b["toy"].truth for b in data.train_dataloader()]
    again = [b["toy"].truth for b in data.train_dataloader()]
    assert first == again
    assert len(first) == 3
    fixed = [t for b in data.val_dataloader() for t in b["toy"].truth]
    assert fixed == [t for b in data.val_dataloader() for t in b["toy"].truth]


def test_training_and_validation_come_from_different_seeds(toy_weights: Path, tmp_path: Path) -> None:
    data = items(toy_weights, tmp_path)
    lengths = {t["length"] for t in data.train["toy"].truth}
    assert not lengths & {t["length"] for t in data.validation["toy"].truth}


def test_majority_is_the_most_frequent_answer() -> None:
    assert majority(["b", "a", "b"]) == "b"
    assert majority(["b", "a"]) == "a"
