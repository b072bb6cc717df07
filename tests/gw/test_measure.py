"""Words and measurements; and the shipped weights on GW150914, which they were never shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from physfm import checkpoint
from physfm.errors import InputError
from physfm.types import Sample
from physfm_gw import StrainEncoder, calibration, data, describe

EVENT_GPS = 1126259462.4


def test_descriptions_come_from_truth_in_closed_words(samples: list[Sample]) -> None:
    asked = StrainEncoder.questions()
    for sample in samples:
        words = StrainEncoder.describe(sample)
        assert {q.kind for q in words.questions} <= asked.keys()
        assert all(q.answer in asked[q.kind][1] for q in words.questions)
        assert ("no merger" in words.caption) == (sample.truth["merger"] == 0)
    with pytest.raises(InputError, match="no truth"):
        StrainEncoder.describe(Sample("x", {}, {}))


def test_heads_answer_every_kind_of_question(encoder: StrainEncoder, samples: list[Sample]) -> None:
    for answers in encoder.answers(encoder.collate(samples)):
        assert answers.keys() == describe.QUESTIONS.keys()
        assert all(answers[k] in describe.QUESTIONS[k][1] for k in answers)


def test_measurements_name_declared_targets_with_their_units(encoder: StrainEncoder, samples: list[Sample]) -> None:
    units = {q.name: q.unit for q in StrainEncoder.targets}
    found = encoder.measure(samples)
    assert len(found) == len(samples)
    for item in found:
        assert {"detection_statistic", "gps_time", "chirp_mass"} <= {q.name for q in item.quantities}
        assert all(units[q.name] == q.unit for q in item.quantities)


def test_the_table_of_false_alarms_is_read_as_it_was_filled() -> None:
    encoder = StrainEncoder(width=16, depth=1, num_heads=1, templates=4, wavelets=2)
    assert np.isnan(calibration.false_alarm(encoder, 1.0, 1)[0])
    module = data.StrainData(batch_size=16, val_batches=2, waveforms=8)
    facts = calibration.fit(encoder, module.val_dataloader(), noise={1: 64})
    assert facts["calibration_windows"] == 32
    table = encoder.tasks.background[0]
    assert calibration.false_alarm(encoder, float(table[0]) + 1, 1) == (pytest.approx(1e-3), True)
    middle = calibration.false_alarm(encoder, float(table[16]), 1)[0]
    assert middle == pytest.approx(10 ** (-3 + 3 * 16 / 31), rel=0.3)  # ties among 64 scores


def test_a_plot_has_units_on_its_axes(samples: list[Sample]) -> None:
    figure = StrainEncoder.plot(samples[0])
    labels = [axis.get_xlabel() + axis.get_ylabel() for axis in figure.axes]
    assert any("(Hz)" in label for label in labels)
    assert any("(s)" in label for label in labels)


@pytest.fixture(scope="module")
def trained() -> StrainEncoder:
    found = checkpoint.load(StrainEncoder.weights(), "encoder")
    assert isinstance(found, StrainEncoder)
    return found


@pytest.mark.parametrize("name", ["H-H1", "L-L1"])
def test_gw150914_scores_above_every_other_second_of_its_file(trained: StrainEncoder, data: Path, name: str) -> None:
    windows = list(StrainEncoder.read([data / "gw" / f"{name}_LOSC_4_V2-1126259446-32.hdf5"]))
    with torch.no_grad():
        statistic = trained.predict(trained.collate(windows))["merger"]
    scored = torch.tensor([s.meta["gps_start"] + 0.875 for s in windows], dtype=torch.float64)
    event = (scored <= EVENT_GPS) & (scored + 1 > EVENT_GPS)
    assert int(event.sum()) == 1
    assert float(statistic[event]) > float(statistic[~event].max())


def test_gw150914_is_one_candidate_at_its_time_and_mass(trained: StrainEncoder, data: Path) -> None:
    paths = [data / "gw" / f"{n}_LOSC_4_V2-1126259446-32.hdf5" for n in ("H-H1", "L-L1")]
    found = trained.measure(list(StrainEncoder.read(paths)))[0]
    assert found["gps_time"].value == pytest.approx(EVENT_GPS, abs=0.05)
    assert "no candidate" not in found["detection_statistic"].method
    # Published detector-frame chirp mass: 30.4 +2.1 -1.9 solar masses (arXiv 1602.03840); ours without spins.
    mass = found["chirp_mass"]
    assert isinstance(mass.value, float)
    assert mass.value == pytest.approx(30.4, abs=6.0)
    assert found["mass_class"].value == "heavy"


@pytest.mark.slow
def test_mergers_at_snr_8_are_found(trained: StrainEncoder) -> None:
    """Fresh seeds; the full figures with intervals are in experiments/gw."""
    from physfm.statistics import efficiency_at

    windows = data.Windows(90210, 200, (8.0, 8.0), "aLIGO_ZERO_DET_high_P", realism=False)
    rng = np.random.default_rng(90210)

    def scores(count: int, share: float) -> torch.Tensor:
        with torch.no_grad():
            return torch.cat([trained.predict(windows.batch(rng, 50, 1, share))["merger"] for _ in range(count // 50)])

    found = efficiency_at(scores(400, 1.0).numpy(), scores(2000, 0.0).numpy(), 1e-2)
    assert found.low > 0.8
