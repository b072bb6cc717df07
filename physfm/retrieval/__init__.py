"""Retrieval with citations: passages of documents and of the PDG Listings, found by words and by meaning.

```python
from physfm.retrieval import Index, read

index = Index.create("physics.index")
index.add(read(["books/", "papers.jsonl"]))
found = index.search("How long does a charged pion live?", k=3)
print(found, found.citations)
```

Importing this package imports nothing; its names come with their modules at first use, LanceDB and torch when an index
is opened or asked.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from physfm.retrieval.document import Document, read
    from physfm.retrieval.index import Index
    from physfm.retrieval.passage import Passage, cite
    from physfm.retrieval.search import Found, Hit

__all__ = ["Document", "Found", "Hit", "Index", "Passage", "cite", "read"]

_HOMES = {"Document": "document", "read": "document", "Index": "index", "Passage": "passage", "cite": "passage"}
_HOMES |= {"Found": "search", "Hit": "search"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
