"""Everything that can be said of a set of finished runs, by the tasks they were of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from physfm.errors import InputError
from physfm.evaluation.failures.acausal import acausal
from physfm.evaluation.failures.laws import laws
from physfm.evaluation.failures.memorisation import brittle, memorisation, own_world, perturbed
from physfm.evaluation.failures.overconfidence import overconfidence
from physfm.evaluation.failures.pairs import answers
from physfm.evaluation.failures.shift import shift
from physfm.evaluation.failures.signature import Signature, combined
from physfm.evaluation.runner import Answered, Run

WHAT = ("number", "expression", "choice")


def diagnose(runs: Iterable[Run]) -> list[Signature]:
    """Return every signature for which the runs hold answers, each with its parts.

    Parameters
    ----------
    runs
        Of one respondent. Public and private (or fresh) runs of one task give `memorisation.perturbed`; tasks with
        variants what their variants tell; ``why`` and ``explanations`` the causal look, if their draws were asked for
        a value too.

    Raises
    ------
    InputError
        If the runs are of several respondents.
    """
    given = list(runs)
    if len({run.respondent for run in given}) > 1:
        raise InputError(f"Expected runs of one respondent, got {sorted({run.respondent for run in given})}.")
    every = list({a.id: a for a in chain.from_iterable(run.answered for run in given)}.values())
    public = [a for a in every if a.tags.get("split") == "public"]
    plain = [a for a in public if _what(a) and a.tags.get("variant") == "plain"]
    unseen = [a for a in every if a.tags.get("split") in ("private", "fresh")]
    twins = [a for a in unseen if _what(a) and a.tags.get("variant") == "plain"]
    worlds = [a for a in public if a.tags.get("variant") in ("law", "constant")]
    same = [a for a in public if a.tags.get("variant") in ("reordered", "paraphrase", "renamed", "units", "irrelevant")]

    found = []
    if legible := [a for a in every if a.tags.get("split") != "private" and a.reply]:
        found += _attempt(lambda: laws(legible))
    crossed = [a for a in plain if len(a.tags.get("domains", ())) > 1]
    single = [a for a in plain if len(a.tags.get("domains", ())) < 2]
    moves = [
        *_by_form("crossed", single, crossed, lambda a, b, name: shift(a, b, name=name)),
        *_by_form("counterfactual", plain, worlds, lambda a, b, name: shift(a, b, name=name)),
    ]
    found += _attempt(lambda: combined("shift", moves))
    whys = [a for a in public if a.tags.get("level") == "why"]
    if whys:
        found += _attempt(lambda: acausal([a for a in public if _what(a)], whys))
    parts = [
        *_attempt(lambda: brittle(plain, same)),
        *_by_form("numbers", plain, twins, lambda a, b, name: perturbed(a, b, name)),
        *_attempt(lambda: own_world(worlds, plain)),
    ]
    found += _attempt(lambda: memorisation(*parts))
    sure = [a for a in every if a.confidence is not None and a.tags.get("variant") != "missing"]
    found += _attempt(lambda: overconfidence(sure, answers(every, "missing")))
    return found


def _what(answered: Answered) -> bool:
    return answered.tags.get("level") == "what" and answered.form in WHAT


Look = Callable[[list[Answered], list[Answered], str], Signature]


def _by_form(name: str, first: list[Answered], second: list[Answered], look: Look) -> list[Signature]:
    """A look at answers of one form at a time: choices are easier than numbers."""
    found = []
    for form in WHAT:
        one, two = ([a for a in given if a.form == form] for given in (first, second))
        if one and two:
            found.append(look(one, two, name if form == "number" else f"{name}, {form}"))
    return found


def _attempt(look: Callable[[], Signature]) -> list[Signature]:
    """A signature, or nothing where the runs hold no case for it."""
    try:
        return [look()]
    except InputError:
        return []
