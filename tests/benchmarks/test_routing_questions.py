"""The held-out routing questions: the file keeps its schema, its counts and the rules by which it was labelled."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

import physfm
from physfm.tools import tools

LEAST = {"clear": 400, "ambiguous": 150, "adversarial": 100, "contradictory": 80, "out_of_scope": 200}
SIMULATORS = ("simulate_collisions", "simulate_waveform", "simulate_field")
ENCODERS = ("lhc", "gw", "fields")
ALONE = ("clarify", "abstain")  # asking back or declining is the whole plan
EXPERTS = {f"encoder:{name}" for name in ENCODERS} | {"retrieval", *ALONE}

Question = dict[str, Any]


@pytest.fixture(scope="module")
def questions(root: Path) -> list[Question]:
    """Return the lines of the file."""
    text = (root / "benchmarks" / "routing_questions.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def tool_experts() -> set[str]:
    """Return the tools' experts: those installed and the simulators."""
    return {f"tool:{name}" for name in (*tools(), *SIMULATORS)}


def encoders_of(acceptable: list[str]) -> set[str]:
    """Return the names of the encoders in a set of experts."""
    return {expert.removeprefix("encoder:") for expert in acceptable if expert.startswith("encoder:")}


def test_every_line_has_the_five_keys_and_their_types(questions: list[Question]) -> None:
    for line in questions:
        assert list(line) == ["question", "attachments", "kind", "acceptable", "template"]
        assert isinstance(line["question"], str)
        assert line["question"] == line["question"].strip() != ""
        assert all(name in ENCODERS for name in line["attachments"])
        assert line["kind"] in LEAST
        assert line["template"]


def test_there_are_enough_of_each_kind(questions: list[Question]) -> None:
    counts = Counter(line["kind"] for line in questions)
    for kind, least in LEAST.items():
        assert counts[kind] >= least, f"{kind}: {counts[kind]} of {least}"


def test_encoders_named_here_are_installed() -> None:
    assert set(ENCODERS) <= set(physfm.encoders())


def test_acceptable_sets_are_known_experts_named_once(questions: list[Question]) -> None:
    known = EXPERTS | tool_experts()
    for line in questions:
        sets = [frozenset(experts) for experts in line["acceptable"]]
        assert sets, line
        assert len(set(sets)) == len(sets), line
        for experts, as_set in zip(line["acceptable"], sets, strict=True):
            assert experts, line
            assert len(as_set) == len(experts), line
            assert as_set <= known, (line, as_set - known)
            assert len(experts) == 1 or not as_set.intersection(ALONE), line


def test_an_encoder_is_acceptable_only_for_what_is_attached(questions: list[Question]) -> None:
    for line in questions:
        for experts in line["acceptable"]:
            assert encoders_of(experts) <= set(line["attachments"]), line


def test_clear_questions_have_one_answer_and_a_file_exactly_where_they_need_one(questions: list[Question]) -> None:
    for line in questions:
        if line["kind"] == "clear":
            assert len(line["acceptable"]) == 1, line
            assert encoders_of(line["acceptable"][0]) == set(line["attachments"]), line


def test_clear_questions_cover_every_expert_in_several_phrasings(questions: list[Question]) -> None:
    found: Counter[str] = Counter()
    templates = defaultdict(set)
    for line in questions:
        if line["kind"] == "clear":
            for expert in line["acceptable"][0]:
                found[expert] += 1
                templates[expert].add(line["template"])
    # "abstain" is what every question out of scope asks for; a clear question is in scope.
    for expert in (EXPERTS | tool_experts()) - {"abstain"}:
        assert found[expert] >= 12, f"{expert}: {found[expert]} questions"
        assert len(templates[expert]) >= 6, f"{expert}: {len(templates[expert])} templates"


def test_ambiguous_questions_have_several_answers(questions: list[Question]) -> None:
    assert all(len(line["acceptable"]) >= 2 for line in questions if line["kind"] == "ambiguous")


def test_out_of_scope_questions_are_declined(questions: list[Question]) -> None:
    assert all(line["acceptable"] == [["abstain"]] for line in questions if line["kind"] == "out_of_scope")


def test_contradictory_attachments_lead_to_asking_back_or_to_the_one_that_fits(questions: list[Question]) -> None:
    fitting = 0
    for line in questions:
        if line["kind"] == "contradictory":
            assert line["attachments"], line
            if line["acceptable"] != [["clarify"]]:
                assert len(line["acceptable"]) == 1, line
                assert encoders_of(line["acceptable"][0]) < set(line["attachments"]), line
                fitting += 1
    assert fitting >= 10


def test_no_question_is_asked_twice(questions: list[Question]) -> None:
    counts = Counter(" ".join(line["question"].casefold().split()) for line in questions)
    assert [question for question, count in counts.items() if count > 1] == []


def test_a_template_has_one_kind_and_at_most_six_lines(questions: list[Question]) -> None:
    kinds = defaultdict(list)
    for line in questions:
        kinds[line["template"]].append(line["kind"])
    for template, of_lines in kinds.items():
        assert len(of_lines) <= 6, template
        assert len(set(of_lines)) == 1, template
