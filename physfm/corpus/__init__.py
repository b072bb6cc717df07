"""A corpus of physics texts: gathered, cleaned, without repetitions and without evaluation items, with its provenance.

```python
from physfm.corpus import build

report = build(["texts/", "papers.jsonl"], "corpus/", against=["evaluation/"])
print(report["documents"], report["contaminated"])
```

Importing this package imports nothing; its names come with their modules at first use, datatrove when a build starts.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from physfm.corpus.building import Where, build
    from physfm.corpus.plan import Settings

__all__ = ["Settings", "Where", "build"]

_HOMES = {"Settings": "plan", "Where": "building", "build": "building"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
