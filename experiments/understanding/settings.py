"""Everything on which the numbers depend."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.understanding.diets import DIETS
from physfm.errors import InputError


@dataclass(frozen=True)
class Settings:
    """Of one run.

    Parameters
    ----------
    families
        Of the small models' situations; an even number, half of them are probes.
    diets
        Of `experiments.understanding.diets.DIETS`, one training each a seed, beside the untrained model.
    seeds
        Of the choice of probes, lessons, first weights.
    lessons
        Situations of each chain to learn from.
    tokens
        Read in each training.
    asked
        Situations of each chain in the examination of a small model.
    bases
        Pretrained models as `physfm.llm.load` takes them; for each its name in the results.
    adapted
        Folder of weights that `experiments.domain_adaptation` has left, from the root of the repository; empty to leave
        them out.
    situations
        Of all families, that the pretrained models are asked at three levels by choices.
    arithmetic
        Of the pretrained models: ``"float32"``, or ``"bfloat16"`` under autocast.
    device
        Of the pretrained models.
    batch
        Of their likelihoods.
    resamples
        Of bootstraps and permutations.

    Raises
    ------
    InputError
        If families cannot be halved, a diet is unknown, or the arithmetic is.
    """

    families: tuple[str, ...]
    diets: tuple[str, ...]
    seeds: tuple[int, ...]
    lessons: int
    tokens: int
    asked: int
    bases: dict[str, str]
    adapted: str
    situations: int
    arithmetic: str
    device: str
    batch: int
    resamples: int

    def __post_init__(self) -> None:
        if not self.families or len(self.families) % 2:
            raise InputError(f"Expected an even number of families, got {len(self.families)}.")
        if unknown := set(self.diets) - set(DIETS):
            raise InputError(f"No diet {sorted(unknown)[0]!r}. Known: {', '.join(DIETS)}.")
        if self.arithmetic not in ("float32", "bfloat16"):
            raise InputError(f"Expected arithmetic float32 or bfloat16, got {self.arithmetic!r}.")
