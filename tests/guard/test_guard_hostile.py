"""Hostile texts neither crash the guard nor hang it, and textbook prose rarely alarms it."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from physfm.guard import check

pytest.importorskip("pdg")
pytest.importorskip("particle")

FRAGMENTS = [
    *"()[]{}^_+-=*/.,;:$\\ \n", "->", "\\to", "→", " decays into ", "K+", "pi- ", "mu+ mu-", "B0 ", "the mass of ",
    " is ", "5 ", "1e3 ", "10^{-3}", " kg", "m/s", "\\text{kg}", "\\frac{", "\\sqrt", "±", "×", " and ", "neutron ",
    "probability ",
    "efficiency ", "c = ", "\\hbar", "%", "°C", "^{14}C", "\\bar", "(→", "anything", "nu_e", "E = m c^2", "half-life",
    "1/137", "branching fraction of ", "speed of light", "\ue000", "é", "\u0304", "½", "∞", "m is the mass", "4(",
    "\x00",
    "\u202e",
]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=80).map("".join) | st.text(max_size=200))
def test_any_text_is_checked_with_true_spans(text: str) -> None:
    for found in check(text):
        start, end = found.span
        assert 0 <= start <= end <= len(text)
        assert found.claim in text
        assert found.passed in (True, False, None)


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "-> ",
        "K+ -> pi+ pi0 ",
        "\\frac{1}{",
        "9",
        "5 m",
        "=",
        "a",
        " ",
        "$",
        "{",
        "\u0301",
        "mass of ",
        "the mass is 5 kg ",
        "B0 -> D0 (-> ",
    ],
)
def test_the_time_is_linear_in_the_text(piece: str) -> None:
    """Four times the text takes four times as long, give or take; a square would take sixteen."""
    check("pi+ -> mu+ nu_mu")

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begun = time.process_time()
        check(text)
        return time.process_time() - begun

    assert seconds(3_000) < 9 * seconds(750) + 0.3


def test_an_answer_takes_milliseconds() -> None:
    text = (
        "The Z boson decays into two muons with a branching fraction of 3.4 %. The mass of the Z "
        "boson is 91.19 GeV and "
        "the lifetime of the muon is 2.2 μs. In B0 -> K*(892)0 mu+ mu- charge is conserved. The speed of light is "
        "3.0e8 m/s, so F = 2 kg * 3 m/s^2 = 6 N. The temperature of the gas is 300 K and its efficiency is 35 %."
    )
    check(text)
    spent = []
    for _ in range(5):
        begun = time.process_time()
        check(text)
        spent.append(time.process_time() - begun)
    # 50 ms are asked for; the suite checks annotations as it runs, so the best of five counts.
    assert min(spent) < 0.05


def test_textbook_paragraphs_rarely_alarm(data: Path) -> None:
    from physfm.retrieval.openstax import modules

    path = data / "text" / "openstax_university_physics_vol1_cnxml.tar.gz"
    if not path.exists():
        pytest.skip(f"no {path}")
    texts = [part for i, module in zip(range(12), modules(path), strict=False) for part in module.body.split("\n\n")]
    texts = random.Random(1).sample(texts, 60)
    failed = [c for text in texts for c in check(text) if c.passed is False]
    assert len(failed) <= 1, [str(c) for c in failed]  # measured on both volumes: below one in two thousand sentences
