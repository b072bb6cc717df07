"""Routing: which encoder reads a file, and which experts answer a question.

```python
from physfm.router.learned import LearnedRouter

plan = LearnedRouter.load().plan("Is a merger in here?", attachments=["gw"])
print(plan.experts, plan.confidence, plan.reason)
```

Notable: importing this package imports neither torch nor transformers; the names about files come with their module at
first use, the learned router when it is loaded.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from physfm.router.plan import Plan, Route, Router

if TYPE_CHECKING:
    from physfm.router.files import Attachment, attach, check_readable, recognise

__all__ = ["Attachment", "Plan", "Route", "Router", "attach", "check_readable", "recognise"]

_FILES = ("Attachment", "attach", "check_readable", "recognise")


def __getattr__(name: str) -> Any:
    if name not in _FILES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.files"), name)
