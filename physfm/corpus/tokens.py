r"""Tokens of a LaTeX source, with the author's own macros put in their place: what TeX does before it sets a line.

A file is hostile until it is read: expansion is bounded in characters, and arguments that do not close are not taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from physfm.corpus.commands import DROPPED, HEADINGS

_TOKEN = re.compile(
    r"\\verb\*?(?P<mark>[!|+/@\"';:=^#~\-])(?P<verb>[^\n]{0,500}?)(?P=mark)"
    r"|\\[A-Za-z@]++\*?+|\\.|%[^\n]*+(?:\n[ \t]*+)?|\$\$?|[{}\[\]&~]|#[1-9]|#"
    r"|\n[ \t]*+(?:\n[ \t]*+)++|\n|[^\\%${}\[\]&~#\n]++|\\",
    re.DOTALL,
)
_SHORT = 50
"""Tokens of an argument that is left out; a longer one is an unclosed brace, and kept as text."""


@dataclass(frozen=True)
class _Macro:
    arguments: int
    default: list[str] | None
    body: list[str]


class Tokens:
    """A source as a stream of tokens.

    Parameters
    ----------
    source
        A whole document or a piece of one.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0
        self.ahead: list[str] = []  # tokens to read before the source goes on, last first
        self.macros: dict[str, _Macro] = {}
        self.budget = 100_000 + 4 * len(source)  # characters that macros may still add
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
        """The next token without taking it."""
        token = self.next()
        self.back(token)
        return token

    def back(self, token: str) -> None:
        """Let a token come next; an empty one is none."""
        if token:
            self.ahead.append(token)

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

    def until(self, ending: str) -> str | None:
        """The source as it stands up to an ending, which is taken; None where it does not come."""
        stop = -1 if self.ahead or ending in self.unclosed else self.source.find(ending, self.place)
        if stop < 0:
            self.unclosed.add(ending)
            return None
        verbatim, self.place = self.source[self.place : stop], stop + len(ending)
        return verbatim

    def drop(self, arguments: int) -> None:
        """Leave out so many arguments in braces, with the options before them."""
        for _ in range(arguments):
            while self.bounded("[", "]") is not None:
                pass
            self.bounded("{", "}")

    def skip_conditional(self) -> None:
        r"""Leave out all up to the ``\fi`` that ends a conditional."""
        depth = 1
        while depth and (token := self.next()):
            depth += token.startswith("\\if") - (token == "\\fi")

    # Macros -----------------------------------------------------------------------------------------------------------

    def define(self) -> None:
        r"""Take what follows ``\newcommand``: name, number of arguments, default, body."""
        named = self.argument()
        count = "".join(self.bounded("[", "]") or ["0"]).strip()
        default = self.bounded("[", "]")
        body = self.argument()
        if len(named) == 1 and named[0][:1] == "\\":
            self.learn(named[0][1:], _Macro(int(count) if count in "0123456789" and count else 0, default, body))

    def plain_define(self, kind: str) -> None:
        r"""Take what follows ``\def``, ``\let`` or ``\DeclareMathOperator``."""
        named = self.argument()
        name = named[0][1:] if len(named) == 1 and named[0][:1] == "\\" else ""
        if kind == "DeclareMathOperator":
            self.learn(name, _Macro(0, None, ["\\operatorname", "{", *self.argument(), "}"]))
        elif kind == "let":
            if self.skip_space().startswith("="):
                self.back(self.next()[1:].lstrip())
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
