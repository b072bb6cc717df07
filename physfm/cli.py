"""The shell's door."""

from __future__ import annotations

import sys


def fit_main(args: list[str]) -> None:
    """Run LightningCLI: ``physfm fit|validate|test|predict --config FILE``."""
    from lightning.pytorch.callbacks import ModelCheckpoint
    from lightning.pytorch.cli import LightningCLI

    from physfm.resume import RandomState, SafetensorsIO

    ModelCheckpoint.FILE_EXTENSION = ".safetensors"
    LightningCLI(
        subclass_mode_model=True,
        subclass_mode_data=True,
        save_config_kwargs={"overwrite": True},
        trainer_defaults={"plugins": [SafetensorsIO()], "callbacks": [RandomState()]},
        args=args,
    )


def main() -> int:
    """Entry point."""
    fit_main(sys.argv[1:])
    return 0
