"""Bridges."""

from __future__ import annotations

from physfm.evaluation.problems.family import Family

FAMILIES: tuple[Family, ...] = ()
