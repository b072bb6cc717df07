"""The tool loop: what a model asks for is validated, repaired once, refused after that, and always ends."""

from __future__ import annotations

import pytest

from conversations import Script
from physfm import tools
from physfm.agent import calling
from physfm.agent.limits import Limits, Spent
from physfm.agent.trace import Trace
from physfm.calls import Call, write
from physfm.errors import InputError

Z_MASS = write(Call("pdg", {"particle": "Z", "property": "mass"}))


def _run(*lines: str, limits: Limits | None = None) -> tuple[calling.Called, Trace, Script]:
    speaker, trace = Script(*lines), Trace()
    offered = {name: tools.find(name) for name in ("pdg", "calculate")}
    return calling.run(speaker, "How heavy?", offered, Spent(limits or Limits()), trace), trace, speaker


def test_a_call_is_made_and_its_result_given_back() -> None:
    called, trace, speaker = _run(Z_MASS, "The mass of the Z is 91.1879 GeV.")
    assert called.words == "The mass of the Z is 91.1879 GeV."
    assert called.tools == ("pdg",)
    (fact,) = called.evidence
    assert "91.1879 ± 0.0020 GeV" in fact.content
    assert fact.source.startswith("pdg(particle='Z', property='mass'); PDG 2026, S044M")
    assert speaker.given[1][-1] == {
        "role": "tool",
        "tool_call_id": "call_0",
        "name": "pdg",
        "content": fact.content,
    }
    assert [e["event"] for e in trace.events] == ["words", "call", "result", "words"]


@pytest.mark.parametrize(
    ("slip", "reason"),
    [
        (write(Call("pdg", {"particle": "Zzz", "property": "mass"})), "Zzz"),
        (write(Call("pdg", {"particle": "Z"})), "property"),
        (write(Call("pgd", {"particle": "Z", "property": "mass"})), "No tool named 'pgd' was offered"),
        (write(Call("convert", {"value": 1, "unit": "m", "to": "km"})), "was offered"),
        ("<tool_call>pdg(Z)</tool_call>", "no valid JSON"),
        (write(Call("calculate", {"expression": "E/2", "values": {"E": "125 GeV"}})), "125 stands neither"),
    ],
)
def test_a_slip_is_told_and_may_be_repaired_once(slip: str, reason: str) -> None:
    called, trace, speaker = _run(slip, Z_MASS, "It is 91.1879 GeV.")
    assert called.words == "It is 91.1879 GeV."
    assert reason in speaker.given[1][-1]["content"]
    assert "\n" not in speaker.given[1][-1]["content"]
    assert len(trace.of("refused")) == 1


def test_a_second_slip_is_refused_with_its_reason() -> None:
    slip = write(Call("pdg", {"particle": "Zzz", "property": "mass"}))
    other = write(Call("pdg", {"particle": "Yyy", "property": "mass"}))
    called, _, speaker = _run(slip, other, "It is 3 GeV.")
    assert called.words == ""
    assert "Yyy" in called.refusal
    assert speaker.lines == ["It is 3 GeV."], "it was not asked again"


def test_the_same_call_again_is_a_slip() -> None:
    called, _, _ = _run(Z_MASS, Z_MASS, Z_MASS)
    assert "was called with these arguments before" in called.refusal
    assert len(called.evidence) == 1, "what was found stays"


@pytest.mark.parametrize(
    ("limits", "reached"),
    [(Limits(steps=2), "2 steps"), (Limits(tokens=20), "20 tokens"), (Limits(seconds=1e-9), "seconds")],
)
def test_every_limit_ends_the_loop(limits: Limits, reached: str) -> None:
    sums = [write(Call("calculate", {"expression": f"{n}+1"})) for n in range(1, 10)]
    called, trace, _ = _run(*sums, limits=limits)
    assert reached in called.refusal
    assert trace.of("limit")[0]["reached"] in called.refusal
    assert len(called.evidence) <= 2


def test_limits_are_positive() -> None:
    with pytest.raises(InputError, match="Limit 'steps' must be positive, got 0"):
        Limits(steps=0)
