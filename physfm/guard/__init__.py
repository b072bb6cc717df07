"""Consistency guard: the physics that an answer states, held against laws and tables.

```python
from physfm.guard import check
for found in check("The decay pi+ -> mu+ e- has a branching fraction of 1.2."):
    print(found)          # charge FAILS ..., range FAILS ...
```
"""

from physfm.guard.check import check
from physfm.guard.verdict import Check

__all__ = ["Check", "check"]
