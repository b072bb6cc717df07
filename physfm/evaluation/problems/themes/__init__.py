"""Themes: modules with a tuple ``FAMILIES`` each."""
