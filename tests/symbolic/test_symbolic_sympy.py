"""The bridge to SymPy, what SymPy does for us, and the deadline that holds whatever it does."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from physfm.errors import InputError
from physfm.symbolic import (
    deadline,
    differentiate,
    equivalent,
    evaluate,
    integrate,
    parse,
    resolve,
    series,
    simplify,
    solve,
    to_text,
)
from physfm.symbolic.bridge import ASSUMPTIONS, from_sympy, to_sympy
from physfm.symbolic.sampling import compare
from physfm.symbolic.tree import Node, symbols

from .conftest import expressions


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
@given(expressions(calculus=False, depth=5))
def test_to_sympy_and_back_keeps_the_value(tree: Node) -> None:
    point = {name: 0.7 + 0.13 * i for i, name in enumerate(symbols(tree))}
    try:
        before = evaluate(tree, point)
        back = from_sympy(to_sympy(tree, dict.fromkeys(point, "positive")))
        after = evaluate(back, point)
    except InputError:
        return  # a domain, an overflow, a power that is not written out
    if abs(before) > 1e-9 and abs(before) < 1e9:
        assert after == pytest.approx(before, rel=1e-6)


@pytest.mark.parametrize(
    "text", ["9^9^9", "2^(10^6)", "(1/3)^99999", "factorial(10^6)", "gammafn(1e9)", "x^(10^9)", "1/0", "0^(-1)"]
)
def test_large_numbers_are_refused_before_sympy_sees_them(text: str) -> None:
    started = time.monotonic()
    with pytest.raises(InputError):
        to_sympy(parse(text), {})
    assert time.monotonic() - started < 1


def test_every_assumption_is_one_sympy_knows() -> None:
    for word in ASSUMPTIONS:
        symbol = to_sympy(parse("x"), {"x": word})
        assert all(symbol.assumptions0[name] is value for name, value in ASSUMPTIONS[word].items())
    with pytest.raises(InputError, match="Did you mean 'positive'"):
        simplify(parse("x"), {"x": "positiv"})


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (lambda: simplify(parse("sin(x)^2 + cos(x)^2")), "1"),
        (lambda: simplify(parse("(x^2 - 1)/(x - 1)")), "x + 1"),
        (lambda: simplify(parse("(x + 1)*(x - 2)"), way="expand"), "x^2 - x - 2"),
        (lambda: differentiate(parse("x^3*sin(a*x)"), "x"), "a*x^3*cos(a*x) + 3*x^2*sin(a*x)"),
        (lambda: differentiate(parse("x^5"), "x", order=3), "60*x^2"),
        (lambda: integrate(parse("x*exp(-x^2)"), "x"), "-exp(-x^2)/2"),
        (lambda: integrate(parse("exp(-a*x^2)"), "x", (parse("-oo"), parse("oo")), {"a": "positive"}), "sqrt(pi/a)"),
        (lambda: series(parse("1/sqrt(1 - b^2)"), "b", order=4), "1 + b^2/2 + 3*b^4/8"),
        (lambda: resolve(parse("diff(x^3, x) + integrate(y, y, 0, 1)")), "3*x^2 + 1/2"),
    ],
)  # fmt: skip
def test_results_are_those_of_the_book(found: object, expected: str) -> None:
    assert callable(found)
    assert compare(found(), parse(expected), {"a": "positive", "x": "positive"}).equal


def test_solutions_are_those_of_the_book() -> None:
    roots = solve(parse("a*x^2 + b*x + c = 0"), "x", {"a": "nonzero"})
    expected = [parse(f"(-b {sign} sqrt(b^2 - 4*a*c))/(2*a)") for sign in "-+"]
    assert sorted([[compare(root, e, {}).equal for e in expected] for root in roots]) == [[False, True], [True, False]]
    assert [to_text(s) for s in solve(parse("m*v^2/2 = E"), "v", dict.fromkeys("mvE", "positive"))] != []
    assert solve(parse("x^2 + 1 = 0"), "x") == []
    assert len(solve(parse("x^2 + 1 = 0"), "x", {"x": "complex"})) == 2


@pytest.mark.parametrize(
    ("action", "why"),
    [
        (lambda: solve(parse("x = 1"), "y"), "does not hold 'y'"),
        (lambda: integrate(parse("1/x"), "x", (parse("-1"), parse("1"))), "diverges"),
        (lambda: integrate(parse("exp(sin(exp(x)))"), "x", seconds=20), "No closed form"),
        (lambda: differentiate(parse("x = 1"), "x"), "got an equation"),
        (lambda: series(parse("x"), "x", order=21), "order 0 to 20"),
        (lambda: simplify(parse("(5 ± 1)*x")), "uncertain number"),
        (lambda: simplify(parse("x"), seconds=0.0), "time limit"),
    ],
)
def test_what_has_no_answer_is_refused_in_one_line(action: object, why: str) -> None:
    assert callable(action)
    with pytest.raises(InputError, match=why) as caught:
        action()
    assert "\n" not in str(caught.value)


# The deadline ---------------------------------------------------------------------------------------------------------


def children() -> dict[int, str]:
    """Children of this process with their state (Linux)."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            found[int(path.parent.name)] = fields[0]
    return found


HARD = "(a + b + c + d + 1)^300"
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@needs_proc
def test_a_calculation_without_end_is_stopped_and_leaves_no_process() -> None:
    deadline.warm()
    before = set(children())
    started = time.monotonic()
    with pytest.raises(InputError, match=r"took longer than 0\.5 s"):
        simplify(parse(HARD), way="expand", seconds=0.5)
    assert time.monotonic() - started < 2
    after = children()
    assert len(after) == len(before)  # the killed one is collected, its successor warms up
    assert "Z" not in after.values()
    assert to_text(simplify(parse("x + x"))) == "2*x"


@needs_proc
def test_the_process_ends_by_itself_even_if_nobody_kills_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from physfm import process
    from physfm.symbolic.linearise import linearise

    mine = deadline.Worker()
    mine.wait_until_ready()
    monkeypatch.setattr(mine, "stop", lambda: None)  # as if the asking process had been killed
    request = {"action": "simplify", "way": "expand", "trees": [" ".join(linearise(parse(HARD)))], "assumptions": {}}
    assert mine.ask(request, 0.2) is None
    assert mine.process.wait(process.GRACE_S + 3) != 0
    monkeypatch.undo()
    mine.stop()


@needs_proc
def test_memory_is_limited() -> None:
    from physfm.symbolic import worker

    mine = deadline.Worker()
    mine.wait_until_ready()
    limits = Path(f"/proc/{mine.process.pid}/limits").read_text()
    mine.stop()
    (line,) = (line for line in limits.splitlines() if line.startswith("Max address space"))
    assert line.split()[3] == str(worker.MEMORY_BYTES)


def test_threads_wait_for_each_other_and_get_their_own_answers() -> None:
    found: dict[int, str] = {}

    def ask(n: int) -> None:
        found[n] = to_text(differentiate(parse(f"x^{n}"), "x"))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(3, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: f"{n}*x^{n - 1}" for n in range(3, 9)}


def test_it_works_in_a_script_without_a_main_guard_and_after_a_fork(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os\n"
        "from physfm.symbolic import parse, simplify, to_text\n"
        "print(to_text(simplify(parse('x + x'))), flush=True)\n"
        "if os.fork() == 0:\n"
        "    print(to_text(simplify(parse('y + y'))), flush=True)\n"
        "    raise SystemExit\n"
        "os.wait()\n"
        "print(to_text(simplify(parse('z + z'))), flush=True)\n"
    )
    (tmp_path / "sympy.py").write_text("raise SystemExit('the wrong sympy')\n")  # must not be imported by the worker
    done = subprocess.run(
        [sys.executable, "-P", str(script)], capture_output=True, text=True, cwd=tmp_path, timeout=120
    )
    assert done.stdout.split() == ["2*x", "2*y", "2*z"], done.stderr


# Equivalence ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "assumptions", "expected"),
    [
        ("sqrt(2*V*m/q)/B", "sqrt(2*V*m/(q*B**2))", {}, (False, "points")),
        ("sqrt(2*V*m/q)/B", "sqrt(2*V*m/(q*B**2))", {"B": "positive"}, (True, "proof")),
        ("x*y", "x*y", {}, (True, "identical")),
        ("sin(x)^2 + cos(x)^2", "1", {}, (True, "proof")),
        ("exp(x)*exp(y)", "exp(x + y)", {}, (True, "proof")),
        ("sqrt(x^2)", "abs(x)", {}, (True, "proof")),
        ("sqrt(x^2)", "abs(x)", {"x": "complex"}, (False, "points")),
        ("cos(pi*n)", "(-1)^n", {"n": "integer"}, (True, "proof")),
        ("cos(pi*n)", "(-1)^n", {}, (False, "points")),
        ("x + 1e-12", "x", {}, (False, "points")),
        ("sqrt(2)", "1.41421356237", {}, (False, "points")),
        ("arcsin(x)", "-arcsin(-x)", {}, (True, "proof")),  # also where it is on a cut
        ("arctanh(x)", "ln((1 + x)/(1 - x))/2", {"x": "positive"}, (True, "points")),
        ("diff(x^3, x)", "3*x^2", {}, (True, "proof")),
        ("1 - sin(x)^2 - cos(x)^2", "0", {}, (True, "proof")),
        ("1e20*x - 1e20*x + 1e-20*x", "0", {}, (False, "points")),
        ("exp(exp(exp(10 + x)))", "1", {}, (None, "undecided")),
        ("integrate(exp(sin(exp(x))), x, 0, 1)", "2", {}, (None, "undecided")),
    ],
)
def test_equivalence_says_how_it_is_known(
    left: str, right: str, assumptions: dict[str, str], expected: tuple[bool | None, str]
) -> None:
    found = equivalent(parse(left), parse(right), assumptions, seconds=20)
    assert (found.equal, found.how) == expected, found.reason


def test_without_a_proof_agreement_at_points_is_called_by_its_name() -> None:
    found = equivalent(parse("sin(2*x)"), parse("2*sin(x)*cos(x)"), prove=False)
    assert (found.equal, found.how) == (True, "points")
    found = equivalent(parse("sqrt(x^2)"), parse("x"))
    assert "equal for positive x" in found.reason
    assert found.counterexample is not None
    assert found.counterexample["x"] < 0
    with pytest.raises(InputError, match="got an equation"):
        equivalent(parse("x = 1"), parse("x"))
