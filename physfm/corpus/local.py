"""datatrove's local executor without its log on the terminal, where a build says one line a stage.

Workers are forked from a server that has imported what the stages need, once: importing it in every worker of every
stage takes longer than a small build. The server imports and never computes, so no thread of its is lost in a fork.
"""

from __future__ import annotations

from typing import Any

import multiprocess
from datatrove.executor import LocalPipelineExecutor
from loguru import logger

_STAGES = ["physfm.corpus.steps"]
_MEANING = ["scipy.sparse", "torch", "transformers.models.bert.modeling_bert"]


def prepare(meaning: bool) -> None:
    """Say what the server of workers is to import; to be called before the first of them is started.

    Parameters
    ----------
    meaning
        Whether texts will be embedded.
    """
    server = multiprocess.get_context("forkserver")
    server.set_forkserver_preload([*_STAGES, *(_MEANING if meaning else ())])


class Local(LocalPipelineExecutor):
    """Runs tasks on this machine, in as many processes as there are workers."""

    def run(self) -> Any:
        """Run all tasks that are not done yet."""
        logger.disable("datatrove")
        return super().run()

    def _launch_run_for_rank(self, *arguments: Any, **named: Any) -> Any:
        logger.disable("datatrove")  # once more, in the worker's process
        return super()._launch_run_for_rank(*arguments, **named)
