"""Respondents: likelihoods as the model itself gives them, words up to their end, experts left out."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from physfm.evaluation.ablation import SYMBOLIC, OnlyExperts
from physfm.evaluation.item import STOPS, Item, prompt, with_choices
from physfm.evaluation.respondents import LocalRespondent, until
from physfm.evaluation.scoring import choose


@pytest.fixture(scope="module")
def language() -> Any:
    """A tiny model with random weights over the letters of the alphabet."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    from physfm.llm import LanguageModel

    torch.manual_seed(0)
    letters = [chr(code) for code in range(32, 127)] + ["\n", "<end>", "<unk>"]
    bare = Tokenizer(models.WordLevel({letter: n for n, letter in enumerate(letters)}, unk_token="<unk>"))
    bare.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bare, eos_token="<end>", unk_token="<unk>")
    tokenizer.chat_template = "{% for m in messages %}{{ m.content }}{% endfor %}"
    config = LlamaConfig(
        vocab_size=len(letters), hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=512,
    )  # fmt: skip
    return LanguageModel(LlamaForCausalLM(config), tokenizer, "tiny", "0" * 64)


ITEM = Item("1", "What is it?", "choice", "B", choices=("this", "that"))


def test_likelihoods_are_the_models_own_whatever_the_batch(language: Any) -> None:
    pairs = [("abc", " d"), ("abc", " efgh"), ("a longer text than the others ", "x"), ("abc", " d")]
    found = LocalRespondent(language, batch=3).likelihoods(pairs)
    for (text, continuation), likelihood in zip(pairs, found, strict=True):
        kept = text.rstrip()
        ids = torch.tensor([language.tokenizer(text + continuation, add_special_tokens=False).input_ids])
        start = len(language.tokenizer(kept, add_special_tokens=False).input_ids)
        expected = language.model(ids).logits.log_softmax(-1)[0]
        chosen = [float(expected[at - 1, ids[0, at]]) for at in range(start, ids.shape[1])]
        assert likelihood.tokens == pytest.approx(chosen, abs=1e-5)
        assert likelihood.greedy == all(
            int(expected[at - 1].argmax()) == ids[0, at] for at in range(start, ids.shape[1])
        )


def test_many_continuations_of_one_text_come_in_batches(language: Any) -> None:
    pairs = [("abc", "d" * n) for n in (1, 1, 1, 2, 3, 5, 8)]
    whole, parts = (LocalRespondent(language, batch=batch).likelihoods(pairs) for batch in (16, 3))
    assert [each.tokens for each in whole] == [pytest.approx(each.tokens, abs=1e-5) for each in parts]


def test_a_text_longer_than_the_context_loses_its_beginning(language: Any) -> None:
    (found,) = LocalRespondent(language).likelihoods([("a" * 2000, " b")])
    assert len(found.tokens) == 2


def test_choices_are_asked_as_other_harnesses_do() -> None:
    assert prompt(ITEM) == "What is it?\nA. this\nB. that\nAnswer:"
    assert with_choices(ITEM) == "What is it?\nA. this\nB. that"
    assert prompt(Item("2", "How far?", "number", "3 m")) == "Question: How far?\nAnswer:"


def test_the_likeliest_letter_is_chosen(language: Any) -> None:
    (scored,) = choose(LocalRespondent(language), [ITEM])
    totals = scored.details["log_likelihoods"]
    assert scored.reply == max(totals, key=totals.get)
    assert scored.correct == (scored.reply == "B")
    assert scored.confidence is not None
    assert 0.5 <= scored.confidence <= 1


def test_choices_by_text_ask_the_question_alone(language: Any) -> None:
    who = LocalRespondent(language, choices="texts")
    assert who.name == "tiny, choices by texts"
    (scored,) = choose(who, [ITEM])
    expected = who.likelihoods(
        [("Question: What is it?\nAnswer:", " this"), ("Question: What is it?\nAnswer:", " that")]
    )
    totals = scored.details["log_likelihoods"]
    assert list(totals.values()) == pytest.approx([each.total for each in expected], abs=1e-5)
    assert scored.reply == max(totals, key=totals.get)  # the texts are equally long


def test_choices_by_information_leave_out_what_is_likely_anywhere(language: Any) -> None:
    read: list[str] = []
    who = LocalRespondent(language, choices="information", read=lambda text: read.append(text) or "")  # type: ignore[func-returns-value]
    (scored,) = choose(who, [ITEM])
    asked = "Question: What is it?\nAnswer:"
    pairs = [(context, option) for context in (asked, "Answer:") for option in (" this", " that")]
    this, that, alone_this, alone_that = (each.total for each in LocalRespondent(language).likelihoods(pairs))
    totals = scored.details["log_likelihoods"]
    assert list(totals.values()) == pytest.approx([this - alone_this, that - alone_that], abs=1e-5)
    assert set(read) == {asked}  # no passage belongs to no question


def test_words_do_not_depend_on_the_batch_and_end_at_a_stop(language: Any) -> None:
    items = [Item(str(n), "Why" + "!" * n, "text", "x") for n in range(4)]
    together = LocalRespondent(language, tokens=12).replies(items)
    alone = LocalRespondent(language, tokens=12, batch=1).replies(items)
    assert together == alone
    assert until("an answer\nQuestion: and more", STOPS) == "an answer"


def test_what_is_read_stands_before_the_question(language: Any) -> None:
    seen: list[str] = []

    def read(text: str) -> str:
        seen.append(text)
        return "a passage\n\n"

    (plain,), (read_first,) = (LocalRespondent(language, read=how).likelihoods([("abc", " d")]) for how in (None, read))
    assert seen == ["abc"]
    assert plain != read_first


def test_an_agent_with_some_experts_only_asks_no_others() -> None:
    from physfm.router.rules import RuleRouter

    plan = OnlyExperts(RuleRouter(), SYMBOLIC).plan("What is the mass of the B0 meson?")
    assert set(plan.experts) <= SYMBOLIC
    assert plan.experts
