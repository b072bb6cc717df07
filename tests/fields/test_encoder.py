"""The encoder: its contract, its symmetries, and that neighbourhoods, fits and decoder do what they say."""

from __future__ import annotations

import pytest
import torch

from physfm.errors import InputError
from physfm.testing import check_encoder
from physfm.types import CANNOT_TELL, Sample
from physfm_fields import FieldEncoder, describe, synthetic
from physfm_fields.coordinates import grid_points, neighbourhood, relative_index
from physfm_fields.decoder import FieldOperator
from physfm_fields.fit import LocalFit
from physfm_fields.tasks import vrmse


@pytest.fixture(scope="module")
def samples(mixed) -> list[Sample]:
    return list(FieldEncoder.read([mixed]))


def _small() -> FieldEncoder:
    return FieldEncoder(width=32, depth=1, num_heads=2)


def test_the_contract_is_kept_with_a_history_a_snapshot_and_scattered_points(samples):
    few = dict(samples[1].inputs)
    few["points"], few["values"] = few["points"][::3], few["values"][::3]
    batch = [samples[0], Sample("few", few, samples[1].units, samples[1].truth, samples[1].meta), *samples[2:]]
    assert "symmetries" in check_encoder(_small(), batch)


def test_an_untrained_encoder_is_already_an_autoencoder(samples):
    """Its tokens start as the local fits and its decoder as their inverse: a field comes back mostly."""
    flow = next(s for s in samples if len(s.inputs["points"]) >= 1024)
    encoder = FieldEncoder(width=256, depth=1, num_heads=2).eval()
    with torch.no_grad():
        error = encoder.predict(encoder.collate([flow]))["vrmse"]
    assert float(error) < 0.35  # an inverse not set up gives 1; what is left is the offset of the flags


def test_weights_of_every_point_sum_to_one_on_torus_and_box():
    points = torch.rand(2, 300, 2)
    mask = torch.rand(2, 300) > 0.1
    near = neighbourhood(points, mask, torch.tensor([[1.0, 1.0], [0.0, 1.0]]), 8)
    total = torch.zeros(2, 300).scatter_add(1, near.index.flatten(1), near.weight.flatten(1))
    torch.testing.assert_close(total, mask.float(), atol=1e-5, rtol=0)
    assert (near.offset.abs() < 1 + 1e-5).all()


def test_steps_between_anchors_go_the_short_way_round():
    torus, box = relative_index(torch.tensor([[1.0, 1.0], [0.0, 0.0]]), 8)
    first, last = 0, 7  # the two ends of a row
    assert torus[first, last] == torus[1, 0]  # neighbours across the edge
    assert box[first, last] != box[1, 0]
    assert torch.equal(box == box[0, 0], torch.eye(64, dtype=torch.bool))


@pytest.mark.parametrize("number", [4096, 2048])
def test_local_fits_interpolate_a_smooth_field(number):
    """A field of at most three cycles, from all or half of 64 x 64 points: within 2 % of its deviation everywhere."""
    points = grid_points((64, 64))[None]
    x, y = points.unbind(-1)
    wave = torch.sin(2 * torch.pi * (2 * x + y)) + torch.cos(2 * torch.pi * (x - 3 * y))
    chosen = torch.randperm(4096, generator=torch.Generator().manual_seed(0))[:number]
    around, fit = torch.ones(1, 2), LocalFit(8)
    given = neighbourhood(points[:, chosen], torch.ones(1, number, dtype=torch.bool), around, 8)
    coefficients, _ = fit(given, wave[:, chosen, None])
    asked = torch.rand(1, 500, 2, generator=torch.Generator().manual_seed(1))
    near = neighbourhood(asked, torch.ones(1, 500, dtype=torch.bool), around, 8)
    u, v = asked.unbind(-1)
    exact = torch.sin(2 * torch.pi * (2 * u + v)) + torch.cos(2 * torch.pi * (u - 3 * v))
    assert vrmse(fit.evaluate(coefficients, near, 500), exact[..., None]) < 0.02


def test_vrmse_of_the_mean_is_one_and_of_the_truth_zero():
    target = torch.randn(3, 200, 2)
    mean = target.mean(1, keepdim=True).expand_as(target)
    torch.testing.assert_close(vrmse(mean, target), torch.ones(3), atol=1e-5, rtol=0)
    torch.testing.assert_close(vrmse(target, target), torch.zeros(3))


def test_the_neural_field_is_continuous_across_a_periodic_edge(samples):
    encoder = _small().eval()
    inputs = encoder.collate(samples[:1]).inputs
    edge = torch.rand(1, 50, 2)
    left, right = edge.clone(), edge.clone()
    left[..., 0], right[..., 0] = 1e-5, 1 - 1e-5
    with torch.no_grad():
        jump = encoder.reconstruct(inputs, left) - encoder.reconstruct(inputs, right)
    assert jump.abs().max() < 1e-2  # 2e-5 of the domain apart


def test_an_untrained_operator_is_persistence_plus_a_small_increment():
    operator = FieldOperator(4, width=32, depth=1, num_heads=2).eval()
    points = grid_points((32, 32))[None]
    values = torch.stack([torch.sin(2 * torch.pi * (points[..., 0] + 0.1 * k)) for k in range(4)], dim=-1)
    periodic = torch.ones(1, 2)
    with torch.no_grad():
        here = operator(points, values, periodic)
        elsewhere = operator(points, values, periodic, queries=points[:, ::7])
    assert vrmse(here, values[..., -1:]) < 0.3
    # Off the grid the input is interpolated by its fits instead of taken as it is: the same to their accuracy.
    assert vrmse(elsewhere, here[:, ::7]) < 0.02


def test_masked_points_give_nothing_and_an_operator_learns(samples):
    torch.manual_seed(0)
    operator = FieldOperator(1, width=32, depth=1, num_heads=2, persistence=False)
    points = grid_points((16, 16), (False, False)).expand(8, -1, -1)
    source = torch.randn(8, 256, 1)
    target = source.cumsum(1) / 16
    optimizer = torch.optim.Adam(operator.parameters(), lr=3e-3)
    errors = []
    for _ in range(60):
        error = vrmse(operator(points, source, torch.zeros(8, 2)), target).mean()
        optimizer.zero_grad()
        error.backward()
        optimizer.step()
        errors.append(float(error.detach()))
    assert errors[-1] < 0.5 * errors[0]


def test_description_tells_the_truth_and_every_answer_is_listed(samples):
    for number, sample in enumerate(samples):
        description = FieldEncoder.describe(sample)
        told = {q.kind: q.answer for q in description.questions}
        assert told["family"] == f"{synthetic.FAMILIES[number].title}."
        values = sample.inputs["values"]
        falls = bool(values[:, -1].var() < values[:, 0].var())
        assert told["trend"] == ("Yes, it falls." if falls else "No, it does not fall.")
        for question in description.questions:
            assert question.answer in describe.questions()[question.kind][1]


def test_real_data_cannot_be_described(data):
    sample = next(iter(FieldEncoder.read([data / "sim" / "Burgers.npz"])))
    with pytest.raises(InputError, match="carries no truth"):
        FieldEncoder.describe(sample)


def test_measured_integrals_have_the_units_of_the_file(tmp_path):
    path = tmp_path / "flow.h5"
    synthetic.generate(path, items=1, seed=3, family="navier_stokes", resolution=32)
    (sample,) = FieldEncoder.read([path])
    (measured,) = _small().measure([sample])
    vorticity = sample.inputs["values"][:, -1].double() * sample.meta["std"] + sample.meta["mean"]
    assert measured["enstrophy"].value == pytest.approx(float(vorticity.square().mean()) / 2)
    assert measured["enstrophy"].unit == "(1/s)^2"
    # The box has zero-mean forcing, so the mean vorticity stays zero.
    assert abs(measured["mean"].value) < 1e-5 * float(vorticity.std())
    k = 2 * torch.pi  # the largest eddies of a box of 1 m bound the energy from above: E <= enstrophy / k^2
    assert 0 < measured["kinetic_energy"].value <= measured["enstrophy"].value / k**2


def test_inputs_of_another_form_are_named(samples):
    inputs = FieldEncoder.collate(samples[:2]).inputs
    with pytest.raises(ValueError, match=r"expects points with axes .*got \(2, 1024\)"):
        _small()({**inputs, "points": inputs["points"][..., 0]})


def test_plot_has_labels_with_units(tmp_path):
    path = tmp_path / "flow.h5"
    synthetic.generate(path, items=1, seed=3, family="navier_stokes", resolution=32)
    (sample,) = FieldEncoder.read([path])
    figure = FieldEncoder.plot(sample)
    assert figure.axes[0].get_xlabel() == "x (m)"
    assert "vorticity (1/s)" in {axes.get_ylabel() for axes in figure.axes}
    figure.savefig(tmp_path / "flow.png")


def test_a_square_operator_is_equivariant_under_the_eight_symmetries_of_the_square():
    operator = FieldOperator(1, width=32, depth=1, num_heads=2, grid=4, order=4, persistence=False, square=True).eval()
    points = grid_points((12, 12), (False, False))[None]
    plane = torch.randn(12, 12)
    with torch.no_grad():
        answers = [
            operator(points, image.reshape(1, 144, 1), torch.zeros(1, 2)).reshape(12, 12)
            for image in (plane, plane.T, plane.flip(0), plane.rot90())
        ]
    for moved, answer in zip((answers[0].T, answers[0].flip(0), answers[0].rot90()), answers[1:], strict=True):
        torch.testing.assert_close(moved, answer, atol=1e-4, rtol=1e-3)
    assert answers[0].std() > 1e-3  # not trivially constant


def test_a_field_between_walls_is_not_given_an_equation(data):
    """The head knows periodic boxes only: it must not name an equation for other domains, however sure it is."""
    sample = next(iter(FieldEncoder.read([data / "sim" / "Allen_Cahn.mat"])))
    (measured,) = _small().measure([sample])
    assert measured["family"].value == CANNOT_TELL
    assert "walls" in measured["family"].method


def test_a_periodic_field_unlike_the_simulated_ones_is_not_given_an_equation(samples):
    """White noise on a torus: the neural field cannot follow it, so the equation is withheld."""
    encoder = _small()
    noise = {**samples[0].inputs, "values": torch.randn(1024, 4)}
    (measured,) = encoder.measure([Sample("noise", noise, samples[0].units)])
    assert measured["reconstruction_vrmse"].value > 0.5
    assert "reconstruction error" in measured["family"].method
    assert measured["family"].value == CANNOT_TELL
