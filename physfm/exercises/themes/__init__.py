"""The families, one module a theme; each module brings a tuple ``FAMILIES``."""
