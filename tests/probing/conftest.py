"""A made-up domain with an answer in its tokens, the toy encoder as an installed plug-in, and small settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest
import torch

from physfm import discovery
from physfm.encoder import Shuffle
from physfm.probing.domain import Domain, Part
from physfm.probing.trunk import Settings
from physfm.types import Tokens
from physfm_toy import ToyEncoder

SMALL = Settings(
    tokens=12, width=16, depth=1, num_heads=2, latent_tokens=4,
    pretrain_steps=12, pretrain_batch=8, tune_steps=30, tune_batch=8, rate=3e-3, fractions=(0.1, 1.0),
)  # fmt: skip


REVERSED = Shuffle(
    "reversed angles",
    lambda samples, _: [replace(s, inputs={**s.inputs, "angle": s.inputs["angle"].flip(0)}, truth={}) for s in samples],
    "Keeps the angles of a swing; loses their order.",
)


def made_up(name: str, items: int = 64, test_items: int = 60, seed: int = 0, signal: float = 2.0) -> Domain:
    """Tokens that all carry the sign of their item's class in one channel, and a number in another."""
    generator = torch.Generator().manual_seed(seed)

    def part(count: int) -> Part:
        values = torch.randn(count, 10, 8, generator=generator)
        classes = torch.arange(count) % 2
        number = torch.randn(count, generator=generator)
        values[..., 0] += signal * (2 * classes - 1).unsqueeze(1)
        values[..., 1] += 2 * number.unsqueeze(1)
        values[..., :2] /= 5**0.5  # unit variance again
        mask = torch.ones(count, 10, dtype=torch.bool)
        mask[::3, 7:] = False
        return Part(Tokens(values * mask.unsqueeze(-1), mask), classes, {"number": number})

    train, test = part(items), part(test_items)
    noise = torch.randn(train.tokens.values.shape, generator=generator) * train.tokens.mask.unsqueeze(-1)
    return Domain(name, train, test, train, Part(Tokens(noise, train.tokens.mask)), "Which?", ("no", "yes"), "noise")


@pytest.fixture
def settings() -> Settings:
    return SMALL


@pytest.fixture
def domain() -> Domain:
    return made_up("one")


@pytest.fixture
def hard() -> Domain:
    """Classes that differ by little beside the noise."""
    return made_up("hard", items=256, test_items=200, signal=0.4)


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install the toy encoder, and another with a shuffle of its own, beside ours as entry points would."""
    second = type("Second", (ToyEncoder,), {"__module__": __name__, "name": "second", "shuffle": REVERSED})
    points = {
        **discovery._points(),
        "toy": EntryPoint("toy", "physfm_toy:ToyEncoder", discovery.GROUP),
        "second": SimpleNamespace(name="second", value="tests:Second", dist=None, load=lambda: second),
    }
    monkeypatch.setattr(discovery, "_points", lambda: points)
    discovery.load.cache_clear()
    yield
    discovery.load.cache_clear()
