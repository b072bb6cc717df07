"""The table behind the transfer matrix: every source, with its controls, into every target, seed by seed.

Rows are trunks. ``random`` was never trained; ``lhc``, ``joint``, ``text`` were pretrained on that; ``lhc-shuffled`` on
the same data without their physics; ``lhc-weights`` is the trained trunk with every tensor's entries permuted. ``home``
keeps the target's own resampler beside the trunk trained with it. ``lhc-taught`` was trained on all labels of a domain,
and ``home-taught`` keeps its resampler too: what the instrument must see if it sees anything.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from physfm.errors import InputError
from physfm.latent import LatentSpace
from physfm.probing.controls import shuffled_weights
from physfm.probing.domain import Domain, Part
from physfm.probing.readout import curve, pooled, probe, target_space, taught
from physfm.probing.similarity import compare
from physfm.probing.trunk import Settings, State, fresh, pretrain, seeded, trunk_of

RANDOM, JOINT, HOME = "random", "joint", "home"
SHUFFLED, WEIGHTS, TAUGHT = "-shuffled", "-weights", "-taught"
Once = Callable[[str, Callable[[], Any]], Any]
"""``once(unit, make)`` returns what ``make`` found, or what is on record for this unit."""


@dataclass(frozen=True)
class Comparison:
    """What is compared.

    Parameters
    ----------
    domains
        Sources that are targets as well.
    texts
        Sources only.
    seeds
        Each draws initialisations, batches and labels anew, and is tested on items of its own.
    permutations
        Behind every similarity.
    """

    domains: tuple[Domain, ...]
    settings: Settings
    seeds: tuple[int, ...]
    texts: tuple[Domain, ...] = ()
    permutations: int = 99

    def sources(self) -> dict[str, tuple[Domain, ...]]:
        """Return what each source is made of."""
        alone: dict[str, tuple[Domain, ...]] = {d.name: (d,) for d in (*self.domains, *self.texts)}
        return {**alone, JOINT: self.domains} if len(self.domains) > 1 else alone

    def test(self, domain: Domain, seed: int) -> Part:
        """Return the test items that belong to one seed alone.

        Raises
        ------
        InputError
            If there are fewer than 20 for each.
        """
        each = len(domain.test) // len(self.seeds)
        if each < 20:
            raise InputError(
                f"Expected at least 20 test items of {domain.name!r} for each of {len(self.seeds)} seeds, got {each}; "
                "take more items or fewer seeds."
            )
        start = self.seeds.index(seed) * each
        return domain.test.rows(torch.arange(start, start + each))


def conduct(study: Comparison, once: Once = lambda _, make: make()) -> dict[str, Any]:
    """Make the whole table.

    Returns
    -------
    found
        ``cells``: one record for every seed, row and target with ``probe`` and ``curve``; ``pretraining``: explained
        variance by seed and row; ``similarity``: one record for every seed, pair of rows and target.
    """
    cells: list[dict[str, Any]] = []
    similar: list[dict[str, Any]] = []
    pretraining: list[dict[str, Any]] = []
    trunks = [Trunks(study, seed) for seed in study.seeds]
    for here in trunks:
        for row in rows(study):
            found = once(f"seed {here.seed}: {row}", partial(_row, study, here, row))
            cells += [{"seed": here.seed, "row": row, **cell} for cell in found["cells"]]
            if found["explained"]:
                pretraining.append({"seed": here.seed, "row": row, "explained": found["explained"]})
    for here in trunks:
        found = once(f"seed {here.seed}: taught", partial(_taught, study, here.seed))
        cells += [{"seed": here.seed, **cell} for cell in found]
    for here, other in zip(trunks, trunks[1:] + trunks[:1], strict=True):
        if other is not here:
            similar += once(f"seed {here.seed}: similarity", partial(_similarity, study, here, other))
    return {"cells": cells, "pretraining": pretraining, "similarity": similar}


def rows(study: Comparison) -> list[str]:
    """Names of all rows: random first, then every source with its controls; a text is a control itself."""
    texts = [text.name for text in study.texts]
    sources = [s + suffix for s in study.sources() if s not in texts for suffix in ("", SHUFFLED, WEIGHTS)]
    return [RANDOM, *texts, *sources]


class Trunks:
    """The trunks of one seed, each trained when it is first asked for."""

    def __init__(self, study: Comparison, seed: int) -> None:
        self.study, self.seed = study, seed
        self._made: dict[str, tuple[LatentSpace, dict[str, float]]] = {}

    def pretrained(self, source: str, shuffled: bool) -> tuple[LatentSpace, dict[str, float]]:
        """Return the latent space trained on a source, and the variance that it explains."""
        key = source + (SHUFFLED if shuffled else "")
        if key not in self._made:
            self._made[key] = pretrain(self.study.sources()[source], shuffled, self.study.settings, self.seed)
        return self._made[key]

    def __getitem__(self, row: str) -> State:
        if row == RANDOM:
            return fresh(self.study.settings, self.seed)
        source, _, suffix = row.partition("-")
        trunk = trunk_of(self.pretrained(source, suffix == SHUFFLED[1:])[0])
        if suffix == WEIGHTS[1:]:
            return shuffled_weights(trunk, torch.Generator().manual_seed(seeded(self.seed, row)))
        return trunk


def _row(study: Comparison, trunks: Trunks, row: str) -> dict[str, Any]:
    source, _, suffix = row.partition("-")
    trunk, cells = trunks[row], []
    for target in study.domains:
        space = target_space(target, trunk, study.settings, trunks.seed)
        cells.append({"target": target.name, **_scored(study, target, space, trunks.seed)})
        if row == target.name:
            home = copy.deepcopy(trunks.pretrained(row, False)[0])
            cells.append({"target": target.name, "row": HOME, **_scored(study, target, home, trunks.seed)})
    explained = {} if row == RANDOM or suffix == WEIGHTS[1:] else trunks.pretrained(source, bool(suffix))[1]
    return {"cells": cells, "explained": explained}


def _taught(study: Comparison, seed: int) -> list[dict[str, Any]]:
    cells = []
    for source in study.domains:
        whole = taught(source, study.settings, seed)
        row = {"row": HOME + TAUGHT, "target": source.name}
        cells.append({**row, **_scored(study, source, whole, seed)})
        for target in study.domains:
            space = target_space(target, trunk_of(whole), study.settings, seed)
            row = {"row": source.name + TAUGHT, "target": target.name}
            cells.append({**row, **_scored(study, target, space, seed)})
    return cells


def _scored(study: Comparison, target: Domain, space: LatentSpace, seed: int) -> dict[str, Any]:
    test = study.test(target, seed)
    return {
        "probe": probe(target, space, test),
        "curve": curve(target, space, study.settings, seed, test),
    }


def _similarity(study: Comparison, trunks: Trunks, others: Trunks) -> list[dict[str, Any]]:
    """Latents of the same test items, through the same resampler, by the trunks of two sources from different seeds.

    All trunks of a seed start from one initialisation; two of them would be alike for that alone.
    """
    names = [RANDOM, *study.sources()]
    found = []
    for target in study.domains:
        test = study.test(target, trunks.seed)
        k = min(10, len(test) // 3)

        def latents(of: Trunks, row: str, target: Domain = target, test: Part = test) -> NDArray[np.float32]:
            space = target_space(target, of[row], study.settings, trunks.seed)
            latents: NDArray[np.float32] = pooled(space, target.name, test).cpu().numpy()
            return latents

        first, second = ({row: latents(of, row) for row in names} for of in (trunks, others))
        for a, b in combinations_with_replacement(names, 2):
            measured = compare(first[a], second[b], k, study.permutations, seeded(trunks.seed, a, b))
            measures = {name: vars(value) for name, value in measured.items()}
            found.append({"seed": trunks.seed, "target": target.name, "pair": [a, b], **measures})
    return found


def by_seed(cells: Sequence[Mapping[str, Any]], row: str, target: str, score: Callable[[Any], float]) -> list[float]:
    """Scores of one row in one target, in the order of the seeds."""
    return [score(cell) for cell in cells if cell["row"] == row and cell["target"] == target]
