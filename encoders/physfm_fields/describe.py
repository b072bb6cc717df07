"""Words about a field, from what its generator knows: a caption, and questions with closed answers."""

from __future__ import annotations

from physfm.errors import InputError
from physfm.types import Description, Question, Sample
from physfm_fields.synthetic import FAMILIES

FAMILY = "Which equation made this field?"
FAMILY_AGAIN = ("What equation does this field obey?", "Which partial differential equation is this?")
TREND = "Does the variance of this field fall over the frames?"
TREND_AGAIN = ("Is this field losing variance with time?", "Does the field fade from the first to the last frame?")

FAMILY_ANSWERS = tuple(f"{family.title}." for family in FAMILIES)
TREND_ANSWERS = ("Yes, it falls.", "No, it does not fall.")


def questions() -> dict[str, tuple[str, tuple[str, ...]]]:
    """For each kind the canonical question and the closed list of answers."""
    return {"family": (FAMILY, FAMILY_ANSWERS), "trend": (TREND, TREND_ANSWERS)}


def describe(sample: Sample) -> Description:
    """Describe a generated sample.

    Raises
    ------
    InputError
        If the sample has no truth (real data): there is nothing to say with certainty.
    """
    if "family" not in sample.truth:
        raise InputError(f"{sample.id} carries no truth; only generated fields can be described. Use measure().")
    number = int(sample.truth["family"])
    asked = [Question(text, FAMILY_ANSWERS[number], "family") for text in (FAMILY, *FAMILY_AGAIN)]
    title = FAMILIES[number].title
    caption = (
        f"A field of {title[0].lower() + title[1:] if title.startswith(('The', 'Adv')) else title} on a periodic box"
    )
    ratio = sample.truth.get("variance_ratio")
    if ratio is not None:
        falls = ratio < 1
        asked += [Question(text, TREND_ANSWERS[0 if falls else 1], "trend") for text in (TREND, *TREND_AGAIN)]
        caption += ", its variance falling with time" if falls else ", its variance not falling"
    return Description(f"{caption}.", tuple(asked))
