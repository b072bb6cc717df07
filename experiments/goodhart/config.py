"""Everything on which the numbers of this experiment depend."""

from __future__ import annotations

from dataclasses import dataclass

from physfm.errors import InputError


@dataclass(frozen=True)
class Setting:
    """How long is trained, and on how much of what recurs.

    Parameters
    ----------
    seeds
        Of the weights and of the order; a contaminated and an honest training each.
    steps
        Of each training, of eight texts.
    recurring
        Share of the places that public problems take in the contaminated mixture.
    """

    seeds: tuple[int, ...]
    steps: int
    recurring: float


@dataclass(frozen=True)
class Config:
    """See full.yaml.

    Parameters
    ----------
    settings
        By name; the first seed of the last one is drawn.
    looks
        Checkpoints at which a training is watched, evenly over its steps.
    asked
        Private problems at a checkpoint, and fresh ones at the end.
    family
        Of the problems: one, a domain, or ``"all"``.
    public
        Public problems, which may recur.
    words
        Problems, neither public nor asked, whose words the model knows.
    width, layers
        Of the model.
    device
        Where it is trained and asked.

    Raises
    ------
    InputError
        If there is no setting, or one has no seed.
    """

    settings: dict[str, Setting]
    looks: int = 4
    asked: int = 128
    family: str = "projectile-range"
    public: int = 32
    words: int = 300
    width: int = 96
    layers: int = 3
    device: str = "cpu"

    def __post_init__(self) -> None:
        if not self.settings or not all(each.seeds for each in self.settings.values()):
            raise InputError("Expected one setting at least, each with seeds.")
