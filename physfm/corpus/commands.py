"""What LaTeX commands mean to the cleaner (`physfm.corpus.latex`): words to keep, arguments to leave out, letters."""

from __future__ import annotations

HEADINGS = {"part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5}
"""Level in Markdown."""

LARGE = frozenset({"large", "Large", "LARGE", "huge", "Huge"})
"""Sizes in which notes without a title command set their title."""

_ONE = """
    label ref eqref autoref cref Cref pageref vref nameref cite citep citet citealt citealp citeauthor citeyear citenum
    onlinecite parencite textcite footcite nocite bibliography bibliographystyle addbibresource usepackage
    RequirePackage documentclass includegraphics input include subfile vspace hspace pagestyle thispagestyle
    graphicspath hypersetup geometry date affiliation affil institute address email orcid pacs keywords preprint
    index glossary phantomsection pdfbookmark color definecolor pagecolor hyphenation enlargethispage
    theoremstyle captionsetup lstset sisetup tikzset pgfplotsset usetikzlibrary lhead rhead chead lfoot rfoot cfoot
    fancyhf fancyhead fancyfoot href newcounter stepcounter refstepcounter arabic roman Roman alph Alph cline cmidrule
    allowdisplaybreaks numberwithin tag hphantom vphantom phantom special marginpar todo
"""
_TWO = """
    setcounter addtocounter setlength addtolength newtheorem addcontentsline textcolor rule resizebox scalebox
    newcolumntype multirow
"""
DROPPED = dict.fromkeys(_ONE.split(), 1) | dict.fromkeys(_TWO.split(), 2)
"""Commands that go with so many of their arguments (and all options)."""
DROPPED |= {"newenvironment": 3, "renewenvironment": 3, "textcolor": 1, "resizebox": 2, "scalebox": 1, "multirow": 2}
DROPPED |= {"multicolumn": 2, "definecolor": 3, "newlength": 1}

DROPPED_ENVIRONMENTS = frozenset({"thebibliography", "tikzpicture", "pgfpicture", "picture", "fmffile", "fmfgraph"})
DROPPED_ENVIRONMENTS |= {"feynmandiagram", "axis", "CCSXML"}

VERBATIM = frozenset({"verbatim", "Verbatim", "lstlisting", "minted", "comment", "filecontents"})

MATH_ENVIRONMENTS = {
    "equation": "", "displaymath": "", "math": "", "dmath": "", "align": "aligned", "alignat": "aligned",
    "flalign": "aligned", "eqnarray": "array", "gather": "gathered", "multline": "gathered",
}  # fmt: skip
"""Environment to write inside of the dollars, by the author's."""

TEXT_IN_MATH = frozenset({"text", "mbox", "hbox", "textrm", "textit", "textbf", "textsf", "textnormal", "intertext"})

ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
}  # fmt: skip
"""Combining characters."""

SYMBOLS = {
    "%": "%", "&": "&", "_": "_", "#": "#", "$": "\\$", "{": "{", "}": "}", " ": " ", "\n": " ", ",": " ", ";": " ",
    ":": " ", "!": "", "-": "", "/": "", "@": "", "\\": "\n", "ss": "ß", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å",
    "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "l": "ł", "L": "Ł", "i": "i", "j": "j", "ldots": "...", "dots": "...",
    "textdegree": "°", "degree": "°", "textmu": "µ", "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "euro": "€",
    "textendash": "–", "textemdash": "—", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^",
    "textquoteleft": "‘", "textquoteright": "’", "slash": "/", "par": "\n\n", "newline": "\n", "linebreak": "\n",
    "newpage": "\n\n", "clearpage": "\n\n", "smallskip": "\n\n", "medskip": "\n\n", "bigskip": "\n\n", "quad": " ",
    "qquad": " ", "TeX": "TeX", "LaTeX": "LaTeX", "textellipsis": "...", "textregistered": "®", "texttrademark": "™",
}  # fmt: skip
"""Commands without arguments, as characters."""
