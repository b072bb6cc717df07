"""The proof's controls: an answer taken from another item is really another item's."""

from physfm.instruction import swapped


def test_every_item_gets_the_answer_of_another_one_and_none_is_lost() -> None:
    said = [f"answer {i}" for i in range(101)]
    taken = swapped(said)
    assert sorted(taken) == sorted(said)
    assert not any(mine == other for mine, other in zip(said, taken, strict=True))


def test_the_swap_does_not_follow_the_order_of_the_file() -> None:
    """Generated fields cycle through five families; a swap by one place would always meet a wrong one."""
    said = [str(i % 5) for i in range(500)]
    agree = sum(mine == other for mine, other in zip(said, swapped(said), strict=True))
    assert 60 < agree < 140  # a fifth, up to four standard deviations
