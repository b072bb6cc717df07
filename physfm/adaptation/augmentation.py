r"""Equations of a text, followed by (or replaced with) their trees.

What training sees, with ``F = m a`` as an example::

    $F = m a$ <tree> = F PRODUCT m a END </tree>

Between the marks stand the tokens of `physfm.symbolic.linearise`, parted by single spaces: prefix notation, a closed
vocabulary, no brackets. It is plain text: every tokenizer takes it and none has to grow. `trees` reads it back.

Which equations, and whether a tree follows or replaces its equation, is drawn from (seed, hash of the document), so a
document looks the same in every run, however many documents there are. Every tree that is put in was read back to the
same tree before. Left alone are single symbols and numbers (their tree is what already stands there), what
`physfm.symbolic` does not read (`Count.refused` says why), and documents that contain the marks themselves.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field

from physfm.adaptation.text import Text
from physfm.errors import InputError
from physfm.symbolic import Node, delinearise, linearise, parse
from physfm.symbolic.tree import Constant, Number, Symbol

OPEN, CLOSE = "<tree>", "</tree>"
# Display before inline; a lone dollar (a price) does not reach over a line's end.
_EQUATION = re.compile(
    r"\$\$(?P<a>.+?)\$\$|\\\[(?P<b>.+?)\\\]|\\\((?P<c>.+?)\\\)"
    r"|\\begin\{(?P<name>equation\*?|displaymath)\}(?P<d>.+?)\\end\{(?P=name)\}"
    r"|(?<![\\$])\$(?P<e>[^$\n]+?)(?<!\\)\$(?!\$)",
    re.DOTALL,
)
_LABEL = re.compile(r"\\(label|tag)\{[^{}]*\}|\\(nonumber|notag)\b")
_TREE = re.compile(f"{re.escape(OPEN)} (.*?) {re.escape(CLOSE)}")


@dataclass
class Count:
    """What became of the equations: found, read, of a single symbol or number, given a tree; and why not."""

    found: int = 0
    read: int = 0
    single: int = 0
    followed: int = 0
    replaced: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, object]:
        """Return the counts for JSON; reasons by frequency."""
        plain = {k: v for k, v in vars(self).items() if k != "refused"}
        return {**plain, "refused": dict(self.refused.most_common(20))}


@dataclass(frozen=True)
class Augmentation:
    """How a text is augmented.

    Parameters
    ----------
    share
        Of the equations that can be read, those that get a tree.
    replace
        Probability that a tree takes the place of its equation instead of following it.
    seed
        Of both draws.
    """

    share: float = 1.0
    replace: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        for name, value in (("share", self.share), ("replace", self.replace)):
            if not 0 <= value <= 1:
                raise InputError(f"Expected a {name} of equations from 0 to 1, got {value}.")

    def __call__(self, document: Text, count: Count | None = None) -> str:
        """Return the text with trees; what was done is added to ``count``."""
        count = Count() if count is None else count
        if OPEN in document.text or CLOSE in document.text:
            return document.text
        draw = random.Random(f"{self.seed}:{document.sha256}")

        def with_tree(match: re.Match[str]) -> str:
            # Both are drawn for every equation: what is read does not shift what is drawn for those after it.
            chosen, replaced = draw.random() < self.share, draw.random() < self.replace
            node = equation(match, count)
            if node is None or not chosen:
                return match[0]
            tokens = linearise(node)
            if delinearise(tokens) != node:
                count.refused["the tree does not come back"] += 1
                return match[0]
            tree = f"{OPEN} {' '.join(tokens)} {CLOSE}"
            count.replaced += replaced
            count.followed += not replaced
            return tree if replaced else f"{match[0]} {tree}"

        return _EQUATION.sub(with_tree, document.text)


def equation(match: re.Match[str], count: Count) -> Node | None:
    """Tree of a match of an equation; None if it cannot be read or is a single symbol or number."""
    count.found += 1
    inside = next(v for k, v in match.groupdict().items() if k != "name" and v is not None)
    # Typography is no mathematics: labels, the full stop of the sentence, a dash that was set for a minus.
    source = _LABEL.sub("", inside).replace("–", "-").replace("−", "-").strip().rstrip(".,;: ")
    try:
        node = parse(source, "latex")
    except InputError as err:
        count.refused[_reason(str(err))] += 1
        return None
    count.read += 1
    if isinstance(node, (Symbol, Number, Constant)):
        count.single += 1
        return None
    return node


def _reason(message: str) -> str:
    """Message without what is special to one equation."""
    last = message.rsplit("': ", 1)[-1]
    return re.sub(r"at character \d+", "", re.sub(r"'[^']*'", lambda m: m[0] if len(m[0]) < 5 else "'...'", last))[:60]


def trees(text: str) -> list[Node]:
    """Read the trees in an augmented text.

    Raises
    ------
    InputError
        If what stands between the marks is no tree.
    """
    return [delinearise(found.split(" ")) for found in _TREE.findall(text)]
