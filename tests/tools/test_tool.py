"""What every tool promises: a valid schema, plain JSON, arguments checked, and no argument that hangs or escapes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Annotated, Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from physfm.errors import InputError
from physfm.tools import MODULES, find, tools
from physfm.tools.tool import Result, Tool

EXAMPLES: dict[str, dict[str, Any]] = {
    "pdg": {"particle": "pi+", "property": "branching fraction", "mode": "mu+ nu"},
    "constant": {"name": "hbar"},
    "convert": {"value": 1.0, "unit": "GeV^-1", "to": "fm", "natural": True},
    "dimension": {"unit": "kg m^2 / s^2", "other": "J"},
    "two_body_decay": {"parent": "B0", "first": "J/psi", "second": "K*(892)0"},
    "invariant_mass": {"momenta": [[50.0, 0.5, 0.1, 0.1], [40.0, -0.5, 3.0, 0.1]], "coordinates": "pt eta phi mass"},
    "threshold": {"reaction": "p p -> p p p pbar"},
    "lorentz_gamma": {"mass": "mu-", "momentum": "10 GeV/c"},
    "center_of_mass_energy": {"beam": "p", "energy": "6.8 TeV", "target": "p", "target_energy": "6.8 TeV"},
    "decay_length": {"particle": "B0", "momentum": "50 GeV"},
    "rapidity": {"mass": "pi+", "pt": "2 GeV", "eta": 2.5},
    "luminosity_distance": {"redshift": 0.09},
    "redshift": {"distance": "410 Mpc"},
    "chirp_mass": {"first": "36 solar_mass", "second": "29 solar_mass", "redshift": 0.09},
    "time_to_merger": {"first": "1.4 Msun", "second": "1.4 Msun", "frequency": "10 Hz"},
    "schwarzschild_radius": {"mass": "1 solar_mass"},
    "isco_frequency": {"mass": "65 solar_mass"},
}
deep: list[Any] = []
for _ in range(5000):
    deep = [deep]
HOSTILE: list[Any] = [
    float("nan"), float("inf"), -float("inf"), "nan", "inf", "-inf GeV", 1e308, "1e308 GeV", "1e999 GeV", "1e-320 kg",
    -1, 0, "0", "0 GeV", "-5 solar_mass", "9**9**9**9", "10^10^10 m", "m**999999999", "((((((((((((((((" * 6,
    "9" * 100_000 + " GeV", "a" * 100_000, "\\bar{" * 5000, "anti " * 40, "anti-boson meson " * 12, "\x00\x1b[2J",
    "pi+\n\r\x00", "\ud800", "\u202epi", "pi\u0305" * 60, "", "   ", None, True, [], {}, [[]], deep, {"a": deep},
    b"pi+",
    "__import__('os').system('true')", "'; DROP TABLE pdgid; --", "%s%s%n", "${jndi:x}", "1 " + "kg " * 30, "e" * 24,
    "K" * 24 + " " + "pi" * 12 + " KKKKKKKKKKKKKKKKKKKKKKKK", "99K 99K", "-> ->", "p p ->", "12 12 12 12 -> 5",
]  # fmt: skip


def sentence(result: Result) -> bool:
    return result.text[0].strip() != "" and result.text.endswith(".") and "\n" not in result.text


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_schema_is_json_schema_and_accepts_the_example(name: str) -> None:
    schema = find(name).schema
    assert schema["type"] == "function"
    function = schema["function"]
    assert function["name"] == name
    assert 20 < len(function["description"]) < 300
    jsonschema.Draft202012Validator.check_schema(function["parameters"])
    jsonschema.validate(EXAMPLES[name], function["parameters"])
    assert function["parameters"]["additionalProperties"] is False
    json.dumps(schema, allow_nan=False)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_example_gives_a_sentence_and_plain_json(name: str) -> None:
    result = find(name)(EXAMPLES[name])
    assert result.found
    assert sentence(result)
    assert result.source
    again = json.loads(json.dumps(result.as_dict(), allow_nan=False))
    assert again["value"] == result.value
    assert "from_dict" not in again


def test_every_tool_has_an_example_here_and_every_module_brings_some() -> None:
    assert {n for n, t in tools().items() if t.function.__module__.rsplit(".", 1)[1] in OURS} == set(EXAMPLES)


OURS = ("particles", "constants", "conversion", "kinematics", "cosmology", "binaries")


def test_the_modules_of_this_file_are_offered() -> None:
    assert set(OURS) <= set(MODULES)


def attempt(name: str, arguments: Mapping[str, Any]) -> None:
    """Call a tool: it answers or refuses in one short line, within a second of processor time."""
    start = time.process_time()
    try:
        result = find(name)(arguments)
    except InputError as err:
        said = str(err)
    else:
        said = result.text
        assert sentence(result)
        json.dumps(result.as_dict(), allow_nan=False)
    assert time.process_time() - start < 1
    assert "\n" not in said
    assert len(said) < 1500
    said.encode("utf-8")  # it can be printed


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_hostile_arguments_are_refused_or_answered_within_a_second(name: str) -> None:
    attempt(name, EXAMPLES[name])  # libraries are loaded
    for argument in EXAMPLES[name]:
        for value in HOSTILE:
            attempt(name, EXAMPLES[name] | {argument: value})
    attempt(name, {})
    attempt(name, EXAMPLES[name] | {"unknown" * 1000: 1})


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_random_text_is_refused_or_answered(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(EXAMPLES)))
    texts = [a for a, v in EXAMPLES[name].items() if isinstance(v, str)]
    if texts:
        argument = data.draw(st.sampled_from(texts))
        alphabet = "abeKpiDJmulambd_^{}()*'+-~0123456789\\ /.→πΛ⁺ₛ\u0305GV"
        attempt(name, EXAMPLES[name] | {argument: data.draw(st.text(alphabet, max_size=30))})


def test_importing_the_tools_imports_nothing_heavy() -> None:
    heavy = "('torch', 'pdg', 'scipy', 'sqlalchemy', 'astropy', 'particle', 'pint', 'numpy', 'pydantic')"
    code = f"import sys, physfm.tools; print([m for m in {heavy} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
    code = (
        "import sys; from physfm.tools import tools; [t.schema for t in tools().values()]; "
        "print([m for m in ('torch', 'pdg', 'scipy', 'sqlalchemy', 'astropy', 'particle') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_an_unknown_tool_gets_the_nearest() -> None:
    with pytest.raises(InputError, match=r"No tool named 'pgd'. Did you mean 'pdg'\? Known: pdg, "):
        find("pgd")


def test_errors_name_the_argument_and_what_came() -> None:
    pdg = find("pdg")
    with pytest.raises(InputError, match=r"no argument 'proprety'. Did you mean 'property'\?"):
        pdg({"particle": "pi+", "proprety": "mass"})
    with pytest.raises(InputError, match="Tool 'pdg', property: Field required"):
        pdg({"particle": "pi+"})
    with pytest.raises(InputError, match=r"Tool 'luminosity_distance', redshift: .* got -1"):
        find("luminosity_distance")({"redshift": -1})


def stretch(factor: Annotated[float, Field(description="How far")], unit: str = "1") -> Result:
    """Square a number.

    More for developers.
    """
    return Result(f"The square is {factor**2:g} {unit}.", factor**2, unit)


def test_a_tool_is_a_function_and_its_docstring() -> None:
    tool = Tool(stretch)
    assert (tool.name, tool.description) == ("stretch", "Square a number.")
    assert tool({"factor": "3"}).value == 9.0
    assert tool.schema["function"]["parameters"]["required"] == ["factor"]


def test_numbers_out_of_range_are_refused() -> None:
    with pytest.raises(InputError, match="out of the range of numbers"):
        Tool(stretch)({"factor": 1e300})
    with pytest.raises(InputError, match="no finite number"):
        Tool(stretch)({"factor": "inf"})


def test_nothing_found_is_not_zero() -> None:
    assert not Result("Not found.").found
    assert Result("It is 0 e.", 0.0, "e").found
    assert Result("They differ.", False).found
