"""The generator: deterministic, secret where it must be, and every variant what it says it is."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from physfm.errors import InputError
from physfm.evaluation.item import LETTERS, UNDETERMINED, Item
from physfm.evaluation.problems import LEVELS, VARIANTS, families, fresh, generate, private, public
from physfm.evaluation.problems.causal import Law, Model, constant, derived
from physfm.evaluation.problems.causal import given as stated_in_the_question
from physfm.evaluation.problems.generator import FORMS, possible
from physfm.evaluation.problems.writing import number, quantity, template, unit_text

KEY = "a key that only this test knows"


def items(**how: object) -> list[Item]:
    return list(generate(public(3), **{"n": 40, **how}))  # type: ignore[arg-type]


def test_there_are_sixty_families_in_every_domain() -> None:
    from physfm.evaluation.problems.family import DOMAINS

    known = families()
    assert len(known) >= 60
    assert {domain for family in known.values() for domain in family.domains} == set(DOMAINS)
    assert sum(len(family.domains) > 1 for family in known.values()) >= 10


def test_the_same_split_gives_the_same_items_and_another_one_others() -> None:
    first, again, other = (list(generate(split, n=30)) for split in (public(1), public(1), public(2)))
    assert first == again
    assert not {item.question for item in first} & {item.question for item in other}


def test_items_do_not_depend_on_the_process() -> None:
    code = (
        "from physfm.evaluation.problems import generate, public\n"
        "print([i.question for i in generate(public(1), level='all', variant='all', form='all', n=25)])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    made = [i.question for i in generate(public(1), level="all", variant="all", form="all", n=25)]
    assert said.strip() == str(made)


def test_the_private_split_needs_its_key_and_shows_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PHYSFM_EVALUATION_KEY", raising=False)
    with pytest.raises(InputError, match="PHYSFM_EVALUATION_KEY"):
        private()
    with pytest.raises(InputError, match="at least 16"):
        private("short")
    split = private(KEY)
    assert KEY not in repr(split)
    assert list(generate(split, n=5)) == list(generate(private(KEY), n=5))
    other = private(KEY + ".")
    assert split.digest != other.digest
    assert not {i.question for i in generate(split, n=30)} & {i.question for i in generate(other, n=30)}
    monkeypatch.setenv("PHYSFM_EVALUATION_KEY", KEY)
    assert private() == split


def test_fresh_splits_never_come_again() -> None:
    assert not {i.question for i in generate(fresh(), n=20)} & {i.question for i in generate(fresh(), n=20)}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_kind_of_question_is_made_for_every_form(level: str, variant: str) -> None:
    for form in FORMS:
        if not possible(level, variant, form):
            with pytest.raises(InputError, match="There are no"):
                items(level=level, variant=variant, form=form)
            continue
        for item in items(level=level, variant=variant, form=form):
            assert (item.tags["level"], item.tags["variant"], item.form) == (level, variant, form)
            assert not re.search(r"[\[\]{}]|\bnan\b|  ", item.question), item.question
            if form == "choice":
                assert 3 <= len(item.choices) == len(set(item.choices))
                assert item.gold in LETTERS[: len(item.choices)]
            elif form == "number":
                assert item.gold == UNDETERMINED or re.match(r"-?\d", item.gold)


def test_the_missing_quantity_is_missing_and_the_twin_has_it() -> None:
    for item in items(variant=("plain", "missing"), form="number", n=2 * len(families())):
        if item.tags["variant"] == "missing":
            assert item.gold == UNDETERMINED
        else:
            assert item.gold != UNDETERMINED
    pairs: dict[str, dict[str, str]] = {}
    for item in items(variant=("plain", "missing"), n=120):
        pairs.setdefault(item.tags["parent"], {})[item.tags["variant"]] = item.question
    whole = [pair for pair in pairs.values() if len(pair) == 2]
    assert len(whole) > 30
    assert all(len(pair["missing"]) < len(pair["plain"]) for pair in whole)


def test_variants_of_one_draw_keep_its_answer_or_change_it_as_they_say() -> None:
    from physfm.evaluation.grading import grade

    golds: dict[str, dict[str, str]] = {}
    for item in items(variant="all", n=400):
        golds.setdefault(item.tags["parent"], {})[item.tags["variant"]] = item.gold
    changed = same = 0
    for pair in golds.values():
        for variant in {"paraphrase", "renamed", "irrelevant", "units"} & set(pair):
            assert grade(pair[variant], pair["plain"], rel_tol=0.01).correct, (variant, pair)
            same += 1
        for variant in {"law", "constant"} & set(pair):
            changed += not grade(pair[variant], pair["plain"], rel_tol=0.01).correct
    assert same > 50
    assert changed > 20


def test_our_worlds_value_is_among_the_options_of_another_world() -> None:
    plain = {i.tags["parent"]: i for i in items(variant="plain", form="choice", n=100)}
    seen = total = 0
    for item in items(variant="constant", form="choice", n=100):
        twin = plain.get(item.tags["parent"])
        if twin:
            total += 1
            seen += twin.choices[LETTERS.index(twin.gold)] in item.choices
    assert total > 20
    assert seen / total > 0.8


def test_the_place_of_the_right_option_is_drawn() -> None:
    counts = dict.fromkeys("ABCD", 0)
    for item in items(form="choice", n=400):
        counts[item.gold] += 1
    assert min(counts.values()) > 60


def test_two_thousand_problems_a_second() -> None:
    list(generate(public(), n=200))  # families are read, templates and laws prepared
    start = time.process_time()
    made = list(generate(public(), n=2000, start=10))
    seconds = time.process_time() - start
    assert len({item.question for item in made}) > 1990
    # The figure itself is a benchmark's; on a busy machine this only guards against a collapse.
    assert 2000 / seconds > 700, f"{2000 / seconds:.0f} a second"


# The model ----------------------------------------------------------------------------------------------------------


def chain() -> Model:
    return Model(
        (
            stated_in_the_question("a", "first", 1, 2, "m"),
            derived("b", "second", "m"),
            derived("c", "third", "m^2"),
        ),
        (Law("c", "b^2"), Law("b", "2*a")),
    )


def test_laws_are_ordered_and_interventions_cut_them() -> None:
    model = chain()
    assert [law.effect for law in model.order] == ["b", "c"]
    assert model.solve({"a": 3.0}) == {"a": 3.0, "b": 6.0, "c": 36.0}
    assert model.solve({"a": 3.0}, do={"b": 1.0})["c"] == 1.0
    assert model.elasticity("c", "a", model.solve({"a": 3.0})) == pytest.approx(2)
    assert model.path("a", "c") == ("a", "b", "c")
    assert model.ancestors["c"] == {"a", "b"}


def test_a_model_that_is_none_is_refused() -> None:
    known = (stated_in_the_question("a", "first", 1, 2, "m"), derived("b", "second", "m"))
    with pytest.raises(ValueError, match="Circular"):
        Model(known, (Law("b", "a*b"),))
    with pytest.raises(ValueError, match="Laws give"):
        Model(known, ())
    with pytest.raises(ValueError, match="two quantities"):
        Model((*known, derived("b", "third", "m")), (Law("b", "a"),))


def test_constants_are_codatas() -> None:
    from scipy import constants

    for symbol, value in {"c": constants.c, "k_B": constants.k, "e": constants.e, "G": constants.G}.items():
        found = constant(symbol)
        assert found.value * found.scales[found.unit] == value
    with pytest.raises(ValueError, match="Expected one of"):
        constant("z")


# Writing ------------------------------------------------------------------------------------------------------------


@given(st.floats(1e-30, 1e30), st.integers(2, 6))
def test_a_number_reads_back_to_its_digits(value: float, digits: int) -> None:
    assert float(number(value, digits)) == pytest.approx(value, rel=0.5001 * 10 ** (1 - digits))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (12.0, "m/s^2", "12 m/s²"),
        (35.0, "deg", "35°"),
        (1.6e-19, "C", "1.6 × 10⁻¹⁹ C"),
        (1e7, "W", "10⁷ W"),
        (0.5, "1", "0.5"),
        (3.0, "J/(kg*K)", "3 J/(kg·K)"),
    ],
)
def test_quantities_are_written_as_people_do(value: float, unit: str, text: str) -> None:
    assert quantity(value, unit) == text


def test_templates_lose_a_segment_and_stay_sentences() -> None:
    found = template("A ball[ of {m}] falls[ for {t}].")
    assert found.fill({"m": "1 kg", "t": "2 s"}.__getitem__) == "A ball of 1 kg falls for 2 s."
    assert found.fill({"t": "2 s"}.__getitem__, without={"m"}) == "A ball falls for 2 s."
    with pytest.raises(ValueError, match="one slot"):
        template("A ball[ that falls].")
    assert unit_text("1") == ""
