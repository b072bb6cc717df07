"""datatrove's local executor without its log on the terminal, where a build says one line a stage."""

from __future__ import annotations

from typing import Any

from datatrove.executor import LocalPipelineExecutor
from loguru import logger


class Local(LocalPipelineExecutor):
    """Runs tasks on this machine, in as many processes as there are workers."""

    def run(self) -> Any:
        """Run all tasks that are not done yet."""
        logger.disable("datatrove")
        return super().run()

    def _launch_run_for_rank(self, *arguments: Any, **named: Any) -> Any:
        logger.disable("datatrove")  # once more, in the worker's process
        return super()._launch_run_for_rank(*arguments, **named)
