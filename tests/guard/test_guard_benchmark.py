"""The planted violations of the benchmark are what they claim to be, and are caught."""

from __future__ import annotations

import random

import pytest

from benchmarks import guard

pytest.importorskip("pdg")
pytest.importorskip("particle")


def test_planted_violations_are_caught() -> None:
    _, missed = guard.planted((99,), 10)
    assert all(len(texts) <= 1 for texts in missed.values()), missed


def test_right_statements_pass() -> None:
    _, alarms = guard.right((99,), 20)
    assert not any(alarms.values()), alarms


def test_a_planted_reaction_breaks_just_its_number() -> None:
    rng = random.Random(4)
    decay = next(d for d in guard.clean() if len(d.products) == 2)
    assert not any(guard.balance(decay.parent, decay.products))
    assert "decay" in guard.PHRASINGS[0](decay.parent, decay.products)
    assert guard.broken("charge", rng)


def test_measured_modes_of_the_listings_hold() -> None:
    """Every hundredth; those that fail are named in the benchmark, all inconsistent as the PDG prints them."""
    modes = guard.decays()[::100]
    alarms = [d.text for d in modes if any(c.passed is False for c in guard.check(d.text))]
    assert len(alarms) <= 2, alarms
