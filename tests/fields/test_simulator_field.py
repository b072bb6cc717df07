"""`simulate_field` against exact solutions and conservation laws, and its files as physfm reads them."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.special import ive

from physfm.cli import main
from physfm.errors import InputError, UnitError
from physfm.tools import find
from physfm.tools.tool import Result
from physfm_fields.simulator import EQUATIONS


def simulate(folder: Path | None = None, **arguments: Any) -> Result:
    return find("simulate_field")(arguments, folder=folder)


def frames(path: Path, name: str) -> np.ndarray:
    with h5py.File(path) as file:
        return np.array(file["t0_fields"][name][0])


@pytest.mark.usefixtures("here")
def test_a_mode_of_heat_decays_as_it_must() -> None:
    found = simulate(
        equation="heat", initial="sine", mode_x=2, mode_y=1, diffusivity="50 cm^2/s", length="50 cm",
        amplitude="3 K", duration="1 min", frames=4,
    )  # fmt: skip
    rate = 5e-3 * (2 * math.pi / 0.5) ** 2 * 5
    for frame in found.details["frames"]:
        assert frame["rms"] == pytest.approx(3 / math.sqrt(2) * math.exp(-rate * frame["time_s"]), rel=1e-9, abs=1e-15)
    assert found.unit == "K"
    assert found.details["frames"][-1]["time_s"] == 60


@pytest.mark.usefixtures("here")
def test_a_standing_wave_comes_back_after_its_period(tmp_path: Path) -> None:
    period = 2 / (4 * math.hypot(3, 2))  # length / (c |mode|)
    found = simulate(
        tmp_path, equation="wave", initial="sine", mode_x=3, mode_y=2, wave_speed="4 m/s", length="2 m",
        duration=f"{period!r} s", frames=5, output="wave.h5",
    )  # fmt: skip
    u = frames(tmp_path / "wave.h5", "displacement")
    np.testing.assert_allclose(u[4], u[0], atol=1e-6)
    np.testing.assert_allclose(u[2], -u[0], atol=1e-6)
    np.testing.assert_allclose(u[1], 0, atol=1e-6)
    energy = found.details["conserved"]["energy"]
    assert energy["first"] == pytest.approx(0.25 * (4 * 2 * math.pi / 2) ** 2 * 13 * 4)  # c^2 k^2 / 4 x area
    assert energy["drift"] < 1e-12


@pytest.mark.usefixtures("here")
def test_advection_carries_the_field_around_the_box(tmp_path: Path) -> None:
    found = simulate(
        tmp_path, equation="advection", velocity_x="-2 km/h", velocity_y="1 km/h", length="1 km", duration="1 hour",
        frames=3, output="there.h5", seed=5,
    )  # fmt: skip
    u = frames(tmp_path / "there.h5", "concentration")
    np.testing.assert_allclose(u[2], u[0], atol=1e-5)  # single precision in the file
    np.testing.assert_allclose(u[1], np.roll(u[0], 32, axis=1), atol=1e-5)  # half a box along y, a whole one along x
    assert all(kept["drift"] < 1e-12 for kept in found.details["conserved"].values())
    assert set(found.details["conserved"]) == {"integral of concentration", "integral of concentration squared"}


@pytest.mark.usefixtures("here")
def test_burgers_follows_cole_hopf(tmp_path: Path) -> None:
    """Cole (1951): u = 2 nu k sum n c_n sin(n k x) e^(-n^2 k^2 nu t) / theta for u(0) = A sin(k x), k = 2 pi."""
    nu, amplitude, time, k = 0.02, 0.5, 0.6, 2 * math.pi
    simulate(
        tmp_path, equation="burgers", initial="sine", viscosity=f"{nu} m^2/s", amplitude=f"{amplitude} m/s",
        duration=f"{time} s", frames=2, resolution=96, output="u.h5",
    )  # fmt: skip
    x = np.arange(96) / 96
    n = np.arange(1, 60)[:, None]
    # theta(0) = exp(cos(kx) A / (2 nu k)), whose Fourier coefficients are Bessel functions I_n.
    c = ive(n, amplitude / (2 * nu * k)) * np.exp(-((n * k) ** 2) * nu * time)
    theta = ive(0, amplitude / (2 * nu * k)) + 2 * (c * np.cos(n * k * x)).sum(0)
    exact = 2 * nu * 2 * (c * n * k * np.sin(n * k * x)).sum(0) / theta
    u = frames(tmp_path / "u.h5", "velocity")[1]
    np.testing.assert_allclose(u, np.broadcast_to(exact[:, None], u.shape), atol=1e-6)


@pytest.mark.usefixtures("here")
def test_a_vortex_sheet_of_one_mode_decays_without_turning(tmp_path: Path) -> None:
    # Taylor (1923): one Fourier mode of vorticity carries itself nowhere, so it only diffuses.
    found = simulate(equation="navier_stokes", initial="sine", mode_x=2, mode_y=2, viscosity="1e-3 m^2/s")
    last = found.details["frames"][-1]
    assert last["rms"] == pytest.approx(math.sqrt(0.5) * math.exp(-1e-3 * (2 * math.pi) ** 2 * 8 * 5), rel=1e-8)
    assert found.details["resolved"] is True


@pytest.mark.usefixtures("here")
def test_gray_scott_is_what_scipy_integrates_on_a_grid_of_differences(tmp_path: Path) -> None:
    simulate(tmp_path, equation="gray_scott", initial="gaussian", duration="150 s", frames=2, width="0.1 m",
             resolution=64, output="gs.h5")  # fmt: skip
    a, b = (frames(tmp_path / "gs.h5", name) for name in ("substrate", "activator"))
    spacing, feed, kill, diffusivity = 0.8 / 64, 0.037, 0.060, 2e-5

    def change(_: float, y: np.ndarray) -> np.ndarray:
        u, v = y.reshape(2, 64, 64)
        # Fourth-order differences.
        near, far = ([sum(np.roll(w, k * s, axis) for k in (-1, 1) for axis in (0, 1)) for w in (u, v)] for s in (1, 2))
        neighbours = [4 / 3 * p - q / 12 - 5 * w for p, q, w in zip(near, far, (u, v), strict=True)]
        spread = diffusivity / spacing**2
        one = spread * neighbours[0] - u * v**2 + feed * (1 - u)
        return np.concatenate([one.ravel(), (spread / 2 * neighbours[1] + u * v**2 - (feed + kill) * v).ravel()])

    start = np.concatenate([a[0].ravel(), b[0].ravel()]).astype(float)
    exact = solve_ivp(change, (0, 150), start, rtol=1e-5, atol=1e-8).y[:, -1].reshape(2, 64, 64)
    assert b[1].max() > 0.2  # the ring is alive, and is
    for mine, theirs in zip((a[1], b[1]), exact, strict=True):
        # The front is four points wide: differences of second order are off by 7 %, of fourth order by 2 %.
        assert np.sqrt(np.mean((mine - theirs) ** 2)) < 0.03 * theirs.std()


@pytest.mark.parametrize("equation", sorted(EQUATIONS))
@pytest.mark.usefixtures("here")
def test_every_equation_runs_conserves_and_is_read_back(
    equation: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = simulate(tmp_path, equation=equation, seed=3, resolution=32, frames=8, output="field.h5")
    assert all(kept["drift"] < 1e-10 for kept in found.details["conserved"].values())
    assert main(["info", str(tmp_path / "field.h5"), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["encoder"], facts["format"], facts["missing"]) == ("fields", "The Well HDF5", [])
    (field,) = (f for f in facts["fields"] if f["name"] == found.details["field"])
    assert field["shape"] == [1, 8, 32, 32]
    assert field["unit"] == found.unit
    assert field["max"] == pytest.approx(max(f["max"] for f in found.details["frames"]), rel=1e-5)


@pytest.mark.usefixtures("here")
def test_the_same_seed_gives_the_same_field_and_another_one_another() -> None:
    first, again, other = (simulate(equation="heat", seed=seed).value for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.usefixtures("here")
def test_a_grid_that_is_too_coarse_is_said() -> None:
    found = simulate(equation="burgers", viscosity="2e-4 m^2/s", amplitude="2 m/s", initial="sine")
    assert found.details["resolved"] is False
    assert "take a finer one" in found.text
    assert simulate(equation="burgers").details["resolved"] is True


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"equation": "heat", "viscosity": "1 m^2/s"}, InputError, "has no viscosity; it has: diffusivity"),
        ({"equation": "heat", "diffusivity": "1 m/s"}, UnitError, "convertible to"),
        ({"equation": "heat", "diffusivity": "0.1"}, UnitError, "with a unit"),
        ({"equation": "heat", "diffusivity": "-1 m^2/s"}, InputError, "positive diffusivity"),
        ({"equation": "burgers", "viscosity": "0 m^2/s"}, InputError, "positive viscosity"),
        ({"equation": "heat", "amplitude": "1 m"}, UnitError, "convertible to"),
        ({"equation": "heat", "resolution": 33}, InputError, "even resolution"),
        ({"equation": "heat", "resolution": 100000}, InputError, "less than or equal to 512"),
        ({"equation": "heat", "resolution": 512, "frames": 200}, InputError, "The fields would be 200 MiB"),
        ({"equation": "heat", "initial": "sine", "mode_x": 40}, InputError, "at most 16 cycles"),
        ({"equation": "heat", "initial": "gaussian", "width": "1 mm"}, InputError, "two grid spacings"),
        ({"equation": "gray_scott", "initial": "sine"}, InputError, "spots or a gaussian"),
        ({"equation": "schroedinger"}, InputError, "'navier_stokes' or 'gray_scott'"),
        ({"equation": "heat", "output": "../x.h5"}, InputError, "plain file name"),
        ({"equation": "burgers", "amplitude": "1e9 m/s", "time_limit": "3 s"}, InputError, "stopped"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    arguments: dict[str, Any], error: type[Exception], message: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=message) as caught:
        simulate(tmp_path, **arguments)
    assert len(str(caught.value).splitlines()) == 1
    assert os.listdir(tmp_path) == []


def test_the_deadline_holds_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="longer than 4 s and was stopped"):
        simulate(
            tmp_path, equation="navier_stokes", resolution=512, duration="1000 s", output="long.h5", time_limit="4 s"
        )
    assert os.listdir(tmp_path) == []


def test_it_works_from_the_shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["equation=heat", "initial=sine", "diffusivity=0.01 m^2/s", "frames=2", "output=heat.h5"]
    assert main(["tool", "simulate_field", *arguments, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert result["value"] == pytest.approx(math.exp(-0.01 * (2 * math.pi) ** 2), rel=1e-9)
    assert result["details"]["file"] == str(tmp_path / "heat.h5")
    assert main(["tool", "simulate_field", *arguments]) == 1  # never overwritten
    assert "exists and is not overwritten" in capsys.readouterr().err
