"""Bridges: a principle of one domain at work in the context of another."""

from physfm.evaluation.problems.themes.bridges import detectors, gas, laboratory, stars

# Items of a published split follow this order.
FAMILIES = (*gas.FAMILIES, *stars.FAMILIES, *detectors.FAMILIES, *laboratory.FAMILIES)
