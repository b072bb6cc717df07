"""Generated physics problems with their answers, steps, formulas and causal graphs, in variants that tell why.

```python
from physfm.evaluation.problems import fresh, generate
for item in generate(fresh(), family="mechanics", variant=("plain", "law", "missing"), n=6):
    print(item.question, item.gold)
```

Notable: a family is a causal model; text, values, formula, wrong options and explanations are all derived from it, so
they agree by construction, and `proof.faults` verifies that they do. Exercises in calling tools are in
`physfm.exercises`.
"""

from physfm.evaluation.problems.family import Family
from physfm.evaluation.problems.generator import LEVELS, VARIANTS, families, generate
from physfm.evaluation.problems.splits import Split, fresh, private, public

__all__ = ["LEVELS", "VARIANTS", "Family", "Split", "families", "fresh", "generate", "private", "public"]
