"""How people write: lower case, no punctuation, slips of the finger, courtesy, remarks beside the point, two questions.

Variations of training questions. None changes what is asked; mathematics is left alone by slips and case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from physfm.router.examples import Example

_BEFORE = (
    "Please ", "Hi, ", "Hello! ", "Could you please ", "Can you tell me: ", "Question: ", "Quick question: ", "hey ",
    "Dear assistant, ", "I would like to know: ", "I was wondering, ", "For my thesis: ", "ok so ", "Next: ", "Now, ",
    "Just out of interest, ", "Good evening. ", "Help me with this: ", "Task: ", "um, ", "I need this quickly: ",
    "As a student I ask: ", "Physics question. ", "In short: ", "My question is the following: ", "Would you ",
    "Exercise 3. ", "(b) ", "Q: ", "TODO: ", "Sanity check - ", "Off the top of your head: ", "Dumb question maybe, ",
    "For the logbook: ", "Shift crew asking: ", "For a problem sheet: ", "Kindly ", "Remind me, ", "Just to be sure: ",
    "Back to physics: ", "So, ", "Right. ", "Problem: ", "Assistant, ", "Do you happen to know: ", "Can I get this: ",
)  # fmt: skip
_AFTER = (
    " please", " Thanks!", " thanks in advance", " thx", " It is urgent.", " Be brief.", " Answer with the unit.",
    " I need it for a report.", " As precisely as possible.", " pls", " Thank you very much.", " Show the result only.",
    " Keep it short", " (homework)", " Best regards, Anna", " asap",
    ", roughly?", ", if you can", " - a number is enough", "?", " Cheers", " (for a poster)", " I am stuck.", "!",
    " ...", " One line is enough.", ", yes?", " Thx!!", " - quick", " With units please.", ", or am I wrong?",
)  # fmt: skip
_ASIDE = (
    "I am new here.", "Yesterday it rained.", "We had a long shift last night.", "My colleague thinks otherwise.",
    "I have tried for an hour.", "The lecture was about something else.", "I drink my coffee and wonder.",
    "This is for a talk next week.", "Our experiment runs until June.", "Sorry for the many questions.",
    "The reviewer asked for it.", "I do not trust the textbook.", "Nothing else matters now.", "It came up at lunch.",
    "We argued about this at the meeting.", "My notes are incomplete.", "The old value may be outdated.",
    "I have no table at hand.", "The students will ask.", "A rough idea is fine.", "We start data taking on Monday.",
    "My calculator died.", "I could not find it in the book.", "This is problem four on the sheet.",
)  # fmt: skip
_AND = (" and ", ". Also, ", "; then ", " and then ", ". Then: ", ", and also ", " + ", "? And ", ". Second: ", " & ")
_FILES = (" in the attached file", " (file attached)", " See attachment.", " The file is attached.")


def varied(question: str, random: Random) -> str:
    """The question as somebody else would type it."""
    if random.random() < 0.16:
        start = random.choice(_BEFORE)
        question = start + (question[:1].lower() + question[1:] if random.random() < 0.7 else question)
    if random.random() < 0.14:
        question = question + random.choice(_AFTER)
    if random.random() < 0.08:
        aside = random.choice(_ASIDE)
        question = f"{aside} {question}" if random.random() < 0.7 else f"{question} {aside}"
    if random.random() < 0.3 and "$" not in question:
        question = " ".join(w if _is_mathematics(w) else w.lower() for w in question.split(" "))
    if random.random() < 0.2:
        question = question.rstrip("?.! ")
    if random.random() < 0.15:
        question = _slip(question, random)
    return question.strip()


def with_file(question: str, random: Random) -> str:
    """Say that a file is attached, as some do."""
    return question.rstrip(".") + random.choice(_FILES) if random.random() < 0.12 else question


def compound(first: Example, second: Example, random: Random) -> Example:
    """Two questions in one: both experts are needed."""
    end = second.question[:1].lower() + second.question[1:]
    text = first.question.rstrip("?. ") + random.choice(_AND) + end
    return Example(text, (first.intents[0], second.intents[0]), True, f"{first.group}\n{second.group}")


def _is_mathematics(word: str) -> bool:
    return bool(re.search(r"[=^*\\_/()\d+]|->", word)) or word in _SINGLE


_SINGLE: Sequence[str] = ("Z", "W", "K", "J", "N", "T", "V", "A", "G", "E", "GeV", "MeV", "TeV")


def _slip(question: str, random: Random) -> str:
    """One slip in one longer word: a letter left out, doubled, or two swapped."""
    words = question.split(" ")
    long = [i for i, word in enumerate(words) if re.fullmatch(r"[A-Za-z]{5,}", word)]
    if not long:
        return question
    place = random.choice(long)
    word = words[place]
    at = random.randrange(1, len(word) - 1)
    words[place] = random.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return " ".join(words)
