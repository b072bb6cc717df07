"""The 100 equations of the Feynman lectures (Udrescu & Tegmark, Sci. Adv. 6 (2020) eaay2631), their units, and an
evaluator that shares nothing with physfm.

The table of formulas holds no units. Those below are derived by hand from what each variable is in the lectures, one
unit a name, and were compared with the table that was published with the data: the two differ in one entry. The
published ``mu_drift`` (velocity over force) is kg/s, with which I.43.16 is no velocity; s/kg is right.
"""

from __future__ import annotations

import ast
import csv
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

UNITS = {
    "1": "alpha beta chi delta f g_ gamma mu n n_0 prob sigma theta theta1 theta2",
    "m": "d d1 d2 foc lambd r r1 r2 x x1 x2 x3 y y1 y2 y3 z z1 z2",
    "m**2": "A",
    "m**3": "V V1 V2",
    "1/m": "k",
    "1/m**3": "n_rho",
    "s": "t t1",
    "1/s": "omega omega_0",
    "m/s": "c u v v1 w",
    "m/s**2": "a g",
    "kg": "m m_0 m1 m2",
    "kg/m**3": "rho",
    "kg*m/s": "p",
    "J*s": "h Jz L",
    "N": "F Nn",
    "N/m": "k_spring",
    "N*m": "tau",
    "J": "E_n K U",
    "J/m**3": "E_den",
    "Pa": "pr Y mu_S",
    "W": "Pwr",
    "W/m**2": "flux Int Int_0 I1 I2",
    "J/m**2": "L_rad",
    "m**3/(kg*s**2)": "G",
    "K": "T T1 T2",
    "J/K": "kb",
    "W/(m*K)": "kappa",
    "m**2/s": "D",
    "s/kg": "mob mu_drift",
    "C": "q q1 q2",
    "C*m": "p_d",
    "C/m**2": "Pol sigma_den",
    "C/m**3": "rho_c rho_c_0",
    "A": "I I_0",
    "A/m**2": "j",
    "A/m": "M",
    "F": "C",
    "F/m": "epsilon",
    "V": "Volt",
    "V/m": "Ef",
    "V*s/m": "A_vec",
    "T": "B Bx By Bz H",
    "J/T": "mom",
}
OF_NAME = {name: unit for unit, names in UNITS.items() for name in names.split()}
"""The unit of every variable of the table."""


@dataclass(frozen=True)
class Equation:
    """One row: its name in the lectures, the output, the formula as it is written, and the range of every variable."""

    name: str
    output: str
    formula: str
    ranges: Mapping[str, tuple[float, float]]

    @property
    def units(self) -> dict[str, str]:
        """Units of the output and of all variables."""
        return {name: OF_NAME[name] for name in (self.output, *names(self.formula))}

    def draw(self, rng: np.random.Generator) -> dict[str, float]:
        """One point within the ranges of the table; where those lack a variable of the formula, within 1 to 5."""
        return {name: float(rng.uniform(*self.ranges.get(name, (1.0, 5.0)))) for name in sorted(names(self.formula))}


def read(folder: Path) -> list[Equation]:
    """Read the table from the folder of real data."""
    with (folder / "qa" / "FeynmanEquations.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Formula"]]
    found = []
    for row in rows:
        columns = [i for i in range(1, 11) if row[f"v{i}_name"]]
        ranges = {row[f"v{i}_name"]: (float(row[f"v{i}_low"]), float(row[f"v{i}_high"])) for i in columns}
        found.append(Equation(row["Filename"], row["Output"], row["Formula"], ranges))
    return found


_OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: operator.pow, ast.Invert: operator.neg, ast.USub: operator.neg, ast.UAdd: operator.pos,
}  # fmt: skip
_FUNCTIONS = {
    "sqrt": math.sqrt, "exp": math.exp, "ln": math.log, "log": math.log, "sin": math.sin, "cos": math.cos,
    "tan": math.tan, "tanh": math.tanh, "sinh": math.sinh, "cosh": math.cosh, "arcsin": math.asin, "arctan": math.atan,
}  # fmt: skip


def direct(formula: str, values: Mapping[str, float]) -> float:
    """Evaluate a formula by Python's own grammar (in which ``~`` has the place of a minus sign) and math module."""

    def walk(node: ast.AST) -> float:
        match node:
            case ast.Expression(body=body):
                return walk(body)
            case ast.Constant(value=int() | float() as value):
                return value
            case ast.Name(id="pi"):
                return math.pi
            case ast.Name(id=name):
                return values[name]
            case ast.BinOp(left=left, op=op, right=right):
                return _OPERATORS[type(op)](walk(left), walk(right))
            case ast.UnaryOp(op=op, operand=operand):
                return _OPERATORS[type(op)](walk(operand))
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return _FUNCTIONS[name](*map(walk, arguments))
        raise ValueError(f"{ast.dump(node)} in {formula}")

    return walk(ast.parse(formula, mode="eval"))


def names(formula: str) -> set[str]:
    """Return the variables of a formula."""
    found = {node.id for node in ast.walk(ast.parse(formula, mode="eval")) if isinstance(node, ast.Name)}
    return found - _FUNCTIONS.keys() - {"pi"}
