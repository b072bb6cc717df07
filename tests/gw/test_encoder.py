"""The encoder keeps its contract, and its stem is a matched filter."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from physfm.testing import check_encoder
from physfm.types import Sample
from physfm_gw import StrainEncoder, data, strain, tasks
from physfm_gw.patches import BLIND, FilterBank


def _ragged(samples: list[Sample]) -> list[Sample]:
    """Return windows of one, two and three detectors."""
    out = []
    for count, sample in zip((3, 1, 2, 3), samples, strict=False):
        out.append(Sample(sample.id, {k: v[:count] for k, v in sample.inputs.items()}, sample.units, sample.truth))
    return out


def test_conformance_on_one_two_and_three_detectors(encoder: StrainEncoder, samples: list[Sample]) -> None:
    checks = check_encoder(encoder, _ragged(samples))
    assert {"padding", "symmetries", "units", "gradients"} <= set(checks)


def test_a_shift_by_part_of_a_patch_is_no_symmetry(encoder: StrainEncoder, samples: list[Sample]) -> None:
    """The claim `time-shift` is about whole patches; the check must be able to fail."""
    inputs = encoder.collate(samples[:3]).inputs
    with torch.no_grad():
        change = encoder({**inputs, "strain": inputs["strain"].roll(13, -1)}).pooled - encoder(inputs).pooled
    assert change.abs().max() > 1e-3 * encoder(inputs).pooled.abs().mean()


def _windows(snr: float, count: int, share: float = 1.0) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    windows = data.Windows(5, 100, (snr, snr), "aLIGO_ZERO_DET_high_P", realism=False)
    batch = windows.batch(np.random.default_rng(6), count, 1, merger_share=share)
    return batch.inputs["strain"][:, 0], batch.inputs["asd"][:, 0], batch.truth["merger_time"]


def test_the_stem_recovers_the_optimal_snr_at_the_merger() -> None:
    series, asd, time = _windows(12.0, 48)
    ratios = FilterBank(64)(series, asd).amax(-1)  # (batch, tokens)
    patch = (time / tasks.PATCH_S).long()
    at = torch.stack([ratios[torch.arange(48), patch + d] for d in (-1, 0, 1)]).amax(0)
    # 64 templates recover 0.98 on average, less for the lightest (their inspiral starts before the window); noise adds.
    assert 11.0 < float(at.mean()) < 12.8
    assert float((ratios.argmax(1) - patch).abs().float().median()) <= 1


def test_in_noise_the_squared_ratio_is_chi_squared_with_two_degrees_of_freedom() -> None:
    series, asd, _ = _windows(8.0, 32, share=0.0)
    bank = FilterBank(8)
    spectrum, inverse = bank.visible(series, asd)
    norm = torch.rsqrt(2 / strain.SAMPLES * inverse.pow(2) @ bank.bank.pow(2).sum(0).T)
    product = (spectrum * inverse)[:, None] * torch.complex(bank.bank[0], -bank.bank[1])
    analytic = torch.fft.ifft(torch.nn.functional.pad(product, (40, strain.SAMPLES // 2 - 1800))) * norm[..., None]
    # Some thousand independent instants: the mean of chi-squared(2) is 2 within a few per cent.
    assert float(analytic.abs().pow(2).mean()) == pytest.approx(2.0, rel=0.1)


def test_a_blind_band_is_not_looked_at(encoder: StrainEncoder) -> None:
    series, asd, _ = _windows(12.0, 4)
    hidden = asd.clone()
    hidden[:, :10] = BLIND
    inputs = {"asd": hidden[:, None], "location": torch.eye(3)[:1].expand(4, 1, 3), "mask": torch.ones(4, 1).bool()}
    spectrum = torch.fft.rfft(series)
    edge = int(strain.band_edges()[8] * strain.WINDOW_S)
    spectrum[:, :edge] = 0
    with torch.no_grad():
        with_low = encoder({**inputs, "strain": series[:, None]}).values
        without = encoder({**inputs, "strain": torch.fft.irfft(spectrum)[:, None]}).values
    assert torch.allclose(with_low, without, atol=1e-4)


def test_a_wrong_shape_says_what_to_do(encoder: StrainEncoder) -> None:
    with pytest.raises(ValueError, match=r"expects strain of shape \(batch, detectors, 4096\)"):
        encoder(
            {
                "strain": torch.zeros(1, 1, 100),
                "asd": torch.ones(1, 1, 32),
                "location": torch.zeros(1, 1, 3),
                "mask": torch.ones(1, 1, dtype=torch.bool),
            }
        )


def test_batches_depend_on_seed_and_epoch_alone() -> None:
    module = data.StrainData(batch_size=6, train_batches=2, val_batches=1, waveforms=5, seed=3)
    first, again = list(module.train_dataloader()), list(module.train_dataloader())
    for a, b in zip(first, again, strict=True):
        assert all(torch.equal(a.inputs[k], b.inputs[k]) for k in a.inputs)
    other = data.StrainData(batch_size=6, train_batches=2, val_batches=1, waveforms=5, seed=4)
    assert not torch.equal(next(iter(other.train_dataloader())).inputs["strain"], first[0].inputs["strain"])


def test_training_windows_have_unit_variance_and_exact_snr() -> None:
    quiet = data.Windows(5, 50, (0.001, 0.001), None, realism=False)
    noise = quiet.batch(np.random.default_rng(1), 16, 2).inputs["strain"]
    assert float(noise.std()) == pytest.approx(1.0, abs=0.01)
    loud = data.Windows(5, 50, (1000.0, 1000.0), "aLIGO_ZERO_DET_high_P", realism=False)
    batch = loud.batch(np.random.default_rng(1), 16, 1, merger_share=1.0)
    energy = (batch.inputs["strain"] / strain.gain()).pow(2).sum((1, 2)).sqrt()
    # Only inspirals longer than the window lose something, at these masses at most three per cent; the noise of unit
    # variance adds about 1 in quadrature-free projection (0.1 %).
    heavy = batch.truth["chirp_mass"] > 20
    assert torch.allclose(energy[heavy], torch.full((int(heavy.sum()),), 1000.0), rtol=0.03)
    assert bool((energy < 1005).all())


def test_an_untrained_detection_statistic_is_the_matched_filter() -> None:
    """At optimal SNR 8 a matched filter finds 0.98 at one false alarm in a hundred; so must the network's start."""
    windows = data.Windows(5, 100, (8.0, 8.0), "aLIGO_ZERO_DET_high_P", realism=False)
    batch = windows.batch(np.random.default_rng(7), 300, 1)
    with torch.no_grad():
        found = StrainEncoder(width=32, depth=1, num_heads=2, wavelets=8).eval().predict(batch)["merger"]
    merger = batch.truth["merger"] > 0.5
    assert float((found[merger] > found[~merger].quantile(0.99)).float().mean()) > 0.9
