"""Graders graded: right answers in odd formats and near misses, beside math-verify and lm-evaluation-harness.

The pairs are made by code (`grading_pairs`) from a seed that no rule was written against, in formats of the development
set and in held-out ones, by hand (`grading_odd`), and as five blind sets (`grading_blind.jsonl`,
`grading_blind2.jsonl` to `grading_blind5_held.jsonl`), written by hand from the contract of `grade`. Peers get answer
and gold alone: they know no assumptions, and most know no units; that is said by class, not by the total only. They do
not see the blind sets.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import grading_explanations, peer
from benchmarks.grading_odd import LATER, PAIRS
from benchmarks.grading_pairs import Pair, pairs
from benchmarks.report import Report, Row, exactly, log
from physfm.errors import InputError
from physfm.evaluation.grading import grade
from physfm.statistics import Interval, wilson

SEEDS = (2026, 2027, 2028)
BAR = 0.99
QUICK_PEER_PAIRS = 400
"""Of the made pairs, evenly spaced: minerva's simplify takes seconds for some."""
PEERS = {
    "math_verify": "math-verify",
    "minerva_is_equiv": "lm-eval minerva_math is_equiv",
    "minerva_math_verify": "lm-eval minerva_math math_verify",
}
BLIND = Path(__file__).with_name("grading_blind.jsonl")
BLIND_NAME = "blind set (first run: 86.2 % accepted, 95.8 % refused)"
BLIND2 = Path(__file__).with_name("grading_blind2.jsonl")
BLIND2_NAME = "second blind set (first run: 86.7 % accepted, 99.3 % refused)"
BLIND3 = Path(__file__).with_name("grading_blind3.jsonl")
BLIND3_NAME = "third blind set (first run: 74.3 % accepted, 98.3 % refused)"
BLIND4 = Path(__file__).with_name("grading_blind4.jsonl")
BLIND4_NAME = "fourth blind set (first run: 86.1 % accepted, 97.1 % refused)"
BLIND5 = Path(__file__).with_name("grading_blind5.jsonl")
BLIND5_NAME = "fifth blind set, open half (first run: 87.2 % accepted, 99.4 % refused)"
BLIND5_HELD = Path(__file__).with_name("grading_blind5_held.jsonl")
BLIND5_HELD_NAME = "fifth blind set, held half (first run: 91.4 % accepted, 98.3 % refused)"
DEVELOPMENT = Path(__file__).with_name("grading_development.jsonl")
DEVELOPMENT_NAME = "development lists (first runs in the notes)"
EXPLANATIONS_NAME = "grade_explanation (first run: 89.0 % right verdicts)"
EXPLANATION_SEEDS = (1, 2000)
PROTOCOL = (
    "A pair is an answer, a gold and whether they agree. accepted: right answers called right (a bar of 0.99); "
    "refused: near misses called wrong (a bar of 1). Numbers of seed 2026 and on; rules were written against "
    "seeds 1 to 5 in the development formats. Default settings of `grade`, but what a problem says of its symbols, "
    f"its errors and its figures. Peers see the same texts, of the first seed (quick: {QUICK_PEER_PAIRS} of them, and "
    "all by hand). Brackets: Wilson 95 % intervals over pairs."
)
NOTES = (
    "First runs, before what they showed was mended: 164 of the 187 pairs of the first hand-written list (123 of 130 "
    "right ones, 41 of 57 near misses), 69 of the 78 of the later list (one near miss let through), 1,368 of 1,447 "
    "right answers in the held-out formats (17 of the 79 lost were mistakes of the generator). All figures in the rows "
    "are from after; neither list nor the held-out formats are unseen any more.",
    "Blind set: 720 pairs by hand (455 right answers, 265 near misses), written without sight of the grader, its tests "
    "or its other pairs, and finished before the first run. First run: 392 of 455 accepted, 86.2 % [82.7, 89.0]; 254 "
    "of 265 refused, 95.8 % [92.7, 97.7]; weakest were words (18 of 31 accepted), sets (8 of 12) and tuples (11 of "
    "15). No label was changed. What it showed was mended, so its row is from after and no longer blind.",
    "Second blind set: 394 pairs by hand (249 right answers, 145 near misses), written in the same way after the first "
    "was mended, and committed before its first run; 5 pairs turned out to stand in the first set too. First run: 216 "
    "of 249 accepted, 86.7 % [82.0, 90.4]; 144 of 145 refused, 99.3 % [96.2, 99.9]. Accepted by kind: quantities 108 "
    "of 112, symbolic 57 of 78, equations 6 of 10, words 6 of 8, vectors 7 of 8, choices 5 of 6, the rest all. The "
    "near miss let through keeps both roots. No label was changed.",
    "Third blind set: 460 pairs by hand (280 right answers, 180 near misses), written to be odd, after the development "
    "lists and without sight of them. First run: 208 of 280 accepted, 74.3 % [68.9, 79.1]; 177 of 180 refused, 98.3 % "
    "[95.2, 99.4]. Accepted by kind: intervals 12 of 13, derivations 11 of 12, quantities 102 of 119, formulas 56 of "
    "73, vectors 10 of 15, choices 4 of 9, lists 5 of 15, words 8 of 24. Let through: a diameter for a radius, a "
    "hedged species, an energy per nucleon for an energy. About twenty labels rest on a convention; none was changed.",
    "Fourth blind set: 654 pairs by hand (374 right answers, 280 near misses) by another author, who had sight of the "
    "third set, of the test of rules and of the notes on earlier runs, but not of the grader or the development "
    "lists; 273 of the labels were checked by a script, the others by reading. First run: 322 of 374 accepted, 86.1 % "
    "[82.2, 89.2]; 272 of 280 refused, 97.1 % [94.5, 98.5]. Let through: a denied choice, a hedged one, a hedged "
    "species, parts (a) and (b) exchanged, a commutator turned round, leads for lags, 'less than 42 N' for 42 N, a "
    "diameter for a radius. No label was changed. What it showed was mended, so its row is from after and no longer "
    "blind.",
    "Fifth blind set: 800 pairs by hand by another author, split in halves; the half here was opened for mending, the "
    "other stayed locked until the rules were done. First run of the open half: 191 of 219 accepted, 87.2 % [82.1, "
    "91.0]; 180 of 181 refused, 99.4 % [96.9, 99.9]. Accepted by kind: words 8 of 14, intervals 7 of 10, vectors 8 of "
    "11, symbolic 36 of 45, particles 9 of 11. Let through: a doubly negated 'cannot be determined'. No label was "
    "changed. What it showed was mended, so the row of the open half is from after and no longer blind.",
    "Held half of the fifth blind set: 400 pairs, asked when the rules were done, 202 of 221 accepted, 91.4 % [87.0, "
    "94.4]; 176 of 179 refused, 98.3 % [95.2, 99.4]. The grader before the rules of the open half had accepted 200 and "
    "refused 174: what 219 mended answers taught is worth two of 221 unseen ones. Both halves at first sight: 391 of "
    "440, 88.9 % [85.6, 91.5]; 354 of 360, 98.3 % [96.4, 99.2]. Of what it showed one thing was mended, bearings "
    "(37° east of north for 37° north of east); the answers that it lost were not looked at, so that its accepted "
    "stays a figure of unseen formats.",
    "Development lists: 1,574, 573 and 388 pairs by hand in that order, each finished before its first run, none blind "
    "to the rules that the one before it gave rise to. First runs: 720 of 974 accepted and 586 of 600 refused; 288 of "
    "338 and 229 of 235; 219 of 239 and 145 of 149. After the first runs eight pairs of the first list were dropped as "
    "ambiguous (such as m r^2 for M R^2) and two golds got the tolerance that their near misses need. Lists 4 to 7, of "
    "odd formats in the kinds that the third blind set had shown to be weak, each finished before its first run: 73 of "
    "239 and 139 of 149; 164 of 195 and 106 of 107; 31 of 37 and 139 of 143 (near misses beside the new rules); 106 of "
    "156 and 28 of 28. After the first runs eleven ambiguous pairs were dropped, one label was put right. "
    "List 8 (267 pairs) was written together with the rules that the fourth blind set gave rise to, so it is a "
    "record of near misses beside them and no measure; the grader before those rules had accepted 52 of 111 and "
    "refused 109 of 156. Lists 9 to 11 were written for the causes that the open half of the fifth set had shown, in "
    "other spellings and with near misses: list 9 (453 pairs) before any rule was changed, first run 77 of 235 and 209 "
    "of 218, two ambiguous pairs dropped after it; list 10 (381 pairs) after the rules of list 9, first run 160 of 194 "
    "and 180 of 187; list 11 (330 pairs) after those, in all kinds, first run 152 of 170 and 154 of 160, one ambiguous "
    "pair dropped after it.",
    "Explanations: chains of the problem families in 27 hand-written wordings, half of them right; the faults are "
    "arrows turned round, wrong signs, another order, a mediator left out, a foreign quantity, a denial. First run, "
    "with all wordings: 479 of 538 verdicts right, 89.0 % [86.1, 91.4]; 219 of 270 right ones accepted, 260 of 268 "
    "faulty ones refused. The figures in the row are from after what that showed was mended, with the same wordings.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether the peers run."""
    parser.add_argument("--no-peers", action="store_true", help="ours alone")


def run(options: argparse.Namespace) -> Report:
    """Grade all pairs with ours, then with the peers."""
    seeds = list(SEEDS[: options.seeds or (1 if options.quick else len(SEEDS))])
    made = [pair for seed in seeds for pair in pairs(seed)]
    by_hand = [Pair(kind, "by hand", False, right, a, g, s) for kind, right, a, g, s in (*PAIRS, *LATER)]
    everything = [*made, *by_hand]
    grade("1 m", "100 cm")  # pint is loaded once
    verdicts, seconds = [], []
    for pair in everything:
        started = time.perf_counter()
        verdicts.append(grade(pair.answer, pair.gold, **pair.settings).correct)
        seconds.append(time.perf_counter() - started)
    ours = _row("physfm.evaluation.grading", "ours", everything, verdicts, seconds, len(made))
    log(f"ours: { {name: round(value.value, 5) for name, value in ours.metrics.items()} }")
    rows = [ours]
    if not options.no_peers:
        first = pairs(seeds[0])
        count = QUICK_PEER_PAIRS if options.quick else len(first)
        first = [*first[:: -(-len(first) // count)], *by_hand]
        arrays = peer.run("graders", {}, {"pairs": [[pair.answer, pair.gold] for pair in first]})
        for key, name in PEERS.items():
            called = [bool(v) for v in arrays[f"{key}_correct"]]
            times = list(arrays[f"{key}_seconds"])
            rows.append(_row(name, "peer", first, called, times, len(first) - len(by_hand)))
            log(f"{name}: accepted {rows[-1].metrics['accepted'].value:.4f}")
    for name, path in (
        (BLIND_NAME, BLIND),
        (BLIND2_NAME, BLIND2),
        (BLIND3_NAME, BLIND3),
        (BLIND4_NAME, BLIND4),
        (BLIND5_NAME, BLIND5),
        (BLIND5_HELD_NAME, BLIND5_HELD),
        (DEVELOPMENT_NAME, DEVELOPMENT),
    ):
        rows.append(_blind(name, blind_pairs(path)))
        log(f"{name}: { {metric: round(v.value, 4) for metric, v in rows[-1].metrics.items()} }")
    rows.append(_explanations(EXPLANATION_SEEDS[: 1 if options.quick else None]))
    log(f"{EXPLANATIONS_NAME}: { {metric: round(v.value, 4) for metric, v in rows[-1].metrics.items()} }")
    rows.append(
        _row("always right", "baseline", everything, [True] * len(everything), [0.0] * len(everything), len(made))
    )
    values = ours.metrics
    ratio = {
        "accepted_over_0.99": values["accepted"].value / BAR,
        "refused": values["refused"].value,
        "accepted_by_hand_over_0.99": values["accepted_by_hand"].value / BAR,
        "refused_by_hand": values["refused_by_hand"].value,
    }
    peers = [row for row in rows if row.kind == "peer"]
    if peers:
        best = max(row.metrics["agreement"].value for row in peers)
        ratio["agreement_over_best_peer"] = values["agreement"].value / best
    return Report(
        name="grading",
        rows=rows,
        headline=ours.name,
        ratio=ratio,
        target=dict.fromkeys(ratio, 1.0),
        seeds=seeds,
        protocol=PROTOCOL,
        notes=[*NOTES, f"Distinct golds: {len({pair.gold for pair in everything})}."],
    )


def blind_pairs(path: Path = BLIND) -> list[Pair]:
    """Read a blind set."""
    read = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Pair(p["kind"], p["note"], True, p["right"], p["answer"], p["gold"], _settings(p["options"])) for p in read]


def _settings(options: dict[str, Any]) -> dict[str, Any]:
    """Settings of `grade` as JSON holds them: an interval is a list there."""
    given = options.get("assumptions", {})
    read = {name: tuple(said) if isinstance(said, list) else said for name, said in given.items()}
    return options | ({"assumptions": read} if read else {})


def blind_verdict(pair: Pair) -> bool:
    """Grade a pair of a blind set; a gold that cannot be read is a failure whatever the answer is."""
    try:
        return grade(pair.answer, pair.gold, **pair.settings).correct
    except InputError:
        return not pair.right


def _blind(name: str, given: Sequence[Pair]) -> Row:
    hits = [(p, blind_verdict(p) == p.right) for p in given]
    metrics = {
        "accepted": _share(hit for p, hit in hits if p.right),
        "refused": _share(hit for p, hit in hits if not p.right),
        "agreement": _share(hit for _, hit in hits),
    }
    for kind in dict.fromkeys(p.kind for p in given):
        metrics[f"accepted_{kind}"] = _share(hit for p, hit in hits if p.right and p.kind == kind)
        if some := [hit for p, hit in hits if not p.right and p.kind == kind]:
            metrics[f"refused_{kind}"] = _share(some)
    wrong = [{"kind": p.kind, "right": p.right, "answer": p.answer, "gold": p.gold} for p, hit in hits if not hit]
    right = sum(p.right for p in given)
    return Row(name, "ours", metrics, {"right": right, "near_misses": len(given) - right, "mistaken": wrong[:20]})


def _explanations(seeds: Sequence[int]) -> Row:
    """Verdicts on planted explanations, right ones and acausal ones."""
    found = [pair for seed in seeds for pair in grading_explanations.verdicts(seed)]
    metrics = {
        "agreement": _share(called == planted.right for planted, called in found),
        "accepted": _share(called for planted, called in found if planted.right),
        "refused": _share(not called for planted, called in found if not planted.right),
    }
    for kind in grading_explanations.KINDS[1:]:
        metrics[f"refused_{kind}"] = _share(not called for planted, called in found if planted.kind == kind)
    wrong = [{"kind": p.kind, "style": p.style, "text": p.text} for p, called in found if called != p.right]
    return Row(EXPLANATIONS_NAME, "ours", metrics, {"explanations": len(found), "mistaken": wrong[:20]})


def _row(
    name: str, kind: str, given: Sequence[Pair], called: Sequence[bool], seconds: Sequence[float], made: int
) -> Row:
    """All shares of one grader: ``made`` pairs by code, then those by hand."""
    both = list(zip(given, called, strict=True))
    metrics = {
        "accepted": _share(v for p, v in both[:made] if p.right),
        "refused": _share(not v for p, v in both[:made] if not p.right),
        "agreement": _share(v == p.right for p, v in both[:made]),
        "accepted_development": _share(v for p, v in both[:made] if p.right and not p.held),
        "accepted_held_out": _share(v for p, v in both[:made] if p.right and p.held),
        "accepted_by_hand": _share(v for p, v in both[made:] if p.right),
        "refused_by_hand": _share(not v for p, v in both[made:] if not p.right),
    }
    for which in dict.fromkeys(pair.kind for pair in given[:made]):
        for right in (True, False):
            some = [v == right for p, v in both[:made] if p.kind == which and p.right == right]
            if some:
                metrics[f"{'accepted' if right else 'refused'}_{which}"] = _share(some)
    ordered = sorted(seconds)
    metrics |= {
        "grade_ms": Interval(*(1e3 * ordered[int(q * (len(ordered) - 1))] for q in (0.5, 0.05, 0.95))),
        "slowest_s": exactly(ordered[-1]),
        "mean_ms": exactly(1e3 * statistics.fmean(seconds)),
    }
    wrong: list[dict[str, Any]] = [
        {"kind": p.kind, "format": p.format, "right": p.right, "answer": p.answer, "gold": p.gold}
        for p, v in both
        if v != p.right
    ]
    facts = {
        "right": sum(p.right for p in given),
        "near_misses": sum(not p.right for p in given),
        "let_through": sum(v and not p.right for p, v in both),
        "mistaken": wrong[:20],
    }
    return Row(name, kind, metrics, facts)


def _share(hits: Iterable[bool]) -> Interval:
    found = np.array(list(hits), dtype=bool)
    return wilson(int(found.sum()), len(found)) if len(found) else exactly(float("nan"))
