"""Calibration by its defining properties, measurements against vector, honest silence where a file cannot tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import vector

from physfm.errors import InputError
from physfm.types import Sample
from physfm_lhc import EventEncoder, describe, read, tasks
from physfm_lhc.data import JetData, Jets, LengthBuckets
from physfm_lhc.tasks import ANSWERS, CANNOT_TELL, REGRESSIONS, Tasks, _temperature, from_standard, to_standard


@pytest.fixture(scope="module")
def encoder() -> EventEncoder:
    torch.manual_seed(0)
    return EventEncoder(width=16, depth=1, num_heads=2, pair_width=4).eval()


def test_temperature_recovers_an_overconfidence() -> None:
    generator = torch.Generator().manual_seed(0)
    logit = torch.randn(20000, generator=generator, dtype=torch.float64) * 2
    label = (torch.rand(20000, generator=generator) < torch.sigmoid(logit)).double()
    # 20,000 draws fix the slope of a logistic curve to about 2 %.
    assert _temperature(3 * logit, label) == pytest.approx(3, rel=0.06)


def test_calibrated_pulls_cover(encoder: EventEncoder, jets: list[Sample]) -> None:
    batch = encoder.collate(jets)
    encoder.calibrate([batch])
    found = encoder.predict(batch)
    for i, name in enumerate(REGRESSIONS):
        mean, log_variance = found[name].unbind(-1)
        sigma = (0.5 * log_variance).exp() * encoder.tasks.sigma_scale[i]
        inside = (to_standard(name, batch.truth[name]) - mean).abs() <= sigma * 1.0001
        assert float(inside.float().mean()) == pytest.approx(0.683, abs=1.5 / len(jets))
    assert int(encoder.tasks.calibration_items) == len(jets)


@pytest.mark.parametrize("name", REGRESSIONS)
def test_regressed_coordinates_round_trip(name: str) -> None:
    value = torch.tensor([60.0, 175.0, 580.0])
    mean, sigma = from_standard(name, to_standard(name, value), torch.full((3,), 0.01))
    torch.testing.assert_close(mean, value, rtol=1e-4, atol=1e-3)
    assert (sigma > 0).all()


def test_direct_measurements_match_vector(encoder: EventEncoder, jets: list[Sample]) -> None:
    for jet, found in zip(jets[:6], encoder.measure(jets[:6]), strict=True):
        p4 = jet.inputs["p4"].double().numpy()
        total = vector.array({n: p4[:, i] for i, n in enumerate(("E", "px", "py", "pz"))}).sum()
        assert found["jet_pt"].value == pytest.approx(float(total.pt), rel=1e-9)
        assert found["jet_mass"].value == pytest.approx(float(total.mass), rel=1e-6)
        assert found["jet_eta"].value == pytest.approx(float(total.eta), rel=1e-6)
        assert found["num_constituents"].value == len(p4)
        assert found["origin"].value in ANSWERS["origin"]
        probability = found["top"].value
        assert found["origin"].uncertainty == pytest.approx(min(probability, 1 - probability))


def test_measuring_keeps_order_and_units(encoder: EventEncoder, jets: list[Sample]) -> None:
    assert [m.id for m in encoder.measure(jets)] == [s.id for s in jets]
    mev = replace(
        jets[0], units={**jets[0].units, "p4": "MeV"}, inputs={**jets[0].inputs, "p4": jets[0].inputs["p4"] * 1e3}
    )
    (given,), (scaled,) = encoder.measure([jets[0]]), encoder.measure([mev])
    for quantity in given.quantities:
        if isinstance(quantity.value, float):
            assert scaled[quantity.name].value == pytest.approx(quantity.value, rel=1e-4)


def test_event_files_cannot_tell_what_started_a_jet(encoder: EventEncoder, data: Path) -> None:
    samples = list(read.read([data / "lhc" / "nano_dy.root"], limit=10))
    for found in encoder.measure(samples):
        assert found["origin"].value == CANNOT_TELL
        assert "top" not in [q.name for q in found.quantities]
        assert found["missing_pt"].value >= 0
    masses = [q.value for m in encoder.measure(samples) for q in m.quantities if q.name == "dilepton_mass"]
    assert masses, "a Drell-Yan sample holds lepton pairs"


def test_measured_missing_momentum_is_the_files_own(encoder: EventEncoder, data: Path) -> None:
    import uproot

    path = data / "lhc" / "nanoAOD_2015_CMS_Open_Data_ttbar.root"
    with uproot.open(path) as file:
        stored = file["Events"]["MET_pt"].array(library="np")[:5]
    found = [m["missing_pt"].value for m in encoder.measure(list(read.read([path], limit=5)))]
    np.testing.assert_allclose(found, stored, rtol=1e-5)


def test_answers_follow_the_logits(encoder: EventEncoder, jets: list[Sample]) -> None:
    batch = encoder.collate(jets[:8])
    logits = encoder.predict(batch)
    for i, answer in enumerate(encoder.answers(batch)):
        for kind, word in answer.items():
            assert word == ANSWERS[kind][int(logits[kind][i] > 0)]


def test_descriptions_tell_the_truth(jets: list[Sample]) -> None:
    for jet in jets:
        words = describe.describe(jet)
        answers = {q.kind: q.answer for q in words.questions}
        assert answers["origin"] == ("A top quark." if jet.truth["top"] else "A light quark or gluon.")
        assert ("heavier" in answers["mass_class"]) == (jet.truth["jet_mass"] > 120)
        assert ("more than" in answers["multiplicity_class"]) == (jet.truth["num_constituents"] > 65)
        assert {q.text for q in words.questions} >= {text for text, _ in describe.questions().values()}
    with pytest.raises(InputError, match="no truth"):
        describe.describe(replace(jets[0], truth={}))


def test_unknown_truth_gives_no_supervised_loss(encoder: EventEncoder, jets: list[Sample]) -> None:
    batch = encoder.collate([replace(s, truth={}) for s in jets[:6]])
    losses = {name: value.detach() for name, value in encoder.losses(batch).items()}
    assert all(float(losses[name]) == 0 for name in (*tasks.CLASSES, *REGRESSIONS))
    assert float(losses["masked_species"]) > 0


def test_a_few_steps_learn_the_jets_by_heart(jets: list[Sample]) -> None:
    torch.manual_seed(0)
    encoder = EventEncoder(width=32, depth=1, num_heads=4, pair_width=8).train()
    batch = encoder.collate(jets[:16])
    optimizer = torch.optim.AdamW(encoder.parameters(), lr=5e-3)
    first = last = 0.0
    for step in range(40):
        loss = encoder.losses(batch)["origin"]
        first, last = (float(loss.detach()) if step == 0 else first), float(loss.detach())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert last < 0.3 * first


def test_tasks_register_their_calibration() -> None:
    assert {"temperature", "sigma_scale", "calibration_items"} <= set(Tasks(8).state_dict())


# Training data --------------------------------------------------------------------------------------------------


def test_buckets_hold_every_jet_once_and_alike(jet_file: Path) -> None:
    jets = Jets([jet_file])
    order = LengthBuckets(jets.lengths, 8, seed=1)
    batches = list(order)
    assert sorted(i for b in batches for i in b) == list(range(len(jets)))
    assert len(batches) == len(order) == 5
    spread = np.mean([np.ptp(jets.lengths[b]) for b in batches])
    assert spread < 0.5 * np.ptp(jets.lengths)


def test_epochs_are_repeatable_and_differ(jet_file: Path) -> None:
    def batches(epoch: int) -> list[list[int]]:
        order = LengthBuckets(Jets([jet_file]).lengths, 8, seed=1, parts=2)
        order.set_epoch(epoch)
        return list(order)

    assert batches(3) == batches(3)
    assert batches(3) != batches(2)
    # Two parts make one pass: epochs 2 and 3 share no jet and miss none.
    both = [i for e in (2, 3) for b in batches(e) for i in b]
    assert sorted(both) == list(range(40))


def test_training_batches_equal_collated_samples(jet_file: Path, jets: list[Sample]) -> None:
    batch = Jets([jet_file]).__getitems__([3, 11])
    collated = EventEncoder.collate([jets[3], jets[11]])
    for name, value in collated.inputs.items():
        torch.testing.assert_close(batch.inputs[name], value)
    for name, value in collated.truth.items():
        torch.testing.assert_close(batch.truth[name], value)


def test_leading_particles_are_kept(jet_file: Path) -> None:
    few = Jets([jet_file], particles=10)
    assert few.lengths.max() == 10
    whole = Jets([jet_file])
    np.testing.assert_array_equal(few.p4[:10], whole.p4[:10])


def test_missing_files_are_generated_and_seeds_kept_apart(tmp_path: Path) -> None:
    module = JetData(str(tmp_path), train_seeds=[1], train_items=3, val_seed=2, val_items=3, batch_size=2)
    module.prepare_data()
    module.setup("fit")
    assert sum(len(b) for b in module.train_dataloader()) == 3
    assert {p.name for p in tmp_path.iterdir()} == {"jets_seed1_3.root", "jets_seed2_3.root"}
    with pytest.raises(ValueError, match="never trained on"):
        JetData(val_seed=10001)
