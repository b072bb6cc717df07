"""Everything on which the numbers of this experiment depend."""

from __future__ import annotations

from dataclasses import dataclass

from physfm.errors import InputError

SCRATCH = "scratch"


@dataclass(frozen=True)
class Learner:
    """One kind of model and what it reads and is asked; every seed is two trainings, planted and clean.

    Parameters
    ----------
    base
        ``"scratch"`` (a small Llama from scratch, words as tokens), or a base language model as `physfm.llm.load`
        takes it, with low-rank updates.
    seeds
        Of families, problems, groups, order and first weights.
    numbers, choices
        Families of which problems are planted that ask for a number, and with options: one a dose of each family.
    fresh
        Further problems of each family that no training holds, beside the one of dose 0.
    background
        Problems of the same families that both trainings read once.
    rules
        Share of them that are what-if-questions, whose rules can be learnt.
    prose
        Corpora, as ``physfm corpus`` reads them, in the folder of real data.
    pieces, piece
        Of prose, read once by both trainings: how many, and of how many characters.
    skill
        What-if-questions that no training holds, to see what was learnt in general.
    width, layers
        Of a model from scratch.
    rank
        Of low-rank updates of a base, in all linear layers; their scale is 2.
    rate
        Of AdamW; warms up over a tenth, then half a cosine.
    batch
        Texts of an optimiser step.
    answer_weight
        Of a token of the answer in the loss; 1 as in any corpus.
    reply, asked_at_once
        Most tokens of an answer; questions in a batch.
    device
        Of training and asking; a base is trained under bfloat16 autocast and answers in bfloat16.
    """

    base: str
    seeds: tuple[int, ...]
    numbers: int
    choices: int
    fresh: int
    background: int
    rules: float = 0.3
    prose: tuple[str, ...] = ()
    pieces: int = 0
    piece: int = 400
    skill: int = 32
    width: int = 96
    layers: int = 3
    rank: int = 16
    rate: float = 1e-3
    batch: int = 8
    answer_weight: float = 1.0
    reply: int = 16
    asked_at_once: int = 32
    device: str = "cpu"


@dataclass(frozen=True)
class Config:
    """See full.yaml.

    Parameters
    ----------
    learners
        By name.
    doses
        Copies of a problem in the training text; the first is 0.
    pool
        Families with the shortest questions, from which those of a seed are drawn.
    perturbed
        Problems in the same words with other numbers, for each that is asked.
    permutations
        Of the test.

    Raises
    ------
    InputError
        If there is no dose 0 to compare with, or the pool is too small.
    """

    learners: dict[str, Learner]
    doses: tuple[int, ...] = (0, 1, 2, 4, 8, 16, 32)
    pool: int = 32
    perturbed: int = 2
    permutations: int = 20_000

    def __post_init__(self) -> None:
        if len(self.doses) < 2 or self.doses[0] != 0 or list(self.doses) != sorted(set(self.doses)):
            raise InputError(f"Expected rising doses from 0 on, such as 0, 1, 2, got {self.doses}.")
        most = max(max(each.numbers, each.choices) for each in self.learners.values())
        if most > self.pool:
            raise InputError(f"{most} families are wanted of a pool of {self.pool}: enlarge `pool`.")
