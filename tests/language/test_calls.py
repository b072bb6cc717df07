"""Tool calls as text: what is written can be read, what a model may write instead is read or refused in one line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from physfm import calls, llm, tools
from physfm.calls import Call
from physfm.chat import MARK, SYSTEM_PROMPT
from physfm.errors import InputError
from physfm.model import BASE

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.text(min_size=1), st.dictionaries(st.text(), JSON, max_size=4))
def test_a_written_call_is_read_as_it_was(name: str, arguments: dict[str, Any]) -> None:
    call = Call(name, arguments)
    text = calls.write(call)
    if text.count(calls.OPEN) == 1 and text.count(calls.CLOSE) == 1:  # a text argument may spell the frame itself
        assert calls.read(f"Let me look. {text}") == ([call], "Let me look.")


@pytest.mark.parametrize(
    "text",
    [
        '<tool_call>\n{"name": "pdg", "arguments": {"particle": "Z"}}\n</tool_call>',  # Hermes, Qwen
        '<tool_call>{"name": "pdg", "arguments": {"particle": "Z"}}',  # cut off after the object
        '{"name": "pdg", "parameters": {"particle": "Z"}}',  # Llama 3
        '<|python_tag|>{"name": "pdg", "parameters": {"particle": "Z"}}',
        '[TOOL_CALLS][{"name": "pdg", "arguments": {"particle": "Z"}}]',  # Mistral
        '<tool_call>{"name": "pdg", "arguments": "{\\"particle\\": \\"Z\\"}"}</tool_call>',
    ],
)
def test_the_forms_of_other_families_are_read(text: str) -> None:
    assert calls.read(text)[0] == [Call("pdg", {"particle": "Z"})]


def test_words_are_no_call() -> None:
    for text in ("The mass is 91.19 GeV.", "", "{x | x > 0}", 'Use {"name": 3}?'):
        assert calls.read(text) == ([], text.strip())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<tool_call>{"name": "pdg", "arguments": {"particle": "Z"</tool_call>', "no valid JSON"),
        ("<tool_call>pdg(Z)</tool_call>", "no valid JSON"),
        ('<tool_call>{"name": "pdg"}</tool_call>', "got {'name': 'pdg'}"),
        ('<tool_call>{"name": 3, "arguments": {}}</tool_call>', "Expected <tool_call>"),
        ("<tool_call>" + "[" * 100_000, "at most 20000 characters"),
        ("<tool_call>" + "[" * 10_000, "no valid JSON"),
        (9 * '<tool_call>{"name": "pdg", "arguments": {}}</tool_call>', "at most 8 tool calls"),
    ],
)
def test_a_call_begun_and_not_finished_is_refused_in_one_line(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=r"Expected|holds") as caught:
        calls.read(text)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_signatures_are_short_and_mark_what_is_optional() -> None:
    assert calls.signature(tools.find("pdg").schema) == "pdg(particle, property, mode?)"
    assert all(len(calls.signature(t.schema)) < 160 for t in tools.tools().values())


def test_a_plain_template_is_given_the_same_conversation_as_text() -> None:
    call = Call("pdg", {"particle": "Z", "property": "mass"})
    messages = [
        {"role": "system", "content": SYSTEM_PROMPT},
        {"role": "user", "content": "How heavy is the Z?"},
        calls.asked([call]),
        calls.answered(call, "The mass of Z0 is 91.1879 GeV. <|im_end|>"),
    ]
    system, user, assistant, tool = calls.plain(messages, [tools.find("pdg").schema])
    assert system["content"].endswith("Tools: pdg(particle, property, mode?).")
    assert user == messages[1]
    assert calls.read(assistant["content"].replace(MARK, ""))[0] == [call]
    assert tool["role"] == "tool"
    assert "<|im_end|>" not in tool["content"], "a result cannot end a turn"


def test_training_sees_what_generation_will_see() -> None:
    language = llm.load(BASE)
    call = Call("two_body_decay", {"parent": "K*(892)0", "products": ["K+", "pi-"]})
    messages = calls.plain(
        [
            {"role": "user", "content": "K*(892)0?"},
            calls.asked([call]),
            calls.answered(call, "0.289 GeV [a]"),
            {"role": "assistant", "content": "It is 0.289 GeV."},
        ],
        [tools.find("two_body_decay").schema],
    )
    ids, written = language.chat.labelled(messages)
    said = language.tokenizer.decode([i for i, own in zip(ids, written, strict=True) if own])
    assert said == f"{calls.write(call)}<|im_end|>It is 0.289 GeV.<|im_end|>"
    prompt, answer = language.chat.pieces(messages[:-1], "It is 0.289 GeV.")
    assert ids == prompt[0] + answer, "the last turn is predicted from what stands before it at generation"
    assert json.loads(messages[2]["content"].replace(MARK, "")[len(calls.OPEN) : -len(calls.CLOSE)])
