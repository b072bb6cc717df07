"""Everything on which the numbers of this experiment depend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from physfm.model import BASE


@dataclass(frozen=True)
class Config:
    """See full.yaml.

    Parameters
    ----------
    sources, against
        Of the corpus, and evaluation sets to keep out of it, in the folder of real data.
    held_out
        Share of the documents of each kind that no arm reads, by the hash of their text.
    arms
        Configurations of ``physfm fit`` by name, from the root of the repository.
    seeds
        Of each arm: order of the blocks, and first values of low-rank updates.
    base
        Base language model of all arms.
    meaning
        Whether the build looks for evaluation items by their meaning too.
    piece
        Characters of a piece of training text.
    settings
        Put into each arm's configuration, as in its YAML.
    launch
        For an arm, what starts ``physfm`` on the machines where it is trained; here, in this process, if nothing.
    most
        Held-out passages of a group.
    characters
        Of a held-out passage.
    problems
        Generated problems of each kind, for each of the splits (public, private).
    choices, solutions
        Files of real questions with options, and with solutions, in the folder of real data.
    questions, solved
        Of each of them, the first in the order of their hashes.
    pieces
        Pieces that were trained on, and as many that were not, on which memory is looked for.
    arithmetic
        Of the evaluation; bfloat16 is autocast, as in training.
    device
        Of the evaluation.
    resamples
        Of the bootstrap.
    """

    sources: tuple[str, ...]
    against: tuple[str, ...]
    held_out: dict[str, float]
    arms: dict[str, str]
    seeds: tuple[int, ...]
    base: str = BASE
    meaning: bool = True
    piece: int = 2000
    settings: dict[str, Any] = field(default_factory=dict)
    launch: dict[str, list[str]] = field(default_factory=dict)
    most: int = 20
    characters: int = 1200
    problems: int = 16
    choices: tuple[str, ...] = ()
    solutions: tuple[str, ...] = ()
    questions: int = 20
    solved: int = 8
    pieces: int = 16
    arithmetic: Literal["float32", "bfloat16"] = "bfloat16"
    device: str = "cpu"
    resamples: int = 2000
