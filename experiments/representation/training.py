"""One training: counted in floating-point operations, scored on the way, the same for every representation.

Weights are averaged over about the last tenth of the steps (polynomial decay, Shamir and Zhang, arXiv 1212.1824) at a
constant rate, so that every point of the curve is a finished model and none depends on where the training ends.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.optim.swa_utils import AveragedModel
from torch.utils.flop_counter import FlopCounterMode

from experiments.representation.items import Items, Scale
from experiments.representation.representations import Network
from physfm.statistics import roc_auc

WARM_UP = 10
"""Steps in which the rate rises."""
DECAY = 9
"""The average is dominated by the last tenth of the steps."""


@dataclass(frozen=True)
class Budget:
    """How long a training lasts, and where it is scored.

    Parameters
    ----------
    flops
        Scored at this and at halves, quarters and eighths of it.
    samples
        Scored there too; it goes on until both are reached. None for operations alone.
    batch
        Items a step.
    """

    flops: float
    samples: int | None
    batch: int

    def marks(self, step: float) -> list[int]:
        """Steps after which it is scored, for a step of so many operations; none goes beyond a budget."""
        wanted = [int(self.flops * share // step) for share in (0.125, 0.25, 0.5, 1.0)]
        wanted += [self.samples // self.batch] if self.samples else []
        return sorted({mark for mark in wanted if mark})


def loss(network: nn.Module, scale: Scale, items: Items) -> Tensor:
    """Cross-entropy of the classes plus mean squared error of the scaled target where it is known."""
    logits, value = network(items)
    known = items.target.isfinite()
    total = functional.cross_entropy(logits, items.classes)
    if bool(known.any()):
        mean, std = scale.target
        total = total + functional.mse_loss(value[known], (items.target[known] - mean) / std)
    return total


def step_flops(network: nn.Module, scale: Scale, items: Items) -> int:
    """Floating-point operations of forward and backward pass: matrix products, a multiplication and an addition each.

    Every site is counted as real, so that a step costs the same whatever is in the batch. Attention is counted in its
    plain form: fused kernels are not counted on every device, and would recompute. Look-ups, norms, softmax and the
    optimiser are not matrix products.
    """
    counter = FlopCounterMode(display=False)
    with sdpa_kernel(SDPBackend.MATH), counter:
        loss(network, scale, replace(items, mask=torch.ones_like(items.mask))).backward()
    network.zero_grad(set_to_none=True)
    return int(counter.get_total_flops())


def batches(items: int, size: int, seed: int) -> Iterator[Tensor]:
    """Rows of one batch after another, in a new random order every epoch; what is left over is dropped."""
    generator = torch.Generator().manual_seed(seed)
    while True:
        order = torch.randperm(items, generator=generator)
        yield from order[: items - items % size].split(size)


@dataclass(frozen=True)
class Point:
    """One point of a curve; ``auc`` and ``r2`` are of test items, NaN if there are none to be scored."""

    steps: int
    samples: int
    flops: float
    seconds: float
    development: float
    auc: float
    r2: float


def train(
    network: Network,
    scale: Scale,
    items: Items,
    development: Items,
    test: Items | None,
    rate: float,
    seed: int,
    budget: Budget,
) -> list[Point]:
    """Train and score.

    Parameters
    ----------
    development, test
        Both are scored at every mark; without ``test`` only the loss on development items is.
    rate
        Of AdamW.
    seed
        Of the order of the items; the network is given as it starts.
    """
    order = batches(len(items), budget.batch, seed)
    operations = step_flops(network, scale, items[next(order)])
    marks = budget.marks(operations)
    averaged = AveragedModel(network, avg_fn=lambda mean, new, n: torch.lerp(mean, new, (1 + DECAY) / (n + 1 + DECAY)))
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01, fused=True)
    found: list[Point] = []
    spent = 0.0
    begun = time.process_time()
    for done in range(1, (marks[-1] if marks else 0) + 1):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, done / WARM_UP)
        optimiser.zero_grad(set_to_none=True)
        loss(network, scale, items[next(order)]).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        averaged.update_parameters(network)
        if done in marks:
            spent += time.process_time() - begun
            score = evaluate(averaged, scale, development)
            tested = evaluate(averaged, scale, test) if test is not None else None
            values = (tested.auc, tested.r2) if tested else (math.nan, math.nan)
            size = budget.batch
            found.append(Point(done, done * size, float(done * operations), round(spent, 2), score.loss, *values))
            begun = time.process_time()
    return found


@dataclass(frozen=True)
class Score:
    """Of some items."""

    loss: float
    auc: float
    r2: float


@torch.inference_mode()
def evaluate(network: nn.Module, scale: Scale, items: Items) -> Score:
    """Loss, mean AUC of each class against the others, and R^2 of the target; NaN where it cannot be said."""
    outputs = [network(items[slice(start, start + 256)]) for start in range(0, len(items), 256)]
    logits, value = (torch.cat(part).double() for part in zip(*outputs, strict=True))
    mean, std = scale.target
    target = ((items.target - mean) / std).double()
    known = target.isfinite()
    total = float(functional.cross_entropy(logits, items.classes))
    if bool(known.any()):
        total += float((value[known] - target[known]).square().mean())
    return Score(total, *scores(logits, value, items.classes, target))


def scores(logits: Tensor, value: Tensor, classes: Tensor, target: Tensor) -> tuple[float, float]:
    """Mean AUC of each class against the others, and R^2; two classes have one AUC."""
    shares = (logits - logits.logsumexp(1, keepdim=True)).cpu().numpy()
    label = classes.cpu().numpy()
    among = [1] if shares.shape[1] == 2 else range(shares.shape[1])
    auc = float(np.mean([roc_auc(shares[:, k], label == k) for k in among]))
    known = target.isfinite()
    if int(known.sum()) < 2:
        return auc, math.nan
    residual = (value[known] - target[known]).square().sum()
    return auc, float(1 - residual / (target[known] - target[known].mean()).square().sum())


def within(points: Sequence[dict[str, float]], flops: float = math.inf, samples: float = math.inf) -> dict[str, float]:
    """Of the points within a budget, the one with the least development loss: early stopping, for all alike."""
    inside = [p for p in points if p["flops"] <= flops and p["samples"] <= samples]
    if not inside:
        raise ValueError(f"No point within {flops:g} operations and {samples:g} samples; the first is {points[:1]}.")
    return min(inside, key=development_loss)


def development_loss(point: dict[str, float]) -> float:
    """Of a point in the ledger, where a training that diverged has nothing."""
    return math.inf if point["development"] is None else point["development"]


def as_records(points: Sequence[Point]) -> list[dict[str, float]]:
    """For the ledger."""
    return [asdict(point) for point in points]


def baseline(summaries: tuple[Tensor, Tensor], train: Items, test: Items, scale: Scale) -> dict[str, float]:
    """Ridge regression from a few numbers of training and test items to classes and target: AUC and R^2."""
    known, seen = summaries
    centre, spread = known.mean(0), known.std(0).clamp(min=1e-9)

    def design(values: Tensor) -> Tensor:
        scaled = ((values - centre) / spread).clamp(-10, 10).double()
        return torch.cat([scaled, torch.ones(len(scaled), 1, dtype=torch.float64)], dim=1)

    def fitted(rows: Tensor, wanted: Tensor) -> Tensor:
        x = design(known)[rows]
        penalty = 1e-3 * len(x) * torch.eye(x.shape[1], dtype=torch.float64)
        return torch.linalg.solve(x.T @ x + penalty, x.T @ wanted)

    mean, std = scale.target
    onehot = functional.one_hot(train.classes).double()
    logits = design(seen) @ fitted(torch.arange(len(known)), onehot)
    value = torch.zeros(len(seen), dtype=torch.float64)
    finite = train.target.isfinite()
    if bool(finite.any()):
        value = design(seen) @ fitted(finite, (train.target[finite].double() - mean) / std)
    auc, r2 = scores(logits, value, test.classes, ((test.target - mean) / std).double())
    return {"auc": auc, "r2": r2}
