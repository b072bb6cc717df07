"""Formulas that SymPy rewrites, equations rearranged by hand, and a slip for each."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from benchmarks.grading_pair import Pair

# Formulas: SymPy's own spelling, and the assumptions under which the rewrites hold -----------------------------------

FORMULAS = (
    "sqrt(2*g*h)", "m*v**2/2", "G*M*m/r**2", "2*pi*sqrt(L/g)", "q*v*B*sin(theta)", "k*q1*q2/r**2", "m*g*h + m*v**2/2",
    "v0*t + a*t**2/2", "v0**2*sin(2*theta)/g", "sqrt(2*V*m/q)/B", "exp(-t/tau)*V0", "V0*(1 - exp(-t/(R*C)))", "n*R*T/V",
    "hbar**2*k**2/(2*m)", "hbar*omega*(n + 1/2)", "sqrt(m**2*c**4 + p**2*c**2)", "m*c**2/sqrt(1 - v**2/c**2)",
    "1/sqrt(L*C)", "mu0*I/(2*pi*r)", "epsilon0*A/d", "sqrt(G*M/r)", "sqrt(2*G*M/R)", "2*G*M/c**2", "h*c/lambda1",
    "sigma*A*T**4", "A*cos(omega*t + phi)", "R1*R2/(R1 + R2)", "m1*m2/(m1 + m2)", "(m1 - m2)*g/(m1 + m2)",
    "I*omega**2/2",
    "F*d*cos(theta)", "rho*g*h + P", "P + rho*v**2/2", "gamma1*m*v", "E**2 - p**2", "a*x**2 + b*x + c", "(x + 1)**3",
    "x**2 - y**2", "sin(x)**2", "cos(x)**2 - sin(x)**2", "tanh(x)", "(exp(x) - exp(-x))/2", "log(x**2)", "x/(1 + x**2)",
    "sqrt(k/m)", "k*T*log(V2/V1)", "n*R*log(V2/V1)", "e**2/(4*pi*epsilon0*r)", "q/(4*pi*epsilon0*r**2)", "U0*x**2/a**2",
    "3*k*T/2", "sqrt(3*k*T/m)", "1/(exp(E/T) - 1)", "1/(exp((E - mu)/T) + 1)", "alpha**2*m/2", "2*m*g*sin(theta)/3",
    "g*sin(theta) - mu*g*cos(theta)", "p*V**gamma1", "Z**2*R/n**2", "lambda1*D/d", "f*(v + u)/(v - w)", "T0*(P2/P1)**k",
)  # fmt: skip


def _rewrites(source: str, rng: random.Random) -> dict[str, str]:
    import sympy

    names = {n: sympy.Symbol(n, positive=True) for n in _names(source)}
    tree = sympy.sympify(source, locals=names)
    one = rng.choice(sorted(names.values(), key=str))
    spelled = {symbol: _latex_name(str(symbol)) for symbol in names.values()}
    latex = sympy.latex(tree, symbol_names=spelled)
    folded = latex.replace(r"\frac", r"\dfrac")
    text = str(tree).replace("log(", "ln(")
    found = {
        "text": text,
        "carets": text.replace("**", "^").replace("*", " * "),
        "latex": f"${latex}$",
        "named": f"$y = {latex}$",
        "expanded": str(sympy.expand(tree)).replace("log(", "ln("),
        "over itself": f"({text})*{one}/{one}",
        "sentence": f"The result is ${latex}$, where all symbols have their usual meaning.",
        "boxed": rf"After simplification, \boxed{{{latex}}}",
    }
    held = {
        "factored": str(sympy.factor(tree)).replace("log(", "ln("),
        "together": str(sympy.together(tree)).replace("log(", "ln("),
        "display": rf"\[ f = {folded} \]",
        "is": f"Hence it is {text}.",
        "answer": f"Answer: `{text}`",
        "halves": f"2*({text})/2",
    }
    return {**found, **{f"held:{k}": v for k, v in held.items()}}


def _names(source: str) -> list[str]:
    return sorted(set(re.findall(r"[A-Za-z]\w*", source)) - {"sqrt", "exp", "sin", "cos", "tanh", "log", "pi"})


_GREEK = ("theta", "tau", "omega", "mu", "epsilon", "lambda", "sigma", "phi", "rho", "gamma", "alpha", "hbar")


def _latex_name(name: str) -> str:
    letters, digits = name.rstrip("0123456789"), name[len(name.rstrip("0123456789")) :]
    return (f"\\{letters}" if letters in _GREEK else letters) + (f"_{{{digits}}}" if digits else "")


def expressions(rng: random.Random, count: int) -> Iterator[Pair]:
    """Formulas rewritten, under signs that the problem gives; and one slip each."""
    for index in range(count):
        source = FORMULAS[index % len(FORMULAS)]
        settings = {"assumptions": dict.fromkeys(_names(source), "positive"), "rel_tol": None}
        written = _rewrites(source, rng)
        gold = written["text"] if index % 2 else written["latex"]
        for name in rng.sample(sorted(written), 7):
            held = name.startswith("held:")
            yield Pair("expression", name.removeprefix("held:"), held, True, written[name], gold, settings)
        some = rng.choice(_names(source))
        text = written["text"]
        slips = [
            ("factor 2", f"2*({text})"),
            ("sign", f"-({text})"),
            ("power", f"({text})*{some}"),
            ("inverse", f"1/({text})"),
            ("plus one", f"{text} + 1"),
            ("root", f"sqrt({text})"),
            ("other symbol", f"({text})*{some}/z9"),
            ("latex factor", f"$\\frac{{1}}{{2}}\\left({written['latex'].strip('$')}\\right)$"),
        ]
        name, answer = slips[index % len(slips)]
        yield Pair("expression", name, False, False, answer, gold, settings)


EQUATIONS = (
    ("F = m*a", ("m*a = F", "a = F/m", "F - m*a = 0"), "F = m/a"),
    ("P*V = n*R*T", ("V = n*R*T/P", "P*V/T = n*R", r"$\frac{PV}{nRT} = 1$"), "P*V = n*R/T"),
    ("x + 2*y = 3", ("2*x + 4*y = 6", "y = (3 - x)/2", "3 - 2*y = x"), "x + 2*y = 4"),
    ("x^2 + y^2 = r^2", ("y^2 = r^2 - x^2", "r^2 - x^2 - y^2 = 0", r"$x^2+y^2-r^2=0$"), "x^2 - y^2 = r^2"),
    ("1/f = 1/a + 1/b", ("f = a*b/(a + b)", "a*b = f*(a + b)", r"$\frac{1}{f}=\frac{1}{a}+\frac{1}{b}$"), "f = a + b"),
    ("E = h*f - W", ("h*f = E + W", "f = (E + W)/h", r"$W = hf - E$"), "E = h*f + W"),
    ("v^2 = u^2 + 2*a*s", ("s = (v^2 - u^2)/(2*a)", "v^2 - u^2 = 2*a*s"), "v^2 = u^2 + a*s"),
    ("n1*sin(a) = n2*sin(b)", ("sin(a)/sin(b) = n2/n1", "n2 = n1*sin(a)/sin(b)"), "n1*sin(b) = n2*sin(a)"),
)


def equations(rng: random.Random, count: int) -> Iterator[Pair]:
    """Equations rearranged."""
    for index in range(count):
        gold, rewrites, wrong = EQUATIONS[index % len(EQUATIONS)]
        known = {"assumptions": dict.fromkeys(set(re.findall(r"[A-Za-z]\d?", gold)) - {"s", "i", "n"}, "positive")}
        answer = rewrites[index // len(EQUATIONS) % len(rewrites)]
        held = index % 3 == 0
        written = f"The relation is {answer}." if held and "$" not in answer else answer
        yield Pair("equation", "sentence" if held else "plain", held, True, written, gold, known)
        if index < 2 * len(EQUATIONS):
            yield Pair("equation", "slip", False, False, wrong, gold, known)
