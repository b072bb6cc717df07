"""Whoever answers: a Hugging Face model, our agent, a model behind an endpoint, all by one protocol.

A respondent gives words; one that knows likelihoods also says how likely each of some continuations is, and then a
choice is the likeliest letter. Everything is greedy: the same questions give the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, final, runtime_checkable

from physfm.errors import InputError
from physfm.evaluation.item import NO_QUESTION, STOPS, Item, prompt, with_choices

LONGEST_ANSWER = 96  # tokens
Choices = Literal["letters", "texts", "information"]
"""By what an option is chosen: the likelihood of its letter after question and options; of its text after the question
alone, per character, which prefers sentences to numbers; or its mutual information with the question,
log p(option | question) - log p(option), which no longer favours options that are likely anywhere (arXiv 2104.08315;
acc_mutual_info of lm-evaluation-harness).
"""
BATCH = 16


@dataclass
class Spent:
    """What answers cost so far.

    Parameters
    ----------
    read, written
        Tokens.
    cut
        Answers that ended because they may be no longer.
    """

    read: int = 0
    written: int = 0
    cut: int = 0


@dataclass(frozen=True)
class Likelihood:
    """Of one continuation: the log-probability of each of its tokens (nats), and whether each was the likeliest."""

    tokens: tuple[float, ...]
    greedy: bool

    @property
    def total(self) -> float:
        """Log-probability of the continuation."""
        return sum(self.tokens)


@runtime_checkable
class Respondent(Protocol):
    """Answers items in words."""

    name: str
    """Says everything on which answers depend; results of another name are not mixed with these.

    A respondent may also have ``weights`` (a text that changes with them: results of others are not mixed either),
    ``spent`` (`Spent`), ``at_once`` (how many items it is best asked together; answers are kept after each lot) and
    ``blind`` (true if it is not shown the files that belong to an item).
    """

    def replies(self, items: Sequence[Item]) -> list[str]:
        """Answers, one an item."""


@runtime_checkable
class Scorer(Protocol):
    """A respondent that knows likelihoods."""

    choices: Choices
    """By what it chooses among options."""

    def likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[Likelihood]:
        """How likely each text is continued in the given way, for (text, continuation)."""


@final
class LocalRespondent:
    """A Hugging Face causal language model.

    Likelihoods are those of continuing `physfm.evaluation.item.prompt` as it stands; for words, a model that has a chat
    template is asked in a chat.

    Parameters
    ----------
    language
        From `physfm.llm.load` or `physfm.adaptation.artefact.load`.
    name
        For reports; the model's own if empty.
    tokens
        Longest answer; `LONGEST_ANSWER` if None.
    chat
        Whether to ask in a chat; by default, if the tokenizer has a template.
    read
        Gives what is put before a question, such as passages about it (`open_book`).
    choices
        By what an option is chosen, see `Choices`: small models answer every choice with the letter A.
    weights
        What tells these weights from others; by default the hash of the base's.
    """

    def __init__(
        self,
        language: Any,
        name: str = "",
        tokens: int | None = None,
        batch: int = BATCH,
        chat: bool | None = None,
        read: Callable[[str], str] | None = None,
        choices: Choices = "letters",
        weights: str = "",
    ) -> None:
        self.language, self.batch, self._read = language, batch, read
        self.tokens = LONGEST_ANSWER if tokens is None else tokens
        self.at_once, self.spent, self.blind, self._weights = batch, Spent(), True, weights
        self.chat = bool(language.tokenizer.chat_template) if chat is None else chat
        self.choices: Choices = choices
        self.name = (name or language.name) + ("" if choices == "letters" else f", choices by {choices}")

    @property
    def weights(self) -> str:
        """Twelve letters that change with the weights."""
        return self._weights or self.language.backbone_hash[:12]

    def replies(self, items: Sequence[Item]) -> list[str]:
        """Greedy continuations up to the first of `STOPS`."""
        return self.complete([self._asked(item) for item in items])

    def _asked(self, item: Item) -> str:
        text = self._before(prompt(item)) + prompt(item)
        if not self.chat:
            return text
        turn = [{"role": "user", "content": text}]
        asked: str = self.language.tokenizer.apply_chat_template(turn, tokenize=False, add_generation_prompt=True)
        return asked

    def complete(self, prompts: Sequence[str], stops: Sequence[str] = STOPS) -> list[str]:
        """Continue texts greedily, up to the first of the stops or the longest answer."""
        import torch

        out = [""] * len(prompts)
        rows = [self._encode(text) for text in prompts]
        for some in _by_length(rows, self.batch):
            longest = max(len(rows[i]) for i in some)
            ids = torch.zeros(len(some), longest, dtype=torch.long)
            mask = torch.zeros_like(ids)
            for row, i in enumerate(some):
                ids[row, longest - len(rows[i]) :] = torch.tensor(rows[i])
                mask[row, longest - len(rows[i]) :] = 1
            with torch.inference_mode():
                texts = self._generate(ids.to(self.language.device), mask.to(self.language.device), stops)
            self.spent.read += int(mask.sum())
            for row, i in enumerate(some):
                out[i] = until(texts[row], stops).strip()
        return out

    def _generate(self, ids: Any, mask: Any, stops: Sequence[str]) -> list[str]:
        import torch
        from transformers import GenerationConfig, StoppingCriteriaList

        from physfm.bases import quiet_transformers

        tokenizer = self.language.tokenizer

        def ended(so_far: Any, scores: Any, **_: Any) -> Any:
            """Rows that hold a stop; transformers' own stop strings need a tokenizer that it can take apart."""
            texts = tokenizer.batch_decode(so_far[:, ids.shape[1] :], skip_special_tokens=True)
            return torch.tensor([any(stop in text for stop in stops) for text in texts], device=so_far.device)

        end = tokenizer.eos_token_id
        config = GenerationConfig(max_new_tokens=self.tokens, do_sample=False, eos_token_id=end, pad_token_id=end)
        with quiet_transformers():
            found = self.language.model.generate(
                input_ids=ids,
                attention_mask=mask,
                generation_config=config,
                stopping_criteria=StoppingCriteriaList([ended]),
            )
        said = found[:, ids.shape[1] :]
        written = (said != end).sum(1)  # what ended early is padded with the end
        self.spent.written += int(written.sum())
        self.spent.cut += int((written == self.tokens).sum())
        texts: list[str] = tokenizer.batch_decode(said, skip_special_tokens=True)
        return texts

    def likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[Likelihood]:
        """Log-probabilities of continuations; texts longer than the model's context lose their beginning."""
        before = {text: self._before(text) for text in dict.fromkeys(text for text, _ in pairs)}
        cut = [self._cut(before[text] + text, continuation) for text, continuation in pairs]
        sharing: dict[tuple[int, ...], list[int]] = {}
        for n, (context, _) in enumerate(cut):
            sharing.setdefault(tuple(context), []).append(n)
        said: dict[int, Likelihood] = {}
        # Letters of a choice need one pass for all, and many texts go together; longer ones share their context.
        short = [context for context, asked in sharing.items() if all(len(cut[n][1]) == 1 for n in asked)]
        for some in _by_length(short, self.batch):
            for i, logits in zip(some, self._next([short[i] for i in some]), strict=True):
                said |= {n: _likelihood(logits[None], cut[n][1]) for n in sharing[short[i]]}
        for shared in sharing.keys() - set(short):
            for some in _by_length([cut[n][1] for n in sharing[shared]], self.batch):
                asked = [sharing[shared][i] for i in some]
                each = self._continuations(shared, [cut[n][1] for n in asked])
                said |= {n: _likelihood(logits, cut[n][1]) for n, logits in zip(asked, each, strict=True)}
        return [said[n] for n in range(len(pairs))]

    def _next(self, contexts: Sequence[Sequence[int]]) -> Any:
        """Logits of the token after each context, (contexts, vocabulary)."""
        import torch

        longest = max(len(ids) for ids in contexts)
        self.spent.read += sum(map(len, contexts))
        ids = torch.zeros(len(contexts), longest, dtype=torch.long)
        mask = torch.zeros_like(ids)
        for row, context in enumerate(contexts):  # padding on the right: causal attention never sees it
            ids[row, : len(context)] = torch.tensor(context)
            mask[row, : len(context)] = 1
        kept = longest - min(len(context) for context in contexts) + 1
        with torch.inference_mode():
            logits = self.language.model(
                input_ids=ids.to(self.language.device),
                attention_mask=mask.to(self.language.device),
                use_cache=False,
                logits_to_keep=kept,
            ).logits.float()
        return [logits[row, len(context) - longest - 1] for row, context in enumerate(contexts)]

    def _continuations(self, context: Sequence[int], continuations: Sequence[Sequence[int]]) -> list[Any]:
        """Logits of each token of several continuations of one context, which is read once."""
        import torch

        device = self.language.device
        longest = max(map(len, continuations))
        self.spent.read += len(context) + sum(len(ids) - 1 for ids in continuations)
        fed = torch.zeros(len(continuations), longest - 1, dtype=torch.long, device=device)
        for row, ids in enumerate(continuations):  # padded on the right, where nothing looks
            fed[row, : len(ids) - 1] = torch.tensor(ids[:-1], dtype=torch.long)
        with torch.inference_mode():
            read = self.language.model(torch.tensor([context], device=device), use_cache=True, logits_to_keep=1)
            first = read.logits.expand(len(continuations), -1, -1).float()
            if longest == 1:
                return list(first)
            read.past_key_values.batch_repeat_interleave(len(continuations))
            mask = torch.ones(len(continuations), len(context) + longest - 1, dtype=torch.long, device=device)
            rest = self.language.model(fed, attention_mask=mask, past_key_values=read.past_key_values).logits
            logits = torch.cat([first, rest.float()], 1)
        return [logits[row, : len(ids)] for row, ids in enumerate(continuations)]

    def _cut(self, text: str, continuation: str) -> tuple[list[int], list[int]]:
        """Token ids of a text and of its continuation, within the model's context."""
        kept = text.rstrip()  # as lm-evaluation-harness cuts: spaces at the end belong to the continuation
        whole = self._encode(text + continuation)
        start = max(len(self._encode(kept)), 1)
        said = whole[start:][-self.language.context :]
        room = self.language.context + 1 - len(said)  # the last token is never read
        return whole[:start][-room:], said

    def _before(self, text: str) -> str:
        return self._read(text) if self._read and text != NO_QUESTION else ""

    def _encode(self, text: str) -> list[int]:
        ids: list[int] = self.language.tokenizer(text, add_special_tokens=False).input_ids
        return ids


def open_book(index: Any, passages: int = 2, longest: int = 600) -> Callable[[str], str]:
    """A reader for `LocalRespondent`: the best passages of an index, whatever their support.

    Parameters
    ----------
    index
        A `physfm.retrieval.index.Index`.
    longest
        Characters of a passage that are read.
    """

    def read(text: str) -> str:
        found = index.search(text, k=passages, threshold=0.0)
        return "".join(f"{hit.passage.text[:longest]}\n\n" for hit in found.passages)

    return read


def until(text: str, stops: Sequence[str]) -> str:
    """A text up to the first of some stops."""
    cuts = [at for stop in stops if (at := text.find(stop)) >= 0]
    return text[: min(cuts)] if cuts else text


def _likelihood(logits: Any, ids: Sequence[int]) -> Likelihood:
    """Of token ids, from the logits at their places, (tokens, vocabulary)."""
    import torch

    said = logits.log_softmax(-1)
    targets = torch.tensor(ids, device=logits.device)
    chosen = said.gather(1, targets.unsqueeze(1)).squeeze(1)
    return Likelihood(tuple(chosen.tolist()), bool((said.argmax(1) == targets).all()))


def _by_length(rows: Sequence[Sequence[int]], batch: int) -> list[list[int]]:
    """Indices in batches of like length, so that little is padded."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    return [order[i : i + batch] for i in range(0, len(order), batch)]


@final
class AgentRespondent:
    """Our agent, with its tools, passages and encoders: `physfm.load`.

    Parameters
    ----------
    agent
        A `physfm.agent.Agent`.
    name
        For reports.
    """

    at_once = 1

    def __init__(self, agent: Any, name: str = "physfm agent") -> None:
        self._agent, self.name = agent, name

    def replies(self, items: Sequence[Item]) -> list[str]:
        """Answers in words, with attached data where an item has any."""
        found = []
        for item in items:
            try:
                found.append(self._agent.ask(with_choices(item), list(item.data), item.tags.get("item")).text)
            except InputError as err:  # what a user would see in place of an answer
                found.append(f"No answer: {err}")
        return found


@final
class FunctionRespondent:
    """A plain function as a respondent: a baseline, or anything that another library answers with."""

    at_once = 1

    def __init__(self, name: str, answer: Callable[[Item], str]) -> None:
        self.name, self._answer = name, answer

    def replies(self, items: Sequence[Item]) -> list[str]:
        """What the function says of each item."""
        return [self._answer(item) for item in items]
