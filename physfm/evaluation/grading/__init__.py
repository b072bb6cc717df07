r"""Graders of answers to questions of physics; usable alone, without torch.

```python
from physfm.evaluation.grading import grade
grade("$1.6 \\times 10^{-19}$ C", "160 zC").correct                                             # True
grade("sqrt(2*V*m/q)/B", "sqrt(2*V*m/(q*B**2))", assumptions={"B": "positive"}, rel_tol=None)   # .correct, .reason
```
"""

from physfm.evaluation.grading.choice import ChoiceGrade, grade_choice
from physfm.evaluation.grading.derivation import StepsGrade, grade_steps
from physfm.evaluation.grading.explanation import Causal, ExplanationGrade, grade_explanation
from physfm.evaluation.grading.verdict import REL_TOL, Grade, Reading, grade

__all__ = [
    "REL_TOL",
    "Causal",
    "ChoiceGrade",
    "ExplanationGrade",
    "Grade",
    "Reading",
    "StepsGrade",
    "grade",
    "grade_choice",
    "grade_explanation",
    "grade_steps",
]
