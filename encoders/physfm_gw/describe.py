"""Words about strain: captions from truth, questions with closed answers, and the heads' own answers in the same words.

Kinds: ``merger`` (is there one) and ``mass`` (heavy or light, parted at a chirp mass of 19 solar masses, the median of
the prior; asked of mergers alone).
"""

from __future__ import annotations

import hashlib

from torch import Tensor

from physfm.errors import InputError
from physfm.types import Description, Question, Sample
from physfm_gw import strain as convention
from physfm_gw.tasks import Heads

YES, NO = "Yes, a compact binary merges here.", "No, only detector noise."
HEAVY = f"Heavy, above {convention.HEAVY:g} solar masses."
LIGHT = f"Light, below {convention.HEAVY:g} solar masses."
QUESTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "merger": ("Is a merger in here?", (YES, NO)),
    "mass": ("Is the merging binary heavy or light?", (HEAVY, LIGHT)),
}
PARAPHRASES = {
    "merger": (
        "Is a merger in here?",
        "Do two compact objects merge in this strain?",
        "Is there a gravitational-wave signal in these data?",
        "Does this second of strain hold a signal or only noise?",
    ),
    "mass": (
        "Is the merging binary heavy or light?",
        "Is the chirp mass of this binary high or low?",
        "Would you call the merging objects heavy or light?",
    ),
}


def describe(sample: Sample) -> Description:
    """Caption and questions of a generated window.

    Raises
    ------
    InputError
        If the window carries no truth (real data).
    """
    if "merger" not in sample.truth:
        raise InputError(f"{sample.id} carries no truth; only generated strain can be described from it.")
    truth = sample.truth
    names = ", ".join(sample.meta.get("detectors", ())) or "the detector"
    if truth["merger"] < 0.5:
        caption = f"Two seconds of whitened strain of {names}: detector noise, no merger."
        return Description(caption, (_question(sample.id, "merger", NO),))
    heavy = truth["chirp_mass"] > convention.HEAVY
    caption = (
        f"Two seconds of whitened strain of {names}: a {'heavy' if heavy else 'light'} compact binary of chirp mass "
        f"{truth['chirp_mass']:.0f} solar masses merges {truth['merger_time']:.2f} s after the start, "
        f"signal-to-noise ratio {truth['snr']:.0f}."
    )
    questions = (_question(sample.id, "merger", YES), _question(sample.id, "mass", HEAVY if heavy else LIGHT))
    return Description(caption, questions)


def _question(name: str, kind: str, answer: str) -> Question:
    # The wording varies from item to item, and is the same every time for one item.
    index = hashlib.sha256(f"{name}/{kind}".encode()).digest()[0] % len(PARAPHRASES[kind])
    return Question(PARAPHRASES[kind][index], answer, kind)


def from_heads(outputs: dict[str, Tensor], heads: Heads) -> list[dict[str, str]]:
    """Answers of the heads: the calibrated merger probability above one half, the mass above 19 solar masses."""
    merger = heads.temperature[0] * outputs["merger"] + heads.temperature[1] > 0
    return [
        {"merger": YES if m else NO, "mass": HEAVY if h else LIGHT}
        for m, h in zip(merger.tolist(), (outputs["heavy"] > 0).tolist(), strict=True)
    ]
