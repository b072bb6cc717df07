"""Read collider events and jets from ROOT files, TTree or RNTuple, in chunks: memory does not grow with the file.

The layout is detected from the branches (`layouts`), every momentum leaves here in GeV, and what a file lacks is named.
Whatever is wrong with a file, the user gets one `InputError` line; `sniff` never raises. Reading is uproot's work.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from physfm.errors import InputError, MissingDependency
from physfm.types import Sample
from physfm.units import factor
from physfm_lhc import event
from physfm_lhc.layouts import GEV_VARIABLES, Collection, Layout, detect

CHUNK = 2000
"""Entries per chunk."""
_KNOWN = (
    "CMS NanoAOD, Delphes, ATLAS PHYSLITE, FCC EDM4hep, jets of `physfm generate jets`, or Name_Px/Name_pt branches"
)


@dataclass(frozen=True)
class Chunk:
    """Some consecutive items of a file, flat.

    Parameters
    ----------
    p4
        (all particles, 4), GeV.
    kind
        (all particles, channels), see `physfm_lhc.event.CHANNELS`.
    lengths
        (items,), particles of every item.
    truth, identity
        (items,) arrays by name.
    """

    p4: NDArray[np.float32]
    kind: NDArray[np.float32]
    lengths: NDArray[np.int64]
    truth: dict[str, NDArray[np.float32]]
    identity: dict[str, NDArray[Any]]


def sniff(path: Path) -> str | None:
    """Return the layout's name (``nanoaod``, ``physlite`` ...) if the file can be read here, else None."""
    try:
        with _open(Path(path)) as (_, layout, entries):
            return layout.name if entries else None
    except (InputError, MissingDependency):
        return None


def read(paths: Sequence[Path], limit: int | None = None) -> Iterator[Sample]:
    """Stream the items of the files, one after the other.

    Raises
    ------
    InputError
        In one line, if a file cannot be used.
    """
    left = limit
    for path in map(Path, paths):
        start = 0
        with _open(path) as (tree, layout, _):
            for chunk in _chunks(tree, layout, path, CHUNK if left is None else min(CHUNK, max(left, 1))):
                for sample in _samples(chunk, layout, path, start):
                    if left is not None:
                        if left <= 0:
                            return
                        left -= 1
                    yield sample
                start += len(chunk.lengths)


def jet_arrays(path: Path, particles: int) -> Iterator[Chunk]:
    """Stream a file of jets as flat arrays with the leading ``particles`` constituents (for training).

    Raises
    ------
    InputError
        If the file holds no jets with constituents, or cannot be used.
    """
    with _open(Path(path)) as (tree, layout, _):
        if layout.item != "jet":
            raise InputError(f"{path} holds events ({layout.name}), expected jets with constituents.")
        for chunk in _chunks(tree, layout, Path(path), 10 * CHUNK):
            position = np.arange(len(chunk.p4)) - np.repeat(np.cumsum(chunk.lengths) - chunk.lengths, chunk.lengths)
            keep = position < particles
            lengths = np.minimum(chunk.lengths, particles)
            yield Chunk(chunk.p4[keep], chunk.kind[keep], lengths, chunk.truth, {})


def info(path: Path) -> dict[str, Any]:
    """Facts about a file: format, items, units, what is missing, and every collection in GeV.

    Returns
    -------
    facts
        ``collections`` maps a name to ``count`` and, for each variable that carries an energy unit and is stored,
        ``{variable}_sum`` and ``{variable}_max``; ``pt_sum`` and ``pt_max`` are computed where a file stores
        Cartesian momenta. ``label`` is the file's own name of the collection.

    Raises
    ------
    InputError
        In one line, if the file cannot be used.
    """
    path = Path(path)
    with _open(path) as (tree, layout, entries):
        tables = {c.name: _Table() for c in layout.collections}
        if layout.scalars:
            tables["event"] = _Table()
        for arrays in _iterate(tree, layout, path, CHUNK):
            for c in layout.collections:
                tables[c.name].add(_flat(arrays, c, layout, path))
            if layout.scalars:
                values = {v: _numbers(arrays[b], b, path) * _scale(layout) for v, b in layout.scalars.items()}
                tables["event"].add(values)
        labels = {c.name: {"label": c.label} for c in layout.collections}
        return {
            "format": layout.name,
            "container": "RNTuple" if _is_rntuple(tree) else "TTree",
            "tree": layout.tree,
            "item": layout.item,
            "items": entries,
            "units": {"stored": layout.unit, "reported": "GeV"},
            "collections": {n: t.facts() | labels.get(n, {}) for n, t in tables.items()},
            "missing": list(layout.missing),
        }


class _Table:
    """Counts, sums and maxima of the variables of one collection; sums run in float64."""

    def __init__(self) -> None:
        self.count = 0
        self.sums: dict[str, float] = {}
        self.maxima: dict[str, float] = {}

    def add(self, values: dict[str, NDArray[Any]]) -> None:
        for name in GEV_VARIABLES:
            if name not in values:
                continue
            self.sums[name] = self.sums.get(name, 0.0) + float(values[name].sum())
            if len(values[name]):
                self.maxima[name] = max(self.maxima.get(name, -np.inf), float(values[name].max()))
        self.count += len(next(iter(values.values())))

    def facts(self) -> dict[str, Any]:
        out: dict[str, Any] = {"count": self.count}
        for name, total in self.sums.items():
            out |= {f"{name}_sum": total, f"{name}_max": self.maxima.get(name)}
        return out


# Opening ----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _open(path: Path) -> Iterator[tuple[Any, Layout, int]]:
    """Open the first tree with a known layout; every trouble becomes one `InputError` line."""
    try:
        import uproot
    except ImportError as err:
        raise MissingDependency("Reading ROOT files", "uproot", "lhc") from err
    try:
        with path.open("rb") as stream:
            magic = stream.read(4)
    except OSError as err:
        raise InputError(f"{path} cannot be opened: {err.strerror or err}.") from err
    if magic != b"root":
        what = "is empty" if not magic else "is not a ROOT file (it does not start with 'root')"
        raise InputError(f"{path} {what}.")
    with contextlib.ExitStack() as stack:
        with _one_line(path):
            file = stack.enter_context(uproot.open(path))
            found = _find(file)
        if found is None:
            with _one_line(path):
                trees = _trees(file)
            names = ", ".join(sorted(trees)[:5]) or "none"
            raise InputError(f"{path}: no tree of a known layout (trees: {names}). Expected {_KNOWN}.")
        tree, layout = found
        for c in layout.collections:
            lacking = c.lacks()
            if lacking:
                near = next(iter(c.branches.values()))
                raise InputError(
                    f"{path}: {c.label} lacks {', '.join(lacking)} (it has {near}); no four-momentum without it."
                )
        entries = int(tree.num_entries)
        if entries == 0:
            raise InputError(f"{path}: tree {layout.tree!r} has no entries.")
        yield tree, layout, entries


@contextlib.contextmanager
def _one_line(path: Path) -> Iterator[None]:
    """Turn whatever a damaged or hostile file raises inside uproot into one `InputError` line."""
    try:
        yield
    except (InputError, MissingDependency):
        raise
    except Exception as err:  # a damaged file can raise anything at all
        reason = " ".join(str(err).split())[:160] or type(err).__name__
        raise InputError(f"{path} cannot be read as ROOT; it may be truncated or damaged ({reason}).") from err


def _trees(file: Any) -> dict[str, str]:
    """Names of trees (without cycle) and their keys, newest cycle first."""
    out: dict[str, str] = {}
    for key, kind in file.classnames(recursive=True).items():
        if kind in ("TTree", "TNtuple", "ROOT::RNTuple", "ROOT::Experimental::RNTuple"):
            out.setdefault(key.split(";")[0], key)
    return out


def _find(file: Any) -> tuple[Any, Layout] | None:
    empty = None
    for name, key in _trees(file).items():
        tree = file[key]
        layout = detect(name.rsplit("/", 1)[-1], tree.keys())
        if layout is not None:
            return tree, layout
        if tree.num_entries == 0:
            empty = name
    if empty is not None:
        raise InputError(f"{file.file_path}: tree {empty!r} has no entries.")
    return None


def _is_rntuple(tree: Any) -> bool:
    return "RNTuple" in type(tree).__name__


def _scale(layout: Layout) -> float:
    return factor(layout.unit, "GeV")


# Arrays -----------------------------------------------------------------------------------------------------------


def _iterate(tree: Any, layout: Layout, path: Path, step: int) -> Iterator[dict[str, Any]]:
    """Yield the wanted branches of ``step`` entries at a time."""
    wanted = layout.branches
    with _one_line(path):
        if _is_rntuple(tree):
            yield from ({b: a[b] for b in wanted} for a in tree.iterate(filter_name=wanted, step_size=step))
        else:
            # Branch by branch, not as expressions: names hold dots and #.
            for start in range(0, int(tree.num_entries), step):
                stop = min(start + step, int(tree.num_entries))
                yield {n: tree[n].array(entry_start=start, entry_stop=stop, library="ak") for n in wanted}


def _numbers(array: Any, branch: str, path: Path) -> NDArray[np.float64]:
    """Flatten to float64 and refuse NaN and infinity by name."""
    import awkward as ak

    try:
        flat = ak.to_numpy(ak.flatten(array, axis=None)).astype(np.float64)
    except (ValueError, TypeError) as err:
        raise InputError(f"{path}: branch {branch} does not hold numbers.") from err
    if not np.isfinite(flat).all():
        raise InputError(f"{path}: branch {branch} holds {int((~np.isfinite(flat)).sum())} NaN or infinite values.")
    return flat


def _counts(arrays: dict[str, Any], collection: Collection, path: Path) -> NDArray[np.int64]:
    """Objects per entry, equal for all variables of a collection."""
    import awkward as ak

    counts: NDArray[np.int64] | None = None
    for branch in collection.branches.values():
        array = arrays[branch]
        now = np.ones(len(array), np.int64) if array.ndim == 1 else ak.to_numpy(ak.num(array, axis=1)).astype(np.int64)
        if counts is not None and not np.array_equal(now, counts):
            raise InputError(f"{path}: branches of {collection.label} have different lengths ({branch}).")
        counts = now
    assert counts is not None
    return counts


def _flat(arrays: dict[str, Any], collection: Collection, layout: Layout, path: Path) -> dict[str, NDArray[Any]]:
    """Variables of a collection over all entries, in GeV; ``pt`` is added where momenta are Cartesian."""
    _counts(arrays, collection, path)
    scale = _scale(layout)
    out = {
        v: _numbers(arrays[b], b, path) * (scale if v in GEV_VARIABLES else 1.0) for v, b in collection.branches.items()
    }
    if "pt" not in out:
        out["pt"] = np.hypot(out["px"], out["py"])
    return out


def _chunks(tree: Any, layout: Layout, path: Path, step: int) -> Iterator[Chunk]:
    for arrays in _iterate(tree, layout, path, step):
        parts, kinds, owners = [], [], []
        entries = len(arrays[layout.branches[0]])
        for c in layout.collections:
            if not c.encoded:
                continue
            values, counts = _flat(arrays, c, layout, path), _counts(arrays, c, path)
            parts.append(_p4(values, c))
            kinds.append(_kind(values, c, arrays, layout, counts))
            owners.append(np.repeat(np.arange(entries), counts))
        owner = np.concatenate(owners)
        order = np.argsort(owner, kind="stable")
        p4 = np.concatenate(parts)[order].astype(np.float32)
        kind = np.concatenate(kinds)[order].astype(np.float32)
        lengths = np.bincount(owner, minlength=entries)
        identity = {k: np.asarray(arrays[b]) for k, b in layout.identity.items()}
        yield Chunk(p4, kind, lengths, _truth(arrays, layout, path), identity)


def _p4(values: dict[str, NDArray[Any]], collection: Collection) -> NDArray[np.float64]:
    mass = values.get("mass")
    if mass is None:
        mass = np.full(len(values["pt"]), event.MASS.get(collection.species, 0.0))
    if collection.cartesian:
        px, py = values["px"], values["py"]
        pz = values["pz"] if "pz" in values and collection.name != "met" else np.zeros_like(px)
    else:
        eta = values["eta"] if collection.name != "met" else np.zeros_like(values["pt"])
        px, py = values["pt"] * np.cos(values["phi"]), values["pt"] * np.sin(values["phi"])
        pz = values["pt"] * np.sinh(eta)
    energy = values.get("energy")
    if energy is None or collection.name == "met":
        # Some files store tiny negative masses from rounding.
        energy = np.sqrt(px**2 + py**2 + pz**2 + (np.maximum(mass, 0) ** 2 if collection.name != "met" else 0))
    return np.stack([energy, px, py, pz], axis=-1)


def _kind(
    values: dict[str, NDArray[Any]],
    collection: Collection,
    arrays: dict[str, Any],
    layout: Layout,
    counts: NDArray[np.int64],
) -> NDArray[np.float64]:
    number = len(values["pt"])
    charge = values.get("charge", np.zeros(number))
    species = np.full(number, event.SPECIES.index(collection.species))
    if collection.name == "particles":
        species = _particle_species(values, charge)
        starts = np.cumsum(counts) - counts
        for name, branch in layout.extra.items():
            if name in event.SPECIES:  # EDM4hep: indices of the electrons, muons, photons among the particles
                index = arrays[branch]
                rows = np.repeat(np.arange(len(counts)), [len(i) for i in index])
                flat = np.concatenate([np.asarray(i) for i in index]).astype(np.int64)
                good = (flat >= 0) & (flat < counts[rows])
                species[(starts[rows] + flat)[good]] = event.SPECIES.index(name)
    out = np.zeros((number, len(event.CHANNELS)))
    out[np.arange(number), species] = 1
    out[:, -1] = charge
    return out


def _particle_species(values: dict[str, NDArray[Any]], charge: NDArray[Any]) -> NDArray[np.int64]:
    at = event.SPECIES.index
    if "pid" in values:
        code = abs(values["pid"])
        species = np.where(charge != 0, at("charged_hadron"), at("neutral_hadron"))
        for number, name in ((22, "photon"), (11, "electron"), (13, "muon")):
            species = np.where(code == number, at(name), species)
        return species
    if "charge" not in values:
        return np.full(len(charge), at("other"))
    # A neutral particle without mass is a photon; hadrons get the mass of a kaon or neutron.
    light = values["mass"] < 1e-3 if "mass" in values else np.zeros(len(charge), bool)
    return np.where(charge != 0, at("charged_hadron"), np.where(light, at("photon"), at("neutral_hadron")))


def _truth(arrays: dict[str, Any], layout: Layout, path: Path) -> dict[str, NDArray[np.float32]]:
    if layout.item != "jet" or "label" not in layout.extra:
        return {}
    names = {"label": "top", "jet_mass": "jet_mass", "jet_npart": "num_constituents", "parton_pt": "parton_pt"}
    found = {names[k]: _numbers(arrays[b], b, path) for k, b in layout.extra.items()}
    return {k: v.astype(np.float32) for k, v in found.items()}


def _samples(chunk: Chunk, layout: Layout, path: Path, start: int) -> Iterator[Sample]:
    ends = np.cumsum(chunk.lengths)
    meta = {"file": path.name, "format": layout.name, "item": layout.item, "missing": list(layout.missing)}
    for i, (end, length) in enumerate(zip(ends, chunk.lengths, strict=True)):
        inside = slice(int(end - length), int(end))
        inputs = {
            "p4": torch.from_numpy(chunk.p4[inside].copy()),
            "kind": torch.from_numpy(chunk.kind[inside].copy()),
            "mask": torch.ones(int(length), dtype=torch.bool),
        }
        truth = {k: float(v[i]) for k, v in chunk.truth.items()}
        which = {k: int(v[i]) for k, v in chunk.identity.items()}
        yield Sample(f"{path.name}#{start + i}", inputs, {"p4": "GeV", "kind": "1"}, truth, {**meta, **which})
