"""Waves."""

from __future__ import annotations

from evaluation.independent import Solution

SOLUTIONS: dict[str, Solution] = {}
