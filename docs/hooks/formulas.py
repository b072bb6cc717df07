"""Formulas are drawn when the site is built, by matplotlib: a page needs no script and loads nothing.

arithmatex marks them; each becomes an SVG in the color of the text, on its baseline, with the LaTeX as its label. What
matplotlib cannot draw is shown as LaTeX: on a page of ours with a warning, in a document of the repository without one
(its dollars need not be formulas).
"""

from __future__ import annotations

import html
import io
import logging
import re
from functools import cache
from typing import Any

from mkdocs.structure.pages import Page

LOG = logging.getLogger("mkdocs.hooks.formulas")
_MARKED = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\[(\[](?P<latex>.*?)\\[)\]]</(?P=tag)>',
    re.DOTALL,
)
SIZE = 10  # points; the drawing is scaled to the text in em


@cache
def drawn(latex: str) -> str:
    """A formula as SVG."""
    import matplotlib
    from matplotlib import mathtext
    from matplotlib.font_manager import FontProperties

    out = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": latex, "svg.fonttype": "path", "mathtext.fontset": "cm"}):
        depth = mathtext.math_to_image(f"${latex}$", out, prop=FontProperties(size=SIZE), dpi=72, format="svg")
    svg = out.getvalue().decode()
    svg = svg[svg.index("<svg") :]
    width, height = (float(x) for x in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())  # type: ignore[union-attr]
    size = f'width="{width / SIZE:.3f}em" height="{height / SIZE:.3f}em" style="vertical-align:{-depth / SIZE:.3f}em"'
    label = html.escape(latex, quote=True)
    # Without the white background, and without rules that would hold for the whole page.
    body = re.sub(r'<g id="patch_1">.*?</g>', "", svg[svg.index(">") + 1 :], count=1, flags=re.DOTALL)
    body = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", body, flags=re.DOTALL)
    opened = f'<svg role="img" aria-label="{label}" fill="currentColor" viewBox="0 0 {width} {height}" {size} '
    return opened + 'xmlns:xlink="http://www.w3.org/1999/xlink">' + body


def on_page_content(content: str, page: Page, **_: Any) -> str:
    """Put drawings in the place of formulas."""

    def put(found: re.Match[str]) -> str:
        latex = " ".join(html.unescape(found["latex"]).split())
        try:
            return f"<{found['tag']}>{drawn(latex)}</{found['tag']}>"
        except ValueError:
            level = logging.INFO if page.file.src_uri.startswith("project/") else logging.WARNING
            LOG.log(level, "%s: no formula that can be drawn: $%s$", page.file.src_uri, latex)
            return f"<code>${html.escape(latex)}$</code>"

    return _MARKED.sub(put, content)
