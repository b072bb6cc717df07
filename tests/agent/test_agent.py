"""The agent as a whole: who may say what, and that an answer shows everything it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from conversations import Script
from physfm import discovery
from physfm.agent import Agent, Trace
from physfm.agent.loop import OUT_OF_SCOPE
from physfm.agent.passages import NOT_FOUND, sentences
from physfm.agent.replay import replay
from physfm.answer import Answer
from physfm.calls import Call, write
from physfm.errors import InputError
from physfm.model import PhysicsModel
from physfm.retrieval import Document, Index
from physfm.router import Plan, Route

Z_MASS = write(Call("pdg", {"particle": "Z", "property": "mass"}))


class Fixed:
    """A router that plans what it is told."""

    def __init__(self, *plans: Plan) -> None:
        self.plans = list(plans)
        self.asked: list[str] = []

    def plan(self, question: str, attachments: Sequence[str] = ()) -> Plan:
        self.asked.append(question)
        return self.plans.pop(0) if len(self.plans) > 1 else self.plans[0]


def _agent(plan: Plan | Sequence[Plan], *lines: str, **options: Any) -> Agent:
    plans = [plan] if isinstance(plan, Plan) else list(plan)
    return Agent(PhysicsModel.load(), speaker=Script(*lines), router=Fixed(*plans), **options)


PDG = Plan(("tool:pdg",), 0.97, reason="It names a particle and a property.", router="rules")


def test_an_answer_links_every_number_to_its_evidence() -> None:
    answer = _agent(PDG, Z_MASS, "The Z weighs 91.19 GeV.").ask("How heavy is the Z?")
    assert answer.text == "The Z weighs 91.19 GeV."
    (link,) = answer.links
    assert (link.text, answer.text[link.start : link.end]) == ("91.19", "91.19")
    assert "91.1879 ± 0.0020 GeV" in answer.evidence[link.evidence or 0].content
    assert answer.route.tools == ("pdg",)
    assert answer.route.confidence == 0.97
    assert '<abbr title="The mass of Z0 is 91.1879' in answer._repr_html_()


def test_a_number_that_no_tool_gave_is_not_said() -> None:
    answer = _agent(PDG, Z_MASS, "The Z weighs 80.4 GeV.").ask("How heavy is the Z?")
    assert answer.text.startswith("The mass of Z0 is 91.1879 ± 0.0020 GeV")
    assert any(e.kind == "warning" and "wrote 80.4, which no evidence holds" in e.content for e in answer.evidence)


def test_words_without_any_call_hold_no_numbers() -> None:
    answer = _agent(PDG, "It is 91.1879 GeV.").ask("How heavy is the Z?")
    assert "91" not in answer.text
    assert answer.text.startswith("I could not answer that")


def test_out_of_scope_is_said_and_nothing_is_called() -> None:
    answer = _agent(Plan(("abstain",), 0.9, reason="Not physics.")).ask("Who won the match?")
    assert answer.text == OUT_OF_SCOPE
    assert answer.evidence == ()
    assert answer.route.reason == "Not physics."


def test_a_question_that_points_back_is_read_with_the_one_before() -> None:
    back = Plan(("clarify",), 0.9, question="The width of what?", reason="It names no particle.")
    agent = _agent([back, PDG], Z_MASS, "It is 91.1879 GeV.")
    before = ("What is the width of the Z?", Answer("2.4955 GeV", (), Route()))
    answer = agent.ask("And its mass?", history=[before])
    assert "91.1879" in answer.text
    assert agent.router.asked == ["And its mass?", "What is the width of the Z? And its mass?"]  # type: ignore[attr-defined]
    assert _agent(back).ask("And its mass?").text == "The width of what?", "without a history it asks back"


def test_a_failed_check_is_shown_with_the_answer() -> None:
    answer = _agent(PDG, Z_MASS, "The decay Z -> mu+ mu+ is seen.").ask("What does the Z decay to?")
    assert "Check failed: " in answer.text
    (check,) = [e for e in answer.evidence if e.kind == "check" and "charge" in e.source]
    assert "charge" in check.source


@pytest.fixture(scope="module")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("agent") / "small.index"
    text = (
        "A rainbow is caused by dispersion: water drops refract light of every colour by another angle. It is seen "
        "opposite to the Sun. Rainbows were explained by Descartes and Newton."
    )
    Index.create(path).add([Document("notes/1", text, title="Optics", licence="CC0", source="notes")])
    return path


def test_explanations_are_quoted_with_their_source_or_not_found(small_index: Path) -> None:
    plan = Plan(("retrieval",), 0.9, router="rules")
    answer = _agent(plan, index=small_index).ask("What causes a rainbow?")
    assert "dispersion: water drops refract light" in answer.text
    assert answer.text.endswith("[1]")
    assert answer.evidence[0].kind == "passage"
    assert "Optics" in answer.evidence[0].source
    assert answer.route.retrieval == (answer.evidence[0].source,)
    nothing = _agent(plan, index=small_index).ask("What is the spin of the graviton in string theory?")
    assert nothing.text == NOT_FOUND
    assert nothing.route.retrieval == ()


def test_sentences_end_where_they_end() -> None:
    text = "See Eq. (3) of J. D. Jackson et al. in Fig. 2. It is 3.2 m long. Is it? $E = mc^2$ holds."
    assert sentences(text) == [
        "See Eq. (3) of J. D. Jackson et al. in Fig. 2.",
        "It is 3.2 m long.",
        "Is it?",
        "$E = mc^2$ holds.",
    ]


def test_a_trace_replays_without_a_difference_and_a_forged_one_does_not(tmp_path: Path) -> None:
    answer = _agent(PDG, Z_MASS, "The Z weighs 91.1879 GeV.").ask("How heavy is the Z?")
    kinds = [event["event"] for event in answer.events]
    assert Trace.of_answer(answer).events == list(answer.events)
    assert kinds[:5] == ["question", "route", "words", "call", "result"]
    assert kinds[-1] == "answer"
    events = [dict(event) for event in answer.events if event["event"] != "route"]  # the router was a test's
    assert replay(Trace(events)) == []
    forged = [
        dict(e) | ({"result": {**e["result"], "text": "The mass of Z0 is 99 GeV."}} if "result" in e else {})
        for e in events
    ]
    (difference,) = replay(Trace(forged))
    assert "event 4 (result): pdg said 'The mass of Z0 is 99 GeV.', now 'The mass of Z0 is 91.1879" in difference


def test_bad_questions_and_files_give_one_line() -> None:
    with pytest.raises(InputError, match="question is empty"):
        _agent(PDG).ask("  ")
    with pytest.raises(InputError, match="no such file"):
        _agent(PDG).ask("What is this?", "nothing.root")


def test_data_are_read_for_the_question_alone(tmp_path: Path) -> None:
    """Beside lettered options the small model picks a line; without them it looks."""
    path = tmp_path / "fields.h5"
    (fields,) = (kind for kind in discovery.load("fields").kinds() if kind.name == "fields")
    fields.generate(path, items=1, seed=5)
    plan = Plan(("fields",), 0.9, router="rules")
    asked = "Which equation made this field?"
    options = "A. The Burgers equation.\nB. Gray-Scott reaction and diffusion.\nC. The Navier-Stokes equations."
    agent = _agent(plan)
    alone, with_options = agent.ask(asked, path), agent.ask(f"{asked}\n{options}", path)
    assert with_options.text == alone.text
    assert agent.router.asked == [asked, asked]  # type: ignore[attr-defined]
    assert with_options.events[0]["text"].endswith(options)
