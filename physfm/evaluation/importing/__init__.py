"""Importing questions: published sets in their own layouts, textbooks, CSV and JSON with a mapping.

```python
from physfm.evaluation.importing import task_of_file
task = task_of_file("scibench_fund.json")   # also: physfm.evaluation.task.find("file:scibench_fund.json")
task.title                                  # counts what was left out, and why
```
"""

from physfm.evaluation.importing.collected import Collected
from physfm.evaluation.importing.files import LAYOUTS, collected, task_of_file

__all__ = ["LAYOUTS", "Collected", "collected", "task_of_file"]
