"""Splits: where the chance of a problem comes from.

The public split follows from a published seed. The private one follows from a secret key by HMAC-SHA256: who has the
package but not the key can make none of its problems, and nothing that is stored reveals one. A fresh split has a key
that is thrown away with the process.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import random
import secrets
from dataclasses import dataclass, field
from typing import Literal

from physfm.errors import InputError

KEY = "PHYSFM_EVALUATION_KEY"
"""Environment variable that holds the key of the private split, as text."""
SHORTEST = 16
PUBLIC_SEED = 20260701


@dataclass(frozen=True)
class Split:
    """A source of chance: the same names give the same draws, in every process and on every machine.

    Parameters
    ----------
    name
        ``"public"``, ``"private"`` or ``"fresh"``.
    key
        Never shown, never written.
    seed
        Of the public split; None of one that has a key.
    """

    name: Literal["public", "private", "fresh"]
    key: bytes = field(repr=False)
    seed: int | None = None

    def chance(self, *names: str | int) -> random.Random:
        """The generator of random numbers that belongs to these names."""
        digest = hmac.digest(self.key, "/".join(map(str, names)).encode(), "sha256")
        return random.Random(int.from_bytes(digest[:16], "big"))

    @property
    def digest(self) -> str:
        """Eight letters that tell two splits apart and reveal nothing of the key."""
        return hmac.digest(self.key, b"physfm evaluation: the name of this split", "sha256").hex()[:8]

    def veiled(self, item: str, text: str) -> str:
        """The fingerprint under the key of a text that belongs to an item: no help in guessing it without the key.

        It is equal for equal texts of one item, whoever said them. Other items have other fingerprints of the same
        text: letters of choices could otherwise be told by how often they come.
        """
        return hmac.digest(self.key, f"text\0{item}\0{text}".encode(errors="surrogatepass"), "sha256").hex()[:16]


def public(seed: int = PUBLIC_SEED) -> Split:
    """The public split of a seed; everybody can make it."""
    return Split("public", hashlib.sha256(f"physfm evaluation, public split, seed {seed}".encode()).digest(), seed)


def private(key: str = "") -> Split:
    """The private split of a key, by default the one in the environment variable `KEY`.

    Raises
    ------
    InputError
        If there is no key, or one that can be guessed.
    """
    key = key or os.environ.get(KEY, "")
    if len(key) < SHORTEST:
        raise InputError(
            f"The private split needs a secret key of at least {SHORTEST} characters in the environment variable "
            f"{KEY}, got {len(key)} characters. Make one with: python -c 'import secrets; print(secrets.token_hex())'"
        )
    return Split("private", hashlib.sha256(key.encode()).digest())


def fresh() -> Split:
    """A split that never was and never comes again."""
    return Split("fresh", secrets.token_bytes(32))
