"""One call for an evaluation: tasks, or a gate, asked of whoever answers; for the command and for notebooks."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from physfm.errors import InputError
from physfm.evaluation import OURS, SPLITS, report, runner, task
from physfm.evaluation import gate as gates
from physfm.evaluation.problems import splits
from physfm.evaluation.problems.splits import Split
from physfm.evaluation.report import Report
from physfm.evaluation.respondents import AgentRespondent, Choices, LocalRespondent, Respondent


def evaluate(
    tasks: str | Sequence[str] = (),
    model: str | Respondent | Any = OURS,
    n: int = 100,
    *,
    split: str | Split = "public",
    seed: int | None = None,
    gate: str | Path | None = None,
    endpoint: str | None = None,
    choices: Choices = "letters",
    tokens: int | None = None,
    connections: int | None = None,
    log: str | Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> Report:
    """Ask a model the items of tasks and grade its answers.

    ```python
    from physfm.evaluation import evaluate

    evaluate(["choices", "why"], "smollm2-135m", n=20)  # a report, which Jupyter shows
    ```

    Parameters
    ----------
    tasks
        Names (`physfm.evaluation.task.tasks`), or ``file:PATH``.
    model
        ``"physfm"`` (the agent), a base model (name, folder, hub id), a folder of an adapted one; or whoever answers:
        an agent (`physfm.load`), a `physfm.llm.LanguageModel`, a respondent (`physfm.evaluation.respondents`).
    n
        Items of each task.
    split
        ``"public"``, ``"private"`` (its key is in the environment), ``"fresh"``, or a split.
    seed
        Of the public split.
    gate
        File of a gate, which says itself what is run; then ``tasks`` and ``n`` are not heeded.
    endpoint
        URL of an OpenAI-compatible endpoint, where ``model`` is asked.
    choices
        By what an option is chosen, where likelihoods are known.
    tokens
        Longest answer.
    connections
        Questions that are under way at an endpoint at the same time.
    log
        Folder for answers; a run that was cut goes on from there.
    tell
        Called with a line for a person now and then.

    Returns
    -------
    report
        ``.runs``, ``.as_dict()``, ``.write("report.html")``, ``.gate`` and ``.passed``.

    Raises
    ------
    InputError
        If a task, a model or a split is unknown, or options do not fit together. Nothing has been asked then.
    """
    required = gates.read(gate) if gate is not None else None
    names = [tasks] if isinstance(tasks, str) else list(dict.fromkeys(tasks))
    if n < 1:
        raise InputError(f"Expected a positive number of items, got {n}.")
    if seed is not None and not isinstance(split, str):
        raise InputError("A split that is given has its own seed or key: no seed beside it.")
    wanted: Sequence[Mapping[str, Any]] = required.runs if required else [{"task": name, "n": n} for name in names]
    if not wanted:
        raise InputError("No task is named: physfm evaluate lists them.")
    known = [task.find(str(each["task"])) for each in wanted]  # before any model is loaded
    made: dict[Any, Split] = {}
    chosen = []
    for each in wanted:
        name = each.get("split", split)
        if name not in made:
            of_run = seed if name in (SPLITS[0], split) else None  # a gate may run other splits too
            made[name] = of_name(name, of_run) if isinstance(name, str) else name
        chosen.append(made[name])
    if log is not None:
        _folder(Path(log))
    who = respondent(model, endpoint, choices, tokens, connections)
    runs = []
    for each, found, of in zip(wanted, known, chosen, strict=True):
        path = Path(log) / f"{_plain(found.name)}-{_plain(who.name)}-{of.name}-{of.digest}.jsonl" if log else None
        runs.append(runner.run(found, who, int(each["n"]), of, path, tell))
    held = gates.check(required, [report.metrics(run) for run in runs]) if required else ()
    return Report(tuple(runs), tuple(held))


def from_logs(paths: Iterable[str | Path]) -> Report:
    """A report of runs whose answers are in logs: files, or folders of them. Nobody is asked.

    Runs of several respondents on the same items are compared; so is one before and after its weights changed.

    Raises
    ------
    InputError
        If there is no log, or one is broken.
    """
    files: list[Path] = []
    for path in map(Path, paths):
        files += sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise InputError("Expected logs of evaluations, found none.")
    runs = [runner.load(path) for path in dict.fromkeys(files)]
    weights: dict[str, set[str]] = {}
    for run in runs:
        weights.setdefault(run.respondent, set()).add(run.weights)
    return Report(
        tuple(
            replace(run, respondent=f"{run.respondent} ({run.weights or 'weights unknown'})")
            if len(weights[run.respondent]) > 1
            else run
            for run in runs
        )
    )


def of_name(name: str, seed: int | None = None) -> Split:
    """The split of a name.

    Raises
    ------
    InputError
        If there is none, it has no key, or a seed is given to one that has a key.
    """
    if name not in SPLITS:
        raise InputError(f"Expected a split of {', '.join(SPLITS)}, got {name!r}.")
    if name == "public":
        return splits.public() if seed is None else splits.public(seed)
    if seed is not None:
        raise InputError(f"A seed belongs to the public split; the {name} split has a key.")
    return splits.private() if name == "private" else splits.fresh()


def respondent(
    model: str | Respondent | Any,
    endpoint: str | None = None,
    choices: Choices = "letters",
    tokens: int | None = None,
    connections: int | None = None,
) -> Respondent:
    """Whoever is named, or given; arguments as of `evaluate`.

    Raises
    ------
    InputError
        If there is no such model, or it cannot do what is asked for.
    """
    if choices != "letters" and (endpoint or model == OURS):
        raise InputError(
            f"Choices by {choices} need a model whose likelihoods are known: a base model, folder or hub id."
        )
    if connections is not None and not endpoint:
        raise InputError("Connections are those to an endpoint.")
    if tokens is not None and not endpoint and model == OURS:
        raise InputError(
            "The longest answer is set for a base model, a folder or an endpoint; the agent has limits of its own."
        )
    if endpoint:
        from physfm.evaluation.endpoint import CONNECTIONS, EndpointRespondent

        if not isinstance(model, str) or model == OURS:
            raise InputError("An endpoint needs the name of a model (--model NAME): which one is to answer there?")
        return EndpointRespondent(endpoint, model, tokens, connections or CONNECTIONS)
    if not isinstance(model, str):
        return _given(model, choices, tokens)
    if model == OURS:
        import physfm

        return AgentRespondent(physfm.load())
    from physfm import checkpoint, llm
    from physfm.adaptation import artefact

    if (Path(model) / f"{artefact.NAME}.json").is_file():
        language, _ = artefact.load(model)
        weights = "-".join(checkpoint.sha256(path)[:12] for path in sorted(Path(model).glob("*.safetensors")))
        return _local(language, model, choices, tokens, weights)
    return _local(llm.load(model), "", choices, tokens)


def _given(model: Any, choices: Choices, tokens: int | None) -> Respondent:
    if isinstance(model, Respondent):
        return model
    if hasattr(model, "ask"):
        return AgentRespondent(model)
    if hasattr(model, "tokenizer"):
        return _local(model, "", choices, tokens)
    raise InputError(
        f"Expected the name of a model, an agent, a LanguageModel or a respondent, got {type(model).__name__}. A "
        "function becomes a respondent by physfm.evaluation.respondents.FunctionRespondent(name, function)."
    )


def _local(language: Any, name: str, choices: Choices, tokens: int | None, weights: str = "") -> LocalRespondent:
    named = name or language.name
    if tokens is not None:
        named += f", {tokens} tokens at most"
    return LocalRespondent(language, named, tokens, choices=choices, weights=weights)


def _folder(path: Path) -> None:
    """See to it that logs can be written, before a model is loaded."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as err:
        raise InputError(f"Expected a folder for logs, cannot write to {str(path)!r}: {err.strerror}.") from err


def _plain(name: str) -> str:
    """A name as part of a file's name."""
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name)[-80:]
