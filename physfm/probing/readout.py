"""What a trunk is worth in a domain: a linear probe of its latents, and a learning curve of fine-tuning.

Both start from a resampler that is new and the same for every source; only the trunk differs. The probe leaves
both as they are: nothing of the target has been learned, so that its score is the trunk's. The curve trains everything.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from physfm.latent import LatentSpace
from physfm.probing.domain import Domain, Part
from physfm.probing.trunk import Settings, State, adamw, fresh, graft, placed, seeded
from physfm.statistics import roc_auc

CHUNK = 128
Numbers = NDArray[np.float64]


def target_space(domain: Domain, trunk: State, settings: Settings, seed: int) -> LatentSpace:
    """Graft a trunk onto the resampler that ``seed`` gives to this domain, whatever the source."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seeded(seed, domain.name, "resampler"))
        return graft(settings.space({domain.name: domain.width}), trunk).to(domain.device)


@torch.no_grad()
def pooled(space: LatentSpace, name: str, part: Part) -> Float[Tensor, "items latent_width"]:
    """Mean latents of every item."""
    chunks = torch.arange(len(part)).split(CHUNK)
    return torch.cat([space(name, placed(part.rows(rows).tokens)).mean(1) for rows in chunks])


# The linear probe -----------------------------------------------------------------------------------------------


def probe(domain: Domain, space: LatentSpace, test: Part) -> dict[str, float]:
    """Score linear read-outs of frozen latents: ``auc`` of the question, and R^2 of every numeric target by name.

    Ridge regressions on standardised latents; the penalty is chosen on the training items by leave-one-out. Classes
    are regressed as one-hot, and scored by rank.
    """
    x, held = (pooled(space, domain.name, part).double().cpu().numpy() for part in (domain.train, test))
    scale = x.std(0) + 1e-12
    x, held = (x - x.mean(0)) / scale, (held - x.mean(0)) / scale
    known, asked = domain.train.classes.cpu().numpy(), test.classes.cpu().numpy()
    classes = np.eye(len(domain.answers))
    scores = _ridge(x[known >= 0], classes[known[known >= 0]], held)
    found = {"auc": auc(scores[asked >= 0], asked[asked >= 0])}
    for name, values in domain.train.numbers.items():
        y, wanted = values.double().numpy(), test.numbers[name].double().numpy()
        have, judge = np.isfinite(y), np.isfinite(wanted)
        if judge.sum() < 10:
            continue
        guess = _ridge(x[have], y[have, None], held[judge])[:, 0]
        found[f"r2 {name}"] = float(1 - ((wanted[judge] - guess) ** 2).mean() / wanted[judge].var())
    return found


def _ridge(x: Numbers, y: Numbers, held: Numbers) -> Numbers:
    """Ridge with the penalty of the least leave-one-out error, in closed form (Golub, Heath, Wahba 1979)."""
    offset, centre = y.mean(0), x.mean(0)
    u, s, v = np.linalg.svd(x - centre, full_matrices=False)
    inner = u.T @ (y - offset)
    best, weights = math.inf, np.zeros((x.shape[1], y.shape[1]))
    for penalty in len(x) * np.logspace(-5, 2, 15):
        shrink = s**2 / (s**2 + penalty)
        residual = (y - offset) - (u * shrink) @ inner
        leverage = ((u**2) * shrink).sum(1) + 1 / len(x)
        error = float(((residual / (1 - leverage).clip(1e-6)[:, None]) ** 2).mean())
        if error < best:
            best, weights = error, v.T @ ((s / (s**2 + penalty))[:, None] * inner)
    result: Numbers = (held - centre) @ weights + offset
    return result


def auc(scores: Numbers, classes: NDArray[np.int64]) -> float:
    """Area under the ROC curve, one class against the rest, mean over the classes that occur; 0.5 is chance."""
    present = [k for k in range(scores.shape[1]) if 0 < (classes == k).sum() < len(classes)]
    return float(np.mean([roc_auc(scores[:, k], classes == k) for k in present])) if present else math.nan


# The learning curve ---------------------------------------------------------------------------------------------


def labelled(domain: Domain, fraction: float, seed: int) -> Tensor:
    """Rows of the training items whose labels are given: a share of them, at least four and one a class.

    Classes take turns, so that the smallest sets hold all of them; a larger fraction contains the smaller ones.
    """
    classes = domain.train.classes.cpu().numpy()
    rng = np.random.default_rng(seeded(seed, domain.name, "labels"))
    queues = [rng.permutation(np.flatnonzero(classes == k)).tolist() for k in range(len(domain.answers))]
    turns = [q[i] for i in range(max(map(len, queues))) for q in queues if i < len(q)]
    count = max(round(fraction * len(turns)), len([q for q in queues if q]), 4)
    return torch.tensor(turns[:count])


def steps_for(count: int, settings: Settings) -> int:
    """Steps of a fine-tuning on so many items: one epoch, within 2/5 of ``tune_steps`` and ``tune_steps``."""
    return min(max(-(-count // settings.tune_batch), 2 * settings.tune_steps // 5), settings.tune_steps)


def curve(domain: Domain, space: LatentSpace, settings: Settings, seed: int, test: Part) -> dict[str, float]:
    """Fine-tune resampler, trunk and a linear head on shares of the labels; AUC on ``test`` by the share."""
    return {f"{f:g}": _tuned(domain, copy.deepcopy(space), settings, seed, test, f) for f in settings.fractions}


def taught(domain: Domain, settings: Settings, seed: int) -> LatentSpace:
    """Train a space on all labels of a domain, ``pretrain_steps`` long, from a resampler that no target uses."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seeded(seed, domain.name, "teacher"))
        space = settings.space({domain.name: domain.width}).to(domain.device)
    graft(space, fresh(settings, seed))
    _tune(domain, space, settings, seed, labelled(domain, 1.0, seed), settings.pretrain_steps)
    return space


def _tuned(domain: Domain, space: LatentSpace, settings: Settings, seed: int, test: Part, fraction: float) -> float:
    rows = labelled(domain, fraction, seed)
    read = _tune(domain, space, settings, seed, rows, steps_for(len(rows), settings))
    with torch.no_grad():
        scores = read(pooled(space, domain.name, test)).softmax(1).double().cpu().numpy()
    classes = test.classes.cpu().numpy()
    return auc(scores[classes >= 0], classes[classes >= 0])


def _tune(
    domain: Domain, space: LatentSpace, settings: Settings, seed: int, rows: Tensor, steps: int
) -> Callable[[Tensor], Tensor]:
    """Train a space and a linear head on labelled rows; return the head."""
    # Pooled latents differ little from item to item at first: the head sees them standardised over unlabelled items.
    first = pooled(space, domain.name, domain.train.rows(torch.arange(min(len(domain.train), 2 * CHUNK))))
    centre, scale = first.mean(0), first.std(0) + 1e-6
    head = nn.Linear(settings.width, len(domain.answers), device=domain.device)
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias)

    def read(latents: Tensor) -> Tensor:
        logits: Tensor = head((latents - centre) / scale)
        return logits

    model = nn.ModuleList([space, head])
    generator = torch.Generator().manual_seed(seeded(seed, domain.name, "batches"))
    optimizer, schedule = adamw(model, steps, settings.rate)
    order: list[int] = []
    for _ in range(steps):
        if len(order) < min(settings.tune_batch, len(rows)):
            order = rows[torch.randperm(len(rows), generator=generator)].tolist()
        part = domain.train.rows(torch.tensor(order[: settings.tune_batch]))
        order = order[settings.tune_batch :]
        loss = functional.cross_entropy(read(space(domain.name, placed(part.tokens)).mean(1)), part.classes)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return read
