"""Words about a generated jet, from its truth alone; the language model is trained and tested on them."""

from __future__ import annotations

import random

from physfm.errors import InputError
from physfm.types import Description, Question, Sample
from physfm_lhc.tasks import ANSWERS, HEAVY_GEV, MANY

# The canonical text first, then paraphrases.
TEXTS = {
    "origin": (
        "What started this jet?",
        "Which particle is this jet from?",
        "Did a top quark or a light parton make this jet?",
        "What is the origin of the jet?",
    ),
    "mass_class": (
        "Is this jet heavier than 120 GeV?",
        "Is the mass of the jet above or below 120 GeV?",
        "How does the jet's mass compare with 120 GeV?",
    ),
    "multiplicity_class": (
        "Does this jet have more than 65 constituents?",
        "Are there more than 65 particles in the jet?",
        "How does the number of constituents compare with 65?",
    ),
}


def questions() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return for each kind its canonical text and its closed answers."""
    return {kind: (texts[0], ANSWERS[kind]) for kind, texts in TEXTS.items()}


def describe(sample: Sample) -> Description:
    """Caption, and one question of each kind in the canonical words and in one paraphrase.

    Raises
    ------
    InputError
        If the sample carries no truth (real data).
    """
    truth = sample.truth
    if not {"top", "jet_mass", "num_constituents"} <= set(truth):
        raise InputError(f"{sample.id} carries no truth; only generated jets can be described.")
    facts = {
        "origin": truth["top"] > 0.5,
        "mass_class": truth["jet_mass"] > HEAVY_GEV,
        "multiplicity_class": truth["num_constituents"] > MANY,
    }
    source = "a top quark" if facts["origin"] else "a light quark or gluon"
    mass, count = f"{truth['jet_mass']:.0f} GeV", f"{truth['num_constituents']:.0f} constituents"
    caption = f"A jet from {source} with a mass of {mass} and {count}."
    choose = random.Random(sample.id)  # the same paraphrase whenever the same jet is described
    asked = []
    for kind, yes in facts.items():
        texts = TEXTS[kind]
        asked += [Question(t, ANSWERS[kind][int(yes)], kind) for t in (texts[0], choose.choice(texts[1:]))]
    return Description(caption, tuple(asked))
