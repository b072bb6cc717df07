"""Items from families, a function of (split, family, level, variant, form, index): an id makes its item again."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

from physfm.errors import InputError, did_you_mean
from physfm.evaluation.item import Form, Item
from physfm.evaluation.problems import asking, explaining
from physfm.evaluation.problems import world as worlds
from physfm.evaluation.problems.family import Family
from physfm.evaluation.problems.splits import Split, public

THEMES = (
    "mechanics",
    "rotation",
    "electromagnetism",
    "thermodynamics",
    "statistical_mechanics",
    "waves",
    "quantum",
    "relativity",
    "particles",
    "gravitational_waves",
    "astrophysics",
    "fluids",
    "solids",
    "bridges",
)
"""Modules of `physfm.evaluation.problems.themes`, each with a tuple ``FAMILIES``."""
VERSION = 1
"""Of the generator: another one gives other items for the same split."""
LEVELS = ("what", "why", "what-if")
VARIANTS = ("plain", *asking.VARIANTS, "inverse")
FORMS: tuple[Form, ...] = ("number", "choice", "expression", "explanation")
_OF_LEVEL: dict[str, tuple[Form, ...]] = {
    "what": ("number", "choice", "expression"),
    "why": ("choice", "explanation"),
    "what-if": ("number", "choice"),
}
_FORMULA = ("plain", "paraphrase", "renamed", "law")
"""Variants in which a formula can be asked for: the others change numbers."""
_SURROUNDINGS = ("plain", "paraphrase", "irrelevant", "units")
"""Variants of why- and what-if-questions: the laws stay, the words around them change."""
ATTEMPTS = 20


@cache
def families() -> dict[str, Family]:
    """All families by name."""
    found: dict[str, Family] = {}
    for theme in THEMES:
        for family in importlib.import_module(f"physfm.evaluation.problems.themes.{theme}").FAMILIES:
            if family.name in found:
                raise RuntimeError(f"Two families are named {family.name!r}; the second is in {theme}.")
            found[family.name] = family
    return found


def possible(level: str, variant: str, form: str) -> bool:
    """Whether a variant can be asked at a level in a form."""
    if form not in _OF_LEVEL.get(level, ()):
        return False
    if level == "what":
        return form != "expression" or variant in _FORMULA
    return variant in _SURROUNDINGS


def make(family: Family, level: str, variant: str, form: Form, split: Split, index: int) -> Item | None:
    """One item, or None where this draw of the family has no such question."""
    plain = worlds.drawn(family, split, index)
    chance = split.chance(family.name, index, level, variant, form)
    for _ in range(ATTEMPTS):
        try:
            parts = _parts(family, plain, level, variant, form, chance)
        except InputError:  # a counterfactual world without a value
            continue
        break
    else:
        return None
    if parts is None:
        return None
    name = f"{family.name}/{level}/{variant}/{form}/{split.name}-{split.digest}/{index}"
    tags = {
        "family": family.name,
        "domains": family.domains,
        "level": level,
        "variant": variant,
        "split": split.name,
        "difficulty": len(family.model.used(plain.target)),
        "parent": f"{family.name}/{split.name}-{split.digest}/{index}",
    }
    return Item(id=name, form=form, tags=tags, **{"rel_tol": family.rel_tol, **parts})


def _parts(family: Family, plain: worlds.World, level: str, variant: str, form: Form, chance: Any) -> Any:
    world: worlds.World | None = plain
    if variant in asking.VARIANTS:
        world = asking.VARIANTS[variant](plain, chance)
    if world is None:
        return None
    if level == "why":
        return explaining.why(family, world, form, chance)
    if level == "what-if":
        return explaining.what_if(family, world, form, chance)
    if variant == "inverse":
        return asking.inverse(family, world, form, chance)
    return asking.plain(world, form, chance)


def generate(
    split: Split | None = None,
    family: str | Sequence[str] = "all",
    level: str | Sequence[str] = "what",
    variant: str | Sequence[str] = "plain",
    form: str | Sequence[str] = "number",
    n: int = 1,
    start: int = 0,
) -> Iterator[Item]:
    """Yield ``n`` items, the same ones for the same arguments.

    Parameters
    ----------
    split
        The public one if None.
    family
        One name, several, a domain, ``"crossed"`` (two domains at once), or ``"all"``; they take turns.
    level, variant, form
        One, or several that take turns in all combinations that exist.
    start
        Index of the first draw: another range of indices gives other problems.

    Raises
    ------
    InputError
        If a name is unknown, or no combination of them exists.
    """
    split = split or public()
    chosen = _chosen(family)
    asked: list[tuple[str, str, Form]] = [
        (lv, va, fo)
        for lv in _checked(level, LEVELS, "level")
        for va in _checked(variant, VARIANTS, "variant")
        for fo in _checked(form, FORMS, "form")
        if possible(lv, va, fo)
    ]
    if not asked:
        raise InputError(f"There are no {level} questions in variant {variant} and form {form}.")

    def items() -> Iterator[Item]:
        index, idle = start, 0
        while idle < 50:  # rounds without one item: there is none
            found = 0
            # Another order in each round: a short run sees families of all domains.
            for each in split.chance("order", index).sample(chosen, len(chosen)):
                for lv, va, fo in asked:
                    item = make(each, lv, va, fo, split, index)
                    if item is not None:
                        found += 1
                        yield item
            index, idle = index + 1, 0 if found else idle + 1
        raise InputError(f"No family of {family!r} has {level} questions in variant {variant} and form {form}.")

    return islice(items(), n)


def _chosen(family: str | Sequence[str]) -> list[Family]:
    known = families()
    chosen: list[Family] = []
    for name in [family] if isinstance(family, str) else family:
        group = [
            f
            for f in known.values()
            if name == f.name or name in ("all", *f.domains) or (name == "crossed" and len(f.domains) > 1)
        ]
        if not group:
            raise InputError(f"No family or domain named {name!r}.{did_you_mean(name, known)}")
        chosen += [f for f in group if f not in chosen]
    return chosen


def _checked(names: str | Sequence[str], known: Sequence[Any], what: str) -> list[Any]:
    found = [names] if isinstance(names, str) else list(names)
    if found == ["all"]:
        return list(known)
    for name in found:
        if name not in known:
            raise InputError(f"No {what} {name!r}.{did_you_mean(name, known)} Known: {', '.join(known)}.")
    return found
