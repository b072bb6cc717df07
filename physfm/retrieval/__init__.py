"""Retrieval with citations: passages of documents and of the PDG Listings, found by words and by meaning.

```python
from physfm.retrieval import Index, read

index = Index.create("physics.index")
index.add(read(["books/", "papers.jsonl"]))
found = index.search("How long does a charged pion live?", k=3)
print(found, found.citations)
```

Importing this package loads neither LanceDB nor torch.
"""

from physfm.retrieval.document import Document, read
from physfm.retrieval.index import Index
from physfm.retrieval.passage import Passage, cite
from physfm.retrieval.search import Found, Hit

__all__ = ["Document", "Found", "Hit", "Index", "Passage", "cite", "read"]
