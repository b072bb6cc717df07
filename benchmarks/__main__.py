"""``python -m benchmarks NAME [--quick]``: one JSON object on standard output, everything else on standard error.

Exit 0 when the benchmark ran (whatever its numbers say), 1 with one line when something the user can mend is
missing, 2 for a wrong command line. C++ libraries that print banners are sent to standard error too.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence

from physfm.errors import PhysfmError, did_you_mean

NAMES = {
    "startup": "seconds to import physfm and to print its help, against the limit of 0.5 s",
    "lhc-reading": "events per second of the LHC reader, beside bare uproot on the same branches",
    "lhc-throughput": "jets per second in training and inference, beside Particle Transformer and L-GATr-slim",
    "lhc-tagging": "top against QCD jets, trained from scratch beside Particle Transformer, L-GATr-slim and jet mass",
    "gw-detection": "detection probability beside the Neyman-Pearson optimum and a template bank",
    "gw-throughput": "seconds of strain read, whitened and scored per second",
    "fields-forecast": "2D Navier-Stokes, one step and rollout, beside FNO, persistence and extrapolation",
    "fields-darcy": "Darcy flow from permeability to pressure, beside FNO",
    "fields-cost": "seconds and parameters per field, beside FNO",
    "routing": "questions to experts: the learned router beside the rule baseline; abstention, calibration, speed",
    "symbolic": "the Feynman equations, hostile texts and planted slips, beside sympy.parse_expr and latex2sympy2",
    "grading": "right answers in odd formats and near misses, beside math-verify and lm-evaluation-harness",
    "guard": "planted violations of physics caught, and false alarms on the PDG, on right statements and on textbooks",
    "retrieval": "hybrid search with reranking, beside BM25 alone, vectors alone and rank fusion; not found; speed",
    "multistep": "problems of one and of several calls on held-out templates, beside the same model without tools",
    "corpus": "planted near-duplicates and leaked evaluation items, found and imagined; MB/s by workers",
    "generation": "evaluation problems: how many distinct ones, how many a second",
    "failures": "failure signatures: systems that fail on purpose and honest twins, told apart; false alarms",
    "reflection": "what a model knows: public, private, counterfactual, crossed, what, why, what-if, real sets",
    "language-qa": "answers in words beside the head and the majority answer, tokens zeroed and swapped",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one benchmark; return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    name = arguments[0] if arguments and not arguments[0].startswith("-") else None
    if name is None or name not in NAMES:
        if name is None and {"-h", "--help"} & set(arguments):
            print(_overview())
            return 0
        hint = did_you_mean(name, NAMES) if name else ""
        print(f"Expected the name of a benchmark, got {name!r}.{hint} Known: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    module = importlib.import_module(f"benchmarks.{name.replace('-', '_')}")
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks {name}", description=NAMES[name])
    parser.add_argument("--quick", action="store_true", help="smaller data and fewer seeds: ten minutes on two cores")
    parser.add_argument("--json", action="store_true", help="accepted for symmetry with physfm; JSON is always printed")
    parser.add_argument("--seeds", type=int, default=None, metavar="N", help="number of seeds (default: 3, quick: 1)")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    if hasattr(module, "add_arguments"):
        module.add_arguments(parser)
    options = parser.parse_args(arguments[1:])
    stdout = os.dup(1)
    os.dup2(2, 1)  # banners of C++ libraries go where the logs go
    try:
        report = module.run(options)
        text = json.dumps(report.as_dict(arguments), indent=2, allow_nan=False)
    except (PhysfmError, OSError) as err:
        if options.debug:
            raise
        print(f"{type(err).__name__}: {err}", file=sys.stderr)
        return 1
    finally:
        sys.stdout.flush()
        os.dup2(stdout, 1)
        os.close(stdout)
    print(text, flush=True)
    return 0


def _overview() -> str:
    lines = [f"  {name:16} {meaning}" for name, meaning in NAMES.items()]
    return "\n".join(["usage: python -m benchmarks NAME [--quick] [--json]", "", *lines])


if __name__ == "__main__":
    sys.exit(main())
