"""The rule router: light, quick, better than nothing, and hard to hang."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.routing import DEVELOPMENT, read
from physfm.router import signs
from physfm.router.rules import RuleRouter


def test_importing_the_router_imports_no_torch() -> None:
    code = "import sys, physfm.router, physfm.router.rules; print({'torch', 'transformers'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "set()", done.stderr


def test_the_names_about_files_still_come_from_the_package() -> None:
    import physfm.router
    from physfm.router import Attachment, Route, attach, check_readable, recognise

    assert physfm.router.files.attach is attach
    assert {Attachment.__name__, Route.__name__} == {"Attachment", "Route"}
    assert callable(check_readable)
    assert callable(recognise)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        physfm.router.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("question", "attachments", "expert"),
    [
        ("mass of the Z boson", (), "tool:pdg"),
        ("convert 3 km to light years", (), "tool:convert"),
        ("Solve x^2 - 4 = 0 for x", (), "tool:symbolic"),
        ("chirp mass of 30 and 20 solar masses", (), "tool:chirp_mass"),
        ("Explain why the sky is blue", (), "retrieval"),
        ("Is there a merger in this strain?", ("gw",), "encoder:gw"),
        ("Is there a merger in this strain?", (), "clarify"),
        ("Is there a merger in this strain?", ("lhc",), "clarify"),
        ("a recipe for lentil soup", (), "abstain"),
    ],
)
def test_plain_questions(question: str, attachments: tuple[str, ...], expert: str) -> None:
    assert RuleRouter().plan(question, attachments).experts == (expert,)


def test_most_development_questions_are_right() -> None:
    questions = read(DEVELOPMENT)
    right = [q.asked.right(RuleRouter().plan(q.asked.question, q.asked.attachments).experts) for q in questions]
    assert sum(right) / len(right) > 0.5  # cues alone; one expert of thirty by chance


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_a_plan(text: str) -> None:
    plan = RuleRouter().plan(text)
    assert plan.experts
    assert 0 < plan.confidence < 1


@pytest.mark.parametrize(
    "text", ["a" * 10**6, "1 " * 10**5, "(" * 10**5, "how far " * 10**4, "x=" * 10**5, "\n" * 10**5]
)
def test_long_texts_take_no_longer(text: str) -> None:
    began = time.process_time()
    signs.features(text)
    assert time.process_time() - began < 0.5  # of this process alone, about 2 ms for a usual question


def test_signs_have_the_declared_width() -> None:
    assert signs.features("What is the mass of the Z?").shape == (signs.WIDTH,)
