"""Solvers of five equations on a periodic square box, pseudo-spectral and vectorised over samples.

Linear equations (advection-diffusion, wave) are advanced exactly in Fourier space. Burgers, incompressible
Navier-Stokes (vorticity, forcing of Li et al., arXiv 2010.08895) and Gray-Scott use the fourth-order exponential
integrator ETDRK4 with the contour-integral coefficients of Kassam and Trefethen (SIAM J. Sci. Comput. 26 (2005) 1214)
and the 2/3 rule against aliasing. The precision is that of the initial condition; the integrator's coefficients are
made in double precision either way. tests/fields compare with exact solutions.

Shape legend: fields are (batch, n, n), axis order (x, y); spectra are ``rfft2`` of that, (batch, n, n // 2 + 1).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from physfm.errors import InputError


def wavenumbers(n: int, length: float) -> tuple[Tensor, Tensor]:
    """Angular wavenumbers (rad per unit of ``length``) along x, (n, 1), and y, (1, n // 2 + 1)."""
    kx = 2 * math.pi * torch.fft.fftfreq(n, d=length / n, dtype=torch.float64)
    ky = 2 * math.pi * torch.fft.rfftfreq(n, d=length / n, dtype=torch.float64)
    return kx[:, None], ky[None, :]


def _gradient_wavenumbers(n: int, length: float) -> tuple[Tensor, Tensor]:
    # The Nyquist mode has no sign, so its first derivative is taken as zero; otherwise it would not be real.
    kx, ky = (k.clone() for k in wavenumbers(n, length))
    if n % 2 == 0:
        kx[n // 2], ky[:, -1] = 0.0, 0.0
    return kx, ky


def dealias(n: int) -> Tensor:
    """Mask of the 2/3 rule, (n, n // 2 + 1)."""
    kx = torch.fft.fftfreq(n, d=1 / n, dtype=torch.float64)[:, None]
    ky = torch.fft.rfftfreq(n, d=1 / n, dtype=torch.float64)[None, :]
    return ((kx.abs() <= n / 3) & (ky <= n / 3)).to(torch.float64)


def random_field(count: int, n: int, generator: torch.Generator, peak: float = 3.0, slope: float = 3.0) -> Tensor:
    """Gaussian random fields of unit variance and zero mean on the unit box, (count, n, n).

    Parameters
    ----------
    peak
        Wavenumber, in cycles per box, around which the spectrum bends.
    slope
        Amplitudes fall as ``(peak**2 + k**2)**(-slope / 2)`` ... squared, steep enough to be smooth on 64 points.

    Notes
    -----
    The white noise is drawn in Fourier space mode by mode up to 32 cycles, so that a seed gives the same field at any
    resolution of at least 64 points.
    """
    top = 31
    size = 2 * top + 1
    noise = torch.randn(count, size, size, 2, generator=generator, dtype=torch.float64)
    k = torch.arange(-top, top + 1, dtype=torch.float64)
    amplitude = (peak**2 + k[:, None] ** 2 + k[None, :] ** 2) ** (-slope)
    amplitude[top, top] = 0.0
    modes = torch.complex(noise[..., 0], noise[..., 1]) * amplitude
    keep = min(top, n // 2 - 1)
    cut = slice(top - keep, top + keep + 1)
    spectrum = torch.zeros(count, n, n, dtype=torch.complex128)
    at = torch.arange(-keep, keep + 1) % n
    spectrum[:, at[:, None], at[None, :]] = modes[:, cut, cut]
    field = torch.fft.ifft2(spectrum).real
    return field / field.std((1, 2), keepdim=True, correction=0)


def advection_diffusion(
    start: Tensor, times: Sequence[Tensor], velocity: Tensor, diffusivity: Tensor, length: float = 1.0
) -> Tensor:
    r"""Exact solution of :math:`\partial_t u + c \cdot \nabla u = D \nabla^2 u`.

    Parameters
    ----------
    start
        (batch, n, n).
    times
        One (batch,) tensor a frame, in s.
    velocity, diffusivity
        (batch, 2) in length/s and (batch,) in length^2/s.

    Returns
    -------
    frames
        (batch, frames, n, n).
    """
    n = start.shape[-1]
    kx, ky = wavenumbers(n, length)
    gx, gy = _gradient_wavenumbers(n, length)
    transport = velocity[:, 0, None, None] * gx + velocity[:, 1, None, None] * gy
    decay = diffusivity[:, None, None] * (kx**2 + ky**2)
    spectrum = torch.fft.rfft2(start)
    rate = -torch.complex(decay, transport)
    return torch.stack(
        [torch.fft.irfft2(spectrum * torch.exp(rate * t[:, None, None]), s=(n, n)) for t in times], dim=1
    )


def wave(start: Tensor, speed_of_change: Tensor, times: Sequence[Tensor], speed: Tensor, length: float = 1.0) -> Tensor:
    r"""Exact solution of :math:`\partial_t^2 u = c^2 \nabla^2 u` from u and its rate, (batch, frames, n, n)."""
    n = start.shape[-1]
    kx, ky = wavenumbers(n, length)
    omega = speed[:, None, None] * torch.sqrt(kx**2 + ky**2)
    u, v = torch.fft.rfft2(start), torch.fft.rfft2(speed_of_change)
    frames = []
    for t in times:
        at = t[:, None, None]
        # sin(wt)/w tends to t for the mean, which drifts with the mean velocity.
        sine = torch.where(omega > 0, torch.sin(omega * at) / omega.clamp(min=1e-300), at)
        frames.append(torch.fft.irfft2(u * torch.cos(omega * at) + v * sine, s=(n, n)))
    return torch.stack(frames, dim=1)


Nonlinear = Callable[[Tensor], Tensor]


def etdrk4(spectrum: Tensor, linear: Tensor, nonlinear: Nonlinear, step: Tensor, steps: int) -> Tensor:
    r"""Advance :math:`\dot y = L y + N(y)` by ``steps`` steps of ``step``.

    Parameters
    ----------
    spectrum
        (batch, ..., n, m) complex.
    linear
        L, real and diagonal, broadcastable to ``spectrum``.
    nonlinear
        N of a spectrum.
    step
        Broadcastable to ``spectrum``: every sample may have its own time step.

    Raises
    ------
    InputError
        If the solution became NaN or infinite: the step is too large.
    """
    z = linear * step
    circle = torch.exp(1j * math.pi * (torch.arange(1, 17, dtype=torch.float64) - 0.5) / 16)  # upper half: L is real
    contour = z.unsqueeze(-1) + circle
    half, whole = (torch.exp(z * share).to(torch.view_as_real(spectrum).dtype) for share in (0.5, 1.0))

    real = torch.view_as_real(spectrum).dtype

    def mean(f: Tensor) -> Tensor:
        return (step * f.mean(-1).real).to(real)

    e = torch.exp(contour)
    q = mean((torch.exp(contour / 2) - 1) / contour)
    f1 = mean((-4 - contour + e * (4 - 3 * contour + contour**2)) / contour**3)
    f2 = 2 * mean((2 + contour + e * (contour - 2)) / contour**3)
    f3 = mean((-4 - 3 * contour - contour**2 + e * (4 - contour)) / contour**3)
    y = spectrum
    for _ in range(steps):
        n0 = nonlinear(y)
        a = half * y + q * n0
        na = nonlinear(a)
        b = half * y + q * na
        nb = nonlinear(b)
        c = half * a + q * (2 * nb - n0)
        y = whole * y + f1 * n0 + f2 * (na + nb) + f3 * nonlinear(c)
    if not torch.isfinite(torch.view_as_real(y)).all():
        raise InputError("The solver's solution is not finite: its time step is too large. Give more steps per frame.")
    return y


def _frames(
    spectrum: Tensor, linear: Tensor, nonlinear: Nonlinear, durations: Sequence[Tensor], longest: float, n: int
) -> Tensor:
    """Advance through successive durations (one (batch,) tensor each), keeping a frame after each."""
    frames = []
    rest = (1,) * (spectrum.ndim - 1)
    for duration in durations:
        steps = max(1, math.ceil(float(duration.max()) / longest))
        spectrum = etdrk4(spectrum, linear, nonlinear, (duration / steps).reshape(-1, *rest), steps)
        frames.append(torch.fft.irfft2(spectrum, s=(n, n)))
    return torch.stack(frames, dim=1)


def burgers(
    start: Tensor, durations: Sequence[Tensor], viscosity: Tensor, longest_step: float = 5e-3, length: float = 1.0
) -> Tensor:
    r"""Scalar Burgers equation :math:`\partial_t u + u (\partial_x u + \partial_y u) = \nu \nabla^2 u`.

    Parameters
    ----------
    start
        (batch, n, n), in length/s.
    durations
        Times between successive frames, one (batch,) tensor each, in s; the first from ``start``.
    viscosity
        (batch,), length^2/s.
    longest_step
        On at most 64 points, s; smaller in proportion on finer grids, whose stable step is smaller (advection).

    Returns
    -------
    frames
        (batch, frames, n, n).
    """
    n = start.shape[-1]
    kx, ky = wavenumbers(n, length)
    gx, gy = _gradient_wavenumbers(n, length)
    keep = dealias(n).to(start.dtype)
    slope = -0.5j * (gx + gy).to(start.dtype) * keep
    linear = -viscosity[:, None, None] * (kx**2 + ky**2)

    def nonlinear(y: Tensor) -> Tensor:
        u = torch.fft.irfft2(y * keep, s=(n, n))
        return slope * torch.fft.rfft2(u * u)

    return _frames(torch.fft.rfft2(start), linear, nonlinear, durations, longest_step * min(1.0, 64 / n), n)


def li_forcing(n: int, length: float = 1.0) -> Tensor:
    """Forcing of the vorticity in Li et al., ``0.1 (sin 2 pi (x + y) + cos 2 pi (x + y))``, (n, n), in 1/s^2."""
    x = torch.arange(n, dtype=torch.float64) * length / n
    phase = 2 * math.pi * (x[:, None] + x[None, :]) / length
    return 0.1 * (phase.sin() + phase.cos())


def navier_stokes(
    start: Tensor,
    durations: Sequence[Tensor],
    viscosity: Tensor,
    forcing: Tensor | None = None,
    longest_step: float = 5e-2,
    length: float = 1.0,
) -> Tensor:
    r"""Incompressible flow in vorticity form, :math:`\partial_t w + u \cdot \nabla w = \nu \nabla^2 w + f`.

    Arguments as in `burgers`; ``start`` and the returned frames are vorticity in 1/s, ``forcing`` is (n, n) in 1/s^2.
    The velocity follows from the stream function, so it is free of divergence by construction.
    """
    n = start.shape[-1]
    kx, ky = wavenumbers(n, length)
    gx, gy = _gradient_wavenumbers(n, length)
    square = kx**2 + ky**2
    inverse = torch.where(square > 0, 1 / square.clamp(min=1e-300), torch.zeros_like(square))
    keep = dealias(n).to(start.dtype)
    linear = -viscosity[:, None, None] * square
    force = 0.0 if forcing is None else torch.fft.rfft2(forcing.to(start.dtype))
    # Spectral operators from the vorticity to u = d psi / dy, v = -d psi / dx, dw / dx and dw / dy.
    wide = torch.ones_like(square)
    operators = (1j * torch.stack([gy * inverse, -gx * inverse, gx * wide, gy * wide])).unsqueeze(1)
    operators = operators.to(torch.promote_types(start.dtype, torch.complex64)) * keep

    def nonlinear(y: Tensor) -> Tensor:
        u, v, wx, wy = torch.fft.irfft2(operators * y, s=(n, n))
        return force - keep * torch.fft.rfft2(u * wx + v * wy)

    return _frames(torch.fft.rfft2(start), linear, nonlinear, durations, longest_step * min(1.0, 64 / n), n)


def gray_scott(
    start: Tensor,
    durations: Sequence[Tensor],
    feed: Tensor,
    kill: Tensor,
    diffusivity: tuple[float, float] = (2e-5, 1e-5),
    longest_step: float = 5.0,
    length: float = 0.8,
) -> Tensor:
    r"""Gray-Scott reaction and diffusion (Pearson, Science 261 (1993) 189): both concentrations.

    .. math:: \partial_t a = D_a \nabla^2 a - a b^2 + F (1 - a), \quad \partial_t b = D_b \nabla^2 b + a b^2 - (F + k) b

    Parameters
    ----------
    start
        (batch, 2, n, n): substrate a and activator b.
    feed, kill
        (batch,), in 1/s.

    Returns
    -------
    frames
        (batch, frames, 2, n, n).
    """
    n = start.shape[-1]
    kx, ky = wavenumbers(n, length)
    keep = dealias(n).to(start.dtype)
    square = (kx**2 + ky**2).expand(len(start), 1, -1, -1)
    rate = torch.stack([feed, feed + kill], dim=1)[..., None, None]
    linear = -torch.tensor(diffusivity, dtype=torch.float64)[:, None, None] * square - rate
    source = torch.zeros(len(start), n, n // 2 + 1, dtype=torch.promote_types(start.dtype, torch.complex64))
    source[:, 0, 0] = (feed * n * n).to(source.dtype)

    def nonlinear(y: Tensor) -> Tensor:
        a, b = torch.fft.irfft2(y * keep, s=(n, n)).unbind(1)
        reaction = keep * torch.fft.rfft2(a * b * b)
        return torch.stack([source - reaction, reaction], dim=1)

    return _frames(torch.fft.rfft2(start), linear, nonlinear, durations, longest_step, n)
