"""The shared latent space: one shape for all domains, whatever the encoder's length, width and order of tokens."""

import pytest
import torch

from physfm.errors import WeightsError
from physfm.latent import LatentSpace
from physfm.types import Tokens


def space() -> LatentSpace:
    return LatentSpace({"a": 16, "b": 24}, latent_width=12, latent_tokens=4, trunk_depth=1, num_heads=3).eval()


def tokens(width: int, lengths: list[int]) -> Tokens:
    longest = max(lengths)
    mask = torch.arange(longest)[None] < torch.tensor(lengths)[:, None]
    return Tokens(torch.randn(len(lengths), longest, width), mask)


def test_every_domain_has_the_same_latent_shape() -> None:
    latent = space()
    assert latent("a", tokens(16, [3, 7])).shape == (2, 4, 12)
    assert latent("b", tokens(24, [1, 1, 90])).shape == (3, 4, 12)


def test_padding_and_order_of_the_encoders_tokens_do_not_change_the_latents() -> None:
    latent = space()
    given = tokens(16, [5, 2])
    padded = Tokens(
        torch.cat([given.values, torch.full((2, 3, 16), 9.0)], 1), torch.cat([given.mask, torch.zeros(2, 3).bool()], 1)
    )
    shuffled = Tokens(given.values[:1, torch.tensor([4, 2, 0, 1, 3])], given.mask[:1])
    reference = latent("a", given)
    # Rounding of float32 sums over a dozen terms.
    torch.testing.assert_close(latent("a", padded), reference, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(latent("a", shuffled), reference[:1], atol=1e-5, rtol=1e-5)


def test_a_new_encoder_is_admitted_alike_on_every_machine() -> None:
    one, two = space(), space()
    torch.manual_seed(1)
    one.admit("new", 8)
    torch.manual_seed(2)
    two.admit("new", 8)
    for a, b in zip(one.resamplers["new"].parameters(), two.resamplers["new"].parameters(), strict=True):
        assert torch.equal(a, b)
    assert "new" not in one.trained


def test_admitting_leaves_the_random_state_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    space_ = LatentSpace({}, latent_width=12, latent_tokens=2, trunk_depth=0, num_heads=3)
    torch.manual_seed(5)
    space_.admit("new", 8)
    assert torch.equal(torch.rand(3), expected)


def test_an_encoder_of_another_width_is_refused_with_both_widths() -> None:
    with pytest.raises(WeightsError, match=r"encoder 'a' of width 16, this one has 17"):
        space().admit("a", 17)


def test_every_parameter_learns() -> None:
    latent = space().train()
    (latent("a", tokens(16, [3, 4])).pow(2).sum() + latent("b", tokens(24, [3, 4])).sin().sum()).backward()
    assert [n for n, p in latent.named_parameters() if p.grad is None] == []
