"""Failure signatures: detectors of the ways in which a good score can be worth little.

```python
from physfm.evaluation.failures import overconfidence, shift
print(shift(run_on_public_items, run_on_crossed_items))      # shift: RAISED. accuracy on public items against ...
```

Each takes finished runs and gives a `Signature`: statistic, interval, allowance, verdict, one line of reason. All are
judged by one rule: at most 2.5 % of systems that stay within the allowance are accused.

Source of the list: Large Physics Models (arXiv 2501.05382), on evaluation and its failure modes.
"""

from physfm.evaluation.failures.acausal import acausal
from physfm.evaluation.failures.diagnosis import diagnose
from physfm.evaluation.failures.laws import laws
from physfm.evaluation.failures.memorisation import brittle, familiar, memorisation, overlapping, own_world, perturbed
from physfm.evaluation.failures.order import reordered
from physfm.evaluation.failures.overconfidence import calibration, overconfidence
from physfm.evaluation.failures.routing import routing
from physfm.evaluation.failures.shift import shift
from physfm.evaluation.failures.signature import Signature

__all__ = [
    "Signature",
    "acausal",
    "brittle",
    "calibration",
    "diagnose",
    "familiar",
    "laws",
    "memorisation",
    "overconfidence",
    "overlapping",
    "own_world",
    "perturbed",
    "reordered",
    "routing",
    "shift",
]
