"""Entries of the PDG Listings: one number with both errors, a limit, a range, or words, as the PDG gives it.

Notable, because the database and its API are easy to misread: a limit has error 0 there, and a value with a confidence
level but no limit type (the quark masses) counts as a limit in the API and is none; entries of type ``DR`` are partial
rates in a unit that the database does not hold, beside branching fractions of the same identifier; a range may or may
not come with a central value; and of several masses the API may choose another than the PDG's default.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from physfm.tools.names import State, database, quiet, select

# "+d.edition" keeps SQLite from choosing the index of editions, which selects every row there is.
_COLUMNS = (
    "d.pdgid, l.description, d.value, d.error_positive, d.error_negative, d.unit_text, d.limit_type,"
    " d.confidence_level, d.value_text, d.scale_factor, d.comment, d.in_summary_table, d.value_type"
)
_ORIGIN = {
    "AC": "average", "D": "average", "E": "estimate", "L": "best limit", "OL": "limit", "FC": "fit",
    "V": "evaluation", "DV": "evaluation", "O": "evaluation",
}  # fmt: skip
# As pint reads them; a year of the PDG has 365 days, a Julian year (pint) 365.25: far below any limit's precision.
_UNITS = {
    "": "1", "years": "year", "yr": "year", "mu(N)": "nuclear_magneton", "mu(B)": "bohr_magneton", "e cm": "e*cm",
    "pi rad": "pi*radian", "hbar s**-1": "hbar/s", "micrometers": "micrometer", "GeV/c**2": "GeV/c^2",
    "degrees": "degree", "rad": "radian",
}  # fmt: skip
_NUMBER = r"[+-]?\d+\.?\d*(?:E[+-]?\d+)?"


@dataclass(frozen=True)
class Entry:
    """One summary value.

    Parameters
    ----------
    identifier
        PDG identifier with edition, ``"S008M/2026"``.
    description
        Title in the Listings.
    value
        A number, or the PDG's words (``"seen"``, ``"100 to 800"``); None if the entry is empty.
    unit
        As pint reads it; ``"1"`` if dimensionless.
    uncertainty
        Errors upwards and downwards in ``unit``; None for limits and words, and where none is given.
    limit
        Whether ``value`` is a bound.
    confidence_level
        In per cent: of a limit, or of the errors where they are not one standard deviation.
    range
        Bounds of an estimate that the PDG gives as a range.
    listed_as
        Value and errors as printed, rounded by the PDG.
    scale_factor
        By which the PDG enlarged the errors.
    comment, origin
        The PDG's remark, and how the value was obtained (average, fit, evaluation, estimate, best limit).
    summary_table
        Whether it is in the Summary Tables.
    """

    identifier: str
    description: str
    value: float | str | None
    unit: str
    uncertainty: tuple[float, float] | None
    limit: Literal["upper", "lower"] | None
    confidence_level: float | None
    range: tuple[float, float] | None
    listed_as: str
    scale_factor: float | None
    comment: str | None
    origin: str
    summary_table: bool

    @property
    def base(self) -> str:
        """Identifier without the edition."""
        return self.identifier.partition("/")[0]

    def words(self) -> str:
        """The verb and what follows it: ``"is 139.57039 ± 0.00018 MeV"``."""
        if self.value is None:
            return "is listed without a value"
        unit = "" if self.unit == "1" else f" {self.unit}"
        number = printed(self.listed_as) + unit if self.listed_as else f"{self.value:.6g}{unit}"
        level = f" ({self.confidence_level:g} % confidence level)" if self.confidence_level else ""
        if self.limit:
            number = re.sub(r"^[<>]\s*", "", number)
            return f"is {'below' if self.limit == 'upper' else 'above'} {number}{level}"
        if self.range is not None:
            return f"is estimated in the range {number}{level}"
        if isinstance(self.value, str) and not re.search(r"\d", self.value):
            return f"is listed in words: {self.value!r}"
        return f"is {number}{level}"

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON, with the identifier under ``pdg_id``."""
        plain = asdict(self)
        return {"pdg_id": plain.pop("identifier")} | {
            k: list(v) if isinstance(v, tuple) else v for k, v in plain.items()
        }


def printed(text: str) -> str:
    """The PDG's plain text of a value for people: ``"(2.6033+-0.0005)E-8"`` gives ``"(2.6033 ± 0.0005) × 10^-8"``."""
    match = re.fullmatch(r"\(?\s*([^()]*?)\s*\)?\s*E([+-]?\d+)", text)
    body, power = (match[1], int(match[2])) if match and not re.search(r"\dE", match[1]) else (text, None)
    body = re.sub(r"(\d)\s*\+-\s*", r"\1 ± ", body)
    body = re.sub(r"(\d)(\+[\d.]+)(-[\d.]+)", r"\1 \2 \3", body)
    body = re.sub(r"\s*--\s*", " to ", body)
    body = re.sub(r"^([\d.]+) to ([\d.]+) to ([\d.]+)$", r"\1 to \3 (about \2)", body, flags=re.IGNORECASE)
    body = re.sub(r"~\s*", "about ", re.sub(r"([<>])\s+", r"\1", body)) if "(about" not in body else body
    if power is None:
        return body
    body = f"({body})" if re.search(r"[ ±]", body.removeprefix("about ")) else body
    return f"{body} %" if power == -2 else f"{body} × 10^{power}"


def _numbers(text: str) -> list[float]:
    """Numbers of a range such as ``"1650 to 1720 to 1800"`` or ``"(1 -- 5) E-2"``; empty if it is none."""
    match = re.fullmatch(r"\(?\s*(.*?)\s*\)?(?:\s*E([+-]?\d+))?", text)
    parts = re.split(r"\s+(?:to|TO)\s+|\s*--\s*", match[1]) if match else []
    if len(parts) not in (2, 3) or not all(re.fullmatch(_NUMBER, part) for part in parts):
        return []
    return [float(f"{part}e{match[2] or 0}") if "E" not in part else float(part) for part in parts]  # type: ignore[index]


def _entry(row: Any) -> Entry:
    """An entry from one row of the database."""
    pdgid, description, value, up, down, unit, kind, level, text, scale, comment, summary, origin = row
    limit: Literal["upper", "lower"] | None = {"U": "upper", "L": "lower"}.get(kind)  # type: ignore[assignment]
    uncertainty = None if limit or up is None or down is None else (float(up), float(down))
    if uncertainty == (0.0, 0.0) and "+" not in (text or ""):
        uncertainty = None
    bounds = _numbers(text or "") if kind == "R" else []
    return Entry(
        identifier=f"{pdgid}/{edition()}",
        description=description,
        value=float(value) if value is not None else (printed(text) if text else None),
        unit=_UNITS.get(unit, unit),
        uncertainty=uncertainty,
        limit=limit,
        confidence_level=level,
        range=(bounds[0], bounds[-1]) if bounds else None,
        listed_as=text or "",
        scale_factor=scale,
        comment=comment,
        origin=_ORIGIN.get(origin, ""),
        summary_table=bool(summary),
    )


@cache
def edition() -> str:
    """Edition of the Review of Particle Physics in the installed database, such as ``"2026"``."""
    return str(database().default_edition)


@cache
def citation() -> str:
    """How the Review of that edition is cited."""
    return re.sub(r"<[^>]+>", "", database().info("citation"))


@lru_cache(maxsize=4096)
def entries(identifier: str) -> tuple[Entry, ...]:
    """All summary values of one PDG identifier (without edition), in the PDG's order; partial rates are left out."""
    query = (
        f"SELECT {_COLUMNS} FROM pdgdata d JOIN pdgid l ON l.pdgid = d.pdgid"
        " WHERE d.pdgid = ? AND +d.edition = ? AND d.value_type <> 'DR' ORDER BY d.sort"
    )
    return tuple(_entry(row) for row in select(query, identifier, edition()))


def best(found: tuple[Entry, ...]) -> Entry | None:
    """The value that the PDG puts first: the first of the Summary Tables, else the first."""
    return next((e for e in found if e.summary_table), found[0] if found else None)


def family(listing: str) -> tuple[str, str]:
    """First and last identifier that belong to a listing, for ``BETWEEN``, which uses the index that LIKE does not."""
    return listing, listing + "~"


def all_branching(listing: str) -> Mapping[str, tuple[Entry, ...]]:
    """Summary values of all branching fractions of a particle's listing, by PDG identifier."""
    query = (
        f"SELECT {_COLUMNS} FROM pdgdata d JOIN pdgid l ON l.pdgid = d.pdgid"
        " WHERE l.parent_pdgid BETWEEN ? AND ? AND l.data_type LIKE 'BF%' AND +d.edition = ? AND d.value_type <> 'DR'"
        " ORDER BY l.sort, d.sort"
    )
    found: dict[str, tuple[Entry, ...]] = {}
    for row in select(query, *family(listing), edition()):
        found[row[0]] = (*found.get(row[0], ()), _entry(row))
    return found


@lru_cache(maxsize=1024)
def main_entry(state: State, kind: str) -> tuple[Entry | None, tuple[Entry, ...]]:
    """The value of a mass (``M``), width (``G``) or lifetime (``T``), and all others that the PDG lists for the state.

    The choice is the PDG's default where there is one, else that of the `pdg` package.
    """
    if not state.listing:
        return None, ()
    from pdg.errors import PdgNoDataError
    from pdg.particle import PdgParticle

    with quiet():
        particle = PdgParticle(database(), state.listing, set_mcid=state.mcid, set_name=state.name)
        listed = list(particle.properties(kind))
        # A property of the Summary Tables flagged D is the default; A is an alternative (mass in u), s a special case.
        default = [p for p in listed if "D" in p.data_flags and not set("As") & set(p.data_flags)]
        try:
            chosen = default[0] if len(default) == 1 else particle.best(iter(default or listed))
        except PdgNoDataError:
            chosen = listed[0] if len(listed) == 1 else None
    every = [entry for each in listed for entry in entries(each.baseid)]
    main = best(entries(chosen.baseid)) if chosen is not None else None
    return main, tuple(entry for entry in every if entry is not main)


def searched(state: State, words: str) -> tuple[Entry, ...]:
    """Entries of the state's listing whose title holds all the words, the best of each; no masses, widths, decays."""
    parts = re.findall(r"[A-Za-z0-9']+", words.lower())[:8]
    if not state.listing or not parts:
        return ()
    query = (
        "SELECT DISTINCT l.pdgid, l.description, l.sort FROM pdgid l JOIN pdgdata d ON d.pdgid = l.pdgid"
        " WHERE l.parent_pdgid BETWEEN ? AND ? AND l.data_type NOT IN ('M', 'G', 'T', 'BR')"
        " AND l.data_type NOT LIKE 'BF%' AND +d.edition = ? ORDER BY l.sort"
    )
    found = []
    for identifier, description, _ in select(query, *family(state.listing), edition()):
        title = set(re.findall(r"[a-z0-9']+", description.lower()))
        if all(part in title for part in parts) and (entry := best(entries(identifier))) is not None:
            found.append(entry)
    return tuple(found)
