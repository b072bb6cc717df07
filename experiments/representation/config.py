"""Everything on which the numbers of this experiment depend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from experiments.representation.fields import FieldOptions
from experiments.representation.jets import JetOptions
from experiments.representation.representations import Size
from experiments.representation.strain import StrainOptions
from physfm.errors import InputError

TaskName = Literal["jets", "strain", "fields"]
SPLITS = ("train", "development", "test")


@dataclass(frozen=True)
class Config:
    """See full.yaml.

    Parameters
    ----------
    tasks
        By name.
    train, development, test
        Items of a task; test items for each seed, which no other seed sees.
    data_seed
        Of the training items; development and test items take the next two.
    seeds
        Of initialisation and order.
    size
        Of every network.
    digits, powers
        Of text: significant digits, smallest and largest power of ten.
    bins
        Of discrete symbols, for each kind of number.
    rates, rate_seed, rate_share
        Learning rates to choose from, the seed with which that is done, and the share of the operations it gets.
    batch
        Items a step.
    flops
        Operations that every training gets.
    samples
        Items that every training sees at least, for the reading at equal data.
    jets, strain, fields
        What the items are.
    files
        Real data: task, split, class, patterns under the folder of real data. Tasks without are generated.
    device
        Where torch computes.

    Raises
    ------
    InputError
        If a rate is chosen with a seed that is scored, or files lack a split.
    """

    tasks: tuple[TaskName, ...]
    train: int
    development: int
    test: int
    data_seed: int
    seeds: tuple[int, ...]
    size: Size
    digits: int
    powers: tuple[int, int]
    bins: int
    rates: tuple[float, ...]
    rate_seed: int
    rate_share: float
    batch: int
    flops: float
    samples: int
    jets: JetOptions = field(default_factory=JetOptions)
    strain: StrainOptions = field(default_factory=StrainOptions)
    fields: FieldOptions = field(default_factory=FieldOptions)
    files: dict[str, dict[str, dict[str, list[str]]]] = field(default_factory=dict)
    device: str = "cpu"

    def __post_init__(self) -> None:
        if self.rate_seed in self.seeds:
            raise InputError(f"Expected a rate_seed that is not scored, got {self.rate_seed} among {self.seeds}.")
        if self.batch > min(self.samples, self.train):
            raise InputError(f"Expected a batch of at most samples and train items, got {self.batch}.")
        for task, splits in self.files.items():
            if set(splits) != set(SPLITS):
                raise InputError(f"Expected files of {task} for {', '.join(SPLITS)}, got {', '.join(splits)}.")
