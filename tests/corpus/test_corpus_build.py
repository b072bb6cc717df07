"""`physfm corpus build`: stages, repetitions, leaks, the same bytes again, and going on after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from physfm.corpus.record import parse
from physfm.errors import InputError

PROSE = (
    "The pendulum swings with a period that depends on its length and on the acceleration of gravity but not on the "
    "mass of the bob, as long as the angle is small enough for the sine to be the angle itself. "
)
QUESTION = (
    r"A cart of mass $2.0\,\mathrm{kg}$ rolls without friction down a ramp that is $3.0$ m long and makes an angle of "
    r"$30^{\circ}$ with the floor. How fast is the cart at the end of the ramp?"
)


def corpus_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.json*"))}


@pytest.fixture
def sources(write: Callable[..., Path], tmp_path: Path) -> tuple[str, str]:
    texts = {
        f"text {n}": f"# Number {n}\n\n" + " ".join(f"{PROSE}{n * k} apples of {n}.{k} kg." for k in range(1, 4))
        for n in (1,)
    }
    other = "The spectrum of the hydrogen atom has lines where the electron falls from one level to another, and the "
    texts["hydrogen"] = (
        f"{other}energy of the photon is the difference of the two. In the laboratory this was seen long ago."
    )
    texts["copy"] = texts["text 1"].replace("Number 1", "Another heading").replace("swings", "moves")
    before = "It was a fine day when all of this began, and the people of the town were glad that the sun was out."
    after = "Then it rained on the hills for a week and the river rose above the old bridge."
    texts["leak"] = f"{before}\n\n{QUESTION}\n\n{after}"
    texts["short"] = "Too short."
    texts["german"] = (
        "Der Hund lief durch den Wald und sah einen Hasen, der schnell davonlief, weil er Angst hatte. " * 3
    )
    items = tmp_path / "items.jsonl"
    items.write_text(json.dumps({"id": "q1", "question": QUESTION}) + "\n")
    return str(write(texts)), str(items)


def test_a_build_leaves_out_what_it_should_and_says_so(run: Any, sources: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "corpus"
    result = run(sources[0], "-o", str(out), "--against", sources[1], "--no-embedding")
    report = json.loads((out / "corpus.json").read_text())
    made = {each.id: each for path in out.glob("*.jsonl") for each in map(parse, path.read_text().splitlines())}
    assert set(made) == {"text 1", "hydrogen", "leak"}
    assert [(each["document"], each["of"]) for each in report["duplicates"]] == [("copy", "text 1")]
    assert [(each["document"], each["item"]) for each in report["contaminated"]] == [("leak", "items.jsonl:q1")]
    assert "cart of mass" not in made["leak"].text
    assert "fine day" in made["leak"].text
    assert "river rose" in made["leak"].text
    assert report["dropped"] == {"duplicate": 1, "not English": 1, "too short": 1}
    assert [each["documents"] for each in report["stages"]] == [6, 6, 4, 3, 3]
    assert report["characters"] == sum(len(each.text) for each in made.values())
    assert result["documents"] == 3
    place = made["hydrogen"].provenance
    assert place["file"] == "texts.jsonl"
    assert len(place["file_sha256"]) == 64


def test_workers_and_repetition_change_no_byte(run: Any, sources: tuple[str, str], tmp_path: Path) -> None:
    options = ("--against", sources[1], "--no-embedding", "--shard", "0.001")
    run(sources[0], "-o", str(tmp_path / "a"), *options)
    first = corpus_bytes(tmp_path / "a")
    run(sources[0], "-o", str(tmp_path / "b"), *options, "--workers", "2")
    assert len(first) > 2
    assert corpus_bytes(tmp_path / "b") == first
    before = (tmp_path / "a" / "corpus.json").stat().st_mtime_ns
    run(sources[0], "-o", str(tmp_path / "a"), *options)
    assert (tmp_path / "a" / "corpus.json").stat().st_mtime_ns == before


def test_other_sources_are_refused_unless_fresh(run: Any, sources: tuple[str, str], tmp_path: Path) -> None:
    out = str(tmp_path / "corpus")
    run(sources[0], "-o", out, "--no-decontamination")
    with pytest.raises(InputError, match="--fresh"):
        run(sources[0], "-o", out, "--no-decontamination", "--categories", "hep-ph")
    run(sources[0], "-o", out, "--no-decontamination", "--categories", "hep-ph", "--fresh")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").touch()
    with pytest.raises(InputError, match="other files"):
        run(sources[0], "-o", str(tmp_path / "full"), "--no-decontamination")


def test_papers_of_other_sciences_are_left_out(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    lines = [
        {"id": c, "title": c, "abstract": f"{PROSE} {c}", "categories": c}
        for c in ("math.AG", "hep-th math.AG", "supr-con")
    ]
    lines[1]["abstract"] = (
        "We show that the sum of all of the states of the string is finite, as it was said to be. " * 3
    )
    lines[2]["abstract"] = (
        "It is found that the metal has no resistance when the helium is cold enough for this to be so. " * 3
    )
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    run(str(path), "-o", str(tmp_path / "corpus"), "--no-decontamination")
    report = json.loads((tmp_path / "corpus" / "corpus.json").read_text())
    assert report["dropped"] == {"category": 1}
    assert set(report["stages"][-1]["archives"]) == {"hep-th", "cond-mat"}


def test_without_evaluation_sets_a_build_is_refused(run: Any, sources: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--against"):
        run(sources[0], "-o", str(tmp_path / "corpus"))
    bad = tmp_path / "bad.json"
    bad.write_text('[{"frage": "?"}]')
    with pytest.raises(InputError, match="question=FIELD"):
        run(sources[0], "-o", str(tmp_path / "corpus"), "--against", str(bad))
    run(sources[0], "-o", str(tmp_path / "corpus"), "--against", f"{bad}:question=frage", "--no-embedding")


def test_documents_of_one_id_get_different_ones(run: Any, write: Any, tmp_path: Path) -> None:
    path = write({"a": PROSE})
    path.write_text(
        path.read_text()
        + json.dumps({"id": "a", "text": "It is said that all of the sheep are on the hill by now. " * 4})
        + "\n"
    )
    run(str(path), "-o", str(tmp_path / "corpus"), "--no-decontamination")
    names = [parse(line).id for line in (tmp_path / "corpus" / "00000.jsonl").read_text().splitlines()]
    assert names[0] == "a"
    assert names[1].startswith("a~1.")


SLOW = """
import time, sys
from physfm.corpus import Settings, build, readers
plain = readers.read
def slow(*arguments):
    for each in plain(*arguments):
        time.sleep(0.05)
        yield each
readers.read = slow
build([sys.argv[1]], sys.argv[2], [], Settings(decontaminate=False, shard_bytes=1000))
"""


def test_a_killed_build_goes_on_and_gives_the_same_bytes(run: Any, write: Any, tmp_path: Path) -> None:
    texts = {
        str(n): " ".join(f"{PROSE[: 40 + 3 * n]} the {word} of {n}" for word in PROSE.split()[n : n + 9])
        for n in range(24)
    }
    path = str(write(texts))
    out = tmp_path / "killed"
    child = subprocess.Popen(
        [sys.executable, "-c", SLOW, path, str(out)], start_new_session=True, stderr=subprocess.DEVNULL
    )
    done = out / ".build" / "logs" / "documents" / "completions"
    deadline = time.monotonic() + 120
    while not (done.is_dir() and any(done.iterdir())) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    assert any(done.iterdir())
    assert not (out / "corpus.json").exists()
    options = ("--no-decontamination", "--shard", "0.001")
    run(path, "-o", str(out), *options)
    run(path, "-o", str(tmp_path / "whole"), *options)
    assert corpus_bytes(out) == corpus_bytes(tmp_path / "whole")


@pytest.mark.slow
def test_slurm_runs_the_same_pipelines(
    run: Any, sources: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A false sbatch that runs each script at once, every task of its array, with bash: the same bytes as here."""
    tools = tmp_path / "tools"
    tools.mkdir()
    scripts = {
        "sbatch": '#!/bin/bash\nscript="${@: -1}"\ncp "$script" "$SCRIPTS/$(date +%s%N).slurm"\n'
        "last=$(sed -n 's/^#SBATCH --array=0-\\([0-9]*\\).*/\\1/p' \"$script\")\n"
        "export RUN_OFFSET=0 SLURM_NODELIST=here SLURM_JOB_ID=1\n"
        'for i in $(seq 0 "${last:-0}"); do SLURM_ARRAY_TASK_ID=$i bash "$script" '
        '>> "$SCRIPTS/log" 2>&1 || exit 1; done\n'
        'echo "Submitted batch job $RANDOM"\n',
        "srun": '#!/bin/bash\nwhile [[ "$1" == -* ]]; do [[ "$1" == -n ]] && shift; shift; done\nexec "$@"\n',
        "scontrol": "#!/bin/bash\necho here\n",
    }
    for name, text in scripts.items():
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    kept = tmp_path / "scripts"
    kept.mkdir()
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("SCRIPTS", str(kept))
    options = ("--no-decontamination", "--shard", "0.001")
    with pytest.raises(InputError, match="--partition"):
        run(sources[0], "-o", str(tmp_path / "none"), *options, "--executor", "slurm")
    result = run(
        sources[0],
        "-o",
        str(tmp_path / "slurm"),
        *options,
        "--executor",
        "slurm",
        "--partition",
        "cpu",
        "--time",
        "1:00:00",
    )
    assert list(result["jobs"]) == ["items", "documents", "buckets", "pairs", "corpus", "report"]
    text = "".join(path.read_text() for path in kept.glob("*.slurm"))
    assert "#SBATCH --partition=cpu" in text
    assert "#SBATCH --time=1:00:00" in text
    assert "launch_pickled_pipeline" in text
    run(sources[0], "-o", str(tmp_path / "here"), *options)
    assert corpus_bytes(tmp_path / "slurm") == corpus_bytes(tmp_path / "here"), (kept / "log").read_text()[-2000:]


def test_ray_says_what_is_missing(run: Any, sources: tuple[str, str], tmp_path: Path) -> None:
    pytest.importorskip("datatrove")
    try:
        import ray  # noqa: F401
    except ImportError:
        with pytest.raises(ImportError, match=r"needs ray, which is not installed"):
            run(sources[0], "-o", str(tmp_path / "corpus"), "--no-decontamination", "--executor", "ray")
    else:
        pytest.skip("Ray is installed")


@pytest.mark.slow
def test_ray_runs_the_same_pipelines(sources: tuple[str, str], tmp_path: Path) -> None:
    """In processes of its own: a cluster starts, and warns, for every stage."""
    pytest.importorskip("datatrove")
    pytest.importorskip("ray")
    for executor, more in (("local", ()), ("ray", ("--memory", "1"))):
        command = ["corpus", "build", sources[0], "-o", str(tmp_path / executor), "--no-decontamination"]
        command += ["--shard", "0.001", "--executor", executor, *more]
        subprocess.run([sys.executable, "-m", "physfm", *command], check=True, capture_output=True)
    assert corpus_bytes(tmp_path / "ray") == corpus_bytes(tmp_path / "local")
