"""Data without physics keep what they say they keep, and lose the rest."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
import torch

from physfm.encoder import Encoder
from physfm.errors import InputError
from physfm.probing.controls import exchange, shuffle_of, shuffled_weights
from physfm.types import Sample
from physfm_fields import FieldEncoder
from physfm_gw import StrainEncoder
from physfm_lhc import EventEncoder, event
from physfm_toy import ToyEncoder

Make = Callable[..., list[Sample]]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    def make(encoder: type[Encoder], items: int, **options: object) -> list[Sample]:
        path = tmp_path / f"file{encoder.suffixes[0]}"
        encoder.kinds()[0].generate(path, items=items, seed=3, **options)
        return list(islice(encoder.read([path]), items))

    return make


def seeded() -> torch.Generator:
    return torch.Generator().manual_seed(1)


def test_strain_keeps_every_spectrum_and_loses_its_phases(made: Make) -> None:
    before = made(StrainEncoder, 3)
    after = shuffle_of(StrainEncoder).transform(before, seeded())
    for old, new in zip(before, after, strict=True):
        a, b = (torch.fft.rfft(s.inputs["strain"].double()) for s in (old, new))
        torch.testing.assert_close(a.abs(), b.abs(), rtol=1e-3, atol=1e-3)
        # Coherence of the phases with those before: 1 if they were kept, about 1/sqrt(2048) if not.
        assert torch.exp(1j * (a.angle() - b.angle())).mean(1).abs().max() < 0.15
        assert torch.equal(old.inputs["asd"], new.inputs["asd"])
        assert not new.truth


def test_jets_keep_multiplicity_and_particles_about_the_axis_but_not_their_mass(made: Make) -> None:
    before = made(EventEncoder, 12)
    after = shuffle_of(EventEncoder).transform(before, seeded())
    assert [len(s.inputs["p4"]) for s in before] == [len(s.inputs["p4"]) for s in after]
    pools = [torch.cat([s.inputs["p4"] for s in samples]) for samples in (before, after)]
    old, new = (event.pt(p4).sort().values for p4 in pools)
    torch.testing.assert_close(old, new, rtol=1e-4, atol=1e-5)
    kinds = [torch.cat([s.inputs["kind"] for s in samples]).sum(0) for samples in (before, after)]
    torch.testing.assert_close(*kinds)
    # Where a particle stands about its axis is kept: no jet becomes wider than the widest was.
    for samples in (before, after):
        for sample in samples:
            p4 = sample.inputs["p4"].double()
            if samples is before:
                axis = p4.sum(0)
                p4 = event.rotate_phi(event.boost_z(p4, -event.rapidity(axis)), -event.phi(axis))
            assert event.phi(p4).abs().max() < 1.5
    masses = [torch.stack([event.invariant_mass(s.inputs["p4"].double()) for s in x]) for x in (before, after)]
    assert (masses[0] - masses[1]).abs().max() > 5
    assert all(bool((event.pt(s.inputs["p4"]).diff() <= 1e-4).all()) for s in after)


def test_fields_keep_power_spectra_and_lose_structure(made: Make) -> None:
    before = made(FieldEncoder, 3, resolution=32)
    after = shuffle_of(FieldEncoder).transform(before, seeded())
    for old, new in zip(before, after, strict=True):
        grids = [s.inputs["values"].double().unflatten(0, (32, 32)) for s in (old, new)]
        a, b = (torch.fft.fft2(g, dim=(0, 1)) for g in grids)
        torch.testing.assert_close(a.abs(), b.abs(), rtol=1e-3, atol=1e-3)
        cross = [z[..., 0] * z[..., 3].conj() for z in (a, b)]
        torch.testing.assert_close(*cross, rtol=1e-2, atol=1e-2)
        assert not torch.allclose(grids[0], grids[1], atol=0.1)


def test_scattered_points_exchange_their_values(made: Make) -> None:
    (sample,) = made(FieldEncoder, 1, resolution=32)
    some = torch.randperm(1024, generator=seeded())[:200]
    inputs = {**sample.inputs, "points": sample.inputs["points"][some], "values": sample.inputs["values"][some]}
    inputs.pop("mask", None)
    scattered = Sample("scattered", inputs, sample.units)
    (after,) = shuffle_of(FieldEncoder).transform([scattered], seeded())
    assert torch.equal(after.inputs["points"], inputs["points"])
    assert not torch.equal(after.inputs["values"], inputs["values"])
    assert torch.equal(after.inputs["values"][:, 0].sort().values, inputs["values"][:, 0].sort().values)


def test_an_encoder_without_a_shuffle_has_its_values_exchanged_between_items(made: Make) -> None:
    assert ToyEncoder.shuffle is None
    before = made(ToyEncoder, 6)
    after = shuffle_of(ToyEncoder).transform(before, seeded())
    assert [len(s.inputs["time"]) for s in before] == [len(s.inputs["time"]) for s in after]
    pairs = [
        {(float(t), float(a)) for s in samples for t, a in zip(s.inputs["time"], s.inputs["angle"], strict=True)}
        for samples in (before, after)
    ]
    assert pairs[0] == pairs[1]  # readings stay whole
    assert not torch.equal(before[0].inputs["angle"], after[0].inputs["angle"])
    ToyEncoder.collate(after)


def test_inputs_without_a_ragged_axis_go_to_another_item_whole(made: Make) -> None:
    before = made(FieldEncoder, 5, resolution=32)
    numbered = [Sample(s.id, {**s.inputs, "frames": torch.full((4,), float(i))}, s.units) for i, s in enumerate(before)]
    after = exchange(FieldEncoder, numbered, seeded())
    assert sorted(float(s.inputs["frames"][0]) for s in after) == [0, 1, 2, 3, 4]
    with pytest.raises(InputError, match="different units"):
        exchange(ToyEncoder, [Sample("a", {}, {"time": "s"}), Sample("b", {}, {"time": "ms"})], seeded())


def test_shuffled_weights_keep_every_value_and_no_place() -> None:
    state = {"a": torch.randn(20, 30), "b": torch.randn(50)}
    mixed = shuffled_weights(state, seeded())
    for name, tensor in state.items():
        assert mixed[name].shape == tensor.shape
        assert torch.equal(mixed[name].flatten().sort().values, tensor.flatten().sort().values)
        assert (mixed[name] == tensor).float().mean() < 0.2
