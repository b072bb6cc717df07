"""Decisions: attachments are heeded, refusals ask back or say why, every plan is one that can be carried out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from physfm.router.decision import Belief, decide
from physfm.router.plan import ABSTAIN, CLARIFY, Plan

INTENTS = (
    "encoder:lhc",
    "encoder:gw",
    "encoder:toy:free",
    "data",
    "tool:pdg",
    "tool:convert",
    "retrieval",
    "clarify",
    "abstain",
)


def planned(shares: dict[str, float], attachments: tuple[str, ...] = (), several: float = 0.0) -> Plan:
    return decide(Belief(shares, several), attachments, "test", lambda share, many: share)


def test_an_encoder_answers_when_its_file_is_there() -> None:
    plan = planned({"encoder:gw": 0.9, "abstain": 0.1}, ("gw",))
    assert plan.experts == ("encoder:gw",)
    assert plan.encoders == ("gw",)
    assert plan.question == ""
    assert plan.confidence == pytest.approx(0.9)


def test_an_encoder_without_a_file_asks_for_one() -> None:
    plan = planned({"encoder:gw": 0.9, "abstain": 0.1})
    assert plan.clarify
    assert "attach a file of the kind 'gw'" in plan.question


def test_a_contradicting_attachment_is_named() -> None:
    plan = planned({"encoder:gw": 0.9, "abstain": 0.1}, ("lhc",))
    assert plan.clarify
    assert "'gw'" in plan.question
    assert "'lhc'" in plan.question
    assert "contradicts" in plan.reason


def test_the_file_goes_to_the_encoder_that_reads_it() -> None:
    assert planned({"data": 0.9, "abstain": 0.1}, ("gw",)).experts == ("encoder:gw",)
    assert planned({"data": 0.9, "abstain": 0.1}, ("lhc", "gw")).experts == ("encoder:lhc", "encoder:gw")
    assert planned({"data": 0.9, "abstain": 0.1}).clarify


def test_readings_that_lead_to_the_same_add_up() -> None:
    plan = planned({"data": 0.3, "encoder:gw": 0.35, "tool:pdg": 0.35}, ("gw",))
    assert plan.experts == ("encoder:gw",)
    assert plan.confidence == pytest.approx(0.65)
    assert plan.alternatives == (("tool:pdg", 0.35),)


def test_two_things_asked_get_two_experts() -> None:
    shares = {"encoder:lhc": 0.6, "tool:pdg": 0.3, "abstain": 0.1}
    assert planned(shares, ("lhc",), several=0.9).experts == ("encoder:lhc", "tool:pdg")
    assert planned(shares, ("gw",), several=0.9).clarify
    assert planned(shares, ("lhc",), several=0.1).experts == ("encoder:lhc",)


def test_a_tie_is_split() -> None:
    plan = planned({"tool:pdg": 0.5, "retrieval": 0.45, "abstain": 0.05})
    assert set(plan.experts) == {"tool:pdg", "retrieval"}
    assert "either" in plan.reason


def test_a_question_that_needs_no_file_reaches_its_encoder() -> None:
    assert planned({"encoder:toy:free": 0.8, "abstain": 0.2}).experts == ("encoder:toy",)


@given(
    st.lists(st.floats(1e-6, 1), min_size=len(INTENTS), max_size=len(INTENTS)),
    st.floats(0, 1),
    st.lists(st.sampled_from(["lhc", "gw", "fields"]), max_size=3),
)
def test_every_plan_can_be_carried_out(weights: list[float], several: float, attachments: list[str]) -> None:
    shares = {name: weight / sum(weights) for name, weight in zip(INTENTS, weights, strict=True)}
    plan = planned(shares, tuple(attachments), several)
    assert plan.experts
    assert len(set(plan.experts)) == len(plan.experts)
    assert {*plan.encoders} <= {*attachments, "toy"}
    if plan.clarify or plan.abstain:
        assert plan.experts in ((CLARIFY,), (ABSTAIN,))
    assert bool(plan.question) == plan.clarify
    assert plan.reason
    assert "\n" not in plan.reason
    assert 0 <= plan.confidence <= 1.0 + 1e-9
    chosen = set(plan.experts)
    assert not [name for name, _ in plan.alternatives if set(name.split(" + ")) <= chosen]
