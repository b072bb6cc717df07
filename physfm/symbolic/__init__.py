"""Symbolic reasoning over a checked tree: text or LaTeX in, SymPy behind a deadline, nothing ever evaluated as code.

```python
from physfm import symbolic
tree = symbolic.parse(r"E = \\frac{1}{2} m v^2")
symbolic.solve(tree, "v", {"E": "positive", "m": "positive", "v": "positive"})
symbolic.check_dimensions(tree, {"m": "kg", "v": "m/s"}).derived     # {'E': 'J'}
symbolic.check_steps(["F = m*a", "a = F*m"]).first_wrong.reason
```
"""

from physfm.symbolic.algebra import differentiate, integrate, resolve, series, simplify, solve
from physfm.symbolic.dimensions import Dimension, DimensionReport, check_dimensions, dimension_of
from physfm.symbolic.equivalence import Equivalence, equivalent
from physfm.symbolic.evaluate import evaluate
from physfm.symbolic.linearise import TOKENS, delinearise, linearise
from physfm.symbolic.notation import parse
from physfm.symbolic.quantity import Evaluated, Quantity, read_quantity, substitute
from physfm.symbolic.steps import Step, StepReport, check_steps
from physfm.symbolic.tree import Node, symbols
from physfm.symbolic.writing import to_latex, to_text

__all__ = [
    "TOKENS",
    "Dimension",
    "DimensionReport",
    "Equivalence",
    "Evaluated",
    "Node",
    "Quantity",
    "Step",
    "StepReport",
    "check_dimensions",
    "check_steps",
    "delinearise",
    "differentiate",
    "dimension_of",
    "equivalent",
    "evaluate",
    "integrate",
    "linearise",
    "parse",
    "read_quantity",
    "resolve",
    "series",
    "simplify",
    "solve",
    "substitute",
    "symbols",
    "to_latex",
    "to_text",
]
