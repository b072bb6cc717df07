"""Evaluation: tell reasoning from remembering, before release."""
