"""Derivations by a language model: in one go, or line by line under the eyes of the symbolic engine.

With tools, every line is judged by what the question says. The first line that is refused is sampled again, a bounded
number of times; from an accepted line on, the model goes on as before. An end without a complete answer is refused as
well, and so is a line that was there before. Where all attempts fail, the derivation stands as the model had it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch

from experiments.symbolic_reasoning.checking import formula, judge
from experiments.symbolic_reasoning.problem import Problem
from physfm.llm import LanguageModel

MAX_LINES = 16


@dataclass
class Speaker:
    """A language model that continues derivations.

    Parameters
    ----------
    trees
        Whether it is asked to write trees.
    examples
        By family, worked examples to put first.
    batch, max_new_tokens, temperature
        Of the generation; the temperature is that of lines that are sampled again.
    """

    language: LanguageModel
    batch: int
    max_new_tokens: int
    temperature: float
    seed: int
    trees: bool = False
    examples: dict[str, str] = field(default_factory=dict)
    written: int = 0  # tokens

    def __post_init__(self) -> None:
        self._draw = torch.Generator(self.language.device).manual_seed(self.seed)
        self._pieces: dict[int, str] = {}

    def rest(self, problems: Sequence[Problem], before: Sequence[Sequence[str]]) -> list[list[str]]:
        """Continue derivations to their end, greedily; return the lines that follow."""
        texts = self._continued(problems, before, "\n\n", 0.0)
        return [[line for line in text.partition("\n\n")[0].splitlines() if line.strip()] for text in texts]

    def sample(self, problems: Sequence[Problem]) -> list[list[str]]:
        """Sample whole derivations."""
        texts = self._continued(problems, [[]] * len(problems), "\n\n", self.temperature)
        return [[line for line in text.partition("\n\n")[0].splitlines() if line.strip()] for text in texts]

    def line(self, problems: Sequence[Problem], before: Sequence[Sequence[str]]) -> list[str]:
        """Sample one line of each."""
        return [t.partition("\n")[0] for t in self._continued(problems, before, "\n", self.temperature)]

    def _continued(
        self, problems: Sequence[Problem], before: Sequence[Sequence[str]], stop: str, temperature: float
    ) -> list[str]:
        prompts = []
        for problem, lines in zip(problems, before, strict=True):
            start = self.examples.get(problem.family, "") + problem.prompt(self.trees)
            prompts.append(start + "".join(f"{line}\n" for line in lines))
        order = sorted(range(len(prompts)), key=lambda i: problems[i].steps)  # of like length together
        out = [""] * len(prompts)
        for first in range(0, len(order), self.batch):
            some = order[first : first + self.batch]
            for i, text in zip(some, self._batch([prompts[i] for i in some], stop, temperature), strict=True):
                out[i] = text
        return out

    @torch.no_grad()
    def _batch(self, prompts: Sequence[str], stop: str, temperature: float) -> list[str]:
        tokenizer, device = self.language.tokenizer, self.language.device
        rows = [tokenizer(prompt).input_ids for prompt in prompts]
        longest = max(map(len, rows))
        ids = torch.tensor([[0] * (longest - len(r)) + r for r in rows], device=device)
        mask = torch.tensor([[0] * (longest - len(r)) + [1] * len(r) for r in rows], device=device)
        texts = [""] * len(prompts)
        alive = torch.arange(len(prompts), device=device)
        cache = None
        for _ in range(self.max_new_tokens):
            place = (mask.cumsum(1) - 1).clamp(min=0)[:, -ids.shape[1] :]
            made = self.language.model(
                input_ids=ids,
                attention_mask=mask,
                position_ids=place,
                past_key_values=cache,
                use_cache=True,
                logits_to_keep=1,
            )
            cache = made.past_key_values
            logits = made.logits[:, -1].float()
            if temperature:
                chosen = torch.multinomial((logits / temperature).softmax(-1), 1, generator=self._draw)
            else:
                chosen = logits.argmax(-1, keepdim=True)
            self.written += len(chosen)
            going = []
            for place_in_batch, (i, token) in enumerate(zip(alive.tolist(), chosen[:, 0].tolist(), strict=True)):
                if token == tokenizer.eos_token_id:
                    continue
                texts[i] += self._piece(token)
                if stop not in texts[i].lstrip("\n"):
                    going.append(place_in_batch)
            if not going:
                break
            keep = torch.tensor(going, device=device)
            if len(going) < len(alive):
                cache.reorder_cache(keep)  # attention and convolutions alike
            alive, ids = alive[keep], chosen[keep]
            mask = torch.cat([mask[keep], torch.ones_like(ids)], 1)
        return [text.lstrip("\n") for text in texts]

    def _piece(self, token: int) -> str:
        if token not in self._pieces:
            self._pieces[token] = self.language.tokenizer.decode([token])
        return self._pieces[token]


@dataclass
class Derivation:
    """A derivation under the engine's eyes."""

    problem: Problem
    lines: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)  # what the model would write from the refused line on
    refused: int = 0  # in a row
    samples: int = 0
    done: bool = False

    def take(self, lines: Sequence[str], *, ended: bool) -> None:
        """Accept lines up to the first that is refused; ``ended`` says that the model has nothing to add."""
        for place, line in enumerate(lines):
            if not self._accepts(line):
                return self._refuse(lines[place:])
            if self.done:
                return None
        return self._refuse([]) if ended else None

    def _accepts(self, line: str) -> bool:
        new = formula(line) not in {formula(before) for before in self.lines}
        verdict = judge(self.problem, [*self.lines, line] if self.problem.units else [line])[-1]
        if not (verdict.right and new) or len(self.lines) >= MAX_LINES:
            return False
        self.lines.append(line)
        self.refused, self.done = 0, verdict.answers
        return True

    def _refuse(self, rest: Sequence[str]) -> None:
        if not self.refused:
            self.rest = list(rest)
        self.refused += 1

    def give_up(self) -> None:
        """Let it stand as the model had it."""
        self.lines += self.rest
        self.done = True


def checked(
    speaker: Speaker, problems: Sequence[Problem], greedy: Sequence[Sequence[str]], attempts: int
) -> list[Derivation]:
    """Derive with tools, starting from what the model writes without."""
    found = [Derivation(problem) for problem in problems]
    for derivation, lines in zip(found, greedy, strict=True):
        derivation.take(lines, ended=True)
    while True:
        for derivation in found:
            if not derivation.done and derivation.refused > attempts:
                derivation.give_up()
        again = [d for d in found if not d.done and d.refused]
        on = [d for d in found if not d.done and not d.refused]
        if not again and not on:
            return found
        for derivation, line in zip(again, speaker.line(*_states(again)), strict=True):
            derivation.samples += 1
            derivation.take([line] if line.strip() else [], ended=not line.strip())
        for derivation, lines in zip(on, speaker.rest(*_states(on)), strict=True):
            derivation.take(lines, ended=True)


def _states(some: Sequence[Derivation]) -> tuple[list[Problem], list[list[str]]]:
    return [d.problem for d in some], [d.lines for d in some]
