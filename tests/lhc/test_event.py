"""Kinematics against the library vector, and the collider's symmetries by their defining properties."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import vector

from physfm_lhc import event, tools

SPREAD = {"pt": (0.3, 900.0), "eta": (-4.5, 4.5), "phi": (-3.1, 3.1), "mass": (0.0, 180.0)}


@pytest.fixture
def given() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(4)
    return {k: rng.uniform(low, high, 200) for k, (low, high) in SPREAD.items()}


@pytest.fixture
def p4(given: dict[str, np.ndarray]) -> torch.Tensor:
    return event.from_pt_eta_phi(*(torch.from_numpy(given[k]) for k in SPREAD))


def test_four_momentum_matches_vector(given: dict[str, np.ndarray], p4: torch.Tensor) -> None:
    expected = vector.array(given)
    for i, name in enumerate(("E", "px", "py", "pz")):
        np.testing.assert_allclose(p4[:, i], getattr(expected, name), rtol=1e-12)


def test_coordinates_match_vector(p4: torch.Tensor) -> None:
    expected = vector.array({n: p4[:, i].numpy() for i, n in enumerate(("E", "px", "py", "pz"))})
    np.testing.assert_allclose(event.pt(p4), expected.pt, rtol=1e-12)
    np.testing.assert_allclose(event.eta(p4), expected.eta, rtol=1e-9)
    np.testing.assert_allclose(event.phi(p4), expected.phi, rtol=1e-12)
    # Both subtract squares of up to 4e4 GeV: 1e-16 * 1.6e9 GeV^2 of rounding.
    np.testing.assert_allclose(event.mass2(p4), expected.mass2, atol=1e-5)
    np.testing.assert_allclose(event.rapidity(p4), expected.rapidity, rtol=1e-6, atol=1e-9)


def test_invariant_mass_matches_vector(p4: torch.Tensor) -> None:
    sums = vector.array({n: p4[:, i].numpy() for i, n in enumerate(("E", "px", "py", "pz"))}).sum()
    assert float(event.invariant_mass(p4)) == pytest.approx(float(sums.mass), rel=1e-10)


def test_invariant_mass_ignores_zero_padding_and_takes_batches(p4: torch.Tensor) -> None:
    padded = torch.cat([p4, torch.zeros(3, 4, dtype=p4.dtype)])
    masses = event.invariant_mass(torch.stack([padded, padded]))
    torch.testing.assert_close(masses, event.invariant_mass(p4).expand(2))


def test_rapidity_and_pseudorapidity_agree_without_mass_only() -> None:
    light = event.from_pt_eta_phi(*torch.tensor([[10.0], [1.3], [0.4], [0.0]], dtype=torch.float64))
    heavy = event.from_pt_eta_phi(*torch.tensor([[10.0], [1.3], [0.4], [30.0]], dtype=torch.float64))
    assert float(event.rapidity(light)) == pytest.approx(1.3, abs=1e-9)
    assert float(event.rapidity(heavy)) < 0.9


def test_mass_survives_rotation_boost_and_reflection(p4: torch.Tensor) -> None:
    one = p4.reshape(4, 50, 4)
    by = torch.tensor([0.3, -1.2, 2.0, 0.7], dtype=torch.float64)
    mass = event.invariant_mass(one)
    for moved in (event.rotate_phi(one, by), event.boost_z(one, by), event.reflect(one)):
        assert not torch.allclose(moved, one)
        torch.testing.assert_close(event.invariant_mass(moved), mass, rtol=1e-9, atol=1e-6)
    torch.testing.assert_close(event.rapidity(event.boost_z(one, by)), event.rapidity(one) + by[:, None])


def test_the_softest_photon_is_boosted_as_the_hardest() -> None:
    # Generators do write photons of 1e-10 GeV.
    table = torch.tensor([[1e-10, 100.0], [0.4, 0.4], [1.0, 1.0], [0.0, 0.0]], dtype=torch.float64)
    photons = event.from_pt_eta_phi(*table).float()
    boosted = event.boost_z(photons.double(), torch.tensor(1.3, dtype=torch.float64)).float()
    for moved in (photons, boosted):
        y = event.rapidity(moved)
        # Float32 leaves 6e-8 of the energy squared in the mass, hence about 1e-6 in the rapidity.
        assert float(y[0] - y[1]) == pytest.approx(0, abs=1e-5)


def test_azimuths_wrap() -> None:
    a, b = torch.tensor([3.1]), torch.tensor([-3.1])
    assert float(event.delta_phi(a, b)) == pytest.approx(6.2 - 2 * np.pi, abs=1e-6)
    assert tools.delta_r(0.0, 3.1, 0.0, -3.1) == pytest.approx(2 * np.pi - 6.2)


def test_dilepton_mass_takes_the_two_leading_leptons_of_the_flavour(p4: torch.Tensor) -> None:
    few = p4[:4].float()
    kind = torch.zeros(4, len(event.CHANNELS))
    kind[[0, 1, 3], event.SPECIES.index("muon")] = 1
    kind[2, event.SPECIES.index("jet")] = 1
    leading = sorted((0, 1, 3), key=lambda i: -float(event.pt(few[i])))[:2]
    expected = float(event.invariant_mass(few[leading]))
    assert event.dilepton_mass(few, kind, "muon") == pytest.approx(expected)
    assert event.dilepton_mass(few, kind, "electron") is None


def test_tools_match_vector_and_the_w_edge() -> None:
    objects = [(40.0, 0.5, 0.1, 0.105), (35.0, -0.8, 2.9, 0.105)]
    expected = sum(
        (vector.obj(pt=o[0], eta=o[1], phi=o[2], mass=o[3]) for o in objects), start=vector.obj(x=0, y=0, z=0, t=0)
    )
    assert tools.invariant_mass(objects) == pytest.approx(float(expected.mass), rel=1e-10)
    # Back to back with 40 GeV each: the Jacobian edge lies at 80 GeV.
    assert tools.transverse_mass(40.0, 40.0, np.pi) == pytest.approx(80.0)
    with pytest.raises(ValueError, match="finite numbers"):
        tools.invariant_mass([(1.0, float("nan"), 0.0, 0.0)])
