"""PDG Listings as documents, held to values read independently from the same edition."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pdg")

from physfm.retrieval import Document, Index, cite, pdg
from physfm.retrieval.chunking import passages

FEW = re.findall(
    r"\w+", "S003 S004 S008 S009 S010 S016 S017 S031 S035 S042 S043 S044 S086 S126 Q007 M009 M018 M070 B018"
)


@cache
def some() -> dict[str, Document]:
    """A few listings: making all takes fifteen seconds."""
    return dict(zip(FEW, pdg.documents(FEW), strict=True))


def test_a_listing_is_one_passage_with_identifier_edition_and_citation() -> None:
    for key, document in some().items():
        (passage,) = passages(document)
        assert passage.locator == f"{key}/{document.metadata['edition']}"
        line = cite(passage)
        assert "\n" not in line
        assert all(part in line for part in ("Particle Data Group", key, "CC BY 4.0", document.title))


def test_values_are_those_of_the_reference(data: Path) -> None:
    file = data / "pdg" / "pdg2026_reference_give.json"
    if not file.exists():
        pytest.skip("no PDG reference")
    seen = 0
    for particle in json.loads(file.read_text()):
        document = some().get(particle["pdgid"].partition("/")[0])
        for entry in (*particle["masses"], *particle["widths"], *particle["lifetimes"]) if document else ():
            base = entry["pdgid"].partition("/")[0]
            before, mark, _ = document.text.partition(f"({base})") if document else ("", "", "")
            if mark:
                # Value, errors and exponent as printed by the PDG, limits with their sense.
                said = before[-130:]
                assert all(number in said for number in re.findall(r"\d+\.?\d*", entry["text"])), (entry, said)
                assert not entry["text"].startswith("<") or "below" in said
                assert not entry["text"].startswith(">") or "above" in said
                seen += 1
    assert seen >= 15


def test_limits_ranges_and_words_stay_what_they_are() -> None:
    texts = {key: document.text for key, document in some().items()}
    assert "mean life (lifetime) is above" in texts["S003"]
    assert "estimated in the range" in texts["B018"]
    assert "pi pi is about 100 %" in texts["M009"]
    assert "p e- nubar_e is 100 %" in texts["S017"]
    assert "No decay is seen" in texts["S016"]
    assert "The mass of rho(770)0" in texts["M009"]
    assert "The mass of rho(770)+" in texts["M009"]
    assert "2/3 e" in texts["Q007"]


def test_leading_decays_come_largest_first() -> None:
    text = some()["S126"].text
    assert re.search(r"decay modes of H \(branching fractions\): to b bbar is", text)
    assert text.index("W W^*") < text.index("gamma gamma")


def test_listings_are_brought_up_to_the_edition_and_then_left_alone(
    tmp_path: Path, embed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def few() -> Any:
        for key, document in some().items():
            made.append(key)
            yield document

    monkeypatch.setattr(pdg, "documents", few)
    monkeypatch.setattr(pdg, "count", lambda: len(some()))
    index = Index.create(tmp_path / "i", embed)
    stale = Document("pdg:Z999", "An earlier edition's particle.", metadata={"version": "PDG 2024"})
    index.add([stale])
    assert pdg.update(index).documents == len(some())
    assert "pdg:Z999" not in index.documents()
    made.clear()
    assert pdg.update(index).unchanged == len(some())
    assert made == []
    for question in ("How heavy is the B_s^0?", "$B_s^0$ lifetime", "Bs0 decays"):
        assert index.search(question, 1, threshold=0).passages[0].passage.locator.startswith("S086/")
