"""The solvers against exact solutions, published data, and their own convergence."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from physfm.errors import InputError
from physfm_fields import solvers


def _one(value: float) -> torch.Tensor:
    return torch.tensor([value], dtype=torch.float64)


def _xy(n: int) -> tuple[torch.Tensor, torch.Tensor]:
    x = torch.arange(n, dtype=torch.float64) / n
    return x[:, None].expand(n, n), x[None, :].expand(n, n)


def test_advection_diffusion_moves_and_damps_a_sine_exactly():
    x, y = _xy(32)
    start = torch.sin(2 * math.pi * (2 * x + y))[None]
    c, d, t = (0.3, -0.2), 1e-3, 0.7
    (frames,) = solvers.advection_diffusion(
        start,
        [_one(t)],
        _one(c),
        _one(d),
    )
    k2 = (2 * math.pi) ** 2 * 5
    exact = math.exp(-d * k2 * t) * torch.sin(2 * math.pi * (2 * (x - c[0] * t) + (y - c[1] * t)))
    torch.testing.assert_close(frames[0], exact, atol=1e-12, rtol=0)


def test_wave_keeps_its_energy_and_a_travelling_wave_travels():
    x, _ = _xy(32)
    c, k, t = 0.5, 2 * math.pi * 3, 0.37
    start, change = torch.sin(k * x)[None], -c * k * torch.cos(k * x)[None]
    time = _one(t)
    (frames,) = solvers.wave(start, change, [time], _one(c))
    torch.testing.assert_close(frames[0], torch.sin(k * (x - c * t)), atol=1e-12, rtol=0)


def test_burgers_agrees_with_the_published_solution(data):
    """Basdevant's problem, u = -sin(pi x) on [-1, 1] and nu = 0.01 / pi, as DeepXDE ships it (256 x 100 points)."""
    table = np.load(data / "sim" / "Burgers.npz")
    x, t, exact = table["x"].ravel(), table["t"].ravel(), table["usol"]
    n = 1024
    grid = -1 + 2 * torch.arange(n, dtype=torch.float64) / n
    times = [0.25, 0.5, 0.75]
    durations = [_one(0.25)] * 3
    # 1024 points resolve the front; a square of that size would not be small, so the line is solved on its own.
    kx = 2 * math.pi * torch.fft.rfftfreq(n, d=2 / n, dtype=torch.float64)
    keep = (torch.arange(len(kx)) <= n / 3).double()

    def nonlinear(y: torch.Tensor) -> torch.Tensor:
        u = torch.fft.irfft(y * keep, n=n)
        return -0.5j * kx * keep * torch.fft.rfft(u * u)

    y = torch.fft.rfft(-torch.sin(math.pi * grid)[None])
    linear = -(0.01 / math.pi) * kx[None, :] ** 2
    for duration, time in zip(durations, times, strict=True):
        y = solvers.etdrk4(y, linear, nonlinear, duration[:, None] / 250, 250)
        mine = np.interp(x, grid.numpy(), torch.fft.irfft(y, n=n)[0].numpy(), period=2)
        theirs = np.array([np.interp(time, t, row) for row in exact])
        # Their times are 0.01 apart (linear interpolation between frames) and the front is 0.02 wide.
        assert np.sqrt(np.mean((mine - theirs) ** 2)) < 5e-3


def test_burgers_follows_cole_hopf():
    r"""Along x alone the equation is the 1D one, solved by u = -2 nu d/dx ln(theta) with theta heat conducting."""
    n, nu, t = 64, 0.02, 0.3
    x, _ = _xy(n)
    k = 2 * math.pi

    def exact(time: float) -> torch.Tensor:
        decay = math.exp(-nu * k**2 * time)
        theta = 2 + decay * torch.cos(k * x)
        return 2 * nu * k * decay * torch.sin(k * x) / theta

    frames = solvers.burgers(exact(0.0)[None], [_one(t)], _one(nu))
    torch.testing.assert_close(frames[0, 0], exact(t), atol=1e-7, rtol=0)


def test_taylor_green_vortex_decays_at_the_exact_rate():
    n, nu, t = 32, 1e-2, 1.0
    x, y = _xy(n)
    start = (torch.sin(2 * math.pi * x) * torch.sin(2 * math.pi * y))[None]
    frames = solvers.navier_stokes(start, [_one(t)], _one(nu))
    rate = 2 * nu * (2 * math.pi) ** 2
    torch.testing.assert_close(frames[0, 0], start[0] * math.exp(-rate * t), atol=1e-9, rtol=0)


def test_navier_stokes_converges_at_fourth_order_in_time():
    generator = torch.Generator().manual_seed(1)
    start = 3 * solvers.random_field(1, 32, generator)
    nu = _one(1e-3)

    def at(step: float) -> torch.Tensor:
        return solvers.navier_stokes(start, [_one(0.8)], nu, solvers.li_forcing(32), longest_step=step)

    fine = at(0.00625)
    coarse, half = ((at(h) - fine).abs().max() for h in (0.1, 0.05))
    assert coarse / half > 2**3  # fourth order gives 16; the first step may lie before the asymptote


def test_gray_scott_keeps_its_fixed_point_and_converges():
    feed, kill = _one(0.03), _one(0.062)
    rest = torch.stack([torch.ones(16, 16), torch.zeros(16, 16)]).double()[None]
    still = solvers.gray_scott(rest, [_one(50.0)], feed, kill)
    torch.testing.assert_close(still[0, 0], rest[0], atol=1e-12, rtol=0)
    x, y = _xy(32)
    blob = 0.5 * torch.exp(-((x - 0.5) ** 2 + (y - 0.5) ** 2) / 0.02)
    start = torch.stack([1 - blob, blob])[None]
    runs = [solvers.gray_scott(start, [_one(100.0)], feed, kill, longest_step=h) for h in (5.0, 2.5, 0.5)]
    coarse, half = ((run - runs[2]).abs().max() for run in runs[:2])
    assert coarse < 5e-3  # of about one half: the generator's step of 5 s is good to one percent
    assert coarse / half > 2**3


def test_a_step_that_is_too_large_is_named():
    start = 50 * solvers.random_field(1, 32, torch.Generator().manual_seed(0))
    with pytest.raises(InputError, match="time step is too large"):
        solvers.burgers(start, [torch.tensor([5.0])], torch.tensor([1e-4]).double(), longest_step=0.5)


def test_a_seed_gives_the_same_random_field_at_any_resolution():
    coarse, fine = (solvers.random_field(2, n, torch.Generator().manual_seed(5)) for n in (64, 128))
    torch.testing.assert_close(fine[:, ::2, ::2], coarse, atol=1e-6, rtol=1e-6)
