"""Proof that a family says what it computes: dimensions, words, formulas, alterations, inverses, questions.

An independent solution of the physics itself is no part of this: it stands in the tests, one for each family.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from physfm.errors import InputError, PhysfmError
from physfm.evaluation.problems import explaining
from physfm.evaluation.problems.causal import Model
from physfm.evaluation.problems.family import DOMAINS, Family
from physfm.evaluation.problems.generator import FORMS, LEVELS, VARIANTS, make, possible
from physfm.evaluation.problems.splits import public
from physfm.evaluation.problems.writing import template
from physfm.symbolic.dimensions import check_dimensions, of_unit
from physfm.symbolic.evaluate import evaluate
from physfm.symbolic.tree import Relation, Symbol, symbols
from physfm.units import parse

MOVED = 0.03
"""Least relative change of an answer under another law, in nine draws of ten."""
STEEP = 0.05
"""Least elasticity of an inverse question: below it the digits told do not fix the answer."""


def faults(family: Family, draws: int = 50, seed: int = 0) -> list[str]:
    """Everything that is wrong with a family, as sentences; empty if nothing is.

    Parameters
    ----------
    draws
        Situations that are drawn for each numerical check.
    """
    found = [*_words(family), *_units(family.model)]
    for each in family.altered:
        found += [f"altered: {fault}" for fault in _units(each)]
    if found:
        return found
    chance = random.Random(seed)
    return [*_numbers(family, chance, draws), *_inverses(family, chance, min(draws, 12)), *_questions(family, draws)]


def _words(family: Family) -> Iterator[str]:
    givens = {v.symbol for v in family.variables if v.kind == "given"}
    derived = {v.symbol for v in family.variables if v.kind == "derived"}
    names = [v.name for v in family.variables]
    if len(set(names)) != len(names):
        yield f"two quantities have one name: {sorted(n for n in names if names.count(n) > 1)}"
    if any(domain not in DOMAINS for domain in family.domains) or not family.domains:
        yield f"domains are {family.domains}, expected of {DOMAINS}"
    if len(family.scenes) < 3 or len(set(family.scenes)) < len(family.scenes):
        yield f"{len(set(family.scenes))} different scenes, expected three or more"
    for scene in family.templates:
        if scene.segments != givens:
            yield f"scene with segments for {sorted(scene.segments)}, given are {sorted(givens)}: {scene.text}"
        if scene.slots != scene.segments:
            yield f"scene with slots outside of segments: {scene.text}"
    for what, table, known, least in (
        ("asks", family.asks, derived, 2),
        ("told", family.told, derived, 1),
        ("inverse", family.inverse, givens, 1),
    ):
        for symbol, texts in table.items():
            if symbol not in known:
                yield f"{what} of {symbol}, which is not {'derived' if known is derived else 'given'}"
            if len(set(texts)) < least:
                yield f"{what} of {symbol}: {len(set(texts))} phrasings, expected {least}"
            for text in texts:
                if set(template(text).slots) != ({symbol} if what == "told" else set()):
                    yield f"{what} of {symbol}: slots of {text!r}"
    if not family.asks or not family.alterations or len(family.beside) < 2:
        yield "expected at least one question, one alteration and two facts besides"
    if family.inverse and not any(set(family.inverse) & family.model.ancestors[y] for y in family.told):
        yield "inverse questions without a quantity told that depends on what is asked"
    if not explaining.chains(family):
        yield "no single chain from a given quantity to one that is asked for"
    for text in (t for t, *_ in family.beside):
        if text.count("{}") != 1:
            yield f"a fact besides with {text.count('{}')} slots: {text}"


def _units(model: Model) -> Iterator[str]:
    for variable in model.variables:
        try:
            if any(of_unit(unit) != of_unit(variable.unit) for unit in (*variable.units,)):
                yield f"units of {variable.symbol} differ in dimension: {variable.unit}, {variable.units}"
            parse(variable.unit)
        except PhysfmError as err:
            yield f"unit of {variable.symbol}: {err}"
    known = {v.symbol: v.coherent for v in model.variables}
    for law in model.laws:
        try:
            report = check_dimensions(Relation(("=",), (Symbol(law.effect), law.tree)), known)
        except InputError as err:
            yield f"{law.effect} = {law.expression}: {err}"
            continue
        if report.consistent is False:
            yield f"{law.effect} = {law.expression}: {'; '.join(report.problems)}"


def _numbers(family: Family, chance: random.Random, draws: int) -> Iterator[str]:
    moved: dict[int, int] = dict.fromkeys(range(len(family.altered)), 0)
    needed = {v.symbol for v in family.variables if v.kind == "given"}
    formulas = {symbol: family.model.formula(symbol) for symbol in family.asks}
    for _ in range(draws):
        given = _si(family.model, family.draw(chance))
        values = family.model.solve(given)
        for symbol, tree in formulas.items():
            value = evaluate(tree, {name: values[name] for name in symbols(tree)})
            if abs(value - values[symbol]) > 1e-9 * abs(values[symbol]):
                yield f"formula of {symbol} gives {value}, the laws {values[symbol]} at {given}"
            needed -= {s for s in set(needed) if abs(family.model.elasticity(symbol, s, values)) > 1e-3}
        for number, (each, model) in enumerate(zip(family.alterations, family.altered, strict=True)):
            extra = _si(model, family.draw(chance, each.variables))
            try:
                other = model.solve({**given, **extra})
            except InputError:
                continue
            moved[number] += any(abs(other[s] - values[s]) > MOVED * abs(values[s]) for s in family.asks)
    if needed and family.name:
        yield f"given quantities on which nothing asked depends: {sorted(needed)}"
    for number, count in moved.items():
        if count < 0.9 * draws:
            yield f"alteration {number} changes an answer in {count} of {draws} draws"


def _si(model: Model, shown: Mapping[str, float]) -> dict[str, float]:
    return {s: x * model.by_symbol[s].scales[model.by_symbol[s].unit] for s, x in shown.items()}


def _inverses(family: Family, chance: random.Random, draws: int) -> Iterator[str]:
    pairs = [(x, y) for x in family.inverse for y in family.told if x in family.model.ancestors[y]]
    for x, y in pairs:
        variable = family.model.by_symbol[x]
        signs, flat = set(), 0
        for _ in range(draws):
            base = _si(family.model, family.draw(chance))
            for n in range(25):
                at = (variable.low + (variable.high - variable.low) * n / 24) * variable.scales[variable.unit]
                try:
                    values = family.model.solve({**base, x: at})
                    slope = family.model.elasticity(y, x, values)
                except InputError:
                    continue
                flat += abs(slope) < STEEP
                signs.add(slope > 0)
        if len(signs) > 1 or flat > draws:
            yield f"{x} does not follow from {y}: elasticities of {len(signs)} signs, {flat} flat of {25 * draws}"


def _questions(family: Family, draws: int) -> Iterator[str]:
    split = public(0)
    for level in LEVELS:
        for variant in VARIANTS:
            for form in FORMS:
                if not possible(level, variant, form):
                    continue
                try:
                    made = [make(family, level, variant, form, split, index) for index in range(min(draws, 20))]
                except Exception as err:
                    yield f"{level}, {variant}, {form}: {type(err).__name__}: {err}"
                    continue
                items = [item for item in made if item is not None]
                wanted = variant in ("plain", "paraphrase", "irrelevant", "law", "missing")
                if wanted and len(items) < (0.9 if variant != "law" else 0.3) * len(made):
                    yield f"{level}, {variant}, {form}: {len(items)} questions in {len(made)} draws"
                for item in items:
                    if form == "choice" and (len(set(item.choices)) < len(item.choices) or len(item.choices) < 3):
                        yield f"{item.id}: choices {item.choices}"
                    if "[" in item.question or "{" in item.question:
                        yield f"{item.id}: unfilled: {item.question}"
