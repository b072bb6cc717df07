"""Graders of other people on the same pairs: math-verify, and minerva_math of lm-evaluation-harness.

``graders.py data.npz settings.json out.npz``: settings hold ``pairs`` ([answer, gold], texts); out holds, per grader,
``correct`` (0 or 1) and ``seconds``, (pairs,). math-verify takes LaTeX in dollars, expressions and plain strings, as
its README sets it up; minerva_math compares by its own extraction ("Final Answer: ...", the box, else the whole text),
its normalisation and ``is_equiv``; ``minerva_math.math_verify`` is that task's second metric, on the raw texts.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from lm_eval.tasks.minerva_math import utils as minerva
from math_verify import ExprExtractionConfig, LatexExtractionConfig, StringExtractionConfig, parse, verify

Grader = Callable[[str, str], bool]


def math_verify(answer: str, gold: str) -> bool:
    targets = (LatexExtractionConfig(), ExprExtractionConfig(), StringExtractionConfig())
    return bool(verify(parse(gold, targets), parse(answer, targets)))


def minerva_equiv(answer: str, gold: str) -> bool:
    return bool(minerva.is_equiv(_final(answer), _final(gold)))


def minerva_verify(answer: str, gold: str) -> bool:
    return bool(verify(gold=parse(gold), target=parse(answer)))


def _final(text: str) -> str:
    found = minerva.get_unnormalized_answer(text)
    if found == "[invalidanswer]":
        box = minerva.last_boxed_only_string(text)
        found = minerva.remove_boxed(box) if box else text
    return str(minerva.normalize_final_answer(found))


GRADERS: dict[str, Grader] = {
    "math_verify": math_verify,
    "minerva_is_equiv": minerva_equiv,
    "minerva_math_verify": minerva_verify,
}


def main() -> None:
    logging.disable(logging.CRITICAL)
    settings = json.loads(Path(sys.argv[2]).read_text())
    arrays = {}
    for name, grader in GRADERS.items():
        correct, seconds = [], []
        for answer, gold in settings["pairs"]:
            started = time.perf_counter()
            try:
                correct.append(grader(answer, gold))
            except Exception:  # whatever a grader cannot take, it has not found right
                correct.append(False)
            seconds.append(time.perf_counter() - started)
        arrays[f"{name}_correct"] = np.array(correct, dtype=np.int8)
        arrays[f"{name}_seconds"] = np.array(seconds)
        print(f"peer: {name}: {sum(correct)} of {len(correct)} called right", flush=True)
    np.savez(sys.argv[3], **arrays)


if __name__ == "__main__":
    main()
