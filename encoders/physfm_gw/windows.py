"""Windows of whitened strain: one for every second that at least one detector covers with good data.

A block of about a minute of each channel is whitened at a time, so memory stays constant; its noise is estimated from
itself, unless the file brings its spectrum. A detector with a gap or a bad data-quality bit in the scored second is
left out of that window. Not covered: windows drawn for training (`physfm_gw.data.Windows`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from physfm.errors import InputError
from physfm.types import Sample
from physfm_gw import strain as convention
from physfm_gw import whitening
from physfm_gw.channel import BLOCK_S, Channel


def starts(found: Sequence[Channel]) -> list[tuple[float, Mapping[str, float]]]:
    """GPS starts of all windows, with truth where a generator wrote it."""
    if found[0].windows:
        return list(found[0].windows)
    first, last = max(c.start for c in found), min(c.end for c in found)
    if last - first < whitening.SHORTEST_S:
        spans = ", ".join(f"{c.detector} {c.start:.0f} to {c.end:.0f}" for c in found)
        raise InputError(f"Expected files of the same time, got GPS {spans}. Give files of one observation.")
    before, until = convention.SCORED_S
    # Whole seconds are scored, from the first that is properly whitened to the last.
    second = math.ceil(first + whitening.EDGE_S - 1e-9)
    out: list[tuple[float, Mapping[str, float]]] = []
    while second + 1 + whitening.EDGE_S <= last + 1e-9 and second - before + convention.WINDOW_S <= last + 1e-9:
        out.append((second - before, {}))
        second += 1
    assert until - before == 1.0
    return out


def samples(found: Sequence[Channel], label: str, limit: int | None = None) -> Iterator[Sample]:
    """Stream the windows of one observation; their ids are ``label`` and a running number.

    Raises
    ------
    InputError
        If the channels have too little time in common, or no window can be used in any of them.
    """
    wanted = starts(found)[: limit if limit is not None else None]
    yielded, index = 0, 0
    reasons: list[str] = []
    while index < len(wanted):
        stop = index
        while stop < len(wanted) and wanted[stop][0] - wanted[index][0] <= BLOCK_S:
            stop += 1
        block = wanted[index:stop]
        ready: list[_Block | None] = []
        for channel in found:
            try:
                ready.append(_whitened(channel, block[0][0], block[-1][0] + convention.WINDOW_S))
            except InputError as err:
                reasons.append(f"{channel.detector}: {err}")
                ready.append(None)
        for offset, (start, truth) in enumerate(block):
            sample = _sample(f"{label}#{index + offset}", found, ready, start, truth)
            if sample is not None:
                yielded += 1
                yield sample
        index = stop
    if not yielded:
        why = reasons[0] if reasons else "no second is free of gaps in any detector"
        raise InputError(f"{label} holds no usable strain: {why}")


@dataclass(frozen=True)
class _Block:
    start: float
    white: NDArray[np.float64]
    bad: NDArray[np.bool_]
    asd: NDArray[np.float64]


def _whitened(channel: Channel, first: float, last: float) -> _Block:
    """Whiten a block with whole seconds around it, long enough for a spectrum."""
    margin = 3.0
    begin = max(channel.start, channel.start + math.floor(first - margin - channel.start))
    end = min(channel.end, channel.start + math.ceil(last + margin - channel.start))
    if end - begin < 32:  # a short block at the end of a long file takes its noise from what came before
        begin = max(channel.start, end - 32)
    raw = channel.between(begin, end)
    filled, bad = whitening.bridge(raw)
    series = whitening.resample(filled, channel.rate)
    bad_here = np.zeros(len(series), bool)
    if bad.any():
        hit = np.flatnonzero(bad) / channel.rate * convention.SAMPLE_RATE_HZ
        bad_here[np.clip(np.unique(np.concatenate([np.floor(hit), np.ceil(hit)]).astype(int)), 0, len(series) - 1)] = (
            True
        )
    for since, until, _ in channel.bad:
        a, b = ((t - begin) * convention.SAMPLE_RATE_HZ for t in (since, until))
        bad_here[max(0, math.floor(a)) : max(0, math.ceil(b))] = True
    asd, spacing = channel.asd or whitening.spectrum(series, bad_here)
    white = whitening.whiten(series, asd, spacing)
    edge = int(whitening.EDGE_S * convention.SAMPLE_RATE_HZ)
    # The filter reaches a second around a gap; at the ends of the file there is simply nothing.
    spoilt = np.convolve(bad_here, np.ones(2 * edge + 1), mode="same") > 0.5 if bad_here.any() else bad_here
    white[spoilt] = 0.0
    if begin <= channel.start:
        white[:edge] = 0.0
    if end >= channel.end:
        white[-edge:] = 0.0
    return _Block(begin, white, spoilt, convention.banded(asd, spacing))


def _sample(
    name: str, found: Sequence[Channel], ready: Sequence[_Block | None], start: float, truth: Mapping[str, float]
) -> Sample | None:
    rate = convention.SAMPLE_RATE_HZ
    strain, asd, location, names = [], [], [], []
    for channel, block in zip(found, ready, strict=True):
        if block is None:
            continue
        first = round((start - block.start) * rate)
        scored = slice(*(first + round(s * rate) for s in convention.SCORED_S))
        if first + convention.SAMPLES > len(block.white) or block.bad[max(0, scored.start) : scored.stop].any():
            continue
        values = np.zeros(convention.SAMPLES)
        inside = max(0, -first)
        values[inside:] = block.white[first + inside : first + convention.SAMPLES]
        strain.append(values)
        asd.append(block.asd)
        location.append([float(channel.detector == d) for d in convention.DETECTORS])
        names.append(channel.detector)
    if not strain:
        return None
    return Sample(
        name,
        {
            "strain": torch.from_numpy(np.stack(strain).astype(np.float32)),
            "asd": torch.from_numpy(np.stack(asd).astype(np.float32)),
            "location": torch.tensor(location),
        },
        {"strain": "1", "asd": "strain/Hz**0.5", "location": "1"},
        dict(truth),
        {
            "gps_start": start,
            "scored_s": convention.SCORED_S,
            "stride_s": 1.0,
            "detectors": tuple(names),
            "sample_rate_hz": convention.SAMPLE_RATE_HZ,
            "files": tuple(c.source for c in found),
        },
    )
