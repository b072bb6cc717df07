"""`physfm tool`: the same tools from the shell, as JSON and in words."""

from __future__ import annotations

import json

import pytest

from physfm.cli import main


def test_a_tool_answers_in_json_with_unit_uncertainty_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tool", "pdg", "particle=B(s)0", "property=mass", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["tool"] == "pdg"
    assert said["arguments"] == {"particle": "B(s)0", "property": "mass"}
    result = said["result"]
    assert result["value"] == pytest.approx(5366.9, abs=1)  # MeV; PDG, any recent edition
    assert result["unit"] in ("MeV", "GeV")
    assert result["uncertainty"][0] > 0
    assert "Particle Data Group" in result["source"]


def test_a_list_is_read_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Two photons of 62.5 GeV back to back have the mass 125 GeV."""
    momenta = "momenta=[[62.5, 0, 0, 62.5], [62.5, 0, 0, -62.5]]"
    assert main(["tool", "invariant_mass", momenta, "unit=GeV", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert result["value"] == pytest.approx(125.0)


def test_without_a_name_all_tools_are_listed_with_their_schemas(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tool", "--json"]) == 0
    listed = {tool["name"]: tool for tool in json.loads(capsys.readouterr().out)["tools"]}
    assert {"pdg", "constant", "convert"} <= set(listed)
    assert listed["pdg"]["parameters"]["required"] == ["particle", "property"]


@pytest.mark.parametrize(
    "arguments",
    [["pgd", "particle=pi+"], ["pdg", "particel=pi+"], ["pdg", "particle"], ["convert", "value=x", "unit=m", "to=km"]],
)
def test_what_a_user_can_mend_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tool", *arguments]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.strip().splitlines()) == 1
