r"""LaTeX sources as Markdown that keeps every equation: the cleaner of the corpus.

Notable: one pass with explicit stacks, linear in the length of the source whatever it holds (a file is hostile until it
is read), and never an error: what cannot be understood is left out or kept as plain words. Math is kept verbatim, in
``$...$`` and ``$$...$$``, with the author's own macros expanded, so that the same equation of two papers is the same
text.

Covered: comments, preamble, ``\newcommand``, ``\def`` without delimiters, ``\let``, ``\DeclareMathOperator`` (expansion
bounded in characters), sections, lists, theorems, footnotes, captions, tables as rows, accents, quotes, verbatim,
``\iffalse``. Left out: citations, labels, pictures, bibliography. Not covered: conditionals (both branches are kept),
macros with delimited arguments, ``\input`` (`physfm.corpus.readers` joins the files of an archive before).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

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

_TOKEN = re.compile(
    r"\\verb\*?(?P<mark>[!|+/@\"';:=^#~\-])(?P<verb>[^\n]{0,500}?)(?P=mark)"
    r"|\\[A-Za-z@]++\*?+|\\.|%[^\n]*+(?:\n[ \t]*+)?|\$\$?|[{}\[\]&~]|#[1-9]|#"
    r"|\n[ \t]*+(?:\n[ \t]*+)++|\n|[^\\%${}\[\]&~#\n]++|\\",
    re.DOTALL,
)
_LENGTH = re.compile(r"-?[\d.]+ ?(?:in|cm|mm|pt|em|ex|pc|bp|mu)\b ?")
_SHORT = 50
"""Tokens of an argument that is left out; a longer one is an unclosed brace, and kept as text."""
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


@dataclass(frozen=True)
class _Macro:
    arguments: int
    default: list[str] | None
    body: list[str]


@dataclass
class _Group:
    """An open brace or environment: where its output starts, and what to make of it at its end."""

    start: int
    name: str = ""
    action: Callable[[str], str] | None = None
    rows: bool = False


@dataclass
class _Cleaner:
    source: str
    out: list[str] = field(default_factory=list)
    title: str = ""
    authors: str = ""

    def __post_init__(self) -> None:
        self.place = 0
        self.ahead: list[str] = []  # tokens to read before the source goes on, last first
        self.macros: dict[str, _Macro] = {}
        self.budget = 100_000 + 4 * len(self.source)  # characters that macros may still add
        self.groups: list[_Group] = []
        self.waiting: Callable[[str], str] | None = None  # for the next brace
        self.before = ""
        self.unclosed: set[str] = set()

    # Reading ----------------------------------------------------------------------------------------------------------

    def next(self) -> str:
        """The next token; empty at the end."""
        if self.ahead:
            return self.ahead.pop()
        match = _TOKEN.match(self.source, self.place)
        if match is None:
            return ""
        self.place = match.end()
        if match["mark"] is not None:
            return " `" + match["verb"].replace("`", "'") + "`"
        return match[0]

    def peek(self) -> str:
        token = self.next()
        if token:
            self.ahead.append(token)
        return token

    def skip_space(self) -> str:
        """Skip blanks and comments; return the next token without taking it."""
        while (token := self.peek()) and (token[0] == "%" or token.isspace()) and token.count("\n") < 2:
            self.next()
        if token[:1] == " " and token.strip():
            self.next()
            self.ahead.append(token.lstrip(" "))
            return token.lstrip(" ")
        return token

    def bounded(self, opening: str, closing: str, limit: float = _SHORT) -> list[str] | None:
        """Tokens between delimiters, without them; nothing is taken (None) where they do not close within the limit."""
        if self.skip_space() != opening:
            return None
        taken, depth = [self.next()], 1
        while depth and len(taken) <= limit:
            token = self.next()
            if not token:
                break
            depth += (token == opening) - (token == closing)
            taken.append(token)
        if depth:
            self.ahead.extend(reversed(taken))
            return None
        return taken[1:-1]

    def argument(self) -> list[str]:
        """Tokens of one argument as TeX takes it, a group or one token; of an unclosed group nothing."""
        token = self.skip_space()
        if token == "{":
            return self.bounded("{", "}", 5_000) or []
        token = self.next()
        if len(token) > 1 and token[0] not in "\\%#$":
            self.ahead.append(token[1:])
            token = token[0]
        return [token] if token and token != "}" else []

    def name(self) -> str:
        """Name of an environment."""
        return "".join(self.bounded("{", "}") or []).strip()

    # Text -------------------------------------------------------------------------------------------------------------

    def run(self) -> None:
        while token := self.next():
            if token == "\\end" and self.skip_space() == "{":
                name = self.name()
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
        self.bounded("[", "]")
        if self.skip_space() == "{" and sum(g.action is not None for g in self.groups) < _DEEP:
            self.waiting = action

    def control(self, token: str) -> None:
        name = token[1:].rstrip("*")
        if name in self.macros and self.expand(name):
            return
        if name in ("(", "["):
            self.math(token, "$" if name == "(" else "$$")
        elif name == "begin":
            self.begin(self.name())
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
            label = self.bounded("[", "]")
            self.out.append("\n- " + ("".join(label) + " " if label and not set("\\$") & set("".join(label)) else ""))
        elif name in ("newcommand", "renewcommand", "providecommand", "DeclareRobustCommand"):
            self.define()
        elif name in ("def", "gdef", "edef", "let", "DeclareMathOperator"):
            self.plain_define(name)
        elif name == "iffalse":
            self.skip_conditional()
        elif name in ("vskip", "hskip", "kern"):
            blank = self.skip_space()
            if length := _LENGTH.match(blank):
                self.next()
                self.ahead.extend([blank[length.end() :]] if blank[length.end() :] else [])
        elif name in DROPPED:
            self.drop(DROPPED[name])
        elif name in ACCENTS:
            self.accent(ACCENTS[name])
        elif name in SYMBOLS:
            self.out.append(SYMBOLS[name])
            if SYMBOLS[name].isalpha() and len(SYMBOLS[name]) < 3:  # a letter; the blank behind its name is none
                self.skip_space()
        elif name[:1].isalpha():
            self.bounded("[", "]")  # of a command that is not known the options go, the words stay
            if self.before[-1:].isalnum() and name in ("par", "newline", "linebreak", "hfill", "quad", "qquad"):
                self.out.append(" ")

    def titled(self, piece: str) -> str:
        self.title = self.title or piece
        return ""

    def authored(self, piece: str) -> str:
        names = re.sub(r"\s+and\s+", ", ", re.sub(r"\n+", ", ", _line(piece) if "\n" not in piece else piece))
        self.authors = f"{self.authors}, {names}" if self.authors else names
        return ""

    def drop(self, arguments: int) -> None:
        for _ in range(arguments):
            while self.bounded("[", "]") is not None:
                pass
            self.bounded("{", "}")

    def accent(self, mark: str) -> None:
        letter = "".join(self.argument()).strip()
        letter = {"\\i": "i", "\\j": "j"}.get(letter, letter)
        self.out.append(
            unicodedata.normalize("NFC", letter[:1] + mark) + letter[1:] if letter[:1].isalpha() else letter
        )

    def skip_conditional(self) -> None:
        depth = 1
        while depth and (token := self.next()):
            depth += token.startswith("\\if") - (token == "\\fi")

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
                self.bounded("{", "}")
            self.math("", name)
        else:
            action: Callable[[str], str] | None = None
            if bare in DROPPED_ENVIRONMENTS and sum(g.action is not None for g in self.groups) < _DEEP:
                action = lambda _: ""  # noqa: E731 - one of several, named by what it is assigned to
            self.bounded("[", "]")
            rows = bare in ("tabular", "tabularx", "longtable", "array")
            for _ in range(2 if bare == "tabularx" else int(rows or bare in ("minipage", "multicols", "wrapfigure"))):
                self.bounded("{", "}")
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
        ending = f"\\end{{{name}}}"
        stop = -1 if self.ahead or ending in self.unclosed else self.source.find(ending, self.place)
        if stop < 0:
            self.unclosed.add(ending)
            return
        code, self.place = self.source[self.place : stop], stop + len(ending)
        if not name.startswith(("comment", "filecontents")):
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
        while token := self.next():
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
                    self.ahead.append("$")
                    break
                continue
            if head == "\n" and token.count("\n") > 1 and (inline or environment == "" or len(pieces) > 20_000):
                self.ahead.append(token)
                break
            if head == "{":
                braces.append(text)
            elif head == "}":
                if not braces:
                    if inline:
                        self.ahead.append(token)
                        break
                    continue
                if braces.pop():
                    inner = False
            elif head == "\\" and len(token) > 1:
                name = token[1:].rstrip("*")
                if name in self.macros and self.expand(name):
                    continue
                if name in ("label", "nonumber", "notag", "tag", "cite", "citep", "citet", "hspace", "vspace"):
                    self.drop(int(name not in ("nonumber", "notag")))
                    continue
                if token == "\\end" and environment and self.skip_space() == "{":
                    ended = self.name()
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

    # Macros -----------------------------------------------------------------------------------------------------------

    def define(self) -> None:
        named = self.argument()
        count = "".join(self.bounded("[", "]") or ["0"]).strip()
        default = self.bounded("[", "]")
        body = self.argument()
        if len(named) == 1 and named[0][:1] == "\\":
            self.learn(named[0][1:], _Macro(int(count) if count in "0123456789" and count else 0, default, body))

    def plain_define(self, kind: str) -> None:
        named = self.argument()
        name = named[0][1:] if len(named) == 1 and named[0][:1] == "\\" else ""
        if kind == "DeclareMathOperator":
            self.learn(name, _Macro(0, None, ["\\operatorname", "{", *self.argument(), "}"]))
        elif kind == "let":
            if self.skip_space().startswith("="):
                rest = self.next()[1:].lstrip()
                self.ahead.extend([rest] if rest else [])
            self.learn(name, _Macro(0, None, self.argument()))
        else:
            parameters: list[str] = []
            while (token := self.peek()) and token not in "{}" and len(parameters) < 10:
                parameters.append(self.next())
            plain = parameters == [f"#{number}" for number in range(1, len(parameters) + 1)]
            body = self.argument() if self.peek() == "{" else []
            if plain:
                self.learn(name, _Macro(len(parameters), None, body))

    def learn(self, name: str, macro: _Macro) -> None:
        """Remember a macro, unless it redefines what this cleaner understands by itself."""
        ours = name in HEADINGS or name in DROPPED or name in ("begin", "end", "item", "caption", "title", "author")
        if name and not ours and f"\\{name}" not in macro.body:
            self.macros[name] = macro

    def expand(self, name: str) -> bool:
        """Put a macro's body in front of the source; False once the budget is spent."""
        macro = self.macros[name]
        if self.budget < 0:
            return False
        values: list[list[str]] = []
        if macro.default is not None:
            given = self.bounded("[", "]")
            values.append(macro.default if given is None else given)
        while len(values) < macro.arguments:
            values.append(self.argument())
        result: list[str] = []
        size = 1
        for token in macro.body:
            number = int(token[1:]) if token[0] == "#" and len(token) > 1 else 0
            if not number:
                result.append(token)
                size += len(token)
            elif number <= len(values):
                result += values[number - 1]
                size += sum(map(len, values[number - 1]))
            if size > self.budget:
                self.budget = -1
                return False
        self.budget -= size
        self.ahead.extend(reversed(result))
        return True


_MARKS: Mapping[str, str] = {"---": "—", "--": "–", "``": "“", "''": "”"}


def _typography(text: str) -> str:
    return re.sub(r"---|--|``|''", lambda match: _MARKS[match[0]], text)
