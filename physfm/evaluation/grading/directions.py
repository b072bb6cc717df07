"""Directions said beside a number: "12 N to the right" is no answer where the gold says "12 N to the left"."""

from __future__ import annotations

import re

from physfm.evaluation.grading.statement import passages

_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        (r"left(?:wards?)?", r"right(?:wards?)?(?! (?:angle|answer|side|hand))"),
        (r"up(?:wards?)?(?! to)", r"down(?:wards?)?(?! to)"),
        (r"above", r"below"),
        (r"north(?:wards?)?", r"south(?:wards?)?"),
        (r"east(?:wards?)?", r"west(?:wards?)?"),
        (r"clockwise", r"(?:counter|anti)-?\s?clockwise"),
        (r"inwards?|towards?", r"outwards?|away from"),
        (r"into the (?:page|plane|paper)", r"out of the (?:page|plane|paper)"),
        (r"attractive", r"repulsive"),
        (r"forwards?", r"backwards?"),
        (r"converging", r"diverging"),
        (r"real", r"virtual"),
        (r"upright", r"inverted"),
        (r"radius|radii", r"diameters?"),
        (r"rms|root[- ]mean[- ]square", r"peak|amplitude"),
        (r"in series", r"in parallel"),
        (r"gain(?:ed|s)?", r"lost|loses"),
        (r"compress(?:ed|ion|ive)", r"stretch(?:ed)?|tension|tensile"),
        (r"absorbed", r"(?:emitted|released)"),
        (r"lead(?:s|ing)?(?! to)", r"lag(?:s|ging)?"),
        (r"ahead of|precedes|in advance of", r"behind|trails"),
        (r"horizontal(?:ly)?", r"vertical(?:ly)?"),
        (r"before|earlier|sooner", r"after(?!wards)|later"),
        (r"gains?|gained", r"los(?:es?|t|ing)"),
        (r"heated|warmer|hotter", r"cooled|cooler|colder"),
        (r"faster", r"slower"),
        (r"heavier", r"lighter"),
        (r"longer", r"shorter"),
        (r"higher|greater|larger|bigger|more", r"lower|smaller|less|fewer"),
        (r"increases?|increased|rises?|rose", r"decreases?|decreased|falls?|fell|drops?|dropped"),
        (r"accelerat(?:es?|ing)", r"decelerat(?:es?|ing)"),
        (r"enter(?:s|ing)", r"leav(?:es|ing)"),
        (r"charging", r"discharging"),
        (r"surplus|excess", r"deficit|shortage"),
        (r"(?:done )?by the (?:gas|system)", r"(?:done )?on the (?:gas|system)"),
    )
)
_COMPARES = re.compile(
    r"\b(?:the\s+)?(?P<one>[\w-]+)\s+(?P<verb>(?:is\s+(?:\d[^\s]*\s+\S+\s+)?)?(?:leads|lags(?:\s+behind)?|precedes|trails|exceeds|above"
    r"|below|ahead\s+of|behind|before|after|(?:heavi|light|fast|slow|hott|cold|long|short|high|low|great|small|larg)er\s+than))"
    r"\s+(?:the\s+)?(?P<other>[\w-]+)",
    re.IGNORECASE,
)


def opposed(answer: str, gold: str) -> str:
    """Return the word of the answer's last statement that is the opposite of one in the gold, or an empty string.

    "The voltage leads the current" says that the current lags the voltage, so what stands on the sides of such a word
    counts as well.
    """
    said = next((passage for passage, _ in passages(answer)), answer)
    said = re.sub(r"(?<=[a-z])-(?=clockwise)", "", said)
    own, wanted_sides = _COMPARES.search(said), _COMPARES.search(gold)
    turned = bool(
        own
        and wanted_sides
        and own["one"].lower() == wanted_sides["other"].lower()
        and own["other"].lower() == wanted_sides["one"].lower()
    )
    for pair in _OPPOSITES:
        for wanted, other in (pair, pair[::-1]):
            found = other.search(said)
            if found and wanted.search(gold) and not other.search(gold) and not wanted.search(said):
                return "" if turned else found[0]
    return own["verb"] if turned and own else ""
