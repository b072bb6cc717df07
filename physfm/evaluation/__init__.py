"""Evaluation: what a model knows of physics, asked with fresh problems and reported with intervals."""
