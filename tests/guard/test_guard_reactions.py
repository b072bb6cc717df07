"""Reactions in prose, and the conservation laws that they keep or break."""

from __future__ import annotations

import pytest

from physfm.guard import Check, check

pytest.importorskip("pdg")
pytest.importorskip("particle")


def failed(text: str) -> set[str]:
    return {c.law for c in check(text) if c.passed is False}


def laws(text: str) -> set[str]:
    return {c.law for c in check(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The decay B0 -> K*(892)0 mu+ mu- was observed.",
        r"In $\pi^+ \to \mu^+ \nu_\mu$ the muon is polarised.",
        r"\[ \overline{B}^0 \rightarrow D^{+}\,\pi^- \]",
        "The neutron decays into a proton, an electron and an electron antineutrino.",
        "The pi+ meson decays 99.99% of the time to mu+ nu_mu.",
        "The Z boson decays to two muons.",
        "τ⁻ → π⁻ π⁰ ν_τ",
        "e+e- → Z → mu+ mu-",
        "B+ → D0 (→ K+ pi-) pi+ is self-tagging.",
        "^{14}_{6}C → ^{14}_{7}N + e^- + \\bar{\\nu}_e",
        "^{14}N + ^4He → ^{17}O + p",
        "²³⁸U → ²³⁴Th + α",
        "An electron and a positron annihilate into two photons.",
        "K+ -> pi+ pi- pi+, mu+ nu_mu and pi0 e+ nu_e are all seen.",
        "H → ZZ* and H → γγ were discovered first.",  # ZZ* lies below threshold: a virtual Z is no violation
        "J/psi -> 4(pi+ pi-) pi0",
        "p p -> p p H at sqrt(s) = 13 TeV",
        "nu_mu -> nu_e",  # flavours oscillate
    ],
)
def test_right_reactions_hold_in_every_notation(text: str) -> None:
    found = check(text)
    assert {"charge", "lepton number"} & {c.law for c in found if c.passed}
    assert not failed(text)


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("B0 -> K+ pi+", "charge"),
        ("The Z boson decays into a positron and a positive muon.", "charge"),
        ("Lambda -> K+ pi-", "baryon number"),
        (r"$p \to e^+ \pi^0$", "baryon number"),
        ("mu- -> e- gamma", "muon number"),
        ("The neutron decays into a proton, an electron and an electron neutrino.", "electron number"),
        (r"$\tau^- \to \mu^- \bar\nu_\mu \nu_\mu$", "tau number"),
        ("pi0 -> p pbar", "energy"),
        ("p p -> p p H at sqrt(s) = 100 GeV", "energy"),
        ("K+ -> pi+", "energy"),
        ("^{14}_{6}C → ^{14}_{7}N + e^+ + nu_e", "charge"),
    ],
)
def test_a_broken_law_is_named(text: str, law: str) -> None:
    assert law in failed(text)


@pytest.mark.parametrize(
    "text",
    [
        "B0 -> K+ X",
        "B -> s gamma",
        "The Z boson decays into hadrons.",
        "D+ -> K- anything",
        "tau- -> h- >= 1pi0 nu_tau",
        "pp -> t tbar at the LHC",  # the remnants of the protons go unsaid
        "B0 -> [K+ K-](D) K*(892)0",
        "The muon decays into an electron.",  # one product named: the rest may be left unsaid
    ],
)
def test_what_is_inclusive_or_not_understood_is_undecided(text: str) -> None:
    assert not failed(text)
    assert any(c.passed is None for c in check(text))


@pytest.mark.parametrize(
    "text",
    [
        "As $x \\to 0$ the force vanishes; n → p; in the limit $\\Delta t \\to d t$.",
        "2 H2 + O2 → 2 H2O",
        "Let f: A → B be a map.",
        "The capacitor decays to 37 % of its charge.",
        "Click File → Save.",
        "b → s and b → c transitions",
    ],
)
def test_arrows_of_other_meaning_say_nothing(text: str) -> None:
    assert not failed(text)


def test_a_generic_name_counts_with_all_it_may_mean() -> None:
    assert not failed("pi -> mu nu")
    assert not failed("B -> K l+ l-")
    assert "charge" in failed("pi+ -> mu+ mu+ nu nu")


def test_a_search_is_reported_and_said_to_be_one() -> None:
    found = [c for c in check("The forbidden decay mu+ -> e+ gamma was searched for.") if c.passed is False]
    assert {c.law for c in found} == {"electron number", "muon number"}
    assert all("searched for" in c.reason for c in found)


def test_the_span_is_the_claim() -> None:
    text = "Häufig: ist $K^+\\to\\mu^+\\nu_\\mu$ so?"
    for found in check(text):
        assert text[slice(*found.span)] == found.claim


def test_a_check_prints_its_verdict() -> None:
    (found, *_) = [c for c in check("B0 -> K+ pi+") if c.passed is False]
    assert isinstance(found, Check)
    assert str(found).startswith("charge FAILS: 'B0 -> K+ pi+'.")
    assert "0 before, 2 after" in found.reason
    assert "PDG" in found.source
    assert found.as_dict()["span"] == [0, 12]


def test_charge_agrees_with_particle_for_pairs_of_mesons() -> None:
    """Every two-body final state of a D0 from a pool is judged as `particle`'s charges say."""
    from particle import Particle

    pool = [211, -211, 321, -321, 311, 2212, -2212]
    for a in pool:
        for b in pool:
            names = [Particle.from_pdgid(i).name for i in (a, b)]
            charge = sum(int(Particle.from_pdgid(i).charge) for i in (a, b))
            baryon = sum(int(Particle.from_pdgid(i).baryon_number) for i in (a, b))
            text = f"D0 -> {names[0]} {names[1]}"
            assert ("charge" in failed(text)) == (charge != 0), text
            assert ("baryon number" in failed(text)) == (baryon != 0), text
