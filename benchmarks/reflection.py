"""One table of what a model knows: public, private, counterfactual, crossed, what, why, what-if, real sets.

Rows are the base language model, the same adapted to physics texts (``--adapted FOLDER``), with passages of a textbook
before each question, with symbolic tools only, and the whole agent. Models that know likelihoods choose the option of
which the question says most (mutual information; by letters a model of this size answers A to everything); agents
answer in words, and the letter or the option that their words name counts. Private problems come from a
key made for this run and forgotten. Questions about data are asked of models without data too: that is their control.
"""

from __future__ import annotations

import argparse
import os
import secrets
from pathlib import Path
from typing import Any

from benchmarks.report import ROOT, Report, Row, log
from physfm.evaluation import task
from physfm.evaluation.data import PREFIX
from physfm.evaluation.problems import private, public
from physfm.evaluation.problems.splits import Split
from physfm.evaluation.report import metrics
from physfm.evaluation.respondents import (
    AgentRespondent,
    Choices,
    FunctionRespondent,
    LocalRespondent,
    Respondent,
    open_book,
)
from physfm.evaluation.runner import run as ask
from physfm.statistics import Interval

CHOICES: Choices = "information"
SEED = 20261123
"""Of the public split that is reported; development used others."""
GENERATED = {
    "public": "choices",
    "private": "choices",
    "surface": "surface-choices",
    "counterfactual": "counterfactual-choices",
    "crossed": "crossed-choices",
    "unanswerable": "unanswerable-choices",
    "why": "why",
    "what-if": "what-if",
}
REAL = {
    "MMLU high-school physics": "mmlu_high_school_physics_test.csv",
    "MMLU conceptual physics": "mmlu_conceptual_physics_test.csv",
    "SciBench fund": "scibench_fund.json",
    "PHYSICS mechanics": "yale_PHYSICS_mechanics_textonly.jsonl",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--items", type=int, default=None, help="of each generated column (default 200, quick 20)")
    parser.add_argument("--real", type=int, default=None, help="of each real set (default all, quick 20)")
    parser.add_argument(
        "--agent-items", type=int, default=None, help="for agents, where no data are read (default 40, quick 4)"
    )
    parser.add_argument("--adapted", type=Path, default=None, help="folder of a model adapted by physfm fit")
    parser.add_argument("--data", type=Path, default=None, help="folder of the real sets (default: PHYSFM_DATA)")
    parser.add_argument("--log", type=Path, default=None, help="folder for answers; a run that was cut goes on")


def run(options: argparse.Namespace) -> Report:
    data = options.data or Path(os.environ.get("PHYSFM_DATA", ROOT.parent / "shared" / "data"))
    items = options.items or (20 if options.quick else 200)
    real = options.real or (20 if options.quick else 10_000)
    agents = options.agent_items or (4 if options.quick else 40)
    splits = {"public": public(SEED), "private": private(secrets.token_hex())}
    columns: list[tuple[str, task.Task, Split, int]] = [
        (name, task.find(of), splits["private" if name == "private" else "public"], items)
        for name, of in GENERATED.items()
    ]
    # The base model, which sees no data, is the control of these: it can only guess from the words.
    columns += [(name, task.find(name), splits["public"], items) for name in task.tasks() if name.startswith(PREFIX)]
    for name, file in REAL.items():
        path = data / "qa" / file
        if path.exists():
            columns.append((name, task.find(f"file:{path}"), splits["public"], real))
        else:
            log(f"{path} is not here: no column {name!r}")
    rows = []
    for who, kind, slow, with_data in _respondents(options, data):
        found: dict[str, Interval] = {}
        named: list[bool] = []
        for name, of, split, n in columns:
            with_tokens = name.startswith(PREFIX)  # read by the encoders: quick for agents too
            if with_tokens and not with_data:
                continue
            path = options.log / f"{_plain(who.name)}-{_plain(name)}.jsonl" if options.log else None
            if name == "private":
                path = None  # its key is forgotten with this run
            result = ask(of, who, n if with_tokens or not slow else min(n, agents), split, path)
            found[name] = metrics(result)["accuracy"]
            named += [bool(a.details["letter"]) for a in result.answered if "letter" in a.details]
            log(f"{who.name}, {name}: {found[name].value:.3f} of {len(result.answered)}")
        # Who is asked for likelihoods always chooses.
        facts = {"names an option": round(sum(named) / max(len(named), 1), 3)} if slow else {}
        rows.append(Row(who.name, kind, found, facts))
    ours = rows[-1].metrics
    return Report(
        name="reflection",
        rows=rows,
        headline=rows[-1].name,
        ratio={name: ours[name].value / max(rows[1].metrics[name].value, 1e-9) for name in ours},
        target={},
        seeds=[SEED],
        protocol=f"{items} items a generated column ({agents} for agents where no data are read), real sets up to "
        f"{real}; one choice of five (unanswerable included) in the generated what-columns, of three or four in why "
        "and what-if, of four in MMLU; Wilson 95 % intervals. An agent that declines, or names none of the options, "
        "is wrong; saying that something cannot be told names the unanswerable. Ratio: the agent over the base.",
    )


def _respondents(options: argparse.Namespace, data: Path) -> Any:
    """Rows in their order, each made when its turn comes: respondent, kind, is it slow, is it asked about data."""
    import torch

    import physfm
    from physfm import llm
    from physfm.adaptation import artefact
    from physfm.agent import Agent
    from physfm.evaluation.ablation import SYMBOLIC, OnlyExperts
    from physfm.model import BASE

    torch.set_num_threads(1)
    language = llm.load(BASE)
    base: Respondent = LocalRespondent(language, name="base", choices=CHOICES)
    yield FunctionRespondent("first option", lambda item: "A"), "baseline", False, True
    yield base, "peer", False, True
    if options.adapted:
        adapted, card = artefact.load(options.adapted)
        if card["mode"] == "lora":
            adapted = artefact.merge(adapted)
        yield LocalRespondent(adapted, name="adapted", choices=CHOICES), "ours", False, False
    index = _textbook(data)
    if index is not None:
        yield (
            LocalRespondent(language, name="base + passages", read=open_book(index, 1), choices=CHOICES),
            "ours",
            False,
            False,
        )
    agent = physfm.load()
    symbolic = Agent(agent.model, router=OnlyExperts(agent.router, SYMBOLIC))
    yield AgentRespondent(symbolic, "agent, symbolic tools only"), "ours", True, False
    yield AgentRespondent(agent, "agent, all"), "ours", True, True


def _textbook(data: Path) -> Any:
    """An index of a textbook, built once beside the other data of benchmarks; None where the book is not here."""
    from physfm.retrieval import openstax
    from physfm.retrieval.index import Index

    books = sorted((data / "text").glob("openstax_university_physics_vol*_cnxml.tar.gz"))
    if not books:
        log("no textbook here: no row with passages")
        return None
    folder = ROOT / "data" / "benchmarks" / "textbook.index"
    if Index.exists(folder):
        return Index.open(folder)
    index = Index.create(folder)
    for book in books:
        index.add(openstax.documents(book))
    return index


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name)
