"""Evaluation: tell reasoning from remembering, before release.

```python
from physfm.evaluation import evaluate

evaluate(["choices", "why"], "smollm2-135m", n=20)  # a report, which Jupyter shows
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

OURS = "physfm"
"""Name of our agent as a model."""
SPLITS = ("public", "private", "fresh")
__all__ = ["OURS", "SPLITS", "evaluate", "from_logs"]

if TYPE_CHECKING:
    from physfm.evaluation.evaluating import evaluate, from_logs


def __getattr__(name: str) -> Any:
    """Load what asks models at first use: the graders below this package need none of it."""
    if name in ("evaluate", "from_logs"):
        from physfm.evaluation import evaluating

        return getattr(evaluating, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
