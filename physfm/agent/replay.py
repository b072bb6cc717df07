"""Replaying a trace: the decisions, calls, searches and checks in it are made again and compared, the words are not.

A trace that replays without a difference says what router, tools, index and guard of this installation really say to
the same input, and that every number of its answer is held by its evidence. A difference names the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from physfm import guard
from physfm.agent import passages
from physfm.agent.trace import Trace
from physfm.checkpoint import sha256
from physfm.errors import PhysfmError
from physfm.evidence import Evidence, link
from physfm.router import Router
from physfm.tools import find


def replay(trace: Trace, index: str | Path | None = None) -> list[str]:
    """Make everything in a trace again that is not a language model's.

    Parameters
    ----------
    index
        Index to search in; that of the PDG Listings if None.

    Returns
    -------
    differences
        One line each; empty if there is none. Tools that write files are compared up to the file's path.
    """
    differences: list[str] = []
    call: Mapping[str, Any] = {}
    for number, event in enumerate(trace.events, 1):
        kind = event["event"]
        try:
            if kind == "question":
                found = _files(event)
            elif kind == "route":
                found = _route(event)
            elif kind == "call":
                call, found = event, []
            elif kind == "result":
                found = _result(call, event)
            elif kind == "passages":
                found = _passages(event, index)
            elif kind == "answer":
                found = _answer(event, trace)
            else:
                found = []
        except (KeyError, TypeError, AttributeError) as err:
            found = [f"the event is incomplete ({err})"]
        except PhysfmError as err:
            found = [f"it cannot be made again: {' '.join(str(err).split())}"]
        differences += [f"event {number} ({kind}): {text}" for text in found]
    return differences


def _files(event: Mapping[str, Any]) -> list[str]:
    changed = []
    for file in event["files"]:
        path = Path(file["path"])
        if not path.exists():
            changed.append(f"{path} is not there any more")
        elif sha256(path) != file["sha256"]:
            changed.append(f"{path} has changed since")
    return changed


def _route(event: Mapping[str, Any]) -> list[str]:
    plan = _router(event["router"]).plan(event["understood"], event["attachments"])
    if list(plan.experts) == event["experts"]:
        return []
    return [f"planned {', '.join(event['experts'])}, now {', '.join(plan.experts)}"]


def _router(name: str) -> Router:
    from physfm.router.learned import LearnedRouter
    from physfm.router.rules import RuleRouter

    return RuleRouter() if name == "rules" else LearnedRouter.load()


def _result(call: Mapping[str, Any], event: Mapping[str, Any]) -> list[str]:
    said = find(call["tool"])(call["arguments"]).text
    before = event["result"]["text"]
    return [] if said == before else [f"{call['tool']} said {before!r}, now {said!r}"]


def _passages(event: Mapping[str, Any], index: str | Path | None) -> list[str]:
    opened = passages.open_index(Path(index) if index is not None else None)
    _, evidence = passages.quote(opened.search(event["question"], k=3))
    now = [fact.source for fact in evidence]
    return [] if now == event["citations"] else [f"cited {event['citations']}, now {now}"]


def _answer(event: Mapping[str, Any], trace: Trace) -> list[str]:
    evidence = [Evidence(**fact) for fact in event["evidence"]]
    links = [[each["text"], each["evidence"]] for each in event["links"]]
    now = [[each.text, each.evidence] for each in link(event["text"], evidence, trace.events[0]["text"])[0]]
    found = [] if links == now else ["its numbers are not those that its evidence holds"]
    passed = [[check["law"], check["passed"]] for check in trace.of("check")]
    checked = [[check.law, check.passed] for check in guard.check(trace.of("answer")[-1]["checked"])]
    return found if passed == checked else [*found, "the laws were checked with another outcome"]
