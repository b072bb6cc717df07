"""The worst case: ``physfm fit`` by an experiment's YAML, with states, killed with SIGKILL, and resumed."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
import yaml

from physfm import checkpoint

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_run_killed_by_the_system_resumes_exactly(
    base: str, corpus: Callable[[list[str]], Path], prose: list[str], tmp_path: Path
) -> None:
    settings = yaml.safe_load((ROOT / "experiments" / "domain_adaptation" / "arms" / "trees.yaml").read_text())
    settings["model"]["init_args"] |= {"base": base}
    settings["data"]["init_args"] |= {"base": base, "corpus": [str(corpus(prose))], "folder": str(tmp_path / "streams")}
    settings["data"]["init_args"] |= {
        "context": 64,
        "documents": None,
        "blocks_per_epoch": 16,
        "validation_share": 0.15,
    }
    settings["trainer"] |= {"max_epochs": 30, "logger": False, "enable_progress_bar": False}
    settings["trainer"]["enable_checkpointing"] = True
    saving = {"save_last": True, "save_top_k": 1, "save_on_train_epoch_end": True}
    saver = {"class_path": "lightning.pytorch.callbacks.ModelCheckpoint", "init_args": saving}
    (writer,) = settings["trainer"]["callbacks"]
    settings["trainer"]["callbacks"] = [saver, writer]

    def command(folder: Path, *more: str) -> list[str]:
        settings["trainer"]["default_root_dir"] = str(folder)
        saving["dirpath"], writer["init_args"]["folder"] = str(folder / "states"), str(folder / "out")
        path = folder.with_suffix(".yaml")
        path.write_text(yaml.safe_dump(settings))
        return [sys.executable, "-m", "physfm", "fit", "--config", str(path), *more]

    subprocess.run(command(tmp_path / "whole"), check=True, capture_output=True)
    last = tmp_path / "part" / "states" / "last.safetensors"
    running = subprocess.Popen(command(tmp_path / "part"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while running.poll() is None and not last.exists():
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    assert not (tmp_path / "part" / "out").exists()
    subprocess.run(command(tmp_path / "part", "--ckpt_path", str(last)), check=True, capture_output=True)
    (_, whole), (card, resumed) = (
        checkpoint.load_tensors(tmp_path / w / "out", "adaptation") for w in ("whole", "part")
    )
    assert card["training"]["steps"] == 30 * 16 // 2 // 2
    assert whole.keys() == resumed.keys()
    assert all(torch.equal(v, resumed[k]) for k, v in whole.items())
