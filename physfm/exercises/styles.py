"""Styles: how people begin and end a question, disjoint between the splits."""

from __future__ import annotations

import random
from typing import Literal

_BEFORE = {
    "train": (
        "Hi, ", "Quick question: ", "Please tell me: ", "Hello! ", "Question: ", "I am preparing a lecture. ",
        "For my lab report: ", "Hey, ", "I was wondering: ", "Homework: ", "Could you check this for me? ",
    ),
    "held-out": (
        "Good morning. ", "A colleague asks: ", "Exam question. ", "One more: ", "For a talk tomorrow: ",
        "Dear assistant, ", "Problem 3. ",
    ),
}  # fmt: skip
_AFTER = {
    "train": (
        " Thanks!", " Thank you.", " Keep it short.", " thx",
        " Use the tools you have.", " A short answer is fine.", " No explanation needed.",
    ),
    "held-out": (
        " Cheers!", " Much appreciated.", " Be brief.",
        " Thanks in advance.",
    ),
}  # fmt: skip

_AFTER_A_NUMBER = {
    "train": (" Please give the unit.", " I need a number.", " With unit, please."),
    "held-out": (" Just the number, please.", " State the unit as well."),
}


def styled(template: str, chance: random.Random, split: Literal["train", "held-out"], number: bool) -> str:
    """A template as one of many people would write it; its slots stay as they are.

    Parameters
    ----------
    number
        Whether the answer is a number, for which one may ask in so many words.
    """
    if chance.random() < 0.2:
        parts = template.split("{")  # lower case outside of the slots
        template = parts[0].lower() + "".join(
            "{" + slot + "}" + rest.lower() for slot, _, rest in (p.partition("}") for p in parts[1:])
        )
    if chance.random() < 0.15:
        template = template.rstrip("?.")
    if chance.random() < 0.3:
        before = chance.choice(_BEFORE[split])
        template = before + (template[0].lower() + template[1:] if _continues(before, template) else template)
    if chance.random() < 0.3:
        template = (template if template.endswith(("?", ".", "!")) else template + ".") + chance.choice(
            _AFTER[split] + (_AFTER_A_NUMBER[split] if number else ())
        )
    return template


def _continues(before: str, template: str) -> bool:
    """Whether the template goes on in the middle of a sentence: its first word then loses its capital."""
    return before.endswith(", ") and template[:2].istitle() and not template.startswith(("I ", "I'"))
