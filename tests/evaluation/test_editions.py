"""Editions: the tables as they are printed, and replies that are right of one edition only."""

from __future__ import annotations

import warnings
from decimal import Decimal

import pytest

from physfm.errors import InputError
from physfm.evaluation.editions import EDITIONS, items, judge, moved, table
from physfm.evaluation.problems import public
from physfm.evaluation.respondents import FunctionRespondent
from physfm.evaluation.runner import run
from physfm.evaluation.task import find


def test_tables_are_those_of_the_particle_package() -> None:
    """`particle` reads the 2026 file itself (into MeV); so do we, digit by digit."""
    from particle import Particle

    for number in (24, 2212, 521, 443):
        ours, theirs = table(2026)[number, "mass"], Particle.from_pdgid(number)
        assert float(ours.value) * 1e3 == pytest.approx(theirs.mass, rel=1e-12)
        assert float(ours.error) * 1e3 == pytest.approx(theirs.mass_upper, rel=1e-9)


def test_the_database_of_2026_says_the_same() -> None:
    pdg = pytest.importorskip("pdg")
    from sqlalchemy.exc import SAWarning

    api = pdg.connect()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # pdg's own query
        for number in (24, 521, 443, 3122):
            ours, theirs = table(2026)[number, "mass"], api.get_particle_by_mcid(number).mass
            assert abs(float(ours.value) - theirs) <= float(ours.last_place)  # the file rounds


def test_values_of_2008_are_in_gev() -> None:
    assert table(2008)[24, "mass"].value == Decimal("80.398")
    assert table(2008)[24, "mass"].error == Decimal("0.025")
    with pytest.raises(InputError, match="No table of the edition 2024"):
        table(2024)


def test_no_edition_is_right_of_another() -> None:
    asked = list(items())
    assert len(asked) > 100
    assert {item.tags["edition"] for item in asked} == set(EDITIONS)
    for item in asked:
        number, quantity = int(item.id.split("/")[1]), item.tags["quantity"]
        for edition in EDITIONS:
            entry = table(edition)[number, quantity]
            reply = f"{entry.value:f} ± {entry.error:f} GeV ({item.tags['edition']})"
            if entry.value >= Decimal("1e-4"):
                assert judge(reply, item.gold, item.tags["edition"]).correct == (edition == item.tags["edition"])
    assert (24, "mass") in moved()


@pytest.mark.parametrize(
    ("reply", "right"),
    [
        ("80.362 ± 0.008 GeV (2026)", True),
        ("The 2026 edition gives 80362 ± 8 MeV.", True),
        ("80.3625 ± 0.0077 GeV in the 2026 edition.", True),
        ("80.369 ± 0.013 GeV in 2026", False),
        ("80.362 ± 0.013 GeV (2026)", False),
        ("80.362 GeV, 2026 edition", False),
        ("80.362 ± 0.008 GeV", False),
        ("80.362 ± 0.008 GeV (2025)", False),
        ("80.362 ± 0.008 GeV (2025 or 2026)", False),
    ],
)
def test_value_error_and_edition_have_to_match(reply: str, right: bool) -> None:
    assert judge(reply, "80.362 +- 0.008 GeV", 2026).correct == right


def test_the_task_is_known_and_graded() -> None:
    task = find("editions")
    known = FunctionRespondent("of 2008", lambda item: f"{item.gold} (2008)")
    found = run(task, known, 40, public())
    assert all(a.correct == (a.tags["edition"] == 2008) for a in found.answered)
    assert len(list(task.items(public(), 5))) == 5
