"""Answers: a text, the evidence behind every number of it, the route it took; shown in a terminal or in Jupyter.

`prompt` writes the user's turn about attached data; training (`physfm.turns`) and answering use this one function, so
that they cannot drift apart.
"""

from __future__ import annotations

import base64
import html
import io
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from physfm import chat
from physfm.evidence import Evidence, Link
from physfm.router import Route

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Answer:
    """Answer to a question.

    Parameters
    ----------
    text
        In words.
    evidence
        What it rests on; failed checks and warnings are among it.
    route
        Which encoders, tools and passages it went through, and why.
    links
        For every number in the text the evidence that holds it.
    drawings
        Each draws the figure of one attached item; `figures` calls them.
    events
        The trace, as plain JSON; `physfm.agent.Trace.of_answer` shows, writes and replays it.
    """

    text: str
    evidence: tuple[Evidence, ...]
    route: Route
    links: tuple[Link, ...] = ()
    drawings: tuple[Callable[[], Figure], ...] = field(default=(), repr=False, compare=False)
    events: tuple[Mapping[str, Any], ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """A picture of every attached item that was asked about, axes labelled with units."""
        return tuple(draw() for draw in self.drawings)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON, without figures and trace."""
        return {
            "text": self.text,
            "evidence": [asdict(fact) for fact in self.evidence],
            "route": asdict(self.route),
            "links": [asdict(link) for link in self.links],
        }

    def __str__(self) -> str:
        return "\n".join([self.text, *(f"  {shown(fact)}" for fact in self.evidence)])

    def _repr_html_(self) -> str:
        """Jupyter shows the text, every number with its evidence on hover, then evidence and figures."""
        parts, done = [], 0
        for each in self.links:
            source = "the question" if each.evidence is None else self.evidence[each.evidence].content
            parts += [html.escape(self.text[done : each.start]), f'<abbr title="{html.escape(source, quote=True)}">']
            parts += [html.escape(each.text), "</abbr>"]
            done = each.end
        parts.append(html.escape(self.text[done:]))
        rows = "".join(
            f"<li><i>{html.escape(e.kind)}</i>: {html.escape(e.content)} <small>({html.escape(e.source)})</small></li>"
            for e in self.evidence
        )
        images = "".join(f'<img src="data:image/png;base64,{_png(figure)}"/>' for figure in self.figures)
        return f"<p>{''.join(parts)}</p><ul>{rows}</ul>{images}"


def shown(fact: Evidence) -> str:
    """Write one piece of evidence on one line; long passages are cut, their source says where they stand."""
    return f"[{fact.kind}] {textwrap.shorten(fact.content, 300, placeholder=' …')}  ({fact.source})"


def _png(figure: Figure) -> str:
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=100, bbox_inches="tight")
    return base64.b64encode(stream.getvalue()).decode()


def prompt(question: str, attachments: int, facts: Sequence[str] = ()) -> str:
    """Write the user's turn: one placeholder per attachment, the measured facts, the question."""
    lines = [chat.PLACEHOLDER] * attachments
    lines += [f"Measured: {fact}." for fact in facts]
    return "\n".join([*lines, chat.escape(question)])
