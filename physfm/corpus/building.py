"""Building a corpus: locally, on SLURM or on Ray, by the same pipelines (`physfm.corpus.steps`).

Notable: the executor only decides where the tasks run. A build that was killed is resumed by running the same command;
a finished one is left as it is; another plan in the same folder is refused unless a fresh start is asked for.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from physfm.corpus import files, plan, report
from physfm.corpus.plan import BUILD, Settings
from physfm.errors import InputError, MissingDependency

LOCAL, SLURM, RAY = "local", "slurm", "ray"
PATIENCE_S = 5.0
"""Seconds that a build waits for another one in its folder to let go."""


@dataclass(frozen=True)
class Where:
    """Where the tasks of a build run.

    Parameters
    ----------
    executor
        ``"local"``, ``"slurm"`` or ``"ray"``.
    workers
        Tasks that run at the same time.
    partition, limit, qos
        Of SLURM: partition and time limit (``"12:00:00"``) of each job, quality of service (the cluster's own if
        empty).
    memory_gb
        Of each task, for SLURM and Ray.
    """

    executor: str = LOCAL
    workers: int = 1
    partition: str = ""
    limit: str = "24:00:00"
    qos: str = ""
    memory_gb: int = 4


def build(
    paths: Sequence[str | Path],
    output: str | Path,
    against: Sequence[str | Path] = (),
    settings: Settings | None = None,
    where: Where | None = None,
    fresh: bool = False,
    tell: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Build a corpus, or go on with one.

    Parameters
    ----------
    paths
        Files and folders of sources.
    output
        Folder of the corpus: shards of JSON lines and ``corpus.json``.
    against
        Evaluation sets to keep out of it (`physfm.corpus.items`).
    fresh
        Start over, whatever the folder's earlier build was.
    tell
        Called with a line for a person at each stage.

    Returns
    -------
    report
        As in ``corpus.json``; of SLURM, which only takes the work on, the jobs.

    Raises
    ------
    InputError
        If something cannot be read, or the folder holds something else.
    MissingDependency
        If datatrove (or Ray) is not installed.
    """
    settings, where = settings or Settings(), where or Where()
    say = tell or (lambda _: None)
    stages = _stages()
    planned, items = plan.make(paths, against, settings)
    corpus = Path(output).resolve()
    folder = corpus / BUILD
    _prepare(corpus, planned.digest, fresh)
    with _alone(folder):
        if (folder / "plan.json").exists():
            if _finished(corpus):
                say("nothing to do: the corpus is there, from the same sources and settings")
                return report.read(corpus)
            say("going on with an unfinished build")
        else:
            plan.save(planned, items, folder)
        made = stages(folder, len(planned.tasks))
        if where.executor == SLURM:
            return {"corpus": str(output), "executor": SLURM, "jobs": _submit(made, folder, where)}
        if where.executor == LOCAL:
            from physfm.corpus import local

            local.prepare(settings.decontaminate and settings.meaning)
        for name, (pipeline, tasks) in made.items():
            start = time.perf_counter()
            _executor(where)(pipeline, tasks, folder / "logs" / name).run()
            say(f"{name}: {tasks} task{'s' * (tasks > 1)}, {time.perf_counter() - start:.1f} s")
        return report.read(corpus)


def _stages() -> Any:
    try:
        from physfm.corpus.steps import stages
    except ImportError as err:
        raise MissingDependency("Building a corpus", err.name or "datatrove", "corpus") from err
    return stages


def _prepare(corpus: Path, digest: str, fresh: bool) -> None:
    """Make the folder, or see to it that what is in it may stay or go."""
    if corpus.exists() and not corpus.is_dir():
        raise InputError(f"Expected a folder for the corpus, {str(corpus)!r} is a file.")
    state = corpus / BUILD / "plan.json"
    if state.exists() and files.load(state)["digest"] != digest and not fresh:
        raise InputError(
            f"{str(corpus)!r} holds a corpus of other sources, settings or versions. Give another folder, or "
            "--fresh to replace it."
        )
    ours = (corpus / BUILD).exists()
    if corpus.exists() and any(corpus.iterdir()) and not ours:
        raise InputError(f"Expected an empty folder or an earlier build, {str(corpus)!r} holds other files.")
    if ours and (fresh or (state.exists() and (corpus / report.NAME).exists() and not _finished(corpus))):
        for path in [corpus / report.NAME, *corpus.glob("[0-9]" * 5 + ".jsonl")]:
            path.unlink(missing_ok=True)
        shutil.rmtree(corpus / BUILD)
    (corpus / BUILD).mkdir(parents=True, exist_ok=True)


def _finished(corpus: Path) -> bool:
    """Whether report and shards are there, each of its size."""
    if not (corpus / report.NAME).exists():
        return False
    shards = report.read(corpus)["shards"]
    paths = [(corpus / each["file"], each["bytes"]) for each in shards]
    return all(path.exists() and path.stat().st_size == size for path, size in paths)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second build out of the folder while this one runs.

    What a killed build had just started may hold the lock for a moment more, so a held lock is tried again.
    """
    patience = time.monotonic() + PATIENCE_S
    with (folder / "lock").open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as err:
                if time.monotonic() > patience:
                    raise InputError(
                        "Another build is at work in this folder. Wait for it, or give another folder."
                    ) from err
            time.sleep(0.05)
        yield


# Executors ---------------------------------------------------------------------------


def _executor(where: Where) -> Callable[[list[Any], int, Path], Any]:
    """Return what makes an executor of pipeline, number of tasks and folder for its markers."""
    if where.executor == RAY:
        try:
            import ray  # noqa: F401
        except ImportError as err:
            raise MissingDependency("Building a corpus on Ray", "ray", "ray") from err
        from datatrove.executor import RayPipelineExecutor

        return lambda pipeline, tasks, logs: RayPipelineExecutor(
            pipeline,
            tasks=tasks,
            workers=min(where.workers, tasks),
            logging_dir=str(logs),
            mem_per_cpu_gb=where.memory_gb,
        )
    from physfm.corpus.local import Local

    return lambda pipeline, tasks, logs: Local(
        pipeline, tasks=tasks, workers=min(where.workers, tasks), logging_dir=str(logs)
    )


def _submit(made: dict[str, tuple[list[Any], int]], folder: Path, where: Where) -> dict[str, str]:
    """Hand all stages to SLURM, each to start when the one before is done; return their job numbers."""
    from datatrove.executor import SlurmPipelineExecutor

    if not where.partition:
        raise InputError("SLURM needs a partition: give --partition (and --time if a task may run over 24 hours).")
    if shutil.which("sbatch") is None:
        raise InputError("SLURM's sbatch is not on the PATH. Submit from a login node of the cluster.")
    here = f"export PATH={Path(sys.executable).parent}:$PATH"
    if os.environ.get("PYTHONPATH"):
        here += f" PYTHONPATH={os.environ['PYTHONPATH']}"
    before, jobs = None, {}
    for name, (pipeline, tasks) in made.items():
        before = SlurmPipelineExecutor(
            pipeline,
            tasks=tasks,
            time=where.limit,
            partition=where.partition,
            workers=where.workers,
            mem_per_cpu_gb=where.memory_gb,
            job_name=f"physfm-corpus-{name}",
            qos=where.qos,
            env_command=here,
            logging_dir=str(folder / "logs" / name),
            depends=before,
        )
        before.run()
        jobs[name] = str(before.job_id)
    return jobs
