"""A result as a page: every number of every row is on it, with its interval."""

from __future__ import annotations

import pytest

from benchmarks.markdown import interval, page
from benchmarks.report import Report, Row
from physfm.statistics import Interval


@pytest.mark.parametrize("metrics", [2, 7])
def test_every_row_and_number_is_on_the_page(metrics: int) -> None:
    names = [f"metric {i}" for i in range(metrics)]
    rows = [
        Row("ours", "ours", {n: Interval(0.5 + i / 100, 0.4, 0.6) for i, n in enumerate(names)}, {"parameters": 12}),
        Row("a peer", "peer", {}, {"failed": "it broke"}),
    ]
    report = Report("toy", rows, "ours", {"metric 0": 1.25}, {"metric 0": 1.0}, [1], "Few words.", ["A note."])
    text = page(report.as_dict(["toy", "--quick"]))
    assert text.startswith("# toy\n")
    for expected in ("python -m benchmarks toy --quick", "it broke", "A note.", "Few words.", "1.250", "12"):
        assert expected in text
    for i in range(metrics):
        assert f"{0.5 + i / 100:.4g} [0.4, 0.6]" in text


def test_a_number_without_interval_stands_alone() -> None:
    assert interval({"value": 3.0, "low": None, "high": None}) == "3"
