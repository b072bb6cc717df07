"""Licences by name: what a URL or a sentence in a source says, as ``CC BY 4.0``."""

from __future__ import annotations

import re

_URL = re.compile(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]{2,12})/?(\d\.\d)?", re.IGNORECASE)
_ARXIV = re.compile(r"arxiv\.org/licenses/(nonexclusive-distrib|assumed-1991-2003)/?(\d\.\d)?", re.IGNORECASE)


def name(text: str | None) -> str:
    """Return the licence that a text names; the text itself, on one line, if it holds no URL that is known."""
    text = " ".join((text or "").split())
    return found(text) or text[:200]


def found(text: str) -> str:
    """Return the licence of the first URL in a text that names one; empty if there is none."""
    match = _URL.search(text)
    if match:
        if match[1].lower() == "publicdomain":
            kind = "CC0" if match[2].lower() == "zero" else "Public Domain Mark"
        else:
            kind = "CC " + match[2].upper()
        return f"{kind} {match[3]}".strip() if match[3] else kind
    match = _ARXIV.search(text)
    return f"arXiv {match[1].lower()} {match[2] or ''}".strip() if match else ""
