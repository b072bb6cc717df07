from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks import fields_darcy, fields_forecast, jets, lhc_tagging, operators
from benchmarks.peers import kinematics, loop
from physfm.errors import InputError


def test_rejection_of_two_gaussians_is_the_normal_distribution() -> None:
    """Shifted by one sigma, half of the signal passes where a fraction 1 - Phi(1) of the background does."""
    from scipy.stats import norm

    rng = np.random.default_rng(0)
    label = np.repeat([0.0, 1.0], 40000)
    score = rng.standard_normal(80000) + label
    found = jets.rejection(score, label, 0.5)
    assert found.low < 1 / norm.sf(1.0) < found.high
    # Nothing of the background left: infinite, with a finite lower bound.
    assert jets.rejection(label, label - 1e-9, 0.3).value == np.inf


def test_mass_and_multiplicity_tell_jets_that_differ_in_mass() -> None:
    rng = np.random.default_rng(1)
    label = np.repeat([0.0, 1.0], 2000)
    arrays = {
        "label": label,
        "mass": rng.normal(80 + 90 * label, 15),
        "count": rng.integers(20, 100, 4000).astype(float),
    }
    row = lhc_tagging.mass_and_multiplicity(arrays, arrays)
    assert row.metrics["auc"].value > 0.99


def test_kinematic_features_match_vector() -> None:
    vector = pytest.importorskip("vector")
    rng = np.random.default_rng(2)
    pt, eta, phi = rng.exponential(10, (3, 8)) + 1, rng.normal(-0.5, 0.3, (3, 8)), rng.normal(3.1, 0.3, (3, 8))
    p4 = np.stack([pt * np.cosh(eta), pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)], -1)
    found = kinematics.features(torch.tensor(p4), torch.ones(3, 8, dtype=torch.bool)).numpy()
    parts = vector.array({"E": p4[..., 0], "px": p4[..., 1], "py": p4[..., 2], "pz": p4[..., 3]})
    axis = vector.array({name: p4[..., i].sum(1, keepdims=True) for i, name in enumerate(("E", "px", "py", "pz"))})
    np.testing.assert_allclose(found[..., 0], np.clip((np.log(parts.pt) - 1.7) * 0.7, -5, 5), rtol=1e-6)
    np.testing.assert_allclose(found[..., 5], parts.deltaphi(axis), atol=1e-9)
    np.testing.assert_allclose(found[..., 6], (parts.deltaR(axis) - 0.2) * 4, rtol=1e-6)


def test_turning_to_the_jet_keeps_every_product() -> None:
    """A boost along and a turn about the beam: Minkowski products stay, and the jet gets y = phi = 0."""
    p3 = torch.randn(2, 6, 3, generator=torch.Generator().manual_seed(0)) + torch.tensor([3.0, 1.0, 2.0])
    p4 = torch.cat([p3.norm(dim=-1, keepdim=True), p3], dim=-1)
    spurion = torch.tensor([[1.0, 0, 0, 1]]).expand(2, -1, -1)
    moved, beam = kinematics.towards_the_jet(p4, spurion, torch.ones(2, 6, dtype=torch.bool))
    jet = moved.sum(1)
    torch.testing.assert_close(jet[:, 2:], torch.zeros(2, 2), atol=1e-4, rtol=0)
    metric = torch.tensor([1.0, -1, -1, -1])
    torch.testing.assert_close((moved[:, :3] * metric * beam).sum(-1), (p4[:, :3] * metric * spurion).sum(-1))


def test_all_models_see_the_same_batches_and_learn() -> None:
    seen: list[list[int]] = []

    def fit() -> float:
        torch.manual_seed(0)
        line = torch.nn.Linear(1, 1)
        x = torch.linspace(-1, 1, 64)[:, None]
        seen.append([])

        def loss(rows: torch.Tensor) -> torch.Tensor:
            seen[-1] += rows.tolist()
            return (line(x[rows]) - 3 * x[rows]).pow(2).mean()

        loop.train(line, loss, 64, seed=5, epochs=30, batch_size=16, learning_rate=0.1, weight_decay=0.0)
        return float(line.weight.detach())

    assert fit() == pytest.approx(fit()) == pytest.approx(3.0, abs=0.05)
    assert seen[0] == seen[1]
    assert sorted(seen[0][:64]) == list(range(64))


def test_a_loss_that_is_not_finite_is_an_error_not_a_number() -> None:
    line = torch.nn.Linear(1, 1)
    with pytest.raises(FloatingPointError, match="loss is nan"):
        loop.train(
            line,
            lambda rows: line(torch.zeros(1)).sum() * torch.nan,
            8,
            seed=0,
            epochs=1,
            batch_size=4,
            learning_rate=1.0,
        )


def test_vrmse_of_the_mean_is_one_and_of_the_truth_zero() -> None:
    field = np.random.default_rng(3).standard_normal((4, 1, 16, 16))
    mean = np.broadcast_to(field.mean((-2, -1), keepdims=True), field.shape)
    np.testing.assert_allclose(operators.vrmse(mean, field), 1.0, rtol=1e-5)
    np.testing.assert_array_equal(operators.vrmse(field, field), 0.0)
    assert operators.relative_l2(0.9 * field, field) == pytest.approx(0.1)


def test_extrapolation_is_exact_on_a_line_and_the_mean_does_not_drift() -> None:
    ramp = torch.arange(8.0)[None, :, None, None] + torch.randn(1, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    step = fields_forecast.BASELINES["linear extrapolation"]
    far = operators.rollout(step, ramp[:, :4], 4)
    np.testing.assert_allclose(far, ramp[:, 4:].numpy(), atol=1e-5)
    trajectories = fields_forecast.simulate(2, seed=1, frames=5, resolution=32)
    pairs = fields_forecast.pairs(trajectories, "train")
    assert pairs["train_x"].shape == (2, 4, 32, 32)
    np.testing.assert_array_equal(pairs["train_y"][:, 0], trajectories[:, 4])
    # The conserved quantity that the benchmark watches: mean vorticity, up to float32 rounding of the frames.
    assert np.abs(trajectories.mean((-2, -1))).max() < 1e-6


@pytest.mark.parametrize("content", [b"", b"text", None])
def test_a_bad_darcy_file_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "darcy.pt"
    if content is None:
        torch.save({"x": torch.zeros(3, 4, 4), "y": torch.full((3, 4, 4), torch.nan)}, path)
    else:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        fields_darcy.read(path)
    assert "\n" not in str(caught.value)


def test_ridge_regression_finds_a_linear_map() -> None:
    rng = np.random.default_rng(4)
    x = rng.standard_normal((400, 1, 3, 3)).astype(np.float32)
    y = (x.reshape(400, 9) @ rng.standard_normal((9, 9))).reshape(400, 1, 3, 3)
    found = fields_darcy._ridge((x[:300], y[:300]), x[300:])
    shrunk = operators.relative_l2(found, y[300:])
    # The penalty equals the mean eigenvalue, so an isotropic map is halved.
    assert shrunk == pytest.approx(0.5, abs=0.05)
