"""Packed attention and its layers: every backend against a naive softmax per item, and nothing spent on padding."""

from __future__ import annotations

import importlib.util
import math

import pytest
import torch
from torch import Tensor

from physfm.nn import MLP, Block, CrossBlock, FourierFeatures, backends, lengths_of, pack, packed_attention, unpack
from physfm.nn.blocks import Attention, initialise

DEVICES = [torch.device("cpu")] + ([torch.device("cuda")] if torch.cuda.is_available() else [])
RUNS = [(device, backend) for device in DEVICES for backend in backends(device)]
# PyTorch's flex attention has no backward pass on CPUs.
TRAINING_RUNS = [run for run in RUNS if run != (torch.device("cpu"), "flex")]


def ragged(lengths: list[int], device: torch.device | str = "cpu") -> Tensor:
    """Return the mask (batch, longest) of items of these lengths."""
    longest = max(lengths)
    return torch.tensor([[t < n for t in range(longest)] for n in lengths], device=device)


def naive(query: Tensor, key: Tensor, value: Tensor, mask: Tensor, key_mask: Tensor, bias: Tensor | None) -> Tensor:
    """Softmax attention written out, one item and one head at a time."""
    q, k, v = (x.split(m.sum(1).tolist()) for x, m in ((query, mask), (key, key_mask), (value, key_mask)))
    items = []
    for i in range(len(mask)):
        heads = []
        for h in range(query.shape[1]):
            logits = q[i][:, h] @ k[i][:, h].T / math.sqrt(query.shape[2])
            if bias is not None:
                logits = logits + bias[i, h][mask[i]][:, key_mask[i]]
            weights = logits.exp() / logits.exp().sum(-1, keepdim=True)
            heads.append(weights @ v[i][:, h])
        items.append(torch.stack(heads, 1))
    return torch.cat(items)


def random(total: int, device: torch.device | str = "cpu", heads: int = 2, width: int = 16) -> Tensor:
    return torch.randn(total, heads, width, device=device, requires_grad=True)


@pytest.mark.parametrize(("device", "backend"), TRAINING_RUNS, ids=str)
@pytest.mark.parametrize("lengths", [[3, 7, 1], [5, 5], [4]])
@pytest.mark.parametrize("cross", [False, True], ids=["self", "cross"])
def test_backend_matches_naive_softmax_with_gradients(
    device: torch.device, backend: str, lengths: list[int], cross: bool
) -> None:
    mask = ragged(lengths, device)
    key_mask = ragged([n + 2 for n in reversed(lengths)], device) if cross else mask
    inputs = [random(int(m.sum()), device) for m in (mask, key_mask, key_mask)]
    found = packed_attention(*inputs, mask, key_mask, backend=backend)
    expected = naive(*inputs, mask, key_mask, None)
    assert found.shape == inputs[0].shape
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5)
    weight = torch.randn_like(found)
    ours = torch.autograd.grad((found * weight).sum(), inputs)
    theirs = torch.autograd.grad((expected * weight).sum(), inputs)
    for a, b in zip(ours, theirs, strict=True):
        torch.testing.assert_close(a, b, rtol=1e-3, atol=1e-5)


@pytest.mark.filterwarnings("ignore:flex_attention called without torch.compile")
@pytest.mark.parametrize(("device", "backend"), RUNS, ids=str)
def test_backend_matches_naive_softmax_without_gradients(device: torch.device, backend: str) -> None:
    mask, key_mask = ragged([3, 7, 1], device), ragged([2, 5, 4], device)
    with torch.no_grad():
        inputs = [random(int(m.sum()), device).detach() for m in (mask, key_mask, key_mask)]
        found = packed_attention(*inputs, mask, key_mask, backend=backend)
        torch.testing.assert_close(found, naive(*inputs, mask, key_mask, None), rtol=1e-4, atol=1e-5)


def test_pairwise_bias_matches_naive_softmax_with_gradients() -> None:
    mask = ragged([3, 6, 1])
    inputs = [random(10) for _ in range(3)]
    bias = torch.randn(3, 2, 6, 6, requires_grad=True)
    found = packed_attention(*inputs, mask, bias=bias)
    expected = naive(*inputs, mask, mask, bias)
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5)
    weight = torch.randn_like(found)
    ours = torch.autograd.grad((found * weight).sum(), [*inputs, bias])
    theirs = torch.autograd.grad((expected * weight).sum(), [*inputs, bias])
    for a, b in zip(ours, theirs, strict=True):
        torch.testing.assert_close(a, b, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16])
def test_other_precisions_are_kept(dtype: torch.dtype) -> None:
    mask = ragged([3, 5])
    inputs = [torch.randn(8, 2, 16, dtype=dtype) for _ in range(3)]
    found = packed_attention(*inputs, mask)
    assert found.dtype == dtype
    expected = naive(*(x.double() for x in inputs), mask, mask, None)
    torch.testing.assert_close(found.double(), expected, rtol=0, atol=1e-12 if dtype == torch.float64 else 0.05)


@pytest.mark.parametrize("device", DEVICES, ids=str)
@pytest.mark.parametrize("lengths", [[0, 4], [0, 0]])
def test_items_without_keys_are_finite_in_value_and_gradient(device: torch.device, lengths: list[int]) -> None:
    mask = ragged([2, 3], device)
    key_mask = torch.tensor([[t < n for t in range(4)] for n in lengths], device=device)
    inputs = [random(int(m.sum()), device) for m in (mask, key_mask, key_mask)]
    found = packed_attention(*inputs, mask, key_mask)
    assert torch.isfinite(found).all()
    for gradient in torch.autograd.grad(found.sum(), inputs):
        assert torch.isfinite(gradient).all()


def test_items_without_queries_pass_through() -> None:
    mask, key_mask = torch.tensor([[False, False], [True, True]]), ragged([3, 2])
    inputs = [random(int(m.sum())) for m in (mask, key_mask, key_mask)]
    found = packed_attention(*inputs, mask, key_mask)
    keys = [x.detach()[3:] for x in inputs[1:]]
    full = torch.ones(1, 2, dtype=torch.bool)
    torch.testing.assert_close(found, naive(inputs[0], *keys, full, full, None), rtol=1e-4, atol=1e-5)


def test_a_bias_needs_the_sdpa_backend_and_xformers_needs_cuda() -> None:
    mask = ragged([2])
    q, k, v = (random(2) for _ in range(3))
    with pytest.raises(ValueError, match="'sdpa' backend alone, got backend='flex'"):
        packed_attention(q, k, v, mask, bias=torch.zeros(1, 2, 2, 2), backend="flex")
    if importlib.util.find_spec("xformers") is None:
        return
    with pytest.raises(ValueError, match="needs CUDA tensors"):
        packed_attention(q, k, v, mask, backend="xformers")


def test_pack_and_unpack_are_inverse_and_padding_is_zero() -> None:
    mask = ragged([2, 5, 1])
    packed = torch.randn(8, 3)
    padded = unpack(packed, mask)
    assert torch.equal(pack(padded, mask), packed)
    assert torch.equal(padded[~mask], torch.zeros(int((~mask).sum()), 3))
    assert lengths_of(mask).tolist() == [2, 5, 1]


def flops(mask: Tensor) -> int:
    """Count the arithmetic of the linear layers of a block."""
    from torch.utils.flop_counter import FlopCounterMode

    block = Block(32, 4)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        block(torch.randn(int(mask.sum()), 32), mask)
    counts = counter.get_flop_counts()["Global"]
    return sum(count for operation, count in counts.items() if "mm" in str(operation) and "bmm" not in str(operation))


def test_padding_costs_nothing_in_the_linear_layers() -> None:
    compact = ragged([8, 8])
    holes = ragged([1, 15, 64])[:2, :]  # as many real tokens in rows of 64
    assert int(compact.sum()) == int(holes.sum())
    assert flops(holes) == flops(compact) > 0


def test_padding_changes_nothing() -> None:
    block = Block(32, 4).eval()
    mask = ragged([3, 5])
    wider = torch.nn.functional.pad(mask, (0, 9))
    x = torch.randn(8, 32)
    torch.testing.assert_close(block(x, wider), block(x, mask))


def test_block_is_equivariant_under_permutation() -> None:
    block = Block(32, 4)
    initialise(block, depth=1)
    block, mask = block.double(), ragged([4, 6])
    x = torch.randn(10, 32, dtype=torch.float64)
    order = torch.cat([torch.randperm(4), 4 + torch.randperm(6)])
    torch.testing.assert_close(block(x, mask)[order], block(x[order], mask))


def test_block_keeps_items_apart() -> None:
    block, mask = Block(32, 4), ragged([4, 6])
    x = torch.randn(10, 32, requires_grad=True)
    (gradient,) = torch.autograd.grad(block(x, mask)[:4].sum(), x)
    assert (gradient[:4] != 0).any()
    assert (gradient[4:] == 0).all()


def test_cross_block_ignores_the_order_of_its_context() -> None:
    block = CrossBlock(32, 4, context_width=24).double()
    mask, context_mask = ragged([2, 2]), ragged([5, 3])
    x, context = torch.randn(4, 32, dtype=torch.float64), torch.randn(8, 24, dtype=torch.float64)
    order = torch.cat([torch.randperm(5), 5 + torch.randperm(3)])
    torch.testing.assert_close(
        block(x, mask, context, context_mask), block(x, mask, context[order], context_mask), rtol=1e-10, atol=1e-10
    )


def test_heads_must_divide_the_width() -> None:
    with pytest.raises(ValueError, match="num_heads must divide width, got 3 heads for width 32"):
        Attention(32, 3)


def test_mlp_gate_is_swish() -> None:
    mlp = MLP(4)
    x = torch.randn(5, 4)
    gate, value = (x @ mlp.inner.weight.T + mlp.inner.bias).chunk(2, -1)
    expected = (gate / (1 + torch.exp(-gate)) * value) @ mlp.outer.weight.T + mlp.outer.bias
    torch.testing.assert_close(mlp(x), expected)


def test_fourier_features_are_sines_and_cosines_of_octaves() -> None:
    features = FourierFeatures(3)
    x = torch.rand(7, 2) * 2 - 1
    found = features(x)
    assert found.shape == (7, features.width(2)) == (7, 14)
    assert torch.equal(found[:, :2], x)
    for axis in range(2):
        for octave in range(3):
            phase = math.pi * 2**octave * x[:, axis]
            torch.testing.assert_close(found[:, 2 + 3 * axis + octave], phase.sin())
            torch.testing.assert_close(found[:, 8 + 3 * axis + octave], phase.cos())


def test_fourier_features_are_a_constant_and_not_saved() -> None:
    features = FourierFeatures(2)
    assert not list(features.parameters())
    assert not features.state_dict()
    assert features(torch.zeros(1, 1, dtype=torch.float64)).dtype == torch.float64
