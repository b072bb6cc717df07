"""Everything on which the numbers depend."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.symbolic_reasoning.problem import STEPS
from physfm.errors import InputError


@dataclass(frozen=True)
class Settings:
    """Of one run.

    Parameters
    ----------
    base
        ``"scratch"`` (a small model from scratch, all weights trained), or a base language model as `physfm.llm.load`
        takes it (frozen, with low-rank updates).
    width, layers
        Of the model from scratch.
    device
        Of model and training.
    seeds
        One training of each arm, and one set of test problems, for each.
    steps
        Numbers of steps of the problems, in training and test.
    tokens
        That each training reads, questions and derivations, padding not counted.
    copied_tokens
        Of random rows to be copied, read before; for a model from scratch.
    batch_tokens
        Of one training step, about.
    longest
        Most tokens of a training sequence; with trees, a longer derivation is read without them.
    tree_share
        Of the derivations of the arms with trees, those that are read with them; the others are read as text.
    learning_rate, warmup_steps
        Of the optimiser (AdamW, cosine to zero).
    lora_rank, lora_alpha, lora_targets
        Of the low-rank updates of a base; the model from scratch has none.
    items
        Test problems of each task and number of steps, each seed.
    floor, floor_items
        A pretrained base that is shown worked examples instead of being trained, and on how many problems of each task
        and number of steps of the first seed; 0 leaves it out.
    asked
        Questions to the shipped agent, in all; 0 leaves it out.
    attempts, temperature
        With tools, how often a refused line is sampled again, and how.
    generation_batch, max_new_tokens
        Of the answers.

    Raises
    ------
    InputError
        If there are no steps, or more than the names suffice for.
    """

    base: str = "scratch"
    width: int = 192
    layers: int = 4
    device: str = "cpu"
    seeds: tuple[int, ...] = (1, 2, 3)
    steps: tuple[int, ...] = (1, 2, 3, 4, 5, 6)
    tokens: int = 2_000_000
    copied_tokens: int = 250_000
    batch_tokens: int = 4096
    longest: int = 320
    tree_share: float = 0.5
    learning_rate: float = 2e-3
    warmup_steps: int = 50
    lora_rank: int = 8
    lora_alpha: int = 16
    lora_targets: tuple[str, ...] = (
        "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj",
    )  # fmt: skip
    items: int = 25
    floor: str = "smollm2-135m"
    floor_items: int = 2
    asked: int = 20
    attempts: int = 4
    temperature: float = 0.8
    generation_batch: int = 60
    max_new_tokens: int = 240

    def __post_init__(self) -> None:
        if not self.steps or not set(self.steps) <= set(STEPS):
            raise InputError(f"Expected steps from {STEPS[0]} to {STEPS[-1]}, got {self.steps}.")
