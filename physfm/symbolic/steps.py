"""Checking a derivation line by line, and naming the first line that is wrong.

A line is an expression, which must equal the one before, or an equation, which must be an identity or follow from the
equations before (see `implication`); ``a = b = c`` is checked side by side, and a line that begins with ``=`` goes on
where the last one ended. Taken as given are the first line, an equation that brings in a symbol not seen before
(``p = m*v``), and a value for a symbol that was free (``v_0 = 0``). Derivatives are carried out, of symbols by their
definitions; indefinite integrals may differ by a constant.

Quantities of physics are mostly positive, and ``sqrt(x^2) = x`` is no mistake for them: where nothing is assumed of a
symbol, a step must hold for positive values, and if it fails for others that is noted, not counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from physfm.errors import InputError, UnitError
from physfm.symbolic.algebra import Assumptions, checked, differentiate, integrate
from physfm.symbolic.dimensions import check_dimensions
from physfm.symbolic.evaluate import evaluate
from physfm.symbolic.implication import Equation, Solutions, solutions
from physfm.symbolic.notation import Notation, parse
from physfm.symbolic.repair import repair
from physfm.symbolic.sampling import compare
from physfm.symbolic.tree import (
    Call,
    Derivative,
    Integral,
    Node,
    Number,
    Relation,
    Sum,
    Symbol,
    rebuild,
    replace,
    symbols,
    walk,
)
from physfm.symbolic.writing import to_text

Verdict = Literal["given", "right", "undecided", "wrong"]
MAX_LINES = 100


@dataclass(frozen=True)
class Step:
    """One line: its number from one, its text, the verdict and the reason in one sentence."""

    line: int
    text: str
    verdict: Verdict
    reason: str
    counterexample: Mapping[str, float | complex] | None = None


@dataclass(frozen=True)
class StepReport:
    """All lines up to and with the first wrong one."""

    steps: tuple[Step, ...]

    @property
    def first_wrong(self) -> Step | None:
        """The first wrong line."""
        return next((step for step in self.steps if step.verdict == "wrong"), None)

    @property
    def undecided(self) -> tuple[int, ...]:
        """Lines that could be neither confirmed nor refuted."""
        return tuple(step.line for step in self.steps if step.verdict == "undecided")


def check_steps(
    lines: Sequence[str],
    *,
    given: Sequence[str] = (),
    assumptions: Assumptions | None = None,
    units: Mapping[str, str] | None = None,
    notation: Notation = "auto",
    rel_tol: float = 0.0,
    seconds: float | None = None,
) -> StepReport:
    """Check a derivation.

    Parameters
    ----------
    lines
        Expressions or equations, in order.
    given
        Equations that hold from the start; the first line is then checked, too.
    assumptions
        What is known of symbols, as in `physfm.symbolic.algebra`.
    units
        Units of symbols; if given, the dimensions of every line are checked as well.
    rel_tol
        Relative difference that is no mistake, for lines with rounded numbers; 0 asks for equality.
    seconds
        Time limit of each call of SymPy.

    Raises
    ------
    InputError
        If a line cannot be read; the message names it.
    """
    if not 1 <= len(lines) <= MAX_LINES:
        raise InputError(f"Expected 1 to {MAX_LINES} lines, got {len(lines)}.")
    state = _State(checked(assumptions), rel_tol, seconds)
    for number, text in enumerate(given, 1):
        state.accept(_read(text, f"Given equation {number}", notation, None), new=True)
    steps: list[Step] = []
    for number, text in enumerate(lines, 1):
        tree = _read(text, f"Line {number}", notation, state.last)
        try:
            found = _dimensions(tree, units) or state.check(tree, first=number == 1 and not given)
        except UnitError:  # of the caller's units
            raise
        except InputError as err:  # a side without a value, or too large when definitions are put in
            found = ("undecided", str(err), None)
        verdict, reason, point = found
        steps.append(Step(number, text, verdict, reason, point))
        if verdict == "wrong":
            break
        state.accept(tree, new=verdict != "right")
    return StepReport(tuple(steps))


_Found = tuple[Verdict, str, Mapping[str, float | complex] | None]


def _read(text: str, name: str, notation: Notation, last: Node | None) -> Node:
    stripped = text.strip().lstrip("&").strip().removesuffix("\\\\").strip()
    try:
        if stripped.startswith("=") and not stripped.startswith("=="):
            if last is None:
                raise InputError("it begins with '=', but nothing stands before.")
            rest = parse(stripped[1:], notation)
            more = (rest.operators, rest.sides) if isinstance(rest, Relation) else ((), (rest,))
            return Relation(("=", *more[0]), (last, *more[1]))
        return parse(stripped, notation)
    except InputError as err:
        raise InputError(f"{name}: {err}") from err


def _dimensions(tree: Node, units: Mapping[str, str] | None) -> _Found | None:
    problems = check_dimensions(tree, units).problems if units else ()
    return ("wrong", problems[0], None) if problems else None


@dataclass
class _State:
    assumptions: dict[str, str]
    rel_tol: float
    seconds: float | None
    premises: list[Equation] = field(default_factory=list)
    definitions: dict[str, Node] = field(default_factory=dict)
    zeros: dict[str, Node] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    last: Node | None = None
    found: dict[tuple[int, bool], Solutions] = field(default_factory=dict)

    def accept(self, tree: Node, *, new: bool) -> None:
        """Take a line as true from here on; one that is not new follows from what is known, and adds no premise."""
        sides = tree.sides if isinstance(tree, Relation) else (tree,)
        if isinstance(tree, Relation):
            for operator, left, right in zip(tree.operators, sides, sides[1:], strict=False):
                if operator == "=":
                    self._learn(left, right, new=new)
        self.seen |= set(symbols(tree))
        self.last = sides[-1]

    def _learn(self, left: Node, right: Node, *, new: bool) -> None:
        for name, value in ((left, right), (right, left)):
            if isinstance(name, Symbol) and value == Number(0):  # logarithms of values never get there: put it in
                self.zeros[name.name] = value
                self.premises = [(replace(a, self.zeros), replace(b, self.zeros)) for a, b in self.premises]
                self.found = {}
                return
            if isinstance(name, Symbol) and name.name not in symbols(value) and name.name not in self.definitions:
                self.definitions[name.name] = value
                break
        if not new:
            return
        try:
            pair = self._prepared(left, right)
            if compare(*pair, self._positive(pair)).equal is not True:  # an identity says nothing
                self.premises.append(pair)
        except InputError:  # an integral without a closed form is no premise to calculate with
            return

    def check(self, tree: Node, *, first: bool) -> _Found:
        """Judge one line."""
        if not isinstance(tree, Relation):
            if first or self.last is None:
                return "given", "The first line.", None
            return self._judge(self.last, tree)
        if any(operator != "=" for operator in tree.operators):
            return "undecided", "Inequalities are read, but not checked.", None
        worst: _Found = ("right", "", None)
        for index, (left, right) in enumerate(zip(tree.sides, tree.sides[1:], strict=False)):
            if index == 0 and first and (not _claims(left, right) or self._new_symbol(left, right)):
                worst = ("given", "The first line.", None)
                continue
            found = self._judge(left, right)
            if found[0] == "wrong" and index == 0 and (reason := self._brings_in(left, right)):
                found = ("given", reason, None)
            if found[0] == "wrong":
                return found
            if found[0] == "undecided" or worst[0] == "right" or not worst[1]:
                worst = found
        return worst

    def _new_symbol(self, left: Node, right: Node) -> bool:
        """Whether a symbol that was never seen stands alone on one side: the equation defines it."""
        pairs = ((left, right), (right, left))
        return any(isinstance(s, Symbol) and s.name not in self.seen | set(symbols(o)) for s, o in pairs)

    def _brings_in(self, left: Node, right: Node) -> str:
        """Say why an equation that does not follow is no mistake: it says something new."""
        if _claims(left, right):
            return ""
        new = sorted({name for side in (left, right) for name in symbols(side)} - self.seen)
        if new:
            return f"Taken as given: it brings in {', '.join(new)}."
        for symbol, value in ((left, right), (right, left)):
            if isinstance(symbol, Symbol) and not symbols(value):
                plain = not any(isinstance(node, Sum | Call) for node in walk(value))  # a value, not a result
                found = self._known(positive=True).determined(symbol.name)
                if found is None and plain and (self._known(positive=True).count or not self.premises):
                    return f"Taken as given: it sets {symbol.name}, which was free."
                close = max(self.rel_tol, 1e-9)
                number = evaluate(value)
                if any(abs(number - other) <= close * abs(other) for other in found or ()):
                    return f"Taken as given: one of the solutions for {symbol.name}."
        return ""

    def _known(self, *, positive: bool) -> Solutions:
        """Points at which the lines so far hold."""
        key = (len(self.premises), positive)
        if key not in self.found:
            names = {name for equation in self.premises for side in equation for name in symbols(side)}
            default = dict.fromkeys(names, "positive") if positive else {}
            self.found = {**self.found, key: solutions(self.premises, default | self.assumptions)}
        return self.found[key]

    def _positive(self, pair: Equation) -> dict[str, str]:
        return {name: "positive" for side in pair for name in symbols(side)} | self.assumptions

    def _judge(self, left: Node, right: Node) -> _Found:
        """Whether two sides are equal, identically or by what is known."""
        try:
            pair = self._prepared(left, right)
        except InputError as err:
            return "undecided", str(err), None
        found = self._holds(pair, positive=True)
        if found[0] is None:
            found = self._holds(pair, positive=False)
        if found[0] is False:
            why = self._diagnosis(pair, left) or found[1]
            return "wrong", why, found[2]
        if found[0] is None:
            return "undecided", found[1], None
        if self._holds(pair, positive=False)[0] is False:
            return "right", f"{found[1]} It holds for positive symbols, not for all.", None
        return "right", found[1], None

    def _holds(
        self, pair: Equation, *, positive: bool
    ) -> tuple[bool | None, str, Mapping[str, float | complex] | None]:
        if positive:
            assumptions = self._positive(pair)
        else:
            assumptions = self.assumptions
        same = compare(*pair, assumptions, self.rel_tol)
        if same.equal:
            return True, "The two sides are identical.", None
        if self.premises:
            implied = self._known(positive=positive).test(pair, self.rel_tol)
            if implied.holds:
                return True, f"It follows from the lines before ({implied.points} points).", None
            if implied.holds is False:
                return (
                    False,
                    f"It does not follow from the lines before{_factor(implied.ratio)}.",
                    implied.counterexample,
                )
            return None, "No values were found at which the lines before hold.", None
        if same.equal is None:
            return None, "Too few values were found at which both sides exist.", None
        return False, f"It does not equal what stands before{_factor(same.ratio)}.", same.counterexample

    def _diagnosis(self, pair: Equation, before: Node) -> str:
        """Say which small change would make the step right."""
        left, right = pair

        def holds(candidate: Node) -> bool:
            return self._holds((left, candidate), positive=True)[0] is True

        words = repair(right, holds, left)
        return f"It does not follow; {words}." if words else ""

    def _prepared(self, left: Node, right: Node) -> Equation:
        """Carry out derivatives and definite integrals; take the derivative of both sides of indefinite ones."""
        over = {
            n.variable.name for side in (left, right) for n in walk(side) if isinstance(n, Integral) and not n.bounds
        }
        if len(over) > 1:
            raise InputError("Indefinite integrals over several symbols in one line are not checked.")
        if over:
            (variable,) = over
            left, right = (
                differentiate(self._defined(side, variable), variable, self.assumptions, seconds=self.seconds)
                for side in (left, right)
            )
        return replace(self._carried_out(left), self.zeros), replace(self._carried_out(right), self.zeros)

    def _carried_out(self, node: Node) -> Node:
        if isinstance(node, Derivative):
            body = self._defined(node.body, node.variable.name)
            if node.variable.name in symbols(body):
                return differentiate(body, node.variable.name, self.assumptions, order=node.order, seconds=self.seconds)
            if isinstance(body, Symbol):  # a function of the variable that nothing is known of: a quantity of its own
                return Symbol(f"d{node.order}_{body.name}_d_{node.variable.name}"[:64])
            raise InputError(f"How {to_text(node.body)[:40]} depends on {node.variable.name} is not said.")
        if isinstance(node, Integral) and node.bounds:
            body = self._carried_out(self._defined(node.body, node.variable.name))
            bounds = (self._carried_out(node.bounds[0]), self._carried_out(node.bounds[1]))
            return integrate(body, node.variable.name, bounds, self.assumptions, seconds=self.seconds)
        return rebuild(node, tuple(self._carried_out(c) for c in node.children)) if node.children else node

    def _defined(self, body: Node, variable: str) -> Node:
        """Put in the definitions of symbols that depend on the variable."""
        for _ in range(8):
            parts = {
                name: value
                for name in symbols(body)
                if name != variable and (value := self.definitions.get(name)) and self._depends(value, variable)
            }
            if not parts:
                break
            body = replace(body, parts)
        return body

    def _depends(self, value: Node, variable: str, level: int = 8) -> bool:
        names = symbols(value)
        if variable in names:
            return True
        further = (self.definitions[name] for name in names if name in self.definitions)
        return level > 0 and any(self._depends(other, variable, level - 1) for other in further)


def _claims(left: Node, right: Node) -> bool:
    """Whether an equation says what a derivative or an integral is, which can be wrong even in the first line."""
    return any(
        (isinstance(node, Derivative) and node.variable.name in symbols(node.body)) or isinstance(node, Integral)
        for side in (left, right)
        for node in walk(side)
    )


def _factor(ratio: float | None) -> str:
    return f": the sides differ by a factor of {ratio:.6g}" if ratio is not None else ""
