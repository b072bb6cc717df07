"""One word for what physicists say in several: directions, changes, kinds of process, British and American spelling.

Each rule is a substitution on text in lower case; both sides of a comparison go through the same ones. A rule joins
only what means the same in every question; "opposite" words never meet.
"""

from __future__ import annotations

import re

_POINTS = "up|down|north|south|east|west|left|right|inward|outward"
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PARTS = "half|halve|third|quarter|fourth|fifth|sixth|eighth|tenth|times"
_CONSERVED = (
    r"(?:(?:angular|linear|electric|mechanical|kinetic|potential|thermal|internal|total|net|baryon|lepton) )*"
    r"(?:momentum|energy|charge|mass|number|parity|strangeness|flux|probability)"
)
_PEOPLE = (
    "newton|pauli|heisenberg|kepler|faraday|ampere|gauss|coulomb|ohm|lenz|hooke|boyle|charles|archimedes|bernoulli|hund"
    "|fermat|huygens|kirchhoff|stefan|wien|planck|snell|bragg|hubble|fick|fourier|pascal|torricelli|einstein|noether"
    "|curie|malus|stokes|poiseuille|dalton|avogadro|moseley|biot-savart"
)
_LEAD = (
    r"^\W*(?:(?:so|hence|thus|therefore|neither)\W+)*(?:(?:it|they|both|these|all|the (?:two|2))"
    r"(?:'re|'s| (?:is|are|would be|must be)) )?(?:both |all |exactly |just )*"
)
_PAIRS = (
    # spelling
    (r"\b1st\b", "first"),
    (r"\b2nd\b", "second"),
    (r"\b3rd\b", "third"),
    (r"\b(cent|met|lit|fib)re(s?)\b", r"\1er\2"),
    (r"\b(col|behavi|neighb|vap)our", r"\1or"),
    (r"\bgrey\b", "gray"),
    (r"\b(alumin)ium\b", r"\1um"),
    (r"\bsulph", "sulf"),
    (r"\btravell", "travel"),
    (r"\b(north|south)[\s-]+(east|west)", r"\1\2"),
    (r"\bnon-(?=[a-z])", "not "),
    (r"\bnon(?=(?:linear|uniform|zero|relativistic|degenerate|conservative|polar|magnetic|metal))", "not "),
    (r"\b(?:is |are |gets? )?(?:a )?shift(?:ed|s)? (?:in)?(?:to|towards?) (?:the )?(red|blue)(?: (?:end|side|part))?"
     r"(?: of the spectrum)?\b", r"\1shift"),
    (r"\bshift(?:ed|s)? (?:to|towards?) (?:longer wavelength|lower (?:frequenc|energ))(?:s|y|ies)?\b", "redshift"),
    (r"\bshift(?:ed|s)? (?:to|towards?) (?:shorter wavelength|higher (?:frequenc|energ))(?:s|y|ies)?\b", "blueshift"),
    (r"\b(red|blue)[ -]?shift(?:ed|s)?\b", r"\1shift"),
    (r"\b([a-z])-(?=[a-z]{3})", r"\1 "),
    # what is conserved; kinetic energy is not energy
    (r"\b(?:laws?|principle) of (?=(?:[\w]+ ){0,3}conservation\b)|(?<=conservation) law(?= of\b)", ""),
    (rf"\bconservation of (?:the )?({_CONSERVED})\b", r"\1 conserved"),
    (rf"\b({_CONSERVED})(?:-| )conservation\b", r"\1 conserved"),
    (rf"\b({_CONSERVED})(?: of (?:the |a )?\w+)?(?: (?:is|are|be|must be|has to be|remains|stays|will be|always|also))+"
     r" (?=conserved\b)", r"\1 "),
    (r"\b(?:linear|total|net) (?=(?:momentum|energy|charge) conserved\b)|\belectric (?=charge conserved\b)", ""),
    (r"\b(angular|kinetic|potential|thermal|internal) (momentum|energy)(?= conserved\b)", r"\1\2"),
    # laws and effects under several names
    (rf"\b((?:\w+ )?(?:law|principle|theorem|rule|equation)) of ({_PEOPLE})\b", r"\2 \1"),
    (rf"\b({_PEOPLE})'s? (?=(?:\w+ ){{0,2}}(?:law|principle|theorem|rule|equation|effect)\b)", r"\1 "),
    (r"\b(principle|theorem) of (?:the )?((?:angular |linear |electric |mechanical )?\w+)", r"\2 \1"),
    (r"\bheisenberg (?=uncertainty principle\b)|\bnuclear (?=(?:fusion|fission)\b)", ""),
    (r"\bpauli (?:exclusion )?principle\b", "exclusion principle"),
    (r"\bdoppler shift\b", "doppler effect"),
    (r"\b(zeeman|stark) splitting\b", r"\1 effect"),
    (r"\bcompton scattering\b", "compton effect"),
    (r"\bphoto(?:electric |-?)emission\b", "photoelectric effect"),
    (
        r"\b(zeroth|first|second|third|fourth|high|higher|low|lower|long|short|left|right|one|two|three|single|double|"
        r"spin|time|phase|short|near|far|red|blue|wave|steady|right|charge|energy|mass|well|free|black)-(?=[a-z]{3})",
        r"\1 ",
    ),
    *((rf"\b{word}\b(?![ -](?:{_PARTS})s?\b)", str(figure)) for figure, word in enumerate(_COUNTS, 2)),
    (r"\bout[ -]of[ -](phase|equilibrium|focus|balance|step)\b", r"outof\1"),  # in phase is another thing
    # directions
    (r"\b(?:(?:directly|straight|pointing|directed|radially) )*(?:towards?|to) the cent(?:er"
     r"|re)(?: of the (?:circle|orbit|curve|"
     r"circular path|earth|sphere))?\b", "inward"),
    (r"\b(?:(?:directly|straight|pointing|directed|radially) )*away from the cent(?:er|re)(?: of the (?:circle"
     r"|orbit|curve|"
     r"circular path|earth|sphere))?\b", "outward"),
    (r"\b(in|out)wards\b", r"\1ward"),
    (r"\b(up|down|left|right|north|south|east|west)wards?\b", r"\1"),
    (r"\b(north|south|east|west)er(?:n|ly)\b", r"\1"),
    (rf"\b(?:vertically|straight|directly|due|radially|to the|toward(?:s)? the|pointing"
     rf"|directed)\s+(?=(?:{_POINTS})\b)", ""),
    (r"\bnormal(?= to\b)|\b(?:at right angles?|orthogonal)\b|\bat 90 ?(?:°|degrees)(?= to (?:each other|it\b|the\b))",
     "perpendicular"),
    (r"\b(?:antiparallel|anti-parallel|opposite(?:ly directed)?) to\b", "opposite"),
    (r"\b(page|paper|screen|plane of the (?:page|paper|drawing|figure))\b", "page"),
    (r"\bccw\b", "counterclockwise"),
    (r"\bcw\b", "clockwise"),
    (r"\b(infra|ultra)-(?=red|violet|sonic|sound)", r"\1"),
    (r"\buv\b", "ultraviolet"),
    (r"\bir\b", "infrared"),
    (r"\b(?:slows down|gets slower|becomes slower)\b", "slower"),
    (r"\b(?:speeds up|gets faster|becomes faster)\b", "faster"),
    (r"\b(?:the )?(\w+) (?:gets|becomes|is) (longer|shorter)\b", r"\2 \1"),
    # rest, possibility
    (r"\b(?:at rest|motionless|(?:does not|doesn't|do not|don't) move|not moving|immobile)\b", "stationary"),
    (r"\bimpossible\b", "not possible"),
    (r"\b(?:forbidden|prohibited|disallowed|not permitted)\b", "not allowed"),
    (r"\bpermitted\b", "allowed"),
    (r"\bunstable\b", "not stable"),
    (r"\b(?:ir(?=reversible)|in(?=elastic)|un(?=polari[sz]ed\b))", "not "),
    # interactions and processes
    (r"\b(strong|weak)(?: nuclear)? (?:force|interaction)s?\b", r"\1 force"),
    (r"\b(?:the )?electromagnet(?:ism|ic (?:force|interaction)s?)\b", "electromagnetic force"),
    (r"\b(?:gravitational (?:force|interaction|attraction)|gravitation)\b", "gravity"),
    (r"\b(?:turns? into|(?:is |are |gets? )?converted (?:in)?to|(?:is |are )?transform(?:s|ed)? (?:in)?to"
     r"|changes? into)\b",
     "becomes"),
    (r"\b(?:isovolumetric|isometric process|constant[ -]volume)\b", "isochoric"),
    (r"\bconstant[ -]temperature\b", "isothermal"),
    (r"\bconstant[ -]pressure\b", "isobaric"),
    (r"\bsimple harmonic(?: motion| oscillation)?\b|\bshm\b", "simple harmonic motion"),
    (r"\bnewton (first|second|third) law of motion\b", r"newton \1 law"),
    # changes
    (r"\b(?:diminish(?:es)?|lessens?|shrinks?|declines?|reduces(?! to\b))\b", "decreases"),
    (r"\bclimbs?\b(?! down)", "increases"),
    (r"\b(?:unaffected|unaltered)\b", "unchanged"),
    (r"(?:\b(?:is|are|was|were)\s*(?:not|n't)|\bnot)\s+(?:be\s+)?(?:affected|altered|changed|influenced)\b",
     "unchanged"),
    (r"\b(?:(?:there is|there's|makes?|has|have) )?no (?:difference|effect|influence)\b"
     r"(?: (?:on|between|to|in) (?:(?!but\b)[^,.;])*)?", "unchanged"),
    (r"\b(?:remains?|stays?) as (?:it was|before)\b|\bkeeps (?:its|the same) value\b", "unchanged"),
    (rf"{_LEAD}(?:constant|(?:the )?same(?: size| magnitude| value)?|equal(?: in (?:size|magnitude|value))?|identical"
     r"|alike)(?: (?:for|in) (?:both|all|each)(?: (?:of them|cases))?)?\W*$", "unchanged"),
    (r"^\W*(?:they|both|all)(?: \w+){1,2} (?:the same|equal|identical) \w+\W*$", "unchanged"),
)  # fmt: skip
_RULES = tuple((re.compile(pattern), word) for pattern, word in _PAIRS)
_ORDERED = re.compile(
    r"\b(?:then|first|order\w*|before|after|respectively|from|to|followed|finally|next|last)\b|[<>→]|->"
)
_BETWEEN = re.compile(r"\s*(?:[,;&]|\band\b)\s*")
_SUBJECT = re.compile(r"^\W*(?:the|an?|it|its|this|they)\s+(?:[\w-]+\s+){0,3}?(?:is|are|will be)\s+")


def unified(text: str) -> str:
    """Return a text in lower case with one word for each meaning."""
    for pattern, word in _RULES:
        text = pattern.sub(word, text)
    return text


def listed(text: str) -> list[str] | None:
    """Return the entries of a list of words whose order says nothing; None for other texts."""
    if _ORDERED.search(text):
        return None
    parts = [part.strip(" .") for part in _BETWEEN.split(_SUBJECT.sub("", text))]
    parts = [part for part in parts if part]
    return parts if 2 <= len(parts) <= 12 and all(len(part.split()) <= 3 for part in parts) else None
