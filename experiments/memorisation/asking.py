"""What a trained model is asked about each problem: answers in every way, likelihoods, and the text from its half."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.memorisation.config import Learner
from experiments.memorisation.planting import Suspect
from experiments.memorisation.texts import Text, text
from physfm.evaluation import contamination
from physfm.evaluation.failures.memorisation import lures
from physfm.evaluation.item import Item, prompt
from physfm.evaluation.respondents import LocalRespondent
from physfm.evaluation.scoring import score
from physfm.llm import LanguageModel

PLAIN, LAW = "plain", "law"
Row = dict[str, Any]
"""Of one problem: ``family``, ``form``, ``parent``, ``dose``; ``answers`` by way: lists of {correct, reply, gold};
``lure``, the letter of our world's value in its altered world; ``mean``, ``min-k%``, ``min-k%++`` of the question
(nats, or spreads); ``extracted``, whether the second half of its text follows greedily from the first; ``overlap``,
share of the question's words in runs of eight that the training text holds."""


def ask(
    language: LanguageModel, learner: Learner, suspects: Sequence[Suspect], skill: Sequence[Item], read: Sequence[Text]
) -> dict[str, Any]:
    """Ask a model everything; ``skill`` are other questions, of which the share of right answers counts."""
    respondent = LocalRespondent(language, tokens=learner.reply, batch=learner.asked_at_once, chat=False)
    ways = [{PLAIN: (each.item,), **each.ways} for each in suspects]
    asked = [item for each in ways for some in each.values() for item in some]
    scored = iter(score(respondent, [*asked, *skill]))
    questions = [each.item for each in suspects]
    likely = contamination.tokens(language, [prompt(item) for item in questions], learner.asked_at_once)
    halves = respondent.likelihoods([halved(text(item)) for item in questions])
    shared = contamination.overlap(questions, [each.whole for each in read])
    letters = lures([item for each in suspects for item in each.ways[LAW]], questions)
    rows: list[Row] = []
    for suspect, each, tokens, half, overlap in zip(suspects, ways, likely, halves, shared, strict=True):
        answers = {
            way: [
                {"correct": found.correct, "reply": found.reply, "gold": item.gold}
                for item in some
                for found in [next(scored)]
            ]
            for way, some in each.items()
        }
        family, form = suspect.block
        rows.append(
            {
                "family": family,
                "form": form,
                "parent": suspect.item.tags["parent"],
                "dose": suspect.dose,
                "answers": answers,
                "lure": letters.get(suspect.ways[LAW][0].id, ""),
                "mean": round(float(tokens.own.mean()), 4),
                "min-k%": round(contamination.min_k(tokens.own), 4),
                "min-k%++": round(contamination.min_k_plus(tokens), 4),
                "extracted": half.greedy,
                "overlap": round(overlap.share, 4),
            }
        )
    known = [found.correct for found in scored]
    return {"rows": rows, "skill": sum(known) / len(known) if known else None}


def halved(whole: Text) -> tuple[str, str]:
    """A text cut before the word in its middle."""
    said = whole.whole
    at = said.rindex(" ", 0, len(said) // 2 + 1)
    return said[:at], said[at:]
