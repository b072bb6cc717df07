"""The agent loop: plan -> encode and measure -> tools -> passages -> answer, bounded, traced, checked.

Who may say what: measurements come from encoders' heads, values from tools, explanations from passages. The language
model chooses calls and words. A number in its words that none of these holds is not let through, a call that is wrong
twice is refused, and the finished answer is held to conservation laws, units, ranges and constants (`physfm.guard`);
a check that fails is shown with the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from physfm import guard, lora, tools
from physfm.agent import calling, passages
from physfm.agent.limits import Limits, Spent
from physfm.agent.options import split
from physfm.agent.speaker import LocalSpeaker, Speaker
from physfm.agent.trace import Trace
from physfm.answer import Answer
from physfm.calls import NAME as CALLING
from physfm.checkpoint import read_card, sha256
from physfm.errors import InputError, MissingDependency, WeightsError
from physfm.evidence import Evidence, Link, link, relevant
from physfm.latent import Latents
from physfm.model import Data, PhysicsModel
from physfm.router import Attachment, Plan, Route, Router, attach
from physfm.tools.tool import Tool
from physfm.types import Measured

OFFERED = 5  # tools in a small model's prompt; those that the router finds likely
SURE = 0.9
"""Confidence from which the planned tool is called first: right in 151 of 152 single calls of training templates."""
LAST = ("calculate",)  # tools that chains end with
OUT_OF_SCOPE = (
    "That is outside of what I can answer. I read physics data, look up particles and constants, calculate with units, "
    "and quote physics texts."
)
NO_DATA = "That needs data, and none is attached: give a file (--data FILE, or data= in Python)."


@dataclass
class Draft:
    """An answer in the making.

    Parameters
    ----------
    evidence, drawings
        As in `physfm.answer.Answer`.
    seen
        What was read from attached data, in words.
    quoted, cited
        Sentences of passages that answer, or that there are none; and the passages' citations.
    used
        Tools that answered.
    """

    evidence: list[Evidence] = field(default_factory=list)
    drawings: tuple[Any, ...] = ()
    seen: str = ""
    quoted: str = ""
    cited: tuple[str, ...] = ()
    used: tuple[str, ...] = ()

    def answer(self, plan: Plan, parts: Sequence[str]) -> Answer:
        """Put the parts together."""
        route = Route(plan.encoders, self.used, self.cited, plan.confidence, plan.reason)
        return Answer("\n".join(filter(None, parts)), tuple(self.evidence), route, (), self.drawings)


class Agent:
    """Answers questions about physics, with or without data.

    Parameters
    ----------
    model
        Encoders, latent space and language model.
    speaker
        Who calls tools and writes words; the model's own base language model unless given.
    index
        Folder of the index to retrieve from; that of the PDG Listings unless given, built at first use.
    router
        Who plans; the learned router unless given.
    limits
        What one answer may cost.
    folder
        Where tools that simulate may write files; the current folder if None. Nothing that exists is overwritten.
    """

    def __init__(
        self,
        model: PhysicsModel,
        speaker: Speaker | None = None,
        index: str | Path | None = None,
        router: Router | None = None,
        limits: Limits | None = None,
        folder: str | Path | None = None,
    ) -> None:
        self.model = model
        self.limits = limits or Limits()
        self._speaker, self._router = speaker, router
        self._index = Path(index) if index is not None else None
        self._folder = Path(folder) if folder is not None else None

    # What the model does without an agent ----------------------------------------------------------------------------

    def encode(self, data: Data, encoder: str | None = None, limit: int | None = None) -> Latents:
        """Encode a file into the shared latent space (`PhysicsModel.encode`)."""
        return self.model.encode(data, encoder, limit)

    def measure(self, data: Data, encoder: str | None = None, limit: int | None = None) -> list[Measured]:
        """Measure physical quantities with their uncertainties (`PhysicsModel.measure`)."""
        return self.model.measure(data, encoder, limit)

    # Parts, each made when it is first needed ------------------------------------------------------------------------

    @cached_property
    def router(self) -> Router:
        """Who plans: the learned router; the rules where its embedding model is not installed."""
        if self._router is not None:
            return self._router
        from physfm.router.learned import LearnedRouter
        from physfm.router.rules import RuleRouter

        try:
            return LearnedRouter.load()
        except MissingDependency:
            return RuleRouter()

    @cached_property
    def speaker(self) -> Speaker:
        """Who calls tools and writes words.

        Raises
        ------
        WeightsError
            If the base model was not pulled.
        """
        if self._speaker is not None:
            return self._speaker
        language = self.model.backbone
        try:
            made_for = read_card(self.model.weights, CALLING)["backbone"]["sha256"]
        except WeightsError:
            made_for = ""  # own weights without tool calling: the model is asked as it is
        if made_for == language.backbone_hash:
            lora.load(self.model.weights, CALLING, language)
        return LocalSpeaker(language)

    @cached_property
    def index(self) -> Any:
        """The index that passages come from.

        Raises
        ------
        InputError
            If the given index is none.
        """
        return passages.open_index(self._index)

    # Asking ----------------------------------------------------------------------------------------------------------

    def ask(
        self, question: str, data: Data = (), item: str | None = None, history: Sequence[tuple[str, Answer]] = ()
    ) -> Answer:
        """Answer a question in words, with evidence for every number.

        Parameters
        ----------
        question
            In English.
        data
            One path or several; files of different kinds stand as separate attachments in one conversation.
        item
            Id of the item to ask about; the first (for strain: the loudest) if None.
        history
            Earlier questions of the conversation with their answers.

        Raises
        ------
        InputError
            In one line, if the question is empty, a file cannot be read, or an endpoint does not answer.
        WeightsError
            If the base model was not pulled.
        """
        if not question.strip():
            raise InputError("The question is empty.")
        paths = [Path(data)] if isinstance(data, (str, Path)) else [Path(path) for path in data]
        attachments = attach(paths)
        trace, spent = Trace(), Spent(self.limits)
        files = [{"path": str(path), "sha256": sha256(path)} for path in paths]
        trace.add("question", text=question, files=files, item=item, limits=vars(self.limits))
        alone, options = split(question) if attachments else (question, "")
        plan, asked = self._plan(alone, attachments, history, trace)
        if options and self.speaker.fluent:
            asked = f"{asked}\n{options}"
        answer = self._answer(asked, plan, attachments, paths, item, history, spent, trace)
        checked = self._checked(answer, question, trace)
        # What was checked, and the whole of it with what the checks added.
        trace.add("answer", checked=answer.text, **checked.as_dict())
        return Answer(
            checked.text, checked.evidence, checked.route, checked.links, checked.drawings, tuple(trace.events)
        )

    def _plan(
        self, question: str, attachments: Sequence[Attachment], history: Sequence[tuple[str, Answer]], trace: Trace
    ) -> tuple[Plan, str]:
        """Plan, and the question as it is to be understood: one that points back is read with the one before."""
        names = [found.encoder.name for found in attachments]
        plan = self.router.plan(question, names)
        if plan.clarify and history:
            joined = f"{history[-1][0]} {question}"
            again = self.router.plan(joined, names)
            if not again.clarify and not again.abstain:
                plan, question = again, joined
        trace.add(
            "route",
            understood=question,
            attachments=names,
            experts=list(plan.experts),
            confidence=round(plan.confidence, 4),
            reason=plan.reason,
            alternatives=[[name, round(p, 4)] for name, p in plan.alternatives],
            router=plan.router,
        )
        return plan, question

    def _consult_data(self, draft: Draft, question: str, paths: Sequence[Path], item: str | None, trace: Trace) -> None:
        """Measure what the user attached, whatever the plan: it belongs to the answer."""
        looked = self._look(question, paths, item)
        draft.evidence += looked.evidence
        draft.drawings = looked.drawings
        facts = [fact.content for fact in looked.evidence]
        trace.add("measured", encoders=list(looked.route.encoders), text=looked.text, facts=facts)
        draft.seen = looked.text

    def _consult_passages(self, draft: Draft, question: str, trace: Trace) -> None:
        """Find passages; a small model quotes them, a fluent one reads them."""
        found = self.index.search(question, k=3)
        draft.quoted, passed = passages.quote(found)
        trace.add("passages", question=question, supported=found.supported, citations=[e.source for e in passed])
        draft.evidence += passed
        draft.cited = tuple(fact.source for fact in passed if fact.kind == "passage")

    def _consult_tools(
        self,
        draft: Draft,
        question: str,
        plan: Plan,
        history: Sequence[tuple[str, Answer]],
        spent: Spent,
        trace: Trace,
    ) -> str:
        """Have the language model call tools until it answers; return its words, held to the evidence."""
        if self.speaker.fluent:
            facts = [_as_fact(fact) for fact in draft.evidence if fact.kind in ("measurement", "passage")]
            facts += [f"Read from the data: {draft.seen}"] if draft.seen else []
            earlier = _turns(history)
        else:
            facts = [_as_fact(fact) for fact in relevant(question, draft.evidence)]
            earlier = []
        turn = "\n".join([*facts, question])
        called = calling.run(
            self.speaker, turn, self.offered(plan), spent, trace, earlier, self._folder, self.first(plan)
        )
        draft.evidence += called.evidence
        draft.used = called.tools
        return self.held(called, draft.evidence, question)

    def _answer(
        self,
        question: str,
        plan: Plan,
        attachments: Sequence[Attachment],
        paths: Sequence[Path],
        item: str | None,
        history: Sequence[tuple[str, Answer]],
        spent: Spent,
        trace: Trace,
    ) -> Answer:
        draft = Draft()
        if attachments:
            self._consult_data(draft, question, paths, item, trace)
        if plan.abstain:
            return draft.answer(plan, [OUT_OF_SCOPE])
        if plan.clarify:
            return draft.answer(plan, [plan.question])
        if plan.encoders and not attachments:
            return draft.answer(plan, [NO_DATA])
        if plan.retrieval:
            self._consult_passages(draft, question, trace)
        if self.speaker.fluent:
            return draft.answer(plan, [self._consult_tools(draft, question, plan, history, spent, trace)])
        parts = [draft.seen if plan.encoders else "", draft.quoted]
        if plan.tools:
            parts.append(self._consult_tools(draft, question, plan, history, spent, trace))
        return draft.answer(plan, parts)

    def _look(self, question: str, paths: Sequence[Path], item: str | None) -> Answer:
        """What the data say; without words where no adapter belongs to this base model."""
        try:
            return self.model.look(split(question)[0], list(paths), item)
        except WeightsError:
            if not self.speaker.fluent:
                raise
            return self.model.facts(list(paths), item)

    def offered(self, plan: Plan) -> dict[str, Tool]:
        """Tools that may be called: those planned, then the next likely, and the calculator."""
        known = tools.tools()
        if self.speaker.fluent:
            return {name: known[name] for name in plan.tools if name in known} or dict(known)
        likely = [name.removeprefix("tool:") for name, _ in plan.alternatives if name.startswith("tool:")]
        names = [*plan.tools, "calculate", *likely]
        return {name: known[name] for name in list(dict.fromkeys(names))[:OFFERED] if name in known}

    def first(self, plan: Plan) -> str:
        """The tool that a small model must call first; empty where it is to choose.

        The router knows better than a model of 135 million parameters which tool a question is about, unless the
        question is for several: then the calculator is often planned, and needs values that come before it.
        """
        if self.speaker.fluent or len(plan.tools) != 1 or plan.confidence < SURE or plan.tools[0] in LAST:
            return ""
        return plan.tools[0]

    def held(self, called: calling.Called, evidence: list[Evidence], question: str) -> str:
        """Words of a tool loop that its evidence holds; else what the last tool said, or why there is no answer."""
        if called.words:
            links, unsupported = link(called.words, evidence, question)
            last = len(evidence) - 1
            if not unsupported and (not called.evidence or not links or any(each.evidence == last for each in links)):
                return called.words
            if unsupported:
                warning = f"The language model wrote {', '.join(unsupported)}, which no evidence holds."
                evidence.append(Evidence("warning", "physfm", warning))
        if called.refusal:
            evidence.append(Evidence("warning", "physfm", called.refusal))
        if called.evidence:
            return called.evidence[-1].content
        return f"I could not answer that: {called.refusal or 'no tool was called.'}"

    def _checked(self, answer: Answer, question: str, trace: Trace) -> Answer:
        """Hold the finished text to the laws, and link its numbers."""
        text, evidence = answer.text, list(answer.evidence)
        for check in guard.check(text):
            trace.add("check", law=check.law, claim=check.claim, passed=check.passed, reason=check.reason)
            if check.passed is False:
                source = f"physfm.guard, {check.law}; {check.source}"
                evidence.append(Evidence("check", source, f"Failed: {check.reason}"))
        failed = [fact.content for fact in evidence if fact.kind == "check"]
        links: Sequence[Link] = link(text, evidence, question)[0]
        shown = "\n".join([text, *(f"Check {content[0].lower()}{content[1:]}" for content in failed)])
        return Answer(shown, tuple(evidence), answer.route, tuple(links), answer.drawings)


def _as_fact(fact: Evidence) -> str:
    if fact.kind == "passage":
        return f"{fact.source.partition(' ')[0]} {fact.content}"  # its mark, [1], and its text
    return f"Measured: {fact.content}."


def _turns(history: Sequence[tuple[str, Answer]]) -> list[dict[str, Any]]:
    """The last two exchanges, as turns."""
    turns: list[dict[str, Any]] = []
    for question, answer in history[-2:]:
        turns += [{"role": "user", "content": question}, {"role": "assistant", "content": answer.text}]
    return turns
