"""A question apart from its lettered options."""

from __future__ import annotations

import pytest

from physfm.agent.options import split

STEM = "Which equation made this field?"


@pytest.mark.parametrize(
    "options",
    [
        "A. The Burgers equation.\nB. The wave equation.",
        "A) The Burgers equation\nB) The wave equation\nC) Neither",
        "(A) heat\n(B) wave",
        "A: heat\nB: wave",
    ],
)
def test_options_stand_apart(options: str) -> None:
    assert split(f"{STEM}\n{options}") == (STEM, options)
    assert split(split(f"{STEM}\n{options}")[0]) == (STEM, "")


@pytest.mark.parametrize(
    "question",
    [
        STEM,
        f"{STEM}\nA. Only one line.",
        f"{STEM}\nB. The order\nA. is another.",
        "A. This\nB. is all.",
        "Is it vitamin A. or B.?",
        f"{STEM}\nA. one\nB. two\nSay why.",
        "",
    ],
)
def test_what_is_no_list_of_options_stays(question: str) -> None:
    assert split(question) == (question, "")
