"""Training questions: every expert has some, nothing of the templates' markup is left, plug-ins bring theirs."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from physfm.errors import EncoderLoadError
from physfm.router import examples, style


def test_every_expert_has_questions() -> None:
    counted = Counter(intent for each in examples.templates() for intent in each.intents)
    assert min(counted.values()) >= 15
    assert {"encoder:lhc", "encoder:gw", "encoder:fields", "retrieval", "clarify", "abstain"} <= set(counted)


def test_every_listed_tool_is_an_expert() -> None:
    tools = pytest.importorskip("physfm.tools")
    known = {intent.removeprefix("tool:") for each in examples.shipped() for intent in each.intents}
    assert sorted(set(tools.tools()) - known) == []


def test_no_markup_is_left_in_drawn_questions() -> None:
    drawn = examples.examples(examples.templates(), 6)
    assert [e.question for e in drawn if re.search(r"<[^<>]*\||\x01|\{(?:num|particle|expr)\w*\}", e.question)] == []


def test_drawing_is_repeatable() -> None:
    chosen = examples.templates()[:50]
    assert examples.examples(chosen, 3, seed=4) == examples.examples(chosen, 3, seed=4)


def test_braces_of_latex_survive() -> None:
    assert examples.draw(r"$\frac{{d}}{{d{var}}}$", Random(0), {"var": ["x"]}) == r"$\frac{d}{dx}$"
    assert examples.draw("<a|b> {thing}", Random(0), {"thing": [r"\bar{b}"]}) in (r"a \bar{b}", r"b \bar{b}")


def test_development_questions_are_no_training_questions(root: Path) -> None:
    lines = (root / "benchmarks" / "routing_development.jsonl").read_text(encoding="utf-8").splitlines()
    development = {json.loads(line)["question"].lower().strip(" ?.!") for line in lines}
    drawn = {e.question.lower().strip(" ?.!") for e in examples.examples(examples.templates(), 20)}
    assert sorted(development & drawn) == []


def test_slips_leave_mathematics_alone() -> None:
    question = "Please solve x^2-3*x+2=0 for x today"
    for seed in range(200):
        assert "x^2-3*x+2=0" in style.varied(question, Random(seed))


class _Point:
    def __init__(self, content: object) -> None:
        self.content, self.value, self.name = content, "toy.routing:EXAMPLES", "toy"

    def load(self) -> object:
        if isinstance(self.content, Exception):
            raise self.content
        return self.content


@pytest.mark.parametrize("content", [(), (("only text",),), (("text", "yes"),), ImportError("no such module"), None])
def test_broken_examples_are_named_in_one_line(content: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "offered", lambda: {"toy": _Point(content)})
    with pytest.raises(EncoderLoadError, match="'toy'") as raised:
        examples.brought("toy")
    assert "\n" not in str(raised.value)


def test_examples_without_need_of_a_file_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "offered", lambda: {"toy": _Point((("a?", True), ("b?", False)))})
    assert examples.brought("toy") == (("a?", "encoder:toy"), ("b?", "encoder:toy:free"))
