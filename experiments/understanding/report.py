"""Tables in Markdown, and two figures: profiles of the models, and explanatory against predictive scores."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.protocol import plain
from experiments.understanding.scoring import PARTS, SCORES, Small
from physfm.evaluation.problems import LEVELS

TITLES = {"bridge": "families whose effects were taught", "probe": "families whose effects never were"}
COLOURS = ("#1b6ca8", "#d1495b", "#66a182", "#edae49")


def markdown(results: Mapping[str, Any]) -> str:
    """All tables."""
    found = plain(results)
    parts = [_profiles(found["profile"]), _effects(found["effects"]), _correlations(found["correlations"])]
    parts += [_instruments(found["instruments"]), _pretrained(found["pretrained"])]
    return "\n\n".join(part for part in parts if part) + "\n"


def _profiles(profile: Mapping[str, Any]) -> str:
    rows = []
    for diet, found in profile.items():
        for part in PARTS:
            rows.append([diet, part, *(_interval(found[part][name]) for name in (*SCORES, "links of the chain"))])
    return _table(["diet", "families", *SCORES, "links of the chain"], rows)


def _effects(effects: Mapping[str, Any]) -> str:
    rows = []
    for kind in ("primary", "further"):
        for each in effects[kind]:
            p = f"{_number(each['p'], 3)} ({_number(each['adjusted_p'], 3)})" if kind == "primary" else ""
            evidence = ("yes" if each["evidence"] else "no") if kind == "primary" else ""
            names = f"{each['diet']} minus {each['against']}"
            rows.append([names, f"{each['score']}, {each['part']}", _interval(each["difference"]), p, evidence])
    return _table(["diets", "score, families", "difference", "p (Holm)", "evidence"], rows)


def _correlations(found: Mapping[str, Any]) -> str:
    rows = []
    for pair in ("why and what", "why and what-if"):
        for name, each in found[pair].items():
            if isinstance(each, Mapping):
                rows.append([f"{pair}, {name}", _interval(each["value"]), _number(each["p"], 4), f"{each['n']} models"])
            elif each is not None:
                rows.append([f"{pair}, {name}", _number(each, 2), "", ""])
    for pair, each in found["within models"].items():
        rows += _odds(f"{pair}, within models", each)
    for name, p in found["listed"].items():
        rows.append([f"listed, why and what-if, {name}", "", f"{_number(p, 4)} (Holm)", ""])
    return _table(["association", "value", "p", "of"], rows)


def _odds(name: str, each: Mapping[str, Any]) -> list[list[str]]:
    rows = []
    for key, found in each.items():
        if isinstance(found, Mapping) and "ratio" in found:
            rows.append([
                f"{name}, odds ratio {key}", _interval(found["ratio"]), _number(found["p"], 4),
                f"{found['informative strata']} strata",
            ])  # fmt: skip
            rows.append([f"{name}, {key}, over families", _interval(found["over families"]), "", ""])
            rows.append([f"{name}, {key}, pairing shuffled", _interval(found["pairing shuffled"]), "", ""])
    return rows


def _instruments(found: Mapping[str, Any]) -> str:
    rows = [
        [name, *(_number(scores[level], 2) for level in LEVELS), "", ""] for name, scores in found["scores"].items()
    ]
    for kind in ("together", "apart"):
        each = found[kind]
        rows.append([
            f"planted {kind}", "", "", "", _interval(each["across"]["value"]), _interval(each["by chain"]["ratio"]),
        ])  # fmt: skip
    return _table(["instrument", *LEVELS, "across models", "odds ratio by chain"], rows)


def _pretrained(found: Mapping[str, Any]) -> str:
    rows = [
        [name, *(f"{_interval(each[level]['right'])} (chance {each[level]['chance']:.2f})" for level in LEVELS)]
        for name, each in found["models"].items()
    ]
    if not rows:
        return ""
    for pair in ("why and what", "why and what-if"):
        if pair in found:
            rho = found[pair]["across models"]
            rows.append(
                [pair, f"Spearman {_interval(rho['value'])}", f"p {_number(rho['p'], 3)}", f"{rho['n']} models"]
            )
    return _table(["pretrained model", *LEVELS], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [" | ".join(head), " | ".join("---" for _ in head), *(" | ".join(row) for row in rows)]
    return "\n".join(f"| {line} |" for line in lines)


def _interval(each: Mapping[str, float | None]) -> str:
    if each["value"] is None:
        return "undefined"
    if each["low"] is None or each["high"] is None:
        return _number(each["value"], 2)
    return f"{each['value']:.2f} [{each['low']:.2f}, {each['high']:.2f}]"


def _number(value: float | None, digits: int) -> str:
    return "undefined" if value is None or not math.isfinite(value) else f"{value:.{digits}f}"


# Figures --------------------------------------------------------------------------------------------------------------


def profiles(results: Mapping[str, Any], file: Path) -> str:
    """A panel for each part of the small models, and one for the pretrained models; points with intervals."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    found = plain(results)
    diets, others = list(found["profile"]), found["pretrained"]["models"]
    figure, axes = plt.subplots(1, 3, figsize=(13, 4.6), sharey=True, layout="constrained")
    for axis, part in zip(axes, PARTS, strict=False):
        for n, name in enumerate(SCORES):
            _points(axis, [found["profile"][diet][part][name] for diet in diets], n, name)
        axis.set_xticks(range(len(diets)), diets, rotation=40, ha="right")
        axis.set_title(TITLES[part], fontsize=10)
    for n, level in enumerate(LEVELS):
        _points(axes[2], [each[level]["right"] for each in others.values()], n, level)
        for place, each in enumerate(others.values()):
            axes[2].plot(place + 0.15 * n - 0.2, each[level]["chance"], "_", color="black", ms=8)
    axes[2].set_xticks(range(len(others)), list(others), rotation=40, ha="right")
    axes[2].set_title("pretrained, by choices (bars: chance)", fontsize=10)
    axes[0].set_ylabel("share right")
    axes[0].set_ylim(-0.03, 1.03)
    axes[0].legend(frameon=False, fontsize=8)
    figure.savefig(file, dpi=110)
    plt.close(figure)
    return file.name


def _points(axis: Any, intervals: Sequence[Mapping[str, float | None]], n: int, label: str) -> None:
    for place, each in enumerate(intervals):
        value, low, high = (each[key] for key in ("value", "low", "high"))
        if value is None:
            continue
        errors = None if low is None or high is None else [[max(0.0, value - low)], [max(0.0, high - value)]]
        axis.errorbar(
            place + 0.15 * n - 0.2,
            value,
            yerr=errors,
            fmt="o",
            ms=4,
            color=COLOURS[n],
            label=label if not place else None,
        )


def scatter(models: Sequence[Small], results: Mapping[str, Any], file: Path) -> str:
    """Explanatory against predictive score: a point a model."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 3, figsize=(13, 4.3), layout="constrained")
    kinds = list(dict.fromkeys(m.diet for m in models))
    colours = plt.get_cmap("tab10")
    for axis, name in zip(axes, ("what", "what-if"), strict=False):
        for n, diet in enumerate(kinds):
            own = [m for m in models if m.diet == diet]
            axis.plot(
                [m.score("why") for m in own], [m.score(name) for m in own], "o", ms=5, color=colours(n), label=diet
            )
        axis.set_ylabel(f"{name}, share right")
    axes[0].legend(frameon=False, fontsize=7)
    for n, level in enumerate(("what", "what-if")):
        shown = plain(results)["pretrained"]["models"].values()
        x, y = ([each[key]["right"]["value"] for each in shown] for key in ("why", level))
        axes[2].plot(x, y, "os"[n], ms=5, color=COLOURS[n], label=f"{level}, pretrained")
    axes[2].legend(frameon=False, fontsize=8)
    axes[2].set_ylabel("share right")
    for axis in axes:
        axis.set_xlabel("why, share right")
        axis.set_xlim(-0.03, 1.03)
        axis.set_ylim(-0.03, 1.03)
    figure.savefig(file, dpi=110)
    plt.close(figure)
    return file.name
