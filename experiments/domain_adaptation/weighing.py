"""Weigh adapted models against their base: bits per byte on held-out text, right-hand sides of equations.

Run: python experiments/adaptation/evaluate.py TEXTS FEYNMAN.csv OUT.json [FOLDER...], where TEXTS is the folder of
make_texts.py and each FOLDER holds an adapted model. Documents are taken by the hash of their text; of OpenStax only
those that the training held out. The base is measured first; each result is written as soon as it is there, and what
OUT.json holds already is not measured again.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import torch

from physfm import llm
from physfm.adaptation import artefact, text
from physfm.adaptation.evaluate import equation_choices, prefers_right, weigh
from physfm.adaptation.text import Text
from physfm.model import BASE

HELD_OUT = 0.15
"""As validation_share in the YAMLs."""
TAKEN = {"openstax": 30, "abstracts": 48, "manual": 20}
"""Documents of each file, the first in the order of their hashes."""
KINDS = ("exchange", "slip")


def main() -> None:
    """Measure the base and each folder."""
    texts, table, out = map(Path, sys.argv[1:4])
    torch.set_num_threads(1)
    documents: list[Text] = []
    for name, count in TAKEN.items():
        found = [d for d in text.read([texts / f"{name}.jsonl"]) if name != "openstax" or d.held_out(HELD_OUT)]
        documents += sorted(found, key=lambda d: d.sha256)[:count]
    choices = {kind: equation_choices(table, kind) for kind in KINDS}
    results: dict[str, Any] = json.loads(out.read_text()) if out.exists() else {}
    for folder in [None, *sys.argv[4:]]:
        result = results.setdefault(Path(folder).name if folder else "base", {})
        if result.keys() >= {"text", *KINDS}:
            continue
        language, card = artefact.load(folder) if folder else (llm.load(BASE), None)
        if card:
            training = card["corpus"]["training"]
            result["training"] = {**card["training"], "metrics": card["metrics"], "provenance": card["provenance"]}
            result["corpus"] = {k: training[k] for k in ("documents", "tokens", "bytes", "equations", "shards")}
        if "text" not in result:
            result |= weigh(language, documents, results["base"] if folder else None, characters=1200)
            out.write_text(json.dumps(results, indent=1) + "\n")
        for kind in KINDS:
            if kind not in result:
                result[kind] = prefers_right(language, choices[kind])
                out.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
