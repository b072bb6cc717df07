"""Every installed encoder keeps the contract on what its own generator writes and its own reader reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from physfm import checkpoint, discovery
from physfm.encoder import Encoder
from physfm.errors import InputError
from physfm.testing import check_encoder
from physfm.types import Sample
from physfm.units import factor
from physfm_toy import ToyEncoder

NAMES = [*discovery.names(), "toy"]
FOREIGN = {
    "empty": b"",
    "text": b"The quick brown fox jumps over the lazy dog.\n" * 50,
    "zeros": bytes(4096),
    "noise": bytes(torch.randint(0, 256, (4096,), generator=torch.Generator().manual_seed(0)).tolist()),
    "root header": b"root" + bytes(200),
    "hdf5 header": b"\x89HDF\r\n\x1a\n" + bytes(200),
    "gwf header": b"IGWD\x00\x08" + bytes(200),
    "zip header": b"PK\x03\x04" + bytes(200),
    "npy header": b"\x93NUMPY\x01\x00" + b"v\x00" + b"{'descr': '<f8'" + bytes(100),
    "netcdf header": b"CDF\x01" + bytes(200),
    "pickle": b"\x80\x04\x95" + bytes(50),
    "deep json": b"[" * 5000,
}


def encoder_class(name: str) -> type[Encoder]:
    return ToyEncoder if name == "toy" else discovery.load(name)


@pytest.fixture(scope="module", params=NAMES)
def found(request: pytest.FixtureRequest) -> type[Encoder]:
    return encoder_class(request.param)


def suffix(cls: type[Encoder]) -> str:
    return cls.suffixes[0]


@pytest.fixture(scope="module")
def file(found: type[Encoder], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp(found.name) / f"generated{suffix(found)}"
    count = found.kinds()[0].generate(path, items=4, seed=11)
    assert count == 4
    return path


@pytest.fixture(scope="module")
def samples(found: type[Encoder], file: Path) -> list[Sample]:
    return list(found.read([file], limit=4))


def test_encoder_keeps_its_contract(found: type[Encoder], samples: list[Sample]) -> None:
    torch.manual_seed(0)
    assert len(check_encoder(found(), samples)) == 12


def test_shipped_weights_keep_the_contract(found: type[Encoder], samples: list[Sample]) -> None:
    folder = found.weights()
    if found.name == "toy":  # ours all ship weights: theirs missing is a failure
        pytest.skip("the toy ships no weights")
    encoder = checkpoint.load(folder, "encoder")
    assert type(encoder) is found
    check_encoder(encoder, samples)
    assert (folder / "encoder.safetensors").stat().st_size <= 8 * 2**20
    assert (folder / "CARD.md").exists()


def test_a_generated_file_is_recognised_and_read(found: type[Encoder], file: Path, samples: list[Sample]) -> None:
    assert found.sniff(file)
    assert len(samples) >= 3
    assert len({s.id for s in samples}) == len(samples)
    assert all(s.truth for s in samples), "generated files carry their truth"
    for quantity in found.inputs:
        if quantity.name != "mask":
            assert all(factor(s.units[quantity.name], quantity.unit) > 0 for s in samples)


def test_info_is_json_and_counts_the_items(found: type[Encoder], file: Path, samples: list[Sample]) -> None:
    facts = json.loads(json.dumps(found.info(file), allow_nan=False))
    assert facts["format"] == found.sniff(file)
    assert facts["items"] >= 1


def test_reading_streams_and_stops_at_the_limit(found: type[Encoder], file: Path, samples: list[Sample]) -> None:
    stream = found.read([file], limit=2)
    assert isinstance(stream, Iterator)
    assert [s.id for s in stream] == [s.id for s in samples[:2]]


def test_generation_is_repeatable_and_depends_on_the_seed(
    found: type[Encoder], file: Path, samples: list[Sample], tmp_path: Path
) -> None:
    def inputs(seed: int) -> list[torch.Tensor]:
        path = tmp_path / f"again{seed}{suffix(found)}"
        found.kinds()[0].generate(path, items=4, seed=seed)
        return [v for s in found.read([path], limit=4) for v in s.inputs.values()]

    first = [v for s in samples for v in s.inputs.values()]
    again, other = inputs(11), inputs(12)
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert any(a.shape != b.shape or not torch.equal(a, b) for a, b in zip(first, other, strict=False))


def test_an_error_while_generating_leaves_nothing(found: type[Encoder], tmp_path: Path) -> None:
    folder = tmp_path / "generated"
    folder.mkdir()
    with pytest.raises(Exception):  # noqa: B017, PT011 - any error will do: what matters is what it leaves
        found.kinds()[0].generate(folder / f"bad{suffix(found)}", items="many", seed=0)
    assert list(folder.iterdir()) == []


def test_every_kind_says_what_it_is(found: type[Encoder]) -> None:
    kinds = found.kinds()
    assert len({k.name for k in kinds}) == len(kinds) > 0
    assert all(k.meaning.strip() for k in kinds)


def test_words_come_from_truth_alone(found: type[Encoder], samples: list[Sample]) -> None:
    for sample in samples:
        blind = replace(sample, inputs={k: torch.zeros_like(v) for k, v in sample.inputs.items()})
        assert found.describe(blind) == found.describe(sample)
        assert found.describe(sample).caption.strip()


def test_calibration_lives_in_the_saved_weights(found: type[Encoder], samples: list[Sample], tmp_path: Path) -> None:
    torch.manual_seed(0)
    encoder = found().eval()
    figures = encoder.calibrate([encoder.collate(samples)])
    assert all(isinstance(v, float) for v in figures.values())
    checkpoint.save(tmp_path, "encoder", encoder, encoder.config, {})
    again = found(**encoder.config)
    checkpoint.load_state(tmp_path, "encoder", again)

    def plain(measured: Any) -> str:
        return repr(measured)  # NaN-safe

    assert plain(again.eval().measure(samples)) == plain(encoder.measure(samples))


def test_a_plot_has_axes_with_units(found: type[Encoder], samples: list[Sample]) -> None:
    figure = found.plot(samples[0])
    labels = [axes.get_xlabel() + axes.get_ylabel() for axes in figure.axes]
    assert any(label.strip() for label in labels)
    figure.canvas.draw()


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN.keys())
@pytest.mark.parametrize("name", NAMES)
def test_foreign_content_is_not_recognised_and_refused_in_one_line(
    name: str, content: bytes, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    cls = encoder_class(name)
    for ending in (*cls.suffixes, ".dat"):
        path = tmp_path / f"foreign{ending}"
        path.write_bytes(content)
        # A bare header may be recognised, so that read() can say what is broken; anything else may not.
        assert cls.sniff(path) is None or "header" in request.node.callspec.id or content == FOREIGN["pickle"]
        for attempt in (lambda p: list(cls.read([p])), cls.info):
            with pytest.raises(InputError) as caught:
                attempt(path)
            assert "\n" not in str(caught.value)
            assert path.name in str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_absent_files_and_folders_are_refused_in_one_line(name: str, tmp_path: Path) -> None:
    cls = encoder_class(name)
    for path in (tmp_path / f"absent{suffix(cls)}", tmp_path):
        assert cls.sniff(path) is None
        with pytest.raises(InputError) as caught:
            list(cls.read([path]))
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("keep", [0.02, 0.3, 0.7, 0.97])
def test_a_truncated_file_is_refused_in_one_line_or_read(name: str, keep: float, tmp_path: Path) -> None:
    cls = encoder_class(name)
    path = tmp_path / f"whole{suffix(cls)}"
    cls.kinds()[0].generate(path, items=4, seed=3)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(keep * len(whole))])
    message = ""
    try:
        cls.sniff(path)
        assert len(list(cls.read([path]))) <= 4
    except InputError as err:
        message = str(err)
    assert "\n" not in message


@pytest.mark.parametrize("name", NAMES)
def test_samples_go_through_the_encoder_one_by_one(name: str, tmp_path: Path) -> None:
    cls = encoder_class(name)
    path = tmp_path / f"one{suffix(cls)}"
    assert cls.kinds()[0].generate(path, items=1, seed=5) == 1
    torch.manual_seed(0)
    encoder = cls().eval()
    with torch.no_grad():
        tokens = encoder(encoder.collate(list(cls.read([path]))).inputs)
    assert len(tokens.values) >= 1
    assert torch.isfinite(tokens.pooled).all()
