"""Attention over packed sequences: every item attends within itself, and no arithmetic is spent on padding.

Shape legend: ``total`` = all queries of the batch one after the other, ``heads``, ``width`` = width of one head.

Three backends hold the same numbers (tests/core/test_attention.py): ``sdpa`` (PyTorch's fused kernel; the packed
sequences are scattered to (batch, longest) for the kernel alone, which is fastest on CPUs), ``flex`` (block-sparse,
compiled, on CUDA) and ``xformers`` (``BlockDiagonalMask``, CUDA only: it refuses CPU tensors). An additive bias
(pairwise features) is dense per item and supported by ``sdpa`` alone, which ``auto`` then chooses.
"""

from __future__ import annotations

import importlib.util
from typing import Literal

import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn import functional

from physfm.nn.packing import pack, unpack

Backend = Literal["auto", "sdpa", "flex", "xformers"]


def backends(device: torch.device) -> tuple[str, ...]:
    """Backends that run on ``device``, best first."""
    if device.type != "cuda":
        return ("sdpa", "flex")
    return (("xformers",) if importlib.util.find_spec("xformers") else ()) + ("flex", "sdpa")


def packed_attention(
    query: Float[Tensor, "total heads width"],
    key: Float[Tensor, "total_k heads width"],
    value: Float[Tensor, "total_k heads width"],
    mask: Bool[Tensor, "batch tokens"],
    key_mask: Bool[Tensor, "batch tokens_k"] | None = None,
    bias: Float[Tensor, "batch heads tokens tokens_k"] | None = None,
    backend: Backend = "auto",
) -> Float[Tensor, "total heads width"]:
    r"""Scaled dot-product attention within each item of a packed batch.

    Parameters
    ----------
    query, key, value
        Packed tokens (see `physfm.nn.packing`); queries are packed by ``mask``, keys and values by ``key_mask``.
    mask
        (batch, tokens), True where a query token is real.
    key_mask
        The same for the keys; ``mask`` if not given (self-attention).
    bias
        Added to the attention logits, dense per item, finite; -inf forbids a pair.
    backend
        ``"auto"`` takes the best of `backends` that supports the arguments.

    Raises
    ------
    ValueError
        If the backend cannot do what is asked (xformers on a CPU, a bias with flex or xformers).
    """
    key_mask = mask if key_mask is None else key_mask
    if backend == "auto":
        backend = "sdpa" if bias is not None or query.dtype == torch.float64 else backends(query.device)[0]  # type: ignore[assignment]
    if backend != "sdpa" and bias is not None:
        raise ValueError(f"A pairwise bias is supported by the 'sdpa' backend alone, got backend={backend!r}.")
    if backend == "sdpa":
        return _sdpa(query, key, value, mask, key_mask, bias)
    if backend == "flex":
        return _flex(query, key, value, mask, key_mask)
    return _xformers(query, key, value, mask, key_mask)


def _sdpa(
    query: Tensor, key: Tensor, value: Tensor, mask: Tensor, key_mask: Tensor, bias: Tensor | None
) -> Float[Tensor, "total heads width"]:
    ragged = not bool(key_mask.all())
    padded = ragged or not bool(mask.all())
    q, k, v = (
        (unpack(x, m) if padded else x.reshape(*m.shape, *x.shape[1:])).transpose(1, 2)  # (batch, heads, tokens, width)
        for x, m in ((query, mask), (key, key_mask), (value, key_mask))
    )
    attend: Tensor | None = None
    if ragged:
        # An item without any key would give NaN (softmax over nothing): let it see its zero padding instead.
        visible = key_mask | ~key_mask.any(1, keepdim=True)
        attend = torch.zeros(visible.shape, dtype=query.dtype, device=query.device).masked_fill(~visible, float("-inf"))
        attend = attend[:, None, None, :]  # (batch, 1, 1, tokens_k)
    if bias is not None:
        attend = bias if attend is None else bias + attend
    out = functional.scaled_dot_product_attention(q, k, v, attn_mask=attend).transpose(1, 2)
    return pack(out, mask) if padded else out.reshape(query.shape)


def _owners(mask: Tensor) -> Tensor:
    """Index of the item that every packed token belongs to, (total,)."""
    return torch.arange(len(mask), device=mask.device).repeat_interleave(mask.sum(1))


def _flex(query: Tensor, key: Tensor, value: Tensor, mask: Tensor, key_mask: Tensor) -> Tensor:
    from torch.nn.attention.flex_attention import create_block_mask, flex_attention

    owner, key_owner = _owners(mask), _owners(key_mask)
    # A lambda: flex attention counts the arguments in its code object, which a checked function would hide.
    block_mask = create_block_mask(
        lambda _b, _h, q_index, k_index: owner[q_index] == key_owner[k_index],
        *(None, None, len(query), len(key)),
        device=str(query.device),
    )
    attention = torch.compile(flex_attention) if query.is_cuda else flex_attention
    q, k, v = (x.transpose(0, 1).unsqueeze(0) for x in (query, key, value))  # (1, heads, total, width)
    out: Tensor = attention(q, k, v, block_mask=block_mask)
    return out.squeeze(0).transpose(0, 1)


def _xformers(query: Tensor, key: Tensor, value: Tensor, mask: Tensor, key_mask: Tensor) -> Tensor:
    if not query.is_cuda:
        raise ValueError(f"The xformers backend needs CUDA tensors, got {query.device}. Use backend='sdpa'.")
    from xformers.ops import memory_efficient_attention
    from xformers.ops.fmha.attn_bias import BlockDiagonalMask

    diagonal = BlockDiagonalMask.from_seqlens(mask.sum(1).tolist(), key_mask.sum(1).tolist())
    q, k, v = (x.unsqueeze(0) for x in (query, key, value))
    return memory_efficient_attention(q, k, v, attn_bias=diagonal).squeeze(0)
