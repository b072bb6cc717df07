"""Everything on which the numbers depend."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.out_of_distribution.design import DIETS
from physfm.errors import InputError


@dataclass(frozen=True)
class Settings:
    """Of one run.

    Parameters
    ----------
    seeds
        One partition of principles and contexts, one training of each diet, and one set of questions for each.
    diets
        Of `experiments.out_of_distribution.design.DIETS`; ``apart`` and ``everything`` are needed.
    base
        ``"scratch"`` (a model from scratch, all weights trained), or a language model as `physfm.llm.load` takes it
        (frozen, with low-rank updates).
    width, layers
        Of the model from scratch.
    steps
        Of each training, 8 questions each.
    items
        Questions of each condition and seed.
    device
        Of training and answers.
    learning_rate, lora_rank, lora_alpha, lora_targets
        Of a base.
    choosers, adapted, choices
        Language models that are asked ``choices`` generated choices of each kind, as they are: bases by name, and
        folders of adapted weights, from the root of the repository; those that are not there are left out. 0 asks none.

    Raises
    ------
    InputError
        If a diet is unknown, or one that the comparisons need is missing.
    """

    seeds: tuple[int, ...]
    diets: tuple[str, ...] = DIETS
    base: str = "scratch"
    width: int = 64
    layers: int = 2
    steps: int = 1000
    items: int = 96
    device: str = "cpu"
    learning_rate: float = 2e-4
    lora_rank: int = 16
    lora_alpha: int = 32
    lora_targets: tuple[str, ...] = ("q_proj", "v_proj")
    choosers: tuple[str, ...] = ()
    adapted: tuple[str, ...] = ()
    choices: int = 0

    def __post_init__(self) -> None:
        unknown = set(self.diets) - set(DIETS)
        if unknown:
            raise InputError(f"Unknown diets {sorted(unknown)}. Known: {', '.join(DIETS)}.")
        if not {"apart", "everything"} <= set(self.diets):
            raise InputError(f"The comparisons need the diets apart and everything, got {self.diets}.")
