"""Generated questions with the right tool calls: what teaches a language model to use the tools, and measures it.

```python
from physfm.exercises import generate
for exercise in generate("decay-length", n=3, seed=0, split="train"):
    print(exercise.question, exercise.steps, exercise.solution)
```

Notable: every call is executed with the real tools when an exercise is made, every argument stands literally in the
question or in an earlier result (a small model copies, it does not compute), and the answers are checked against
independent formulas in the tests. Importing this imports no tool.
"""

from physfm.exercises.exercise import Answer, Exercise, Step, families, generate
from physfm.exercises.grading import was

__all__ = ["Answer", "Exercise", "Step", "families", "generate", "was"]
