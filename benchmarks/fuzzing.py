"""Hostile and broken texts for the readers of expressions, and a watch on what the interpreter does meanwhile."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

SOUP = (
    *(
        "x",
        "y",
        "m_0",
        "theta",
        "kb",
        "pi",
        "oo",
        "e",
        "i",
        "I",
        "E",
        "d",
        "dx",
        "1",
        "2",
        "0",
        "10",
        "1.5",
        ".5",
        "1e5",
        "9",
    ),
    *(
        "+",
        "-",
        "*",
        "/",
        "^",
        "**",
        "!",
        "|",
        "=",
        "==",
        "<",
        ">=",
        "!=",
        "~",
        ",",
        "(",
        ")",
        "[",
        "]",
        "±",
        "+-",
        " ",
    ),
    *("sin", "sin(", "sqrt(", "exp(", "ln(", "log(", "abs(", "min(", "diff(", "integrate(", "besselj(", "factorial("),
    *("²", "⁻", "·", "×", "√", "∞", "α", "µ", "'", "_", ".", "^(", "^-"),
)
LATEX_SOUP = (
    *(
        "x",
        "y",
        "d",
        "e",
        "1",
        "2",
        "12",
        "\\alpha",
        "\\pi",
        "\\hbar",
        "{",
        "}",
        "_",
        "^",
        "(",
        ")",
        "\\left(",
        "\\right)",
    ),
    *(
        "\\frac",
        "\\frac{",
        "}{",
        "\\sqrt",
        "\\sqrt[",
        "]",
        "\\int",
        "\\int_",
        "\\sin",
        "\\log_",
        "\\mathrm{d}",
        "\\partial",
    ),
    *(
        "\\cdot",
        "\\times",
        "\\pm",
        "=",
        "+",
        "-",
        "/",
        "!",
        "|",
        "\\left|",
        "\\right|",
        "\\vec",
        "\\dot",
        "\\,",
        "&",
        " ",
    ),
    *(
        "\\mathrm{",
        "\\text{kb}",
        "\\operatorname{asin}",
        "\\infty",
        "\\sum",
        "\\\\",
        "$",
        "'",
        ",",
        "\\frac{d}{dx}",
        "dx",
    ),
)
NESTS = (
    *(("(", ")"), ("[", "]"), ("|", "|"), ("-", ""), ("√", ""), ("2^", ""), ("x^(", ")"), ("sin(", ")"), ("1/(", ")")),
    *(("", "!"), ("", "/x"), ("sqrt(x+", ")"), ("diff(", ",x)"), ("{", "}"), ("x^{", "}"), ("x_{", "}")),
    *(("\\frac{1}{", "}"), ("\\sqrt{", "}"), ("\\vec{", "}"), ("\\sin ", ""), ("\\int ", " dx")),
    ("\\left(", "\\right)"),
)
PAYLOADS = (
    "__import__('os').system('touch {canary}')",
    "().__class__.__bases__[0].__subclasses__()",
    "exec(\"open('{canary}','w')\")",
    'eval(\'open("{canary}","w")\')',
    "open('{canary}','w')",
    "lambda: open('{canary}','w')",
    "[c for c in ().__class__.__base__.__subclasses__()]",
    "x.__globals__['os'].system('touch {canary}')",
    'f\'{{open("{canary}","w")}}\'',
    "\\input{{/etc/passwd}}",
    "\\write18{{touch {canary}}}",
    "\\immediate\\openout\\x={canary}",
    "Symbol('x').func(open('{canary}','w'))",
    "sympify('__import__(\"os\").getcwd()')",
    "${{__import__('os').system('touch {canary}')}}",
)


def texts(seed: int, count: int, valid: Sequence[str], canary: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, text): random characters, tokens in random order, valid expressions mutated, nests, huge numbers."""
    rng = random.Random(seed)
    kinds: dict[str, Callable[[], str]] = {
        "bytes": lambda: rng.randbytes(rng.randint(0, 80)).decode("latin-1"),
        "unicode": lambda: "".join(chr(_code_point(rng)) for _ in range(rng.randint(0, 60))),
        "tokens": lambda: "".join(rng.choices(SOUP, k=rng.randint(1, 40))),
        "LaTeX tokens": lambda: "".join(rng.choices(LATEX_SOUP, k=rng.randint(1, 40))),
        "mutated": lambda: _mutated(rng, rng.choice(valid)),
        "nested": lambda: _nested(rng),
        "huge": lambda: _huge(rng),
        "payload": lambda: _payload(rng, rng.choice(valid), canary),
    }
    names = list(kinds)
    weights = [1, 1, 3, 3, 6, 1, 1, 1]
    for name in rng.choices(names, weights, k=count):
        yield name, kinds[name]()


def _code_point(rng: random.Random) -> int:
    point = rng.choice(
        (rng.randint(0, 0x2FF), rng.randint(0x370, 0x3FF), rng.randint(0x2000, 0x2BFF), rng.randint(0, 0x10FFFF))
    )
    return point if not 0xD800 <= point < 0xE000 else 0x3B1


def _mutated(rng: random.Random, text: str) -> str:
    letters = list(text)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        at = rng.randrange(len(letters) + 1)
        match rng.randrange(5):
            case 0:
                del letters[at : at + rng.randint(1, 3)]
            case 1:
                letters.insert(at, rng.choice(SOUP + LATEX_SOUP))
            case 2 if letters:
                letters[at % len(letters)] = rng.choice("()[]{}+-*/^_=\\~!|,.0123456789xyzdeE ")
            case 3:
                letters[at:at] = letters[at : at + rng.randint(1, 12)]
            case _:
                end = rng.randrange(len(letters) + 1)
                letters[min(at, end) : max(at, end)] = reversed(letters[min(at, end) : max(at, end)])
    return "".join(letters)


def _nested(rng: random.Random) -> str:
    depth = rng.choice((5, 20, 39, 80, 200, 3000))
    opening, closing = rng.choice(NESTS)
    balanced = rng.random() < 0.8
    return opening * depth + "x" + closing * (depth if balanced else rng.randint(0, depth))


def _huge(rng: random.Random) -> str:
    digits = str(rng.randint(1, 9)) * rng.choice((5, 30, 99, 101, 5000))
    number = rng.choice(
        (digits, f"1e{digits}", f"1e-{digits}", f"{digits}.{digits}", f".{digits}", f"{digits}!", f"9^9^{digits}")
    )
    shapes = (
        "{n}",
        "x^{n}",
        "{n}^{n}",
        "{n}^{n}^{n}",
        "2^(3^{n})",
        "exp({n})",
        "factorial({n})",
        "{n}*x^{n}",
        "(x+{n})^{n}",
    )
    return rng.choice(shapes).replace("{n}", number)


def _payload(rng: random.Random, text: str, canary: str) -> str:
    code = rng.choice(PAYLOADS).format(canary=canary)
    at = rng.randrange(len(text) + 1)
    return rng.choice(
        (code, text[:at] + code + text[at:], f"sin({code})", f"\\frac{{{code}}}{{2}}", f"diff({code}, x)")
    )


FORBIDDEN = (
    "exec",
    "compile",
    "open",
    "import",
    "os.",
    "subprocess.",
    "socket.",
    "shutil.",
    "ctypes.",
    "pty.",
    "marshal.",
)
_seen: list[str] = []
_armed = False
_installed = False


def _hook(event: str, arguments: object) -> None:
    if _armed and event.startswith(FORBIDDEN):
        _seen.append(event)


@contextmanager
def watched() -> Iterator[list[str]]:
    """Collect every event of the interpreter (PEP 578) that running, loading or opening anything would raise.

    Raises
    ------
    RuntimeError
        If the watch does not see a harmless ``eval``: a check that cannot fail is none.
    """
    global _armed, _installed
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True
    _seen.clear()
    _armed = True
    eval("1 + 1")
    if "exec" not in _seen:
        raise RuntimeError("the audit hook does not see eval()")
    _seen.clear()
    try:
        yield _seen
    finally:
        _armed = False
