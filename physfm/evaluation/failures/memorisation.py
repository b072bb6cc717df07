"""Memorisation: five looks at whether an answer was remembered, and their combined verdict.

1. `brittle`: the same draw with its choices in another order, in other words, in other units or symbols.
2. `perturbed`: the same question with other numbers (fresh problems of the same families).
3. `own_world`: a counterfactual question answered with our world's value.
4. `familiar`: public questions likelier, token by token, than fresh ones of the same kind
   (`physfm.evaluation.contamination.min_k`).
5. `overlapping`: public questions nearer to the training corpus than fresh ones.

Notable: in 2, 4 and 5 public and fresh items come from one generator and differ only in the chance they were drawn
with, so a model that never saw the public ones cannot tell them apart: no allowance is needed, which real benchmarks
and their "unseen" counterparts never grant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from numpy.typing import ArrayLike

from physfm.errors import InputError
from physfm.evaluation.failures.pairs import Answers, answers, difference, draw, lost
from physfm.evaluation.failures.signature import Signature, area, combined, paired, rate
from physfm.evaluation.item import LETTERS, Item

SURFACE = ("paraphrase", "renamed", "units", "irrelevant")
BRITTLE = 0.05
"""Loss of accuracy under a change that changes nothing: as much as is forgiven of a shift."""
OWN_WORLD = 0.1
"""Share of counterfactual questions that may be answered with our world's value. A choice: an overread sentence in
ten."""
NEAR = 0.02
"""Relative distance within which a value is our world's: the tolerance of most items."""


def brittle(plain: Answers, changed: Answers, allowance: float = BRITTLE, name: str = "surface") -> Signature:
    """Judge how much accuracy the same draws lose when only their surface changes.

    Parameters
    ----------
    plain, changed
        Answers to the same draws; of ``changed`` every variant but the plain one counts.

    Raises
    ------
    InputError
        If no draw was asked in both ways.
    """
    other = [a for a in answers(changed) if a.tags.get("variant") != "plain"]
    differences = lost(answers(plain, "plain"), other)
    if not differences:
        raise InputError("No draw was asked plainly and changed: take both from the same split and range of indices.")
    return paired(
        name, differences, allowance, f"Accuracy lost on {len(differences)} draws when only the {name} changes"
    )


def perturbed(public: Answers, fresh: Answers, name: str = "numbers") -> Signature:
    """Judge how much more often public items are right than fresh ones of the same families and variants."""
    return difference(name, answers(public), answers(fresh), 0.0, "accuracy on public items against fresh ones")


def own_world(
    counterfactual: Answers,
    plain: Answers,
    letters: Mapping[str, str] | None = None,
    allowance: float = OWN_WORLD,
) -> Signature:
    """Judge how many counterfactual questions are answered with our world's value.

    Parameters
    ----------
    counterfactual
        Answers in worlds with another law or constant.
    plain
        Answers to the same draws in our world: their golds are the values that memory would give.
    letters
        Of choices: by item id the letter that holds our world's value; see `lures`.

    Raises
    ------
    InputError
        If no draw is in both, or the replies are fingerprints.
    """
    ordinary = {draw(a): a.gold for a in answers(plain, "plain")}
    hits = n = 0
    for each in answers(counterfactual, "law", "constant"):
        if each.form == "choice":
            lure = (letters or {}).get(each.id)
            if lure is not None:
                n, hits = n + 1, hits + (each.reply.strip() == lure)
        elif (value := ordinary.get(draw(each))) is not None and value != each.gold:
            if each.tags.get("split") == "private":
                raise InputError("Replies of the private split are not kept; ask counterfactual items of another.")
            n, hits = n + 1, hits + (not each.correct and _same(each.reply, value))
    return rate("own world", hits, n, allowance, "counterfactual questions are answered with our world's value")


def _same(reply: str, value: str) -> bool:
    from physfm.evaluation.grading import grade

    return grade(reply, value, rel_tol=NEAR).correct


def lures(counterfactual: Sequence[Item], plain: Sequence[Item]) -> dict[str, str]:
    """By id of a counterfactual choice the letter of our world's value, where it is among the wrong ones.

    Parameters
    ----------
    plain
        The same draws as plain choices.
    """
    ordinary = {str(item.tags["parent"]): item.choices[LETTERS.index(item.gold)] for item in plain if item.choices}
    found = {}
    for item in counterfactual:
        value = ordinary.get(str(item.tags["parent"]))
        if value in item.choices and (letter := LETTERS[item.choices.index(value)]) != item.gold:
            found[item.id] = letter
    return found


def familiar(public: ArrayLike, fresh: ArrayLike, name: str = "min-k%") -> Signature:
    """Judge whether public questions are likelier to the model than fresh ones.

    Parameters
    ----------
    public, fresh
        A likelihood of each question, such as `physfm.evaluation.contamination.min_k` gives.
    """
    return area(name, public, fresh, "Public questions are likelier than fresh ones")


def overlapping(public: ArrayLike, fresh: ArrayLike) -> Signature:
    """Judge whether public questions share more with a training corpus than fresh ones.

    Parameters
    ----------
    public, fresh
        Shares, as `physfm.evaluation.contamination.overlap` gives: all questions of a family share its phrases, hence
        the comparison.
    """
    return area("n-grams", public, fresh, "Public questions share more with the corpus than fresh ones")


def memorisation(*parts: Signature) -> Signature:
    """Combine whatever looks were taken.

    Raises
    ------
    InputError
        If none was.
    """
    return combined("memorisation", parts)
