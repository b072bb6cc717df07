r"""LaTeX sources as Markdown that keeps every equation: the cleaner of the corpus.

Notable: one pass with explicit stacks over the tokens of `physfm.corpus.tokens`, linear in the length of the source
whatever it holds, and never an error: what cannot be understood is left out or kept as plain words. Math is kept
verbatim, in ``$...$`` and ``$$...$$``, with the author's own macros expanded, so that the same equation of two papers
is the same text.

Covered: comments, preamble, ``\newcommand``, ``\def`` without delimiters, ``\let``, ``\DeclareMathOperator`` (expansion
bounded in characters), sections, lists, theorems, footnotes, captions, tables as rows, accents, quotes, verbatim,
``\iffalse``. Left out: citations, labels, pictures, bibliography. Not covered: conditionals (both branches are kept),
macros with delimited arguments, ``\input`` (`physfm.corpus.readers` joins the files of an archive before).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from physfm.corpus.commands import (
    ACCENTS,
    DROPPED,
    DROPPED_ENVIRONMENTS,
    HEADINGS,
    LARGE,
    MATH_ENVIRONMENTS,
    SYMBOLS,
    TEXT_IN_MATH,
    VERBATIM,
)
from physfm.corpus.tokens import Tokens

_LENGTH = re.compile(r"-?[\d.]+ ?(?:in|cm|mm|pt|em|ex|pc|bp|mu)\b ?")
_DEEP = 8


@dataclass(frozen=True)
class Cleaned:
    """Text of a source, with the title and authors that it names (empty if none)."""

    text: str
    title: str
    authors: str


def clean(source: str) -> Cleaned:
    r"""Return a LaTeX source as Markdown.

    Parameters
    ----------
    source
        A whole document or a piece of one. With ``\begin{document}`` only what follows it is text; definitions and
        title are taken from what stands before.
    """
    cleaner = _Cleaner(source)
    cleaner.run()
    return Cleaned(_tidy("".join(cleaner.out)), _line(cleaner.title), _line(cleaner.authors))


def _line(text: str) -> str:
    return " ".join(text.split())


def _tidy(text: str) -> str:
    text = re.sub(r"[ \t]{2,}", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    text = re.sub(r" ([.,;:)])", r"\1", re.sub(r"\(\s*\)|\[\s*\]", "", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


@dataclass
class _Group:
    """An open brace or environment: where its output starts, and what to make of it at its end."""

    start: int
    name: str = ""
    action: Callable[[str], str] | None = None
    rows: bool = False


class _Cleaner:
    def __init__(self, source: str) -> None:
        self.tokens = Tokens(source)
        self.out: list[str] = []
        self.title = ""
        self.authors = ""
        self.groups: list[_Group] = []
        self.waiting: Callable[[str], str] | None = None  # for the next brace
        self.before = ""

    # Text -------------------------------------------------------------------------------------------------------------

    def run(self) -> None:
        while token := self.tokens.next():
            if token == "\\end" and self.tokens.skip_space() == "{":
                name = self.tokens.name()
                if name == "document":
                    break
                self.end(name)
            else:
                self.text(token)
            self.before = token

    def text(self, token: str) -> None:
        """Take one token outside of formulas."""
        head = token[0]
        if head == "\\" and len(token) > 1:
            self.control(token)
        elif head == "{":
            self.groups.append(_Group(len(self.out), action=self.waiting))
        elif head == "}":
            if self.groups and not self.groups[-1].name:
                self.close()
        elif head == "$":
            self.math(token, "$" if token == "$" else "$$")
        elif head == "%":
            return
        elif head == "\n":
            self.out.append("\n\n" if token.count("\n") > 1 else "\n")
            return
        elif head == "&":
            self.out.append(" | " if any(g.rows for g in self.groups[-3:]) else " & ")
        elif head == "~":
            self.out.append(" ")
        elif head != "#" and token != "\\":
            self.out.append(_typography(token))
        if head != "\\":
            self.waiting = None

    def close(self) -> None:
        group = self.groups.pop()
        if group.action is not None:
            piece = "".join(self.out[group.start :])
            del self.out[group.start :]
            self.out.append(group.action(piece))

    def awaiting(self, action: Callable[[str], str]) -> None:
        """Let the next braces end with an action, unless too many are open for that (each joins its text anew)."""
        self.tokens.bounded("[", "]")
        if self.tokens.skip_space() == "{" and sum(g.action is not None for g in self.groups) < _DEEP:
            self.waiting = action

    def control(self, token: str) -> None:
        name = token[1:].rstrip("*")
        if name in self.tokens.macros and self.tokens.expand(name):
            return
        if name in ("(", "["):
            self.math(token, "$" if name == "(" else "$$")
        elif name == "begin":
            self.begin(self.tokens.name())
        elif name in HEADINGS:
            level = "#" * HEADINGS[name]
            self.awaiting(lambda piece: f"\n\n{level} {_line(piece)}\n\n" if piece.strip() else "")
        elif name in LARGE and self.before == "{" and self.groups and self.groups[-1].action is None:
            if sum(g.action is not None for g in self.groups) < _DEEP:
                self.groups[-1].action = lambda piece: f"\n\n# {_line(piece)}\n\n" if piece.strip() else ""
        elif name in ("title", "author"):
            self.awaiting(self.titled if name == "title" else self.authored)
        elif name in ("footnote", "thanks", "footnotetext"):
            self.awaiting(lambda piece: f" ({_line(piece)})" if name != "thanks" and piece.strip() else "")
        elif name == "caption":
            self.awaiting(lambda piece: f"\n\nFigure: {_line(piece)}\n\n" if piece.strip() else "")
        elif name == "item":
            label = self.tokens.bounded("[", "]")
            self.out.append("\n- " + ("".join(label) + " " if label and not set("\\$") & set("".join(label)) else ""))
        elif name in ("newcommand", "renewcommand", "providecommand", "DeclareRobustCommand"):
            self.tokens.define()
        elif name in ("def", "gdef", "edef", "let", "DeclareMathOperator"):
            self.tokens.plain_define(name)
        elif name == "iffalse":
            self.tokens.skip_conditional()
        elif name in ("vskip", "hskip", "kern"):
            blank = self.tokens.skip_space()
            if length := _LENGTH.match(blank):
                self.tokens.next()
                self.tokens.back(blank[length.end() :])
        elif name in DROPPED:
            self.tokens.drop(DROPPED[name])
        elif name in ACCENTS:
            self.accent(ACCENTS[name])
        elif name in SYMBOLS:
            self.out.append(SYMBOLS[name])
            if SYMBOLS[name].isalpha() and len(SYMBOLS[name]) < 3:  # a letter; the blank behind its name is none
                self.tokens.skip_space()
        elif name[:1].isalpha():
            self.tokens.bounded("[", "]")  # of a command that is not known the options go, the words stay
            if self.before[-1:].isalnum() and name in ("par", "newline", "linebreak", "hfill", "quad", "qquad"):
                self.out.append(" ")

    def titled(self, piece: str) -> str:
        self.title = self.title or piece
        return ""

    def authored(self, piece: str) -> str:
        names = re.sub(r"\s+and\s+", ", ", re.sub(r"\n+", ", ", _line(piece) if "\n" not in piece else piece))
        self.authors = f"{self.authors}, {names}" if self.authors else names
        return ""

    def accent(self, mark: str) -> None:
        letter = "".join(self.tokens.argument()).strip()
        letter = {"\\i": "i", "\\j": "j"}.get(letter, letter)
        self.out.append(
            unicodedata.normalize("NFC", letter[:1] + mark) + letter[1:] if letter[:1].isalpha() else letter
        )

    # Environments -----------------------------------------------------------------------------------------------------

    def begin(self, name: str) -> None:
        bare = name.rstrip("*")
        if name == "document":
            self.out.clear()
            self.groups.clear()
        elif bare in VERBATIM:
            self.verbatim(name)
        elif bare in MATH_ENVIRONMENTS:
            if bare == "alignat":
                self.tokens.bounded("{", "}")
            self.math("", name)
        else:
            action: Callable[[str], str] | None = None
            if bare in DROPPED_ENVIRONMENTS and sum(g.action is not None for g in self.groups) < _DEEP:
                action = lambda _: ""  # noqa: E731 - one of several, named by what it is assigned to
            self.tokens.bounded("[", "]")
            rows = bare in ("tabular", "tabularx", "longtable", "array")
            for _ in range(2 if bare == "tabularx" else int(rows or bare in ("minipage", "multicols", "wrapfigure"))):
                self.tokens.bounded("{", "}")
            self.out.append("\n")
            self.groups.append(_Group(len(self.out), name or "?", action, rows))

    def end(self, name: str) -> None:
        """Close the environment; braces left open in it close with it."""
        near = self.groups[-50:]
        for back, group in enumerate(reversed(near), 1):
            if group.name == name:
                for _ in range(back):
                    self.close()
                break
        self.out.append("\n")

    def verbatim(self, name: str) -> None:
        code = self.tokens.until(f"\\end{{{name}}}")
        if code is not None and not name.startswith(("comment", "filecontents")):
            self.out.append(f"\n\n```\n{code.strip()}\n```\n\n")

    # Formulas ---------------------------------------------------------------------------------------------------------

    def math(self, opening: str, delimiter: str) -> None:
        """Take a formula to its end and write it; delimiter is ``$``, ``$$`` or the name of an environment."""
        closing = {"\\(": "\\)", "\\[": "\\]"}.get(opening, opening)
        formula = self.formula(closing, delimiter if not opening else "", delimiter == "$")
        if not formula:
            return
        if delimiter == "$":
            self.out.append(f"${formula}$")
            return
        inner = MATH_ENVIRONMENTS.get(delimiter.rstrip("*"), "")
        if inner:
            columns = "{rcl}" if inner == "array" else ""
            formula = f"\\begin{{{inner}}}{columns} {formula} \\end{{{inner}}}"
        self.out.append(f"\n\n$$ {formula} $$\n\n")

    def formula(self, closing: str, environment: str, inline: bool) -> str:
        """Characters of a formula up to its end, which is taken; a paragraph ends it where the end is missing."""
        pieces: list[str] = []
        braces: list[bool] = []  # whether each open brace holds text
        text, inner = False, False
        while token := self.tokens.next():
            head = token[0]
            if head == "%":
                continue
            if token == closing and head == "\\":
                break
            if head == "$":
                if inner or (braces and braces[-1]):
                    pieces.append("$")
                    inner = not inner
                elif token == closing or closing == "$$":
                    break
                elif closing == "$":  # "$a$$b$": the end of one and the start of the next
                    self.tokens.back("$")
                    break
                continue
            if head == "\n" and token.count("\n") > 1 and (inline or environment == "" or len(pieces) > 20_000):
                self.tokens.back(token)
                break
            if head == "{":
                braces.append(text)
            elif head == "}":
                if not braces:
                    if inline:
                        self.tokens.back(token)
                        break
                    continue
                if braces.pop():
                    inner = False
            elif head == "\\" and len(token) > 1:
                name = token[1:].rstrip("*")
                if name in self.tokens.macros and self.tokens.expand(name):
                    continue
                if name in ("label", "nonumber", "notag", "tag", "cite", "citep", "citet", "hspace", "vspace"):
                    self.tokens.drop(int(name not in ("nonumber", "notag")))
                    continue
                if token == "\\end" and environment and self.tokens.skip_space() == "{":
                    ended = self.tokens.name()
                    if ended == environment or ended == "document":
                        break
                    pieces.append(f"\\end{{{ended}}}")
                    continue
                text = name in TEXT_IN_MATH
                pieces.append(token)
                continue
            elif head.isspace() and not token.strip():
                token = " "
            if token[0].isalpha() and pieces and pieces[-1][:1] == "\\" and pieces[-1][-1].isalpha():
                pieces.append(" ")
            pieces.append(token)
            text = text and token == " "
        if not inline and pieces and pieces[-1] == "\\\\":
            pieces.pop()
        return _line("".join(pieces) + ("$" if inner else "") + "}" * len(braces))


_MARKS: Mapping[str, str] = {"---": "—", "--": "–", "``": "“", "''": "”"}


def _typography(text: str) -> str:
    return re.sub(r"---|--|``|''", lambda match: _MARKS[match[0]], text)
