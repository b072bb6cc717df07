"""Read-outs find what is linear, count labels as they say, and score by rank."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch

from physfm.probing.domain import Domain
from physfm.probing.readout import auc, curve, labelled, probe, steps_for, target_space, taught
from physfm.probing.trunk import Settings, fresh


def test_the_probe_finds_class_and_number(domain: Domain, settings: Settings) -> None:
    found = probe(domain, target_space(domain, fresh(settings, 1), settings, 1), domain.test)
    assert found["auc"] > 0.95
    assert found["r2 number"] > 0.6


def test_the_probe_of_exchanged_labels_finds_nothing(settings: Settings, domain: Domain) -> None:
    scores = []
    for seed in range(6):
        order = torch.randperm(len(domain.train), generator=torch.Generator().manual_seed(seed))
        mixed = replace(domain, train=replace(domain.train, classes=domain.train.classes[order], numbers={}))
        scores.append(probe(mixed, target_space(mixed, fresh(settings, 1), settings, 1), mixed.test)["auc"])
    assert abs(np.mean(scores) - 0.5) < 0.25


def test_more_labels_are_learned_better(domain: Domain, settings: Settings) -> None:
    space = target_space(domain, fresh(settings, 1), settings, 1)
    before = {k: v.clone() for k, v in space.state_dict().items()}
    found = curve(domain, space, settings, 1, domain.test)
    assert found["1"] > 0.95
    assert list(found) == ["0.1", "1"]
    assert all(torch.equal(v, before[k]) for k, v in space.state_dict().items())  # it trains copies


def test_what_was_taught_is_seen(hard: Domain, settings: Settings) -> None:
    short = replace(settings, pretrain_steps=80, fractions=(0.01,))
    plain, known = target_space(hard, fresh(short, 1), short, 1), taught(hard, short, 1)
    scores = [curve(hard, space, short, 1, hard.test)["0.01"] for space in (plain, known)]
    assert scores[1] > scores[0] + 0.05
    assert not torch.equal(known.trunk[0].mlp.inner.weight, fresh(short, 1)["trunk.0.mlp.inner.weight"])


def test_labels_are_nested_hold_every_class_and_at_least_four(domain: Domain) -> None:
    shares = [labelled(domain, f, seed=3).tolist() for f in (1e-4, 0.1, 0.5, 1.0)]
    assert [len(s) for s in shares] == [4, 6, 32, 64]
    assert all(set(a) <= set(b) for a, b in pairwise(shares))
    assert domain.train.classes[shares[0]].sum() == 2
    assert labelled(domain, 0.1, seed=4).tolist() != shares[1]


def test_steps_follow_the_number_of_labels() -> None:
    settings = Settings(tune_steps=50, tune_batch=16)
    assert [steps_for(n, settings) for n in (4, 400, 640, 5000)] == [20, 25, 40, 50]


def test_auc_of_several_classes_by_hand() -> None:
    classes = np.array([0, 1, 2, 0])
    assert auc(np.eye(3)[classes], classes) == 1
    # Class 0 against the rest by its column: pairs (2 of 0) x (2 others), one of four in the wrong order.
    scores = np.array([[0.9, 0, 0], [0.5, 1, 0], [0.1, 0, 1], [0.4, 0, 0]])
    assert auc(scores, classes) == pytest.approx((0.75 + 1 + 1) / 3)
    assert np.isnan(auc(scores[:1], classes[:1]))
