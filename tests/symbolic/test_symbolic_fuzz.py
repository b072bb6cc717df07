"""Hostile texts, a small part of what ``python -m benchmarks symbolic`` reads: no crash, no hang, no escape."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks import fuzzing
from benchmarks.symbolic import _used, zombies
from physfm.errors import InputError
from physfm.symbolic import check_dimensions, evaluate, parse

VALID = (
    "exp(~theta**2/2)/sqrt(2*pi)",
    "G*m1*m2/((x2-x1)**2+(y2-y1)**2)",
    "arcsin(n*sin(theta2))",
    r"\frac{q_{1} q_{2}}{4 \pi \epsilon_{0} r^{2}}",
    r"\int_{0}^{a} \sin^{2}\left(k x\right) \, \mathrm{d}x",
)


def test_fuzzed_texts_are_read_or_refused(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    evaluate(parse("erf(1) + besselj(0, 1)"))  # lazy imports happen before the watch begins
    check_dimensions(parse("x + y"), {"x": "m", "y": "m"})
    read = 0
    with fuzzing.watched() as events:
        for _, text in fuzzing.texts(1, 400, VALID, str(canary)):
            for notation in ("text", "latex"):
                started = time.process_time()
                try:
                    tree = parse(text, notation)
                except InputError:
                    continue
                read += 1
                assert _used(tree) == "", text
                assert time.process_time() - started < 2, text
        assert events == []
    assert not canary.exists()
    assert read > 40


def test_the_watch_sees_what_must_not_happen(tmp_path: Path) -> None:
    from sympy import parse_expr

    canary = tmp_path / "canary"
    with fuzzing.watched() as events:
        parse_expr(f"open({str(canary)!r}, 'w').close() or x")
    assert {"exec", "open"} <= set(events)
    assert canary.exists()  # what this package exists to prevent


def test_no_zombies() -> None:
    assert zombies() == 0
