"""Files on disk: what is loaded is what was saved, damage is named, and nobody ever sees half a file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from physfm import checkpoint
from physfm.errors import WeightsError


class Pair(nn.Module):
    def __init__(self, width: int, depth: int = 1) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(width, width) for _ in range(depth))
        self.norm = nn.BatchNorm1d(width)


def saved(folder: Path, **config: int) -> Pair:
    module = Pair(**config)
    checkpoint.save(folder, "pair", module, config, {"seed": 3})
    return module


# One module -----------------------------------------------------------------------------------------------------


def test_round_trip_is_bitwise_and_in_eval_mode(tmp_path: Path) -> None:
    module = saved(tmp_path, width=4, depth=2)
    again = checkpoint.load(tmp_path, "pair")
    assert type(again) is Pair
    assert not again.training
    for key, value in module.state_dict().items():
        assert torch.equal(again.state_dict()[key], value)
    assert checkpoint.read_card(tmp_path, "pair")["provenance"] == {"seed": 3}


def test_card_names_the_hash_that_coreutils_computes(tmp_path: Path) -> None:
    saved(tmp_path, width=4)
    expected = subprocess.run(
        ["sha256sum", tmp_path / "pair.safetensors"], capture_output=True, text=True, check=True
    ).stdout.split()[0]
    assert json.loads((tmp_path / "pair.json").read_text())["sha256"] == expected


def test_nothing_saved_is_a_pickle(tmp_path: Path) -> None:
    saved(tmp_path, width=4)
    checkpoint.save_state(tmp_path / "state.ckpt", {"a": torch.ones(2), "b": (1, 2)})
    for file in tmp_path.iterdir():
        head = file.read_bytes()[:16]
        assert not head.startswith((b"\x80", b"PK"))
        assert head[:1] == b"{" or head[8:9] == b"{"  # JSON, or safetensors: length and a JSON header


@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_one_flipped_bit_is_found(tmp_path: Path, where: str) -> None:
    saved(tmp_path, width=8)
    path = tmp_path / "pair.safetensors"
    content = bytearray(path.read_bytes())
    content[{"first": 0, "middle": len(content) // 2, "last": -1}[where]] ^= 1
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="damaged or was replaced"):
        checkpoint.load(tmp_path, "pair")


def test_truncated_weights_are_found(tmp_path: Path) -> None:
    saved(tmp_path, width=8)
    path = tmp_path / "pair.safetensors"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(WeightsError, match="damaged"):
        checkpoint.load(tmp_path, "pair")


def test_weights_of_another_architecture_name_the_difference(tmp_path: Path) -> None:
    saved(tmp_path, width=4, depth=2)
    with pytest.raises(WeightsError, match=r"does not fit Pair: missing \[\], unexpected \['layers.1.bias'"):
        checkpoint.load_state(tmp_path, "pair", Pair(4, depth=1))
    with pytest.raises(WeightsError, match=r"missing .'layers.2.bias'"):
        checkpoint.load_state(tmp_path, "pair", Pair(4, depth=3))
    with pytest.raises(WeightsError, match=r"other shape .'layers.0"):
        checkpoint.load_state(tmp_path, "pair", Pair(5, depth=2))


def test_a_refused_load_leaves_the_module_as_it_was(tmp_path: Path) -> None:
    saved(tmp_path, width=4, depth=2)
    module = Pair(4, depth=1)
    before = {k: v.clone() for k, v in module.state_dict().items()}
    with pytest.raises(WeightsError):
        checkpoint.load_state(tmp_path, "pair", module)
    assert all(torch.equal(v, before[k]) for k, v in module.state_dict().items())


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"schema": 99}', '"text"', "\x00\xff", "[" * 100_000])
def test_a_bad_card_is_one_clear_line(tmp_path: Path, content: str) -> None:
    saved(tmp_path, width=4)
    (tmp_path / "pair.json").write_text(content)
    with pytest.raises(WeightsError, match=r"pair\.json") as caught:
        checkpoint.load(tmp_path, "pair")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("missing", ["class_path", "config", "sha256"])
def test_a_card_without_a_needed_key_is_one_clear_line(tmp_path: Path, missing: str) -> None:
    saved(tmp_path, width=4)
    path = tmp_path / "pair.json"
    card = json.loads(path.read_text())
    del card[missing]
    path.write_text(json.dumps(card))
    with pytest.raises(WeightsError, match=f"lacks.*{missing}"):
        checkpoint.load(tmp_path, "pair")


def test_absent_files_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"No weights at .*pair\.json\. Train them"):
        checkpoint.load(tmp_path, "pair")
    saved(tmp_path, width=4)
    (tmp_path / "pair.safetensors").unlink()
    with pytest.raises(WeightsError, match="cannot be read"):
        checkpoint.load(tmp_path, "pair")


@pytest.mark.parametrize("path", ["os.system", "no.such.module.Class", "physfm.errors.InputError", "Pair", ""])
def test_a_card_cannot_name_anything_but_a_torch_module(tmp_path: Path, path: str) -> None:
    saved(tmp_path, width=4)
    card = json.loads((tmp_path / "pair.json").read_text())
    (tmp_path / "pair.json").write_text(json.dumps({**card, "class_path": path}))
    with pytest.raises(WeightsError, match=r"not here|no torch module|not a torch module"):
        checkpoint.load(tmp_path, "pair")


def test_a_config_for_another_constructor_is_one_clear_line(tmp_path: Path) -> None:
    saved(tmp_path, width=4)
    card = json.loads((tmp_path / "pair.json").read_text())
    (tmp_path / "pair.json").write_text(json.dumps({**card, "config": {"breadth": 4}}))
    with pytest.raises(WeightsError, match="breadth"):
        checkpoint.load(tmp_path, "pair")


# Written whole or not at all ----------------------------------------------------------------------------------------


def test_an_error_while_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "result.txt"
    path.write_text("old")

    def half(temporary: Path) -> None:
        temporary.write_text("ha")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        checkpoint.write_atomically(path, half)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_written_file_has_the_permissions_of_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        checkpoint.write_atomically(tmp_path / "a.txt", lambda p: p.write_text("x"))
    finally:
        os.umask(old)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_the_temporary_file_has_the_same_suffix_and_folder(tmp_path: Path) -> None:
    seen: list[Path] = []

    def write(temporary: Path) -> None:
        seen.append(temporary)
        temporary.write_text("x")

    checkpoint.write_atomically(tmp_path / "deep" / "a.root", write)
    assert seen[0].suffix == ".root"  # writers choose a format by the suffix
    assert seen[0].parent == tmp_path / "deep"  # rename is atomic within one file system only


KILLED = """
import sys, time
from pathlib import Path
from physfm.checkpoint import write_atomically
def slow(path):
    with path.open("w") as stream:
        stream.write("half of the new")
        stream.flush()
        print("writing", flush=True)
        time.sleep(60)
write_atomically(Path(sys.argv[1]), slow)
"""


def test_kill_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text("old")
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=20)
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL
    assert path.read_text() == "old"


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "numbers.txt"
    path.write_text("0" * 200_000)
    writer = (
        "import sys; from pathlib import Path; from physfm.checkpoint import write_atomically\n"
        "for i in range(60): write_atomically(Path(sys.argv[1]), lambda p: p.write_text(str(i % 10) * 200_000))"
    )
    process = subprocess.Popen([sys.executable, "-c", writer, str(path)])
    seen = set()
    while process.poll() is None:
        content = path.read_text()
        assert len(content) == 200_000
        assert len(set(content)) == 1
        seen.add(content[0])
        time.sleep(0.001)
    assert process.returncode == 0
    assert len(seen) > 1


# A whole training state ---------------------------------------------------------------------------------------------


def same(a: Any, b: Any) -> bool:
    """Equal in value and in type, tensors bitwise."""
    if type(a) is not type(b):
        return False
    if isinstance(a, torch.Tensor):
        return a.dtype == b.dtype and a.shape == b.shape and torch.equal(a, b)
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return bool(a == b)


def test_every_kind_of_leaf_survives_the_round_trip(tmp_path: Path) -> None:
    state = {
        "epoch": 3,
        "loss": 0.1 + 0.2,
        "none": None,
        "flag": True,
        "text": "Ångström",
        "betas": (0.9, 0.95),
        "nested": [(), [], {}, {"a": (1, [2.0, {"b": None}])}],
        0: "an integer key",
        (1, 2): "a tuple key",
        "state.a": torch.arange(3),
        "a": {"b": torch.zeros(0, 4)},
        "a.b": torch.ones(2, dtype=torch.bfloat16),
        "scalar": torch.tensor(2.5, dtype=torch.float64),
        "bool": torch.tensor([True, False]),
        "bytes": torch.tensor([0, 255], dtype=torch.uint8),
        "strided": torch.arange(6.0).reshape(2, 3).T,
        "infinite": [float("inf"), -float("inf")],
    }
    checkpoint.save_state(tmp_path / "state.ckpt", state)
    assert same(checkpoint.load_training_state(tmp_path / "state.ckpt"), state)


def test_optimizer_scheduler_and_random_state_resume_exactly(tmp_path: Path) -> None:
    def start() -> tuple[nn.Module, torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
        model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.3), nn.Linear(8, 1))
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
        return model, optimizer, torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 20)

    def train(model: nn.Module, optimizer: Any, scheduler: Any, steps: int) -> None:
        for _ in range(steps):
            optimizer.zero_grad()
            model(torch.randn(16, 4)).pow(2).mean().backward()
            optimizer.step()
            scheduler.step()

    model, optimizer, scheduler = start()
    train(model, optimizer, scheduler, 5)
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "random": torch.get_rng_state(),
    }
    checkpoint.save_state(tmp_path / "state.ckpt", state)
    train(model, optimizer, scheduler, 5)

    torch.manual_seed(99)
    resumed, again, schedule = start()
    loaded = checkpoint.load_training_state(tmp_path / "state.ckpt")
    resumed.load_state_dict(loaded["model"])
    again.load_state_dict(loaded["optimizer"])
    schedule.load_state_dict(loaded["scheduler"])
    torch.set_rng_state(loaded["random"])
    train(resumed, again, schedule, 5)
    for a, b in zip(model.parameters(), resumed.parameters(), strict=True):
        assert torch.equal(a, b)


def test_tensors_that_share_memory_are_saved_whole(tmp_path: Path) -> None:
    weight = torch.randn(3, 3)
    state = {"embedding": weight, "head": weight, "row": weight[0]}
    checkpoint.save_state(tmp_path / "state.ckpt", state)
    assert same(checkpoint.load_training_state(tmp_path / "state.ckpt"), state)


def test_what_json_cannot_hold_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"state\.callbacks\.0 is a .*object"):
        checkpoint.save_state(tmp_path / "state.ckpt", {"callbacks": [object()]})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"not a state", b"\x80\x04pickle", b"\xff" * 64])
def test_a_damaged_state_is_one_clear_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.ckpt"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="is not a physfm training state"):
        checkpoint.load_training_state(path)


def test_bare_weights_and_absent_files_are_no_training_state(tmp_path: Path) -> None:
    saved(tmp_path, width=4)
    for path in (tmp_path / "pair.safetensors", tmp_path / "absent.ckpt"):
        with pytest.raises(WeightsError, match="is not a physfm training state"):
            checkpoint.load_training_state(path)
