"""The whole path on the shipped weights and the real base model: file, encoder, latents, words, evidence."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

import physfm
from physfm import discovery
from physfm.cli import main
from physfm.errors import InputError, WeightsError
from physfm.model import PhysicsModel

GW150914 = ("gw/H-H1_LOSC_4_V2-1126259446-32.hdf5", "gw/L-L1_LOSC_4_V2-1126259446-32.hdf5")


@pytest.fixture(scope="session")
def model() -> PhysicsModel:
    return physfm.load().model


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One small generated file of every kind, with a seed of their own."""
    folder = tmp_path_factory.mktemp("generated")
    paths = {}
    for name in discovery.names():
        encoder = discovery.load(name)
        paths[name] = folder / f"{name}{encoder.suffixes[0]}"
        encoder.kinds()[0].generate(paths[name], items=4, seed=424242)
    return paths


def test_all_domains_share_one_latent_space(model: PhysicsModel, files: dict[str, Path]) -> None:
    shapes = set()
    for name, path in files.items():
        latents = model.encode(path)
        assert latents.encoder == name
        assert latents.aligned
        assert len(latents.ids) == 4
        torch.testing.assert_close(latents.pooled, latents.tokens.mean(1))
        shapes.add(tuple(latents.tokens.shape[1:]))
    assert len(shapes) == 1


def test_frames_and_hdf5_of_the_same_strain_have_the_same_latents(model: PhysicsModel, data: Path) -> None:
    hdf5 = model.encode(data / "gw" / "H-H1_LOSC_4_V2-1126259446-32.hdf5", limit=8)
    frames = model.encode(data / "gw" / "H-H1_LOSC_4_V2-1126259446-32.gwf", limit=8)
    torch.testing.assert_close(frames.tokens, hdf5.tokens, atol=1e-6, rtol=1e-6)


def test_what_is_measured_of_gw150914_agrees_with_the_publication(model: PhysicsModel, data: Path) -> None:
    loudest = model.measure([data / name for name in GW150914])[0]
    # Phys. Rev. Lett. 116, 061102: peak at 1126259462.42; detector-frame chirp mass 30.4 (+2.1 -1.9) solar masses.
    assert abs(loudest["gps_time"].value - 1126259462.42) < 0.03
    chirp_mass = loudest["chirp_mass"]
    assert chirp_mass.uncertainty is not None
    assert abs(chirp_mass.value - 30.4) < 2 * (chirp_mass.uncertainty**2 + 2.0**2) ** 0.5


def test_the_proof_stored_with_the_adapter_holds(model: PhysicsModel) -> None:
    for name, kinds in model.proof.items():
        question = next(iter(discovery.load(name).questions()))
        proof = kinds[question]
        accuracy = {k: v["value"] for k, v in proof.items() if isinstance(v, dict)}
        assert accuracy["words"] >= 0.9 * accuracy["head"], (name, question, accuracy)
        # A constant answer scores at most the majority's share; other items' tokens score like chance. The interval
        # of the majority covers the finite number of questions.
        ceiling = proof["majority"]["high"]
        assert accuracy["zeroed"] <= ceiling, (name, question, accuracy)
        assert accuracy["swapped"] <= ceiling, (name, question, accuracy)


def test_words_come_with_evidence_for_every_domain(model: PhysicsModel, files: dict[str, Path]) -> None:
    for name, path in files.items():
        question, answers = next(iter(discovery.load(name).questions().values()))
        answer = model.look(question, path)
        assert answer.text in answers, (name, answer.text)
        assert answer.route.encoders == (name,)
        assert any(e.kind == "measurement" and "=" in e.content for e in answer.evidence)


def test_files_of_several_domains_stand_in_one_conversation(model: PhysicsModel, files: dict[str, Path]) -> None:
    names = sorted(files)
    answer = model.look("About the first attachment: " + _first_question(names[0]), [files[n] for n in names[:2]])
    assert answer.route.encoders == tuple(names[:2])
    assert answer.text


def _first_question(name: str) -> str:
    return next(iter(discovery.load(name).questions().values()))[0]


def test_a_quantity_is_quoted_from_its_measurement(model: PhysicsModel, files: dict[str, Path]) -> None:
    answer = model.look("What is the jet mass?", files["lhc"])
    (fact,) = [e.content for e in answer.evidence if e.content.startswith("jet_mass = ")]
    value = fact.partition(" = ")[2].split()[0]
    assert value in answer.text, (answer.text, fact)


def test_answers_are_the_same_every_time(model: PhysicsModel, files: dict[str, Path]) -> None:
    question = _first_question("gw")
    assert model.look(question, files["gw"]).text == model.look(question, files["gw"]).text


def test_the_command_line_says_what_python_says(
    model: PhysicsModel, files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "latents.npz"
    assert main(["encode", str(files["fields"]), "-o", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    latents = model.encode(files["fields"])
    with np.load(out) as stored:
        np.testing.assert_array_equal(stored["tokens"], latents.tokens.numpy())
        assert told["tokens_shape"] == list(stored["tokens"].shape)
        assert told["pooled_shape"] == list(stored["pooled"].shape)
    assert main(["measure", str(files["lhc"]), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["encoder"] == "lhc"
    assert {"name", "value", "uncertainty", "unit", "method"} == set(told["items"][0]["quantities"][0])


def test_questions_and_files_that_make_no_sense_are_refused(model: PhysicsModel, files: dict[str, Path]) -> None:
    with pytest.raises(InputError, match="question is empty"):
        model.look("  ", files["lhc"])
    with pytest.raises(InputError, match="files of one observation"):
        model.encode([files["lhc"], files["gw"]])
    with pytest.raises(InputError, match="no item 'nothing'"):
        model.look("What started this jet?", files["lhc"], item="nothing")
    with pytest.raises(WeightsError, match="is not a folder of weights"):
        physfm.load("nowhere")


def test_the_demo_draws_every_domain_on_one_page(model: PhysicsModel, tmp_path: Path) -> None:
    from physfm.demo import run

    summary = run(model, tmp_path / "demo", quiet=True)
    page = Path(summary["page"]).read_text()
    assert [s["encoder"] for s in summary["sections"]] == discovery.names()
    assert page.count("data:image/png;base64,") == len(discovery.names())
    for section in summary["sections"]:
        assert section["text"]
        assert section["text"].replace("'", "&#x27;") in page
