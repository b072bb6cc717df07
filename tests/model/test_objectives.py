"""Objectives: the minimum lies where the words say it does."""

import torch
from torch.nn import functional

from physfm.objectives import drop_tokens, masked_latents, sigmoid_contrastive
from physfm.types import Tokens

SCALE, BIAS = torch.tensor(2.0), torch.tensor(-1.0)


def test_contrastive_loss_is_the_sum_of_two_mean_cross_entropies() -> None:
    left, right = torch.randn(5, 8), torch.randn(3, 8)
    same = torch.rand(5, 3) > 0.5
    logits = functional.cosine_similarity(left[:, None], right[None], dim=-1) * SCALE.exp() + BIAS
    expected = -functional.logsigmoid(logits[same]).mean() - functional.logsigmoid(-logits[~same]).mean()
    torch.testing.assert_close(sigmoid_contrastive(left, right, same, SCALE, BIAS), expected)


def test_contrastive_loss_prefers_the_true_pairs() -> None:
    words = torch.eye(4)
    same = torch.eye(4).bool()
    right = sigmoid_contrastive(words, words, same, SCALE, BIAS)
    wrong = sigmoid_contrastive(words.roll(1, 0), words, same, SCALE, BIAS)
    assert right < wrong


def test_contrastive_loss_survives_a_batch_without_true_pairs() -> None:
    loss = sigmoid_contrastive(torch.randn(2, 4), torch.randn(2, 4), torch.zeros(2, 2).bool(), SCALE, BIAS)
    assert torch.isfinite(loss)


def test_dropping_hides_about_the_share_asked_and_never_everything() -> None:
    mask = torch.arange(200)[None] < torch.tensor([200, 100, 1])[:, None]
    kept = drop_tokens(Tokens(torch.zeros(3, 200, 2), mask), 0.5).mask
    assert not (kept & ~mask).any(), "padding became visible"
    assert kept[2].sum() == 1
    # Binomial: five standard deviations of 300 draws at one half.
    assert abs(kept[:2].sum() / 300 - 0.5) < 5 * (0.25 / 300) ** 0.5


def test_masked_latents_are_zero_only_for_the_right_prediction_and_leave_the_teacher_alone() -> None:
    teacher = torch.randn(2, 3, 8, requires_grad=True)
    assert masked_latents(teacher.detach() * 3.0, teacher) < 1e-6
    student = torch.randn(2, 3, 8, requires_grad=True)
    masked_latents(student, teacher).backward()
    assert teacher.grad is None
    assert student.grad is not None
