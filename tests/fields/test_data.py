"""Training data: the same batches for the same (seed, epoch), and generators that keep their promises."""

from __future__ import annotations

import pytest
import torch

from physfm.errors import InputError
from physfm_fields import FieldEncoder, synthetic
from physfm_fields.data import FieldData


def _data(path) -> FieldData:
    data = FieldData(path, path, batch_size=2, points=(100, 200), snapshots=0.5, seed=3)
    data.setup("fit")
    return data


def _epoch(data: FieldData, epoch: int) -> list:
    loader = data.train_dataloader()
    loader.sampler.set_epoch(epoch)
    return list(loader)


def test_an_epoch_is_a_function_of_seed_and_number(mixed):
    first, again, other = _epoch(_data(mixed), 4), _epoch(_data(mixed), 4), _epoch(_data(mixed), 5)
    assert len(first) == 2  # five trajectories, batches of two, the rest is left out
    for a, b in zip(first, again, strict=True):
        assert a.ids == b.ids
        assert all(torch.equal(a.inputs[k], b.inputs[k]) for k in a.inputs)
    assert any(a.inputs["points"].shape != b.inputs["points"].shape for a, b in zip(first, other, strict=True)) or any(
        not torch.equal(a.inputs["points"], b.inputs["points"]) for a, b in zip(first, other, strict=True)
    )


def test_validation_is_the_file_as_read(mixed):
    """The module's own windows and the public reader give the same samples."""
    batches = list(_data(mixed).val_dataloader())
    read = FieldEncoder.collate(list(FieldEncoder.read([mixed])))
    for name, value in read.inputs.items():
        torch.testing.assert_close(torch.cat([b.inputs[name] for b in batches]), value, atol=1e-4, rtol=1e-4)
    assert torch.equal(torch.cat([b.truth["family"] for b in batches]), read.truth["family"])


def test_a_file_of_another_kind_is_refused(data):
    path = data / "sim" / "Burgers.npz"
    with pytest.raises(InputError, match="expected a file made by 'physfm generate fields'"):
        FieldData(path, path).setup("fit")


def test_generation_is_repeatable_and_items_do_not_depend_on_their_number():
    few, many = (synthetic.simulate("wave", n, seed=5, frames=2, resolution=32) for n in (3, 3))
    assert torch.equal(few.frames, many.frames)
    assert not torch.equal(few.frames, synthetic.simulate("wave", 3, seed=6, frames=2, resolution=32).frames)


def test_single_precision_trajectories_agree_with_double():
    """The generator solves in single precision; the families must not feel it."""
    from physfm_fields import solvers

    start = 0.8 * solvers.random_field(2, 64, torch.Generator().manual_seed(0))
    nu = torch.full((2,), 5e-3, dtype=torch.float64)
    times = [torch.full((2,), 0.2, dtype=torch.float64)]
    single, double = (solvers.burgers(s, times, nu) for s in (start.float(), start))
    torch.testing.assert_close(single.double(), double, atol=1e-5, rtol=0)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"family": "burger"}, "Did you mean 'burgers'"), ({"items": 0}, "items >= 1"), ({"resolution": 8}, ">= 32")],
)
def test_wrong_requests_are_named(change, message):
    with pytest.raises(InputError, match=message):
        synthetic.simulate(**{"family": "wave", "items": 1, "seed": 0, **change})


@pytest.mark.parametrize("family", synthetic.NAMES)
def test_every_family_evolves_and_stays_finite(family):
    made = synthetic.simulate(family, 2, seed=11, resolution=32)
    assert made.frames.shape == (2, 4, 32, 32)
    assert made.frames.dtype == torch.float32
    assert torch.isfinite(made.frames).all()
    change = (made.frames[:, 1] - made.frames[:, 0]).std((1, 2)) / made.frames[:, 0].std((1, 2))
    assert (change > 1e-3).all()
    assert (made.times.diff(dim=1) > 0).all()


def test_every_pattern_lives():
    """Starts that decay to a uniform state are drawn again: seed 2000 of an earlier generator held one."""
    frames = synthetic.simulate("gray_scott", 24, seed=2000, resolution=32).frames
    assert (frames.std((2, 3)) > 0.9 * synthetic.GRAY_SCOTT_ALIVE).all()
