"""The benchmark's bar, on a small sample and on the pairs written by hand."""

from __future__ import annotations

from benchmarks.grading_odd import LATER, PAIRS
from benchmarks.grading_pairs import pairs
from physfm.evaluation.grading import grade


def test_made_pairs_are_graded_right() -> None:
    sample = pairs(seed=77, scale=0.05)
    missed = [p for p in sample if grade(p.answer, p.gold, **p.settings).correct != p.right]
    right = sum(p.right for p in sample)
    assert not [p for p in missed if not p.right]
    assert sum(p.right for p in missed) <= 0.01 * right


def test_no_near_miss_written_by_hand_passes() -> None:
    wrong = [
        (answer, gold)
        for _, right, answer, gold, known in (*PAIRS, *LATER)
        if not right and grade(answer, gold, **known).correct
    ]
    assert not wrong


def test_pairs_written_by_hand_are_graded_right() -> None:
    lost = [
        (answer, gold)
        for _, right, answer, gold, known in (*PAIRS, *LATER)
        if right and not grade(answer, gold, **known).correct
    ]
    assert len(lost) <= 2, lost
