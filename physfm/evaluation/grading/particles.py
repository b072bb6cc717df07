r"""Particles and nuclides in any spelling: ``\bar\nu_e``, "electron antineutrino", ``e+``, "two photons", ``^{14}C``.

`particles` reads a text that names particles and nothing else; what comes out is one canonical name each, sorted. A
text counts as one about particles only with a sign of it (a noun, a charge, a bar, a nuclide): ``c + d`` is a sum.
Notable: names in words and symbols of textbooks only; what is not known here is not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from physfm.evaluation.grading.labels import ELEMENTS, SYMBOLS

MAX_CHARACTERS = 300
MAX_COUNT = 20
_GREEK = dict(zip("γμµνπτΛΣΞΩΔρηφαβΥψω", ["gamma", "mu", "mu", "nu", "pi", "tau", "Lambda", "Sigma", "Xi", "Omega",
              "Delta", "rho", "eta", "phi", "alpha", "beta", "Upsilon", "psi", "omega"], strict=True))  # fmt: skip
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋ₑ", "0123456789+-e")
_NOUNS = {
    "electron neutrino": "nu_e", "muon neutrino": "nu_mu", "tau neutrino": "nu_tau", "tauon neutrino": "nu_tau",
    "e neutrino": "nu_e", "mu neutrino": "nu_mu", "neutrino": "nu", "positron": "e+", "electron": "e-", "muon": "mu-",
    "tau lepton": "tau-", "tauon": "tau-", "photon": "gamma", "gamma ray": "gamma", "gamma quantum": "gamma",
    "gamma ray photon": "gamma", "gamma photon": "gamma",
    "gluon": "g", "proton": "p", "neutron": "n", "pion": "pi", "pi meson": "pi", "kaon": "K", "higgs": "H",
    "deuteron": "2H", "triton": "3H", "deuterium": "2H", "tritium": "3H", "alpha particle": "4He",
    "helium nucleus": "4He", "hydrogen nucleus": "p", "beta particle": "e-",
    "w boson": "W", "z boson": "Z0",
    **{f"{name} quark": name[0] for name in ("up", "down", "strange", "charm", "bottom", "top")},
    "charmed quark": "c", "beauty quark": "b",
}  # fmt: skip
_PLURAL = {"helium nucleus": "helium nuclei", "hydrogen nucleus": "hydrogen nuclei", "gamma quantum": "gamma quanta"}
_QUARKS = {"up": "u", "down": "d", "strange": "s", "charm": "c", "bottom": "b", "top": "t"}
_SYMBOLS = {
    "nu_e": "nu_e", "nu_mu": "nu_mu", "nu_tau": "nu_tau", "nu": "nu", "gamma": "gamma", "mu": "mu", "tau": "tau",
    "pi": "pi", "alpha": "4He", "beta": "beta", "Lambda": "Lambda", "Sigma": "Sigma", "Xi": "Xi", "Omega": "Omega",
    "Delta": "Delta", "rho": "rho", "eta": "eta", "phi": "phi", "omega": "omega", "J/psi": "J/psi",
    "Upsilon": "Upsilon", "e": "e", "p": "p", "n": "n", "K": "K", "W": "W", "Z": "Z", "H": "H", "g": "g", "D": "D",
    "T": "T", "B": "B", "u": "u", "d": "d", "s": "s", "c": "c", "b": "b", "t": "t",
}  # fmt: skip
_CHARGES = {"positive": "+", "positively charged": "+", "negative": "-", "negatively charged": "-", "neutral": "0",
            "plus": "+", "minus": "-", "zero": "0"}  # fmt: skip
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a single": 1}
_NAMED = "|".join(
    re.escape(noun).replace(r"\ ", r"[-\s]") for noun in sorted((*_NOUNS, *_PLURAL.values()), key=len, reverse=True)
)
_X = "|".join(sorted(SYMBOLS, key=len, reverse=True))
_SIGN = r"(?:\^?(?P<charge>\+{1,2}|-{1,2}|0)(?!\d|[a-z]{3}))?"
_NUCLEUS = r"(?:\s(?:nucle(?:us|i)|nuclides?|atoms?|isotopes?)\b)?"
_TOKEN = re.compile(
    rf"""
    (?P<skip>[\s,;.&]+|\+|(?:and|plus|with|the|followed\ by|as\ well\ as|pairs?)\b|-(?=[a-z]{{3}}))
    |(?:(?P<number>\d{{1,2}})(?!\d)\s?|(?P<said>{'|'.join(sorted(map(re.escape, _COUNTS), key=len, reverse=True))})\s+)?
    (?:
     (?P<light>(?:\^(?P<a0>[01])_(?P<z0>[+-]?[01])|_(?P<z9>[+-]?[01])\^(?P<a9>[01]))\s?(?P<symbol0>e|n|p))
     |(?:(?P<a1>(?:\^\d{{1,3}}|\d{{1,3}}(?=[A-Z_]))(?:_\d{{1,3}})?)\s*|_\d{{1,3}}\^(?P<a2>\d{{1,3}})\s*)(?P<x1>{_X})(?![a-z]){_NUCLEUS}
     |(?P<x2>{_X}|(?i:{'|'.join(ELEMENTS)}))[ -](?P<a3>\d{{1,3}})(?![\w.]){_NUCLEUS}
     |(?:(?P<sign>{'|'.join(sorted(map(re.escape, _CHARGES), key=len, reverse=True))})\s+)?
      (?P<anti>anti[-\s]?|bar\s)?
      (?:
       (?P<split>(?i:electron|muon|tau|e|mu))[-\s](?:anti-?\s?neutrino)s?\b
       |(?P<noun>(?i:{_NAMED}))(?:s|es)?(?![a-z])
       |(?P<quark>{'|'.join(_QUARKS)})s?(?=\s*(?:,|and\b|quark|$))(?:\ quarks?)?
       |(?P<symbol>{'|'.join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True))})
        (?P<bar>[-\s]?bar\b(?:_(?P<of>e|mu|tau))?)?
        (?![a-z](?![a-z]?[+-])){_SIGN}
      )
      (?:[\s-](?P<sign2>plus|minus|zero)\b)?
      (?:\s(?P<class>bosons?|mesons?|leptons?|baryons?|particles?|quarks?|nucle(?:us|i)|hyperons?)\b)?
    )
    """,
    re.VERBOSE,
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """Particles by canonical name, sorted, and whether the text can be about nothing else."""

    names: tuple[str, ...]
    evident: bool


def ascii_names(text: str) -> str:
    r"""Return LaTeX and Unicode names in ASCII: ``\bar{\nu}_e`` and ``ν̄ₑ`` as ``anti-nu_e``."""
    text = unicodedata.normalize("NFD", text).replace("\u0305", "\u0304").replace("−", "-").replace("–", "-")
    text = re.sub(r"(\w)\u0304", r"anti-\1", text)
    text = re.sub(r"[⁰¹²³⁴-⁹⁺⁻]+", lambda m: "^" + m[0].translate(_RAISED), text)
    text = re.sub(r"[₀-₉₊₋ₑ]+", lambda m: "_" + m[0].translate(_LOWERED), text)
    text = re.sub(r"\\(?:mathrm|text|rm|ce|mathsf|textrm|isotope)(?![a-z])|\\[,;:!()\[\] ]|[$~]", " ", text)
    text = re.sub(r"\\(?:bar|overline|tilde)\s*\{?\s*(?=\\?[A-Za-z])", " anti-", text)
    text = re.sub(r"\\(?:left|right)(?![a-z])", "", text)
    text = re.sub(r"\\(?:to|(?:long)?rightarrow|Rightarrow)(?![A-Za-z])", " -> ", text)
    text = re.sub(r"\b(?:an?\s+)?pair of (?=[a-z])", "two ", re.sub(r"\bHe\^\{?2\+\}?", " alpha ", text))
    text = re.sub(r"(?<![_^{-])\\(?=[A-Za-z])", r" \\", text)
    text = re.sub(r"\\([A-Za-z]+)\s*(?=[_^])", r"\1", text)
    text = re.sub(r"\\([A-Za-z]+)", r"\1 ", text)
    text = re.sub(
        rf"([{''.join(_GREEK)}])(\s*[_^]|[-+0](?=[\s,;.)]"
        rf"|$))?",
        lambda m: _GREEK[m[1]] + (m[2].strip() if m[2] else " "),
        text,
    )
    text = re.sub(rf"({'|'.join(_GREEK.values())})(?=(?:{'|'.join(_GREEK.values())})|[A-Z])", r"\1 ", text)
    text = re.sub(r"(?<=[a-z])\s+(?=_)|(?<=[_^])\s+", "", re.sub(r"[{}]", "", text))
    text = re.sub(
        r"^\s*(?:A|An|The|One|Two|Three|Four|Up|Down|Neutral|Positive|Negative|Anti)\b(?=[\s-])",
        lambda m: m[0].lower(),
        text,
    )
    return re.sub(r"\bJ/psi\s*", "J/psi ", " ".join(text.split()))


def particles(text: str) -> Named | None:
    """Read a text that names particles and nothing else; None if it holds anything more."""
    if len(text) > MAX_CHARACTERS:
        return None
    text = ascii_names(text).strip(" .:")
    if quarks := re.fullmatch(r"[udscbt]{3}", text):
        return Named(tuple(sorted(f"quark {letter}" for letter in quarks[0])), True)
    at, found, evident = 0, list[str](), False
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.end() == at:
            return None
        at = token.end()
        if token["skip"]:
            if token["skip"].startswith("pair") and len(found) == 1 and found[0] in _PARTNERS:
                found.append(_PARTNERS[found[0]])
            continue
        name, sure = _name(token)
        count = int(token["number"] or 0) or _COUNTS.get((token["said"] or "").lower(), 1)
        if name is None or count > MAX_COUNT:
            return None
        evident = evident or sure
        found += [name] * count
    return Named(tuple(sorted(_in_context(found))), evident) if found else None


_PARTNERS = {"e-": "e+", "e+": "e-", "mu-": "mu+", "tau-": "tau+"}
_FIXED = {("e", "+"): "e+", ("e", "-"): "e-", ("e", ""): "e-", ("beta", "-"): "e-", ("beta", "+"): "e+",
          ("mu", "+"): "mu+", ("mu", "-"): "mu-", ("tau", "+"): "tau+", ("tau", "-"): "tau-", ("mu", ""): "mu-",
          ("tau", ""): "tau-", ("p", "+"): "p", ("p", ""): "p", ("p", "-"): "anti-p", ("n", "0"): "n",
          ("Z", ""): "Z0", ("Lambda", ""): "Lambda0", ("H", "0"): "H", ("Omega", ""): "Omega-"}  # fmt: skip


def _name(token: re.Match[str]) -> tuple[str | None, bool]:
    """The canonical name of a token, and whether it is one of a particle beyond doubt."""
    if token["light"]:
        z = token["z0"] or token["z9"]
        return {"e": "e-" if z == "-1" else "e+", "n": "n", "p": "p"}[token["symbol0"]], True
    if element := token["x1"] or token["x2"]:
        symbol = element if element in SYMBOLS else ELEMENTS.get(element.lower())
        mass = int((token["a1"] or token["a2"] or token["a3"]).lstrip("^").partition("_")[0])
        if symbol is None or not SYMBOLS.index(symbol) < mass <= 300:
            return None, False
        return ("p" if (symbol, mass) == ("H", 1) else f"{mass}{symbol}"), not (token["a1"] or "^").isdigit()
    sign = _CHARGES.get(token["sign"] or token["sign2"] or "", "") or (token["charge"] or "")
    anti = bool(token["anti"] or token["bar"])
    if token["split"]:
        flavour = {"electron": "e", "muon": "mu"}.get(token["split"].lower(), token["split"].lower())
        return f"anti-nu_{flavour}", True
    if token["noun"]:
        noun = re.sub(r"[-\s]", " ", token["noun"].lower())
        base = _NOUNS.get(noun) or _NOUNS[next(one for one, many in _PLURAL.items() if many == noun)]
        if re.search(r"[+-]$", base) and (anti or sign):
            base, own = base[:-1], base[-1]
            sign = sign or ("+" if own == "-" else "-")
            anti = False
        sure = True
    else:
        base = _QUARKS[token["quark"]] if token["quark"] else _SYMBOLS[token["symbol"]]
        base += f"_{token['of']}" if token["of"] and base == "nu" else ""
        sure = bool(
            anti
            or (sign and sign != "0")
            or "^0" in token[0]
            or token["class"]
            or token["quark"]
            or base in ("nu_e", "nu_mu", "nu_tau", "J/psi")
        )
    if (token["class"] or "").startswith("quark") or token["quark"]:
        base = f"quark {base}"
    if anti and sign in ("+", "-") and base in ("pi", "K", "W", "e", "mu", "tau", "D", "B"):
        sign, anti = {"+": "-", "-": "+"}[sign], False
    if anti and base in ("e", "mu", "tau") and not sign:
        sign, anti = "+", False
    if base.startswith(("nu", "quark", "anti")) or base in ("n", "gamma", "g", "4He", "2H", "3H"):
        if sign.startswith("-"):
            return None, False
        sign = ""  # "n+p": a sum
    name = _FIXED.get((base, sign), base + sign)
    return (f"anti-{name}" if anti else name), sure


def _in_context(names: list[str]) -> list[str]:
    """D, T, d and t are nuclei beside others, and letters of quarks are quarks among themselves."""
    bare = [name.removeprefix("anti-") for name in names]
    if all(name in ("u", "d", "s", "c", "b", "t") or name.startswith("quark ") for name in bare):
        return [name if "quark" in name else name.replace(name[-1], f"quark {name[-1]}") for name in names]
    names = [{"D": "2H", "T": "3H", "d": "2H", "t": "3H"}.get(name, name) for name in names]
    leptons = {flavour for flavour in ("e", "mu", "tau") for sign in "+-" if flavour + sign in names}
    if len(leptons) == 1:  # of the neutrino beside one lepton nobody needs to say the flavour
        flavour = leptons.pop()
        names = [f"{name}_{flavour}" if name in ("nu", "anti-nu") else name for name in names]
    return names
