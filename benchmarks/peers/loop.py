"""One training loop for everybody, ours and the peers: same batches, epochs and clipping; each its own optimiser.

Rests on torch and NumPy alone, because it runs in the peers' environment as well as in ours. The order of the batches
depends on (seed, epoch) only, so that every model sees the same data in the same order.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn


def schedule(kind: str, warmup: int, total: int) -> Callable[[int], float]:
    """Factor of the learning rate by step: ``cosine`` or ``flat+cos`` (weaver's, no warm-up)."""

    def cosine(step: int) -> float:
        if step < warmup:
            return (step + 1) / warmup
        progress = min(1.0, (step - warmup) / max(1, total - warmup))
        return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * progress))

    def flat(step: int) -> float:
        start = 0.7 * total
        return (
            1.0
            if step <= start
            else max(1e-3, 0.5 * (1 + math.cos(math.pi * min(1.0, (step - start) / (total - start)))))
        )

    return {"cosine": cosine, "flat+cos": flat}[kind]


def train(
    module: nn.Module,
    loss: Callable[[Tensor], Tensor],
    count: int,
    *,
    seed: int,
    epochs: int,
    batch_size: int,
    learning_rate: float,
    weight_decay: float = 0.01,
    optimiser: Callable[..., torch.optim.Optimizer] | None = None,
    decay: str = "cosine",
    warmup_fraction: float = 0.05,
    clip: float = 1.0,
    name: str = "",
) -> float:
    """Minimise ``loss(rows)`` over mini-batches of row indices; return the wall time in seconds.

    ``optimiser`` is called with (parameters, lr=, weight_decay=); AdamW by default. A loss that is not finite ends the
    training with an error: a failing row is reported as such, never as a number.
    """
    parameters = [p for p in module.parameters() if p.requires_grad]
    make = optimiser or torch.optim.AdamW
    engine = make(parameters, lr=learning_rate, weight_decay=weight_decay)
    steps = epochs * (count // batch_size)
    factor = schedule(decay, max(1, round(warmup_fraction * steps)), steps)
    started, step = time.monotonic(), 0
    module.train()
    for epoch in range(epochs):
        order = torch.from_numpy(np.random.default_rng([seed, epoch]).permutation(count))
        running = 0.0
        for start in range(0, count - batch_size + 1, batch_size):
            for group in engine.param_groups:
                group["lr"] = learning_rate * factor(step)
            value = loss(order[start : start + batch_size])
            if not torch.isfinite(value):
                raise FloatingPointError(f"{name}: the loss is {value.item()} at step {step}")
            engine.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(parameters, clip)
            engine.step()
            running, step = running + float(value.detach()), step + 1
        mean = running / max(1, count // batch_size)
        tell(f"{name} seed {seed} epoch {epoch + 1}/{epochs} loss {mean:.5f} at {time.monotonic() - started:.0f} s")
    module.eval()
    return time.monotonic() - started


@torch.no_grad()
def infer(module: nn.Module, forward: Callable[[Tensor], Tensor], count: int, batch_size: int) -> tuple[Tensor, float]:
    """Run ``forward(rows)`` over all rows in order; return the results and the wall time in seconds."""
    module.eval()
    started = time.monotonic()
    parts = [forward(torch.arange(start, min(start + batch_size, count))) for start in range(0, count, batch_size)]
    return torch.cat(parts), time.monotonic() - started


def parameters(module: nn.Module) -> int:
    """Number of parameters."""
    return sum(p.numel() for p in module.parameters())


def rates(
    module: nn.Module,
    loss: Callable[[Tensor], Tensor],
    forward: Callable[[Tensor], Tensor],
    count: int,
    batch_size: int,
    seconds: float,
) -> tuple[float, float]:
    """Items per second in training (forward, backward, AdamW) and in inference, after one batch of warm-up each."""
    engine = torch.optim.AdamW(module.parameters(), lr=1e-4)
    chunks = [torch.arange(s, s + batch_size) for s in range(0, count - batch_size + 1, batch_size)]

    def step(rows: Tensor) -> None:
        value = loss(rows)
        engine.zero_grad()
        value.backward()
        engine.step()

    @torch.no_grad()
    def look(rows: Tensor) -> None:
        forward(rows)

    module.train()
    training = _rate(step, chunks, seconds)
    module.eval()
    return training, _rate(look, chunks, seconds)


def _rate(act: Callable[[Tensor], None], chunks: list[Tensor], seconds: float) -> float:
    act(chunks[0])
    started, done, turn = time.monotonic(), 0, 0
    while time.monotonic() - started < seconds or turn < 3:
        rows = chunks[turn % len(chunks)]
        act(rows)
        done, turn = done + len(rows), turn + 1
    return done / (time.monotonic() - started)


def tell(message: str) -> None:
    """Log for whoever waits: to the caller through standard error."""
    print(f"peer: {message}", file=sys.stderr, flush=True)


def arguments() -> tuple[dict[str, Tensor], dict[str, Any], Path]:
    """Arrays, settings and output path from the command line of a peer's script."""
    data, settings, out = sys.argv[1:4]
    with np.load(data) as arrays:
        tensors = {name: torch.from_numpy(arrays[name]) for name in arrays.files}
    wanted: dict[str, Any] = json.loads(Path(settings).read_text())
    torch.set_num_threads(int(wanted.get("threads", 2)))
    return tensors, wanted, Path(out)


def save(path: Path, arrays: Mapping[str, Any]) -> None:
    """Write arrays by name as .npz."""
    np.savez(path, allow_pickle=False, **arrays)
