"""Tuples, vectors, sets, intervals and matrices, right in odd formats and nearly right."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.grading_pair import Pair, some


def _plain(value: float) -> str:
    return f"{value:g}"


def lists(rng: random.Random, count: int) -> Iterator[Pair]:
    """Tuples, vectors, sets, intervals and matrices."""
    for index in range(count):
        a, b, c = (rng.choice([-1, 1]) * rng.randint(1, 40) / rng.choice([1, 1, 2, 10]) for _ in range(3))
        if len({a, b, c, -a, -b, -c}) < 6:
            continue
        x, y, z = map(_plain, (a, b, c))
        unit = rng.choice(["", " m", " m/s", " N", " T"])
        row = f"({x}, {y}, {z}){unit}"
        column = rf"$\begin{{pmatrix}} {x} \\ {y} \\ {z} \end{{pmatrix}}$" + (f"{unit}" if unit else "")
        hats = rf"${x}\,\hat{{i}} {b:+g}\,\hat{{j}} {c:+g}\,\hat{{k}}$" + unit
        right = {
            "brackets": f"[{x}, {y}, {z}]{unit}",
            "angles": f"<{x}, {y}, {z}>{unit}",
            "column": column,
            "hats": hats if not unit else f"$({hats.strip('$')[: -len(unit) - 1]})$" + unit,
            "sentence": f"The vector is {row}.",
            "boxed": rf"\boxed{{({x}, {y}, {z})}}" if not unit else row,
            "spaces": f"( {x} ,{y} ,  {z} ){unit}",
            "entries": f"({x}{unit}, {y}{unit}, {z}{unit})",
            "held:named": f"x = {x}{unit}, y = {y}{unit}, z = {z}{unit}",
            "held:latex": rf"\[ \left({x}, {y}, {z}\right) \]" if not unit else row,
            "held:row": rf"\begin{{bmatrix}}{x} & {y} & {z}\end{{bmatrix}}" + unit,
        }
        yield from some("tuple", right, row, rng, 4)
        wrong = [
            ("reversed", f"({z}, {y}, {x}){unit}"),
            ("sign", f"({x}, {y}, {_plain(-c)}){unit}"),
            ("shorter", f"({x}, {y}){unit}"),
            ("factor", f"({_plain(2 * a)}, {y}, {z}){unit}"),
        ]
        yield Pair("tuple", wrong[index % 4][0], False, False, wrong[index % 4][1], row)
        low, high = sorted((a, b))
        lo, hi = _plain(low), _plain(high)
        opened, closed = rng.choice("[("), rng.choice("])")
        gold = f"{opened}{lo}, {hi}{closed}"
        less, less_latex = (
            {"[": ("<=", r"\le"), "(": ("<", "<")}[opened],
            {"]": ("<=", r"\leq"), ")": ("<", "<")}[closed],
        )
        right = {
            "inequality": f"{lo} {less[0]} x {less_latex[0]} {hi}",
            "latex": rf"$x \in \left{opened}{lo}, {hi}\right{closed}$",
            "sentence": f"The interval is {gold}.",
            "turned": f"{hi} {less_latex[0].replace('<', '>')} x {less[0].replace('<', '>')} {lo}",
            "held:latex inequality": rf"${lo} {less[1]} x {less_latex[1]} {hi}$",
            "held:set": f"x ∈ {gold}",
            "held:semicolon": f"{opened}{lo}; {hi}{closed}",
        }
        yield from some("interval", right, gold, rng, 3)
        flip = {"[": "(", "(": "["}[opened]
        wrong = [
            ("ends", f"{flip}{lo}, {hi}{closed}"),
            ("bound", f"{opened}{lo}, {_plain(high + 1)}{closed}"),
            ("half", f"x > {lo}"),
        ]
        yield Pair("interval", wrong[index % 3][0], False, False, wrong[index % 3][1], gold)
        right = {
            "order": f"{{{y}, {x}}}",
            "or": f"x = {x} or x = {y}",
            "latex": rf"$\{{{y}, {x}\}}$",
            "and": f"{y} and {x}",
            "held:sentence": rf"The solutions are $x = {x}$ and $x = {y}$.",
            "held:boxed": rf"\boxed{{\{{{x}, {y}\}}}}",
        }
        yield from some("set", right, f"{{{x}, {y}}}", rng, 3)
        wrong = [("one", f"x = {x}"), ("more", f"{{{x}, {y}, {z}}}"), ("sign", f"{{{_plain(-a)}, {y}}}")]
        yield Pair("set", wrong[index % 3][0], False, False, wrong[index % 3][1], f"{{{x}, {y}}}")
        if a != b:
            yield Pair(
                "set", "plus minus", index % 2 == 0, True, rf"$x = \pm {abs(a):g}$", f"{{{abs(a):g}, {-abs(a):g}}}"
            )
        gold = f"[[{x}, {y}], [{z}, 0]]"
        right = {
            "pmatrix": rf"$\begin{{pmatrix}} {x} & {y} \\ {z} & 0 \end{{pmatrix}}$",
            "bmatrix": rf"\begin{{bmatrix}}{x}&{y}\\{z}&0\end{{bmatrix}}",
            "sympy": f"Matrix([[{x}, {y}], [{z}, 0]])",
            "named": rf"$M = \begin{{pmatrix}}{x} & {y}\\ {z} & 0\end{{pmatrix}}$",
            "held:numpy": f"np.array([[{x}, {y}], [{z}, 0]])",
            "held:factor": rf"$\frac{{1}}{{2}}\begin{{pmatrix}}{2 * a:g} & {2 * b:g}\\ {2 * c:g} & 0\end{{pmatrix}}$",
            "held:sentence": rf"The matrix reads $\left(\begin{{matrix}}{x} & {y}\\ {z} & 0\end{{matrix}}\right)$.",
        }
        yield from some("matrix", right, gold, rng, 3)
        wrong = [
            ("transposed", f"[[{x}, {z}], [{y}, 0]]"),
            ("entry", f"[[{x}, {y}], [{z}, 1]]"),
            ("sign", rf"$\begin{{pmatrix}}{x} & {_plain(-b)}\\ {z} & 0\end{{pmatrix}}$"),
        ]
        yield Pair("matrix", wrong[index % 3][0], False, False, wrong[index % 3][1], gold)
