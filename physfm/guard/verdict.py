"""What a check found: one law held against one piece of a text."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Check:
    """One law held against one piece of the text.

    Parameters
    ----------
    law
        ``"charge"``, ``"baryon number"``, ``"electron number"``, ``"muon number"``, ``"tau number"``,
        ``"lepton number"`` (total, where the flavours are not conserved), ``"energy"``, ``"units"``, ``"range"``,
        ``"constant"``; ``"conservation"`` where a reaction could not be checked at all, ``"extent"`` where a text is
        too long to be checked to its end.
    claim
        The piece of text that was checked, as written.
    passed
        None where it could not be decided; the reason says why.
    reason
        One sentence, with the numbers compared.
    span
        Start and end of the claim in the text.
    source
        What the claim was compared with: edition and identifier, or the law.
    """

    law: str
    claim: str
    passed: bool | None
    reason: str
    span: tuple[int, int]
    source: str

    def __str__(self) -> str:
        verdict = {True: "holds", False: "FAILS", None: "undecided"}[self.passed]
        return f"{self.law} {verdict}: {self.claim!r}. {self.reason}"

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self) | {"span": list(self.span)}
