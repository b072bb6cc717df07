"""Language models of a third of a million parameters, trained here in seconds: real ones to try detectors on.

Words are tokens, digits stand alone. The loss is that of all tokens, the answer's weighing more: so the likelihood of a
question means something, and short answers are learned.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from physfm.evaluation import contamination
from physfm.evaluation.failures import Signature, familiar, memorisation, perturbed
from physfm.evaluation.item import Item, prompt
from physfm.evaluation.problems import fresh, generate, public
from physfm.evaluation.respondents import LocalRespondent
from physfm.evaluation.runner import run
from physfm.evaluation.task import Task
from physfm.llm import LanguageModel

ANSWER_WEIGHT = 8.0
"""Of a token of the answer: with 1 the answer, some three of a hundred tokens, is learned last."""
BATCH = 8
RATE = 3e-3
CONTEXT = 256
PUBLIC = 32
"""Public problems that a model may meet again and again."""
FAMILY = "projectile-range"


def task(family: str = FAMILY) -> Task:
    """What-if questions that a number answers, of a family, a domain, or all."""
    return Task("what-if", "", lambda split, n: generate(split, family=family, level="what-if", form="number", n=n))


TASK = task()
"""What is taught and asked: one family, of which so small a model finds most rules in two hundred steps."""


def tokenizer(texts: Iterable[str]) -> Any:
    """Words with the space before them, single digits and signs, as they occur in some texts."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    cut = pre_tokenizers.Split(Regex(r" ?[A-Za-z]+|\d| |\n|[^\sA-Za-z\d]"), "isolated")
    vocabulary = {
        "<unk>": 0,
        "<end>": 1,
        " ": 2,
        "\n": 3,
        "Question": 4,
        "Answer": 5,
        ":": 6,
        "abcdef": 7,
    }  # the last for transformers' look for stop strings
    for text in texts:
        for word, _ in cut.pre_tokenize_str(text):
            vocabulary.setdefault(word, len(vocabulary))
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    made.pre_tokenizer, made.decoder = cut, decoders.Fuse()
    return PreTrainedTokenizerFast(tokenizer_object=made, eos_token="<end>", unk_token="<unk>")


def answer(item: Item) -> str:
    """What a model is taught to say."""
    return f" {item.gold}"


def untrained(words: Any, seed: int, name: str, width: int = 96, layers: int = 3) -> LanguageModel:
    """A Llama of these measures with its first weights.

    Parameters
    ----------
    words
        From `tokenizer`.
    """
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(words),
        hidden_size=width,
        intermediate_size=5 * width // 2,
        num_hidden_layers=layers,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=CONTEXT,
        tie_word_embeddings=True,
        bos_token_id=1,
        eos_token_id=1,
    )
    return LanguageModel(LlamaForCausalLM(config), words, name, "untold")


def train(
    language: LanguageModel,
    items: Iterator[Item] | Iterable[Item],
    steps: int,
    checkpoints: Sequence[int] = (),
    share: float | None = None,
) -> Iterator[tuple[int, LanguageModel]]:
    """Train a model and yield it at some steps, at the last one in any case.

    Parameters
    ----------
    language
        From `untrained`.
    items
        As many as ``steps * BATCH``; gone through once, in their order.
    share
        Of each item's loss, what its answer has, so that long and short answers count alike; by default each token of
        an answer weighs `ANSWER_WEIGHT`.
    """
    import torch
    from torch.nn.functional import cross_entropy

    model, words = language.model.requires_grad_(True), language.tokenizer
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    source = iter(items)
    for step in range(1, steps + 1):
        some = list(itertools.islice(source, BATCH))
        ids, targets, weights = (part.to(language.device) for part in _batch(words, some, share))
        model.train()
        for group in optimiser.param_groups:  # warm up over a tenth, then half a cosine
            group["lr"] = RATE * min(10 * step / steps, 0.5 * (1 + math.cos(math.pi * step / steps)))
        logits = model(input_ids=ids, use_cache=False).logits
        losses = cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none") * weights.flatten()
        optimiser.zero_grad()
        (losses.sum() / weights.sum()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        if step == steps or step in checkpoints:
            model.eval()
            model.requires_grad_(False)
            yield step, language
            model.requires_grad_(True)


def _batch(words: Any, items: Sequence[Item], share: float | None = None) -> tuple[Any, Any, Any]:
    """Ids, targets and weights, (items, tokens); padding on the right weighs nothing."""
    import torch

    rows = []
    for item in items:
        before = words(prompt(item), add_special_tokens=False).input_ids
        after = [*words(answer(item), add_special_tokens=False).input_ids, words.eos_token_id]
        rows.append((before, after))
    longest = max(len(before) + len(after) for before, after in rows)
    ids = torch.full((len(rows), longest), words.eos_token_id)
    weights = torch.zeros(len(rows), longest)
    for n, (before, after) in enumerate(rows):
        ids[n, : len(before) + len(after)] = torch.tensor(before + after)
        asked, said = (1.0, ANSWER_WEIGHT) if share is None else ((1 - share) / len(before), share / len(after))
        weights[n, : len(before)] = asked
        weights[n, len(before) : len(before) + len(after)] = said
    return ids[:, :-1], ids[:, 1:], weights[:, 1:]


def respondent(language: LanguageModel, name: str) -> LocalRespondent:
    """The model as a respondent of short answers."""
    return LocalRespondent(language, name, tokens=8, batch=64, chat=False)


def vocabulary(task: Task = TASK, problems: int = 300) -> Any:
    """The tokenizer of the task's words, from problems that are neither public nor ever asked."""
    return tokenizer(prompt(item) + answer(item) for item in task.items(public(1), problems))


def diet(
    share: float, chance: random.Random, steps: int, unseen: Sequence[Item], task: Task = TASK, recurring: int = PUBLIC
) -> Iterator[Item]:
    """Training items: in a share of the places the same public problems, elsewhere others, each met once.

    Parameters
    ----------
    unseen
        Problems of a fresh split, as many as there are places; mixed anew for each training.
    recurring
        Public problems.
    """
    known, new = list(task.items(public(), recurring)), iter(chance.sample(list(unseen), steps * BATCH))
    for _ in range(steps * BATCH):
        yield chance.choice(known) if chance.random() < share else next(new)


def looks(language: LanguageModel, name: str, task: Task = TASK, known: int = PUBLIC) -> Signature:
    """What can be said of a model alone: public against fresh answers, and the likelihood of their questions."""
    asked, unseen = respondent(language, name), fresh()
    seen, others = run(task, asked, known), run(task, asked, 4 * known, unseen)
    old, new = (
        contamination.tokens(language, [prompt(item) for item in task.items(split, n)])
        for split, n in ((public(), known), (unseen, 4 * known))
    )
    likely, plus = contamination.min_k, contamination.min_k_plus
    return memorisation(
        perturbed(seen, others),
        familiar([likely(t.own) for t in old], [likely(t.own) for t in new]),
        familiar([plus(t) for t in old], [plus(t) for t in new], name="min-k%++"),
    )
