"""Generated questions with the right tool calls: what teaches a language model to use the tools, and measures it.

```python
from physfm.problems import generate
for problem in generate("decay-length", n=3, seed=0, split="train"):
    print(problem.question, problem.steps, problem.solution)
```

Notable: every call is executed with the real tools when a problem is made, every argument stands literally in the
question or in an earlier result (a small model copies, it does not compute), and the answers are checked against
independent formulas in the tests. Importing this imports no tool.
"""

from physfm.problems.grading import was
from physfm.problems.problem import Answer, Problem, Step, families, generate

__all__ = ["Answer", "Problem", "Step", "families", "generate", "was"]
